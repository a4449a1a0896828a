"""Shapes of sheets, each rebuilt small: headers, blocks, merged headings, calendars, what stands beside a list."""
from __future__ import annotations

from importers.base import Value
from tests.importers.grids import fields, names, of, read, said, sheet, undated


def test_sheets_that_number_their_rows_each_for_itself_share_no_records() -> None:
    head: list[Value] = ["No.", "Task", "Owner", "Status"]
    one = sheet("Kitchen", head, [1, "Order the oven", "Ada", "Open"], [2, "Tile the wall", "Ben", "Done"])
    two = sheet("Garden", head, [1, "Cut the hedge", "Cai", "Open"], [2, "Lay the path", "Dee", "Open"])
    batch = read(one, two)
    assert names(batch) == ["Order the oven", "Tile the wall", "Cut the hedge", "Lay the path"]
    assert len({i.key for i in of(batch, "measure")}) == 4
    assert "called otherwise" in said(batch)


def test_sheets_that_call_a_numbered_row_alike_share_it() -> None:
    one = sheet("Plan", ["No.", "Task", "Owner"], [1, "Order the oven", "Ada"], [2, "Tile the wall", "Ben"])
    two = sheet("Status", ["No.", "Task", "Status"], [1, "Order oven", "Open"], [2, "Tile the wall", "Done"])
    batch = read(one, two)
    assert [(i.fields["name"], i.fields["status"]) for i in of(batch, "measure")] == [
        ("Order the oven", "Open"), ("Tile the wall", "Done")]


def test_links_of_a_renumbered_sheet_stay_within_it() -> None:
    head: list[Value] = ["ID", "Task", "Owner", "Predecessor"]
    one = sheet("A", head, [1, "Order the oven", "Ada", None], [2, "Tile the wall", "Ben", 1])
    two = sheet("B", head, [1, "Cut the hedge", "Cai", None], [2, "Lay the path", "Dee", 1])
    ends = [(i.fields["predecessor"].key, i.fields["successor"].key) for i in of(read(one, two), "dependency")]
    assert ends == [("1", "2"), ("B/1", "B/2")]


def test_numbers_are_no_names_when_texts_stand_beside_them() -> None:
    batch = read(sheet("Cash", ["Position", "M1", "M2", "Total"], ["Lead", 3500, 1750, 5250],
                       ["Trainee", 500, 3000, 3500], ["Analyst", 700, 900, 1600]))
    assert names(batch) == ["Lead", "Trainee", "Analyst"]


def test_a_list_of_figures_by_year_has_no_names_and_says_so() -> None:
    batch = read(sheet("Loan", ["Year", "Cost without", "Benefit with"], [1, 42600, 10650], [2, 45369, 11342]))
    assert not of(batch, "measure")
    assert "no column below it holds names" in said(batch)


def test_a_table_without_one_heading_of_a_list_of_measures_is_found_and_left_out() -> None:
    batch = read(sheet("Buffers", ["Ambiguity", "Confidence", "Overhead", "Buffer"], ["Low", "High", 0.1, 0.2],
                       ["Medium", "High", 0.1, 0.3], ["High", "Low", 0.1, 0.4]))
    assert not of(batch, "measure") and batch.sheets[0].header_row == 1
    assert "none of whose headings" in said(batch)


def test_answers_that_are_headings_elsewhere_do_not_make_a_row_of_a_table_its_header() -> None:
    asked = "Was room {} warm enough for you on the evening of your visit here?"
    rows: list[list[Value]] = [[f"Comfort {n}", asked.format(n), "No", "Yes", "No"] for n in range(6)]
    batch = read(sheet("Survey", ["Criteria", "Survey question", "Option #1", "Option #2", "Option #3"], *rows))
    assert batch.sheets[0].header_row == 1


def test_a_header_of_unknown_words_is_found_by_its_looks() -> None:
    marks = {(0, c) for c in range(4)}
    batch = read(sheet("Products", ["Process Areas", "Work Product", "Template", "Pages"],
                       ["REQM", "Procedures", "x", 4], [None, "Proposal", "x", None], [None, "Minutes", "x", None],
                       ["Template", "Rules", "x", None], bold=marks))
    assert batch.sheets[0].header_row == 1


