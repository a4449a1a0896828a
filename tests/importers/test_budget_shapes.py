"""Budgets and plans by month in many shapes: what is counted beside what is money."""
from __future__ import annotations

import datetime as dt

from importers.base import Value
from tests.importers.grids import by_month, fields, names, of, read, said, sheet, undated

MONTHS: list[Value] = ["jan/12", "fev/12", 40969.0, "abr/12", "mai/12", "jun/12", "jul/12", "ago/12", "set/12",
                       "out/12"]


def test_heads_by_month_are_no_money_whatever_language_and_number_the_months_are_in() -> None:
    batch = read(sheet("Plan", [None, None, "FTE's"], ["Project Name", "Budget (USD)", *MONTHS],
                       ["Lift", 1000, *[float(n) for n in range(1, 11)]], ["Roof", 500, *[2.0] * 10]))
    lines = of(batch, "effect_line")
    assert [(i.fields["category"], i.fields.get("undated_plan")) for i in lines] == [
        ("ebitda", 1000_00), ("fte", None), ("ebitda", 500_00), ("fte", None)]
    run = lines[1].series["plan"]
    assert (run.first, list(run.values)) == (2012 * 12, [n * 100 for n in range(1, 11)])


def test_hours_by_month_stay_beside_the_measure() -> None:
    batch = read(sheet("Plan", ["Project", "Owner", "Hours Jan 2026", "Hours Feb 2026", "Hours Mar 2026"],
                       ["Lift", "Ada Byron", 10, 20, 30], ["Roof", "Ben Nevis", 40, 50, 60]))
    assert not of(batch, "effect_line")
    assert {k: v[1] for k, v in of(batch, "measure")[0].custom.items()} == {
        "Hours Jan 2026": "10", "Hours Feb 2026": "20", "Hours Mar 2026": "30"}


def test_costs_and_figures_of_no_kind_are_asked_about_apart() -> None:
    batch = read(sheet("List", ["Project", "Budget (EUR)", "Jan 2026", "Feb 2026", "Mar 2026"], ["Lift", 100, 1, 2, 3],
                       ["Roof", 200, 4, 5, 6]))
    asked = [i.message for i in batch.issues if i.answer.startswith("effect_type")]
    assert [m.split()[0] for m in asked] == ["B1", "C1:E1"]
    assert "once or again" in asked[0] and "what kind of effect" in asked[1]


def test_a_first_word_that_means_a_person_makes_no_owner_of_a_grade() -> None:
    batch = read(sheet("Files", ["Title", "PM relevance", "Lead time", "Responsible party", "Due date"],
                       ["Guide", "High", "short", "Finance", "2026-03-01"],
                       ["Minutes", "Low", "long", "Sales", "2026-04-01"]))
    assert fields(batch) == {"Title": "name", "PM relevance": "custom", "Lead time": "custom",
                             "Responsible party": "owner", "Due date": "finish"}


def test_zeros_written_as_texts_are_no_days_of_a_calendar() -> None:
    rows: list[list[Value]] = [[f"T{n}", f"Coach {n}", "2026-03-01", *["0.0"] * 8] for n in range(8)]
    batch = read(sheet("Effort", ["ID", "Task", "Due date", *[f"Phase {n} hours" for n in range(8)]], *rows))
    assert names(batch) == [f"Coach {n}" for n in range(8)]


def test_dates_that_stand_in_a_drawn_calendar_again_are_no_bar() -> None:
    days = [dt.date(2026, 3, 2) + dt.timedelta(n) for n in range(14)]
    batch = read(sheet("Gantt", ["No.", "Task", "開始予定", "完了予定", *days],
                       ["1", "Dig", None, None, *days], ["2", "Pour", "2026-03-04", "2026-03-05", *[None] * 14]))
    found = {str(i.fields["name"]): i.fields for i in batch.items if i.kind in ("activity", "measure")}
    assert "start" not in found["Dig"] and "finish" not in found["Dig"]
    assert (found["Pour"]["start"], found["Pour"]["finish"]) == ("2026-03-04", "2026-03-05")


