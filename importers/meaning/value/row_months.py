"""Rows that each stand for one period: "Month | Amount" as ledgers and other systems write them, or quarters and years.

Must not know: items. A column counts as periods only when its cells are some and some key has several of them; else a
"Month" column is a remark on the list. A row that sums the shorter periods of its key is a printed total.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from app.core.batch import Printed
from importers.base import Value, address
from importers.meaning.columns import Guess
from importers.meaning.days.dates import read_dates
from importers.meaning.table import Table, said_year
from importers.meaning.value.figures import Money, show, tolerance
from importers.meaning.value.fiscal import Fiscal, fiscal_of
from importers.meaning.value.periods import Label, Period, read_label
from importers.meaning.words import squash

_MOST = 0.9                           # share of rows whose cell must be a period
_AGAIN = 0.6                          # a list that says a year of each thing is no list of years
_YEAR = ("jahr", "year", "kalenderjahr", "calendaryear")
_FISCAL = ("geschaeftsjahr", "fiscalyear", "financialyear", "fy", "gj", "wirtschaftsjahr", "fiscalquarter")
_KEYS = ("code", "name", "series", "type", "currency")


def row_months(table: Table) -> list[Period | None] | None:
    """The months of every data row, None for the whole when rows are not periods. That is decided, and what it takes
    is asked, once: later the rows that sum others are no data any more, and a part of the rows proves less."""
    if table.months is None:
        table.months = dict(zip(table.data, _periods(table) or (), strict=False))
    return [table.months.get(row) for row in table.data] if table.months else None


def _periods(table: Table) -> list[Period | None] | None:
    guess = table.find("month")
    if guess is None or any(g.period is not None for g in table.guesses):
        return None
    cells = table.cells(guess.index)
    labels = [_label(cell) for cell in cells]
    year = next((g for g in table.guesses if says_year(g) and g.index != guess.index), None)
    if year is not None and not any(x.year for x in labels):       # the year stands in a column of its own
        labels = [_in_year(c, x, read_label(y)) for c, x, y in zip(cells, labels, table.cells(year.index), strict=True)]
    if any(squash(g.header) in _FISCAL for g in (guess, year) if g is not None):
        labels = [replace(x, fiscal=True) if x.year and not x.month else x for x in labels]
    columns = [table.cells(g.index) for name in ("code", "name") if (g := table.find(name)) is not None]
    seen = set(zip(*columns, strict=True)) if columns else set()
    years = not any(x.month or x.quarter or x.half for x in labels)
    if len(seen) == len(labels) or (years and len(seen) > _AGAIN * len(labels)) or len(set(labels)) < 2:
        return None
    if not any(x.year for x in labels):
        labels = _in_said_year(table, guess, labels)
    if sum(bool(x.year) for x in labels) < _MOST * len(labels):
        return None
    fiscal = fiscal_of(table.context, table.sheet.name, table.notes,
                       [(x, table.place(i, guess.index)) for i, x in enumerate(labels) if x.fiscal])
    return [_period(x, fiscal) for x in labels]


def says_year(guess: Guess) -> bool:
    """Is the column one of years, as its heading says?"""
    return squash(guess.header) in (*_YEAR, *_FISCAL)


def _in_said_year(table: Table, guess: Guess, labels: list[Label]) -> list[Label]:
    """"Q1" or "Mar" in rows of a sheet whose title, name or answer says the year; asked where none does."""
    cells = table.cells(guess.index)
    numbered = all(c is None or isinstance(c, int | float) for c in cells)
    if not numbered and sum(bool(x.month or x.quarter or x.half) for x in labels) < _MOST * len(labels):
        return labels
    year = said_year(table.sheet, table.head, table.context)
    if year:
        return [_in_year(c, x, Label(year=year)) for c, x in zip(cells, labels, strict=True)]
    if not numbered:
        table.notes.cells("question", [table.place(i, guess.index) for i in range(len(labels))], f"{{where}} "
                          f"({guess.header}) do not say of which year they are; until then each row is read without "
                          "them.", "year=2026")
    return labels


def leave_sums(table: Table, money: Money) -> None:
    """Rows of a quarter or year whose months the same key has in rows of their own: checked, not added."""
    periods = row_months(table)
    guess = table.find("month")
    if periods is None or guess is None or len({p.months for p in periods if p is not None}) < 2:
        return
    named = [table.cells(g.index) for name in _KEYS if (g := table.find(name)) is not None]
    by_key: dict[tuple[Value, ...], list[int]] = {}
    for i in range(len(periods)):
        by_key.setdefault(tuple(c[i] for c in named), []).append(i)
    sums: dict[int, list[int]] = {}
    for rows in by_key.values():
        for i in rows:
            parts = _parts(i, rows, periods)
            if parts:
                sums[i] = parts
    for i, parts in sums.items():
        _check(table, money, i, parts)
        table.rows.kinds[table.place(i, 0)[0]] = "total"
    table.notes.cells("note", [table.place(i, guess.index) for i in sums], f"{{where}} ({guess.header}): the shorter "
                      "periods of the same rows stand there too; those count, these were checked.")
    if sums:
        table.renew()


def _parts(i: int, rows: Sequence[int], periods: Sequence[Period | None]) -> list[int]:
    """The rows of the shortest periods within the one of row i."""
    whole = periods[i]
    if whole is None or whole.months == 1:
        return []
    inside = [(p.months, j) for j in rows if j != i and (p := periods[j]) is not None and p.months < whole.months
              and whole.first <= p.first and p.first + p.months <= whole.first + whole.months]
    shortest = min((n for n, _ in inside), default=0)
    return [j for n, j in inside if n == shortest]


def _check(table: Table, money: Money, i: int, parts: Sequence[int]) -> None:
    for f in money.columns:
        here, there = table.data[i], [table.data[j] for j in parts]
        if not f.amounts.present[here] or not f.amounts.present[there].any():
            continue
        printed, summed = int(f.amounts.minor[here]), int(f.amounts.minor[there].sum())
        at = address(*table.place(i, f.guess.index))
        right = abs(printed - summed) <= tolerance(f)
        money.printed.append(Printed(f"{table.sheet.name}!{at}", f.guess.header, printed, summed, f.scale, right))
        if not right:
            table.notes.add("warning", at, f"{at} says {show(f, printed)}, the rows it sums add up to "
                            f"{show(f, summed)}; the rows count.")


def _period(label: Label, fiscal: Fiscal) -> Period | None:
    return label.period(fiscal.start, fiscal.named_last)


@lru_cache(maxsize=4096)
def _label(cell: Value) -> Label:
    """"2026-03", "Mar 2026", 202603, 03/2026, any day of a month, "Q1 2026", "H2 FY25/26", 2026."""
    if isinstance(cell, dt.date):
        return Label(year=cell.year, month=cell.month)
    if isinstance(cell, bool) or cell is None:
        return Label()
    text = str(int(cell)) if isinstance(cell, int | float) and cell == int(cell) else cell
    if isinstance(text, str) and len(text.strip()) == 6 and text.strip().isdecimal():
        year, month = divmod(int(text), 100)
        return Label(year=year, month=month) if 1990 <= year <= 2100 and 1 <= month <= 12 else Label()
    label = read_label(text)
    if label.timed and not label.rest and not label.day:
        return label
    if not isinstance(text, str):
        return Label()
    day = read_dates([text.strip()], "dmy").values[0]
    return Label(year=int(day[:4]), month=int(day[5:7])) if day else Label()


def _in_year(cell: Value, label: Label, year: Label) -> Label:
    """The month 3, "03" or "Mar", or the quarter "Q1", of the year beside it."""
    if not year.year or year.month or year.rest:
        return Label()
    if label.month or label.quarter or label.half:
        return label.joined(year)
    text = str(cell).strip().removesuffix(".0")
    if isinstance(cell, bool) or not text.isdecimal() or not 1 <= int(text) <= 12:
        return Label()
    return Label(year=year.year, month=int(text))


def spread(value: int, months: int) -> list[int]:
    """An amount over its months, evenly; what does not divide goes to the first ones, a unit each."""
    share, rest = divmod(abs(value), months)
    sign = 1 if value >= 0 else -1
    return [(share + (m < rest)) * sign for m in range(months)]


def longer(table: Table, periods: Sequence[Period | None]) -> list[Any]:
    """The places of rows that stand for more than a month."""
    guess = table.find("month")
    return [] if guess is None else [table.place(i, guess.index) for i, p in enumerate(periods) if p and p.months > 1]
