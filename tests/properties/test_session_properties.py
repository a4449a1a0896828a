"""Whatever is done: undo all and redo all, journal = tables = memory, roll-up = naive sum, also across reopen."""
from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.core.dump import dump
from app.core.history import stacks
from tests.properties.random_edits import assert_sums_are_right, carry_out, edits_strategy
from tests.support import assert_tables_hold_what_the_journal_says, finish, new_session, reopen

# Ten thousand steps, each on disk before the next: two minutes here, more where the disk is slow.
pytestmark = pytest.mark.timeout(600)


@settings(max_examples=200)
@given(steps=st.lists(edits_strategy, min_size=1, max_size=25))
def test_undo_all_gives_the_empty_file_and_redo_all_the_full_one(steps: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = new_session(Path(folder))
        empty = dump(session.portfolio)
        for step in steps:
            carry_out(session, step)
        full = dump(session.portfolio)
        assert_sums_are_right(session.portfolio)
        undone = len(stacks(session.steps()).undo)
        while stacks(session.steps()).undo:
            session.undo()
        assert dump(session.portfolio) == empty
        session = reopen(session)
        for _ in range(undone):
            session.redo()
        assert dump(session.portfolio) == full
        assert_tables_hold_what_the_journal_says(session)
        session.close()


class AnOpenFile(RuleBasedStateMachine):
    """Random edits, undo, redo, save and reopen; after each step memory, tables and sums agree."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.session = new_session(Path(self.folder.name))
        self.steps = 0

    @rule(edit=edits_strategy)
    def edit(self, edit) -> None:  # type: ignore[no-untyped-def]
        carry_out(self.session, edit)

    @rule(edits=st.lists(edits_strategy, min_size=2, max_size=5))
    def several(self, edits) -> None:  # type: ignore[no-untyped-def]
        for edit in edits:
            carry_out(self.session, edit)

    @rule()
    def undo(self) -> None:
        if self.session.undo_label() or stacks(self.session.steps()).undo:
            before = dump(self.session.portfolio)
            outcome = self.session.undo()
            assert outcome.left == []
            self.session.redo()
            assert dump(self.session.portfolio) == before
            self.session.undo()

    @rule()
    def redo(self) -> None:
        if stacks(self.session.steps()).redo:
            self.session.redo()

    @rule()
    def save_and_reopen(self) -> None:
        before = dump(self.session.portfolio)
        self.session = reopen(self.session)
        assert dump(self.session.portfolio) == before

    @invariant()
    def sums_and_tables_agree(self) -> None:
        self.steps += 1
        if self.steps % 10 == 0:
            assert_sums_are_right(self.session.portfolio)
            assert_tables_hold_what_the_journal_says(self.session)

    def teardown(self) -> None:
        finish(self.session)
        self.folder.cleanup()


TestAnOpenFile = AnOpenFile.TestCase
TestAnOpenFile.settings = settings(max_examples=200, stateful_step_count=50)