def test_no_dependencies_in_words_names_no_predecessor() -> None:
    batch = read(sheet("List", ["ID", "Task", "Finish", "Dependencies"], ["1", "Dig", "2026-03-01", "No Dependencies"],
                       ["2", "Pour", "2026-03-02", "1"]))
    assert [i.key for i in of(batch, "dependency")] == ["1>2"]


def test_codes_without_a_heading_make_a_tree_and_a_german_compound_a_cost() -> None:
    batch = read(sheet("Kostenplan", [None, "Arbeitspakete", "Stunden PL", "Stunden Team", "Personalkosten"],
                       ["1", "Projekt", 5, 5, 500.0], ["1.1", "Planung", 2, 3, 250.0],
                       ["1.1.1", "Auftrag", 1, 1, 100.0], ["1.1.2", "Termine", 1, 2, 150.0],
                       ["1.2", "Bau", 3, 2, 250.0], ["1.2.1", "Aushub", 3, 2, 250.0]))
    assert undated(batch) == 500_00 and names(batch) == ["Auftrag", "Termine", "Aushub"]
    assert of(batch, "measure")[0].fields["code"] == "1.1.1"


def test_numbers_before_the_names_make_a_tree_although_one_row_has_none() -> None:
    batch = read(sheet("Budget", ["Task", "Budgeted", "Spent"], ["1. Planning", 20.0, 10.0], ["2. Work", None, None],
                       ["2.1 People", 120.0, 70.0], ["2.2 Kit", 30.0, 12.0], ["3. Reports", 15.0, 15.0],
                       ["3.1 Print", 15.0, 15.0], ["3.2 Post", 5.0, 0.0], ["Overheads", 19.0, 9.0]))
    assert names(batch) == ["1. Planning", "2.1 People", "2.2 Kit", "3.1 Print", "3.2 Post", "Overheads"]
    assert undated(batch) == 209_00 and undated(batch, "actual") == 116_00


def test_names_that_count_on_and_have_no_amounts_head_the_rows_below_them() -> None:
    batch = read(sheet("Estimate", ["WBS items", "Hours", "Cost per hour", "Subtotals (USD)", "Start date"],
                       ["1. Start", None, None, 0.0, "2026-01-01"], ["Ask around", 10, 5.0, 50.0, "2026-01-02"],
                       ["Write it down", 10, 10.0, 100.0, "2026-01-03"], ["2. Plan", None, None, None, "2026-02-01"],
                       ["Draw", 10, 20.0, 200.0, "2026-02-02"], ["Count", 1, 20.0, 20.0, "2026-02-03"]))
    assert names(batch) == ["Ask around", "Write it down", "Draw", "Count"] and undated(batch) == 370_00
    assert [i.fields["name"] for i in of(batch, "package")] == ["1. Start", "2. Plan"]


def test_the_short_words_of_earned_value_mean_money_only_in_company() -> None:
    batch = read(sheet("EVM", ["Phase", "Progress", "BAC", "PV", "EV", "AC", "CV"],
                       ["Dig", 1.0, 600, 600, 600, 700, -100], ["Pour", 0.5, 400, 400, 200, 200, 0], ["CPI = 0.89"]))
    assert names(batch) == ["Dig", "Pour"] and (undated(batch), undated(batch, "actual")) == (1000_00, 900_00)
    batch = read(sheet("List", ["Task", "Owner", "Status", "AC"], ["Dig", "Ada Byron", "open", 3],
                       ["Pour", "Ben Nevis", "open", 4]))
    assert not of(batch, "effect_line")


def test_two_tables_beside_each_other_are_two_lists() -> None:
    """Hours by week at the left, the budget of the tasks at the right, a calculation below both."""
    batch = read(sheet("Sheet1", ["Week of", "Ada", "Ben", None, "Task", "Owner", "Budget (EUR)"],
                       ["2026-01-05", 5, 4, None, "Dig", "Ada Byron", 800.0],
                       ["2026-01-12", 6, 4, None, "Pour", "Cy", 200.0],
                       ["2026-01-19", 7, 4], ["2026-01-26", 7, 5], [], ["Sum of hours", 25, 17]))
    assert names(batch) == ["Dig", "Pour"] and undated(batch) == 1000_00
    assert "A1" in said(batch)


