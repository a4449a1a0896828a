"""What a cell of a web page holds when the page says more than it shows: Excel's and LibreOffice's own attributes, and
a number format that settles which figure of a date is the day.

Must not know: tables. A text whose format says nothing stays the text it is.
"""
from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from functools import lru_cache

from importers.base import Value
from importers.reading.xlsx.dates import DATE, meaning, meant
from importers.reading.xlsx.styles import Style

_LONGEST = 100               # signs; no date in figures is longer
_FIGURES = re.compile(r"\s*(\d{1,4})\s*[./\- ]\s*(\d{1,2})\s*[./\- ]\s*(\d{1,4})\.?"
                      r"(?:[ T,]\s*(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*")
_ORDER = re.compile(r"^[^dmy]*?(d{1,2}|m{1,2}|y{2,4})[^dmy]+(d{1,2}|m{1,2}|y{2,4})[^dmy]+(d{1,2}|m{1,2}|y{2,4})")
_BESIDE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\')


def told(text: str, attributes: Mapping[str, str], style: Style, date_1904: bool = False) -> Value:
    """The cell's value: a number, date or truth where the page says it, else its text; None when it shows nothing."""
    if "x:str" in attributes:
        return attributes["x:str"] or text or None
    if "x:bool" in attributes:
        return (attributes["x:bool"] or text).strip().upper() in ("TRUE", "1")
    if "x:num" in attributes:
        number = _number(attributes["x:num"] or text)
        return (text or None) if number is None else meant(number, style.meaning, date_1904)
    if "sdval" in attributes:
        number = _number(attributes["sdval"])
        code = attributes.get("sdnum", "").split(";", 2)[-1]
        if number is not None:
            return bool(number) if code == "BOOLEAN" else meant(number, meaning(0, code) if code else "", date_1904)
    if text and style.meaning == DATE:
        return dated(text, style.code) or text
    return text or None


def shown_as(style: Style) -> bool:
    """Whether a text in this look shows a number, so that its format speaks for the column."""
    return style.meaning == "" and style.code not in ("General", "@")


def dated(text: str, code: str) -> dt.date | dt.datetime | None:
    """A date written in figures, read in the order its format has; None where either of them is anything else."""
    found, order = _FIGURES.fullmatch(text) if len(text) <= _LONGEST else None, _order(code)
    if found is None or not order:
        return None
    parts = dict(zip(order, found.groups()[:3], strict=True))
    year = int(parts["y"])
    if len(parts["y"]) <= 2:
        year += 2000 if year < 30 else 1900   # as Excel takes two figures
    try:
        date = dt.date(year, int(parts["m"]), int(parts["d"]))
        if not found[4]:
            return date
        return dt.datetime(date.year, date.month, date.day, int(found[4]), int(found[5]), int(found[6] or 0))
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _order(code: str) -> str:
    """"dmy", "mdy" or "ymd"; "" for a format that writes months as words or has no such order."""
    bare = _BESIDE.sub("", code.lower()).split(";")[0]
    found = _ORDER.match(bare)
    if found is None or "mmm" in bare or "ddd" in bare:
        return ""
    order = "".join(part[0] for part in found.groups())
    return order if sorted(order) == ["d", "m", "y"] else ""


def _number(text: str) -> float | None:
    try:
        value = float(text.strip())
    except ValueError:
        return None
    return value if math.isfinite(value) else None
