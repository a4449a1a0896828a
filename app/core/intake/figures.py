"""Figures of another system meet the portfolio: spend finds its measures (spend.py), KPIs those that are here already.

Must not know: how an export is read and counted.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.core.batch import Batch, Issue, Item, altered
from app.core.counting import counted
from app.core.edits import scale_for
from app.core.find import fold
from app.core.intake.cells import in_decimals
from app.core.intake.spend import as_here, in_currencies, spend, tallies
from app.core.portfolio import Portfolio
from app.core.value.cube import reporting_currency
from app.core.values import month_end, month_of, month_text

_BEGINS = 3                               # a first day up to this one is no sign of a month in part


def settled_figures(p: Portfolio, batch: Batch, today: str) -> Batch:
    """The batch with every figure at its record; any other batch as it is."""
    if not batch.origin.system:
        return batch
    as_of = min(batch.origin.as_of or today, today)
    issues = list(batch.issues)
    batch = in_currencies(p, batch, issues)
    items = [*spend(p, batch, issues), *(_kpi(p, item, as_of, issues) for item in batch.items if item.kind == "kpi")]
    told = altered(batch, items=items, issues=issues, origin=replace(
        batch.origin, as_of=as_of, tallies=tallies(batch, items, reporting_currency(p))))
    last = max((month for item in items for month in _months(item)), default=None)
    if last is not None and month_of(as_of) <= last and as_of < month_end(month_of(as_of)):
        issues.append(Issue("note", "", "", f"The figures stand as of {as_of}; those of {month_text(month_of(as_of))} "
                                            "are of a month that was not over."))
    part = _in_part(p, batch.origin.since, items)
    if part:
        issues.append(Issue("warning", "", "", part))
    return told


def _in_part(p: Portfolio, since: str, items: Sequence[Item]) -> str:
    """A sentence where a file that begins within a month would replace its figures by those of a part of it, or ""."""
    if not since or int(since[8:10]) <= _BEGINS:
        return ""
    month, other = month_of(since), 0
    for item in items:
        run = item.series.get("actual")
        here = p.months_of(item.uid, "actual", month, 1)[0] if run is not None and item.uid in p.records else None
        if run is not None and here is not None and 0 <= month - run.first < len(run.values):
            other += here != run.values[month - run.first]
    if not other:
        return ""
    return (f"The file begins on {since}: its figures of {month_text(month)} may be of a part of the month only, and "
            f"{counted(other, 'figure')} of that month {'is' if other == 1 else 'are'} another here.")


def _months(item: Item) -> list[int]:
    return [run.first + i for run in item.series.values() for i, v in enumerate(run.values) if v is not None]


def _kpi(p: Portfolio, item: Item, as_of: str, issues: list[Issue]) -> Item:
    """The KPI of this code; what is here already keeps its name, unit and place, only figures and their date come."""
    code = str(item.fields["code"])
    here = next((r for r in p.of_kind("kpi") if fold(r.code) == fold(code)), None)
    if here is None:
        return replace(item, uid=p.key_uid("kpi", code.casefold()), fields={**item.fields, "as_of": as_of})
    made, said, cut = in_decimals(item, item.fields, scale_for(p, here))
    if cut:
        sheet, _, cell = item.at.rpartition("!")
        issues.append(Issue("note", sheet, cell, f"{here.name or code}: more decimals than this KPI holds; rounded."))
    fields = as_here(here, said) | {"as_of": max(as_of, str(here.get("as_of", ""))),
                                    "source": here.get("source") or said["source"]}
    return replace(made, uid=here.uid, fields=fields)
