"""Amounts of a whole measure that stand in each of its rows by month: a budget at completion beside the month's spend.

Must not know: how lines are built. What a heading says to be of the whole counts once; what merely stands the same in
every row may as well be paid every month, and is asked.
"""
from __future__ import annotations

from collections.abc import Sequence

from importers.base import letter
from importers.meaning.table import Table
from importers.meaning.value.figures import Money
from importers.meaning.value.periods import Period
from importers.meaning.words import fold, spaced, vocabulary

_ROWS = 3                                 # fewer rows of a measure that are alike prove nothing


def whole_rows(table: Table, money: Money, measures: Sequence[int],
               periods: Sequence[Period | None]) -> dict[int, set[int]]:
    """Column -> the data rows of it that count, for columns of amounts of the whole: the latest row of each measure."""
    found: dict[int, set[int]] = {}
    for f in money.columns:
        words = f" {fold(spaced(f.guess.header))} "
        values = [int(f.amounts.minor[row]) if f.amounts.present[row] else None for row in table.data]
        if any(f" {w} " in words for w in vocabulary().lists["of_the_whole"]):
            last: dict[int, int] = {}
            for i, (value, measure) in enumerate(zip(values, measures, strict=True)):
                if value is not None and (measure not in last or _later(periods[i], periods[last[measure]])):
                    last[measure] = i
            if len(last) < sum(v is not None for v in values):
                found[f.guess.index] = set(last.values())
                table.notes.cells("warning", [(table.head.last, f.guess.index)], f"{{where}} ({f.guess.header}): an "
                                  "amount of the whole measure in each of its rows; the one of its latest row counts, "
                                  "without a month.")
        elif _stands_still(values, measures):
            table.notes.add("question", "", f"“{f.guess.header}” (column {letter(f.guess.index)}) is the same in every "
                            "row of a measure; added up as an amount of each month.",
                            f"column.{letter(f.guess.index)}=custom")
    return found


def _later(one: Period | None, other: Period | None) -> bool:
    return other is None or (one is not None and one.first >= other.first)


def _stands_still(values: Sequence[int | None], measures: Sequence[int]) -> bool:
    """Is it one amount other than 0 in three and more rows of every measure, and not one for all of them?"""
    by: dict[int, list[int]] = {}
    for value, measure in zip(values, measures, strict=True):
        if value is not None:
            by.setdefault(measure, []).append(value)
    return bool(by) and all(len(v) >= _ROWS and len(set(v)) == 1 and v[0] for v in by.values())
