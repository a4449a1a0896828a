"""Rows of one thing at one date after the other whose amounts only grow: running totals, not to be summed unasked.

Must not know: fields of figures. Amounts that a heading calls cumulated are left out elsewhere; "to date" may as well
head what each project has spent.
"""
from __future__ import annotations

import re
from itertools import pairwise

from importers.base import letter
from importers.meaning.cell_text import text_of
from importers.meaning.table import Table
from importers.meaning.value.figures import Money
from importers.meaning.words import fold, spaced

_ROWS = 4                                 # of one thing; fewer grow by chance
_THINGS = 3
_NEARLY = 0.95
_SO_FAR = re.compile(r"\b(?:(?:to|till|until) date|so far|ytd|bis heute|bisher)\b")


def ask_growing(table: Table, money: Money) -> None:
    """One question a column whose amounts never fall from row to row of any of several things."""
    of = table.find("parent") or table.find("project_code")
    dated = next((g for g in table.guesses if g.profile.dates >= 0.9), None)
    if of is None or dated is None:
        return
    groups: dict[str, list[int]] = {}
    for i, cell in enumerate(table.cells(of.index)):
        groups.setdefault(text_of(cell) or "", []).append(i)
    days = [text_of(c) or "" for c in table.cells(dated.index)]
    for f in money.columns:
        least = 2 if _SO_FAR.search(fold(spaced(f.guess.header))) else _ROWS       # what is said needs less proof
        long = [rows for rows in groups.values() if len(rows) >= least]
        steps = [pair for rows in long for pair in pairwise(rows)]
        if len(long) < min(least, _THINGS) or sum(map(len, long)) < 0.5 * len(days) \
                or sum(days[a] < days[b] for a, b in steps) < _NEARLY * len(steps):
            continue
        values = f.amounts.minor[table.data].tolist()
        told = [(values[a], values[b]) for a, b in steps if values[a] and values[b]]
        if f.period is None and len(told) > 0.5 * len(steps) and sum(a <= b for a, b in told) >= _NEARLY * len(told) \
                and sum(a < b for a, b in told) > 0.5 * len(told):
            table.notes.cells("question", [(table.head.last, f.guess.index)],
                              f"{{where}} ({f.guess.header}): under one “{of.header}” the amounts only grow from date "
                              "to date, as running totals do; yet every row counts.",
                              f"column.{letter(f.guess.index)}=custom")
