"""What the values of a column are: dates, amounts, percentages, codes, people, lights, scenario words.

Must not know: headers and fields. A long column is judged by an even sample of its cells.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from importers.base import Value
from importers.meaning.days.dates import _SLASH, text_date
from importers.meaning.value.amounts import number_text
from importers.meaning.value.periods import EARNED, read_label
from importers.meaning.value.units import parse_unit
from importers.meaning.words import fold, is_placeholder, light_of

SAMPLE = 300
_NUMBERS = {int, float}
_FEW = 5
_ANSWERS = {"yes", "no", "ja", "nein", "y", "n", "true", "false", "wahr", "falsch", "si", "sí", "oui", "non",
            "sim", "não"}
_CODE = re.compile(r"^(?=.*\d)(?:[A-Za-zÄÖÜ]{1,8}[-_. /]?)?\d[\dA-Za-z]*(?:[-_./][\dA-Za-z]+)*$|"
                   r"^(?=.*\d)[A-Z]{1,8}\d*(?:[-_./][\dA-Za-z]+)+$")
_PERSON = re.compile(r"^(?:(?:Dr|Prof|Mr|Mrs|Ms|Herr|Frau)\.?\s+)*[^\W\d_][\w'’.\-]*(?:,?\s+[^\W\d_][\w'’.\-]*){1,3}$")
_PLACE = re.compile(r"^\(?-?\d{1,3}\.\d{3,}\s*[,;]\s*-?\d{1,3}\.\d{3,}\)?$")
_INITIALS = re.compile(r"^[A-Z]{2,3}$")
_MAIL = re.compile(r"^[\w.+\-]+@[\w.\-]+\.\w+$")


@lru_cache(maxsize=65536)
def is_code(text: str) -> bool:
    """"M-017", "PF02.PG05", "1.2.3", "2024/17": an identifier, not prose."""
    return len(text) <= 40 and bool(_CODE.match(text))


@dataclass(slots=True)
class Profile:
    """Shares (0..1) of what the non-empty cells of a column are; `count` of them were looked at."""

    count: int = 0
    empty: float = 1.0
    dates: float = 0.0
    numbers: float = 0.0                  # numbers and texts that are amounts
    percents: float = 0.0                 # texts with a per cent sign
    codes: float = 0.0
    people: float = 0.0
    lights: float = 0.0
    series: float = 0.0
    types: float = 0.0
    units: float = 0.0                    # "kEUR", "EUR": units and currencies
    texts: float = 0.0                    # any text that is none of: date, number
    long: float = 0.0
    phrases: float = 0.0                  # texts of several words: "Order the oven"
    words: float = 0.0                    # placeholders such as "tbd"
    timed: float = 0.0                    # texts that name a month, quarter or year
    places: float = 0.0                   # "(40.79, -73.95)": a point on a map
    initials: float = 0.0                 # two or three capitals: "NSW", "CA"
    distinct: float = 0.0
    kinds: int = 0                        # how many different values
    low: float = 0.0
    high: float = 0.0
    whole: bool = False                   # every number is whole
    answers: bool = False                 # nothing but yes and no
    padded: bool = False                  # a text of digits with zeros before them: a number of a thing, not an amount


def profile(cells: Sequence[Value]) -> Profile:
    step = max(1, len(cells) // SAMPLE)
    sample = cells[::step] if step > 1 else cells
    values = [c for c in sample if c is not None and not (isinstance(c, str) and not c.strip())]
    out = Profile(count=len(values), empty=1 - len(values) / len(sample) if sample else 1.0)
    if not values:
        return out
    tally = dict.fromkeys(("dates", "numbers", "percents", "codes", "people", "lights", "series", "types", "units",
                           "texts",
                           "long", "phrases", "words", "timed", "places", "initials"), 0)
    figures: list[float] = []
    alike = set(map(type, values))
    if alike <= _NUMBERS:                                  # most columns of a wide sheet are months of figures
        tally["numbers"] = len(values)
        figures = cast(list[float], values)
    elif alike == {dt.date}:
        tally["dates"] = len(values)
    for value in values if not tally["numbers"] and not tally["dates"] else ():
        if isinstance(value, str):
            _tally_text(tally, figures, " ".join(value.split()))
        elif isinstance(value, dt.date):
            tally["dates"] += 1
        elif isinstance(value, int | float) and not isinstance(value, bool):
            tally["numbers"] += 1
            figures.append(value)
        else:
            tally["texts"] += 1
    real = max(1, len(values) - tally["words"])
    for name, n in tally.items():
        setattr(out, name, n / (len(values) if name == "words" else real))
    seen = {v.strip() if isinstance(v, str) else v for v in values} if str in alike else set(values)
    out.padded = str in alike and any(isinstance(v, str) and v[:1] == "0" and v[1:].isdigit() for v in seen)
    out.kinds, out.distinct = len(seen), len(seen) / len(values)
    out.answers = out.kinds <= _FEW and all(isinstance(v, str) and (fold(v) in _ANSWERS or is_placeholder(v))
                                            for v in seen)
    if figures:
        out.low, out.high = min(figures), max(figures)
        out.whole = all(f == int(f) for f in figures)
    return out


def _tally_text(tally: dict[str, int], figures: list[float], text: str) -> None:
    for name in _kinds_of(text):
        tally[name] += 1
    number = number_text(text)
    if number and not number.percent:
        figures.append(float(number.decimal("," if number.ambiguous and "." in number.body else ".")))


@lru_cache(maxsize=65536)
def _kinds_of(text: str) -> tuple[str, ...]:
    out: list[str] = []
    if is_placeholder(text):
        return ("words",)
    number = number_text(text)
    if number:
        out.append("percents" if number.percent else "numbers")
    elif text_date(text)[0] or _SLASH.match(text):
        out.append("dates")
    else:
        out.append("texts")
        if _PERSON.match(text) or _MAIL.match(text):
            out.append("people")
    if is_code(text):
        out.append("codes")
    if _PLACE.match(text):
        out.append("places")
    if _INITIALS.match(text):
        out.append("initials")
    if light_of(text):
        out.append("lights")
    if parse_unit(text):
        out.append("units")
    if len(text) > 60:
        out.append("long")
    if " " in text and "texts" in out:
        out.append("phrases")
    label = read_label(text)
    if label.timed and not label.rest:
        out.append("timed")
    if not label.rest and not label.timed:
        if label.series or label.derived:
            out.append("series")
        if label.type or label.cost:
            out.append("types")
    if fold(text) in EARNED:
        out.append("types")
    return tuple(out)