def test_the_fullest_column_of_texts_holds_the_names() -> None:
    batch = read(sheet("Estimate", ["S No.", "Req#", "Feature List", "Start Date", "End Date"],
                       [1, "IR-EMP-01", "Log in", "2024-03-11", "2024-03-12"],
                       [2, "IR-EMP-02", "Make a new record", "2024-03-12", "2024-03-13"],
                       [3, "IR-EMP-03", "Take a record out", "2024-03-13", "2024-03-14"]))
    assert names(batch) == ["Log in", "Make a new record", "Take a record out"]


def test_what_stands_in_a_column_without_a_heading_is_kept_and_said() -> None:
    batch = read(sheet("Plan", ["Task", "Owner", None, "Due"], ["Paint", "Ada", "two coats", "2024-05-02"],
                       ["Sand", "Ben", None, "2024-05-03"], ["Oil", "Ben", "linseed", "2024-05-04"]))
    assert of(batch, "measure")[0].custom == {"Column C": ("text", "two coats")}
    assert "Column C has no heading" in said(batch)


def test_a_label_before_a_block_of_lines_is_their_package_and_amounts_below_the_blocks_count() -> None:
    batch = read(sheet(
        "Costs", [None, "PROJECT TASKS", "HOURS", "LABOR COST ($)", "MATERIAL COST ($)"],
        ["DESIGN", "Draw the plans", 20, 1200, 900], [None, "Model it", 25, 2000, 700],
        [None, "Subtotal", 45, 3200, 1600],
        [], ["BUILD", "Buy parts", 20, 2000, 700], [None, "Weld", 40, 15000, 4500], [None, "Subtotal", 60, 17000, 5200],
        [], ["Subtotals", None, 105, 20200, 6800], ["Risk (Contingency)", None, 40, 4000, 2000],
        ["Total (Scheduled)", None, 145, 24200, 8800]))
    assert names(batch) == ["Draw the plans", "Model it", "Buy parts", "Weld", "Risk (Contingency)"]
    assert names(batch, "package")[:2] == ["DESIGN", "BUILD"]
    assert undated(batch) == 33_000_00
    assert not any("printed as" in i.message for i in batch.issues)


def test_a_pivot_table_beside_its_list_is_not_counted_again() -> None:
    plan = sheet("Plan", ["ID", "Task", "Owner", "Budget"], ["T-1", "Paint", "Ada", 100], ["T-2", "Sand", "Ben", 50])
    pivot = sheet("Sheet2", [], ["Owner", "Task", "Sum of Budget", None, "Task", "Sum of Budget"],
                  ["Ada", "Paint", 100, None, "Paint", 100], ["Ben", "Sand", 50, None, "Sand", 50],
                  ["Grand Total", None, 150, None, "Grand Total", 150])
    batch = read(plan, pivot)
    assert len(of(batch, "measure")) == 2
    assert batch.sheets[1].role == "rollup" and "pivot" in batch.sheets[1].why


def test_a_calculation_of_present_values_is_no_list_of_measures() -> None:
    batch = read(sheet("Model", ["OPTION A", "Year 1", "Year 2", "Total"], ["Costs", 18000, 0, 18000],
                       ["Discount factor", 0.95, 0.91, 1.86], ["Discounted costs", 17175, 0, 17175],
                       ["Benefits", 1600, 1600, 3200], ["Cash flow", -16400, 1600, -14800],
                       ["Cumulative benefits", -16400, -14800, None], ["NPV", -4699]))
    assert not of(batch, "measure")
    assert "calculation" in said(batch)


def test_a_list_with_a_return_printed_below_it_stays_a_list() -> None:
    rows: list[list[Value]] = [[f"T-{n}", f"Step {n}", "Ada", 100 * n] for n in range(1, 9)]
    batch = read(sheet("Plan", ["ID", "Task", "Owner", "Budget"], *rows, [], [None, "NPV", None, 12],
                       [None, "ROI", None, 2], [None, "Payback", None, 3]))
    assert len(of(batch, "measure")) >= 8


def test_words_beside_the_areas_of_a_list_are_no_sums_over_it() -> None:
    plan = sheet("Plan", ["ID", "Task", "Category", "Owner"], ["T-1", "Ask guests", "Comfort", "Ada"],
                 ["T-2", "Time the kitchen", "Speed", "Ben"])
    survey = sheet("Survey", ["Category", "Question", "Answers", "Kind"],
                   ["Comfort", "Was it warm?", "Yes/No", "closed"],
                   ["Speed", "How long?", "minutes", "scaled"], ["Speed", "Too long?", "Yes/No", "closed"])
    assert read(plan, survey).sheets[1].role != "rollup"


