"""Our own scan of an .ods: the size its repetitions claim, errors, formulas, hidden rows and columns, merges,
links.

Must not know: values; calamine reads those once the size is known to be sane.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from app.core.batch import Issue
from app.errors import Problem
from importers.base import Sheet
from importers.reading.formula import parse
from importers.reading.scan_sheet import MAX_MERGED, count_formula, merge
from importers.reading.xlsx.cells import MAX_TEXT, too_long
from importers.reading.xlsx.formulas import MOST_FORMULAS
from importers.reading.xlsx.hyperlinks import MOST_LINKS
from importers.reading.xlsx.references import in_ods, plain
from importers.reading.xml_safe import malformed, parser

MAX_PLACES = 8_000_000       # places up to the last value of a sheet, repeated ones counted
_MAX_FORMULA = 2_000

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_XLINK = "http://www.w3.org/1999/xlink "
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "


@dataclass(slots=True)
class Marks:
    """What calamine does not tell of one sheet."""

    sheet: Sheet
    rows: int = 0
    width: int = 0
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


class _Reader:
    """Walks through content.xml; repeated rows and cells are counted, not copied."""

    def __init__(self, where: str) -> None:
        self.found: dict[str, Marks] = {}
        self._where = where
        self._marks: Marks | None = None
        self._depth = 0
        self._row = self._column = self._columns = 0
        self._row_repeat = 1
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._size = 0
        self._link = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _TABLE + "table":
            self._depth += 1
            if self._depth == 1:
                title = attributes.get(_TABLE + "name", "")
                self._marks = self.found.setdefault(title, Marks(Sheet(title, [])))
                self._row = self._columns = 0
        elif self._marks is None or self._depth != 1:
            return
        elif name == _TABLE + "table-column":
            repeat = _repeat(attributes, "number-columns-repeated")
            if attributes.get(_TABLE + "visibility", "visible") != "visible":
                self._marks.hidden_columns.append((self._columns, self._columns + repeat - 1))
            self._columns += repeat
        elif name == _TABLE + "table-row":
            self._column = 0
            self._row_repeat = _repeat(attributes, "number-rows-repeated")
            if attributes.get(_TABLE + "visibility", "visible") != "visible":
                self._marks.sheet.hidden_rows.update(range(self._row, self._row + min(self._row_repeat, 10_000)))
        elif name in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self._cell = attributes
            self._text.clear()
            self._size = 0
            self._link = ""
        elif name == _TEXT + "a" and self._cell is not None:
            self._link = self._link or attributes.get(_XLINK + "href", "")

    def end(self, name: str) -> None:
        if name == _TABLE + "table":
            self._depth -= 1
            if self._depth == 0:
                self._marks = None
        elif self._marks is None or self._depth != 1:
            return
        elif name == _TABLE + "table-row":
            self._row += self._row_repeat
        elif self._cell is not None and name in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self._finish_cell(self._cell, self._marks)
            self._cell = None

    def text(self, data: str) -> None:
        if self._cell is not None:
            self._size += len(data)
            if self._size > MAX_TEXT:
                raise too_long(self._where)
            self._text.append(data)

    def _finish_cell(self, cell: dict[str, str], marks: Marks) -> None:
        repeat = _repeat(cell, "number-columns-repeated")
        row, column = self._row, self._column
        self._column += repeat
        text = "".join(self._text).strip()
        kind = cell.get(_OFFICE + "value-type", "")
        if kind or text:
            marks.rows = max(marks.rows, row + self._row_repeat)
            marks.width = max(marks.width, column + repeat)
            if marks.rows * marks.width > MAX_PLACES:
                raise Problem(f"{self._where} claims {marks.rows:,} rows by {marks.width:,} columns.",
                              "Delete the empty rows and columns around the table and save the file again.")
        sheet = marks.sheet
        if cell.get(_TABLE + "formula"):
            count_formula(sheet, row, column, bool(kind or text))
            if len(sheet.formulas) < MOST_FORMULAS:
                sheet.formulas[row, column] = parse(plain(cell[_TABLE + "formula"][:_MAX_FORMULA]))
            sheet.refers.update(in_ods(cell[_TABLE + "formula"][:_MAX_FORMULA]))
        if cell.get(_CALC + "value-type") == "error":
            sheet.errors[row, column] = text[:50] or "error"
        if self._link and not self._link.startswith("#") and len(sheet.links) < MOST_LINKS:
            sheet.links[row, column] = self._link
        self._merge(cell, row, column, marks)

    def _merge(self, cell: dict[str, str], row: int, column: int, marks: Marks) -> None:
        down, across = _repeat(cell, "number-rows-spanned"), _repeat(cell, "number-columns-spanned")
        if down * across > 1 and len(marks.merged) < MAX_MERGED:        # each covers two cells at least
            marks.merged.append((row, column, row + down - 1, column + across - 1))


def scan(data: bytes, where: str) -> dict[str, Marks]:
    """The marks of every sheet by name; raises Problem for sizes no reader should meet."""
    reader = _Reader(where)
    machine = parser(where)
    machine.StartElementHandler = reader.start
    machine.EndElementHandler = reader.end
    machine.CharacterDataHandler = reader.text
    try:
        machine.Parse(data, True)
    except expat.ExpatError as error:
        raise malformed(where, error) from error
    return reader.found


def apply(marks: Marks, sheet: Sheet, issues: list[Issue]) -> None:
    """Hand the marks to the sheet that calamine's values are in; an error cell loses its shown text."""
    own = marks.sheet
    sheet.errors |= own.errors
    sheet.unvalued = own.unvalued
    sheet.formula_count, sheet.formula_rows, sheet.formulas = own.formula_count, own.formula_rows, own.formulas
    sheet.links = own.links
    merge(sheet, marks.merged, marks.rows, marks.width, issues)
    sheet.refers = own.refers - {sheet.name}
    sheet.hidden_rows = {row for row in own.hidden_rows if row < len(sheet.rows)}
    width = max(map(len, sheet.rows), default=0)
    for first, last in marks.hidden_columns:
        sheet.hidden_columns.update(range(first, min(last + 1, width)))
    for row, column in own.errors:
        if row < len(sheet.rows) and column < len(sheet.rows[row]):
            sheet.rows[row][column] = None


def _repeat(attributes: dict[str, str], name: str) -> int:
    """A repetition or span, at least 1 and at most what a sheet can hold."""
    said = attributes.get(_TABLE + name, "1")
    return max(1, min(int(said), 1 << 20)) if said.isdecimal() and len(said) < 12 else 1
