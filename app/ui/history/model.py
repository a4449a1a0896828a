"""The journal as a table, and one transaction's changes as sentences with before and after.

Must not know: widgets.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.core.catalog import KINDS, Field, cells_of, fields_of, level_of
from app.core.change import Change
from app.core.edits import scale_for
from app.core.find import path_name
from app.core.portfolio import Portfolio, Record
from app.core.values import show
from app.core.wording import own_field
from app.session import HistoryRow
from app.ui.inspector.fields import choice_words
from app.ui.look import figures, theme
from app.ui.words import plural, tr

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
HEADS = ("When", "Known on", "Person", "What", "Values")
ORIGINS = {"import": "Import", "undo": "Undo", "decision": "Decision"}


class HistoryModel(QAbstractTableModel):
    """Transactions newest first, filtered by words and person."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all: list[HistoryRow] = []
        self.rows: list[HistoryRow] = []
        self.words = ""

    def show_rows(self, rows: list[HistoryRow], words: str = "") -> None:
        self.beginResetModel()
        self.all, self.words = rows, words
        parts = words.casefold().split()
        self.rows = [r for r in rows if all(p in f"{r.label} {r.person} {r.when} {r.told}".casefold() for p in parts)]
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and section < len(HEADS):
            if role == Qt.ItemDataRole.DisplayRole:
                return tr(HEADS[section])
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _align(section)
            if role == Qt.ItemDataRole.ToolTipRole and section == 1:
                return tr("The day the content was known; an imported file may be older than its import")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                return _align(index.column())
            case Qt.ItemDataRole.ForegroundRole:
                return theme.colour("text3" if row.undone else "text2" if index.column() < 3 else "text")
            case Qt.ItemDataRole.FontRole:
                return theme.font("number" if index.column() in (0, 4) else "body")
            case Qt.ItemDataRole.ToolTipRole if index.column() == 3:
                return row.label
        return None

    @staticmethod
    def _text(row: HistoryRow, column: int) -> str:
        match column:
            case 0:
                day, _, time = row.when.partition(" ")
                return f"{figures.date(day)}  {time[:5]}"
            case 1:
                return figures.date(row.told) if row.told != row.when[:10] else ""
            case 2:
                return row.person
            case 3:
                return row.label + (f"  {tr('(taken back)')}" if row.undone and row.origin != "undo" else "")
            case _:
                return f"{row.changes:,}"


def _align(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column == 4 else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words: what, which field, before, after."""

    what: str
    field: str
    before: str
    after: str


def lines(p: Portfolio, changes: tuple[Change, ...], called: Callable[[str], str]) -> list[Line]:
    """Every change of a transaction as a person reads it; what is new or deleted is one line a record. `called` names
    records that are no longer there."""
    made = {c.uid for c in changes if c.field == "kind" and c.old[0] is None}
    gone = {c.uid: c.old[0] for c in changes if c.field == "kind" and c.new[0] is None}
    found: list[Line] = []
    for change in changes:
        record = p.records.get(change.uid)
        if change.uid in gone:
            if change.field == "kind":
                found.append(_taken(p, change, changes))
            continue
        if change.uid in made and change.month is None:
            if change.field == "kind":
                found.append(_created(p, change, changes))
            continue
        name = path_name(p, record) if record is not None else (
            called(change.uid) or tr("a record that is gone"))
        found += _line(p, record, name, change, called)
    return found


def _taken(p: Portfolio, change: Change, changes: tuple[Change, ...]) -> Line:
    """A record that an undo took away: its name stands only in the journal by now."""
    record = p.records.get(change.uid)
    kind = KINDS[change.old[0]].label if change.old[0] in KINDS else str(change.old[0])
    name = path_name(p, record) if record is not None else _name_in(changes, change.uid, new=False)
    return Line(name or tr("a record without a name"), tr("{kind} taken away", kind=tr(kind)), "", "")


def _name_in(changes: tuple[Change, ...], uid: str, new: bool) -> str:
    """What a record was called in these changes: its code, else its name."""
    said = {c.field: (c.new if new else c.old)[0] for c in changes
            if c.uid == uid and c.field in ("code", "name", "key")}
    return str(said.get("code") or said.get("name") or said.get("key") or "")


def _created(p: Portfolio, change: Change, changes: tuple[Change, ...]) -> Line:
    record = p.records.get(change.uid)
    kind = KINDS[change.new[0]].label if change.new[0] in KINDS else str(change.new[0])
    if record is not None:
        name = str(record.get("key", "")) if record.kind == "setting" else path_name(p, record)
    else:
        name = _name_in(changes, change.uid, new=True)
    return Line(name or tr("a record without a name"), tr("{kind} added", kind=tr(kind)), "", "")


def _line(p: Portfolio, record: Record | None, name: str, change: Change,
          called: Callable[[str], str]) -> list[Line]:
    if change.month is not None:
        scale = scale_for(p, record) if record is not None else 2
        series = tr(change.field.capitalize())
        months = [(change.month + i, old, new)
                  for i, (old, new) in enumerate(zip(change.old, change.new, strict=True)) if old != new]
        return [Line(name, f"{series} {figures.month(m)}", figures.full(old, scale), figures.full(new, scale))
                for m, old, new in months]
    if change.field == "deleted":
        return [Line(name, tr("Deleted") if change.new[0] else tr("Brought back"), "", "")]
    if change.field == "kind":
        words = [tr(KINDS[k].label) if k in KINDS else "" for k in (change.old[0], change.new[0])]
        deeper = level_of(change.new[0] or "") > level_of(change.old[0] or "")
        return [Line(name, tr("One level down") if deeper else tr("One level up"), *words)]
    if change.field == "parent+rank":
        above = [path_name(p, p.records[u]) if u in p.records else called(u) if u else ""
                 for u in (change.old[0], change.new[0])]
        if change.old[0] == change.new[0]:
            return [Line(name, tr("Place among its siblings"), "", "")]
        return [Line(name, tr("Hangs under"), *above)]
    kind = record.kind if record is not None else ""
    names = cells_of(kind).get(change.field, (change.field,)) if kind else tuple(change.field.split("+"))
    return [Line(name, own.label if (own := own_field(p, field)) else label_of(kind, field),
                 value_text(p, kind, field, old, called),
                 value_text(p, kind, field, new, called))
            for field, old, new in zip(names, change.old, change.new, strict=True) if old != new]


def _field(kind: str, name: str) -> Field | None:
    return fields_of(kind).get(name.partition("#")[0]) if kind else None


def label_of(kind: str, name: str) -> str:
    field = _field(kind, name)
    text = tr(field.label) if field is not None else name
    _, mark, element = name.partition("#")
    return f"{text}: {element}" if mark else text


def _nobody(uid: str) -> str:
    return ""


def value_text(p: Portfolio, kind: str, name: str, value: Any, called: Callable[[str], str] = _nobody) -> str:
    field = _field(kind, name) or own_field(p, name)
    if value is None:
        return ""
    if "#" in name:
        return tr("yes") if value else ""
    if field is None:
        return str(value)
    if field.type == "ref":
        target = p.records.get(str(value))
        return path_name(p, target) if target is not None else called(str(value)) or tr("(gone)")
    if field.type == "choice":
        return choice_words(field, str(value))
    if field.type == "date":
        return figures.date(str(value))
    return show(field, value)


def count_text(shown: int, total: int) -> str:
    """"12 of 240 transactions"."""
    if shown == total:
        return plural(total, "{n} transaction", "{n} transactions")
    return tr("{n} of {total} transactions", n=f"{shown:,}", total=f"{total:,}")