def test_weeks_without_a_year_that_hold_bars_are_a_calendar_and_no_fields() -> None:
    weeks: list[Value] = [f"KW {n}" for n in (50, 51, 52, 1, 2, 3, 4)]
    fills = {(r, r + 1): "4472C4" for r in range(1, 6)}
    batch = read(sheet("Plan", [None, *weeks], ["Draw"], ["Milestone 1"], ["Build"], ["Test"], ["Hand over"],
                       fills=fills))
    assert names(batch, "activity") == ["Draw", "Milestone 1", "Build", "Test", "Hand over"]
    assert not any(i.custom for i in of(batch, "activity"))
    assert "do not say which days they are" in said(batch)


def test_phases_weeks_and_days_over_each_other_head_one_calendar() -> None:
    days = list("MTWRF") * 4
    rows: list[list[Value]] = [[f"Step {n}", "2024-03-04", "2024-03-08", "Ada", *[None] * n, "x"] for n in range(1, 7)]
    phase: list[Value] = ["PHASE ONE", *[None] * 9, "PHASE TWO", *[None] * 9]
    weeks: list[Value] = [c for n in range(1, 5) for c in (f"WEEK {n}", None, None, None, None)]
    batch = read(sheet("Timeline", ["Task", "Start Date", "Due Date", "Owner", *phase], [*[None] * 4, *weeks],
                       [*[None] * 4, *days], *rows))
    assert names(batch, "activity") == [f"Step {n}" for n in range(1, 7)]
    assert not any(i.custom for i in of(batch, "activity")) and "could not come in" not in said(batch)


def test_numbered_weeks_with_hours_in_them_are_no_calendar() -> None:
    rows: list[list[Value]] = [[f"Step {n}", "Ada", 4.5, 8, 3, 2.5, 7, 1] for n in range(6)]
    batch = read(sheet("Hours", ["Task", "Owner", 1, 2, 3, 4, 5, 6], *rows))
    assert batch.sheets[0].layout != "gantt sheet" and of(batch, "measure")[0].custom["1"] == ("number", "4.5")


def test_a_month_column_that_names_no_months_is_kept() -> None:
    batch = read(sheet("Plan", ["Task", "Owner", "Start", "lasting (month)"], ["Advertise", "Ada", "2024-07-01", 36],
                       ["Print", "Ben", "2024-09-01", 34], ["Visit", "Cai", "2024-11-01", 32]))
    assert [i.custom["lasting (month)"] for i in of(batch, "measure")] == [
        ("number", "36"), ("number", "34"), ("number", "32")]


def test_a_computed_column_that_stays_out_is_said() -> None:
    batch = read(sheet("Plan", ["Task", "Owner", "Variance"], ["Advertise", "Ada", 36], ["Print", "Ben", 34],
                       ["Visit", "Cai", 32]))
    assert "“Variance” (column C) is computed" in said(batch)


def test_lists_below_each_other_are_read_one_by_one() -> None:
    batch = read(sheet(
        "Budget", ["WBS", "Work package", "Total cost"], ["1.1", "Define it", 500], ["1.2", "Draw it", 10000],
        ["TOTAL", None, 10500], ["Contingency (10%)", None, 1050], [], ["People"], [],
        ["Rate", "Name", "Hours", "Costs"], [100, "Train the shop", 20, 2000], [50, "Train the office", 10, 500],
        ["TOTAL", None, None, 2500]))
    assert [n for n in names(batch) if n.startswith("Train")] == ["Train the shop", "Train the office"]
    assert undated(batch) == (10500 + 1050 + 2500) * 100
    assert batch.sheets[0].name == "Budget" and len(batch.sheets) == 1


def test_a_list_above_the_better_headed_one_is_not_lost() -> None:
    batch = read(sheet(
        "Both", ["Deliverable", "Amount"], ["Oven", 900], ["Tiles", 300], [], [],
        ["ID", "Task", "Owner", "Start", "End", "Status"], ["T-1", "Order", "Ada", "2024-05-02", "2024-05-03", "Open"],
        ["T-2", "Lay", "Ben", "2024-05-04", "2024-05-05", "Open"]))
    assert names(batch) == ["Oven", "Tiles", "Order", "Lay"]


