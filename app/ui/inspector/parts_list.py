"""What hangs on a row, a tab each: effect lines, activities, risks and issues, notes. A list, and a form below it.

Must not know: the tree. Edits go through the window.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from app.core import edits
from app.core.catalog import KINDS
from app.core.change import Change
from app.core.portfolio import Portfolio, Record
from app.core.value.cube import reporting_currency
from app.ui.inspector.fields import choice_words
from app.ui.inspector.form import Form
from app.ui.inspector.months_grid import MonthsGrid
from app.ui.look import figures, icons, theme
from app.ui.look.parts import button, label
from app.ui.tree.columns import person_text
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

START = {"effect_line": {"type": "recurring_benefit", "category": "ebitda", "line_kind": "effect"},
         "activity": {"role": "delivery"}}
NAMES = {"effect_line": "New effect line", "activity": "New activity", "risk": "New risk", "issue": "New issue",
         "assumption": "New assumption"}


def summary(p: Portfolio, record: Record) -> str:
    """One line about a part: what it is, by whom, until when."""
    bits: list[str] = []
    if record.kind == "effect_line":
        field = next(f for f in KINDS["effect_line"].fields if f.name == "type")
        words = choice_words(field, record.get("type")) if record.get("type") else ""
        foreign = record.get("currency", "") if record.get("currency") != reporting_currency(p) else ""
        bits = [record.name or words, words if record.name and record.name != words else "", foreign]
    elif record.kind == "activity":
        dates = figures.span(record.get("start"), record.get("finish"))
        done = f"{record.get('percent') // 100} %" if record.get("percent") is not None else ""
        bits = [record.name, dates, done]
    elif record.kind == "note":
        bits = [" ".join(record.get("text", "").split())]
    else:
        bits = [tr(KINDS[record.kind].label), record.code, record.name,
                person_text(p, record.get("owner", "")) if record.get("owner") else "", figures.date(record.get("due"))]
    return " · ".join(bit for bit in bits if bit) or tr("(no name)")


class PartsTab(QWidget):
    """The parts of some kinds below one record."""

    def __init__(self, window: MainWindow, kinds: tuple[str, ...], nothing: str) -> None:
        super().__init__()
        self.window_, self.kinds, self.owner = window, kinds, ""
        self._nothing = nothing
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.list = QListWidget()
        self.list.setObjectName(f"parts_{kinds[0]}")
        self.list.setAccessibleName(", ".join(tr(KINDS[k].plural) for k in kinds))
        self.list.setFont(theme.font("body"))
        self.list.setMinimumWidth(0)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setProperty("may_elide", True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._chosen)
        self.empty = label(tr(nothing), role="secondary", wrap=True)
        column.addWidget(self.empty)
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(4)
        one = tr("Add {kind}", kind=tr(KINDS[kinds[0]].label.lower()))
        self.adder = button(one if len(kinds) == 1 else tr("Add"), "quiet", f"add_{kinds[0]}")
        icons.set_icon(self.adder, "plus", "text2")
        row.addWidget(self.adder)
        self.adders: dict[str, QAction] = {}
        menu = QMenu(self)
        for kind in kinds:
            self.adders[kind] = menu.addAction(tr(KINDS[kind].label))
            self.adders[kind].triggered.connect(lambda _=False, k=kind: self.add(k))
        if len(kinds) == 1:
            self.adder.clicked.connect(self.adders[kinds[0]].trigger)
        else:
            self.adder.setMenu(menu)
        row.addStretch(1)
        self.remove = button("", "quiet", f"delete_{kinds[0]}")
        self.remove.setAccessibleName(tr("Delete the chosen one"))
        self.remove.setToolTip(tr("Delete the chosen one"))
        icons.set_icon(self.remove, "trash", "text2")
        self.remove.clicked.connect(self.delete)
        row.addWidget(self.remove)
        column.addLayout(row)
        self.grid = MonthsGrid(window) if "effect_line" in kinds else None
        self.more = button(tr("Add 12 months"), "link", "more_months") if self.grid else None
        if self.grid is not None and self.more is not None:
            column.addWidget(self.grid)
            self.more.clicked.connect(lambda: self.grid.months.more_months() if self.grid else None)
            column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.forms: dict[str, Form] = {}
        self._forms = QVBoxLayout()
        column.addLayout(self._forms)
        column.addStretch(1)

    def show_owner(self, uid: str, keep: str = "") -> None:
        """Show the parts of a record; `keep` is the part to stay on."""
        session = self.window_.session
        self.owner = uid
        keep = keep or self.chosen()
        self.list.blockSignals(True)
        self.list.clear()
        chosen = -1
        if session is not None and uid:
            p = session.portfolio
            for record in p.children(uid):
                if record.kind in self.kinds:
                    item = QListWidgetItem(summary(p, record))
                    item.setData(Qt.ItemDataRole.UserRole, record.uid)
                    item.setToolTip(summary(p, record))
                    item.setSizeHint(QSize(40, 28))
                    self.list.addItem(item)
                    chosen = self.list.count() - 1 if record.uid == keep else chosen
        count = self.list.count()
        self.list.setFixedHeight(min(count, 6) * 28 + 2)
        self.list.setVisible(count > 0)
        self.empty.setVisible(count == 0)
        if count:
            self.list.setCurrentRow(max(chosen, 0))
        self.list.blockSignals(False)
        allowed = session is not None and not session.readonly and bool(uid)
        above = session.portfolio.records[uid].kind if session is not None and uid else ""
        for kind, action in self.adders.items():
            action.setEnabled(allowed and above in KINDS[kind].parents)
        self.adder.setEnabled(any(action.isEnabled() for action in self.adders.values()))
        self.remove.setEnabled(allowed and count > 0)
        self._chosen()

    def chosen(self) -> str:
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _chosen(self) -> None:
        session, uid = self.window_.session, self.chosen()
        record = session.portfolio.records.get(uid) if session is not None and uid else None
        for kind, form in self.forms.items():
            form.setVisible(record is not None and kind == record.kind)
        if self.grid is not None and self.more is not None:
            self.grid.setVisible(record is not None)
            self.more.setVisible(record is not None and session is not None and not session.readonly)
            if self.grid.months.uid != uid:
                self.grid.show_line(uid)
            else:
                self.grid.months.follow()
        if record is not None:
            self.form(record.kind).load(record)

    def form(self, kind: str) -> Form:
        made = self.forms.get(kind)
        if made is None:
            made = self.forms[kind] = Form(self.window_, kind, headings=False)
            self._forms.addWidget(made)
        return made

    def add(self, kind: str) -> None:
        """Add a part and start with its name."""
        session, owner = self.window_.session, self.owner
        if session is None or not owner:
            return
        p = session.portfolio
        start: dict[str, object] = dict(START.get(kind, {}))
        if kind == "note":
            start["text"] = tr("New note")
        elif kind != "effect_line":
            start["name"] = tr(NAMES[kind])
        made: list[str] = []

        def changes() -> list[Change]:
            uid, found = edits.add(p, kind, owner, start)
            made.append(uid)
            return found

        if self.window_.attempt(f"Add {KINDS[kind].label.lower()}", changes):
            self.show_owner(owner, made[0])
            form = self.form(kind)
            first = form.editors.get("name") or form.editors.get("text")
            if first is not None:
                first.setFocus()
                if hasattr(first, "selectAll"):
                    first.selectAll()

    def delete(self) -> None:
        session, uid = self.window_.session, self.chosen()
        if session is not None and uid:
            p = session.portfolio
            kind = KINDS[p.records[uid].kind].label.lower()
            self.window_.attempt(f"Delete {kind}", lambda: edits.delete(p, [uid]))
