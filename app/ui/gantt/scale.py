"""Where a day stands on the time axis, how far the axis is zoomed, and what its two-line head says.

Pure arithmetic over day numbers (date.toordinal), x counted from the left edge of the time area.
Must not know: Qt, the portfolio.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from app.ui.look.figures import MONTHS

ZOOMS = ("days", "weeks", "months", "quarters", "years")
PER_DAY = {"days": 22.0, "weeks": 5.0, "months": 1.0, "quarters": 0.36, "years": 0.12}
_FROM = {"days": 11.0, "weeks": 2.4, "months": 0.6, "quarters": 0.2, "years": 0.0}
LEAST, MOST = 0.08, 44.0                     # pixels a day: a year is still as wide as its number
WEEKENDS_FROM = 4.0                          # pixels a day from which days off are tinted
_FIRST_DAY, _LAST_DAY = 366, dt.date.max.toordinal() - 366


@dataclass(frozen=True, slots=True)
class Scale:
    """`left` is the day at x = 0, a fraction of a day allowed; `per_day` how many pixels a day has."""

    left: float
    per_day: float

    def x(self, day: float) -> float:
        return (day - self.left) * self.per_day

    def day(self, x: float) -> float:
        return self.left + x / self.per_day

    @property
    def zoom(self) -> str:
        """The step of the zoom buttons this is nearest to."""
        return next(name for name in ZOOMS if self.per_day >= _FROM[name])

    def zoomed(self, per_day: float, x: float) -> Scale:
        """Another zoom with the day under `x` staying where it is."""
        per_day = min(max(per_day, LEAST), MOST)
        return Scale(self.day(x) - x / per_day, per_day)

    def panned(self, pixels: float) -> Scale:
        left = min(max(self.left + pixels / self.per_day, _FIRST_DAY), _LAST_DAY)
        return Scale(left, self.per_day)

    def showing(self, day: float, x: float) -> Scale:
        """The same zoom with `day` at `x`."""
        return Scale(day - x / self.per_day, self.per_day)


@dataclass(frozen=True, slots=True)
class Tick:
    """One named stretch of the head, from `x0` to `x1`."""

    x0: float
    x1: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """What an area of some width shows: two lines of the head, and the stretches that are days off."""

    major: tuple[Tick, ...]
    minor: tuple[Tick, ...]
    off: tuple[tuple[float, float], ...]


def axis(scale: Scale, width: float) -> Axis:
    """The head and grid of a time area."""
    first, last = int(scale.day(0)), int(scale.day(width)) + 1
    first, last = max(first, _FIRST_DAY), min(last, _LAST_DAY)
    zoom = scale.zoom
    if zoom == "days":
        major, minor = _months(first, last, long=True), _days(first, last)
    elif zoom == "weeks":
        major, minor = _months(first, last), _weeks(first, last)
    elif zoom == "months":
        major, minor = _parts(first, last, 3, "Q"), _months(first, last, bare=True, letter=scale.per_day < 0.85)
    elif zoom == "quarters":
        major, minor = _parts(first, last, 12, ""), _parts(first, last, 3, "Q", bare=True)
    else:
        major, minor = _parts(first, last, 12, ""), _parts(first, last, 6, "H", bare=True)
    return Axis(_ticks(scale, major), _ticks(scale, minor), _off(scale, first, last))


def _ticks(scale: Scale, spans: Iterator[tuple[int, int, str]]) -> tuple[Tick, ...]:
    return tuple(Tick(scale.x(a), scale.x(b), text) for a, b, text in spans)


def _days(first: int, last: int) -> Iterator[tuple[int, int, str]]:
    for day in range(first, last + 1):
        yield day, day + 1, str(dt.date.fromordinal(day).day)


def _weeks(first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Weeks begin on Monday and carry its day of the month."""
    for day in range(first - (first - 1) % 7, last + 1, 7):
        yield day, day + 7, str(dt.date.fromordinal(day).day)


def _months(first: int, last: int, long: bool = False, bare: bool = False,
            letter: bool = False) -> Iterator[tuple[int, int, str]]:
    for a, b, year, month in _of_months(first, last, 1):
        name = MONTHS[month - 1]
        yield a, b, name[0] if letter else name if bare else f"{name} {year}"


def _parts(first: int, last: int, months: int, letter: str, bare: bool = False) -> Iterator[tuple[int, int, str]]:
    """Years, halves or quarters of the calendar."""
    for a, b, year, month in _of_months(first, last, months):
        part = f"{letter}{(month - 1) // months + 1}" if letter else str(year)
        yield a, b, part if bare or not letter else f"{part} {year}"


def _of_months(first: int, last: int, step: int) -> Iterator[tuple[int, int, int, int]]:
    """(first day, first day of the next, year, month) of each stretch of so many months that touches the days."""
    start = dt.date.fromordinal(first)
    at = start.year * 12 + (start.month - 1) // step * step
    while True:
        a = dt.date(at // 12, at % 12 + 1, 1).toordinal()
        if a > last:
            return
        at += step
        b = dt.date(at // 12, at % 12 + 1, 1).toordinal()
        yield a, b, (at - step) // 12, (at - step) % 12 + 1


def _off(scale: Scale, first: int, last: int) -> tuple[tuple[float, float], ...]:
    """Saturdays and Sundays, once days are wide enough to tell apart."""
    if scale.per_day < WEEKENDS_FROM:
        return ()
    saturday = first - (first - 6) % 7
    return tuple((scale.x(day), scale.x(day + 2)) for day in range(saturday, last + 1, 7))
