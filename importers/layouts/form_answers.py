"""A form that describes one project: label left, answer right. It becomes a list of one row with the labels as heads.

So a form is understood by the same words, dates, amounts and settled answers as a column of a list. Each message keeps
the address at which the answer stands. Must not know: tables and blocks within forms.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.core.batch import Batch, Issue
from importers.base import Sheet, Value, address, letter
from importers.meaning.columns import field_scores
from importers.meaning.forms import CODE
from importers.meaning.headers import cells_of
from importers.meaning.words import is_placeholder, squash

Where = tuple[int, int]
_HINT = re.compile(r"^(?:select|please select|choose|drop[- ]?down|bitte (?:aus)?wählen|auswahl)\b", re.IGNORECASE)
_LEAST_KNOWN = 3
_SURE = 0.6
_LONGEST = 120
_STEP = 2                             # columns of the list stand apart, so that addresses never join into a range


@dataclass(frozen=True, slots=True)
class Answer:
    """One question and what stands right of it; `asked` when its form says so: a number before it, a mark behind."""

    label: str
    value: Value
    at: Where
    asked: bool = False


def answers(sheet: Sheet) -> list[Answer]:
    """Every row that reads as label and answer; several pairs beside each other count each."""
    found: list[Answer] = []
    for row in range(len(sheet.rows)):
        whole = cells_of(sheet, row)
        cells = [(c, v) for c, v in whole if not (isinstance(v, str) and CODE.match(v.strip()))]
        numbered = len(cells) < len(whole)
        while len(cells) >= 2:
            (_, label), *rest = cells
            if not _is_label(label):
                cells = rest
                continue
            texts = [(c, v) for c, v in rest if not (isinstance(v, str) and _HINT.match(v.strip()))]
            if not texts:
                break
            column, value = texts[0]
            more = texts[1:]
            if isinstance(value, str) and _is_question(value) and more:
                label, (column, value), more = f"{label} {value}", more[0], more[1:]     # "Contact:" "Name" "Ann Lee"
            if not (isinstance(value, str) and is_placeholder(value)):
                found.append(Answer(" ".join(str(label).split()).rstrip(" :?"), value, (row, column),
                                    numbered or _is_question(str(label))))
            cells = more
    return found


def _is_label(value: Value) -> bool:
    return isinstance(value, str) and 1 < len(value.strip()) <= _LONGEST and any(map(str.isalpha, value))


def _is_question(value: str) -> bool:
    return value.strip().endswith((":", "?"))


def describes_one(found: list[Answer]) -> bool:
    """Do the labels name a project and at least two more things that are known of one?"""
    fields = {name for one in found for name, score in field_scores(one.label)[:1] if score >= _SURE}
    named = any(name == "name" and score >= 0.8 for one in found for name, score in field_scores(one.label)[:1])
    return named and len(fields) >= _LEAST_KNOWN


def as_list(sheet: Sheet, found: list[Answer]) -> Sheet:
    """Two rows: labels, and under each its answer. A label that comes again is told apart by its number."""
    heads: list[Value] = []
    values: list[Value] = []
    seen: dict[str, int] = {}
    for one in found:
        key = squash(one.label)
        seen[key] = seen.get(key, 0) + 1
        heads += [one.label if seen[key] == 1 else f"{one.label} ({seen[key]})", None]
        values += [one.value, None]
    return replace(sheet, rows=[heads, values], errors={}, unvalued=set(), formula_count=0, formula_rows={}, merged=[],
                   hidden_rows=set(), hidden_columns=set(), indents={}, outline={}, bold=set(), comments={}, formats={},
                   fills={(1, n * _STEP): fill for n, one in enumerate(found) if (fill := sheet.fills.get(one.at))})


def put_back(batch: Batch, sheet: Sheet, found: list[Answer]) -> None:
    """Addresses of the list as addresses of the form, in items, messages and the reading."""
    there = {address(row, n * _STEP): address(*one.at) for n, one in enumerate(found) for row in (0, 1)}
    pattern = re.compile(r"(?<![A-Za-z0-9])(" + "|".join(sorted(there, key=lambda a: -len(a))) + r")(?![A-Za-z0-9])")

    def real(text: str) -> str:
        return pattern.sub(lambda hit: there[hit[1]], text)
    for item in batch.items:
        place, _, cell = item.at.rpartition("!")
        item.at = f"{place}!{there.get(cell, cell)}" if place else item.at
    batch.issues = [Issue(i.severity, i.sheet, there.get(i.cell, i.cell), real(i.message), i.answer)
                    for i in batch.issues]
    batch.printed = [(real(at), what, one, two) for at, what, one, two in batch.printed]
    rows = {one.at[0] for one in found}
    for reading in batch.sheets:
        columns = {letter(n * _STEP): letter(one.at[1]) for n, one in enumerate(found)}
        reading.columns = [replace(c, column=columns.get(c.column, c.column)) for c in reading.columns]
        reading.header_row = 0
        reading.row_kinds = {n + 1: "data" if n in rows else "guidance" if cells_of(sheet, n) else "blank"
                             for n in range(len(sheet.rows))}
