"""Step 2 of the import: what was understood, over the real sheet.

Must not know: how the file was read, and what will change in the portfolio.
"""
from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.core.batch import SEVERITIES, Batch, Issue, SheetReading
from app.ui.importing.issues import IssueList
from app.ui.importing.mend import Mending
from app.ui.importing.profile_menu import ProfileMenu
from app.ui.importing.profiles import ProfileBar
from app.ui.importing.sheet_grid import SheetGrid
from app.ui.importing.sheet_model import SheetPicture, place_of
from app.ui.importing.sheets import SheetsSide
from app.ui.importing.text import headline
from app.ui.look import tokens
from app.ui.look.parts import frame, label
from app.ui.words import tr
from importers.base import Sheet

LEFT, RIGHT = 204, 312


class SheetPage(QWidget):
    """Sheets on the left, the sheet itself, what to look at on the right."""

    answered = Signal(str, str)
    taken_back = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import-sheet")
        self._batch: Batch | None = None
        self._answers: Mapping[str, str] = {}
        self._sheets: dict[str, Sheet] = {}
        self._at = 0
        self.title = label("", "title")
        self.title.setProperty("may_elide", True)      # as long as what there is to say; wraps to nothing
        head = frame("bar")
        head.setFixedHeight(tokens.TITLE)
        top = QHBoxLayout(head)
        top.setContentsMargins(tokens.PANEL, 0, tokens.PANEL, 0)
        top.addWidget(self.title, 1)
        self.profile_bar = ProfileBar()
        top.addWidget(self.profile_bar)
        self.profile_menu = ProfileMenu()
        top.addWidget(self.profile_menu)
        self.side = SheetsSide()
        self.side.chosen.connect(self.choose)
        self.grid = SheetGrid()
        self.mending = Mending(self.grid)
        self.mending.answered.connect(self.answered)
        self.mending.taken_back.connect(self.taken_back)
        self.issues = IssueList()
        self.issues.jump.connect(self.jump)
        self.issues.answered.connect(self.answered)
        self.issues.taken_back.connect(self.taken_back)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        for part, wide in ((self.side, LEFT), (self.grid, 800), (self.issues, RIGHT)):
            part.setMinimumWidth(min(wide, 200))
            split.addWidget(part)
        split.setStretchFactor(1, 1)
        split.setSizes([LEFT, 800, RIGHT])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(split, 1)

    def show_reading(self, batch: Batch, sheets: dict[str, Sheet], answers: Mapping[str, str]) -> None:
        """Show a new reading; the chosen sheet stays when it is still there, else the first one with data."""
        names = [s.name for s in batch.sheets]
        before = self.reading.name if self.reading else ""
        self._batch, self._sheets, self._answers = batch, sheets, answers
        data = next((i for i, s in enumerate(batch.sheets) if s.role == "data"), 0)
        self._at = names.index(before) if before in names else data
        self.side.show_sheets(batch.sheets, self._at, worst_of(batch))
        self._show()

    @property
    def reading(self) -> SheetReading | None:
        if self._batch is None or self._at >= len(self._batch.sheets):
            return None
        return self._batch.sheets[self._at]

    def choose(self, index: int) -> None:
        self._at = index
        self._show()

    def _show(self) -> None:
        reading, batch = self.reading, self._batch
        if batch is None:
            return
        self.title.setText(headline(batch, reading))
        self.title.setToolTip(self.title.text())
        self.side.show_reading(reading)
        issues = self.issues_here()
        sheet = self._sheets.get(reading.name) if reading else None
        self.grid.show_picture(SheetPicture(sheet, reading, issues) if sheet and reading else None)
        self.mending.show_reading(sheet, reading, len(batch.sheets) > 1, self._answers)
        self.issues.show_issues(issues, tr("in this sheet") if len(batch.sheets) > 1 else "",
                                self._answers, elsewhere=bool(worst_of(batch)))

    def issues_here(self) -> list[Issue]:
        """Issues of the chosen sheet and of the file as a whole."""
        assert self._batch is not None
        name = self.reading.name if self.reading else ""
        return [i for i in self._batch.issues if i.sheet in ("", name)]

    def jump(self, issue: Issue) -> None:
        """Bring the cell of an issue into view, on its own sheet."""
        if self._batch is None:
            return
        names = [s.name for s in self._batch.sheets]
        if issue.sheet in names and names.index(issue.sheet) != self._at:
            self.side.list.choose(names.index(issue.sheet))
        place = place_of(issue.cell)
        if place is not None:
            self.grid.go_to(*place)
            self.grid.setFocus()


def worst_of(batch: Batch) -> dict[str, str]:
    """Sheet -> the gravest severity of what is to be looked at in it, notes apart."""
    found: dict[str, str] = {}
    for issue in batch.issues:
        if issue.sheet and issue.severity != "note":
            found[issue.sheet] = min(found.get(issue.sheet, issue.severity), issue.severity, key=SEVERITIES.index)
    return found
