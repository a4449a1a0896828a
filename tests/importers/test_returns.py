"""Returns to a funder: tables between marks for machines, choices nobody made, periods in words, money of the whole."""
from __future__ import annotations

import datetime as dt

from app.core.batch import Batch
from importers.base import Sheet, Value
from tests.importers.trackers import items, loud, read, series_of, sheet, sums_of

D = dt.date


def test_a_choice_nobody_made_is_no_value_in_any_column() -> None:
    batch = read(sheet([["Project name", "Owner", "Start", "Leading factor", "Note"],
                        ["Quay wall", "Ann", D(2025, 1, 6), "< Select >", "None"],
                        ["Tram stop", "Ben", D(2025, 2, 3), "Planning", "Please select an option"]]))
    first, second = items(batch, "measure")
    assert "Leading factor" not in first.custom and second.custom["Leading factor"][1] == "Planning"
    assert any("D2" in i.message and "nobody has made" in i.message for i in batch.issues if i.severity == "note")


def spending(*groups: tuple[str, list[str]]) -> list[list[Value]]:
    """Two rows of headings: years over their months; no cell is merged, each year stands over all of its months."""
    years, months = ["Project name"], [None]
    for year, below in groups:
        years += [year] * len(below)
        months += below
    return [years, months]


def test_months_after_december_of_a_financial_year_are_those_of_the_next_calendar_year() -> None:
    months = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
    batch = read(sheet([*spending(("Financial Year 2024/25 (£)", months)),
                        ["Quay wall", *range(1, 13)], ["Tram stop", *range(1, 13)]]))
    line, = series_of(batch)["Quay wall"].values()
    assert line == {f"{2024 + (m < 4)}-{m:02d}": 100 * (1 + (m - 4) % 12) for m in range(1, 13)}
    assert not [i for i in batch.issues if i.answer.startswith("fiscal_start")]


def test_quarters_named_by_their_months_stand_in_the_year_that_their_financial_year_says() -> None:
    quarters = ["(Apr to Jun)", "(Jul to Sep)", "(Oct to Dec)", "(Jan to Mar)"]
    batch = read(sheet([*spending(("Financial year 2023 to 2024 (£)", quarters[3:]),
                                  ("Financial year 2024 to 2025 (£)", quarters)),
                        ["Quay wall", 9.0, 3.0, 6.0, 30.0, 12.0], ["Tram stop", 9.0, 3.0, 6.0, 30.0, 12.0]]))
    line, = series_of(batch)["Quay wall"].values()
    assert line == {**{f"2024-0{m}": 300 for m in (1, 2, 3)}, **{f"2024-0{m}": 100 for m in (4, 5, 6)},
                    **{f"2024-0{m}": 200 for m in (7, 8, 9)}, **{f"2024-{m}": 1000 for m in (10, 11, 12)},
                    **{f"2025-0{m}": 400 for m in (1, 2, 3)}}
    assert not [i for i in batch.issues if i.answer.startswith("fiscal_start")]


def test_a_month_with_its_own_year_is_not_moved_by_the_financial_year_above_it() -> None:
    batch = read(sheet([*spending(("FY 2024/25 (£)", ["Oct 24", "Nov 24", "Dec 24", "Jan 25"])),
                        ["Quay wall", 1.0, 2.0, 3.0, 4.0], ["Tram stop", 1.0, 2.0, 3.0, 4.0]]))
    line, = series_of(batch)["Quay wall"].values()
    assert line == {"2024-10": 100, "2024-11": 200, "2024-12": 300, "2025-01": 400}


def marked(name: str, *rows: list[Value]) -> list[list[Value]]:
    return [[f"AB-USER_{name}-START"], *rows, [None, None, None, f"AB-USER_{name}-END"]]


def progress() -> Sheet:
    return sheet([["Progress"], *marked("NEWS", ["How is it going?"], ["Well, thank you."]), ["Project progress"],
                  *marked("PROJECTS", ["Project name", "Spend RAG rating", "Delivery RAG rating", "Why these ratings?"],
                          ["Quay wall", "Amber", "Green", "Dearer, on time."], ["Tram stop", "Green", "Red", "Late."],
                          [None, "Please select an option", "Please select an option", None])], "Progress")


