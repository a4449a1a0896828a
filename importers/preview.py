"""What the import wizard shows: the book beside its batch, and a window of one sheet as plain texts with marks.

Must not know: widgets, and how a sheet was understood; it only lays the reading over the cells.
"""
from __future__ import annotations

import re
from typing import Any

from app.core.batch import Batch
from importers.base import Book, Progress, Sheet, Wishes, letter
from importers.meaning.cell_text import text_of
from importers.read import read_and_understood

_CELL = re.compile(r"^([A-Z]{1,3})(\d+)$")


def preview(path: str, wishes: Wishes, progress: Progress) -> tuple[Book, Batch]:
    """Read and understand a file; the book comes along so that its sheets can be shown. Runs in the child process."""
    return read_and_understood(path, wishes, progress)


def window(book: Book, batch: Batch, sheet: str, first: int = 0, rows: int = 50) -> dict[str, Any]:
    """Rows `first` .. of a sheet as texts with their kinds, columns with field and confidence, issues by cell."""
    source = next(s for s in book.sheets if s.name == sheet)
    reading = next(s for s in batch.sheets if s.name == sheet)
    shown = range(first, min(first + rows, len(source.rows)))
    width = max((len(source.rows[r]) for r in shown), default=0)
    issues = [{"cell": i.cell, "severity": i.severity, "message": i.message, "answer": i.answer}
              for i in batch.issues if i.sheet == sheet]
    marked = {cell: i["severity"] for i in reversed(issues) if (cell := _place(str(i["cell"]), shown)) is not None}
    return {
        "name": sheet, "role": reading.role, "layout": reading.layout, "header_row": reading.header_row,
        "why": reading.why,
        "total_rows": len(source.rows),
        "columns": [{"column": c.column, "header": c.header, "field": c.field, "confidence": c.confidence}
                    for c in reading.columns],
        "letters": [letter(c) for c in range(width)],
        "rows": [{"number": r + 1, "kind": reading.row_kinds.get(r + 1, "blank"), "hidden": r in source.hidden_rows,
                  "cells": _texts(source, r, width)} for r in shown],
        "marked": marked, "issues": issues,
    }


def _texts(sheet: Sheet, row: int, width: int) -> list[str]:
    """The cells as a person reads them; an error cell shows its error."""
    return [sheet.errors.get((row, c)) or text_of(sheet.at(row, c)) or "" for c in range(width)]


def _place(cell: str, shown: range) -> str | None:
    found = _CELL.match(cell)
    return cell if found and int(found[2]) - 1 in shown else None
