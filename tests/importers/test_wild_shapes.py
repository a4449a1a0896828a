"""Shapes met in files nobody here had seen before, rebuilt small: what each taught the importer."""
from __future__ import annotations

from typing import Any

from app.core.batch import Batch, Item
from importers.base import Book, Sheet, Value, Wishes
from importers.read import understand


def sheet(name: str, *rows: list[Value], **marks: Any) -> Sheet:
    return Sheet(name, list(rows), **marks)


def read(*sheets: Sheet, **answers: str) -> Batch:
    return understand(Book("shape.xlsx", "xlsx", list(sheets)), Wishes(answers=answers), lambda done, text: None)


def of(batch: Batch, kind: str) -> list[Item]:
    return [i for i in batch.items if i.kind == kind and not i.fields.get("pass_through")]


def names(batch: Batch, kind: str = "measure") -> list[str]:
    return [i.fields["name"] for i in of(batch, kind)]


def fields(batch: Batch, at: int = 0) -> dict[str, str]:
    return {c.header: c.field for c in batch.sheets[at].columns}


def said(batch: Batch) -> str:
    return "\n".join(f"{i.severity} {i.sheet} {i.cell} {i.message}" for i in batch.issues)


def test_sheets_that_number_their_rows_each_for_itself_share_no_records() -> None:
    head: list[Value] = ["No.", "Task", "Owner", "Status"]
    one = sheet("Kitchen", head, [1, "Order the oven", "Ada", "Open"], [2, "Tile the wall", "Ben", "Done"])
    two = sheet("Garden", head, [1, "Cut the hedge", "Cai", "Open"], [2, "Lay the path", "Dee", "Open"])
    batch = read(one, two)
    assert names(batch) == ["Order the oven", "Tile the wall", "Cut the hedge", "Lay the path"]
    assert len({i.key for i in of(batch, "measure")}) == 4
    assert "called otherwise" in said(batch)


def test_sheets_that_call_a_numbered_row_alike_share_it() -> None:
    one = sheet("Plan", ["No.", "Task", "Owner"], [1, "Order the oven", "Ada"], [2, "Tile the wall", "Ben"])
    two = sheet("Status", ["No.", "Task", "Status"], [1, "Order oven", "Open"], [2, "Tile the wall", "Done"])
    batch = read(one, two)
    assert [(i.fields["name"], i.fields["status"]) for i in of(batch, "measure")] == [
        ("Order the oven", "Open"), ("Tile the wall", "Done")]


def test_links_of_a_renumbered_sheet_stay_within_it() -> None:
    head: list[Value] = ["ID", "Task", "Owner", "Predecessor"]
    one = sheet("A", head, [1, "Order the oven", "Ada", None], [2, "Tile the wall", "Ben", 1])
    two = sheet("B", head, [1, "Cut the hedge", "Cai", None], [2, "Lay the path", "Dee", 1])
    ends = [(i.fields["predecessor"].key, i.fields["successor"].key) for i in of(read(one, two), "dependency")]
    assert ends == [("1", "2"), ("B/1", "B/2")]
