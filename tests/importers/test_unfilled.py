"""A template nobody has filled in comes in with a word about it; brackets and choices of a filled file are none."""
from __future__ import annotations

import pytest

from importers.base import Sheet
from importers.meaning.sheets.unfilled import say_unfilled
from tests.importers.trackers import read, sheet

HEAD = ["ID", "Measure", "Owner", "Start", "Savings plan"]


def cells(*texts: str) -> Sheet:
    return Sheet("List", [[text] for text in texts])


def test_a_template_is_said_to_be_one_with_its_cells_and_comes_in_as_it_stands() -> None:
    batch = read(sheet([["Project: [Project name]"], HEAD, ["1", "[Task name]", "<<Owner>>", "2026-01-05", 10],
                        ["2", "[Task name]", "{{owner}}", "2026-02-05", 20]]))
    (said,) = [i for i in batch.issues if "template" in i.message]
    assert (said.severity, said.cell) == ("warning", "A1")
    assert "“[Project name]”, “[Task name]”, “<<Owner>>” and others in A1, B3:C4" in said.message
    assert len([i for i in batch.items if i.kind == "measure"]) == 2


@pytest.mark.parametrize("texts", [("<<Name of the project>>",), ("Lead: ${owner}",), ("[Name]", "[Date of start]")])
def test_one_gap_that_is_unmistakable_is_enough_and_of_brackets_two(texts: tuple[str, ...]) -> None:
    assert len(say_unfilled([cells(*texts)])) == 1


@pytest.mark.parametrize("texts", [
    ("[Name]",), ("< Select >", "< Select >", "<Please select>"), ("[ABC-12]", "[ABC-13]"), ("[x]", "[ ]", "[1]"),
    ("Task 1", "Task 2"), ("see [1] and [2] below", "net [of tax] effect"), ("a << b", "if x > 3")])
def test_choices_ticket_keys_boxes_and_asides_are_no_template(texts: tuple[str, ...]) -> None:
    assert say_unfilled([cells(*texts)]) == []
