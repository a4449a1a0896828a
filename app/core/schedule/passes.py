"""The two passes over a network: early and late dates, total float, what is critical, which links drive.

Forward, every node's count is the largest demand of its arrows; backward, the inverse. Three roads give the same
result (tests hold them against each other). From stored dates, all arrows are looked at once, and only what broken
ones lead to is worked out; backward, each step is a look into a table (looks.py). With one calendar, lags in working
days and dates on working days an arrow's demand is a constant and a level is one addition and one maximum. In all
other cases boundaries are turned into working days and back arrow by arrow, exactly.
Must not know: records, verbs.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.core.schedule.calendar import Flags, Ints
from app.core.schedule.lean import lean
from app.core.schedule.links import spread
from app.core.schedule.looks import backward, broken, limits
from app.core.schedule.looks import settle as looked_up
from app.core.schedule.network import FAR, Network


@dataclass(frozen=True)
class Dates:
    """Counts of working days before each node's finish, early and late, and what follows from them.

    `start`, `end`, `late_start` and `late_end` are boundaries. `total_float` is in working days of the node's own
    calendar: by how many it can slip before a limit passes (the end of its group or of the file, or a
    constraint); negative when a limit is broken already; 0 for what is finished.
    """

    network: Network
    count: Ints
    start: Ints
    end: Ints
    late: Ints

    @cached_property
    def total_float(self) -> Ints:
        return np.where(self.network.finished | self.network.hub, 0, self.late - self.count)

    @cached_property
    def critical(self) -> Flags:
        """Open activities without float that a link ties to another, or that break a limit."""
        n = self.network
        tied = np.zeros(len(n), np.bool_)
        tied[n.levels.tail[~n.idle]] = tied[n.levels.head[~n.idle]] = True
        flat = ~n.finished & ~n.hub
        return np.asarray(flat & (((self.total_float <= 0) & tied) | (self.total_float < 0)), np.bool_)

    @cached_property
    def late_end(self) -> Ints:
        n = self.network
        return np.where(n.finished, self.end, n.calendars.end(n.calendar, self.late))

    @cached_property
    def late_start(self) -> Ints:
        n = self.network
        fact = n.started | n.finished
        moving = np.where(n.opens, n.calendars.day(n.calendar, self.late - n.length), self.late_end)
        return np.where(fact, self.start, moving)

    @cached_property
    def drives(self) -> Flags:
        """[arrow] its head could not finish a working day earlier because of it."""
        n = self.network
        wanted, _ = demands(n, slice(None), self.start, self.end, self.start, self.end)
        return np.asarray(~n.idle & (wanted >= self.count[n.levels.head]), np.bool_)

    @cached_property
    def broken(self) -> Flags:
        """[arrow] soft links, and links to facts, that today's dates do not keep."""
        n = self.network
        _, broken = demands(n, slice(None), self.start, self.end, self.start, self.end)
        return broken

    def float_of(self, uid: str) -> int | None:
        at = self.network.at(uid)
        return None if at is None or self.network.finished[at] else int(self.total_float[at])

    def is_critical(self, uid: str) -> bool:
        at = self.network.at(uid)
        return at is not None and bool(self.critical[at])


