"""Gathers one sheet while it is read, whoever reads it: places rows, keeps marks sparse, holds the limits.

Must not know: XML.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from app.core.batch import Issue
from app.errors import Problem
from importers.base import Sheet, Value, address
from importers.reading.xlsx.cells import MAX_ROW
from importers.reading.xlsx.plan import Plan
from importers.reading.xlsx.styles import Style

EMPTY_ROWS = 10_000          # after so many rows without a value the rest of a sheet is not read
MAX_MARKS = 200_000          # cells with a fill, bold, an indent: each kept up to this many
MAX_MERGED = 50_000          # cells under merged areas
MAX_AREA = 20_000_000        # places in all rows together, empty ones counted

_OUTLINE = re.compile(rb' outlineLevel="([0-9])"')
_HIDDEN = re.compile(rb' hidden="(?:1|true)"| ht="0(?:\.0*)?"')

FAR = (f"Not read: {EMPTY_ROWS:,} empty rows stand before this cell. Move what belongs to the table next to it, or "
       "delete it.")
Format = TypeVar("Format", int, str)


def too_wide(name: str, most: int) -> Problem:
    return Problem(f"The sheet {name!r} spreads over more than {most:,} cells.",
                   "Delete the empty columns and rows around the table and save the file again.")


def count_formula(sheet: Sheet, row: int, column: int, valued: bool) -> None:
    """Note a formula cell, and whether it has a result."""
    sheet.formula_count += 1
    sheet.formula_rows[row] = sheet.formula_rows.get(row, 0) + 1
    if not valued:
        sheet.unvalued.add((row, column))


def extent(sheet: Sheet) -> tuple[int, int]:
    """Height and width up to the last value, error or fill."""
    marked = [where for marks in (sheet.errors, sheet.unvalued, sheet.fills) for where in marks]
    return (max(len(sheet.rows), max((row + 1 for row, _ in marked), default=0)),
            max(max(map(len, sheet.rows), default=0), max((column + 1 for _, column in marked), default=0)))


def commonest(formats: Counter[tuple[int, Format]]) -> dict[int, Format]:
    """Column -> the format that most of its numbers have."""
    best: dict[int, tuple[int, Format]] = {}
    for (column, one), count in sorted(formats.items()):
        if count > (best[column][0] if column in best else 0):
            best[column] = count, one
    return {column: one for column, (_, one) in sorted(best.items())}


def merge(sheet: Sheet, areas: Iterable[tuple[int, int, int, int]], height: int, width: int,
          issues: list[Issue]) -> None:
    """Give a sheet its merged areas as far as they cover several cells of its rows and columns; too many are said and
    left."""
    left = MAX_MERGED
    for first_row, first_column, last_row, last_column in areas:
        last_row, last_column = min(last_row, height - 1), min(last_column, width - 1)
        if first_row > last_row or first_column > last_column or (first_row, first_column) == (last_row, last_column):
            continue
        left -= (last_row - first_row + 1) * (last_column - first_column + 1)
        if left < 0:
            issues.append(Issue("warning", sheet.name, address(first_row, first_column), "Merged cells cover more than "
                                f"{MAX_MERGED:,} cells; from this one on each counts as a single cell."))
            break
        sheet.merged.append((first_row, first_column, last_row, last_column))


class Collector:
    """One sheet in the making."""

    def __init__(self, name: str, date_1904: bool) -> None:
        self.sheet = Sheet(name, [])
        self.date_1904 = date_1904
        self.issues: list[Issue] = []
        self.current = -1                                    # the row last seen, for rows that do not say theirs
        self.stopped = False
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self._plans: dict[int, Plan] = {}
        self._formats: Counter[tuple[int, int]] = Counter()
        self._area = 0
        self._full: set[str] = set()

    def wants(self, row: int) -> bool:
        """Whether a row is near enough to the last value; raises Problem for a row no sheet has."""
        if not 0 <= row < MAX_ROW:
            raise Problem(f"The sheet {self.sheet.name!r} names the row {row + 1:,}; a sheet has {MAX_ROW:,}.",
                          "Open the file in Excel or LibreOffice, save it again and import the copy.")
        self.current = row
        return not self.stopped and row < len(self.sheet.rows) + EMPTY_ROWS

    def stop(self, row: int, column: int) -> None:
        """Read no further: the first value beyond the empty rows stands here."""
        if not self.stopped:
            self.stopped = True
            self._say("warning", row, column, FAR)

    def add(self, row: int, values: list[Value], plan: Plan) -> None:
        """A whole row read by its plan."""
        if plan.valued:
            self.place(row, values)
        plan.hits += 1
        if plan.hits == 1:
            self._plans[id(plan)] = plan
        for column in plan.bold:
            self.mark_bold(row, column)
        for column, colour in plan.fills:
            self.mark_fill(row, column, colour)
        for column, indent in plan.indents:
            self.mark_indent(row, column, indent)

    def add_formulas(self, row: int, plan: Plan, formulas: tuple[bytes, ...], texts: tuple[bytes, ...]) -> None:
        """Count a row's formulas and mark those without a result."""
        for cell, formula in enumerate(formulas):
            if formula:
                self.formula(row, plan.columns[cell], bool(texts[cell]) or cell in plan.text_cells)

    def add_errors(self, row: int, plan: Plan, texts: tuple[bytes, ...]) -> None:
        """Keep a row's error values by place."""
        for cell in plan.errors:
            self.sheet.errors[row, plan.columns[cell]] = texts[cell].decode("utf-8", "replace")[:50]

    def place(self, row: int, values: list[Value]) -> None:
        """Put values into their row; a row that was there already gets what is new."""
        if not any(value is not None for value in values):
            return
        self._widen(len(values))
        rows = self.sheet.rows
        while len(rows) < row:
            rows.append([])
        if row == len(rows):
            rows.append(values)
        else:
            old = rows[row]
            old += [None] * (len(values) - len(old))
            for column, value in enumerate(values):
                if value is not None:
                    old[column] = value

    def place_cell(self, row: int, column: int, value: Value) -> None:
        """Put a single value into its place."""
        rows = self.sheet.rows
        if row == len(rows) - 1 and column >= len(rows[row]):
            self._widen(column + 1 - len(rows[row]))
            rows[row] += [None] * (column - len(rows[row]))
            rows[row].append(value)
        else:
            self.place(row, [*[None] * column, value])

    def _widen(self, places: int) -> None:
        self._area += places
        if self._area > MAX_AREA:
            raise too_wide(self.sheet.name, MAX_AREA)

    def formula(self, row: int, column: int, valued: bool) -> None:
        count_formula(self.sheet, row, column, valued)

    def add_empty(self, plan: Plan, texts: tuple[bytes, ...]) -> None:
        """Cells without content that the plan counts as numbers tell nothing of their column's format."""
        for cell, (column, style) in plan.numbers.items():
            if not texts[cell]:
                self._formats[column, style] -= 1

    def count_format(self, column: int, style: int) -> None:
        """Note that a number in this column has this style."""
        self._formats[column, style] += 1

    def mark_bold(self, row: int, column: int) -> None:
        if len(self.sheet.bold) < MAX_MARKS:
            self.sheet.bold.add((row, column))
        else:
            self._cut("bold cells", row, column)

    def mark_fill(self, row: int, column: int, colour: str) -> None:
        if len(self.sheet.fills) < MAX_MARKS:
            self.sheet.fills[row, column] = colour
        else:
            self._cut("coloured cells", row, column)

    def mark_indent(self, row: int, column: int, indent: int) -> None:
        if len(self.sheet.indents) < MAX_MARKS:
            self.sheet.indents[row, column] = indent
        else:
            self._cut("indented cells", row, column)

    def row_marks(self, row: int, attributes: bytes) -> None:
        """Hidden rows and outline levels from a row's attributes as they stand in the file."""
        if b"h" in attributes and _HIDDEN.search(attributes):
            self.sheet.hidden_rows.add(row)
        if b"outlineLevel" in attributes and (found := _OUTLINE.search(attributes)) and found[1] != b"0":
            self.sheet.outline[row] = int(found[1])

    def finish(self, styles: list[Style]) -> Sheet:
        """The sheet, its marks cut to the rows and columns that hold something."""
        sheet = self.sheet
        for row in sheet.rows:
            while row and row[-1] is None:
                row.pop()
        height, width = extent(sheet)
        sheet.hidden_rows = {row for row in sheet.hidden_rows if row < height}
        sheet.outline = {row: level for row, level in sheet.outline.items() if row < height}
        for first, last in self.hidden_columns:
            sheet.hidden_columns.update(range(first, min(last + 1, width)))
        merge(sheet, self.merges, height, width, self.issues)
        self._settle_formats(styles)
        return sheet

    def _settle_formats(self, styles: list[Style]) -> None:
        for plan in self._plans.values():
            for column, style in plan.numbers.values():
                self._formats[column, style] += plan.hits
        for column, style in commonest(self._formats).items():
            self.sheet.formats[column] = styles[style].code if style < len(styles) else "General"

    def _cut(self, what: str, row: int, column: int) -> None:
        if what not in self._full:
            self._full.add(what)
            self._say("note", row, column, f"The sheet has more than {MAX_MARKS:,} {what}; from here on they are not"
                      " looked at. Values are not affected.")

    def _say(self, severity: str, row: int, column: int, message: str) -> None:
        self.issues.append(Issue(severity, self.sheet.name, address(row, column), message))
