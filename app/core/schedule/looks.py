"""The steps of both passes as looks into tables (lean.py).

Where a table may not reach the answer is None, and passes.py works the same out arrow by arrow.

Must not know: records, verbs, what a pass is for.
"""
from __future__ import annotations

import numpy as np

from app.core.schedule.calendar import Flags, Ints
from app.core.schedule.lean import Check, lean
from app.core.schedule.network import FAR, Network
from app.core.schedule.window import EDGE, Window


def broken(n: Network, start: Ints, end: Ints) -> Flags | None:
    """[arrow] whether it counts and these boundaries do not keep it (`demands` of passes.py); None: no table says."""
    ready = lean(n)
    return None if ready is None else _broken(ready.check, ready.window, _standing(start, end))


def _standing(start: Ints, end: Ints) -> Ints:
    """Boundaries in one array, and behind them the one that nothing passes."""
    return np.concatenate((start, end, (FAR,)))


def _broken(check: Check, w: Window, stand: Ints) -> Flags | None:
    x = stand.take(check.leaves)
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
    found: Flags = x > stand.take(check.meets)
    return found


def settle(n: Network, count: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints] | None:
    """(counts, starts, ends) when the nodes into which a broken arrow leads are settled, and those behind whatever
    moves; what is given stays as it is."""
    ready = lean(n)
    if ready is None or not ready.calm:
        return None
    w, c, size, stand = ready.window, ready.check, len(n), _standing(start, end)
    hit = _broken(c, w, stand)
    if hit is None:
        return None
    counts, moved = count.copy(), False
    asked = np.zeros(size, np.bool_)
    asked[n.levels.head.take(hit.nonzero()[0])] = True
    incoming, begins = n.levels.incoming, n.levels.leaving[0]
    for _, _, _, first, last in n.levels.forward:
        nodes = asked[first:last].nonzero()[0]
        if not len(nodes):
            continue
        nodes += first
        arrows, groups = _spread(c.run, incoming.take(nodes), c.many.take(nodes))
        of = c.arrows.take(arrows, axis=0)
        x = stand.take(of[:, 0])
        found = w.before.take(x + of[:, 1], mode="clip")
        if c.days is not None:
            x += c.days[arrows]
        if len(c.lagged):
            place = c.place[arrows]
            some = (place >= 0).nonzero()[0]
            place = place[some]
            x[some] = w.day.take(found[some] + c.on[place], mode="clip") + c.one[place]
        late = np.logical_or.reduceat(x > stand.take(of[:, 2]), groups)
        nodes = nodes[late]
        if not len(nodes):
            continue
        found += of[:, 3]
        new = np.maximum(np.maximum.reduceat(found, groups)[late], counts.take(nodes))
        counts[nodes], moved = new, True
        own = c.nodes.take(nodes, axis=0)
        begin = w.day.take(new + own[:, 1], mode="clip")
        begin += own[:, 2]
        stand[nodes] = np.where(n.started[nodes], stand[nodes], begin) if c.facts else begin
        finish = w.day.take(new + own[:, 0], mode="clip")
        finish += 1
        stand[nodes + size] = finish
        asked[c.after.take(_spread(c.run, begins.take(nodes), c.out.take(nodes))[0])] = True
    bounds = stand[:-1]
    if moved and (bounds.min() < w.low + EDGE or bounds.max() > w.low + w.size - EDGE):
        return None
    return counts, stand[:size], stand[size:-1]


def _spread(run: Ints, begins: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """The numbers from each of `begins` on, so many of each, one after the other, and where each one's begin."""
    groups = counts.cumsum()
    total = int(groups[-1])
    groups -= counts
    found = (begins - groups).repeat(counts)
    found += run[:total]
    return found, groups


def limits(n: Network, end: Ints) -> Ints | None:
    """[node] what its count must not pass: the end of its group, and its constraint."""
    ready = lean(n)
    if ready is None or ready.ends is None:
        return None
    e, w = ready.ends, ready.window
    last = np.maximum.reduceat(end.take(e.order), e.starts)
    if last.min() < w.low or last.max() >= w.low + w.size:
        return None
    counts = np.append(w.before.take((last[:, None] + e.tables).ravel()), FAR)
    found: Ints = np.minimum(counts.take(e.cell), e.high)
    return found


def backward(n: Network, limit: Ints) -> Ints | None:
    """The largest counts with which no limit passes."""
    ready = lean(n)
    if ready is None:
        return None
    if not ready.calm or ready.check.days is not None:
        return _doubtful(n, limit)
    late = limit.copy()
    for step in ready.back.steps:
        at = late.take(step.head)
        at += step.room
        if step.day is not None:
            at = step.day.take(at, mode="clip")
            if step.before is not None:
                at += step.latest
        if step.before is not None:
            at = step.before.take(at, mode="clip")
        at += step.own
        if step.groups is not None:
            at = np.minimum.reduceat(at, step.groups)
        late[step.tails] = np.minimum(late[step.tails], at)
    return None if (late < ready.least).any() or (late > ready.most).any() else late


def _doubtful(n: Network, limit: Ints) -> Ints | None:
    """`backward` where each look is held against the end of its table."""
    ready = lean(n)
    assert ready is not None
    back, w, late = ready.back, ready.window, limit.copy()
    days, befores = np.empty(len(back.head), np.int64), np.empty(len(back.head), np.int64)
    for low, high, groups, tails in n.levels.backward:
        at = np.add(late[back.head[low:high]], back.room[low:high], out=days[low:high])
        at = np.add(w.day.take(at, mode="clip"), back.latest[low:high], out=befores[low:high])
        own = w.before.take(at, mode="clip")
        own += back.own[low:high]
        late[tails] = np.minimum(late[tails], np.minimum.reduceat(own, groups))
    counts = slice(None) if back.counts is None else back.counts
    held = w.holds(back.day_calendar[counts], days[counts]) and w.holds(back.before_calendar[counts], befores[counts])
    return late if held else None
