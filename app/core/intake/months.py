"""The months of new effect lines, those of one series in one piece: most of what an import brings.

Must not know: records, how rows are matched.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.core.batch import Item
from app.core.catalog import SERIES
from app.core.value.series import amounts

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
