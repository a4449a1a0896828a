"""Currency and unit of amounts, from headers, titles, cells and number formats: "kEUR", "Mio. €", "(RM)", "GBP m".

Must not know: sheets or columns; a power is a power of ten, amounts are multiplied by it exactly.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from importers.meaning.words import spaced

# "Ł": the byte of "£" read as Central European and written anew, in many a public export
_SYMBOLS = {"€": "EUR", "£": "GBP", "ł": "GBP", "$": "USD", "us$": "USD", "rm": "MYR", "r$": "BRL", "¥": "JPY",
            "₹": "INR",
            "zł": "PLN", "kč": "CZK", "a$": "AUD", "c$": "CAD", "₩": "KRW", "₺": "TRY", "₱": "PHP",
            "₦": "NGN", "₽": "RUB", "₴": "UAH", "฿": "THB", "sfr": "CHF", "fr": "CHF",
            "au$": "AUD", "ca$": "CAD", "euro": "EUR", "euros": "EUR"}
_CODES = ("EUR", "USD", "GBP", "CHF", "JPY", "MYR", "AUD", "CAD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "CNY",
          "INR",
          "BRL", "ZAR", "SGD", "HKD", "NZD", "MXN", "TRY", "AED", "SAR", "KRW", "RON", "BGN", "ILS", "THB", "KWD",
          "BHD", "QAR", "OMR", "EGP", "NGN", "KES", "PKR", "IDR", "VND", "TWD", "COP", "CLP", "UAH",
          "PHP", "BDT", "LKR", "NPR", "GHS", "TZS", "UGX", "ETB", "XOF", "XAF", "RUB", "KZT", "ISK", "RSD", "MMK")
_POWERS = {"k": 3, "t": 3, "tsd": 3, "tds": 3, "000": 3, "000s": 3, "thousand": 3, "thousands": 3, "tausend": 3,
           "'000": 3,
           "’000": 3, "m": 6, "mn": 6, "mm": 6, "mio": 6, "mill": 6, "million": 6, "millions": 6, "millionen": 6,
           "mln": 6,
           "lakh": 5, "lakhs": 5, "lac": 5, "crore": 7, "crores": 7,
           "b": 9, "bn": 9, "mrd": 9, "billion": 9, "billions": 9, "milliarden": 9}
_INDIAN = ("lakh", "lakhs", "lac", "crore", "crores")      # rupees are counted so, hardly anything else
_CUR = "|".join(sorted((re.escape(s) for s in (*_SYMBOLS, *(c.lower() for c in _CODES))), key=len, reverse=True))
_POW = "|".join(sorted((re.escape(p) for p in _POWERS), key=len, reverse=True))
_UNIT = re.compile(rf"^(?:in|angaben in|all figures in|amounts in|values in|figures in|werte in|alle angaben in)?\s*"
                   rf"(?:(?P<p1>{_POW})\.?\s*(?:of\s+)?(?P<c1>{_CUR})|(?P<c2>{_CUR})\s*(?P<p2>{_POW})?\.?|"
                   rf"(?P<p3>tsd|mio|mrd|'000|’000|000s|thousands?|millions?|millionen|tausend|lakhs?|lac|crores?)\.?)$")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*+)[)\]]")
_FIGURES = re.compile(rf"\b(?:in|angaben in|figures in|amounts in|values in|werte in)\s+((?:{_POW})?\.?\s*(?:{_CUR})"
                      rf"(?:\s*(?:{_POW}))?|(?:tsd|mio|mrd|thousands?|millions?)\.?(?:\s*(?:{_CUR}))?)(?=$|[\s,;:.)])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A currency (ISO code, "" when unsaid) and the power of ten of the figures (0, 3, 6, 9)."""

    currency: str = ""
    power: int = 0

    def merged(self, other: Unit) -> Unit:
        """This unit, its gaps filled from another."""
        return Unit(self.currency or other.currency, self.power or other.power)


NO_UNIT = Unit()
_PLURAL = re.compile(r"(?<=[£€$])s$")  # "(£s)"


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit | None:
    """A text that is a unit and nothing else: "kEUR" -> (EUR, 3), "T€", "GBP m", "Mio. €", "RM"; else None."""
    found = _UNIT.match(_PLURAL.sub("", text.strip().lower().rstrip(".")))
    if not found:
        return None
    currency = found["c1"] or found["c2"] or ""
    power = found["p1"] or found["p2"] or found["p3"] or ""
    currency = currency or ("inr" if power in _INDIAN else "")
    return Unit(_SYMBOLS.get(currency, currency.upper()), _POWERS.get(power, 0))


@lru_cache(maxsize=4096)
def split_unit(text: str) -> tuple[str, Unit | None]:
    """A header without its unit, and the unit: "Savings p.a. (kEUR)" -> ("Savings p.a.", (EUR, 3))."""
    text = spaced(text)
    for found in _BRACKETS.finditer(text):
        unit = parse_unit(found[1])
        if unit:
            return (text[:found.start()] + " " + text[found.end():]).strip(), unit
        head, _, tail = found[1].rpartition(",")           # "(p.a., kEUR)"
        unit = parse_unit(tail) if head else None
        if unit:
            return f"{text[:found.start()]} {head} {text[found.end():]}".strip(), unit
    lower = text.lower()
    said = _FIGURES.search(lower)
    if said and len(lower) == len(text):
        unit = parse_unit(said[1])
        if unit:
            return (text[:said.start()] + " " + text[said.end():]).strip(), unit
    words = text.split()
    for count in (3, 2, 1):                                # "Budget kEUR", "kEUR Budget", "Budget GBP m"
        if len(words) > count:
            unit = parse_unit(" ".join(words[-count:]))
            if unit and (unit.currency or count > 1):
                return " ".join(words[:-count]).rstrip(" ,-/["), unit
            unit = parse_unit(" ".join(words[:count]))
            if unit and unit.currency:
                return " ".join(words[count:]), unit
    unit = parse_unit(text)
    return ("", unit) if unit else (text, None)


@lru_cache(maxsize=4096)
def unit_in_title(text: str) -> Unit | None:
    """The unit a title or note states for all figures: "Benefit tracker (in kEUR)", "all figures in T€"."""
    if len(text) > 300:
        return None
    _, unit = split_unit(" ".join(text.split()))
    return unit


@lru_cache(maxsize=512)
def unit_of_format(code: str) -> Unit | None:
    """The currency in a number format. A comma that scales the look leaves the value alone: power 0."""
    first = code.split(";")[0]
    tagged = re.search(r"\[\$([^\-\]]+)", first)
    literal = re.findall(r'"([^"]*)"', first)
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', " ", first)
    scaled = bool(re.search(r"[0#],+(?![0#,])", bare))
    for text in ([tagged[1]] if tagged else []) + literal + re.findall(r"[€£$¥]", bare):
        unit = parse_unit(text)
        if unit:
            return Unit(unit.currency, 0 if scaled else unit.power)
    return None
