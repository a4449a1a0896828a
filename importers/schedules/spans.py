"""What a task is counted by when a schedule is counted anew: which days are worked for it, how many it lasts, and
where it may stand before links push it.

Whole days, as everywhere in the program: a part of a day counts as one. Must not know: links, the network, items.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from app.core.schedule.calendar import Calendars, Pattern, date_of, ordinal
from importers.schedules.model import EVERY_DAY, Schedule, Task, WorkCalendar

ANY_DAY = Pattern((1, 2, 3, 4, 5, 6, 7))
FULL = 10_000                             # 100 % in basis points
_LONGEST = 4000                           # days of one exception
_FROM = ("start_on", "start_no_earlier", "start_no_later")
_MOST_WALKED = 2_000                      # working days counted one by one
MOST_DAYS = 100_000                       # of one task or lag: more leads out of the calendar
_MOST_LAG = Decimal(4_000_000)            # days: more than from the first to the last year there is


@dataclass(frozen=True, slots=True)
class Span:
    """One task before links are asked. Days are ordinals; a milestone's first and last day are the same."""

    calendar: int                         # in Desk.calendars
    first: int
    last: int
    milestone: bool
    started: bool
    finished: bool
    limit: int = 0                        # the day of its constraint, 0 without
    rule: str = ""                        # its constraint


