"""The arrows of a network made ready for its passes: every step of a pass is one addition or one look into a table.

Made once for a network, since it depends on lengths and links alone, not on where activities stand. What a pass does
with it stands in looks.py.
Must not know: records, verbs, what a pass is for.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.schedule.calendar import Flags, Ints
from app.core.schedule.network import FAR, Network
from app.core.schedule.window import EDGE, Window, window

_CELLS = 4                             # cells of `Ends` for each node; more are not worth it


class Step(NamedTuple):
    """A level of the backward pass, where tables surely reach: with k the largest count of a head, that of the tail is
    before[day[k + room] + latest] + own; a calendar without days off needs no table, `room` and `own` hold it."""

    head: Ints
    room: Ints
    day: Ints | None
    latest: Ints
    before: Ints | None
    own: Ints
    groups: NDArray[np.intp] | None    # None: one arrow each
    tails: slice | Ints


@dataclass(frozen=True)
class Back:
    """Arrows in the order of `levels.turn`, for the backward pass; `steps` are the same where tables surely reach."""

    head: Ints
    room: Ints
    latest: Ints
    own: Ints
    day_calendar: Ints
    before_calendar: Ints
    counts: Flags | None               # None: all do
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Check:
    """What tells whether an arrow is broken and what it asks: boundaries stand in one array, starts before ends, and
    last one that nothing passes, for arrows that demand nothing.

    `lagged` are the arrows whose demand is not the boundary itself.
    """

    leaves: Ints                       # [arrow] place of the boundary it leaves from
    meets: Ints                        # [arrow] place of the boundary it asks something of
    days: Ints | None                  # [arrow] calendar days of lag, None without any
    lagged: NDArray[np.intp]
    into: Ints                         # [lagged] its calendar
    back: Ints                         # [lagged] from the boundary to its place in `before`
    on: Ints                           # [lagged] from what was found there to the place in `day`
    one: Ints                          # [lagged] what is added to that day
    place: Ints                        # [arrow] its place in `lagged`, -1 for the others
    arrows: Ints                       # [arrow] (leaves, from the boundary to its place in `before`, meets, from what
    #                                    was found there to the count asked), side by side
    nodes: Ints                        # [node] (from a count to the place of its end in `day`, to that of its start,
    #                                    what is added to that day), side by side
    run: Ints                          # 0, 1, 2 ... as far as there are arrows
    many: Ints                         # [node] how many arrows lead into it
    out: Ints                          # [node] how many leave it
    after: Ints                        # their heads, in the order of `levels.leaving`
    facts: bool                        # some node has begun


@dataclass(frozen=True)
class Ends:
    """Where groups end: one look into a table for each group and calendar instead of one for each node."""

    order: Ints                        # nodes but hubs, group by group
    starts: NDArray[np.intp]           # where the groups begin
    tables: Ints                       # [calendar] from a boundary to its place in `before`
    cell: Ints                         # [node] its group and calendar; the last cell for what is finished
    high: Ints                         # [node] what its constraint allows


@dataclass(frozen=True)
class Lean:
    """`calm`: no lag and no length is so long that it could lead out of the tables from well inside them, which
    for counts of working days is between `least` and `most` of each node."""

    window: Window
    calm: bool
    least: Ints
    most: Ints
    back: Back
    check: Check
    ends: Ends | None


def lean(n: Network) -> Lean | None:
    """The network's arrows made ready; None where its dates are too far apart for tables."""
    if "lean" not in n.__dict__:
        real = ~n.hub
        low, high = int(n.start[real].min(initial=FAR)), int(n.end[real].max(initial=0))
        tables = window(n.calendars, low, high) if low < high else None
        n.__dict__["lean"] = None if tables is None else _lean(n, tables)
    found: Lean | None = n.__dict__["lean"]
    return found


def _lean(n: Network, w: Window) -> Lean:
    rows = np.arange(len(w.first)) * w.size
    low, high, last = w.before[rows + EDGE], w.before[rows + w.size - EDGE], w.before[rows + w.size - 1]
    reach = int(min((low - w.first).min(), (last - high).min())) - 2
    farthest = int(n.length.max(initial=0)) + int(np.abs(n.add).max(initial=0))
    calm = farthest <= reach and int(np.abs(n.days).max(initial=0)) <= reach
    least, most = low[n.calendar], high[n.calendar]
    least[n.finished], most[n.finished] = -2 * FAR, 2 * FAR                  # facts, whatever comes
    return Lean(w, calm, least, most, _back(n, w), _check(n, w), _ends(n, w))


