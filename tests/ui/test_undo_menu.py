"""The last steps in words, and several of them taken back at once."""
from __future__ import annotations

from app.ui.undo_menu import UndoMenu, last_steps
from tests.ui.test_looking import look_back, two_months

__all__ = ["two_months"]


def test_the_last_steps_are_listed_in_words_and_taken_back_down_to_the_one_chosen(two_months, session):
    window = two_months
    menu = window.findChild(UndoMenu, "undo_menu")
    menu.fill()
    assert [a.text() for a in menu.actions()][:3] == ["Add", "Plan  (2 steps)", "Rename  (3 steps)"]
    menu.actions()[2].trigger()
    assert sorted(r.name for r in session.present.of_kind("measure")) == ["Measure 1", "Measure 2"]
    session.redo()
    assert last_steps(session)[0] == "Rename", "a step done again is called as it was"


def test_in_the_past_nothing_is_offered_to_undo(two_months, session, qtbot):
    look_back(two_months, qtbot)
    menu = two_months.findChild(UndoMenu, "undo_menu")
    menu.fill()
    assert [(a.text(), a.isEnabled()) for a in menu.actions()] == [("Nothing to undo", False)]
