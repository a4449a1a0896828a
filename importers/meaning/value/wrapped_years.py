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
        if stretches and _of_one(labels[stretches[-1][-1]], label):
            stretches[-1].append(c)
        else:
            stretches.append([c])
    starts = {_first(labels[s[0]]) for s in stretches if _is_whole(s, labels)}
    if len(starts) != 1 or starts == {1}:                  # years of the calendar beside it: columns changed places
        return
    begins = starts.pop()
    for c in [c for s in stretches for c in s]:
        label = labels[c]
        month = _first(label)
        labels[c] = replace(label, fiscal=True, begins=begins, month=month, quarter=0,
                            span=_QUARTER if label.quarter and not label.month else label.span)


def _of_one(a: Label, b: Label) -> bool:
    """One year of one thing: what is planned from May to December and spent from January to April is no year."""
    return (a.year, a.series, a.type, a.cost) == (b.year, b.series, b.type, b.cost)


def _first(label: Label) -> int:
    return label.month or _QUARTER * (label.quarter - 1) + 1


def _is_whole(stretch: Sequence[int], labels: Sequence[Label]) -> bool:
    """Twelve months one after the other, from whichever on."""
    steps = [_QUARTER if labels[c].quarter and not labels[c].month else labels[c].span or 1 for c in stretch]
    months = [_first(labels[c]) for c in stretch]
    return sum(steps) == _WHOLE and all(
        (b - a) % _WHOLE == step for (a, b), step in zip(pairwise(months), steps, strict=False))
