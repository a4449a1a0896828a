"""Definitions of product.md section 4 against examples small enough to add up by hand."""
from __future__ import annotations

import pytest

from app.core import edits
from app.core.value.cube import cube
from app.core.value.variance import figures
from app.core.values import month_index
from app.session import Session
from tests.support import add_line, add_tree

JAN = month_index("2026-01")


def _months(session: Session, line: str, series: str, values: list[int | None], first: int = JAN) -> None:
    session.do("Months", edits.set_months(session.portfolio, line, series, first, values))


def test_a_total_is_benefit_less_cost_over_money_lines_only(session: Session) -> None:
    """004-54, 004-55: one-time setup cost and recurring benefit; FTE is value but no money."""
    measure = add_tree(session)[0]
    _months(session, add_line(session, measure, "recurring_benefit"), "plan", [100, 100, None, 100])
    _months(session, add_line(session, measure, "one_time_cost"), "plan", [70])
    _months(session, add_line(session, measure, "recurring_benefit", category="fte", currency=None), "plan", [5000])
    found = cube(session.portfolio)
    assert found.total("", "plan") == 230
    assert found.total(measure, "plan", JAN, JAN + 1) == 30
    assert found.by_type() == {"one_time_cost": {"plan": 70}, "recurring_benefit": {"plan": 300}}


def test_a_line_of_levels_counts_as_its_difference_to_the_baseline(session: Session) -> None:
    """004-50, 004-53: baseline service cost 100 a month, planned 80: the effect is +20, favourable."""
    measure = add_tree(session)[0]
    cost = add_line(session, measure, "recurring_cost", line_kind="level")
    _months(session, cost, "baseline", [100, 100])
    _months(session, cost, "plan", [80, 80])
    income = add_line(session, measure, "recurring_benefit", line_kind="level")
    _months(session, income, "baseline", [50])
    _months(session, income, "plan", [65])
    assert cube(session.portfolio).total("", "plan") == 2 * 20 + 15


def test_an_undated_amount_is_in_all_time_totals_and_in_no_month(session: Session) -> None:
    measure = add_tree(session)[0]
    line = add_line(session, measure, "one_time_cost")
    session.do("Undated", edits.set_field(session.portfolio, line, "undated_plan", 500))
    found = cube(session.portfolio)
    assert found.total("", "plan") == -500
    assert found.total("", "plan", JAN, JAN + 600) == 0


def test_expected_is_actual_up_to_the_last_closed_figure_then_forecast_then_plan(session: Session) -> None:
    measure = add_tree(session)[0]
    line = add_line(session, measure)
    _months(session, line, "plan", [100] * 6)
    _months(session, line, "forecast", [90] * 6)
    _months(session, line, "actual", [80, 80, 0, 0, 0, 70])
    only_plan = add_line(session, measure)
    _months(session, only_plan, "plan", [10] * 6)
    found = figures(session.portfolio, "2026-04-17")
    assert found.actual_to == month_index("2026-02")          # March and April hold 0, June is later than the date
    assert found.expected_of("") == 80 * 2 + 90 * 4 + 10 * 4
    assert found.variance("") == found.expected_of("") - 660
    assert found.variance_to_date("") == 160 - 220


def test_the_last_month_counts_only_when_it_has_ended_by_the_status_date(session: Session) -> None:
    measure = add_tree(session)[0]
    _months(session, add_line(session, measure), "actual", [1, 1, 1])
    assert figures(session.portfolio, "2026-03-30").actual_to == JAN + 1
    assert figures(session.portfolio, "2026-03-31").actual_to == JAN + 2


def test_the_fiscal_year_begins_where_the_setting_says(session: Session) -> None:
    session.do("April", edits.set_setting(session.portfolio, "fiscal_start", 4))
    assert figures(session.portfolio, "2026-03-31").year == (month_index("2025-04"), month_index("2026-04"))
    assert figures(session.portfolio, "2026-04-01").year == (month_index("2026-04"), month_index("2027-04"))


def test_a_foreign_line_needs_a_rate_and_stands_apart_without(session: Session) -> None:
    """One reporting currency; USD 100 at 0.9 is EUR 90; without a rate the sums are shown apart."""
    measure = add_tree(session)[0]
    session.do("EUR", edits.set_setting(session.portfolio, "currency", "EUR"))
    _months(session, add_line(session, measure), "plan", [1000])
    _months(session, add_line(session, measure, currency="USD"), "plan", [10000, 10000])
    assert cube(session.portfolio).total("", "plan") == 1000
    assert [line.get("currency") for line in cube(session.portfolio).apart] == ["USD"]
    for month, rate in (("2026-01", "0.9"), ("2026-02", "0.95")):
        fields = {"currency": "USD", "month": month, "rate": rate}
        session.do("Rate", edits.add(session.portfolio, "rate", "", fields)[1])
    assert cube(session.portfolio).total("", "plan") == 1000 + 9000 + 9500
    assert cube(session.portfolio).apart == []


@pytest.mark.parametrize("month, run_rate", [("2026-01", 12 * 60), ("2026-02", 12 * -40)])
def test_run_rate_is_twelve_times_recurring_benefit_less_cost_of_one_month(session: Session, month: str,
                                                                           run_rate: int) -> None:
    measure = add_tree(session)[0]
    _months(session, add_line(session, measure), "plan", [100, None])
    _months(session, add_line(session, measure, "recurring_cost"), "plan", [40, 40])
    _months(session, add_line(session, measure, "one_time_cost"), "plan", [999, 999])
    assert figures(session.portfolio, "2026-01-31").run_rate("", month_index(month)) == run_rate
