"""Projects side by side in a form: the questions at the left, and a column of answers for each project.

Must not know: what the answers mean beyond the project's name and their kind.
"""
from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from importers.base import Sheet, Value
from importers.layouts.forms.answers import Answer
from importers.meaning.columns import field_scores
from importers.meaning.headers import cells_of
from importers.meaning.notes import Notes
from importers.meaning.sheets.forms import is_question

_NAMED = 0.8
_FITS = 0.7                           # share of the answered questions whose answers stand in these columns alone
_LEAST = 3                            # questions that are answered for more than one project
_LONGEST = 80


def side_by_side(sheet: Sheet, without: Collection[int] = ()) -> list[Sheet]:
    """The sheet once for each project, with that one's answers alone; nothing when it is about one project."""
    for row in range(len(sheet.rows)):
        cells = [] if row in without else cells_of(sheet, row)
        if len(cells) < 3 or not _is_name(cells[0][1]) or not all(_may_be_a_name(v) for _, v in cells[1:]):
            continue
        columns = [c for c, _ in cells[1:]]
        if _answered_alike(sheet, cells[0][0], columns, without):
            return [_only(sheet, columns, column) for column in columns]
    return []


def _is_name(value: Value) -> bool:
    return isinstance(value, str) and any(n == "name" and s >= _NAMED for n, s in field_scores(value.rstrip(" :?"))[:1])


def _may_be_a_name(value: Value) -> bool:
    """A text that is no question and no heading of something else."""
    if not isinstance(value, str) or len(value) > _LONGEST or is_question(value):
        return False
    return not any(score >= _NAMED for _, score in field_scores(value)[:1])


def _answered_alike(sheet: Sheet, left: int, columns: Sequence[int], without: Collection[int]) -> bool:
    """Are most questions answered in these columns and nowhere else, dates by dates and figures by figures? A column of
    which nobody has answered more than the name is a project too."""
    fits = several = rows = 0
    alike = [0] * len(columns)
    unlike = [0] * len(columns)
    for row in range(len(sheet.rows)):
        cells = [] if row in without else cells_of(sheet, row)
        if len(cells) < 2 or cells[0][0] != left or not isinstance(cells[0][1], str):
            continue
        rows += 1
        fits += all(c in columns for c, _ in cells[1:])
        several += sum(c in columns for c, _ in cells[1:]) > 1
        first = _kind(sheet.at(row, columns[0]))
        for n, column in enumerate(columns):
            kind = _kind(sheet.at(row, column))
            if first not in ("", "text") and kind:
                alike[n] += kind == first
                unlike[n] += kind != first
    return several >= _LEAST and fits >= _FITS * rows and all(
        a > b or not (a or b) for a, b in zip(alike, unlike, strict=True)) and any(alike[1:])


def _kind(value: Value) -> str:
    if isinstance(value, dt.date):
        return "date"
    if isinstance(value, int | float):
        return "number"
    return "text" if isinstance(value, str) and value.strip() else ""


def _only(sheet: Sheet, columns: Sequence[int], column: int) -> Sheet:
    gone = {c for c in columns if c != column}
    beyond = {r for r in range(len(sheet.rows)) if (cells := cells_of(sheet, r)) and cells[0][0] in columns}
    return replace(sheet, rows=[[None if c in gone or r in beyond else v for c, v in enumerate(row)]
                                for r, row in enumerate(sheet.rows)],      # "Project 1 | Project 2" answers nothing
                   fills={w: f for w, f in sheet.fills.items() if w[1] not in gone})


def say_more_values(sheet: Sheet, without: Collection[int], found: Sequence[Answer], notes: Notes) -> None:
    """Dates and figures right of an answer that belong to no question of their own, and figures in rows that answer
    nothing: named, not imported."""
    taken = {one.at for one in found}
    rows = {row for row, _ in taken}
    more = [(row, c) for row in sorted(rows - set(without)) for c, v in cells_of(sheet, row)
            if (row, c) not in taken and not isinstance(v, str) and any(r == row and at < c for r, at in taken)]
    notes.cells("warning", more, "{where}: a further value beside an answer; the first one counts, this was not "
                                 "imported.")
    loose = [(row, c) for row in range(len(sheet.rows)) if row not in rows and row not in without
             for c, v in cells_of(sheet, row)[1:] if isinstance(v, int | float) and not isinstance(v, bool)]
    alone = [(row, c) for row, n in Counter(row for row, _ in loose).items() for c, v in cells_of(sheet, row)[:1]
             if n and isinstance(v, int | float)]
    notes.cells("warning", [*loose, *alone], "{where}: figures that answer no question; they were not imported.")
