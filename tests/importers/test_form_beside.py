"""Tables right of a form's answers, and of several projects side by side: read, or named by their address."""
from __future__ import annotations

import datetime as dt

import pytest

from app.core.batch import Batch
from importers.base import Value
from tests.importers.test_form_profile import asked
from tests.importers.trackers import items, loud, read, series_of, sheet, sums_of

D = dt.date
Rows = list[list[Value]]
MONTHS: list[Value] = [f"{m} 2026" for m in ("Jan", "Feb", "Mar", "Apr", "May", "Jun")]
STEPS: Rows = [["Milestone", "Due date"], ["Permit", D(2026, 3, 1)], ["Build", D(2026, 4, 1)], ["Move", D(2026, 5, 1)]]
SITES: Rows = [["Comparison of both sites"], ["Project name:", "Werk Nord", "Werk Süd"],
               ["Project manager:", "Ann Lee", "Bob Ray"], ["Start date:", D(2026, 1, 5), D(2026, 2, 5)],
               ["End date:", D(2026, 9, 30), D(2026, 10, 30)], ["Annual saving, forecast (EUR):", 1200.0, 800.0],
               ["RAG rating:", "Amber", None]]
SAVING = {"recurring_benefit.forecast": 200_000}


def beside(left: Rows, right: Rows, first: int = 1) -> Batch:
    """The right table two columns beside the widest row of the left, from row `first` on."""
    width = max(map(len, left)) + 1
    rows: Rows = []
    for n in range(max(len(left), first + len(right))):
        mine = left[n] if n < len(left) else []
        theirs = right[n - first] if first <= n < first + len(right) else []
        rows.append([*mine, *[None] * (width - len(mine)), *theirs] if theirs else list(mine))
    return read(sheet(rows, "Sites"))


def names(batch: Batch) -> list[object]:
    return [i.fields["name"] for i in items(batch, "measure")]


def test_the_milestones_right_of_a_form_are_activities_of_its_measure() -> None:
    batch = beside([["Measure sheet"], *asked("Werk Nord")], STEPS)
    assert names(batch) == ["Werk Nord"] and batch.sheets[0].layout == "form" and not loud(batch)
    assert [(i.fields["name"], i.at) for i in items(batch, "activity")] == [
        ("Permit", "Sites!D3"), ("Build", "Sites!D4"), ("Move", "Sites!D5")]
    assert {batch.sheets[0].row_kinds[row] for row in range(2, 6)} == {"data"}, "answers stand beside its head too"


@pytest.mark.parametrize("right", [
    [["Cost plan (EUR)"], ["Cost item", *MONTHS], ["Consultants", *[1.0] * 6], ["Licences", *[2.0] * 6]],
    [["Cost plan (EUR)"], ["Month", "Consultants", "Licences"], *([m, 1.0, 2.0] for m in MONTHS)]])
def test_the_figures_right_of_a_form_are_lines_of_its_measure(right: Rows) -> None:
    batch = beside([["Measure sheet"], *asked("Werk Nord", None)], right)
    assert names(batch) == ["Werk Nord"] and sums_of(batch) == {"one_time_cost.plan": 1_800} and not loud(batch)
    assert {i.fields["name"] for i in items(batch, "effect_line")} == {"Consultants", "Licences"}


@pytest.mark.parametrize("right", [
    STEPS, [["Cost item", *MONTHS], ["Consultants", *[1.0] * 6], ["Licences", *[2.0] * 6]],
    [["Risk ID", "Risk", "Probability", "Impact"], ["R1", "Permit late", "High", "Low"], ["R2", "Price", "Low", "High"]]
])
def test_a_table_right_of_projects_side_by_side_is_named_by_its_address(right: Rows) -> None:
    batch = beside(SITES, right)
    assert names(batch) == ["Werk Nord", "Werk Süd"] and sums_of(batch) == SAVING
    assert not items(batch, "risk") and not items(batch, "activity")
    assert [t for t in loud(batch) if "E2" in t and "nothing says whose" in t]


