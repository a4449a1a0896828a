"""How figures, dates and words look on paper: one unit a page, true minus, empty stays empty.

Must not know: what a figure means, or where on the page it stands.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MINUS = "\u2212"
NBSP = "\u00a0"
SHORT = 11                            # letters of a code in a narrow column
CODE = 28                             # letters of a code in a row that must stay one line
REMARK = 280                          # the most characters of free text a row may take (a story hides friction)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}
_BEFORE = ("USD", "GBP", "JPY", "INR", "KRW")
_UNITS = {"": (1, 0), "k": (1_000, 0), "M": (1_000_000, 1), "bn": (1_000_000_000, 1)}


@dataclass(frozen=True)
class Money:
    """A page's unit: `number` for table cells below a head, `amount` for sentences."""

    currency: str
    scale: int
    unit: str                             # "" k M bn

    @property
    def head(self) -> str:
        """What stands in a column head: "M€", "$M", "k CHF"."""
        sign = _SIGNS.get(self.currency, self.currency)
        if self.currency in _BEFORE:
            return sign + self.unit
        if not self.unit:
            return sign
        return self.unit + sign if self.currency in _SIGNS else f"{self.unit}{NBSP}{sign}"

    def number(self, minor: int | None, signed: bool = False) -> str:
        """Digits only; "" for None, no sign on what rounds to nothing."""
        if minor is None:
            return ""
        size, decimals = _UNITS[self.unit]
        shown = rounded(minor * 10**decimals, size * 10**self.scale)
        if shown == 0 and self.unit == "" and minor and self.scale:
            decimals = self.scale            # an amount below one unit of currency is still an amount
            shown = rounded(minor * 10**decimals, 10**self.scale)
        digits = str(abs(shown)).rjust(decimals + 1, "0")
        whole, rest = (digits[:-decimals], "." + digits[-decimals:]) if decimals else (digits, "")
        sign = MINUS if shown < 0 else "+" if signed and shown > 0 else ""
        return f"{sign}{int(whole):,}{rest}"

    def amount(self, minor: int, signed: bool = False) -> str:
        """For sentences, with its currency and in the unit that fits it: "21.7 M€", "$6.3M", "380 k CHF"."""
        size = abs(minor) // 10**self.scale
        unit = "bn" if size >= 10**10 else "M" if size >= 10**6 else "k" if size >= 10**4 else ""
        own = Money(self.currency, self.scale, unit)
        text = own.number(minor, signed)
        if self.currency in _BEFORE:
            sign = text[0] if text[0] in (MINUS, "+") else ""
            return f"{sign}{own.head[0]}{text[len(sign):]}{unit}"
        return f"{text}{NBSP}{own.head}"


def rounded(top: int, bottom: int) -> int:
    """top / bottom, half away from zero: exact, no floating point."""
    whole = (2 * abs(top) + bottom) // (2 * bottom)
    return -whole if top < 0 else whole


def unit_for(amounts: Iterable[int], currency: str, scale: int) -> Money:
    """One unit for a page: the largest that still leaves the usual row its digits."""
    sizes = sorted(abs(a) // 10**scale for a in amounts if a)
    largest, usual = (sizes[-1], sizes[len(sizes) // 2]) if sizes else (0, 0)
    if largest >= 20_000_000_000 and usual >= 1_000_000_000:
        unit = "bn"
    elif largest >= 20_000_000 and usual >= 1_000_000:
        unit = "M"
    elif largest >= 10_000:
        unit = "k"
    else:
        unit = ""
    return Money(currency, scale, unit)


def percent(part: int, whole: int) -> str:
    """Signed whole percent of |whole|; "" when there is nothing to compare with."""
    if whole == 0:
        return ""
    share = rounded(part * 100, abs(whole))
    if abs(share) > 999:
        return f">{NBSP}999{NBSP}%" if share > 0 else f"<{NBSP}{MINUS}999{NBSP}%"
    return f"{MINUS if share < 0 else '+' if share > 0 else ''}{abs(share)}{NBSP}%"


def count(number: int) -> str:
    """4812 -> "4,812"."""
    return f"{number:,}"


def some(number: int, one: str, many: str) -> str:
    """"1 measure", "12 measures"."""
    return f"{count(number)} {one if number == 1 else many}"


def day(date: str | None, year: bool = True) -> str:
    """"2026-06-30" -> "30 Jun 2026"; "" for none."""
    if not date:
        return ""
    text = f"{int(date[8:10])}{NBSP}{MONTHS[int(date[5:7]) - 1]}"
    return f"{text}{NBSP}{date[:4]}" if year else text


def month(index: int, year: bool = True) -> str:
    """A month counted from year 0 -> "Mar 2026"."""
    return f"{MONTHS[index % 12]}{NBSP}{index // 12}" if year else MONTHS[index % 12]


def clip(text: str, most: int = REMARK) -> str:
    """Free text in one paragraph of at most `most` characters, cut at a word, the cut shown."""
    flat = re.sub(r"\s+", " ", text).strip()
    if len(flat) <= most:
        return flat
    short = flat[:most - 1]
    space = short.rfind(" ")
    return (short[:space] if space > most // 2 else short).rstrip(" ,;:.") + "…"


def amount_width(texts: Iterable[str], least: float = 15.0, inset: float = 2.0) -> str:
    """A column as wide as its widest amount (8 points, bold, tabular figures), as a Typst length."""
    widest = max((sum(0.9 if c in ",. \u00a0" else 1.86 for c in text) for text in texts), default=0.0)
    return f"{max(least, round(widest + inset + 0.3, 1))}mm"


def short_code(code: str, most: int = CODE) -> str:
    """A long code by its end, where codes differ."""
    return code if len(code) <= most else "…" + code[1 - most:].lstrip("._-/ ")


def months(found: Sequence[int]) -> str:
    """"Apr 2026", "Apr to Jun 2026"; with gaps between them "3 months from Apr 2026"."""
    first, last = found[0], found[-1]
    if first == last:
        return month(first)
    if last - first + 1 > len(found):
        return f"{len(found)}{NBSP}months from {month(first)}"
    return f"{month(first, first // 12 != last // 12)} to {month(last)}"
