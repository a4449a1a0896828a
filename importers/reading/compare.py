"""Lays what two readers found side by side, cell by cell; every difference is said with its address.

Must not know: how either of them reads.
"""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import islice

from app.core.batch import READERS_DIFFER, Issue
from importers.base import Sheet, Value, Where, address

MAX_SAID = 100               # differences named one by one per sheet; the rest are counted


@dataclass(slots=True)
class Difference:
    """One cell two readers see differently; `values` holds each reader's."""

    row: int
    column: int
    ours: Value
    theirs: Value


@dataclass(slots=True)
class Comparison:
    """All differences of a sheet, the first ones in full."""

    first: list[Difference] = field(default_factory=list)
    count: int = 0
    blanks: int = 0              # texts that differ in blanks at their ends only; not in `count`


def compare(sheet: Sheet, theirs: list[list[Value]]) -> Comparison:
    """Differences between our rows and another reader's, where an empty cell may be '' and rows be padded."""
    found = Comparison()
    for row, (mine, other) in enumerate(zip(sheet.rows, theirs, strict=False)):
        if mine != other and not _alike(mine, other):
            _cells(row, mine, other, found)
    for row in range(len(theirs), len(sheet.rows)):
        _cells(row, sheet.rows[row], [], found)
    for row in range(len(sheet.rows), len(theirs)):
        _cells(row, [], theirs[row], found)
    return found


def _alike(mine: list[Value], other: list[Value]) -> bool:
    """Whether two rows differ in nothing but '' for empty cells and empty cells at the end."""
    width = len(mine)
    if len(other) < width or any(value not in ("", None) for value in islice(other, width, None)):
        return False
    bare = other[:width]
    for column in [c for c, value in enumerate(mine) if value is None]:
        if bare[column] == "":
            bare[column] = None
    return mine == bare


def same(one: Value, other: Value) -> bool:
    """Whether two readers mean the same: midnight is that day, and True is not 1."""
    if isinstance(one, dt.datetime) != isinstance(other, dt.datetime):
        one, other = _day(one), _day(other)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _day(value: Value) -> Value:
    return value.date() if isinstance(value, dt.datetime) and value.time() == dt.time() else value


def _cells(row: int, mine: list[Value], other: list[Value], found: Comparison) -> None:
    for column in range(max(len(mine), len(other))):
        ours = mine[column] if column < len(mine) else None
        theirs = other[column] if column < len(other) else None
        if theirs == "":
            theirs = None
        if same(ours, theirs):
            continue
        if isinstance(ours, str) and isinstance(theirs, str) and ours.strip() == theirs.strip():
            found.blanks += 1
            continue
        found.count += 1
        if len(found.first) < MAX_SAID:
            found.first.append(Difference(row, column, ours, theirs))


def settle(sheet: Sheet, found: Comparison, third: dict[Where, Value]) -> list[Issue]:
    """Say every difference; where the third reader sides with calamine its value is taken, else ours stays."""
    said: list[Issue] = []
    for one in found.first:
        where = (one.row, one.column)
        verdict = "ours is used"
        if where in third and not same(third[where], one.ours):
            verdict = f"openpyxl found {_shown(third[where])}; ours is used"
            if same(third[where], one.theirs):
                verdict = "openpyxl agrees with calamine; theirs is used"
                _put(sheet, one.row, one.column, None if one.theirs == "" else one.theirs)
        elif where in third:
            verdict = "openpyxl agrees with ours, which is used"
        said.append(Issue("warning", sheet.name, address(one.row, one.column),
                          f"{READERS_DIFFER}: our own scan found {_shown(one.ours)}, calamine {_shown(one.theirs)};"
                          f" {verdict}."))
    if found.count > len(said):
        said.append(Issue("warning", sheet.name, "", f"{READERS_DIFFER} in {found.count - len(said):,} more cells of"
                          " this sheet; ours is used. Save the file anew in Excel and compare the sums."))
    if found.blanks:
        said.append(Issue("note", sheet.name, "", f"{found.blanks:,} texts begin or end with blanks that the second"
                          " reader drops; they are kept as the file has them."))
    return said


def _put(sheet: Sheet, row: int, column: int, value: Value) -> None:
    while len(sheet.rows) <= row:
        sheet.rows.append([])
    cells = sheet.rows[row]
    cells += [None] * (column + 1 - len(cells))
    cells[column] = value


def _shown(value: Value) -> str:
    if value is None:
        return "nothing"
    text = repr(value) if isinstance(value, str | int | float) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."
