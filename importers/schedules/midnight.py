"""Finishes at 0 o'clock: some programs mean the evening before, others the day itself without a time.

What a task lasts proves which. Must not know: where the dates come from, items.
"""
from __future__ import annotations

from decimal import Decimal

from app.core.counting import counted
from app.core.schedule.calendar import Calendars, Pattern, date_of, ordinal
from importers.schedules.model import Remark, Schedule, Task
from importers.schedules.spans import pattern_of

_DAY = 1440


def to_the_evening_before(schedule: Schedule) -> None:
    """Where the lengths of the tasks prove it, and none proves the opposite, what finishes at midnight finishes on the
    day before; said once."""
    found = [t for t in schedule.tasks if _at_midnight(t)]
    usual = schedule.calendars.get(schedule.calendar)
    calendar = Calendars([pattern_of(usual) if usual is not None else Pattern()])
    fits = {(_lasts(t, calendar, schedule.day_minutes, 0), _lasts(t, calendar, schedule.day_minutes, 1)) for t in found}
    if (True, False) not in fits or (False, True) in fits:
        return
    for task in found:
        if task.actual_finish == task.finish:
            task.actual_finish = _day_before(task.finish)
        task.finish, task.ends = _day_before(task.finish), _DAY
    schedule.remarks.append(Remark("note", found[0].row, f"{counted(len(found), 'task')} of the file "
                                   f"{'finishes' if len(found) == 1 else 'finish'} at midnight, by what they last the "
                                   "evening before; their last day is the one before."))


def _at_midnight(task: Task) -> bool:
    return bool(task.begins == 0 and task.ends == 0 and not task.milestone and task.start and task.finish
                and task.start < task.finish)


def _lasts(task: Task, calendar: Calendars, day_minutes: Decimal, more: int) -> bool:
    """Whether its duration is that of its days when the day of its finish counts (1) or not (0), by working days or by
    the clock."""
    if task.minutes is None or not (task.start and task.finish):
        return False
    first, last = ordinal(task.start), ordinal(task.finish) - 1 + more
    return task.minutes in (calendar.length(0, first, last) * day_minutes, (last - first + 1) * _DAY)


def _day_before(day: str | None) -> str | None:
    return date_of(ordinal(day) - 1) if day else None
