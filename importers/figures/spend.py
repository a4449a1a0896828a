"""Actual spend of a ledger becomes actual months of the measures it names; whose they are is settled in the portfolio.

One item a project and account, its parent what the row says. Must not know: the portfolio (core/intake/figures.py).
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.core.batch import IN_FILE, ROWS, Item, Run, Tally
from app.core.values import month_of, scale_of
from importers.base import address
from importers.figures.model import Feed
from importers.figures.table import Export
from importers.meaning.amounts import proofs, read_amounts
from importers.meaning.notes import Notes, runs
from importers.meaning.units import parse_unit
from importers.meaning.words import starts_with


@dataclass(slots=True)
class _Sum:
    """What one project has spent: month -> minor units, and the rows it stands in."""

    months: dict[int, int] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)


def spend(export: Export, feed: Feed, notes: Notes, kinds: dict[int, str]) -> tuple[list[Item], list[Tally], str, str]:
    """(items, sums of the cells, currency, last day named). Marks in `kinds` what each 1-based row is."""
    assert feed.gives == "spend"
    sheet, context = export.sheet, export.context
    units = [parse_unit(t) for t in export.texts("currency")]
    head = next((u for c in export.places["amount"] if (u := _unit(str(sheet.at(export.head, c))))), "")
    currencies = [u.currency if u is not None and u.currency else head or context.wishes.currency for u in units]
    scales = {c: scale_of(c) for c in set(currencies)}
    cells = export.cells("amount")
    proven = proofs(cells)
    mark = proven.pop() if len(proven) == 1 else context.mark(sheet.name)
    days = export.dates("month")
    owners, accounts = export.texts("project"), export.texts("account")
    minor: list[int | None] = [None] * len(cells)
    for scale in sorted(set(scales.values())):
        read = read_amounts(cells, 0, scale, mark)
        for i, value in enumerate(read.listed()):
            if scales[currencies[i]] == scale:
                minor[i] = value
        for text in dict.fromkeys(t for _, t in read.unread):
            notes.cells("warning", [export.at(i, "amount") for i, t in read.unread if t == text],
                        f"“{text}” in {{where}} is no amount; it was left out.")
        if read.doubtful:
            notes.cells("question", [export.at(i, "amount") for i, _ in read.doubtful],
                        "{where}: nothing in the file proves the decimal mark; read as thousands.", "decimal=point")
    return _items(export, notes, kinds, (owners, accounts, currencies, scales, minor, days.values))


def _unit(text: str) -> str:
    inner = text.partition("(")[2].partition(")")[0] or text.partition("[")[2].partition("]")[0]
    unit = parse_unit(inner) if inner else None
    return unit.currency if unit is not None else ""


def _items(export: Export, notes: Notes, kinds: dict[int, str], read: Any) -> \
        tuple[list[Item], list[Tally], str, str]:
    owners, accounts, currencies, scales, minor, days = read
    name, found = export.sheet.name, dict[tuple[str, str, str], _Sum]()
    sums: dict[str, list[int]] = {}
    lost: dict[str, list[int]] = {}
    totals: list[int] = []
    for i, amount in enumerate(minor):
        row = export.rows[i]
        if amount is None:
            kinds[row + 1] = "rejected"
        elif days[i] is None and (not owners[i] or starts_with("total", owners[i])):
            kinds[row + 1] = "total"
            totals.append(i)
        elif not owners[i] or days[i] is None:
            kinds[row + 1] = "rejected"
            lost.setdefault("no project" if not owners[i] else "no month", []).append(i)
            sums.setdefault(currencies[i], [0, 0, 0])[2] += amount
        else:
            kinds[row + 1] = "data"
            one = found.setdefault((owners[i], accounts[i], currencies[i]), _Sum())
            month = month_of(days[i])
            one.months[month] = one.months.get(month, 0) + amount
            one.rows.append(i)
            entry = sums.setdefault(currencies[i], [0, 0, 0])
            entry[0] += 1
            entry[1] += amount
    for why, rows in lost.items():
        notes.cells("error", [export.at(i, "amount") for i in rows],
                    f"{{where}}: the row names {why}; the amount could not come in.")
    notes.cells("note", [export.at(i, "amount") for i in totals], "{where}: printed totals; not counted.")
    items = [Item("effect_line", "/".join(t for t in (owner, account, currency) if t), owner, IN_FILE,
                  {"currency": currency, "scale": scales[currency]} | ({"money_line": account} if account else {}),
                  {"actual": _run(one.months)},
                  {ROWS: ("text", runs(export.at(i, "amount") for i in one.rows))},
                  f"{name}!{address(*export.at(one.rows[0], 'amount'))}")
             for (owner, account, currency), one in found.items()]
    tallies = [Tally(name, ".actual", currency, scales[currency], *entry) for currency, entry in sums.items()]
    used = sorted(currencies, key=currencies.count)
    return items, tallies, used[-1] if used else "", max((d for d in days if d), default="")


def _run(months: dict[int, int]) -> Run:
    first, last = min(months), max(months)
    return Run(first, [months.get(m) for m in range(first, last + 1)])


