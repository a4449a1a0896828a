"""Forms whose answers stand below their questions or go on for several lines, and the block in which people sign."""
from __future__ import annotations

import datetime as dt

from importers.base import Value
from importers.layouts.forms.answers import answers
from importers.meaning.sheets.forms import question_of
from tests.importers.trackers import items, loud, read, sheet

D = dt.date
CHARTER: list[list[Value]] = [
    ["PROJECT CHARTER"], [],
    ["Project name: (1)", None, "Location: (2)"], ["Fewer burnt loaves", None, "Bonn"], [],
    ["Project leader: (3)", None, "Champion: (4)"], ["Ann Lee", None, "Eva Horn"], [],
    ["Problem statement: (5)"], ["Every tenth loaf is burnt."], [],
    ["Project start: (6)", D(2026, 1, 5)],
    ["Team members: (7)"], ["Tom Ray"], ["Ida Fox"], [],
    ["Process owner: (8)", None, "Completion dates: (9)"]]


def test_answers_below_their_questions_are_read_like_those_beside_them() -> None:
    batch = read(sheet([*CHARTER, [], ["1) Enter the name."], ["2) Who asks for it?"], ["3) Who leads the team."]]))
    measure, = items(batch, "measure")
    assert measure.fields["name"] == "Fewer burnt loaves" and measure.fields["start"] == "2026-01-05"
    assert (measure.fields["owner"].key, measure.fields["sponsor"].key) == ("Ann Lee", "Eva Horn")
    said = {name: value for name, (_, value) in measure.custom.items()}
    assert said["Problem statement"] == "Every tenth loaf is burnt." and said["Team members"] == "Tom Ray\nIda Fox"
    assert not any("Who asks" in name for name in said) and not loud(batch)


def test_an_aside_behind_the_colon_is_no_part_of_a_question_unless_it_says_of_what() -> None:
    assert [question_of(t) for t in ("Start date:\n(dd mmm yyyy)", "Leader: (3)", "Budget: (EUR k)", "Why? ")] == [
        "Start date", "Leader", "Budget (EUR k)", "Why"]


def test_a_name_in_a_block_of_signatures_answers_what_it_signs_as() -> None:
    batch = read(sheet([["Project name:", "Rye oven", "Date of form:\n(dd mmm yyyy)", D(2026, 1, 2)],
                        ["Programme:", "Bakery"],
                        ["Signed off", "Name", "Function", "Date", "Signature"],
                        ["Approval:", "Eva Horn", "Project sponsor:", D(2026, 1, 9), "E. Horn"],
                        ["Author:", "Ann Lee", "Project manager:", D(2026, 1, 9), "A. Lee"], [],
                        ["Start date:\n(dd mmm yyyy)", D(2026, 2, 1), "End date:\n(dd mmm yyyy)", D(2026, 5, 1)], [],
                        ["Objectives:", "To bake rye bread without burning any of it, which"],
                        [None, "takes a second oven."]]))
    measure, = items(batch, "measure")
    assert (measure.fields["sponsor"].key, measure.fields["owner"].key) == ("Eva Horn", "Ann Lee")
    assert (measure.fields["start"], measure.fields["finish"]) == ("2026-02-01", "2026-05-01")
    assert measure.fields["description"].endswith("which\ntakes a second oven.")
    assert [text.partition(": ")[0] for text in loud(batch)] == ["warning Sheet1!D4 D4:D5"]


def test_a_title_or_a_short_word_below_an_answer_does_not_lengthen_it() -> None:
    rows: list[list[Value]] = [["Owner:", "Ann Lee"], [None, "Second part"], ["Aim:", "To bake rye bread that nobody "
                               "has to throw away"], [None, "Costs and benefits"]]
    book = sheet(rows)
    book.bold = {(3, 1)}
    assert [one.value for one in answers(book)] == ["Ann Lee", rows[2][1]]


def test_the_owner_of_something_else_is_not_the_one_of_the_project() -> None:
    rows: list[list[Value]] = [["Project name:", "Rye oven"], ["Start date:", D(2026, 2, 1)], ["Location:", "Bonn"],
                               ["Process owner:", "Tom Ray"]]
    measure, = items(read(sheet(rows)), "measure")
    assert "owner" not in measure.fields and measure.custom
    assert {name: value for name, (_, value) in measure.custom.items()} == {"Process owner": "Tom Ray"}
