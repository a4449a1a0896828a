"""Tree lists: what leading blanks and indents say about who hangs under whom."""
from __future__ import annotations

import datetime as dt

import pytest

from app.core.batch import Batch, Printed
from app.core.catalog import LEVELS
from importers.base import Value
from tests.importers.trackers import items, loud, read, series_of, sheet, sums_of

D = dt.date
HEAD = ["Task Name", "Duration", "% Complete", "Start", "Finish", "Predecessors"]


def schedule(*names: str) -> list[list[object]]:
    return [HEAD, *([n, "5d", 0.5, D(2025, 1, 6), D(2025, 1, 10), None] for n in names)]


def parents_fit(batch) -> bool:
    known = {(i.kind, i.key) for i in batch.items}
    chain = [*LEVELS, "activity"]
    return all(i.parent_kind == chain[chain.index(i.kind) - 1] and (i.parent_kind, i.parent) in known
               for i in batch.items if i.kind in chain[1:])


def test_leaves_of_a_pure_schedule_are_activities_of_their_lowest_summary() -> None:
    batch = read(sheet(schedule("Move", "   Plan", "      Think", "      Write", "   Do", "      Carry")))
    assert batch.shape == "tree" and parents_fit(batch)
    assert [i.fields["name"] for i in items(batch, "package")] == ["Move"]
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Plan", "Do"]
    assert [(i.fields["name"], i.parent, i.fields["percent"]) for i in items(batch, "activity")] == [
        ("Think", "Move/Plan", 5000), ("Write", "Move/Plan", 5000), ("Carry", "Move/Do", 5000)]
    assert [i.answer for i in batch.issues] == ["leaf=measure"]


def test_leaves_become_measures_on_wish_and_when_they_carry_a_status() -> None:
    rows = schedule("Move", "   Plan", "      Think", "   Do", "      Carry")
    wished = read(sheet(rows), leaf="measure")
    assert [i.fields["name"] for i in items(wished, "measure")] == ["Think", "Carry"] and parents_fit(wished)
    assert [i.fields["name"] for i in items(wished, "package")] == ["Plan", "Do"]
    told = read(sheet([[*r, s] for r, s in zip(rows, ("Status", None, None, "open", None, "done"), strict=True)]))
    assert [i.fields["status"] for i in items(told, "measure")] == ["open", "done"]


def test_indents_of_cells_count_like_blanks() -> None:
    batch = read(sheet(schedule("Move", "Plan", "Think", "Do", "Carry"), indents=
                       {(2, 0): 1, (3, 0): 2, (4, 0): 1, (5, 0): 2}))
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Plan", "Do"]


def test_branches_of_unequal_depth_get_pass_through_levels() -> None:
    batch = read(sheet(schedule("Move", "   Deep", "      Deeper", "         Leaf", "   Flat", "      Other",
                                "   Lone")))
    assert parents_fit(batch)
    activities = {i.fields["name"]: i.parent for i in items(batch, "activity")}
    assert set(activities) == {"Leaf", "Other", "Lone"}
    assert [i.fields["name"] for i in items(batch, "package") if i.fields["name"]] == ["Deep"]


def test_levels_too_many_are_joined_and_reported() -> None:
    batch = read(sheet(schedule(*(" " * 2 * n + f"Level {n}" for n in range(9)))))
    assert parents_fit(batch) and len(loud(batch)) >= 1
    assert items(batch, "organization")[0].fields["name"] == "Level 0 / Level 1 / Level 2"
    assert [i.fields["name"] for i in items(batch, "activity")] == ["Level 8"]


def test_figures_of_summary_rows_are_not_counted_twice() -> None:
    batch = read(sheet([["Initiative", "Owner", "Savings Plan 2025-01", "Savings Plan 2025-02", "Savings Plan 2025-03"],
                        ["Buying", None, 6.0, 8.0, None], ["   Steel", "Eva", 1.0, 2.0, None],
                        ["   Energy", "Tom", 5.0, 6.0, None],
                        ["Logistics", None, 7.0, None, 1.0], ["   Freight", "Eva", 7.0, None, 1.0]]))
    assert sums_of(batch) == {"recurring_benefit.plan": 2200}
    assert set(series_of(batch)) == {"Buying/Steel", "Buying/Energy", "Logistics/Freight"}
    assert any("C2:D2" in i.message for i in batch.issues)


# ---------------------------------------------------------------- the signals one by one, and where they disagree

TREE = ("Move", "Plan", "Think", "Write", "Do", "Carry")
FITS = {"Think": "Plan", "Write": "Plan", "Carry": "Do"}


def hung(batch) -> dict[str, str]:
    """activity -> the name of the measure it hangs under."""
    names = {i.key: i.fields["name"] for i in items(batch, "measure")}
    return {i.fields["name"]: names[i.parent] for i in items(batch, "activity")}


