"""Edits, undo and redo of the window: handed to the session, and what went wrong said in the message bar.

Must not know: how an edit is made.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from app.errors import Problem
from app.ui.look.parts import waiting
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from app.core.change import Change
    from app.session import Session
    from app.ui.main_window import MainWindow


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


def undo(window: MainWindow) -> None:
    _back(window, lambda s: s.undo(), tr("Undone"))


def redo(window: MainWindow) -> None:
    _back(window, lambda s: s.redo(), tr("Redone"))


def _back(window: MainWindow, act: Callable[[Session], Any], word: str) -> None:
    if window.session is None:
        return
    try:
        with waiting():
            outcome = act(window.session)
    except Problem as problem:
        window.problem(problem)
        return
    if outcome.left:
        text = " ".join(outcome.left[:3])
        more = len(outcome.left) - 3
        if more > 0:
            text += " " + plural(more, "And {n} more value.", "And {n} more values.")
        window.say(f"{word}: {outcome.label}", text, "warn")
    elif window.message_bar.isVisible() and window.message_bar.kind != "warn":
        window.message_bar.hide()
