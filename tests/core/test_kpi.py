"""KPIs hold actual values by month like lines hold amounts, and count in no sum of money."""
from __future__ import annotations

import pytest

from app.cli_set import set_one
from app.core import edits
from app.core.dump import dump
from app.core.kpis import kpis
from app.core.value.cube import cube
from app.core.values import month_index
from app.core.wording import said
from app.errors import Problem
from app.session import Session
from tests.support import add_line, add_tree

MARCH = month_index("2026-03")


def kpi(session: Session, **fields: object) -> str:
    uid, changes = edits.add(session.portfolio, "kpi", "", {"code": "VEL", "name": "Velocity", "unit": "points",
                                                            "scale": 1, "direction": "up", **fields})
    session.do("Add KPI", changes)
    return uid


def test_a_kpi_keeps_its_months_through_journal_tables_and_an_earlier_day(session: Session) -> None:
    uid = kpi(session)
    session.do("Months", edits.set_months(session.portfolio, uid, "actual", MARCH, [315, None, 0]), told="2026-03-20")
    assert session.portfolio.months_of(uid, "actual", MARCH, 3) == (315, None, 0)
    assert session.as_of("2026-03-19").months_of(uid, "actual", MARCH, 3) == (None, None, None)
    assert '"2026-03": 315' in dump(session.portfolio)


def test_its_values_are_no_money(session: Session) -> None:
    (measure,) = add_tree(session)
    line = add_line(session, measure)
    session.do("Plan", edits.set_months(session.portfolio, line, "actual", MARCH, [100]))
    before = cube(session.portfolio).total("", "actual")
    session.do("Months", edits.set_months(session.portfolio, kpi(session), "actual", MARCH, [999]))
    assert cube(session.portfolio).total("", "actual") == before == 100


def test_it_has_no_plan_months_yet(session: Session) -> None:
    with pytest.raises(Problem, match="not a series of a KPI"):
        edits.set_months(session.portfolio, kpi(session), "plan", MARCH, [1])


def test_a_month_is_typed_in_its_own_decimals_and_taken_back(session: Session) -> None:
    uid = kpi(session)
    set_one(session, "kpi:VEL", "actual@2026-03", "31.5", told=None, status="2026-03-31")
    assert session.portfolio.months_of(uid, "actual", MARCH, 1) == (315,)
    session.undo()
    assert session.portfolio.months_of(uid, "actual", MARCH, 1) == (None,)


def test_the_newest_value_and_all_months_are_told_in_its_own_decimals(session: Session) -> None:
    uid = kpi(session)
    kpi(session, code="A", name="Unmeasured")
    session.do("Months", edits.set_months(session.portfolio, uid, "actual", MARCH, [12345, None, -5]))
    empty, velocity = kpis(session.portfolio)
    assert (empty.latest, empty.months) == (None, [])
    assert velocity.latest == (MARCH + 2, -5) and len(velocity.months) == 2
    assert [velocity.text(v) for _, v in velocity.months] == ["1,234.5", "\u22120.5"]


def test_its_values_are_told_month_by_month_and_never_added_up(session: Session) -> None:
    uid = kpi(session)
    session.do("Months", edits.set_months(session.portfolio, uid, "actual", MARCH, [145, 92]))
    before = session.vector()
    changes = edits.set_months(session.portfolio, uid, "actual", MARCH, [150, 93])
    session.do("Months", changes)
    assert [(s.what, s.before, s.after) for s in said(session.portfolio, changes)] == [
        ("actual 2026-03", "14.5", "15.0"), ("actual 2026-04", "9.2", "9.3")]
    rows = [r for r in session.compared(before).rows if r.uid == uid]
    assert [(r.field, r.month, r.count, r.before, r.after) for r in rows] == [
        ("actual", MARCH, 1, 145, 150), ("actual", MARCH + 1, 1, 92, 93)]
