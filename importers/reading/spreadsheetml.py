"""Workbooks in the XML of Excel 2003 ("XML Spreadsheet"): what many systems export as .xml or call .xls.

One pass with a parser that refuses every document type; formulas are noted and never worked out. Must not know: other
formats of workbooks.
"""
from __future__ import annotations

import math
from pathlib import Path
from xml.parsers import expat

from app.core.batch import Issue
from app.errors import Problem
from importers.base import Book, Progress, Value
from importers.reading.sheet_maker import SheetMaker
from importers.reading.xlsx.cells import MAX_COLUMN, MAX_ROW, MAX_TEXT, too_long
from importers.reading.xlsx.dates import BUILTIN_FORMATS, from_iso, meaning, meant
from importers.reading.xlsx.hyperlinks import MOST_LINKS
from importers.reading.xlsx.styles import PLAIN_STYLE, Style
from importers.reading.xml_safe import malformed, parser

NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
MAX_SIZE = 100_000_000
_SS = NAMESPACE.decode() + " "
_X = "urn:schemas-microsoft-com:office:excel "
_TIME_ALONE = "1899-12-31T"      # the day before the first, which a time of day without a day is given
_CHUNK, _BLANKS = 1 << 20, 4096
_NAMED = {"General Number": "0", "Fixed": BUILTIN_FORMATS[2], "Standard": BUILTIN_FORMATS[4],
          "Percent": BUILTIN_FORMATS[10], "Scientific": BUILTIN_FORMATS[11], "General Date": "m/d/yy h:mm",
          "Short Date": "m/d/yy", "Medium Date": "d-mmm-yy", "Long Date": "d mmmm yyyy", "Short Time": "h:mm",
          "Medium Time": "h:mm AM/PM", "Long Time": "h:mm:ss", "Currency": BUILTIN_FORMATS[4],
          "Euro Currency": '#,##0.00 "€"'}


def read(path: Path, progress: Progress | None = None) -> Book:
    """The workbook; raises Problem when it is damaged, declares a document type or passes a limit."""
    if path.stat().st_size > MAX_SIZE:
        raise Problem(f"{path.name} is larger than {MAX_SIZE / 1e6:,.0f} MB.", "Save it as .xlsx and import the copy.")
    reader = _Reader(path.name)
    machine = parser(path.name)
    machine.StartElementHandler = reader.start
    machine.EndElementHandler = reader.end
    machine.CharacterDataHandler = reader.text
    try:
        with path.open("rb") as file:
            file.seek(_blank(file.read(_BLANKS)))
            while chunk := file.read(_CHUNK):
                machine.Parse(chunk, False)
                if progress is not None:
                    progress(min(0.95, file.tell() / MAX_SIZE), f"Reading {reader.sheet_name}")
            machine.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise malformed(path.name, error) from error
    if not reader.makers:
        raise Problem(f"{path.name} is a workbook in the XML of Excel 2003 without any sheet.",
                      "Check that it is the right file.")
    said = (f"{path.name} is a workbook in the XML format of Excel 2003; it was read by one reader only. Saved as "
            ".xlsx it is checked by two.")
    return Book(path.name, "xml-2003", [m.finish() for m in reader.makers],
                [Issue("note", "", "", said), *reader.issues], date_1904=reader.date_1904, readers="own scan")


def _blank(head: bytes) -> int:
    """How many empty lines stand before the first sign, as some systems print them and no XML may."""
    return len(head) - len(head.lstrip(b" \t\r\n"))


