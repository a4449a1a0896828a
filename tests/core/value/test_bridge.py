"""The bridge adds up, line by line and month by month, and names the cause a reader would name."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.catalog import CATEGORIES, CATEGORY_NAMES, EFFECT_TYPES, TYPE_NAMES
from app.core.portfolio import Portfolio
from app.core.value.bridge import CAUSES, STEPS, Bridge, bridge, causes, timing, windows
from app.core.value.causes import CAUSE_NAMES
from app.core.value.variance import figures
from app.errors import Problem
from tests.core.value.making import JAN, line, put, put_field, tree

STATUS = "2026-03-31"
YEAR = (JAN, JAN + 12)


def amounts(found: Bridge) -> dict[str, int]:
    return {part.cause: part.amount for part in found.parts}


def of_year(p: Portfolio, of: tuple[str, str] = ("plan", "expected")) -> dict[str, int]:
    return amounts(bridge(p, STATUS, "", *YEAR, of=of))


def deliver(p: Portfolio, measure: str, plan: str, finish: str, **fields: object) -> str:
    return put(p, "activity", measure, plan_start="2026-01-02", plan_finish=plan, start="2026-01-02", finish=finish,
               **fields)


def test_benefits_below_and_above_plan_are_told_apart_by_measure() -> None:
    p, (low, high) = tree(2)
    line(p, low, plan=[100] * 12, actual=[90, 80, 100])
    line(p, high, plan=[50] * 12, actual=[50, 60, 50])
    found = bridge(p, STATUS, "", JAN, JAN + 3, ("plan", "actual"))
    assert (found.start, found.end) == (450, 430)
    assert amounts(found) == {"under_delivering": -30, "over_delivering": 10}
    assert found.parts[0].measures == ((low, -30),) and found.parts[1].measures == ((high, 10),)


def test_a_slip_of_two_months_explains_what_the_moved_plan_explains_and_no_more() -> None:
    p, (measure,) = tree()
    deliver(p, measure, "2026-01-30", "2026-03-20", actual_finish="2026-03-20")
    line(p, measure, plan=[None, 100, 100, 100, 100, 100], actual=[0, 0, 0], forecast=[None, 0, 0, 90, 100, 100])
    assert of_year(p) == {"slipped": -200, "under_delivering": -10}


def test_one_time_benefits_that_slip_are_missing_first_and_there_later() -> None:
    p, (measure,) = tree()
    deliver(p, measure, "2026-02-27", "2026-05-29")
    line(p, measure, "one_time_benefit", plan=[None, 500], forecast=[None, None, None, None, 500], actual=[0, 0, 0])
    line(p, measure, "recurring_cost", plan=[0, 0, 1], actual=[0, 0, 1])
    found = windows(p, STATUS)
    assert amounts(found["so_far"]) == {"slipped": -500} and amounts(found["to_come"]) == {"slipped": 500}
    assert [part.amount for part in found["year"].parts] == []


def test_a_line_with_an_anchor_slips_with_it_and_not_with_its_measure() -> None:
    p, (measure,) = tree()
    deliver(p, measure, "2026-01-30", "2026-06-30")
    anchor = deliver(p, measure, "2026-01-30", "2026-01-30", actual_finish="2026-01-30", role="launch")
    line(p, measure, fields={"anchor": anchor}, plan=[100] * 3, actual=[40, 100, 100])
    assert of_year(p) == {"under_delivering": -60}


def test_what_is_not_done_is_as_late_as_the_status_date() -> None:
    p, (measure,) = tree()
    deliver(p, measure, "2026-01-30", "2026-01-30", percent=5000)
    line(p, measure, plan=[None, 100, 100], actual=[0, 0, 0])
    line(p, measure, "recurring_cost", plan=[0, 0, 1], actual=[0, 0, 1])
    assert of_year(p) == {"slipped": -200}


def test_a_held_measures_missing_benefit_is_on_hold_and_its_cost_is_not() -> None:
    p, (measure,) = tree()
    line(p, measure, plan=[10] * 12, forecast=[10] * 12, actual=[10, 0, 5])
    line(p, measure, "recurring_cost", plan=[1] * 12, forecast=[2] * 12, actual=[1, 1, 1])
    put_field(p, measure, "held", True)
    assert of_year(p) == {"on_hold": -10 - 5 - 90, "rest": -9}


def test_after_its_cancellation_all_of_a_measures_gap_is_cancelled() -> None:
    p, (measure,) = tree()
    line(p, measure, plan=[10] * 12, forecast=[10] * 12, actual=[8, 10, 10])
    line(p, measure, "one_time_cost", plan=[0, 0, 0, 0, 70], forecast=[0, 0, 0, 0, 70], actual=[0])
    put(p, "decision", measure, outcome="cancel", decided_on="2026-03-10")
    assert of_year(p) == {"cancelled": -90 + 70, "under_delivering": -2}
    assert figures(p, STATUS).expected_of("") == 28


def test_one_time_cost_earlier_or_later_is_timing_and_the_rest_is_overspend() -> None:
    p, (measure,) = tree()
    line(p, measure, "one_time_cost", plan=[None, None, None, 100, 100], actual=[60, 0, 0], forecast=[0, 0, 0, 70, 100])
    found = windows(p, STATUS)
    # Spent 60 early and 30 less in April: 30 more in all. 30 is timing there and back, 30 is overspend.
    assert amounts(found["so_far"]) == {"timing": -30, "rest": -30} and amounts(found["to_come"]) == {"timing": 30}
    assert amounts(found["year"]) == {"rest": -30}


def test_a_step_to_actual_ends_with_the_actuals_on_both_sides() -> None:
    p, (measure,) = tree()
    line(p, measure, plan=[10] * 12, forecast=[9] * 12, actual=[7, 7, 7])
    found = bridge(p, STATUS, "", *YEAR, of=("forecast", "actual"))
    assert (found.start, found.end) == (27, 21) and amounts(found) == {"under_delivering": -6}
    assert bridge(p, "2025-12-31", "", *YEAR, of=("plan", "actual")) == Bridge(("plan", "actual"), 0, (), 0)
    with pytest.raises(Problem, match="no bridge from actual to plan"):
        bridge(p, STATUS, of=("actual", "plan"))


@given(st.lists(st.integers(-10**12, 10**12), min_size=1, max_size=24))
def test_timing_sums_to_nothing_and_never_outgrows_a_months_gap(gaps: list[int]) -> None:
    found = timing(gaps)
    assert sum(found) == 0
    assert all(0 <= t <= g or g <= t <= 0 for t, g in zip(found, gaps, strict=True))
    larger = sum(gaps)
    assert all(t == g for t, g in zip(found, gaps, strict=True) if g * larger <= 0)


@settings(max_examples=80)
@given(st.data())
def test_parts_sum_to_the_gap_of_every_node_in_every_window(data: st.DataObject) -> None:
    p, measures = tree(3)
    values = st.lists(st.one_of(st.none(), st.integers(-10**9, 10**9)), max_size=14)
    for measure in measures:
        for _ in range(data.draw(st.integers(0, 2))):
            chosen: dict[str, Any] = {"type_": data.draw(st.sampled_from(("recurring_benefit", "one_time_cost",
                                                                          "recurring_cost", "one_time_benefit")))}
            series = {s: data.draw(values) for s in ("plan", "forecast", "actual")}
            line(p, measure, **chosen, fields={"undated_plan": data.draw(st.sampled_from((None, 3)))}, **series)
        if data.draw(st.booleans()):
            deliver(p, measure, "2026-03-31", data.draw(st.sampled_from(("2026-01-15", "2026-05-01", "2029-01-01"))))
        match data.draw(st.sampled_from(("", "held", "cancel", "word"))):
            case "held":
                put_field(p, measure, "held", True)
            case "cancel":
                put(p, "decision", measure, outcome="cancel", decided_on="2026-02-10")
            case "word":
                put_field(p, measure, "stage", "Cancelled")
    f = figures(p, STATUS)
    for of in STEPS:
        found = causes(p, STATUS, of)
        assert np.array_equal(found.parts.sum(axis=0), found.finish - found.begin)
        assert np.array_equal(found.undated.sum(axis=0), found.finish_undated - found.begin_undated)
    for node in ("", *measures):
        for span in ((None, None), YEAR, (JAN + 1, JAN + 5)):
            one = bridge(p, STATUS, node, *span)
            assert one.start == f.plan_of(node, *span) and one.end == f.expected_of(node, *span)
            assert one.start + sum(part.amount for part in one.parts) == one.end
            assert all(sum(a for _, a in part.measures) == part.amount for part in one.parts)
        cut = windows(p, STATUS, node)
        for cause in CAUSES:
            assert (amounts(cut["so_far"]).get(cause, 0) + amounts(cut["to_come"]).get(cause, 0)
                    == amounts(cut["year"]).get(cause, 0))


def test_every_cause_type_and_category_has_a_name_and_no_name_is_left_over() -> None:
    assert tuple(CAUSE_NAMES) == CAUSES
    assert tuple(TYPE_NAMES) == EFFECT_TYPES and tuple(CATEGORY_NAMES) == CATEGORIES
