"""Figures of another system meet the portfolio: spend finds the measures it names, KPIs those that are here already.

What names no measure, or several, does not come in and is said with its sum and its rows. Must not know: how an export
is read and counted.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from app.core.batch import IN_FILE, ROWS, Batch, Issue, Item, Run, Tally
from app.core.catalog import LEVELS
from app.core.counting import counted
from app.core.find import calling_name, fold
from app.core.portfolio import Portfolio, Record
from app.core.value.cube import reporting_currency
from app.core.values import from_minor, month_end, month_of, month_text, scale_of

_LINE = ("name", "type", "category", "line_kind", "currency", "scale")        # what a new line of spend says of itself
_BEGINS = 3                               # a first day up to this one is no sign of a month in part
_COSTS = ("one_time_cost", "recurring_cost")


def settled_figures(p: Portfolio, batch: Batch, today: str) -> Batch:
    """The batch with every figure at its record; any other batch as it is."""
    if not batch.origin.system:
        return batch
    as_of = min(batch.origin.as_of or today, today)
    issues = list(batch.issues)
    items = [*_spend(p, batch, issues), *(_kpi(p, item, as_of) for item in batch.items if item.kind == "kpi")]
    told = Batch(batch.source, batch.shape, batch.sheets, items, issues, batch.currency, batch.sha256, batch.printed,
                 origin=replace(batch.origin, as_of=as_of, tallies=_tallies(p, batch, items)))
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


# ---------------------------------------------------------------- KPIs


def _kpi(p: Portfolio, item: Item, as_of: str) -> Item:
    """The KPI of this code; what is here already keeps its name, unit and place, only figures and their date come."""
    code = str(item.fields["code"])
    here = next((r for r in p.of_kind("kpi") if fold(r.code) == fold(code)), None)
    if here is None:
        return replace(item, uid=p.key_uid("kpi", code.casefold()), fields={**item.fields, "as_of": as_of})
    more = int(here.get("scale", 0)) - int(item.fields["scale"])
    series = {name: Run(run.first, [None if v is None else _rescaled(v, more) for v in run.values])
              for name, run in item.series.items()}
    fields = _as_here(here, item.fields) | {"as_of": max(as_of, str(here.get("as_of", ""))),
                                            "source": here.get("source") or item.fields["source"]}
    return replace(item, uid=here.uid, fields=fields, series=series)


def _as_here(record: Record, names: Iterable[str]) -> dict[str, Any]:
    """The fields of a record as they are, so that nothing is said of them; left out they would be said to be empty."""
    return {name: record.fields.get(name) for name in names}


def _rescaled(value: int, more: int) -> int:
    return int(Decimal(value).scaleb(more).to_integral_value(ROUND_HALF_EVEN))


# ---------------------------------------------------------------- spend


def _spend(p: Portfolio, batch: Batch, issues: list[Issue]) -> list[Item]:
    """One item an effect line, those of one line added up; the measures they hang under come along without a word."""
    sought = [i for i in batch.items if i.parent_kind == IN_FILE]
    if not sought:
        return []
    called = _calls(p)
    measures: dict[str, Item] = {}
    lines: dict[str, Item] = {}
    for item in sought:
        currency = str(item.fields.get("currency") or _currency(p, batch))
        found = _measures(p, called, item.parent)
        why = ("no measure of this file has this code, name or external reference" if not found else
               f"{len(found)} measures could be meant ({', '.join(calling_name(r) for r in found[:4])})"
               if len(found) > 1 else "")
        line = _line(p, found[0], item, currency) if not why else None
        if line is not None and (line.get("currency") or currency) != currency:
            why = f"the line of {calling_name(found[0])} holds {line.get('currency')}"
        if why:
            issues.append(_lost(item, currency, why))
            continue
        owner = found[0]
        measures.setdefault(owner.uid, Item("measure", owner.uid, uid=owner.uid, at=item.at))
        made = _item(owner, line, item, currency, batch.origin.system)
        known = lines.get(made.key)
        lines[made.key] = made if known is None else replace(known, series={"actual": _added(known, made)})
    return [*measures.values(), *lines.values()]


def _calls(p: Portfolio) -> dict[str, list[Record]]:
    """Everything a ledger may call a node by: code and external reference, then name."""
    found: dict[str, list[Record]] = {}
    for level in LEVELS:
        for record in p.of_kind(level):
            for text in {fold(t) for t in (record.code, str(record.get("external_ref", "")), record.name) if t}:
                found.setdefault(text, []).append(record)
    return found


def _measures(p: Portfolio, called: dict[str, list[Record]], text: str) -> list[Record]:
    """The measures a text may mean: as a whole, else by its first word, as in "M-12 Cloud exit"; a node above stands
    for its measure where it has only one."""
    whole = fold(text)
    for wanted in (whole, whole.partition(" ")[0]):
        hits = called.get(wanted, [])
        exact = [r for r in hits if r.kind == "measure"] or hits
        below = [m for r in exact for m in ([r] if r.kind == "measure" else _below(p, r))]
        if below:
            return list({m.uid: m for m in below}.values())
    return []


def _below(p: Portfolio, node: Record) -> list[Record]:
    return [m for m in p.of_kind("measure") if any(a.uid == node.uid for a in p.ancestors(m.uid))]


def _line(p: Portfolio, measure: Record, item: Item, currency: str) -> Record | None:
    """The cost line that the spend belongs to: the only one, else the one called like the account."""
    costs = [r for r in p.children(measure.uid, "effect_line") if r.get("type") in _COSTS]
    if len(costs) < 2:
        return costs[0] if costs else None
    account = fold(str(item.fields.get("money_line") or ""))
    named = [r for r in costs if account and account in (fold(r.name), fold(str(r.get("money_line", ""))))]
    if len(named) == 1:
        return named[0]
    same = [r for r in costs if r.get("type") == "one_time_cost" and (r.get("currency") or currency) == currency]
    return same[0] if len(same) == 1 else None


def _item(owner: Record, line: Record | None, item: Item, currency: str, system: str) -> Item:
    """The actual months of a line that is here, or a new line of the measure that says where its figures are from."""
    run = item.series["actual"]
    if line is not None:
        scale = int(line.get("scale", scale_of(currency)))
        more = scale - int(item.fields["scale"])
        values = [None if v is None else _rescaled(v, more) for v in run.values]
        return Item("effect_line", line.uid, owner.uid, "measure", _as_here(line, _LINE),
                    {"actual": Run(run.first, values)}, at=item.at, uid=line.uid)
    fields: dict[str, Any] = {"name": f"Spend ({system})", "type": "one_time_cost", "category": "ebitda",
                              "line_kind": "effect", "currency": currency, "scale": item.fields["scale"]}
    return Item("effect_line", f"{owner.uid}/spend/{currency}", owner.uid, "measure", fields, {"actual": run},
                at=item.at)


def _added(one: Item, other: Item) -> Run:
    sums: dict[int, int] = {}
    for run in (one.series["actual"], other.series["actual"]):
        for i, value in enumerate(run.values):
            if value is not None:
                sums[run.first + i] = sums.get(run.first + i, 0) + value
    first, last = min(sums), max(sums)
    return Run(first, [sums.get(m) for m in range(first, last + 1)])


def _total(item: Item) -> int:
    return sum(v for run in item.series.values() for v in run.values if v is not None)


def _lost(item: Item, currency: str, why: str) -> Issue:
    sheet, _, cell = item.at.rpartition("!")
    rows = str(item.custom.get(ROWS, ("", cell))[1])
    amount = from_minor(_total(item), int(item.fields["scale"]))
    return Issue("error", sheet, cell, f"“{item.parent}” in {rows}: {why}; {amount} {currency} could not come in.")


def _tallies(p: Portfolio, batch: Batch, items: Sequence[Item]) -> list[Tally]:
    """The sums of the cells by the type of line they went to; what found no measure stands as left out."""
    found: list[Tally] = []
    sums: dict[str, Tally] = {}              # rows that name no currency count with those that name the file's own
    for one in batch.origin.tallies:
        currency = one.currency or _currency(p, batch)
        same = sums.get(currency)
        sums[currency] = one if same is None else replace(
            one, cells=same.cells + one.cells, minor=same.minor + one.minor, left=same.left + one.left)
    for currency, tally in sums.items():
        taken: dict[str, int] = {}
        for item in items:
            if item.kind == "effect_line" and (item.fields.get("currency") or _currency(p, batch)) == currency:
                what = f"{item.fields['type']}.actual"
                taken[what] = taken.get(what, 0) + _total(item)
        sought = sum(_total(i) for i in batch.items if i.parent_kind == IN_FILE
                     and (i.fields.get("currency") or _currency(p, batch)) == currency)
        lost = sought - sum(taken.values())              # of all the items say, and not of what the cells say
        if not taken:
            found.append(replace(tally, what="one_time_cost.actual", currency=currency, cells=0, minor=0,
                                 left=tally.left + tally.minor))
            continue
        first, *others = sorted(taken)
        rest = sum(taken[what] for what in others)
        found.append(replace(tally, what=first, currency=currency, minor=tally.minor - lost - rest,
                             left=tally.left + lost))
        found += [replace(tally, what=what, currency=currency, cells=1, minor=taken[what], left=0) for what in others]
    return found


def _currency(p: Portfolio, batch: Batch) -> str:
    """Of rows that name none."""
    return batch.currency or reporting_currency(p)
