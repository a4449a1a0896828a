"""What is taken over of a record that is here, as changes of its cells, and amounts in the decimals that it holds.

Must not know: what is taken over, and why (plan.py).
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.core.batch import Item, Run, Tally
from app.core.catalog import cells_of
from app.core.change import Change
from app.core.intake.fresh import UNDATED
from app.core.portfolio import Portfolio, Record
from app.core.values import rescaled


def changes_of(p: Portfolio, record: Record, accepted: dict[str, Any], rank: Callable[[str, str], str]) -> list[Change]:
    """Fields with the values they take; those of a joint cell go together. `rank` places a record under a parent."""
    found, left = [], dict(accepted)
    if "parent" in left:
        parent = left.pop("parent")
        found.append(Change(record.uid, "parent+rank", None, p.value_of(record.uid, "parent+rank"),
                            (parent, rank(record.kind, parent))))
    for cell, names in cells_of(record.kind).items():
        if any(n in left for n in names):
            old = p.value_of(record.uid, cell)
            new = tuple(left.pop(n) if n in left else was for n, was in zip(names, old, strict=True))
            found.append(Change(record.uid, cell, None, old, new))
    return found + [Change(record.uid, name, None, (record.fields.get(name),), (value,))
                    for name, value in left.items()]


def in_decimals(item: Item, fields: dict[str, Any], scale: int) -> tuple[Item, dict[str, Any], bool]:
    """The amounts of a line in so many decimals, whatever those of its source are; and whether that took digits."""
    more = scale - int(scale if fields.get("scale") is None else fields["scale"])
    if not more:
        return item, fields, False
    undated = {name: fields[name] for name in UNDATED if fields.get(name) is not None}
    amounts = [*undated.values(), *(v for run in item.series.values() for v in run.values if v is not None)]
    series = {name: Run(run.first, [None if v is None else rescaled(v, more) for v in run.values])
              for name, run in item.series.items()}
    return (replace(item, series=series), fields | {name: rescaled(v, more) for name, v in undated.items()},
            more < 0 and any(v % 10 ** -more for v in amounts))


def tally_in(tally: Tally, scale: int) -> Tally:
    """A sum of a source's cells in so many decimals."""
    more = scale - tally.scale
    return replace(tally, scale=scale, minor=rescaled(tally.minor, more), left=rescaled(tally.left, more))