def with_column(head: str, values: tuple[object, ...]) -> list[list[object]]:
    rows = schedule(*TREE)
    return [[head, *rows[0]], *([v, *r] for v, r in zip(values, rows[1:], strict=True))]


@pytest.mark.parametrize(("head", "values"), [
    ("Level", (1, 2, 3, 3, 2, 3)),
    ("Ebene", ("Ebene 1", "Ebene 2", "Ebene 3", "Ebene 3", "Ebene 2", "Ebene 3")),
    ("LV", (0.0, 1.0, 2.0, 2.0, 1.0, 2.0)),
    ("WBS", ("1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1")),
    ("Gliederungsnummer", ("A-1", "A-1.1", "A-1.1.1", "A-1.1.2", "A-1.2", "A-1.2.1")),
])
def test_a_level_column_or_dotted_codes_say_who_hangs_under_whom(head, values) -> None:
    batch = read(sheet(with_column(head, values)))
    assert batch.shape == "tree" and hung(batch) == FITS and parents_fit(batch)
    assert loud(batch) == []


def test_the_outline_of_rows_says_it_with_the_summary_above_or_below() -> None:
    levels = dict(enumerate((0, 1, 2, 2, 1, 2), 1))
    assert hung(read(sheet(schedule(*TREE), outline=levels))) == FITS
    below = ("Think", "Write", "Plan", "Carry", "Do", "Move")
    batch = read(sheet(schedule(*below), outline=dict(enumerate((2, 2, 1, 2, 1, 0), 1))))
    assert hung(batch) == FITS


def test_a_parent_column_says_it_wherever_the_parent_stands() -> None:
    rows = schedule("Think", "Plan", "Move", "Write", "Do", "Carry")
    ids = (("T1", "P"), ("P", "M"), ("M", None), ("T2", "P"), ("D", "M"), ("T3", "D"))
    batch = read(sheet([["ID", "Parent ID", *rows[0]], *([*i, *r] for i, r in zip(ids, rows[1:], strict=True))]))
    assert batch.shape == "tree" and hung(batch) == FITS


def test_a_code_that_became_a_number_gets_its_lost_zero_back() -> None:
    names = ["Move", *(f"Part {n}" for n in range(1, 12)), "Deep"]
    codes = [1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 1.1, 1.11, "1.10.1"]
    rows = [["WBS", *HEAD], *([c, n, "5d", 0.5, D(2025, 1, 6), D(2025, 1, 10), None]
                              for c, n in zip(codes, names, strict=True))]
    batch = read(sheet(rows))
    assert hung(batch)["Deep"] == "Part 10"
    assert {i.fields["code"] for i in batch.items if i.fields.get("name") in ("Part 1", "Part 10")} == {"1.1", "1.10"}
    assert any("A12" in m and "1.10" in m for m in loud(batch, "note"))


def test_lists_and_days_are_no_codes() -> None:
    rows = with_column("Ref", ("0,1", "0,2", "0,3", "1,1", "1,2", "1,3"))
    assert read(sheet(rows)).shape == "flat list"
    days = with_column("Ref", ("01.02.2025", "02.02.2025", "03.02.2025", "04.02.2025", "05.02.2025", "06.02.2025"))
    assert read(sheet(days)).shape == "flat list"


def test_signals_that_agree_ask_nothing_and_those_that_do_not_name_the_first_rows() -> None:
    codes = ("1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1")
    agree = with_column("WBS", codes)
    levels = dict(enumerate((0, 1, 2, 2, 1, 2), 1))
    assert not [i for i in read(sheet(agree, outline=levels)).issues if "hierarchy" in i.answer]
    wrong = levels | {4: 1}                                # Write stands beside Plan by its outline
    batch = read(sheet(agree, outline=wrong))
    asked = [i for i in batch.issues if i.answer.startswith("hierarchy=")]
    assert [(i.severity, i.cell, i.answer) for i in asked] == [("question", "B5", "hierarchy=outline")]
    assert "1 of 6 rows" in asked[0].message and "“WBS”" in asked[0].message and "outline" in asked[0].message
    assert hung(batch) == FITS
    settled = read(sheet(agree, outline=wrong), answers={"hierarchy": "outline"})
    assert hung(settled) != FITS and not [i for i in settled.issues if "hierarchy" in i.answer]
    assert read(sheet(agree, outline=wrong), answers={"hierarchy": "none"}).shape == "flat list"


def test_bold_and_merged_headings_agree_with_a_deeper_tree_or_are_asked_about() -> None:
    rows = with_column("WBS", ("1", "1.1", "1.1.1", "2", "2.1", "2.1.1"))
    for at in (1, 4):
        rows[at][2:] = [None] * (len(rows[at]) - 2)
    fine = read(sheet(rows, bold={(1, 1), (4, 1)}, merged=[(1, 1, 1, 6), (4, 1, 4, 6)]))
    assert fine.shape == "tree" and not [i for i in fine.issues if "hierarchy" in i.answer]
    rows[5][0], rows[6][0] = "1.2", "1.2.1"                # the codes say 1, the bold heading 2
    assert {i.answer for i in read(sheet(rows, bold={(1, 1), (4, 1)})).issues} >= {"hierarchy=bold"}


