"""What stands in an empty window: recent files, and the four ways to begin.

Must not know: what is in a file.
"""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.ui import preferences
from app.ui.look import icons
from app.ui.look.parts import button, drop, frame, hairline, label
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

BEGIN = (
    ("file.import", "Import a workbook…", "A tracker in Excel becomes a portfolio. You see what was understood before "
                                          "anything is written."),
    ("file.new", "New file…", "Start empty: type programs and measures, the money follows."),
    ("file.open", "Open file…", "A portfolio is one file that ends in .trimtab."),
    ("file.workshop", "Start a workshop…",
     "A frame of programs and projects to fill while people talk, in a file of your own."),
    ("file.sample", "Open the sample", "An insurer in April 2026, with money, dates and trouble. Nothing can break."),
)


class StartPage(QFrame):
    """Begin here. A workbook or a file may be dropped anywhere on the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.setObjectName("start_page")
        self.setProperty("role", "page")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = frame("page")
        outer = QHBoxLayout(inner)
        outer.setContentsMargins(24, 48, 24, 24)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label("Trimtab", "key"))
        sentence = tr("Steer a portfolio by value: measures, money by month, stages and reports, in one file.")
        column.addWidget(label(sentence, role="secondary", wrap=True))
        column.addSpacing(24)
        column.addWidget(label(tr("Begin"), "strong"))
        column.addSpacing(4)
        column.addWidget(hairline())
        self.begin: dict[str, QPushButton] = {}
        for action_id, text, hint in BEGIN:
            column.addWidget(self._row(action_id, tr(text), tr(hint)))
            column.addWidget(hairline())
        column.addSpacing(8)
        column.addWidget(label(tr("Or drop a workbook or a file anywhere on this window."), "small", "secondary"))
        column.addSpacing(24)
        self.recent_box = QVBoxLayout()
        self.recent_box.setSpacing(0)
        column.addLayout(self.recent_box)
        column.addStretch(1)
        holder = QWidget()
        holder.setLayout(column)
        holder.setMaximumWidth(720)
        outer.addStretch(1)
        outer.addWidget(holder, 8)
        outer.addStretch(1)
        scroll.setWidget(inner)
        whole.addWidget(scroll)

    def _row(self, action_id: str, text: str, hint: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 8, 0, 8)
        line.setSpacing(16)
        made = button(text, "primary" if action_id == "file.import" else "", f"start_{action_id.partition('.')[2]}")
        made.setMinimumWidth(190)
        made.clicked.connect(self.window_.actions_by_id[action_id].trigger)
        made.setAccessibleDescription(hint)
        line.addWidget(made)
        line.addWidget(label(hint, role="secondary", wrap=True), 1)
        self.begin[action_id] = made
        return row

    def enter(self) -> None:
        """Read the list of recent files anew."""
        while (item := self.recent_box.takeAt(0)) is not None:
            drop(item)
        files = preferences.recent()
        if not files:
            return
        self.recent_box.addWidget(label(tr("Recent files"), "strong"))
        self.recent_box.addSpacing(4)
        self.recent_box.addWidget(hairline())
        for path in files:
            self.recent_box.addWidget(self._recent(path))

    def _recent(self, path: Path) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(8)
        made = button(path.stem, "quiet", "recent_file")
        icons.set_icon(made, "file", "text2")
        made.setMaximumWidth(360)
        made.clicked.connect(lambda: self.window_.open_beside(path))
        made.setToolTip(str(path))
        line.addWidget(made)
        where = label(str(path.parent), "small", "hint")
        where.setProperty("may_elide", True)
        where.setToolTip(str(path))
        line.addWidget(where, 1)
        return row

    def panes(self) -> list[QWidget]:
        return [self.begin["file.import"]]
