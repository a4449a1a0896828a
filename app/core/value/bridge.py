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

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import EFFECT_TYPES
from app.core.portfolio import Portfolio
from app.core.value.delays import months_late
from app.core.value.split import split
from app.core.value.standing import ALWAYS, Stop
from app.core.value.variance import ACTUAL, PLAN, Figures, by_line, figures
from app.errors import Problem

CAUSES = ("cancelled", "on_hold", "slipped", "under_delivering", "over_delivering", "timing", "rest")
STEPS = (("plan", "actual"), ("plan", "expected"), ("plan", "forecast"), ("forecast", "actual"))
_CANCELLED, _HOLD, _SLIPPED, _UNDER, _OVER, _TIMING, _REST = range(len(CAUSES))
_ONE_TIME_COST = EFFECT_TYPES.index("one_time_cost")
_BENEFIT = [i for i, t in enumerate(EFFECT_TYPES) if t.endswith("benefit")]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """One cause's amount, favourable positive, and the measures it comes from, the largest first."""

    cause: str
    amount: int
    measures: tuple[tuple[str, int], ...]


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


@dataclass(frozen=True, slots=True)
class Causes:
    """Parts by [cause, month, line] of all money lines, kept once for all nodes and windows."""

    begin: Ints                           # [month, line] the first series
    finish: Ints                          # [month, line] the second one
    parts: Ints                           # [cause, month, line], in month order
    undated: Ints                         # [cause, line]
    begin_undated: Ints                   # [line]
    finish_undated: Ints                  # [line]


def bridge(p: Portfolio, status: str, node: str = "", first: int | None = None, end: int | None = None,
           of: tuple[str, str] = ("plan", "expected"), effect: str = "") -> Bridge:
    """The bridge of a node ("" = the file) over months [first, end); without months all-time with undated amounts.

    A step to "actual" counts only months up to "actual to", on both sides.
    """
    f = figures(p, status, effect)
    c, found = f.cube, causes(p, status, of, effect)
    low, high = c.span(first, end)
    if "actual" in of:
        high = max(low, min(high, _cut(f)))
    rows = c.lines_of(node)
    loose = first is None and end is None and "actual" not in of
    sums = found.parts[:, low:high, rows].sum(axis=1) + (found.undated[:, rows] if loose else 0)
    start, finish = (int(a[low:high, rows].sum()) + (int(b[rows].sum()) if loose else 0)
                     for a, b in ((found.begin, found.begin_undated), (found.finish, found.finish_undated)))
    parts = tuple(part for cause, row in zip(CAUSES, sums, strict=True) if (part := _part(f, cause, rows, row)))
    return Bridge(of, start, parts, finish)


def windows(p: Portfolio, status: str, node: str = "") -> dict[str, Bridge]:
    """The fiscal year's bridge from plan to expected, cut at "actual to": so_far + to_come = year."""
    f = figures(p, status)
    first, end = f.year
    cut = first if f.actual_to is None else min(max(f.actual_to + 1, first), end)
    spans = {"so_far": (first, cut), "to_come": (cut, end), "year": (first, end)}
    return {name: bridge(p, status, node, *span) for name, span in spans.items()}


def causes(p: Portfolio, status: str, of: tuple[str, str] = ("plan", "expected"), effect: str = "") -> Causes:
    """All parts of all lines of money, or of one effect, kept until the next change."""
    if of not in STEPS:
        raise Problem(f"There is no bridge from {of[0]} to {of[1]}.",
                      f"Bridges: {', '.join(' to '.join(step) for step in STEPS)}.")
    return p.kept(f"causes {status} {of} {effect}", lambda: _causes(p, status, of, effect))


def _part(f: Figures, cause: str, rows: NDArray[np.intp], amounts: Ints) -> Part | None:
    measures: dict[str, int] = {}
    hit = np.flatnonzero(amounts)
    for row, amount in zip(rows[hit].tolist(), amounts[hit].tolist(), strict=True):
        uid = f.cube.lines[row].parent
        measures[uid] = measures.get(uid, 0) + amount
    ordered = sorted(((u, a) for u, a in measures.items() if a), key=lambda pair: (-abs(pair[1]), pair[0]))
    return Part(cause, sum(measures.values()), tuple(ordered)) if ordered else None


