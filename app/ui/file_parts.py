"""What the window holds only for an open file: the Portfolio, its outline keys, and looking back.

They are made together when a file is first shown, so that an empty window is there at once.
Must not know: what a screen shows.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from app.ui.history import left
from app.ui.history.as_of import AsOfStrip
from app.ui.history.looking import Looking
from app.ui.importing.watcher import Watcher
from app.ui.tree.outliner import Outliner
from app.ui.tree.page import PortfolioPage

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class FileParts:
    """They listen to the window in the order in which they are made: the rows first."""

    def __init__(self, window: MainWindow, column: QVBoxLayout, place: int) -> None:
        self.page = PortfolioPage(window)
        self.outliner = Outliner(window, self.page)
        self.looking = Looking(window)
        self.strip = AsOfStrip(window, self.looking)
        self.watcher = Watcher(window)
        column.insertWidget(place, self.strip)
        self.page.narrow(window.narrow)
        self.left: left.Left | None = None               # how this person left the file last time
        window.session_changed.connect(lambda: self._opened(window))
        window.add_page("portfolio", self.page)          # before it is filled: a full tree is slow to place

    def _opened(self, window: MainWindow) -> None:
        self.left = left.read(window.session) if window.session is not None else None

    def page_shown(self, name: str) -> None:
        """A screen came to the front."""
        self.looking.page_shown(name)
        self.page.presentation.page_shown(name)
