"""Layout: several lists below each other on one sheet, each with a header of its own; read one by one.

Must not know: how a single list is read. The sheet stays one reading; tables that are no lists are said, not read.
"""
from __future__ import annotations

from dataclasses import dataclass

from app.core.batch import Batch, Issue
from importers.base import Book, Progress, Sheet, address
from importers.layouts.joined import joined
from importers.layouts.protocol import SheetLayout, surest
from importers.layouts.tables import window
from importers.meaning.context import Context
from importers.meaning.headers import Head
from importers.meaning.second_heads import later_heads
from importers.meaning.sheets.roles import role_of
from importers.meaning.table import book_of

NAME = "lists below each other"


@dataclass(frozen=True, slots=True)
class _Part:
    """One table: the window it is read through, its first row and its head."""

    sheet: Sheet
    first: int
    last: int
    head: Head


class StackedLists:
    """Two tables or more, of which each is read by the layout that is surest of it."""

    name = NAME

    def __init__(self, layouts: tuple[SheetLayout, ...]) -> None:
        self.layouts = layouts

    def identify(self, book: Book, context: Context) -> float:
        sheet = book.sheets[0]
        return 0.98 if not context.has_said_head(sheet) and len(_parts(sheet, context)) > 1 else 0.0

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        sheet = book.sheets[0]
        tables: list[Batch | None] = []
        unread: list[Issue] = []
        for part in _parts(sheet, context):
            batch, why = self._part(book, part, context, progress)
            tables.append(batch)
            if batch is None or not batch.sheets:
                unread.append(Issue("warning", sheet.name, address(part.head.first, 0),
                                    f"The table that begins in row {part.head.first + 1} was not read: {why}"))
        return joined(self.name, book, tables, unread)

    def _part(self, book: Book, part: _Part, context: Context, progress: Progress) -> tuple[Batch | None, str]:
        role = role_of(part.sheet, part.head)
        if role is not None:
            return None, role.why
        alone = book_of(book, part.sheet)
        layout = surest(self.layouts, alone, context)
        if layout is None:
            return None, "it is no list of measures."
        return layout.extract(alone, context, progress), "there are no rows with names below its header."


def _parts(sheet: Sheet, context: Context) -> list[_Part]:
    """The tables of the sheet from the top down; none when it holds one alone. Cut once, so that they stay the same
    windows."""
    return context.once(NAME, sheet, lambda: _cut(sheet, context))


def _cut(sheet: Sheet, context: Context) -> list[_Part]:
    head = context.head(sheet)
    rows = later_heads(sheet, head) if head is not None else []
    found: list[_Part] = []
    for n, (first, at) in enumerate(rows if len(rows) > 1 else []):
        last = rows[n + 1][0] - 1 if n + 1 < len(rows) else len(sheet.rows) - 1
        width = max((len(r) for r in sheet.rows), default=0)
        alone = window(sheet, first if n else 0, last, 0, width)
        context.look_again(alone, at.first, at.last)
        made = context.head(alone)
        if made is not None:
            found.append(_Part(alone, first if n else 0, last, made))
    return found
