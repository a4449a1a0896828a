"""A form that describes one project: label left, answer right. It becomes a list of one row with the labels as heads.

So a form is understood by the same words, dates, amounts and settled answers as a column of a list. Each message keeps
the address at which the answer stands. Must not know: tables and blocks within forms.
"""
from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from app.core.batch import Batch
from app.core.intake.places import by_columns
from importers.base import Sheet, Value, Where, address, letter
from importers.layouts.forms.below import below, goes_on
from importers.meaning.columns import field_scores
from importers.meaning.headers import cells_of
from importers.meaning.sheets.forms import CODE, is_question, question_of
from importers.meaning.sheets.signatures import signatures
from importers.meaning.value.periods import NOTHING, read_label
from importers.meaning.words import is_placeholder, light_of_colour, squash

_HINT = re.compile(r"^(?:select|please select|choose|drop[- ]?down|bitte (?:aus)?wählen|auswahl)\b", re.IGNORECASE)
_ENGLISH = {"plan": "Planned", "actual": "Actual", "forecast": "Forecast", "baseline": "Baseline", "target": "Target"}
_LEAST_KNOWN = 3
_SURE = 0.6
_LONGEST = 120
STEP = 2                             # columns of the list stand apart, so that addresses never join into a range


@dataclass(frozen=True, slots=True)
class Answer:
    """One question and what stands right of it or below; `asked` when its form says so: a number before it, a mark
    behind."""

    label: str
    value: Value
    at: Where
    asked: bool = False


def answers(sheet: Sheet, without: Collection[int] = ()) -> list[Answer]:
    """Every row that reads as label and answer, but those `without`; several pairs beside each other count each, and
    under "Plan | Actual" each column its own. In a block of signatures each name answers what it signs as."""
    found: list[Answer] = []
    said: dict[int, str] = {}
    signed = signatures(sheet)
    done = {*without, *(row for row, by in signed.items() if by is None)}
    for row in range(len(sheet.rows)):
        cells = [] if row in done else cells_of(sheet, row)
        heads = _scenarios(cells)
        if heads or not cells:
            said = heads
            continue
        under = below(sheet, row)
        if under and not done & {at for rows in under.values() for at in rows}:
            found += [_of_lines(sheet, question_of(str(v)), c, under[c]) for c, v in cells if under[c]]
            done |= {at for rows in under.values() for at in rows}
            continue
        if (by := signed.get(row)) is not None:
            found += _signed(sheet, row, *by)
            continue
        right = _by_scenario(row, cells, said) or _of_row(sheet, row)
        if right and not done & set(more := goes_on(sheet, *right[-1].at)):
            done |= set(more)
            right[-1] = replace(right[-1], value=_lines(sheet, right[-1].at[1], [row, *more])) if more else right[-1]
        found += right
    return [one for one in found if not (isinstance(one.value, str) and is_placeholder(one.value))]


def _of_lines(sheet: Sheet, label: str, column: int, rows: list[int]) -> Answer:
    """The answer below its question, of one line or several."""
    return Answer(label, _lines(sheet, column, rows), (rows[0], column), True)


def _lines(sheet: Sheet, column: int, rows: list[int]) -> Value:
    return sheet.at(rows[0], column) if len(rows) == 1 else "\n".join(str(sheet.at(r, column)).strip() for r in rows)


def _signed(sheet: Sheet, row: int, what: int, name: int) -> list[Answer]:
    label, value = sheet.at(row, what), sheet.at(row, name)
    return [Answer(question_of(label), value, (row, name), True)] if isinstance(label, str) and isinstance(value, str) \
        else []


def _scenarios(cells: list[tuple[int, Value]]) -> dict[int, str]:
    """Column -> scenario of a row that holds nothing but two of them or more."""
    labels = [read_label(v) if isinstance(v, str) else NOTHING for _, v in cells]
    if len(cells) < 2 or not all(x.series and not (x.rest or x.timed or x.type) for x in labels):
        return {}
    return {c: str(v).strip(" :") for c, v in cells}


def _by_scenario(row: int, cells: list[tuple[int, Value]], said: dict[int, str]) -> list[Answer]:
    """The dates and figures of a row under scenarios: "Start date" under "Actual" is the actual start date."""
    if not said or len(cells) < 2 or not _is_label(cells[0][1]) or not all(c in said for c, _ in cells[1:]):
        return []
    name = question_of(str(cells[0][1]))
    if any(isinstance(v, str) for _, v in cells[1:]):
        return []
    return [Answer(_called(name, said[c]), v, (row, c), True) for c, v in cells[1:]]


def _called(name: str, scenario: str) -> str:
    """The label with its scenario, in the words that lists know best."""
    ways = (f"{scenario} {name}", f"{_ENGLISH.get(read_label(scenario).series, scenario)} {name}")
    return max(ways, key=lambda way: max((score for _, score in field_scores(way)), default=0.0))


