"""The figure columns of a table, parsed: which line and series each belongs to, totals set aside and checked.

Must not know: items. A total column is one whose figures are the sums of others; it is checked, never counted.
"""
from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt

from app.core.batch import BELOW_ZERO, READ
from app.core.sense import COST_BELOW_ZERO
from app.core.values import scale_of
from importers.base import Value, address, letter
from importers.meaning.columns import Guess
from importers.meaning.counted import HEADS, WORK
from importers.meaning.notes import runs
from importers.meaning.table import Table
from importers.meaning.value.amounts import Amounts, doubts, exact, number_block, proofs, read_amounts
from importers.meaning.value.figures import Figures, Money
from importers.meaning.value.periods import read_label
from importers.meaning.value.printed import total_columns, total_rows
from importers.meaning.value.reach import beyond_reach
from importers.meaning.value.settle import settle_types
from importers.meaning.value.units import NO_UNIT, Unit, parse_unit
from importers.meaning.words import fold

_MOST_HEADS = 4                           # named of the columns that a word is about
_BLOCK = 6                                # neighbouring columns that are worth reading row by row
_LARGE = 5000                             # a figure of a row that is hardly hours or points
_CATEGORY = {"capex": "capex", "investition": "capex", "investitionen": "capex", "investment": "capex",
             "investments": "capex", "invest": "capex", "cash": "cash", "liquiditaet": "cash",
             "liquiditaetswirksam": "cash", "cashable": "cash", "cdel": "capex"}


def read_money(table: Table, summaries: Collection[int] = ()) -> Money:
    """Parse every figure column, find totals among rows and columns, and say what does not add up. `summaries` are
    rows of the body that stand for the rows under them."""
    money = Money()
    wanted = [g for g in table.guesses if g.money or (g.field == "total")]
    _row_units(table, wanted)
    _shared_units(table, wanted)
    common = _common_currency(table, wanted)
    blocks = _blocks(table, wanted)
    alone = not any(g.money for g in wanted)
    for guess in wanted:
        figures = _figures(table, guess, common, blocks.get(guess.index))
        label = guess.label
        silent = alone and guess.field == "total" and not (label.type or label.cost or _speaks_of_money(table, figures))
        if silent and not _is_large(figures):
            guess.field, guess.kind = "custom", "number"   # "Total" of hours or points
            continue
        if guess.field == "total" and (alone or label.type or label.cost):
            figures.type, figures.series = label.type or "recurring_benefit", label.series or "plan"
            if silent:
                figures.type, figures.sure_type = "one_time_cost", True
                table.notes.add("question", address(table.head.last, guess.index), f"“{guess.header}” does not say of "
                                "what its figures are; as large as they are they were read as one-time cost.",
                                f"column.{guess.header}=custom")
            guess.field = f"{figures.type}.{figures.series}"
        (money.totals if guess.field == "total" else money.columns).append(figures)
    money.currency = common or _most_said([f.amounts for f in money.columns])
    settle_types(table, money)
    total_columns(table, money)
    total_rows(table, money, summaries)
    for figures in money.columns:
        _say(table, figures)
    _say_negative(table, [f for f in money.columns if f.type.endswith("cost") and (f.amounts.minor < 0).any()])
    _say_currency(table, money)
    return money


def _speaks_of_money(table: Table, figures: Figures) -> bool:
    """Does anything around a lone total say that it is money: a currency, a unit, the title, the sheet or the file?"""
    head, book = table.head, table.context.book.name.rsplit(".", 1)[0]
    around = [read_label(text) for text in (table.sheet.name, head.title, book)]
    counted = set(fold(figures.guess.header).split()) & (WORK | HEADS)
    return bool(figures.guess.unit != NO_UNIT or figures.amounts.currencies or head.unit != NO_UNIT
                or (any(x.type or x.cost or x.series for x in around) and not counted))


def _is_large(figures: Figures) -> bool:
    """Are most figures as large as only money is in a list of work? Hours, points and pieces are not."""
    values = figures.amounts.minor[figures.amounts.present]
    counted = set(fold(figures.guess.header).split()) & (WORK | HEADS)
    return len(values) > 2 and not counted and float(np.median(np.abs(values))) >= _LARGE * 10 ** figures.scale


def _say_currency(table: Table, money: Money) -> None:
    """That figures which name no currency were taken for the portfolio's."""
    own = table.context.wishes.currency
    silent = [] if money.currency or table.find("currency") is not None else [
        f for f in money.columns if f.currency == own and not (f.guess.unit.currency or f.amounts.currencies)]
    if own and silent:
        places = [(table.head.last, f.guess.index) for f in silent]
        table.notes.cells("note", places, f"{{where}} {{names/name}} no currency; taken for {own}, the currency of "
                                          "this portfolio.")


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
    types = {"", *(g.label.type for g in said)}
    silent = [g for g in wanted if not g.unit.power and g.profile.count and g.label.type in types]
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


