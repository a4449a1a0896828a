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


def test_where_nothing_nearer_is_known_the_row_is_named_and_never_another_cell() -> None:
    assert cells(sheet(), "List!A7", ["stage"]) == "List, row 7"
    assert cells(sheet(("J", "series")), "List!E7", ["forecast 2026-05"]) == "List"      # nobody noted its row
    assert cells(sheet(), "Other!E7", ["finish"]) == "Other!E7" and cells([], "", ["finish"]) == ""


def test_a_value_whose_column_was_taken_for_something_near_is_found_there() -> None:
    assert cells(sheet(("J", "progress"), ("K", "plan_start")), "List!A7", ["percent"]) == "List!J7"
    assert cells(sheet(("K", "plan_start")), "List!A7", ["start"]) == "List!K7"
    assert cells(sheet(("K", "plan_finish")), "List!A7", ["finish"]) == "List!C7"        # a finish of its own


def test_what_the_reading_noted_counts_and_a_form_without_a_note_is_named_by_its_sheet() -> None:
    form, = sheet()
    form.scattered, form.cells = True, {("List!C3", "finish"): "C7", ("List!C12", "actual 2026-10"): "F13",
                                        ("List!C12", "actual 2026-11"): "F13"}
    assert cells([form], "List!C3", ["finish"]) == "List!C7"
    assert cells([form], "List!C12", ["actual 2026-10", "actual 2026-11"]) == "List!F13"
    assert cells([form], "List!C3", ["start"]) == "List"


def test_our_own_workbook_has_a_row_a_series_and_a_column_a_month() -> None:
    columns = [Column("D", "Line name", "name", 1), Column("E", "Type", "type", 1), Column("I", "Series", "series", 1),
               Column("J", "Undated", "undated", 1)]
    own = SheetReading("Effects", "data", "", 1, columns, rows={("Effects!D2", "actual"): 4},
                       months={"2026-10": "L"})
    assert cells([own], "Effects!D2", ["undated_forecast"]) == "Effects!J2"
    assert cells([own], "Effects!D2", ["undated_actual"]) == "Effects!J4"
    assert cells([own], "Effects!D2", ["actual 2026-10"]) == "Effects!L4"
    assert cells([own], "Effects!D2", ["name"]) == "Effects!D2"