def _of_row(sheet: Sheet, row: int) -> list[Answer]:
    found: list[Answer] = []
    cells = cells_of(sheet, row)
    numbered = False
    while cells:
        (place, label), *rest = cells
        if _is_number(label):                              # the number of a question; behind one it is an answer
            numbered, cells = True, rest
            continue
        if not _is_label(label):
            cells = rest
            continue
        texts = [(c, v) for c, v in rest if not (isinstance(v, str) and _HINT.match(v.strip()))]
        if len(texts) > 1 and _is_number(texts[0][1]) and isinstance(texts[1][1], str) and is_question(texts[1][1]):
            cells = texts                                  # not answered: the next question begins
            continue
        asked = numbered or is_question(str(label))
        name = question_of(str(label))
        if not texts:
            colour = _coloured(sheet, row, place) if not rest and asked and _is_light(name) else None
            return found if colour is None else [*found, Answer(name, None, (row, colour), asked)]
        column, value = texts[0]
        more = texts[1:]
        if isinstance(value, str) and is_question(value) and more:
            name = f"{name}{':' * is_question(str(label))} {question_of(value)}"         # "Contact:" "Name:" "Ann Lee"
            (column, value), more = more[0], more[1:]
        if isinstance(value, str) and is_question(value) and asked:
            cells = texts                                  # a label right of a label: the first is not answered
            continue
        if not (isinstance(value, str) and is_placeholder(value)):
            found.append(Answer(name, value, (row, column), asked))
        cells = more
    return found


def _is_number(value: Value) -> bool:
    return isinstance(value, str) and CODE.match(value.strip()) is not None


def _is_light(label: str) -> bool:
    return any(name == "light" and score >= _SURE for name, score in field_scores(label)[:1])


def _coloured(sheet: Sheet, row: int, label: int) -> int | None:
    """The empty cell right of a label that answers by its colour alone."""
    shown = sorted(c for (r, c), fill in sheet.fills.items()
                   if r == row and c > label and len(fill) == 6 and light_of_colour(fill))
    return shown[0] if shown else None


def _is_label(value: Value) -> bool:
    return isinstance(value, str) and 1 < len(value.strip()) <= _LONGEST and any(map(str.isalpha, value))


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
    return replace(sheet, rows=[heads, values], errors={}, unvalued=set(), formulas={}, formula_count=0,
                   formula_rows={}, merged=[], hidden_rows=set(), hidden_columns=set(), indents={}, outline={},
                   bold=set(), conditional=[], comments={}, formats={},
                   fills={(1, n * STEP): fill for n, one in enumerate(found) if (fill := sheet.fills.get(one.at))})


def put_back(batch: Batch, sheet: Sheet, found: list[Answer]) -> None:
    """Addresses of the list as addresses of the form, in items, messages and the reading."""
    there = {address(row, n * STEP): address(*one.at) for n, one in enumerate(found) for row in (0, 1)}
    labels = sorted({re.escape(one.label) for one in found}, key=len, reverse=True)
    pattern = re.compile("|".join(("“[^”]*”", *labels, r"(?<![A-Za-z0-9])(" + "|".join(
        sorted(there, key=lambda a: -len(a))) + r")(?![A-Za-z0-9])")))

    def real(text: str) -> str:                            # the Q1 of a question or an answer is no address
        return pattern.sub(lambda hit: there[hit[1]] if hit[1] else hit[0], text)
    listed = {at: where for at, where in there.items() if at.endswith("2")}
    noted = by_columns([c for reading in batch.sheets for c in reading.columns], batch.items, listed)
    for reading in batch.sheets:
        noted |= {key: ", ".join(there.get(c, c) for c in where.split(", ")) for key, where in reading.cells.items()}
        reading.cells = {(f"{at.rpartition('!')[0]}!{there.get(cell := at.rpartition('!')[2], cell)}", name): where
                         for (at, name), where in noted.items()}
        reading.scattered = True
    for item in batch.items:
        place, _, cell = item.at.rpartition("!")
        item.at = f"{place}!{there.get(cell, cell)}" if place else item.at
    batch.issues = [replace(i, cell=there.get(i.cell, i.cell), message=real(i.message)) for i in batch.issues]
    batch.printed = [replace(one, at=real(one.at)) for one in batch.printed]
    rows = {one.at[0] for one in found}
    for reading in batch.sheets:
        columns = {letter(n * STEP): letter(one.at[1]) for n, one in enumerate(found)}
        reading.columns = [replace(c, column=columns.get(c.column, c.column)) for c in reading.columns]
        reading.header_row = 0
        reading.row_kinds = {n + 1: "data" if n in rows else "guidance" if cells_of(sheet, n) else "blank"
                             for n in range(len(sheet.rows))}
