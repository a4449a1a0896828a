"""The part of a network that only links shape: who is tied to whom, in which order, with what lag.

Kept over edits of dates, because sorting ten thousand activities by level costs more than both passes; made anew
when a link or a record comes or goes, or when a date decides which activity stands for a measure.
Must not know: calendars, how dates are computed.
"""
from __future__ import annotations

import weakref
from dataclasses import dataclass

import numpy as np

from app.core.portfolio import Portfolio
from app.core.schedule.calendar import Flags, Ints
from app.core.schedule.facts import Span, span_of
from app.core.schedule.links import FS, SF, SS, Arrow, Levels, arrows, constrained, levels, without_circles


@dataclass(frozen=True)
class Shape:
    """Arrows in the order of `levels`, as columns."""

    levels: Levels
    arrow: tuple[Arrow, ...]
    from_start: Flags
    to_start: Flags
    add: Ints                          # working days of lag
    days: Ints                         # calendar days of lag
    soft: Flags
    left_out: tuple[str, ...]          # links that close a circle


@dataclass(frozen=True)
class _Kept:
    shape: Shape
    of: int                            # Portfolio.shape it was made for
    dated: dict[str, bool]
    bound: list[str]


_KEPT: weakref.WeakKeyDictionary[Portfolio, _Kept] = weakref.WeakKeyDictionary()


def shape(p: Portfolio) -> tuple[Shape, dict[str, Span | None]]:
    """The shape of the file's links, and the dates of all they concern."""
    kept, bound = _KEPT.get(p), [a.uid for a in constrained(p)]
    if kept is not None and kept.of == p.shape and kept.bound == bound:
        spans = {uid: span_of(p.records[uid]) for uid in kept.dated}
        if all((spans[uid] is not None) is dated for uid, dated in kept.dated.items()):
            return kept.shape, spans
    found = arrows(p)
    made = _make(found.arrows, [uid for uid in bound if found.spans[uid] is not None])
    if found.chosen:
        _KEPT.pop(p, None)
    else:
        _KEPT[p] = _Kept(made, p.shape, {uid: span is not None for uid, span in found.spans.items()}, bound)
    return made, found.spans


def _make(found: list[Arrow], bound: list[str]) -> Shape:
    left_out: list[str] = []
    order = _order(found, bound)
    if order is None:
        found, left_out = without_circles(found)
        order = _order(found, bound)
        assert order is not None
    found = [found[i] for i in order.order]
    types = np.array([a.type for a in found], np.int64)
    lag = np.array([a.lag for a in found], np.int64)
    working = np.array([a.working for a in found], np.bool_)
    return Shape(order, tuple(found), (types == SS) | (types == SF), (types == FS) | (types == SS),
                 np.where(working, lag, 0), np.where(working, 0, lag),
                 np.array([not a.hard for a in found], np.bool_), tuple(left_out))


def _order(found: list[Arrow], bound: list[str]) -> Levels | None:
    ends = [(a.tail, a.head) for a in found]
    return levels(tuple(dict.fromkeys([*bound, *(uid for pair in ends for uid in pair)])), ends)
