"""Two columns of one kind of money that may be the same money twice: an appropriation and the contract it became hold
nearly the same in every row, a life-cycle cost is hardly anywhere below the planned cost within it.

Must not know: items. Both count, as the sheet does not say otherwise, and that is asked.
"""
from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from importers.base import address, letter
from importers.meaning.table import Table
from importers.meaning.value.figures import Figures, Money

Sizes = npt.NDArray[np.float64]
_ALIKE = 2.0                              # amounts of a row are alike up to this ratio
_MOST = 0.8
_HARDLY = 0.95                            # so many rows with the larger amount in one column: it may hold the other
_ROWS = 6                                 # fewer rows are in one order by chance


def ask_same_money(table: Table, money: Money) -> None:
    """A question for each pair of undated columns of one type, series and currency whose amounts are alike, or of
    which one may hold the other; of three and more some are kinds of cost, of which one is often the largest."""
    single = [f for f in money.columns if f.period is None]
    rows = np.array(table.data, np.intp)
    for one, other in combinations(single, 2):
        money_of = {f.currency for f in (one, other) if f.currency}
        if (one.type, one.series) != (other.type, other.series) or len(money_of) > 1:
            continue
        mine, its = (f"“{f.guess.header}” ({letter(f.guess.index)})" for f in (one, other))
        amounts = _in_both(one, other, rows)
        if amounts is None:
            continue
        if _alike(*amounts):
            text = f"{mine} and {its} hold nearly the same amounts, and both count: is one a later figure of the other?"
        elif _kinds(single, one) == 2 and (larger := _larger(*amounts)):
            mine, its = (mine, its) if larger > 0 else (its, mine)
            text = f"{mine} is hardly anywhere below {its}, and both count: does it hold the other?"
        else:
            continue
        table.notes.add("question", address(table.head.last, other.guess.index), text,
                        f"column.{letter(other.guess.index)}=custom")


def _kinds(columns: Sequence[Figures], one: Figures) -> int:
    return sum((f.type, f.series) == (one.type, one.series) for f in columns)


def _in_both(one: Figures, other: Figures, rows: npt.NDArray[np.intp]) -> tuple[Sizes, Sizes] | None:
    """The sizes of the amounts of rows with one in either column; None when most rows have one in one column only."""
    a, b = (np.abs(f.amounts.minor[rows]).astype(np.float64) for f in (one, other))
    both = one.amounts.present[rows] & other.amounts.present[rows] & (a > 0) & (b > 0)
    if both.sum() < 2 or both.sum() < 0.5 * min(one.amounts.present[rows].sum(), other.amounts.present[rows].sum()):
        return None
    return a[both], b[both]


def _alike(a: Sizes, b: Sizes) -> bool:
    ratio = a / b
    return bool(((ratio <= _ALIKE) & (ratio >= 1 / _ALIKE)).mean() >= _MOST)


def _larger(a: Sizes, b: Sizes) -> int:
    """1 when nearly all of the first are as large as the second or larger, -1 the other way round, else 0."""
    if len(a) < _ROWS:
        return 0
    return int((a >= b).mean() >= _HARDLY) - int((a <= b).mean() >= _HARDLY)
