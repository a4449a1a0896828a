"""Figures, dates and free text as they stand on paper."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.numbers import REMARK, Money, amount_width, clip, day, percent, short_code, unit_for

K, M = Money("EUR", 2, "k"), Money("EUR", 2, "M")


@pytest.mark.parametrize(("money", "minor", "signed", "text"), [
    (K, 970_600_000, False, "9,706"),
    (K, -365_400_000, True, "\u22123,654"),
    (K, 3_300_000, True, "+33"),
    (K, None, False, ""),
    (K, 40_000, True, "0"),
    (K, -40_000, True, "0"),
    (K, 50_000, False, "1"),
    (K, -50_000, False, "\u22121"),
    (M, 2_170_000_000, False, "21.7"),
    (M, -4_000_000, False, "0.0"),
    (Money("JPY", 0, "k"), 1_500, False, "2"),
    (Money("EUR", 2, ""), 49, False, "0.49"),
    (Money("EUR", 2, ""), 0, False, "0"),
])
def test_a_number_has_one_unit_a_true_minus_and_no_sign_on_nothing(money: Money, minor: int | None, signed: bool,
                                                                   text: str) -> None:
    assert money.number(minor, signed) == text


@pytest.mark.parametrize(("currency", "minor", "text"), [
    ("EUR", 605_200_000, "6.1\u00a0M€"),
    ("USD", 605_200_000, "$6.1M"),
    ("USD", -605_200_000, "\u2212$6.1M"),
    ("CHF", 38_000_000, "380\u00a0k\u00a0CHF"),
    ("EUR", 950_000, "9,500\u00a0€"),
    ("EUR", 1_260_000_000_000, "12.6\u00a0bn€"),
])
def test_an_amount_in_a_sentence_takes_the_unit_that_fits_it(currency: str, minor: int, text: str) -> None:
    assert Money(currency, 2, "k").amount(minor) == text


@pytest.mark.parametrize(("amounts", "unit"), [
    ([], ""), ([500_000], ""), ([970_600_000, 5_000_000], "k"), ([2_800_000_000, 420_000_000], "M"),
    ([300_000_000_000, 5_000_000, 5_000_000], "k"),
])
def test_a_page_takes_one_unit_by_the_size_of_its_figures(amounts: list[int], unit: str) -> None:
    assert unit_for(amounts, "EUR", 2).unit == unit


def test_percent_is_signed_and_empty_without_something_to_compare_with() -> None:
    assert percent(-3654, 9706) == "\u221238\u00a0%"
    assert percent(5, -20) == "+25\u00a0%"
    assert percent(5, 0) == ""
    assert percent(5000, 1) == ">\u00a0999\u00a0%"


def test_a_day_is_written_without_room_for_a_line_break() -> None:
    assert day("2026-06-30") == "30\u00a0Jun\u00a02026"
    assert day(None) == ""


@given(st.text(max_size=900))
def test_free_text_never_passes_its_limit_and_short_text_stays_whole(text: str) -> None:
    short = clip(text)
    assert len(short) <= REMARK
    flat = " ".join(text.split())
    assert short == flat or (short.endswith("…") and flat.startswith(short[:-1]))


@given(st.integers(-10**15, 10**15), st.sampled_from(["", "k", "M", "bn"]))
def test_a_printed_number_is_never_further_from_the_amount_than_half_its_last_digit(minor: int, unit: str) -> None:
    text = Money("EUR", 2, unit).number(minor).replace(",", "").replace("\u2212", "-")
    size = {"": 1, "k": 10**3, "M": 10**6, "bn": 10**9}[unit] * 100
    assert abs(float(text) * size - minor) <= size / (2 if unit in ("", "k") else 20) * 1.0000001 + 1


def test_a_long_code_keeps_its_end() -> None:
    assert short_code("IC-121") == "IC-121"
    assert short_code("A" * 40 + "0001").endswith("A0001")
    assert len(short_code("A" * 40)) == 28


def test_a_column_grows_with_its_widest_amount() -> None:
    assert amount_width(["9,706", "\u22123,654"]) == "15.0mm"
    assert amount_width(["12,615,309"]) == "19.0mm"
    assert amount_width([]) == "15.0mm"
