"""Headings of what one of many costs: "Cost/Hour", "Unit price", "EUR/t". Such a figure is no amount of its row.

Must not know: columns.
"""
from __future__ import annotations

import re
from functools import lru_cache

from importers.meaning.words import fold, vocabulary

_PER_PIECE = re.compile(r"(?:[$€£]|\b(?:eur|usd|gbp|chf|euro))\s*/\s*(?!(?:year|yr|y|a|jahr|j|month|mth|monat|mo|"
                        r"quarter|qtr|quartal|p)\b)[a-zä-ü]+", re.IGNORECASE)        # "$/boe", "EUR/t"

_PRICE = frozenset("price preis each prix precio preco prezzo prijs cena pu".split())
_OF_ONE = re.compile(r" (?:capex|opex|cost|costs|price|revenue|kosten|preis|erlös|erloes|umsatz)(?: per| pro| je| p)? "
                     r"(?:kw|mw|kwh|mwh|gwh|kwp|mwp|bbl|boe|kg|tonne|sqm|sqft|m2|m3|qm) ")        # "CAPEX_MW"


@lru_cache(maxsize=4096)
def is_price(header: str) -> bool:
    """What one of many pieces costs, or "Preço", which may be that or what all of them cost."""
    return is_rate(header) or not _PRICE.isdisjoint(fold(header).split())


@lru_cache(maxsize=4096)
def is_rate(header: str) -> bool:
    """"Cost/Hour", "Unit price": what one of many costs."""
    text = f" {fold(header)} "
    return bool(_PER_PIECE.search(header) or _OF_ONE.search(text)) or any(
        f" {w} " in text for w in vocabulary().lists["unit_rate"])
