"""A column of addresses beside a column of people says who they are: "Owner", "Owner e-mail".

Must not know: who is the same person as whom in the end (people.py).
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.batch import Item, Link
from importers.meaning.columns import PERSON_FIELDS, Guess
from importers.meaning.names import person_of
from importers.meaning.table import Table
from importers.meaning.words import fold, squash, vocabulary

_MOST = 0.8                           # share of the filled cells that must be addresses and nothing else
_WORDS = ("mail", "email", "e mail", "mailadresse", "emailadresse")


def take_addresses(table: Table, columns: Mapping[str, Sequence[Any]], people: Mapping[str, Item]) -> None:
    """Give everybody the one address that stands beside their name."""
    for guess in table.guesses:
        folded = f" {fold(guess.header)} "
        if guess.field != "custom" or not any(f" {w} " in folded for w in _WORDS):
            continue
        cells = [str(c).strip() if c is not None else "" for c in table.cells(guess.index)]
        mails = [found.mail if text and (found := person_of(text)).only_mail else "" for text in cells]
        field = _whose(table, guess)
        if not field or field not in columns or sum(map(bool, mails)) < _MOST * max(1, sum(map(bool, cells))):
            continue
        said: dict[str, set[str]] = {}
        for link, mail in zip(columns[field], mails, strict=True):
            if isinstance(link, Link) and mail:
                said.setdefault(link.key, set()).add(mail)
        for key, theirs in said.items():
            if len(theirs) == 1 and key in people:
                people[key].fields.setdefault("mail", next(iter(theirs)))


def _whose(table: Table, mail: Guess) -> str:
    """The people a column of addresses belongs to: those its heading names, else those left of it."""
    words = squash(mail.header)
    named = [g.field for g in table.guesses if g.field in PERSON_FIELDS and any(
        w in words for w in (squash(g.header), *vocabulary().fields[g.field]) if w)]
    left = [g.field for g in table.guesses if g.field in PERSON_FIELDS and g.index < mail.index]
    return named[0] if len(set(named)) == 1 else left[-1] if left else ""
