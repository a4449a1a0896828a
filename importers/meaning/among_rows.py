"""Is a row that looks like a header one of the rows below it? "Help desk | Task | Completed" over a hundred like it.

Must not know: headers and fields.
"""
from __future__ import annotations

from collections.abc import Sequence

from importers.base import Sheet, Value
from importers.meaning.value.periods import read_label

_LOOK = 300
_AGAIN = 3                                # so many rows that share a part of its words make it one of them


def is_one_of_many(sheet: Sheet, row: int, cells: Sequence[tuple[int, Value]]) -> bool:
    """Do several rows below repeat some of its words in their own columns, though not all? A header that stands again
    on every page is repeated whole; its words are no values."""
    words = [(c, v) for c, v in cells if isinstance(v, str) and v.strip()]
    if len(words) < 3:
        return False
    last, parts = words[-1][0], 0
    for below in sheet.rows[row + 1:row + 1 + _LOOK]:
        seen = words if last < len(below) else [(c, v) for c, v in words if c < len(below)]
        same = sum([_alike(below[c], v) for c, v in seen])
        parts += 2 <= same < len(words)
        if parts >= _AGAIN:
            return True
    return False


def _alike(value: Value, word: str) -> bool:
    return value == word or (isinstance(value, str) and len(value) == len(word) and value.casefold() == word.casefold())


def heads_its_like(sheet: Sheet, row: int, cells: Sequence[tuple[int, Value]]) -> bool:
    """Quarters over quarters, dates over dates: values of a list, for under a period that heads a column stand figures.
    A header that is printed again on every page says the same there; milestones called M1 to M5 head dates, and of a
    hundred months some may stand over a date."""
    own = {c: v for c, v in cells if _time(v) is not None}
    if len(own) < 2:
        return False
    alike = 0
    for other in (*sheet.rows[max(0, row - _LOOK):row], *sheet.rows[row + 1:row + 1 + _LOOK]):
        there = {c: other[c] for c, v in own.items() if c < len(other) and _time(other[c]) == _time(v)}
        alike += len(there) >= 2 and 2 * len(there) > len(own) and any(v != own[c] for c, v in there.items())
        if alike >= _AGAIN:
            return True
    return False


def _time(value: Value) -> tuple[bool, ...] | None:
    """Of what sort a text is that is a point in time and nothing else: a quarter, a half, a month or day, a year; None
    for any other value, and for a time without its year."""
    if not isinstance(value, str) or not any(ch.isdigit() for ch in value):
        return None
    label = read_label(value)
    if not label.year or label.rest or label.series or label.type or label.weak:
        return None
    return bool(label.quarter), bool(label.half), bool(label.month)