def test_a_box_of_figures_beside_a_list_is_no_part_of_its_rows() -> None:
    batch = read(sheet("EVM", ["Phase", "Budget", "Progress", None, "Total budget", 1000.0],
                       ["Dig", 600.0, 1.0, None, "Over by", "10 %"], ["Pour", 400.0, 0.5, None, "Index", 0.9]))
    assert names(batch) == ["Dig", "Pour"] and undated(batch) == 1000_00
    assert not of(batch, "measure")[0].custom and "E1:F3 stands beside a list" in said(batch)


def test_blocks_of_one_table_that_an_empty_column_sets_apart_stay_one_table() -> None:
    heads: list[Value] = ["Project", "Plan Jan 2026", "Plan Feb 2026", None, "Actual Jan 2026", "Actual Feb 2026"]
    batch = read(sheet("Plan", heads, ["Lift", 1, 2, None, 3, 4], ["Roof", 5, 6, None, 7, 8]))
    assert names(batch) == ["Lift", "Roof"] and "beside a list" not in said(batch)
    assert by_month(batch)["actual"] == 22_00


def test_bare_months_beside_worded_ones_are_hours_and_tell_the_year() -> None:
    heads: list[Value] = ["Role", dt.date(2026, 11, 1), "November forecast", dt.date(2026, 12, 1), "December forecast",
                          dt.date(2027, 1, 1), "January forecast"]
    batch = read(sheet("Forecast cost", heads, ["Engineer", 45, 4500.0, 40, 4000.0, 45, 4500.0],
                       ["Buyer", 10, 500.0, 10, 500.0, 10, 500.0]))
    run = of(batch, "effect_line")[0].series["forecast"]
    assert (run.first, list(run.values)) == (2026 * 12 + 10, [4500_00, 4000_00, 4500_00])
    assert "B1, D1, F1 do not say what stands under them" in said(batch)


def test_a_row_beyond_all_headings_after_a_gap_begins_another_table() -> None:
    batch = read(sheet("Tasks", ["Task", "Owner", "Budget (EUR)"], ["Dig", "Ada Byron", 800.0],
                       ["Pour", "Ben Nevis", 200.0], [], ["Period", 1, 2, 3, 4, 5, 6],
                       ["Dig", 50, 50, 100, 100, 200, 300]))
    assert undated(batch) == 1000_00 and "Another table begins in row 5" in said(batch)


def test_a_cell_merged_as_its_heading_is_makes_no_group() -> None:
    batch = read(sheet("WBS", ["No", "Activity", None, None, "Cost (EUR)"], [1.1, "Ask", None, None, 10.0],
                       [1.2, "Write", None, None, 20.0], [1.3, "Check", None, None, 30.0],
                       merged=[(r, 1, r, 3) for r in range(4)]))
    assert names(batch) == ["Ask", "Write", "Check"] and undated(batch) == 60_00


def test_the_total_of_all_costs_is_no_measure_and_a_number_glued_to_a_heading_no_code() -> None:
    batch = read(sheet("Kosten", ["Bezeichnung", "Erklärung", "Betrag (EUR)", "Endbetrag"], ["1.Räume"],
                       ["Saal", "3 Tage", 90.0], ["Summe Räume", None, None, 90.0], ["2. Technik"],
                       ["Ton", "2 Tage", 60.0], ["Licht", "2 Tage", 40.0], ["Gesamtkosten", None, None, 190.0],
                       bold={(1, 0), (4, 0)}))
    assert names(batch) == ["Saal", "Ton", "Licht"] and undated(batch) == 190_00
    assert [i.fields["name"] for i in of(batch, "package")] == ["Räume", "Technik"]


