"""How amounts look on screen: one unit a column, grouped, a true minus, a plus on every variance, empty as empty.

Exact integers in, text out; rounding is half away from zero and for the eye only.
Must not know: widgets, where an amount comes from.
"""
from __future__ import annotations

from dataclasses import dataclass

MINUS = "\u2212"
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
_POWERS = {"1": 0, "k": 3, "M": 6}


@dataclass(frozen=True, slots=True)
class Unit:
    """What a column of amounts is stated in: minor units a step, decimals shown, and its name for the head."""

    name: str                 # "k€", "M€", "€", "k CHF"
    divisor: int
    decimals: int = 0


def unit(currency: str, figures_in: str, scale: int, largest: int = 0) -> Unit:
    """The unit of a file. When even the largest figure has few digits in it, one decimal is shown."""
    power = _POWERS.get(figures_in, 3)
    symbol = SYMBOLS.get(currency)
    prefix = figures_in if power else ""
    name = f"{prefix}{symbol}" if symbol else f"{prefix} {currency}".strip()
    divisor = 10 ** (power + scale)
    few = power > 0 and 0 < largest < 100 * divisor
    return Unit(name, divisor, 1 if few else 0)


def amount(minor: int | None, unit: Unit, signed: bool = False) -> str:
    """Minor units as text: 970600000 -> "9,706"; None is empty; `signed` puts a plus before gains."""
    if minor is None:
        return ""
    steps = 10 ** unit.decimals
    whole, rest = divmod(abs(minor) * steps, unit.divisor)
    if 2 * rest >= unit.divisor:
        whole += 1
    text = f"{whole:,}" if not unit.decimals else f"{whole // steps:,}.{whole % steps:0{unit.decimals}d}"
    if whole == 0:
        return text
    return (MINUS if minor < 0 else "+" if signed else "") + text


def full(minor: int | None, scale: int) -> str:
    """An amount to the minor unit, grouped: 123456 -> "1,234.56"; ".00" is left out."""
    if minor is None:
        return ""
    whole, rest = divmod(abs(minor), 10 ** scale)
    text = f"{whole:,}" + (f".{rest:0{scale}d}" if rest else "")
    return (MINUS if minor < 0 else "") + text


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month(index: int) -> str:
    """A month index as people say it: "Mar 2026"."""
    return f"{MONTHS[index % 12]} {index // 12}"


def span(start: str | None, finish: str | None) -> str:
    """Two dates as one text; a shared year is said once: "9 Feb – 20 Mar 2026"."""
    if not start or not finish or start == finish:
        return date(finish or start)
    first = date(start)
    return f"{first[:-5] if start[:4] == finish[:4] else first} – {date(finish)}"


def date(iso: str | None) -> str:
    """A canonical date as people read it: "17 Apr 2026"; anything else as it is."""
    if not iso or len(iso) != 10:
        return iso or ""
    return f"{int(iso[8:])} {MONTHS[int(iso[5:7]) - 1]} {iso[:4]}"
