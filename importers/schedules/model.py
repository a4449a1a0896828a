"""What a schedule says, whichever program wrote it: tasks in outline order, links, calendars, people, baselines.

Dates are canonical days, money is exact decimals of whole units, percent is basis points, lags are days.
Must not know: XML, items, how a schedule becomes them (batch.py).
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from importers.base import Book

Times = tuple[tuple[int, int], ...]       # minutes of a day between which work is done
_NAMED = 12                               # names in one remark
EVERY_DAY = "every day"                   # calendar of tasks whose duration counts nights and days off


@dataclass(slots=True)
class Baseline:
    """What was once promised for a task."""

    start: str | None = None
    finish: str | None = None
    cost: Decimal | None = None
    fixed_cost: Decimal | None = None


@dataclass(slots=True)
class Charge:
    """What those who are assigned to one task cost: of a summary money of its own, of a leaf part of its cost."""

    cost: Decimal = Decimal(0)
    actual: Decimal = Decimal(0)
    baselines: dict[int, Decimal] = field(default_factory=dict)


@dataclass(slots=True)
class Task:
    """One row of the outline. `parent` is its position in the list of tasks, -1 at the top; `children` likewise."""

    uid: str
    name: str
    row: int = 0                          # row of the sheet that shows it, 0-based
    level: int = 1
    parent: int = -1
    children: list[int] = field(default_factory=list)
    weak: bool = False                    # the file gives it no id
    code: str = ""
    start: str | None = None
    finish: str | None = None
    actual_start: str | None = None
    actual_finish: str | None = None
    percent: int | None = None
    milestone: bool = False
    days: Decimal | None = None           # duration in days, of work or (elapsed) of the calendar
    minutes: Decimal | None = None        # ... and in minutes, where the file says so
    begins: int | None = None             # minutes of the day at which it starts and finishes, where the file says so
    ends: int | None = None
    bound: int = 0                        # ... of its constraint
    elapsed: bool = False
    early: bool = False                   # a milestone at the beginning of its day
    part_day: bool = False                # it begins or ends within a day
    gaps: list[tuple[str, str]] = field(default_factory=list)     # days between which its work is interrupted
    delay: Decimal = Decimal(0)           # days a levelling of resources put it back
    manual: bool = False
    outside: bool = False                 # it waits for what is not in this file
    ignores_people: bool = False          # the calendars of its people do not count
    text_dates: str = ""                  # what stands where a date should
    notes: str = ""
    calendar: str = ""
    constraint: str = ""
    constraint_date: str | None = None
    cost: Decimal | None = None
    fixed_cost: Decimal | None = None
    actual_cost: Decimal | None = None
    charge: Charge = field(default_factory=Charge)
    baselines: dict[int, Baseline] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)       # resource uids, the one with most work first
    custom: dict[str, tuple[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two tasks by uid. `lag` in days: of work, or (`elapsed`) of the calendar."""

    before: str
    after: str
    type: str = "FS"
    lag: Decimal = Decimal(0)
    elapsed: bool = False
    row: int = 0
    hard: bool | None = None              # False: may give way; None: the file does not say


@dataclass(slots=True)
class Resource:
    uid: str
    name: str
    mail: str = ""
    calendar: str = ""                    # its own
    person: bool = True                   # material and costs are resources too, but nobody


@dataclass(slots=True)
class WorkCalendar:
    """ISO weekdays worked, and the days that differ: date or "FROM/TO" -> worked."""

    uid: str
    name: str
    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    exceptions: dict[str, bool] = field(default_factory=dict)
    base: bool = True                     # not merely one person's
    upon: str = ""                        # the one it builds on
    uneven: bool = False                  # works other hours a day than the file counts a day
    times: dict[int, Times] = field(default_factory=dict)    # when each ISO weekday is worked, where the file says so
    special: dict[str, Times] = field(default_factory=dict)  # ... and days of `exceptions`

    @property
    def hours(self) -> dict[int, int]:
        """Minutes worked by ISO weekday, of those that say when."""
        return {day: sum(to - since for since, to in times) for day, times in self.times.items()}


@dataclass(slots=True)
class Remark:
    """Something a person should know, at a row of the tasks (0 = of the file as a whole)."""

    severity: str
    row: int
    text: str
    answer: str = ""


@dataclass(slots=True)
class Schedule:
    """A whole file. `tasks[0]` is the project itself, at the latest after `under_project`."""

    program: str                          # "MS Project", "GanttProject"
    name: str
    tasks: list[Task] = field(default_factory=list)
    links: list[Tie] = field(default_factory=list)
    calendars: dict[str, WorkCalendar] = field(default_factory=dict)
    calendar: str = ""                    # of tasks that name none
    resources: dict[str, Resource] = field(default_factory=dict)
    currency: str = ""
    starts: str | None = None             # where what waits for nothing begins, when the program puts it there
    ends: str | None = None
    backward: bool = False                # counted from its end
    day_minutes: Decimal = Decimal(480)   # what the file counts a day
    opens: int = 480                      # when days that say nothing begin and end, in minutes
    closes: int = 1020
    starts_at: int | None = None          # the minutes of the day of `starts` and `ends`
    ends_at: int | None = None
    stays: bool = False                   # what no hard link pulls stays where it is, and is only pushed
    baseline_names: Mapping[int, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    row_kinds: dict[int, str] = field(default_factory=dict)   # rows that are no task: blank, rejected

    def hang(self) -> None:
        """Parents and children from the levels, in outline order."""
        stack: list[int] = []
        for i, task in enumerate(self.tasks):
            while stack and self.tasks[stack[-1]].level >= task.level:
                stack.pop()
            task.parent = stack[-1] if stack else -1
            if stack:
                self.tasks[stack[-1]].children.append(i)
            stack.append(i)

    def under_project(self) -> None:
        """Put the project above all tasks where the file has no row for it, then hang everything."""
        if not self.tasks or self.tasks[0].level or any(t.level == 0 for t in self.tasks[1:]):
            self.tasks.insert(0, Task("project", self.name, level=-1, weak=True))
        self.tasks[0].code = ""                            # the "0" of the project's own row says nothing
        self.hang()

    def baselines(self) -> list[int]:
        return sorted({n for task in self.tasks for n in task.baselines})


@dataclass(slots=True)
class ScheduleBook(Book):
    """A schedule as a book whose sheets show its tasks and people, with the schedule itself behind them."""

    schedule: Schedule = field(default_factory=lambda: Schedule("", ""))


def some(names: list[str], most: int = _NAMED) -> str:
    """The first of many names, and how many more there are."""
    more = len(names) - most
    return ", ".join(n or "without a name" for n in names[:most]) + (f" and {more} more" if more > 0 else "")
