"""Where a table's header is, and what the rows around and below it are."""
from __future__ import annotations

import datetime as dt

from importers.meaning.find_head import find_head
from tests.importers.trackers import loud, read, sheet, sums_of

D = dt.date


def test_titles_and_notes_above_are_no_header() -> None:
    head = find_head(sheet([
        ["Maßnahmenliste 2025", None, None], ["Stand: 31.12.2025", None, "Angaben in T€"], [],
        ["Nr.", "Maßnahme", "Einsparung"], ["1", "Einkauf bündeln", 10.0]]))
    assert head is not None
    assert (head.first, head.last, head.bottoms) == (3, 3, ["Nr.", "Maßnahme", "Einsparung"])
    assert (head.unit.currency, head.unit.power) == ("EUR", 3)


def test_three_rows_of_year_scenario_and_month_are_one_header() -> None:
    head = find_head(sheet([
        ["Nr.", "Maßnahme", "2025", None, None, None], [None, None, "Plan", None, "Ist", None],
        [None, None, "Jan", "Feb", "Jan", "Feb"], ["1", "A", 1.0, 2.0, 3.0, 4.0]],
        merged=[(0, 2, 0, 5), (1, 2, 1, 3), (1, 4, 1, 5), (0, 0, 2, 0), (0, 1, 2, 1)]))
    assert head is not None and (head.first, head.last) == (0, 2)
    assert [(x.series, x.year, x.month) for x in head.labels[2:]] == [
        ("plan", 2025, 1), ("plan", 2025, 2), ("actual", 2025, 1), ("actual", 2025, 2)]
    assert head.bottoms[:2] == ["Nr.", "Maßnahme"]


def test_a_scenario_not_merged_holds_until_the_next_one() -> None:
    head = find_head(sheet([
        [None, None, "Plan", None, "Actual", None, None],
        ["ID", "Initiative", "Jan 25", "Feb 25", "Jan 25", "Feb 25", "Comment"], ["1", "A", 1.0, 2.0, 3.0, 4.0, "x"]]))
    assert head is not None and head.first == 0
    assert [x.series for x in head.labels] == ["", "", "plan", "plan", "actual", "actual", ""]
    assert head.texts[6] == "Comment"


def test_a_row_of_units_below_the_header_is_no_data() -> None:
    batch = read(sheet([["ID", "Measure", "Savings p.a.", "One-off cost"], [None, None, "kEUR", "EUR"],
                        ["A", "x", 1.5, 20.0], ["B", "y", 2.0, 30.0]]))
    assert batch.sheets[0].row_kinds[2] == "unit"
    assert sums_of(batch) == {"recurring_benefit.plan": 350000, "one_time_cost.plan": 5000}


def test_a_repeated_header_is_not_a_measure() -> None:
    head = ["ID", "Measure", "Owner", "Savings p.a. (EUR)"]
    batch = read(sheet([head, ["A", "x", "Eva", 1.0], head, ["B", "y", "Tom", 2.0]]))
    assert batch.sheets[0].row_kinds == {1: "header", 2: "data", 3: "header", 4: "data"}
    assert sums_of(batch) == {"recurring_benefit.plan": 300}


def test_examples_placeholders_footnotes_and_blanks_are_left_out_and_counted() -> None:
    batch = read(sheet([
        ["ID", "Name", "Owner", "Start", "Savings p.a. (EUR)"],
        ["Example", "Example measure", "Jane Doe", D(2020, 1, 1), 999.0],
        ["X-1", "One", "Ann", D(2025, 1, 1), 1.0], ["X-2", "< Select >", None, None, None],
        ["X-3", None, None, None, None],
        [None, None, None, None, None], ["X-4", "Four", "Ann", D(2025, 1, 1), 2.0],
        ["* Savings are annualised and were checked by the finance department in autumn.", None, None, None, None]]))
    assert batch.sheets[0].counts() == {"data": 2, "total": 0, "example": 1, "placeholder": 2, "blank": 1,
                                        "rejected": 0}
    assert batch.sheets[0].row_kinds[8] == "footnote"
    assert sums_of(batch) == {"recurring_benefit.plan": 300}
    said = " ".join(i.message for i in batch.issues)
    assert "A2: an example" in said and "A4:A5" in said


def test_a_row_with_figures_but_no_name_is_an_error_by_address() -> None:
    batch = read(sheet([["ID", "Name", "Owner", "Savings p.a. (EUR)"], ["A", "x", "Eva", 1.0],
                        [None, None, "Bob", 77.0],
                        ["B", "y", "Tom", 2.0]]))
    assert sums_of(batch) == {"recurring_benefit.plan": 300}
    assert [m for m in loud(batch) if "A3" in m and m.startswith("error")]
    assert batch.sheets[0].counts()["rejected"] == 1


def test_a_measure_called_total_something_is_a_measure() -> None:
    batch = read(sheet([["ID", "Measure", "Owner", "Savings p.a. (EUR)"], ["A", "Total cost of ownership", "Eva", 1.0],
                        ["B", "Summe der Verträge prüfen", "Tom", 2.0], [None, "Total", None, 3.0]]))
    assert batch.sheets[0].counts()["data"] == 2 and not loud(batch)
    assert sums_of(batch) == {"recurring_benefit.plan": 300}


def test_a_subtotal_without_a_word_is_found_by_its_figures() -> None:
    batch = read(sheet([["ID", "Measure", "Owner", "Savings p.a. (EUR)", "One-off cost (EUR)"],
                        ["A", "x", "Eva", 10.0, 1.0], ["B", "y", "Tom", 20.0, 2.0], [None, None, None, 30.0, 3.0],
                        ["C", "z", "Tom", 5.0, 4.0]]))
    assert batch.sheets[0].row_kinds[4] == "total" and not loud(batch)
    assert sums_of(batch) == {"recurring_benefit.plan": 3500, "one_time_cost.plan": 700}


def test_a_blank_row_inside_the_list_does_not_end_it() -> None:
    rows = [["ID", "Measure", "Owner"], ["A", "x", "Eva"], [], [], ["B", "y", "Tom"]]
    assert read(sheet(rows)).sheets[0].counts()["data"] == 2


def test_another_table_below_is_not_taken_for_measures() -> None:
    batch = read(sheet([["ID", "Measure", "Owner", "Savings p.a. (EUR)"], ["A", "x", "Eva", 1.0], ["B", "y", "Tom",
                                                                                                   2.0], [],
                        ["Task", "Assignee", "Due date", "Status"], ["Call", "Eva", D(2025, 1, 1), "open"]]))
    assert sums_of(batch) == {"recurring_benefit.plan": 300} and batch.sheets[0].counts()["data"] == 2
    assert [i.cell for i in batch.issues if i.severity == "warning"] == ["A5"]
    assert batch.sheets[0].counts()["rejected"] == 2
