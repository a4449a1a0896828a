"""The days of an exception of MS Project XML that comes again and again: by weeks, months or years.

Facts of the format: a week begins on its Sunday, which is bit 0 of its days; months and positions count from 0,
position 4 is the last; item 0 is any day, 1 a day of Monday to Friday, 2 one of the weekend, 3 a Sunday up to 9 a
Saturday.
Must not know: calendars.
"""
from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from importers.schedules.xml_parts import number

YEARLY, YEARLY_PLACE, MONTHLY, MONTHLY_PLACE, WEEKLY, EVERY_N, EVERY_WORKDAY = 2, 3, 4, 5, 6, 7, 8
_ITEMS: dict[int, tuple[int, ...]] = {0: (1, 2, 3, 4, 5, 6, 7), 1: (1, 2, 3, 4, 5), 2: (6, 7), 3: (7,)}
_ITEMS |= {n: (n - 3,) for n in range(4, 10)}      # as ISO weekdays


def repeated(kind: int, said: Mapping[str, str], first: dt.date, last: dt.date) -> list[dt.date] | None:
    """The dates between the first and the last day of the exception; None when its rule is not known."""
    every = max(1, _whole(said, "Period", 1))
    if kind == EVERY_N:
        return list(dates_from(first, last))[::every]
    if kind == EVERY_WORKDAY:
        return [d for d in dates_from(first, last) if d.isoweekday() <= 5][::every]
    if kind == WEEKLY:
        bits, sunday = _whole(said, "DaysOfWeek", 0), first - dt.timedelta(first.isoweekday() % 7)
        return [d for d in dates_from(first, last)
                if bits >> (d.isoweekday() % 7) & 1 and (d - sunday).days // 7 % every == 0]
    if kind in (MONTHLY, YEARLY):
        return _by_month(kind, said, first, last, lambda year, month: _on_day(year, month, _whole(
            said, "MonthDay", first.day)))
    if kind in (MONTHLY_PLACE, YEARLY_PLACE):
        week, place = _ITEMS.get(_whole(said, "MonthItem", 0)), _whole(said, "MonthPosition", 0)
        return None if week is None or not 0 <= place <= 4 else _by_month(
            kind, said, first, last, lambda year, month: _on_place(year, month, week, place))
    return None


def _by_month(kind: int, said: Mapping[str, str], first: dt.date, last: dt.date,
              day: Callable[[int, int], dt.date | None]) -> list[dt.date]:
    """The day of every so many months, from the first month on in which it is not over yet."""
    yearly = kind in (YEARLY, YEARLY_PLACE)
    at, step = first.year * 12 + first.month - 1, 12 if yearly else max(1, _whole(said, "Period", 1))
    if yearly:
        at = first.year * 12 + min(11, max(0, _whole(said, "Month", first.month - 1)))
    begun = day(*_split(at))
    if begun is not None and begun < first:
        at += 12 if yearly else 1
    found: list[dt.date] = []
    while at <= last.year * 12 + last.month - 1:
        date = day(*_split(at))
        found += [date] if date is not None and first <= date <= last else []
        at += step
    return found


def _on_day(year: int, month: int, number_: int) -> dt.date | None:
    """The day of that number; None in months that are too short."""
    return dt.date(year, month, number_) if 1 <= number_ <= calendar.monthrange(year, month)[1] else None


def _on_place(year: int, month: int, week: tuple[int, ...], place: int) -> dt.date:
    """The first, second, third, fourth or last of such days in a month."""
    days = [d for n in range(1, calendar.monthrange(year, month)[1] + 1)
            if (d := dt.date(year, month, n)).isoweekday() in week]
    return days[-1] if place == 4 else days[place]


def _split(month: int) -> tuple[int, int]:
    return month // 12, month % 12 + 1


def dates_from(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every day from the first to the last."""
    for n in range((last - first).days + 1):
        yield first + dt.timedelta(n)


def _whole(said: Mapping[str, str], name: str, otherwise: int) -> int:
    value = number(said.get(name))
    return otherwise if value is None or abs(value) > 100_000 else int(value)
