"""Layout: a list with pivot tables beside or below it: the list is read, the pivots are said.

Must not know: how a list is read.
"""
from __future__ import annotations

from app.core.batch import Batch, Issue
from importers.base import Book, Progress, Sheet, address
from importers.layouts.flat_list import nothing
from importers.layouts.protocol import SheetLayout, surest
from importers.meaning.context import Context
from importers.meaning.sheets.computed import Box, without_pivots
from importers.meaning.table import book_of


class BesidePivots:
    """What is left of a sheet without its pivot tables, by the layout that is surest of it."""

    name = "list beside pivots"

    def __init__(self, layouts: tuple[SheetLayout, ...]) -> None:
        self.layouts = layouts

    def identify(self, book: Book, context: Context) -> float:
        return 0.99 if _cleared(book.sheets[0], context)[1] and self._surest(book, context) is not None else 0.0

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        layout = self._surest(book, context)
        if layout is None:
            return nothing(book, "no list beside its pivot tables")
        bare, boxes = _cleared(book.sheets[0], context)
        batch = layout.extract(book_of(book, bare), context, progress)
        for top, left, bottom, right in boxes:
            batch.issues.append(Issue("note", bare.name, address(top, left), f"{address(top, left)}:"
                                      f"{address(bottom, right)}: a pivot table; it sums other rows, nothing was "
                                      "imported from it."))
            for reading in batch.sheets:
                reading.row_kinds.update({r + 1: "guidance" for r in range(top, bottom + 1)
                                          if reading.row_kinds.get(r + 1) == "blank"})
        return batch

    def _surest(self, book: Book, context: Context) -> SheetLayout | None:
        return surest(self.layouts, book_of(book, _cleared(book.sheets[0], context)[0]), context)


def _cleared(sheet: Sheet, context: Context) -> tuple[Sheet, list[Box]]:
    """The sheet without its pivots, made once, so that it stays the same sheet."""
    return context.once("without pivots", sheet, lambda: without_pivots(sheet))
