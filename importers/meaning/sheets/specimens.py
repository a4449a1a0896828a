"""Sheets that show how to fill in the others: called a specimen, and asking the same as a sheet that is none.

Must not know: layouts. A sheet of that name that stands alone may be the list itself and is read.
"""
from __future__ import annotations

from importers.base import Sheet
from importers.meaning.context import Context
from importers.meaning.headers import cells_of
from importers.meaning.sheets.forms import is_form, is_question
from importers.meaning.sheets.roles import Role
from importers.meaning.words import fold, squash

SPECIMEN = Role("instructions", "", "A specimen of the other sheets, as its name says; nothing was imported.")
_WORDS = {"muster", "musterblatt", "beispiel", "beispiele", "musterbeispiel", "vorlage", "mustervorlage", "template",
          "example", "examples", "sample", "specimen"}
_ALIKE = 0.8
_LOOK = 100


def is_specimen(sheet: Sheet, context: Context) -> bool:
    """Called so, of the same shape as another sheet of the book that is not, and not named by an answer."""
    if not _called_so(sheet) or context.has_said_head(sheet):
        return False
    others = [s for s in context.book.sheets if not s.hidden and not _called_so(s)]
    if is_form(sheet):
        mine = _labels(sheet)
        return len(mine) > 2 and any(len(mine & _labels(s)) >= _ALIKE * len(mine) for s in others if is_form(s))
    head = context.head(sheet)
    if head is None or len(heads := [b for b in head.bottoms if b]) < 3:
        return False
    return any([b for b in there.bottoms if b] == heads for s in others if (there := context.head(s)) is not None)


def _called_so(sheet: Sheet) -> bool:
    return bool(_WORDS & set(fold(sheet.name).split()))


def _labels(sheet: Sheet) -> set[str]:
    """The questions of a form: the first text of each row that ends like one."""
    firsts = [next((v for _, v in cells_of(sheet, r) if isinstance(v, str) and is_question(v)), "")
              for r in range(min(_LOOK, len(sheet.rows)))]
    return {squash(v) for v in firsts if v}
