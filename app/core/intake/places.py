"""The cells of a source in which changed values stand: as the reading noted them, else from the row of a record and
what the columns were taken for.

Must not know: workbooks. What nobody knows is not said: then a change is named by its row, or by its sheet alone.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from app.core.batch import Column, Item, SheetReading
from app.core.catalog import SERIES
from app.core.values import month_text

_CELL = re.compile(r"^([A-Z]+)(\d+)$")
_UNDATED = "undated_"
_IN_ROWS = ("series", "type", "month")
_STANDS_IN = {"start": ("plan_start", "actual_start"), "finish": ("plan_finish", "actual_finish"),
              "percent": ("progress",)}                   # what a column is taken for when no other is


def cells(sheets: Iterable[SheetReading], at: str, names: Sequence[str]) -> str:
    """The address of these values (fields, or "forecast 2026-04") of the record whose row is at `at`; its row where
    nothing nearer is known."""
    name, _, cell = at.rpartition("!")
    found, sheet = _CELL.match(cell), next((s for s in sheets if s.name == name), None)
    if found is None or sheet is None:
        return at
    noted = [c for n in names if (at, n) in sheet.cells for c in sheet.cells[at, n].split(", ")]
    if noted or sheet.scattered:
        return f"{name}!{', '.join(dict.fromkeys(noted))}" if noted else name
    if sheet.rows is None and any(c.field in _IN_ROWS for c in sheet.columns) and series_of(names[0]) in SERIES:
        return name                                        # a record has several rows, and nobody noted which
    row = (sheet.rows or {}).get((at, series_of(names[0])), int(found[2]))
    columns = columns_of(sheet.columns, found[1], names)
    columns += [c for n in names if (c := sheet.months.get(n.partition(" ")[2])) and c not in columns]
    return f"{name}!{', '.join(f'{c}{row}' for c in columns)}" if columns else f"{name}, row {row}"


def series_of(name: str) -> str:
    """"forecast" of "forecast 2026-04" and of "undated_forecast"; of a field its own name."""
    return name.removeprefix(_UNDATED).partition(" ")[0]


def columns_of(columns: Sequence[Column], own: str, names: Iterable[str]) -> list[str]:
    """The letters of the columns in which these values stand; `own` is the column that a record is named by."""
    kind = next((c.field.partition(".")[0] for c in columns if c.column == own and "." in c.field), "")
    return list(dict.fromkeys(c.column for n in names for c in _holding(columns, n, kind)))


def _holding(columns: Sequence[Column], name: str, kind: str) -> list[Column]:
    for called in (name, *_STANDS_IN.get(name, ())):
        found = [c for c in columns if _holds(c, called, kind)]
        if found:
            return found
    return []


def _holds(column: Column, name: str, kind: str) -> bool:
    series, _, month = name.partition(" ")
    if month and series in SERIES:
        what, _, period = column.field.partition("@")
        first, _, last = period.partition("..")
        return bool(period) and what == f"{kind}.{series}" and first <= month <= (last or first)
    if name.startswith(_UNDATED):
        return column.field == f"{kind}.{name.removeprefix(_UNDATED)}" or (
            column.field in ("", "undated") and column.header == "Undated")
    return column.field == name or (column.header == name and column.field in ("", "custom"))


def by_columns(columns: Sequence[Column], items: Iterable[Item], there: Mapping[str, str] | None = None
               ) -> dict[tuple[str, str], str]:
    """The cells of all values of records with a row each; `there` says where a cell of that list stands in fact."""
    found: dict[tuple[str, str], str] = {}
    for item in items:
        cell = _CELL.match(item.at.rpartition("!")[2])
        if cell is None:
            continue
        months = [f"{series} {month_text(run.first + n)}" for series, run in item.series.items()
                  for n in range(len(run.values))]
        for name in (*item.fields, *item.custom, *months):
            here = [c + cell[2] for c in columns_of(columns, cell[1], (name,))]
            here = here if there is None else [there[c] for c in here if c in there]
            if here:
                found[item.at, name] = ", ".join(here)
    return found
