"""Moving a bar: the dates of what is moved, what it pushes, the money that follows, all as the changes of one step.

A measure with activities moves whole; stretched, its last (or first) activity gets the new finish (start). Dates
that a measure carries itself follow its activities by the same days, so that bar, Finish column and network stay
one. Must not know: the window, pixels, what was typed (typed.py).
"""
from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.core.change import Change
from app.core.find import calling_name
from app.core.portfolio import Portfolio, Record
from app.core.schedule.calendar import date_of, ordinal
from app.core.schedule.facts import Span, span_of
from app.core.schedule.slip import slip
from app.errors import Problem

MOVE, START, FINISH = "move", "start", "finish"
Dates = Mapping[str, tuple[str, str]]
_Inside = list[tuple[Record, Span]]


@dataclass(frozen=True)
class Moved:
    """Changes of one step. `others`: (record, days its finish moves) of what moved along; `lines`: how many effect
    lines' forecasts moved; `soft` and `broken`: dependencies that are not kept."""

    changes: list[Change]
    others: list[tuple[str, int]]
    lines: int
    soft: list[str]
    broken: list[str]


def dragged(p: Portfolio, uid: str, grip: str, days: int, status: str) -> Moved:
    """Move a measure or activity by days, or only its start or finish. Raises Problem when that cannot be."""
    record = p[uid]
    inside = dated(p, record)
    if grip != MOVE and inside:
        record, inside = edge(inside, grip), []
    if inside:
        first, last = extent(inside)
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
    changes = found.changes + own_dates(p, found.dates, {c.uid for c in found.changes})
    return Moved(changes, others(p, found.dates, {uid} | {a.uid for a, _ in dated(p, p[uid])}),
                 len({c.uid for c in changes if c.field == "forecast"}), found.soft, found.broken)


def dated(p: Portfolio, record: Record) -> _Inside:
    """The activities of a measure that have dates."""
    if record.kind != "measure":
        return []
    return [(a, s) for a in p.children(record.uid, "activity") if (s := span_of(a)) is not None]


def edge(inside: _Inside, grip: str) -> Record:
    """The activity that a measure's start or finish comes from."""
    if grip == START:
        return min(inside, key=lambda a: (a[1].first_day, a[0].rank))[0]
    return max(inside, key=lambda a: (a[1].end, a[0].rank))[0]


def extent(inside: _Inside) -> tuple[int, int]:
    """First and last day of activities."""
    return min(s.first_day for _, s in inside), max(s.last_day for _, s in inside)


def others(p: Portfolio, dates: Dates, own: Collection[str]) -> list[tuple[str, int]]:
    """What moved along, with the days its finish moved, farthest first."""
    found = [(one, _days(p, one, last)) for one, (_, last) in dates.items() if one not in own]
    return sorted((o for o in found if o[1]), key=lambda o: -abs(o[1]))


def _days(p: Portfolio, uid: str, finish: str) -> int:
    span = span_of(p[uid])
    return ordinal(finish) - span.last_day if span is not None else 0


def own_dates(p: Portfolio, dates: Dates, written: Collection[str]) -> list[Change]:
    """Own dates of measures whose activities moved, by as many days as their activities' span moved."""
    changes: list[Change] = []
    for uid in sorted({p[one].parent for one in dates if p[one].kind == "activity"} - set(written)):
        old = p.value_of(uid, "start+finish")
        inside = dated(p, p[uid])
        new = [dates.get(a.uid) or (date_of(s.first_day), date_of(s.last_day)) for a, s in inside]
        if not any(old) or not new:
            continue
        first, last = extent(inside)
        by_start = ordinal(min(n[0] for n in new)) - first
        by_finish = ordinal(max(n[1] for n in new)) - last
        start, finish = (date_of(ordinal(date) + by) if date else None
                         for date, by in zip(old, (by_start, by_finish), strict=True))
        if start and finish and start > finish:
            start = finish
        if (start, finish) != old:
            changes.append(Change(uid, "start+finish", None, old, (start, finish)))
    return changes
