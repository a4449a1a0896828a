"""Is a row that looks like a header one of the rows below it? "Help desk | Task | Completed" over a hundred like it.

Must not know: headers and fields.
"""
from __future__ import annotations

from collections.abc import Sequence

from importers.base import Sheet, Value

_LOOK = 300
_AGAIN = 3                                # so many rows that share a part of its words make it one of them


def is_one_of_many(sheet: Sheet, row: int, cells: Sequence[tuple[int, Value]]) -> bool:
    """Do several rows below repeat some of its words in their own columns, though not all? A header that stands again
    on every page is repeated whole; its words are no values."""
    words = [(c, v.strip().casefold()) for c, v in cells if isinstance(v, str) and v.strip()]
    if len(words) < 3:
        return False
    parts = 0
    for below in sheet.rows[row + 1:row + 1 + _LOOK]:
        same = sum(c < len(below) and isinstance(b := below[c], str) and b.strip().casefold() == w for c, w in words)
        parts += 2 <= same < len(words)
    return parts >= _AGAIN
