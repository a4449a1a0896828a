"""The cells of a source in which changed values stand, from the row of a record and what the columns were taken for.

Must not know: workbooks; where rows say scenario, month or type themselves, only the row is known.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.core.batch import Column, SheetReading
from app.core.catalog import SERIES

_CELL = re.compile(r"^([A-Z]+)(\d+)$")
_UNDATED = "undated_"
_IN_ROWS = ("series", "type", "month")


def cells(sheets: Iterable[SheetReading], at: str, names: Sequence[str]) -> str:
    """The address of these values (fields, or "forecast 2026-04") of the record whose row is at `at`; that address
    itself where nothing nearer is known."""
    name, _, cell = at.rpartition("!")
    found, sheet = _CELL.match(cell), next((s for s in sheets if s.name == name), None)
    if found is None or sheet is None or any(c.field in _IN_ROWS for c in sheet.columns):
        return at
    kind = next((c.field.partition(".")[0] for c in sheet.columns if c.column == found[1] and "." in c.field), "")
    columns = list(dict.fromkeys(c.column for n in names for c in sheet.columns if _holds(c, n, kind)))
    return f"{name}!{', '.join(c + found[2] for c in columns)}" if columns else at


def _holds(column: Column, name: str, kind: str) -> bool:
    series, _, month = name.partition(" ")
    if month and series in SERIES:
        what, _, period = column.field.partition("@")
        first, _, last = period.partition("..")
        return bool(period) and what == f"{kind}.{series}" and first <= month <= (last or first)
    if name.startswith(_UNDATED):
        return column.field == f"{kind}.{name.removeprefix(_UNDATED)}"
    return column.field == name