class _Reader:
    """Walks through the file; places are those it names, or the next ones."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.makers: list[SheetMaker] = []
        self.issues: list[Issue] = []
        self.date_1904 = False
        self.styles: dict[str, Style] = {}
        self._style = ""
        self._looks: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._row = self._column = -1
        self._after = 0                   # rows that the last one stands for beside itself
        self._columns = 0
        self._cell: dict[str, str] | None = None
        self._kind = ""
        self._into: list[str] | None = None
        self._comment: list[str] | None = None
        self._size = 0
        self._value: Value = None
        self._ended = False

    @property
    def sheet_name(self) -> str:
        return self.makers[-1].sheet.name if self.makers else "the workbook"

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element; some systems write its attributes without their prefix, so it is taken off."""
        attributes = {key.removeprefix(_SS): value for key, value in attributes.items()}
        if name == _SS + "Cell":
            self._open_cell(attributes)
        elif name == _SS + "Data" and self._cell is not None:
            if self._comment is None:
                self._kind, self._into = attributes.get("Type", "String"), []
            self._size = 0
        elif name == _SS + "Comment" and self._cell is not None:
            self._comment = self._into = []
        elif name == _SS + "Row" and self.makers:
            self._open_row(attributes)
        elif name == _SS + "Column" and self.makers:
            self._open_column(attributes)
        elif name == _SS + "Worksheet":
            self.makers.append(SheetMaker(attributes.get("Name", "") or f"Sheet{len(self.makers) + 1}",
                                          self.issues))
            self._row, self._after, self._columns, self._ended = -1, 0, 0, False
        elif name == _SS + "Style":
            self._style, self._looks = attributes.get("ID", ""), {}
            self._parents[self._style] = attributes.get("Parent", "Default")
        elif self._style and name.startswith(_SS):
            self._looks |= {name.removeprefix(_SS) + "." + key: value
                            for key, value in attributes.items()}
        elif name in (_X + "Visible", _X + "Date1904"):
            self._into, self._size = [], 0

    def end(self, name: str) -> None:
        if name == _SS + "Data" and self._into is not None and self._comment is None:
            text, self._into = "".join(self._into), None
            self._value = self._meant(text)
        elif name == _SS + "Comment" and self._comment is not None and self._cell is not None:
            text, self._into, self._comment = "".join(self._comment).strip(), None, None
            if text and not self._ended:
                self.makers[-1].sheet.comments[self._row, self._column] = text
        elif name == _SS + "Cell" and self._cell is not None:
            self._close_cell(self._cell)
        elif name == _SS + "Style":
            self._make_style()
        elif name == _X + "Visible" and self._into is not None:
            if self.makers and "".join(self._into).strip() in ("SheetHidden", "SheetVeryHidden"):
                self.makers[-1].sheet.hidden = True
            self._into = None
        elif name == _X + "Date1904":
            self.date_1904, self._into = True, None

    def text(self, data: str) -> None:
        if self._into is not None:
            self._size += len(data)
            if self._size > MAX_TEXT:
                raise too_long(self.name)
            self._into.append(data)

    # ---------------------------------------------------------------- places

    def _open_row(self, said: dict[str, str]) -> None:
        named = _whole(said, "Index")
        self._row = named - 1 if named else self._row + 1 + self._after
        self._after = _whole(said, "Span")
        self._column = -1
        if self._row >= MAX_ROW:
            raise Problem(f"The sheet {self.sheet_name!r} names the row {self._row + 1:,}; a sheet has {MAX_ROW:,}.",
                          "Save the file again as .xlsx and import the copy.")
        if said.get("Hidden") == "1" or said.get("Height", "") in ("0", "0.0"):
            self.makers[-1].sheet.hidden_rows.add(self._row)

    def _open_column(self, said: dict[str, str]) -> None:
        named = _whole(said, "Index")
        first = named - 1 if named else self._columns
        span = min(_whole(said, "Span"), MAX_COLUMN)
        self._columns = min(first + span + 1, MAX_COLUMN)
        if said.get("Hidden") == "1" or said.get("Width", "") in ("0", "0.0"):
            self.makers[-1].sheet.hidden_columns.update(range(min(first, MAX_COLUMN), self._columns))

    def _open_cell(self, said: dict[str, str]) -> None:
        if not self.makers or self._row < 0:
            return
        named = _whole(said, "Index")
        self._column = named - 1 if named else self._column + 1
        self._cell, self._value, self._kind = said, None, ""

    def _close_cell(self, said: dict[str, str]) -> None:
        self._cell = None
        maker, row, column = self.makers[-1], self._row, self._column
        across, down = (min(_whole(said, name), MAX_COLUMN) for name in ("MergeAcross", "MergeDown"))
        self._column += across
        if self._ended:
            return
        if isinstance(self._value, _Error):
            maker.error(row, column, self._value)
            self._value = None
        if "Formula" in said:
            maker.formula(row, column, bool(self._kind))
        self._ended = not maker.put(row, column, self._value, self._style_of(said))
        if said.get("HRef", "#")[:1] != "#" and len(maker.sheet.links) < MOST_LINKS:
            maker.sheet.links[row, column] = said["HRef"]
        if across or down:
            maker.merge(row, column, row + down, column + across)

    # ---------------------------------------------------------------- values and looks

    def _meant(self, text: str) -> Value:
        style = self._style_of(self._cell or {})
        if self._kind == "Number":
            try:
                number = float(text)
            except ValueError:
                return text or None
            if not math.isfinite(number):
                return text
            return meant(number, style.meaning, self.date_1904)
        if self._kind == "DateTime":
            return from_iso(text.strip().removeprefix(_TIME_ALONE))
        if self._kind == "Boolean":
            return text.strip() == "1"
        if self._kind == "Error":
            return _Error(text.strip() or "error")
        return text.replace("\r\n", "\n").replace("\r", "\n") or None

    def _style_of(self, said: dict[str, str]) -> Style:
        return self.styles.get(said.get("StyleID", ""), self.styles.get("Default", PLAIN_STYLE))

    def _make_style(self) -> None:
        looks, base = self._looks, self.styles.get(self._parents.get(self._style, ""), PLAIN_STYLE)
        code = looks.get("NumberFormat.Format", "")
        code = _NAMED.get(code, code)[:200] or base.code
        fill = looks.get("Interior.Color", "").lstrip("#").upper()
        bold = looks.get("Font.Bold")
        self.styles[self._style] = Style(
            meaning(0, code) if code != "General" else "", code, base.bold if bold is None else bold == "1",
            fill if len(fill) == 6 and looks.get("Interior.Pattern", "Solid") == "Solid" else base.fill,
            min(_whole(looks, "Alignment.Indent"), 250) or base.indent)
        self._style = ""


class _Error(str):
    """An error value: "#N/A"."""

    __slots__ = ()


def _whole(said: dict[str, str], name: str) -> int:
    """A count an attribute names; 0 without one or for anything else a file may say."""
    text = said.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
