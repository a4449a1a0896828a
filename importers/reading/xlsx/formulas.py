"""The formulas of a sheet's XML by place, as far as they say what a figure is made of: sums, differences, products.

Formulas are read, never computed. Must not know: values, and what is made of it.
"""
from __future__ import annotations

import html
import re

from importers.base import Formula, Where
from importers.reading.formula import parse
from importers.reading.xlsx.cells import place

MOST_FORMULAS = 50_000                    # of one sheet; what has more is a model, not a tracker
_BACK = 300                               # bytes before a formula in which its cell begins
_LONGEST = 1_000                          # a sum is shorter
_TAG = re.compile(rb"<(?:\w{1,9}:)?f((?:\s[^<>]{0,200}?)?)(?:/>|>([^<]{0,%d})<)" % _LONGEST)
_CELL = re.compile(rb'<(?:\w{1,9}:)?c\s[^<>]{0,200}?\br="([A-Z]{1,3}[0-9]{1,7})"')
_SHARED = re.compile(rb'\bsi="([0-9]+)"')


def formulas_of(data: bytes) -> dict[Where, Formula]:
    """What the formulas of a sheet are made of. One that Excel keeps once for many cells counts in each of them."""
    found: dict[Where, Formula] = {}
    shared: dict[bytes, tuple[str, Where]] = {}
    for left, tag in enumerate(_TAG.finditer(data)):
        if left >= MOST_FORMULAS:
            break
        cells = list(_CELL.finditer(data, max(0, tag.start() - _BACK), tag.start()))
        where = place(cells[-1][1].decode()) if cells else None
        if where is None:
            continue
        group, text = _SHARED.search(tag[1]), html.unescape((tag[2] or b"").decode("utf-8", "replace"))
        if group and text:
            shared[group[1]] = text, where
        elif group and group[1] in shared:
            text, first = shared[group[1]]
            found[where] = parse(text, (where[0] - first[0], where[1] - first[1]))
            continue
        if text:
            found[where] = parse(text)
    return found
