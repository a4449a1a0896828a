"""Sheets that only compute: pivot tables over another list, and calculations of present values and returns.

Must not know: layouts. Their rows are no measures and their figures stand elsewhere already.
"""
from __future__ import annotations

import re

from importers.base import Sheet
from importers.meaning.headers import Head, cells_of
from importers.meaning.words import fold, squash, vocabulary

_LOOK = 120
_OF_LISTS = ("owner", "sponsor", "controller", "start", "finish", "plan_start", "plan_finish", "status", "light")
_PIVOT = re.compile(r"^(?:sum|count|average|min|max|product|std dev) of \w|^(?:summe|anzahl|mittelwert|minimum|"
                    r"maximum) von \w|^(?:somme|nombre|moyenne) de \w|^(?:suma|recuento|cuenta|promedio) de \w")


def is_pivot(sheet: Sheet) -> bool:
    """"Row Labels" over the left column, or "Sum of Budget" among the headings beside another such one."""
    labels = vocabulary().lists["pivot"]
    for row in range(min(_LOOK, len(sheet.rows))):
        texts = [fold(v) for _, v in cells_of(sheet, row) if isinstance(v, str) and len(v) < 80]
        sums = sum(bool(_PIVOT.match(t)) for t in texts)
        if sums and (sums >= 2 or any(t in labels for t in texts)):
            return True
    return False


def is_calculation(sheet: Sheet, head: Head | None) -> bool:
    """At least two kinds of computed lines (discount factor, present value, cash flow, ...), a fifth of all rows
    with figures, and no column of people, dates or states: a model of money over years, not a list."""
    fields = vocabulary().fields
    if head is not None and any(squash(b) in fields[name] for b in head.bottoms if b for name in _OF_LISTS):
        return False
    words = vocabulary().lists["calculation"]
    hits: set[str] = set()
    count = rows = 0
    for row in range(min(400, len(sheet.rows))):
        cells = cells_of(sheet, row)
        if not any(isinstance(v, int | float) and not isinstance(v, bool) for _, v in cells):
            continue
        rows += 1
        label = next((fold(v) for _, v in cells if isinstance(v, str)), "")
        hit = next((w for w in words if f" {w} " in f" {label} "), "")
        hits |= {hit} - {""}
        count += bool(hit)
    return len(hits) >= 2 and count >= 3 and 5 * count >= rows
