"""Statements of income and cost: what is set like a heading, what is only left over, what a merged cell repeats."""
from __future__ import annotations

import pytest

from importers.base import Sheet, Value
from tests.importers.trackers import items, loud, read, series_of, sheet, sums_of

INCOME: list[list[Value]] = [
    ["Revenue"], ["Bread", None, None, 100.0, 200.0, 300.0], ["Cakes", None, None, 50.0, 60.0, 70.0],
    ["Total revenue", None, None, 150.0, 260.0, 370.0], [],
    ["Cost"], ["Flour", None, None, 30.0, 40.0, 50.0], ["Wages", None, None, 80.0, 80.0, 90.0],
    ["Total cost", None, None, 110.0, 120.0, 140.0]]
RESULT: list[list[Value]] = [["Gross profit", None, None, 40.0, 140.0, 230.0], ["Tax", None, None, 4.0, 14.0, 23.0],
                             ["Net profit", None, None, 36.0, 126.0, 207.0]]


def statement(*more: list[Value]) -> Sheet:
    book = sheet([["Line", None, None, "2026", "2027", "2028"], *INCOME, *more], "Savings plan")
    book.merged = [(row, 0, row, 2) for row in (2, 3, 4, 7, 9)]
    book.bold = {(1, 0), (6, 0)}
    return book


def test_rows_set_like_headings_whose_figures_are_no_sums_are_rows() -> None:
    batch = read(statement())
    assert sums_of(batch)["recurring_benefit.plan"] == 115000
    named = {i.fields["name"] for i in items(batch, "measure")}
    assert named == {"Bread", "Cakes", "Flour", "Wages"} and not loud(batch)


def test_what_one_total_leaves_of_another_is_not_counted() -> None:
    batch = read(statement(*RESULT))
    assert {i.fields["name"] for i in items(batch, "measure")} == {"Bread", "Cakes", "Flour", "Wages", "Tax"}
    assert not loud(batch) and any("leaves of another" in i.message and i.cell == "A11" for i in batch.issues)


@pytest.mark.parametrize(("left", "rows"), [(80.0, 4), (81.0, 5)])
def test_one_column_says_what_is_left_only_right_below_its_totals(left: float, rows: int) -> None:
    batch = read(sheet([["Item", "Budget"], ["Grant", 150.0], ["Fees", 50.0], ["Total income", 200.0], [],
                        ["Flour", 30.0], ["Wages", 90.0], ["Total cost", 120.0], ["Surplus", left]], "Budget"))
    assert len(items(batch, "measure")) == rows


def test_a_value_repeated_behind_a_merged_cell_stands_there_once() -> None:
    rows: list[list[Value]] = [["Project", "Owner", "Budget", "Actual"], ["Press", "Ada", 100.0, 100.0],
                               ["Kiln", "Ben", 70.0, 60.0]]
    book = sheet(rows)
    book.merged = [(1, 2, 1, 3), (2, 2, 2, 3)]
    assert sums_of(read(book)) == {"one_time_cost.plan": 17000, "one_time_cost.actual": 6000}
    assert rows[1][3] == 100.0 and series_of(read(sheet(rows)))
