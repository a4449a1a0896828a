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
from importers.meaning.words import squash

_MOST = 0.9                           # share of rows whose cell must be a month
_YEAR = ("jahr", "year", "kalenderjahr", "calendaryear")


def row_months(table: Table) -> list[int | None] | None:
    """The month index of every data row, None for the whole when rows are not months."""
    guess = table.find("month")
    if guess is None or any(g.period is not None for g in table.guesses):
        return None
    months = [month_of(cell) for cell in table.cells(guess.index)]
    year = next((g for g in table.guesses if squash(g.header) in _YEAR), None)
    if year is not None and not any(months):               # the year stands in a column of its own
        months = [_in_year(c, y) for c, y in zip(table.cells(guess.index), table.cells(year.index), strict=True)]
    known = [m for m in months if m is not None]
    if len(set(known)) < 2 or len(known) < _MOST * len(months):
        return None
    keys = [table.find(name) for name in ("code", "name")]
    columns = [table.cells(g.index) for g in keys if g is not None]
    seen = set(zip(*columns, strict=True)) if columns else set()
    if len(seen) == len(months):
        return None
    spans = [table.place(i, guess.index) for i, c in enumerate(table.cells(guess.index))
             if isinstance(c, str) and ((label := read_label(c)).quarter or label.half)]
    table.notes.cells("warning", spans, f"{{where}} ({guess.header}): quarters or half years; each amount stands in "
                                        "the first of its months.")
    return months


def _in_year(cell: Value, year: Value) -> int | None:
    """The month 3, "03" or "Mar" of the year beside it."""
    if isinstance(year, bool) or not isinstance(year, int | float | str) or isinstance(cell, bool):
        return None
    number = int(year) if str(year).strip().removesuffix(".0").isdigit() else 0
    month = int(cell) if isinstance(cell, int | float) or (isinstance(cell, str) and cell.strip().isdigit()) else (
        read_label(cell).month if isinstance(cell, str) else 0)
    return number * 12 + month - 1 if 1990 <= number <= 2100 and 1 <= month <= 12 else None


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
