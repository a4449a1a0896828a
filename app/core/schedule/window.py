"""Working days looked up instead of worked out: the calendars of a file over the years its dates lie in.

Both passes of a network ask a hundred thousand times how many working days lie before a boundary, or where one lies;
inside a window of days each answer is one look into a table. Outside it the closed forms of calendar.py hold.
Must not know: activities, links.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.core.schedule.calendar import Calendars, Ints

_MARGIN = 6000               # days on both sides of the dates there are: passes look further than these
EDGE = _MARGIN // 2          # what lies nearer to an end of a table is not looked up
_AT_MOST = 1 << 21           # entries of a table


@dataclass(frozen=True)
class Window:
    """Tables over the boundaries [low, low + size); entry c * size + i is calendar c's."""

    low: int
    size: int
    before: Ints                           # [c * size + boundary - low] working days before it
    day: Ints                              # [c * size + k - first[c]] the day number k lies on
    first: Ints                            # [calendar] working days before `low`

    def before_at(self, calendar: Ints) -> Ints:
        """What to add to a boundary to find it in `before`."""
        return calendar * self.size - self.low

    def day_at(self, calendar: Ints) -> Ints:
        """What to add to a number of working days to find it in `day`."""
        return np.asarray(calendar * self.size - self.first[calendar], np.int64)

    def holds(self, calendar: Ints, at: Ints) -> bool:
        """Whether these places all lie in the part of a table that is their calendar's."""
        inside = at - calendar * self.size
        return not len(at) or bool(inside.min() >= 0 and inside.max() < self.size)


def window(cals: Calendars, low: int, high: int) -> Window | None:
    """Tables around these boundaries; None when they would be too large. Kept with the calendars."""
    known = cals.window
    if isinstance(known, Window) and known.low + EDGE <= low and high <= known.low + known.size - EDGE:
        return known
    low, count = max(low - _MARGIN, 1), len(cals.patterns)
    size = high + _MARGIN - low
    if size * count > _AT_MOST:
        return None
    calendars = np.arange(count)[:, None]
    first = cals.before(calendars[:, 0], np.full(count, low))
    found = Window(low, size, cals.before(calendars, low + np.arange(size)[None, :]).ravel(),
                   cals.day(calendars, first[:, None] + np.arange(size)[None, :]).ravel(), first)
    cals.window = found
    return found
