"""The time area of the Portfolio in the window: follows the file, writes what was dragged, tells what moved along.

One step a drag, through the window's one road of edits. Must not know: painting, geometry.
"""
from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer

from app.core.find import calling_name
from app.core.portfolio import Portfolio
from app.core.schedule.calendar import date_of, ordinal
from app.core.schedule.chain import Chain, chains
from app.core.schedule.linking import linked, unlinked
from app.core.schedule.moving import MOVE, dragged, placed
from app.ui import following, preferences
from app.ui.gantt import facts as timeline_facts
from app.ui.gantt import words as timeline_words
from app.ui.gantt.beside import Beside
from app.ui.gantt.layout import Wishes
from app.ui.gantt.row_links import Link, links
from app.ui.gantt.scale import PER_DAY
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from app.ui.gantt.view import GanttView
    from app.ui.main_window import MainWindow
    from app.ui.tree.page import PortfolioPage

PARTS = {"baseline": "baseline", "links": "links", "critical": "critical", "parts": "parts"}
MANY_LINKS = 20_000           # measures with links up to which the critical path is shown without being asked for
LONGEST_CHAIN = 300           # links followed from a selected row


def _switched(wishes: Wishes, part: str, on: bool) -> Wishes:
    switch: dict[str, Any] = {part: on}
    return replace(wishes, **switch)


