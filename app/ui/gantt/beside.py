"""The critical path and the late chains of a large file, read on another thread while the window goes on.

What was read is kept by the portfolio only when no transaction came meanwhile; then it is asked for again.
Must not know: what is marked with it.
"""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.core.portfolio import Portfolio
from app.core.schedule.chain import chains
from app.ui import jobs
from app.ui.gantt import facts
from app.ui.jobs import Job

Found = tuple[Portfolio, Exception | None]           # what was read aside, and how that ended


class Beside(QObject):
    """One reading at a time. `ready` says that it ended: what is at hand now may be shown, or asked for again."""

    ready = Signal()

    def __init__(self, now: Callable[[], Portfolio | None], parent: QObject) -> None:
        super().__init__(parent)
        self._now = now
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        return self._job is not None

    def read(self, status: str) -> None:
        """Begin, unless a reading is under way: its end asks again."""
        p = self._now()
        if p is None or self.busy:
            return
        aside = p.aside()

        def work(_: object) -> Found:
            try:
                facts.critical(aside)
                chains(aside, status, crossing=False)
            except Exception as wrong:               # who reads while another writes may stumble: `_done` judges
                return aside, wrong
            return aside, None

        self._job = jobs.start(work, done=lambda found: self._done(p, *found), failed=lambda problem: None, parent=self)

    def _done(self, p: Portfolio, aside: Portfolio, wrong: Exception | None) -> None:
        self._job = None
        if p is self._now() and p.adopt(aside) and wrong is not None:
            raise wrong
        self.ready.emit()
