"""The currency of an import: what the portfolio says, else what the source says; and amounts that name none, in its
decimals.

Must not know: how rows are matched and compared.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from app.core.batch import Batch, Issue, Item, altered
from app.core.catalog import MONEY_CATEGORIES
from app.core.intake.cells import in_decimals, tally_in
from app.core.portfolio import Portfolio
from app.core.value.cube import reporting_currency
from app.core.values import DEFAULT_SCALE, scale_of


def currency_of(p: Portfolio, batch: Batch) -> str:
    """What sums are told in, and what amounts are taken for that name no currency."""
    if p.setting("currency") or p.of_kind("effect_line"):
        return reporting_currency(p)
    return batch.currency or reporting_currency(p)


def in_its_decimals(batch: Batch, currency: str) -> Batch:
    """The batch with the lines that name no currency in the decimals of the one they are taken for: a source that
    names none is read with two."""
    scale = scale_of(currency)
    if batch.own or scale == DEFAULT_SCALE or not any(_is_unnamed(item, scale) for item in batch.items):
        return batch
    told = altered(batch, items=[], issues=list(batch.issues))
    for item in batch.items:
        if _is_unnamed(item, scale):
            item, said, cut = in_decimals(item, item.fields, scale)
            item = replace(item, fields=said | {"scale": scale})
            if cut:
                sheet, _, cell = item.at.rpartition("!")
                told.issues.append(Issue("note", sheet, cell, f"{item.fields.get('name') or item.key}: more decimals "
                                                              f"than {currency} has; rounded."))
        told.items.append(item)
    told.origin = replace(batch.origin, tallies=[t if t.currency else tally_in(t, scale)
                                                 for t in batch.origin.tallies])
    return told


def _is_unnamed(item: Item, scale: int) -> bool:
    said = item.fields
    return (item.kind == "effect_line" and not said.get("currency") and said.get("scale") not in (None, scale)
            and (said.get("category") or MONEY_CATEGORIES[0]) in MONEY_CATEGORIES)


def assumed_currency(batch: Batch, said: Iterable[tuple[str, str]], chosen: Any, currency: str) -> str:
    """That a currency was taken which the file does not name, "" where it names one or brings no money."""
    lines = [named for category, named in said if category not in ("fte", "non_money")]
    if batch.own or batch.currency or not lines or any(lines):
        return ""
    what = "No currency is named in this file; its amounts are taken for "
    return what + (f"{currency}, the currency of this portfolio." if chosen else
                   f"{currency}. Another one: the answer currency=CHF, for example.")
