"""A step too large for the window's thread goes and comes back beside it, with the same end as a small one."""
from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from app.core import edits
from app.core.find import lookup
from app.errors import Problem
from app.session import Session
from app.ui import window_edits
from app.ui.busy_page import BusyPage
from app.ui.undo_menu import take_back


@pytest.fixture
def large(monkeypatch, sample):
    """The sample, where every step counts as large; notes on which thread steps are taken back."""
    monkeypatch.setattr(window_edits, "AT_ONCE", 0)
    real = Session.undo

    def noting(session):
        sample.undone_on.append(threading.get_ident())
        return real(session)

    sample.undone_on = []
    monkeypatch.setattr(Session, "undo", noting)
    return sample


def rename(window, name: str) -> None:
    p = window.session.portfolio
    uid = lookup(p, "IC-121").uid
    assert window.attempt("Change name", lambda: edits.set_field(p, uid, "name", name))


def idle(window) -> bool:
    return not isinstance(window.stack.currentWidget(), BusyPage)


def name(window) -> str:
    return window.session.portfolio[lookup(window.session.portfolio, "IC-121").uid].name


def test_a_large_step_goes_and_comes_back_beside_the_window(large, qtbot):
    before = name(large)
    rename(large, "Switched")
    large.undo()
    page = large.stack.currentWidget()
    assert isinstance(page, BusyPage) and page.isVisible() and page.title.text() == "Undoing: Change name …"
    assert not large.portfolio_page.isVisible(), "it must not be painted from half of what is written"
    qtbot.waitUntil(lambda: idle(large))
    assert large.portfolio_page.isVisible() and large.portfolio_page.tree.hasFocus()
    assert name(large) == before and large.redo_label == "Change name" and not large.message_bar.isVisible()
    assert large.undone_on and large.undone_on[0] != threading.get_ident()
    large.redo()
    qtbot.waitUntil(lambda: idle(large))
    assert name(large) == "Switched"


def test_nothing_can_be_pressed_while_a_large_step_goes_back(large, qtbot):
    rename(large, "Switched")
    shown = large.portfolio_page.inspector_open
    large.undo()
    qtbot.keyClick(large, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert large.portfolio_page.inspector_open == shown
    qtbot.waitUntil(lambda: idle(large))


def test_several_large_steps_are_taken_back_one_after_the_other(large, qtbot):
    before = name(large)
    for text in ("One", "Two", "Three"):
        rename(large, text)
    take_back(large, 2)
    qtbot.waitUntil(lambda: len(large.undone_on) == 2 and idle(large))
    assert name(large) == "One"
    take_back(large, 1)
    qtbot.waitUntil(lambda: len(large.undone_on) == 3 and idle(large))
    assert name(large) == before


def test_a_large_step_that_is_refused_says_why_and_lets_go_of_the_window(large, qtbot, monkeypatch):
    def refused(session):
        raise Problem("A decision stands on it.")

    rename(large, "Decided")
    monkeypatch.setattr(Session, "undo", refused)
    said: list[str] = []
    window_edits.undo(large, lambda: said.append("went on"))
    qtbot.waitUntil(lambda: idle(large))
    assert large.message_bar.message == "A decision stands on it." and large.message_bar.kind == "bad"
    assert name(large) == "Decided" and said == []
    monkeypatch.undo()
