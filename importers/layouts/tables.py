"""Cuts a sheet into the tables that stand on it, below and beside each other, each with the titles above it.

Must not know: what the tables are about; a caller says which rows are heads. A table is a window of the sheet padded
with empty cells, so that every address stays right.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from importers.base import Sheet, Value
from importers.meaning.days.dates import text_date
from importers.meaning.evidence import is_code
from importers.meaning.headers import LOOK, Head, cells_of, head_at

_MOST_TITLES = 8


@dataclass(frozen=True, slots=True)
class Block:
    """One table: the window it is read through, its head, and the rows of titles above it (0-based, top first)."""

    sheet: Sheet
    head: Head
    titles: tuple[int, ...]
    last: int                             # the last row that belongs to it


def cut(sheet: Sheet, is_head: Callable[[list[str]], bool]) -> list[Block]:
    """The tables below each other and, where both sides have a head of their own, beside each other."""
    heads: list[int] = []
    for row in range(len(sheet.rows)):
        if row == LOOK and not heads:
            break                                          # a long list of something else
        cells = cells_of(sheet, row)
        texts = [v for _, v in cells if isinstance(v, str)]
        if len(texts) < 0.8 * len(cells) or not is_head(texts):
            continue
        if heads and heads[-1] < row - 1 and _goes_on(sheet, row, cells):
            continue                                       # right below entries that fill the same cells: one more
        if heads and heads[-1] == row - 1:
            if len(cells) <= len(cells_of(sheet, row - 1)):
                continue
            heads.pop()                                    # a row of groups above the headings proper
        heads.append(row)
    titles = {r: _titles(sheet, r, heads[n - 1] if n else -1) for n, r in enumerate(heads)}
    out: list[Block] = []
    for n, row in enumerate(heads):
        after = heads[n + 1] if n + 1 < len(heads) else len(sheet.rows)
        last = min([after, *titles.get(after, ())]) - 1
        for left, right in _sides(sheet, row, is_head):
            alone = window(sheet, min([row, *titles[row]]), last, left, right)
            head = head_at(alone, row)
            above = tuple(r for r in titles[row] if r < head.first)
            out.append(Block(alone, head, above, last))
    return out


def _goes_on(sheet: Sheet, row: int, cells: list[tuple[int, Value]]) -> bool:
    """Does the row above fill mostly the same cells, with an id or a date where this one has its own?"""
    above = dict(cells_of(sheet, row - 1))
    mine = dict(cells)
    both = above.keys() & mine.keys()
    if len(both) < 3 or len(both) < 0.7 * len(mine) or len(both) < 0.7 * len(above):
        return False
    return any(_numbered(mine[c]) and _numbered(above[c]) for c in both)


def _numbered(value: Value) -> bool:
    return value is not None and (not isinstance(value, str) or is_code(value.strip())
                                  or bool(text_date(value.strip())[0]))


def _titles(sheet: Sheet, head: int, above: int) -> tuple[int, ...]:
    """Rows right above a head that name its table: few texts; a number alone is an entry still to be written. Below
    another head (`above`) a row of three cells is one of its entries, unless it is a label and its answer."""
    found: list[int] = []
    gap = False
    for row in range(head - 1, max(above, head - 1 - _MOST_TITLES), -1):
        cells = cells_of(sheet, row)
        if above >= 0 and len(cells) > 2 and not any(isinstance(v, str) and v.rstrip().endswith(":") for _, v in cells):
            break
        texts = [v for _, v in cells if isinstance(v, str)]
        if not cells:
            gap = bool(found)
            continue
        if not texts or len(texts) > 3 or len(cells) > 4 or (gap and len(texts) > 1):
            break
        found.append(row)
    return tuple(reversed(found))


def _sides(sheet: Sheet, row: int, is_head: Callable[[list[str]], bool]) -> list[tuple[int, int]]:
    """Column ranges of a head row: parted at empty columns only where every part is a head by itself."""
    width = max((len(r) for r in sheet.rows), default=0)
    cells = cells_of(sheet, row)
    parts: list[list[tuple[int, Value]]] = []
    for column, value in cells:
        if parts and parts[-1][-1][0] == column - 1:
            parts[-1].append((column, value))
        else:
            parts.append([(column, value)])
    if len(parts) < 2 or not all(is_head([v for _, v in p if isinstance(v, str)]) for p in parts):
        return [(0, width)]
    edges = [0, *(p[0][0] for p in parts[1:]), width]
    return list(pairwise(edges))


def window(sheet: Sheet, first: int, last: int, left: int, right: int) -> Sheet:
    """The sheet with nothing but these rows and columns filled."""
    rows: list[list[Value]] = [[] for _ in range(first)]
    for row in sheet.rows[first:last + 1]:
        rows.append([None] * min(left, right, len(row)) + row[left:right])

    def inside(row: int, column: int) -> bool:
        return first <= row <= last and left <= column < right
    return replace(sheet, rows=rows, merged=[m for m in sheet.merged if inside(m[0], m[1])],
                   errors={w: e for w, e in sheet.errors.items() if inside(*w)},
                   unvalued={w for w in sheet.unvalued if inside(*w)},
                   hidden_rows={r for r in sheet.hidden_rows if first <= r <= last},
                   hidden_columns={c for c in sheet.hidden_columns if left <= c < right})
