"""Sheets of one workbook that are joined by ids: a column here that holds the ids of the rows of another sheet.

Must not know: layouts and items. A join is told by its heading, which both sheets share, and by its values: unique
there, nearly all of them known there.
"""
from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from importers.base import Sheet, Value
from importers.meaning.columns import (
    DATE_FIELDS,
    ID_WORDS,
    LEVEL_FIELDS,
    PERSON_FIELDS,
    Guess,
    field_scores,
    level_of_id,
)
from importers.meaning.context import Context
from importers.meaning.evidence import is_code
from importers.meaning.headers import Head
from importers.meaning.log_columns import kind_headed, log_scores
from importers.meaning.words import fold, is_placeholder, spaced, squash

MOSTLY_KNOWN = 0.75                       # in a log, which also names what is planned, done or gone
_MAY_BE_PARENT = ("custom", "response", "external", "event", "type")
KNOWN = 0.9                               # a stray id is an error by its address, not a reason to see no join
_NUMBERING = frozenset("s sr sl serial line row lfd laufende no nr number nummer pos".split())
_OF_A_LEVEL = ("code", "name", "description", "comment", *PERSON_FIELDS, *LEVEL_FIELDS)


@dataclass(frozen=True, slots=True)
class Join:
    """The column of a sheet that names rows of other sheets, and the ids these have."""

    column: int
    known: frozenset[str]


def find_join(sheet: Sheet, context: Context) -> Join | None:
    """The first column of repeated ids whose rows stand on other sheets."""
    if len(context.book.sheets) < 2:
        return None
    head = context.head(sheet)
    for column, text in enumerate(head.bottoms) if head is not None else ():
        if head is None or not is_id(text):
            continue
        mine = column_texts(sheet, head, column)
        if len(mine) < 2 or len(set(mine)) == len(mine) or (_numbers_rows(text) and all(map(str.isdigit, mine))):
            continue
        for known in (_ids(sheet, text, context), _ids_like(sheet, mine, context)):
            if sum(m in known for m in mine) >= KNOWN * len(mine):
                return Join(column, frozenset(known))
    return None


def join_parents(sheet: Sheet, first: int, guesses: list[Guess], context: Context) -> None:
    """The column of a log that names what its entries belong to: "Ref" where another sheet, no log itself, lists these
    ids under the same heading, or whatever its heading a column that holds the ids of the rows of such a sheet."""
    if any(g.field == "parent" for g in guesses):
        return
    for guess in guesses:
        if guess.field not in _MAY_BE_PARENT or not guess.header:
            continue
        mine = [t for row in sheet.rows[first:] if guess.index < len(row) and (t := as_text(row[guess.index]))]
        mine = [m for m in mine if not is_placeholder(m)]
        known = _ids(sheet, guess.header, context, without_logs=True) if is_id(guess.header) else set()
        if not mine or sum(m in known for m in mine) < KNOWN * len(mine):
            known = _listed(sheet, guess.header, mine, context) if len(mine) > 1 else set()
            if sum(m in known for m in mine) < MOSTLY_KNOWN * len(mine) or not known:
                continue
        freed, guess.field, guess.confidence = guess.field, "parent", 0.9
        heir = next((g for g in guesses if g.field == "custom" and freed in dict(log_scores(g.header))), None)
        if heir is not None and freed != "custom":         # "Gegenmaßnahme", once "Maßnahme" is no response any more
            heir.field, heir.confidence = freed, 0.9
        return


def _listed(sheet: Sheet, heading: str, mine: list[str], context: Context) -> set[str]:
    """The codes, or under a heading that says what is listed there the names, of the first other sheet that is no log
    and lists most of these. Mere numbers and words prove nothing: they may be steps of a scale."""
    codes = all(is_code(m) and any(map(str.isdigit, m)) and not m.isdigit() for m in mine)
    speaks = any(f == "name" or f in LEVEL_FIELDS for f, score in field_scores(heading) if score >= 0.7)
    if not codes and not speaks:
        return set()
    for other in context.book.sheets:
        there = context.head(other) if other.name != sheet.name and not other.hidden else None
        if there is None or kind_headed([b for b in there.bottoms if b]):
            continue
        for c, text in enumerate(there.bottoms):
            if not (is_id(text) if codes else any(f == "name" and s >= 0.7 for f, s in field_scores(text))):
                continue
            listed = column_texts(other, there, c)
            once = {t for t, n in Counter(listed).items() if n == 1}
            if once and sum(m in once for m in mine) >= MOSTLY_KNOWN * len(mine):
                return once
    return set()


def is_id(text: str) -> bool:
    return bool(text) and fold(spaced(text)).split()[-1:] in [[w] for w in ID_WORDS]


def _numbers_rows(text: str) -> bool:
    """"Sr. No", "lfd. Nr.", "#": 1, 2, 3 down the sheet, whatever it lists; "Project No" is of projects."""
    return set(fold(spaced(text)).split()) <= _NUMBERING


