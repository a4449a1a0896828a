"""Do a file's own dates keep its own links? Counted in whole working days, as Trimtab does; differences are named.

The file's dates stay. Must not know: items, the portfolio.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.schedule.calendar import Calendars, ordinal
from importers.schedules.model import EVERY_DAY, Schedule, Task, Tie
from importers.schedules.sheets import tie_text
from importers.schedules.spans import ANY_DAY, day_text, pattern_of, whole_lag


@dataclass(frozen=True, slots=True)
class Broken:
    """A link that the stored dates do not keep: the file's day of the later task, and the first the link allows."""

    tie: Tie
    before: Task
    after: Task
    verb: str                             # "starts" or "finishes"
    day: str
    first: str

    def text(self) -> str:
        """Why, in words that follow the task's name."""
        return (f"it {self.verb} on {self.day}, which its link to {self.before.name} ({tie_text(self.tie)}) allows "
                f"from {self.first} on, counted in whole working days")


def broken_links(schedule: Schedule, tasks: Sequence[Task]) -> Iterator[Broken]:
    """Every link between dated tasks that their dates in the file break."""
    known = {t.uid: t for t in tasks}
    index = {uid: n for n, uid in enumerate([*schedule.calendars, EVERY_DAY])}
    calendars = Calendars([*(pattern_of(c) for c in schedule.calendars.values()), ANY_DAY])
    usual = index.get(schedule.calendar, index[EVERY_DAY])
    for tie in schedule.links:
        before, after = known.get(tie.before), known.get(tie.after)
        if before is None or after is None or not (before.start and before.finish and after.start and after.finish):
            continue
        count = index[EVERY_DAY] if tie.elapsed else index.get(after.calendar, usual)
        starts = tie.type[1] == "S"
        lag = whole_lag(tie.lag)
        if tie.type[0] == "S":
            instant = ordinal(before.start) + before.milestone     # a milestone stands at the end of its day
        else:
            instant = ordinal(before.finish) + 1
        instant -= before.early                                    # ... or in the morning of it
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
            yield Broken(tie, before, after, "starts" if starts else "finishes", day_text(stored), day_text(first))
