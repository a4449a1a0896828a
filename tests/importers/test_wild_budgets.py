"""Budgets and plans by month in shapes met in unseen files, rebuilt small: what is counted beside what is money."""
from __future__ import annotations

import datetime as dt

from importers.base import Value
from tests.importers.test_wild_shapes import fields, names, of, read, sheet

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
