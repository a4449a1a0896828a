"""Working calendars as arithmetic: how many working days lie before a boundary, and where the k-th one lies.

A boundary is the instant between two days, written as the ordinal of the day that begins there: a day D lies
between the boundaries D and D + 1. Closed forms over weeks plus a sorted list of exceptions, vectorised over
several calendars at once, so no date is too far away.
A calendar record holds `working_days`, the ISO weekdays that count (1 = Monday ... 7), and `exceptions`: days off
as a list of dates or "FROM/TO" spans, or a mapping of such to true (worked) or false (off).
Must not know: activities, links.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.portfolio import Portfolio, Record
from app.errors import Problem

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Index = int | Ints

MONDAY_TO_FRIDAY = (1, 2, 3, 4, 5)
_STRIDE = 1 << 24                     # above any ordinal, so that the keys of two calendars never mix
_LONGEST_SPAN = 4000                  # days of one exception; more is a typing error


@dataclass(frozen=True)
class Pattern:
    """One calendar: ISO weekdays worked, and (ordinal, worked) for the days that differ from them."""

    weekdays: tuple[int, ...] = MONDAY_TO_FRIDAY
    exceptions: tuple[tuple[int, bool], ...] = ()


class Calendars:
    """Several calendars as arrays; `before` and `day` take a calendar's index, or one index an entry."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = tuple(patterns)
        width = [len(p.weekdays) for p in patterns]
        self._per_week: Ints = np.array(width, np.int64)
        self._before_weekday: Ints = np.array(
            [[sum(d <= w for d in p.weekdays) for w in range(7)] for p in patterns], np.int64)
        self._place: Ints = np.array([[*(d - 1 for d in sorted(p.weekdays)), *[0] * (7 - len(p.weekdays))]
                                      for p in patterns], np.int64)
        keys: list[int] = []
        reached: list[int] = []
        shifts: list[int] = []
        days: list[int] = []
        for c, p in enumerate(patterns):
            shift = 0
            shifts.append(0)
            for day, worked in sorted(p.exceptions):
                if worked == (((day - 1) % 7) + 1 in p.weekdays):
                    continue
                weekly = ((day - 1) // 7) * width[c] + sum(d <= (day - 1) % 7 for d in p.weekdays)
                keys.append(c * _STRIDE + day)
                reached.append(c * _STRIDE + weekly + shift + worked)
                shift += 1 if worked else -1
                shifts.append(shift)
                days.append(day)
            days.append(_STRIDE)
        self._keys, self._reached = np.array(keys, np.int64), np.array(reached, np.int64)
        self._shift, self._days = np.array(shifts, np.int64), np.array(days, np.int64)
        self._plain = not keys
        self.window: object = None         # tables of these calendars (window.py), once somebody made them

    def before(self, calendar: Index, boundary: Index) -> Ints:
        """Working days before a boundary, counted from 0001-01-01."""
        since = np.asarray(boundary, np.int64) - 1
        found = since // 7 * self._per_week[calendar] + self._before_weekday[calendar, since % 7]
        if self._plain:
            return np.asarray(found, np.int64)
        at = np.searchsorted(self._keys, np.asarray(calendar) * _STRIDE + since + 1, "left") + calendar
        return np.asarray(found + self._shift[at], np.int64)

    def day(self, calendar: Index, k: Index) -> Ints:
        """The ordinal of working day number k, the first being 0: the smallest day with before(day + 1) = k + 1."""
        k = np.asarray(k, np.int64)
        week = self._per_week[calendar]
        if self._plain:
            return np.asarray(k // week * 7 + self._place[calendar, k % week] + 1, np.int64)
        at = np.searchsorted(self._reached, np.asarray(calendar) * _STRIDE + k, "right") + calendar
        k = k - self._shift[at]
        found = np.minimum(k // week * 7 + self._place[calendar, k % week] + 1, self._days[at])
        return np.asarray(found, np.int64)

    def end(self, calendar: Index, k: Index) -> Ints:
        """The boundary at the end of the k-th working day, the first being 1."""
        return self.day(calendar, np.asarray(k) - 1) + 1

    def works(self, calendar: int, day: int) -> bool:
        return int(self.before(calendar, day + 1)) > int(self.before(calendar, day))

    def length(self, calendar: int, start: int, finish: int) -> int:
        """Working days from the day `start` to the day `finish`, both included."""
        return int(self.before(calendar, finish + 1) - self.before(calendar, start))


@lru_cache(maxsize=1 << 16)
def ordinal(date: str) -> int:
    """A canonical date as a day number."""
    return dt.date.fromisoformat(date).toordinal()


def date_of(day: int) -> str:
    """A day number as a canonical date. Raises Problem where the calendar of dates ends."""
    try:
        return dt.date.fromordinal(int(day)).isoformat()
    except (ValueError, OverflowError) as wrong:
        raise Problem("A date would lie beyond the year 9999.", "Check the lags and lengths of what precedes it.") \
            from wrong


def pattern_of(record: Record) -> Pattern:
    """What a calendar record says. Raises Problem naming the calendar when it cannot be read."""
    name = record.name or "without a name"
    weekdays = record.get("working_days", list(MONDAY_TO_FRIDAY))
    if not isinstance(weekdays, list) or not weekdays or any(
            type(d) is not int or not 1 <= d <= 7 for d in weekdays):
        raise Problem(f"The calendar {name} has no working weekday that could be read.",
                      "Working days are numbers from 1 (Monday) to 7 (Sunday), at least one.")
    found: dict[int, bool] = {}
    for text, worked in _exceptions(record.get("exceptions", []), name):
        first, _, last = text.partition("/")
        try:
            low, high = ordinal(first), ordinal(last or first)
        except ValueError as wrong:
            raise Problem(f"The calendar {name} has the exception “{text}”, which is no date.",
                          "Write 2026-12-25, or 2026-12-24/2026-12-31.") from wrong
        if not low <= high < low + _LONGEST_SPAN:
            raise Problem(f"The calendar {name} has the exception “{text}”, which ends before it begins or lasts "
                          "longer than ten years.", "Write the first and the last day, as 2026-12-24/2026-12-31.")
        found.update(dict.fromkeys(range(low, high + 1), worked))
    return Pattern(tuple(sorted(set(weekdays))), tuple(sorted(found.items())))


def _exceptions(value: Any, name: str) -> Iterable[tuple[str, bool]]:
    if isinstance(value, Mapping) and all(isinstance(v, bool) for v in value.values()):
        return [(str(text), worked) for text, worked in value.items()]
    if isinstance(value, list) and all(isinstance(text, str) for text in value):
        return [(text, False) for text in value]
    raise Problem(f"The exceptions of the calendar {name} cannot be read.",
                  "They are a list of days off, or a mapping of days to true (worked) or false (off).")


@dataclass(frozen=True)
class Desk:
    """The calendars of a file: `of` gives the index for an activity; 0 is every day, 1 the file's default."""

    calendars: Calendars
    index: dict[str, int]

    def of(self, record: Record) -> int:
        return self.index.get(record.fields.get("calendar") or "", DEFAULT)


EVERY_DAY, DEFAULT = 0, 1


def desk(p: Portfolio) -> Desk:
    """All calendars of the file, kept until the next change."""
    return p.kept("calendars", lambda: _desk(p), lambda old, since: None if any(
        kind in ("calendar", "setting") for kind, _ in since.cells) else old)


def _desk(p: Portfolio) -> Desk:
    records = p.of_kind("calendar")
    patterns = {Pattern((1, 2, 3, 4, 5, 6, 7)): EVERY_DAY}
    chosen = default_calendar(p)
    default = pattern_of(chosen) if chosen else Pattern()
    order = [Pattern((1, 2, 3, 4, 5, 6, 7)), default]
    patterns[default] = DEFAULT           # two calendars that say the same are one: it keeps the quick path quick
    index = {}
    for record in records:
        pattern = pattern_of(record)
        if pattern not in patterns:
            patterns[pattern] = len(order)
            order.append(pattern)
        index[record.uid] = patterns[pattern]
    return Desk(Calendars(order), index)


def default_calendar(p: Portfolio) -> Record | None:
    """The one the setting "calendar" names by uid or name, else one called "Default"; None: Monday to Friday."""
    records = p.of_kind("calendar")
    wanted = p.setting("calendar")
    if wanted:
        named = [r for r in records if wanted in (r.uid, r.name)]
        if not named:
            raise Problem(f"The file's calendar is set to “{wanted}”, which does not exist.",
                          "Choose another one in the settings, or create it.")
        return named[0]
    return next((r for r in records if r.name.casefold() == "default"), None)
