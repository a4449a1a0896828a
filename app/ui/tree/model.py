"""The Portfolio as a Qt model over TreeRows: stable slots, layoutChanged with persistent indexes, edits by a callback.

Must not know: how a row is painted, how an edit is written (the page hands in `commit`).
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.core.catalog import KINDS, fields_of
from app.core.portfolio import Portfolio, Record
from app.core.values import show
from app.ui.tree.columns import COLUMNS, INDEX, NAME, RIGHT, editable, person_text
from app.ui.tree.rows import TOP, RowCells, TreeRows
from app.ui.words import tr

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole
_COUNT = len(COLUMNS)
_ALWAYS = tuple(not column.measures_only and bool(column.field) for column in COLUMNS)      # typed in, whatever the row
_CHOSEN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_LEAF = Qt.ItemFlag.ItemNeverHasChildren         # spares Qt two questions a row when all is unfolded
# by "can be typed in" and "nothing hangs below": made once, Qt asks for them row by row
_FLAGS = ((_CHOSEN, _CHOSEN | _LEAF),
          (_CHOSEN | Qt.ItemFlag.ItemIsEditable, _CHOSEN | Qt.ItemFlag.ItemIsEditable | _LEAF))


class TreeModel(QAbstractItemModel):
    """Rows of the open file. `commit(uid, field, text)` writes an edit and says whether it was taken."""

    def __init__(self, portfolio: Portfolio, status: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows = TreeRows(portfolio, status)
        self.readonly = False
        self.width_note: tuple[object, list[int]] | None = None      # what tree_widths measured last
        self.describe: Callable[[str], str] = lambda uid: ""         # more words for a screen reader
        self.commit: Callable[[str, str, str], bool] = lambda uid, field, text: False

    # ---------------------------------------------------------------- places

    def uid(self, index: Index) -> str:
        """The record a row shows, "" for no row."""
        return self.rows.uids[index.internalId()] if index.isValid() else ""

    def index_of(self, uid: str, column: int = 0) -> QModelIndex:
        """Where a record is shown; invalid when filtered away, pass-through or gone."""
        slot = self.rows.slots.get(uid)
        if slot is None or self.rows.row[slot] < 0:
            return QModelIndex()
        return self.createIndex(self.rows.row[slot], column, slot)

    def cells(self, index: Index) -> RowCells:
        return self.rows.cells(index.internalId())

    def shown_parent(self, uid: str) -> str:
        slot = self.rows.parent[self.rows.slots[uid]]
        return self.rows.uids[slot] if slot != TOP else ""

    # ---------------------------------------------------------------- Qt's questions

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        above = parent.column()              # -1 of what is no index: asked once for each row there is
        group = self.rows.kids.get(parent.internalId() if above == 0 else TOP, ())
        if 0 <= row < len(group) and 0 <= column < _COUNT and above <= 0:
            return self.createIndex(row, column, group[row])
        return QModelIndex()

    def parent(self, index: Index = _NOWHERE) -> Any:   # Qt overloads it with QObject.parent()
        if not index.isValid():
            return QModelIndex()
        up = self.rows.parent[index.internalId()]
        return QModelIndex() if up == TOP else self.createIndex(self.rows.row[up], 0, up)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if parent.isValid() and parent.column() != 0:
            return 0
        return len(self.rows.kids.get(parent.internalId() if parent.isValid() else TOP, ()))

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        slot = parent.internalId() if parent.isValid() else TOP
        return slot in self.rows.kids and (slot != TOP or bool(self.rows.kids[TOP])) and parent.column() <= 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return len(COLUMNS) if not parent.isValid() or parent.column() == 0 else 0

    def flags(self, index: Index) -> Qt.ItemFlag:
        at = index.column()
        if at < 0:
            return Qt.ItemFlag.NoItemFlags
        slot = index.internalId()
        typed = not self.readonly and (_ALWAYS[at] or editable(COLUMNS[at], self.rows.record(slot)))
        return _FLAGS[typed][slot not in self.rows.kids]

    def record(self, index: Index) -> Record:
        return self.rows.record(index.internalId())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == _ROLE.DisplayRole:
            return tr(column.head)
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole) and column.group == "money":
            return f"{tr(column.head)}, {self.rows.money_head()}"
        return None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = COLUMNS[index.column()]
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            return self.cells(index).texts[index.column()]
        if role == _ROLE.EditRole:
            return self.edit_text(index)
        if role == _ROLE.ToolTipRole:
            return self._tip(index)
        if role == _ROLE.AccessibleDescriptionRole:
            kind, more = tr(KINDS[self.record(index).kind].label), self.describe(self.uid(index))
            return f"{kind}, {more}" if more else kind
        if role == _ROLE.TextAlignmentRole and column.align == RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def edit_text(self, index: Index) -> str:
        """What an editor starts with: the value as a person may type it again."""
        column, record = COLUMNS[index.column()], self.record(index)
        if not column.field:
            return ""
        field = fields_of(record.kind).get(column.field)
        if field is None:
            return ""
        if field.type == "ref":
            return person_text(self.rows.portfolio, record.get(field.name, ""), short=False)
        return show(field, record.get(field.name))

    def _tip(self, index: Index) -> str | None:
        """The whole text where the cell shows a shorter one."""
        column, record = COLUMNS[index.column()], self.record(index)
        if column.key in ("stage", "owner", "status", "light"):
            long = record.get("status", "") if column.key == "light" else self.edit_text(index)
            return long if long and long != self.cells(index).texts[index.column()] else None
        if column.key == "name":
            return record.get("description") or None
        return None

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.EditRole or not index.isValid() or not COLUMNS[index.column()].field:
            return False
        text = str(value if value is not None else "")
        if text == self.edit_text(index):
            return True
        return self.commit(self.uid(index), COLUMNS[index.column()].field, text)

    # ---------------------------------------------------------------- following the file

    def follow(self, uids: frozenset[str], structural: bool, months: frozenset[str]) -> None:
        """Take in one transaction: new layout when rows moved, else only the rows it touched and those above."""
        if structural:
            self.rows.forget(uids)
            self.relayout()
            return
        self.rows.forget(uids)
        records = self.rows.portfolio.records
        rows = [u for u in uids if u in self.rows.slots]
        if len(rows) != len(uids):           # lines, people, units: their figures and names stand in other rows
            self.repaint_all()
            return
        above = {a.uid for u in rows for a in self.rows.portfolio.ancestors(u)} if rows else set()
        for uid in {*rows, *above}:
            first = self.index_of(uid)
            if first.isValid() and uid in records:
                self.dataChanged.emit(first, self.index_of(uid, len(COLUMNS) - 1))

    def repaint_all(self) -> None:
        """Texts may have changed anywhere, the rows stay where they are."""
        self.rows.forget_cells()
        last = len(self.rows.kids[TOP]) - 1
        if last >= 0:
            self.dataChanged.emit(self.index(0, 0), self.index(last, len(COLUMNS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, INDEX["plan"], INDEX["delta"])

    def relayout(self, change: Callable[[], None] | None = None) -> None:
        """Build the rows anew; indexes held elsewhere follow their records by slot."""
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        slots = [(i.internalId(), i.column()) for i in held]
        try:
            if change is not None:
                change()
            self.rows.build()
        finally:                             # a bug on the way must not leave views between two layouts
            row = self.rows.row
            fresh = [self.createIndex(row[s], c, s) if row[s] >= 0 else QModelIndex() for s, c in slots]
            self.changePersistentIndexList(held, fresh)
            self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, INDEX["plan"], INDEX["delta"])

    def filter(self, words: str, quick: str = "all") -> None:
        """Keep rows that hold every word, and what they hang under."""
        def change() -> None:
            self.rows.words, self.rows.quick = words, quick

        if (words, quick) != (self.rows.words, self.rows.quick):
            self.relayout(change)

    def show_branch(self, uid: str) -> None:
        """Only a row and what hangs below it; all rows again for ""."""
        def change() -> None:
            self.rows.root = uid

        if uid != self.rows.root:
            self.relayout(change)

    def set_status(self, status: str, all_years: bool) -> None:
        self.rows.status, self.rows.all_years = status, all_years
        self.repaint_all()


__all__ = ["NAME", "TreeModel"]