class Desk:
    """The working days of every task of a schedule; patterns that say the same share a number."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.named = {uid: pattern_of(c) for uid, c in schedule.calendars.items()} | {EVERY_DAY: ANY_DAY}
        self.usual = self.named.get(schedule.calendar, Pattern())
        self.pulled = {tie.after for tie in schedule.links if tie.hard is not False}
        self.leaves = [i for i, t in enumerate(schedule.tasks) if not t.children]
        self.apart = {i for i in self.leaves if len(self._people(schedule.tasks[i])) > 1}
        found = {i: self._pattern(schedule.tasks[i]) for i in self.leaves}
        self.patterns = list(dict.fromkeys([ANY_DAY, self.usual, *found.values()]))
        number = {pattern: n for n, pattern in enumerate(self.patterns)}
        self.of = {i: number[pattern] for i, pattern in found.items()}
        self.calendars = Calendars(self.patterns)

    def by_people(self, i: int) -> list[str]:
        """The people whose own calendars decide on which days a task is worked on."""
        task = self.schedule.tasks[i]
        without = self.named.get(task.calendar, self.usual)
        return [self.schedule.resources[uid].name for uid in task.people if uid in self.schedule.resources
                and self._own(uid) not in (None, without)] if self._heeds(task) else []

    def _pattern(self, task: Task) -> Pattern:
        base = self.named.get(task.calendar, self.usual)
        people = self._people(task)
        if len(people) != 1:                  # nobody, or people who work on different days: the task's own
            return base
        return both(base, people[0]) if task.calendar in self.named else people[0]

    def _people(self, task: Task) -> list[Pattern]:
        """The different calendars of its people."""
        if not self._heeds(task):
            return []
        return list(dict.fromkeys(p for uid in task.people if (p := self._own(uid)) is not None))

    @staticmethod
    def _heeds(task: Task) -> bool:
        return not (task.ignores_people or task.elapsed or task.manual)

    def _own(self, uid: str) -> Pattern | None:
        one = self.schedule.resources.get(uid)
        return self.named.get(one.calendar) if one is not None and one.person else None

    # ---------------------------------------------------------------- one task

    def span(self, i: int) -> Span | None:
        """A task as it stands before links; None where the file gives it no date."""
        task, c, cals = self.schedule.tasks[i], self.of[i], self.calendars
        said = task.actual_start or task.start or task.finish
        until = task.actual_finish or task.finish or said
        if not said or not until:
            return None
        finished = bool(task.actual_finish) or (task.percent or 0) >= FULL
        started = finished or bool(task.actual_start) or (task.percent or 0) > 0
        first, last = ordinal(said), max(ordinal(said), ordinal(until))
        if task.milestone and started:
            last = self._eve(c, last) if task.early else last
            return Span(c, last, last, True, True, finished)
        if finished:
            return Span(c, first, last, False, True, True)
        rule, limit = task.constraint, task.constraint_date
        if task.manual or (self.schedule.stays and task.uid not in self.pulled and rule != "finish_no_earlier"):
            rule, limit = "start_no_earlier", said
        free = not (started or task.manual or not self.schedule.starts)
        begins = ordinal(self.schedule.starts) if self.schedule.starts else first
        if free and limit and rule in _FROM:      # a task may be told to lie before the project's start
            begins = min(begins, ordinal(limit))
        if task.milestone:
            day = begins if free else first
            day = self._eve(c, day) if free or task.early else day
            bound = ordinal(limit) if limit else 0
            return Span(c, day, day, True, False, False, self._eve(c, bound) if bound and task.early else bound, rule)
        if free:
            first = int(cals.day(c, cals.before(c, begins)))
        length = self.length(i, first)
        last = max(first, int(cals.end(c, int(cals.before(c, first)) + length)) - 1)
        return Span(c, first, last, False, started, False, ordinal(limit) if limit else 0, rule)

    def length(self, i: int, begins: int) -> int:
        """Working days a task lasts by its duration; without one, or dated by hand, by its dates. `begins`: the first
        of them, for calendars that work more on some weekdays than on others."""
        task = self.schedule.tasks[i]
        if task.days is not None and not task.manual:
            calendar = self._calendar(task)
            if task.minutes is not None and calendar is not None and calendar.uneven and calendar.hours:
                return self._by_hours(self.of[i], begins, task.minutes, calendar.hours)
            return max(1, min(MOST_DAYS, int(task.days.to_integral_value(ROUND_CEILING))))
        first, last = (ordinal(d) if d else 0 for d in (task.start, task.finish or task.start))
        return max(1, self.calendars.length(self.of[i], first, last)) if first and last >= first else 1

    def _calendar(self, task: Task) -> WorkCalendar | None:
        """Whose hours count: of the one person who does it, else of the task, else of the project."""
        known, people = self.schedule.calendars, self._people(task)
        if len(people) == 1 and task.calendar not in known:
            own = [self.schedule.resources[uid].calendar for uid in task.people if self._own(uid) is not None]
            return known.get(own[0])
        return known.get(task.calendar) or known.get(self.schedule.calendar)

    def _by_hours(self, calendar: int, day: int, minutes: Decimal, hours: dict[int, int]) -> int:
        """Working days until so many minutes are worked, by the hours of each weekday."""
        left, count, usual = minutes, 0, max(hours.values())
        while left > 0 and count < _MOST_WALKED:
            day = int(self.calendars.day(calendar, self.calendars.before(calendar, day)))
            left -= hours.get((day - 1) % 7 + 1, usual)
            day, count = day + 1, count + 1
        return max(1, count + int((max(Decimal(0), left) / usual).to_integral_value(ROUND_CEILING)))

    def _eve(self, calendar: int, day: int) -> int:
        """The last working day before: a milestone in the morning of a day is reached in the evening before."""
        return int(self.calendars.end(calendar, self.calendars.before(calendar, day))) - 1

    def shown(self, i: int, evening: int) -> int:
        """The day a milestone is said to lie on that was reached by an evening: the file's own where that is the same
        instant, the morning after where the file writes mornings."""
        task, c = self.schedule.tasks[i], self.of[i]
        worked = int(self.calendars.before(c, evening + 1))
        said = task.actual_finish or task.start or task.finish
        day = ordinal(said) if said else evening
        if worked in (int(self.calendars.before(c, day)), int(self.calendars.before(c, day + 1))):
            return day
        return int(self.calendars.day(c, worked)) if task.early else evening


def pattern_of(calendar: WorkCalendar) -> Pattern:
    """A calendar as arithmetic takes it."""
    days: dict[int, bool] = {}
    for span, worked in calendar.exceptions.items():
        days |= dict.fromkeys(days_of(span), worked)
    return Pattern(calendar.days, tuple(sorted(days.items())))


def days_of(span: str) -> range:
    """The days of an exception, written "2026-01-05" or "2026-01-05/2026-01-09"."""
    first, _, last = span.partition("/")
    start = ordinal(first)
    return range(start, min(ordinal(last or first) + 1, start + _LONGEST))


def day_text(day: int) -> str:
    """A day for the report, also where no calendar reaches."""
    if day > dt.date.max.toordinal():
        return "a day beyond the year 9999"
    return date_of(day) if day > 0 else "a day before the year 1"


def whole_lag(lag: Decimal) -> int:
    """A lag in whole days, cut where no date is left to be reached."""
    return int(max(-_MOST_LAG, min(_MOST_LAG, lag)).to_integral_value(ROUND_HALF_UP))


def both(one: Pattern, other: Pattern) -> Pattern:
    """The days on which two calendars work; the first alone where that leaves no weekday."""
    weekdays = tuple(d for d in one.weekdays if d in other.weekdays)
    if one == other or not weekdays:
        return one
    first, second = dict(one.exceptions), dict(other.exceptions)

    def works(day: int) -> bool:
        week = (day - 1) % 7 + 1
        return first.get(day, week in one.weekdays) and second.get(day, week in other.weekdays)

    return Pattern(weekdays, tuple((day, works(day)) for day in sorted({*first, *second})))


def off_days(calendar: WorkCalendar, base: WorkCalendar | None) -> Iterator[str]:
    """How a calendar differs from the one it builds on, in words."""
    if base is not None and calendar.days != base.days:
        names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        yield "works " + " ".join(names[d - 1] for d in calendar.days)
    known = base.exceptions if base is not None else {}
    for span, worked in sorted(calendar.exceptions.items()):
        if known.get(span) is not worked:
            yield f"{'works' if worked else 'off'} {span.replace('/', ' to ')}"


__all__ = ["ANY_DAY", "MOST_DAYS", "Desk", "Span", "both", "day_text", "days_of", "off_days", "pattern_of", "whole_lag"]
