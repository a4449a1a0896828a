"""What stands in the window while a whole import goes or comes back: which step, and that the page will return.

The pages must not be painted from half of what is written meanwhile. Must not know: what is done.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.ui.look.parts import label
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class BusyPage(QFrame):
    """Takes the place of the page that is shown; `leave` brings that one back."""

    def __init__(self, window: MainWindow, text: str) -> None:
        super().__init__()
        self.window_ = window
        self.setObjectName("busy_page")
        self.setProperty("role", "page")
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        self.title = label(text, "title")
        for made in (self.title, label(tr("The page comes back when it is done."), role="secondary")):
            made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(made)
        column.addStretch(1)
        window.stack.addWidget(self)
        window.stack.setCurrentWidget(self)

    def leave(self) -> None:
        """Bring the page back; once is enough."""
        if self.window_.stack.indexOf(self) < 0:
            return
        self.window_.stack.removeWidget(self)
        self.window_.show_page(self.window_.page)
        self.deleteLater()