def _back(n: Network, w: Window) -> Back:
    turn = n.levels.turn
    tail, head, into = n.levels.tail[turn], n.levels.head[turn], n.counts_in[turn]
    e, from_tail = n.ends_meet[turn], n.calendar[tail]
    opening = n.from_start[turn] & n.opens[tail]
    room = w.day_at(into) - np.where(n.to_start[turn], n.length[head], 0) - e - n.add[turn]
    latest = w.before_at(from_tail) + e - n.days[turn] + opening
    skip = (n.idle | n.fixed)[turn]
    own = np.where(opening, n.length[tail] - 1, 0)
    some = bool(skip.any())
    own = np.where(skip, FAR, own) if some else own
    return Back(head, room, latest, own, into, from_tail, ~skip if some else None,
                tuple(_steps(n, w, head, room, latest, own, into, from_tail)))


def _steps(n: Network, w: Window, head: Ints, room: Ints, latest: Ints, own: Ints, into: Ints, out_of: Ints) -> \
        list[Step]:
    before, day = w.before.reshape(-1, w.size), w.day.reshape(-1, w.size)
    plain = (np.diff(before, axis=1) == 1).all(axis=1) & (np.diff(day, axis=1) == 1).all(axis=1)
    found = []
    for low, high, groups, tails in n.levels.backward:
        part = slice(low, high)
        here, there, first, last = into[part], out_of[part], room[part], own[part]
        no_day, no_before = bool(plain[here].all()), bool(plain[there].all())
        if no_day:
            first = first - here * w.size + w.low + latest[part]
        if no_before:
            last = last - there * w.size + w.first[there] + (0 if no_day else latest[part])
        side_by_side = len(tails) == int(tails[-1]) - int(tails[0]) + 1
        found.append(Step(head[part], first, None if no_day else w.day, latest[part], None if no_before else w.before,
                          last, None if len(groups) == high - low else groups,
                          slice(int(tails[0]), int(tails[-1]) + 1) if side_by_side else tails))
    return found


def _check(n: Network, w: Window) -> Check:
    tail, head, size = n.levels.tail, n.levels.head, len(n)
    to_start = n.to_start & n.opens[head]
    lagged = np.flatnonzero((n.add != 0) | n.lowered)
    into, e, add = n.counts_in[lagged], n.ends_meet[lagged], n.add[lagged]
    one = np.where(to_start[lagged] & (add < 0), 0, 1)
    place = np.full(len(tail), -1, np.int64)
    place[lagged] = np.arange(len(lagged))
    leaves = np.where(n.from_start, tail, tail + size)
    meets = np.where(n.idle, 2 * size, np.where(to_start, head, head + size))
    counted = w.before_at(n.counts_in) - n.ends_meet + n.days
    asks = n.ends_meet + n.add + np.where(n.to_start, n.length[head], 0)
    home = w.day_at(n.calendar)
    bounds, leaving = n.levels.leaving
    return Check(leaves, meets, n.days if n.days.any() else None, lagged, into, w.before_at(into) - e,
                 e + add - one + w.day_at(into), one, place,
                 np.stack((leaves, counted, meets, np.where(n.idle, -FAR, asks)), axis=1),
                 np.stack((home - 1, home - np.where(n.opens, n.length, 1), np.where(n.opens, 0, 1)), axis=1),
                 np.arange(len(tail)), np.diff(n.levels.incoming), np.diff(bounds), head[leaving],
                 bool(n.started.any()))


def _ends(n: Network, w: Window) -> Ends | None:
    """None where a group holds nothing but hubs, or there are more groups and calendars than nodes."""
    nodes, number = n.levels.together
    groups, calendars = int(number.max(initial=-1)) + 1, len(w.first)
    order = nodes[~n.hub[nodes]]
    own = number[order]
    starts = np.flatnonzero(np.r_[True, own[1:] != own[:-1]]) if len(own) else np.zeros(0, np.intp)
    if len(starts) != groups or not groups or groups * calendars > _CELLS * len(n):
        return None
    return Ends(order, starts, w.before_at(np.arange(calendars)),
                np.where(n.finished, groups * calendars, number * calendars + n.calendar),
                np.where(n.finished, FAR, n.bounds.high))
