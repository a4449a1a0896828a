"""The table of milestones, tasks or actions within a form: its rows are activities of the form's measure.

Must not know: single answers and projects (answers.py, table.py).
"""
from __future__ import annotations

from importers.base import Sheet
from importers.items.activities import activity_items, as_days, leave_figures, single_dates
from importers.items.build import Built
from importers.items.colour_status import read_colours
from importers.items.fields import read_fields
from importers.layouts.forms.table import Found
from importers.meaning.columns import DATE_FIELDS, field_scores
from importers.meaning.headers import cells_of
from importers.meaning.sheets.forms import is_question
from importers.meaning.table import Table
from importers.meaning.words import fold

_STEP = {"milestone", "milestones", "meilenstein", "meilensteine", "action", "actions", "aktion", "aktionen", "task",
         "tasks", "aufgabe", "aufgaben", "activity", "activities", "aktivitaet", "aktivitaeten", "arbeitspaket",
         "arbeitspakete", "step", "steps", "schritt", "schritte", "arbeitsschritt", "arbeitsschritte", "deliverable",
         "deliverables", "vorgang"}
_CALLED = {"name", "title", "description", "titel", "bezeichnung", "beschreibung"}
_MOST_WORDS = 3
_SURE = 0.5


def step_tables(sheet: Sheet) -> list[Found]:
    """Tables headed by a word for a step, beside it a date, at most a number before it."""
    found: list[Found] = []
    row = 0
    while row < len(sheet.rows):
        span = _head(sheet, row)
        last = _last(sheet, row, *span) if span else row
        if span and last > row:
            found.append(Found(row, last, *span))
        row = last + 1
    return found


def _head(sheet: Sheet, row: int) -> tuple[int, int] | None:
    cells = cells_of(sheet, row)
    texts = [v for _, v in cells if isinstance(v, str)]
    if len(texts) < max(2, len(cells)) or any(map(is_question, texts)):
        return None
    if not _is_step(texts[0]) and not (_is_number(texts[0]) and _is_step(texts[1])):
        return None
    dated = any(name in DATE_FIELDS and score >= _SURE for t in texts for name, score in field_scores(t)[:1])
    return (cells[0][0], cells[-1][0]) if dated else None


def _last(sheet: Sheet, head: int, left: int, right: int) -> int:
    """The last row of the table: it ends before the next question or section, over one empty row at most."""
    last = head
    for row in range(head + 1, len(sheet.rows)):
        cells = [v for c, v in cells_of(sheet, row) if left <= c <= right]
        if not cells and row - last < 2:
            continue
        first = cells[0] if cells else None
        if not cells or (isinstance(first, str) and is_question(first)) or (len(cells) == 1 and row - last > 1) \
                or _head(sheet, row) is not None:
            break
        last = row
    return last


def _is_step(text: str) -> bool:
    words = fold(text).split()
    return 0 < len(words) <= _MOST_WORDS and (words[-1] in _STEP or (words[0] in _STEP and words[-1] in _CALLED))


def _is_number(text: str) -> bool:
    return text.strip() == "#" or any(name == "code" for name, _ in field_scores(text)[:1])


def steps(table: Table, measure: str) -> Built:
    """One activity a row, all of this measure; a single date is a day."""
    out = Built()
    for guess in table.guesses:
        if _is_step(guess.header):
            for other in table.guesses:
                if other.field == "name":
                    other.field, other.kind = "custom", "text"
            guess.field, guess.confidence = "name", 0.9
    fields = read_fields(table)
    read_colours(table, fields.columns)
    column = next((g.index for g in table.guesses if g.field == "name"), 0)
    days = as_days if single_dates(fields) else None
    leave_figures(table)
    out.items = [*fields.people.values(), *activity_items(
        table, fields, [measure] * fields.count, [column] * fields.count, days=days, ids=False)]
    return out
