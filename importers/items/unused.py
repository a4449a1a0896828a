"""Columns whose field a list has no use for: kept under their heading, or said to be computed.

Must not know: layouts and items.
"""
from __future__ import annotations

from importers.base import letter
from importers.meaning.columns import custom_kind
from importers.meaning.headers import filled
from importers.meaning.table import Table
from importers.meaning.value.rates import is_price
from importers.meaning.value.row_months import row_months

_OF_FIGURES = ("series", "type", "currency")


def keep_unused(table: Table) -> None:
    """"Month" over rows that are no months, scenario, type and currency where no column holds amounts: fields of their
    own. A computed column is said to stay out."""
    figures = any(g.money or g.field == "total" for g in table.guesses)
    months = table.find("month")
    unused = [months] if months is not None and row_months(table) is None else []
    unused += [g for name in _OF_FIGURES if not figures and (g := table.find(name)) is not None]
    for guess in unused:
        guess.field, guess.kind = "custom", custom_kind(guess)
    _say_amounts(table, "note" if figures else "warning")
    for guess in table.guesses:
        if guess.field not in ("derived", "") or not guess.header or guess.period is not None:
            continue
        places = [table.place(i, guess.index) for i, v in enumerate(table.cells(guess.index)) if filled(v)]
        if places and (guess.field == "derived" or guess.label.derived):
            table.notes.cells("note", places[:1], f"“{guess.header}” (column {letter(guess.index)}) is computed from "
                                                  "other columns, as its heading says; it is not kept.")


def _say_amounts(table: Table, severity: str) -> None:
    """Columns headed as money that no sum counts; loudest where a list gave no money at all. What one costs counts in
    none, and what was said already is not said again."""
    said = " ".join(i.message for i in table.notes.issues)
    plain = [g for g in table.guesses if g.field == "custom" and g.kind == "money" and any(
        isinstance(v, int | float) and v for v in table.cells(g.index))]
    if severity == "note":
        plain = [g for g in plain if not is_price(g.header) and f"“{g.header}”" not in said]
    table.notes.cells(severity, [(table.head.last, g.index) for g in plain], "{where}: amounts under headings"
                      " that name no plan, forecast or actual; kept as plain fields, no sum counts them.")
