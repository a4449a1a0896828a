"""The Portfolio: bar, tree grid, inspector; what the outline keys do, through the window's one road of edits.

Must not know: how rows are painted, how the inspector is made.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QFrame, QMenu, QSplitter, QVBoxLayout, QWidget

from app.ui import preferences, window_state
from app.ui.gantt.timeline import Timeline
from app.ui.gantt.view import GanttView
from app.ui.inspector.panel import Inspector
from app.ui.look import theme
from app.ui.look.figures import date
from app.ui.look.tokens import INSPECTOR
from app.ui.tree.arrangement import Arrangement
from app.ui.tree.bar import PortfolioBar
from app.ui.tree.columns import NAME
from app.ui.tree.dragging import RowDragging
from app.ui.tree.earlier import follow_state
from app.ui.tree.empty_state import EmptyState
from app.ui.tree.folds import Folds
from app.ui.tree.model import TreeModel
from app.ui.tree.presentation import Presentation
from app.ui.tree.saved_views import SavedViews
from app.ui.tree.widths import fit_columns, outgrown

if TYPE_CHECKING:
    from app.session import Touched
    from app.ui.main_window import MainWindow

CONTEXT = ("node.sibling", "node.child", "", "edit.cell", "node.indent", "node.outdent", "node.up", "node.down", "",
           "node.line", "node.activity", "node.risk", "node.issue", "node.note", "", "edit.delete")


class PortfolioPage(QFrame):
    """See the module. `selected()` are the uids of the chosen rows."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.setObjectName("portfolio_page")
        self.setProperty("role", "page")
        self.model: TreeModel | None = None
        self.inspector_width = 0
        self.inspector_wanted = bool(preferences.get("inspector", True))
        self.tree: GanttView = GanttView()
        self.folds: Folds = Folds(self)
        self.inspector = Inspector(window)
        self.empty = EmptyState(window)
        self._lay_out()
        for action in window.actions_by_id.values():
            if action.shortcutContext() == Qt.ShortcutContext.WidgetShortcut:
                self.tree.addAction(action)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._context_menu)
        window.session_changed.connect(self._session_changed)
        window.touched.connect(self._follow)
        window.view_changed.connect(self._view_changed)
        self.timeline: Timeline = Timeline(window, self, self.tree)
        self.presentation: Presentation = Presentation(window, self)
        self.dragging: RowDragging = RowDragging(window, self)
        window.session_changed.connect(self.views.restore)
        self.stop = self.views.keep              # asked for before a file closes
        theme.signals().changed.connect(self.tree.viewport().update)

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.arrangement = Arrangement(self.tree, self.fit)
        self.views: SavedViews = SavedViews(self.window_, self)
        self.bar = PortfolioBar(self.window_, self.arrangement, self.views)
        self.bar.asked.connect(self._filter_now)
        self.bar.first_wanted.connect(self._to_first_match)
        self.quick, self.filter_field, self.time_buttons = self.bar.quick, self.bar.field, self.bar.time_buttons
        whole.addWidget(self.bar)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.splitterMoved.connect(self._splitter_moved)
        left = QFrame()
        self.message_place = QVBoxLayout(left)
        self.message_place.setContentsMargins(0, 0, 0, 0)
        self.message_place.setSpacing(0)
        self.message_place.addWidget(self.empty, 1)
        self.message_place.addWidget(self.tree, 1)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.inspector)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.inspector.setMinimumWidth(320)
        self.inspector.setMaximumWidth(560)
        self.splitter.setSizes([10_000, INSPECTOR])
        whole.addWidget(self.splitter, 1)

    def narrow(self, narrow: bool) -> None:
        """Give room to the figures on a small window."""
        self.bar.narrow(narrow)
        self.inspector.setVisible(self.inspector_wanted and (not narrow or self.inspector.isVisible()))
        self._set_inspector_width()
        QTimer.singleShot(0, self, self.fit)     # not once the page is gone

    def _splitter_moved(self) -> None:
        self.inspector_width = self.splitter.sizes()[1]
        self.fit()

    def _set_inspector_width(self) -> None:
        """As drawn, until a person drags the splitter; long words in a form must not widen it."""
        width = self.inspector_width or INSPECTOR
        self.splitter.setSizes([max(self.width() - width, 400), width])

    @property
    def inspector_open(self) -> bool:
        return self.inspector.isVisibleTo(self)

    def toggle_inspector(self) -> None:
        self.inspector_wanted = not self.inspector_open
        self.inspector.setVisible(self.inspector_wanted)
        self._set_inspector_width()
        preferences.put("inspector", self.inspector_wanted)
        QTimer.singleShot(0, self, self.fit)     # not once the page is gone

    def fit(self) -> None:
        """Columns as wide as their content asks for and the room allows."""
        if self.model is not None:
            fit_columns(self.tree, self.model, self.arrangement.chosen, self.arrangement.own)
            self.bar.columns.refresh()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)           # type: ignore[arg-type]
        self.fit()

    # ---------------------------------------------------------------- following the window

    def _session_changed(self) -> None:
        session = self.window_.session
        self.inspector.show_record("")
        if session is None:
            self.tree.setModel(None)
            self.model = None
            return
        model = TreeModel(session.portfolio, self.window_.status, self)
        model.readonly = session.readonly
        model.commit = self.window_.outliner.commit
        self.bar.clear()
        old, self.model = self.model, model
        self.tree.setModel(model)
        if old is not None:
            old.deleteLater()
        self.tree.set_compact(self.window_.compact)
        self.tree.selectionModel().selectionChanged.connect(self._selection_changed)
        self.tree.selectionModel().currentChanged.connect(self._current_changed)
        self.folds.expand_all()
        self._titles()
        self.fit()
        if model.rowCount():
            self.tree.go(model.index(0, NAME))

    def _follow(self, touched: Touched) -> None:
        if self.model is None:
            return
        current = self.current_uid()
        self.model.follow(touched.uids, touched.structural, touched.months)
        if touched.structural:
            self.folds.restore()
            if not self.tree.currentIndex().isValid() and self.model.rowCount():
                self._select_near(current)
        self._titles()
        if outgrown(self.tree, self.model, touched.uids):
            self.fit()
        self.inspector.follow(touched)
        self.tree.viewport().update()

    def _select_near(self, uid: str) -> None:
        """After a deletion stay near where the row was."""
        assert self.model is not None and self.window_.session is not None
        p = self.window_.session.portfolio
        for above in p.ancestors(uid) if uid in p.records else ():
            index = self.model.index_of(above.uid, NAME)
            if index.isValid():
                self.tree.go(index)
                return
        self.tree.go(self.model.index(0, NAME))

    def _view_changed(self) -> None:
        if self.model is not None:
            follow_state(self)
            self.model.set_status(self.window_.status, self.window_.all_years)
            self._titles()
            self.inspector.refresh()

    def _titles(self) -> None:
        """Head of the money columns, date button, and whether there is anything to show."""
        assert self.model is not None
        header = self.tree.header()
        header.group_title = self.model.rows.money_head()    # type: ignore[attr-defined]
        header.viewport().update()
        self.window_.actions_by_id["tools.status_date"].setIconText(f" {date(self.window_.status)}")
        rows = self.model.rows
        self.empty.show_for("filter" if rows.filtered else "file")
        self.empty.setVisible(not rows.count())
        self.tree.setVisible(bool(rows.count()))

    def enter(self) -> None:
        QTimer.singleShot(0, self, self.fit)     # rows that came while another page was shown had no room to ask for
        if self.model is not None:
            (self.tree if self.row_count() else self.empty.first).setFocus()
            window_state.rows(self.window_)

    def panes(self) -> list[QWidget]:
        return [self.bar.field, self.tree, *self.inspector.panes()]

    # ---------------------------------------------------------------- selection

    def selected(self) -> list[str]:
        """uids of the selected rows in order."""
        if self.model is None:
            return []
        found = self.tree.selectionModel().selectedRows(0)
        at = self.model.rows.portfolio.outline.position
        return sorted((self.model.uid(i) for i in found), key=lambda u: at.get(u, 0))

    def current_uid(self) -> str:
        return self.model.uid(self.tree.currentIndex()) if self.model is not None else ""

    def on_measure(self) -> bool:
        uid, session = self.current_uid(), self.window_.session
        record = session.portfolio.get(uid) if uid and session is not None else None     # gone while rows still show it
        return record is not None and record.kind == "measure"

    def select(self, uid: str, column: int = NAME) -> bool:
        """Go to a row; a filter that hides it is taken off, what it hangs under is opened."""
        assert self.model is not None
        index = self.model.index_of(uid, column)
        if not index.isValid():
            self.clear_filter()
            self.presentation.leave_for(uid)
            index = self.model.index_of(uid, column)
        if not index.isValid():
            return False
        up = index.parent()
        while up.isValid():
            self.tree.expand(up)
            up = up.parent()
        self.tree.go(index)
        return True

    def _selection_changed(self) -> None:
        window_state.rows(self.window_)
        self.inspector.show_rows(self.selected())
        self.window_.refresh_actions()

    def _current_changed(self, current: QModelIndex) -> None:
        assert self.model is not None
        self.inspector.show_record(self.model.uid(current))

    def add_part(self, kind: str) -> None:
        """An effect line, activity, risk, issue or note on the current row."""
        self.inspector_wanted = True
        self.inspector.show()
        self.inspector.add(kind)

    # ---------------------------------------------------------------- filter and levels

    def focus_filter(self) -> None:
        self.window_.show_page("portfolio")
        self.bar.field.setFocus()
        self.bar.field.selectAll()

    def clear_filter(self) -> None:
        self.bar.clear()
        self._filter_now()

    def _filter_now(self) -> None:
        if self.model is None:
            return
        self.model.filter(*self.bar.wanted())
        if self.model.rows.filtered:
            self.tree.expandAll()
        else:
            self.folds.restore()
        self._titles()
        window_state.rows(self.window_)

    def _to_first_match(self) -> None:
        self._filter_now()
        assert self.model is not None
        order = self.model.rows.portfolio.outline.uids
        hits = {self.model.rows.uids[s] for s in self.model.rows.matches}
        first = next((u for u in order if u in hits), "")
        if first:
            self.select(first)
            self.tree.setFocus()

    @property
    def filtered(self) -> bool:
        return self.model is not None and self.model.rows.filtered

    def row_count(self) -> int:
        return self.model.rows.count() if self.model is not None else 0

    def match_count(self) -> int:
        return len(self.model.rows.matches) if self.model is not None else 0

    def unit_name(self) -> str:
        return self.model.rows.unit.name if self.model is not None else ""

    def expand_all(self) -> None:
        self.folds.expand_all()

    def collapse(self, kind: str = "program") -> None:
        self.folds.collapse(kind)

    def _context_menu(self, place: object) -> None:
        menu = QMenu(self)
        for action_id in CONTEXT:
            if action_id:
                menu.addAction(self.window_.actions_by_id[action_id])
            else:
                menu.addSeparator()
        menu.exec(self.tree.viewport().mapToGlobal(place))   # type: ignore[call-overload]
