"""The last steps in words, to take back several at once: a menu below Edit.

Must not know: how a step is taken back; the session does that one by one.
"""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from app.ui import window_edits
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from app.session import Session
    from app.ui.main_window import MainWindow

MOST = 15


def last_steps(session: Session, most: int = MOST) -> list[str]:
    """What undo would take back, the newest first."""
    from app.core.history import stacks
    by_id = {step.id: step for step in session.steps()}
    found = []
    for tx in reversed(stacks(session.steps()).undo[-most:]):
        step = by_id[tx]
        while step.origin == "undo" and step.undoes in by_id:      # done again: called by what was done first
            step = by_id[step.undoes]
        found.append(step.label)
    return found


def take_back(window: MainWindow, steps: int) -> None:
    """Undo step by step until one is refused, which the message bar explains."""
    if steps > 0:
        window_edits.undo(window, lambda: take_back(window, steps - 1))


class UndoMenu(QMenu):
    """Filled when it opens. "Rename", "Plan (2 steps)": choosing a line takes back everything down to it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(tr("Undo several steps"), window)
        self.window_ = window
        self.setObjectName("undo_menu")
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        self.clear()
        session = self.window_.session
        for i, text in enumerate(last_steps(session) if session is not None and not session.readonly else [], 1):
            words = text if i == 1 else f"{text}  ({plural(i, '{n} step', '{n} steps')})"
            self.addAction(words.replace("&", "&&")).triggered.connect(partial(self._chosen, i))
        if self.isEmpty():
            self.addAction(tr("Nothing to undo")).setEnabled(False)

    def _chosen(self, steps: int, _checked: bool = False) -> None:
        take_back(self.window_, steps)
