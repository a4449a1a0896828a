"""A sheet put together cell by cell where a file names places itself: values, looks, merges, under the usual limits.

For formats with one reader of our own (HTML tables, the XML of Excel 2003). Must not know: how they are written.
"""
from __future__ import annotations

from collections import Counter

from app.core.batch import Issue
from app.errors import Problem
from importers.base import Sheet, Value, address
from importers.reading.scan_sheet import (
    EMPTY_ROWS,
    FAR,
    MAX_MARKS,
    commonest,
    count_formula,
    extent,
    merge,
    too_wide,
)
from importers.reading.xlsx.cells import MAX_COLUMN, MAX_ROW
from importers.reading.xlsx.styles import Style

MAX_AREA = 8_000_000         # places in all rows together, empty ones counted


class SheetMaker:
    """One sheet on its way."""

    def __init__(self, name: str, issues: list[Issue]) -> None:
        self.sheet = Sheet(name, [])
        self._issues = issues
        self._area = 0
        self._merges: list[tuple[int, int, int, int]] = []
        self._formats: Counter[tuple[int, str]] = Counter()
        self._said: set[str] = set()

    def put(self, row: int, column: int, value: Value, style: Style) -> bool:
        """A cell with its look; whether it was taken: nothing is read behind thousands of empty rows."""
        if row >= MAX_ROW or column >= MAX_COLUMN:
            raise Problem(f"The sheet {self.sheet.name!r} names a cell beyond column XFD or row {MAX_ROW:,}.",
                          "Save the file again as .xlsx and import the copy.")
        if value is None:
            self._look(row, column, style)
            return True
        rows = self.sheet.rows
        if row >= len(rows) + EMPTY_ROWS:
            self._say("warning", row, column, FAR)
            return False
        while len(rows) <= row:
            rows.append([])
        cells = rows[row]
        wider = column + 1 - len(cells)
        if wider > 0:
            self._area += wider
            if self._area > MAX_AREA:
                raise too_wide(self.sheet.name, MAX_AREA)
            cells += [None] * wider
        cells[column] = value
        self._look(row, column, style)
        if not isinstance(value, str | bool):
            self._formats[column, style.code] += 1
        return True

    def format(self, column: int, code: str) -> None:
        """A text that shows a number in this format stands in the column."""
        self._formats[column, code] += 1

    def _look(self, row: int, column: int, style: Style) -> None:
        sheet = self.sheet
        if len(sheet.fills) + len(sheet.bold) + len(sheet.indents) > MAX_MARKS:
            self._say("note", row, column, f"The sheet has more than {MAX_MARKS:,} cells with a look of their own; "
                                           "from here on looks are not seen. Values are not affected.")
            return
        if style.bold:
            sheet.bold.add((row, column))
        if style.fill:
            sheet.fills[row, column] = style.fill
        if style.indent:
            sheet.indents[row, column] = style.indent

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """A cell that covers others."""
        self._merges.append((row, column, last_row, last_column))

    def error(self, row: int, column: int, text: str) -> None:
        self.sheet.errors[row, column] = text[:50] or "error"

    def formula(self, row: int, column: int, valued: bool) -> None:
        count_formula(self.sheet, row, column, valued)

    def finish(self) -> Sheet:
        """The sheet; marks beyond its last value are cut off."""
        sheet = self.sheet
        height, width = extent(sheet)
        merge(sheet, self._merges, height, width, self._issues)
        sheet.hidden_rows = {row for row in sheet.hidden_rows if row < height}
        sheet.hidden_columns = {column for column in sheet.hidden_columns if column < width}
        sheet.formats = commonest(self._formats)
        return sheet

    def _say(self, severity: str, row: int, column: int, message: str) -> None:
        if message not in self._said:
            self._said.add(message)
            self._issues.append(Issue(severity, self.sheet.name, address(row, column), message))
