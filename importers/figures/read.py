"""An export of another system becomes a batch by its profile: spend of measures, or KPIs by month.

Must not know: the portfolio it goes into.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from app.core.batch import Batch, Column, Item, Printed, SheetReading, Tally
from app.core.counting import counted
from app.errors import Problem
from importers.base import Book, Progress, Wishes, letter
from importers.figures.kpi import Counting
from importers.figures.model import Feed, feed_of
from importers.figures.spend import spend
from importers.figures.table import Export, find
from importers.meaning.context import Context
from importers.meaning.days.dates import text_date
from importers.meaning.notes import Notes

LAYOUT = "figures"
_DAY = re.compile(r"(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)|(?<!\d)(\d{1,2}\.\d{1,2}\.20\d\d)")


def figures_batch(book: Book, wishes: Wishes, progress: Progress) -> Batch:
    """What the profile counts of the sheet that holds its columns. Raises Problem where none does."""
    feed = feed_of(wishes.figures, wishes.profile)
    context = Context(book, wishes)
    export = find(book, feed, context)
    if export is None:
        raise Problem(f"{book.name} has no sheet with the columns that the profile “{wishes.profile}” needs: "
                      f"{', '.join(_called(feed, name) for name in feed.needs)}.",
                      "Read it without the profile, or name the columns in a copy of the profile.")
    progress(0.6, f"Counting {export.sheet.name}")
    notes = Notes(export.sheet.name)
    kinds = {r + 1: "blank" for r in range(len(export.sheet.rows))} | {export.head + 1: "header"}
    printed: list[Printed] = []
    items, tallies, currency, (since, last) = _counted(export, feed, notes, kinds, printed)
    out = Batch(book.name, f"{LAYOUT}: {feed.system}", [_reading(export, feed, kinds, len(items))], items,
                [*book.issues, *notes.issues], currency, book.sha256, printed)
    for sheet in book.sheets:
        if sheet is not export.sheet:
            out.sheets.append(SheetReading(sheet.name, "ignored", "", hidden=sheet.hidden,
                                           why="The profile counts another sheet of this file."))
    out.origin.tallies, out.origin.system = tallies, feed.system
    out.origin.since = since
    out.origin.as_of = day_in(book.name) or _day_above(export) or last
    return out


def _counted(export: Export, feed: Feed, notes: Notes, kinds: dict[int, str],
             printed: list[Printed]) -> tuple[list[Item], list[Tally], str, tuple[str, str]]:
    if feed.gives == "spend":
        return spend(export, feed, notes, kinds, printed)
    counting = Counting(export, feed, notes)
    items = counting.items()
    kinds |= {row + 1: "data" if i in counting.used else "ignored" for i, row in enumerate(export.rows)}
    return items, [], "", (counting.first, counting.last)


def _called(feed: Feed, name: str) -> str:
    return " or ".join(f"“{h}”" for h in feed.columns[name][:3])


def _reading(export: Export, feed: Feed, kinds: Mapping[int, str], number: int) -> SheetReading:
    names = {c: name for name, columns in export.places.items() for c in columns}
    heads: Any = export.sheet.rows[export.head]
    columns = [Column(letter(c), str(h), names.get(c, ""), 1.0) for c, h in enumerate(heads) if h is not None]
    used = sum(kind == "data" for kind in kinds.values())
    what = f"{counted(number, 'sum')} by project" if feed.gives == "spend" else counted(number, "kpi")
    return SheetReading(export.sheet.name, "data", LAYOUT, export.head + 1, columns, dict(kinds), export.sheet.hidden,
                        f"Figures of {feed.system}: {counted(used, 'row')} of {len(export.rows):,} "
                        f"{'counts' if used == 1 else 'count'}, {what}.",
                        tuple(r + 1 for r in sorted(export.sheet.hidden_rows) if r < len(export.sheet.rows)),
                        tuple(map(letter, sorted(export.sheet.hidden_columns))))


def _day_above(export: Export) -> str:
    """The day that a line above the head names, as in "Stand: 30.04.2026"; the latest of several."""
    texts = [v for row in export.sheet.rows[:export.head] for v in row]
    days = [v.isoformat()[:10] if isinstance(v, dt.date) else day_in(v) for v in texts if isinstance(v, dt.date | str)]
    return max(days, default="")


def day_in(name: str) -> str:
    """The day that a file's name says: "tickets_2026-04-30.csv"; "" for none."""
    for found in _DAY.finditer(name):
        text = found[4] or f"{found[1]}-{found[2]}-{found[3]}"
        day = text_date(text)[0]
        if day:
            return day
    return ""
