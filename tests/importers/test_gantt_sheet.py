"""Gantt sheets: days, weeks or months drawn beside a list of tasks; never money, dates only where no cell says them."""
from __future__ import annotations

import datetime as dt

from importers.base import Sheet, Value
from importers.meaning.days.drawn import drawn
from tests.importers.trackers import items, loud, read, sheet

D = dt.date


def painted(found: Sheet, row: int, first: int, last: int, fill: str = "4472C4") -> None:
    for column in range(first, last + 1):
        found.fills[row, column] = fill


def days(*rows: list[Value], heads: list[Value]) -> Sheet:
    """A list with four weeks of single days behind it, from Monday the 2nd of March 2026 on."""
    calendar: list[Value] = [D(2026, 3, 2) + dt.timedelta(days=n) for n in range(28)]
    return sheet([[*heads, *calendar], *rows], "Plan")


def test_dates_come_from_the_cells_and_day_columns_are_no_money() -> None:
    found = days(["Build", "Ann", D(2026, 3, 3), D(2026, 3, 5)], ["Test", "Bob", D(2026, 3, 6), D(2026, 3, 9)],
                 heads=["Task", "Owner", "Start", "End"])
    painted(found, 1, 5, 7)
    batch = read(found)
    assert [(i.fields["name"], i.fields["start"], i.fields["finish"]) for i in items(batch, "activity")] == [
        ("Build", "2026-03-03", "2026-03-05"), ("Test", "2026-03-06", "2026-03-09")]
    assert not items(batch, "effect_line") and not loud(batch, "error") and not loud(batch, "warning")
    assert batch.sheets[0].layout == "gantt sheet" and "hold no money" in batch.sheets[0].why


def test_without_date_columns_the_bars_say_the_dates_and_weekends_painted_for_all_are_ground() -> None:
    found = days(["Build", "Ann"], ["Test", "Bob"], ["Ship", "Cem"], heads=["Task", "Owner"])
    for row in (1, 2, 3):
        for column in (7, 8, 14, 15):                       # Saturday and Sunday, grey in every row
            found.fills[row, column] = "D9D9D9"
    painted(found, 1, 3, 5)
    painted(found, 2, 6, 6)
    painted(found, 2, 9, 10)                                # over a weekend: one bar
    painted(found, 3, 16, 20, "FF0000")
    batch = read(found)
    assert [(i.fields["start"], i.fields["finish"]) for i in items(batch, "activity")] == [
        ("2026-03-03", "2026-03-05"), ("2026-03-06", "2026-03-10"), ("2026-03-16", "2026-03-20")]
    assert any("read from the drawn bars" in i.message for i in batch.issues)
    assert not any("gaps" in i.message for i in batch.issues)


def test_a_heading_painted_from_its_name_to_the_last_day_draws_no_bar() -> None:
    found = days(["Phase A", None], ["Build", "Ann"], ["Test", "Bob"], ["Ship", "Cem"], heads=["Task", "Owner"])
    painted(found, 1, 0, 29, "D8D8D8")
    painted(found, 2, 3, 5)
    painted(found, 3, 6, 6)
    painted(found, 4, 2, 29)                                # from the first day to the last, yet not its name
    batch = read(found)
    ends = {i.fields["name"]: (i.fields.get("start"), i.fields.get("finish")) for i in batch.items
            if i.fields.get("name") in ("Phase A", "Build", "Ship")}
    assert ends == {"Phase A": (None, None), "Build": ("2026-03-03", "2026-03-05"),
                    "Ship": ("2026-03-02", "2026-03-29")}


def test_marks_count_as_bars_and_a_gap_in_one_is_said() -> None:
    marks: list[Value] = [None] * 28
    for n in (0, 1, 2, 9):
        marks[n] = "x"
    batch = read(days(["Build", *marks], ["Test", *[None] * 20, "x"], heads=["Task"]))
    assert [(i.fields["start"], i.fields["finish"]) for i in items(batch, "activity")] == [
        ("2026-03-02", "2026-03-11"), ("2026-03-22", "2026-03-22")]
    assert [i.cell for i in batch.issues if "gaps" in i.message] == ["B2"]


