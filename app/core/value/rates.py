"""Amounts in another currency: rate records, and lines converted by them cell by cell.

One reporting currency a file; a line in another needs a rate (currency, month, rate). A month without a rate of its
own takes the newest earlier one; a line that begins before its first rate stays apart and is in no total.
Rounded half to even, each month by itself. Must not know: signs, the tree.
"""
from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import LEVELS
from app.core.portfolio import Portfolio, Since
from app.core.record import rows
from app.core.values import month_index, scale_of

Table = dict[str, tuple[list[int], list[Decimal]]]


@dataclass(slots=True)
class _Used:
    """The currency each live effect line names, and how many lines name each."""

    of: dict[str, str]
    lines: dict[str, int]

    def put(self, uid: str, currency: str) -> None:
        was = self.of.pop(uid, "")
        if was:
            self.lines[was] -= 1
        if currency:
            self.of[uid] = currency
            self.lines[currency] = self.lines.get(currency, 0) + 1


def commonest(portfolio: Portfolio) -> str:
    """The currency most effect lines name, "" when none does; of equals the first by name."""
    used = portfolio.kept("currencies", lambda: _used(portfolio), lambda found, since: _same(portfolio, found, since))
    counts = {currency: count for currency, count in used.lines.items() if count}
    return min(counts, key=lambda c: (-counts[c], c)) if counts else ""


def _used(portfolio: Portfolio) -> _Used:
    found = _Used({}, {})
    lines = portfolio.of_kind("effect_line")
    for line, (currency,) in zip(lines, rows(lines, "currency"), strict=True):
        found.put(line.uid, currency or "")
    return found


def _same(portfolio: Portfolio, found: _Used, since: Since) -> _Used | None:
    """Brought up to date line by line; None where a node came, went or died with lines below it."""
    if any(kind == "" or (kind in LEVELS and cell == "deleted") or (kind in LEVELS[:-1] and cell == "kind")
           for kind, cell in since.cells):
        return None
    touched = {uid for uid in since.uids if uid in found.of}
    for uid in since.uids:
        record = portfolio.get(uid)
        if record is None and uid not in found.of and since.shape:
            return None                          # a measure whose creation was undone: its lines hang nowhere
        if record is not None and record.kind == "effect_line":
            touched.add(uid)
        elif record is not None and record.kind == "measure" and since.shape:
            touched |= {line.uid for line in portfolio.children(uid, "effect_line")}
    for uid in touched:
        found.put(uid, portfolio[uid].get("currency", "") if portfolio.live(uid) else "")
    return found


def rates(portfolio: Portfolio) -> dict[tuple[str, str], Decimal]:
    """(currency, month) -> how much of the reporting currency one unit is worth."""
    return {(r.get("currency", ""), r.get("month", "")): Decimal(r.get("rate")) for r in portfolio.of_kind("rate")
            if r.get("rate") and r.get("month")}


def table(portfolio: Portfolio) -> Table:
    """Currency -> its months in order, and the rate from each of them on."""
    found: Table = {}
    for (currency, month), rate in sorted(rates(portfolio).items()):
        months, values = found.setdefault(currency, ([], []))
        months.append(month_index(month))
        values.append(rate)
    return found


def convert(known: Table, currency: str, own: str, stored: NDArray[np.int64], undated: NDArray[np.int64],
            first: int) -> bool:
    """Turn one line's [series, month] and [series] amounts into `currency` in place; False when it stays apart."""
    months, values = known.get(own, ([], []))
    used = np.flatnonzero(stored.any(axis=0))
    if not months or (len(used) and months[0] > first + int(used[0])):
        return False
    shift = Decimal(10) ** (scale_of(currency) - scale_of(own))
    for m in used.tolist():
        rate = values[bisect_right(months, first + m) - 1] * shift
        stored[:, m] = [times(v, rate) for v in stored[:, m].tolist()]
    undated[:] = [times(v, values[-1] * shift) for v in undated.tolist()]
    return True


def times(minor: int, rate: Decimal) -> int:
    """An amount at a rate, to the nearest minor unit, half to even."""
    return int((minor * rate).quantize(Decimal(1), ROUND_HALF_EVEN))
