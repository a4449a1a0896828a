"""Rows above a list that describe its columns for machines and for whoever fills it in: data type, longest text,
required or not, or the names a program gives them ("task_code"). The headings people read stand below them, the rows
of the list below those.

Must not know: headings themselves.
"""
from __future__ import annotations

import datetime as dt
import re

from importers.base import Sheet, Value
from importers.meaning.days.dates import text_date
from importers.meaning.evidence import is_code
from importers.meaning.value.amounts import number_text
from importers.meaning.words import fold, vocabulary

_LOOK = 40
_LEAST = 3                                # kinds of such rows; one of them may be a heading of any list
_FIELD = re.compile(r"[a-z]+(?:_?[a-z0-9]+)*")            # "act_cost", "bcws"
_MOST = 0.9
_HALF = 0.5                               # of the fields have captions at least


def below_schema(sheet: Sheet) -> int:
    """The first row below a block of such rows; 0 without one."""
    words = vocabulary().lists["schema_row"]
    found: dict[str, int] = {}
    for row, cells in enumerate(sheet.rows[:_LOOK]):
        first = next((v for v in cells if v is not None), None)
        if isinstance(first, str) and len(first) < 60:
            text = fold(first)
            hit = next((w for w in words if text == w or text.startswith(f"{w} ")), "")
            if hit:
                found[hit] = row
    return max(found.values()) + 1 if len(found) >= _LEAST else int(_names_fields(sheet))


def _names_fields(sheet: Sheet) -> bool:
    """"task_code | start_date | act_cost" over "Activity ID | Start | Actual cost": the first row names fields of a
    program, the second the columns to people, and figures or dates stand below those."""
    if len(sheet.rows) < _LEAST:
        return False
    machine, people = sheet.rows[0], sheet.rows[1]
    both = [(m, p) for m, p in zip(machine, people, strict=False) if m is not None and p is not None]
    if len(both) < max(_LEAST, _HALF * sum(m is not None for m in machine)) or not all(
            isinstance(m, str) and isinstance(p, str) for m, p in both):
        return False
    if sum(bool(_FIELD.fullmatch(str(m))) for m, _ in both) < _MOST * len(both) \
            or any(_FIELD.fullmatch(str(p)) or _is_value(str(p)) for _, p in both) \
            or len({p for _, p in both}) < len(both):
        return False
    below = sheet.rows[2:2 + _LOOK]
    return sum(any(_is_figure(row[c]) for row in below if c < len(row)) for c in range(len(machine))) >= 2


def _is_value(text: str) -> bool:
    """No heading: where all cells are texts, the first entry of a list stands below its field names."""
    return number_text(text) is not None or text_date(text)[0] is not None or is_code(text)


def _is_figure(value: Value) -> bool:
    number = isinstance(value, str) and value.replace(".", "", 1).isdecimal()
    return number or isinstance(value, dt.date | int | float)
