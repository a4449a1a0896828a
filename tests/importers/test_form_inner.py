"""Tables within a form about a project: figures by month, year or scenario, risks; and projects side by side."""
from __future__ import annotations

import datetime as dt

import pytest

from app.core.intake.places import cells
from importers.base import Value
from tests.importers.test_form_profile import asked
from tests.importers.trackers import items, loud, read, series_of, sheet, sums_of

D = dt.date
MONTHS: list[Value] = [f"{m} 2026" for m in ("Jan", "Feb", "Mar", "Apr", "May", "Jun")]
BEFORE = {"recurring_benefit.forecast": 120_000}           # what the answers say


def form(*table: list[Value], saving: Value = 1200.0):
    return sheet([*asked("Werk Nord", saving), [], *table, [], ["Sponsor:", "Eva Horn"]], "Form")


def test_months_as_columns_within_a_form_are_lines_of_its_measure() -> None:
    batch = read(form(["Section C: Costs by month (kEUR)"], ["Cost item", *MONTHS], ["Consultants", *[10.5] * 6],
                      ["Licences", *[5.0] * 6], ["Total", *[15.5] * 6]), answers={"series": "forecast"})
    (measure,) = items(batch, "measure")
    assert (measure.fields["name"], measure.fields["sponsor"].key) == ("Werk Nord", "Eva Horn")
    assert sums_of(batch) == {**BEFORE, "one_time_cost.forecast": 9_300_000}
    lines = [i for i in items(batch, "effect_line") if i.series]
    assert [(i.fields["name"], i.parent, i.at) for i in lines] == [("Consultants", measure.key, "Form!B10"),
                                                                  ("Licences", measure.key, "Form!B11")]
    assert not loud(batch) and batch.sheets[0].row_kinds[12] == "total"
    assert batch.sheets[0].why == "A form that describes one measure: 7 answers, and 2 rows of figures."


def test_each_value_of_a_form_is_named_by_its_own_cell() -> None:
    """The actual of a quarter was said to stand in the first cell of the plan, an end date in the name's."""
    batch = read(form(["Costs in kEUR", "Q1 2026", "Q2 2026"], ["Plan", 10, 20], ["Actual", 5, 7]))
    (measure,), sheets = items(batch, "measure"), batch.sheets
    line, = [i for i in items(batch, "effect_line") if i.series]
    assert cells(sheets, line.at, ["actual 2026-05"]) == "Form!C10"
    assert cells(sheets, line.at, ["plan 2026-01", "plan 2026-02", "plan 2026-04"]) == "Form!B9, C9"
    assert cells(sheets, measure.at, ["sponsor"]) == "Form!B12"
    assert cells(sheets, measure.at, ["name"]) == measure.at and cells(sheets, measure.at, ["stage"]) == "Form"


def test_each_value_of_a_table_turned_is_named_by_its_own_cell() -> None:
    batch = read(form(["Year", "Plan cost (kEUR)", "Actual cost (kEUR)"], [2026, 10, 5], [2027, 20, 7]))
    line, = [i for i in items(batch, "effect_line") if "cost" in i.fields["type"]]
    assert cells(batch.sheets, line.at, ["plan 2027-03"]) == "Form!B10"
    assert cells(batch.sheets, line.at, ["actual 2026-12"]) == "Form!C9"


@pytest.mark.parametrize("years", [(2026, 2027, 2028), ("2026", "2027", "2028"), ("FY26", "FY27", "FY28")])
def test_years_with_a_row_for_each_scenario(years: tuple[Value, ...]) -> None:
    batch = read(form(["Savings (kEUR)", *years], ["Plan", 12, 24, 36], ["Actual", 1.2, None, None]))
    assert sums_of(batch) == {**BEFORE, "recurring_benefit.plan": 7_200_000, "recurring_benefit.actual": 120_000}
    found = series_of(batch)["Werk Nord"]
    assert found["recurring_benefit.plan"]["2027-06"] == 200_000 and len(found["recurring_benefit.actual"]) == 12
    assert [i.answer for i in batch.issues if i.severity == "question"] == ["spread=undated"]


