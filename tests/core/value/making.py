"""Small portfolios without a file, for tests of the sums."""
from __future__ import annotations

import uuid
from collections.abc import Sequence

from app.core import edits
from app.core.catalog import LEVELS
from app.core.portfolio import Portfolio
from app.core.values import month_index

JAN = month_index("2026-01")


def tree(measures: int = 1) -> tuple[Portfolio, list[str]]:
    """One node a level and some measures below it."""
    p, parent = Portfolio(uuid.UUID(int=11).hex), ""
    for kind in LEVELS[:-1]:
        parent = put(p, kind, parent, code=kind[:3].upper(), name=kind.title())
    return p, [put(p, "measure", parent, code=f"M{i + 1}", name=f"Measure {i + 1}") for i in range(measures)]


def put(p: Portfolio, kind: str, parent: str, **fields: object) -> str:
    uid, changes = edits.add(p, kind, parent, fields)
    p.apply(changes)
    return uid


def line(p: Portfolio, measure: str, type_: str = "recurring_benefit", first: int = JAN, *,
         fields: dict[str, object] | None = None, **series: Sequence[int | None]) -> str:
    """An effect line with months of some series."""
    plain: dict[str, object] = {"category": "ebitda", "line_kind": "effect", "currency": "EUR", "scale": 2}
    uid = put(p, "effect_line", measure, type=type_, **(plain | (fields or {})))
    for name, values in series.items():
        p.apply(edits.set_months(p, uid, name, first, list(values)))
    return uid


def put_field(p: Portfolio, uid: str, name: str, value: object) -> None:
    p.apply(edits.set_field(p, uid, name, value))
