"""Actual spend of a ledger becomes actual months of the measures it names; whose they are is settled in the portfolio.

One item a project and account, its parent what the row says. Must not know: the portfolio (core/intake/figures.py).
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.batch import IN_FILE, ROWS, Item, Run, Tally
from app.core.values import month_end, month_of, scale_of
from importers.base import Value, Where, address
from importers.figures.model import Feed
from importers.figures.table import Export
from importers.meaning.amounts import proofs, read_amounts
from importers.meaning.notes import Notes, runs
from importers.meaning.units import parse_unit
from importers.meaning.words import starts_with


@dataclass(slots=True)
class _Sum:
    """What one project has spent: month -> minor units, and the cells it stands in."""

    months: dict[int, int] = field(default_factory=dict)
    cells: list[Where] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Amount:
    """One amount: the row of the export, its month (None: none is named), its cell."""

    row: int
    month: int | None
    minor: int
    cell: Where


def spend(export: Export, feed: Feed, notes: Notes, kinds: dict[int, str],
          printed: list[tuple[str, str, int, int]]) -> tuple[list[Item], list[Tally], str, str]:
    """(items, sums of the cells, currency, last day named). Marks in `kinds` what each 1-based row is, and lists
    `printed` totals beside what stands above them."""
    assert feed.gives == "spend"
    units = [parse_unit(t) for t in export.texts("currency")]
    heads = export.places.get("amount") or list(export.months)
    head = next((u for c in heads if (u := _unit(str(export.sheet.at(export.head, c))))), "")
    currencies = [u.currency if u is not None and u.currency else head or export.context.wishes.currency for u in units]
    if export.months:
        found, last = [], ""
        for column, month in export.months.items():
            cells = [export.sheet.at(row, column) for row in export.rows]
            some = _amounts(export, cells, column, [month] * len(cells), currencies, notes)
            found += some
            last = max(last, month_end(month) if some else "")
    else:
        days = export.dates("month").values
        last = max((d for d in days if d), default="")
        found = _amounts(export, export.cells("amount"), export.places["amount"][-1],
                         [None if d is None else month_of(d) for d in days], currencies, notes)
    return *_items(export, notes, kinds, found, currencies, printed), last


def _amounts(export: Export, cells: Sequence[Value], column: int, months: Sequence[int | None],
             currencies: Sequence[str], notes: Notes) -> list[_Amount]:
    """One column, in the decimals of each row's currency."""
    places = [(row, column) for row in export.rows]
    proven = proofs(cells)
    mark = proven.pop() if len(proven) == 1 else export.context.mark(export.sheet.name)
    found: dict[int, _Amount] = {}
    for scale in sorted({scale_of(c) for c in currencies}):
        read = read_amounts(cells, 0, scale, mark)
        found |= {i: _Amount(i, months[i], value, places[i]) for i, value in enumerate(read.listed())
                  if value is not None and scale_of(currencies[i]) == scale}
        for text in dict.fromkeys(t for _, t in read.unread):
            notes.cells("warning", [places[i] for i, t in read.unread if t == text],
                        f"“{text}” in {{where}} is no amount; it was left out.")
        if read.doubtful:
            notes.cells("question", [places[i] for i, _ in read.doubtful],
                        "{where}: nothing in the file proves the decimal mark; read as thousands.", "decimal=point")
    return [found[i] for i in sorted(found)]


def _unit(text: str) -> str:
    inner = text.partition("(")[2].partition(")")[0] or text.partition("[")[2].partition("]")[0]
    unit = parse_unit(inner) if inner else None
    return unit.currency if unit is not None else ""


def _items(export: Export, notes: Notes, kinds: dict[int, str], amounts: Sequence[_Amount],
           currencies: Sequence[str], printed: list[tuple[str, str, int, int]]) -> tuple[list[Item], list[Tally], str]:
    owners, accounts, name = export.texts("project"), export.texts("account"), export.sheet.name
    found: dict[tuple[str, str, str], _Sum] = {}
    sums: dict[str, list[int]] = {}
    lost: dict[str, list[Where]] = {}
    totals: list[Where] = []
    above: dict[int, list[int]] = {}      # column -> sums above: of all rows, and of those since the last total
    kinds |= {row + 1: "rejected" for row in export.rows}
    for a in amounts:
        owner, currency = owners[a.row], currencies[a.row]
        total = starts_with("total", owner) if owner else a.month is None or bool(export.months)
        if total and (a.month is None or export.months):
            kinds[export.rows[a.row] + 1] = "total"
            totals.append(a.cell)
            every = above.setdefault(a.cell[1], [0, 0])
            printed.append((f"{name}!{address(*a.cell)}", owner or "Total", a.minor,
                            every[1] if every[1] == a.minor else every[0]))
            every[1] = 0
            continue
        above.setdefault(a.cell[1], [0, 0])
        above[a.cell[1]] = [n + a.minor for n in above[a.cell[1]]]
        if not owner or a.month is None:
            lost.setdefault("no project" if not owner else "no month", []).append(a.cell)
            sums.setdefault(currency, [0, 0, 0])[2] += a.minor
        else:
            kinds[export.rows[a.row] + 1] = "data"
            one = found.setdefault((owner, accounts[a.row], currency), _Sum())
            one.months[a.month] = one.months.get(a.month, 0) + a.minor
            one.cells.append(a.cell)
            entry = sums.setdefault(currency, [0, 0, 0])
            entry[0] += 1
            entry[1] += a.minor
    for why, cells in lost.items():
        notes.cells("error", cells, f"{{where}}: the row names {why}; the amount could not come in.")
    notes.cells("note", totals, "{where}: printed totals; not counted.")
    items = [Item("effect_line", "/".join(t for t in (owner, account, currency) if t), owner, IN_FILE,
                  {"currency": currency, "scale": scale_of(currency)} | ({"money_line": account} if account else {}),
                  {"actual": _run(one.months)}, {ROWS: ("text", runs(one.cells))},
                  f"{name}!{address(*min(one.cells))}") for (owner, account, currency), one in found.items()]
    tallies = [Tally(name, ".actual", currency, scale_of(currency), *entry) for currency, entry in sums.items()]
    used = Counter(currencies).most_common(1)
    return items, tallies, used[0][0] if used else ""


def _run(months: dict[int, int]) -> Run:
    first, last = min(months), max(months)
    return Run(first, [months.get(m) for m in range(first, last + 1)])


