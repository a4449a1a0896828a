"""Appraisal against examples printed in textbooks and against sums written out naively."""
from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import edits
from app.core.value import appraisal
from app.core.value.appraisal import appraise, npv, payback, roi
from tests.core.value.making import JAN, line, put_field, tree

_flows = st.lists(st.integers(-10**13, 10**13), max_size=60)


def yearly(*amounts: int) -> list[int]:
    """Amounts at the end of years 1, 2, ... as months."""
    return [value for amount in amounts for value in [0] * 11 + [amount]]


@pytest.mark.parametrize("rate, amounts, value", [
    # Microsoft, documentation of Excel's NPV: 10 %, -10,000 a year from today, then 3,000, 4,200, 6,800.
    (1000, (-10_000_00, 3_000_00, 4_200_00, 6_800_00), 1_188_44),
    # Brealey, Myers, Allen, Appendix, present value of an annuity: 10 %, 3 years 2.487; 8 %, 10 years 6.710.
    (1000, (100_00000,) * 3, 248_68520),
    (800, (100_00000,) * 10, 671_00814),
])
def test_net_present_value_gives_the_printed_figures(rate: int, amounts: tuple[int, ...], value: int) -> None:
    assert npv(yearly(*amounts), rate) == value


@pytest.mark.parametrize("outlay, amounts, years, value", [
    # Brealey, Myers, Allen, Principles of Corporate Finance, ch. 5, projects A, B and C at 10 %.
    (-2000_00, (500_00, 500_00, 5000_00), 3, 2624),
    (-2000_00, (500_00, 1800_00, 0), 2, -58),
    (-2000_00, (1800_00, 500_00, 0), 2, 50),
])
def test_payback_and_value_of_the_textbooks_three_projects(outlay: int, amounts: tuple[int, ...], years: int,
                                                         value: int) -> None:
    money = [outlay, *yearly(*amounts)]
    assert payback(money) == years * 12                  # month 0 holds the outlay
    # The book's outlay is made today, ours at the end of the first month: one month less of interest.
    assert round(npv(money, 1000) / 100 * 1.1 ** (1 / 12)) == value


def test_return_on_investment_of_the_textbook() -> None:
    """Phillips: benefits 750,000, costs 425,000: net 325,000, 76 %."""
    found = roi(750_000 - 425_000, 425_000)
    assert found == Fraction(325, 425) and round(found * 100) == 76
    assert roi(5, 0) is None


@given(_flows, st.integers(0, 5000))
def test_net_present_value_is_the_sum_of_discounted_months(amounts: list[int], rate: int) -> None:
    naive = sum(a / (1 + rate / 10_000) ** (k / 12) for k, a in enumerate(amounts, 1))
    assert npv(amounts, rate) == pytest.approx(naive, rel=1e-9, abs=1 + 1e-9 * sum(map(abs, amounts)))


@given(_flows)
def test_without_interest_the_value_is_the_sum_to_the_minor_unit(amounts: list[int]) -> None:
    assert npv(amounts, 0) == sum(amounts)


@given(st.lists(st.integers(-50, 50), max_size=40), st.integers(24000, 25000))
def test_payback_is_the_first_month_from_which_no_sum_is_below_zero(amounts: list[int], first: int) -> None:
    sums = [sum(amounts[:i + 1]) for i in range(len(amounts))]
    good = [i for i in range(len(amounts)) if all(s >= 0 for s in sums[i:])]
    assert payback(amounts, first) == (first + good[0] if good else None)
    assert list(appraisal.cumulated(amounts)) == sums


def test_a_loss_after_the_first_recovery_moves_the_payback() -> None:
    assert payback([-10, 20, -15, 10]) == 3
    assert payback([-10, 5]) is None and payback([]) is None


def test_a_node_is_appraised_from_its_lines_as_planned_expected_and_booked() -> None:
    p, (measure, _) = tree(2)
    line(p, measure, "one_time_cost", plan=[1200], actual=[1300], forecast=[1250, 100])
    line(p, measure, plan=[None, 300, 300, 300, 300, 300, 300], forecast=[None, 100, 200, 300, 400, 500, 500],
         actual=[None, 100, 150])
    line(p, measure, "recurring_cost", plan=[None, 20, 20, 20, 20, 20, 20])
    plan = appraise(p, "2026-03-31", measure, "plan")
    assert plan.cumulated == (-1200, -920, -640, -360, -80, 200, 480)
    assert plan.payback == JAN + 5 and plan.net == 480 and plan.one_time_cost == 1200
    assert plan.roi == Fraction(480, 1200) and plan.full == 12 * 280 == plan.achieved
    found = appraise(p, "2026-03-31", measure)
    # January to March as booked (February's forecast cost never came), then the forecast, then what is only planned.
    assert found.cumulated == (-1300, -1200, -1050, -770, -390, 90, 570)
    assert found.achieved == 12 * 150 and found.full == 12 * 480 and found.payback == JAN + 5
    booked = appraise(p, "2026-03-31", measure, "actual")
    assert booked.cumulated == (-1300, -1200, -1050) and booked.payback is None and booked.full == 12 * 150
    assert appraise(p, "2026-03-31", "") == found


def test_an_empty_node_has_no_figures_instead_of_wrong_ones() -> None:
    p, (measure,) = tree()
    found = appraise(p, "2026-03-31", measure)
    assert (found.npv, found.payback, found.roi, found.achieved, found.full) == (0, None, None, None, None)


def test_an_undated_cost_counts_in_the_return_and_in_no_month() -> None:
    p, (measure,) = tree()
    cost = line(p, measure, "one_time_cost")
    put_field(p, cost, "undated_plan", 1000)
    line(p, measure, plan=[600, 600])
    found = appraise(p, "2026-03-31", measure, "plan")
    assert found.roi == Fraction(200, 1000) and found.undated == -1000 and found.cumulated == (600, 1200)


def test_the_rate_of_interest_is_a_setting_of_file_or_program() -> None:
    p, (measure,) = tree()
    line(p, measure, plan=[0] * 11 + [108_00])
    assert appraise(p, "2026-01-01", measure).npv == 100_00
    program = next(r.uid for r in p.of_kind("program"))
    p.apply(edits.set_setting(p, "discount_rate", 0, program))
    assert appraise(p, "2026-01-01", measure).npv == 108_00 and appraise(p, "2026-01-01").npv == 100_00
