"""How several tables of one sheet, each read alone, become one batch with one reading.

Must not know: how the sheet was cut, nor how a table is read.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.core.batch import Batch, Issue, SheetReading
from app.core.counting import counted
from app.core.intake.places import by_columns
from importers.base import Book, Sheet
from importers.items.merge import merge
from importers.meaning.headers import filled

_ORDER = ("data", "total", "group", "header", "rejected", "title")    # of several kinds in a row the one that says most


def joined(layout: str, book: Book, tables: Sequence[Batch | None], unread: Sequence[Issue]) -> Batch:
    """The tables of a sheet in their order; None, or a batch without a reading, for those of which nothing was read:
    `unread` says so. A table that is read alone stays what it is."""
    sheet = book.sheets[0]
    batches: list[Batch] = []
    for number, batch in enumerate(tables, 1):
        if batch is None or not batch.sheets:
            continue
        if batches:                                        # the columns of the first count for the sheet
            reading = batch.sheets[0]
            reading.cells = by_columns(reading.columns, batch.items) | reading.cells
            reading.name = f"{sheet.name} ({number})"
        batches.append(batch)
    out = merge(book.name, book.sha256, batches)
    parts = out.sheets
    mine = {s.name for s in parts}
    out.issues = [*(replace(i, sheet=sheet.name) if i.sheet in mine else i for i in out.issues), *unread]
    kinds = _kinds(sheet, parts)
    read = [p for p in parts if p.role == "data"]
    if len(read) > 1:
        out.sheets = [replace(
            read[0], name=sheet.name, layout=layout, row_kinds=kinds, why=_why(layout, read, out),
            cells={at: cell for p in parts for at, cell in p.cells.items()})]
    elif parts:
        out.sheets = [replace(read[0] if read else parts[0], name=sheet.name, row_kinds=kinds)]
    else:
        why = f"{counted(len(tables), 'table')} on one sheet, none of which is a list of measures or a log."
        out.sheets = [SheetReading(sheet.name, "ignored", layout, row_kinds=kinds, hidden=sheet.hidden, why=why)]
    return out


def _kinds(sheet: Sheet, parts: Sequence[SheetReading]) -> dict[int, str]:
    """What each row is; one of which no table says anything is guidance."""
    kinds: dict[int, str] = {}
    for row, values in enumerate(sheet.rows, 1):
        found = {p.row_kinds.get(row, "blank") for p in parts} - {"blank"}
        kinds[row] = next((k for k in _ORDER if k in found), "") or min(found, default="") or (
            "guidance" if any(map(filled, values)) else "blank")
    return kinds


def _why(layout: str, read: Sequence[SheetReading], out: Batch) -> str:
    rows = sum(kind == "data" for reading in read for kind in reading.row_kinds.values())
    measures = sum(item.kind == "measure" for item in out.items)
    entries = sum(item.kind in ("risk", "issue") for item in out.items)
    of_logs = f", {counted(entries, 'entry', 'entries')} of logs" if entries else ""
    return f"{len(read)} {layout}, the first with its header in row {read[0].header_row}: {counted(rows, 'row')}, " \
           f"{counted(measures, 'measure')}{of_logs}."
