"""Two columns of one kind of money that hold nearly the same in every row: an appropriation and the contract it became.

Must not know: items. Both count, as the sheet does not say otherwise, and that is asked.
"""
from __future__ import annotations

from itertools import combinations

import numpy as np

from importers.base import address, letter
from importers.meaning.table import Table
from importers.meaning.value.figures import Figures, Money

_ALIKE = 2.0                              # amounts of a row are alike up to this ratio
_MOST = 0.8


def ask_same_money(table: Table, money: Money) -> None:
    """A question for each pair of undated columns of one type, series and currency whose amounts are alike."""
    single = [f for f in money.columns if f.period is None]
    rows = np.array(table.data, np.intp)
    for one, other in combinations(single, 2):
        money_of = {f.currency for f in (one, other) if f.currency}
        if (one.type, one.series) == (other.type, other.series) and len(money_of) < 2 and _alike(one, other, rows):
            mine, its = (f"“{f.guess.header}” ({letter(f.guess.index)})" for f in (one, other))
            table.notes.add("question", address(table.head.last, other.guess.index),
                            f"{mine} and {its} hold nearly the same amounts, and both count: is one a later figure of "
                            "the other?", f"column.{letter(other.guess.index)}=custom")


def _alike(one: Figures, other: Figures, rows: np.typing.NDArray[np.intp]) -> bool:
    a, b = (np.abs(f.amounts.minor[rows]).astype(np.float64) for f in (one, other))
    both = one.amounts.present[rows] & other.amounts.present[rows] & (a > 0) & (b > 0)
    if both.sum() < 2 or both.sum() < 0.5 * min(one.amounts.present[rows].sum(), other.amounts.present[rows].sum()):
        return False
    ratio = a[both] / b[both]
    return bool(((ratio <= _ALIKE) & (ratio >= 1 / _ALIKE)).mean() >= _MOST)