def finances(rows: list[list[Value]], title: str = "Spend on works, actual and forecast") -> Sheet:
    quarters = ["(Apr to Jun)", "(Jul to Sep)", "(Oct to Dec)", "(Jan to Mar)"]
    head: list[list[Value]] = [
        ["Type of spend", "Actuals to date", "Financial year 2024 to 2025", None, None, None, None, "Grand total"],
        [None, "(Up to and including Mar 2024)", *quarters, "Total"],
        [None, "Actual", "Actual", "Actual", "Forecast", "Forecast"]]
    merged = [(4, 2, 4, 6)]
    return sheet([["Finances"], ["Changes below £2m need no request."], [title],
                  ["AB-USER_SPEND-START"], *head, *rows, ["AB-USER_SPEND-END"], ["What else?"],
                  *marked("UNDERSPEND", ["Underspend"], [120.0])], "Finances", merged=merged)


SPENT: list[list[Value]] = [
    ["How much of it is committed by contract?", 10.0, 3.0, 6.0, 9.0, 12.0, 30.0, 40.0],
    ["How much of it is not committed by contract?", 0.0, 0.0, 0.0, 3.0, 3.0, 6.0, 6.0],
    ["Other grants", 5.0, 3.0, 3.0, 3.0, 3.0, 12.0, 17.0]]


def test_a_return_between_marks_gives_its_projects_and_the_money_of_the_whole() -> None:
    total: list[Value] = ["Total", 15.0, 6.0, 9.0, 15.0, 18.0, 48.0, 63.0]
    batch = read(progress(), finances([*SPENT, total]))
    found = {i.fields["name"]: i for i in items(batch, "measure")}
    assert list(found) == ["Spend on works, actual and forecast", "Quay wall", "Tram stop"]
    assert (found["Quay wall"].fields["light"], found["Tram stop"].fields["light"]) == ("green", "red")
    assert found["Quay wall"].custom["Spend RAG rating"][1] == "Amber"
    lines = items(batch, "effect_line")
    assert len(lines) == 3 and {i.parent for i in lines} == {found["Spend on works, actual and forecast"].key}
    assert {i.fields["currency"] for i in lines} == {"GBP"}
    assert sum(i.fields["undated_actual"] for i in lines) == 1500
    assert sums_of(batch) == {"one_time_cost.actual": 3000, "one_time_cost.forecast": 3300}
    assert any("Underspend" in m for m in loud(batch))


def test_committed_and_not_committed_are_both_counted_where_the_printed_totals_are_wrong() -> None:
    batch = read(progress(), finances([*SPENT, ["Total", 1.0, 1.0, 1.0, 1.0, 1.0, 4.0, 5.0]]))
    assert sums_of(batch) == {"one_time_cost.actual": 3000, "one_time_cost.forecast": 3300}
    assert any("“Total”" in m for m in loud(batch))


def test_figures_between_marks_that_no_title_calls_money_are_not_read_as_money() -> None:
    batch = read(progress(), finances(SPENT, "Outputs"))
    assert not items(batch, "effect_line") and any("Finances" in m for m in loud(batch))


def a_return(scenarios: list[Value], *, errors: dict[tuple[int, int], str] | None = None) -> Batch:
    rows: list[list[Value]] = [
        ["SECTION B: Funding"], ["Guidance note: pounds"], ["Project 1: Quay wall"],
        ["Funding (£s)", "Financial Year 2024/25", None, None, "Financial Year 2025/26", None, None,
         "Financial Year 2026/27"],
        [None, "H1 (Apr-Sep)", "H2 (Oct-Mar)", "Total", "H1 (Apr-Sep)", "H2 (Oct-Mar)", "Total"],
        scenarios, ["Grant", 6.0, 12.0, 18.0, 18.0, 24.0, 42.0, 36.0], ["END"] * 8]
    return read(sheet([["SECTION A: Progress"], ["Guidance note: one line a project"],
                       ["Project name", "Start date", "Completion date", "Delivery status"],
                       ["Quay wall", D(2024, 4, 1), D(2026, 3, 31), "On track"]], "Progress"),
                sheet(rows, "Funding", errors=errors or {}, merged=[(3, 1, 3, 3), (3, 4, 3, 6)]))


