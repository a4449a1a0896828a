"""Calendars of MS Project XML: weekdays worked, days off of both generations of the format, weeks of another kind.

A day is worked or not; the times of day are kept for a count by the hour. Must not know: tasks.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from xml.etree.ElementTree import Element

from importers.schedules.model import Remark, Times, WorkCalendar
from importers.schedules.mspdi_repeats import dates_from, repeated
from importers.schedules.xml_parts import child, children, day, number, texts

_LONGEST = 3660                           # days of one exception or of all its repetitions
_DAILY = (0, 1)


def read_calendar(element: Element, base: WorkCalendar | None, remarks: list[Remark],
                  minutes: Decimal) -> WorkCalendar:
    """One calendar; what it does not say it has from the one it builds on. `minutes`: what the file counts a day."""
    said = texts(element)
    out = WorkCalendar(said.get("UID", ""), said.get("Name") or f"Calendar {said.get('UID', '')}",
                       base.days if base else (1, 2, 3, 4, 5), dict(base.exceptions) if base else {},
                       said.get("IsBaseCalendar") == "1", base.uid if base else "", bool(base and base.uneven))
    days = child(element, "WeekDays")
    _weekdays(out, days)
    out.times = dict(base.times) if base else {}
    out.times |= _weekday_times(days)
    out.special = dict(base.special) if base else {}
    hours = out.hours
    worked = {hours[d] for d in out.days if d in hours} - {0}
    out.uneven = worked != {int(minutes)} if worked else out.uneven
    weeks = child(element, "WorkWeeks")
    for week in weeks if weeks is not None else ():
        _work_week(out, week)
    exceptions = child(element, "Exceptions")
    for one in exceptions if exceptions is not None else ():
        _exception(out, one, remarks)
    if not out.days:
        remarks.append(Remark("warning", 0, f"The calendar {out.name} has no working day at all; read as Monday to "
                              "Friday."))
        out.days = (1, 2, 3, 4, 5)
    return out


def default_calendar(known: Mapping[str, WorkCalendar]) -> str:
    """Where the project names none: the base calendar called Standard, else the first."""
    bases = [c for c in known.values() if c.base]
    named = [c for c in bases if c.name.casefold() == "standard"]
    return (named or bases)[0].uid if bases else ""


def _weekdays(out: WorkCalendar, days: Element | None) -> None:
    worked = set(out.days)
    for one in children(days, "WeekDay") if days is not None else ():
        said = texts(one)
        works = said.get("DayWorking") == "1"
        kind = number(said.get("DayType"))
        if kind is not None and 1 <= kind <= 7:
            iso = (int(kind) + 5) % 7 + 1                  # 1 is Sunday there, Monday here
            (worked.add if works else worked.discard)(iso)
        elif kind == 0:                                    # a day off of the older generation
            span = _span(one)
            if span:
                _put(out, span[0], span[1], works, _times(one))
    out.days = tuple(sorted(worked))


def _work_week(out: WorkCalendar, week: Element) -> None:
    """A span in which other weekdays are worked, written as exceptions."""
    span, days = _span(week), child(week, "WeekDays")
    if not span or days is None:
        return
    other = WorkCalendar("", "", out.days)
    _weekdays(other, days)
    for date in dates_from(*map(dt.date.fromisoformat, span)):
        works = date.isoweekday() in other.days
        if works != (date.isoweekday() in out.days):
            out.exceptions.setdefault(date.isoformat(), works)


def _exception(out: WorkCalendar, one: Element, remarks: list[Remark]) -> None:
    said, span = texts(one), _span(one)
    works = said.get("DayWorking") == "1"
    kind = int(number(said.get("Type")) or 1)
    name = said.get("Name") or "An exception"
    if not span:
        remarks.append(Remark("warning", 0, f"“{name}” in the calendar {out.name} has no dates that could be read."))
        return
    times = _times(one)
    if kind in _DAILY:
        _put(out, *span, works, times)
        return
    first, last = map(dt.date.fromisoformat, span)
    dates = repeated(kind, said, first, last)
    if dates is None:
        remarks.append(Remark("warning", 0, f"“{name}” in the calendar {out.name} repeats by a rule that was not read; "
                              f"only its first day {span[0]} was taken."))
        dates = [first]
    for date in dates:
        _put(out, date.isoformat(), date.isoformat(), works, times)


def _put(out: WorkCalendar, first: str, last: str, works: bool, times: Times) -> None:
    key = first if first == last else f"{first}/{last}"
    out.exceptions[key] = works
    out.special.pop(key, None)
    if works and times:
        out.special[key] = times


def _span(element: Element) -> tuple[str, str] | None:
    period = child(element, "TimePeriod")
    said = texts(period) if period is not None else {}
    first, last = day(said.get("FromDate")), day(said.get("ToDate"))
    if first is None or last is None or last < first:
        return None
    longest = dt.date.fromisoformat(first) + dt.timedelta(_LONGEST)
    return first, min(last, longest.isoformat())


def _weekday_times(days: Element | None) -> dict[int, Times]:
    """When each ISO weekday is worked, of the weekdays that say so."""
    found: dict[int, Times] = {}
    for one in children(days, "WeekDay") if days is not None else ():
        kind = number(texts(one).get("DayType"))
        if kind is not None and 1 <= kind <= 7 and (times := _times(one)):
            found[(int(kind) + 5) % 7 + 1] = times
    return found


def _times(one: Element) -> Times:
    """The working times of a day or exception, in minutes; up to midnight is written as up to 0 o'clock."""
    found: list[tuple[int, int]] = []
    for time in child(one, "WorkingTimes") or ():
        said = texts(time)
        try:
            start, end = (dt.time.fromisoformat(said.get(n, "")) for n in ("FromTime", "ToTime"))
        except ValueError:
            continue
        since, to = start.hour * 60 + start.minute, end.hour * 60 + end.minute or 1440
        found += [(since, to)] if since < to else []
    return tuple(sorted(found))