def test_a_table_that_names_the_project_of_each_row_is_divided_among_projects_side_by_side() -> None:
    whose = [[*STEPS[0], "Project"], [*STEPS[1], "Werk Nord"], [*STEPS[2], "Werk Süd"], [*STEPS[3], "Werk Süd"]]
    for batch in (beside(SITES, whose), read(sheet([*SITES, [], *whose], "Sites"))):
        assert names(batch) == ["Werk Nord", "Werk Süd"] and not loud(batch)
        assert [(i.parent, i.fields["name"]) for i in items(batch, "activity")] == [
            ("Werk Nord", "Permit"), ("Werk Süd", "Build"), ("Werk Süd", "Move")]


def test_months_with_a_row_for_each_of_the_projects_side_by_side_are_divided_among_them() -> None:
    batch = read(sheet([*SITES, [], ["Cost plan (EUR)"], ["Project", *MONTHS], ["Werk Nord", *[1.0] * 6],
                        ["Werk Süd", *[2.0] * 6]], "Sites"))
    assert {k: sum(v["one_time_cost.plan"].values()) for k, v in series_of(batch).items()} == {"Werk Nord": 600,
                                                                                             "Werk Süd": 1_200}


def test_years_down_with_a_column_for_each_of_the_projects_side_by_side_are_divided_too() -> None:
    batch = read(sheet([*SITES, [], ["Cost plan (EUR)", "Werk Nord", "Werk Süd"], [2026, 12.0, 24.0],
                        [2027, 12.0, 24.0], [2028, 12.0, 24.0]], "Sites"))
    assert {k: sum(v["one_time_cost.plan"].values()) for k, v in series_of(batch).items()} == {"Werk Nord": 3_600,
                                                                                             "Werk Süd": 7_200}
    assert {i.at for i in items(batch, "effect_line") if i.series} == {"Sites!B10", "Sites!C10"}


def test_a_table_right_of_the_answers_is_read_though_one_below_them_is_as_wide() -> None:
    right: Rows = [["Cost plan (kEUR)"], ["Year", "Grant", "Own funds"], *([y, 12.0, 24.0] for y in (2026, 2027, 2028))]
    left = [["Measure sheet"], *asked("Werk Nord", None)]
    rows: Rows = [[*row, None, *right[n - 1]] if 1 <= n <= len(right) else row for n, row in enumerate(left)]
    batch = read(sheet([*rows, [], ["Milestone", "Planned date", "Actual date", "Comment"],
                        ["Permit", D(2026, 3, 1), None, "late"], ["Build", D(2026, 4, 1), None, None]], "Sites"))
    assert names(batch) == ["Werk Nord"] and sums_of(batch) == {"one_time_cost.plan": 3 * 3_600_000}
    assert [i.fields["name"] for i in items(batch, "activity")] == ["Permit", "Build"]


def test_a_list_with_an_empty_column_in_it_stays_a_list() -> None:
    rows: Rows = [[f"M-{n}", f"Measure {n}", "Ann Lee", D(2026, 1, n), None, "Permit", D(2026, 3, n)]
                  for n in range(1, 9)]
    batch = read(sheet([["ID", "Measure", "Owner", "Start date", None, "Milestone", "Due date"], *rows]))
    assert len(items(batch, "measure")) == 8


def test_kinds_of_cost_under_the_names_of_projects_side_by_side_are_lines_of_each() -> None:
    batch = read(sheet([*SITES, [], ["Costs (EUR)"], ["Cost item", "Werk Nord", "Werk Süd"],
                        ["Consultants", 10.0, 20.0], ["Licences", 5.0, None], ["Total", 15.0, 20.0]], "Sites"))
    assert {(i.parent, i.fields["name"]): i.fields["undated_plan"] for i in items(batch, "effect_line")
            if "undated_plan" in i.fields} == {("Werk Nord", "Consultants"): 1_000, ("Werk Süd", "Consultants"): 2_000,
                                               ("Werk Nord", "Licences"): 500}
    assert not loud(batch) and all(not i.custom for i in items(batch, "measure"))


def test_questions_in_two_columns_are_one_form() -> None:
    batch = beside(asked("Werk Nord", None), [["Sponsor:", "Eva Horn"], ["Business unit:", "Steel"],
                                              ["Status:", "On track"], ["Comment:", None]], 0)
    (measure,) = items(batch, "measure")
    assert measure.fields["finish"] == "2026-09-30" and measure.fields["sponsor"].key == "Eva Horn"
    assert measure.fields["unit"].key and not loud(batch)
