"""The snapshots of the file: when each was taken and why; renamed and deleted here. Each is one step that undo takes
back; the state itself stays in the journal.

Must not know: how a state is made.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableWidgetItem

from app.core import states
from app.core.change import Change
from app.core.edits import delete
from app.errors import Problem
from app.ui.look import figures
from app.ui.look.parts import button, label
from app.ui.look.tables import plain_table
from app.ui.small_dialogs import Small
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

Maker = Callable[[], list[Change]]


class Snapshots(Small):
    """`table` lists them by name; a name is typed in its cell."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Snapshots"), "snapshots")
        assert window.session is not None
        self.session = window.session
        self.about = label(role="secondary", wrap=True)
        self.column.addWidget(self.about)
        self.table = plain_table("snapshots_list", tr("Snapshots"), (tr("Name"), tr("Taken"), tr("Note")))
        edit = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(edit.DoubleClicked | edit.EditKeyPressed)
        self.table.setMinimumSize(620, 220)
        self.table.setColumnWidth(0, 250)
        self.table.setColumnWidth(1, 110)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(self._typed)
        self.table.itemSelectionChanged.connect(self._chosen)
        self.column.addWidget(self.table)
        self.rename, self.remove = button(tr("Rename"), "quiet"), button(tr("Delete"), "quiet")
        self.rename.clicked.connect(self._edit)
        self.remove.clicked.connect(self._remove)
        row = QHBoxLayout()
        for one in (self.rename, self.remove):
            row.addWidget(one)
        row.addStretch(1)
        self.column.addLayout(row)
        self.said = label(role="bad", wrap=True)
        self.column.addWidget(self.said)
        self.verbs(tr("Close"))
        self.verb.setAutoDefault(False)
        self.verb.setDefault(False)          # Enter ends the typing of a name, not the dialog
        self.refresh()

    def refresh(self, keep: str = "") -> None:
        p = self.session.present
        found = states.snapshots(p)
        self.about.setText(tr("Each names the file as it was once, to compare with and to look at.")
                           if found else tr("There is no snapshot yet. Take a snapshot names the file as it is."))
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(found))
            for i, (uid, name) in enumerate(found):
                taken = self.session.history(10**9, uid)[-1].when[:10]
                for j, text in enumerate((name, figures.date(taken), str(p[uid].get("note") or ""))):
                    item = QTableWidgetItem(" ".join(text.split()))
                    item.setToolTip(text)
                    item.setData(Qt.ItemDataRole.UserRole, uid)
                    if j:
                        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                    self.table.setItem(i, j, item)
            rows = [uid for uid, _ in found]
            if found:
                self.table.selectRow(rows.index(keep) if keep in rows else 0)
        self._chosen()

    def _uid(self) -> str:
        item = self.table.item(self.table.currentRow(), 0)
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _chosen(self) -> None:
        may = bool(self._uid()) and not self.session.readonly
        self.rename.setEnabled(may)
        self.remove.setEnabled(may)

    def _edit(self) -> None:
        item = self.table.item(self.table.currentRow(), 0)
        if item is not None:
            self.table.editItem(item)

    def _typed(self, item: QTableWidgetItem) -> None:
        uid, name = str(item.data(Qt.ItemDataRole.UserRole)), item.text()
        old = self.session.present[uid].name
        if name.strip() != old:
            self._do(f"Rename snapshot “{old}”", lambda: states.rename(self.session.present, uid, name))
        self.refresh(uid)

    def _remove(self) -> None:
        uid = self._uid()
        if uid:
            name = self.session.present[uid].name
            self._do(f"Delete snapshot “{name}”", lambda: delete(self.session.present, [uid]))
            self.refresh()

    def _do(self, label_: str, make: Maker) -> None:
        """One step; what is wrong is said here, for the bar lies behind this window."""
        try:
            self.session.do(label_, make())
            self.said.setText("")
        except Problem as problem:
            self.said.setText(f"{problem.what} {problem.hint}".strip())
