"""Sums over the tree: from rows of amounts to every node above them, exact in whole numbers.

Rows are ordered by the node they stand at, and a node's subtree is a slice of the outline, so the sum of a node is the
difference of two running totals: one pass along memory serves all levels. Running totals may pass 64 bits; differences
are exact all the same as long as the sums themselves fit.
Must not know: what is summed, lines, months.
"""
from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.outline import Outline

Ints = NDArray[np.int64]
Places = NDArray[np.int32]
Bounds = NDArray[np.intp]
_STRETCHES = 200             # copied piece by piece; more are copied one by one
_AT_HAND = 300_000           # running totals at a time: few calls, and what fits memory close to the processor


def roll_up(outline: Outline, position: Places, rows: Ints) -> Ints:
    """Sum rows [line, x] to nodes [node, x]; `position` is the node of each row, in order."""
    found = np.zeros((rows.shape[1], len(outline)), np.int64)
    if len(position):
        first = np.flatnonzero(np.r_[True, position[1:] != position[:-1]])
        _put(found, position[first], rows.T if len(first) == len(rows) else np.add.reduceat(rows.T, first, axis=1))
        above = np.flatnonzero(outline.end > np.arange(1, len(outline) + 1))
        above = above[np.argsort(outline.level[above], kind="stable")]       # level by level they are neighbours
        _put(found, above, _sums(rows.T, *_bounds(outline, position, above)))
    return found.T


def columns_above(outline: Outline, level: int) -> Places:
    """[node] -> its column in `sums_above`, those of one level side by side; -1 from `level` on down."""
    above = np.flatnonzero(outline.level < level)
    column = np.full(len(outline), -1, np.int32)
    column[above[np.argsort(outline.level[above], kind="stable")]] = np.arange(len(above))
    return column


def sums_above(outline: Outline, position: Places, rows: Ints, column: Places) -> Ints:
    """Sum rows [x, line] to the nodes that have a column, [x, column].

    The nodes the lines stand at have none: they are the neighbours of their lines, and one of them is summed when it
    is asked for.
    """
    above = np.flatnonzero(column >= 0)
    nodes = np.empty(len(above), np.intp)
    nodes[column[above]] = above
    return _sums(rows, *_bounds(outline, position, nodes))


def resting(old: Outline, new: Outline, position: Places) -> Places | None:
    """[old node] its place in the new outline, when no node with rows (at these old positions) came under another one:
    then every sum is what it was. None otherwise."""
    now = new.places_of(old)
    there = np.flatnonzero(now >= 0)
    above = old.parent[there]
    moved = there[new.parent[now[there]] != np.where(above >= 0, now[above], -1)]
    gone = np.flatnonzero(now < 0)
    for nodes in (moved, gone):
        if (np.searchsorted(position, nodes) != np.searchsorted(position, old.end[nodes])).any():
            return None
    return now


def carried(rows: NDArray[Any], now: Places, count: int) -> NDArray[Any]:
    """Columns [x, old place] at their new places among `count`, 0 elsewhere; stretches that stay together in one."""
    out = np.zeros((rows.shape[0], count), rows.dtype)
    old = np.flatnonzero(now >= 0)
    new = now[old]
    cuts = np.flatnonzero((np.diff(old) != 1) | (np.diff(new) != 1)) + 1
    if len(cuts) > _STRETCHES:
        out[:, new] = rows[:, old]
    elif len(old):
        for low, end in zip([0, *cuts.tolist()], [*cuts.tolist(), len(old)], strict=True):
            out[:, new[low]:new[low] + end - low] = rows[:, old[low]:old[low] + end - low]
    return out


def _put(found: Ints, places: NDArray[Any], sums: Ints) -> None:
    for row, values in zip(found, sums, strict=True):         # row by row runs along memory
        row[places] = values


def _bounds(outline: Outline, position: Places, nodes: Bounds) -> tuple[Bounds, Bounds]:
    """[node] its rows, from and to."""
    first = np.zeros(len(outline) + 1, np.intp)
    np.cumsum(np.bincount(position, minlength=len(outline)), out=first[1:])
    return first[nodes], first[outline.end[nodes]]


def _sums(rows: Ints, low: Bounds, high: Bounds) -> Ints:
    """Sums [x, node] of the rows [x, line] from low to high."""
    count, lines = rows.shape
    out: Ints = np.empty((count, len(low)), np.int64)
    few = max(1, _AT_HAND // (lines + 1))
    running = np.empty((few, lines + 1), np.int64)
    running[:, 0] = 0
    # Nodes that begin where the one before ends share a total: level by level they nearly all do.
    cuts = [0, *(np.flatnonzero(low[1:] != high[:-1]) + 1).tolist(), len(low)]
    shared = len(low) > 0 and len(cuts) <= _STRETCHES
    ends = np.concatenate([np.r_[low[a], high[a:b]] for a, b in pairwise(cuts)]) if shared else low
    taken = np.empty((few, len(ends)), np.int64)
    for at in range(0, count, few):
        some = out[at:at + few]
        totals, found = running[:len(some)], taken[:len(some)]
        np.cumsum(rows[at:at + few], axis=1, out=totals[:, 1:])
        np.take(totals, ends, axis=1, out=found, mode="clip")
        if shared:
            for i, (a, b) in enumerate(pairwise(cuts)):
                np.subtract(found[:, a + i + 1:b + i + 1], found[:, a + i:b + i], out=some[:, a:b])
        else:
            np.take(totals, high, axis=1, out=some, mode="clip")
            some -= found
    return out
