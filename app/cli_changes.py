"""What an import makes new and changes, record by record: for people the first of them, for scripts all.

Months of a series stand together, with their sums. Must not know: Qt, how a file is read.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from app.core.batch import SheetReading
from app.core.catalog import KINDS, SERIES, fields_of
from app.core.counting import counted
from app.core.find import path_name
from app.core.intake.places import cells
from app.core.intake.plan import ImportPlan, ImportRow
from app.core.portfolio import Portfolio
from app.core.values import from_minor, scale_of, show
from app.core.wording import EMPTY

_MOST_NEW = 8                            # new records named
_MOST = 20                               # values named, before and after
Shown = tuple[str, str, str]             # (what, before, after)


def records(plan: ImportPlan, p: Portfolio, new: bool) -> list[dict[str, Any]]:
    """Every record that changes, keeps a person's value or is gone from the source; new ones too if asked for."""
    return [{"action": row.action, "kind": row.kind, "record": _name(row, p), "at": row.at,
             "fields": [{"field": what, "from": before or None, "to": after or None}
                        for (what, before, after), _ in _fields(row, plan)]}
            for row in _rows(plan, new)]


def _rows(plan: ImportPlan, new: bool) -> Sequence[ImportRow]:
    return plan.rows if new else plan.rows_of_old()


def new_lines(found: list[dict[str, Any]]) -> list[str]:
    """The first new records by name and address, the rest counted."""
    made = [r for r in found if r["action"] == "new"]
    return [f"    {r['record']}{_at(r)}" for r in made[:_MOST_NEW]] + (
        [f"    and {len(made) - _MOST_NEW:,} more; --json lists all"] if len(made) > _MOST_NEW else [])


def changed_lines(found: list[dict[str, Any]], plan: ImportPlan, sheets: Sequence[SheetReading],
                  new: bool) -> list[str]:
    """The first values that change, before and after, with their address; the rest counted. `found` are the
    records of this plan."""
    told: list[str] = []
    for r, row in zip(found, _rows(plan, new), strict=True):
        if r["action"] == "changed":
            many = len(told) >= _MOST                      # only counted
            told += [f"    {r['record']} {f['field']}: {f['from'] or EMPTY} -> {f['to'] or EMPTY}"
                     f"{'' if many or not row.at else f' ({cells(sheets, row.at, names)})'}"
                     for f, (_, names) in zip(r["fields"], _fields(row, plan), strict=True)]
    return told[:_MOST] + ([f"    and {counted(len(told) - _MOST, 'further change')}; --json lists all"]
                           if len(told) > _MOST else [])


def _at(record: dict[str, Any]) -> str:
    return f" ({record['at']})" if record["at"] else ""


def _name(row: ImportRow, p: Portfolio) -> str:
    record = p.get(row.uid)
    if record is not None and row.action != "new":
        return path_name(p, record)
    label = KINDS[row.kind].label.lower()
    return " ".join(t for t in (label, row.code, row.name) if t)


def _fields(row: ImportRow, plan: ImportPlan) -> list[tuple[Shown, list[str]]]:
    """Fields one by one, the months of a series together; each with the names of the values in it."""
    found: list[tuple[Shown, list[str]]] = []
    months: dict[str, list[Shown]] = {}
    scale = scale_of(plan.currency)
    for name, before, after in row.fields:
        series, _, month = name.partition(" ")
        if series in SERIES and month and row.kind != "kpi":       # a sum of its values says nothing
            months.setdefault(series, []).append((month, before, after))
        else:
            known = fields_of(row.kind).get(name)
            found.append(((known.label if known is not None else name, _text(row.kind, name, before, scale),
                           _text(row.kind, name, after, scale)), [name]))
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
