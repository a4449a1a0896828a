"""Where the figures of a sheet without anything to import come from: the sheets to look at instead.

Must not know: how references are found, layouts.
"""
from __future__ import annotations

from dataclasses import replace

from app.core.batch import Batch, SheetReading
from importers.base import Book, Sheet

_COMPUTED = ("dashboard", "rollup", "ignored")


def name_sources(batch: Batch, book: Book) -> None:
    """Say of every report, roll-up and unread calculation which sheets it takes its figures from."""
    sheets = {s.name: s for s in book.sheets}
    readings = {r.name: r for r in batch.sheets}
    for reading in batch.sheets:
        sheet = sheets.get(reading.name)
        if reading.role in _COMPUTED and sheet is not None and sheet.refers and (
                reading.role != "ignored" or _computes(sheet)):
            read, direct = _sources(sheets[reading.name], sheets, readings)
            reading.sources = tuple(read or direct)
            if not reading.sources:                        # it names itself alone, or sheets that are gone
                continue
            _say(batch, reading, _sentence(read, direct))


def _computes(sheet: Sheet) -> bool:
    """More than half of what stands there is formulas."""
    return 2 * sheet.formula_count > sum(v is not None for row in sheet.rows for v in row)


def _sources(sheet: Sheet, sheets: dict[str, Sheet],
             readings: dict[str, SheetReading]) -> tuple[list[str], list[str]]:
    """The sheets with data it draws on, through others where need be, and those it names itself, in order."""
    reached, left = {sheet.name}, [sheet.name]
    while left:
        name = left.pop()
        for other in sheets[name].refers if name in sheets and _passes(name, sheet, readings) else ():
            if other not in reached:
                reached.add(other)
                left.append(other)
    order = [name for name in sheets if name != sheet.name]
    return ([n for n in order if n in reached and n in readings and readings[n].role == "data"],
            [n for n in order if n in sheet.refers])


def _passes(name: str, sheet: Sheet, readings: dict[str, SheetReading]) -> bool:
    """A list is a source; what it looks up elsewhere is its own affair."""
    return name == sheet.name or name not in readings or readings[name].role != "data"


def _sentence(read: list[str], direct: list[str]) -> str:
    if read:
        return f"Its figures come from {_quoted(read)}, which {'was' if len(read) == 1 else 'were'} read."
    return f"Its figures come from {_quoted(direct)}, which {'holds' if len(direct) == 1 else 'hold'} no list either."


def _quoted(names: list[str]) -> str:
    texts = [f"“{n}”" for n in names]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _say(batch: Batch, reading: SheetReading, said: str) -> None:
    """Behind the reason why the sheet is not read, there and in its message."""
    old, reading.why = reading.why.rstrip("."), f"{reading.why.rstrip('.')}. {said}"
    new = reading.why.rstrip(".")
    batch.issues = [replace(i, message=new + i.message[len(old):]) if i.sheet == reading.name and
                    i.message.startswith(old) else i for i in batch.issues]
