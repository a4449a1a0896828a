"""Fiscal years: in which month they begin and after which of their two calendar years they are called.

As the portfolio has it set or the person answers; where a label leaves it open, the reading is stated and asked.
Must not know: where in the sheet labels stand; the caller brings each with its place.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from importers.base import Where
from importers.meaning.context import Context
from importers.meaning.notes import Notes
from importers.meaning.value.periods import Label

_APRIL = 4
_YEAR = 12                                # months


@dataclass(frozen=True, slots=True)
class Fiscal:
    """First month, and whether "FY25" is the year that ends in 2025."""

    start: int = 1
    named_last: bool = False


def first_month(labels: Sequence[Label]) -> int:
    """The month in which the years of "2024/25" begin, as their months prove it: one of these years is all there, and
    none begins otherwise. 0 when nothing proves it."""
    years: dict[int, list[Label]] = {}
    for label in labels:
        months = years.setdefault(label.year, []) if label.spans and label.year and label.month else []
        if label.month not in [x.month for x in months]:
            months.append(label)
    whole = [all_of_it for all_of_it in years.values() if sum(x.span or 1 for x in all_of_it) == _YEAR]
    firsts = {months[0].month for months in whole if all(
        (b.month - a.month) % _YEAR == (a.span or 1) for a, b in pairwise(months))}
    return firsts.pop() if len(firsts) == 1 else 0


def fiscal_of(context: Context, sheet: str, notes: Notes, labels: Sequence[tuple[Label, Where]]) -> Fiscal:
    """How the fiscal years of a sheet are read. For "2024/25" without a month in which it begins: April, and asked;
    "FY25" of a year that does not begin in January is called after the year in which it begins, and asked."""
    said = context.answer("fiscal_start", sheet)
    start = int(said) if said.isdecimal() and 1 <= int(said) <= 12 else context.wishes.fiscal_start
    spans = [at for label, at in labels if label.spans and not label.begins]
    if spans and start == 1:
        start = _APRIL
        if not said:
            notes.cells("question", spans, "{where} {names/name} years that do not begin in January; read as beginning "
                                           "in April.", "fiscal_start=10")
    last = context.answer("fiscal_name", sheet) == "last"
    named = [at for label, at in labels if label.fiscal and not label.spans]
    begun = [label for label, _ in labels if label.fiscal and not label.spans and label.begins > 1]
    if named and (start != 1 or begun) and not context.answer("fiscal_name", sheet):
        notes.cells("question", named, "{where}: a fiscal year of two calendar years is called after one of them; read "
                                       "as the one in which it begins.", "fiscal_name=last")
    return Fiscal(start, last)
