"""What an import makes new and changes, record by record: for people the first of them, for scripts all.

Months of a series stand together, with their sums. Must not know: Qt, how a file is read.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core.batch import SheetReading
from app.core.catalog import KINDS
from app.core.counting import counted, lowered
from app.core.find import path_name
from app.core.intake.changed import fields
from app.core.intake.places import cells
from app.core.intake.plan import ImportPlan, ImportRow
from app.core.portfolio import Portfolio
from app.core.wording import EMPTY

_MOST_NEW = 8                            # new records named
_MOST = 20                               # values named, before and after


def records(plan: ImportPlan, p: Portfolio, new: bool) -> list[dict[str, Any]]:
    """Every record that changes, keeps a person's value or is gone from the source; new ones too if asked for."""
    return [{"action": row.action, "kind": row.kind, "record": _name(row, p), "at": row.at,
             "fields": [{"field": what, "from": before or None, "to": after or None}
                        for (what, before, after), _ in fields(row)]}
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
                     for f, (_, names) in zip(r["fields"], fields(row), strict=True)]
    return told[:_MOST] + ([f"    and {counted(len(told) - _MOST, 'further change')}; --json lists all"]
                           if len(told) > _MOST else [])


def _at(record: dict[str, Any]) -> str:
    return f" ({record['at']})" if record["at"] else ""


def _name(row: ImportRow, p: Portfolio) -> str:
    record = p.get(row.uid)
    if record is not None and row.action != "new":
        return path_name(p, record)
    label = lowered(KINDS[row.kind].label)
    return " ".join(t for t in (label, row.code, row.name) if t)
