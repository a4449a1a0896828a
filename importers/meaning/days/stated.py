"""The day on which a list says its figures stood: "Status as of 30 Sep 2026" above it, "Stand:" beside a date.

Nothing is decided by it: an import takes things as known on its own day until somebody says otherwise, so the day is
offered. Must not know: layouts, the portfolio.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from app.core.batch import AS_OF, Issue, SheetReading
from importers.base import Sheet, Value, address
from importers.meaning.days.dates import text_date
from importers.meaning.headers import cells_of

_STANDS = re.compile(r"\b(?:status (?:as of|as at|per)|(?:data|figures|actuals) as of|as of|as at|status date|data date"
                     r"|reporting date|daten ?stand|stand|(?:berichts)?stichtag|status ?(?:datum|zum|per))\b"
                     r"(?:\s+(?:date|vom|per|zum|am|at))?\s*[:=]?\s*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_MOST_ROWS = 20                           # above a header
_MOST_WORDS = 4                           # of a date
_LONGEST = 60


def say_stated(sheets: Iterable[Sheet], readings: Iterable[SheetReading]) -> list[Issue]:
    """One note a day that is stated above a list which was read."""
    heads: Mapping[str, int] = {r.name: r.header_row for r in readings if r.role == "data"}
    found: dict[str, Issue] = {}
    for sheet in sheets:
        for row in range(min(heads.get(sheet.name, 0) - 1, _MOST_ROWS)):
            cells = cells_of(sheet, row)
            for n, (column, value) in enumerate(cells):
                said = _STANDS.search(value) if isinstance(value, str) else None
                rest: Value = said["rest"].strip() if said else None
                day = _day(rest or (cells[n + 1][1] if said and n + 1 < len(cells) else None))
                if said and day and day not in found:
                    here, at = cells[n:n + 1 + (not rest)], address(row, column)
                    words = " ".join(" ".join(str(v) if isinstance(v, str) else day for _, v in here).split())
                    found[day] = Issue("note", sheet.name, at, f"“{words[:_LONGEST]}” in {at} says on which day things "
                                       "stood so. An import counts as known on its own day; "
                                       f"“Figures known on” in the window or `--told {day}` makes it "
                                       "that one.", kind=AS_OF)
    return list(found.values())


def _day(value: Value) -> str | None:
    """The day that a cell holds or a text begins with; a month stands for its last day, a year for none."""
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    words = value.split() if isinstance(value, str) else []
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        text = " ".join(words[:count]).strip(" ,;()–-")
        day = None if text.isdigit() else text_date(text, True)[0]
        if day:
            return day
    return None
