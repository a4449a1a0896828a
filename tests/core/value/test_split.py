"""Parts sum to the whole, to the minor unit, by a rule that is written down."""
from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.value.split import evenly, ratio, rounded, split
from app.core.value.spreading import coarse, fill, parts, spread, spread_undated, working_days
from app.errors import Problem
from tests.core.value.making import JAN, line, put_field, tree


def test_the_textbooks_seats_are_shared_out_as_printed() -> None:
    """Balinski, Young, Fair Representation: 26 seats by Hamilton's rule for votes of 9061, 7179, 5259, 3319,
    1182 give 9, 7, 5, 4, 1."""
    assert split(26, (9061, 7179, 5259, 3319, 1182)) == [9, 7, 5, 4, 1]


@given(st.integers(-10**15, 10**15), st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any))
def test_parts_sum_to_the_whole_and_miss_their_exact_share_by_less_than_one_unit(amount: int,
                                                                                weights: list[int]) -> None:
    found, whole = split(amount, weights), sum(weights)
    assert sum(found) == amount
    assert all(abs(part - Fraction(amount * w, whole)) < 1 for part, w in zip(found, weights, strict=True))
    assert all(part == 0 for part, w in zip(found, weights, strict=True) if not w)
    assert split(-amount, weights) == [-part for part in found]


def test_equal_parts_put_the_odd_units_first() -> None:
    assert evenly(10, 4) == [3, 3, 2, 2] and evenly(-10, 4) == [-3, -3, -2, -2]


def test_shares_of_nothing_are_refused() -> None:
    for weights in ((0, 0), (1, -1), (-1, 5)):
        with pytest.raises(Problem, match="shares are 0"):
            split(10, weights)


def test_halves_round_to_even_and_a_ratio_of_nothing_is_none() -> None:
    assert [rounded(Fraction(n, 2)) for n in (1, 3, 5, -1, -3)] == [0, 2, 2, 0, -2]
    assert ratio(1, 0) is None and ratio(1, 3) == Fraction(1, 3)


def test_a_year_is_spread_evenly_by_a_profile_or_by_working_days() -> None:
    p, (measure,) = tree()
    uid = line(p, measure, plan=[10, 20, 30, None])
    assert parts(p, uid, 1000, JAN, 3) == [334, 333, 333]
    assert parts(p, uid, 1000, JAN, 4, "profile") == [167, 333, 500, 0]
    assert working_days(p, JAN, 3) == [22, 20, 22]
    assert parts(p, uid, 640, JAN, 3, "working_days") == [220, 200, 220]
    p.apply(spread(p, uid, "forecast", 1000, JAN, 4, "profile"))
    assert p.months_of(uid, "forecast", JAN, 4) == (167, 333, 500, 0)


def test_a_profile_of_costs_entered_negative_works_and_one_that_changes_sign_is_refused() -> None:
    p, (measure,) = tree()
    uid = line(p, measure, plan=[-1, -3], baseline=[1, -1])
    assert parts(p, uid, 8, JAN, 2, "profile") == [2, 6]
    for series in ("baseline", "actual"):
        with pytest.raises(Problem, match="gives no profile"):
            parts(p, uid, 8, JAN, 2, "profile", series)
    for rule, count in (("by feel", 2), ("even", 0)):
        with pytest.raises(Problem):
            parts(p, uid, 8, JAN, count, rule)


def test_quarters_and_years_become_months_and_empty_ones_leave_theirs() -> None:
    p, (measure,) = tree()
    uid = line(p, measure, plan=[7] * 12)
    p.apply(coarse(p, uid, "plan", [100, None, 0], JAN, 3))
    assert p.months_of(uid, "plan", JAN, 12) == (34, 33, 33, 7, 7, 7, 0, 0, 0, 7, 7, 7)
    p.apply(fill(p, uid, "plan", None, JAN, 2))
    assert p.months_of(uid, "plan", JAN, 3) == (None, None, 33)


def test_an_undated_amount_gets_its_months_and_is_counted_once() -> None:
    p, (measure,) = tree()
    uid = line(p, measure, "one_time_cost", plan=[5])
    put_field(p, uid, "undated_plan", 10)
    p.apply(spread_undated(p, uid, "plan", JAN, 3))
    assert p.months_of(uid, "plan", JAN, 3) == (9, 3, 3) and p[uid].get("undated_plan") is None
    with pytest.raises(Problem, match="no plan without a month"):
        spread_undated(p, uid, "plan", JAN, 3)
