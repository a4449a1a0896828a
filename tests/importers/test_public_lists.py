"""Lists as public bodies put them on the web: dates and quarters in the first rows, years of two, odd signs."""
from __future__ import annotations

from importers.base import Value
from tests.importers.trackers import items, read, series_of, sheet, sums_of


def test_a_row_of_quarters_above_others_is_no_header() -> None:
    head: list[Value] = ["ProjectName", "ProjectStatus", "QuarterProcurementStart", "QuarterBuildStart",
                         "QuarterOpening", "QuarterReview"]
    rows: list[list[Value]] = [[f"Bridge {n}", "In procurement", f"20{17 + n % 3}-Q3", f"20{19 + n % 3}-Q1",
                                f"20{22 + n % 2}-Q4", "2023-Q1"] for n in range(12)]
    batch = read(sheet([head, *rows]))
    assert batch.sheets[0].header_row == 1 and len(items(batch, "measure")) == 12


def test_a_row_of_dates_as_text_is_no_header() -> None:
    head: list[Value] = ["ID", "Owner", "Project name", "BNI", "BCA", "PBC", "Stage1"]
    rows: list[list[Value]] = [[f"Q0{5000 + n}", "Ann", f"Pipe {n}", f"2016-{1 + n % 9:02d}-01 17:00:00",
                                f"2017-0{1 + n % 9}-25 08:00:00", f"2018-0{1 + n % 9}-16", f"2019-0{1 + n % 9}-01"]
                               for n in range(12)]
    batch = read(sheet([head, *rows]))
    assert batch.sheets[0].header_row == 1 and len(items(batch, "measure")) == 12


def test_milestones_by_number_head_the_dates_below_them() -> None:
    head: list[Value] = ["Project", "Owner", "M1", "M2", "M3"]
    rows: list[list[Value]] = [[f"Bridge {n}", "Ann", f"1{n}.01.2026", f"1{n}.04.2026", f"1{n}.09.2026"]
                               for n in range(6)]
    batch = read(sheet([head, *rows]))
    assert batch.sheets[0].header_row == 1 and len(items(batch, "measure")) == 6


def test_months_head_figures_though_some_columns_hold_dates() -> None:
    head: list[Value] = ["Bridge", "M1", "M2", *(f"{m} 2026 Budget" for m in ("Jan", "Feb", "Mrz", "Apr", "Mai"))]
    rows: list[list[Value]] = [[f"B{n}", f"1{n}.01.2026", f"1{n}.04.2026", *["1.000,00"] * 5] for n in range(8)]
    batch = read(sheet([head, [None], [None], *rows]))
    assert batch.sheets[0].header_row == 1 and sum(sums_of(batch).values()) == 8 * 5 * 1_000_00


def test_many_rows_with_ids_are_no_sheet_of_choices() -> None:
    rows: list[list[Value]] = [["ID", "Funding round", "Lead authority", "Tender closed"]]
    rows += [[f"Q0{5000 + n}", "Round one", None if n % 3 else f"City {n}", None if n % 2 else "soon"]
             for n in range(40)]
    assert read(sheet(rows)).sheets[0].role == "data"


def test_two_whole_years_with_a_stroke_are_one_financial_year() -> None:
    batch = read(sheet([["Project name", "2014/2015 Budget (£m)", "2014/2015 Forecast (£m)"], ["Rail", 12.0, 24.0],
                        ["Road", 1.2, 2.4]]))
    line, = [v for k, v in series_of(batch)["Rail"].items() if k.endswith("plan")]
    assert sorted(line) == [f"2014-{m:02d}" for m in range(4, 13)] + ["2015-01", "2015-02", "2015-03"]
    assert sum(line.values()) == 12_000_000_00


def test_the_pound_sign_of_a_wrong_code_page_is_money() -> None:
    batch = read(sheet([["Project name", "Yearly budget", "Spent to date"], ["Rail", "Ł12.20", "Ł9.90"],
                        ["Road", "Ł1,193.30", "Ł0.10"]]))
    assert sums_of(batch) == {"one_time_cost.plan": 120_550, "one_time_cost.actual": 1_000}
    assert {i.fields["currency"] for i in items(batch, "effect_line")} == {"GBP"}


def test_a_state_of_a_country_is_no_status_and_a_sentence_about_lights_heads_none() -> None:
    batch = read(sheet([["Project name", "State / Territory", "MPA RAG rating (on a scale of five)",
                         "Commentary on actions taken on the MPA RAG rating"],
                        ["Rail", "Queensland", "Amber/Green", "It went well."],
                        ["Road", "Victoria", "Red", "It did not."]]))
    fields = {c.header[:10]: c.field for c in batch.sheets[0].columns}
    assert fields["State / Te"] != "status" and fields["MPA RAG ra"] == "light" and fields["Commentary"] != "light"
    assert [i.fields["light"] for i in items(batch, "measure")] == ["amber", "red"]


def test_grants_and_commitments_beside_the_cost_of_a_project_are_not_added_to_it() -> None:
    head: list[Value] = ["Project ID", "Project Name", "Current Project Cost", "IDA Commitment", "Total Commitment",
                         "Grant Amount"]
    rows: list[list[Value]] = [["P1", "Grid", 280.0, None, 280.0, None], ["P2", "Water", 57.0, None, 57.0, 9.0],
                               ["P3", "Road", 100.0, None, 100.0, None]]
    batch = read(sheet([head, *rows]))
    assert sum(sums_of(batch).values()) == 43_700
    assert sum("who pays" in i.message for i in batch.issues) == 3


def test_crores_and_lakhs_are_powers_of_ten_of_rupees_and_an_overrun_is_no_cost_of_its_own() -> None:
    batch = read(sheet([["Project name", "material_cost_crore", "fees_cost_lakhs", "cost_overrun_lakhs"],
                        ["Line", 1.5, 2.0, 9.0], ["Grid", 2.0, 1.0, 8.0]]))
    assert sum(sums_of(batch).values()) == 35_300_000_00
    assert {i.fields["currency"] for i in items(batch, "effect_line")} == {"INR"}


def test_a_cost_that_its_heading_calls_annual_is_recurring_and_not_asked_for() -> None:
    batch = read(sheet([["Project name", "Initial investment", "Annual cost"], ["Line", 100.0, 7.0],
                        ["Grid", 200.0, 8.0]]))
    assert sums_of(batch) == {"one_time_cost.plan": 30_000, "recurring_cost.plan": 1_500}
    assert not [i for i in batch.issues if i.answer.startswith("effect_type")]


def test_a_total_of_the_funding_sources_beside_no_cost_is_checked_and_its_parts_count() -> None:
    batch = read(sheet([["Project Name", "Grant funding (£)", "Match funding (£)", "Total funding (£)"],
                        ["Grid", 60.0, 40.0, 100.0], ["Water", 30.0, 20.0, 50.0], ["Road", 5.0, 5.0, 10.0]]))
    assert sum(sums_of(batch).values()) == 16_000 and not [i for i in batch.issues if "who pays" in i.message]
