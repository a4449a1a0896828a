"""Tables of a web page as sheets: what many systems export and call .xls.

A table within a cell is a sheet of its own where the outer table only arranges the page, else its text is text of the
cell. Nothing is run, fetched or shown; of what a page refers to only the address of a link is kept, as text. Must not
know: how tags are told apart (tokens.py), what a cell holds beside its text (values.py).
"""
from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from app.core.batch import Issue
from app.errors import Problem
from importers.base import Book, Progress, Sheet, Value
from importers.reading.sheet_maker import SheetMaker
from importers.reading.web.cells import MAX_SPAN, Cell, Table, clean, free, inside, span, take_in
from importers.reading.web.styles import Rules
from importers.reading.web.tokens import Token, decode, tokens
from importers.reading.web.values import shown_as, told
from importers.reading.xlsx.cells import MAX_TEXT
from importers.reading.xlsx.hyperlinks import MOST_LINKS
from importers.reading.xlsx.styles import Style

MAX_SIZE = 100_000_000
MAX_DEPTH = 40               # tables within tables
MAX_HANGING = 1_000_000      # places under cells of several rows; behind them such a cell is one of a single row
MAX_TABLES = 500
_SAVE = "Open it in Excel or LibreOffice, save it as .xlsx and import the copy."
_RAW = ("style", "script", "xml", "title")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SHEET = re.compile(r"<x:Name>([^<]{1,200})</x:Name>")


def read(path: Path, progress: Progress | None = None) -> Book:
    """The page as a book; raises Problem when it holds no table or passes a limit."""
    if path.stat().st_size > MAX_SIZE:
        raise Problem(f"{path.name} is larger than {MAX_SIZE / 1e6:,.0f} MB.", _SAVE)
    text, encoding = decode(path.read_bytes())
    reader = _Reader(path)
    for token in tokens(text):
        reader.take(token)
    sheets = reader.finish()
    if not sheets and reader.frames:
        raise Problem(f"{path.name} is the frame of a web page; its sheets lie in other files beside it.", _SAVE)
    if not sheets:
        raise Problem(f"{path.name} is a web page without a table, even if its name ends otherwise.",
                      "Export the list again, as .xlsx or .csv; the page may be a message or a log-in.")
    if progress is not None:
        progress(0.9, "Reading the tables")
    said = (f"{path.name} is a web page; its tables were read by one reader only ({encoding}). Amounts and dates are "
            "the texts it shows unless it says more.")
    return Book(path.name, "html", sheets, [Issue("note", "", "", said), *reader.issues], date_1904=reader.date_1904,
                readers=f"HTML tables, {encoding}")


