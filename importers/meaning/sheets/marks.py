"""Marks for machines around the parts of a return: "FUND_SPEND-START" above a table and "FUND_SPEND-END" below it.

Whoever collects such returns puts them there, so they say for certain where a table begins and ends.
Must not know: what stands between them.
"""
from __future__ import annotations

import re

from importers.base import Sheet, Value

_MARK = re.compile(r"^([A-Z][A-Z0-9]*(?:[-_ ][A-Z0-9]+)*)[-_ ](START|END)$|^([A-Z]+\d+)([SE])$")
_LOOK = 1000


def is_mark(value: Value) -> bool:
    return isinstance(value, str) and _MARK.match(value.strip()) is not None


def marked_parts(sheet: Sheet) -> list[tuple[int, int]]:
    """(first row, last row) of all that stands between a mark and its counterpart, 0-based, marks not included."""
    begun: dict[str, int] = {}
    found: list[tuple[int, int]] = []
    for row, cells in enumerate(sheet.rows[:_LOOK]):
        for value in cells:
            hit = _MARK.match(str(value).strip()) if value.__class__ is str and str(value)[:1].isupper() else None
            if hit is None:
                continue
            name, begins = hit[1] or hit[3], (hit[2] or hit[4])[0] == "S"
            if begins:
                begun.setdefault(name, row)
            elif name in begun and row - 1 > begun[name]:
                found.append((begun.pop(name) + 1, row - 1))
    return found