def test_scenarios_as_columns_of_questions_about_money() -> None:
    batch = read(form(["Money (kEUR)", "Plan", "Forecast", "Actual"], ["One-off cost:", 10, 12, 3],
                      ["Annual saving:", 100, 90, None], saving=None))
    assert sums_of(batch) == {"one_time_cost.plan": 1_000_000, "one_time_cost.forecast": 1_200_000,
                              "one_time_cost.actual": 300_000, "recurring_benefit.plan": 10_000_000,
                              "recurring_benefit.forecast": 9_000_000}


@pytest.mark.parametrize("amount,severity", [(200.0, "note"), (250.0, "warning")])
def test_one_amount_and_its_months_are_the_same_money(amount: float, severity: str) -> None:
    batch = read(form(["Savings forecast (EUR)", *MONTHS], ["Energy", *[amount] * 6]))
    assert sums_of(batch) == {"recurring_benefit.forecast": int(amount * 600)}
    (said,) = [i for i in batch.issues if "stands by month" in i.message]
    assert (said.severity, said.cell) == (severity, "B5")


def test_the_risks_of_a_form_belong_to_its_measure() -> None:
    batch = read(form(["Risks"], ["Risk ID", "Risk", "Probability", "Impact", "Mitigation", "Risk owner"],
                      ["R1", "Supplier fails", 3, 4, "Second source", "Bob Ray"],
                      ["R2", "Permit late", 2, 5, "Talk to city", "Ann Lee"]))
    (measure,) = items(batch, "measure")
    assert [(i.key, i.parent_kind, i.parent) for i in items(batch, "risk")] == [("R1", "measure", measure.key),
                                                                              ("R2", "measure", measure.key)]
    assert measure.fields["sponsor"].key == "Eva Horn" and sums_of(batch) == BEFORE and not loud(batch)
    assert batch.sheets[0].layout == "form" and batch.sheets[0].why.endswith("and 2 risks.")


def test_a_register_of_risks_under_a_few_lines_of_document_control_stays_a_register() -> None:
    head: list[list[Value]] = [["Project name:", "Werk Nord"], ["Project manager:", "Ann Lee"],
                               ["Date:", D(2026, 1, 5)], ["Version:", "1.2"], []]
    rows: list[list[Value]] = [[f"R{n}", f"Risk {n}", 3, 4, "Watch", "Bob Ray"] for n in range(1, 20)]
    batch = read(sheet([*head, ["Risk ID", "Risk", "Probability", "Impact", "Mitigation", "Risk owner"], *rows]))
    assert (batch.sheets[0].layout, len(items(batch, "risk")), items(batch, "measure")) == ("raid log", 19, [])


@pytest.mark.parametrize("name,head", [
    ("Risk log", [["Project name:", "Werk Nord"], ["Project manager:", "Ann Lee"], ["Start date:", D(2026, 1, 5)],
                  ["End date:", D(2026, 9, 1)], ["RAG rating:", "Amber"]]),
    ("Sheet1", [["Project name:", "Werk Nord"], ["Project manager:", "Ann Lee"], ["Sponsor:", "Eva Horn"],
                ["Version:", "1.2"], ["Status:", "Draft"]])])
def test_a_short_register_under_its_document_control_stays_a_register(name: str, head: list[list[Value]]) -> None:
    rows: list[list[Value]] = [[f"R{n}", f"Risk {n}", 3, 4, "Watch"] for n in range(1, 5)]
    batch = read(sheet([*head, [], ["Risk ID", "Risk", "Probability", "Impact", "Mitigation"], *rows], name))
    assert (batch.sheets[0].layout, len(items(batch, "risk")), items(batch, "measure")) == ("raid log", 4, [])


def test_a_short_list_of_measures_under_lines_about_its_programme_stays_a_list() -> None:
    rows: list[list[Value]] = [[f"Measure {n}", *[1.5] * 6] for n in range(1, 7)]
    batch = read(sheet([*asked("Werk Nord", None), [], ["Initiative", *MONTHS], *rows]))
    assert [i.fields["name"] for i in items(batch, "measure")] == [f"Measure {n}" for n in range(1, 7)]
    assert sum(sums_of(batch).values()) == 5_400