def test_a_wrong_figure_of_a_summary_row_is_told_by_its_address_and_the_leaves_count() -> None:
    rows = [["WBS", "Initiative", "Owner", "Savings Plan 2025-01", "Savings Plan 2025-02", "Savings Plan 2025-03"],
            ["1", "Buying", None, 6.0, 9.0, 4.0], ["1.1", "Steel", "Eva", 1.0, 2.0, None],
            ["1.2", "Energy", "Tom", 5.0, 6.0, None]]
    batch = read(sheet(rows))
    assert sums_of(batch) == {"recurring_benefit.plan": 1400}
    told = loud(batch)
    assert len(told) == 2 and "E2" in told[0] + told[1] and "F2" in told[0] + told[1]
    assert Printed("Sheet1!E2", "Buying", 900, 800, 2, False) in batch.printed
    assert Printed("Sheet1!B2", "Buying", 600, 600, 2, True) in batch.printed


def test_the_level_of_the_topmost_rows_can_be_named() -> None:
    rows = sheet(schedule("Move", "   Plan", "      Think", "      Write", "   Do", "      Carry"))
    batch = read(rows, answers={"top": "program"})
    assert [i.fields["name"] for i in items(batch, "program")] == ["Move"] and parents_fit(batch)


def test_a_sum_without_a_word_for_it_in_the_middle_of_a_tree_moves_no_row_to_another_parent() -> None:
    rows: list[list[Value]] = [["Task", "Plan (EUR)", "Actual (EUR)"], ["One", None, None]]
    rows += [[f"  a{n}", 5.5 + n, 4.25 + n] for n in range(5)]
    rows += [["  All of it", sum(5.5 + n for n in range(5)), sum(4.25 + n for n in range(5))], ["Two", None, None],
             ["  c", 7.0, 1.0], ["  d", 8.0, 2.0]]
    batch = read(sheet(rows, bold={(7, 0)}))
    names = {i.key: i.fields["name"] for i in batch.items if "name" in i.fields}
    parents = {i.fields["name"]: names[i.parent] for i in batch.items if i.fields.get("name") in ("a0", "a4", "c", "d")}
    assert parents == {"a0": "One", "a4": "One", "c": "Two", "d": "Two"}
    assert sum(sums_of(batch).values()) == 100 * (37.5 + 15 + 31.25 + 3)


def linked(*predecessors: Value) -> Batch:
    rows: list[list[Value]] = [[1, "1", "Move", "60 days"], [2, "1.1", "Planning", "20 days"],
                               [3, "1.1.1", "Inventory", "10 days"], [4, "1.1.2", "Plan", "10 days"],
                               [5, "1.2", "Waves", "40 days"], [6, "1.2.1", "Wave 1", "20 days"],
                               [7, "1.2.2", "Wave 2", "20 days"]]
    days = [D(2026, 6, n) for n in range(1, 8)]
    found = sheet([["ID", "WBS", "Task Name", "Duration", "Start", "Finish", "Predecessors"],
                   *([*row, day, day, text] for row, day, text in zip(rows, days, predecessors, strict=True))])
    found.outline = dict(enumerate((0, 1, 2, 2, 1, 2, 2), 1))
    return read(found)


@pytest.mark.parametrize(("lag", "days", "unit"), [
    ("+10 days", 10, "working_days"), (" + 10 days", 10, "working_days"), ("+2 Wochen", 10, "working_days"),
    ("+1 w", 5, "working_days"), ("-3 Tage", -3, "working_days"), ("+1 mo", 20, "working_days"),
    ("+2d", 2, "working_days"), ("+3 edays", 3, "days"), ("+1 eWoche", 7, "days")])
def test_the_unit_of_a_lag_is_no_reference(lag: str, days: int, unit: str) -> None:
    batch = linked("", "", "", "3", "", "4", f"6FS{lag}")
    links = {i.key: i.fields for i in items(batch, "dependency")}
    assert set(links) == {"3>4", "4>6", "6>7"} and not loud(batch)
    assert (links["6>7"]["type"], links["6>7"]["lag"], links["6>7"]["lag_unit"]) == ("FS", days, unit)


def test_links_to_and_from_summaries_are_said_once_as_what_they_are() -> None:
    batch = linked("", "", "", "3", "2", "4", "6;2FS+1 Woche")
    assert {i.key for i in items(batch, "dependency")} == {"3>4", "4>6", "6>7"}
    assert [text.partition("!")[2] for text in loud(batch)] == [
        "G6 G6, G8: links to and from rows that are no activities, such as summaries, are not taken over."]
