"""Every line's and month's gap between two series, cut into causes: what a bridge sums (bridge.py says which causes).

Made once for all nodes and windows, with the sums of every node above measures; after an edit the lines it touched are
cut again and the difference goes up to their ancestors.
Must not know: windows, measures' names, screens.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import EFFECT_TYPES
from app.core.portfolio import Portfolio, Since
from app.core.value.cube import Cube, at_columns
from app.core.value.delays import months_late
from app.core.value.rolling import carried, resting, sums_above
from app.core.value.split import split
from app.core.value.standing import ALWAYS, Stop
from app.core.value.variance import ACTUAL, BENEFIT, PLAN, Figures, by_line, figures
from app.errors import Problem

CAUSES = ("cancelled", "on_hold", "slipped", "under_delivering", "over_delivering", "timing", "rest")
CAUSE_NAMES = {"cancelled": "Cancelled", "on_hold": "On hold", "slipped": "Slipped",
               "under_delivering": "Under-delivering", "over_delivering": "Over-delivering",
               "timing": "One-time cost earlier or later", "rest": "Cost against plan"}
STEPS = (("plan", "actual"), ("plan", "expected"), ("plan", "forecast"), ("forecast", "actual"))
_CANCELLED, _HOLD, _SLIPPED, _UNDER, _OVER, _TIMING, _REST = range(len(CAUSES))
_LAYERS = len(CAUSES) + 2              # the causes, then the first and the second series
_BEGIN, _FINISH = len(CAUSES), len(CAUSES) + 1
_ONE_TIME_COST = EFFECT_TYPES.index("one_time_cost")
_AT_MOST = 2000                       # lines cut again one by one; after more all are
Ints = NDArray[np.int64]
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Parts:
    """Of some lines: the causes, then both series they lie between, as layers; `dated` and `loose` show the same
    memory as `table`, so that all of it is summed in one go."""

    table: Ints                           # [layer and month, then layer; line]
    months: int

    @staticmethod
    def empty(months: int, lines: int) -> Parts:
        return Parts(np.zeros((_LAYERS * (months + 1), lines), np.int64), months)

    @property
    def dated(self) -> Ints:
        """[layer, month, line], in month order."""
        return self.table[:_LAYERS * self.months].reshape(_LAYERS, self.months, self.table.shape[1])

    @property
    def loose(self) -> Ints:
        """[layer, line]: what has no month."""
        return self.table[_LAYERS * self.months:]

    @property
    def parts(self) -> Ints:
        found: Ints = self.dated[:len(CAUSES)]
        return found

    @property
    def undated(self) -> Ints:
        found: Ints = self.loose[:len(CAUSES)]
        return found

    @property
    def begin(self) -> Ints:
        found: Ints = self.dated[_BEGIN]
        return found

    @property
    def finish(self) -> Ints:
        found: Ints = self.dated[_FINISH]
        return found

    @property
    def begin_undated(self) -> Ints:
        found: Ints = self.loose[_BEGIN]
        return found

    @property
    def finish_undated(self) -> Ints:
        found: Ints = self.loose[_FINISH]
        return found

    def some(self, rows: Rows) -> Parts:
        return Parts(self.table[:, rows], self.months)


@dataclass(frozen=True, slots=True)
class Causes(Parts):
    """All lines of a cube in its order, and the sums of the nodes that have a column there."""

    cube: Cube
    actual_to: int | None
    stopped: dict[str, Stop]
    late: dict[str, int]
    sums: Ints                            # [layer, month, column]
    undated_sums: Ints                    # [layer, column]
    hits: Ints                            # [cause] how many amounts other than 0


def causes(p: Portfolio, status: str, of: tuple[str, str] = ("plan", "expected"), effect: str = "") -> Causes:
    """All parts of all lines of money, or of one effect; they follow edits."""
    if of not in STEPS:
        raise Problem(f"There is no bridge from {of[0]} to {of[1]}.",
                      f"Bridges: {', '.join(' to '.join(step) for step in STEPS)}.")
    return p.kept(f"causes {status} {of} {effect}", lambda: build(p, status, of, effect),
                  lambda old, since: _follow(p, old, since, status, of, effect))


def build(p: Portfolio, status: str, of: tuple[str, str], effect: str = "") -> Causes:
    """From the lines up."""
    f, late = figures(p, status, effect), months_late(p, status)
    c = f.cube
    found = _cut_up(f, of, late, None)
    sums = Parts(sums_above(c.outline, c.position, found.table, c.column), c.months)
    return Causes(found.table, c.months, c, f.actual_to, f.stopped, late, sums.dated, sums.loose, _hits(found))


def _hits(found: Parts) -> Ints:
    return np.array([np.count_nonzero(part) + np.count_nonzero(undated)
                     for part, undated in zip(found.parts, found.undated, strict=True)], np.int64)


def _follow(p: Portfolio, old: Causes, since: Since, status: str, of: tuple[str, str], effect: str) -> Causes | None:
    """Cut the touched lines again; None when other lines are summed, or others count."""
    f, late = figures(p, status, effect), months_late(p, status)
    c, was = f.cube, old.cube
    if (c.first, c.months, c.currency) != (was.first, was.months, was.currency) or any(
            kind in ("", "setting", "rate") for kind, _ in since.cells):
        return None
    if f.actual_to != old.actual_to or f.stopped != old.stopped or (c is not was and (c.apart or was.apart)):
        return None
    if c is not was:
        rest = resting(was.outline, c.outline, was.position)
        carried_over = None if rest is None else _carried(p, old, c, rest, since)
        if carried_over is None:
            return None
        old = carried_over
    found = {at for uid in since.uids if (at := c.place(uid, p.get(uid))) is not None}
    if late is not old.late:
        for uid in {uid for uid, _ in late.items() ^ old.late.items()}:
            at = c.place(uid, p.get(uid))
            found.update([at] if at is not None else c.lines_of(uid).tolist() if uid in c.outline.position else ())
    if len(found) > _AT_MOST:
        return None
    if found:
        _again(old, f, of, late, np.array(sorted(found), np.intp))
    return old if late is old.late else replace(old, late=late)


def _carried(p: Portfolio, old: Causes, c: Cube, rest: NDArray[np.int32], since: Since) -> Causes | None:
    """The same parts on another cube: nodes or lines came or went, and those that were touched have none yet."""
    was, touched = old.cube, since.uids | since.along
    sums, undated_sums = (at_columns(was, c.column, rest, a) for a in (old.sums, old.undated_sums))
    if c.block is was.block:
        return replace(old, cube=c, sums=sums, undated_sums=undated_sums)
    gone = sorted({at for uid in touched if (at := was.place(uid, p.get(uid), since.homes)) is not None})
    come = sorted({at for uid in touched if (at := c.place(uid, p.get(uid))) is not None})
    stay, there = np.delete(np.arange(len(was.lines)), gone), np.delete(np.arange(len(c.lines)), come)
    if [was.lines[i].uid for i in stay.tolist()] != [c.lines[i].uid for i in there.tolist()]:
        return None                       # made anew, or by more than was told
    rows = np.array(gone, np.intp)
    went = old.some(rows)
    _take_up(c, [int(rest[was.position[row]]) for row in gone], -went.dated, -went.loose, sums, undated_sums)
    old.hits[:] -= _hits(went)
    now = np.full(len(was.lines), -1, np.int32)
    now[stay] = there
    table = np.asarray(carried(old.table, now, len(c.lines)), np.int64)
    return replace(old, cube=c, sums=sums, undated_sums=undated_sums, table=table)


def _take_up(c: Cube, measures: list[int], dated: Ints, undated: Ints, sums: Ints, undated_sums: Ints) -> None:
    """Add [layer, month, line] and [layer, line] to the nodes above the measures of these lines."""
    for k, measure in enumerate(measures):
        at = int(c.outline.parent[measure])
        while at >= 0:
            sums[:, :, c.column[at]] += dated[:, :, k]
            undated_sums[:, c.column[at]] += undated[:, k]
            at = int(c.outline.parent[at])


def _again(old: Causes, f: Figures, of: tuple[str, str], late: dict[str, int], rows: Rows) -> None:
    """Cut these lines again, and take the difference up."""
    c = f.cube
    new = _cut_up(f, of, late, rows)
    was = old.some(rows)
    _take_up(c, c.position[rows].tolist(), new.dated - was.dated, new.loose - was.loose, old.sums, old.undated_sums)
    old.hits[:] += _hits(new) - _hits(was)
    old.table[:, rows] = new.table


def _look(f: Figures, name: str, rows: Rows | None) -> tuple[Ints, Ints]:
    """[month, line] and undated [line] of one series as a bridge reads it; a forecast is what still counts of it."""
    c, some = f.cube, slice(None) if rows is None else rows
    if name in ("plan", "actual"):
        series = PLAN if name == "plan" else ACTUAL
        return c.block.net[series][:, some], c.undated[some, series]
    net, _, undated = by_line(c, None if name == "forecast" else f.actual_to, f.stopped, rows)
    return net, undated


def _cut_up(f: Figures, of: tuple[str, str], late: dict[str, int], rows: Rows | None) -> Parts:
    c = f.cube
    lines = np.arange(len(c.lines)) if rows is None else rows
    found = Parts.empty(c.months, len(lines))
    begin, finish, parts, undated = found.begin, found.finish, found.parts, found.undated
    begin[:], found.begin_undated[:] = _look(f, of[0], rows)
    finish[:], found.finish_undated[:] = _look(f, of[1], rows)
    if "actual" in of:
        begin[c.cut(f.actual_to):], finish[c.cut(f.actual_to):] = 0, 0
    left = gap = finish - begin
    types = c.types[lines]
    benefit = np.isin(types, BENEFIT)
    stopped = list(_stopped(f, lines))
    for row, stop in stopped:
        if stop.held and benefit[row]:
            parts[_HOLD, :, row] = np.minimum(gap[:, row], 0)
        if stop.after is not None:                    # cancelled outweighs held in the months behind it
            after = c.cut(f.actual_to) if stop.after == ALWAYS else c.cut(stop.after)
            parts[_HOLD, after:, row] = 0
            parts[_CANCELLED, after:, row] = gap[after:, row]
    if stopped:
        left = gap - parts[_CANCELLED] - parts[_HOLD]
    if late:
        uids, homes = c.outline.uids, c.position[lines].tolist()
        by = np.array([late.get(c.lines[i].uid, late.get(uids[at], 0))
                       for i, at in zip(lines.tolist(), homes, strict=True)], np.int64)
        some_slipped = False
        for months in sorted(set(by[benefit].tolist())):
            slipped = np.flatnonzero(benefit & (by == months))
            if months:
                planned = begin[:, slipped]
                parts[_SLIPPED][:, slipped] = _toward(_shifted(planned, months) - planned, left[:, slipped])
                some_slipped = True
        if some_slipped:
            left -= parts[_SLIPPED]
    np.minimum(left, 0, out=parts[_UNDER], where=benefit)
    np.maximum(left, 0, out=parts[_OVER], where=benefit)
    for row in np.flatnonzero(types == _ONE_TIME_COST).tolist():
        if left[:, row].any():
            parts[_TIMING, :, row] = timing(left[:, row].tolist())
    np.subtract(left, parts[_TIMING], out=parts[_REST], where=~benefit)
    loose = found.finish_undated - found.begin_undated
    undated[_UNDER] = np.where(benefit, np.minimum(loose, 0), 0)
    undated[_OVER] = np.where(benefit, np.maximum(loose, 0), 0)
    undated[_REST] = np.where(benefit, 0, loose)
    return found


def _stopped(f: Figures, lines: Rows) -> Iterator[tuple[int, Stop]]:
    if f.stopped:
        uids = f.cube.outline.uids
        for row, at in enumerate(f.cube.position[lines].tolist()):
            stop = f.stopped.get(uids[at])
            if stop is not None:
                yield row, stop


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
