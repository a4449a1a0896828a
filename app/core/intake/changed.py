"""What an import changes, value by value, as people read it: months of a series together, with their sums.

Must not know: how rows are matched and compared (plan.py).
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.core.batch import SheetReading
from app.core.catalog import SERIES, fields_of
from app.core.counting import counted
from app.core.find import path_name
from app.core.intake.places import cells
from app.core.intake.planned import ImportPlan
from app.core.intake.words import ImportRow, Shown
from app.core.portfolio import Portfolio
from app.core.values import from_minor, show

MOST = 60                                # values kept with the import


def changed(p: Portfolio, plan: ImportPlan, sheets: Sequence[SheetReading], most: int = MOST) -> list[list[str]]:
    """[record, what, before, after, cell] of the first values that change."""
    found: list[list[str]] = []
    for row in plan.rows_of_old():
        if row.action == "changed" and len(found) < most:
            name = path_name(p, p.records[row.uid])
            found += [[name, *shown, cells(sheets, row.at, names)] for shown, names in fields(row)]
    return found[:most]


def fields(row: ImportRow) -> list[tuple[Shown, list[str]]]:
    """Fields one by one, the months of a series together; each with the names of the values in it."""
    found: list[tuple[Shown, list[str]]] = []
    months: dict[str, list[Shown]] = {}
    for name, before, after in row.fields:
        series, _, month = name.partition(" ")
        if series in SERIES and month and row.kind != "kpi":       # a sum of its values says nothing
            months.setdefault(series, []).append((month, before, after))
        else:
            known = fields_of(row.kind).get(name)
            found.append(((known.label if known is not None else name, _text(row.kind, name, before, row.scale),
                           _text(row.kind, name, after, row.scale)), [name]))
    for series, told in months.items():
        first, last = min(c[0] for c in told), max(c[0] for c in told)
        span = first if first == last else f"{first} to {last}, {counted(len(told), 'month')}, sum"
        found.append(((f"{series} {span}", _sum(c[1] for c in told), _sum(c[2] for c in told)),
                      [f"{series} {c[0]}" for c in told]))
    return found


def _text(kind: str, name: str, text: str, scale: int) -> str:
    """A canonical value as people write it."""
    known = fields_of(kind).get(name)
    if known is None or not text or not text.lstrip("-").isdigit():
        return {"True": "yes", "False": "no"}.get(text, text) if known is not None and known.type == "bool" else text
    if known.type == "money":
        return _sum([from_minor(int(text), scale)])
    return show(known, int(text)) if known.type == "percent" else text


def _sum(values: Iterable[str]) -> str:
    amounts = [Decimal(v) for v in values if v]
    return f"{sum(amounts):,}" if amounts else ""
