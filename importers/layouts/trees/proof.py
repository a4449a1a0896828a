"""Which of several hierarchies the figures prove: the one by which rows print the sums of what hangs under them.

Must not know: how a hierarchy is read off the sheet. Without sums, or where several fit, nothing is proven.
"""
from __future__ import annotations

from collections.abc import Sequence

from importers.base import Value
from importers.layouts.trees.signals import ROOT, Parents, Signal
from importers.meaning.table import Table

_LEAST = 3                                # sums that fit
_TIMES = 2                                # as many as by every other hierarchy


def proven_by_sums(table: Table, signals: Sequence[Signal]) -> Signal | None:
    """The signal by which most sums fit: twice as many as by any other, or more of them and no more that do not."""
    columns = [table.cells(g.index) for g in table.guesses if g.money]
    if len(signals) < 2 or not columns:
        return None
    counts = [_sums(s.parents, columns) for s in signals]
    best = max(range(len(signals)), key=lambda n: counts[n][0])
    right, wrong = counts[best]
    others = [count for n, count in enumerate(counts) if n != best]
    clear = all(right >= _TIMES * r or (right > r and wrong <= w) for r, w in others)
    return signals[best] if right >= _LEAST and right > wrong and clear else None


def _sums(parents: Parents, columns: Sequence[Sequence[Value]]) -> tuple[int, int]:
    """How many printed figures are the sums of the rows right under them, and how many are not."""
    under: dict[int, list[int]] = {}
    for i, parent in enumerate(parents):
        if parent is not None and parent != ROOT:
            under.setdefault(parent, []).append(i)
    right = wrong = 0
    for cells in columns:
        for parent, rows in under.items():
            own, parts = _number(cells[parent]), [_number(cells[i]) for i in rows]
            if own and sum(map(bool, parts)) > 1:
                fits = abs(own - sum(parts)) <= max(0.5, abs(own) * 1e-6)
                right, wrong = right + fits, wrong + (not fits)
    return right, wrong


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