class _Reader:
    """Takes tokens, keeps the tables that are open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rules = Rules()
        self.issues: list[Issue] = []
        self.open: list[Table] = []
        self.done: list[Table] = []      # the inner ones first
        self.frames = False
        self.date_1904 = False
        self._raw = ""
        self._title = ""                  # of the one sheet Excel says it wrote
        self._heading = ""
        self._caption: list[str] | None = None

    def take(self, token: Token) -> None:
        """The next tag or text."""
        name = token.name
        if not name:
            self._text(token.text)
        elif name == "!":
            self._note(token.text)
        elif name in _RAW:
            self._raw = name
        elif name[:1] == "/" and name[1:] == self._raw:
            self._raw = ""
        elif name == "table":
            self._table()
        elif name in ("frame", "frameset"):
            self.frames = True
        elif self.open:
            self._within(self.open[-1], name, token.attributes)

    def _within(self, table: Table, name: str, attributes: dict[str, str]) -> None:
        if name == "tr":
            self._row(table, attributes)
        elif name in ("td", "th"):
            self._cell(table, name, attributes)
        elif name in ("/td", "/th"):
            self._close_cell(table)
        elif name == "/tr":
            self._close_cell(table)
            table.column = -1
        elif name == "/table":
            self._close_table()
        elif name == "col":
            self._columns(table, attributes)
        elif name == "caption":
            self._caption = []
        elif name == "/caption" and self._caption is not None:
            table.title, self._caption = " ".join("".join(self._caption).split())[:80], None
        elif table.cell is not None:
            inside(table.cell, name, attributes)

    # ---------------------------------------------------------------- tables

    def _table(self) -> None:
        count = len(self.open) + len(self.done)
        if len(self.open) >= MAX_DEPTH or count >= MAX_TABLES:
            raise Problem(f"{self.path.name} holds more than {MAX_TABLES} tables, or {MAX_DEPTH} within each other.",
                          _SAVE)
        self.open.append(Table(self._heading, SheetMaker(f"Table {count + 1}", self.issues)))
        self._heading = ""

    def _close_table(self) -> None:
        table = self.open.pop()
        self._close_cell(table)
        cell = self.open[-1].cell if self.open else None
        if cell is not None:
            cell.inner.append(table)
        self.done.append(table)

    def _row(self, table: Table, attributes: dict[str, str]) -> None:
        self._close_cell(table)
        table.row += 1
        table.column = 0
        table.hanging = {column: left - 1 for column, left in table.hanging.items() if left > 1}
        table.look, hidden = self.rules.style("tr", attributes)
        if hidden:
            table.maker.sheet.hidden_rows.add(table.row)

    def _columns(self, table: Table, attributes: dict[str, str]) -> None:
        wide = span(attributes, "span")
        if self.rules.style("col", attributes)[1]:
            table.maker.sheet.hidden_columns.update(range(table.columns, table.columns + wide))
        table.columns = min(table.columns + wide, MAX_SPAN * 20)

    # ---------------------------------------------------------------- cells

    def _cell(self, table: Table, name: str, attributes: dict[str, str]) -> None:
        self._close_cell(table)
        if table.column < 0:              # a cell outside of any row begins one
            self._row(table, {})
        while table.column in table.hanging:
            table.column += 1
        across, down = span(attributes, "colspan"), span(attributes, "rowspan")
        table.cell = Cell((table.row, table.column), down, across, self.rules.style(name, attributes)[0], attributes)
        table.hung += across * down if down > 1 else 0
        if down > 1 and table.hung <= MAX_HANGING:
            table.hanging.update(dict.fromkeys(range(table.column, table.column + across), down))
        table.column += across

    def _close_cell(self, table: Table) -> None:
        cell, table.cell = table.cell, None
        if cell is None or table.ended:
            return
        row, column = cell.at
        text, style, maker = clean("".join(cell.parts)), cell.style, table.maker
        text = text or " ".join(filter(None, cell.pictures))
        bold, fill = style.bold or cell.looks == {True} or table.look.bold, style.fill or table.look.fill
        if (bold, fill) != (style.bold, style.fill):
            style = Style(style.meaning, style.code, bold, fill, style.indent)
        value: Value = told(text, cell.attributes, style, self.date_1904)
        if "x:err" in cell.attributes:
            maker.error(row, column, cell.attributes["x:err"] or text)
            value = None
        if "x:fmla" in cell.attributes:
            maker.formula(row, column, value is not None or "x:err" in cell.attributes)
        if cell.inner:
            table.nests.append((cell, text))
        table.ended = not maker.put(row, column, value, style)
        if isinstance(value, str) and shown_as(style):
            maker.format(column, style.code)
        if cell.link and value is not None and len(maker.sheet.links) < MOST_LINKS:
            maker.sheet.links[row, column] = cell.link
        table.filled += value is not None
        if cell.across > 1 or cell.down > 1:
            maker.merge(row, column, row + cell.down - 1, column + cell.across - 1)

    def _note(self, text: str) -> None:
        """What Excel writes for itself between the signs of a comment."""
        self.date_1904 = self.date_1904 or "Date1904" in text
        names = _SHEET.findall(text)
        self._title = unescape(names[0]) if len(names) == 1 else self._title

    def _text(self, text: str) -> None:
        if self._raw == "style":
            self.rules.read(text)
        elif self._raw == "xml":
            self._note(text)
        if self._raw:
            return
        if self._caption is not None:
            self._caption.append(text)
        elif self.open and self.open[-1].cell is not None:
            cell = self.open[-1].cell
            if cell.muted:
                return
            cell.size += len(text)
            if cell.size > MAX_TEXT:
                raise Problem(f"{self.path.name} holds more than 1 MB of text in one cell.", _SAVE)
            if text.strip():
                cell.looks.add(cell.within_bold > 0)
            cell.parts.append(_SPACES.sub(" ", text))
        elif not self.open and text.strip():
            self._heading = " ".join(text.split())[:80]

    # ---------------------------------------------------------------- the end

    def finish(self) -> list[Sheet]:
        """The sheets; a table of data keeps the text of those within it in its cells."""
        while self.open:
            self._close_table()
        for table in self.done:
            if table.nests and table.filled >= table.below():
                for cell, text in table.nests:
                    take_in(table, cell, text)
        own = [t for t in self.done if t.filled and not t.inside]
        taken: set[str] = set()
        sheets = []
        for n, table in enumerate(own, 1):
            title = (self._title or table.title or self.path.stem) if len(own) == 1 else table.title or f"Table {n}"
            sheet = table.maker.finish()
            sheet.name = free(title, taken)
            sheets.append(sheet)
        return sheets
