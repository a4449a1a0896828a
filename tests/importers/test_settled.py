"""What a person settles about columns, rows, header and unit is what is read; a bad answer says what to choose."""
from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.core.batch import Batch
from app.errors import Problem
from importers.base import Sheet
from importers.meaning.settled import KEYS
from tests.importers.trackers import items, loud, read, series_of, sheet, sums_of

ROWS = [["Savings tracker 2026"],
        ["ID", "Measure", "Lead", "Checked by", "Saving p.a. (kEUR)", "Effort"],
        ["A-1", "Steel", "Anna Berg", "Li Wei", 100, 7],
        ["A-2", "Freight", "Jan Kok", "Li Wei", 50, 3],
        ["A-3", "Scrap", "Anna Berg", "Jan Kok", 10, 1]]


def tracker() -> Sheet:
    return sheet(ROWS)


def fields(batch: Batch) -> dict[str, str]:
    return {c.column: c.field for c in batch.sheets[0].columns}


def kinds(batch: Batch) -> dict[int, str]:
    return dict(batch.sheets[0].row_kinds)


@pytest.mark.parametrize("name", ["Checked by", "checked BY", "D", "d", "Checked by@Sheet1"])
def test_a_column_becomes_what_the_person_says_by_header_or_letter(name: str) -> None:
    batch = read(tracker(), answers={f"column.{name}": "sponsor"})
    assert fields(batch)["D"] == "sponsor"
    assert next(c.confidence for c in batch.sheets[0].columns if c.column == "D") == 1.0
    assert [i.fields["sponsor"].key for i in items(batch, "measure")] == [
        i.fields["sponsor"].key for i in items(read(sheet([ROWS[0], [*ROWS[1][:3], "Sponsor", *ROWS[1][4:]],
                                                           *ROWS[2:]])), "measure")]


def test_a_field_said_of_one_column_is_taken_from_the_one_that_had_it() -> None:
    assert fields(read(tracker()))["B"] == "name"
    batch = read(tracker(), answers={"column.C": "name"})
    assert fields(batch)["C"] == "name" and fields(batch)["B"] != "name"
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Anna Berg", "Jan Kok", "Anna Berg"]


def test_an_ignored_column_gives_nothing() -> None:
    batch = read(tracker(), answers={"column.E": "ignore"})
    assert fields(batch)["E"] == "" and not items(batch, "effect_line")
    assert "Saving p.a. (kEUR)" not in {k for i in items(batch, "measure") for k in i.custom}


def test_a_column_said_to_be_amounts_keeps_that_type_and_series() -> None:
    batch = read(tracker(), answers={"column.Effort": "one_time_cost.forecast", "currency": "EUR"})
    assert sums_of(batch)["one_time_cost.forecast"] == 1100 and fields(batch)["F"] == "one_time_cost.forecast"
    assert not [i for i in batch.issues if i.answer.startswith(("effect_type", "series"))]


def test_month_columns_said_to_be_another_series_keep_their_months() -> None:
    rows = [["ID", "Measure", "Jan 2026", "Feb 2026", "Mar 2026"], ["A", "Steel", 1, 2, 3], ["B", "Freight", 4, 5, 6]]
    answers = {"column.D": "recurring_cost.actual"}
    found = series_of(read(sheet(rows), answers=answers, currency="EUR"))
    assert found["A"]["recurring_cost.actual"] == {"2026-02": 200}
    assert "2026-02" not in found["A"]["recurring_benefit.plan"]


@pytest.mark.parametrize("name", ["4", "Freight", "a-2", "Freight@Sheet1"])
def test_a_row_becomes_what_the_person_says_by_number_or_label(name: str) -> None:
    batch = read(tracker(), answers={f"row.{name}": "ignore"})
    assert kinds(batch)[4] == "ignored" and [i.fields["name"] for i in items(batch, "measure")] == ["Steel", "Scrap"]
    assert loud(batch) == []


def test_a_row_without_name_and_id_that_is_ignored_is_no_error() -> None:
    rows = [*ROWS, [None, None, None, None, 3, 4]]
    assert loud(read(sheet(rows)), "error") and not loud(read(sheet(rows), answers={"row.6": "ignore"}), "error")


def test_a_row_said_to_be_a_total_is_checked_not_added() -> None:
    rows = [*ROWS, ["A-9", "All of it", None, None, 160, 11]]
    answers = {"row.6": "total"}
    assert sums_of(read(sheet(rows)))["recurring_benefit.plan"] == 32_000_000
    batch = read(sheet(rows), answers=answers)
    assert sums_of(batch)["recurring_benefit.plan"] == 16_000_000
    assert [(t.printed, t.summed) for t in batch.printed] == [(16_000_000, 16_000_000)]


def test_a_row_said_to_be_data_is_no_total_whatever_its_words() -> None:
    rows = [*ROWS, [None, "Total cost of ownership review", None, None, 160, None]]
    assert kinds(read(sheet(rows)))[6] == "total"
    batch = read(sheet(rows), answers={"row.Total cost of ownership review": "data"})
    assert kinds(batch)[6] == "data" and len(items(batch, "measure")) == 4
    assert sums_of(batch)["recurring_benefit.plan"] == 32_000_000


