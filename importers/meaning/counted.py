"""Words for what is counted and is no money: hours, days, heads, points, pieces.

Must not know: sheets or columns.
"""
from __future__ import annotations

from functools import lru_cache

from importers.meaning.words import fold, spaced, vocabulary

HEADS = frozenset(("fte", "ftes", "headcount", "hc", "vzae", "mitarbeiter"))
WORK = frozenset("hours hrs hour stunden std days tage personentage mandays pt points punkte score effort defects"
                 .split())
_OVER = WORK - {"effort", "score", "std", "pt"} | HEADS - {"hc", "mitarbeiter"}     # alone they head groups of columns
UNITS = frozenset("unit units unite unites unidad unidades unidade unita einheit einheiten uom".split())
_LONGEST = 30
_HOW_MANY = ("number of", "nr of", "no of", "num of", "numero de", "nombre de", "anzahl der", "liczba", "aantal")


@lru_cache(maxsize=1024)
def heads_counted(text: str) -> bool:
    """"FTE's", "Hours per month": a short heading over columns of what is counted."""
    return len(text) <= _LONGEST and not _OVER.isdisjoint(fold(text).split())


@lru_cache(maxsize=4096)
def counts_pieces(header: str) -> bool:
    """"Qty", "Quantité", "qty_or_fte": a heading over how many there are."""
    text = f" {fold(spaced(header))} "
    return any(f" {w} " in text for w in vocabulary().lists["quantity"]) or says_how_many(header)


def says_how_many(header: str) -> bool:
    """"Number of units" counts them, it is no number by which the rows are called."""
    return fold(header).startswith(_HOW_MANY)
