"""What one activity says of itself: its dates as boundaries, whether it has started or is done, when it was due.

Dates of a record are days, both included. Inside, an activity fills the boundaries [start, finish + 1). One whose
start and finish are the same day has no length: it is a milestone and sits at the END of its day; one that has begun
and is not done is a day's work, since a milestone is reached or not. Today's dates are the actual ones, else `start`
and `finish`, else the plan's; a single date is a milestone.
A measure has dates of its own in the same way. Must not know: links, calendars, money.
"""
from __future__ import annotations

from typing import NamedTuple

from app.core.portfolio import Record
from app.core.schedule.calendar import ordinal

FULL = 10_000                          # 100 % in basis points


class Span(NamedTuple):
    """Boundaries of today's dates; a milestone has start = end, the end of its day."""

    start: int
    end: int
    milestone: bool
    started: bool
    finished: bool

    @property
    def first_day(self) -> int:
        return self.end - 1 if self.milestone else self.start

    @property
    def last_day(self) -> int:
        return self.end - 1


def is_done(activity: Record) -> bool:
    """Finished: it has an actual finish, or is complete."""
    return bool(activity.fields.get("actual_finish")) or (activity.fields.get("percent") or 0) >= FULL


def has_started(activity: Record) -> bool:
    return bool(activity.fields.get("actual_start") or activity.fields.get("actual_finish")) or (
        activity.fields.get("percent") or 0) > 0


def start_of(activity: Record) -> str:
    """Today's start as a date, "" without one."""
    return str(activity.get("actual_start") or activity.get("start") or activity.get("plan_start", ""))


def finish_of(activity: Record) -> str:
    """Today's finish as a date, "" without one: what forecasts are anchored to."""
    return str(activity.get("actual_finish") or activity.get("finish") or activity.get("plan_finish", ""))


def span_of(record: Record) -> Span | None:
    """Today's dates of an activity or measure; None when it has none. A finish before the start counts as the start."""
    said = record.fields.get
    start = said("actual_start") or said("start") or said("plan_start")
    finish = said("actual_finish") or said("finish") or said("plan_finish")
    if not start and not finish:
        return None
    first, last = ordinal(start or finish), ordinal(finish or start)
    last = max(first, last)
    started = done = False
    if record.kind == "activity":
        done = is_done(record)
        started = done or has_started(record)
    milestone = first == last and (done or not started)
    return Span(last + 1 if milestone else first, last + 1, milestone, started, done)
