"""Do a file's own dates keep its own links? Counted in whole working days, as Trimtab does; differences are named.

The file's dates stay. Must not know: items, the portfolio.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP

from app.core.schedule.calendar import Calendars, Pattern, date_of, ordinal
from importers.schedules.model import EVERY_DAY, Schedule, Task, Tie, WorkCalendar

_ANY_DAY = (1, 2, 3, 4, 5, 6, 7)
_LONGEST = 4000                           # days of one exception


def broken_links(schedule: Schedule, tasks: Sequence[Task]) -> Iterator[tuple[Tie, Task, Task, str, str, str]]:
    """(link, task before, task after, "starts" or "finishes", the file's day, the first day the link allows)."""
    known = {t.uid: t for t in tasks}
    index = {uid: n for n, uid in enumerate([*schedule.calendars, EVERY_DAY])}
    calendars = Calendars([*(_pattern(c) for c in schedule.calendars.values()), Pattern(_ANY_DAY)])
    usual = index.get(schedule.calendar, index[EVERY_DAY])
    for tie in schedule.links:
        before, after = known.get(tie.before), known.get(tie.after)
        if before is None or after is None or not (before.start and before.finish and after.start and after.finish):
            continue
        count = index[EVERY_DAY] if tie.elapsed else index.get(after.calendar, usual)
        starts = tie.type[1] == "S"
        lag = int(tie.lag.to_integral_value(ROUND_HALF_UP))
        if tie.type[0] == "S":
            instant = ordinal(before.start) + before.milestone     # a milestone stands at the end of its day
        else:
            instant = ordinal(before.finish) + 1
        worked = int(calendars.before(count, instant)) + lag
        own = index.get(after.calendar, usual)
        if starts and not after.milestone:
            first = int(calendars.day(count, worked))
            first = int(calendars.day(own, calendars.before(own, first)))
            stored = ordinal(after.start)
        else:
            first = int(calendars.end(count, worked)) - 1
            stored = ordinal(after.start if starts else after.finish)
        if stored < first:
            yield tie, before, after, "starts" if starts else "finishes", date_of(stored), date_of(first)


def _pattern(calendar: WorkCalendar) -> Pattern:
    days: dict[int, bool] = {}
    for span, worked in calendar.exceptions.items():
        first, _, last = span.partition("/")
        start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
        for n in range(min((end - start).days + 1, _LONGEST)):
            days[start.toordinal() + n] = worked
    return Pattern(calendar.days, tuple(sorted(days.items())))
