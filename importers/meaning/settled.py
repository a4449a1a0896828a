"""What the person settled about a sheet's shape: its header rows, what a column is, what a row is, the unit.

Answers are plain text, so that the wizard, the command line and profiles share them: `column.<header or letter>`,
`row.<number or label>`, `colour.<RRGGBB>`, `header`, `currency`, `scale`, `sheet`, each optionally with `@<sheet>`
behind it; and `person.<name>` for the whole file, whose value is another name or "apart".
Must not know: layouts. A bad answer is a Problem that names it and what there is to choose from.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.core.catalog import EFFECT_TYPES, LEVELS, SERIES
from app.errors import Problem
from importers.base import Sheet, letter
from importers.meaning.columns import Guess
from importers.meaning.headers import Head, filled
from importers.meaning.rows import Rows
from importers.meaning.value.units import Unit, parse_unit
from importers.meaning.words import fold, vocabulary

AMOUNTS = tuple(f"{kind}.{series}" for kind in EFFECT_TYPES for series in SERIES)
IGNORE = "ignore"
REPEATED = ("comment", "milestone")       # what several columns may be
ROW_KINDS = {"data": "data", "group": "group", "total": "total", IGNORE: "ignored"}
SCALES = {"1": 0, "k": 3, "m": 6, "bn": 9}
MOST_HEADER_ROWS = 6
COLOURS = ("green", "amber", "red", "done", IGNORE)
_ABOUT = ("column.NAME", "row.NUMBER", "colour.RRGGBB", "person.NAME")    # behind the point stands a name
KEYS: dict[str, tuple[str, ...]] = {      # what can be answered, with what; () = judged elsewhere or by the file
    "leaf": ("measure", "activity"), "effect_type": EFFECT_TYPES, "series": SERIES, "per": ("year", "month"),
    "spread": ("even", "undated"), "unit": ("shared", "own"), "decimal": ("comma", "point", ",", "."),
    "date_order": ("dmy", "mdy"), "percent": ("percent", "fraction"), "light_scale": ("low", "high"),
    "top": (*LEVELS, "activity"), "hierarchy": (),
    "baseline": (), "fiscal_start": tuple(str(m) for m in range(1, 13)), "fiscal_name": ("first", "last"),
    "year": (), "header": (), "currency": (),
    "scale": tuple(SCALES), "sheet": (IGNORE,)}
APART = "apart"
NAMED = ("column.", "row.", "colour.", "person.")    # answers about one of many things, which is named behind the point
ANYTHING = ("column.", "row.", "person.")  # the name of such a thing may hold an "@" itself
_ROWS = re.compile(r"^(\d+)(?:\s*-\s*(\d+))?$")


def column_choices() -> tuple[str, ...]:
    """Everything a column can be said to be."""
    fields = [f for f in vocabulary().fields if f != "other"]
    return *fields, *AMOUNTS, "custom", IGNORE


def check(answers: Mapping[str, str]) -> None:
    """Keys, and values that can be judged without looking at a sheet. Raises Problem."""
    for key, value in answers.items():
        word = key.partition("@")[0]
        if not key.startswith(NAMED) and word not in KEYS:
            raise Problem(f"There is no question “{word}” to answer with “{key}={value}”.",
                          f"Answers are: {', '.join((*KEYS, *_ABOUT))}; behind each @SHEET may stand.")
        if KEYS.get(word) and value not in KEYS[word]:
            raise _bad(key, value, KEYS[word])
        if word == "year" and not re.fullmatch(r"(19|20|21)\d\d", value):
            raise Problem(f"The answer “{key}={value}” is not understood.", "Write a year, like 2026.")
        if key.startswith("column.") and value not in column_choices():
            raise _bad(key, value, column_choices())
        if key.startswith("row.") and value not in ROW_KINDS:
            raise _bad(key, value, ROW_KINDS)
        if key.startswith("colour."):
            colour_of(key.removeprefix("colour.").partition("@")[0])
            if value not in COLOURS:
                raise _bad(key, value, COLOURS)
        if key.startswith("person.") and not value.strip():
            raise Problem(f"The answer “{key}=” names nobody.", f"Write who it is, or {APART}.")
        if word == "currency" and not ((unit := parse_unit(value)) and unit.currency == value.upper()):
            raise Problem(f"The answer “{key}={value}” is not understood.", "Write a currency's code, like EUR.")
        if word == "header" and _header(value) is None:
            raise Problem(f"The answer “{key}={value}” is not understood.",
                          f"Write the header's rows, like 4 or 4-5; at most {MOST_HEADER_ROWS}.")


def colour_of(name: str) -> str:
    """The colour an answer names, as fills are kept: "#c00000", "FFC00000" -> "C00000"."""
    bare = name.strip().lstrip("#").upper()
    if not re.fullmatch(r"(?:[0-9A-F]{2})?[0-9A-F]{6}", bare):
        raise Problem(f"“{name}” is no colour.", "Write it as the question does, like colour.C00000=red.")
    return bare[-6:]


def _bad(key: str, value: str, choices: Iterable[str]) -> Problem:
    return Problem(f"The answer “{key}={value}” is not understood.", f"Choose one of: {', '.join(choices)}.")


def _header(value: str) -> tuple[int, int] | None:
    found = _ROWS.match(value.strip())
    if not found:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    return (first - 1, last - 1) if 1 <= first <= last < first + MOST_HEADER_ROWS else None


def header_rows(value: str, sheet: Sheet, own: bool) -> tuple[int, int] | None:
    """The 0-based rows an answer names; None when a sheet that is not named by it has no such rows."""
    rows = _header(value)
    if rows is None or rows[1] >= len(sheet.rows):
        if own:
            raise Problem(f"The answer “header={value}” names no rows of the sheet “{sheet.name}”.",
                          f"It has rows 1 to {len(sheet.rows)}.")
        return None
    return rows


def said_for(answers: Mapping[str, str], prefix: str, sheet: str, sheets: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """Answers that begin with `prefix` and hold for a sheet: what they name -> (value, whether the sheet is named)."""
    others, found = set(sheets), dict[str, tuple[str, bool]]()
    for key, value in answers.items():
        if not key.startswith(prefix):
            continue
        bare, at, scope = key.removeprefix(prefix).rpartition("@")
        if not at or scope not in others:                  # no scope: an "@" may be part of a header
            found.setdefault(key.removeprefix(prefix), (value, False))
        elif scope == sheet:
            found[bare] = (value, True)
    return found


def columns_named(head: Head, name: str) -> list[int]:
    """The columns with this header (whole, or its lowest row), else the one with this letter."""
    wanted = fold(name)
    for texts in (head.texts, head.bottoms):
        named = [c for c, text in enumerate(texts) if text and fold(text) == wanted]
        if named:
            return named
    return [c for c in range(len(head.texts)) if letter(c) == name.strip().upper()]


def columns_said(head: Head, sheet: str, said: Mapping[str, tuple[str, bool]], alone: bool,
                 known_elsewhere: Iterable[str] = ()) -> dict[int, str]:
    """Column -> what the person says it is. A name that fits none here is a Problem unless another sheet has it."""
    found: dict[int, str] = {}
    elsewhere = set(known_elsewhere)
    for name, (value, own) in said.items():
        named = columns_named(head, name)
        if len(named) > 1:
            raise Problem(f"The answer “column.{name}={value}” names {len(named)} columns of “{sheet}”.",
                          f"Name one by its letter: {', '.join(letter(c) for c in named)}.")
        if named:
            twin = next((c for c, v in found.items() if v == value and c != named[0]), -1)
            if twin >= 0 and value in vocabulary().fields and value not in REPEATED:
                raise Problem(f"The answers make both {letter(twin)} and {letter(named[0])} of “{sheet}” the {value}.",
                              "Take one of them back.")
            found[named[0]] = value
        elif own or alone or name not in elsewhere:
            there = ", ".join(f"{letter(c)} {text}" for c, text in enumerate(head.texts) if text)
            raise Problem(f"The answer “column.{name}={value}” names no column of “{sheet}”.", f"There are: {there}.")
    return found


def settle_column(guess: Guess, value: str) -> None:
    """Make a guess what the person says; figures keep the month their header says."""
    guess.confidence = 1.0
    if "." not in value:
        guess.field = "" if value == IGNORE else value
        guess.period = None
        return
    kind, _, series = value.partition(".")
    guess.label = replace(guess.label, type=kind, series=series, derived=False, total=False, cost=False)
    guess.period = guess.period or guess.label.period()
    guess.field = value + (f"@{guess.period.text}" if guess.period else "")


def settle_units(guesses: Sequence[Guess], currency: str, scale: str) -> None:
    """Currency and size of all figures as the person says, whatever headers say."""
    for guess in guesses:
        if currency or scale:
            guess.unit = Unit(currency.upper() or guess.unit.currency, SCALES[scale] if scale else guess.unit.power)


def settle_rows(rows: Rows, sheet: Sheet, head: Head, said: Mapping[str, tuple[str, bool]], alone: bool) -> list[str]:
    """Rows become what the person says; labels that stand in no row come back."""
    missing: list[str] = []
    for name, (value, own) in said.items():
        if name.strip().isdecimal():
            named = [int(name) - 1] if head.data <= int(name) - 1 < len(sheet.rows) else []
            if not named and (own or alone):
                raise Problem(f"The answer “row.{name}={value}” names no row below the header of “{sheet.name}”.",
                              f"Those are rows {head.data + 1} to {len(sheet.rows)}.")
        else:
            named = [r for r in range(head.data, len(sheet.rows)) if fold(name) in map(fold, row_texts(sheet, r)[:2])]
            if not named:
                missing.append(name)
        for row in named:
            _settle_row(rows, sheet, row, ROW_KINDS[value])
    return missing


def row_texts(sheet: Sheet, row: int) -> list[str]:
    """The texts of a row; by one of the first two (id, name) people call it."""
    cells = sheet.rows[row] if row < len(sheet.rows) else []
    return [" ".join(v.split()) for v in cells if isinstance(v, str) and v.strip()]


def _settle_row(rows: Rows, sheet: Sheet, row: int, kind: str) -> None:
    rows.groups.pop(row, None)
    rows.totals.pop(row, None)
    rows.continued.discard(row)
    rows.kinds[row] = kind
    rows.settled.add(row)
    label = next(iter(row_texts(sheet, row)), "")
    if kind == "group":
        column = next((c for c, v in enumerate(sheet.rows[row]) if isinstance(v, str) and filled(v)), 0)
        rows.groups[row] = (column, label)
    elif kind == "total":
        rows.totals[row] = label or "total"
