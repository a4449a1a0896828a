"""Cells of a form that came back otherwise than they were sent: grey ones that were changed, white ones that were
emptied.

Must not know: items, the portfolio.
"""
from __future__ import annotations

from collections.abc import Iterator

from app.core.as_sent import SENT, seen, unpacked
from app.core.find import fold
from app.core.values import month_text
from importers.own.sheets import OwnSheet

Place = tuple[str, int]                    # (head as people read it, column)


def differences(sheet: OwnSheet, row: int, months: dict[int, int]) -> tuple[list[Place], list[Place]]:
    """(grey cells that were changed, white cells that were emptied) of a row; nothing of a form without the column."""
    sent = unpacked(sheet.text(row, SENT))
    if sent is None:
        return [], []
    changed, emptied = list[Place](), list[Place]()
    for key, column, called in _columns(sheet, months):
        now = seen(sheet.sheet.at(row, column))
        if key in sent.locked and now != sent.locked[key] and (row, column) not in sheet.sheet.errors:
            changed.append((called, column))
        elif key in sent.filled and not now and (row, column) not in sheet.sheet.errors:
            emptied.append((called, column))
    return changed, emptied


def _columns(sheet: OwnSheet, months: dict[int, int]) -> Iterator[tuple[str, int, str]]:
    of_months = set(months.values())                       # heads too where another program made the dates text
    for head, column in sheet.heads.items():
        if column not in of_months:
            yield head, column, str(sheet.at(sheet.head_row, head) or head)
    for month, column in months.items():
        yield fold(month_text(month)), column, month_text(month)
