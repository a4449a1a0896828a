"""Portfolios, cost controls and forecasts in many shapes, each rebuilt small."""
from __future__ import annotations

import datetime as dt

from importers.base import Value
from importers.meaning.value.amounts import shows_fraction
from tests.importers.grids import by_month, fields, names, of, read, said, sheet, undated


def test_a_written_per_cent_sign_multiplies_nothing() -> None:
    assert shows_fraction("0%") and shows_fraction('0.0%;[Red]-0.0%') and shows_fraction('"about "0%')
    assert not shows_fraction(r"0\%") and not shows_fraction('0"%"') and not shows_fraction("#,##0.00")
    rows: list[list[Value]] = [["Project", "Owner", "Progress"], ["Quay wall", "Ann", 68.0], ["Tram", "Ben", 12.0]]
    written = read(sheet("Projects", *rows, formats={2: r"0\%"}))
    assert [i.fields["progress"] for i in of(written, "measure")] == [6800, 1200]


def test_captions_below_the_field_names_of_a_program_are_the_header() -> None:
    day, before = dt.datetime(2026, 3, 2, 8), dt.datetime(2026, 2, 2, 8)
    batch = read(sheet(
        "TASK", ["task_code", "task_name", "start_date", "primary_base_start_date", "target_cost", "act_cost"],
        ["Activity ID", "Activity Name", "(*)Start", "(*)BL1 Start", "(*)Budgeted Total Cost(£)",
         "(*)Actual Total Cost(£)"],
        ["A1000", "Dig the trench", day, before, 1500.0, 20.5], ["A1010", "Lay the pipe", day, before, 2500.0, 0.0],
        ["A1020", "Close the trench", day, before, 500.25, 0.0]))
    assert names(batch) == ["Dig the trench", "Lay the pipe", "Close the trench"] and batch.currency == "GBP"
    assert (undated(batch), undated(batch, "actual")) == (4500_25, 20_50)
    assert fields(batch)["primary_base_start_date (*)BL1 Start"] == "plan_start"
    assert [i.fields["start"] for i in of(batch, "measure")] == ["2026-03-02"] * 3
    assert not [i for i in batch.issues if i.severity == "warning"]


def test_names_of_fields_without_captions_stay_the_header() -> None:
    batch = read(sheet("export", ["project_name", "owner", "budget"], ["quay", "ann", "100"], ["tram", "ben", "200"],
                       ["lock", "cai", "300"]))
    assert names(batch) == ["quay", "tram", "lock"]


def test_two_lists_that_add_up_to_the_same_are_asked_about() -> None:
    projects = sheet("Projects", ["Project ID", "Project name", "Budget"], ["P1", "Quay wall", 600.0],
                     ["P2", "Tram", 300.0])
    register = sheet("Register", ["Package", "Supplier", "Budget"], ["Piles", "Ann Ltd", 400.0],
                     ["Rails", "Ben Ltd", 300.0], ["Wires", "Cai Ltd", 200.0])
    asked = [i for i in read(projects, register).issues if i.answer == "sheet@Register=ignore"]
    assert len(asked) == 1 and "add up to the same" in asked[0].message
    register.rows[1][2] = 500.0
    assert not [i for i in read(projects, register).issues if "add up to" in i.message]


def test_what_a_unit_of_output_costs_is_no_amount_of_a_project() -> None:
    batch = read(sheet("Projects", ["Project ID", "Project name", "Capex", "Capex_MW"],
                       ["P1", "Wind park", 500.0, 25.0],
                       ["P2", "Solar roof", 90.0, 9.0]))
    assert fields(batch)["Capex_MW"] == "custom"
    assert undated(batch) == 590_00


def test_yes_and_no_call_no_row() -> None:
    rows: list[list[Value]] = [[f"I-{n}", "Yes" if n % 3 else "No", f"Pump {n}", 10.0] for n in range(1, 9)]
    batch = read(sheet("Orders", ["Invoice", "Change order", "Item bought", "Cost"], *rows))
    assert names(batch) == [f"Pump {n}" for n in range(1, 9)]


