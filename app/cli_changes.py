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
from app.core.intake.changed import changed, fields
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
            for row in (plan.rows if new else plan.rows_of_old())]


def new_lines(found: list[dict[str, Any]]) -> list[str]:
    """The first new records by name and address, the rest counted."""
    made = [r for r in found if r["action"] == "new"]
    return [f"    {r['record']}{_at(r)}" for r in made[:_MOST_NEW]] + (
        [f"    and {len(made) - _MOST_NEW:,} more; --json lists all"] if len(made) > _MOST_NEW else [])


def changed_lines(plan: ImportPlan, p: Portfolio, sheets: Sequence[SheetReading]) -> list[str]:
    """The first values that change, before and after, with their address; the rest counted."""
    told = [f"    {record} {what}: {before or EMPTY} -> {after or EMPTY}{f' ({at})' if at else ''}"
            for record, what, before, after, at in changed(p, plan, sheets, _MOST)]
    more = sum(len(fields(row)) for row in plan.rows_of_old() if row.action == "changed") - len(told)
    return told + ([f"    and {counted(more, 'further change')}; --json lists all"] if more else [])


def _at(record: dict[str, Any]) -> str:
    return f" ({record['at']})" if record["at"] else ""


def _name(row: ImportRow, p: Portfolio) -> str:
    record = p.get(row.uid)
    if record is not None and row.action != "new":
        return path_name(p, record)
    label = lowered(KINDS[row.kind].label)
    return " ".join(t for t in (label, row.code, row.name) if t)
