"""Months, quarters, half years, years and fiscal years as rows and as columns, spread by a stated rule."""
from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.core.batch import Batch
from importers.base import Value
from importers.meaning.value.periods import Period, read_label
from tests.importers.trackers import items, loud, read, series_of, sheet, sums_of

KEY = "recurring_benefit.plan"


def rows_of(head: str, periods: Sequence[Value], amounts: Sequence[float] = (100.0, 200.0, 300.0, 400.0),
            **wishes: object) -> Batch:
    """Two measures with one row a period, the second with half of the amounts."""
    grid: list[list[Value]] = [["ID", "Measure", head, "Saving plan (EUR)"]]
    for n, factor in ((1, 1.0), (2, 0.5)):
        grid += [[f"M-{n}", f"Measure {n}", p, a * factor] for p, a in zip(periods, amounts, strict=True)]
    return read(sheet(grid), **wishes)


def months(batch: Batch, key: str = "M-1") -> dict[str, int]:
    return series_of(batch)[key][KEY]


def asked(batch: Batch, key: str) -> list[str]:
    return [i.message for i in batch.issues if i.severity == "question" and i.answer.startswith(f"{key}=")]


@pytest.mark.parametrize("head,periods", [
    ("Quarter", ("Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026")),
    ("Quartal", ("1. Quartal 2026", "2. Quartal 2026", "3. Quartal 2026", "4. Quartal 2026")),
    ("Period", ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")),
])
def test_quarters_as_rows_are_spread_evenly(head: str, periods: tuple[str, ...]) -> None:
    batch = rows_of(head, periods)
    assert [i.key for i in items(batch, "measure")] == ["M-1", "M-2"] and not loud(batch)
    assert sums_of(batch) == {KEY: 150_000}
    found = months(batch)
    assert list(found)[:4] == ["2026-01", "2026-02", "2026-03", "2026-04"] and len(found) == 12
    assert [found["2026-01"], found["2026-02"], found["2026-03"]] == [3334, 3333, 3333]
    assert asked(batch, "spread") == ["C2:C9 hold quarters or years; spread evenly over their months, odd cents to the "
                                      "first ones."]


def test_as_one_amount_the_quarters_of_a_row_are_kept_undated() -> None:
    batch = rows_of("Quarter", ("Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026"), answers={"spread": "undated"})
    assert months(batch) == {"undated": 100_000} and asked(batch, "spread") == []


def test_half_years_and_years_as_rows() -> None:
    halves = rows_of("Halbjahr", ("H1 2026", "H2 2026", "1. Halbjahr 2027", "2. Halbjahr 2027"))
    assert len(months(halves)) == 24 and months(halves)["2026-07"] == 3334 and sums_of(halves) == {KEY: 150_000}
    years = rows_of("Jahr", (2026, 2027, "2028", "2029"))
    assert len(months(years)) == 48 and months(years)["2027-01"] == 1667 and sums_of(years) == {KEY: 150_000}


def test_quarters_beside_a_column_of_the_year() -> None:
    grid: list[list[Value]] = [["ID", "Measure", "Year", "Quarter", "Saving plan (EUR)"]]
    grid += [["M-1", "One", 2026, f"Q{q}", 30.0] for q in (1, 2, 3, 4)]
    grid += [["M-2", "Two", 2027, q, 30.0] for q in ("Q1", "Q3")]
    batch = read(sheet(grid))
    assert sums_of(batch) == {KEY: 18_000} and set(months(batch).values()) == {1_000}
    assert list(months(batch, "M-2")) == ["2027-01", "2027-02", "2027-03", "2027-07", "2027-08", "2027-09"]


@pytest.mark.parametrize("periods", [("Q1", "Q2", "Q3", "Q4"), ("H1", "2. Halbjahr"), ("Jan", "Feb", "Mär", "Apr")])
def test_rows_without_a_year_take_that_of_the_title_or_ask_for_it(periods: tuple[str, ...]) -> None:
    grid: list[list[Value]] = [["ID", "Measure", "Period", "Saving plan (EUR)"],
                               *([key, "One", p, 12.0] for key in ("M-1", "M-2") for p in periods)]
    asked_ = read(sheet(grid))
    assert [i.answer for i in asked_.issues if i.answer.startswith("year")] == ["year=2026"]
    assert sums_of(asked_) == {KEY: 2_400 * len(periods)}
    for batch in (read(sheet(grid), answers={"year": "2027"}), read(sheet([["Tracker 2027"], [], *grid])),
                  read(sheet(grid, "Plan 2027"))):
        assert sums_of(batch) == {KEY: 2_400 * len(periods)} and len(items(batch, "measure")) == 2
        assert all(month.startswith("2027-") for month in months(batch)) and not asked(batch, "year")


def test_a_fiscal_year_of_each_project_asks_nothing() -> None:
    grid: list[list[Value]] = [["Project name", "Fiscal year", "Budget (EUR)"]]
    batch = read(sheet([*grid, *([f"Project {n}", f"FY{24 + n % 2}", 10.0] for n in range(6))]), fiscal_start=4)
    assert not any(i.answer.startswith("fiscal") for i in batch.issues) and len(items(batch, "measure")) == 6


def test_a_year_said_once_of_each_thing_makes_no_list_of_years() -> None:
    grid: list[list[Value]] = [["Project name", "Fiscal year", "Budget (EUR)"]]
    grid += [[f"Project {n}", 2020 + n % 4, 10.0 * n] for n in range(1, 9)] + [["Project 8", 2021, 5.0]]
    batch = read(sheet(grid))
    assert len(items(batch, "measure")) == 9 and sum(sums_of(batch).values()) == 36_500


def test_a_row_that_sums_others_of_its_key_is_checked_and_not_added() -> None:
    periods = ("Jan 2026", "Feb 2026", "Mar 2026", "Q1 2026")
    batch = rows_of("Month", periods, (10.0, 20.0, 30.0, 60.0))
    assert sums_of(batch) == {KEY: 9_000} and not loud(batch)
    assert [(t.printed, t.summed) for t in batch.printed] == [(6_000, 6_000), (3_000, 3_000)]
    assert batch.sheets[0].counts()["total"] == 2
    wrong = rows_of("Month", periods, (10.0, 20.0, 30.0, 70.0))
    assert sums_of(wrong) == {KEY: 9_000}
    assert [m.split(",")[0] for m in loud(wrong)] == ["warning Sheet1!D5 D5 says 70.00 EUR",
                                                      "warning Sheet1!D9 D9 says 35.00 EUR"]


@pytest.mark.parametrize("periods,wishes,first,question", [
    (("FY24/25", "FY25/26"), {}, "2024-04", "fiscal_start"),
    (("FY24/25", "FY25/26"), {"answers": {"fiscal_start": "10"}}, "2024-10", ""),
    (("2024/25", "2025/26"), {"fiscal_start": 7}, "2024-07", ""),
    (("FY25", "FY26"), {"fiscal_start": 4}, "2025-04", "fiscal_name"),
    (("FY25", "FY26"), {"fiscal_start": 4, "answers": {"fiscal_name": "last"}}, "2024-04", ""),
    (("FY25", "FY26"), {}, "2025-01", ""),
    (("Q1 FY24/25", "Q2 FY24/25"), {}, "2024-04", "fiscal_start"),
    (("Q1 FY25", "Q2 FY25"), {"fiscal_start": 10, "answers": {"fiscal_name": "last"}}, "2024-10", ""),
    (("H1 2025 (Apr-Sep)", "H2 2025 (Oct-Mar)"), {}, "2025-04", ""),
])
def test_fiscal_years_begin_as_they_say_or_as_is_said(periods: tuple[str, str], wishes: dict[str, object], first: str,
                                                      question: str) -> None:
    batch = rows_of("Period", periods, (120.0, 240.0), **wishes)
    assert next(iter(months(batch))) == first and sums_of(batch) == {KEY: 54_000}
    columns = read(sheet([["ID", "Measure", *(f"Saving plan {p} (EUR)" for p in periods)],
                          ["M-1", "One", 120.0, 240.0], ["M-2", "Two", 60.0, 120.0]]), **wishes)
    assert months(columns) == months(batch)
    for one in (batch, columns):
        found = [i.answer.partition("=")[0] for i in one.issues if i.answer.startswith("fiscal")]
        assert found == ([question] if question else [])


def test_the_months_in_brackets_say_where_a_half_year_begins() -> None:
    assert read_label("H1 2025 (Apr-Sep)").period() == Period(2025 * 12 + 3, 6)
    assert read_label("H2 2025 (Oct-Mar)").period() == Period(2025 * 12 + 9, 6)
    assert read_label("H1 2025 (Jan-Jun)").period() == Period(2025 * 12, 6)
    assert read_label("Q4 2025 (Jan-Mar)").period() == Period(2026 * 12, 3)


def test_of_rows_that_are_sums_too_a_question_about_their_years_is_asked_once() -> None:
    batch = rows_of("Period", ("Q1 FY24/25", "Q2 FY24/25", "Q3 FY24/25", "FY24/25"), (10.0, 20.0, 30.0, 60.0))
    assert sums_of(batch) == {KEY: 9_000} and batch.sheets[0].counts()["total"] == 2
    assert [i.cell for i in batch.issues if i.answer.startswith("fiscal_start=")] == ["C2"]
    assert len([i for i in batch.issues if i.severity == "question"]) == len(
        {i.answer for i in batch.issues if i.severity == "question"})
