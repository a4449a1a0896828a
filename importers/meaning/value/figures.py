"""The figure columns of a table as plain data: what each column is and its parsed amounts.

Must not know: how they were found, or what becomes of them.
"""
from __future__ import annotations

from dataclasses import dataclass, field

from app.core.batch import Printed
from app.core.values import from_minor
from importers.meaning.columns import Guess
from importers.meaning.value.amounts import Amounts
from importers.meaning.value.periods import Period


@dataclass(slots=True)
class Figures:
    """One column of amounts: what it is, and its minor units for every body row (not only data rows)."""

    guess: Guess
    type: str
    series: str
    period: Period | None
    category: str
    name: str                             # what its header adds: tells lines of one type apart
    currency: str
    scale: int
    power: int
    amounts: Amounts
    sure_type: bool
    sure_series: bool

    @property
    def line(self) -> tuple[str, str, str, str]:
        return self.type, self.category, self.name, self.currency


@dataclass(slots=True)
class Money:
    """All figures of a table: `columns` count, `totals` were checked and are left out."""

    columns: list[Figures] = field(default_factory=list)
    totals: list[Figures] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    currency: str = ""

    def lines(self) -> list[tuple[str, str, str, str]]:
        return list(dict.fromkeys(f.line for f in self.columns))


def tolerance(f: Figures) -> int:
    """How far a printed sum may be off in minor units: half of the unit its figures are printed in, as they may be
    rounded to whole ones. A currency without decimals has no half to be off by."""
    return int(10 ** (f.power + f.scale)) // 2


def show(f: Figures, minor: int) -> str:
    """An amount as the sheet shows it: in its unit, with its currency."""
    text = from_minor(minor, f.scale + f.power)
    if "." in text:
        text = text.rstrip("0").rstrip(".") if f.power else text
    unit = {0: "", 3: "k", 6: "m ", 9: "bn "}.get(f.power, f"10^{f.power} ") + f.currency
    return f"{text} {unit}".strip()
