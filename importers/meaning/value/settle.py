"""Effect type and series of figures whose header does not say them: from around the table, an answer, or a question.

Must not know: amounts and totals.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from importers.base import address
from importers.meaning.notes import runs
from importers.meaning.table import Table
from importers.meaning.value.figures import Figures, Money
from importers.meaning.value.periods import Label, read_label
from importers.meaning.value.rates import is_price
from importers.meaning.value.row_months import row_months
from importers.meaning.words import fold

_SPENT = {"spend", "spending", "spent", "expenditure", "expenditures", "paid", "outlay", "outlays", "ausgaben"}
_SERIES = frozenset("plan budget forecast actual actuals baseline target soll prognose planung hochrechnung".split())
_PAST = {"spent", "expenditure", "expenditures", "paid", "outlay", "outlays"}  # a thing done, never a plan
_BARE = {"amount", "amounts", "betrag", "betraege", "importe", "montant", "importo", "valor"}
_BOOKED = {"consumption", "transactions", "transaction", "ledger", "invoices", "payments", "expenses", "buchungen",
           "rechnungen", "zahlungen", "verbrauch", "ausgaben"}
_DAYS = {"date", "datum", "booking date", "invoice date", "payment date", "posting date", "transaction date",
         "buchungsdatum", "rechnungsdatum", "zahlungsdatum", "belegdatum", "fecha"}
_BOTH = frozenset(("nutzen", "benefit", "benefits", "revenue", "revenues", "income", "savings", "einsparung",
                   "einsparungen", "erloese", "ertrag", "einnahmen", "beneficio", "beneficios", "ingresos", "ahorro"))
_TITLE = 6                                # words; a longer text is a sentence about something
_COST_WORDS = ("kosten", "cost", "costs", "spend", "aufwand", "ausgaben", "expenditure", "expenditures")


def settle_types(table: Table, money: Money) -> None:
    """Effect type and series that no header says: from the sheet's name and title, the person's answer, or asked."""
    context, sheet, notes = table.context, table.sheet.name, table.notes
    around = _said_of(sheet).joined(_said_of(table.head.title)).joined(
        _said_of(context.book.name.rsplit(".", 1)[0] if len(context.book.sheets) == 1 else ""))
    row_types = table.find("type") is not None
    row_series = table.find("series") is not None
    said_type, said_series = context.answer("effect_type", sheet), context.answer("series", sheet)
    open_type = [f for f in money.columns if not f.sure_type]
    open_series = [f for f in money.columns if not f.sure_series]
    name = table.find("name")
    spent_on = around.cost or any(map(_of_costs, (sheet, table.head.title, name.header if name else ""))) or any(
        is_price(g.header) for g in table.guesses)         # what one costs: the others are what they cost together
    costs = []
    parts = any(f.period is not None and f.period.months < 12 for f in money.columns)
    alike: dict[tuple[str, bool], list[Figures]] = {}
    for f in open_type:                                    # "Budget 2026" is of what "Actual" beside it is of
        alike.setdefault((f.name, f.period is None or not parts), []).append(f)
    costly = {key for key, some in alike.items() if spent_on or _costs(some, key[1])}
    for f in open_type:
        default = "one_time_cost" if (f.name, f.period is None or not parts) in costly else "recurring_benefit"
        if default == "one_time_cost" and f.guess.label.rate and not f.guess.label.series:
            default = "recurring_cost"                     # "Monthly cost"
        costs += [f] if default == "one_time_cost" else []
        f.type = said_type or around.type or default
    planned = any(f.sure_series and f.series == "plan" and f.period is None for f in money.columns)
    spent = [f for f in open_series if f.period is None and (words := set(fold(f.guess.header).split())) & _SPENT
             and (planned or words & _PAST)]
    dated = any(fold(g.header) in _DAYS for g in table.guesses)
    bare = [f for f in open_series if f.period is None and dated and set(fold(f.guess.header).split()) <= _BARE]
    if set(fold(sheet).split()) & _BOOKED:
        spent += [f for f in bare if f not in spent]       # "Amount" of each day on a sheet of bookings
    for f in open_series:
        f.series = said_series or around.series or ("actual" if f in spent else "plan")
    for f in money.columns:
        if f.guess.period is not None or f.guess.money:
            month = f.guess.field.partition("@")[2]
            f.guess.field = f"{f.type}.{f.series}" + (f"@{month}" if month else "")
    if open_type and not said_type and not around.type and not row_types:
        others = [f for f in open_type if f not in costs and f.type != "recurring_cost"]
        if costs:
            notes.add("question", address(table.head.last, costs[0].guess.index),
                      f"{runs([(table.head.last, f.guess.index) for f in costs])} {{holds/hold}} costs without saying "
                      "whether they come once or again; read as one-time cost.", "effect_type=recurring_cost",
                      len(costs))
        if others:
            notes.add("question", address(table.head.last, others[0].guess.index),
                      f"{runs([(table.head.last, f.guess.index) for f in others])} {{does/do}} not say what kind of "
                      "effect {it/they} {is/are}; read as recurring benefit.", "effect_type=one_time_cost",
                      len(others))
    if spent and not said_series and not around.series and not row_series:
        notes.add("question", address(table.head.last, spent[0].guess.index),
                  f"{runs([(table.head.last, f.guess.index) for f in spent])} {{does/do}} not say whether "
                  "{it/they} {is/are} plan, forecast or actual; read as actual.", "series=plan", len(spent))
    unsaid = [f for f in open_series if f not in spent and (
        f.period is not None or f in bare or row_months(table) is not None)]
    if unsaid and not said_series and not around.series and not row_series:
        notes.add("question", address(table.head.last, unsaid[0].guess.index),
                  f"{runs([(table.head.last, f.guess.index) for f in unsaid])} {{does/do}} not say whether "
                  "{it/they} {is/are} plan, forecast or actual; read as plan.", "series=actual", len(unsaid))


def _said_of(title: str) -> Label:
    """What a title says of all figures: "Base de données" is no baseline, nor is every "ist" an actual."""
    label = read_label(title)
    strong = label.plain or not _SERIES.isdisjoint(fold(title).split())
    return label if strong or not label.series else replace(label, series="")


def _of_costs(text: str) -> bool:
    """"Kostenart" over the names, "Kostenplanung" as a title: all of it is cost; "Kosten-Nutzen-Analyse" is of both."""
    words = fold(text).split()
    return len(words) <= _TITLE and not _BOTH & set(words) and (
        read_label(text).cost or any(w.startswith("kosten") for w in words))


def _costs(alike: Sequence[Figures], whole: bool) -> bool:
    """Do figures without a type speak of cost? "Actual cost" does; "Budget" beside plain "Actual" by month does not."""
    words = [w for f in alike for w in fold(f.guess.header).split()]
    if any(w.endswith(_COST_WORDS) for w in words):
        return True
    said = [f.guess.label.cost for f in alike]
    return all(said) or (any(said) and whole)
