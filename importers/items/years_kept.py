"""A year's figure beside others of its line that say no months, "Budget 2026 | Actual | Forecast", stays one amount.

Spread over its months the plan would be expected month by month and the forecast beside it once more: twice the money.
Must not know: rows, measures, items.
"""
from __future__ import annotations

from importers.base import address
from importers.meaning.notes import runs
from importers.meaning.table import Table
from importers.meaning.value.figures import Figures, Money

_EXPECTED = ("plan", "forecast", "actual")            # what an expectation is made of


def keep_years(table: Table, money: Money) -> list[Figures]:
    """Take the year from such columns, and ask; gives them with those that stand beside them."""
    answer = table.context.answer("spread", table.sheet.name)
    if answer == "even" or table.find("series") is not None:
        return []
    kept: list[Figures] = []
    beside: list[Figures] = []
    for line in money.lines():
        mine = [f for f in money.columns if f.line == line]
        dated = [f for f in mine if f.period is not None]
        loose = [f for f in mine if f.period is None and f.series in _EXPECTED]
        one_year = len({f.period for f in dated}) == 1 and all(f.period and f.period.months == 12 for f in dated)
        if one_year and loose and len({f.series for f in mine}) == len(mine) and any(
                f.series in _EXPECTED for f in dated):
            kept += dated
            beside += loose
    if kept and not answer:
        last = table.head.last
        table.notes.add("question", address(last, kept[0].guess.index),
                        f"{runs([(last, f.guess.index) for f in kept])} {{holds/hold}} a whole year, "
                        f"{runs([(last, f.guess.index) for f in beside])} beside {{it/them}} no months; each stays one "
                        "amount, for spread over the months both would be expected.", "spread=even", len(kept))
    for f in kept:
        f.period = None
    return kept + beside