def test_a_row_said_to_be_a_group_holds_the_rows_below() -> None:
    rows = [*ROWS[:2], ["Plant North", None, None, None, None, None], *ROWS[2:]]
    batch = read(sheet(rows), answers={"row.3": "group"})
    assert kinds(batch)[3] == "group" and "Plant North" in {
        str(i.fields.get("name")) for i in batch.items if i.kind != "measure"}


def test_a_row_that_is_not_there_changes_nothing_and_says_so() -> None:
    batch = read(tracker(), answers={"row.Grand sum": "ignore"})
    assert len(items(batch, "measure")) == 3
    assert any("Grand sum" in text for text in loud(batch, "note"))


def test_the_header_stands_where_the_person_says() -> None:
    rows = [["Ref", "What", "Who"], ["ID", "Measure", "Owner"], ["x", "kg", "y"], ["A-1", "Steel", "Anna"]]
    batch = read(sheet(rows), answers={"header": "2-3"})
    assert batch.sheets[0].header_row == 3 and [i.fields["name"] for i in items(batch, "measure")] == ["Steel"]


def test_currency_and_size_are_what_the_person_says_over_all_headers() -> None:
    batch = read(tracker(), answers={"currency": "CHF", "scale": "1"})
    assert batch.currency == "CHF" and sums_of(batch)["recurring_benefit.plan"] == 16_000
    assert sums_of(read(tracker(), answers={"scale": "m"}))["recurring_benefit.plan"] == 16_000_000_000


@pytest.mark.parametrize(("key", "value", "told"), [
    ("column.Lead", "boss", "owner"), ("column.Nobody", "owner", "D Checked by"), ("column.Z", "owner", "B Measure"),
    ("row.4", "gone", "data, group, total, ignore"), ("row.99", "ignore", "3 to 5"), ("row.1", "data", "3 to 5"),
    ("scale", "kilo", "1, k, m, bn"), ("currency", "Taler", "EUR"), ("header", "five", "4-5"),
    ("header", "70", "1 to 5"), ("header", "5-4", "4-5"), ("sheet", "yes", "ignore")])
def test_a_bad_answer_is_named_with_what_there_is_to_choose(key: str, value: str, told: str) -> None:
    with pytest.raises(Problem) as wrong:
        read(tracker(), answers={key: value})
    assert f"{key}={value}" in wrong.value.what and told in wrong.value.hint


def test_an_answer_for_two_columns_of_one_header_asks_for_the_letter() -> None:
    rows = [["ID", "Measure", "Note", "Note"], ["A", "Steel", "x", "y"], ["B", "Freight", "z", "w"]]
    with pytest.raises(Problem, match="C, D"):
        read(sheet(rows), answers={"column.Note": "owner"})
    with pytest.raises(Problem, match="both C and D"):
        read(sheet(rows), answers={"column.C": "owner", "column.D": "owner"})


def test_an_answer_holds_for_the_sheet_it_names_and_else_for_every_sheet_that_has_the_column() -> None:
    north, south = sheet(ROWS, "North"), sheet([ROWS[1], ["B-1", "Paint", "Jo Ott", "Li Wei", 5, 2],
                                                ["B-2", "Glue", "Jo Ott", "Li Wei", 6, 2]], "South")
    both = read(north, south, answers={"column.Checked by": "sponsor"})
    one = read(north, south, answers={"column.Checked by@South": "sponsor"})
    assert [[c.field for c in s.columns if c.column == "D"] for s in both.sheets] == [["sponsor"], ["sponsor"]]
    found = [[c.field for c in s.columns if c.column == "D"] for s in one.sheets]
    assert found[1] == ["sponsor"] and found[0] != ["sponsor"]


def test_an_ignored_sheet_is_named_and_not_read() -> None:
    north, south = sheet(ROWS, "North"), sheet([ROWS[1], ["B-1", "Paint", "Jo Ott", "Li Wei", 5, 2],
                                                ["B-2", "Glue", "Jo Ott", "Li Wei", 6, 2]], "South")
    batch = read(north, south, answers={"sheet@South": "ignore"})
    assert [(s.name, s.role) for s in batch.sheets] == [("North", "data"), ("South", "ignored")]
    assert len(items(batch, "measure")) == 3 and "You left this sheet out." in batch.sheets[1].why


@pytest.mark.parametrize(("key", "value", "told"), [
    ("efect_type", "one_time_cost", "There is no question “efect_type”.*effect_type"),
    ("leaf", "twig", "measure, activity"),
    ("effect_type", "cost", "one_time_cost"), ("percent", "half", "fraction"), ("year", "26", "2026"),
    ("fiscal_start", "13", "12"), ("date_order", "ymd", "dmy, mdy"), ("spread@Sheet1", "thin", "undated")])
def test_an_answer_to_no_question_or_of_no_meaning_names_what_there_is(key: str, value: str, told: str) -> None:
    with pytest.raises(Problem, match=told):
        read(tracker(), answers={key: value})


def test_every_question_the_importers_ask_can_be_answered() -> None:
    """An answer that an import proposes itself must not be refused as unknown."""
    folder = Path(__file__).resolve().parents[2] / "importers"
    code = "".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    asked = set(re.findall(r"""answer\("([a-z_]+)"|answers\.get\("([a-z_]+)"|"([a-z_]+)=[a-z0-9_]+"\)""", code))
    keys = {key for found in asked for key in found if key}
    assert {"leaf", "effect_type", "per"} <= keys and keys <= set(KEYS), keys - set(KEYS)
