"""So many pieces at a price each: the column that is their product holds the amounts of the rows, the price none.

Must not know: sheets and layouts. The figures decide, a heading only says which column counts the pieces.
"""
from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from importers.base import Value
from importers.meaning.columns import Guess
from importers.meaning.counted import counts_pieces
from importers.meaning.headers import Head
from importers.meaning.notes import Notes
from importers.meaning.rows import Rows
from importers.meaning.value.amounts import number_text
from importers.meaning.value.rates import is_price
from importers.meaning.words import fold

_MAY_COUNT = frozenset(                                   # where the figures prove that they do
    "amount count units number unidade unidades unidad unite unites einheiten".split())
_HOURS = frozenset("hours hrs hour stunden std days tage personentage mandays jours heures horas dias godziny".split())
_LEAST, _ENOUGH, _CENT = 3, 0.9, 0.006
_ROUNDED = 1e-4                           # of an amount: written in whole units of its currency, or of a rounded price


def take_pieces(guesses: Sequence[Guess], columns: Sequence[Sequence[Value]], rows: Rows, head: Head,
                said: Collection[int], notes: Notes) -> None:
    """The product becomes the amount in place of the price; a row that has all three is no heading of others."""
    plain = [g for g in guesses if g.index not in said and not g.money and g.profile.numbers > 0]
    counts = [g for g in plain if _counts(g)] or [g for g in plain if not _HOURS.isdisjoint(fold(g.header).split())]
    prices = [g for g in guesses if g.index not in said and g.period is None
              and (g.money or (g.field == "custom" and _priced(g))) and g not in counts]
    if len(counts) != 1 or not prices:
        return
    number = columns[counts[0].index]
    for price in prices:
        for product in guesses:
            if product is price or product is counts[0] or product.period is not None or product.index in said:
                continue
            if not (product.money or product.field in ("total", "custom")) or not product.profile.numbers:
                continue
            held = _holds(number, columns[price.index], columns[product.index])
            if held:
                if price.money or not product.money:
                    _amounts(price, product)
                    notes.cells("note", [(head.last, price.index)], f"{{where}} ({price.header}): what one costs; the "
                                f"amounts of the rows are those of “{product.header}”.")
                for row in (head.data + i for i in held):
                    if rows.kinds.get(row) == "group":
                        rows.kinds[row] = "data"
                        rows.groups.pop(row, None)
                return


def _holds(numbers: Sequence[Value], prices: Sequence[Value], products: Sequence[Value]) -> list[int]:
    """The rows in which number by price is the product; none where it is not so in nearly all, or all numbers are 1."""
    full, held, several = 0, [], False
    for i, cells in enumerate(zip(numbers, prices, products, strict=True)):
        n, p, all_ = map(_figure, cells)
        if n is None or p is None or all_ is None:
            continue
        full += 1
        if abs(n * p - all_) <= max(_CENT * max(1.0, abs(n)), _ROUNDED * abs(all_)):
            held.append(i)
            several = several or (n not in (0, 1) and p not in (0, 1))
    return held if several and len(held) >= max(_LEAST, _ENOUGH * full) else []


def _counts(guess: Guess) -> bool:
    return counts_pieces(guess.header) or not _MAY_COUNT.isdisjoint(fold(guess.header).split())


def _priced(guess: Guess) -> bool:
    return guess.kind == "money" or is_price(guess.header)


def _figure(value: Value) -> float | None:
    """A cell as a number: in a text file "6,000,000" is one too, and "€ 4.50" anywhere."""
    if isinstance(value, str):
        found = number_text(value)
        return None if found is None or found.percent else float(found.decimal("," if "." in found.body else "."))
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _amounts(price: Guess, product: Guess) -> None:
    if not product.money:
        field = price.field if price.money else "one_time_cost.plan"
        label = price.label if price.money else replace(price.label, cost=True)
        product.field, product.label, product.unit = field, replace(label, total=False), price.unit
    if price.money:
        price.field, price.kind = "custom", "money"
