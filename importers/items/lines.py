"""Effect lines: the figure columns of a table become lines of each measure, months as runs, exact to the cent.

Must not know: names, people or levels. Figures without a month go to the line's undated amounts.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.core.batch import Item, Run
from app.core.catalog import TYPE_NAMES
from app.core.value.series import Amounts, Months
from app.core.values import month_text, rescaled, scale_of
from importers.base import Value, address, letter
from importers.items.whole_amounts import whole_rows
from importers.items.years_kept import keep_years
from importers.meaning.cell_text import text_of
from importers.meaning.notes import runs
from importers.meaning.table import Table
from importers.meaning.value.figures import Figures, Money
from importers.meaning.value.money import row_units
from importers.meaning.value.periods import EARNED, Period, read_label
from importers.meaning.value.row_months import longer, row_months, spread
from importers.meaning.value.units import NO_UNIT, split_unit
from importers.meaning.words import fold

_SPREAD = "{holds/hold} quarters or years; spread evenly over their months, odd cents to the first ones."
Line = tuple[str, str, str, str]          # type, category, name, currency


@dataclass(slots=True)
class Purse:
    """The money of one measure while rows are read: line -> series -> month -> minor units; month -1 is undated."""

    cells: dict[Line, dict[str, dict[int, int]]] = field(default_factory=dict)


UNDATED = -1
_MOST_TOLD = 50_000                       # cells of which each value is noted where it stands


def effect_lines(table: Table, money: Money, measures: Sequence[int], keys: Sequence[str]) -> list[Item]:
    """Lines of all measures. `measures[i]` is the measure (position in `keys`) of the i-th data row."""
    if not money.columns:
        return []
    months = row_months(table)
    if months is not None:
        return _by_cells(table, money, measures, keys, months)
    kept = keep_years(table, money)
    _ask_spread(table, money, kept)
    simple = table.find("series") is None and table.find("type") is None and table.find("currency") is None \
        and len(measures) == len(keys)
    if simple:
        return _by_columns(table, money, keys)
    return _by_cells(table, money, measures, keys)


def _ask_spread(table: Table, money: Money, kept: Sequence[Figures]) -> None:
    long = [f for f in money.columns if f.period is not None and f.period.months > 1]
    if not long:
        yearly = [f for f in money.columns if f.period is None and f.type.startswith("recurring")
                  and not f.guess.label.rate and not any(f is k for k in kept)]
        if yearly and not table.context.answer("per", table.sheet.name):
            table.notes.add("question", address(table.head.last, yearly[0].guess.index),
                            f"{runs([(table.head.last, f.guess.index) for f in yearly])} {{does/do}} not say whether "
                            "{it/they} {is/are} per month or per year; read as per year.", "per=month", len(yearly))
        return
    if not table.context.answer("spread", table.sheet.name):
        table.notes.add("question", address(table.head.last, long[0].guess.index),
                        f"{runs([(table.head.last, f.guess.index) for f in long])} {_SPREAD}", "spread=undated",
                        len(long))


def say_yearly(table: Table, money: Money) -> None:
    """That an amount "p.a." has no year: a form has no heading over all its figures to say so."""
    said = [f for f in money.columns if f.period is None and f.type.startswith("recurring") and f.guess.label.rate
            and f.amounts.present.any()]
    if said:
        table.notes.add("note", address(table.head.last, said[0].guess.index),
                        f"{runs([(table.head.last, f.guess.index) for f in said])} ({said[0].guess.header}): an amount "
                        "a year without a year; kept as one amount without months, which counts once.", "", len(said))


def factor_of(table: Table, f: Figures) -> int:
    """12 when the person said that a single recurring amount is per month."""
    monthly = f.guess.label.rate == "month" or (
        not f.guess.label.rate and table.context.answer("per", table.sheet.name) == "month")
    return 12 if f.period is None and f.type.startswith("recurring") and monthly else 1


def _by_columns(table: Table, money: Money, keys: Sequence[str]) -> list[Item]:
    """Every row is a measure and every column one series: whole columns at a time."""
    undated_only = table.context.answer("spread", table.sheet.name) == "undated"
    rows = places(table.data)
    found: dict[Line, tuple[dict[str, Any], list[Any]]] = {}
    for line in _ordered(money):
        series: dict[str, tuple[Months, list[bool]]] = {}
        single: dict[str, list[int | None]] = {}
        mine = [f for f in money.columns if f.line == line]
        for name in dict.fromkeys(f.series for f in mine):
            dated = [f for f in mine if f.series == name and f.period is not None
                     and not (undated_only and f.period.months > 1)]
            if dated:
                series[name] = _matrix(table, name, dated, rows)
            for f in [f for f in mine if f.series == name and f not in dated]:
                values = [None if v is None else v * factor_of(table, f) for v in np_listed(f, rows)]
                before = single.get(name)
                single[name] = values if before is None else [b if v is None else v if b is None else b + v
                                                              for b, v in zip(before, values, strict=True)]
        found[line] = (series, [single, mine[0]])
    return _items(table, keys, found)


def np_listed(f: Figures, rows: Any) -> list[int | None]:
    values: list[int | None] = f.amounts.minor[rows].tolist()
    present = f.amounts.present[rows]
    if not present.all():
        for i in np.flatnonzero(~present).tolist():
            values[i] = None
    return values


def places(rows: Sequence[int]) -> Any:
    """Rows as numpy takes them: as a slice, which copies nothing, where they follow each other."""
    if rows and rows[-1] - rows[0] == len(rows) - 1 and all(map(int.__lt__, rows, rows[1:])):
        return slice(rows[0], rows[-1] + 1)
    return np.array(rows, np.intp)


def _matrix(table: Table, series: str, columns: Sequence[Figures], rows: Any) -> tuple[Months, list[bool]]:
    """The months of one series in all rows, and which rows have any."""
    periods = [f.period for f in columns if f.period is not None]
    first = min(p.first for p in periods)
    last = max(p.first + p.months for p in periods)
    count = len(columns[0].amounts.minor[rows])
    grid = np.zeros((last - first, count), np.int64)       # a month a row while columns are laid in: they lie so
    have = np.zeros((last - first, count), bool)
    for f, period in zip(columns, periods, strict=True):
        at = period.first - first
        minor, present = f.amounts.minor[rows], f.amounts.present[rows]
        if have[at:at + period.months].any() and (have[at] & present).any():
            table.notes.add("warning", address(table.head.last, f.guess.index),
                            f"“{f.guess.header}” stands twice for the same month and series; the first column counts.")
            present = present & ~have[at]
        if period.months == 1:
            grid[at] = np.where(present, minor, grid[at])
        else:
            share, rest = np.divmod(np.abs(minor), period.months)
            for m in range(period.months):
                part = (share + (m < rest)) * np.sign(minor)
                grid[at + m] = np.where(present, part, grid[at + m])
        have[at:at + period.months] |= present
    any_of: list[bool] = np.any(have, axis=0).tolist()
    return Months(series, first, np.ascontiguousarray(grid.T), np.ascontiguousarray(have.T)), any_of


def _ordered(money: Money) -> list[Line]:
    """Lines by type and then name, so that their numbers do not depend on the order of columns."""
    return sorted(money.lines(), key=lambda line: (line[0], line[2] != "", line))


def _items(table: Table, keys: Sequence[str], found: dict[Line, tuple[dict[str, Any], list[Any]]]) -> list[Item]:
    numbers: dict[str, int] = {}
    plans = []
    for line, (series, (single, figures)) in found.items():
        numbers[line[0]] = numbers.get(line[0], 0) + 1
        suffix = f"/{line[0]}" + (f"/{numbers[line[0]]}" if numbers[line[0]] > 1 else "")
        runs_of = [(name, m, m.first, m.values.shape[1], has) for name, (m, has) in series.items()]
        amounts_of = [(f"undated_{name}", values) for name, values in single.items()]
        plans.append((suffix, runs_of, amounts_of, line_fields(line, figures.scale, _title(figures)),
                      f"{table.sheet.name}!{letter(figures.guess.index)}"))
    first = table.head.data + 1
    out: list[Item] = []
    for i, key in enumerate(keys):
        row = first + table.data[i]
        for suffix, runs_of, amounts_of, fields, place in plans:
            months = {name: Run(begin, Amounts(m, i, 0, width)) for name, m, begin, width, has in runs_of if has[i]}
            undated = {name: v for name, values in amounts_of if (v := values[i]) is not None}
            if months or undated:
                out.append(Item("effect_line", key + suffix, key, "measure", fields | undated, months, {},
                                f"{place}{row}"))
    return out


def _title(f: Figures) -> str:
    """A line's name: its header when one column is the whole line, else its type and what the header adds."""
    label = f.guess.label
    if f.period is None and label.type and (label.rest == "" or label.rate):     # "Expected benefit p.a." says it all
        bare = split_unit(f.guess.header)[0]
        if not f.guess.label.series and bare:
            return bare
    extra = f.name.strip()
    return f"{TYPE_NAMES[f.type]}: {extra}" if extra else TYPE_NAMES[f.type]


