"""What a number means under a number format: a date, a time, a duration or just a number.

The rules are those of the workbook, so that two readers can be compared value by value.
Must not know: cells, sheets, XML.
"""
from __future__ import annotations

import datetime as dt
import re

from importers.base import Value

DATE, DURATION, PLAIN = "date", "duration", ""
_BUILTIN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(50, 59), 45, 47))
_BUILTIN_DURATION = 46
BUILTIN_FORMATS = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
    37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}
_NOT_MEANT = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKET = re.compile(r"\[([^\]]*)\]")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_DAY_MS = 86_400_000
_EPOCH_1904 = dt.datetime(1904, 1, 1)
_EPOCH_1900 = dt.datetime(1899, 12, 30)
_EPOCH_EARLY = dt.datetime(1899, 12, 31)      # before 1 March 1900, which Excel takes for a leap year
_LAST = (dt.datetime(9999, 12, 31) - _EPOCH_1900).days + 1


def meaning(number: int, code: str) -> str:
    """DATE, DURATION or PLAIN for a number format's id and code."""
    if not code:
        if number == _BUILTIN_DURATION:
            return DURATION
        return DATE if number in _BUILTIN_DATES else PLAIN
    section = _NOT_MEANT.sub("", code).split(";", 1)[0]
    if any(_ELAPSED.fullmatch(inside) for inside in _BRACKET.findall(section)):
        return DURATION
    bare = _BRACKET.sub("", section)
    if "general" in bare.lower():
        return PLAIN
    upper = bare.upper().replace("AM/PM", "H").replace("A/P", "H")
    return DATE if any(sign in upper for sign in "DMYHS") else PLAIN


def from_serial(serial: float, date_1904: bool) -> Value:
    """A date cell's number as time (below 1), date (whole) or datetime; the number itself if it is none."""
    if not 0 <= serial < _LAST + 1:
        return serial
    days, rest = divmod(round(serial * _DAY_MS), _DAY_MS)
    if serial < 1:
        return (dt.datetime.min + dt.timedelta(milliseconds=rest)).time()
    epoch = _EPOCH_1904 if date_1904 else _EPOCH_EARLY if serial < 60 else _EPOCH_1900
    try:
        moment = epoch + dt.timedelta(days=days, milliseconds=rest)
    except OverflowError:
        return serial
    return moment if rest else moment.date()


def duration(serial: float) -> Value:
    """A cell in hours that may exceed a day, as a timedelta; the number itself if it is beyond all measure."""
    try:
        return dt.timedelta(milliseconds=round(serial * _DAY_MS))
    except (OverflowError, ValueError):
        return serial


def meant(number: float, kind: str, date_1904: bool) -> Value:
    """A number as what `meaning` says of its format."""
    if kind == DATE:
        return from_serial(number, date_1904)
    return duration(number) if kind == DURATION else number


def from_iso(text: str) -> Value:
    """A cell of type "d" (Strict files): an ISO 8601 date, time or both; the text itself if it is none."""
    bare = text.strip().removesuffix("Z")
    for read in (dt.date.fromisoformat, dt.datetime.fromisoformat, dt.time.fromisoformat):
        try:
            found = read(bare)
        except ValueError:
            continue
        if isinstance(found, dt.datetime) and found.time() == dt.time():
            return found.date()
        return found
    return text
