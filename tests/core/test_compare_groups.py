"""A comparison by measure: the money of the rows, of the groups and of the two roll-ups is the same money."""
from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import compare_groups as by
from app.core import edits
from app.core.catalog import SERIES
from app.core.compare import Comparison
from app.core.value.cube import cube
from app.core.values import month_index
from app.session import Session
from tests.properties.random_edits import carry_out, edits_strategy
from tests.support import add_line, add_tree, new_session

JAN = month_index("2026-01")


def money(groups: list[by.Group], series: str) -> int:
    return sum(dict(group.money).get(series, 0) for group in groups)


def the_money_agrees(found: Comparison) -> None:
    groups = by.groups(found)
    for series in SERIES:
        difference = cube(found.after).total("", series) - cube(found.before).total("", series)
        assert money(groups, series) == difference == dict(by.total(found)).get(series, 0)
    for group in groups:
        for series in SERIES:
            rows = sum(dict(change.row.money).get(series, 0) for change in group.changes)
            assert rows == dict(group.money).get(series, 0)
            if group.kind == "measure":
                before, after = (c.total(group.uid, series) if group.uid in c.outline.position else 0
                                 for c in (cube(found.before), cube(found.after)))
                assert rows == after - before


@settings(max_examples=60)
@given(st.lists(edits_strategy, min_size=2, max_size=25), st.integers(0, 10**6))
def test_groups_rows_and_roll_ups_tell_the_same_money(steps: list[Any], cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = new_session(Path(folder))
        for i, step in enumerate(steps):
            carry_out(session, step)
            if i == cut % len(steps):
                vector = session.vector()
        for found in (session.compared(vector), session.compared(None, vector)):
            the_money_agrees(found)
            whole = by.groups(found)
            for sort in by.SORTS:
                kept = [c for g in by.groups(found, sort) for c in g.changes]
                assert kept == [c for g in whole for c in g.changes if sort in by.sorts(c.row)]
        session.close()


def test_a_new_measure_is_one_row_with_its_parts_counted_and_their_money(session: Session) -> None:
    package = session.portfolio[add_tree(session)[0]].parent
    vector = session.vector()
    uid, changes = edits.add(session.portfolio, "measure", package, {"name": "Bridge loan"})
    session.do("Add measure", changes)
    session.do("Add activity", edits.add(session.portfolio, "activity", uid, {"name": "Sign"})[1])
    for amount in (100, 40):
        line = add_line(session, uid)
        session.do("Plan", edits.set_months(session.portfolio, line, "plan", JAN, [amount]))
    found = session.compared(vector)
    (group,) = by.groups(found)
    (change,) = group.changes
    assert (group.uid, group.what, group.money) == (uid, "added", (("plan", 140),))
    assert (change.row.uid, change.row.money) == (uid, (("plan", 140),))
    assert dict(change.parts) == {"activity": 1, "effect_line": 2}
    assert by.summary(found).new == 1 and by.groups(found, "gone") == [] and len(by.groups(found, "new")) == 1


def test_money_a_rate_moved_is_a_row_of_its_own(session: Session) -> None:
    measure = add_tree(session)[0]
    session.do("Currency", edits.set_setting(session.portfolio, "currency", "EUR"))
    line = add_line(session, measure, currency="USD")
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", JAN, [100]))
    rate = {"currency": "USD", "month": "2026-01", "rate": "0.9"}
    session.do("Rate", edits.add(session.portfolio, "rate", "", rate)[1])
    vector = session.vector()
    held = session.portfolio.of_kind("rate")[0]
    session.do("Rate", edits.set_field(session.portfolio, held.uid, "rate", "1.8"))
    found = session.compared(vector)
    the_money_agrees(found)
    measures = [g for g in by.groups(found) if g.uid == measure]
    assert [c.row.field for g in measures for c in g.changes] == [by.OTHERWISE]
    assert measures[0].money == by.total(found) != ()


def test_a_line_that_moves_to_another_measure_takes_its_money_along(session: Session) -> None:
    one, two = add_tree(session, measures=2)
    line = add_line(session, one)
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", JAN, [70]))
    vector = session.vector()
    session.do("Move", edits.move(session.portfolio, line, two))
    found = session.compared(vector)
    the_money_agrees(found)
    assert {g.uid: g.money for g in by.groups(found)} == {one: (("plan", -70),), two: (("plan", 70),)}
    assert by.total(found) == ()


def test_the_summary_counts_records_measures_and_days(session: Session) -> None:
    one, two, three = add_tree(session, measures=3)
    for uid in (one, two):
        session.do("Finish", edits.set_field(session.portfolio, uid, "finish", "2026-03-31"))
    vector = session.vector()
    session.do("Later", edits.set_field(session.portfolio, one, "finish", "2026-05-15"))
    session.do("Earlier", edits.set_field(session.portfolio, two, "finish", "2026-03-20"))
    session.do("Rename", edits.set_field(session.portfolio, two, "name", "Other"))
    session.do("Delete", edits.delete(session.portfolio, [three]))
    told = by.summary(session.compared(vector))
    assert (told.records, told.measures, told.new, told.gone) == (3, 3, 0, 1)
    assert (told.later, told.latest, told.earlier, told.money) == (1, 45, 1, ())
