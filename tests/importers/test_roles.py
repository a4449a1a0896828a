"""Sheets that are no list of measures: named, explained, never imported wrongly and never left out in silence."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.core.batch import Batch
from importers.base import Wishes
from importers.meaning.sheets import computed
from importers.meaning.words import vocabulary
from importers.read import import_file
from tests.importers.trackers import items, loud, read, sheet, sums_of

D = dt.date
FILES = Path(__file__).resolve().parents[1] / "data" / "spreadsheets"


def import_named(name: str) -> Batch:
    return import_file(str(FILES / name), Wishes(), lambda fraction, text: None)


def test_a_risk_log_is_told_from_a_list_of_measures() -> None:
    batch = read(sheet([["Risk ID", "Risk title", "Probability", "Impact", "Mitigation", "Owner", "Status"],
                        ["R1", "Strike", 3.0, 4.0, "Talk", "Eva", "Open"]], "Risks"))
    assert (batch.sheets[0].role, batch.sheets[0].layout) == ("data", "raid log")
    assert [i.key for i in items(batch, "risk")] == ["R1"] and items(batch, "measure") == []


def test_a_form_a_guide_a_list_and_a_report_are_not_read() -> None:
    batch = read(
        sheet([["Project name:", "Bus Boulevard"], ["Who leads it?", "Eva"], ["Start date:", D(2025, 1, 1)],
               ["Budget:", 5.0],
               ["What went well?", "All"]], "Return"),
        sheet([["How to use this workbook"], ["Please fill in every column of the tracker before the tenth of the "
                                              "month."],
               ["Do not change the order of columns, because finance reads them by position."]], "Instructions"),
        sheet([["Status", "Function"], ["Open", "IT"], ["Closed", "HR"], ["Held", None]], "Lists", hidden=True),
        sheet([["Savings so far", 12.0], [None, None], ["Open measures", 3.0]], "Dashboard"), sheet([], "Empty"))
    assert [s.role for s in batch.sheets] == ["ignored", "instructions", "list", "dashboard", "ignored"]
    assert batch.sheets[0].layout == "form" and batch.items == []
    assert {i.sheet for i in batch.issues} >= {"Return", "Instructions", "Lists", "Dashboard", "Empty"}
    assert all(s.why for s in batch.sheets)
    assert any(i.severity == "error" and not i.sheet for i in batch.issues)


def test_a_drawn_calendar_is_not_money() -> None:
    days = [D(2025, 6, 1) + dt.timedelta(days=n) for n in range(30)]
    batch = read(sheet([["Task", "Assignee", "Start", "End", *days],
                        ["a", "Eva", days[0], days[3], *["x"] * 4, *[None] * 26],
                        ["b", "Tom", days[3], days[5], *[None] * 30]], "Gantt"))
    assert batch.sheets[0].layout == "gantt sheet" and not items(batch, "effect_line")


def test_a_roll_up_made_by_hand_is_not_counted_again() -> None:
    rows = [["Program", "Measure ID", "Measure", "Savings p.a. (EUR)"], ["A", "1", "x", 1.0], ["A", "2", "y", 2.0],
            ["B", "3", "z", 4.0]]
    batch = read(sheet(rows, "List"), sheet([["Program", "Savings p.a. (EUR)"], ["A", 3.0], ["B", 4.0]], "By program"))
    assert [s.role for s in batch.sheets] == ["data", "rollup"]
    assert sums_of(batch) == {"recurring_benefit.plan": 700}


def test_hidden_rows_columns_and_sheets_count_and_are_said() -> None:
    batch = read(sheet([["ID", "Measure", "Owner", "Savings p.a. (EUR)"], ["A", "x", "Eva", 1.0],
                        ["B", "y", "Tom", 2.0]], "Old",
                       hidden=True, hidden_rows={2}, hidden_columns={3}))
    assert sums_of(batch) == {"recurring_benefit.plan": 300} and batch.sheets[0].hidden
    said = " ".join(i.message for i in batch.issues)
    assert "hidden rows" in said and "hidden columns" in said and "hidden" in batch.sheets[0].why


def test_the_investment_list_is_exact() -> None:
    batch = import_named("roi_sample_data.csv")
    assert batch.sheets[0].counts()["data"] == 25 and batch.sheets[0].header_row == 1
    assert sums_of(batch) == {"one_time_cost.plan": 4_480_000_000}
    measures = items(batch, "measure")
    starts = sorted(i.fields["start"] for i in measures)
    assert (starts[0], starts[-1]) == ("2023-01-05", "2023-05-15") and not any("finish" in i.fields for i in measures)
    assert measures[0].key == "INV-001" and measures[0].custom["ROI %"] == ("percent", 2800)
    assert not loud(batch, "error", "warning", "question")


def test_the_schedule_template_has_its_tasks_and_phases_and_no_dates() -> None:
    batch = import_named("M3-Playbook-Master-Schedule-Template.xlsx")
    assert batch.sheets[0].counts()["data"] == 71
    assert [i.fields["name"] for i in items(batch, "measure")] == [
        "Assessment", "Readiness", "Selection", "Engagement", "Migration", "Operations"]
    assert len(items(batch, "activity")) == 64
    assert not any(name in i.fields for i in batch.items for name in ("start", "finish", "stage"))
    assert [m for m in loud(batch) if "looks like a template" not in m] == []


def test_the_strict_workbook_gives_all_its_rows_and_columns() -> None:
    batch = import_named("calamine_strict_iso_paths.xlsx")
    assert batch.sheets[0].counts()["data"] == 75 and len(batch.sheets[0].columns) == 18
    assert len(items(batch, "measure")) == 75


@pytest.mark.parametrize("name", ["poi_xlsx-corrupted.xlsx"])
def test_real_files_of_other_layouts_give_nothing_wrong_and_say_why(name: str) -> None:
    batch = import_named(name)
    assert batch.items == []
    assert all(s.role != "data" and s.why for s in batch.sheets)
    assert {s.name for s in batch.sheets} <= {i.sheet for i in batch.issues}


def test_assumptions_behind_a_calculation_are_no_measures() -> None:
    rows = [["Number of sites using it"], [None, "Year 0", "Year 1"], ["Low case", 4.0, 4.0], ["High case", 9.0, 30.0],
            ["Oven", 64000.0, "Quote of May"], ["Discount rate", 0.035, "Treasury"]]
    batch = read(sheet(rows, "Assumptions"))
    assert items(batch, "measure") == []
    assert loud(batch, "warning") == ["warning Assumptions! Assumptions behind a calculation, not a list of measures; "
                                      "nothing was imported from it (4 rows)."]
    logged = sheet([["ID", "Assumption", "Owner", "Status"], ["A-1", "The oven fits", "Eva", "Open"]], "Assumptions")
    assert len(items(read(logged), "assumption")) == 1


def test_a_calculation_nobody_has_opened_yet_is_no_list() -> None:
    model = sheet([["Timeline", "Year 0", "Year 1", "Year 2"], ["Investment", 0.0, 0.0, 0.0],
                   ["Net cash flow"], ["Present value factor"], ["Discounted cash flow"], ["Cumulative present value"]],
                  "Model")
    model.unvalued = {(row, column) for row in range(2, 6) for column in range(1, 4)}
    batch = read(model)
    assert items(batch, "measure") == [] and "calculation" in loud(batch)[0]


def test_who_did_what_on_which_day_is_a_list_of_people() -> None:
    heads = ["Sl no.", "Employee ID", "Name", "Module", "20-03-2026 (modules given out)", "21-03-2026 (tests)"]
    batch = read(sheet([heads, [1.0, 4711.0, "Ada Berg", "Ovens", "Given out", "Tested"],
                        [2.0, 4712.0, "Ben Horn", "Bread", "Given out", "Tested"]], "Track"))
    assert items(batch, "measure") == [] and "people" in batch.sheets[0].why


def test_a_table_that_shows_its_formulas_is_a_calculation() -> None:
    rows = [["#", "Item", "Formula", "Amount"], ["a", "Rate", "n/a", 0.5], ["b", "Price", "n/a", 800.0],
            ["c", "Duty", "a*b", 400.0], ["d", "Tax", "(b+c) * 10%", 120.0], ["e", "All taxes", "c+d", 520.0]]
    batch = read(sheet(rows, "Model"))
    assert items(batch, "measure") == [] and "calculation" in loud(batch, "warning")[0]
    kpis = [["KPI", "Formula", "Owner", "Status"], *([f"KPI {n}", "Scrap / Output", "Ada", "Open"] for n in range(4))]
    assert "calculation" not in read(sheet(kpis, "KPIs")).sheets[0].why


@pytest.mark.parametrize("order", [sorted, lambda words: sorted(words, reverse=True)])
def test_a_computed_line_is_known_by_the_longest_of_its_words_in_whatever_order_they_come(
        order: Callable[[Iterable[str]], list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """A set of words has another order in each run: the same sheet came in or was left out by chance."""
    words = vocabulary()
    listed = dict(words.lists, calculation=order(words.lists["calculation"]))
    monkeypatch.setattr(computed, "vocabulary", lambda: SimpleNamespace(fields=words.fields, lists=listed))
    assert computed.is_calculation(sheet([["Line", "2026"], ["Cumulative cash flow", 1.0], ["Cash flow", 3.0],
                                          ["Cash flow after tax", 5.0]]), None)