def test_a_log_below_a_list_is_said_by_its_row() -> None:
    batch = read(sheet(
        "Report", ["Task", "Target Date", "Status"], ["Draw", "2024-05-02", "Done"], ["Build", "2024-06-02", "Open"],
        [], ["Risk", "Mitigation Plan", "Approval Status"], ["Rain", "Tent", "Open"], ["Wind", "Ropes", "Open"]))
    assert names(batch) == ["Draw", "Build"]
    assert "A5" in said(batch)


def test_what_stands_above_a_header_and_is_more_than_a_title_is_said() -> None:
    batch = read(sheet("Report", ["Owner:", "Ada", "Date:", "2024-05-02"], [], ["Task", "Target Date", "Status"],
                       ["Draw", "2024-05-02", "Done"], ["Build", "2024-06-02", "Open"]))
    assert "A1: above the header" in said(batch)


def test_a_list_that_only_describes_its_lines_is_named_by_that() -> None:
    batch = read(sheet("Budget", ["Description", "Budget"], ["Hire of the hall", 800], ["Printing", 120],
                       ["Total", 920]))
    assert names(batch) == ["Hire of the hall", "Printing"]


def test_headings_in_other_languages_are_known() -> None:
    spanish = read(sheet("Plan", ["Nº", "Actividad", "Responsable", "Fecha de inicio", "Fecha fin", "Estado"],
                         [1, "Pintar", "Ana", "02/05/2024", "17/05/2024", "Abierto"],
                         [2, "Lijar", "Luis", "03/05/2024", "18/05/2024", "Abierto"]))
    assert list(fields(spanish).values()) == ["code", "name", "owner", "start", "finish", "status"]
    french = read(sheet("Plan", ["N°", "Tâche", "Responsable", "Date de début", "Date de fin", "Avancement"],
                        [1, "Peindre", "Anne", "02/05/2024", "17/05/2024", "50%"],
                        [2, "Poncer", "Luc", "03/05/2024", "18/05/2024", "0%"]))
    assert list(fields(french).values()) == ["code", "name", "owner", "start", "finish", "progress"]


def test_a_weekday_before_a_date_is_read_over_and_proves_its_order() -> None:
    batch = read(sheet("Plan", ["Task", "Duration", "Start", "Finish"],
                       ["Set up", "5 days", "Mon 07/01/19", "Fri 11/01/19"],
                       ["Draw", "3 days", "Tue 08/01/19", "Thu 10/01/19"],
                       ["Test", "1 day", "Wed 09/01/19", "Wed 09/01/19"]))
    assert [(i.fields["start"], i.fields["finish"]) for i in of(batch, "measure")] == [
        ("2019-01-07", "2019-01-11"), ("2019-01-08", "2019-01-10"), ("2019-01-09", "2019-01-09")]
    assert not any(i.severity == "question" and "month" in i.message for i in batch.issues)


def test_a_title_with_its_month_over_the_header_is_no_group_of_columns() -> None:
    batch = read(sheet("January", ["Community house of the old town, calendar", None, None, "January 2025"],
                       ["Date", "Task", "Responsible", "Phone"], [1, "Paint", "Ada", "722 1"],
                       [2, "Sing", "Ben", "722 2"], merged=[(0, 0, 0, 2), (0, 3, 0, 3)]))
    assert list(fields(batch))[1:3] == ["Task", "Responsible"]


def test_a_line_of_labels_over_the_header_is_no_group_of_columns() -> None:
    batch = read(sheet("Issues", ["Issue Log"], ["Project Name:", None, None, "Date:"],
                       ["Issue ID", "Description", "Impact", "Owner"], ["I-1", "Rain came in", "High", "Ada"],
                       ["I-2", "Wind came in", "Low", "Ben"], merged=[(1, 0, 1, 2)]))
    assert [c.header for c in batch.sheets[0].columns] == ["Issue ID", "Description", "Impact", "Owner"]


def test_what_an_hour_costs_is_no_amount_of_its_line() -> None:
    batch = read(sheet("Project cost", ["Task", "Labor Hrs", "Cost/Hour", "Subtotals", "% of totals"],
                       ["Manage", 30, 30, 900, 0.36], ["Design", 40, 40, 1600, 0.64]))
    assert undated(batch) == 2500_00
    assert of(batch, "measure")[0].custom["Cost/Hour"] == ("money", 3000)


def test_the_first_words_of_a_heading_say_what_its_figures_are() -> None:
    batch = read(sheet("Plan", ["Task", "Benefit based on investment", "Value without investment"],
                       ["Insulate", 1950, 42600], ["Lease", 2076, 45369]))
    assert list(fields(batch).values()) == ["name", "recurring_benefit.plan", "custom"]


