"""Which tasks fall on their stored dates when a schedule is counted by the hour instead of in whole days.

The same count is made with slots of time in place of days: as many minutes each as divide every time the file names.
It tells a difference that only comes of whole days from one that lies in the schedule. Must not know: the report.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from math import gcd

from app.core.schedule.calendar import date_of, ordinal
from app.errors import Problem
from importers.schedules.model import EVERY_DAY, Schedule, Task, Times, WorkCalendar
from importers.schedules.ours import count_anew
from importers.schedules.spans import days_of, pattern_of

_DAY = 1440
_MOST_TASKS = 5_000                       # more would hold the import up; whole days have to do for them
_MOST_SLOTS = 800_000                     # of all calendars together
_MARGIN = 40                              # days around the stored dates
_USUAL: Times = ((480, 720), (780, 1020))
_NONE = "usual hours"                     # the calendar of a file that has none
_ORIGIN = 1_000                           # the number of the first slot


def same_by_the_hour(schedule: Schedule) -> frozenset[int]:
    """Positions of tasks without any under them that lie where the file says; nothing where it names no times."""
    clock = _clock(schedule)
    if clock is None:
        return frozenset()
    try:
        found = count_anew(clock.schedule())
    except Problem:                           # it leads out of all dates
        return frozenset()
    same = set()
    for i, (first, last) in found.dates.items():
        task, desk = schedule.tasks[i], found.desk
        start = clock.slot(task.start or task.finish, task.begins, schedule.opens)
        end = clock.slot(task.finish or task.start, task.ends, schedule.closes)
        if task.milestone:
            ours, stored = (first, first), (end, end)
        else:
            ours, stored = (first, last + 1), (start, end)
        # The evening of a day and the next morning are the same instant to those who work.
        if all(desk.calendars.before(desk.of[i], a) == desk.calendars.before(desk.of[i], b)
               for a, b in zip(ours, stored, strict=True)):
            same.add(i)
    return frozenset(same)


@dataclass(frozen=True)
class _Clock:
    """A schedule, how many minutes a slot has, and the day before which no slot lies."""

    real: Schedule
    like: dict[str, str]                  # every calendar that is used -> the first that works the same hours
    minutes: int
    first: int
    last: int

    @property
    def a_day(self) -> int:
        return _DAY // self.minutes

    def slot(self, day: str | None, minute: int | None, usual: int) -> int:
        """The slot that begins at a time."""
        at = usual if minute is None else minute
        on = min(max(ordinal(day), self.first), self.last) if day else self.first
        return _ORIGIN + (on - self.first) * self.a_day + at // self.minutes

    def schedule(self) -> Schedule:
        """The schedule with slots for days."""
        real = self.real
        per_day = real.day_minutes / self.minutes
        return replace(
            real, tasks=[self._task(t) for t in real.tasks], remarks=[],
            links=[replace(t, lag=t.lag * (self.a_day if t.elapsed else per_day)) for t in real.links],
            calendar=self.like.get(real.calendar, _NONE),
            calendars={_NONE: self._calendar(WorkCalendar(_NONE, ""))} | {
                uid: self._calendar(real.calendars[uid]) for uid in sorted(set(self.like.values()))},
            resources={uid: replace(r, calendar=self.like.get(r.calendar, "")) for uid, r in real.resources.items()},
            starts=self._text(real.starts, real.starts_at, real.opens),
            ends=self._before(real.ends, real.ends_at, real.closes))

    def _text(self, day: str | None, minute: int | None, usual: int) -> str | None:
        return date_of(self.slot(day, minute, usual)) if day else None

    def _before(self, day: str | None, minute: int | None, usual: int) -> str | None:
        """The slot that ends at a time."""
        return date_of(self.slot(day, minute, usual) - 1) if day else None

    def _task(self, task: Task) -> Task:
        real = self.real
        start = self._text(task.start, task.begins, real.opens)
        if task.milestone:
            finish = start
        else:
            finish = self._before(task.finish or task.start, task.ends, real.closes)
        ends = task.constraint.startswith("finish") and not task.milestone
        limit = (self._before if ends else self._text)(task.constraint_date, task.bound, 0)
        days = task.minutes / self.minutes if task.minutes is not None else (
            task.days * self.a_day if task.days is not None and task.elapsed else None)
        return replace(task, start=start, finish=finish, days=days, minutes=None, early=task.milestone, gaps=[],
                       calendar=self.like.get(task.calendar, task.calendar),
                       actual_start=start if task.actual_start else None, part_day=False,
                       actual_finish=finish if task.actual_finish else None, constraint_date=limit)

    def _calendar(self, calendar: WorkCalendar) -> WorkCalendar:
        worked = dict(pattern_of(calendar).exceptions)
        special = {d: times for span, times in calendar.special.items() for d in days_of(span)}
        off: dict[str, bool] = {}
        at = _ORIGIN                          # where the present idle time began
        for day in range(self.first, self.last + 1):
            weekday = (day - 1) % 7 + 1
            if worked.get(day, weekday in calendar.days):
                begin = _ORIGIN + (day - self.first) * self.a_day
                for since, to in special.get(day) or calendar.times.get(weekday, _USUAL):
                    self._idle(off, at, begin + since // self.minutes)
                    at = begin + to // self.minutes
        self._idle(off, at, _ORIGIN + (self.last + 1 - self.first) * self.a_day)
        return replace(calendar, days=(1, 2, 3, 4, 5, 6, 7), exceptions=off, times={}, special={}, uneven=False)

    @staticmethod
    def _idle(off: dict[str, bool], since: int, to: int) -> None:
        for low in range(since, to, 3_000):   # spans are cut: no exception is longer than ten years of days
            high = min(to, low + 3_000) - 1
            off[f"{date_of(low)}/{date_of(high)}"] = False


def _clock(schedule: Schedule) -> _Clock | None:
    """None where the file names no times, or so long a time in so small slots that it would take too long."""
    days = [ordinal(d) for t in schedule.tasks for d in (t.start, t.finish) if d]
    if not days or len(schedule.tasks) > _MOST_TASKS or all(t.begins is None for t in schedule.tasks):
        return None
    slot = _DAY
    for mark in _marks(schedule):
        slot = gcd(slot, mark)
    long = max(days) - min(days) + _MARGIN
    first, last = min(days) - (long if schedule.backward else _MARGIN), max(days) + long
    like = _alike(schedule)
    if (last - first) * (_DAY // slot) * (len(set(like.values())) + 1) > _MOST_SLOTS:
        return None
    return _Clock(schedule, like, slot, first, last)


def _alike(schedule: Schedule) -> dict[str, str]:
    first: dict[object, str] = {}
    return {uid: first.setdefault((c.days, tuple(sorted(c.exceptions.items())), tuple(sorted(c.times.items())),
                                   tuple(sorted(c.special.items()))), uid)
            for uid in _used(schedule) for c in [schedule.calendars[uid]]}


def _marks(schedule: Schedule) -> Iterator[int]:
    """Every time and length of the file, in minutes."""
    yield from (schedule.opens, schedule.closes, schedule.starts_at or 0, schedule.ends_at or 0)
    for task in schedule.tasks:
        if not task.children:
            yield from (task.begins or 0, task.ends or 0, task.bound)
            yield from (_whole(task.minutes), _whole(task.days * _DAY) if task.elapsed and task.days else 0)
    for tie in schedule.links:
        yield _whole(tie.lag * (_DAY if tie.elapsed else schedule.day_minutes))
    for uid in _used(schedule):
        calendar = schedule.calendars[uid]
        for times in (_USUAL, *calendar.times.values(), *calendar.special.values()):
            for since, to in times:
                yield from (since, to)


def _whole(minutes: Decimal | None) -> int:
    return 0 if minutes is None else abs(int(minutes))


def _used(schedule: Schedule) -> list[str]:
    """The calendars that somebody works by."""
    wanted = {schedule.calendar, *(t.calendar for t in schedule.tasks),
              *(schedule.resources[u].calendar for t in schedule.tasks for u in t.people if u in schedule.resources)}
    return sorted((wanted - {EVERY_DAY}) & set(schedule.calendars))
