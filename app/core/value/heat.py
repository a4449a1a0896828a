"""Variance by node and month as one table to colour: where and when the gap opens.

Must not know: colours, pixels. Favourable is positive.
"""
from __future__ import annotations

from dataclasses import dataclass

from app.core.catalog import LEVELS, level_of
from app.core.portfolio import Portfolio
from app.core.value.variance import figures

STEPS = 3                             # strengths of colour on each side of 0


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One node: how deep it stands among the shown ones, expected - plan by month, and their sum."""

    uid: str
    depth: int
    months: tuple[int, ...]
    total: int
    filled: bool                          # False: no effect line below, so nothing to show


@dataclass(frozen=True, slots=True)
class Heat:
    """Rows in tree order; `largest` is the largest variance of a single month, for the strength of a colour."""

    first: int
    rows: tuple[HeatRow, ...]
    largest: int

    def step(self, amount: int) -> int:
        """How strong a cell is coloured, -3 ... 3; 0 only for 0, the full strength from two thirds of the largest."""
        if not amount or not self.largest:
            return 0
        strength = min(STEPS, 1 + (abs(amount) * STEPS - 1) // self.largest)
        return strength if amount > 0 else -strength


def heat(p: Portfolio, status: str, node: str = "", first: int | None = None, end: int | None = None,
         lowest: str = "project") -> Heat:
    """The heat map of a node ("" = the file) and what lies below it down to a level, pass-through nodes left out.

    Without months the fiscal year of the status date.
    """
    f = figures(p, status)
    c, outline = f.cube, p.outline
    first, end = (f.year[0] if first is None else first), (f.year[1] if end is None else end)
    low, high = c.span(first, end)
    before, behind = [0] * (c.first + low - first), [0] * (end - c.first - high)
    if low == high:
        before, behind = [0] * (end - first), []
    start, stop = (0, len(outline)) if not node else (outline.position[node], int(outline.end[outline.position[node]]))
    variance = f.expected[start:stop, low:high] - f.plan[start:stop, low:high]
    deepest = LEVELS.index(lowest)
    rows, depth = [], {-1: -1}
    for i in range(start, stop):
        uid, up = outline.uids[i], int(outline.parent[i])
        above = depth.get(up, -1)
        if p[uid].get("pass_through") or level_of(p[uid].kind) > deepest:
            depth[i] = above
            continue
        depth[i] = above + 1
        months = tuple(before + variance[i - start].tolist() + behind)
        rows.append(HeatRow(uid, depth[i], months, sum(months), len(c.lines_of(uid)) > 0))
    return Heat(first, tuple(rows), max((abs(v) for row in rows for v in row.months), default=0))
