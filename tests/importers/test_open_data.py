"""Lists as offices put them on the net for anybody to load: ids and codes for names, field names for headings, places
on a map, rows printed twice, reports of many days. What each taught the importer, rebuilt small.
"""
from __future__ import annotations

import datetime as dt

from importers.base import Value
from tests.importers.grids import fields, names, of, read, said, sheet
from tests.importers.trackers import sums_of

D = dt.date


def test_the_first_row_of_a_list_of_texts_is_no_caption_of_its_field_names() -> None:
    """A text file has no figures: its first entry, in words unlike the field names above it, was taken for headings."""
    head: list[Value] = ["line_id", "project_id", "category", "original_budget_amount", "revised_budget_amount"]
    batch = read(sheet("lines", head,
                       *([f"B-{n}", f"P-{n // 3}", "Labour", f"{n}52.40", f"{n}57.67"] for n in range(1, 9))))
    assert sums_of(batch) == {"one_time_cost.baseline": 401_920, "one_time_cost.plan": 406_136}


def test_ids_of_others_and_initials_of_places_are_neither_names_nor_states() -> None:
    head: list[Value] = ["AwardID", "StateCode", "State", "Location", "EstimatedBudget"]
    places = ["CA", "NY", "TX", "PA", "NM", "OK", "AL"]
    rows: list[list[Value]] = [[str(2201796 + n), places[n % 7], places[n % 7], f"(40.{n}92122, -73.95{n}961)", 500.5]
                               for n in range(30)]
    batch = read(sheet("awards", head, *rows))
    assert names(batch)[:2] == ["2201796", "2201797"]
    assert {h: f for h, f in fields(batch).items() if h != "EstimatedBudget"} == {
        "AwardID": "code", "StateCode": "custom", "State": "custom", "Location": "custom"}


def test_the_id_of_a_report_is_no_comment_and_a_row_printed_twice_leaves_it_an_id() -> None:
    head: list[Value] = ["update_id", "project_id", "week_id", "estimated_cost"]
    rows: list[list[Value]] = [[f"UPD{n}", f"P{n // 10}", f"W{n % 10}", 100.5 + n] for n in range(99)]
    batch = read(sheet("updates", head, *rows, rows[-1]))
    assert fields(batch)["update_id"] == "code" and fields(batch)["project_id"] == "parent"
    assert len(of(batch, "measure")) == 99 and "repeats an earlier one in every cell" in said(batch)


def test_a_heading_that_says_how_it_is_counted_is_what_stands_before_that() -> None:
    batch = read(sheet("tasks", ["ID", "Task", "Start", "Variance %\n=H-G", "Status\n=IF formula"],
                       ["T-1", "Dig", D(2026, 1, 2), 0.1, "Open"], ["T-2", "Pour", D(2026, 2, 2), 0.2, "Done"]))
    assert fields(batch)["Status"] == "status" and fields(batch)["Variance %"] == ""


def test_an_original_budget_is_a_cost_and_what_was_disbursed_is_an_actual() -> None:
    batch = read(sheet("grants", ["Grant ID", "Grant name", "Original budget", "Disbursed amount"],
                       ["G-1", "Clinic", 900, 300], ["G-2", "School", 100, 50]))
    assert sums_of(batch) == {"one_time_cost.baseline": 100_000, "one_time_cost.actual": 35_000}


def test_who_is_allocated_to_whom_until_when_is_no_list_of_measures() -> None:
    head: list[Value] = ["ID", "EmployeeName", "TargetType", "TargetName", "AllocationPercent", "StartDate", "EndDate"]
    batch = read(sheet("Allocations", head, [51, "Ann Berg", "CLIENT", "Mill Ltd", 100, D(2026, 1, 1), D(2026, 6, 30)],
                       [21, "Ben Carr", "CLIENT", "Dam Ltd", 85, D(2026, 1, 1), D(2026, 6, 30)]))
    assert not of(batch, "measure") and "A list of people" in said(batch)


def test_columns_under_words_of_another_row_of_headings_are_warned_of() -> None:
    upper: list[Value] = [None, None, None, "Taxes raised", "Fees raised", "Shares given", "Aid given"]
    head: list[Value] = ["Task ID", "Task name", "Status", None, None, None, None]
    rows: list[list[Value]] = [[f"T-{n}", f"Dig {n}", "Open", n, n + 1, n + 2, n + 3] for n in range(9)]
    assert "4 columns have no heading in row 3, yet words stand over D, E, F, G" in said(
        read(sheet("towns", upper, [], head, *rows)))
    assert "yet words stand over" not in said(read(sheet("towns", head, *rows)))


def test_the_name_of_a_state_is_no_state_of_work() -> None:
    rows: list[list[Value]] = [[f"Land{'abcdefghijklmnopqrstuvwxyz'[n]}", 500.0 + n, 0.0] for n in range(26)]
    batch = read(sheet("grants", ["State Name", "2013", "2014"], *rows))
    assert len(of(batch, "measure")) == 26 and names(batch)[0] == "Landa"