def test_labels_with_their_answers_beside_each_other_are_no_header() -> None:
    batch = read(sheet("Charter", ["PROJECT CHARTER"], [], ["Project Title", "Bridge", None, "Project Manager", "Ann"],
                       ["Start Date", "2024-01-28", None, "Project Sponsor", "Council"], ["Project Description"],
                       ["The bridge is to carry more."], ["Business Need"], ["It is too small."], ["Project Team"],
                       ["Role", None, "Name"], ["Lead", None, "Ann"], ["Advice", None, "Ben"]))
    assert "Project Description" not in names(batch) and "Business Need" not in names(batch)


def test_a_form_nobody_filled_in_gives_no_labels_as_answers() -> None:
    batch = read(sheet("Attributes", ["Project Name:", None, None, "Date:"], ["ID:", None, None, "Activity:"],
                       ["Description:"], ["Predecessors:", None, "Lead or Lag:"], ["Location:"], ["Expectations:"]))
    assert not of(batch, "measure")


def test_an_id_of_costs_is_no_amount() -> None:
    batch = read(sheet("Documents", ["cost_id", "vendor", "Cost Center", "Owner"], [20, "Some and Sons", 4711, "Ada"],
                       [18, "Other Ltd", 4712, "Ben"]))
    assert not of(batch, "effect_line")


def test_a_wbs_column_of_phrases_holds_names_not_codes() -> None:
    batch = read(sheet("WBS", [None, "WBS", "Estimated time (days)", "Cost (£)"], [1, "Write the preface", 1, 16],
                       [2, "Types of readers", 1, 16], [3, "Plan the talks", 1, 16]))
    assert names(batch) == ["Write the preface", "Types of readers", "Plan the talks"]


def test_weekdays_are_no_stages() -> None:
    batch = read(sheet("Costs", [None, "Mo", "Di", "Mi", "Do", "Fr", "Kosten"], ["Lead", 5, 6, 6, 5.5, 6, 534.25],
                       ["Design", 6, 6, 6, 6, 6, 562.5]))
    assert not any("stage" in i.fields for i in of(batch, "measure"))


def test_a_pivot_table_beside_a_list_leaves_the_list_alone() -> None:
    batch = read(sheet(
        "Task", ["Project", "Task", "Assigned To", "Cost", None, None], ["P", "Prepare", "AM", 100, None, None],
        ["P", "Collect", "CH", 50, None, "Row Labels", "Sum of Cost"], ["P", "Clean", "OY", 25, None, "P", 175],
        ["P", "Analyze", "OY", 5, None, "Grand Total", 175]))
    assert names(batch) == ["Prepare", "Collect", "Clean", "Analyze"]
    assert undated(batch) == 180_00
    assert "F3:G5: a pivot table" in said(batch)


def test_many_repeated_ids_are_one_message() -> None:
    rows: list[list[Value]] = [[n % 15, f"Step {n}", "Ada"] for n in range(45)]
    batch = read(sheet("Log", ["ID", "Task", "Owner"], *rows))
    assert sum("the id of an earlier row" in i.message for i in batch.issues) == 1


def test_progress_in_words_is_a_status() -> None:
    batch = read(sheet("Task", ["Task", "Owner", "Progress"], ["Prepare", "AM", "Completed"],
                       ["Collect", "CH", "In progress"], ["Clean", "OY", "Upcoming"]))
    assert [i.fields["status"] for i in of(batch, "measure")] == ["Completed", "In progress", "Upcoming"]


def test_levels_below_merged_headings_of_a_risk_log_are_headings_and_no_entry() -> None:
    long = "Ask two more yards for an offer and keep the drawings ready for a second tender"
    batch = read(sheet(
        "Sheet1",
        ["Risk", "Description", "Probability", None, None, "Consequences", None, None, "Treatment", None, "Risk"],
        ["Risk", None, "L", "M", "H", "L", "M", "H", "Type", "Measure(s)", "Owner"],
        ["Risk", "Steel comes late", "X", None, None, None, "X", None, "Mitigation", long, "Ann"],
        ["Risk", "Crane is booked", None, "X", None, None, None, "X", "Deflection", long + " in May", "Ben"],
        ["Risk", "Paint is too thin", None, None, "X", "X", None, None, "Mitigation", long + " in June", "Ann"],
        merged=[(0, 2, 0, 4), (0, 5, 0, 7), (0, 8, 0, 9)]))
    risks = of(batch, "risk")
    assert [r.fields["name"] for r in risks] == ["Steel comes late", "Crane is booked", "Paint is too thin"]
    assert risks[0].custom["Probability L"] == ("text", "X") and risks[0].fields["response"] == long


