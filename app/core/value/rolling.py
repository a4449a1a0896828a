"""Sums over the tree, level by level: from rows of amounts to every node above them, exact in whole numbers.

Rows are ordered by the node they stand at, and nodes of a level stand in order behind their parents, so each level
is one `reduceat` along memory over the sums of the level below, and nothing is added that has no neighbour.
Must not know: what is summed, lines, months.
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.outline import Outline

Ints = NDArray[np.int64]
Places = NDArray[np.int32]
_STRETCHES = 200             # copied piece by piece; more are copied one by one


def roll_up(outline: Outline, position: Places, rows: Ints) -> Ints:
    """Sum rows [line, x] to nodes [node, x]; `position` is the node of each row, in order."""
    out = np.zeros((rows.shape[1], len(outline)), np.int64)
    for nodes, sums in _levels(outline, position, rows.T):
        _put(out, nodes, sums)
    return out.T


def columns_above(outline: Outline, level: int) -> Places:
    """[node] -> its column in `sums_above`, those of one level side by side; -1 from `level` on down."""
    above = np.flatnonzero(outline.level < level)
    column = np.full(len(outline), -1, np.int32)
    column[above[np.argsort(outline.level[above], kind="stable")]] = np.arange(len(above))
    return column


def sums_above(outline: Outline, position: Places, rows: Ints, column: Places) -> Ints:
    """Sum rows [x, line] to the nodes that have a column, [x, column], without the nodes the lines stand at.

    These are the neighbours of their lines: one of them is summed when it is asked for.
    """
    out = np.zeros((rows.shape[0], int(column.max(initial=-1)) + 1), np.int64)
    if len(position):
        for nodes, sums in _levels(outline, outline.parent[position], rows):
            _put(out, column[nodes], sums)
    return out


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


def _levels(outline: Outline, position: Places, rows: Ints) -> Iterator[tuple[Places, Ints]]:
    """(nodes, their sums [x, node]) from the level the rows stand at up to the top."""
    below = outline.level[position[position >= 0]]
    if len(below) and (below != below[0]).any():          # rows of several levels: each level for itself
        yield from _mixed(outline, position, rows)
        return
    while len(position):
        keep = position >= 0
        if not keep.all():                                # what hangs under nothing has been summed
            position, rows = position[keep], rows[:, keep]
            continue
        new = np.empty(len(position), np.bool_)
        new[0] = True
        np.not_equal(position[1:], position[:-1], out=new[1:])
        if not new.all():
            starts = np.flatnonzero(new)
            position, rows = position[starts], np.add.reduceat(rows, starts, axis=1)
        yield position, rows
        position = outline.parent[position]


def _mixed(outline: Outline, position: Places, rows: Ints) -> Iterator[tuple[Places, Ints]]:
    sums: dict[int, Ints] = {}
    for level in np.unique(outline.level[position[position >= 0]]).tolist():
        here = np.flatnonzero((position >= 0) & (outline.level[position] == level))
        for nodes, found in _levels(outline, position[here], rows[:, here]):
            for i, node in enumerate(nodes.tolist()):
                sums[node] = sums[node] + found[:, i] if node in sums else found[:, i]
    if sums:
        yield np.array(list(sums), np.int32), np.stack(list(sums.values()), axis=1)


def _put(out: Ints, places: Places, sums: Ints) -> None:
    """Write columns; those side by side in one piece."""
    low, high = int(places[0]), int(places[-1]) + 1
    if high - low == len(places):
        out[:, low:high] = sums
    else:
        for row, values in zip(out, sums, strict=True):   # row by row runs along memory
            row[places] = values
