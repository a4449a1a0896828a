"""Earned value against a printed example and against division by nothing."""
from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.core.value.earned_value import EarnedValue, complete, earned, earned_value
from tests.core.value.making import JAN, line, put, put_field, tree


def test_the_textbooks_fence_gives_its_printed_figures() -> None:
    """Mulcahy, PMP Exam Prep: four sides, 1,000 each; three planned, two and a half built, 2,800 spent."""
    found = EarnedValue(4000, 3000, earned(4000, Fraction(5, 8)), 2800)
    assert found.ev == 2500
    assert found.cpi is not None and round(float(found.cpi), 3) == 0.893
    assert found.spi is not None and round(float(found.spi), 3) == 0.833
    assert (found.eac, found.vac) == (4480, -480)         # the book divides by the rounded 0.893: 4,479 and -479


def test_where_nothing_is_planned_earned_or_spent_a_figure_is_missing_not_infinite() -> None:
    assert EarnedValue(100, 0, 0, 0).cpi is None and EarnedValue(100, 0, 0, 0).spi is None
    assert EarnedValue(100, 50, 0, 10).cpi == 0 and EarnedValue(100, 50, 0, 10).eac is None
    assert EarnedValue(100, 50, 40, 0).eac is None
    unknown = EarnedValue(100, 50, None, 10)
    assert (unknown.cpi, unknown.spi, unknown.eac, unknown.vac) == (None, None, None, None)


def test_percent_complete_weighs_activities_by_planned_working_days() -> None:
    p, (measure,) = tree()
    line(p, measure, "one_time_cost", plan=[100_000, 100_000, 0], actual=[90_000, 150_000])
    line(p, measure, plan=[None, None, 500_000], actual=[None, 70_000])             # benefits are not earned value
    put(p, "activity", measure, plan_start="2026-01-05", plan_finish="2026-01-09", percent=10_000)      # 5 days
    put(p, "activity", measure, plan_start="2026-01-12", plan_finish="2026-01-30", percent=2_000)       # 15 days
    put(p, "activity", measure, plan_start="2026-02-02", plan_finish="2026-02-02", percent=0)           # milestone
    found = earned_value(p, "2026-02-28", measure)
    assert found.bac == 200_000 and found.pv == 200_000 and found.ac == 240_000
    assert found.ev == 200_000 * (5 * 100 + 15 * 20) // (20 * 100) == 80_000
    assert found.cpi == Fraction(1, 3) and found.spi == Fraction(2, 5) and found.eac == 600_000
    assert found.vac == -400_000


def test_a_weight_told_outweighs_days_and_an_actual_finish_is_complete() -> None:
    p, (measure,) = tree()
    line(p, measure, "one_time_cost", plan=[1000])
    put(p, "activity", measure, plan_start="2026-01-05", plan_finish="2026-01-09", weight="3", percent=5_000)
    put(p, "activity", measure, weight="1", actual_finish="2026-01-09")
    assert earned_value(p, "2026-01-31").ev == round(1000 * Fraction(5, 8))


def test_a_measure_without_activities_counts_as_reported_and_is_named_when_nobody_says() -> None:
    p, (told, silent) = tree(2)
    for measure in (told, silent):
        line(p, measure, "one_time_cost", plan=[1000], actual=[500])
    put_field(p, told, "progress", 2_500)
    found = earned_value(p, "2026-01-31")
    assert found.ev == 250 and found.unmeasured == (silent,) and found.bac == 2000
    assert earned_value(p, "2026-01-31", silent).ev is None


def test_planned_to_date_ends_with_the_month_actuals_end_with() -> None:
    p, (measure,) = tree()
    line(p, measure, "one_time_cost", JAN, plan=[10, 20, 30, 40], actual=[10, 25])
    assert earned_value(p, "2026-04-17").pv == 30
    assert earned_value(p, "2025-12-31").pv == 0


def test_what_was_spent_without_a_month_was_spent_to_date() -> None:
    p, (measure,) = tree()
    cost = line(p, measure, "one_time_cost", plan=[100])
    put_field(p, cost, "undated_actual", 30)
    assert earned_value(p, "2026-01-31").ac == 30


@given(st.lists(st.tuples(st.fractions(0, 100, max_denominator=9), st.integers(0, 10_000)), max_size=12))
def test_complete_is_the_weighted_mean(parts: list[tuple[Fraction, int]]) -> None:
    found, weight = complete(parts), sum(w for w, _ in parts)
    assert (found is None) == (weight == 0)
    if found is not None:
        assert 0 <= found <= 1 and found * weight * 10_000 == sum(w * b for w, b in parts)
