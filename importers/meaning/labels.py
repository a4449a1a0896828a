"""Columns without a heading that label the blocks of rows beside them.

Must not know: layouts.
"""
from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from importers.base import Sheet, Value, letter
from importers.meaning.columns import DATE_FIELDS, LEVEL_FIELDS, PERSON_FIELDS, Guess
from importers.meaning.headers import filled

if TYPE_CHECKING:                         # a table asks for the labels of its blocks
    from importers.meaning.table import Table

_GUESSED = 0.45
_EVIDENCE = (*PERSON_FIELDS, *DATE_FIELDS, *LEVEL_FIELDS, "parent", "status", "light", "stage", "progress", "milestone",
             "predecessors", "code", "priority", "description")


def is_doubtful(guesses: Sequence[Guess]) -> bool:
    """Is nothing known of a list's rows but a guess at their names: no owner, date, state, amount, id, level or
    figure under a heading?"""
    name = next((g for g in guesses if g.field == "name"), None)
    return name is not None and name.confidence <= _GUESSED and not any(
        g.field in _EVIDENCE or g.money or g.field == "total" or g.period is not None
        or (g.field == "custom" and g.header and g.kind != "text" and g.profile.count > 2) for g in guesses)


def nameless_lines(table: Table, kinds: Sequence[str], figures: Sequence[int]) -> list[int]:
    """Rows with amounts whose one text stands left of the names, heading nothing and summing nothing ("Contingency"
    below the last block): lines called by that text. Body rows that are data from now on."""
    name = table.find("name")
    if name is None:
        return []
    found: list[int] = []
    for i, kind in enumerate(kinds):
        if kind != "rejected" or table.head.data + i in table.rows.settled:
            continue
        texts = [(c, v) for c, column in enumerate(table.columns) if isinstance(v := column[i], str) and v.strip()]
        amounts = [c for c in figures if isinstance(v := table.columns[c][i], int | float) and v]
        if len(texts) == 1 and texts[0][0] < name.index and amounts and len(texts[0][1]) <= 80:
            names = list(table.columns[name.index])
            names[i] = texts[0][1]
            table.columns[name.index] = names
            table.rows.kinds[table.head.data + i] = "data"
            found.append(i)
    if found:
        table.renew()
    return found


def block_labels(sheet: Sheet, guesses: list[Guess], first: int, data: Sequence[int],
                 columns: Sequence[Sequence[Value]]) -> None:
    """A column without a heading left of the names, filled once a block (or with few words again and again), names
    what its rows belong to; so does a merged one."""
    name = next((g for g in guesses if g.field == "name"), None)
    if name is None or len(data) < 3 or any(g.field in ("parent", *LEVEL_FIELDS) for g in guesses):
        return
    for guess in guesses[:name.index]:
        if guess.header or guess.field != "custom":
            continue
        cells = [columns[guess.index][i] for i in data]
        said = [v for v in cells if filled(v)]
        if not said or not all(isinstance(v, str) and len(v) <= 80 for v in said):
            continue
        merged = any(left <= guess.index <= right and bottom > top >= first
                     for top, left, bottom, right in sheet.merged)
        once = filled(cells[0]) and len(said) <= 0.7 * len(cells) and all(a != b for a, b in pairwise(said))
        again = len(said) == len(cells) and len(set(said)) <= 0.5 * len(cells)
        if (merged and filled(cells[0])) or once or again:
            guess.field, guess.confidence = "parent", 0.5
            guess.header = f"Column {letter(guess.index)}"
            return
