"""Fills that are the look of a sheet rather than a status: section heads, sections, a palette, a lone pale row.

What is said of a colour counts before all of this. Must not know: what colours mean.
"""
from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from itertools import groupby, pairwise

from importers.meaning.words import light_of_colour

_EXCEL = {"FFC7CE": "red", "C6EFCE": "green", "FFEB9C": "amber"}      # "bad", "good" and "neutral" as Excel paints them
_BLACK = "000000"                     # covers what nobody shall read
_PALETTE = 6                          # so many colours, most of them once, are decoration
_MOST = 0.6                           # of the rows under such heads: the look of those
_PALE = 1 / 3                         # a colour that is no light, over more of the rows than this, is their look


def look_of(fill: str) -> str:
    """The light a fill looks like, "" for a colour that is none."""
    return _EXCEL.get(fill) or light_of_colour(fill)


def designed(order: Sequence[int], rows: Mapping[str, Sequence[int]], filled: Mapping[int, int],
             bold: Container[int]) -> set[str]:
    """The fills of a column that look like design; `order` are all its rows, `rows` those of each fill; `filled` says
    how many cells of a row hold something, `bold` which rows are."""
    runs = [(fill, list(run)) for fill, run in groupby(order, _painter(rows))]
    looks = [look for fill in rows if (look := look_of(fill))]
    alone = sum(len(at) == 1 for at in rows.values())
    if len(rows) >= _PALETTE and 2 * alone > len(rows):
        return set(rows)
    if _sections(rows, runs) and (len(set(looks)) < len(rows) or not looks):
        return set(rows)
    found = _heads(order, runs) | _summaries(order, rows, filled, bold)
    under = [i for i in order if not any(i in rows[fill] for fill in found)]
    found |= {fill for fill, at in rows.items() if found and len(at) > _MOST * len(under)}
    for fill, at in rows.items():
        scattered = sum(one == fill for one, _ in runs) > 1
        lone = len(at) == 1 or len(at) > _PALE * len(order) or not (scattered or looks)
        if fill == _BLACK or (lone and not look_of(fill)):
            found.add(fill)
    return found


def _summaries(order: Sequence[int], rows: Mapping[str, Sequence[int]], filled: Mapping[int, int],
               bold: Container[int]) -> set[str]:
    """Fills of rows that are all bold while hardly another one is, or that all hold far less than the others do."""
    found = set()
    for fill, at in rows.items():
        mine = set(at)
        others = [i for i in order if i not in mine]
        if len(at) < 2 or len(others) < len(at):
            continue
        usual = sorted(filled[i] for i in others)[len(others) // 2]
        marked = all(i in bold for i in at) and sum(i in bold for i in others) <= 0.1 * len(others)
        if marked or all(2 * filled[i] <= usual for i in at):
            found.add(fill)
    return found


def _painter(rows: Mapping[str, Sequence[int]]) -> Callable[[int], str]:
    by_row = {i: fill for fill, at in rows.items() for i in at}
    return lambda i: by_row.get(i, "")


def _sections(rows: Mapping[str, Sequence[int]], runs: Sequence[tuple[str, list[int]]]) -> bool:
    """Three colours and more, each in one piece: parts of the list."""
    return len(rows) >= 3 and len([fill for fill, _ in runs if fill]) == len(rows)


def _heads(order: Sequence[int], runs: Sequence[tuple[str, list[int]]]) -> set[str]:
    """A head in one colour over rows in another, again and again, and hardly a row without either: both."""
    if not runs or sum(len(run) for fill, run in runs if not fill) > 0.1 * len(order):
        return set()
    for head in {fill for fill, _ in runs if fill}:
        mine = [run for fill, run in runs if fill == head]
        below = {b[0] for a, b in pairwise(runs) if a[0] == head} - {""}
        if runs[0][0] != head or len(mine) < 2 or any(len(run) > 1 for run in mine) or len(below) != 1:
            continue
        long = sum(len(run) for fill, run in runs if fill in below) >= 2 * len(mine)
        if long and all(a[0] == head for a, b in pairwise(runs) if b[0] in below):
            return {head} | below
    return set()
