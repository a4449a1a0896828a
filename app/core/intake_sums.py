"""What a batch adds up to, as its preview and its report say: money by type and series, the first and the last date,
which fields it has.

Must not know: records, how rows are matched.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.core.batch import Item
from app.core.catalog import SERIES
from app.core.values import from_minor, scale_of

_DATES = ("start", "finish", "plan_start", "plan_finish", "actual_start", "actual_finish", "due")


def money(items: Sequence[Item], currency: str) -> dict[str, str]:
    """"type.series" -> sum as entered, of all effect lines."""
    sums: dict[str, int] = {}
    for item in items:
        if item.kind == "effect_line":
            for series, amount in _amounts(item):
                key = f"{item.fields.get('type', '')}.{series}"
                sums[key] = sums.get(key, 0) + amount
    return {key: from_minor(value, scale_of(currency)) for key, value in sorted(sums.items())}


def _amounts(item: Item) -> Sequence[tuple[str, int]]:
    """(series, sum as entered) of one effect line."""
    found = []
    for series, run in item.series.items():
        total = sum(filter(None, run.values))
        if total or any(v is not None for v in run.values):
            found.append((series, total))
    return found + [(s, item.fields[f"undated_{s}"]) for s in SERIES if item.fields.get(f"undated_{s}") is not None]


def covered(items: Sequence[Item]) -> dict[str, set[str]]:
    """The fields a source has for each kind: an empty cell in one of its columns says empty."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        if item.kind in groups:
            groups[item.kind].append(item)
        else:
            groups[item.kind] = [item]
    return {kind: set[str]().union(*[item.fields for item in group]) for kind, group in groups.items()}


def dates(items: Sequence[Item], named: Iterable[str]) -> dict[str, str]:
    """The first and the last day any row names. `named` are the fields that any row has."""
    fields = [item.fields for item in items]
    named = set(_DATES).intersection(named)
    found = {v for name in named for v in {f.get(name) for f in fields} if isinstance(v, str)}
    return {"min": min(found), "max": max(found)} if found else {}