def test_a_year_without_a_scenario_behind_a_forecast_is_forecast_and_asked() -> None:
    batch = a_return([None, "Actual", "Actual", None, "Forecast", "Forecast"])
    assert sums_of(batch) == {"one_time_cost.actual": 1800, "one_time_cost.forecast": 7800}
    assert ["H6" in i.message for i in batch.issues if i.answer.startswith("series")] == [True]
    assert not loud(batch)


def test_scenarios_in_error_are_asked_and_those_beside_them_hold() -> None:
    batch = a_return([None, "Actual", None, None, None, None], errors={(5, c): "#N/A" for c in (2, 4, 5)})
    assert sums_of(batch) == {"one_time_cost.actual": 600, "one_time_cost.plan": 9000}
    assert [i.cell for i in batch.issues if i.answer.startswith("series")] == ["C6"]


def test_rows_of_a_project_table_without_any_name_are_said() -> None:
    batch = read(sheet([["SECTION A: Progress"], ["Guidance note: one line a project"],
                        ["No.", "Project name", "Start date", "Completion date", "Delivery status"],
                        ["B1", None, D(2024, 4, 1), D(2026, 3, 31), "On track"]], "Progress"))
    assert not items(batch, "measure") and any("A4" in m or "B4" in m for m in loud(batch))


def test_a_hidden_sheet_of_formulas_on_other_sheets_is_no_list() -> None:
    rows: list[list[Value]] = [["Project name", "Owner", "Start", "Status"],
                               ["Quay wall", "Ann", D(2025, 1, 6), "Open"],
                               ["Tram stop", "Ben", D(2025, 2, 3), "Done"]]
    fed = sheet(rows, "Backend", hidden=True, refers={"Projects"}, formula_count=8)
    batch = read(sheet(rows, "Projects"), fed)
    assert [s.role for s in batch.sheets] == ["data", "dashboard"] and len(items(batch, "measure")) == 2
    kept = read(sheet(rows[:2], "Projects"), sheet(rows, "Archive", hidden=True, refers={"Projects"}, formula_count=2))
    assert len(items(kept, "measure")) == 2 and {s.role for s in kept.sheets} == {"data"}


def risk_rows() -> list[list[Value]]:
    return [["Risk name", "Category", "Description", "Likelihood", "Impact", "Score", "Mitigation"],
            [None, "Select the categories that apply here.", "Explain what might go wrong and why.",
             "How probable is it that this happens?", "How far would this affect the delivery?",
             "We multiply likelihood by impact here.", "Explain what you have done about it."],
            ["Frost", "Weather", "The ground may freeze.", "2 - Low", "4 - High", 8.0, "Heaters on site."],
            ["Strike", "People", "Crews may walk out.", "1 - Very low", "5 - Very high", 5.0, "Talks held weekly."]]


def test_guidance_right_below_the_headings_of_a_log_is_no_risk() -> None:
    batch = read(sheet(risk_rows(), "Risks"))
    assert [i.fields["name"] for i in items(batch, "risk")] == ["Frost", "Strike"]
    assert any("A2" in i.message and "guidance" in i.message for i in batch.issues)


def test_a_first_risk_without_a_name_stays_one_where_others_lack_it_too() -> None:
    rows = risk_rows()
    rows[3][0] = None
    assert len(items(read(sheet(rows, "Risks")), "risk")) == 3


def test_a_register_whose_name_and_headings_are_written_in_one_is_a_log() -> None:
    head: list[Value] = ["ProgrammeID", "RiskName", "RiskCategory", "Full Description", "Pre-mitigatedImpact",
                         "Pre-mitigatedLikelihood", "RiskOwnerRole"]
    rows: list[list[Value]] = [["P1", "Frost", "Weather", "Ground freezes", "4 - High", "2 - Low", "Surveyor"],
                               ["P1", "Strike", "People", "Crews walk out", "5 - Major", "1 - Low", "Manager"]]
    batch = read(sheet([head, *rows], "RiskRegister"))
    assert [i.fields["name"] for i in items(batch, "risk")] == ["Frost", "Strike"]
    assert items(batch, "risk")[0].fields["impact"] == "4 - High"


