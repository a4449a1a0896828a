"""Is a sheet a form: questions left, answers right, sections and guidance between?

Must not know: what becomes of it.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from importers.base import Sheet, Value
from importers.meaning.columns import DATE_FIELDS, field_scores
from importers.meaning.headers import cells_of
from importers.meaning.sheets.marks import marked_parts
from importers.meaning.sheets.signatures import signatures
from importers.meaning.value.periods import read_label

LOOK = 400
_WIDE = 40
_QUESTIONS = 8
_TOP = 12                             # rows in which a form that only states begins to
_LIKELY = 0.6                         # "Desired start date"
_FIELDS, _KNOWN = 4, 0.7              # of a project, and how sure the words must be
_LABEL, _WORD = 60, 20
_MONEY = "money"
_END = 200                                # signs; no question's aside is longer
_NUMBERED = re.compile(r"^\d{1,2}\.\d{2}(?:\.\d{1,2})*[a-z]?$")
_ASIDE = re.compile(r"\s*\(([^()]*)\)$")              # behind the colon: "Start date: (dd/mm/yyyy)", "Leader: (3)"
_NO_WORD = re.compile(r"[\d\s.,/-]*|[dmyhtj\s.,/-]+", re.IGNORECASE)                   # a note's number, how dates look
CODE = re.compile(r"^[A-Z]{0,3}[-. ]?\d{1,3}(?:\.[a-z\d]{1,2})*[.)]?$", re.IGNORECASE)     # the number of a question


def is_form(sheet: Sheet, plain: bool = True) -> bool:
    """Sections, guidance and choices to be made; parts between marks; or mostly short rows of a question and its
    answer, or, where a form may be as `plain` as that, of what is known of a project and how it is with this one."""
    return _has_sections(sheet) or _asks(sheet) or bool(marked_parts(sheet)) or (plain and _states(sheet))


def is_question(text: str) -> bool:
    """Does a text ask for an answer, "Start date:", "Start date: (dd/mm/yyyy)"?"""
    end = text.strip()[-_END:]                             # of a cell of 32,000 signs its end says it
    return (_ASIDE.sub("", end) if end.endswith(")") else end).endswith((":", "?"))


def question_of(text: str) -> str:
    """What a text asks for: without its mark, and without an aside behind that which says nothing of it."""
    bare = " ".join(text.split())
    aside = _ASIDE.search(bare) if bare.endswith(")") and len(bare) <= _END else None
    if aside is None or not is_question(bare):
        return bare.rstrip(" :?")
    asked = bare[:aside.start()].rstrip(" :?")
    return asked if _NO_WORD.fullmatch(aside[1]) else f"{asked} ({aside[1]})"


def _has_sections(sheet: Sheet) -> bool:
    texts = [" ".join(v.split()) for row in sheet.rows[:LOOK] for v in row if v.__class__ is str]
    sections = sum(t.lower().startswith(("section ", "abschnitt ", "teil ")) and ":" in t[:14] for t in texts)
    guidance = sum(t.lower().startswith(("guidance note", "hinweise zum ausf", "please confirm", "bitte bestätigen"))
                   for t in texts)
    chosen = sum(t.startswith("<") and t.endswith(">") and "select" in t.lower() for t in texts)
    return sections + guidance >= 2 or bool(sections + guidance and (chosen or _numbers_questions(sheet)))


def _numbers_questions(sheet: Sheet) -> bool:
    """Are there many numbers of questions in one column: 1.01, 1.01.1, 1.01.2?"""
    found: dict[int, int] = {}
    for row in sheet.rows[:LOOK]:
        for column, value in enumerate(row[:_WIDE]):
            if value.__class__ is str and _NUMBERED.match(str(value).strip()):
                found[column] = found.get(column, 0) + 1
    return max(found.values(), default=0) >= _QUESTIONS


def _asks(sheet: Sheet) -> bool:
    wide = sum(sum(v is not None and v.__class__ is not str for v in row[:_WIDE]) > 3 for row in sheet.rows[:LOOK])
    if wide > 0.2 * min(LOOK, len(sheet.rows)):            # figures in most rows: no need to look at each of them
        return False
    signed = signatures(sheet)
    full = [c for c in (cells_of(sheet, r) for r in range(min(LOOK, len(sheet.rows))) if r not in signed) if c]
    rows = [[(c, v) for c, v in row if not (isinstance(v, str) and CODE.match(v.strip()))] for row in full]
    first = [str(row[0][1]) for row in rows if row and isinstance(row[0][1], str)]
    asked = sum(map(is_question, first))
    narrow = sum(len(row) <= 3 or _pairs(row) for row in rows)
    return len(first) >= 4 and asked >= 0.4 * len(full) and narrow >= 0.8 * len(full)


def _states(sheet: Sheet) -> bool:
    """Rows of "Project manager | Ann Lee", without marks: several fields of a project, its name among them, in most of
    the rows, and no mere words where a date belongs (as where somebody explains the fields)."""
    if len(sheet.rows) > LOOK or not any(stated(cells_of(sheet, r)) for r in range(min(_TOP, len(sheet.rows)))):
        return False
    signed = signatures(sheet)
    full = [c for r in range(len(sheet.rows)) if r not in signed and len(c := cells_of(sheet, r)) > 1]
    rows = [found for cells in full if (found := stated(cells))]
    fields = {name for found in rows for name, _ in found if name}
    typed = [v for found in rows for name, v in found if name in (_MONEY, *DATE_FIELDS) and not isinstance(v, str)]
    told = [v for found in rows for name, v in found if name in DATE_FIELDS and isinstance(v, str) and len(v) > _WORD]
    return len(fields) >= _FIELDS and "name" in fields and bool(typed) and not told and 2 * len(rows) >= len(full)


def stated(cells: Sequence[tuple[int, Value]]) -> list[tuple[str, Value]]:
    """The fields of a project and their values in a row that holds nothing else: one pair or several, the first one
    known; else nothing."""
    values = [v for _, v in cells]
    if len(values) < 2 or len(values) % 2 or not all(isinstance(v, str) for v in values[::2]):
        return []
    fields = [_field(v, _LIKELY) for v in values[::2]]
    plain = fields[0] and not any(_field(v, _KNOWN) for v in values[1::2])
    return list(zip(fields, values[1::2], strict=True)) if plain else []


def _field(value: Value, least: float) -> str:
    if not isinstance(value, str) or len(value) > _LABEL:
        return ""
    label = read_label(value)
    money = _MONEY if (label.cost or label.type) and not label.rest else ""
    return next((name for name, score in field_scores(value)[:1] if score >= least), money)


def _pairs(row: Sequence[tuple[int, Value]]) -> bool:
    """Questions beside each other, each with one answer at most."""
    asked = [isinstance(v, str) and is_question(v) for _, v in row]
    return sum(asked) >= 2 and asked[0] and all(a or b for a, b in pairwise(asked))
