"""Any state reached by any way is the journal replayed, and states already given stay as they are."""
from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import edits
from app.core.dump import dump
from app.core.history import stacks
from app.core.value.cube import cube
from app.errors import Problem
from app.session import Session
from app.store import verify
from app.store.timeline import Timeline
from tests.properties.random_edits import carry_out, edits_strategy
from tests.support import FakeClock, add_line, add_tree, new_session

DAYS = tuple(f"2026-03-{d:02d}" for d in (2, 5, 9, 14, 20))


@settings(max_examples=120)
@given(st.lists(st.tuples(edits_strategy, st.sampled_from(DAYS), st.sampled_from("eeeeuur")), min_size=3, max_size=20),
       st.lists(st.one_of(st.sampled_from(("2026-01-01", *DAYS)), st.integers(0, 30)), min_size=2, max_size=9))
def test_a_state_is_the_journal_replayed_whatever_was_looked_at_before(steps: list[Any], looks: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock = FakeClock()
        session = new_session(Path(folder), clock=clock)
        vectors = [session.vector()]
        for edit, day, verb in steps:
            clock.date = day                              # told late now and then: the days come in any order
            found = stacks(session.steps())
            if verb == "u" and found.undo:
                session.undo()
            elif verb == "r" and found.redo:
                session.redo()
            else:
                carry_out(session, edit)
            vectors.append(session.vector())
        store = session._store
        line = Timeline(store)
        given_out = []
        for look in looks:
            if isinstance(look, str):
                state, expected = line.as_of(look), verify.replay(store, told=look)
            else:
                vector = vectors[look % len(vectors)]
                state, expected = line.at(vector), verify.replay(store, upto=vector)
            assert verify.differences(state, expected) == []
            assert dump(state) == dump(expected) and state.outline.uids == expected.outline.uids
            assert cube(state).total("", "plan") == cube(expected).total("", "plan")
            given_out.append((state, dump(state)))
        assert dump(line.now()) == dump(session.portfolio)
        assert all(dump(state) == text for state, text in given_out)
        session.close()


def _two_days(session: Session, clock: FakeClock) -> str:
    clock.date = "2026-03-02"
    line = add_line(session, add_tree(session)[0])
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", 24312, [1, 2, 3]))
    clock.date = "2026-03-09"
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", 24312, [7]))
    return line


def test_the_slider_stands_on_days_that_told_something(session: Session, clock: FakeClock) -> None:
    line = _two_days(session, clock)
    assert session.days() == ["2026-03-02", "2026-03-09"]
    assert session.as_of("2026-03-08").months_of(line, "plan", 24312, 3) == (1, 2, 3)
    assert session.as_of("2026-03-01").records == {}
    assert session.as_of("2026-03-08") is session.as_of("2026-03-07")


def test_a_state_that_was_given_out_does_not_move_when_the_file_does(session: Session, clock: FakeClock) -> None:
    line = _two_days(session, clock)
    state = session.as_of("2026-03-09")
    assert cube(state).total("", "plan") == 12
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", 24312, [100]))
    session.do("Name", edits.set_field(session.portfolio, line, "name", "Other"))
    assert cube(state).total("", "plan") == 12 and state[line].name == ""
    assert session.as_of("2026-03-09").months_of(line, "plan", 24312, 1) == (100,)


def test_what_was_told_late_is_in_the_day_and_not_in_the_vector(session: Session, clock: FakeClock) -> None:
    line = _two_days(session, clock)
    vector = session.vector()
    session.do("Late", edits.set_months(session.portfolio, line, "plan", 24313, [9]), told="2026-03-02")
    assert session.as_of("2026-03-02").months_of(line, "plan", 24312, 3) == (1, 9, 3)
    assert session.timeline.at(vector).months_of(line, "plan", 24312, 3) == (7, 2, 3)
    assert [head.label for head in session.timeline.late("2026-03-02", vector)] == ["Late"]
    assert [tx.head.label for tx in session.timeline.between(vector)] == ["Late"]


def test_an_earlier_state_is_read_everywhere_and_changed_nowhere_until_now_is_back(
        session: Session, clock: FakeClock) -> None:
    line = _two_days(session, clock)
    session.look_at(session.state("2026-03-02"), "the file as of 2 Mar 2026")
    assert session.portfolio.months_of(line, "plan", 24312, 1) == (1,) and session.readonly
    assert session.present.months_of(line, "plan", 24312, 1) == (7,)
    count = session.tx_count()
    for change in (lambda: session.do("Name", edits.set_field(session.portfolio, line, "name", "Other")), session.undo):
        with pytest.raises(Problem, match=r"as of 2 Mar 2026.*read, not changed"):
            change()
    assert session.tx_count() == count
    session.look_at(None)
    assert session.portfolio is session.present and not session.readonly and session.looking_back == ""
    session.do("Name", edits.set_field(session.portfolio, line, "name", "Other"))


def test_the_states_around_a_transaction_differ_by_it_alone(session: Session, clock: FakeClock) -> None:
    _two_days(session, clock)
    for row in session.history():
        before, after = session.timeline.around(row.id)
        assert [tx.head.id for tx in session.timeline.between(before, after)] == [row.id]
        assert session.timeline.told_on(after) == row.told
    assert session.timeline.told_on({}) == ""
    with pytest.raises(Problem, match="no transaction"):
        session.timeline.around("nothing")