def test_each_project_of_a_form_keeps_its_own_tables() -> None:
    rows: list[list[Value]] = []
    for n, name in enumerate(("Library", "Harbour"), 1):
        rows += [[f"PROJECT {n}"], *asked(name, 10.0 * n), [], ["Cost item (EUR)", *MONTHS[:4]],
                 ["Consultants", *[float(n)] * 4], []]
    batch = read(sheet(rows), answers={"series": "plan", "effect_type": "one_time_cost"})
    assert {k: v["one_time_cost.plan"]["2026-02"] for k, v in series_of(batch).items()} == {"Library": 100,
                                                                                           "Harbour": 200}


def sides(*more: list[Value]):
    return sheet([["Comparison of both sites"], ["Project name:", "Werk Nord", "Werk Süd"],
                  ["Project manager:", "Ann Lee", "Bob Ray"], ["Start date:", D(2026, 1, 5), D(2026, 2, 5)],
                  ["End date:", D(2026, 9, 30), D(2026, 10, 30)], ["Annual saving, forecast (EUR):", 1200.0, 800.0],
                  ["RAG rating:", "Amber", None], *more], "Sites")


def test_projects_side_by_side_are_a_measure_each() -> None:
    batch = read(sides())
    assert [(i.fields["name"], i.fields["owner"].key, i.fields["start"], i.fields.get("light"), i.at)
            for i in items(batch, "measure")] == [("Werk Nord", "Ann Lee", "2026-01-05", "amber", "Sites!B2"),
                                                 ("Werk Süd", "Bob Ray", "2026-02-05", None, "Sites!C2")]
    assert sums_of(batch) == {"recurring_benefit.forecast": 200_000} and not loud(batch)


def test_a_table_beside_several_projects_is_named_and_not_read() -> None:
    batch = read(sides([], ["Cost item (EUR)", *MONTHS], ["Consultants", *[10.0] * 6]))
    assert sums_of(batch) == {"recurring_benefit.forecast": 200_000}
    assert [text for text in loud(batch) if "A9" in text and "nothing says whose" in text]


def test_a_column_of_guidance_is_no_second_project() -> None:
    rows = [[*row, note] for row, note in zip(asked("Werk Nord"), (
        "the official name", "who leads it", "day of approval", "day of hand-over", "full year", "see manual"),
        strict=True)]
    batch = read(sheet(rows))
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Werk Nord"] and sums_of(batch) == BEFORE


def test_a_further_value_beside_an_answer_is_named() -> None:
    batch = read(sheet([[*row, D(2027, 1, 1)] if n == 3 else row for n, row in enumerate(asked("Werk Nord"))]))
    assert items(batch, "measure")[0].fields["finish"] == "2026-09-30"
    assert loud(batch) == ["warning Sheet1!C4 C4: a further value beside an answer; the first one counts, this was not "
                           "imported."]


QUARTERS: list[Value] = ["Source", "Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026"]


def test_blocks_under_the_name_of_a_listed_project_are_its_figures() -> None:
    listed: list[list[Value]] = [[n, D(2026, 1, 1), D(2026, 5, 1), "on track", "Ann Lee"] for n in ("Bridge", "Road")]
    batch = read(sheet([["Return of all schemes"], ["Section A: schemes"],
                        ["Project name", "Start date", "End date", "Status", "Owner"], *listed, [],
                        ["Section B: Funding (£)"], ["Bridge"], QUARTERS, ["Grant", *[10.0] * 4], ["Own", *[1.0] * 4],
                        [], ["Road"], QUARTERS, ["Grant", *[7.0] * 4]]))
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Bridge", "Road"]
    assert {k: sum(v["one_time_cost.plan"].values()) for k, v in series_of(batch).items()} == {"Bridge": 4_400,
                                                                                              "Road": 2_800}
    assert not loud(batch)