def test_numbered_questions_beside_guidance_are_a_form_and_no_list() -> None:
    rows: list[list[Value]] = [["Guidance Notes - see the handbook", "Notes", 4.0, "Leaders", None, None, "Q4", "Q3"]]
    rows += [["This is explained in the handbook at length.", None, f"4.01.{n}", f"Question {n} of the leaders",
              "An answer" if n % 2 else None, None, "Changed", None] for n in range(1, 13)]
    batch = read(sheet(rows, "4 - Leaders"))
    assert not items(batch, "measure") and batch.sheets[0].layout == "form" and any("13 rows" in m for m in loud(batch))


def test_a_work_breakdown_with_codes_stays_a_list() -> None:
    rows: list[list[Value]] = [["WBS", "Task name", "Owner", "Start"]]
    rows += [[f"1.{n:02d}", f"Task {n}", "Ann", D(2025, 1, n)] for n in range(1, 13)]
    assert read(sheet(rows, "Plan")).sheets[0].role == "data"


def test_a_page_of_contents_and_hidden_choices_are_no_lists() -> None:
    contents = sheet([["Sheet Name", "Link", "Description"], ["Costs", "Costs", "What it costs"],
                      ["Leaders", "Leaders", "Who leads"], ["Risks", "Risks", "What may happen"]], "Contents")
    choices = sheet([["Project status", "Owner", "Phase", "Priority"], ["Open", "Ann", "Build", "High"],
                     ["Done", "Ben", "Plan", "Low"], ["Held", None, "Run", None]], "Drop Downs", hidden=True)
    batch = read(contents, choices)
    assert not items(batch, "measure") and {s.role for s in batch.sheets} == {"instructions", "list"}


def test_a_table_of_questions_and_answers_is_no_list_and_open_questions_with_owners_are_one() -> None:
    rows: list[list[Value]] = [["Section", "Question", "Answer"]]
    rows += [["A", f"What of part {n}?", f"Answer {n}"] for n in range(5)]
    batch = read(sheet(rows, "Place details"))
    assert not items(batch, "measure") and any(i.sheet == "Place details" for i in batch.issues)
    asked: list[list[Value]] = [["No.", "Question", "Owner", "Due date", "Status"]]
    asked += [[n, f"Who pays part {n}?", "Ann", D(2025, 1, n), "Open"] for n in range(1, 6)]
    assert read(sheet(asked, "Points")).sheets[0].role == "data"


def test_money_of_a_return_that_names_nobody_is_said_with_its_sum() -> None:
    block: list[list[Value]] = [
        ["Management", "Financial Year 2024/25 (£s)", None, "Financial Year 2025/26 (£s)", None],
        [None, "H1 (Apr-Sep)", "H2 (Oct-Mar)", "H1 (Apr-Sep)", "H2 (Oct-Mar)"],
        [None, "Actual", "Actual", "Forecast", "Forecast"], ["Fees", 5.0, 3.5, 0.0, 0.0]]
    rows: list[list[Value]] = [["SECTION B: Funding"], ["Guidance note: pounds"], *block, [], ["Project 1: Quay wall"],
                               *block]
    batch = read(sheet([["SECTION A: Progress"], ["Guidance note: one line a project"],
                        ["Project name", "Start date", "Completion date", "Delivery status"],
                        ["Quay wall", D(2024, 4, 1), D(2026, 3, 31), "On track"]], "Progress"),
                 sheet(rows, "Funding", merged=[(2, 1, 2, 2), (2, 3, 2, 4), (8, 1, 8, 2), (8, 3, 8, 4)]))
    assert sum(sums_of(batch).values()) == 850 and any("8.50 GBP" in m for m in loud(batch))
