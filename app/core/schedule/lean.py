"""The arrows of a network made ready for its passes: every step of a pass is one addition or one look into a table.

Made once for a network, since it depends on lengths and links alone, not on where activities stand.
Must not know: records, verbs, what a pass is for.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.schedule.calendar import Flags, Ints
from app.core.schedule.links import spread
from app.core.schedule.network import FAR, Network
from app.core.schedule.window import EDGE, Window, window


@dataclass(frozen=True)
class Back:
    """Arrows in the order of `levels.turn`, for the backward pass.

    With k the largest count of the head, the tail's is before[day[k + room] + latest] + own.
    """

    head: Ints
    room: Ints
    latest: Ints
    own: Ints
    day_calendar: Ints
    before_calendar: Ints
    counts: Flags | None               # None: all do


@dataclass(frozen=True)
class Check:
    """What tells whether an arrow is broken: boundaries stand in one array, starts before ends.

    `lagged` are the arrows whose demand is not the boundary itself.
    """

    leaves: Ints                       # [arrow] place of the boundary it leaves from
    meets: Ints                        # [arrow] place of the boundary it asks something of
    days: Ints | None                  # [arrow] calendar days of lag, None without any
    idle: Flags | None
    lagged: NDArray[np.intp]
    into: Ints                         # [lagged] its calendar
    back: Ints                         # [lagged] from the boundary to its place in `before`
    on: Ints                           # [lagged] from what was found there to the place in `day`
    one: Ints                          # [lagged] what is added to that day
    place: Ints                        # [arrow] its place in `lagged`, -1 for the others
    counted: Ints                      # [arrow] from the boundary to its place in `before`
    asks: Ints                         # [arrow] from what was found there to the count asked
    home: Ints                         # [node] from a count to its place in `day`


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
    return Lean(w, calm, low[n.calendar], high[n.calendar], _back(n, w), _check(n, w))


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
    return Back(head, room, latest, np.where(skip, FAR, own) if some else own, into, from_tail,
                ~skip if some else None)


def _check(n: Network, w: Window) -> Check:
    tail, head, size = n.levels.tail, n.levels.head, len(n)
    to_start = n.to_start & n.opens[head]
    lagged = np.flatnonzero((n.add != 0) | n.lowered)
    into, e, add = n.counts_in[lagged], n.ends_meet[lagged], n.add[lagged]
    one = np.where(to_start[lagged] & (add < 0), 0, 1)
    place = np.full(len(tail), -1, np.int64)
    place[lagged] = np.arange(len(lagged))
    return Check(np.where(n.from_start, tail, tail + size), np.where(to_start, head, head + size),
                 n.days if n.days.any() else None, n.idle if n.idle.any() else None, lagged, into,
                 w.before_at(into) - e, e + add - one + w.day_at(into), one, place,
                 w.before_at(n.counts_in) - n.ends_meet,
                 n.ends_meet + n.add + np.where(n.to_start, n.length[head], 0), w.day_at(n.calendar))


def broken(n: Network, start: Ints, end: Ints) -> Flags | None:
    """[arrow] whether it counts and these boundaries do not keep it (`demands` of passes.py); None: no table says."""
    ready = lean(n)
    if ready is None:
        return None
    check, w = ready.check, ready.window
    stand = np.concatenate((start, end))
    x = stand[check.leaves]
    if check.days is not None:
        x += check.days
    if len(check.lagged):
        at = x[check.lagged] + check.back
        if not w.holds(check.into, at):
            return None
        at = w.before[at] + check.on
        if not w.holds(check.into, at):
            return None
        x[check.lagged] = w.day[at] + check.one
    found: Flags = x > stand[check.meets]
    if check.idle is not None:
        found &= ~check.idle
    return found


def settle(n: Network, asked: Flags, count: Ints, start: Ints, end: Ints) -> bool:
    """Settle the nodes asked, and those behind whatever moves, in place; False, with nothing done, where a table may
    not reach (`passes.py` works the same out arrow by arrow)."""
    ready = lean(n)
    if ready is None or not ready.calm:
        return False
    w, c, head, size = ready.window, ready.check, n.levels.head, len(n)
    incoming, (bounds, leaving) = n.levels.incoming, n.levels.leaving
    stand, counts = np.concatenate((start, end)), count.copy()
    for _, _, _, first, last in n.levels.forward:
        nodes = np.flatnonzero(asked[first:last])
        if not len(nodes):
            continue
        nodes += first
        arrows, groups = spread(incoming, nodes)
        x = stand[c.leaves[arrows]]
        if c.days is not None:
            x += c.days[arrows]
        found = w.before.take(x + c.counted[arrows], mode="clip")
        if len(c.lagged):
            place = c.place[arrows]
            some = np.flatnonzero(place >= 0)
            place = place[some]
            x[some] = w.day.take(found[some] + c.on[place], mode="clip") + c.one[place]
        unkept, wanted = x > stand[c.meets[arrows]], found + c.asks[arrows]
        if c.idle is not None:
            idle = c.idle[arrows]
            unkept, wanted = unkept & ~idle, np.where(idle, -FAR, wanted)
        hit = np.logical_or.reduceat(unkept, groups) & ~n.finished[nodes]
        best, nodes = np.maximum.reduceat(wanted, groups)[hit], nodes[hit]
        if not len(nodes):
            continue
        counts[nodes] = new = np.maximum(best, counts[nodes])
        new += c.home[nodes]
        stand[nodes + size] = new_end = w.day.take(new - 1, mode="clip") + 1
        new_start = np.where(n.opens[nodes], w.day.take(new - n.length[nodes], mode="clip"), new_end)
        free = ~n.started[nodes]
        stand[nodes[free]] = new_start[free]
        asked[head[leaving[spread(bounds, nodes)[0]]]] = True
    if len(stand) and (stand.min() < w.low + EDGE or stand.max() > w.low + w.size - EDGE):
        return False
    count[:], start[:], end[:] = counts, stand[:size], stand[size:]
    return True


def backward(n: Network, limit: Ints) -> Ints | None:
    """The largest counts with which no limit passes; None where a table does not reach."""
    ready = lean(n)
    if ready is None:
        return None
    back, w, late = ready.back, ready.window, limit.copy()
    days, befores = np.empty(len(back.head), np.int64), np.empty(len(back.head), np.int64)
    for low, high, groups, tails in n.levels.backward:
        at = np.add(late[back.head[low:high]], back.room[low:high], out=days[low:high])
        at = np.add(w.day.take(at, mode="clip"), back.latest[low:high], out=befores[low:high])
        own = w.before.take(at, mode="clip")
        own += back.own[low:high]
        late[tails] = np.minimum(late[tails], np.minimum.reduceat(own, groups))
    if ready.calm and ready.check.days is None:
        open_ = ~n.finished
        if bool((open_ & ((late < ready.least) | (late > ready.most))).any()):
            return None
        return late
    counts = slice(None) if back.counts is None else back.counts
    held = w.holds(back.day_calendar[counts], days[counts]) and w.holds(back.before_calendar[counts], befores[counts])
    return late if held else None
