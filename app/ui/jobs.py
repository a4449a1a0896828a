"""Work off the window's thread: plain data in, plain data out, with progress and a way to stop.

`start` runs a function in a thread and brings its outcome back to the thread of the window: a result, a
Problem, "cancelled", or a bug, which goes to sys.excepthook as any other bug does (the crash dialog listens).
Must not know: what the work is. The work must not touch widgets; work that writes to the
session holds the window's input meanwhile.
"""
from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot

from app.errors import Cancelled, Problem

TELL_EVERY = 0.05                # seconds between two progress messages; more would only fill the event queue


class Progress:
    """What the work is handed: call it to tell how far it is; the call raises Cancelled once the person stopped.

    Work that waits for something else asks `stopped()` meanwhile.
    """

    def __init__(self, tell: Callable[[float, str], None]) -> None:
        self._tell, self._stop, self._last = tell, threading.Event(), 0.0

    def __call__(self, fraction: float, text: str = "") -> None:
        if self.stopped():
            raise Cancelled
        now = time.monotonic()
        if now - self._last >= TELL_EVERY or fraction >= 1:
            self._last = now
            self._tell(min(max(float(fraction), 0.0), 1.0), text)

    def stop(self, *_: object) -> None:
        self._stop.set()

    def stopped(self) -> bool:
        return self._stop.is_set()


Work = Callable[[Progress], Any]


class Hold(QObject):
    """Input waits while this is on: the window paints and tells, but nobody may change what the work writes."""

    WAITS = frozenset((
        QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.Shortcut, QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel, QEvent.Type.ContextMenu, QEvent.Type.DragEnter, QEvent.Type.Drop, QEvent.Type.Close,
        QEvent.Type.InputMethod))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in self.WAITS:
            event.ignore()
            return True
        return False

    def on(self) -> None:
        app = QCoreApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def off(self) -> None:
        app = QCoreApplication.instance()
        assert app is not None
        app.removeEventFilter(self)


class Job(QObject):
    """One running piece of work. Signals arrive on the thread that started it; `over` comes last, always."""

    progressed = Signal(float, str)
    over = Signal()
    _told = Signal(float, str)
    _ended = Signal(object, object)

    def __init__(self, work: Work, done: Callable[[Any], None], failed: Callable[[Problem], None],
                 cancelled: Callable[[], None], hold: bool, parent: QObject | None) -> None:
        super().__init__(parent)
        self._hold = Hold(self) if hold else None
        self._work, self._done, self._failed, self._on_cancel = work, done, failed, cancelled
        self._progress = Progress(self._told.emit)
        self.running = True
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(self._progress.stop)      # its page is gone: nobody waits for the result
        self._thread = threading.Thread(target=self._run, name="job", daemon=True)

    def start(self) -> None:
        if self._hold is not None:
            self._hold.on()
        self._thread.start()

    @property
    def holds(self) -> bool:
        """Whether the window's input waits for this job; it cannot be cancelled then."""
        return self._hold is not None

    def cancel(self) -> None:
        """Ask the work to stop: its next progress call raises Cancelled. A finished job takes no notice."""
        self._progress.stop()

    @property
    def cancelling(self) -> bool:
        return self._progress.stopped()

    # ------------------------------------------------- in the worker's thread

    def _run(self) -> None:
        result, error = None, None
        try:
            result = self._work(self._progress)
        except BaseException as raised:  # nothing may be lost in a thread: `_end` sorts it
            error = raised
        try:
            self._ended.emit(result, error)
        except RuntimeError:             # the window and this object are gone: nobody is left to tell
            pass

    # ------------------------------------------------- in the window's thread

    @Slot(float, str)
    def _tell(self, fraction: float, text: str) -> None:
        if self.running and not self.cancelling:
            self.progressed.emit(fraction, text)

    @Slot(object, object)
    def _end(self, result: object, error: BaseException | None) -> None:
        self.running = False
        self._thread.join()
        if self._hold is not None:
            self._hold.off()
        try:
            if self.cancelling and (error is None or isinstance(error, (Cancelled, Problem))):
                self._on_cancel()        # a result that came a moment after Cancel is not wanted any more
            elif error is None:
                self._done(result)
            elif isinstance(error, Cancelled):
                self._on_cancel()
            elif isinstance(error, Problem):
                self._failed(error)
            else:
                sys.excepthook(type(error), error, error.__traceback__)
        finally:
            self.over.emit()
            self.deleteLater()

    def wait(self, seconds: float = 10.0) -> None:
        """Stop and wait: for closing the window. What the job still had to say is dropped."""
        self._on_cancel = _nothing
        self.cancel()
        self._thread.join(seconds)
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)


def _nothing(*_: object) -> None:
    return None


def start(work: Work, *, done: Callable[[Any], None], failed: Callable[[Problem], None],
          cancelled: Callable[[], None] = _nothing, hold: bool = False, parent: QObject | None = None) -> Job:
    """Run `work(progress)` in a thread. Exactly one of done, failed, cancelled is called, on this thread.

    Keep the job, or give it a parent: the parent's end stops the messages, `cancel` stops the work. With `hold`
    the window's input waits until the end: for the few works that write.
    """
    job = Job(work, done, failed, cancelled, hold, parent)
    job.start()
    return job
