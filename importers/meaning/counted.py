"""Words for what is counted and is no money: hours, days, heads, points.

Must not know: sheets or columns.
"""
from __future__ import annotations

from functools import lru_cache

from importers.meaning.words import fold

HEADS = frozenset(("fte", "ftes", "headcount", "hc", "vzae", "mitarbeiter"))
WORK = frozenset("hours hrs hour stunden std days tage personentage mandays pt points punkte score effort defects"
                 .split())
_OVER = WORK - {"effort", "score", "std", "pt"} | HEADS - {"hc", "mitarbeiter"}     # alone they head groups of columns
_LONGEST = 30


@lru_cache(maxsize=1024)
def heads_counted(text: str) -> bool:
    """"FTE's", "Hours per month": a short heading over columns of what is counted."""
    return len(text) <= _LONGEST and not _OVER.isdisjoint(fold(text).split())