def test_a_dashboard_that_looks_like_a_list_shows_other_sheets() -> None:
    board = sheet("Dashboard", ["Project", "Budget", "Status"], ["Quay wall", 600.0, "Open"], ["Tram", 300.0, "Open"],
                  formula_count=4, formula_rows={1: 2, 2: 2}, refers={"Costs"})
    costs = sheet("Costs", ["Project", "Owner", "Budget", "Rest"], ["Quay wall", "Ann", 600.0, 100.0],
                  ["Tram", "Ben", 300.0, 50.0], formula_count=4, formula_rows={1: 2, 2: 2})
    batch = read(board, costs)
    assert [s.role for s in batch.sheets] == ["dashboard", "data"] and "come from “Costs”" in said(batch)
    assert undated(batch) == 900_00


def test_formulas_that_stay_on_their_sheet_sum_no_other_sheet() -> None:
    tasks = sheet("Tasks", ["Task", "Owner", "Finish"], ["Piles", "Ann", dt.date(2026, 5, 4)],
                  ["Rails", "Ben", dt.date(2026, 6, 4)])
    costs = sheet("Costs", ["Package", "Budget", "Actual cost"], ["Piles", 400.0, 100.0], ["Rails", 300.0, 50.0],
                  formula_count=4, formula_rows={1: 2, 2: 2})
    notes = sheet("Notes", ["Totals"], ["of all sheets"], formula_count=1, formula_rows={1: 1}, refers={"Costs"})
    batch = read(tasks, costs, notes)
    assert batch.sheets[1].role == "data"
    assert undated(batch) == 700_00


def test_rows_that_name_their_scenario_are_read_by_it_and_running_totals_are_not_added() -> None:
    batch = read(sheet(
        "Record 2025", ["Description", "January", "February", "March"],
        ["Plan revenue", 10, 20, 30], ["Plan cost", -5, -6, -7], ["Plan cumulative revenue", 10, 30, 60],
        ["Plan variance", 5, 14, 23], ["Actual revenue", 9, 18, 0], ["Actual cost", -4, -6, 0],
        ["Actual cumulative cost", -4, -10, -10]))
    assert names(batch) == ["Plan revenue", "Plan cost", "Actual revenue", "Actual cost"]
    assert by_month(batch) == {"plan": 42_00, "actual": 17_00}
    assert len(batch.sheets[0].columns) == 4 and "computed from the others" in said(batch)


def test_shares_by_month_are_no_money() -> None:
    rows: list[list[Value]] = [["Task", "Cost", "2026-01", "2026-02", "2026-03"], ["Piles", 400.0, 0.2, 0.5, 1.0],
                               ["Rails", 300.0, 0.1, 0.4, 1.0]]
    batch = read(sheet("Curve", *rows, formats={2: "0%", 3: "0%", 4: "0%"}))
    assert by_month(batch) == {} and undated(batch) == 700_00


def test_printed_sums_prove_which_of_two_hierarchies_is_meant() -> None:
    rows: list[list[Value]] = [["Task", "Cost", "Owner"], ["Plant", 1000.0, "Ann"]]
    outline = {}
    for part in ("Civil", "Power", "Control", "Roads"):
        rows += [[f"   {part}", 250.0, "Ben"], [f"      {part} design", 100.0, "Cai"],
                 [f"      {part} works", 150.0, "Dee"]]
        outline |= {len(rows) - 2: 1, len(rows) - 1: 1}
    batch = read(sheet("Plan", *rows, outline=outline))
    assert undated(batch) == 1000_00
    assert [i.answer for i in batch.issues if i.answer.startswith("hierarchy")] == ["hierarchy=outline"]


def test_words_about_colours_apart_below_a_list_are_no_row() -> None:
    batch = read(sheet("Costs", ["Package", "Budget", "Actual cost"], ["Piles", 400.0, 100.0], ["Rails", 300.0, 50.0],
                       ["Wires", 200.0, 50.0], ["TOTAL", 900.0, 200.0], [],
                       ["Colours:", "Blue = typed in", "Red = late"]))
    assert names(batch) == ["Piles", "Rails", "Wires"]


