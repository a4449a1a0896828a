"""Workbooks whose sheets are joined by ids: projects, their milestones or tasks, their risks and issues."""
from __future__ import annotations

import datetime as dt

from importers.base import Sheet, Value
from tests.importers.trackers import items, loud, read, sheet, sums_of

D = dt.date


def projects() -> Sheet:
    return sheet([["project_id", "project_name", "project_manager", "start_date", "end_date", "capex", "status"],
                  ["P001", "Alpha", "Ann Lee", D(2025, 1, 1), D(2025, 9, 1), 1000.0, "On track"],
                  ["P002", "Beta", "Bob Ray", D(2025, 2, 1), D(2025, 9, 1), 2000.0, "Late"]], "Projects")


def milestones(*more: list[Value]) -> Sheet:
    return sheet([["milestone_id", "project_id", "milestone_name", "planned_date", "actual_date", "status"],
                  ["MS1", "P001", "Kickoff", D(2025, 1, 5), D(2025, 1, 6), "Done"],
                  ["MS2", "P001", "Go", D(2025, 8, 5), None, "Open"],
                  ["MS3", "P002", "Kickoff", D(2025, 2, 5), None, "Open"], *more], "Milestones")


def test_milestones_risks_and_issues_hang_on_the_projects_of_the_other_sheet() -> None:
    batch = read(projects(), milestones(),
                 sheet([["risk_id", "project_id", "risk_description", "probability", "impact", "owner", "status"],
                        ["R001", "P001", "Late vendor", 0.3, "High", "Ann Lee", "Open"]], "Risks"),
                 sheet([["issue_id", "project_id", "issue_description", "severity", "raised_date", "status"],
                        ["I001", "P002", "No room", "High", D(2025, 3, 1), "Open"]], "Issues"))
    assert [i.key for i in items(batch, "measure")] == ["P001", "P002"]
    assert [(i.key, i.parent, i.fields["name"]) for i in items(batch, "activity")] == [
        ("MS1", "P001", "Kickoff"), ("MS2", "P001", "Go"), ("MS3", "P002", "Kickoff")]
    first = items(batch, "activity")[0].fields
    assert (first["plan_finish"], first["actual_finish"], first["start"], first["finish"]) == (
        "2025-01-05", "2025-01-06", "2025-01-06", "2025-01-06")
    assert [(i.kind, i.parent) for i in batch.items if i.kind in ("risk", "issue")] == [
        ("risk", "P001"), ("issue", "P002")]
    assert sums_of(batch) == {"one_time_cost.plan": 300_000} and not loud(batch)


def test_a_row_whose_project_is_unknown_is_an_error_by_its_address() -> None:
    rows: list[list[Value]] = [[f"MS{n}", "P002", f"Step {n}", D(2025, 3, 1), None, "Open"] for n in range(4, 30)]
    batch = read(projects(), milestones(*rows, ["MS99", "P777", "Lost", D(2025, 3, 1), None, "Open"]))
    assert len(items(batch, "activity")) == 29
    assert loud(batch, "error") == [
        "error Milestones!B31 “P777” is no measure of this file; the row could not come in."]


def test_a_second_sheet_with_figures_of_the_same_projects_is_no_list_of_activities() -> None:
    batch = read(projects(), sheet([["project_id", "Type", "Plan (EUR)", "Start date"],
                                    ["P001", "Savings", 5.0, D(2025, 1, 1)], ["P001", "Capex", 6.0, D(2025, 1, 1)],
                                    ["P002", "Savings", 7.0, D(2025, 1, 1)]], "Benefits"))
    assert not items(batch, "activity")