def test_reports_of_several_days_with_an_id_each_are_copies_of_their_projects() -> None:
    head: list[Value] = ["update_id", "project_id", "report_date", "estimated_cost_to_complete"]
    batch = read(sheet("updates", head, *([f"UPD{n}", f"P{n // 4}", D(2025, 4, 1 + n % 4), 900.5 - n]
                                          for n in range(24))))
    assert "6 of 6 entries stand here as of several days" in said(batch)


def test_rows_that_name_other_sheets_as_their_source_may_be_copies() -> None:
    works = sheet("Works", ["ID", "Task", "Start"], ["W-1", "Dig", D(2026, 1, 2)], ["W-2", "Pour", D(2026, 2, 2)])
    more = sheet("Repairs", ["ID", "Task", "Start"], ["R-1", "Weld", D(2026, 1, 2)], ["R-2", "Paint", D(2026, 2, 2)])
    head: list[Value] = ["Source_Sheet", "Record ID", "Task", "Start"]
    rows: list[list[Value]] = [["Works", "W-01", "Dig", D(2026, 1, 2)], ["Works", "W-02", "Pour it", D(2026, 2, 2)],
                               ["Repairs", "R-01", "Weld it", D(2026, 1, 2)]]
    asked = [i for i in read(works, more, sheet("Export", head, *rows)).issues if "names another sheet" in i.message]
    assert [i.answer for i in asked] == ["sheet@Export=ignore"]
    rows[0][0] = "Site"
    assert "names another sheet" not in said(read(works, more, sheet("Export", head, *rows)))


def test_a_sentence_that_begins_with_total_is_no_total_and_firms_are_not_called_by_their_addresses() -> None:
    head: list[Value] = ["Parent Company", "Address", "CEO", "Product", "Investment"]
    rows: list[list[Value]] = [[f"Firm{n} Ltd.", f"{n} High Street, Leeds", f"Ann Berg{chr(97 + n)}", "Pumps.", 100.0]
                               for n in range(9)]
    rows[4][3] = "Total solution provider in sensors and controllers."
    batch = read(sheet("firms", head, *rows))
    assert names(batch) == [f"Firm{n} Ltd." for n in range(9)] and sums_of(batch) == {"one_time_cost.plan": 90_000}


def test_the_number_of_a_house_is_nothing_that_rows_belong_to() -> None:
    rows: list[list[Value]] = [[f"{2700 + n}", f"{100 + n % 3}", f"Raise the roof {n}", 500.0] for n in range(20)]
    batch = read(sheet("permits", ["ID", "STREET_NUMBER", "WORK_DESCRIPTION", "ESTIMATED_COST"], *rows))
    assert fields(batch)["STREET_NUMBER"] == "custom" and not of(batch, "package")[1:]


def test_captions_may_lack_over_some_fields_of_a_program() -> None:
    batch = read(sheet("permits", ["description", "cost_est", "issue_year", "permit_number", "lat"],
                       ["Work description", "Est. Cost", None, "Permit number", "Latitude"],
                       ["Raise a crane", "$60,000.00", "2016", "100637362", "41.899"],
                       ["Raise a mast", "$20,000.00", "2016", "100624621", "41.898"]))
    assert len(of(batch, "measure")) == 2 and sums_of(batch) == {"one_time_cost.plan": 8_000_000}


def test_a_dictionary_of_columns_is_no_list_of_measures() -> None:
    works = sheet("Works", ["ID", "Task", "Start"], ["W-1", "Dig", D(2026, 1, 2)], ["W-2", "Pour", D(2026, 2, 2)])
    words = sheet("Columns", ["Column Name", "Column Description", "Allowed Values", "Notes"],
                  *([f"Field {n}", f"What stands in {n}", f"any of {n}", f"since {n}"] for n in "abcdef"))
    batch = read(works, words)
    assert len(of(batch, "measure")) == 2 and "What the columns of another list mean" in said(batch)


def test_amounts_to_date_in_two_rows_of_a_project_are_asked() -> None:
    head: list[Value] = ["week_id", "project_id", "week_start", "actual_cost_till_date"]
    batch = read(sheet("weeks", head, *([f"W{n}", f"P{n % 5}", D(2025, 4, 1 + 7 * (n // 5)), 1000 + 700 * n]
                                        for n in range(10))))
    assert "the amounts only grow from date to date" in said(batch)


def test_a_cost_that_may_hold_the_one_beside_it_is_asked() -> None:
    rows: list[list[Value]] = [[f"S-{n}", f"System {n}", 1000 * n * n, 100 * n] for n in range(1, 9)]
    batch = read(sheet("systems", ["ID", "Name", "Lifecycle cost", "Planned cost"], *rows))
    assert "“Lifecycle cost” (C) is hardly anywhere below “Planned cost” (D), and both count" in said(batch)
    mixed: list[list[Value]] = [[a, b, d, c] if n % 2 else [a, b, c, d] for n, (a, b, c, d) in enumerate(rows)]
    assert "hardly anywhere" not in said(read(sheet("systems", ["ID", "Name", "Material cost", "Labour cost"], *mixed)))
