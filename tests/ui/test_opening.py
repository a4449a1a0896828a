"""A file that a person picks is read beside the window: it tells so, nothing can be pressed, and a refusal is said."""
from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from app import session as session_module
from app.core.collector import held_back
from app.errors import Problem
from app.ui import preferences, warm
from tests.support import add_tree


@pytest.fixture
def file(session):
    """A file with one measure, closed."""
    add_tree(session)
    copy = session.path.with_name("picked.trimtab")
    session.copy_to(copy)
    return copy


def test_a_picked_file_is_read_on_another_thread_and_shown_on_the_windows(window, file, qtbot, monkeypatch):
    read_on: list[int] = []
    real = session_module.open_session

    def noting(path):
        read_on.append(threading.get_ident())
        return real(path)

    monkeypatch.setattr(session_module, "open_session", noting)
    window.open_beside(file)
    assert window.session is None and window.page == "start"
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.page == "portfolio" and window.portfolio_page.row_count() > 0
    assert len(read_on) == 1 and read_on[0] != threading.get_ident()
    assert not window.message_bar.isVisible()
    window.close_file()


def test_while_a_slow_file_is_read_the_window_says_so_and_takes_no_input(window, file, qtbot, monkeypatch):
    go_on, real = threading.Event(), session_module.open_session

    def slow(path):
        go_on.wait(10)
        return real(path)

    monkeypatch.setattr(session_module, "open_session", slow)
    pressed: list[str] = []
    window.pages["start"].begin["file.sample"].pressed.connect(lambda: pressed.append("sample"))
    window.open_beside(file)
    qtbot.waitUntil(lambda: window.message_bar.isVisible())
    assert "Opening picked.trimtab" in window.message_bar.message
    qtbot.mouseClick(window.pages["start"].begin["file.sample"], Qt.MouseButton.LeftButton)
    assert pressed == []
    go_on.set()
    qtbot.waitUntil(lambda: window.session is not None)
    assert not window.message_bar.isVisible()
    window.close_file()
    monkeypatch.undo()


def test_a_file_that_cannot_be_opened_is_refused_in_words_and_forgotten(window, tmp_path, qtbot):
    missing = tmp_path / "gone.trimtab"
    missing.write_text("Dear all")
    preferences.remember_file(missing)
    window.open_beside(missing)
    qtbot.waitUntil(lambda: window.message_bar.isVisible())
    assert "gone.trimtab" in window.message_bar.message and window.message_bar.kind == "bad"
    assert window.session is None and missing not in preferences.recent()


def test_what_a_file_needs_is_made_while_the_start_page_rests(window, qtbot, monkeypatch):
    monkeypatch.setattr(warm, "REST", 0)
    loaded: list[str] = []
    monkeypatch.setattr(warm, "import_module", loaded.append)
    warm.warm_up(window)
    assert not loaded and not window.has_file_parts
    qtbot.waitUntil(lambda: window.has_file_parts)
    assert loaded == list(warm.MODULES) and window.page == "start"


def test_a_file_that_is_opened_meanwhile_ends_the_warming_up(window, session, qtbot, monkeypatch):
    loaded: list[str] = []
    monkeypatch.setattr(warm, "REST", 0)
    monkeypatch.setattr(warm, "import_module", loaded.append)
    warm.warm_up(window)
    window.set_session(session)
    qtbot.wait(3 * warm.BETWEEN)
    assert loaded == []


def test_the_collector_is_on_again_after_it_was_held_back_whatever_happened():
    import gc
    assert gc.isenabled()
    with pytest.raises(Problem), held_back():
        assert not gc.isenabled()
        raise Problem("No.")
    assert gc.isenabled()
