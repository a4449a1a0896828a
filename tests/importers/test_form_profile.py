"""Forms about projects: tables of steps within them, the same questions for several projects, specimens beside them."""
from __future__ import annotations

import datetime as dt

import pytest

from app.errors import Problem
from importers.base import Sheet, Value
from importers.layouts.forms.answers import answers
from importers.profile import fits, shape_of
from tests.importers.trackers import items, loud, read, sheet, sums_of

D = dt.date


def asked(name: str, saving: Value = 1200.0) -> list[list[Value]]:
    return [["Project name:", name], ["Project manager:", "Ann Lee"],
            ["Start date:", D(2026, 1, 5)], ["End date:", D(2026, 9, 30)],
            ["Annual saving, forecast (EUR):", saving], ["RAG rating:", "Amber"]]


def test_the_milestones_of_a_form_are_activities_of_its_measure() -> None:
    batch = read(sheet([*asked("Werk Nord"), [], ["Section B: Milestones"],
                        ["No.", "Key milestone", "Due date", "Comment"], [1.0, "Permit", D(2026, 2, 1), None],
                        [2.0, "Build", D(2026, 5, 1), "Late"], [], ["Sponsor:", "Eva Horn"]]))
    measure, = items(batch, "measure")
    assert [(i.fields["name"], i.fields["start"], i.fields["finish"], i.parent) for i in items(batch, "activity")] == [
        ("Permit", "2026-02-01", "2026-02-01", measure.key), ("Build", "2026-05-01", "2026-05-01", measure.key)]
    assert measure.fields["sponsor"].key == "Eva Horn" and not loud(batch)
    assert [i.at for i in items(batch, "activity")] == ["Sheet1!B10", "Sheet1!B11"]


def test_a_table_of_tasks_with_owners_in_a_form_makes_no_measures() -> None:
    batch = read(sheet([*asked("Werk Nord"), [], ["Task", "Owner", "Start date", "End date", "Status"],
                        ["Permit", "Ann Lee", D(2026, 2, 1), D(2026, 3, 1), "Done"],
                        ["Build", "Tom Ray", D(2026, 3, 1), D(2026, 8, 1), "Open"]]))
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Werk Nord"]
    assert [i.fields["owner"].key for i in items(batch, "activity")] == ["Ann Lee", "Tom Ray"]


def test_a_quarter_in_a_question_is_not_taken_for_the_address_of_another() -> None:
    batch = read(sheet([*asked("Werk Nord"), ["Sponsor:", "Eva Horn"], ["Description:", "A second line"],
                        ["Location:", "Bonn"], ["Savings forecast Q1 2026 (EUR):", "after Q2"]]))
    said, = [i for i in batch.issues if "is no amount" in i.message]
    assert said.cell == "B10" and said.message.startswith("“after Q2” in B10 (Savings forecast Q1 2026 (EUR)) is no")


EMPTY: list[list[Value]] = [["Project name:", "< Enter project name >"], ["Project manager:", None],
                            ["Start date:", None], ["End date:", None], ["Annual saving, forecast (EUR):", None],
                            ["RAG rating:", "< Select >"]]


@pytest.mark.parametrize("heads", [("Planned date", "Actual date"), ("Plan end", "Forecast end"),
                                   ("Plan-Ende", "Ist-Ende")])
def test_dates_of_plan_and_actual_in_the_milestones_of_a_form_are_no_money(heads: tuple[str, str]) -> None:
    steps: list[list[Value]] = [[f"Step {n}", D(2026, 2, n), D(2026, 2, n + 2)] for n in range(1, 13)]
    batch = read(sheet([*asked("Werk Nord"), [], ["Milestone", *heads], *steps]))
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Werk Nord"]
    assert [i.fields["name"] for i in items(batch, "activity")] == [row[0] for row in steps]


def test_a_list_of_tasks_with_money_under_a_few_answers_stays_a_list() -> None:
    batch = read(sheet([*asked("Werk Nord")[:4], [], ["Task", "Owner", "Start date", "End date", "Budget (EUR)"],
                        *([f"Task {n}", "Ann Lee", D(2026, 2, n), D(2026, 3, n), 100.0] for n in range(1, 8))]))
    assert len(items(batch, "measure")) == 7 and sum(sums_of(batch).values()) == 70_000