def test_a_word_near_that_of_a_person_is_none_unless_it_is_misspelt() -> None:
    batch = read(sheet("List", ["Contract name", "Project inspector", "Financier", "Responsibilty", "Expiration date"],
                       ["Road", "Ada Byron", "The bank", "Ben Nevis", "2026-05-01"],
                       ["Bridge", "Cy Young", "The bank", "Ben Nevis", "2026-06-01"]))
    assert fields(batch) == {"Contract name": "name", "Project inspector": "custom", "Financier": "custom",
                             "Responsibilty": "owner", "Expiration date": "finish"}


def test_a_year_that_runs_over_december_is_a_fiscal_one_and_its_totals_are_no_months() -> None:
    months = ["Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun"]
    years: list[Value] = ["Fiscal year", *[2021] * 13]
    rows: list[list[Value]] = [years, ["Project", *months, "Total"], ["Lift", *[1.0] * 12, 12.0],
                               ["Roof", *[2.0] * 12, 24.0]]
    batch = read(sheet("Budget cost", *rows))
    runs = [i.series["plan"] for i in of(batch, "effect_line")]
    assert [(r.first, sum(v or 0 for v in r.values)) for r in runs] == [
        (2021 * 12 + 6, 12_00), (2021 * 12 + 6, 24_00)]
    assert any(i.answer == "fiscal_name=last" for i in batch.issues)
    batch = read(sheet("Budget cost", *rows), fiscal_name="last")
    assert {i.series["plan"].first for i in of(batch, "effect_line")} == {2020 * 12 + 6}


def test_quarters_of_the_calendar_under_a_fiscal_year_are_those_of_the_calendar() -> None:
    rows: list[list[Value]] = [["Fiscal year", *[2021] * 5], ["Project", "Q3", "Q4", "Q1", "Q2", "Total"],
                               ["Lift", 3.0, 6.0, 9.0, 12.0, 30.0], ["Roof", 3.0, 3.0, 3.0, 3.0, 12.0]]
    run = of(read(sheet("Budget cost", *rows), fiscal_name="last"), "effect_line")[0].series["plan"]
    assert (run.first, list(run.values)) == (2020 * 12 + 6, [n * 100 for n in (1, 2, 3, 4) for _ in range(3)])


def test_a_quarter_total_beside_its_months_is_not_counted_wherever_its_name_puts_it() -> None:
    batch = read(sheet("Budget cost", ["Project", "Apr 2020", "May 2020", "Jun 2020", "Q4 total 2020", "Jul 2020"],
                       ["Lift", 1.0, 2.0, 3.0, 6.0, 4.0], ["Roof", 1.0, 1.0, 1.0, 3.0, 1.0]))
    assert by_month(batch) == {"plan": 14_00}


def test_what_a_piece_costs_is_no_amount_and_what_a_year_costs_is() -> None:
    batch = read(sheet("List", ["Project", "Owner", "Cost ($/t)", "Savings (EUR/a)"],
                       ["Lift", "Ada Byron", 25.0, 100.0], ["Roof", "Ben Nevis", 30.0, 200.0]))
    assert {i.fields["type"] for i in of(batch, "effect_line")} == {"recurring_benefit"} and undated(batch) == 300_00


def test_months_down_a_table_are_no_measures() -> None:
    batch = read(sheet("Chart", ["Mes", "Planned", "Done"], ["enero", 0.1, 0.2], ["febrero", 0.2, 0.3],
                       ["marzo", 0.3, 0.4]))
    assert not of(batch, "measure") and "nothing was imported" in said(batch)