def is_dated(text: str) -> bool:
    scores = field_scores(text) if text else ()
    return bool(scores) and scores[0][0] in (*DATE_FIELDS, "milestone")


def column_texts(sheet: Sheet, head: Head, column: int) -> list[str]:
    cells = (sheet.at(r, column) for r in range(head.data, len(sheet.rows)))
    return [t for cell in cells if (t := as_text(cell))]


def as_text(cell: Value) -> str:
    """A cell as an id: whole numbers without ".0"; "" when it is none."""
    if cell is None or isinstance(cell, bool | dt.date):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def level_of_list(sheet: Sheet, context: Context) -> tuple[str, int] | None:
    """A sheet that names programmes, projects, ... another sheet's rows stand under: the level and the id column.

    It says who and what they are, no dates and states; the other sheet has figures and ids of its own.
    """
    head = context.head(sheet)
    if head is None or sheet.hidden or not any(head.bottoms):
        return None
    fields = [(scores[0][0] if (scores := field_scores(b)) else "")
              for b, x in zip(head.bottoms, head.labels, strict=False) if b and not _is_figure(x)]
    if any(f and f not in _OF_A_LEVEL for f in fields):
        return None
    for column, text in enumerate(head.bottoms):
        level = level_of_id(text)
        ids = column_texts(sheet, head, column) if level else []
        if not ids or len(set(ids)) < len(ids):
            continue
        for other in context.book.sheets:
            if other is not sheet and not other.hidden and _stands_under(other, text, set(ids), context):
                return level, column
    return None


def join_levels(sheet: Sheet, guesses: list[Guess], context: Context, said: set[int]) -> None:
    """"Programme ID" in a list of measures names their programme when another sheet lists the programmes."""
    for guess in guesses:
        level = level_of_id(guess.header)
        if not level or guess.field != "custom" or guess.index in said or any(g.field == level for g in guesses):
            continue
        for other in context.book.sheets:
            found = level_of_list(other, context) if other is not sheet else None
            there = context.head(other)
            if found is None or there is None or squash(there.bottoms[found[1]]) != squash(guess.header):
                continue
            if _stands_under(sheet, guess.header, set(column_texts(other, there, found[1])), context):
                guess.field, guess.confidence = level, 0.9
                break


def _is_figure(label: object) -> bool:
    return any(getattr(label, name) for name in ("timed", "series", "type", "cost", "derived"))


def _stands_under(sheet: Sheet, heading: str, ids: set[str], context: Context) -> bool:
    """Does every row of a list of figures with ids of its own name one of these, and no other level?"""
    head = context.head(sheet)
    if head is None or not any(_is_figure(x) for x in head.labels):
        return False
    column = next((c for c, b in enumerate(head.bottoms) if squash(b) == squash(heading)), None)
    if column is None:
        return False
    mine = column_texts(sheet, head, column)
    own = False
    for c, text in enumerate(head.bottoms):
        scores = field_scores(text) if text and c != column else ()
        if scores and scores[0][0] in LEVEL_FIELDS and not level_of_id(text):
            if not any(f == "name" and s >= 0.7 for f, s in scores):
                return False
        if c != column and is_id(text):
            theirs = column_texts(sheet, head, c)
            own |= len(theirs) >= len(mine) > 0 and len(set(theirs)) == len(theirs)
    return own and bool(mine) and sum(m in ids for m in mine) >= KNOWN * len(mine)


def _another_list(sheet: Sheet, other: Sheet, context: Context) -> Head | None:
    """The head of another sheet; None under the very same headings: a second list of the same kind, such as an older
    state of it, is nothing the rows of this one belong to."""
    mine, there = context.head(sheet), context.head(other)
    if there is None or other.name == sheet.name or other.hidden:
        return None
    return None if mine is not None and [b for b in mine.bottoms if b] == [b for b in there.bottoms if b] else there


def _ids_like(sheet: Sheet, mine: list[str], context: Context) -> set[str]:
    """The ids of the first other sheet that holds nearly all of these under another heading; never mere numbers."""
    if any(m.isdigit() for m in mine):
        return set()
    for other in context.book.sheets:
        there = _another_list(sheet, other, context)
        for c, text in enumerate(there.bottoms) if there is not None else ():
            ids = column_texts(other, there, c) if there is not None and is_id(text) else []
            if ids and len(set(ids)) == len(ids) and sum(m in set(ids) for m in mine) >= KNOWN * len(mine):
                return set(ids)
    return set()


def _ids(sheet: Sheet, heading: str, context: Context, without_logs: bool = False) -> set[str]:
    """The ids that stand under this heading on other sheets, in columns where none stands twice."""
    found: set[str] = set()
    for other in context.book.sheets:
        there = _another_list(sheet, other, context)
        if there is not None and without_logs and kind_headed([b for b in there.bottoms if b]):
            continue
        for c, text in enumerate(there.bottoms) if there is not None else ():
            if there is not None and squash(text) == squash(heading):
                ids = column_texts(other, there, c)
                if len(set(ids)) == len(ids):
                    found.update(ids)
    return found
