"""The table of projects that stands in the middle of a form: a row of headings among questions and guidance.

Must not know: figures by month (blocks.py), single answers (answers.py).
"""
from __future__ import annotations

from dataclasses import dataclass

from importers.base import Sheet
from importers.layouts.forms.units import is_section
from importers.layouts.tables import window
from importers.meaning.columns import field_scores
from importers.meaning.context import Context
from importers.meaning.headers import cells_of
from importers.meaning.sheets.marks import marked_parts
from importers.meaning.table import Table, read_table

_NAME = 0.8
_SURE = 0.5
_SIGNS = ("start", "finish", "plan_start", "plan_finish", "actual_start", "actual_finish", "status", "light", "stage",
          "progress", "owner", "sponsor")
_LEAST_SIGNS = 3
_GAP = 2                              # empty rows that end a table


@dataclass(frozen=True, slots=True)
class Found:
    """Where a table of projects stands, 0-based and inclusive."""

    head: int
    last: int
    left: int
    right: int


def project_tables(sheet: Sheet) -> list[Found]:
    """Tables with a name and at least three of dates, status, light, stage, owner among their headings."""
    found: list[Found] = []
    row = 0
    marked = dict(marked_parts(sheet))
    while row < len(sheet.rows):
        span = _head(sheet, row, row in marked)
        if span is None:
            row += 1
            continue
        last = marked.get(row) or _last(sheet, row, *span)
        if last > row:
            found.append(Found(row, last, *span))
        row = last + 1
    return found


def read(sheet: Sheet, found: Found, context: Context) -> Table | None:
    """The table alone, with its addresses as they are in the sheet."""
    alone = window(sheet, found.head, found.last, found.left, found.right + 1)
    context.windows.append(alone)                          # looked up by identity: it must outlive the reading
    context.look_again(alone, found.head, found.head)
    return read_table(alone, context)


def _head(sheet: Sheet, row: int, marked: bool = False) -> tuple[int, int] | None:
    """The columns of a row of headings, None when the row is none; right below a mark lights alone tell of projects."""
    cells = cells_of(sheet, row)
    for at, (column, value) in enumerate(cells):
        if isinstance(value, str) and _means(value, "name", _NAME):
            run = [column]
            for other, _ in cells[at + 1:]:
                if other > run[-1] + 1:
                    break                                  # an empty column parts it from what stands beside
                run.append(other)
            texts = [v for c, v in cells if c in run]
            if any(not isinstance(v, str) for v in texts):
                return None
            signs = {name for v in texts for name in _SIGNS if _means(str(v), name, _SURE)}
            lights = marked and any(_means(str(v), "light", _NAME) for v in texts)
            return (run[0], run[-1]) if lights or len(signs) >= _LEAST_SIGNS else None
    return None


def _means(text: str, name: str, least: float) -> bool:
    return any(field == name and score >= least for field, score in field_scores(text)[:3])


def _last(sheet: Sheet, head: int, left: int, right: int) -> int:
    """The last row with anything in these columns before the table's end."""
    last, empty = head, 0
    for row in range(head + 1, len(sheet.rows)):
        cells = [v for c, v in cells_of(sheet, row) if left <= c <= right]
        if not cells:
            empty += 1
            if empty >= _GAP:
                break
        elif empty and len(cells) == 1 and is_section(cells[0]):
            break
        elif all(v == cells[0] for v in cells) and len(cells) > 2 and str(cells[0]).strip().upper() == "END":
            break
        else:
            last, empty = row, 0
    return last