def test_revenue_is_no_cost_whether_a_heading_or_a_row_says_it() -> None:
    rows: list[list[Value]] = [["month", "month_num", "year", "type", "category", "budget", "actual"]]
    for n, month in enumerate(["Jan", "Feb", "Mar"], 1):
        rows += [[f"{month} 2026", n, 2026, "Revenue", "Lending", 100.0, 90.0],
                 [f"{month} 2026", n, 2026, "Cost", "Rent", 10.0, 11.0],
                 [f"{month} 2026", n, 2026, "Revenue", "Deposits", 50.0, 60.0]]
    batch = read(sheet("data", *rows))
    assert names(batch) == ["Lending", "Rent", "Deposits"]
    lines = of(batch, "effect_line")
    assert [(i.fields["type"], sum(v or 0 for v in i.series["plan"].values)) for i in lines] == [
        ("recurring_benefit", 300_00), ("one_time_cost", 30_00), ("recurring_benefit", 150_00)]
    batch = read(sheet("List", ["Project", "Owner", "Revenue budget", "Cost budget"],
                       ["Lift", "Ada Byron", 100.0, 10.0], ["Roof", "Ben Nevis", 50.0, 5.0]))
    assert [i.fields["type"] for i in of(batch, "effect_line")] == ["one_time_cost", "recurring_benefit"] * 2


def test_a_table_whose_rows_are_months_has_no_ids_in_their_numbers() -> None:
    batch = read(sheet("summary", ["month", "month_num", "cost_budget", "cost_actual"], ["Jan", 1, 10.0, 11.0],
                       ["Feb", 2, 12.0, 13.0], ["Mar", 3, 14.0, 15.0]))
    assert not of(batch, "measure") and "nothing was imported" in said(batch)


def test_a_cost_a_month_comes_every_month_in_other_languages_too() -> None:
    batch = read(sheet("Options", ["Projet", "Responsable", "Coût mensuel (EUR)", "Coût unique (EUR)"],
                       ["Serveur", "Ada Byron", 150.0, 18000.0], ["Nuage", "Ben Nevis", 300.0, 0.0]))
    found = {(str(i.fields["type"]), i.fields["undated_plan"]) for i in of(batch, "effect_line")}
    assert found == {("recurring_cost", 1800_00), ("one_time_cost", 18000_00), ("recurring_cost", 3600_00),
                     ("one_time_cost", 0)}


def test_a_word_of_the_title_that_may_mean_a_scenario_is_none_among_others() -> None:
    rows: list[list[Value]] = [["Project", "Owner", "Cost (EUR)"], ["Server", "Ada Byron", 150.0],
                               ["Cloud", "Ben Nevis", 300.0]]
    assert undated(read(sheet("Base de données", *rows))) == 450_00
    assert undated(read(sheet("Base", *rows)), "baseline") == 450_00
    assert undated(read(sheet("Ist", *rows)), "actual") == 450_00


def test_a_column_headed_by_a_currency_alone_holds_the_amounts() -> None:
    batch = read(sheet("List", ["Date", "item", "Quant.", "Unit", "€"], [dt.date(2026, 1, 2), "Radio", 2, 53.0, 106.0],
                       [dt.date(2026, 1, 3), "Battery", 1, 11.0, 11.0], [dt.date(2026, 1, 4), "Camera", 1, 20.0, 20.0]))
    assert undated(batch) == 137_00 and {i.fields["currency"] for i in of(batch, "effect_line")} == {"EUR"}


def test_headings_below_two_merged_groups_and_one_that_stands_alone_are_one_header() -> None:
    batch = read(sheet("Budget", [None, "LABOUR", None, None, "MATERIAL", None, "BUDGET", "ACTUAL"],
                       ["MILESTONES & TASKS", "EMPLOYEE", "HOURS", "RATE", "UNITS", "$/UNIT"],
                       ["Buy ovens", None, None, None, 2, 15000.0, 30000.0, 0.0],
                       ["Train the staff", "Ada Byron", 80, 50.0, None, None, 4000.0, 100.0],
                       merged=[(0, 1, 0, 3), (0, 4, 0, 5)]))
    assert names(batch) == ["Buy ovens", "Train the staff"] and undated(batch) == 34000_00


def test_the_same_rows_under_the_same_headings_again_are_said_to_add_up() -> None:
    head: list[Value] = ["Task", "% complete", "PV", "EV", "AC"]
    state: list[list[Value]] = [["Dig", 100, 10.0, 10.0, 12.0], ["Pour", 50, 20.0, 10.0, 11.0],
                                ["Roof", 0, 30.0, 0.0, 0.0]]
    batch = read(sheet("EVM", head, *state, head, *state))
    assert "A6: from here on the rows are called like those from A2 on" in said(batch)


