"""Columns looked at again together, once each has its field: what one of them is can tell what another is not.

Must not know: sheets and rows.
"""
from __future__ import annotations

from collections.abc import Collection, Sequence

from importers.meaning.columns import LEVEL_FIELDS, Guess, custom_kind
from importers.meaning.counted import UNITS, counts_pieces
from importers.meaning.value.rates import is_price
from importers.meaning.words import fold, spaced, squash, vocabulary

_DAYS = ("start", "plan_start", "plan_finish", "actual_start", "actual_finish")
_FEW = 0.05                               # a smaller share of different texts calls no row


def look_again(guesses: Sequence[Guess], said: Collection[int]) -> None:
    """Take back what the other columns show to be wrong; never what a person said."""
    mine = [g for g in guesses if g.index not in said]
    _unit_of_measure(guesses, mine)
    _mere_date(guesses, mine)
    _few_names(guesses, mine)
    _empty_name(mine)
    _id_of_others(guesses, mine)


def _custom(guess: Guess) -> None:
    guess.field, guess.confidence = "custom", 0.3
    guess.kind = custom_kind(guess)


def _unit_of_measure(guesses: Sequence[Guess], mine: Sequence[Guess]) -> None:
    """"Unit" beside a quantity or a price is what is counted, "kg", and no business unit."""
    if any(g.field != "unit" and (counts_pieces(g.header) or is_price(g.header)) for g in guesses):
        for guess in mine:
            if guess.field == "unit" and squash(guess.header) in UNITS:
                _custom(guess)


def _mere_date(guesses: Sequence[Guess], mine: Sequence[Guess]) -> None:
    """A plain "Date" is no finish beside dates that say what they are of: it is when somebody wrote the row."""
    plain = next((g for g in mine if g.field == "finish" and squash(g.header) in _plain_dates()), None)
    if plain is None:
        return
    ends = [g for g in mine if g.field == "custom" and g.kind == "date"
            and set(fold(g.header).split()) & {"finish", "end", "completion", "ende", "fertigstellung"}]
    if ends or any(g.field in _DAYS for g in guesses):
        _custom(plain)
        if ends:
            ends[0].field, ends[0].confidence = "finish", 0.6


def _plain_dates() -> frozenset[str]:
    return frozenset(squash(w) for w in vocabulary().lists["plain_date"])


def _few_names(guesses: Sequence[Guess], mine: Sequence[Guess]) -> None:
    """One of a few words in every row is nothing to be called by: what describes the row is, else its id."""
    name = next((g for g in mine if g.field == "name"), None)
    if name is None or name.profile.count < 20 or name.profile.distinct >= _FEW or name.confidence >= 0.9:
        return
    better = next((g for g in mine if g.field == "description" and g.profile.distinct > 0.3), None)
    if better is None and not any(g.field == "code" for g in guesses):
        return
    _custom(name)
    if better is not None:
        better.field, better.confidence = "name", 0.6


def _empty_name(mine: Sequence[Guess]) -> None:
    """A column of names without any: what describes the rows calls them."""
    name = next((g for g in mine if g.field == "name"), None)
    text = next((g for g in mine if g.field == "description" and g.profile.distinct > 0.5), None)
    coded = any(g.field == "code" and g.profile.count for g in mine)
    if name is not None and text is not None and coded and not name.profile.count and text.profile.count > 2:
        _custom(name)
        text.field, text.confidence = "name", 0.6


def _id_of_others(guesses: Sequence[Guess], mine: Sequence[Guess]) -> None:
    """"Project ID" that most rows share with others, beside names of their own and no months: what they belong to."""
    code = next((g for g in mine if g.field == "code"), None)
    name = next((g for g in guesses if g.field == "name"), None)
    if code is None or name is None or code.profile.count < 6 or code.profile.distinct > 0.5:
        return
    thing = fold(spaced(code.header)).split()[0]
    if thing in fold(spaced(name.header)).split() or name.profile.distinct <= code.profile.distinct:
        return
    if thing not in vocabulary().lists["prefix"] or any(
            g.field in ("month", "series", "type", "parent", *LEVEL_FIELDS) or g.period for g in guesses):
        return
    code.field, code.confidence = "parent", 0.6
