"""A schedule that is counted from its finish, turned round in time so that one forward pass counts it, and the result
turned back.

Each day becomes the one as far before a pivot as it lay behind it; what was early is late, a finish a start, who
waited leads. Must not know: how the count is made (ours.py), items.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.core.schedule.calendar import date_of, ordinal
from importers.schedules.model import Schedule, Task, Tie, WorkCalendar

_Day = Callable[[str | None], str | None]
_TYPES = {"FS": "FS", "SS": "FF", "FF": "SS", "SF": "SF"}
_RULES = {"": "alap", "alap": "", "start_on": "finish_on", "finish_on": "start_on",
          "start_no_earlier": "finish_no_later", "start_no_later": "finish_no_earlier",
          "finish_no_earlier": "start_no_later", "finish_no_later": "start_no_earlier"}


@dataclass(frozen=True)
class Mirror:
    """The turned schedule, what its links were before, and the pivot."""

    schedule: Schedule
    ties: dict[Tie, Tie]
    pivot: int

    def days(self, first: int, last: int) -> tuple[int, int]:
        """Days of the turned schedule as those of the real one."""
        return self.pivot - last, self.pivot - first


def turned(schedule: Schedule) -> Mirror:
    """The schedule as it looks from its finish."""
    days = [ordinal(d) for t in schedule.tasks for d in (t.start, t.finish) if d]
    days += [ordinal(d) for d in (schedule.starts, schedule.ends) if d]
    pivot = min(days, default=1) + max(days, default=1)
    pivot += (1 - pivot) % 7                  # so that a Monday always becomes a Sunday and a week stays a week

    def day(text: str | None) -> str | None:
        return date_of(pivot - ordinal(text)) if text else None

    links = [Tie(t.after, t.before, _TYPES[t.type], t.lag, t.elapsed, t.row, t.hard) for t in schedule.links]
    out = replace(schedule, tasks=[_task(t, day) for t in schedule.tasks], links=links, backward=False,
                  calendars={uid: _calendar(c, day) for uid, c in schedule.calendars.items()},
                  starts=day(schedule.ends), ends=day(schedule.starts))
    return Mirror(out, dict(zip(links, schedule.links, strict=True)), pivot)


def _task(task: Task, day: _Day) -> Task:
    begun = task.actual_start or task.actual_finish or (task.percent or 0) > 0
    start, finish = task.actual_start or task.start, task.actual_finish or task.finish
    return replace(
        task, start=day(finish), finish=day(start), early=task.milestone and not task.early,
        actual_start=day(finish or start) if begun else None, actual_finish=day(start or finish) if begun else None,
        constraint=_RULES.get(task.constraint, task.constraint), constraint_date=day(task.constraint_date),
        gaps=[(day(b) or b, day(a) or a) for a, b in task.gaps])


def _calendar(calendar: WorkCalendar, day: _Day) -> WorkCalendar:
    exceptions: dict[str, bool] = {}
    for span, worked in calendar.exceptions.items():
        first, _, last = span.partition("/")
        low, high = day(last or first), day(first)
        exceptions[f"{low}/{high}" if last else f"{high}"] = worked
    return replace(calendar, days=tuple(sorted(8 - d for d in calendar.days)), exceptions=exceptions,
                   times={8 - d: times for d, times in calendar.times.items()})
