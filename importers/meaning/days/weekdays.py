"""Names of weekdays before a date ("Sun 13/01/19"): to be read over, and a proof of the order of day and month.

Must not know: columns.
"""
from __future__ import annotations

import datetime as dt
import re

_NAMES = (("mon", "mo", "monday", "montag", "lun", "lunes", "lundi"),
          ("tue", "tues", "di", "tuesday", "dienstag", "mar", "martes", "mardi"),
          ("wed", "mi", "wednesday", "mittwoch", "mié", "mie", "miércoles", "mer", "mercredi"),
          ("thu", "thur", "thurs", "do", "thursday", "donnerstag", "jue", "jueves", "jeu", "jeudi"),
          ("fri", "fr", "friday", "freitag", "vie", "viernes", "ven", "vendredi"),
          ("sat", "sa", "saturday", "samstag", "sáb", "sab", "sábado", "sam", "samedi"),
          ("sun", "so", "sunday", "sonntag", "dom", "domingo", "dim", "dimanche"))
_NUMBER = {word: n for n, words in enumerate(_NAMES) for word in words}
# a regular expression for an optional weekday, a comma or blank behind it
WEEKDAY = r"(?:(?:" + "|".join(sorted(_NUMBER, key=len, reverse=True)) + r")\.?,?\s+)?"
_FIRST = re.compile(r"^([^\W\d]+)")


def order_of(text: str, first: int, second: int, year: int) -> str:
    """"dmy" or "mdy" when the weekday the text begins with fits one of the two readings only, else ""."""
    found = _FIRST.match(text)
    day = _NUMBER.get(found[1].lower(), -1) if found else -1
    fits = {order for order, (month, number) in (("dmy", (second, first)), ("mdy", (first, second)))
            if day >= 0 and _weekday(year, month, number) == day}
    return fits.pop() if len(fits) == 1 else ""


def _weekday(year: int, month: int, day: int) -> int:
    try:
        return dt.date(year, month, day).weekday()
    except ValueError:
        return -1
