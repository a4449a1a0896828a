"""Answers that stand below their questions: "Project name: | Location:" and in the next row what they are.

Must not know: what is asked.
"""
from __future__ import annotations

import re

from importers.base import Sheet, Value
from importers.meaning.headers import cells_of
from importers.meaning.sheets.forms import LOOK, is_question

_LEAST = 4                            # questions answered so, in a form of that kind
_ITEM = re.compile(r"\d{1,2}[.)]\s")
_PROSE = 40                           # a longer text goes on in the lines below it


def asks_above(sheet: Sheet) -> bool:
    """Are several questions of a sheet answered right below them?"""
    return len(sheet.rows) <= LOOK and sum(bool(below(sheet, row)) for row in range(len(sheet.rows))) >= _LEAST


def below(sheet: Sheet, row: int) -> dict[int, list[int]]:
    """The column of each question in a row that holds nothing else -> the rows of its answer, which follow without a
    gap and use no other columns."""
    asked = cells_of(sheet, row)
    if not asked or not all(isinstance(v, str) and is_question(v) for _, v in asked):
        return {}
    found: dict[int, list[int]] = {c: [] for c, _ in asked}
    for at in range(row + 1, len(sheet.rows)):
        cells = cells_of(sheet, at)
        if not cells or any(c not in found or _asks(v) for c, v in cells) or (at > row + 1 and not _goes_on(sheet, at)):
            break
        for c, _ in cells:
            found[c].append(at)
    listed = any(_is_item(v) and any(_is_item(sheet.at(r, c)) for r in found[c]) for c, v in asked)
    return found if any(found.values()) and not listed else {}         # notes to be read: one below the other


def _is_item(value: Value) -> bool:
    return isinstance(value, str) and _ITEM.match(value.strip()) is not None


def goes_on(sheet: Sheet, row: int, column: int) -> list[int]:
    """The rows right below an answer of more than a few words that hold nothing but its next lines."""
    value, found = sheet.at(row, column), list[int]()
    if not isinstance(value, str) or len(value) <= _PROSE:
        return found
    for at in range(row + 1, len(sheet.rows)):
        cells = cells_of(sheet, at)
        if len(cells) != 1 or cells[0][0] != column or _asks(cells[0][1]) or not _goes_on(sheet, at):
            break
        found.append(at)
    return found


def _asks(value: Value) -> bool:
    return isinstance(value, str) and is_question(value)


def _goes_on(sheet: Sheet, row: int) -> bool:
    """A further line of a text: texts, and none of them set like a title."""
    return all(isinstance(v, str) and (row, c) not in sheet.bold for c, v in cells_of(sheet, row))
