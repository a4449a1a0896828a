"""The window: menus, screens at the left, the open file, and one road for every edit.

Screens ask it to `attempt` an edit, to show a `problem` or to `say` something; it owns the session, the status date
and the chosen theme. A screen is a QWidget with the optional parts of `Page` below.
Must not know: what a screen shows, nor how an edit is made.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.errors import Problem
from app.ui import action_state, preferences, window_edits, window_file, window_state
from app.ui.actions import BY_ID
from app.ui.files import Files
from app.ui.look import theme
from app.ui.look.parts import label
from app.ui.look.tokens import MENU_BAR
from app.ui.menus import fill_menu_bar, make_actions, run
from app.ui.navigation import Navigation
from app.ui.problems import Hook, Link, MessageBar
from app.ui.start_page import StartPage
from app.ui.status_line import StatusLine
from app.ui.undo_menu import UndoMenu

if TYPE_CHECKING:
    from app.core.change import Change
    from app.session import Session, Touched
    from app.ui.file_parts import FileParts
    from app.ui.history.looking import Looking
    from app.ui.tree.outliner import Outliner
    from app.ui.tree.page import PortfolioPage

NARROW_BELOW = 1500


class MainWindow(QMainWindow):
    """Pages hang in a stack; `page` is the id of the one shown: start, portfolio, history, reports, import."""

    session_changed = Signal()           # a file was opened or closed
    touched = Signal(object)             # one transaction was done: session.Touched
    view_changed = Signal()              # status date or years changed
    heard = Signal(object)              # the same, on whatever thread the transaction was done

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Trimtab")
        self.resize(1366, 768)
        self.setMinimumSize(900, 560)
        self.setAcceptDrops(True)
        self.session: Session | None = None
        self.status = ""
        self.all_years: bool = False
        self.page: str = ""
        self.theme_name: str = theme.tokens().name
        self.compact: bool = bool(preferences.get("compact", False))
        self.undo_label = self.redo_label = ""
        self.unsubscribe: Callable[[], None] | None = None
        self.files: Files = Files(self)
        self.actions_by_id = make_actions(self)
        self.menus = fill_menu_bar(self)
        self.menus["Edit"].insertMenu(self.actions_by_id["edit.cell"], UndoMenu(self))
        self.file_label = self._corner()
        self.navigation = Navigation(self)
        self.message_bar = MessageBar()
        self.status_line = StatusLine()
        self.stack = QStackedWidget()
        self.stack.setObjectName("pages")
        self.pages: dict[str, QWidget] = {}
        self._lay_out()
        self.add_page("start", StartPage(self))
        self.show_page("start")
        self.heard.connect(self._on_touched)
        self.hook = Hook(self)

    # ---------------------------------------------------------------- what only an open file needs

    @cached_property
    def file_parts(self) -> FileParts:
        """Made when first asked for: the start page must not wait for numbers, the tree and time."""
        from app.ui.file_parts import FileParts
        return FileParts(self, self._column, self._column.indexOf(self.stack))

    @property
    def has_file_parts(self) -> bool:
        return "file_parts" in self.__dict__

    @property
    def portfolio_page(self) -> PortfolioPage:
        return self.file_parts.page

    @property
    def outliner(self) -> Outliner:
        return self.file_parts.outliner

    @property
    def looking(self) -> Looking:
        return self.file_parts.looking

    # ---------------------------------------------------------------- frame

    def _corner(self) -> QLabel:
        made = label(role="secondary")
        made.setContentsMargins(0, 0, 12, 0)
        made.setFixedHeight(MENU_BAR)
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.menuBar().setCornerWidget(made, Qt.Corner.TopRightCorner)
        return made

    def name_file(self, name: str) -> None:
        self.setWindowTitle(f"{name} – Trimtab" if name else "Trimtab")
        self.file_label.setText(name)
        self.file_label.setFixedWidth(self.file_label.sizeHint().width())
        size = self.menuBar().size()         # a menu bar places its corner only when its own size changes
        QApplication.sendEvent(self.menuBar(), QResizeEvent(size, size))

    def _lay_out(self) -> None:
        middle = QWidget()
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.message_bar)
        self._column.addWidget(self.stack, 1)
        columns.addWidget(self.navigation)
        columns.addLayout(self._column, 1)
        whole = QVBoxLayout(middle)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(columns, 1)
        whole.addWidget(self.status_line)
        self.setCentralWidget(middle)

    # ---------------------------------------------------------------- pages

    def add_page(self, name: str, page: QWidget) -> None:
        """Take a screen into the stack; one of the same name is replaced."""
        old = self.pages.pop(name, None)
        if old is not None:
            self._message_home(None)
            self.stack.removeWidget(old)
            old.deleteLater()
        self.pages[name] = page
        self.stack.addWidget(page)

    def show_page(self, name: str) -> None:
        """Bring a screen to the front; it is made when first asked for."""
        if name in ("portfolio", "value", "history", "reports") and self.session is None:
            name = "start"
        if name not in self.pages:
            self.add_page(name, self._make_page(name))
        page = self.pages[name]
        self.page = name
        self._message_home(page)
        self.navigation.setVisible(self.session is not None)
        self.status_line.setVisible(self.session is not None)
        self.stack.setCurrentWidget(page)
        self.navigation.mark(name)
        if self.has_file_parts:
            self.file_parts.page_shown(name)
        enter = getattr(page, "enter", None)
        if enter is not None:
            enter()
        self.refresh_actions()

    def _make_page(self, name: str) -> QWidget:
        if name == "value":
            from app.ui.value.page import ValuePage
            return ValuePage(self)
        if name == "history":
            from app.ui.history.page import HistoryPage
            return HistoryPage(self)
        if name == "reports":
            from app.ui.report.preview import ReportPreview
            return ReportPreview(self)
        raise KeyError(name)

    def _message_home(self, page: QWidget | None) -> None:
        """The message bar stands where the page wants it (`message_place`), else above the page."""
        place = getattr(page, "message_place", None)
        (place if place is not None else self._column).insertWidget(0, self.message_bar)

    # ---------------------------------------------------------------- the file

    def open_path(self, path: Path | str) -> bool:
        """Open a portfolio file in this window; a workbook starts the import."""
        return window_file.open_path(self, Path(path))

    def open_beside(self, path: Path) -> None:
        """The same for whoever clicks: the file is read off the window's thread."""
        window_file.open_beside(self, path)

    def set_session(self, session: Session, status: str = "") -> None:
        """Show an open file; the one before is closed."""
        window_file.show(self, session, status)

    def close_file(self) -> None:
        """Close the file and go back to the start page."""
        window_file.close(self)

    def reopen(self) -> None:
        """Read the file anew from the disk: after a fault, memory and disk must be one again."""
        window_file.reopen(self)

    def drop_pages(self) -> None:
        """Pages made for one file go with it."""
        self._message_home(None)
        for name in [n for n in self.pages if n not in ("start", "portfolio")]:
            page = self.pages.pop(name)
            self.stack.removeWidget(page)
            page.deleteLater()

    # ---------------------------------------------------------------- edits

    def attempt(self, label: str, make: Callable[[], Iterable[Change]], initiator: object | None = None) -> bool:
        """The one road of an edit: make the changes, hand them to the session. A Problem goes to the message bar."""
        return window_edits.attempt(self, label, make, initiator)

    def undo(self) -> None:
        window_edits.undo(self)

    def redo(self) -> None:
        window_edits.redo(self)

    def _on_touched(self, touched: Touched) -> None:
        if self.session is None:
            return                           # closed before the news from another thread came in
        self.undo_label, self.redo_label = self.session.undo_label(), self.session.redo_label()
        self.touched.emit(touched)
        self.refresh_status()
        self.refresh_actions()

    # ---------------------------------------------------------------- telling

    def problem(self, problem: Problem) -> None:
        """A user's problem: what happened, what to do next."""
        self.say(problem.what, problem.hint, "bad")

    def say(self, strong: str, text: str = "", kind: str = "info", links: Sequence[Link] = ()) -> None:
        """A message in the bar above the page."""
        self.message_bar.say(strong, text, kind, links)

    # ---------------------------------------------------------------- state of actions

    def can(self, when: str) -> bool:
        """Whether a state of the action table holds now."""
        return action_state.can(self, when)

    def refresh_actions(self) -> None:
        """Bring enabled, checked and the words of undo up to date."""
        action_state.refresh(self)

    def act(self, action_id: str) -> bool:
        """Do an action of the table if it is on now; for the palette, tests and links."""
        self.refresh_actions()
        if not self.actions_by_id[action_id].isEnabled():
            return False
        run(self, BY_ID[action_id])
        return True

    def refresh_status(self) -> None:
        window_state.fill(self)

    # ---------------------------------------------------------------- view

    def set_status(self, status: str) -> None:
        """The day figures and lateness look at; never written to the file."""
        self.status = status
        self.view_changed.emit()
        self.refresh_status()

    def set_all_years(self, all_years: bool) -> None:
        self.all_years = all_years
        self.view_changed.emit()
        self.refresh_actions()

    def toggle_theme(self) -> None:
        self.set_theme("light" if self.theme_name == "dark" else "dark")

    def set_theme(self, name: str) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, name)
        self.theme_name = name
        preferences.put("theme", name)
        self.refresh_actions()

    def toggle_compact(self) -> None:
        self.compact = not self.compact
        preferences.put("compact", self.compact)
        if self.has_file_parts:
            self.portfolio_page.tree.set_compact(self.compact)

    def next_pane(self) -> None:
        window_state.next_pane(self)

    @property
    def narrow(self) -> bool:
        """Whether words give way to icons."""
        return self.width() < NARROW_BELOW

    # ---------------------------------------------------------------- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.narrow(self.narrow)
        if self.has_file_parts:
            self.portfolio_page.narrow(self.narrow)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        window_file.drag_enter(self, event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.message_bar.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        window_file.dropped(self, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.hook.remove()
        window_file.drop_session(self)
        super().closeEvent(event)

