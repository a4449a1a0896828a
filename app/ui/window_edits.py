"""Edits, undo and redo of the window: handed to the session, and what went wrong said in the message bar.

Must not know: how an edit is made.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from app.errors import Problem
from app.ui.look.parts import waiting
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from app.core.change import Change
    from app.session import Outcome, Session
    from app.ui.main_window import MainWindow

AT_ONCE = 2_000                          # values that an undo may change while the window waits for it


def attempt(window: MainWindow, label: str, make: Callable[[], Iterable[Change]], initiator: object | None) -> bool:
    """Make the changes and hand them to the session. A Problem goes to the message bar."""
    if window.session is None:
        return False
    try:
        window.session.do(label, make(), initiator=initiator)
    except Problem as problem:
        if window.session.looking_back:
            window.looking.refuse(problem)
        else:
            window.problem(problem)
        return False
    if window.message_bar.kind == "bad":
        window.message_bar.hide()
    return True


def undo(window: MainWindow, then: Callable[[], None] | None = None) -> None:
    """Take the last step back; `then` what is to come after it, if it could be taken back."""
    _back(window, redo=False, then=then)


def redo(window: MainWindow) -> None:
    _back(window, redo=True)


def _back(window: MainWindow, redo: bool, then: Callable[[], None] | None = None) -> None:
    session = window.session
    if session is None:
        return
    if session.next_size(redo) > AT_ONCE:
        _back_beside(window, session, redo, then)
        return
    try:
        with waiting():
            outcome = session.redo() if redo else session.undo()
    except Problem as problem:
        window.problem(problem)
        return
    _told(window, redo, outcome, then)


def _back_beside(window: MainWindow, session: Session, redo: bool, then: Callable[[], None] | None) -> None:
    """A whole import goes or comes back: off the window's thread, while input waits."""
    from app.core.collector import held_back
    from app.ui import jobs
    from app.ui.busy_page import BusyPage

    def work(_: object) -> Outcome:
        with held_back():
            return session.redo() if redo else session.undo()

    name = window.redo_label if redo else window.undo_label
    page = BusyPage(window, tr("Doing again: {step} …", step=name) if redo else tr("Undoing: {step} …", step=name))

    def done(outcome: Outcome) -> None:
        page.leave()
        _told(window, redo, outcome, then)

    def failed(problem: Problem) -> None:
        page.leave()
        window.problem(problem)

    job = jobs.start(work, done=done, failed=failed, hold=True, parent=window)
    job.over.connect(page.leave)             # after a fault, too


def _told(window: MainWindow, redo: bool, outcome: Outcome, then: Callable[[], None] | None) -> None:
    """What was left alone is said; else what the bar said before is over."""
    if outcome.left:
        text = " ".join(outcome.left[:3])
        more = len(outcome.left) - 3
        if more > 0:
            text += " " + plural(more, "And {n} more value.", "And {n} more values.")
        word = tr("Redone") if redo else tr("Undone")
        window.say(f"{word}: {outcome.label}", text, "warn")
    elif window.message_bar.isVisible() and window.message_bar.kind != "warn":
        window.message_bar.hide()
    if then is not None:
        then()