def test_words_below_a_merged_heading_are_headings_when_others_are_merged_down_to_them() -> None:
    batch = read(sheet(
        "Plan", ["Task", "Owner", "Effort", None, "Start", "Finish"], [None, None, "Office", "Site", None, None],
        ["Clear the quay", "Ann", 3.0, 4.0, "2026-02-02", "2026-02-20"],
        ["Drive the piles", "Ben", 2.0, 9.0, "2026-02-23", "2026-03-20"],
        merged=[(0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1), (0, 4, 1, 4), (0, 5, 1, 5)]))
    assert names(batch) == ["Clear the quay", "Drive the piles"]
    assert {"Effort Office", "Effort Site"} <= set(of(batch, "measure")[0].custom)


def test_a_first_row_that_fills_a_merged_heading_stays_a_row() -> None:
    batch = read(sheet(
        "Plan", ["Task", None, "Owner", "Status"], ["P1", "Clear the quay", "Ann", "Open"],
        ["P2", "Drive the piles", "Ben", "Open"], ["P3", "Lay the deck", "Ann", "Done"], merged=[(0, 0, 0, 1)]))
    assert len(of(batch, "measure")) == 3


def test_the_load_of_team_members_below_a_list_is_said_and_no_list_of_measures() -> None:
    batch = read(sheet(
        "Plan", ["Task", "Budget", "Status"], ["Cameras", 1000.0, "Open"], ["Monitors", 2000.0, "Open"],
        ["Gates", 500.0, "Done"], [], [],
        ["Work load", "Team member"], [1.0, "A. Berg"], [1.0, "B. Kurz"], [0.5, "C. Lund"]))
    assert names(batch) == ["Cameras", "Monitors", "Gates"]
    assert "people" in said(batch)


def test_a_name_in_the_first_row_of_each_block_is_no_name_of_its_rows() -> None:
    batch = read(sheet(
        "Audit", ["No", "Process Name", "Issue Description", "Owner"],
        [1, "Buying", "No second offer was asked", "Ann"],
        [2, None, "Orders are not signed", "Ben"], [3, None, "Prices are not compared", "Ann"],
        [4, None, "Contracts are not kept", "Ben"], [5, "Stores", "Bins have no labels", "Ann"],
        [6, None, "Counts are a year old", "Ben"], [7, None, "Gates stay open", "Ann"]))
    assert names(batch)[:2] == ["No second offer was asked", "Orders are not signed"]
    assert {p.fields["name"] for p in of(batch, "package")} == {"Buying", "Stores"}


def test_two_words_in_capitals_are_names_of_rows_where_people_have_a_column() -> None:
    batch = read(sheet(
        "Talks", ["Plan", "Goal", "Recurrence", "Owner", "Place"],
        ["Stand Up", "Everybody knows what the others do today", "Daily", "Ann", "Yard"],
        ["Board Review", "The board hears how the yard stands", "Third Monday of every month", "Ben", "Office"],
        ["Status Mail", "All others read how the yard stands", "Every Wednesday", "Cleo", "Mail"]))
    assert names(batch) == ["Stand Up", "Board Review", "Status Mail"]


def test_headings_in_other_scripts_are_known_and_others_still_make_a_header() -> None:
    days: list[Value] = ["2026-02-02", "2026-03-06"]
    for heads in (["タスク名", "担当者", "開始日", "終了日"], ["Задача", "Ответственный", "Начало", "Срок"],
                  ["Görev", "Sorumlu", "Başlangıç", "Bitiş"]):
        batch = read(sheet("1", list(heads), ["Dock", "Ann", *days], ["Quay", "Ben", *days], ["Crane", "Cleo", *days]))
        assert names(batch) == ["Dock", "Quay", "Crane"]
        found = of(batch, "measure")[0].fields
        assert (found["start"], found["finish"], found["owner"].key) == (*days, "Ann")
    batch = read(sheet("1", ["見出し", "番号", "日"], ["Dock", 3.0, 4.0], ["Quay", 4.0, 5.0], ["Crane", 5.0, 6.0]))
    assert batch.sheets[0].header_row == 1
