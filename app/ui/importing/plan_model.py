"""What an import will change, as a tree: a row a record, below it a row a field with before and after.

Must not know: how the plan was made.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Qt

from app.ui.importing.changes import Row
from app.ui.look import theme
from app.ui.look.tokens import ROW
from app.ui.words import tr

Index = QModelIndex | QPersistentModelIndex
ACTIONS = ("new", "changed", "kept", "gone")
CHANGE, CODE, NAME, WHAT, BEFORE, AFTER, AT = range(7)


def action_word(action: str) -> str:
    return {"new": tr("New"), "changed": tr("Changed"), "kept": tr("Kept, changed here"),
            "gone": tr("Only in Trimtab"), "unchanged": tr("Unchanged")}[action]


class PlanModel(QAbstractItemModel):
    """Top rows are records (internal id 0), their children fields (internal id parent row + 1)."""

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[Row] = ()
        self.rows: list[Row] = []

    def show(self, rows: Sequence[Row], only: str = "") -> None:
        """Show the rows of one action, "" for all; new ones first, else in the order of the file."""
        self.beginResetModel()
        self._all = rows
        self.rows = sorted((r for r in rows if not only or r.action == only),
                           key=lambda r: (ACTIONS.index(r.action), r.place))
        self.endResetModel()

    def texts(self, column: int, most: int = 2000) -> set[str]:
        """What stands in a column, children too: for its width."""
        found: set[str] = set()
        for i in range(min(len(self.rows), most)):
            top = self.index(i, 0)
            found.add(self._text(top.siblingAtColumn(column)))
            found.update(self._text(self.index(k, column, top)) for k in range(self.rowCount(top)))
        return found

    def counts(self) -> Counter[str]:
        return Counter(r.action for r in self._all)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(int(index.internalId()) - 1, 0, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self.rows)
        if parent.internalId() or parent.column() != 0:
            return 0
        lines = self.rows[parent.row()].lines
        return len(lines) if len(lines) > 1 else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 7

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._text(index)
            return text or None
        if role == Qt.ItemDataRole.ForegroundRole:
            quiet = index.internalId() or index.column() in (AT, BEFORE)
            return theme.colour("text2") if quiet else None
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, ROW)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (BEFORE, AFTER):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole and index.column() in (BEFORE, AFTER):
            return theme.font("number")
        return None

    def _text(self, index: Index) -> str:
        column, parent = index.column(), int(index.internalId())
        if parent:
            line = self.rows[parent - 1].lines[index.row()]
            return {WHAT: line.what, BEFORE: line.before, AFTER: line.after}.get(column, "")
        row = self.rows[index.row()]
        only = row.lines[0] if len(row.lines) == 1 else None
        if column == CHANGE:
            return action_word(row.action)
        if column == WHAT:
            return only.what if only else tr("{n} values", n=len(row.lines)) if row.lines else ""
        if column == BEFORE:
            return (only.before or tr("empty")) if only else ""
        if column == AFTER:
            return (only.after or tr("empty")) if only else ""
        return {CODE: row.code, NAME: row.name, AT: row.at}[column]

    def headerData(self, section: int, orientation: Qt.Orientation,
                   role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (BEFORE, AFTER):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Change"), tr("Code"), tr("Name"), tr("What"), tr("Before"), tr("After"), tr("Row at"))[section]