def run(n: Network, *, stored: bool = True, one_end: bool = False, origin: int | None = None,
        quick: bool | None = None) -> Dates:
    """Early and late dates.

    `stored`: nothing lies earlier than its stored dates, so that float says by how much an activity can slip from
    where it stands; otherwise everything with a predecessor lies as early (or, `alap`, as late without moving
    others) as links and constraints allow from `origin` (default: the first stored start) on. The limit behind
    which nothing may slip is the last finish of the group that links tie together, with `one_end` that of the file.
    `quick` chooses the road for tests.
    """
    size = len(n)
    use_quick = n.regular if quick is None else quick
    floor = n.count
    if not stored:
        first = origin if origin is not None else int(n.start[~n.hub].min(initial=FAR))
        led = np.zeros(size, np.bool_)
        led[n.levels.head[~n.idle]] = True
        base = n.calendars.before(n.calendar, first) + np.where(n.opens, n.length, 0)
        floor = np.where(led & ~n.started, base, floor)
    settled = settle(n) if stored and quick is None else None
    if settled is not None:
        count, start, end = settled
    elif use_quick:
        count = _quick_forward(n, np.maximum(floor, _bound(n)))
        start, end = boundaries(n, count, n.start)
    else:
        count, start, end = forward(n, floor, stored=stored, bound=_bound(n))
    if not stored and n.bounds.late.any():
        count = _put_late(n, count, end)
        new_start, new_end = boundaries(n, count, start)
        start, end = np.where(n.bounds.late, new_start, start), np.where(n.bounds.late, new_end, end)
    limit = limits(n, end) if quick is None and not one_end else None
    limit = _limits(n, end, one_end) if limit is None else limit
    late = (backward(n, limit) if quick is None else None)
    if late is None:
        late = _quick_backward(n, limit) if use_quick else _backward(n, limit)
    return Dates(n, count, start, end, late)


def _bound(n: Network) -> Ints:
    """[node] the count its constraint asks for."""
    return np.where(n.finished, -FAR, n.bounds.low)


def boundaries(n: Network, count: Ints, facts: Ints) -> tuple[Ints, Ints]:
    """Counts as boundaries (start, end); what has started keeps its start, what is finished both."""
    end = np.where(n.finished, n.end, n.calendars.end(n.calendar, count))
    start = np.where(n.opens, n.calendars.day(n.calendar, count - n.length), end)
    return np.where(n.started | n.finished, facts, start), end


def demands(n: Network, which: slice | Ints, start: Ints, end: Ints, head_start: Ints,
            head_end: Ints) -> tuple[Ints, Flags]:
    """Of some arrows: the count each asks of its head, and whether the head's boundaries lie before what is asked.

    The second is judged on boundaries, so that a stored date on a day off is not moved without need.
    """
    cals = n.calendars
    tail, head, c = n.levels.tail[which], n.levels.head[which], n.counts_in[which]
    add, e = n.add[which], n.ends_meet[which]
    x = np.where(n.from_start[which], start[tail], end[tail]) + n.days[which]
    count = cals.before(c, x - e) + e + add
    to_start = n.to_start[which] & n.opens[head]
    one = np.where(to_start & (add < 0), 0, 1)
    asked = np.where((add == 0) & ~n.lowered[which], x, cals.day(c, count - one) + one)
    broken = asked > np.where(to_start, head_start[head], head_end[head])
    return count + np.where(n.to_start[which], n.length[head], 0), broken


def forward(n: Network, floor: Ints, *, stored: bool, bound: Ints) -> tuple[Ints, Ints, Ints]:
    """The exact forward pass: (counts, starts, ends).

    With `stored`, a node moves only where one of its arrows or constraints is broken.
    """
    count, start, end = floor.copy(), n.start.copy(), n.end.copy()
    movable = ~n.finished
    late = (n.bounds.low_start > start) | (n.bounds.low_end > end) if stored else count < bound
    push = movable & late
    count = np.where(push, np.maximum(count, bound), count)
    if not stored:
        push |= movable & (count != n.count)
    fresh_start, fresh_end = boundaries(n, count, start)
    start, end = np.where(push, fresh_start, start), np.where(push, fresh_end, end)
    alive = ~n.idle
    for low, high, groups, first, last in n.levels.forward:
        part, nodes = slice(low, high), slice(first, last)
        live = alive[part]
        if not live.any():
            continue
        asked, broken = demands(n, part, start, end, start, end)
        best = np.maximum.reduceat(np.where(live, asked, -FAR), groups)
        hit = np.logical_or.reduceat(live & broken, groups) if stored else best > count[nodes]
        hit = hit & movable[nodes]
        new = np.where(hit, np.maximum(best, count[nodes]), count[nodes])
        count[nodes] = new
        c, fact = n.calendar[nodes], n.started[nodes]
        new_end = n.calendars.end(c, new)
        new_start = np.where(n.opens[nodes], n.calendars.day(c, new - n.length[nodes]), new_end)
        end[nodes] = np.where(hit, new_end, end[nodes])
        start[nodes] = np.where(hit & ~fact, new_start, start[nodes])
    return count, start, end


