"""Lines in another currency: cell by cell, half to even, the newest earlier rate, apart without one."""
from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.core import edits
from app.core.portfolio import Portfolio
from app.core.value.cube import cube
from app.core.value.rates import rates, times
from tests.core.value.making import JAN, line, tree


def _file(**rates_of_usd: str) -> tuple[Portfolio, str]:
    p, (measure,) = tree()
    p.apply(edits.set_setting(p, "currency", "EUR"))
    for month, rate in rates_of_usd.items():
        p.apply(edits.set_rate(p, "USD", month.strip("m").replace("_", "-"), rate))
    return p, measure


def test_each_month_is_converted_by_itself_and_rounded_half_to_even() -> None:
    p, measure = _file(m2026_01="0.5")
    line(p, measure, plan=[1, 3, 5], fields={"currency": "USD"})
    assert cube(p).net[0, 2].tolist() == [0, 2, 2]               # 0.5, 1.5 and 2.5 cents


def test_a_month_without_a_rate_takes_the_newest_earlier_one() -> None:
    p, measure = _file(m2026_01="0.9", m2026_03="0.8")
    line(p, measure, plan=[1000, 1000, 1000, 1000], fields={"currency": "USD", "undated_plan": 100})
    assert cube(p).net[0, 2].tolist() == [900, 900, 800, 800]
    assert cube(p).undated[0, 2] == 80                            # without a month: the newest rate


def test_a_line_that_begins_before_its_first_rate_is_in_no_total() -> None:
    p, measure = _file(m2026_02="0.9")
    foreign = line(p, measure, plan=[1000, 1000], fields={"currency": "USD"})
    line(p, measure, plan=[7])
    assert cube(p).total("", "plan") == 7 and [x.uid for x in cube(p).apart] == [foreign]
    p.apply(edits.set_months(p, foreign, "plan", JAN, [None]))
    assert cube(p).total("", "plan") == 7 + 900 and cube(p).apart == []


def test_decimal_places_differ_between_currencies() -> None:
    p, (measure,) = tree()
    p.apply(edits.set_setting(p, "currency", "EUR"))
    p.apply(edits.set_rate(p, "JPY", "2026-01", "0.006"))
    line(p, measure, plan=[100_000], fields={"currency": "JPY", "scale": 0})
    assert cube(p).total("", "plan") == 600_00                    # 100,000 yen are 600.00 euro


def test_a_rate_has_one_record_a_currency_and_month() -> None:
    p, _ = _file(m2026_01="0.9")
    p.apply(edits.set_rate(p, "USD", "2026-01", "0.95", "ECB"))
    assert rates(p) == {("USD", "2026-01"): Decimal("0.95")} and p.of_kind("rate")[0].get("source") == "ECB"
    p.apply(edits.delete(p, [p.of_kind("rate")[0].uid]))
    assert rates(p) == {}
    p.apply(edits.set_rate(p, "USD", "2026-01", "0.9"))
    assert rates(p) == {("USD", "2026-01"): Decimal("0.9")}


@given(st.integers(-10**12, 10**12), st.decimals("0.0001", "20000", places=4))
def test_a_conversion_is_within_half_a_unit_and_symmetric(minor: int, rate: Decimal) -> None:
    assert abs(times(minor, rate) - minor * rate) <= Decimal("0.5")
    assert times(-minor, rate) == -times(minor, rate)
