"""The Portfolio on a projector: the chosen branch alone, rows 1.6 times as large, nothing beside it; typing goes on.

A head line says which branch, its figures as they are now, and their date. Esc leaves; what a person had set before
comes back. Must not know: how rows are painted.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from app.core.find import calling_name
from app.ui.look import theme
from app.ui.look.figures import date
from app.ui.look.parts import link
from app.ui.look.tokens import INSPECTOR, PANEL, TOOLBAR
from app.ui.tree.columns import COLUMNS, INDEX, MONEY
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow
    from app.ui.tree.page import PortfolioPage

LARGER = 1.6


@dataclass(frozen=True, slots=True)
class Before:
    """What stood before, to come back on leaving."""

    inspector: bool
    wanted: bool
    border: int


class BranchHead(QFrame):
    """The line above the rows: the branch, its figures, how to leave."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("branch_head")
        self.setProperty("role", "bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(PANEL, 0, PANEL, 0)
        row.setSpacing(2 * PANEL)
        self.name = ""
        self.title, self.figures, self.day = (QLabel() for _ in range(3))
        for part, role in ((self.title, ""), (self.figures, ""), (self.day, "secondary")):
            part.setTextFormat(Qt.TextFormat.PlainText)
            part.setProperty("role", role)
            row.addWidget(part, 1 if part is self.title else 0)
        self.leave = link(tr("Leave (Esc)"), "leave_presentation")
        self.leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)     # the rows keep the keys
        row.addWidget(self.leave)
        self.title.setMinimumWidth(80)

    def dress(self) -> None:
        """Fonts and height of now."""
        self.setFixedHeight(theme.px(TOOLBAR))
        self.title.setFont(theme.large("strong"))
        self.figures.setFont(theme.large("number_strong"))
        self.day.setFont(theme.font("body"))

    def say(self, name: str, figures: str, day: str) -> None:
        self.name = name
        self.figures.setText(figures)
        self.day.setText(day)
        self._fit_name()

    def _fit_name(self) -> None:
        """A long name ends in three dots; figures and their date stay whole."""
        beside = sum(part.sizeHint().width() for part in (self.figures, self.day, self.leave))
        room = max(self.width() - beside - 8 * PANEL, 80)
        shown = QFontMetrics(self.title.font()).elidedText(self.name, Qt.TextElideMode.ElideRight, room)
        self.title.setText(shown)
        self.title.setToolTip(self.name if shown != self.name else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_name()


class Presentation(QObject):
    """See the module. `root` is the branch shown, "" when off."""

    def __init__(self, window: MainWindow, page: PortfolioPage) -> None:
        super().__init__(page)
        self.window_, self.page = window, page
        self.root = ""
        self._before: Before | None = None
        self.head = BranchHead()
        self.head.hide()
        self.head.leave.clicked.connect(self.leave)
        layout = page.layout()
        assert layout is not None
        layout.removeWidget(page.splitter)
        layout.addWidget(self.head)
        layout.addWidget(page.splitter)
        page.installEventFilter(self)
        self._soon = QTimer(self)            # owned, so that it ends with the page
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(page.fit)
        theme.enlarge(1.0)                   # a new window begins as drawn
        window.session_changed.connect(self.leave)
        window.touched.connect(self._follow)
        window.view_changed.connect(self._tell)
        theme.signals().changed.connect(self._dress)      # a new style sheet takes fonts of one's own away

    @property
    def on(self) -> bool:
        return bool(self.root)

    def toggle(self) -> None:
        if self.on:
            self.leave()
        else:
            self.start()

    def start(self) -> None:
        """The current row and what hangs below it, large."""
        self.window_.show_page("portfolio")
        page, uid = self.page, self.page.current_uid()
        if page.model is None or not uid:
            self.window_.say(tr("There is no row to present."), tr("Choose a row of the Portfolio first."), "warn")
            return
        page.clear_filter()
        self._before = Before(page.inspector_open, page.inspector_wanted, page.tree.border_wish)
        self.root = uid
        page.inspector_wanted = False
        page.tree.border_wish = 0
        page.model.show_branch(uid)
        theme.enlarge(LARGER)
        self._arrange()
        page.select(uid)
        page.tree.setFocus()

    def leave(self) -> None:
        """Everything as it was before; the row one is on stays."""
        if not self.on or self._before is None:
            return
        page, uid = self.page, self.page.current_uid()
        before, self.root = self._before, ""
        theme.enlarge(1.0)
        page.inspector_wanted, page.tree.border_wish = before.wanted, before.border
        if page.model is not None:
            page.model.show_branch("")
        self._arrange()
        page.inspector.setVisible(before.inspector)
        page.splitter.setSizes([10_000, page.inspector_width or INSPECTOR])
        if uid and page.model is not None:
            page.select(uid)
        self.window_.refresh_actions()

    def leave_for(self, uid: str) -> None:
        """Somebody wants to see a row of another branch."""
        if self.on and uid not in self.branch():
            self.leave()

    def branch(self) -> set[str]:
        """The records of the branch shown."""
        session = self.window_.session
        if session is None or self.root not in session.portfolio.outline.position:
            return set()
        return set(session.portfolio.outline.subtree(self.root))

    def page_shown(self, name: str) -> None:
        """Another screen ends it; coming back to this one keeps it."""
        if self.on and name == "portfolio":
            self._frame(False)
        else:
            self.leave()

    def _frame(self, shown: bool) -> None:
        """Menus, screens and the line at the bottom, with a file open."""
        window = self.window_
        window.menuBar().setVisible(shown)
        for part in (window.navigation, window.status_line):
            part.setVisible(shown and window.session is not None)

    def _arrange(self) -> None:
        """What is shown beside the rows, and the rows at their size."""
        page, on = self.page, self.on
        self._frame(not on)
        page.bar.setVisible(not on)
        self.head.dress()
        self.head.setVisible(on)
        if on:
            page.inspector.hide()
        page.tree.set_compact(self.window_.compact and not on)
        if page.model is not None:
            page.folds.restore()
        page.fit()
        self._soon.start()                   # once more when the rows have the room of what went
        self._tell()

    def _dress(self) -> None:
        self.head.dress()
        self._tell()

    def _follow(self, _: object) -> None:
        if self.on and not self.branch():
            self.leave()                     # the branch itself was deleted
        self._tell()

    def _tell(self) -> None:
        """The branch's figures as they are now."""
        model, session = self.page.model, self.window_.session
        if not self.on or model is None or session is None or self.root not in model.rows.slots:
            return
        texts = model.rows.cells(model.rows.slots[self.root]).texts
        money = [f"{tr(COLUMNS[INDEX[key]].head)} {texts[INDEX[key]]}" for key in MONEY if texts[INDEX[key]]]
        record = session.portfolio.records[self.root]
        name = calling_name(record) if not record.name else f"{record.code} {record.name}".strip()
        day = f"{model.rows.money_head()}\n{tr('Status date')} {date(self.window_.status)}"
        self.head.say(name, "   ".join(money), day)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc that nothing in the page wanted for itself: an open editor or a drag comes first."""
        if (self.on and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
                and event.key() == Qt.Key.Key_Escape):
            self.leave()
            return True
        return super().eventFilter(watched, event)
