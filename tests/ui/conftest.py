"""Fixtures of the window's tests: a real session in a window, and one filled with the sample."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app import samples
from app.session import Session
from app.ui.jobs import Job
from app.ui.look import theme
from app.ui.main_window import MainWindow
from app.ui.report.preview import ReportPreview
from tests.session_fixtures import clock, profile
from tests.support import FakeClock, finish, new_session

__all__ = ["clock", "profile", "sample", "session", "window"]


@pytest.fixture
def session(tmp_path: Path, profile: Path, clock: FakeClock) -> Iterator[Session]:
    """As everywhere; what still reads beside a window is heard out before the file is undone and closed under it, and
    nothing begins to read what is closed."""
    opened = new_session(tmp_path, clock=clock)
    yield opened
    hear_out()
    finish(opened)
    hear_out()


def hear_out() -> None:
    """Wait for all that runs beside any window; the Reports page begins nothing more."""
    for top in QApplication.topLevelWidgets():
        for page in top.findChildren(ReportPreview):
            page.stop()
        for job in top.findChildren(Job):
            job.wait()


@pytest.fixture
def window(qtbot, profile) -> Iterator[MainWindow]:
    """An empty window, dressed and shown. It lets go of a session whose own fixture undoes everything in it first,
    so that every test of the window also shows it following that."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    made = MainWindow()
    made.resize(1920, 1080)
    made.show()
    yield made
    for job in made.findChildren(Job):              # a test may end while a page is still being set
        job.wait()
    if made.session is not None and made.unsubscribe is not None:
        made.unsubscribe()
        made.unsubscribe = made.session = None
    made.close()
    made.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()


@pytest.fixture
def sample(window: MainWindow, session: Session) -> MainWindow:
    """The window with the insurer's file open on its own status date."""
    key = samples.names()[0][0]
    session.do("Fill with the sample", samples.changes(session.portfolio, key))
    window.set_session(session, samples.status_date(key))
    return window
