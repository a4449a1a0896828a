"""What a drag in the time area asks of the schedule: dates for the thing dragged, and what follows from them.

A bar of a measure with activities moves whole; stretched, its last (or first) activity gets the new finish (start).
Dates that a measure carries itself follow its activities by the same days, so that bar, Finish column and network
stay one. Must not know: the window, pixels.
"""
from __future__ import annotations

from dataclasses import dataclass

from app.core import edits
from app.core.change import Change
from app.core.find import calling_name
from app.core.guard import circle
from app.core.portfolio import Portfolio, Record
from app.core.schedule.calendar import date_of, ordinal
from app.core.schedule.facts import Span, span_of
from app.core.schedule.slip import Slip, slip
from app.errors import Problem

MOVE, START, FINISH = "move", "start", "finish"
_Inside = list[tuple[Record, Span]]


@dataclass(frozen=True)
class Moved:
    """Changes of one step. `others`: (record, days its finish moves) of what moved along; `lines`: effect lines whose
    forecast moved; `soft` and `broken`: dependencies that are not kept."""

    changes: list[Change]
    others: list[tuple[str, int]]
    lines: int
    soft: list[str]
    broken: list[str]


def dragged(p: Portfolio, uid: str, grip: str, days: int, status: str) -> Moved:
    """Move a measure or activity by days, or only its start or finish. Raises Problem when that cannot be."""
    record = p[uid]
    inside = _inside(p, record)
    if grip != MOVE and inside:
        record, _ = (min(inside, key=lambda a: (a[1].first_day, a[0].rank)) if grip == START else
                     max(inside, key=lambda a: (a[1].end, a[0].rank)))
        inside = []
    if inside:
        first, last = min(s.first_day for _, s in inside), max(s.last_day for _, s in inside)
    else:
        span = span_of(record)
        if span is None:
            raise Problem(f"{calling_name(record)} has no dates yet.", "Drag over its row to give it dates.")
        first, last = span.first_day, span.last_day
    if grip == START:
        first = min(first + days, last)
    elif grip == FINISH:
        last = max(last + days, first)
    else:
        first, last = first + days, last + days
    return placed(p, record.uid, date_of(first), date_of(last), status)


def placed(p: Portfolio, uid: str, start: str, finish: str, status: str) -> Moved:
    """Give a measure or activity these dates, with all that follows."""
    found = slip(p, uid, start, finish, status)
    own = {uid} | {a.uid for a, _ in _inside(p, p[uid])}
    changes = found.changes + _measures(p, found)
    others = [(one, _days(p, one, dates[1])) for one, dates in found.dates.items() if one not in own]
    return Moved(changes, sorted((o for o in others if o[1]), key=lambda o: -abs(o[1])),
                 len({c.uid for c in changes if c.field == "forecast"}), found.soft, found.broken)


def _inside(p: Portfolio, record: Record) -> _Inside:
    if record.kind != "measure":
        return []
    return [(a, s) for a in p.children(record.uid, "activity") if (s := span_of(a)) is not None]


def _days(p: Portfolio, uid: str, finish: str) -> int:
    span = span_of(p[uid])
    return ordinal(finish) - span.last_day if span is not None else 0


def _measures(p: Portfolio, found: Slip) -> list[Change]:
    """Own dates of measures whose activities moved, by as many days as their activities' span moved."""
    changes: list[Change] = []
    written = {c.uid for c in found.changes}
    for uid in sorted({p[one].parent for one in found.dates if p[one].kind == "activity"} - written):
        old = p.value_of(uid, "start+finish")
        inside = _inside(p, p[uid])
        new = [found.dates.get(a.uid) or (date_of(s.first_day), date_of(s.last_day)) for a, s in inside]
        if not any(old) or not new:
            continue
        by_start = ordinal(min(n[0] for n in new)) - min(s.first_day for _, s in inside)
        by_finish = ordinal(max(n[1] for n in new)) - max(s.last_day for _, s in inside)
        start, finish = (date_of(ordinal(date) + by) if date else None
                         for date, by in zip(old, (by_start, by_finish), strict=True))
        if start and finish and start > finish:
            start = finish
        if (start, finish) != old:
            changes.append(Change(uid, "start+finish", None, old, (start, finish)))
    return changes


def linked(p: Portfolio, tail: str, head: str, kind: str = "FS") -> list[Change]:
    """A dependency from one record to another; a circle is refused with its names."""
    if tail == head:
        raise Problem(f"{calling_name(p[tail])} cannot wait for itself.", "Draw the line to another bar.")
    pairs = [(r.get("predecessor"), r.get("successor")) for r in p.of_kind("dependency")]
    ring = circle([*pairs, (tail, head)])
    if ring:
        names = " → ".join(calling_name(p[uid]) for uid in ring)
        raise Problem("That link would close a circle.", f"It would read {names}.")
    return edits.link(p, "dependency", {"predecessor": tail, "successor": head}, {"type": kind})[1]


def unlinked(p: Portfolio, uids: list[str]) -> list[Change]:
    """Take away the dependencies between the given records, or all of one record's when it stands alone."""
    chosen = set(uids)
    ends = [(r.uid, {r.get("predecessor"), r.get("successor")}) for r in p.of_kind("dependency")]
    hit = [uid for uid, pair in ends if (pair <= chosen if len(chosen) > 1 else pair & chosen)]
    return edits.delete(p, hit)