def several(*names: str) -> Sheet:
    """Blocks of eight rows each from the second row on; a block without a name was never filled in."""
    rows: list[list[Value]] = [["Return of all projects"]]
    for n, name in enumerate(names, 1):
        rows += [[f"PROJECT {n}"], *(asked(name, 1000.0 * n) if name else [list(r) for r in EMPTY]), []]
    return sheet([*rows, ["Signed by:", "Tom Ray"]], "Return")


def test_the_same_questions_for_several_projects_are_a_measure_each() -> None:
    batch = read(several("Library", "Bus lane", "Harbour"))
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Library", "Bus lane", "Harbour"]
    assert sums_of(batch) == {"recurring_benefit.forecast": 600_000}
    assert [i.at for i in items(batch, "measure")] == ["Return!B3", "Return!B11", "Return!B19"]


def test_a_block_that_was_never_filled_in_is_left_out_and_said() -> None:
    batch = read(several("Library", ""))
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Library"]
    assert any("never filled in" in i.message and i.cell == "A10" for i in batch.issues) and not loud(batch)
    assert {batch.sheets[0].row_kinds[r] for r in (10, 11)} == {"placeholder"}


def test_figures_in_a_block_without_a_name_are_named_loudly() -> None:
    form = several("Library", "")
    form.rows[14][1] = 99.0
    batch = read(form)
    assert sums_of(batch) == {"recurring_benefit.forecast": 100_000}
    assert [text for text in loud(batch, "warning") if "B15" in text and "without the name" in text]


def test_a_name_that_is_asked_twice_of_one_project_makes_one_measure() -> None:
    batch = read(sheet([*asked("Library"), [], ["Section B"], ["Project name:", "Library"], ["Sponsor:", "Eva Horn"]]))
    measure, = items(batch, "measure")
    assert measure.fields["sponsor"].key == "Eva Horn"


def test_words_in_the_place_of_an_amount_are_named_by_their_cell() -> None:
    batch = read(sheet(asked("Library", "to follow")))
    assert [(i.cell, i.severity) for i in batch.issues if "to follow" in i.message] == [("B5", "warning")]
    assert items(batch, "measure")[0].custom["Annual saving, forecast (EUR)"] == ("text", "to follow")


def test_an_id_is_an_answer_and_a_number_before_a_question_is_none() -> None:
    found = answers(sheet([["A1", "Project ID:", "SW-01"], ["Stage:", "HG 3", "A2", "Lead:", "Ann Lee"],
                           ["Empty:", "A3", "Site:", "Graz"]]))
    assert [(a.label, a.value) for a in found] == [("Project ID", "SW-01"), ("Stage", "HG 3"), ("Lead", "Ann Lee"),
                                                   ("Site", "Graz")]


def test_a_light_that_is_a_colour_without_words_is_read() -> None:
    form = asked("Library")
    form[-1][1] = None
    batch = read(sheet(form, fills={(5, 1): "FF0000", (0, 1): "FFC000"}))
    assert items(batch, "measure")[0].fields["light"] == "red"


@pytest.mark.parametrize("name", ["Muster", "Example (do not change)", "Vorlage"])
def test_a_specimen_beside_the_forms_it_explains_stays_out(name: str) -> None:
    batch = read(sheet(asked("Someone's project"), name), sheet(asked("Library"), "Library"))
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Library"]
    assert [(s.name, s.role) for s in batch.sheets] == [(name, "instructions"), ("Library", "data")]
    assert any(i.sheet == name and "specimen" in i.message for i in batch.issues)


def test_a_sheet_called_template_that_stands_alone_is_read() -> None:
    assert len(items(read(sheet(asked("Library"), "Template")), "measure")) == 1
    rows: list[list[Value]] = [["ID", "Measure", "Owner", "Savings p.a. (EUR)"], ["A", "x", "Eva", 1.0],
                               ["B", "y", "Tom", 2.0]]
    assert len(items(read(sheet(rows, "Template")), "measure")) == 2
    other: list[list[Value]] = [rows[0], ["C", "z", "Eva", 4.0]]
    assert [i.key for i in items(read(sheet(rows, "Template"), sheet(other, "List")), "measure")] == ["C"]


