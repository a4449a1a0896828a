"""Spend of another system finds the measures it names: in its currency's decimals, at the cost line it belongs to.

What names no measure, or several, does not come in and is said with its sum and its rows. Must not know: how an export
is read and counted.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from app.core.batch import IN_FILE, ROWS, Batch, Issue, Item, Run, Tally, altered
from app.core.catalog import LEVELS
from app.core.edits import scale_for
from app.core.find import calling_name, fold
from app.core.intake.cells import in_decimals, tally_in
from app.core.portfolio import Portfolio, Record
from app.core.value.cube import reporting_currency
from app.core.values import from_minor, rescaled, scale_of

_LINE = ("name", "type", "category", "line_kind", "currency", "scale")        # what a new line of spend says of itself
_COSTS = ("one_time_cost", "recurring_cost")


def as_here(record: Record, names: Iterable[str]) -> dict[str, Any]:
    """The fields of a record as they are, so that nothing is said of them; left out they would be said to be empty."""
    return {name: record.fields.get(name) for name in names}


def in_currencies(p: Portfolio, batch: Batch, issues: list[Issue]) -> Batch:
    """The batch with a currency at every amount of spend, in its decimals: of rows that name none an export cannot
    know how many there are."""
    own = batch.currency or reporting_currency(p)
    items = [item if item.parent_kind != IN_FILE else
             _in_currency(item, str(item.fields.get("currency") or own), issues) for item in batch.items]
    sums = [tally_in(replace(t, currency=t.currency or own), scale_of(t.currency or own))
            for t in batch.origin.tallies]
    digits = max((t.scale for t in sums), default=0)
    printed = [replace(t, printed=rescaled(t.printed, digits - t.scale), summed=rescaled(t.summed, digits - t.scale),
                       scale=digits) for t in batch.printed]
    return altered(batch, items=items, printed=printed, origin=replace(batch.origin, tallies=sums))


def _in_currency(item: Item, currency: str, issues: list[Issue]) -> Item:
    fields = {**item.fields, "currency": currency, "scale": scale_of(currency)}
    return replace(item, fields=fields, series={"actual": _run(item, scale_of(currency), f"{currency} has", issues)})


def _run(item: Item, scale: int, who: str, issues: list[Issue]) -> Run:
    """The months of an item in so many decimals; where those are too few, that is said."""
    made, _, cut = in_decimals(item, item.fields, scale)
    if cut:
        sheet, _, cell = item.at.rpartition("!")
        issues.append(Issue("note", sheet, cell, f"“{item.parent}” in {_cells(item, cell)}: more decimals than {who}; "
                                                 "rounded."))
    return made.series["actual"]


def spend(p: Portfolio, batch: Batch, issues: list[Issue]) -> list[Item]:
    """One item an effect line, those of one line added up; the measures they hang under come along without a word."""
    sought = [i for i in batch.items if i.parent_kind == IN_FILE]
    if not sought:
        return []
    called, reporting = _calls(p), reporting_currency(p)
    measures: dict[str, Item] = {}
    lines: dict[str, Item] = {}
    for item in sought:
        currency = str(item.fields["currency"])
        found = _measures(p, called, item.parent)
        why = ("no measure of this file has this code, name or external reference" if not found else
               f"{len(found)} measures could be meant ({', '.join(calling_name(r) for r in found[:4])})"
               if len(found) > 1 else "")
        line = _line(p, found[0], item, reporting) if not why else None
        if line is not None and (holds := line.get("currency") or reporting) != currency:
            why = f"the line of {calling_name(found[0])} holds {holds}"
        if why:
            issues.append(_lost(item, currency, why))
            continue
        owner = found[0]
        measures.setdefault(owner.uid, Item("measure", owner.uid, uid=owner.uid, at=item.at))
        made = _item(p, owner, line, item, batch.origin.system, issues)
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


def _line(p: Portfolio, measure: Record, item: Item, reporting: str) -> Record | None:
    """The cost line that the spend belongs to: the only one, else the one called like the account."""
    costs = [r for r in p.children(measure.uid, "effect_line") if r.get("type") in _COSTS]
    if len(costs) < 2:
        return costs[0] if costs else None
    account = fold(str(item.fields.get("money_line") or ""))
    named = [r for r in costs if account and account in (fold(r.name), fold(str(r.get("money_line", ""))))]
    if len(named) == 1:
        return named[0]
    same = [r for r in costs if r.get("type") == "one_time_cost"
            and (r.get("currency") or reporting) == item.fields["currency"]]
    return same[0] if len(same) == 1 else None


def _item(p: Portfolio, owner: Record, line: Record | None, item: Item, system: str, issues: list[Issue]) -> Item:
    """The actual months of a line that is here, or a new line of the measure that says where its figures are from."""
    if line is not None:
        run = _run(item, scale_for(p, line), f"the line of {calling_name(owner)} holds", issues)
        return Item("effect_line", line.uid, owner.uid, "measure", as_here(line, _LINE), {"actual": run}, at=item.at,
                    uid=line.uid)
    currency = item.fields["currency"]
    fields: dict[str, Any] = {"name": f"Spend ({system})", "type": "one_time_cost", "category": "ebitda",
                              "line_kind": "effect", "currency": currency, "scale": item.fields["scale"]}
    return Item("effect_line", f"{owner.uid}/spend/{currency}", owner.uid, "measure", fields, dict(item.series),
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
    amount = from_minor(_total(item), int(item.fields["scale"]))
    return Issue("error", sheet, cell, f"“{item.parent}” in {_cells(item, cell)}: {why}; {amount} {currency} could not "
                                       "come in.")


def _cells(item: Item, first: str) -> str:
    """All cells that an item is the sum of."""
    return str(item.custom.get(ROWS, ("", first))[1])


def tallies(batch: Batch, items: Sequence[Item], reporting: str) -> list[Tally]:
    """The sums of the cells by the type of line they went to, in its decimals; what found no measure stands as left
    out."""
    found: list[Tally] = []
    for tally in _by_currency(batch.origin.tallies):
        taken: dict[tuple[str, int], int] = {}             # by what the lines are, and their decimals
        for item in items:
            if item.kind == "effect_line" and (item.fields.get("currency") or reporting) == tally.currency:
                scale = item.fields.get("scale")
                key = f"{item.fields['type']}.actual", tally.scale if scale is None else int(scale)
                taken[key] = taken.get(key, 0) + _total(item)
        if not taken:
            found.append(replace(tally, what="one_time_cost.actual", cells=0, minor=0, left=tally.left + tally.minor))
            continue
        came = {key: rescaled(amount, tally.scale - key[1]) for key, amount in taken.items()}
        sought = sum(_total(i) for i in batch.items if i.parent_kind == IN_FILE
                     and i.fields["currency"] == tally.currency)
        lost = sought - sum(came.values())               # of all the items say, and not of what the cells say
        first, *others = sorted(taken)
        mine, more = tally.minor - lost - sum(came[key] for key in others), first[1] - tally.scale
        found.append(replace(tally, what=first[0], scale=first[1], minor=rescaled(mine, more),
                             left=rescaled(tally.left + lost, more)))
        found += [replace(tally, what=what, scale=scale, cells=1, minor=taken[what, scale], left=0)
                  for what, scale in others]
    return found


def _by_currency(found: Sequence[Tally]) -> list[Tally]:
    """One of each currency: rows that name none count with those that name the one they were taken for."""
    sums: dict[str, Tally] = {}
    for one in found:
        same = sums.get(one.currency)
        sums[one.currency] = one if same is None else replace(
            one, cells=same.cells + one.cells, minor=same.minor + one.minor, left=same.left + one.left)
    return list(sums.values())
