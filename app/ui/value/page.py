"""The Value screen: a node's money by month, its children, what the figures say, and three charts of them.

Follows the row chosen in the Portfolio. Edits go the window's one road. Must not know: how cells and charts are
painted, how figures are defined.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.core import edits
from app.core.catalog import LEVELS
from app.core.change import Change
from app.ui import following
from app.ui.look import figures, theme
from app.ui.look.parts import drop, frame, hairline, label
from app.ui.look.tokens import HEAD_TWO
from app.ui.tree.empty_state import EmptyState
from app.ui.value.bar import Narrowing, ValueBar
from app.ui.value.chart import Chart
from app.ui.value.chart_bridge import BridgeChart
from app.ui.value.chart_curve import CurveChart
from app.ui.value.chart_heat import HeatChart
from app.ui.value.grid import ROW, ValueGrid
from app.ui.value.pasting import Laid
from app.ui.value.spread import Spread
from app.ui.value.table import Look, ValueTable
from app.ui.value.words import KeyFigure, key_figures, title
from app.ui.value.worth import about, facts
from app.ui.value.worth_row import WorthRow
from app.ui.words import tr

if TYPE_CHECKING:
    from app.session import Touched
    from app.ui.main_window import MainWindow

MANY_LINES = 3000                     # from here on taking a gap apart by cause is felt while typing


class ValuePage(QFrame):
    """Bar, sentence, key figures, grid, charts. `look` is what a person chose, `table` the facts shown."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.setObjectName("value_page")
        self.setProperty("role", "page")
        self.look = Look(all_years=window.all_years)
        self.table: ValueTable | None = None
        self.figures_shown: list[KeyFigure] = []
        self._followed = ""
        self._stale = True
        self._split_by_hand = False
        self._names_stale = True
        self._bridge_later = QTimer(self)
        self._bridge_later.setSingleShot(True)
        self._bridge_later.setInterval(800)
        self._bridge_later.timeout.connect(self._bridge_now)
        self.bar = ValueBar(window)
        self.narrowing = Narrowing()
        self.grid = ValueGrid()
        self.grid.cells.write = self._write
        self.empty = EmptyState(window)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        body = frame("page")
        self.message_place = QVBoxLayout(body)
        self.message_place.setContentsMargins(0, 0, 0, 0)
        self.message_place.setSpacing(0)
        self.message_place.addWidget(self.empty, 1)
        self.content = frame("page")
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.title = label(font="title")
        self.title.setObjectName("value_title")
        self.title.setContentsMargins(12, 12, 12, 4)
        self.title.setProperty("may_elide", True)
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self.title, 1)
        said.addWidget(self.narrowing)
        column.addLayout(said)
        self.strip = QHBoxLayout()
        self.strip.setContentsMargins(12, 4, 12, 8)
        self.strip.setSpacing(16)
        column.addLayout(self.strip)
        self.worth = WorthRow(self._set_rate, self.window_.actions_by_id["tools.rates"].trigger)
        column.addWidget(self.worth)
        column.addWidget(hairline())
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.grid)
        self.charts = QSplitter(Qt.Orientation.Horizontal)
        self.charts.setHandleWidth(1)
        self.charts.setChildrenCollapsible(False)
        self.drawn: tuple[Chart, ...] = (BridgeChart(), CurveChart(), HeatChart())
        for chart, share in zip(self.drawn, (11, 10, 16), strict=True):
            self.charts.addWidget(chart)
            self.charts.setStretchFactor(self.charts.count() - 1, share)
        self.charts.setSizes([440, 400, 640])
        self.splitter.addWidget(self.charts)
        self.splitter.splitterMoved.connect(lambda *_: setattr(self, "_split_by_hand", True))
        column.addWidget(self.splitter, 1)
        self.message_place.addWidget(self.content, 1)
        whole.addWidget(body, 1)

    def _connect(self) -> None:
        bar, window = self.bar, self.window_
        bar.scope.picked.connect(self.set_scope)
        bar.up.clicked.connect(self.go_up)
        bar.periods.chosen.connect(lambda key: self._choose(periods=key))
        bar.sums.chosen.connect(lambda key: self._choose(cumulated=key == "cumulated"))
        bar.years.chosen.connect(lambda key: window.set_all_years(key == "all"))
        bar.compare.activated.connect(lambda _: self._choose(compare=str(bar.compare.currentData())))
        self.narrowing.group.picked.connect(lambda key: self._choose(group=key))
        self.narrowing.effect.picked.connect(lambda key: self._choose(effect=key))
        bar.copy.clicked.connect(self.grid.copy)
        self.grid.entered.connect(self.set_scope)
        self.grid.reached.connect(self._reached)
        self.grid.spreading.connect(self._spread)
        window.touched.connect(self._follow)
        window.view_changed.connect(self.refresh)
        theme.signals().changed.connect(self._recolour)

    # ---------------------------------------------------------------- following the window

    def enter(self) -> None:
        """Shown: look at the row chosen in the Portfolio, unless it is the one looked at before."""
        chosen = self.window_.portfolio_page.current_uid()
        if chosen and chosen != self._followed:
            self._followed = chosen
            self.look = replace(self.look, scope=chosen)
            self._stale = True
        if self._stale:
            self.refresh()
        (self.grid if self.grid.isVisibleTo(self) else self.empty.first).setFocus()

    def panes(self) -> list[QWidget]:
        return [self.bar.scope, self.grid]

    def _follow(self, touched: Touched) -> None:
        self._names_stale |= touched.structural or not touched.uids <= touched.months
        if self.isVisible():
            self.refresh(edited=True)
        else:
            self._stale = True

    def set_scope(self, uid: str) -> None:
        """Look at a node ("" = the file)."""
        self._choose(scope=uid)

    def go_up(self) -> None:
        """The node above the one looked at."""
        session = self.window_.session
        record = session.portfolio.get(self.look.scope) if session is not None else None
        if record is not None and record.parent:
            self.set_scope(record.parent)

    def _choose(self, **wanted: object) -> None:
        self.look = replace(self.look, **wanted)     # type: ignore[arg-type]
        self.refresh()

    def _scope(self) -> str:
        """The node looked at or, when it is gone, the next one above that still lives."""
        session = self.window_.session
        assert session is not None
        p, uid = session.portfolio, self.look.scope
        while uid and not (uid in p.records and p.live(uid) and p[uid].kind in LEVELS):
            uid = p[uid].parent if uid in p.records else ""
        roots = [u for u, up in zip(p.outline.uids, p.outline.parent.tolist(), strict=True) if up == -1]
        return uid or (roots[0] if len(roots) == 1 else "")

    def refresh(self, edited: bool = False) -> None:
        """Make the facts anew and show them; in a large file the bridge waits until a person stops typing."""
        session = self.window_.session
        if session is None:
            return
        p = session.portfolio
        self._stale = False
        self.look = replace(self.look, scope=self._scope(), all_years=self.window_.all_years)
        there = bool(len(p.outline))
        self.bar.setEnabled(there)
        if self._names_stale or (self.table is not None and self.table.p is not p):    # edited, or an earlier state
            self.bar.scope.fill(p)
            self._names_stale = False
        self.bar.scope.show_scope(self.look.scope)
        self.bar.up.setEnabled(there and bool(self.look.scope) and bool(p[self.look.scope].parent))
        self.bar.years.show_choice("all" if self.look.all_years else "one")
        self.bar.periods.show_choice(self.look.periods)
        self.bar.sums.show_choice("cumulated" if self.look.cumulated else "year")
        self.bar.compare.setCurrentIndex(self.bar.compare.findData(self.look.compare))
        self.narrowing.group.show_choice(self.look.group)
        self.narrowing.effect.show_choice(self.look.effect)
        self.grid.cells.readonly = session.readonly
        self.table = ValueTable(p, self.window_.status, self.look) if there else None
        self.grid.show_table(self.table)
        wait = edited and self.table is not None and len(self.table.f.cube.lines) > MANY_LINES
        for chart in self.drawn[1:] if wait else self.drawn:
            chart.show_table(self.table)
        self._bridge_later.start() if wait else self._bridge_later.stop()
        self.empty.show_for("file")          # only now: what is laid out must not read facts of records that are gone
        self.empty.setVisible(not there)
        self.content.setVisible(there)
        if self.table is not None:
            self.title.setText(title(self.table))
            self.title.setToolTip(self.title.text())
            self.figures_shown = key_figures(self.table)
            self._fill_strip(self.figures_shown)
            if not wait:
                self._show_worth()
            QTimer.singleShot(0, self, self._share_height)

    def _bridge_now(self) -> None:
        if self.window_.session is not None:
            self.drawn[0].show_table(self.table)
            self._show_worth()

    def _show_worth(self) -> None:
        if self.table is not None:
            rate = int(self.table.p.setting("discount_rate", self.look.scope))
            self.worth.show_facts(facts(self.table), rate, self.grid.cells.readonly)

    def _set_rate(self, rate: int) -> None:
        """The rate of the file, as one step."""
        session = self.window_.session
        if session is not None:
            p = session.portfolio
            self.window_.attempt(tr("Discount rate"), lambda: edits.set_setting(p, "discount_rate", rate), self)

    def _share_height(self) -> None:
        """The grid as high as its rows ask for, up to three fifths; a person's own choice stays."""
        height = self.splitter.height()
        if not self._split_by_hand and self.table is not None and height > 200:
            wanted = HEAD_TWO + len(self.table.rows) * ROW + 14
            top = min(wanted, height * 3 // 5)
            self.splitter.setSizes([top, height - top])

    def _fill_strip(self, found: list[KeyFigure]) -> None:
        while self.strip.count():
            drop(self.strip.takeAt(0))               # type: ignore[arg-type]
        for i, figure in enumerate(found):
            if i:
                self.strip.addWidget(hairline(vertical=True))
            self.strip.addWidget(self._figure(figure))
        self.strip.addStretch(1)

    def _figure(self, figure: KeyFigure) -> QWidget:
        assert self.table is not None
        made, unit = QWidget(), self.table.unit
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(figure.head, "small", "secondary"))
        row = QHBoxLayout()
        row.setSpacing(8)
        if figure.words:
            row.addWidget(label(figure.words, "small", "secondary"))
        else:
            row.addWidget(label(figures.amount(figure.value, unit) if figure.value is not None else tr("none"), "key"))
            if figure.plan is not None:
                row.addWidget(label(tr("plan {amount}", amount=figures.amount(figure.plan, unit)), "body", "secondary"))
            if figure.delta:
                row.addWidget(label(figures.amount(figure.delta, unit, signed=True), "body",
                                    "good" if figure.delta > 0 else "bad"))
        row.addStretch(1)
        column.addLayout(row)
        if figure.about:
            made.setToolTip(about(figure.about))
            made.setAccessibleDescription(about(figure.about))
        return made

    def _recolour(self) -> None:
        for part in (*self.drawn, self.grid.corner, self.grid.viewport(), self.grid.months_head.viewport(),
                     self.grid.rows_head.viewport()):
            part.update()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)           # type: ignore[arg-type]
        self.bar.narrow(self.window_.width() < 1500)
        QTimer.singleShot(0, self, self._share_height)

    # ---------------------------------------------------------------- edits

    def _write(self, text: str, make: Callable[[], list[Change]]) -> bool:
        return following.changes(self.window_, text, make, self)

    def _spread(self, at: int, first: int, end: int) -> None:
        Spread(self.window_, self.grid.cells, self.grid.cells.row(at), (first, end)).open()

    def _reached(self, laid: Laid) -> None:
        """Say where a pasted block went, and show it when it lies beyond the months on screen."""
        assert self.table is not None
        first, end = laid.reached
        if end > self.table.span[1] or first < self.table.span[0]:
            self.window_.set_all_years(True)
        span = f"{figures.month(first)} – {figures.month(end - 1)}" if end - first > 1 else figures.month(first)
        said = tr("Pasted {span} as one step; undo takes all of it back.", span=span)
        if laid.sums:
            said += " " + tr("Columns of sums were left out: {heads}.", heads=", ".join(laid.sums[:6]))
        self.window_.say("", said)
