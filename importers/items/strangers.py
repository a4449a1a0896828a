"""Measures of which a sheet of figures knows no more than an id that no list of the file holds: kept, and listed.

Must not know: how sheets are read. Amounts of nobody known are money all the same; nothing is left out here.
"""
from __future__ import annotations

from app.core.batch import Batch, Item, SheetReading
from importers.meaning.notes import Notes
from importers.meaning.words import squash
from importers.reading.xlsx.cells import place

_DESCRIBING = ("name", "owner", "start", "finish", "status", "description")


def say_strangers(batch: Batch) -> None:
    """A warning a sheet, with the address of every such row."""
    listed = [r for r in batch.sheets if r.role == "data"]
    for reading in listed:
        heading = _heading(reading, "code")
        if not heading or _heading(reading, "name"):
            continue
        lists = [r.name for r in listed if r is not reading and _heading(r, "code") == heading and _heading(r, "name")]
        rows = [i for i in batch.items if i.kind == "measure" and i.at.rpartition("!")[0] == reading.name
                and not any(i.fields.get(f) for f in _DESCRIBING if i.fields.get(f) != i.key)] if lists else []
        if rows:
            _say(batch, reading.name, rows, lists)


def _say(batch: Batch, sheet: str, rows: list[Item], lists: list[str]) -> None:
    notes = Notes(sheet)
    places = [where for i in rows if (where := place(i.at.rpartition("!")[2])) is not None]
    named = ", ".join(f"“{i.key}”" for i in rows[:6]) + (f" and {len(rows) - 6} more" if len(rows) > 6 else "")
    elsewhere = " or ".join(f"“{n}”" for n in lists)
    one = len(rows) == 1
    notes.cells("warning", places, f"{{where}}: {named} {'stands' if one else 'stand'} not on {elsewhere}; kept with "
                f"{'its' if one else 'their'} amounts, called by the id.")
    batch.issues += notes.issues


def _heading(reading: SheetReading, field: str) -> str:
    return next((squash(c.header) or c.column for c in reading.columns if c.field == field), "")
