"""Reads sheet XML by the parser: whatever shape a row has, and all that stands around the rows.

Must not know: the quick way, which only skips feeding rows it has understood.
"""
from __future__ import annotations

import math

from app.core.batch import Issue
from app.errors import Problem
from importers.base import Value, address
from importers.reading.scan_sheet import Collector
from importers.reading.xlsx.cells import MAX_TEXT, area, decode_escapes, place, too_long
from importers.reading.xlsx.dates import from_iso, meant
from importers.reading.xlsx.styles import PLAIN_STYLE, Style
from importers.reading.xml_safe import parser

_OURS = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
_MAX_MERGES = 60_000
_MAX_RULES = 100


class RowParser:
    """Feeds a sheet's XML to the parser and what it finds to the collector."""

    def __init__(self, collector: Collector, strings: list[str | None], styles: list[Style], where: str) -> None:
        self._to = collector
        self._strings = strings
        self._styles = styles
        self._cell: dict[str, str] | None = None
        self._formula = False
        self._seen_value = False
        self._taking = False
        self._phonetic = False
        self._text: list[str] = []
        self._size = 0
        self._column = -1
        self._far = False
        self._parser = parser(where)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def feed(self, data: bytes) -> None:
        """More of the sheet's XML, in order."""
        self._parser.Parse(data, False)

    def finish(self) -> None:
        """The end of the sheet's XML."""
        self._parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, word = name.rpartition(" ")
        if space and space not in _OURS:
            return
        if word == "c":
            self._cell = attributes
            self._formula = self._seen_value = False
            self._text.clear()
            self._size = 0
        elif self._cell is not None:
            if word in ("v", "t"):
                self._taking = not self._phonetic
                self._seen_value = True
            elif word == "f":
                self._formula = True
            elif word == "rPh":
                self._phonetic = True
        elif word == "row":
            self._row(attributes)
        elif word == "mergeCell":
            where = area(attributes.get("ref", ""))
            if where is not None and len(self._to.merges) < _MAX_MERGES:
                self._to.merges.append(where)
        elif word == "conditionalFormatting":
            self._conditional(attributes.get("sqref", ""))
        elif word == "col":
            self._columns(attributes)

    def _end(self, name: str) -> None:
        if self._cell is None:
            return
        word = name.rpartition(" ")[2]
        if word in ("v", "t"):
            self._taking = False
        elif word == "rPh":
            self._phonetic = False
        elif word == "c":
            self._finish_cell(self._cell)
            self._cell = None

    def _characters(self, text: str) -> None:
        if self._taking:
            self._size += len(text)
            if self._size > MAX_TEXT:
                raise too_long(f"The sheet {self._to.sheet.name!r}", (self._cell or {}).get("r", "address unknown"))
            self._text.append(text)

    def _row(self, attributes: dict[str, str]) -> None:
        said = attributes.get("r", "")
        row = int(said) - 1 if said.isdecimal() and len(said) < 9 else self._to.current + 1
        self._far = not self._to.wants(row)
        self._column = -1
        if not self._far:
            raw = "".join(f' {key}="{value}"' for key, value in attributes.items())
            self._to.row_marks(row, raw.encode("utf-8", "replace"))

    def _columns(self, attributes: dict[str, str]) -> None:
        try:
            first, last = int(attributes.get("min", "")) - 1, int(attributes.get("max", "")) - 1
        except ValueError:
            return
        hidden = attributes.get("hidden", "0") in ("1", "true") or attributes.get("width", "") in ("0", "0.0")
        if hidden and 0 <= first <= last and len(self._to.hidden_columns) < 20_000:
            self._to.hidden_columns.append((first, last))

    def _conditional(self, areas: str) -> None:
        for one in areas.split()[:_MAX_RULES]:
            where = area(one)
            if where is not None and len(self._to.sheet.conditional) < _MAX_RULES:
                self._to.sheet.conditional.append(where)

    def _finish_cell(self, cell: dict[str, str]) -> None:
        """One cell is complete: place its value and its marks."""
        to = self._to
        said = cell.get("r", "")
        row, column = to.current, self._column + 1
        if said:
            where = place(said)
            if where is None:
                raise Problem(f"The sheet {to.sheet.name!r} holds a cell at {said[:20]!r}, which no sheet has.",
                              "Open the file in Excel or LibreOffice, save it again and import the copy.")
            row, column = where
        self._column = column
        text = "".join(self._text)
        if self._far or (row != to.current and not to.wants(row)):
            if text:
                to.stop(row, column)
            return
        number = cell.get("s", "")
        at = int(number) if number.isdecimal() and len(number) < 7 else 0
        style = self._styles[at] if at < len(self._styles) else PLAIN_STYLE
        type_ = cell.get("t", "n") or "n"
        if self._formula:
            to.formula(row, column, bool(text) or type_ == "str")
        if style.bold:
            to.mark_bold(row, column)
        if style.fill:
            to.mark_fill(row, column, style.fill)
        if style.indent:
            to.mark_indent(row, column, style.indent)
        if type_ == "e":
            to.sheet.errors[row, column] = text[:50]
            return
        value = self._value(type_, text, style, row, column)
        if value is not None:
            if type_ == "n":
                to.count_format(column, at)
            to.place_cell(row, column, value)

    def _value(self, type_: str, text: str, style: Style, row: int, column: int) -> Value:
        if type_ in ("str", "inlineStr"):
            return decode_escapes(text) or None
        bare = text.strip()
        if not bare:
            return None
        try:
            if type_ == "s":
                index = int(bare)
                return self._strings[index] if index >= 0 else self._odd(text, row, column)
            if type_ == "b":
                return bare in ("1", "true")
            if type_ == "d":
                return from_iso(bare)
            number = float(bare)
            if not math.isfinite(number):
                return self._odd(text, row, column)
        except (ValueError, IndexError):
            return self._odd(text, row, column)
        return meant(number, style.meaning, self._to.date_1904)

    def _odd(self, text: str, row: int, column: int) -> Value:
        """A cell whose content contradicts its type: kept as text where it is one, and said."""
        shared = self._cell is not None and self._cell.get("t") == "s"
        self._to.issues.append(Issue(
            "warning", self._to.sheet.name, address(row, column),
            f"The cell says it holds a {'shared text' if shared else 'number'} but holds {text[:40]!r};"
            f" {'left out' if shared else 'kept as text'}."))
        return None if shared else text
