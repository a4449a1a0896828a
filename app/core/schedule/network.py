"""The network of a file as arrays: what is linked, how long it lasts, which dates are facts.

Every node has one unknown: the number of working days of its own calendar that lie before its finish, its *count*.
A start is `length` working days earlier; that of a started activity is a fact, and everything of a finished one.
An arrow asks of the later node's count at least

    before(x - e) + e + add + length          x = boundary it leaves from + calendar days of lag

where `add` are working days of lag, `length` enters when the arrow points at a start, and e = 1 where the end of a
day is compared with the end of a day: a finish on a Sunday lets a milestone of a Monday-to-Friday calendar fall on
Monday, not on Friday. Dates are stored facts: this file reads them, passes.py computes, slip.py says what to write.
Must not know: the verbs, money, the window.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.core.portfolio import Portfolio
from app.core.schedule.calendar import DEFAULT, EVERY_DAY, Calendars, Flags, Ints, desk, ordinal
from app.core.schedule.links import Arrow, Levels
from app.core.schedule.shape import shape

FAR = 1 << 40                          # beyond any count


@dataclass(frozen=True)
class Bounds:
    """What the constraints say, as counts: not below `low` (working days and, raw, the boundary), not above `high`."""

    low: Ints
    low_start: Ints                    # raw boundaries that today's start and finish must not lie before
    low_end: Ints
    high: Ints
    late: Flags                        # as late as possible


@dataclass(frozen=True)
class Network:
    """Nodes in the order of `levels.nodes`, arrows in the order of `levels` (by head). Hubs are nodes too."""

    levels: Levels
    calendars: Calendars
    calendar: Ints                     # [node]
    start: Ints                        # [node] boundaries as stored
    end: Ints
    length: Ints                       # [node] working days
    count: Ints                        # [node] working days before the stored finish
    opens: Flags                       # [node] its start lies at the beginning of a day: everything but milestones
    started: Flags
    finished: Flags
    hub: Flags
    bounds: Bounds
    arrow: tuple[Arrow, ...]
    from_start: Flags                  # [arrow] leaves from the tail's start
    to_start: Flags                    # [arrow] points at the head's start
    counts_in: Ints                    # [arrow] the calendar of its head
    add: Ints                          # [arrow] working days of lag
    days: Ints                         # [arrow] calendar days of lag
    ends_meet: Ints                    # [arrow] e of the formula above
    lowered: Flags                     # [arrow] from the beginning of a day to the end of one, without working lag
    fixed: Flags                       # [arrow] leaves from a fact: its demand never changes
    idle: Flags                        # [arrow] points at a fact, or is soft: demands nothing
    left_out: tuple[str, ...]          # links that close a circle
    regular: bool                      # one calendar, lags in working days, dates on working days

    def __len__(self) -> int:
        return len(self.start)

    def at(self, uid: str) -> int | None:
        """The position of an activity or measure, None when no link or constraint concerns it."""
        return self.levels.position.get(uid)


def network(p: Portfolio) -> Network:
    """The file's network, kept until the next change; its shape until a link changes."""
    return p.kept("network", lambda: build(p))


def build(p: Portfolio) -> Network:
    """Read links, dates, calendars and constraints. Soft links (`hard` is no) demand nothing."""
    linked, spans = shape(p)
    order, add = linked.levels, linked.add
    table = desk(p)
    cals = table.calendars
    count = len(order.nodes)
    start, end, length = (np.zeros(count, np.int64) for _ in range(3))
    calendar = np.full(count, DEFAULT, np.int64)
    milestone, started, finished, hub = (np.zeros(count, np.bool_) for _ in range(4))
    constrained: list[int] = []
    for i, uid in enumerate(order.nodes):
        span = spans.get(uid)
        if span is None:
            hub[i] = True
            calendar[i] = EVERY_DAY
            milestone[i] = True
            continue
        start[i], end[i], milestone[i], started[i], finished[i] = span
        record = p[uid]
        calendar[i] = table.of(record)
        if record.get("constraint"):
            constrained.append(i)
    opens = ~milestone
    tail, head = order.tail, order.head
    np.maximum.at(end, head[hub[head]], end[tail[hub[head]]])        # a measure closes with its last activity
    start[hub] = end[hub]
    regular = (not linked.days.any()
               and _on_working_days(cals, calendar[~hub], start[~hub], end[~hub], opens[~hub]))
    if regular:
        calendar[hub] = calendar[~hub][:1].sum()
    before = cals.before(calendar, start)
    length = np.where(opens, np.maximum(cals.before(calendar, end) - before, 1), 0)
    counts = np.where(opens, before + length, cals.before(calendar, end))
    constrained = [i for i in constrained if not finished[i]]
    bounds = _bounds(p, order.nodes, constrained, cals, calendar, opens, length, started)
    from_start, to_start = linked.from_start, linked.to_start
    meet, lowered = meeting(order, opens, from_start, to_start, add)
    return Network(
        order, cals, calendar, start, end, length, counts, opens, started, finished, hub, bounds, linked.arrow,
        from_start, to_start, calendar[head], add, linked.days, meet, lowered,
        finished[tail] | (started[tail] & from_start), linked.soft | finished[head] | (started[head] & to_start),
        linked.left_out, regular)


def meeting(order: Levels, opens: Flags, from_start: Flags, to_start: Flags, add: Ints) -> tuple[Ints, Flags]:
    """How the boundary an arrow leaves from meets the one it points at: (`ends_meet`, `lowered`) of Network."""
    to_end = (~to_start | ~opens[order.head]) & (add == 0)
    from_opening = from_start & opens[order.tail]
    return np.where(to_end & ~from_opening, 1, 0), to_end & from_opening


def _on_working_days(cals: Calendars, calendar: Ints, start: Ints, end: Ints, opens: Flags) -> bool:
    """Whether all share one calendar and stand on its working days: then the quick road of passes.py is exact."""
    if not (calendar == calendar[:1]).all():
        return False
    on_start = cals.day(calendar, cals.before(calendar, start)) == start
    on_end = cals.end(calendar, cals.before(calendar, end)) == end
    return bool(np.all(on_end & (on_start | ~opens)))


def _bounds(p: Portfolio, nodes: tuple[str, ...], constrained: list[int], cals: Calendars, calendar: Ints,
            opens: Flags, length: Ints, started: Flags) -> Bounds:
    """Constraints as limits of the count. `start_on` and `finish_on` bound both sides; links are never broken."""
    size = len(nodes)
    low, low_start, low_end = (np.full(size, -FAR, np.int64) for _ in range(3))
    high = np.full(size, FAR, np.int64)
    late = np.zeros(size, np.bool_)
    for i in constrained:
        record, c = p[nodes[i]], int(calendar[i])
        rule, date = record.get("constraint"), record.get("constraint_date")
        late[i] = rule == "alap"
        if not date or rule in ("asap", "alap") or (started[i] and rule.startswith("start")):
            continue                   # the start of what has started is a fact
        day = ordinal(date)
        at_start = rule.startswith("start") and bool(opens[i])
        if not rule.endswith("no_later"):
            low[i] = cals.before(c, day) + (int(length[i]) if at_start else 1)
            (low_start if at_start else low_end)[i] = day if at_start else day + 1
        if not rule.endswith("no_earlier"):
            high[i] = cals.before(c, day + 1) + (int(length[i]) - 1 if at_start else 0)
    return Bounds(low, low_start, low_end, high, late)


__all__ = ["FAR", "Bounds", "Network", "build", "network"]
