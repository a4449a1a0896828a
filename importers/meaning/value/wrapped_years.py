"""Years that run over December: 2021 written over July to June, or over the quarters Q3, Q4, Q1, Q2 of the calendar.

Must not know: the sheet. Which of its two calendar years such a year is called after nobody says here.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from importers.meaning.headers import Head
from importers.meaning.value.periods import Label

_QUARTER = 3
_WHOLE = 12


def wrapped_years(head: Head, timed: Sequence[int]) -> None:
    """Mark the labels of every such year as of a fiscal one with its first month, and so the rest of a year that breaks
    off, where all years that are whole begin alike."""
    labels = head.labels
    stretches: list[list[int]] = []
    for c in timed:
        label = labels[c]
        if label.total or label.fiscal or label.spans or not (label.month or label.quarter) or not label.year:
            continue
        if stretches and labels[stretches[-1][-1]].year == label.year:
            stretches[-1].append(c)
        else:
            stretches.append([c])
    starts = {_first(labels[s[0]]) for s in stretches if _runs_over(s, labels)}
    if len(starts) != 1:
        return
    begins = starts.pop()
    for c in [c for s in stretches for c in s]:
        label = labels[c]
        month = _first(label)
        labels[c] = replace(label, fiscal=True, begins=begins, month=month, quarter=0,
                            span=_QUARTER if label.quarter and not label.month else label.span)


def _first(label: Label) -> int:
    return label.month or _QUARTER * (label.quarter - 1) + 1


def _runs_over(stretch: Sequence[int], labels: Sequence[Label]) -> bool:
    """Twelve months one after the other that do not begin in January."""
    steps = [_QUARTER if labels[c].quarter and not labels[c].month else labels[c].span or 1 for c in stretch]
    months = [_first(labels[c]) for c in stretch]
    return months[0] != 1 and sum(steps) == _WHOLE and all(
        (b - a) % _WHOLE == step for (a, b), step in zip(pairwise(months), steps, strict=False))
