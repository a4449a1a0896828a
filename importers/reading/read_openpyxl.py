"""A third opinion on cells two readers see differently, in workbooks small enough to ask openpyxl.

Must not know: who differs from whom.
"""
from __future__ import annotations

import contextlib
import warnings
from pathlib import Path

from importers.base import Value, Where

MAX_CELLS = 100_000          # above this openpyxl takes longer than the whole import may


def look(path: Path, sheet: str, wanted: set[Where]) -> dict[Where, Value]:
    """What openpyxl finds at these places; empty when it does not read the sheet at all."""
    if not wanted:
        return {}
    import openpyxl  # guards against entities because defusedxml is installed
    found: dict[Where, Value] = {}
    last_row = max(row for row, _ in wanted) + 1
    last_column = max(column for _, column in wanted) + 1
    try:                        # it gives up with whatever error it meets first: then it has no opinion
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            with contextlib.closing(book):
                page = book[sheet]
                page.reset_dimensions()
                for row, cells in enumerate(page.iter_rows(max_row=last_row, max_col=last_column, values_only=True)):
                    found.update({(row, column): value for column, value in enumerate(cells)
                                  if (row, column) in wanted})
    except MemoryError:
        raise
    except Exception:
        return {}
    return found
