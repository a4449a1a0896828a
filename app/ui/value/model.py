"""The months grid's cells for Qt, and the edits a person makes in them: typing, filling, emptying, pasting.

Only the series of effect lines take edits; an amount typed into a quarter or year is spread over its months in equal
parts, and the step says so. Must not know: how cells are painted, the page around the grid.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.core import edits
from app.core.catalog import Field
from app.core.change import Change
from app.core.value.spreading import spread
from app.core.values import parse
from app.errors import Problem
from app.ui.look import figures, theme
from app.ui.value.columns import Column
from app.ui.value.paste import Block
from app.ui.value.pasting import Laid, lay, runs, written
from app.ui.value.table import DELTA, Row, ValueTable
from app.ui.words import tr

Index = QModelIndex | QPersistentModelIndex
Write = Callable[[str, Callable[[], list[Change]]], bool]
_NOWHERE = QModelIndex()
_MONEY = Field("amount", "money", "Amount")


class ValueModel(QAbstractTableModel):
    """A table of facts laid out as cells. `write` carries edits out and tells whether it went well."""

    def __init__(self) -> None:
        super().__init__()
        self.table: ValueTable | None = None
        self.readonly = False
        self.write: Write = lambda label, make: False

    def show(self, table: ValueTable | None) -> None:
        """Take another table; the cells stay where they are when rows and columns are the same."""
        old = self.table
        same = old is not None and table is not None and old.columns == table.columns and \
            [(r.uid, r.series) for r in old.rows] == [(r.uid, r.series) for r in table.rows]
        if same:
            self.table = table
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.table is None else len(self.table.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.table is None else len(self.table.columns)

    def row(self, index: Index | int) -> Row:
        assert self.table is not None
        return self.table.rows[index if isinstance(index, int) else index.row()]

    def column(self, index: Index | int) -> Column:
        assert self.table is not None
        return self.table.columns[index if isinstance(index, int) else index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.table is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.column(section).head
        row = self.row(section)
        return f"{row.name}, {self.table.series_name(row)}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.table is None:
            return None
        row, column = self.row(index), self.column(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.table.text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            value = self.table.value(row, column)
            return figures.full(value, self.table.scale_of(row)).replace(figures.MINUS, "-") if row.line else ""
        if role == Qt.ItemDataRole.FontRole:
            return theme.font("number_strong" if column.sum or column.kind == "year" else "number")
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour(self.colour(row, column))
        if role == Qt.ItemDataRole.BackgroundRole:
            return theme.colour("alt") if column.sum or (row.depth == 0 and not row.line) else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            where = self.headerData(index.row(), Qt.Orientation.Vertical)
            return f"{where}, {column.head}: {self.data(index)}"
        return None

    def colour(self, row: Row, column: Column) -> str:
        """Variances by their effect; nought is a hint."""
        assert self.table is not None
        value = self.table.value(row, column)
        if row.series == DELTA and value:
            return "good" if value > 0 else "bad"
        return "text" if value else "text3"

    # ---------------------------------------------------------------- edits

    def may_edit(self, row: Row) -> bool:
        return row.line and not self.readonly and self.table is not None and not self.table.look.cumulated

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found | Qt.ItemFlag.ItemIsEditable if self.may_edit(self.row(index)) else found

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not self.may_edit(self.row(index)):
            return False
        if str(value).strip() == self.data(index, Qt.ItemDataRole.EditRole):
            return True
        row, column = self.row(index), self.column(index)
        return self.write(self._label(tr("Change"), [row]), lambda: self._typed(row, column, str(value)))

    def _label(self, verb: str, rows: Sequence[Row]) -> str:
        names = list(dict.fromkeys(row.name for row in rows))
        return f"{verb} {names[0]} {rows[0].series}" if len(rows) == 1 else f"{verb} {', '.join(names[:2])}"

    def _typed(self, row: Row, column: Column, text: str) -> list[Change]:
        assert self.table is not None
        p, count = self.table.p, column.end - column.first
        value = parse(_MONEY, text, self.table.scale_of(row))
        if value is None or count == 1:
            return edits.set_months(p, row.uid, row.series, column.first, [value] * count)
        return spread(p, row.uid, row.series, value, column.first, count, "even")

    def empty(self, cells: Sequence[tuple[int, int]]) -> bool:
        """Take the amounts out of cells (row, column), as one step."""
        rows = self._lines(sorted({row for row, _ in cells}))

        def changes() -> list[Change]:
            assert self.table is not None
            found: list[Change] = []
            for at in rows:
                row, wanted = self.row(at), sorted(column for r, column in cells if r == at)
                for first, end in runs([(self.column(c).first, self.column(c).end) for c in wanted]):
                    found += edits.set_months(self.table.p, row.uid, row.series, first, [None] * (end - first))
            return found

        return bool(rows) and self.write(self._label(tr("Empty"), [self.row(r) for r in rows]), changes)

    def fill_right(self, cells: Sequence[tuple[int, int]]) -> bool:
        """The leftmost month of each chosen row into the chosen months behind it, as one step."""
        rows = self._lines(sorted({row for row, _ in cells}))

        def changes() -> list[Change]:
            assert self.table is not None
            found: list[Change] = []
            for at in rows:
                row = self.row(at)
                chosen = [self.column(c) for c in sorted(c for r, c in cells if r == at)]
                months = [c.first for c in chosen if c.kind == "month"]
                if len(months) < 2:
                    raise Problem("There is nothing to fill.", "Choose a month and the months behind it.")
                value = self.table.p.months_of(row.uid, row.series, months[0], 1)[0]
                found += edits.set_months(self.table.p, row.uid, row.series, months[0],
                                          [value] * (months[-1] - months[0] + 1))
            return found

        return bool(rows) and self.write(self._label(tr("Fill"), [self.row(r) for r in rows]), changes)

    def _lines(self, rows: Sequence[int]) -> list[int]:
        """The rows of these that take edits."""
        return [at for at in rows if self.may_edit(self.row(at))]

    def paste(self, at: int, column: int, block: Block) -> Laid | None:
        """Write a block, months on and on past the last column shown; where it went."""
        assert self.table is not None
        try:
            laid = lay(self.table, at, column, block, self.may_edit)
        except Problem as problem:
            self._refuse(problem)
            return None
        table = self.table
        label = self._label(tr("Paste"), laid.rows)
        return laid if self.write(label, lambda: written(table, laid)) else None

    def _refuse(self, problem: Problem) -> None:
        """Say a problem the way that problems of a step are said."""
        def refused() -> list[Change]:
            raise problem

        self.write(tr("Paste"), refused)

    def copied(self, cells: Sequence[tuple[int, int]]) -> str:
        """A block of cells as spreadsheets take it: full units, a point for the decimals, no grouping."""
        assert self.table is not None
        lines = []
        for at in sorted({row for row, _ in cells}):
            row = self.row(at)
            scale = self.table.scale_of(row) if row.line else self.table.scale
            values = [self.table.value(row, self.column(c)) for c in sorted({c for _, c in cells})]
            lines.append("\t".join(figures.full(v, scale).replace(",", "").replace(figures.MINUS, "-")
                                   for v in values))
        return "\n".join(lines)
