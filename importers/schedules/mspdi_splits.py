"""Days on which the work of a task rests: MS Project tells them by what each day of each assignment holds.

Must not know: items, how the schedule is counted.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from xml.etree.ElementTree import Element

from importers.schedules.xml_parts import children, texts

_WORK = ("1", "2")                        # of the remaining work and of the actual work of an assignment
_SOME = re.compile(r"[1-9]")
_NOON = 12
_LONGEST = 4000                           # days of one entry
_MOST = 400_000                           # entries of an assignment: more are not looked at
Days = tuple[int, int]


def day_by_day(element: Element) -> list[dict[str, str]]:
    """What an assignment holds day by day."""
    return [texts(one) for one in children(element, "TimephasedData")[:_MOST]]


def holds_some(value: str) -> bool:
    """Whether an amount or a length of work is more than nought."""
    return _SOME.search(value) is not None


def worked_days(entries: Iterable[Mapping[str, str]]) -> list[Days]:
    """First and last day of every entry of an assignment that holds work."""
    found: list[Days] = []
    for said in entries:
        if said.get("Type") not in _WORK or not holds_some(said.get("Value", "")):
            continue
        try:
            start, finish = (dt.datetime.fromisoformat(said.get(n, "")) for n in ("Start", "Finish"))
        except ValueError:
            continue
        first, last = start.toordinal(), finish.toordinal()
        if last > first and finish.time() <= start.time():     # up to the same hour of the next day is one day:
            if finish.time() == start.time() and start.hour >= _NOON:
                first += 1                                     # ... from evening to evening the later one,
            else:
                last -= 1                                      # ... from morning to morning the earlier
        if first <= last <= first + _LONGEST:
            found.append((first, last))
    return found


def gaps(spans: Iterable[Days], works: Callable[[int], bool]) -> list[tuple[str, str]]:
    """(first, last) days between the first and the last day of work that are working days and hold none."""
    out: list[Days] = []
    reached = 0
    for first, last in sorted(spans):
        if reached:
            idle = [day for day in range(reached + 1, min(first, reached + _LONGEST)) if works(day)]
            if idle:
                out.append((idle[0], idle[-1]))
        reached = max(reached, last)
    return [(dt.date.fromordinal(a).isoformat(), dt.date.fromordinal(b).isoformat()) for a, b in out]


def resting(said: Mapping[str, str], day_of: Callable[[str | None], str | None]) -> list[tuple[str, str]]:
    """A task that says itself when its work stopped and when it goes on."""
    stop, resume = day_of(said.get("Stop")), day_of(said.get("Resume"))
    if not stop or not resume or resume <= stop or said.get("ResumeValid", "1") == "0":
        return []
    first, last = dt.date.fromisoformat(stop).toordinal() + 1, dt.date.fromisoformat(resume).toordinal() - 1
    return [(dt.date.fromordinal(first).isoformat(), dt.date.fromordinal(last).isoformat())] if first <= last else []