def _figures(table: Table, guess: Guess, common: str, numbers: npt.NDArray[np.float64] | None) -> Figures:
    label = guess.label
    spec = guess.field.partition("@")[0] if guess.money else ""
    kind, _, series = spec.partition(".")
    words = set(label.rest.split())
    category = next((c for w, c in sorted(_CATEGORY.items()) if w in guess.header.casefold().split()), "ebitda")
    if words & HEADS:
        category = "fte"
    currency = "" if category == "fte" else guess.unit.currency or common
    power = 0 if category == "fte" else guess.unit.power
    scale = scale_of(currency or table.context.wishes.currency)
    amounts = _parse(table, guess, power, scale, numbers)
    if not currency and category != "fte":                 # "£1,200" in the cells says it where no header does
        currency = _most_said([amounts]) or table.context.wishes.currency
        if scale_of(currency) != scale:
            scale = scale_of(currency)
            amounts = _parse(table, guess, power, scale, numbers)
    return Figures(guess, kind, series or label.series, guess.period, category, beyond_reach(label), currency, scale,
                   power, amounts, bool(label.type), bool(label.series))


def _most_said(columns: Sequence[Amounts]) -> str:
    """The currency that stands in most cells of some columns, "" when none does."""
    said: dict[str, int] = {}
    for amounts in columns:
        for currency, rows in amounts.currencies.items():
            said[currency] = said.get(currency, 0) + len(rows)
    return max(sorted(said), key=lambda c: said[c], default="")


def _blocks(table: Table, wanted: Sequence[Guess]) -> dict[int, npt.NDArray[np.float64]]:
    """The columns of long blocks of months that hold numbers and nothing else, as they stand in the file."""
    found: dict[int, npt.NDArray[np.float64]] = {}
    columns = sorted(g.index for g in wanted)
    for _, run in groupby(enumerate(columns), lambda one: one[1] - one[0]):
        block = [column for _, column in run]
        if len(block) >= _BLOCK:
            numbers = number_block(table.sheet.rows[table.head.data:], block[0], block[-1] + 1, set(table.beside()))
            if numbers is not None:
                found.update(zip(block, numbers, strict=True))
    return found


def _parse(table: Table, guess: Guess, power: int, scale: int, numbers: npt.NDArray[np.float64] | None) -> Amounts:
    if numbers is not None:
        quick = exact(numbers, power + scale)
        if quick is not None:
            return quick
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


def _say_negative(table: Table, costs: Sequence[Figures]) -> None:
    """Costs with a minus, once for all columns: what was booked may be taken back, what is planned seldom is income."""
    data = set(table.data)
    for booked, severity, text, kind in ((False, "warning", COST_BELOW_ZERO, BELOW_ZERO),
                                         (True, "note", "a minus before booked costs is read as money that came back; "
                                                        "it lowers what was spent.", READ)):
        mine = [f for f in costs if (f.series == "actual") == booked]
        places = [(table.head.data + i, f.guess.index) for f in mine
                  for i in np.flatnonzero(f.amounts.minor < 0).tolist() if i in data]
        heads = dict.fromkeys(f.guess.header or letter(f.guess.index) for f in mine)
        shown = ", ".join([*heads][:_MOST_HEADS]) + (", ..." if len(heads) > _MOST_HEADS else "")
        table.notes.cells(severity, places, f"{{where}} ({shown}): {text}", kind=kind)


def _say(table: Table, f: Figures) -> None:
    """What was odd about one figure column, by address, for its data rows."""
    notes, first, column = table.notes, table.head.data, f.guess.index
    a = f.amounts
    if not (a.unread or a.empty_words or a.doubtful or a.rounded or a.currencies):
        return
    data = set(table.data)
    head = f.guess.header or letter(column)
    for text in dict.fromkeys(t for i, t in a.unread if i in data):
        notes.cells("warning", [(first + i, column) for i, t in a.unread if t == text and i in data],
                    f"“{text}” in {{where}} ({head}) is no amount; the value is left empty, the text is kept beside "
                    "it.")
    for text in dict.fromkeys(t for i, t in a.empty_words if i in data):
        notes.cells("note", [(first + i, column) for i, t in a.empty_words if t == text and i in data],
                    f"“{text}” in {{where}} ({head}) stands for no amount; the value is left empty.")
    for rows, question, answer in doubts([(i, t) for i, t in a.doubtful if i in data]):
        notes.cells("question", [(first + i, column) for i in rows], f"{{where}} ({head}): {question}", answer)
    if a.rounded:
        notes.cells("note", [(first + i, column) for i in a.rounded if i in data],
                    f"{{where}} ({head}): more decimals than the currency has; rounded.")
    for currency, at in sorted(a.currencies.items()):
        if f.currency and currency != f.currency:
            notes.cells("warning", [(first + i, column) for i in at if i in data],
                        f"{{where}} ({head}) {{says/say}} {currency}, the column is in {f.currency}; read as "
                        f"{f.currency}.")

