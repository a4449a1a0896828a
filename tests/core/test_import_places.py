"""Changed values are named by the cell in which they stand."""
from __future__ import annotations

from app.core.batch import Column, SheetReading
from app.core.intake.places import cells

COLUMNS = [("A", "code"), ("C", "finish"), ("E", "recurring_benefit.plan@2026-01..2026-03"),
           ("F", "recurring_benefit.forecast@2026-01..2026-03"), ("G", "recurring_benefit.forecast@2026-04..2026-06"),
           ("H", "one_time_cost.plan"), ("I", "recurring_benefit.forecast@2026-07")]


def sheet(*more: tuple[str, str]) -> list[SheetReading]:
    return [SheetReading("List", "data", "", 1, [Column(c, c, f, 1.0) for c, f in (*COLUMNS, *more)])]


def test_a_month_within_a_quarter_is_found_in_the_column_of_its_series() -> None:
    assert cells(sheet(), "List!E7", ["forecast 2026-05"]) == "List!G7"
    assert cells(sheet(), "List!E7", ["forecast 2026-03", "forecast 2026-04", "forecast 2026-07"]) == "List!F7, G7, I7"
    assert cells(sheet(), "List!E7", ["plan 2026-02"]) == "List!E7"


def test_fields_and_amounts_without_months_are_found_by_what_their_column_is() -> None:
    assert cells(sheet(), "List!A7", ["finish"]) == "List!C7"
    assert cells(sheet(), "List!H9", ["undated_plan"]) == "List!H9"


def test_where_nothing_nearer_is_known_the_row_is_named() -> None:
    assert cells(sheet(), "List!A7", ["stage"]) == "List!A7"
    assert cells(sheet(("J", "series")), "List!E7", ["forecast 2026-05"]) == "List!E7"
    assert cells(sheet(), "Other!E7", ["finish"]) == "Other!E7" and cells([], "", ["finish"]) == ""
