"""Dates of GanttProject's first versions, written 28/05/2026: put into the form of all later ones before anything reads
them.

Must not know: what the dates are of.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from importers.schedules.model import Remark

_OLD = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")
_NAMES = ("start", "thirdDate")


def modernise(elements: Iterable[Element], remarks: list[Remark]) -> None:
    """Rewrite old dates, and say how they were read: the day first, unless some date proves that the month is."""
    found = [(one, name, parts) for one in elements for name in _NAMES if (parts := _OLD.match(one.get(name, "")))]
    if not found:
        return
    days = any(int(parts[1]) > 12 for *_, parts in found)
    months = not days and any(int(parts[2]) > 12 for *_, parts in found)
    for one, name, parts in found:
        first, second, year = int(parts[1]), int(parts[2]), int(parts[3])
        try:
            one.set(name, dt.date(year, *((first, second) if months else (second, first))).isoformat())
        except ValueError:
            continue                          # named where it is read
    how = "month/day/year" if months else "day/month/year"
    said = f"The dates are written as {found[0][2][0]}; read as {how}, "
    if days or months:
        remarks.append(Remark("note", 0, said + "which others of them prove."))
    else:
        remarks.append(Remark("warning", 0, said + "as the first versions of GanttProject wrote them. No date proves "
                              "it; month/day/year would be possible too."))
