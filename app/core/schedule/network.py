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

from collections.abc import Container
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from app.core.numbers import Numbers
from app.core.portfolio import Portfolio, Record, Since
from app.core.schedule.calendar import DEFAULT, EVERY_DAY, Calendars, Desk, Flags, Ints, desk, ordinal
from app.core.schedule.columns import days, either
from app.core.schedule.facts import FULL, span_of
from app.core.schedule.links import Arrows, Levels
from app.core.schedule.shape import DATES, HANGING, HARMLESS, Shape, shape

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

    shape: Shape
    calendars: Calendars
    calendar: Ints                     # [node]
    rows_calendar: Ints                # [node] as the records say, before hubs take part in the quick road
    start: Ints                        # [node] boundaries as stored
    end: Ints
    length: Ints                       # [node] working days
    count: Ints                        # [node] working days before the stored finish
    opens: Flags                       # [node] its start lies at the beginning of a day: everything but milestones
    started: Flags
    finished: Flags
    hub: Flags
    bounds: Bounds
    counts_in: Ints                    # [arrow] the calendar of its head
    ends_meet: Ints                    # [arrow] e of the formula above
    lowered: Flags                     # [arrow] from the beginning of a day to the end of one, without working lag
    fixed: Flags                       # [arrow] leaves from a fact: its demand never changes
    idle: Flags                        # [arrow] points at a fact, or is soft: demands nothing
    regular: bool                      # one calendar, lags in working days, dates on working days

    @property
    def levels(self) -> Levels:
        return self.shape.levels

    @property
    def arrow(self) -> Arrows:
        return self.shape.arrow

    @property
    def from_start(self) -> Flags:     # [arrow] leaves from the tail's start
        return self.shape.from_start

    @property
    def to_start(self) -> Flags:       # [arrow] points at the head's start
        return self.shape.to_start

    @property
    def add(self) -> Ints:             # [arrow] working days of lag
        return self.shape.add

    @property
    def days(self) -> Ints:            # [arrow] calendar days of lag
        return self.shape.days

    @property
    def left_out(self) -> tuple[str, ...]:
        """Links that close a circle."""
        return self.shape.left_out

    def __len__(self) -> int:
        return len(self.start)

    def at(self, uid: str) -> int | None:
        """The position of an activity or measure, None when no link or constraint concerns it."""
        return self.levels.position.get(uid)


def network(p: Portfolio) -> Network:
    """The file's network; it follows changed dates, and is made anew when a link, a calendar or a rule changes."""
    return p.kept("network", lambda: build(p), lambda old, since: _follow(p, old, since))


def _follow(p: Portfolio, old: Network, since: Since) -> Network | None:
    linked = shape(p)
    if any(kind in ("calendar", "setting") for kind, _ in since.cells):
        return None
    if linked is not old.shape:
        return _assemble(p, linked, old.calendars, _carried(p, linked, old, since))
    places = [linked.levels.position[uid] for uid in since.uids if uid in linked.levels.position]
    touched = {pair for pair in since.cells if pair[0] == "activity" or pair in DATES} - HARMLESS - HANGING
    if places and not touched <= DATES:
        return None
    if not places or not touched:
        return old
    rows = Rows(old.start.copy(), old.end.copy(), ~old.opens, old.started.copy(), old.finished.copy(),
                old.rows_calendar)
    for i in places:
        rows.read(i, p.records[linked.levels.nodes[i]])
    return _assemble(p, linked, old.calendars, rows)


@dataclass(frozen=True)
class Rows:
    """What records say, one entry a node."""

    start: Ints
    end: Ints
    milestone: Flags
    started: Flags
    finished: Flags
    calendar: Ints

    def read(self, i: int, record: Record) -> None:
        span = span_of(record)
        assert span is not None, "the shape holds dated nodes only"
        self.start[i], self.end[i], self.milestone[i], self.started[i], self.finished[i] = span


def build(p: Portfolio, milestones: Container[str] | None = None) -> Network:
    """Read links, dates, calendars and constraints. Soft links (`hard` is no) demand nothing.

    Where somebody knows which activities of a single day are milestones he names them; all others then last a day.
    """
    linked, table = shape(p), desk(p)
    rows = _read(p, linked, table)
    if milestones is not None:
        named = np.array([uid in milestones for uid in linked.levels.nodes], np.bool_)
        lasting = rows.milestone & ~named & (rows.end > 0)
        rows.start[lasting] -= 1
        rows.milestone[lasting] = False
    return _assemble(p, linked, table.calendars, rows)


def _read(p: Portfolio, linked: Shape, table: Desk) -> Rows:
    """`span_of` and the calendar of every node, column by column."""
    rows = _empty(len(linked.levels.nodes))
    _fill(p, linked, table, rows, linked.real)
    return rows


