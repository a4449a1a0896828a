"""Rows of a template that describe its columns for machines and for whoever fills it in: data type, longest text,
required or not. The headings people read stand below them, the rows of the list below those.

Must not know: headings themselves.
"""
from __future__ import annotations

from importers.base import Sheet
from importers.meaning.words import fold, vocabulary

_LOOK = 40
_LEAST = 3                                # kinds of such rows; one of them may be a heading of any list


def below_schema(sheet: Sheet) -> int:
    """The first row below a block of such rows; 0 without one."""
    words = vocabulary().lists["schema_row"]
    found: dict[str, int] = {}
    for row, cells in enumerate(sheet.rows[:_LOOK]):
        first = next((v for v in cells if v is not None), None)
        if isinstance(first, str) and len(first) < 60:
            text = fold(first)
            hit = next((w for w in words if text == w or text.startswith(f"{w} ")), "")
            if hit:
                found[hit] = row
    return max(found.values()) + 1 if len(found) >= _LEAST else 0
