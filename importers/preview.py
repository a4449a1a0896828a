"""What the import's window shows: the sheets as they stand in the file, with what was understood of them.

The window's own door beside `read.import_file`, run in the child as that is.
Must not know: how anything is shown.
"""
from __future__ import annotations

from pathlib import Path

from app.core.batch import Batch
from importers.base import Book, Progress, Wishes
from importers.read import understand
from importers.workbook import read_book


def preview(path: str, wishes: Wishes, progress: Progress) -> tuple[Book, Batch]:
    """Read a file and understand it; the book comes along."""
    progress(0.0, "Reading the file")
    book = read_book(Path(path), progress)
    return book, understand(book, wishes, progress)
