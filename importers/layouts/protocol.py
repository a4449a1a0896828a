"""What a layout offers: how sure it is, and how it reads; of several the surest. The table of all layouts is in
importers/read.py.

Must not know: any layout.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.core.batch import Batch
from importers.base import Book, Progress, Sheet
from importers.meaning.context import Context


class SheetLayout(Protocol):
    """Reads one sheet at a time; the book that comes in holds that sheet alone (the whole one is `context.book`)."""

    name: str

    def identify(self, book: Book, context: Context) -> float:
        """How sure it is, 0 (no) to 1."""
        ...

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        """The sheet as items; a batch without `sheets` means that nothing was there to read."""
        ...


class BookLayout(Protocol):
    """Reads several sheets that belong together."""

    name: str

    def claim(self, book: Book, context: Context) -> Sequence[Sheet]:
        """The sheets of this book it reads together; empty when it is not such a book. The others go their own way."""
        ...

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        """The claimed sheets as one batch, with one SheetReading for each of them, in their order."""
        ...


def surest(layouts: tuple[SheetLayout, ...], alone: Book, context: Context) -> SheetLayout | None:
    """The layout that is surest of a sheet; of equally sure ones the first in the table; None when none is."""
    found = [(layout.identify(alone, context), -n, layout) for n, layout in enumerate(layouts)]
    score, _, layout = max(found, key=lambda f: f[:2], default=(0.0, 0, None))
    return layout if score > 0 else None
