"""Cumulated columns of a list without periods: nothing that stands there is summed by them, so they are what was spent
so far; what "this period" holds beside them is a part of it. Likewise "Actual YTD" and "Forecast FY" beside a budget of
the year or of no time.

Must not know: amounts.
"""
from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from importers.meaning.columns import Guess
from importers.meaning.headers import Head
from importers.meaning.notes import Notes
from importers.meaning.value.reach import only_reaches
from importers.meaning.words import fold

_SUMMED = {"cumulative", "cumulated", "cum", "kumuliert", "kumulierte", "kumulativ"}
_SPENT = {"expenditure", "expenditures", "spend", "spending", "spent", "actual", "actuals", "ausgaben", "ausgegeben"}
_NOW = {"current", "this", "aktuell", "aktuelle", "laufende"}
_SPAN = {"period", "quarter", "month", "periode", "quartal", "monat"}


def take_running_totals(guesses: Sequence[Guess], head: Head, said: Collection[int], notes: Notes) -> None:
    """One cumulated column of spending becomes the actual; several, or one among periods, stay what they are."""
    free = [g for g in guesses if g.index not in said]
    running = [g for g in free if g.field == "derived" and _words(g) & _SUMMED and _words(g) & _SPENT]
    if len(running) != 1 or any(g.period is not None or g.field == "month" for g in guesses):
        return                                             # rows by month would add up what is added up already
    total = running[0]
    kind = total.label.type or "one_time_cost"
    total.field, total.label = f"{kind}.actual", replace(total.label, derived=False, total=False, series="actual")
    parts = [g for g in free if g.money and _words(g) & _NOW and _words(g) & _SPAN and _words(g) & _SPENT]
    for part in parts:
        part.field, part.kind = "custom", "money"
    notes.cells("note", [(head.last, total.index)], f"{{where}} ({total.header}): what was spent so far; read as "
                                                    "actual without a month.")
    notes.cells("note", [(head.last, g.index) for g in parts], f"{{where}}: a part of “{total.header}”; kept as a "
                                                               "plain field, so that nothing counts twice.")


def take_reaching(guesses: Sequence[Guess], said: Collection[int]) -> None:
    """A scenario with nothing but how far it reaches is cost as the one beside it. By months nobody knows which of them
    it holds, beside a column of its own scenario it may be a part of that one, and a benefit reached so far is none
    of the whole year."""
    money = [g for g in guesses if g.money]
    kinds = {g.field.partition(".")[0] for g in money if g.label.type or g.label.cost} or {
        g.field.partition(".")[0] for g in money}
    periods = {g.period for g in guesses if g.period is not None}
    if any(g.field == "name" and g.label.cost for g in guesses):
        kinds = {"one_time_cost"}                          # "Budget (k€)" over Hardware, Software
    kind = kinds.pop() if len(kinds) == 1 else ""
    if not kind.endswith("cost") or len(periods) > 1 or any(p.months < 12 for p in periods) or any(
            g.field in ("month", "series") for g in guesses):
        return
    for guess in guesses:
        p, series = guess.profile, guess.label.series
        if guess.field == "custom" and guess.index not in said and only_reaches(guess.label) and p.count \
                and p.numbers >= 0.5 and p.percents <= 0.3 and not any(g.label.series == series and g is not guess
                                                                       for g in guesses if g.money):
            guess.field, guess.confidence, guess.kind = f"{kind}.{series}", 0.6, ""


def _words(guess: Guess) -> set[str]:
    return set(fold(guess.header).split())
