"""Dotted codes: which code hangs under which, and codes that a spreadsheet has made numbers of (1.10 shown as 1.1).

Must not know: sheets. A "0,1" is a list and no code; "1.2.2024" is a day.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from importers.base import Value

ROOT = -1
_CODE = re.compile(r"^[A-Za-z]{0,6}[-_ ]?\d{1,4}(?:\.\d{1,4})*\.?$|^[A-Za-z0-9]{1,8}(?:[.\-/][A-Za-z0-9]{1,8})+$")
_DAY = re.compile(r"^\d{1,2}\.\d{1,2}\.(?:\d\d|(?:19|20)\d\d)$")


def code_parents(codes: Sequence[str | None]) -> list[int | None]:
    """The row whose code is the longest beginning of each code; ROOT without one; None for what is no code.

    Where most codes are days, or hardly any code has its beginning among the others, nothing is said at all.
    """
    clean = [c.rstrip(".") if c and _CODE.match(c) else None for c in codes]
    listed = [c for c in clean if c]
    long_days = sum(bool(_DAY.match(c)) and len(c.rpartition(".")[2]) == 4 for c in listed)
    if len(listed) < 0.6 * len(codes) or 2 * long_days > len(listed):
        return [None] * len(codes)
    place: dict[str, int] = {}
    for i, code in enumerate(clean):
        if code:
            place.setdefault(code, i)
    out: list[int | None] = []
    for i, code in enumerate(clean):
        out.append(None if code is None else _above(code, i, place))
    return out


def _above(code: str, own: int, place: dict[str, int]) -> int:
    """The nearest code that this one begins with: 1.2.3 -> 1.2, else 1; "1.0" and "1.0.0" head the block of 1."""
    head = code
    while True:
        cut = max(head.rfind("."), head.rfind("-"), head.rfind("/"))
        if cut <= 0:
            return ROOT
        head = head[:cut]
        for word in (head, f"{head}.0"):
            at = place.get(word)
            if at is not None and at != own and word != code:
                return at


def mended_numbers(cells: Sequence[Value]) -> dict[int, str]:
    """Codes that lost a zero: after 1.9 a second 1.1 is 1.10, after 1.19 a second 1.2 is 1.20. Place -> code."""
    out: dict[int, str] = {}
    last: dict[str, int] = {}
    for i, cell in enumerate(cells):
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            continue
        text = f"{cell:g}"
        head, mark, tail = text.partition(".")
        if not mark or not tail.isdecimal():
            continue
        awaited = last.get(head, 0) + 1
        if awaited % 10 == 0 and str(awaited).rstrip("0") == tail:
            text = f"{head}.{awaited}"
            out[i] = text
        number = int(text.partition(".")[2])
        last[head] = max(last.get(head, 0), number)
    return out


def days_among(cells: Sequence[Value]) -> list[int]:
    """Places where a code has become a date: "1.2" typed into a cell that took it for 1 February."""
    return [i for i, cell in enumerate(cells) if isinstance(cell, dt.date)]
