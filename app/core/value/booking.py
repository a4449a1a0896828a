"""Who is silent in a month whose actuals count: there an empty month counts as nothing, for every line of the file.

By definition (product.md section 4) one actual anywhere makes its month, and all before it, months of actuals. What was
expected of lines that have booked nothing there is no longer expected; once the actual is taken back it is expected
again. The definition stands; this says what it does. Must not know: who makes the step, sentences about single lines
(remarks.py).
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.change import Creation, Work
from app.core.counting import counted
from app.core.numbers import distinct
from app.core.portfolio import Portfolio
from app.core.value.cube import Cube, cube
from app.core.value.standing import stops
from app.core.value.variance import ACTUAL, FORECAST, PLAN, RECURRING, Figures, actual_to, by_line
from app.core.values import month_end, month_of, month_text
from app.core.wording import amount

LINE = "effect_line"


class Silence(NamedTuple):
    """What a step does by making months count as booked: [first, last], and who has no actual in one of them."""

    first: int
    last: int
    measures: int
    money: int                            # net minor units that are no longer expected of them


def last_ended(status: str) -> int:
    """The last month that has ended by the status date."""
    month = month_of(status)
    return month if status >= month_end(month) else month - 1


def booked_months(p: Portfolio, work: Iterable[Work]) -> list[int]:
    """Months into which a step on effect lines that are there, or that come, books something other than 0.

    A KPI has actuals too and books nothing. `p` is before the step.
    """
    found, made = [], {}
    for one in work:
        if isinstance(one, Creation):
            for series, first, values in one.runs if one.kind == LINE else ():
                if series == "actual":
                    found += [first + i for i, v in enumerate(values) if v]
        elif one.field == "kind":
            made[one.uid] = one.new[0]
        elif one.field == "actual" and one.month is not None:
            record = p.get(one.uid)
            if (made.get(one.uid) if record is None else record.kind) == LINE:
                found += [one.month + i for i, v in enumerate(one.new) if v]
    return found


def silenced(p: Portfolio, work: Iterable[Work], status: str) -> Silence | None:
    """What a step takes out of what is expected of lines in which it books nothing; None when it moves no month.

    `p` is before the step.
    """
    work = list(work)
    last = last_ended(status)
    to = max((m for m in booked_months(p, work) if m <= last), default=None)
    c = cube(p)
    was = actual_to(c, status)
    if to is None or (was is not None and to <= was) or not len(c.lines):
        return None
    low, high = c.span(None if was is None else was + 1, to + 1)
    expected = by_line(c, was, stops(p, status), span=(low, high))[0]
    empty = ~c.block.present[ACTUAL][low:high]
    for one in work:                      # what the step books there is not silent
        if not isinstance(one, Creation) and one.field == "actual" and one.month is not None:
            at = c.place(one.uid, p.get(one.uid))
            if at is not None:
                for month in range(max(one.month, c.first + low), min(one.month + len(one.new), c.first + high)):
                    empty[month - c.first - low, at] = one.new[month - one.month] is None
    silent = np.where(empty, expected, 0)
    lines = np.flatnonzero(silent.any(axis=0))
    if not len(lines):
        return None
    first = min(c.first + low + int(np.flatnonzero(silent.any(axis=1))[0]), to)
    return Silence(first, to, len(distinct(c.position[lines])), int(silent.sum()))


def told(found: Silence, c: Cube) -> str:
    """In a sentence."""
    one_month, one = found.first == found.last, found.measures == 1
    return (f"{_months(found)} now {'counts' if one_month else 'count'} as booked for the whole file, and "
            f"{counted(found.measures, 'measure')} without an actual there {'counts' if one else 'count'} as 0 "
            f"in {'it' if one_month else 'them'}: "
            f"until they book, expected changes by {amount(-found.money, c.scale)} {c.currency}.")


class Freed(NamedTuple):
    """What a step does by taking the last actual out of months: [first, last], the measures of which something else is
    expected there, and by how much."""

    first: int
    last: int
    measures: int
    money: int


def freed(p: Portfolio, work: Iterable[Work], status: str) -> Freed | None:
    """The months that no longer count as booked after a step, the last of them first; None when all do. `p` is before
    the step."""
    c, work = cube(p), list(work)
    was = actual_to(c, status)
    changed = [(one, one.month) for one in work if not isinstance(one, Creation) and one.field == "actual"
               and one.month is not None]
    if was is None or not any(first <= was < first + len(one.new) and not one.new[was - first]
                              for one, first in changed):
        return None                       # the last of them keeps what was booked
    left = c.booked.copy()
    for one, first in changed:
        for month, old, new in zip(range(first, first + len(one.new)), one.old, one.new, strict=True):
            if bool(old) != bool(new) and 0 <= month - c.first < c.months and \
                    c.place(one.uid, p.get(one.uid)) is not None:
                left[month - c.first] += bool(new) - bool(old)
    still = [m for m in (np.flatnonzero(left > 0) + c.first).tolist() if m <= was]
    still += [m for m in booked_months(p, work) if m <= last_ended(status)]
    to = max(still, default=None)
    if to is not None and to >= was:
        return None
    low, high = c.span(None if to is None else to + 1, was + 1)
    stopped = stops(p, status)
    change = by_line(c, to, stopped, span=(low, high))[0] - by_line(c, was, stopped, span=(low, high))[0]
    lines = np.flatnonzero(change.any(axis=0))
    if not len(lines):
        return None
    first = c.first + low if to is None else to + 1
    first = max(first, c.first + int(np.flatnonzero(c.booked)[0]))
    return Freed(first, was, len(distinct(c.position[lines])), int(change.sum()))


def told_freed(found: Freed, c: Cube) -> str:
    """In a sentence."""
    one = found.first == found.last
    return (f"{_months(found)} no longer {'counts' if one else 'count'} as booked for the whole file: nothing is "
            f"booked in {'it' if one else 'them'} any more. What was forecast or planned there is expected again, of "
            f"{counted(found.measures, 'measure')}; expected changes by {amount(found.money, c.scale)} {c.currency}.")


def _months(found: Silence | Freed) -> str:
    last = month_text(found.last)
    return last if found.first == found.last else f"{month_text(found.first)} to {last}"


def remarks(p: Portfolio, work: Iterable[Work], status: str) -> list[str]:
    """What a step does to the months that count as booked, in a sentence; `p` is before the step."""
    work = list(work)
    if (silent := silenced(p, work, status)) is not None:
        return [told(silent, cube(p))]
    return [told_freed(again, cube(p))] if (again := freed(p, work, status)) is not None else []


@dataclass(frozen=True)
class Holes:
    """Months of lines in which something is planned and nothing was said: [month, line] from `first` on."""

    cube: Cube
    first: int
    empty: NDArray[np.bool_]

    @cached_property
    def uids(self) -> frozenset[str]:
        """The measures that have any."""
        known = self.cube.outline.uids
        return frozenset(known[at] for at in distinct(self.cube.position[self.empty.any(axis=0)]).tolist())

    @property
    def measures(self) -> int:
        return len(self.uids)

    @property
    def months(self) -> list[int]:
        return (np.flatnonzero(self.empty.any(axis=1)) + self.first).tolist()

    def of(self, measure: str) -> list[int]:
        return [] if measure not in self.uids else (
            np.flatnonzero(self.empty[:, self.cube.lines_of(measure)].any(axis=1)) + self.first).tolist()


def unbooked(f: Figures, first: int | None, end: int | None) -> Holes:
    """Months up to "actual to" in which a line has no actual and something was forecast, or planned where it has no
    forecast: whose forecast begins later was moved. Stopped measures aside."""
    c = f.cube
    low, high = c.span(first, end)
    high = c.cut(f.actual_to, low, high)
    net, present = c.block.net, c.block.present
    due = ~present[ACTUAL][low:high]
    if due.any():
        due &= np.where(present[FORECAST].any(axis=0), net[FORECAST][low:high], net[PLAN][low:high]) != 0
    return _running(f, low, due)


def unforecast(f: Figures, first: int | None, end: int | None) -> Holes:
    """Months after "actual to" in which a running line is planned and, once its forecast has begun, has none.

    Before its first forecast month a line was moved, and one-time amounts may fall into other months: no holes.
    """
    c = f.cube
    low, high = c.span(first, end)
    low = c.cut(f.actual_to, low, high)
    has = c.block.present[FORECAST]
    due = (c.block.net[PLAN][low:high] != 0) & ~has[low:high]
    if due.any():
        begun = np.where(has.any(axis=0), has.argmax(axis=0), c.months)
        due &= np.arange(low, high)[:, None] > begun
        due &= np.isin(c.types, RECURRING)
    return _running(f, low, due)


def _running(f: Figures, low: int, due: NDArray[np.bool_]) -> Holes:
    out = [at for uid in f.stopped if (at := f.cube.outline.position.get(uid)) is not None]
    if out:
        due &= ~np.isin(f.cube.position, out)
    return Holes(f.cube, f.cube.first + low, due)
