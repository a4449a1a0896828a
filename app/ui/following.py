"""An edit of dates, anchors or forecasts in the window: one step, and the message bar says what else it moved.

Every screen that lets a person type or drag a date writes through `attempt`; what follows is worked out by
core/schedule (typed.py, moving.py). Must not know: any one screen.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from app.core.change import Change
from app.core.find import calling_name
from app.core.portfolio import Portfolio
from app.core.schedule import typed
from app.core.schedule.moving import Moved
from app.core.value.remarks import said as said_of_step
from app.core.wording import Stranger, strangers
from app.ui.gantt.words import signed
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

_MOST = 3                                # remarks on one step in the bar


def attempt(window: MainWindow, label: str, make: Callable[[], Moved], initiator: object | None = None) -> bool:
    """One step; the message bar says what else it moved."""
    made: list[Moved] = []
    remarks: list[str] = []

    def changes() -> list[Change]:
        made.append(make())
        if window.session is not None:       # against the state before the step
            remarks.extend(said_of_step(window.session.portfolio, made[0].changes, window.status))
        return made[0].changes

    if not window.attempt(label, changes, initiator):
        return False
    text = consequences(window.session.portfolio, made[0]) if window.session is not None else ""
    text = " ".join([text] * bool(text) + remarks[:_MOST] + ["..."] * (len(remarks) > _MOST))
    if text:
        kind = "warn" if made[0].broken or remarks else "info"
        window.say(label + ".", text, kind, ((tr("Undo"), window.undo),))
    return True


def changes(window: MainWindow, label: str, make: Callable[[], Iterable[Change]],
            initiator: object | None = None) -> bool:
    """Changes that a screen made itself, with what follows from them."""
    session = window.session
    return session is not None and attempt(
        window, label, lambda: typed.followed(session.portfolio, make(), window.status), initiator)


def consequences(p: Portfolio, moved: Moved) -> str:
    """Who is new by being mentioned, and what else a step moved; empty when nothing."""
    said = [_new(one) for one in strangers(p, moved.changes)[:3]]
    if moved.others:
        names = [tr("{name} by {days}", name=calling_name(p[uid]), days=signed(days)) for uid, days in moved.others[:3]]
        more = len(moved.others) - 3
        if more > 0:
            names.append(plural(more, "{n} more", "{n} more"))
        said.append(tr("Also moved: {names}.", names=", ".join(names)))
    if moved.lines:
        said.append(plural(moved.lines, "The forecast of {n} effect line moved with it.",
                           "The forecasts of {n} effect lines moved with it."))
    for uids, one, many in ((moved.broken, "{n} link is not kept: {names}.", "{n} links are not kept: {names}."),
                            (moved.soft, "{n} soft link is not kept: {names}.",
                             "{n} soft links are not kept: {names}.")):
        if uids:
            said.append(plural(len(uids), one, many, names="; ".join(link_name(p, uid) for uid in uids[:3])))
    return " ".join(said)


def _new(one: Stranger) -> str:
    """A name that nobody had: a misspelt owner is a second person, so it is said."""
    text = tr("New {kind}: {name}.", kind=tr(one.kind), name=one.name)
    return text + (" " + tr("Did you mean {name}?", name=one.near[0]) if one.near else "")


def link_name(p: Portfolio, uid: str) -> str:
    link = p[uid]
    return f"{calling_name(p[link.get('predecessor')])} → {calling_name(p[link.get('successor')])}"
