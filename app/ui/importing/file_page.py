"""Step 1 of the import: pick or drop a file, and what can be read.

Must not know: how a file is read.
"""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import Problem
from app.ui.importing.clipboard import PastedFile
from app.ui.importing.folder_look import SUFFIXES
from app.ui.look import tokens
from app.ui.look.parts import button, centred, frame, label
from app.ui.words import tr


def dropped_file(event: QDragEnterEvent | QDropEvent) -> Path | None:
    """The first local file of a drag, None when it carries none."""
    for url in event.mimeData().urls():
        if url.isLocalFile():
            return Path(url.toLocalFile())
    return None


class FilePage(QWidget):
    """Where a file is dropped or chosen."""

    chosen = Signal(str)
    problem = Signal(object)                     # Problem

    def __init__(self, recent: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setObjectName("import-file")
        self.drop = frame("card")
        self.drop.setFixedWidth(640)
        inner = QVBoxLayout(self.drop)
        inner.setContentsMargins(32, 40, 32, 40)
        inner.setSpacing(12)
        title = label(tr("Drop a workbook here"), "title")
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.choose = button(tr("Choose a file…"), "primary", "import-choose")
        self.choose.clicked.connect(self.pick)
        self.paste = button(tr("Paste a table"), name="import-paste")
        self.paste.setToolTip(tr("Cells copied in Excel, LibreOffice or a browser, with their heads"))
        self.paste.clicked.connect(self.take_clipboard)
        self.pasted = PastedFile()
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.choose)
        row.addWidget(self.paste)
        row.addStretch()
        what = label(tr("Excel (.xlsx, .xlsm, .xlsb, .xls), OpenDocument (.ods), tables (.csv, .tsv, web pages) and "
                        "schedules (MS Project as .xml, GanttProject as .gan). English and German heads are "
                        "understood."),
                     "small", "secondary", wrap=True)
        what.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        calm = label(tr("The file is only read. Macros and links in it are never run. You see everything that was "
                        "understood before anything is written."), "small", "secondary", wrap=True)
        calm.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(title)
        inner.addLayout(row)
        inner.addWidget(what)
        inner.addWidget(calm)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(tokens.PANEL, 24, tokens.PANEL, 24)
        outer.setSpacing(24)
        outer.addStretch(2)
        outer.addLayout(centred(self.drop))
        if recent:
            outer.addLayout(centred(self._recent(recent)))
        outer.addStretch(3)

    def _recent(self, recent: Sequence[str]) -> QWidget:
        made = QWidget()
        made.setFixedWidth(640)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(tr("Imported lately"), "strong"))
        for path in recent[:5]:
            row = button(Path(path).name, "link")
            row.setToolTip(path)
            row.clicked.connect(lambda _=False, p=path: self.chosen.emit(p))
            column.addWidget(row, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def pick(self) -> None:
        """Ask for a file with the system's own dialog."""
        filters = tr("Workbooks and tables ({kinds})", kinds=" ".join(f"*{s}" for s in SUFFIXES))
        path, _ = QFileDialog.getOpenFileName(self, tr("Import a workbook"), "", filters)
        if path:
            self.chosen.emit(path)

    def take_clipboard(self) -> None:
        """Read the table that was copied elsewhere."""
        try:
            self.chosen.emit(str(self.pasted.write()))
        except Problem as wrong:
            self.problem.emit(wrong)

    # ---------------------------------------------------------------- dropping

    def _lit(self, on: bool) -> None:
        self.drop.setProperty("role", "drop" if on else "card")
        self.drop.style().unpolish(self.drop)
        self.drop.style().polish(self.drop)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event) is not None:
            event.acceptProposedAction()
            self._lit(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._lit(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._lit(False)
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.chosen.emit(str(path))
