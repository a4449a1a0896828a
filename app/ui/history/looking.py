"""Looking back: which state of the file the window shows, how it is fetched, and the way back to now.

The state and its sums are made off the window's thread; then every screen reads it through `session.portfolio`, with
the status date of that day. Only Portfolio and Value show a past state: any other page goes back to now first, so
that nothing past is printed, imported into or exported as today's. Must not know: how the strip is drawn.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.core.value.cube import cube
from app.core.value.variance import figures
from app.errors import Problem
from app.ui import jobs
from app.ui.actions import ACTIONS
from app.ui.look.figures import date
from app.ui.words import tr

if TYPE_CHECKING:
    from app.core.portfolio import Portfolio
    from app.session import Session
    from app.store.timeline import Point
    from app.ui.main_window import MainWindow

PAGES = ("portfolio", "value")               # the pages that can show a past state
_EDITS = ("edit", "row_edit", "measure_edit", "undo", "redo")
_WALKS = (QKeySequence("Tab"), QKeySequence("Shift+Tab"))      # free for walking while nothing can be indented


@dataclass(frozen=True, slots=True)
class Wish:
    """A state to show: the point, the day its figures look at ("" = the last day told in it), a snapshot's name."""

    point: Point
    day: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A state with its sums made; `name` is "" for that of a day."""

    state: Portfolio
    day: str
    name: str

    @property
    def called(self) -> str:
        return tr("the snapshot “{name}”", name=self.name) if self.name else tr("the file as of {date}",
                                                                               date=date(self.day))

    @property
    def title(self) -> str:
        """What the banner calls it."""
        if self.name:
            return tr("Snapshot “{name}”, {date} – read only", name=self.name, date=date(self.day))
        return tr("As of {date} – read only", date=date(self.day))


def fetch(session: Session, wish: Wish) -> Fetched:
    """The state and its sums; slow, so made in a thread."""
    state, day = session.state(wish.point), wish.day
    if not day and isinstance(wish.point, dict):
        day = session.timeline.told_on(wish.point)
    day = day or session.clock.today()
    cube(state)
    figures(state, day)
    return Fetched(state, day, wish.name)


class Looking(QObject):
    """What the window looks at. `shown` is what a person sees, `wanted` may be a moment ahead of it."""

    changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window_ = window
        self.open: bool = False              # the strip is wanted
        self.shown: Fetched | None = None
        self.wanted: Wish | None = None
        self.lost: tuple[str, str] = ("", "")          # a row the past does not have, and the one chosen instead
        self.job: jobs.Job | None = None
        self._status_now = ""
        self._watched: set[QObject] = set()
        window.session_changed.connect(self._session_changed)

    @property
    def back_there(self) -> bool:
        return self.shown is not None

    # ---------------------------------------------------------------- the strip

    def toggle(self) -> None:
        """Open the strip on a page that can look back, or close it, which leads back to now."""
        if self.open:
            self.close()
            return
        self.open = True
        if self.window_.page not in PAGES:
            self.window_.show_page("portfolio")
        self.changed.emit()

    def close(self) -> None:
        self.open = False
        self.back()
        self.changed.emit()

    # ---------------------------------------------------------------- there and back

    def look_at_day(self, day: str) -> None:
        """What was told by a day."""
        self.look(Wish(day, day))

    def look(self, wish: Wish) -> None:
        """Show a state as soon as it is made; a newer wish takes the place of one still on its way."""
        self.wanted = wish
        if self.job is None:
            self._start()
        self.changed.emit()

    def _start(self) -> None:
        session, wish = self.window_.session, self.wanted
        if session is None or wish is None:
            return
        self.job = jobs.start(lambda _: fetch(session, wish), done=lambda found: self._made(wish, found),
                              failed=self._failed, cancelled=self._over, parent=self)

    def _made(self, wish: Wish, found: Fetched) -> None:
        self.job = None
        if self.wanted is not wish:          # a person went on meanwhile, or back to now
            self._start()
            return
        window, session = self.window_, self.window_.session
        if session is None:
            return
        if self.shown is None:
            self._status_now = window.status
        self.open, self.shown = True, found
        session.look_at(found.state, found.called)
        if window.page not in PAGES:
            window.show_page("portfolio")
        self._tell(found.day)

    def _failed(self, problem: Problem) -> None:
        self._over()
        self.window_.problem(problem)

    def _over(self) -> None:
        self.job, self.wanted = None, None
        self.changed.emit()

    def back(self) -> None:
        """The present again, with the status date it had."""
        self.wanted = None
        if self.shown is None or self.window_.session is None:
            return
        self.shown = None
        self.window_.session.look_at(None)
        if self.window_.message_bar.kind == "bad":
            self.window_.message_bar.hide()  # it said that the past cannot be changed
        self._tell(self._status_now)

    def _tell(self, status: str) -> None:
        self.window_.set_status(status)
        self.window_.refresh_actions()
        self.changed.emit()

    def stop(self) -> None:
        """Before the file closes: nothing may read it any more."""
        self.wanted = None
        if self.job is not None:
            self.job.wait()
            self.job = None

    def _session_changed(self) -> None:
        self.open, self.shown, self.wanted, self.lost = False, None, None, ("", "")
        self.changed.emit()

    def page_shown(self, name: str) -> None:
        """A page came to the front: one that cannot show the past leads back to now."""
        if name not in PAGES:
            self.back()
            self.wanted = None
        elif name == "portfolio":
            self._watch(self.window_.portfolio_page.tree)
        else:
            self._watch(getattr(self.window_.pages[name], "grid", None))
        self.changed.emit()

    # ---------------------------------------------------------------- edits

    def refuse(self, problem: Problem | None = None) -> None:
        """Say why nothing can be changed, with the way out."""
        called = self.window_.session.looking_back if self.window_.session is not None else ""
        what = problem.what if problem else tr("This is {state}: it can be read, not changed.", state=called)
        self.window_.say(what, "", "bad", ((tr("Back to now"), self.back),))

    def _watch(self, view: QWidget | None) -> None:
        """An edit key or a double click in the past must not do nothing in silence."""
        targets: list[QObject] = [view] if view is not None else []
        if isinstance(view, QAbstractItemView):
            targets.append(view.viewport())
        for target in targets:
            if target not in self._watched:
                self._watched.add(target)
                target.installEventFilter(self)
                target.destroyed.connect(lambda _=None, t=target: self._watched.discard(t))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.shown is None:
            return False
        if event.type() == QEvent.Type.MouseButtonDblClick and not isinstance(watched, QAbstractItemView):
            self.refuse()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _writes(event):
            self.refuse()
            return True
        return False


def _writes(event: QKeyEvent) -> bool:
    """Whether a key would have changed something: a letter starts typing, and the keys of edits."""
    text = event.text()
    if text and text.isprintable() and text != " ":
        return True
    pressed = QKeySequence(event.keyCombination())
    return pressed not in _WALKS and any(
        QKeySequence(key) == pressed for spec in ACTIONS if spec.when in _EDITS for key in spec.keys)