def test_pieces_at_a_price_each_count_by_their_product_and_a_bold_one_is_no_heading() -> None:
    batch = read(sheet("Parts", ["Part", "Quantity", "Cost", "Total"], ["Motor", 2, 24.99, 49.98],
                       ["Driver", 3, 12.22, 36.66], ["Board", 1, 10, 10], [None, None, "Total", 96.64]))
    assert [i.fields["undated_plan"] for i in of(batch, "effect_line")] == [49_98, 36_66, 10_00]
    assert "what one costs; the amounts of the rows are those of “Total”" in said(batch)
    bold = sheet("Parts", ["Item", "Qty", "Price (each)", "Price (total)"], ["Motor", 2, 40, 80],
                 ["Driver", 3, 14, 42], ["Board", 1, 10, 10], ["Pack", 2, 70, 140])
    bold.bold.add((2, 0))
    batch = read(bold)
    assert names(batch) == ["Motor", "Driver", "Board", "Pack"]
    assert [i.fields["undated_plan"] for i in of(batch, "effect_line")] == [80_00, 42_00, 10_00, 140_00]


def test_a_column_that_no_product_fills_leaves_the_price_alone() -> None:
    batch = read(sheet("Parts", ["Item", "Owner", "Quantity", "Cost", "Total"], ["Motor", "Ada Byron", 2, 40, 41],
                       ["Driver", "Ben Nevis", 3, 14, 15], ["Board", "Ada Byron", 1, 10, 11]))
    assert [i.fields["undated_plan"] for i in of(batch, "effect_line")] == [40_00, 14_00, 10_00]


def test_what_is_cumulated_month_by_month_is_not_summed() -> None:
    rows: list[list[Value]] = [[p, dt.date(2026, m, 1), 10.0 * m, 100.0 * m] for p in ("P-1", "P-2") for m in (1, 2, 3)]
    batch = read(sheet("progress", ["project_id", "month", "monthly_capex_usd", "cumulative_spend_usd"], *rows))
    assert [(sorted(i.series), sum(v or 0 for v in i.series["plan"].values)) for i in of(batch, "effect_line")] == [
        (["plan"], 60_00)] * 2


def test_a_row_called_revenue_is_no_cost() -> None:
    rows: list[list[Value]] = [[m, c, 100.0, 90.0] for m in ("Oct-25", "Nov-25") for c in ("Revenue", "Rent")]
    batch = read(sheet("data", ["Month", "Category", "Budget", "Actual"], *rows))
    assert [(i.fields["type"], len(i.series)) for i in of(batch, "effect_line")] == [
        ("recurring_benefit", 2), ("one_time_cost", 2)]


def test_bookings_by_day_are_months_of_their_project_and_no_vendor_names_it() -> None:
    rows: list[list[Value]] = [[p, dt.date(2026, m, d), v, 10.0 * m] for p in ("1001", "1002") for m in (3, 4)
                               for d, v in ((1, "North Pipe Group"), (9, "Harbour Steel Co"))]
    batch = read(sheet("costs", ["project_id", "cost_date", "vendor", "actual_cost"], *rows))
    assert names(batch) == ["1001", "1002"]
    assert [list(i.series["actual"].values) for i in of(batch, "effect_line")] == [[60_00, 80_00]] * 2


def test_net_cash_flow_and_balances_are_no_rows_beside_what_they_are_made_of() -> None:
    batch = read(sheet("Cash", ["Item", "Jan 2026", "Feb 2026", "Mar 2026"], ["Grant income", 100, 100, 100],
                       ["Rent", -40, -40, -40], ["Net cash flow", 60, 60, 60], ["Opening balance", 0, 60, 120],
                       ["Closing balance", 60, 120, 180]))
    assert names(batch) == ["Grant income", "Rent"]
    assert sum(v for i in of(batch, "effect_line") for r in i.series.values() for v in r.values if v) == 180_00
    assert [p.right for p in batch.printed if p.what == "Net cash flow"] == [True]
