"""Forms that mark their questions by nothing: "Project manager | Ann Lee"; and what only looks like one."""
from __future__ import annotations

import datetime as dt

import pytest

from importers.base import Value
from tests.importers.trackers import items, loud, read, sheet

D = dt.date
ENGLISH: list[list[Value]] = [["Project Name", "Rye oven"], ["Project Manager", "Ann Lee"],
                              ["Start Date", D(2026, 1, 5)], ["End Date", D(2026, 9, 30)], ["Budget (EUR)", 50000.0],
                              ["Status", "Green"]]
GERMAN: list[list[Value]] = [["Projektname", "Rye oven"], ["Projektleiter", "Ann Lee"], ["Auftraggeber", "Eva Horn"],
                             ["Projektstart", D(2026, 1, 5)], ["Projektende", D(2026, 9, 30)],
                             ["Budget (EUR)", 50000.0]]


@pytest.mark.parametrize("rows", [ENGLISH, [["PROJECT CHARTER"], [], *ENGLISH], [["Projektsteckbrief"], [], *GERMAN],
                                  [[None, *row] for row in ENGLISH],
                                  [[*a, *b] for a, b in zip(ENGLISH[::2], ENGLISH[1::2], strict=True)]])
def test_a_form_without_marks_is_one_measure(rows: list[list[Value]]) -> None:
    batch = read(sheet(rows, "Charter"))
    measure, = items(batch, "measure")
    assert measure.fields["name"] == "Rye oven" and measure.fields["owner"].key == "Ann Lee"
    assert (measure.fields["start"], measure.fields["finish"]) == ("2026-01-05", "2026-09-30")
    line, = items(batch, "effect_line")
    assert line.fields["undated_plan"] == 5_000_000 and not loud(batch)


def test_the_milestones_and_risks_of_a_form_without_marks_hang_on_its_measure() -> None:
    batch = read(sheet([["STATUS REPORT"], [], ["1. General"], *ENGLISH, [], ["Milestone", "Due date", "Status"],
                        ["Permit", D(2026, 2, 1), "Done"], ["Build", D(2026, 6, 1), "Open"], [], ["4. Risks"],
                        ["Risk", "Probability", "Impact", "Mitigation"], ["Oven late", "High", "High", "Order now"]]))
    measure, = items(batch, "measure")
    assert [i.fields["name"] for i in items(batch, "activity")] == ["Permit", "Build"]
    assert {i.parent for i in items(batch, "activity")} == {measure.key} and len(items(batch, "risk")) == 1


@pytest.mark.parametrize("rows", [
    [["Field", "Meaning"], ["Project Name", "What the project is called"], ["Owner", "Who leads it"],
     ["Start Date", "The day on which it begins"], ["End Date", "The day on which it ends"], ["Status", "How it is"]],
    [["Project Name", "Rye oven"], ["Project Manager", "Ann Lee"], ["Start Date", D(2026, 1, 5)],
     ["Status", "Green"], [], ["Task", "Owner", "Start", "End", "Cost"],
     *([f"Task {n}", "Tom Ray", D(2026, 1, n), D(2026, 2, n), 10.0 * n] for n in range(1, 8))],
])
def test_neither_fields_that_are_explained_nor_a_list_below_its_title_are_a_form(rows: list[list[Value]]) -> None:
    batch = read(sheet(rows, "Plan"))
    assert batch.sheets[0].layout != "form" and "Rye oven" not in {i.fields["name"] for i in items(batch, "measure")}


def test_a_request_with_desired_dates_is_a_form_and_a_colour_describes_nothing() -> None:
    batch = read(sheet([["PROJECT REQUEST"], ["Requested by", "Tom Ray", "Date", D(2025, 12, 1)],
                        ["Department", "Bakery"], ["Project title", "Rye oven"], ["Overall status", "Amber"],
                        ["Priority", "High"], ["Scope", "Green"],
                        ["Desired start date", D(2026, 1, 5)], ["Desired completion date", D(2026, 9, 30)],
                        ["Estimated cost", 50000.0], ["Expected annual savings", 20000.0]]))
    measure, = items(batch, "measure")
    assert (measure.fields["name"], measure.fields["start"], measure.fields["finish"]) == (
        "Rye oven", "2026-01-05", "2026-09-30")
    assert measure.fields["status"] == "Amber"
    assert "description" not in measure.fields and {v for _, v in measure.custom.values()} >= {"Green"}
