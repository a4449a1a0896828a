"""Rows that each stand for one month: "Month | Amount" as ledgers and other systems write them.

Must not know: items. A column counts as months only when its cells are months and some key has several of them; else a
"Month" column is a remark on the list.
"""
from __future__ import annotations

import datetime as dt

from importers.base import Value
from importers.meaning.dates import read_dates
from importers.meaning.periods import read_label
from importers.meaning.table import Table

_MOST = 0.9                           # share of rows whose cell must be a month


def row_months(table: Table) -> list[int | None] | None:
    """The month index of every data row, None for the whole when rows are not months."""
    guess = table.find("month")
    if guess is None or any(g.period is not None for g in table.guesses):
        return None
    months = [month_of(cell) for cell in table.cells(guess.index)]
    known = [m for m in months if m is not None]
    if len(set(known)) < 2 or len(known) < _MOST * len(months):
        return None
    keys = [table.find(name) for name in ("code", "name")]
    columns = [table.cells(g.index) for g in keys if g is not None]
    seen = set(zip(*columns, strict=True)) if columns else set()
    return months if len(seen) < len(months) else None


def month_of(cell: Value) -> int | None:
    """"2026-03", "Mar 2026", 202603, 03/2026, or any day of the month."""
    if isinstance(cell, dt.date):
        return cell.year * 12 + cell.month - 1
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        year, month = divmod(int(cell), 100)
        return year * 12 + month - 1 if cell == int(cell) and 1990 <= year <= 2100 and 1 <= month <= 12 else None
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    if text.isdigit() and len(text) == 6:
        return month_of(int(text))
    label = read_label(text)
    if label.year and label.month and not label.rest:
        return label.year * 12 + label.month - 1
    day = read_dates([text], "dmy").values[0]
    return int(day[:4]) * 12 + int(day[5:7]) - 1 if day else None
