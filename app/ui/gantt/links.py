"""Paths of dependency lines: orthogonal, leaving a bar where the link leaves it, landing on the other, off all words.

A path leaves sideways along the bar's row when nothing is written there, else down (or up) from the bar's end into
the gap between two rows. Of several places for its long vertical the first that crosses no note is taken.
Must not know: Qt, dates, records.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
INSET = 4.0
_SPREAD = (0.0, 5.0, 10.0, 16.0, 24.0, 34.0, 46.0)
_ASIDE = (-8.0, 8.0, -20.0, 20.0, -40.0, 40.0, -70.0, 70.0, -110.0, 110.0, -160.0, 160.0)


@dataclass(frozen=True, slots=True)
class Box:
    """A bar: left, right, top, bottom and the number of its row (-1 above all rows, their count below all)."""

    x0: float
    x1: float
    top: float
    bottom: float
    row: int


@dataclass(frozen=True, slots=True)
class Words:
    """Where something is written: stretches of x by row, and all of them as (top, bottom, left, right)."""

    by_row: Mapping[int, Sequence[tuple[float, float]]]
    boxes: Sequence[tuple[float, float, float, float]]

    @staticmethod
    def of(by_row: Mapping[int, Sequence[tuple[float, float]]], edges: Sequence[tuple[float, float]]) -> Words:
        return Words(by_row, [(edges[row][0] + 2, edges[row][1] - 2, a, b)
                              for row, spans in by_row.items() for a, b in spans])


@dataclass(frozen=True, slots=True)
class Arrow:
    """A path whose last point is the tip; `uid` is the dependency's."""

    points: tuple[Point, ...]
    uid: str
    hard: bool = True


def route(tail: Box, head: Box, kind: str, edges: Sequence[tuple[float, float]], words: Words, uid: str = "",
          hard: bool = True) -> Arrow:
    """The path of one link. `edges` are top and bottom of each row in view, for the gaps between rows."""
    down = head.top > tail.top
    tip = head.top - 0.5 if down else head.bottom + 0.5
    leaves_end, to_start = kind[0] == "F", kind[1] == "S"
    middle = (tail.top + tail.bottom) / 2
    best: tuple[int, tuple[Point, ...]] | None = None
    for landing in _landings(head, to_start, wanted=_exit(tail, leaves_end) if kind in ("FF", "SS") else None):
        for points in _paths(tail, landing, tip, middle, leaves_end, down, edges, head.row, words):
            crossed = hits(points, words)
            if not crossed:
                return Arrow(tuple(points), uid, hard)
            if best is None or crossed < best[0]:
                best = crossed, tuple(points)
    assert best is not None
    return Arrow(best[1], uid, hard)


def _landings(head: Box, to_start: bool, wanted: float | None) -> Iterator[float]:
    """Places on the bar where the tip may come down, the best first."""
    inset = min(INSET, (head.x1 - head.x0) / 2)
    low, high = head.x0 + inset, head.x1 - inset
    if wanted is not None and low <= wanted <= high:
        yield wanted
    for aside in _SPREAD:
        x = low + aside if to_start else high - aside
        if low <= x <= high:
            yield x


def _exit(tail: Box, leaves_end: bool) -> float:
    inset = min(INSET, (tail.x1 - tail.x0) / 2)
    return tail.x1 - inset if leaves_end else tail.x0 + inset


def _paths(tail: Box, x: float, tip: float, middle: float, leaves_end: bool, down: bool,
           edges: Sequence[tuple[float, float]], head_row: int, words: Words) -> Iterator[list[Point]]:
    """Paths to one landing, the plainest first."""
    side = tail.x1 if leaves_end else tail.x0
    written = words.by_row.get(tail.row, ())
    if (x > side + INSET if leaves_end else x < side - INSET) and not any(
            a < max(side, x) and b > min(side, x) for a, b in written):
        yield [(side, middle), (x, middle), (x, tip)]
    out = _exit(tail, leaves_end)
    start = tail.bottom if down else tail.top
    if abs(out - x) < 1.0:
        yield [(x, start), (x, tip)]
        return
    near, far = _gap(tail.row, edges, down, start), _gap(head_row, edges, not down, tip)
    yield [(out, start), (out, near), (x, near), (x, tip)]
    yield [(out, start), (out, far), (x, far), (x, tip)]
    for aside in _ASIDE:
        yield [(out, start), (out, near), (x + aside, near), (x + aside, far), (x, far), (x, tip)]


def _gap(row: int, edges: Sequence[tuple[float, float]], below: bool, other: float) -> float:
    """The line between a row and the next one, or the given y for a row out of view."""
    if not 0 <= row < len(edges):
        return other
    top, bottom = edges[row]
    return bottom - 1.5 if below else top + 1.5


def hits(points: Sequence[Point], words: Words) -> int:
    """How many notes the vertical pieces of a path cross."""
    found = 0
    for (x, y0), (x1, y1) in pairwise(points):
        if x == x1:
            low, high = (y0, y1) if y0 < y1 else (y1, y0)
            found += len([1 for top, bottom, a, b in words.boxes if a <= x <= b and low < bottom and high > top])
    return found
