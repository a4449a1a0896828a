"""The schedule read aloud, on a grid of days: slow, and written without a look at how the program does it.

Each activity stands on days; as long as some link is not kept, its successor goes one working day further. Shares
nothing with the program but the definitions in product.md and in the docstrings.
"""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass
class Calendar:
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    switched: dict[int, bool] = field(default_factory=dict)

    def works(self, day: int) -> bool:
        return self.switched.get(day, dt.date.fromordinal(day).isoweekday() in self.weekdays)

    def next(self, day: int) -> int:
        """The first working day on or after."""
        while not self.works(day):
            day += 1
        return day

    def last(self, day: int) -> int:
        """The last working day on or before."""
        while not self.works(day):
            day -= 1
        return day

    def count(self, first: int, last: int) -> int:
        return sum(self.works(d) for d in range(first, last + 1))


@dataclass
class Job:
    """`first` and `last` are days, both included; a milestone has none in between and sits at the end of `last`."""

    calendar: Calendar
    first: int
    last: int
    state: str = "open"                   # open, started, finished
    rule: str = ""
    rule_day: int = 0
    length: int = 0

    def __post_init__(self) -> None:
        self.milestone = self.first == self.last and self.state != "started"
        self.length = 0 if self.milestone else max(self.calendar.count(self.first, self.last), 1)

    @property
    def begin(self) -> int:
        """The instant it begins: that of the day numbered so, the end of a day being the begin of the next."""
        return self.last + 1 if self.milestone else self.first

    @property
    def end(self) -> int:
        return self.last + 1

    def later(self) -> None:
        """One working day further; what has started only finishes later."""
        if self.milestone or self.state == "started":
            self.last = self.calendar.next(self.last + 1)
            self.first = self.last if self.milestone else self.first
        else:
            self.put(self.calendar.next(self.first + 1) if self.calendar.works(self.first)
                     else self.calendar.next(self.first))

    def put(self, first: int) -> None:
        self.first = self.last = self.calendar.next(first)
        for _ in range(self.length - 1):
            self.last = self.calendar.next(self.last + 1)


@dataclass
class Link:
    tail: int
    head: int
    type: str
    lag: int
    working: bool


def moment(link: Link, tail: Job, head: Job) -> int:
    """The instant that the link holds its head's start or finish back to."""
    at = tail.end if link.type[0] == "F" else tail.begin
    morning = link.type[0] == "S" and not tail.milestone
    evening = link.type[1] == "F" or head.milestone       # what is held back is the end of a day
    if link.working and link.lag > 0:
        for _ in range(link.lag):
            at = head.calendar.next(at) + 1
        return at
    if link.working and link.lag < 0:
        for _ in range(-link.lag):
            at = head.calendar.last(at - 1)
        return head.calendar.last(at - 1) + 1 if evening else at
    at += link.lag
    return head.calendar.last(at - 1) + 1 if morning and evening else at


def kept(link: Link, jobs: list[Job]) -> bool:
    tail, head = jobs[link.tail], jobs[link.head]
    if head.state == "finished" or (head.state == "started" and link.type[1] == "S"):
        return True
    return (head.begin if link.type[1] == "S" else head.end) >= moment(link, tail, head)


def ruled(job: Job) -> bool:
    """Whether the constraint lets the job lie so early."""
    if job.state == "finished" or job.rule not in ("start_on", "start_no_earlier", "finish_on", "finish_no_earlier"):
        return True
    if job.rule.startswith("start"):
        return job.state == "started" or (job.last if job.milestone else job.first) >= job.rule_day
    return job.last >= job.rule_day


def settle(jobs: list[Job], links: list[Link], rules: bool = True) -> None:
    """Push until every link is kept."""
    moving = True
    while moving:
        moving = False
        for job in jobs:
            while rules and not ruled(job):
                job.later()
                moving = True
        for link in links:
            while not kept(link, jobs):
                jobs[link.head].later()
                moving = True


def too_late(job: Job, limit: int) -> bool:
    """Whether a job passes the limit (an instant) or its own constraint."""
    if job.state == "finished":
        return False
    first = job.last if job.milestone else job.first
    return (job.end > limit
            or (job.state == "open" and job.rule in ("start_on", "start_no_later") and first > job.rule_day)
            or (job.rule in ("finish_on", "finish_no_later") and job.last > job.rule_day))
