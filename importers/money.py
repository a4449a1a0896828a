"""The figure columns of a table, parsed: which line and series each belongs to, totals set aside and checked.

Must not know: items. A total column is one whose figures are the sums of others; it is checked, never counted.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from app.core.values import from_minor, scale_of
from importers.amounts import Amounts, proofs, read_amounts
from importers.base import Value, address, letter
from importers.columns import Guess
from importers.notes import runs
from importers.periods import Period, read_label
from importers.table import Table
from importers.totals import check_columns, check_rows, find_sums
from importers.units import NO_UNIT, Unit, parse_unit
from importers.words import fold, in_list

_CATEGORY = {"capex": "capex", "investition": "capex", "investitionen": "capex", "investment": "capex",
             "investments": "capex", "invest": "capex", "cash": "cash", "liquiditaet": "cash",
             "liquiditaetswirksam": "cash", "cashable": "cash", "cdel": "capex"}


_COST_WORDS = ("kosten", "cost", "costs", "spend", "aufwand", "ausgaben", "expenditure", "expenditures")


@dataclass(slots=True)
class Figures:
    """One column of amounts: what it is, and its minor units for every body row (not only data rows)."""

    guess: Guess
    type: str
    series: str
    period: Period | None
    category: str
    name: str                             # what its header adds: tells lines of one type apart
    currency: str
    scale: int
    power: int
    amounts: Amounts
    sure_type: bool
    sure_series: bool

    @property
    def line(self) -> tuple[str, str, str, str]:
        return self.type, self.category, self.name, self.currency


@dataclass(slots=True)
class Money:
    """All figures of a table: `columns` count, `totals` were checked and are left out."""

    columns: list[Figures] = field(default_factory=list)
    totals: list[Figures] = field(default_factory=list)
    printed: list[tuple[str, str, int, int]] = field(default_factory=list)
    currency: str = ""

    def lines(self) -> list[tuple[str, str, str, str]]:
        return list(dict.fromkeys(f.line for f in self.columns))


def read_money(table: Table) -> Money:
    """Parse every figure column, find totals among rows and columns, and say what does not add up."""
    money = Money()
    wanted = [g for g in table.guesses if g.money or (g.field == "total")]
    _row_units(table, wanted)
    _shared_units(table, wanted)
    common = _common_currency(table, wanted)
    money.currency = common
    for guess in wanted:
        figures = _figures(table, guess, common)
        (money.totals if guess.field == "total" else money.columns).append(figures)
    _settle_types(table, money)
    _total_columns(table, money)
    _total_rows(table, money)
    for figures in money.columns:
        _say(table, figures)
    return money


def row_units(table: Table) -> list[Unit]:
    """What a currency or unit column says for each data row."""
    guess = table.find("currency")
    if guess is None:
        return []
    return [parse_unit(c) or NO_UNIT if isinstance(c, str) else NO_UNIT for c in table.cells(guess.index)]


def _row_units(table: Table, wanted: Sequence[Guess]) -> None:
    """A unit column counts where headers are silent: figures are read with the largest power its rows name, and the
    lines scale them back row by row."""
    units = row_units(table)
    power = max((u.power for u in units), default=0)
    for guess in wanted:
        if units and not guess.unit.power:
            guess.unit = Unit(guess.unit.currency, power)


def _shared_units(table: Table, wanted: Sequence[Guess]) -> None:
    """"Budget (GBP m)" beside plain "Actual": figures of the same size share the unit, and that is asked."""
    said = [g for g in wanted if g.unit.power and g.profile.count]
    silent = [g for g in wanted if not g.unit.power and g.profile.count and g.label.type in ("", *(s.label.type for s in said))]
    if not said or not silent or len({s.unit.power for s in said}) > 1:
        return
    high = max(max(abs(g.profile.high), abs(g.profile.low)) for g in said)
    alike = [g for g in silent if high / 30 <= max(abs(g.profile.high), abs(g.profile.low)) <= high * 30]
    if table.context.answer("unit", table.sheet.name) != "own" and alike:
        for g in alike:
            g.unit = Unit(g.unit.currency or said[0].unit.currency, said[0].unit.power)
        table.notes.add("question", address(table.head.last, alike[0].index),
                        f"{runs([(table.head.last, g.index) for g in alike])} name no unit; read in that of "
                        f"“{said[0].header}”, whose figures have the same size.", "unit=own")


def _common_currency(table: Table, wanted: Sequence[Guess]) -> str:
    said = [g.unit.currency for g in wanted if g.unit.currency]
    return max(sorted(set(said)), key=said.count) if said else table.head.unit.currency


def _figures(table: Table, guess: Guess, common: str) -> Figures:
    label = guess.label
    spec = guess.field.partition("@")[0] if guess.money else ""
    kind, _, series = spec.partition(".")
    words = set(label.rest.split())
    category = next((c for w, c in sorted(_CATEGORY.items()) if w in guess.header.casefold().split()), "ebitda")
    if words & {"fte", "headcount", "hc", "vzae", "mitarbeiter"}:
        category = "fte"
    currency = "" if category == "fte" else guess.unit.currency or common or table.context.wishes.currency
    power = 0 if category == "fte" else guess.unit.power
    amounts = _parse(table, guess, power, scale_of(currency))
    return Figures(guess, kind, series or label.series, guess.period, category, label.rest, currency, scale_of(currency), power,
                   amounts, bool(label.type), bool(label.series))


def _parse(table: Table, guess: Guess, power: int, scale: int) -> Amounts:
    cells: Sequence[Value] = table.body(guess.index)
    beside = table.beside()
    if beside:
        kept = list(cells)
        for i in beside:
            kept[i] = None
        cells = kept
    found = proofs(cells)
    mark = next(iter(found)) if len(found) == 1 else ""
    amounts = read_amounts(cells, power, scale, mark)
    if amounts.doubtful and not found:
        mark = table.context.mark(table.sheet.name)
        if mark:
            amounts = read_amounts(cells, power, scale, mark)
    return amounts


def _settle_types(table: Table, money: Money) -> None:
    """Effect type and series that no header says: from the sheet's name and title, the person's answer, or asked."""
    context, sheet, notes = table.context, table.sheet.name, table.notes
    around = read_label(sheet).joined(read_label(table.head.title)).joined(
        read_label(context.book.name.rsplit(".", 1)[0] if len(context.book.sheets) == 1 else ""))
    row_types = table.find("type") is not None
    row_series = table.find("series") is not None
    said_type, said_series = context.answer("effect_type", sheet), context.answer("series", sheet)
    open_type = [f for f in money.columns if not f.sure_type]
    open_series = [f for f in money.columns if not f.sure_series]
    cost = False
    for f in open_type:
        alike = [o for o in open_type if o.name == f.name and (o.period is None) == (f.period is None)]
        default = "one_time_cost" if around.cost or _costs(alike) else "recurring_benefit"
        cost = cost or default == "one_time_cost"
        f.type = said_type or around.type or default
    for f in open_series:
        f.series = said_series or around.series or "plan"
    for f in money.columns:
        if f.guess.period is not None or f.guess.money:
            month = f.guess.field.partition("@")[2]
            f.guess.field = f"{f.type}.{f.series}" + (f"@{month}" if month else "")
    if open_type and not said_type and not around.type and not row_types:
        where = runs([(table.head.last, f.guess.index) for f in open_type])
        if cost:
            notes.add("question", address(table.head.last, open_type[0].guess.index),
                      f"{where} hold costs without saying whether they come once or again; read as one-time cost.",
                      "effect_type=recurring_cost")
        else:
            notes.add("question", address(table.head.last, open_type[0].guess.index),
                      f"{where} do not say what kind of effect they are; read as recurring benefit.",
                      "effect_type=one_time_cost")
    unsaid = [f for f in open_series if f.period is not None]
    if unsaid and not said_series and not around.series and not row_series:
        notes.add("question", address(table.head.last, unsaid[0].guess.index),
                  f"{runs([(table.head.last, f.guess.index) for f in unsaid])} do not say whether they are plan, "
                  "forecast or actual; read as plan.", "series=actual")


def _costs(alike: Sequence[Figures]) -> bool:
    """Do figures without a type speak of cost? "Actual cost" does; "Budget" beside plain "Actual" by month does not."""
    words = [w for f in alike for w in fold(f.guess.header).split()]
    if any(w.endswith(_COST_WORDS) for w in words):
        return True
    said = [f.guess.label.cost for f in alike]
    return all(said) or (any(said) and alike[0].period is None)


def _total_columns(table: Table, money: Money) -> None:
    """Longer periods whose months stand beside them, grand totals, and undated figures that repeat the months."""
    months = [f for f in money.columns if f.period is not None and f.period.months == 1]
    keep: list[Figures] = []
    for f in money.columns:
        parts = _parts(f, money.columns)
        repeats = f.period is None and not parts and any(
            m.period is not None and (m.type, m.series) == (f.type, f.series) for m in money.columns)
        if repeats:
            f.guess.field, f.guess.kind = "custom", "money"
            table.notes.add("note", address(table.head.last, f.guess.index),
                            f"“{f.guess.header}” stands beside the same figures by month; it is kept as a field of its own "
                            "and not added to them.")
        elif parts:
            money.totals.append(f)
            _check_column(table, f, parts)
        else:
            keep.append(f)
    money.columns = keep
    for f in [t for t in money.totals if t.guess.field == "total"]:
        label = f.guess.label
        parts = [m for m in keep if (not label.series or m.series == label.series)
                 and (not label.type or m.type == label.type) and (m.period is None) == (not months)
                 and (not label.year or m.period is None or m.period.first // 12 == label.year)]
        if parts:
            _check_column(table, f, parts)
        elif f.guess.label.type or f.guess.label.cost:
            money.totals.remove(f)
            f.type = label.type or "one_time_cost"
            f.series = label.series or "plan"
            f.guess.field = f"{f.type}.{f.series}"
            keep.append(f)
    for f in money.totals:
        if f.guess.field != "total":
            f.guess.field = "total"


def _parts(f: Figures, columns: Sequence[Figures]) -> list[Figures]:
    """The shorter periods that a figure sums: all of the same line and series, inside its months."""
    if f.period is None:
        if f.guess.label.total or f.guess.label.rate == "year":
            return [m for m in columns if m.period is not None and m.series == f.series and m.type == f.type
                    and f.guess.label.total]
        return []
    start, end = f.period.first, f.period.first + f.period.months
    return [m for m in columns if m.period is not None and m is not f and m.line[0] == f.type and m.series == f.series
            and m.name == f.name and m.period.months < f.period.months
            and start <= m.period.first and m.period.first + m.period.months <= end and m.period.months == 1] \
        or [m for m in columns if m.period is not None and m is not f and m.type == f.type and m.series == f.series
            and m.name == f.name and m.period.months < f.period.months and start <= m.period.first
            and m.period.first + m.period.months <= end]


def _check_column(table: Table, total: Figures, parts: Sequence[Figures]) -> None:
    data = np.zeros(len(total.amounts.present), bool)
    data[table.data] = True
    unvalued = table.sheet.unvalued
    first = table.head.data
    sums = np.stack([p.amounts.minor for p in parts], axis=1)
    have = np.stack([p.amounts.present for p in parts], axis=1)
    present = total.amounts.present & data
    if not total.amounts.minor.any() and table.sheet.formula_count:
        return                                             # formulas nobody has calculated yet
    off = check_columns(total.amounts.minor, present, sums, have, 5 * 10 ** (total.power + total.scale - 1))
    off = [i for i in off if (first + i, total.guess.index) not in unvalued]
    if not off:
        return
    i, column = off[0], total.guess.index
    printed, summed = int(total.amounts.minor[i]), int(sums[i].sum())
    where = runs([(first + i, column) for i in off])
    table.notes.add("warning", address(first + i, column),
                    f"“{total.guess.header}” is printed as {show(total, printed)} in {address(first + i, column)}, its parts "
                    f"add up to {show(total, summed)}; the parts count. Wrong in: {where}.")


def _total_rows(table: Table, money: Money) -> None:
    columns = [*money.columns, *money.totals]
    kinds = [table.rows.kinds.get(table.head.data + i, "blank") for i in range(len(table.columns[0]) if table.columns else 0)]
    doubtful = _doubtful(table, kinds)
    if not columns or not ("total" in kinds or doubtful):
        return
    minor = np.stack([f.amounts.minor for f in columns], axis=1)
    present = np.stack([f.amounts.present for f in columns], axis=1)
    tolerance = [5 * 10 ** max(0, f.power + f.scale - 1) for f in columns]
    for i in find_sums(kinds, doubtful, minor, present, tolerance):
        kinds[i] = "total"
        row = table.head.data + i
        table.rows.kinds[row] = "total"
        table.rows.totals[row] = table.rows.groups.pop(row, (0, ""))[1] or "total"
        table.renew()
    series = table.find("series")
    classes = _classes(table.body(series.index), kinds) if series else None
    grand = frozenset(r - table.head.data for r, words in table.rows.totals.items() if in_list("grand", words))
    for checked in check_rows(kinds, minor, present, tolerance, classes, grand):
        row = table.head.data + checked.row
        words = table.rows.totals.get(row, "total")
        if table.sheet.formula_rows.get(row) and not minor[checked.row].any():
            table.notes.add("note", address(row, 0), f"“{words}” in row {row + 1} is a formula without a calculated value; "
                            "it was not checked.")
            continue
        where = f"{table.sheet.name}!{address(row, columns[0].guess.index)}"
        if not checked.wrong:
            money.printed.append((where, words, checked.printed, checked.summed))
        for wrong in checked.wrong:
            f = columns[wrong.column]
            money.printed.append((f"{table.sheet.name}!{address(row, f.guess.index)}", words, wrong.printed, wrong.summed))
        if checked.wrong:
            f, wrong = columns[checked.wrong[0].column], checked.wrong[0]
            at = address(row, f.guess.index)
            more = f" Also wrong: {runs([(row, columns[w.column].guess.index) for w in checked.wrong[1:]])}." \
                if len(checked.wrong) > 1 else ""
            table.notes.add("warning", at, f"“{words}” is printed as {show(f, wrong.printed)} in {at}, the {checked.rows} rows "
                            f"it sums add up to {show(f, wrong.summed)}; the rows count.{more}")


def _doubtful(table: Table, kinds: Sequence[str]) -> list[int]:
    """Rows that could be totals without a word: groups with figures, rows without id or name."""
    name, code = table.find("name"), table.find("code")
    out = []
    for i, kind in enumerate(kinds):
        row = table.head.data + i
        if kind in ("group", "rejected"):
            out.append(i)
        elif kind == "data" and row not in table.rows.continued:
            coded = code is not None and table.body(code.index)[i] is not None
            named = name is not None and table.body(name.index)[i] is not None
            bold = any((row, c) in table.sheet.bold for c in range(4))
            if not coded and (not named or (bold and len(table.sheet.bold) < 3 * len(kinds))) and not _described(table, i):
                out.append(i)
    return out


def _described(table: Table, i: int) -> bool:
    return any(g is not None and table.body(g.index)[i] is not None
               for g in map(table.find, ("owner", "status", "start", "finish", "stage")))


def _classes(cells: Sequence[Value], kinds: Sequence[str]) -> list[int]:
    seen: dict[Any, int] = {}
    return [seen.setdefault(c.strip().casefold() if isinstance(c, str) else c, len(seen)) for c in cells]


def show(f: Figures, minor: int) -> str:
    """An amount as the sheet shows it: in its unit, with its currency."""
    text = from_minor(minor, f.scale + f.power)
    if "." in text:
        text = text.rstrip("0").rstrip(".") if f.power else text
    unit = {0: "", 3: "k", 6: "m ", 9: "bn "}.get(f.power, f"10^{f.power} ") + f.currency
    return f"{text} {unit}".strip()


def _say(table: Table, f: Figures) -> None:
    """What was odd about one figure column, by address, for its data rows."""
    notes, first, column = table.notes, table.head.data, f.guess.index
    data = set(table.data)
    a = f.amounts
    head = f.guess.header or letter(column)
    for text in dict.fromkeys(t for i, t in a.unread if i in data):
        notes.cells("warning", [(first + i, column) for i, t in a.unread if t == text and i in data],
                    f"“{text}” in {{where}} ({head}) is no amount; the value is left empty, the text is kept beside it.")
    for text in dict.fromkeys(t for i, t in a.empty_words if i in data):
        notes.cells("note", [(first + i, column) for i, t in a.empty_words if t == text and i in data],
                    f"“{text}” in {{where}} ({head}) stands for no amount; the value is left empty.")
    doubtful = [(first + i, column) for i, _ in a.doubtful if i in data]
    if doubtful:
        comma = any("." in t for _, t in a.doubtful)
        notes.cells("question", doubtful, f"{{where}} ({head}): nothing in the file proves the decimal mark; “{a.doubtful[0][1]}” "
                    "was read as thousands.", "decimal=point" if comma else "decimal=comma")
    if a.rounded:
        notes.cells("note", [(first + i, column) for i in a.rounded if i in data],
                    f"{{where}} ({head}): more decimals than the currency has; rounded.")
    for currency, at in sorted(a.currencies.items()):
        if f.currency and currency != f.currency:
            notes.cells("warning", [(first + i, column) for i in at if i in data],
                        f"{{where}} ({head}) say {currency}, the column is in {f.currency}; read as {f.currency}.")
        elif not f.currency:
            f.currency = currency