def test_the_estimated_cost_at_completion_is_the_forecast() -> None:
    batch = read(sheet("Costs", ["Package", "Budget", "Estimated cost at completion"], ["Piles", 400.0, 410.0],
                       ["Rails", 300.0, 280.0]))
    assert undated(batch, "forecast") == 690_00


def test_the_last_word_of_a_heading_is_the_currency_of_its_amounts() -> None:
    batch = read(sheet("Costos", ["Tarea", "Budget COP"], ["Zanja", 1500.0], ["Tubo", 2500.0],
                       formats={1: '_-"$"* #,##0_-'}))
    assert batch.currency == "COP"


def test_a_heading_filled_once_a_block_is_no_name_of_the_rows_beside_it() -> None:
    rows: list[list[Value]] = []
    for part in ("Sales", "Operations", "Finance"):
        kinds = ("Wages", "Travel", "Rent", "Training")
        rows += [[part if not n else None, kind, 10.0 + n, 20.0] for n, kind in enumerate(kinds)]
        rows.append([f"{part} subtotal", None, 46.0, 80.0])
    batch = read(sheet("Drilldown", ["Department", "Cost category", "Jan 2026", "Feb 2026"], *rows))
    assert names(batch) == ["Wages", "Travel", "Rent", "Training"] * 3
    assert sum(by_month(batch).values()) == 3 * 126_00
    assert names(batch, "package") == ["Sales", "Operations", "Finance"]


def test_people_with_mail_addresses_are_no_measures_whatever_their_level() -> None:
    batch = read(sheet("Employees", ["Employee ID", "Employee Name", "Email", "Job Title", "Level", "Hire Date"],
                       ["E1", "Ada Lind", "ada@example.org", "Analyst", "Senior", dt.date(2020, 5, 4)],
                       ["E2", "Ben Moor", "ben@example.org", "Tester", "Junior", dt.date(2021, 6, 4)]))
    assert not of(batch, "measure") and "list of people" in said(batch)


def test_a_sheet_called_lists_holds_choices() -> None:
    batch = read(sheet("Projects", ["Project", "Owner", "Status"], ["Quay wall", "Ann", "Open"],
                       ["Tram", "Ben", "Done"]),
                 sheet("Lists", ["Country", "Status", "Project manager"], ["Spain", "Open", "Ann"],
                       ["Italy", "Done", "Ben"], ["Malta", "Late", None]))
    assert names(batch) == ["Quay wall", "Tram"] and batch.sheets[1].role == "list"


def test_amounts_of_single_days_on_a_sheet_of_bookings_are_actual_and_asked() -> None:
    rows: list[list[Value]] = [["Project", "Date", "Amount", "Contract ref"],
                               ["Quay wall", dt.date(2025, 3, 4), 100.0, "CR-1"],
                               ["Tram", dt.date(2025, 4, 9), 50.5, "CR-2"], ["Tram", dt.date(2025, 5, 9), 7.0, "CR-3"]]
    for name, series, other in (("Consumption", "actual", "plan"), ("Sheet1", "plan", "actual")):
        batch = read(sheet(name, *rows))
        assert undated(batch, series) + by_month(batch).get(series, 0) == 157_50
        assert f"series={other}" in [i.answer for i in batch.issues]


def test_amounts_that_only_grow_from_date_to_date_are_asked_about() -> None:
    rows: list[list[Value]] = [["Record ID", "Project ID", "Reporting date", "Actual cost"]]
    for p in (1, 2, 3):
        rows += [[f"R-{p}{m}", f"P-{p}", dt.date(2026, m, 28), 100.0 * p * m] for m in range(1, 6)]
    asked = [i for i in read(sheet("Monthly", *rows)).issues if "only grow" in i.message]
    assert [i.answer for i in asked] == ["column.D=custom"] and asked[0].cell == "D1"
    rows[3][3] = 1.0
    assert not [i for i in read(sheet("Monthly", *rows)).issues if "only grow" in i.message]