def line_fields(line: Line, scale: int, title: str) -> dict[str, Any]:
    kind, category, _, currency = line
    fields: dict[str, Any] = {"name": title, "type": kind, "category": category, "line_kind": "effect", "scale": scale}
    if currency:
        fields["currency"] = currency
    if category == "fte":
        fields["unit"] = "FTE"
    return fields


def _by_cells(table: Table, money: Money, measures: Sequence[int], keys: Sequence[str],
              periods: Sequence[Period | None] | None = None) -> list[Item]:
    """Rows that say their own scenario, type or currency, or several rows a measure: cell by cell.

    With `periods` each row is a month or longer period of its measure; several rows of one month are added up.
    """
    purses = [Purse() for _ in keys]
    places: dict[tuple[int, Line], str] = {}
    whole = _kept_whole(table, periods) if periods is not None else set()
    of_all = whole_rows(table, money, measures, periods) if periods is not None else {}
    series_of, type_of = row_words(table, "series"), row_words(table, "type")
    units = row_units(table) or [NO_UNIT] * len(table.data)
    currency_of = [u.currency for u in units]
    variants = _variants(table, measures, series_of, type_of, currency_of) if periods is None else [""] * len(measures)
    added: list[tuple[int, int]] = []
    titles: dict[Line, tuple[str, int]] = {}
    twice: list[tuple[int, int]] = []
    noted = len(table.data) * len(money.columns) <= _MOST_TOLD
    told: dict[tuple[int, Line, str, int], list[str]] = {}       # where each value stands
    for f in money.columns:
        values = np_listed(f, np.array(table.data, np.int64))
        factor = factor_of(table, f)
        for i, value in enumerate(values):
            if value is None or i not in of_all.get(f.guess.index, (i,)):
                continue
            kind = type_of[i] or f.type
            currency = currency_of[i] or f.currency
            series = (series_of[i] if not f.sure_series else "") or f.series
            line = (kind, f.category, f"{f.name} {variants[i]}".strip(), currency)
            scale = scale_of(currency) if currency else f.scale
            value = rescaled(value, scale - f.scale + (units[i].power - f.power if units[i] != NO_UNIT else 0))
            titles.setdefault(line, (_title(f) if kind == f.type else TYPE_NAMES[kind], scale))
            slot = purses[measures[i]].cells.setdefault(line, {}).setdefault(series, {})
            where = table.place(i, f.guess.index)
            period = f.period if periods is None else \
                periods[i] if i not in whole and f.guess.index not in of_all else None
            if periods is not None:
                if not _add(slot, period, value):
                    added.append(where)
            elif not _put(slot, f, value * factor):
                twice.append(where)
                continue
            for month in () if not noted else (UNDATED,) if period is None else range(
                    period.first, period.first + period.months):
                told.setdefault((measures[i], line, series, month), []).append(address(*where))
            places.setdefault((measures[i], line), f"{table.sheet.name}!{address(*where)}")
    if twice:
        table.notes.cells("warning", twice, "{where} repeat a month, scenario and measure that another row already "
                          "gave; the first one counts.")
    table.notes.cells("note", added, "{where}: another row of the same month; added up.")
    out: list[Item] = []
    for number, (purse, key) in enumerate(zip(purses, keys, strict=True)):
        counts: dict[str, int] = {}
        for line in sorted(purse.cells, key=lambda x: (x[0], x[2] != "", x)):
            counts[line[0]] = counts.get(line[0], 0) + 1
            suffix = f"/{line[0]}" + (f"/{counts[line[0]]}" if counts[line[0]] > 1 else "")
            title, scale = titles[line]
            item = Item("effect_line", key + suffix, key, "measure", line_fields(line, scale, title),
                        at=places[number, line])
            for series, cells in purse.cells[line].items():
                if UNDATED in cells:
                    item.fields[f"undated_{series}"] = cells.pop(UNDATED)
                if cells:
                    first, last = min(cells), max(cells)
                    item.series[series] = Run(first, [cells.get(m) for m in range(first, last + 1)])
            out.append(item)
    table.stand |= {(places[n, line], f"undated_{series}" if month == UNDATED else f"{series} {month_text(month)}"):
                    ", ".join(where) for (n, line, series, month), where in told.items()}
    return out


