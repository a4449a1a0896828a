"""What an import will change, as a tree: a row a record, below it a row a field with before and after.

Must not know: how the plan was made.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from app.core.catalog import KINDS, SERIES, fields_of
from app.ui import theme
from app.ui.words import tr

if TYPE_CHECKING:
    from app.core.intake import ImportRow

Index = QModelIndex | QPersistentModelIndex
ACTIONS = ("new", "changed", "kept", "gone")
CHANGE, CODE, NAME, BEFORE, AFTER, AT = range(6)


def action_word(action: str) -> str:
    return {"new": tr("New"), "changed": tr("Changed"), "kept": tr("Kept, changed here"),
            "gone": tr("Only in Trimtab"), "unchanged": tr("Unchanged")}[action]


def plain_field(kind: str, name: str) -> str:
    """"plan 2026-03" -> "Plan 2026-03"; "owner" -> "Owner"."""
    first, _, rest = name.partition(" ")
    if first in SERIES:
        return f"{tr(first.capitalize())} {rest}".strip()
    found = fields_of(kind).get(name) if kind in KINDS else None
    return tr(found.label) if found else name


def value_text(value: str) -> str:
    return value.replace("-", "\u2212", 1) if value[:1] == "-" and value[1:2].isdigit() else value


class PlanModel(QAbstractItemModel):
    """Top rows are records (internal id 0), their children fields (internal id parent row + 1)."""

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[ImportRow] = ()
        self.rows: list[ImportRow] = []

    def show(self, rows: Sequence[ImportRow], only: str = "") -> None:
        """Show the rows of one action, "" for all that is not unchanged."""
        self.beginResetModel()
        self._all = rows
        self.rows = [r for r in rows if (r.action == only if only else r.action != "unchanged")]
        self.rows.sort(key=lambda r: ACTIONS.index(r.action) if r.action in ACTIONS else len(ACTIONS))
        self.endResetModel()

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
        fields = self.rows[parent.row()].fields
        return len(fields) if len(fields) > 1 else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 6

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._text(index)
            return text or None
        if role == Qt.ItemDataRole.ForegroundRole:
            quiet = index.internalId() or index.column() in (AT, BEFORE)
            return theme.colour("text2") if quiet else None
        if role == Qt.ItemDataRole.FontRole and index.column() in (BEFORE, AFTER):
            return theme.font("number")
        return None

    def _text(self, index: Index) -> str:
        column, parent = index.column(), int(index.internalId())
        if parent:
            row = self.rows[parent - 1]
            name, before, after = row.fields[index.row()]
            return {NAME: plain_field(row.kind, name), BEFORE: value_text(before), AFTER: value_text(after)}.get(
                column, "")
        row = self.rows[index.row()]
        if column == CHANGE:
            return action_word(row.action)
        if column == CODE:
            return row.code
        if column == NAME:
            return row.name
        if column == AT:
            return row.at
        if len(row.fields) == 1:
            name, before, after = row.fields[0]
            text = value_text(before if column == BEFORE else after)
            return f"{plain_field(row.kind, name)}: {text or tr('empty')}" if column == AFTER else text or tr("empty")
        if column == AFTER and row.fields:
            return tr("{n} values", n=len(row.fields))
        return ""

    def headerData(self, section: int, orientation: Qt.Orientation,
                   role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Change"), tr("Code"), tr("Name"), tr("Before"), tr("After"), tr("In the file at"))[section]
