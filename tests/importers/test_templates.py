"""Templates of funders: rows that describe columns, spending so far beside that of the period, money on two sheets."""
from __future__ import annotations

from importers.base import Sheet, Value
from tests.importers.trackers import items, loud, read, sheet, sums_of

SCHEMA: list[list[Value]] = [
    ["Field name", "Name", "Project_Id__c", "Status__c", "Budget__c"],
    ["Required/Optional?", "Required", "Required", "Optional", "Required"],
    ["Data Type", "String", "String", "Pick List", "Currency"],
    ["Max Length", 80.0, 20.0, "N/A", "12,2"]]


def template(*rows: list[Value], name: str = "Projects") -> Sheet:
    return sheet([*SCHEMA, [None, "2-Buildings"],
                  ["Column Label", "Project Name", "Project Identification Number", "Status", "Adopted Budget ($)"],
                  *rows], name)


def test_rows_that_describe_the_columns_of_a_template_are_no_projects() -> None:
    batch = read(template(["Fill in below", "Quay wall", "P-1", "Open", 100.0],
                          [None, "Tram", "P-2", "Open", 50.5]))
    assert {i.fields["name"]: i.fields["code"] for i in items(batch, "measure")} == {"Quay wall": "P-1", "Tram": "P-2"}
    assert batch.sheets[0].header_row == 6 and sum(sums_of(batch).values()) == 15_050


def test_a_template_nobody_filled_in_gives_nothing() -> None:
    batch = read(template(["Fill in below"]), template(["x", "Quay", "P-1", "Open", 1.0], name="Filled"))
    assert len(items(batch, "measure")) == 1


def spending(*heads: str) -> Sheet:
    rows: list[list[Value]] = [["Project", "Owner", *heads], ["Quay wall", "Ann", 100.0, 40.0, 7.0],
                               ["Tram", "Ben", 200.0, 60.0, 9.0]]
    return sheet(rows)


def test_cumulated_spending_without_periods_is_the_actual_and_that_of_this_period_a_part_of_it() -> None:
    batch = read(spending("Adopted Budget ($)", "Total Cumulative Expenditures ($)", "Current Period Expenditures ($)"))
    assert sums_of(batch) == {"one_time_cost.plan": 30_000, "one_time_cost.actual": 10_000}
    assert any("E1" in i.message and "counts twice" in i.message for i in batch.issues)


def test_spending_beside_a_budget_is_read_as_actual_and_asked() -> None:
    rows: list[list[Value]] = [["Project", "Owner", "Adopted Budget ($)", "Expenditures ($)"],
                               ["Quay wall", "Ann", 100.0, 40.0], ["Tram", "Ben", 200.0, 60.0]]
    batch = read(sheet(rows))
    assert sums_of(batch) == {"one_time_cost.plan": 30_000, "one_time_cost.actual": 10_000}
    assert [i.cell for i in batch.issues if i.answer == "series=plan"] == ["D1"]


def test_expenditure_alone_is_read_as_actual_and_asked_and_a_budget_is_not() -> None:
    batch = read(sheet([["Project", "Owner", "Total Expenditure Amount ($)"], ["Quay wall", "Ann", 40.0],
                        ["Tram", "Ben", 60.0]]))
    assert sums_of(batch) == {"one_time_cost.actual": 10_000}
    assert [i.cell for i in batch.issues if i.answer == "series=plan"] == ["C1"]
    planned = read(sheet([["Project", "Owner", "Expenditure budget ($)"], ["Quay wall", "Ann", 40.0],
                          ["Tram", "Ben", 60.0]]))
    assert sums_of(planned) == {"one_time_cost.plan": 10_000}


def test_plans_of_the_same_measures_on_two_sheets_are_asked_for() -> None:
    projects = sheet([["Project ID", "Project name", "Adopted Budget ($)"], ["P-1", "Quay wall", 100.0],
                      ["P-2", "Tram", 200.0]], "Projects")
    awards = sheet([["Project ID", "Subaward budget ($)", "Loan budget ($)"], ["P-1", 90.0, None],
                    ["P-2", 150.0, None]], "Awards")
    batch = read(projects, awards)
    asked = [i for i in batch.issues if i.answer == "sheet@Awards=ignore"]
    assert sum(sums_of(batch).values()) == 54_000 and len(asked) == 1 and asked[0].places == 2
    assert not loud(batch)
    alone = read(projects, awards, answers={"sheet@Awards": "ignore"})
    assert sum(sums_of(alone).values()) == 30_000 and not [i for i in alone.issues if "both count" in i.message]


def test_amounts_of_a_list_that_gave_no_money_are_named() -> None:
    batch = read(sheet([["Project", "Owner", "9/30/20 Expenditure Total", "12/31/20 Expenditure Total"],
                        ["Quay wall", "Ann", 100.0, 40.0], ["Tram", "Ben", 200.0, 60.0]]))
    assert not sums_of(batch) and ["C1:D1" in m for m in loud(batch)] == [True]
