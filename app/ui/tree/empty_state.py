"""What the Portfolio says when it has no row to show: what to do next, with the buttons to do it.

Must not know: why it is empty beyond "no file content" or "the filter hides all".
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.ui.look.parts import button, label
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class EmptyState(QFrame):
    """A title, a sentence, two buttons."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.setObjectName("empty_state")
        self.setProperty("role", "page")
        self.why = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        self.title = label(font="title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = label(role="secondary", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.title)
        column.addWidget(self.text)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.first = button("", "primary", "empty_first")
        self.second = button("", "", "empty_second")
        self.first.clicked.connect(lambda: window.act("edit.unfilter" if self.why == "filter" else "file.import"))
        self.second.clicked.connect(lambda: window.act("node.measure"))
        row.addWidget(self.first)
        row.addWidget(self.second)
        row.addStretch(1)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(3)
        self.show_for("file")

    def show_for(self, why: str) -> None:
        """`why` is "file" (nothing in it yet) or "filter" (nothing matches)."""
        if why == self.why:
            return
        self.why = why
        if why == "filter":
            self.title.setText(tr("No row matches"))
            self.text.setText(tr("Try fewer words, or show all rows again."))
            self.first.setText(tr("Show all rows"))
        else:
            self.title.setText(tr("This portfolio is empty"))
            self.text.setText(tr("Bring in a tracker, or start typing. Enter adds the next row, "
                                 "Tab and Shift+Tab change its level."))
            self.first.setText(tr("Import a workbook…"))
            self.second.setText(tr("Add measure"))
        self.second.setVisible(why != "filter")
