"""Moving a delivery: the verb that writes new dates, pushes what follows, and takes the forecast along.

Dates are stored facts. What is dragged gets its dates; a later activity moves only where a hard link from
something that moved is broken by it, and then no further than the link asks: gaps stay as wide as they are
otherwise, nothing moves earlier, lengths stay in working days. What is finished never moves; what has started keeps
its start. Soft links are not followed, only reported, as are links that cannot be kept.
Must not know: the session, the window.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from app.core.change import Change
from app.core.find import calling_name
from app.core.portfolio import Portfolio, Record
from app.core.schedule.anchors import follow
from app.core.schedule.calendar import Flags, Ints, date_of, desk, ordinal
from app.core.schedule.facts import Span, span_of
from app.core.schedule.network import Network, meeting, network
from app.core.schedule.passes import demands, push
from app.errors import Problem


@dataclass(frozen=True)
class Slip:
    """What a move would do: the changes, the new (start, finish) of everything that moves, and the links it breaks.

    `soft` are soft links now broken; `broken` hard ones that cannot be kept, because what follows is finished or
    has started, or because the dragged activity itself was put before what it waits for.
    """

    changes: list[Change]
    dates: dict[str, tuple[str, str]]
    soft: list[str]
    broken: list[str]


def move(p: Portfolio, uid: str, start: str, finish: str, status: str) -> list[Change]:
    """The changes that give an activity or measure new dates and take along what hangs on it."""
    return slip(p, uid, start, finish, status).changes


def slip(p: Portfolio, uid: str, start: str, finish: str, status: str) -> Slip:
    """What giving `uid` these dates does. A measure with activities moves whole, by the working days of its start."""
    dates, soft, broken = pushed(p, _wanted(p, p[uid], start, finish))
    changes = [change for one, (first, last) in dates.items() for change in write(p, p[one], first, last)]
    changes += follow(p, {one: d[1] for one, d in dates.items() if p[one].kind == "activity"}, status)
    return Slip(changes, dates, soft, broken)


def pushed(p: Portfolio, wanted: Mapping[str, tuple[str, str]]) -> tuple[dict[str, tuple[str, str]],
                                                                         list[str], list[str]]:
    """Records given these dates and what they push: ((start, finish) of all that move, soft and hard links broken)."""
    dates = dict(wanted)
    placed = {i: d for u, d in wanted.items() if (i := network(p).at(u)) is not None}
    if not placed:
        return dates, [], []
    n, begin, end, moved = _placed(network(p), placed)
    new_start, new_end = push(n, moved, begin, end)
    changed = ((new_start != begin) | (new_end != end)) & ~n.hub
    for i in np.flatnonzero(changed).tolist():
        last = int(new_end[i]) - 1
        dates[n.levels.nodes[i]] = (date_of(int(new_start[i]) if n.opens[i] else last), date_of(last))
    return dates, *_complaints(n, new_start, new_end, moved | changed)


def _wanted(p: Portfolio, record: Record, start: str, finish: str) -> dict[str, tuple[str, str]]:
    """The dates asked for, checked: of the record, or of the activities of a measure that moves whole."""
    if record.kind not in ("activity", "measure"):
        raise Problem(f"{calling_name(record)} has no dates to move.", "Move an activity or a measure.")
    if start > finish:
        raise Problem(f"{calling_name(record)} would finish on {finish}, before it starts on {start}.",
                      "Choose a finish on or after the start.")
    inside = [] if record.kind == "activity" else [
        (a, s) for a in p.children(record.uid, "activity") if (s := span_of(a)) is not None]
    if inside:
        return _whole(p, record, inside, start)
    span = span_of(record)
    if span is None:
        return {record.uid: (start, finish)}
    if span.finished:
        raise Problem(f"{calling_name(record)} is finished.", "Correct its actual dates instead of moving it.")
    if record.get("actual_start") and start != date_of(span.first_day):
        raise Problem(f"{calling_name(record)} has started on {date_of(span.first_day)}.",
                      "Only its finish can move; correct the actual start if it is wrong.")
    return {record.uid: (start, finish)}


def _whole(p: Portfolio, measure: Record, inside: list[tuple[Record, Span]], start: str) -> dict[str, tuple[str, str]]:
    cals, found = desk(p), {}
    first = min(s.first_day for _, s in inside)
    for activity, span in inside:
        if span.started:
            continue
        c = cals.of(activity)
        by = int(cals.calendars.before(c, ordinal(start)) - cals.calendars.before(c, first))
        length = cals.calendars.length(c, span.first_day, span.last_day)
        at = int(cals.calendars.before(c, span.first_day)) + by
        begin = int(cals.calendars.day(c, at))
        last = begin if span.milestone else int(cals.calendars.day(c, at + max(length, 1) - 1))
        found[activity.uid] = (date_of(begin), date_of(last))
    if not found:
        raise Problem(f"All activities of {calling_name(measure)} have started.", "Move the finish of an activity.")
    return found


def _placed(n: Network, wanted: Mapping[int, tuple[str, str]]) -> tuple[Network, Ints, Ints, Flags]:
    """The network with dragged dates put in: (network, starts, ends, what was dragged)."""
    start, end, length, count = (a.copy() for a in (n.start, n.end, n.length, n.count))
    opens = n.opens.copy()
    moved = np.zeros(len(n), np.bool_)
    for i, (first, last) in wanted.items():
        c = int(n.calendar[i])
        opens[i] = first != last
        end[i] = ordinal(last) + 1
        start[i] = ordinal(first) if opens[i] else end[i]
        length[i] = max(n.calendars.length(c, int(start[i]), int(end[i]) - 1), 1) if opens[i] else 0
        count[i] = n.calendars.before(c, int(start[i])) + length[i] if opens[i] else n.calendars.before(c, int(end[i]))
        moved[i] = True
    meet, lowered = meeting(n.levels, opens, n.from_start, n.to_start, n.add)
    return replace(n, length=length, opens=opens, count=count, ends_meet=meet, lowered=lowered), start, end, moved


def _complaints(n: Network, start: Ints, end: Ints, moved: Flags) -> tuple[list[str], list[str]]:
    """(soft links, hard links) at something that moved which the new dates do not keep."""
    tail, head = n.levels.tail, n.levels.head
    _, broken = demands(n, slice(None), start, end, start, end)
    hit = np.flatnonzero(broken & (moved[tail] | moved[head])).tolist()
    named = [n.arrow[a] for a in hit if n.arrow[a].link]
    return sorted({a.link for a in named if not a.hard}), sorted({a.link for a in named if a.hard})


def write(p: Portfolio, record: Record, first: str, last: str) -> list[Change]:
    """The change of its stored dates; what has started keeps the start it was given."""
    old = p.value_of(record.uid, "start+finish")
    if record.get("actual_start"):
        first = record.get("start") or first             # its start is told by the actual one
    return [] if old == (first, last) else [Change(record.uid, "start+finish", None, old, (first, last))]