def test_a_unit_stated_for_all_amounts_or_a_section_counts_below_it() -> None:
    form: list[list[Value]] = [
        ["All figures in £k."], *asked("Library")[:4], ["Section B: Costs"], ["Capex, plan:", 5.0],
        ["Opex, plan (£):", 7.0], ["Section C: Benefits (GBP m)"], ["Annual saving, forecast:", 2.0]]
    batch = read(sheet(form))
    assert sums_of(batch) == {"one_time_cost.plan": 500_000, "recurring_cost.plan": 700,
                              "recurring_benefit.forecast": 200_000_000}
    assert {i.fields["currency"] for i in items(batch, "effect_line")} == {"GBP"}
    said = [i.message for i in batch.issues if i.severity == "note"]
    assert any("B7: read as 1,000 GBP" in text and "A1" in text for text in said)
    assert any("B10: read as 1,000,000 GBP" in text and "A9" in text for text in said)


def test_a_yes_or_no_is_kept_under_its_question_and_describes_nothing() -> None:
    measure, = items(read(sheet([*asked("Library"), ["Have there been changes to scope?", "No"]])), "measure")
    assert "description" not in measure.fields and measure.custom["Have there been changes to scope"] == ("text", "No")


def test_two_blocks_of_one_name_are_two_measures_and_that_is_said() -> None:
    for form in (several("Library", "Bus lane", "Library"), several("Library", "Library")):
        form.rows[-3] = ["Narrative:", "Late"]
        batch = read(form)
        count = (len(form.rows) - 2) // 8
        assert len(items(batch, "measure")) == count
        assert sums_of(batch) == {"recurring_benefit.forecast": 100_000 * sum(range(1, count + 1))}
        assert {i.parent for i in items(batch, "note")} == {"Library#2"}
        assert any("earlier block" in text for text in loud(batch, "warning"))


def test_steps_of_two_blocks_of_one_name_depend_on_each_other_within_their_block() -> None:
    table: list[list[Value]] = [["Task", "Start date", "End date", "Predecessor"],
                                ["Permit", D(2026, 2, 1), D(2026, 3, 1), None],
                                ["Build", D(2026, 3, 1), D(2026, 8, 1), "Permit"], []]
    batch = read(sheet([*asked("Library"), *table, *asked("Library", 5.0), *table]))
    assert [i.parent for i in items(batch, "activity")] == ["Library"] * 2 + ["Library#2"] * 2
    assert [(i.fields["predecessor"].key, i.fields["successor"].key) for i in items(batch, "dependency")] == [
        ("Library/Permit", "Library/Build"), ("Library#2/Permit", "Library#2/Build")]


def test_an_answer_of_the_template_holds_where_its_question_was_answered() -> None:
    """Requirement: map once as a template, run over many files; a form that leaves a question open is no mistake."""
    told = {"column.Money spent:": "one_time_cost.actual", "column.Due date": "finish"}
    full = sheet([*asked("Werk Nord")[:4], ["Money spent:", 12.0], [], ["Milestone", "Due date"],
                  ["Permit", D(2026, 2, 1)]])
    assert sums_of(read(full, answers=told)) == {"one_time_cost.actual": 1_200}
    open_ = sheet([*asked("Werk Süd")[:4], ["Money spent:", None], [], ["Milestone", "Due date"],
                   ["Permit", D(2026, 2, 1)]])
    assert sums_of(read(open_, answers=told)) == {} and len(items(read(open_, answers=told), "activity")) == 1
    with pytest.raises(Problem, match="names no column"):
        read(open_, answers={"column.Mony": "one_time_cost.actual"})


def test_a_form_of_the_same_template_has_the_same_shape_though_some_answers_are_missing() -> None:
    full = shape_of(read(sheet(asked("Werk Nord"), "Form")))
    less = shape_of(read(sheet([r for r in asked("Werk Süd") if r[0] != "RAG rating:"], "Werk Süd")))
    other = shape_of(read(sheet([["Measure name:", "X"], ["Owner:", "Ann Lee"], ["Planned start:", D(2026, 1, 1)],
                                 ["Sponsor:", "Eva Horn"], ["Status:", "open"]])))
    assert full != less and fits(full, less) and fits(less, full) and not fits(full, other)
