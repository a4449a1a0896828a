"""Two states side by side: each difference once, with who, when and how much money; snapshots never move."""
from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import compare, edits, states
from app.core.catalog import SERIES
from app.core.change import Tx
from app.core.value.cube import cube
from app.core.values import month_index
from app.errors import Problem
from app.session import Session
from tests.properties.random_edits import carry_out, edits_strategy
from tests.support import FakeClock, add_line, add_tree, new_session

JAN = month_index("2026-01")


def snap(session: Session, name: str = "Steering March") -> str:
    uid, changes = states.snapshot(session.portfolio, name, session.vector(), "as presented")
    session.do("Snapshot", changes)
    return uid


def since(session: Session, state: str) -> list[compare.Row]:
    """What is different now from a day or a snapshot, the snapshot itself left out."""
    point = state if "-" in state else states.vector_of(session.portfolio, state)
    return [row for row in session.compared(point).rows if row.kind != "snapshot"]


def test_what_changed_since_a_snapshot_says_who_when_and_how_much(session: Session, clock: FakeClock) -> None:
    measure = add_tree(session)[0]
    line = add_line(session, measure, "recurring_cost", name="Licences")
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", JAN, [100, 100, 100]))
    uid = snap(session)
    clock.date = "2026-04-02"
    session.person = "Eva"
    session.do("Plan dearer", edits.set_months(session.portfolio, line, "plan", JAN + 1, [150, 160]))
    session.do("Rename", edits.set_field(session.portfolio, measure, "name", "New name"))
    name, series = sorted(since(session, uid), key=lambda row: row.field)
    assert (name.kind, name.field, name.before, name.after) == ("measure", "name", "Measure 1", "New name")
    assert (name.who, name.told, name.label) == ("Eva", "2026-04-02", "Rename")
    assert (series.name, series.field, series.month, series.count) == ("M1#Licences", "plan", JAN + 1, 2)
    assert (series.before, series.after, series.money) == (200, 310, (("plan", -110),))
    assert name.money == () and sorted(since(session, "2026-03-31"), key=lambda row: row.field) == [
        name, series]


def test_a_snapshot_gives_the_state_it_named_whatever_comes_later(session: Session) -> None:
    measure = add_tree(session)[0]
    uid = snap(session)
    session.do("Late", edits.set_field(session.portfolio, measure, "name", "Later"), told="2020-01-01")
    assert session.at_snapshot(uid)[measure].name == "Measure 1"
    assert session.as_of("2020-06-30").get(measure) is None
    assert states.snapshots(session.portfolio) == [(uid, "Steering March")]


def test_a_snapshot_needs_a_name_of_its_own_and_a_state(session: Session) -> None:
    measure = add_tree(session)[0]
    uid = snap(session)
    for name in ("steering march", "  "):
        with pytest.raises(Problem):
            states.snapshot(session.portfolio, name, session.vector())
    with pytest.raises(Problem, match="no state"):
        states.snapshot(session.portfolio, "Empty", {})
    with pytest.raises(Problem, match="M1 names no state"):
        session.at_snapshot(measure)
    with pytest.raises(Problem, match="for good"):
        session.do("Bend", edits.set_field(session.portfolio, uid, "vector", {"x": 1}))
    session.do("Rename", states.rename(session.portfolio, uid, "Review"))
    assert states.snapshots(session.portfolio) == [(uid, "Review")]


def test_records_that_came_went_or_moved_are_one_row_each(session: Session) -> None:
    one, two = add_tree(session, measures=2)
    line = add_line(session, one)
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", JAN, [10]))
    before = session.timeline.now()
    session.do("Delete", edits.delete(session.portfolio, [one]))
    package = session.portfolio[two].parent
    other, changes = edits.add(session.portfolio, "package", session.portfolio[package].parent, {"name": "Other"})
    session.do("Add", changes)
    session.do("Move", edits.move(session.portfolio, two, other))
    found = compare.rows(before, session.portfolio, [Tx(session.tx(h.id).head, session.tx(h.id).changes)
                                                     for h in reversed(session.history(3))])
    assert [(r.what, r.kind, r.label) for r in found] == [
        ("added", "package", "Add"), ("removed", "measure", "Delete"), ("moved", "measure", "Move"),
        ("removed", "effect_line", "Delete")]
    assert found[-1].money == (("plan", -10),) and (found[2].before, found[2].after) == (package, other)
    assert compare.measures(before, session.portfolio) == [compare.Moved(one, (("plan", -10),))]


def test_a_baseline_of_levels_moves_every_series_measured_against_it(session: Session) -> None:
    measure = add_tree(session)[0]
    line = add_line(session, measure, "recurring_cost", line_kind="level")
    session.do("Baseline", edits.set_months(session.portfolio, line, "baseline", JAN, [100]))
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", JAN, [80]))
    before = session.timeline.now()
    session.do("Baseline", edits.set_months(session.portfolio, line, "baseline", JAN, [110]))
    found = compare.rows(before, session.portfolio)
    assert [(r.field, r.money) for r in found] == [("baseline", (("plan", 10),))]


def test_a_line_that_becomes_a_cost_and_gets_another_plan_counts_each_euro_once(session: Session) -> None:
    line = add_line(session, add_tree(session)[0])
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", JAN, [100]))
    session.do("Forecast", edits.set_months(session.portfolio, line, "forecast", JAN, [90]))
    before = session.timeline.now()
    session.do("Type", edits.set_field(session.portfolio, line, "type", "recurring_cost"))
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", JAN, [70]))
    found = {r.field: dict(r.money) for r in compare.rows(before, session.portfolio)}
    assert found == {"plan": {"plan": -170}, "type": {"forecast": -180}}


def test_equal_states_have_no_differences(session: Session) -> None:
    add_line(session, add_tree(session)[0])
    before = session.timeline.now()
    session.do("Add", edits.add(session.portfolio, "organization", "", {"name": "Other"})[1])
    session.undo()
    assert compare.rows(before, session.portfolio) == [] == compare.measures(before, session.portfolio)


@settings(max_examples=60)
@given(st.lists(edits_strategy, min_size=2, max_size=20), st.integers(0, 10**6))
def test_the_rows_money_adds_up_to_the_difference_of_the_sums(steps: list[Any], cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = new_session(Path(folder))
        for i, step in enumerate(steps):
            carry_out(session, step)
            if i == cut % len(steps):
                before = session.timeline.now()
        found = compare.rows(before, session.portfolio)
        for series in SERIES:
            moved = sum(dict(row.money).get(series, 0) for row in found)
            assert moved == cube(session.portfolio).total("", series) - cube(before).total("", series)
            assert moved == sum(dict(m.series).get(series, 0) for m in compare.measures(before, session.portfolio))
        back = compare.rows(session.portfolio, before)
        swap = {"added": "removed", "removed": "added"}
        assert sorted((r.uid, r.field, swap.get(r.what, r.what)) for r in found) == sorted(
            (r.uid, r.field, r.what) for r in back)
        session.close()
