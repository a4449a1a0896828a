"""What the cells of a table add up to, by type and series: the source's own side of the report of an import.

Counted from the columns as they were read, not from the lines made of them, so that a row lost on the way shows.
Must not know: items.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.core.batch import Tally
from app.core.values import rescaled, scale_of
from importers.items.lines import factor_of, places, row_words
from importers.meaning.table import Table
from importers.meaning.value.figures import Figures, Money
from importers.meaning.value.money import row_units
from importers.meaning.value.units import NO_UNIT

_Key = tuple[str, str, int]               # what, currency, scale


def tallies(table: Table, money: Money, counting: Sequence[int] | None = None) -> list[Tally]:
    """One for each type, series and currency of the figure columns; rows that were turned away are counted apart.

    `counting` are the body rows whose figures count, None = all data rows.
    """
    first, counting = table.head.data, table.data if counting is None else counting
    counts, rows = set(counting), places(counting)
    turned = [r - first for r, kind in sorted(table.rows.kinds.items()) if kind == "rejected" and r >= first]
    away = places(turned)
    found: dict[_Key, list[int]] = {}
    plain = all(table.find(name) is None for name in ("series", "type", "currency"))
    for f in money.columns:
        if plain:
            _add(found, (f"{f.type}.{f.series}", f.currency, f.scale), *_summed(f, rows), factor_of(table, f))
        else:
            _by_rows(table, f, counts, found)
        left, cells = _summed(f, away)
        if cells:
            entry = found.setdefault((f"{f.type}.{f.series}", f.currency, f.scale), [0, 0, 0])
            entry[2] += left * factor_of(table, f)
    return [Tally(table.sheet.name, what, currency, scale, cells, minor, left)
            for (what, currency, scale), (minor, cells, left) in found.items() if cells or left]


def _add(found: dict[_Key, list[int]], key: _Key, minor: int, cells: int, factor: int) -> None:
    entry = found.setdefault(key, [0, 0, 0])
    entry[0] += minor * factor
    entry[1] += cells


def _summed(f: Figures, rows: Any) -> tuple[int, int]:
    """(sum, filled cells) of one column in some body rows."""
    minor, present = f.amounts.minor[rows], f.amounts.present[rows]
    kept = minor if present.all() else minor[present]
    large = kept.size and int(np.abs(kept).max()) > 2**62 // kept.size
    return sum(kept.tolist()) if large else int(kept.sum()), int(present.sum())


def _by_rows(table: Table, f: Figures, counts: set[int], found: dict[_Key, list[int]]) -> None:
    """Where rows say their own scenario, type or unit."""
    types, series = row_words(table, "type"), row_words(table, "series")
    units = row_units(table) or [NO_UNIT] * len(table.data)
    factor = factor_of(table, f)
    for i, row in enumerate(table.data):
        if row not in counts or not f.amounts.present[row]:
            continue
        currency = units[i].currency or f.currency
        scale = scale_of(currency) if currency else f.scale
        power = units[i].power - f.power if units[i] != NO_UNIT else 0
        what = f"{types[i] or f.type}.{(series[i] if not f.sure_series else '') or f.series}"
        _add(found, (what, currency, scale), rescaled(int(f.amounts.minor[row]), scale - f.scale + power), 1, factor)