def test_calendar_weeks_under_a_year_and_german_heads() -> None:
    weeks: list[Value] = [f"KW {n}" for n in range(10, 24)]
    found = sheet([["Projektplan", None, 2026], ["Vorgang", "Zuständig", *weeks], ["Entwurf", "Ann"],
                   ["Abnahme", "Bob"]], "Terminplan")
    painted(found, 2, 2, 4)
    painted(found, 3, 5, 5)
    assert [(i.fields["name"], i.fields["start"], i.fields["finish"]) for i in items(read(found), "activity")] == [
        ("Entwurf", "2026-03-02", "2026-03-22"), ("Abnahme", "2026-03-23", "2026-03-29")]


def test_numbers_of_days_under_the_names_of_months() -> None:
    row: list[Value] = [*range(25, 32), *range(1, 8)]
    found = sheet([[None, None, "March 2026", *[None] * 6, "April 2026"], ["Task", "Owner", *row], ["Build", "Ann"],
                   ["Test", "Bob"]], "Plan")
    painted(found, 2, 2, 3)
    painted(found, 3, 8, 9)
    assert [(i.fields["start"], i.fields["finish"]) for i in items(read(found), "activity")] == [
        ("2026-03-25", "2026-03-26"), ("2026-03-31", "2026-04-01")]


def test_a_status_makes_measures_of_the_rows_and_an_answer_makes_them_activities_again() -> None:
    found = days(["Build", "On track", D(2026, 3, 3), D(2026, 3, 5)], ["Test", "Late", D(2026, 3, 6), D(2026, 3, 9)],
                 heads=["Task", "Status", "Start", "End"])
    assert len(items(read(found), "measure")) == 2
    assert any(i.answer == "leaf=activity" for i in read(found).issues)
    assert len(items(read(found, leaf="activity"), "activity")) == 2


def test_a_bar_in_a_tree_of_tasks_keeps_its_tree() -> None:
    found = days(["Phase one"], ["  Build"], ["  Test"], ["Phase two"], ["  Ship"], heads=["Task"])
    painted(found, 2, 1, 3)
    painted(found, 3, 4, 5)
    painted(found, 5, 8, 9)
    batch = read(found)
    assert [i.fields["name"] for i in items(batch, "activity")] == ["Build", "Test", "Ship"]
    assert {i.fields["name"] for i in items(batch, "measure")} == {"Phase one", "Phase two"}
    assert [i.fields["finish"] for i in items(batch, "activity")] == ["2026-03-04", "2026-03-06", "2026-03-10"]


def test_a_light_that_is_only_a_colour_leaves_the_tasks_of_a_drawn_tree_activities_and_is_kept() -> None:
    found = days(["1", "Phase one"], ["1.1", "Build", None, D(2026, 3, 3), D(2026, 3, 5)],
                 ["1.2", "Test", None, D(2026, 3, 6), D(2026, 3, 9)], ["2", "Phase two"],
                 ["2.1", "Ship", None, D(2026, 3, 10), D(2026, 3, 10)], [], ["Legend", "blue = at work"],
                 heads=["No.", "Task", "RAG", "Start", "End"])
    painted(found, 2, 6, 8)
    found.fills |= {(2, 2): "00B050", (3, 2): "FF0000"}
    batch = read(found)
    assert [(i.fields["name"], i.custom.get("RAG")) for i in items(batch, "activity")] == [
        ("Build", ("text", "green")), ("Test", ("text", "red")), ("Ship", None)]
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Phase one", "Phase two"]
    assert [i.answer for i in batch.issues if i.severity == "question"] == ["leaf=measure"]
    words = days(["1", "Phase one"], ["1.1", "Build", "red"], ["1.2", "Test", "green"], heads=["No.", "Task", "RAG"])
    assert len(items(read(words), "measure")) == 2


