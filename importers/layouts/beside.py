"""Layout: several lists beside each other on one sheet, parted by empty columns; read one by one.

Must not know: how a single list is read. What stands beside a list and is none is said by its address.
"""
from __future__ import annotations

from itertools import chain

from app.core.batch import Batch, Issue
from importers.base import Book, Progress, Sheet, address
from importers.layouts.joined import joined
from importers.layouts.protocol import SheetLayout, surest
from importers.layouts.tables import window
from importers.meaning.context import Context
from importers.meaning.headers import filled
from importers.meaning.sheets.roles import role_of
from importers.meaning.sheets.sides import Side, ends, sides
from importers.meaning.table import book_of

NAME = "lists beside each other"


class BesideLists:
    """A list and what stands right of it: further lists, each read by the layout that is surest of it, or boxes."""

    name = NAME

    def __init__(self, layouts: tuple[SheetLayout, ...]) -> None:
        self.layouts = layouts

    def identify(self, book: Book, context: Context) -> float:
        sheet = book.sheets[0]
        if context.has_said_head(sheet):
            return 0.0
        parts = _parts(sheet, context)
        return 0.985 if len(parts) > 1 and any(self._layout(part, book, context) for _, part in parts) else 0.0

    def _layout(self, part: Sheet, book: Book, context: Context) -> SheetLayout | None:
        if role_of(part, context.head(part)) is not None:
            return None
        return surest(self.layouts, book_of(book, part), context)

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        sheet = book.sheets[0]
        tables: list[Batch | None] = []
        unread: list[Issue] = []
        for side, part in _parts(sheet, context):
            layout = self._layout(part, book, context)
            tables.append(layout.extract(book_of(book, part), context, progress) if layout is not None else None)
            if tables[-1] is None or not tables[-1].sheets:
                at, end = _extent(part, side)
                unread.append(Issue("warning", sheet.name, at, f"{at}:{end} stands beside a list and is none itself; "
                                                               "nothing of it was imported."))
        return joined(self.name, book, tables, unread)


def _extent(part: Sheet, side: Side) -> tuple[str, str]:
    rows = [r for r, row in enumerate(part.rows) if any(map(filled, row))]
    return address(min(rows), side.left), address(max(rows), side.right - 1)


def _parts(sheet: Sheet, context: Context) -> list[tuple[Side, Sheet]]:
    """The sides of the sheet, cut once, so that they stay the same windows."""
    return context.once(NAME, sheet, lambda: _cut(sheet, context))


def _cut(sheet: Sheet, context: Context) -> list[tuple[Side, Sheet]]:
    head = context.head(sheet)
    found = sides(sheet, head) if head is not None else []
    if head is None or not found:
        return []
    made: list[tuple[Side, Sheet]] = []
    last = ends(sheet, head)
    for side in found:
        alone = window(sheet, 0, last - 1, side.left, side.right)
        if side.head is not None:
            context.look_again(alone, side.head.first, side.head.last)
        made.append((side, alone))
    width = max(map(len, sheet.rows), default=0)
    if any(map(filled, chain.from_iterable(sheet.rows[last:]))):
        below = window(sheet, last, len(sheet.rows) - 1, 0, width)
        made += _cut(below, context) or [(Side(0, width, None), below)]      # which may stand beside each other again
    return made
