"""Recognises sheets so wide that no table of projects can be meant: looking through them would take minutes.

Must not know: layouts, and what stands in the cells.
"""
from __future__ import annotations

from importers.base import Sheet
from importers.meaning.sheets.roles import Role

MAX_FILLED = 4_096           # cells of one row: ten years of days and what stands before them
WIDE = Role("ignored", "", f"A row of it holds more than {MAX_FILLED:,} cells, which no list of projects has;"
            " delete the columns that do not belong to it. The sheet was not read.", "warning")


def is_wide(sheet: Sheet) -> bool:
    """A stray cell far to the right makes no wide sheet; a filled row does."""
    return any(len(row) - row.count(None) > MAX_FILLED for row in sheet.rows if len(row) > MAX_FILLED)
