"""Months in pairs: "2026-07 | July Forecast | 2026-08 | August Forecast". The bare one says the year of both.

Must not know: the sheet. What stands under the bare months (hours, pieces) nobody says.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from importers.meaning.headers import Head

_LEAST = 3


def paired_months(head: Head, timed: Sequence[int]) -> list[int]:
    """Give each worded month without a year that of the bare month right before it; the bare ones are returned."""
    pairs = [(a, b) for a, b in pairwise(timed) if b == a + 1 and _bare(head, a) and _worded(head, b)
             and head.labels[a].month == head.labels[b].month]
    if len(pairs) < _LEAST:
        return []
    for bare, worded in pairs:
        head.labels[worded] = replace(head.labels[worded], year=head.labels[bare].year)
    return [bare for bare, _ in pairs]


def _bare(head: Head, column: int) -> bool:
    label = head.labels[column]
    return bool(label.month and label.year) and not (label.type or label.cost or label.rest)


def _worded(head: Head, column: int) -> bool:
    label = head.labels[column]
    return bool(label.month) and not label.year and bool(label.series or label.type or label.cost or label.rest)
