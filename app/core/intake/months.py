"""The months of effect lines: of new ones those of a series in one piece, which is most of what an import brings; of
others what differs.

Must not know: how rows are matched.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.core.batch import Item
from app.core.catalog import SERIES
from app.core.intake.unread import Unread
from app.core.portfolio import Portfolio
from app.core.value.series import amounts

Differing = list[tuple[str, int, int | None, int | None]]        # series, month, here, in the source
Runs = list[tuple[str, int, Sequence[int | None]]]


def together(lines: Iterable[Item]) -> dict[int, Runs]:
    """id of an item -> its runs (series, first month, values) that hold anything."""
    found: dict[int, Runs] = {}
    lines = list(lines)
    for series in SERIES:
        have = [(line, run) for line in lines if (run := line.series.get(series)) is not None]
        values = amounts(series, [(run.first, run.values) for _, run in have]) if have else ()
        for (line, run), one in zip(have, values, strict=True):
            if one is not None:
                found.setdefault(id(line), []).append((series, run.first, one))
    return found


def differing(p: Portfolio, uid: str, item: Item, unread: Unread) -> Differing:
    """The months in which a source says other amounts than stand here; what could not be read says nothing."""
    return [(series, run.first + i, was, value) for series, run in item.series.items()
            for i, (was, value) in enumerate(zip(
                p.months_of(uid, series, run.first, len(run.values)), run.values, strict=True))
            if was != value and not (value is None and unread.month(item, series, run.first + i))]