class Timeline(QObject):
    """See the module."""

    def __init__(self, window: MainWindow, page: PortfolioPage, view: GanttView) -> None:
        super().__init__(page)
        self.window_, self.page, self.view = window, page, view
        view.timeline = bool(preferences.get("timeline", True))
        view.border_wish = int(preferences.get("timeline_border", 0))
        wished = preferences.get("timeline_parts", {})
        for part in PARTS:
            if part in wished:
                view.wishes = _switched(view.wishes, part, bool(wished[part]))
        self._zoom = self.chain_said = ""
        zoom = preferences.get("timeline_zoom", "months")
        view.scale = replace(view.scale, per_day=PER_DAY.get(zoom, 1.0))
        view.dragged.connect(self.drag)
        view.drawn.connect(self.draw)
        view.linked.connect(self.link)
        view.refused.connect(self._summary)
        view.border_moved.connect(page.fit)
        view.border_set.connect(lambda: preferences.put("timeline_border", view.border))
        view.scale_changed.connect(self._zoomed)
        window.session_changed.connect(self._session_changed)
        window.touched.connect(self._touched)
        window.view_changed.connect(self._view_changed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(80)
        self._soon.timeout.connect(self.catch_up)
        self._asked = False
        self._beside = Beside(lambda: view.portfolio, self)
        self._beside.ready.connect(self.catch_up)

    # ---------------------------------------------------------------- following

    def _session_changed(self) -> None:
        session = self.window_.session
        self.view.show_file(session.portfolio if session else None, self.window_.status)
        self.window_.status_line.put("chain", "")
        if session is not None and self.page.model is not None:
            self.page.model.describe = self.describe
            self.view.selectionModel().currentChanged.connect(lambda *_: self._soon.start())
            self._asked = False
            self.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The rows and their figures are painted first, whatever the critical path takes."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._soon.start)
        return False

    def _touched(self, _: object) -> None:
        self._soon.start()

    def catch_up(self) -> None:
        """What may come a moment after the rows: the critical path, and the chain through the current row."""
        if self._mark_critical():
            self.show_chain()

    def _view_changed(self) -> None:
        session = self.window_.session
        self.view.show_file(session.portfolio if session else None, self.window_.status)
        self._soon.start()

    @property
    def busy(self) -> bool:
        """Whether something of it is still read beside the window."""
        return self._beside.busy

    def _mark_critical(self) -> bool:
        """False when it is still being looked for: then `catch_up` is called again."""
        view, p = self.view, self.view.portfolio
        if p is None:
            return True
        wanted = view.wishes.critical and view.timeline and (self._asked or len(links(p)) <= MANY_LINKS)
        if wanted and not timeline_facts.critical_at_hand(p):
            self._beside.read(self.window_.status)
            return False
        found = timeline_facts.critical(p) if wanted else None
        view.wishes = replace(view.wishes, critical_records=found.records if found else frozenset(),
                              critical_links=found.links if found else frozenset())
        view.viewport().update()
        return True

    def describe(self, uid: str) -> str:
        """A row's dates for a screen reader."""
        return timeline_words.spoken(self.view.time_of(uid))

    # ---------------------------------------------------------------- switches

    def _zoomed(self) -> None:
        zoom = self.view.scale.zoom
        if zoom != self._zoom:
            self._zoom = zoom
            self.page.time_buttons.zoom.refresh(zoom)
            self.window_.refresh_actions()

    def toggle(self) -> None:
        self.view.timeline = not self.view.timeline
        preferences.put("timeline", self.view.timeline)
        self.page.fit()
        self._mark_critical()

    def switch(self, part: str) -> None:
        """Plan dates, dependencies, critical path or activities on or off."""
        self.view.wishes = _switched(self.view.wishes, part, not getattr(self.view.wishes, part))
        preferences.put("timeline_parts", {k: getattr(self.view.wishes, k) for k in PARTS})
        self._asked = self._asked or part == "critical"
        self._mark_critical()

    def shows(self, part: str) -> bool:
        return bool(getattr(self.view.wishes, part))

    def zoom(self, name: str) -> None:
        """One of the five steps; the status date stays where it is if it is in view, else the middle does."""
        view = self.view
        x = view.scale.x(ordinal(self.window_.status)) if self.window_.status else -1.0
        if not 0 <= x <= view.time_width:
            x = view.time_width / 2
        view.set_scale(view.scale.zoomed(PER_DAY[name], x))
        preferences.put("timeline_zoom", name)

    def zoom_step(self, factor: float) -> None:
        self.view.zoom_by(factor, self.view.time_width / 2)

    def scroll(self, share: float) -> None:
        self.view.set_scale(self.view.scale.panned(self.view.time_width * share))

    def to_status(self) -> None:
        self.view.to_status()

    def to_row(self) -> None:
        """Bring the current row's bar into view."""
        uid = self.page.current_uid()
        extent = self.view.time_of(uid).extent if uid else None
        if extent is not None:
            self.view.set_scale(self.view.scale.showing(extent[0], self.view.time_width * 0.1))

    # ---------------------------------------------------------------- edits

    def _portfolio(self) -> Portfolio:
        assert self.window_.session is not None
        return self.window_.session.portfolio

    def drag(self, uid: str, grip: str, days: int) -> bool:
        """Move a bar or one of its ends by days."""
        p = self._portfolio()
        return following.attempt(self.window_, timeline_words.label(p, uid, grip, days),
                                 lambda: dragged(p, uid, grip, days, self.window_.status))

    def draw(self, uid: str, first: int, last: int) -> bool:
        """Give a row without dates its first ones."""
        p = self._portfolio()
        return following.attempt(self.window_, f"Date {calling_name(p[uid])}", lambda: placed(
            p, uid, date_of(first), date_of(last), self.window_.status))

    def link(self, tail: str, head: str, kind: str = "FS") -> bool:
        p = self._portfolio()
        names = f"{calling_name(p[tail])} to {calling_name(p[head])}"
        return self.window_.attempt(f"Link {names}", lambda: linked(p, tail, head, kind))

    def _summary(self) -> None:
        self.window_.say(tr("This bar is the sum of what is below it."), tr("Move the measures; it follows."))

    def by_key(self, grip: str, days: int) -> None:
        """The same as a drag, for the current row."""
        uid = self.page.current_uid()
        if uid:
            self.drag(uid, grip, days)

    def link_chosen(self) -> None:
        """Finish to start, in the order of the rows."""
        uids = [u for u in self.page.selected() if self._portfolio()[u].kind == "measure"]
        if len(uids) < 2:
            self.window_.say(tr("Choose two or more measures first."), tr("Each will wait for the one above it."))
            return
        p = self._portfolio()
        self.window_.attempt(f"Link {len(uids)} measures", lambda: [
            change for a, b in pairwise(uids) for change in linked(p, a, b)])

    def unlink_chosen(self) -> None:
        p, uids = self._portfolio(), self.page.selected()
        found = unlinked(p, uids)
        if not found:
            self.window_.say(tr("There are no links to remove here."))
            return
        self.window_.attempt("Remove link" if len(found) == 1 else f"Remove {len(found)} links", lambda: found)

    # ---------------------------------------------------------------- chains

    def show_chain(self) -> None:
        """Make the chain through the current row stand out and say it in the status line."""
        if self.page.dragging.held:
            return                           # the line says where the rows would go
        view, uid = self.view, self.page.current_uid()
        records: frozenset[str] = frozenset()
        links: frozenset[str] = frozenset()
        text = ""
        if view.portfolio is not None and uid and view.timeline and uid in view.portfolio.records:
            p = view.portfolio
            links, text = _neighbours(p, uid)
            chain = self._late_chain(p, uid)
            if chain is not None and self.page.model is not None:
                text = timeline_words.chain_text(p, chain, self.page.model.rows.unit)
                measures = frozenset(step.measure for step in chain.steps)
                if len(measures) > 1:
                    records, links = measures, frozenset(link.uid for link in _between(p, measures))
        if (view.wishes.chain_records, view.wishes.chain_links) != (records, links):
            view.wishes = replace(view.wishes, chain_records=records, chain_links=links)
            view.viewport().update()
        self.chain_said = text
        self.window_.status_line.put_within("chain", text)

    def _late_chain(self, p: Portfolio, uid: str) -> Chain | None:
        """The dearest chain of late activities that passes this measure or delays one of its lines."""
        if p[uid].kind != "measure":
            return None
        return next((c for c in chains(p, self.window_.status, crossing=False)
                     if uid in {s.measure for s in c.steps} or p[c.line].parent == uid), None)


def _between(p: Portfolio, rows: frozenset[str]) -> list[Link]:
    by_row = links(p)
    return [link for uid in rows for link in by_row.get(uid, ()) if {link.tail_row, link.head_row} <= rows]


def _neighbours(p: Portfolio, uid: str) -> tuple[frozenset[str], str]:
    """All links before and behind a row, and the nearest ones in words."""
    by_row = links(p)
    if uid not in by_row:
        return frozenset(), ""
    found: set[str] = set()
    for forward in (False, True):
        ways = [uid]
        for at in ways:
            for link in by_row.get(at, ()):
                near, far = (link.tail_row, link.head_row) if forward else (link.head_row, link.tail_row)
                if near == at and link.uid not in found and len(found) < LONGEST_CHAIN:
                    found.add(link.uid)
                    ways.append(far)
    before = sorted({calling_name(p[link.tail_row]) for link in by_row[uid] if link.head_row == uid})
    behind = sorted({calling_name(p[link.head_row]) for link in by_row[uid] if link.tail_row == uid})
    said = [tr("waits for {names}", names=", ".join(before[:4]))] if before else []
    if behind:
        said.append(plural(len(behind), "{names} waits for it", "{names} wait for it", names=", ".join(behind[:4])))
    return frozenset(found), f"{calling_name(p[uid])}: " + "; ".join(said)


__all__ = ["MOVE", "Timeline"]
