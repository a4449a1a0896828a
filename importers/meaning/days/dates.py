"""Dates from cells: real dates, serials, ISO, day.month.year, month names; day or month first proven by the column.

Must not know: sheets, headers or fields. Results are canonical "YYYY-MM-DD".
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.core.values import FIRST_YEAR, LAST_YEAR, full_year, in_years
from importers.base import Value
from importers.meaning.days.weekdays import WEEKDAY, order_of
from importers.meaning.value.periods import Label, read_label
from importers.meaning.words import is_placeholder

_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
                  r"(?:\s*\([^\W\d]+\))?$")             # "2025-10-04 (Saturday)"
_SHORT = re.compile(r"^[`'´’](\d{2})\.\s?(\d{1,2})\.\s?(\d{1,2})\.?$")        # "'23.02.12" begins with its year
_DOTS = re.compile("^" + WEEKDAY + r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$",
                   re.IGNORECASE)
_SLASH = re.compile("^" + WEEKDAY + r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})"
                    r"(?:,?\s+\d{1,2}:\d{2}(?::\d{2})?\s*(?:AM|PM)?)?$", re.IGNORECASE)
_YMD = re.compile(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$")
_NAMED = re.compile(r"^(?:[^\W\d]{2,10}\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th|º|er)?\.?[\s\-/]+(?:de\s+)?([^\W\d]{3,10})"
                    r"\.?,?[\s\-/]+(?:del?\s+)?(\d{4}|\d{2})$", re.IGNORECASE)
_US_NAMED = re.compile("^" + WEEKDAY + r"([^\W\d]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$",
                       re.IGNORECASE)
_WEEK = re.compile(r"^(?:KW|CW|W)\s*(\d{1,2})\s*[/. -]\s*(\d{4}|\d{2})$", re.IGNORECASE)
_WEEK2 = re.compile(r"^(\d{4})-?W(\d{1,2})$", re.IGNORECASE)
_YEARLESS = re.compile(r"^\d{1,2}\.\s?(?:1[0-2]|0?[1-9])\.$")
_CLOCK = re.compile(r"[T\s](\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AaPp][Mm])?)")
_MIDNIGHT = re.compile(r"(?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00)?\s*[Aa][Mm])$")
_FIRST_DAY = "1950"
FIRST_SERIAL, LAST_SERIAL = 18264, 73415            # 1950 .. 2100: a number outside is no date


@dataclass(slots=True)
class Dates:
    """One column of dates and what was odd about it. Rows are positions in the column given."""

    values: list[str | None]
    unread: list[tuple[int, str]] = field(default_factory=list)
    empty_words: list[tuple[int, str]] = field(default_factory=list)
    doubtful: list[tuple[int, str]] = field(default_factory=list)    # 03/04/2025 without proof
    coarse: list[tuple[int, str]] = field(default_factory=list)      # a month, quarter or week, not a day
    timed: list[int] = field(default_factory=list)                   # a time of day stood behind it and is left out


def order_proof(cells: Sequence[Value]) -> set[str]:
    """{"dmy"}, {"mdy"}, both (a mixed column) or nothing, from the texts with slashes."""
    found, by_weekday = set(), set()
    for text in {c for c in cells if isinstance(c, str)}:
        parts = _SLASH.match(text.strip())
        if parts:
            first, second = int(parts[1]), int(parts[3])
            if first > 12 >= second:
                found.add("dmy")
            elif second > 12 >= first:
                found.add("mdy")
            elif first != second and (order := order_of(text.strip(), first, second, full_year(parts[4]))):
                by_weekday.add(order)
    return found or by_weekday


def has_slashes(cells: Sequence[Value]) -> bool:
    return any(isinstance(c, str) and bool(_SLASH.match(c.strip())) for c in set(map(_text_or_none, cells)))


def _text_or_none(cell: Value) -> Value:
    return cell if isinstance(cell, str) else None


def read_dates(cells: Sequence[Value], order: str = "", last: bool = False, date_1904: bool = False,
               guess: str = "dmy") -> Dates:
    """A column as dates. `order` is proven ("dmy", "mdy") or "" (then `guess` is taken and listed as doubtful);
    `last`: a month or quarter stands for its last day (finish) instead of its first."""
    out = Dates([None] * len(cells))
    values = out.values
    for i, cell in enumerate(cells):
        if cell is None:
            continue
        if isinstance(cell, dt.date) and not in_years(cell.year):
            out.unread.append((i, cell.isoformat()[:10]))
        elif isinstance(cell, dt.datetime):
            values[i] = cell.date().isoformat()
            if cell.time() != dt.time(0):
                out.timed.append(i)
        elif isinstance(cell, dt.date):
            values[i] = cell.isoformat()
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            day = from_serial(cell, date_1904)
            if day is not None:
                values[i] = day
                if isinstance(cell, float) and not cell.is_integer():
                    out.timed.append(i)
            elif cell != 0:
                out.unread.append((i, f"{cell:g}"))
        elif isinstance(cell, str):
            _from_text(out, i, cell.strip(), order, last, guess)
            clock = _CLOCK.search(cell) if values[i] is not None else None
            if clock and not _MIDNIGHT.match(clock[1]):
                out.timed.append(i)
        elif not (isinstance(cell, dt.time) and cell == dt.time(0)):    # a date serial of 0, shown as 00:00
            out.unread.append((i, str(cell)))
        if (day := values[i]) is not None and day < _FIRST_DAY:
            values[i] = None                               # 1900-12-30: what a program writes for no date
            out.unread.append((i, day))
    return out


def is_yearless(text: str) -> bool:
    """"31.12.": a day that does not say its year."""
    return _YEARLESS.match(text) is not None


def with_year(cells: Sequence[Value], year: str) -> Sequence[Value]:
    """A column whose days without a year are of the one that a person named."""
    if not (len(year) == 4 and year.isdecimal()):
        return cells
    return [f"{c.strip()}{year}" if isinstance(c, str) and is_yearless(c.strip()) else c for c in cells]


def no_date(text: str) -> str:
    """What a text that was not read is: a day without a year is half a date, one outside the years none to be meant."""
    if is_yearless(text):
        return "no date as long as no year is said"
    return f"no date between {FIRST_YEAR} and {LAST_YEAR}" if _ISO.match(text) else "no date"


def from_serial(number: float, date_1904: bool = False) -> str | None:
    """A day number of a spreadsheet; None outside 1950 to 2100."""
    if date_1904:
        number += 1462
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return None
    return (dt.date(1899, 12, 30) + dt.timedelta(days=int(number))).isoformat()


def _from_text(out: Dates, i: int, text: str, order: str, last: bool, guess: str) -> None:
    if not any(c.isalnum() for c in text):
        return
    if is_placeholder(text):
        out.empty_words.append((i, text))
        return
    slash = _SLASH.match(text)
    if slash:
        first, second, year = int(slash[1]), int(slash[3]), full_year(slash[4])
        if first <= 12 and second <= 12 and first != second and not order:
            out.doubtful.append((i, text))
        use = order or guess
        if first > 12:
            use = "dmy"
        elif second > 12:
            use = "mdy"
        out.values[i] = _iso(year, second, first) if use == "dmy" else _iso(year, first, second)
        if out.values[i] is None:
            out.unread.append((i, text))
        return
    day, coarse = text_date(text, last)
    if day is None:
        out.unread.append((i, text))
        return
    out.values[i] = day
    if coarse:
        out.coarse.append((i, text))


@lru_cache(maxsize=65536)
def text_date(text: str, last: bool = False) -> tuple[str | None, bool]:
    """A text that can be read one way only, and whether it names more than a day ("Q3 2025", "Mai 2025")."""
    for form, at in ((_ISO, (1, 2, 3)), (_YMD, (1, 2, 3)), (_SHORT, (1, 2, 3)), (_DOTS, (3, 2, 1))):
        found = form.match(text)
        if found:
            return _iso(full_year(found[at[0]]), int(found[at[1]]), int(found[at[2]])), False
    for form, day, name, year in ((_NAMED, 1, 2, 3), (_US_NAMED, 2, 1, 3)):
        found = form.match(text)
        if found:
            month = read_label(found[name]).month
            return (_iso(full_year(found[year]), month, int(found[day])) if month else None), False
    week = _WEEK.match(text)
    if week:
        return _week(full_year(week[2]), int(week[1]), last), True
    week = _WEEK2.match(text)
    if week:
        return _week(int(week[1]), int(week[2]), last), True
    return _coarse(read_label(text), last), True


def _coarse(label: Label, last: bool) -> str | None:
    period = label.period()
    if period is None or label.rest or label.series or label.type or label.total or label.derived or label.day:
        return None
    if not last:
        return dt.date(period.first // 12, period.first % 12 + 1, 1).isoformat()
    end = period.first + period.months
    return (dt.date(end // 12, end % 12 + 1, 1) - dt.timedelta(days=1)).isoformat()


def _week(year: int, week: int, last: bool) -> str | None:
    try:
        return dt.date.fromisocalendar(year, week, 5 if last else 1).isoformat()
    except ValueError:
        return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat() if in_years(year) else None
    except ValueError:
        return None
