"""What stands behind a merged cell: Excel shows and counts the first cell alone, some programs write its value to all.

Must not know: what the value means. A value of its own behind a merged cell is left where it is.
"""
from __future__ import annotations

from dataclasses import replace

from importers.base import Book, Sheet


def without_echoes(book: Book) -> Book:
    """The book with a value that a cell merged across columns repeats in them standing once, where it is shown."""
    sheets = [_once(sheet) for sheet in book.sheets]
    return book if all(a is b for a, b in zip(sheets, book.sheets, strict=True)) else replace(book, sheets=sheets)


def _once(sheet: Sheet) -> Sheet:
    behind = {(row, c) for row, left, last, right in sheet.merged if row == last
              and sheet.at(row, left) is not None
              for c in range(left + 1, right + 1) if sheet.at(row, c) == sheet.at(row, left)}
    if not behind:
        return sheet
    rows = list(sheet.rows)
    for row in {row for row, _ in behind}:
        rows[row] = [None if (row, c) in behind else v for c, v in enumerate(rows[row])]
    return replace(sheet, rows=rows)
