"""Actual spend of a ledger becomes actual months of the measures it names; whose they are is settled in the portfolio.

One item a project and account, its parent what the row says. Must not know: the portfolio (core/intake/figures.py).
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.batch import IN_FILE, ROWS, Item, Printed, Run, Tally
from app.core.values import MOST_DECIMALS, month_end, month_of, scale_of
from importers.base import Value, Where, address
from importers.figures.model import Feed
from importers.figures.table import Export, unit_of_head
from importers.meaning.notes import Notes, runs
from importers.meaning.value.amounts import doubts, read_amounts
from importers.meaning.value.units import NO_UNIT, Unit, parse_unit, unit_in_title
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
          printed: list[Printed]) -> tuple[list[Item], list[Tally], str, tuple[str, str]]:
    """(items, sums of the cells, currency, first and last day named). Marks in `kinds` what each 1-based row is, and
    lists `printed` totals beside what stands above them."""
    assert feed.gives == "spend"
    heads = export.places.get("amount") or list(export.months)
    said = [str(export.sheet.at(export.head, c)) for c in heads]
    above = [v for row in export.sheet.rows[:export.head] for v in row if isinstance(v, str)]
    common = next((u for u in (*map(unit_of_head, said), *map(unit_in_title, above)) if u is not None), NO_UNIT)
    units = [_joined(parse_unit(t), common) for t in export.texts("currency")]
    units = [Unit(u.currency or export.context.wishes.currency, u.power) for u in units]
    currencies = [u.currency for u in units]
    if export.months:
        found, span = [], ("", "")
        for column, month in export.months.items():
            cells = [export.sheet.at(row, column) for row in export.rows]
            some = _amounts(export, cells, column, [month] * len(cells), units, notes)
            found += some
            span = "", max(span[1], month_end(month) if some else "")
    else:
        days = export.dates("month").values
        named = [d for d in days if d]
        span = min(named, default=""), max(named, default="")
        found = _amounts(export, export.cells("amount"), export.places["amount"][-1],
                         [None if d is None else month_of(d) for d in days], units, notes)
    return *_items(export, notes, kinds, found, currencies, printed), span


def _amounts(export: Export, cells: Sequence[Value], column: int, months: Sequence[int | None],
             units: Sequence[Unit], notes: Notes) -> list[_Amount]:
    """One column, in the decimals of each row's currency and times the power of its unit."""
    places = [(row, column) for row in export.rows]
    mark = export.mark(cells)
    found: dict[int, _Amount] = {}
    for scale, power in sorted({(_decimals(u.currency), u.power) for u in units}):
        read = read_amounts(cells, power, scale, mark)
        mine = {i for i, u in enumerate(units) if (_decimals(u.currency), u.power) == (scale, power)}
        found |= {i: _Amount(i, months[i], value, places[i]) for i, value in enumerate(read.listed())
                  if value is not None and i in mine}
        for text in dict.fromkeys(t for i, t in read.unread if i in mine):
            notes.cells("warning", [places[i] for i, t in read.unread if t == text and i in mine],
                        f"“{text}” in {{where}} is no amount; it was left out.")
        for rows, question, answer in doubts([(i, t) for i, t in read.doubtful if i in mine]):
            notes.cells("question", [places[i] for i in rows], f"{{where}}: {question}", answer)
        for text in dict.fromkeys(t for i, t in read.empty_words if i in mine):
            notes.cells("note", [places[i] for i, t in read.empty_words if t == text and i in mine],
                        f"“{text}” in {{where}} stands for no amount; nothing is counted.")
        if rounded := [places[i] for i in read.rounded if i in mine]:
            notes.cells("note", rounded, "{where}: more decimals than the currency has; rounded.")
        for said, at in sorted(read.currencies.items()):
            for own in sorted({units[i].currency for i in at if i in mine and units[i].currency not in ("", said)}):
                notes.cells("warning", [places[i] for i in at if i in mine and units[i].currency == own],
                            f"{{where}} {{says/say}} {said}, the rows are in {own}; read as {own}.")
    return [found[i] for i in sorted(found)]


def _decimals(currency: str) -> int:
    """Those of a currency, or enough for any: of rows that name none it is settled where the portfolio is known."""
    return scale_of(currency) if currency else MOST_DECIMALS


def _joined(own: Unit | None, common: Unit) -> Unit:
    """What a row says of itself, else what holds for all."""
    return common if own is None else Unit(own.currency or common.currency, own.power or common.power)


def _items(export: Export, notes: Notes, kinds: dict[int, str], amounts: Sequence[_Amount],
           currencies: Sequence[str], printed: list[Printed]) -> tuple[list[Item], list[Tally], str]:
    owners, accounts, name = export.texts("project"), export.texts("account"), export.sheet.name
    found: dict[tuple[str, str, str], _Sum] = {}
    sums: dict[str, list[int]] = {}
    lost: dict[str, list[Where]] = {}
    totals: list[Where] = []
    above: dict[int, list[int]] = {}      # column -> sums above: of all rows, and of those since the last total
    kinds |= {row + 1: "rejected" for row in export.rows}
    scale = max(map(_decimals, currencies), default=0)     # sums above a total may be of several currencies
    for a in amounts:
        owner, currency = owners[a.row], currencies[a.row]
        minor = a.minor * 10 ** (scale - _decimals(currency))
        total = starts_with("total", owner) if owner else a.month is None or bool(export.months)
        if total and (a.month is None or export.months):
            kinds[export.rows[a.row] + 1] = "total"
            totals.append(a.cell)
            every = above.setdefault(a.cell[1], [0, 0])
            summed = every[1] if every[1] == minor else every[0]
            printed.append(Printed(f"{name}!{address(*a.cell)}", owner or "Total", minor, summed, scale,
                                   summed == minor))
            every[1] = 0
            continue
        above.setdefault(a.cell[1], [0, 0])
        above[a.cell[1]] = [n + minor for n in above[a.cell[1]]]
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
                  {"currency": currency, "scale": _decimals(currency)} | ({"money_line": account} if account else {}),
                  {"actual": _run(one.months)}, {ROWS: ("text", runs(one.cells))},
                  f"{name}!{address(*min(one.cells))}") for (owner, account, currency), one in found.items()]
    tallies = [Tally(name, ".actual", currency, _decimals(currency), *entry) for currency, entry in sums.items()]
    used = Counter(currencies).most_common(1)
    return items, tallies, used[0][0] if used else ""


def _run(months: dict[int, int]) -> Run:
    first, last = min(months), max(months)
    return Run(first, [months.get(m) for m in range(first, last + 1)])