def _kept_whole(table: Table, periods: Sequence[Period | None]) -> set[int]:
    """The rows of quarters and years that the person wants as one amount; where nobody said so, how they are spread."""
    long = longer(table, periods)
    said = table.context.answer("spread", table.sheet.name)
    if not said:
        table.notes.cells("question", long, f"{{where}} {_SPREAD}", "spread=undated")
    return {i for i, p in enumerate(periods) if p is not None and p.months > 1} if said == "undated" else set()


def _add(slot: dict[int, int], period: Period | None, value: int) -> bool:
    """An amount into its months, or to the undated ones; False when one of them had an amount already."""
    if period is None or period.months == 1:
        parts = {UNDATED if period is None else period.first: value}
    else:
        parts = dict(enumerate(spread(value, period.months), period.first))
    fresh = not parts.keys() & slot.keys()
    for month, part in parts.items():
        slot[month] = slot.get(month, 0) + part
    return fresh


def _variants(table: Table, measures: Sequence[int], *words: Sequence[str]) -> list[str]:
    """"2" for a row that says the same scenario and type of its measure again: a further line, not a correction."""
    seen: dict[tuple[object, ...], int] = {}
    out, again = [], []
    for i, measure in enumerate(measures):
        key = (measure, *(w[i] for w in words))
        seen[key] = seen.get(key, 0) + 1
        out.append(str(seen[key]) if seen[key] > 1 else "")
        if seen[key] > 1:
            again.append(table.place(i, 0))
    if again:
        table.notes.cells("note", again, "{where}: the same measure again with the same scenario; kept as a further "
                                         "line of it.")
    return out


def _put(slot: dict[int, int], f: Figures, value: int) -> bool:
    if f.period is None:
        if UNDATED in slot:
            return False
        slot[UNDATED] = value
        return True
    months = range(f.period.first, f.period.first + f.period.months)
    if any(m in slot for m in months):
        return False
    slot.update(zip(months, spread(value, f.period.months), strict=True))
    return True


def row_words(table: Table, name: str) -> list[str]:
    """What a row's own scenario, type or currency cell says; "" where it says nothing."""
    guess = table.find(name)
    called = table.find("name") if guess is None and name == "type" else None
    if called and not any(g.label.type for g in table.guesses if g.money):       # "Revenue" among rows of costs
        return ["recurring_benefit" if fold(text_of(c) or "") in EARNED else "" for c in table.cells(called.index)]
    if guess is None:
        return [""] * len(table.data)
    return [word_of(name, c) for c in table.cells(guess.index)]


def word_of(name: str, cell: Value) -> str:
    text = text_of(cell) or ""
    label = read_label(text)
    if name == "series":
        return "" if label.derived else label.series
    earned = "recurring_benefit" if fold(text) in EARNED else ""
    return label.type or earned or ("one_time_cost" if label.cost else "")
