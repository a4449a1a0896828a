"""Amounts without a month: what a tracker says of Budget, Spent and Forecast for the whole of a project."""
from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.core import edits
from app.core.value.variance import figures
from tests.core.value.making import JAN, line, tree

STATUS = "2026-02-28"


def expected(type_: str, months: Sequence[int] = (), **undated: int) -> int:
    p, (m,) = tree()
    line(p, m, type_, forecast=list(months), fields={f"undated_{s}": amount for s, amount in undated.items()})
    return figures(p, STATUS).expected_of(m)


@pytest.mark.parametrize(("undated", "cost"), [
    ({"plan": 1000}, 1000),
    ({"plan": 1000, "actual": 400}, 1000),
    ({"plan": 1000, "actual": 1200}, 1200),
    ({"plan": 1000, "actual": 400, "forecast": 1100}, 1100),
    ({"plan": 1000, "actual": 400, "forecast": 900}, 900),
    ({"actual": 400}, 400),
])
def test_a_cost_that_is_not_spent_yet_is_no_saving_until_a_forecast_says_so(undated: dict[str, int], cost: int) -> None:
    assert expected("one_time_cost", **undated) == -cost


def test_of_a_benefit_what_was_reached_counts_until_a_forecast_says_more() -> None:
    assert expected("recurring_benefit", plan=1000, actual=300) == 300
    assert expected("recurring_benefit", plan=1000, actual=300, forecast=950) == 950
    assert expected("recurring_benefit", plan=1000) == 1000


def test_beside_forecast_months_what_was_spent_without_a_month_came_before_them() -> None:
    assert expected("one_time_cost", plan=2150, actual=640, months=[0, 0, 0, 1510]) == -2150


def test_a_year_says_little_where_nearly_all_money_has_no_month() -> None:
    p, (m,) = tree()
    uid = line(p, m, "one_time_cost", fields={"undated_plan": 1000})
    assert figures(p, STATUS).year_says_little
    p.apply(edits.set_months(p, uid, "forecast", JAN, [150]))
    assert figures(p, STATUS).year_says_little
    p.apply(edits.set_months(p, uid, "forecast", JAN, [250]))
    assert not figures(p, STATUS).year_says_little


def test_a_year_without_any_figure_says_little_and_a_file_without_lines_nothing_at_all() -> None:
    p, (m,) = tree()
    assert not figures(p, STATUS).year_says_little
    line(p, m, plan=[100])
    assert not figures(p, STATUS).year_says_little and figures(p, "2031-02-28").year_says_little