def _cut(f: Figures) -> int:
    c = f.cube
    return 0 if f.actual_to is None else min(max(f.actual_to + 1 - c.first, 0), c.months)


def _look(f: Figures, name: str) -> tuple[Ints, Ints]:
    """[month, line] and undated [line] of one series as a bridge reads it; a forecast is what still counts of it."""
    c = f.cube
    if name == "plan":
        return c.block.net[PLAN], c.undated[:, PLAN]
    if name == "actual":
        return c.block.net[ACTUAL], c.undated[:, ACTUAL]
    net, _, undated = by_line(c, None if name == "forecast" else f.actual_to, f.stopped)
    return net, undated


def _causes(p: Portfolio, status: str, of: tuple[str, str], effect: str) -> Causes:
    f = figures(p, status, effect)
    c = f.cube
    (begin, begin_undated), (finish, finish_undated) = _look(f, of[0]), _look(f, of[1])
    if "actual" in of:
        begin, finish = begin.copy(), finish.copy()
        begin[_cut(f):], finish[_cut(f):] = 0, 0
    parts: Ints = np.zeros((len(CAUSES), c.months, len(c.lines)), np.int64)
    gap = finish - begin
    undated: Ints = np.zeros((len(CAUSES), len(c.lines)), np.int64)
    benefit = np.isin(c.types, _BENEFIT)
    for row, stop in _stopped(f):
        if stop.held and benefit[row]:
            parts[_HOLD, :, row] = np.minimum(gap[:, row], 0)
        if stop.after is not None:                    # cancelled outweighs held in the months behind it
            after = _cut(f) if stop.after == ALWAYS else min(max(stop.after + 1 - c.first, 0), c.months)
            parts[_HOLD, after:, row] = 0
            parts[_CANCELLED, after:, row] = gap[after:, row]
    left = gap - parts.sum(axis=0)
    late = months_late(p, status)
    by = np.array([late.get(line.uid, late.get(line.parent, 0)) for line in c.lines], np.int64)
    for months in np.unique(by[benefit]).tolist():
        rows = np.flatnonzero(benefit & (by == months))
        if months:
            parts[_SLIPPED][:, rows] = _toward(_shifted(begin[:, rows], months) - begin[:, rows], left[:, rows])
    left -= parts[_SLIPPED]
    parts[_UNDER] = np.where(benefit, np.minimum(left, 0), 0)
    parts[_OVER] = np.where(benefit, np.maximum(left, 0), 0)
    for row in np.flatnonzero(c.types == _ONE_TIME_COST).tolist():
        if left[:, row].any():
            parts[_TIMING, :, row] = timing(left[:, row].tolist())
    parts[_REST] = np.where(benefit, 0, left - parts[_TIMING])
    loose = finish_undated - begin_undated
    undated[_UNDER] = np.where(benefit, np.minimum(loose, 0), 0)
    undated[_OVER] = np.where(benefit, np.maximum(loose, 0), 0)
    undated[_REST] = np.where(benefit, 0, loose)
    return Causes(begin, finish, parts, undated, begin_undated, finish_undated)


def _stopped(f: Figures) -> Iterator[tuple[int, Stop]]:
    if f.stopped:
        for row, line in enumerate(f.cube.lines):
            if line.parent in f.stopped:
                yield row, f.stopped[line.parent]


def _shifted(months: Ints, by: int) -> Ints:
    """[month, line] `by` months later (earlier when below 0); what leaves the file's months is lost."""
    moved = np.zeros_like(months)
    if by > 0:
        moved[by:] = months[:-by]
    elif by < 0:
        moved[:by] = months[-by:]
    return moved


def _toward(wanted: Ints, gap: Ints) -> Ints:
    """`wanted` where it points as the gap does, and no further than the gap."""
    found: Ints = np.where(np.sign(wanted) == np.sign(gap), np.sign(gap) * np.minimum(np.abs(wanted), np.abs(gap)), 0)
    return found


def timing(gaps: list[int]) -> list[int]:
    """The part of monthly gaps that sums to 0: all of the smaller side, and as much of the larger one.

    What remains, the real over- or underspend, lies in the months of the larger side in proportion to their gaps.
    """
    total = sum(gaps)
    if not total:
        return list(gaps)
    real = split(total, [abs(g) if (g > 0) == (total > 0) else 0 for g in gaps])
    return [g - r for g, r in zip(gaps, real, strict=True)]
