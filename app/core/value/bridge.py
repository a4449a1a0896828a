"""From plan to what came or is expected, by cause and by measure; the parts sum exactly to the gap.

Causes in this order for each line and month (product.md section 7, "Explain a miss", as far as the file tells now):
1 cancelled         the gap of a cancelled measure in months after its cancellation
2 on_hold           a held measure's benefits that fall short
3 slipped           what moving the plan by whole months to where delivery finishes now would change, no more than
                    the gap; months = month(finish) - month(plan finish) of the line's anchor, else of the measure's
                    latest delivery activity
4 under_delivering, over_delivering   what is left of the benefits
5 timing            one-time cost earlier or later: the part that cancels out over all months
6 rest              cost above or below plan, and undated amounts of costs
Every part belongs to a line and a month, so "so far", "to come" and the year are sums of the same parts. Causes that
need KPIs and obligations come with those. Must not know: screens, sentences.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from app.core.portfolio import Portfolio
from app.core.value.causes import CAUSES, STEPS, Causes, Ints, timing
from app.core.value.causes import causes as causes
from app.core.value.cube import Cube
from app.core.value.variance import Figures, figures

Amounts = tuple[tuple[str, int], ...]

__all__ = ["CAUSES", "STEPS", "Bridge", "Ints", "Measures", "Part", "bridge", "by_node", "causes", "timing", "windows"]


class Measures(Sequence[tuple[str, int]]):
    """(measure, amount), the largest first, ordered when somebody looks; read it before the next change."""

    def __init__(self, f: Figures, found: Causes, cause: int, rows: range, months: slice, loose: bool) -> None:
        self._of = (f, found, cause, rows, months, loose)
        self._all: Amounts | None = None

    def all(self) -> Amounts:
        if self._all is None:
            self._all = _by_measure(self._of[0], self._of[3], self.by_line())
        return self._all

    def by_line(self) -> Ints:
        _, found, cause, rows, months, loose = self._of
        some = slice(rows.start, rows.stop)
        amounts: Ints = found.parts[cause, months, some].sum(axis=0)
        return amounts + found.undated[cause, some] if loose else amounts

    def add_to(self, nodes: Ints) -> None:
        """Add each measure's amount at its place in the outline."""
        rows = self._of[3]
        np.add.at(nodes, self._of[0].cube.position[rows.start:rows.stop], self.by_line())

    @overload
    def __getitem__(self, at: int) -> tuple[str, int]: ...

    @overload
    def __getitem__(self, at: slice) -> Amounts: ...

    def __getitem__(self, at: int | slice) -> tuple[str, int] | Amounts:
        return self.all()[at]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self.all())

    def __len__(self) -> int:
        return len(self.all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self.all())


@dataclass(frozen=True, slots=True)
class Part:
    """One cause's amount, favourable positive, and the measures it comes from, the largest first."""

    cause: str
    amount: int
    measures: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Bridge:
    """start + the parts = end. Parts in the order of the causes; those without any measure are left out."""

    of: tuple[str, str]
    start: int
    parts: tuple[Part, ...]
    end: int

    def share(self, part: Part) -> float:
        """How much of the gap a part explains, 0 when there is no gap. For sentences, never for sums."""
        return part.amount / (self.end - self.start) if self.end != self.start else 0.0


def bridge(p: Portfolio, status: str, node: str = "", first: int | None = None, end: int | None = None,
           of: tuple[str, str] = ("plan", "expected"), effect: str = "") -> Bridge:
    """The bridge of a node ("" = the file) over months [first, end); without months all-time with undated amounts.

    A step to "actual" counts only months up to "actual to", on both sides.
    """
    f = figures(p, status, effect)
    c, found = f.cube, causes(p, status, of, effect)
    low, high = c.span(first, end)
    if "actual" in of:
        high = c.cut(f.actual_to, low, high)
    loose = first is None and end is None and "actual" not in of
    rows = c.lines_of(node)
    lines = range(int(rows[0]), int(rows[-1]) + 1) if len(rows) else range(0)
    sums = _sums(f, found, node, lines, slice(low, high), loose)
    parts = tuple(part for i, cause in enumerate(CAUSES) if (part := _part(
        cause, sums[i], Measures(f, found, i, lines, slice(low, high), loose), found, i)))
    return Bridge(of, sums[-2], parts, sums[-1])


def _sums(f: Figures, found: Causes, node: str, lines: range, months: slice, loose: bool) -> list[int]:
    """Of each cause, and of the first and second series."""
    c = f.cube
    at = np.flatnonzero(c.outline.parent == -1) if not node else np.array([c.outline.position[node]])
    columns = c.column[at]
    if (columns >= 0).all():
        dated, undated = found.sums[:, months, columns], found.undated_sums[:, columns]
    else:                                             # a measure: its lines
        some = slice(lines.start, lines.stop)
        dated, undated = found.dated[:, months, some], found.loose[:, some]
    sums: list[int] = (dated.sum(axis=(1, 2)) + (undated.sum(axis=1) if loose else 0)).tolist()
    return sums


def by_node(c: Cube, measures: Sequence[tuple[str, int]]) -> Ints:
    """[node] the amounts of a part's measures, as they lie in the outline and in no other order."""
    found = np.zeros(len(c.outline), np.int64)
    if isinstance(measures, Measures):
        measures.add_to(found)
    else:
        for uid, amount in measures:
            found[c.outline.position[uid]] += amount
    return found


def windows(p: Portfolio, status: str, node: str = "") -> dict[str, Bridge]:
    """The fiscal year's bridge from plan to expected, cut at "actual to": so_far + to_come = year."""
    f = figures(p, status)
    first, end = f.year
    cut = first if f.actual_to is None else min(max(f.actual_to + 1, first), end)
    spans = {"so_far": (first, cut), "to_come": (cut, end), "year": (first, end)}
    return {name: bridge(p, status, node, *span) for name, span in spans.items()}


def _part(cause: str, amount: int, measures: Measures, found: Causes, i: int) -> Part | None:
    """None without any measure; an amount tells that there is one, 0 only when all are looked at."""
    return Part(cause, amount, measures) if amount or (found.hits[i] and len(measures)) else None


def _by_measure(f: Figures, rows: range, amounts: Ints) -> Amounts:
    c = f.cube
    hit = np.flatnonzero(amounts)
    if not len(hit):
        return ()
    places = c.position[rows.start:rows.stop][hit]
    starts = np.flatnonzero(np.r_[True, places[1:] != places[:-1]])
    sums = np.add.reduceat(amounts[hit], starts)
    order = np.argsort(-np.abs(sums), kind="stable")
    order = order[sums[order] != 0]
    uids = c.outline.uids
    found = [(uids[at], amount) for at, amount in zip(places[starts][order].tolist(), sums[order].tolist(),
                                                      strict=True)]
    same = np.flatnonzero(np.diff(np.abs(sums[order])) == 0)
    for run in np.split(same, np.flatnonzero(np.diff(same) != 1) + 1) if len(same) else ():
        low, high = int(run[0]), int(run[-1]) + 2     # equal amounts go by uid
        found[low:high] = sorted(found[low:high])
    return tuple(found)
