"""What people type as they write it: German figures and dates are read where they can mean one thing only."""
from __future__ import annotations

import pytest

from app.core.values import amount_of, parse_date
from app.errors import Problem


@pytest.mark.parametrize(("text", "minor"), [
    ("2.150.000", 215_000_000), ("-1.200.000", -120_000_000), ("(1.200.000)", -120_000_000),
    ("2.150.000,5", 215_000_050), ("1.234,56", 123_456), ("12.50", 1_250)])
def test_points_between_thousands_are_read_where_they_can_be_nothing_else(text: str, minor: int) -> None:
    assert amount_of(text, 2) == minor


@pytest.mark.parametrize("text", ["1.200", "-12.345", "2.15.000", "0.150.000", "1.2345.678"])
def test_a_single_group_of_three_and_odd_groups_are_asked_back(text: str) -> None:
    with pytest.raises(Problem):
        amount_of(text, 2)


@pytest.mark.parametrize(("text", "whole", "part"), [
    ("1.200", "1200", "1.20"), ("-12.345", "-12345", "-12.34"), ("(1.200)", "(1200)", "(1.20)")])
def test_both_readings_are_offered_as_they_can_be_typed(text: str, whole: str, part: str) -> None:
    with pytest.raises(Problem) as wrong:
        amount_of(text, 2)
    assert wrong.value.hint == f"Write it as {whole} or as {part}, without a point between thousands."
    assert amount_of(whole, 2) != amount_of(part, 2)


@pytest.mark.parametrize(("text", "day"), [
    ("31.12.26", "2026-12-31"), ("1.2.27", "2027-02-01"), ("31. 12. 2026", "2026-12-31"), ("31.12.99", "1999-12-31"),
    ("2026-12-31", "2026-12-31")])
def test_a_year_of_two_digits_is_read(text: str, day: str) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize("text", ["31.12.", "31.12.126", "31.13.26", "12/31/26", "26.12"])
def test_what_is_no_date_or_two_is_refused(text: str) -> None:
    with pytest.raises(Problem):
        parse_date(text)
