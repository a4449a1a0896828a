"""The same money on two sheets: once row by row, once summed up; and lists of pieces at a price each."""
from __future__ import annotations

from importers.base import Sheet, Value
from tests.importers.grids import read, said, sheet, undated


def _works() -> Sheet:
    rows: list[list[Value]] = [["Work", "Lot", "Cost local", "Cost import"]]
    rows += [[f"Wall {n}", f"L{n % 3}", 100.0 + n, 60.5 + n] for n in range(1, 10)]
    return sheet("Works", *rows)


def test_a_column_that_adds_up_to_one_of_several_of_an_earlier_sheet_is_asked_about() -> None:
    recap = sheet("Recap", ["Lot", "Owner", "Cost"], ["Concrete", "Ann", 600.0], ["Glass", "Ben", 300.0],
                  ["Paint", "Cai", 45.0])
    asked = [i for i in read(_works(), recap).issues if "add up to the same" in i.message]
    assert [(i.sheet, i.cell, i.answer) for i in asked] == [("Recap", "C2", "sheet@Recap=ignore")]
    assert "column C of Works" in asked[0].message and asked[0].severity == "question"


def test_of_several_amounts_of_the_later_sheet_only_the_column_that_repeats_is_named() -> None:
    recap = sheet("Recap", ["Lot", "Owner", "Cost", "Cost of paint"], ["Concrete", "Ann", 600.0, 20.0],
                  ["Glass", "Ben", 300.0, 10.0], ["Paint", "Cai", 45.0, 8.0])
    batch = read(_works(), recap)
    asked = [i for i in batch.issues if "add up to the same" in i.message]
    assert [i.answer for i in asked] == ["column.C@Recap=custom"]
    again = read(_works(), recap, **{"column.C@Recap": "custom"})
    assert undated(batch) - undated(again) == 945_00 and not [i for i in again.issues if "add up to" in i.message]


def test_a_sheet_all_of_whose_columns_repeat_one_is_named_as_a_whole() -> None:
    recap = sheet("Recap", ["Lot", "Owner", "Cost local", "Cost import"], ["Concrete", "Ann", 600.0, 500.0],
                  ["Glass", "Ben", 300.0, 400.0], ["Paint", "Cai", 45.0, 45.0])
    asked = [i for i in read(_works(), recap).issues if "add up to the same" in i.message]
    assert [i.answer for i in asked] == ["sheet@Recap=ignore"]


def test_columns_that_differ_by_a_cent_or_hold_one_amount_are_not_asked_about() -> None:
    other = sheet("Other", ["Lot", "Owner", "Cost"], ["Concrete", "Ann", 600.0], ["Glass", "Ben", 300.0],
                  ["Paint", "Cai", 45.01])
    assert "add up to" not in said(read(_works(), other))
    assert "add up to" not in said(read(_works(), sheet("One", ["Lot", "Owner", "Cost"], ["Concrete", "Ann", 945.0])))
