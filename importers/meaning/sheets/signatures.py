"""The block of a form in which people sign: "Name | Function | Date | Signature", and a row for each of them.

Must not know: what becomes of the people.
"""
from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from importers.base import Sheet
from importers.meaning.headers import cells_of
from importers.meaning.words import fold, vocabulary

LOOK = 400
_LEAST = 3                            # headings


def signatures(sheet: Sheet) -> dict[int, tuple[int, int] | None]:
    """Row -> the column of what somebody signs as and that of the name; None for the heads of such blocks."""
    lists = vocabulary().lists
    found: dict[int, tuple[int, int] | None] = {}
    for row in range(min(LOOK, len(sheet.rows))):
        heads = {c: fold(v) for c, v in cells_of(sheet, row) if isinstance(v, str)}
        if len(heads) < _LEAST or not any(h in lists["signature"] for h in heads.values()):
            continue
        names = [c for c, h in heads.items() if h in lists["person_name"]]
        said = [c for c, h in heads.items() if h in lists["signs_as"]]
        as_what = said or [c for c in heads if c < min(names, default=0)]
        if not names or not as_what:
            continue
        found |= {row: None} | dict.fromkeys(_below(sheet, row, set(heads)), (as_what[0], names[0]))
    return found


def _below(sheet: Sheet, row: int, columns: set[int]) -> Iterator[int]:
    """The rows right below that fill several of these columns and no others."""
    return takewhile(lambda r: len(used := {c for c, _ in cells_of(sheet, r)}) > 1 and used <= columns,
                     range(row + 1, len(sheet.rows)))