def _empty(size: int) -> Rows:
    return Rows(np.zeros(size, np.int64), np.zeros(size, np.int64), np.ones(size, np.bool_), np.zeros(size, np.bool_),
                np.zeros(size, np.bool_), np.full(size, EVERY_DAY, np.int64))


def _carried(p: Portfolio, linked: Shape, old: Network, since: Since) -> Rows:
    """What an older network read of the nodes that nobody touched, and the others read again."""
    nodes, place = linked.levels.nodes, old.levels.position
    touched = since.uids | since.along
    was = np.fromiter(map(place.get, nodes, repeat(-1)), np.int64, len(nodes))
    was[[at for uid in touched if (at := linked.levels.position.get(uid)) is not None]] = -1
    rows, there = _empty(len(nodes)), np.flatnonzero(was >= 0)
    was = was[there]
    for mine, theirs in ((rows.start, old.start), (rows.end, old.end), (rows.milestone, ~old.opens),
                         (rows.started, old.started), (rows.finished, old.finished),
                         (rows.calendar, old.rows_calendar)):
        mine[there] = theirs[was]
    fresh = np.ones(len(nodes), np.bool_)
    fresh[there] = False
    _fill(p, linked, desk(p), rows, [i for i in np.flatnonzero(fresh).tolist() if nodes[i] in linked.asked])
    return rows


def _fill(p: Portfolio, linked: Shape, table: Desk, rows: Rows, real: list[int]) -> None:
    if not real:
        return
    records = list(map(p.records.__getitem__, map(linked.levels.nodes.__getitem__, real)))
    said = Numbers(records)
    begun, start, plan_start, ended, finish, plan_finish = days(said)
    share = said.of("percent", lambda share: share or 0)
    first, last = either(begun, start, plan_start), either(ended, finish, plan_finish)
    first = np.where(first, first, last)
    last = np.maximum(first, last)
    activity = np.fromiter([r.kind == "activity" for r in records], np.bool_, len(records))
    done = activity & ((ended > 0) | (share >= FULL))
    started = done | (activity & ((begun > 0) | (share > 0)))
    milestone = (first == last) & (done | ~started)
    rows.start[real], rows.end[real] = np.where(milestone, last + 1, first), last + 1
    rows.milestone[real], rows.started[real], rows.finished[real] = milestone, started, done
    rows.calendar[real] = said.of("calendar", lambda uid: table.index.get(uid or "", DEFAULT))


def _assemble(p: Portfolio, linked: Shape, cals: Calendars, rows: Rows) -> Network:
    order, add = linked.levels, linked.add
    start, end, started, finished, calendar = rows.start, rows.end, rows.started, rows.finished, rows.calendar.copy()
    opens, tail, head = ~rows.milestone, order.tail, order.head
    hub = np.zeros(len(start), np.bool_)
    hub[head[linked.inner]] = True
    end[hub] = 0
    np.maximum.at(end, head[linked.inner], end[tail[linked.inner]])        # a measure closes with its last activity
    start[hub] = end[hub]
    regular = (not linked.days.any()
               and _on_working_days(cals, calendar[~hub], start[~hub], end[~hub], opens[~hub]))
    if regular:
        calendar[hub] = calendar[~hub][:1].sum()
    before = cals.before(calendar, start)
    length = np.where(opens, np.maximum(cals.before(calendar, end) - before, 1), 0)
    counts = np.where(opens, before + length, cals.before(calendar, end))
    bounds = _bounds(p, linked, cals, calendar, opens, length, started, finished)
    from_start, to_start = linked.from_start, linked.to_start
    meet, lowered = meeting(order, opens, from_start, to_start, add)
    return Network(
        linked, cals, calendar, rows.calendar, start, end, length, counts, opens, started, finished, hub, bounds,
        calendar[head], meet, lowered, finished[tail] | (started[tail] & from_start),
        linked.soft | finished[head] | (started[head] & to_start), regular)


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


def _bounds(p: Portfolio, linked: Shape, cals: Calendars, calendar: Ints, opens: Flags, length: Ints,
            started: Flags, finished: Flags) -> Bounds:
    """Constraints as limits of the count. `start_on` and `finish_on` bound both sides; links are never broken."""
    size = len(opens)
    low, low_start, low_end = (np.full(size, -FAR, np.int64) for _ in range(3))
    high = np.full(size, FAR, np.int64)
    late = np.zeros(size, np.bool_)
    for uid in linked.bound:
        record, i = p.records[uid], linked.levels.position[uid]
        c = int(calendar[i])
        rule, date = record.get("constraint"), record.get("constraint_date")
        late[i] = rule == "alap" and not finished[i]
        if finished[i] or not date or rule in ("asap", "alap") or (started[i] and rule.startswith("start")):
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