def settle(n: Network) -> tuple[Ints, Ints, Ints] | None:
    """`forward` from the stored dates, at the cost of what moves: (counts, starts, ends); None where no table reaches.

    All arrows are looked at once; then only nodes into which a broken one leads, or one that leaves a moved node.
    """
    count, start, end = n.count, n.start, n.end
    if n.shape.bound:
        late = ~n.finished & ((n.bounds.low_start > start) | (n.bounds.low_end > end))
        count = np.where(late, np.maximum(count, _bound(n)), count)
        fresh_start, fresh_end = boundaries(n, count, start)
        start, end = np.where(late, fresh_start, start), np.where(late, fresh_end, end)
    found = looked_up(n, count, start, end)
    if found is not None:
        return found
    hit = broken(n, start, end)
    if hit is None:
        return None
    asked = np.zeros(len(n), np.bool_)
    asked[n.levels.head[hit]] = True
    count, start, end = count.copy(), start.copy(), end.copy()
    _push(n, asked, count, start, end, None)
    return count, start, end


def push(n: Network, moved: Flags, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """(starts, ends) after some nodes were given these boundaries: what their arrows, and those of what moves along,
    push; arrows from what stands still push nothing (slip.py)."""
    count, start, end, moved = n.count.copy(), start.copy(), end.copy(), moved.copy()
    bounds, leaving = n.levels.leaving
    asked = np.zeros(len(n), np.bool_)
    asked[n.levels.head[leaving[spread(bounds, np.flatnonzero(moved))[0]]]] = True
    _push(n, asked, count, start, end, moved)
    return start, end


def _push(n: Network, asked: Flags, count: Ints, start: Ints, end: Ints, moved: Flags | None) -> None:
    """Settle the nodes asked, and those behind whatever moves, in place. With `moved` only arrows from moved nodes
    count, and what moves is noted there."""
    incoming, (bounds, leaving), head = n.levels.incoming, n.levels.leaving, n.levels.head
    for _, _, _, first, last in n.levels.forward:
        nodes = first + np.flatnonzero(asked[first:last])
        if not len(nodes):
            continue
        arrows, groups = spread(incoming, nodes)
        wanted, unkept = demands(n, arrows, start, end, start, end)
        live = ~n.idle[arrows]
        if moved is not None:
            live &= moved[n.levels.tail[arrows]]
        hit = np.logical_or.reduceat(live & unkept, groups) & ~n.finished[nodes]
        best = np.maximum.reduceat(np.where(live, wanted, -FAR), groups)[hit]
        nodes = nodes[hit]
        if not len(nodes):
            continue
        count[nodes] = new = np.maximum(best, count[nodes])
        c, free = n.calendar[nodes], ~n.started[nodes]
        end[nodes] = new_end = n.calendars.end(c, new)
        new_start = np.where(n.opens[nodes], n.calendars.day(c, new - n.length[nodes]), new_end)
        start[nodes[free]] = new_start[free]
        if moved is not None:
            moved[nodes] = True
        asked[head[leaving[spread(bounds, nodes)[0]]]] = True


def _backward(n: Network, limit: Ints) -> Ints:
    """The largest counts with which no limit passes: each arrow's demand inverted, last level first."""
    late, cals = limit.copy(), n.calendars
    for low, high, groups, tails in n.levels.backward:
        part = n.levels.turn[low:high]
        tail, head, c, e = n.levels.tail[part], n.levels.head[part], n.counts_in[part], n.ends_meet[part]
        room = late[head] - np.where(n.to_start[part], n.length[head], 0) - e - n.add[part]
        skip = n.idle[part] | n.fixed[part] | (late[head] >= FAR // 2)
        latest = cals.day(c, np.where(skip, 0, room)) + e - n.days[part]
        opening = n.from_start[part] & n.opens[tail]
        own = cals.before(n.calendar[tail], latest + opening) + np.where(opening, n.length[tail] - 1, 0)
        late[tails] = np.minimum(late[tails], np.minimum.reduceat(np.where(skip, FAR, own), groups))
    return late


def _limits(n: Network, end: Ints, one_end: bool) -> Ints:
    """What each count must not pass: the end of its group (or of the file) and its constraints."""
    real = np.where(n.hub, 0, end)
    if one_end:
        last = np.full(len(n), real.max(initial=0))
    else:
        most = np.zeros(len(n), np.int64)
        np.maximum.at(most, n.levels.group, real)
        last = most[n.levels.group]
    return np.where(n.finished, FAR, np.minimum(_before(n, last), n.bounds.high))


def _before(n: Network, boundary: Ints) -> Ints:
    """Working days before a boundary of every node, by table where there is one."""
    ready = lean(n)
    if ready is not None:
        at = boundary + ready.window.before_at(n.calendar)
        if ready.window.holds(n.calendar, at):
            return np.asarray(ready.window.before[at], np.int64)
    return n.calendars.before(n.calendar, boundary)


def _constants(n: Network) -> Ints:
    """Quick road: what an arrow adds to its tail's count."""
    tail, head = n.levels.tail, n.levels.head
    return (n.add - np.where(n.from_start, n.length[tail], 0) + np.where(n.to_start, n.length[head], 0))


def _quick_forward(n: Network, floor: Ints) -> Ints:
    count = floor.copy()
    alive = ~n.idle & ~n.fixed
    plus = np.where(alive, _constants(n), -2 * FAR)
    held = np.flatnonzero(n.fixed & ~n.idle)
    if len(held):                      # demands of facts are known before the pass
        asked, _ = demands(n, slice(None), n.start, n.end, n.start, n.end)
        np.maximum.at(count, n.levels.head[held], asked[held])
    tail = n.levels.tail
    for low, high, groups, first, last in n.levels.forward:
        best = np.maximum.reduceat(count[tail[low:high]] + plus[low:high], groups)
        np.maximum(count[first:last], best, out=count[first:last])
    return np.where(n.finished, floor, count)


def _quick_backward(n: Network, limit: Ints) -> Ints:
    late, turn = limit.copy(), n.levels.turn
    minus = np.where(~n.idle & ~n.fixed, _constants(n), -2 * FAR)[turn]
    head = n.levels.head[turn]
    for low, high, groups, tails in n.levels.backward:
        late[tails] = np.minimum(late[tails], np.minimum.reduceat(late[head[low:high]] - minus[low:high], groups))
    return late


def _put_late(n: Network, count: Ints, end: Ints) -> Ints:
    """Nodes `as late as possible`, last ones first: as late as moves none of their successors, nor the end."""
    count = count.copy()
    last = _limits(n, end, False)
    late = n.bounds.late & ~n.started & ~n.finished
    leaving: dict[int, list[int]] = {}
    for a in np.flatnonzero(late[n.levels.tail] & ~n.idle).tolist():
        leaving.setdefault(int(n.levels.tail[a]), []).append(a)
    for i in np.flatnonzero(late)[::-1].tolist():
        count[i] = max(int(count[i]), _room(n, i, leaving.get(i, []), count, int(last[i])))
    return count


def _room(n: Network, i: int, leaving: list[int], late: Ints, limit: int) -> int:
    """The largest count of node i that its arrows allow when their heads stay where they are."""
    cals = n.calendars
    for a in leaving:
        j, e = int(n.levels.head[a]), int(n.ends_meet[a])
        room = int(late[j]) - (int(n.length[j]) if n.to_start[a] else 0) - e - int(n.add[a])
        latest = int(cals.day(int(n.counts_in[a]), room)) + e - int(n.days[a])
        opening = int(n.from_start[a] and n.opens[i])
        own = int(cals.before(int(n.calendar[i]), latest + opening)) + (int(n.length[i]) - 1 if opening else 0)
        limit = min(limit, own)
    return limit


__all__ = ["Dates", "boundaries", "demands", "push", "run", "settle"]