def test_blocks_under_the_question_for_the_name_make_the_measures_no_list_has() -> None:
    batch = read(sheet([["Return of all projects (GBP)"], ["Section A: Funding"], ["Project name:", "Bridge"], QUARTERS,
                        ["Grant", *[10.0] * 4], [], ["Section B: Funding"], ["Project name:", "Road"], QUARTERS,
                        ["Grant", *[7.0] * 4]]))
    assert [(i.key, i.at) for i in items(batch, "measure")] == [("Bridge", "Sheet1!B5"), ("Road", "Sheet1!B10")]
    assert sums_of(batch) == {"one_time_cost.plan": 6_800} and not loud(batch)
    assert sum("its figures made it a measure" in i.message for i in batch.issues) == 2


def test_a_block_that_is_no_money_is_named() -> None:
    batch = read(sheet([["Return of all projects"], ["Section A: Outputs"], ["Project 1: Bridge"], QUARTERS,
                        ["Jobs", *[10.0] * 4], [], ["Section B: Funding (£)"], ["Project 1: Bridge"], QUARTERS,
                        ["Grant", *[7.0] * 4]]))
    assert sums_of(batch) == {"one_time_cost.plan": 2_800}
    assert [i.cell for i in batch.issues if "nothing says that the figures below are money" in i.message] == ["B4"]


def test_quarters_under_years_and_rows_that_say_their_type_among_others_that_do_not() -> None:
    table: list[list[Value]] = [["Mittelbedarf (EUR)", "2026", None, None, None, "2027"],
                                [None, "Q1", "Q2", "Q3", "Q4", "Q1"], ["Investition", 100, 100, 100, 100, 50],
                                ["Personal", 10, 10, 10, 10, 5]]
    batch = read(form(*table))
    assert sums_of(batch) == {**BEFORE, "one_time_cost.plan": 49_500}
    assert series_of(batch)["Werk Nord"]["one_time_cost.plan"]["2027-03"] == 1_666 + 166
    (question,) = [i for i in batch.issues if i.answer.startswith("effect_type")]
    assert (question.cell, question.answer) == ("A11", "effect_type=recurring_cost")
    other = read(form(*table), answers={"effect_type": "recurring_cost"})
    assert sums_of(other) == {**BEFORE, "one_time_cost.plan": 45_000, "recurring_cost.plan": 4_500}


def test_tables_right_below_each_other_end_where_the_next_one_begins() -> None:
    batch = read(form(["Risiken"], ["Nr.", "Risiko", "Eintrittswahrscheinlichkeit", "Auswirkung", "Gegenmaßnahme"],
                      ["R1", "Lieferant fällt aus", 3, 4, "Zweitlieferant"], [], ["Meilenstein", "Termin"],
                      ["Genehmigung", D(2026, 2, 1)], [], ["Kostenart (EUR)", *MONTHS[:3]], ["Beratung", 1, 2, 3]))
    assert [i.fields["name"] for i in items(batch, "risk")] == ["Lieferant fällt aus"]
    assert [i.fields["name"] for i in items(batch, "activity")] == ["Genehmigung"]
    assert sums_of(batch) == {**BEFORE, "one_time_cost.plan": 600}


def test_dates_and_figures_under_plan_and_actual() -> None:
    batch = read(sheet([["Project name:", "Harbour"], ["Project manager:", "Ann Lee"], ["", "Plan", "Actual"],
                        ["Start date:", D(2026, 1, 5), D(2026, 1, 9)], ["End date:", D(2026, 9, 30), None],
                        ["One-off cost (kEUR):", 100, 40], ["Comment:", "going well"]]))
    (measure,) = items(batch, "measure")
    assert sums_of(batch) == {"one_time_cost.plan": 10_000_000, "one_time_cost.actual": 4_000_000}
    assert (measure.fields["start"], measure.fields["finish"]) == ("2026-01-05", "2026-09-30")
    assert ("date", "2026-01-09") in measure.custom.values() and not loud(batch)


def test_a_project_beside_others_of_which_only_the_name_is_known() -> None:
    batch = read(sheet([["Comparison"], [None, "Site 1", "Site 2", "Site 3"],
                        *([*row, other, None] for row, other in zip(
                            asked("Nord", 10.0), ("Süd", "Bob Ray", D(2026, 2, 5), D(2026, 8, 1), 20.0, "Green"),
                            strict=True))]))
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Nord", "Süd"]
    assert sums_of(batch) == {"recurring_benefit.forecast": 3_000}
