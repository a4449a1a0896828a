"""The harness must bite: with a fault planted in merge, undo, roll-up or three-way import a property fails."""
from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

import app.session as session_module
from app.core import change, history
from app.core.dump import dump
from app.core.history import stacks
from app.core.intake import plan as intake
from app.core.value import rolling
from tests.properties.random_edits import Edit, assert_sums_are_right, carry_out, edits_strategy
from tests.properties.test_import_properties import assert_importing_twice_is_importing_once, batches
from tests.support import assert_tables_hold_what_the_journal_says, new_session

_SEARCH = settings(max_examples=300, database=None, phases=(Phase.generate,),
                   suppress_health_check=list(HealthCheck), deadline=None)


def breaks(steps: list[Edit]) -> bool:
    """Does any property fail after these edits?"""
    with tempfile.TemporaryDirectory() as folder:
        session = new_session(Path(folder))
        try:
            empty = dump(session.portfolio)
            for step in steps:
                carry_out(session, step)
            assert_sums_are_right(session.portfolio)
            assert_tables_hold_what_the_journal_says(session)
            for _ in session.steps():       # a fault may keep an undo from taking anything back: not for ever
                if stacks(session.steps()).undo:
                    assert session.undo().left == []
            assert not stacks(session.steps()).undo
            assert dump(session.portfolio) == empty
        except (AssertionError, session_module.Problem):
            return True
        finally:
            session.close()
        return False


_STEPS = st.lists(edits_strategy, min_size=8, max_size=25)
_WITH_MONEY = _STEPS.map(lambda steps: [Edit("branch", 0, 0, "A", ()), Edit("line", 0, 0, "B", ()), *steps])


def assert_caught(examples: st.SearchStrategy[Any] = _STEPS, fails: Callable[[Any], bool] = breaks) -> None:
    """One failing example is enough. It need not fail again: new records draw their uids, and some faults
    show in one order of uids only, so nothing is replayed."""
    caught: list[Any] = []

    @_SEARCH
    @given(examples)
    def search(example: Any) -> None:
        if not caught and fails(example):
            caught.append(example)

    search()
    assert caught, "the planted fault went unnoticed"


def test_without_a_fault_nothing_is_caught() -> None:
    with pytest.raises(NoSuchExample):
        find(_STEPS, breaks, settings=settings(_SEARCH, max_examples=40))


def test_a_merge_of_changes_that_keeps_the_first_of_two_months_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    good: Callable[..., Any] = change.net

    def bad(changes: Any) -> Any:
        return [c._replace(old=c.new) if c.month is not None and len(c.new) > 2 else c for c in good(changes)]

    monkeypatch.setattr(session_module, "net", bad)
    monkeypatch.setattr(session_module, "_CHECK_OLD_UP_TO", -1)
    assert_caught(_WITH_MONEY)          # edits at random seldom come to months: one fault in 25 examples, and none once


def test_an_undo_that_forgets_the_last_change_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    good = history.take_back

    def bad(*args: Any) -> Any:
        back, left = good(*args)
        return (back[:-1] if len(back) > 1 else back), left

    monkeypatch.setattr(history, "take_back", bad)
    assert_caught()


def test_a_roll_up_that_drops_the_last_line_of_a_node_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    good = rolling._bounds

    def bad(*args: Any) -> Any:
        low, high = good(*args)
        return low, np.where(high - low > 1, high - 1, high)

    monkeypatch.setattr(rolling, "_bounds", bad)
    assert_caught()


def test_an_import_that_overwrites_what_a_person_changed_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake._Intake, "_decide", lambda *args: True)

    def fails(batch: Any) -> bool:
        try:
            assert_importing_twice_is_importing_once(batch)
        except AssertionError:
            return True
        return False

    assert_caught(batches, fails)
