"""The file in the window: opened, shown, closed, read anew, and dropped on it from outside.

Must not know: what a screen shows of a file.
"""
from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from app.errors import Problem
from app.ui import preferences
from app.ui.files import is_workbook
from app.ui.history import left
from app.ui.look.parts import waiting
from app.ui.words import tr

if TYPE_CHECKING:
    from app.session import Session
    from app.ui.main_window import MainWindow

TELL_AFTER = 200                         # milliseconds; most files are open before anybody reads a word


def open_path(window: MainWindow, path: Path) -> bool:
    """Open a portfolio file; a workbook starts the import."""
    if is_workbook(path):
        window.files.start_import(path)
        return True
    from app.core.collector import held_back
    with waiting(), held_back(freeze=True):
        try:
            from app.session import open_session
            session = open_session(path)
        except Problem as problem:
            _not_opened(window, path, problem)
            return False
        window.set_session(session)
    return True


def open_beside(window: MainWindow, path: Path) -> None:
    """The same for whoever clicks or drops: the file is read off the window's thread, while the window tells so."""
    if is_workbook(path):
        window.files.start_import(path)
        return

    from app.ui import jobs

    def work(_: object) -> Session:
        from app.core.collector import held_back
        from app.session import open_session
        with held_back(freeze=True):
            return open_session(path)

    soon = QTimer(window)
    soon.setSingleShot(True)
    soon.timeout.connect(lambda: window.say("", tr("Opening {file} …", file=path.name)))
    soon.start(TELL_AFTER)
    job = jobs.start(work, done=window.set_session, failed=lambda problem: _not_opened(window, path, problem),
                     hold=True, parent=window)
    job.over.connect(soon.stop)
    job.over.connect(soon.deleteLater)


def _not_opened(window: MainWindow, path: Path, problem: Problem) -> None:
    window.problem(problem)
    preferences.forget_file(path)


def show(window: MainWindow, session: Session, status: str) -> None:
    """Show an open file; the one before is closed."""
    from app.core.settings import status_date  # numbers come with a file, not with the window
    drop_session(window)
    assert window.file_parts             # made now, so that they hear of the file
    window.session = session
    window.status = status or status_date(session.portfolio, session.clock.today())
    window.unsubscribe = session.subscribe(window.heard.emit)
    if session.path.exists():
        preferences.remember_file(session.path)
    window.name_file(session.path.name)
    window.message_bar.hide()
    window.undo_label, window.redo_label = session.undo_label(), session.redo_label()
    window.drop_pages()
    window.session_changed.emit()
    window.show_page("portfolio")
    window.refresh_status()
    if session.notices:
        kind = "warn" if session.readonly or "backup" in " ".join(session.notices) else "info"
        window.say("", " ".join(session.notices), kind)
    gc.freeze()              # see collector.py


def drop_session(window: MainWindow) -> None:
    """Let the open file go, after what still reads it."""
    if window.unsubscribe is not None:
        window.unsubscribe()
    window.unsubscribe = None
    if window.has_file_parts:
        window.looking.stop()
        window.file_parts.watcher.stop()
    for page in window.pages.values():
        stop = getattr(page, "stop", None)
        if stop is not None:             # what still reads the file must end before it closes
            stop()
    if window.session is not None:
        session, window.session = window.session, None
        left.keep(session)
        session.close()
        gc.unfreeze()


def close(window: MainWindow) -> None:
    """Close the file and go back to the start page."""
    drop_session(window)
    window.status = ""
    window.name_file("")
    window.message_bar.hide()
    window.drop_pages()
    window.session_changed.emit()
    window.show_page("start")


def reopen(window: MainWindow) -> None:
    """Read the file anew from the disk: after a fault, memory and disk must be one again."""
    if window.session is None:
        return
    path, status = window.session.path, window.status
    try:
        drop_session(window)
    finally:
        window.session = None
    if window.open_path(path):
        window.set_status(status)


def drag_enter(window: MainWindow, event: QDragEnterEvent) -> None:
    """Say what letting go would do."""
    paths = window.files.dropped(event.mimeData())
    if paths:
        event.acceptProposedAction()
        name = paths[0].name
        window.say("", tr("Drop to import {file}.", file=name) if is_workbook(paths[0])
                   else tr("Drop to open {file}.", file=name))


def dropped(window: MainWindow, event: QDropEvent) -> None:
    """Open what was let go over the window."""
    paths = window.files.dropped(event.mimeData())
    if paths:
        event.acceptProposedAction()
        window.message_bar.hide()        # what letting go would do is done, and no leaving of the drag is told
        QTimer.singleShot(0, lambda: window.open_beside(paths[0]))   # let the other program's drag end first