def test_a_row_that_tells_where_to_insert_rows_is_no_task() -> None:
    found = days(["Build", "Ann"], ["Insert a new row of seats", "Bob"], ["Insert new rows ABOVE this one"],
                 heads=["Task", "Owner"])
    batch = read(found, leaf="activity")
    assert [i.fields["name"] for i in items(batch, "activity")] == ["Build", "Insert a new row of seats"]
    assert batch.sheets[0].row_kinds[4] == "footnote"


def test_months_with_figures_are_a_month_matrix_and_no_drawing() -> None:
    months: list[Value] = [D(2026, n, 1) for n in range(1, 13)]
    batch = read(sheet([["Measure", *months], ["Save", *[float(n) for n in range(12)]],
                        ["Sell", *[5.0] * 12]], "Effects"))
    assert batch.sheets[0].layout != "gantt sheet" and items(batch, "effect_line")


def test_weeks_drawn_to_the_last_day_there_is_end_with_it() -> None:
    heads: list[Value] = ["Task", "Owner", *(D(9999, 10, 15) + dt.timedelta(days=7 * n) for n in range(12))]
    rows: list[list[Value]] = [[f"Do {n}", "Ann", *("x" if c == n else None for c in range(12))] for n in range(6)]
    calendar = drawn(sheet([heads, *rows], "Plan"))
    assert calendar is not None and max(last for _, last in calendar.spans.values()) == D(9999, 12, 31)


def test_weeks_numbered_below_their_days_are_a_calendar_though_nothing_is_drawn_in_them() -> None:
    weeks: list[Value] = [D(2026, 3, 2) + dt.timedelta(days=7 * n) for n in range(12)]
    batch = read(sheet([["Activity", "Plan start", "Plan duration", "Percent complete", *weeks],
                        [None, None, None, None, *range(1, 13)],
                        ["Draft", 1, 2, 1.0], ["Print", 3, 1, 0.5], ["Ship", 4, 2, 0.0]], "Plan"))
    assert batch.sheets[0].layout == "gantt sheet" and not items(batch, "effect_line")
    assert [(i.fields["name"], i.fields["percent"]) for i in items(batch, "activity")] == [
        ("Draft", 10000), ("Print", 5000), ("Ship", 0)]
    assert not loud(batch)


def test_a_row_far_below_the_days_that_looks_like_headings_begins_no_list() -> None:
    rows: list[list[Value]] = [[name, D(2026, 3, n), D(2026, 3, n + 1), who] for n, (name, who) in enumerate(
        (("Survey", "Eva"), ("Draft", "Tom"), ("Review", "Eva"), ("Print", "Tom")), 2)]
    rows.append(["Activity Start End", "Task owner", "Start", "Owner Name"])
    rows += [["Pack", None, None, "all"], ["Ship", None, None, "all"]]
    batch = read(days(*rows, heads=[None, None, None, None]))
    assert [i.fields["name"] for i in items(batch, "activity")][:4] == ["Survey", "Draft", "Review", "Print"]
    assert not any("above the header" in i.message for i in batch.issues)


def test_headings_of_a_drawn_plan_stay_headings_whatever_is_drawn_beside_them_and_words_beside_one_are_said() -> None:
    found = days(["WP 0: Start", "all"], ["Kick-off", "Eva"], ["Team", "Tom"], ["WP 1: Build"], ["Frame", "Eva"],
                 ["Roof", "Tom"], ["WP 2: Show", None], ["Poster", "Eva"], ["Talk", "Tom"], heads=["Task", "Who"])
    for row, first in ((2, 3), (3, 5), (5, 8), (6, 10), (7, 12), (8, 14), (9, 16)):
        painted(found, row, first, first + 1)                # a bar beside the heading of row 7 too
    for row in (1, 4, 7):
        found.bold.add((row, 0))
    batch = read(found)
    assert [i.fields["name"] for i in items(batch, "measure")] == ["WP 0: Start", "WP 1: Build", "WP 2: Show"]
    assert {i.fields["name"]: i.parent for i in items(batch, "activity")}["Poster"] == "WP 2: Show"
    assert [(i.cell, i.severity) for i in batch.issues if "beside a heading" in i.message] == [("B2", "note")]
