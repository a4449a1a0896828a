"""A year's budget beside an actual or forecast that says no months: one line of money, expected once.

Spread over its year a plan is expected by month, and what stands beside it without months as well: twice the money.
"""
from __future__ import annotations

from pathlib import Path

import pytest

from app.core.batch import Batch
from app.core.value.variance import figures
from importers.base import Value
from tests.importers.grids import fields, of, read, sheet
from tests.support import new_session

Rows = list[list[Value]]
ROWS: Rows = [["Wages", "Ada Byron", 1200, 400, 1300], ["Paint", "Ben Nevis", 600, 100, 700]]


def listed(*heads: str, **answers: str) -> Batch:
    rows = [row[:2 + len(heads)] for row in ROWS]
    return read(sheet("Sheet1", ["Item", "Responsible", *heads], *rows), **answers)


def expected(folder: Path, batch: Batch) -> int:
    """What the whole file is expected to bring, in whole units."""
    session = new_session(folder)
    session.import_batch(batch)
    found = figures(session.portfolio, "2026-05-01").expected_of("") // 100
    session.close()
    return found


@pytest.mark.parametrize("heads, brought", [
    (("Budget 2026", "Actual", "Forecast"), -2000), (("Budget 2026", "Actual"), -1800),
    (("Budget 2026", "Actual YTD"), -1800), (("Budget 2026", "Actual to date", "Forecast FY"), -2000),
    (("Budget 2026", "Actual", "Forecast 2026"), -2000), (("Budget", "Actual YTD", "Forecast EOY"), -2000)])
def test_each_list_is_expected_once_and_is_one_line_a_row(tmp_path: Path, heads: tuple[str, ...],
                                                          brought: int) -> None:
    batch = listed(*heads)
    assert len(of(batch, "effect_line")) == 2 and "custom" not in fields(batch).values()
    assert expected(tmp_path, batch) == brought


def test_that_the_year_is_left_is_asked_and_the_answer_spreads_it() -> None:
    heads = ("Budget 2026", "Actual", "Forecast")
    (asked,) = [i for i in listed(*heads).issues if i.answer.startswith("spread")]
    assert asked.severity == "question" and asked.cell == "C1" and asked.answer == "spread=even"
    assert "D1:E1 beside it no months" in asked.message
    (line, _) = of(listed(*heads, spread="even"), "effect_line")
    assert sum(v or 0 for v in line.series["plan"].values) == 120_000 and "undated_plan" not in line.fields


def test_a_year_with_its_like_or_alone_is_spread_as_before() -> None:
    for heads in (("Budget 2026",), ("Budget 2026", "Actual 2026"), ("Budget 2026", "Baseline")):
        batch = listed(*heads)
        assert [i.answer for i in batch.issues if i.answer.startswith("spread")] == ["spread=undated"]


def test_what_reaches_to_date_stays_a_field_beside_months_and_beside_its_own_kind() -> None:
    months: list[Value] = ["Plan Jan 2026", "Plan Feb 2026", "Plan Mar 2026"]
    batch = read(sheet("Sheet1", ["Item", *months, "Actual YTD"], ["Wages", 1, 2, 3, 2], ["Paint", 4, 5, 6, 3]))
    assert fields(batch)["Actual YTD"] == "custom"
    assert fields(listed("Budget", "Actual", "Actual YTD"))["Actual YTD"] == "custom"


def test_of_a_benefit_what_was_reached_to_date_is_no_forecast_of_its_year() -> None:
    assert fields(listed("Plan 2026", "Ist YTD"))["Ist YTD"] == "custom"
