"""File > Watched folder: which folder, what lies in it and how it stands, and which workbooks come in by themselves.

Must not know: how a folder is looked at (folder_look.py).
"""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QHeaderView, QTableWidgetItem

from app.ui.importing.folder_look import CUT_OFF, LOCKED
from app.ui.look import theme
from app.ui.look.parts import button, label
from app.ui.look.tables import plain_table
from app.ui.small_dialogs import Small
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.importing.watcher import Watcher
    from app.ui.main_window import MainWindow

FILE, STATE, ITSELF = range(3)


class WatchedFolder(Small):
    """A line about the folder, a list of its workbooks, a tick for those that are trusted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Watched folder"), "watched_folder")
        self.watcher: Watcher = window.file_parts.watcher
        self.resize(720, 460)
        text = tr("When a workbook in this folder changes, Trimtab offers to take it in. It never comes in by itself "
                  "unless you tick it, and then only while its columns and its profile stay as they are.")
        self.column.addWidget(label(text, role="secondary", wrap=True))
        row = QHBoxLayout()
        self.where = label("", "strong")
        self.where.setProperty("may_elide", True)
        self.choose = button(tr("Choose a folder…"), name="watch-choose")
        self.choose.clicked.connect(lambda: self.pick())
        self.none = button(tr("Stop watching"), "quiet", "watch-none")
        self.none.clicked.connect(lambda: self.watcher.watch(""))
        row.addWidget(self.where, 1)
        row.addWidget(self.none)
        row.addWidget(self.choose)
        self.column.addLayout(row)
        self.table = plain_table("watched_files", tr("Workbooks in the watched folder"),
                                 (tr("Workbook"), tr("How it stands"), tr("Comes in by itself")))
        self.table.horizontalHeader().setSectionResizeMode(FILE, QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(self._ticked)
        self.table.currentCellChanged.connect(lambda *_: self._able())
        self.table.doubleClicked.connect(lambda index: self.look_at())
        self.column.addWidget(self.table, 1)
        verbs = QHBoxLayout()
        self.look = button(tr("Look at it…"), name="watch-look")
        self.look.clicked.connect(lambda: self.look_at())
        self.later = button(tr("Not now"), "quiet", "watch-later")
        self.later.clicked.connect(lambda: self.pass_over())
        verbs.addWidget(self.look)
        verbs.addWidget(self.later)
        verbs.addStretch(1)
        self.column.addLayout(verbs)
        self.verbs(tr("Done"))
        self.watcher.looked.connect(self.fill)
        self.fill()
        self.watcher.tick()

    def pick(self, folder: str = "") -> None:
        """Watch another folder."""
        chosen = folder or QFileDialog.getExistingDirectory(self, tr("Watched folder"), self.watcher.watched.folder)
        if chosen:
            self.watcher.watch(str(Path(chosen)))
            self.fill()

    def fill(self) -> None:
        """What the last look found."""
        watcher = self.watcher
        folder, found = watcher.watched.folder, watcher.found
        self.where.setText(folder or tr("No folder is watched for this file."))
        self.where.setToolTip(folder)
        self.none.setVisible(bool(folder))
        kept = self.name()
        self.table.blockSignals(True)
        names = sorted(found.stamps, key=str.casefold)
        self.table.setRowCount(len(names))
        for row, name in enumerate(names):
            changed = name in found.changed
            texts = (name, self._state(name))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                if column == STATE:
                    item.setForeground(theme.colour("accent" if changed else "text2"))
                self.table.setItem(row, column, item)
            self.table.setItem(row, ITSELF, self._tick(name))
        for column in (STATE, ITSELF):
            self.table.resizeColumnToContents(column)
            self.table.setColumnWidth(column, min(self.table.columnWidth(column) + 12, 320))
        if names:
            self.table.setCurrentCell(names.index(kept) if kept in names else 0, FILE)
        self.table.blockSignals(False)
        self._able()

    def _tick(self, name: str) -> QTableWidgetItem:
        """A box for a workbook that came in before; the others ask for a first import."""
        trusted, known = name in self.watcher.watched.trusted, self.watcher.imported(name)
        item = QTableWidgetItem("" if known or trusted else tr("after a first import"))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable if known or trusted else flags)
        if known or trusted:
            item.setCheckState(Qt.CheckState.Checked if trusted else Qt.CheckState.Unchecked)
        else:
            item.setForeground(theme.colour("text2"))
            item.setToolTip(tr("Import it once yourself: then it is known how it is read."))
        return item

    def _state(self, name: str) -> str:
        found, watcher = self.watcher.found, self.watcher
        if name in found.waiting:
            return {LOCKED: tr("Open in another program; waiting"), CUT_OFF: tr("Not whole yet; waiting")}.get(
                found.waiting[name], tr("Being written; waiting"))
        if name in found.changed:
            why = watcher.refused.get(name, ("", ""))[1]
            said = tr("Changed") if watcher.imported(name) else tr("New")
            return f"{said}. {why}" if why else said
        return tr("As it came in") if watcher.imported(name) else tr("Passed over")

    def name(self) -> str:
        """The chosen workbook."""
        item = self.table.item(self.table.currentRow(), FILE)
        return item.text() if item is not None else ""

    def _able(self) -> None:
        name = self.name()
        self.look.setEnabled(bool(name) and name not in self.watcher.found.waiting)
        self.later.setEnabled(name in self.watcher.found.changed)

    def _ticked(self, item: QTableWidgetItem) -> None:
        if item.column() == ITSELF:
            name = self.table.item(item.row(), FILE)
            assert name is not None
            self.watcher.trust(name.text(), item.checkState() == Qt.CheckState.Checked)

    def look_at(self) -> None:
        """The import of the chosen workbook."""
        name = self.name()
        if name and self.look.isEnabled():
            self.accept()
            self.watcher.look_at(name)

    def pass_over(self) -> None:
        self.watcher.pass_over([self.name()])
