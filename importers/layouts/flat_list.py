"""Layout: a flat list, one row a measure, figures without months (or none at all).

Must not know: other layouts. Also holds what every list of measures needs to become a batch.
"""
from __future__ import annotations

from app.core.batch import Batch, Issue, Origin
from app.core.counting import counted
from importers.base import Book, Progress
from importers.items.activities import build_activities
from importers.items.build import Built, build_measures
from importers.items.tally import tallies
from importers.meaning.context import Context
from importers.meaning.errors import report_cells, report_rows
from importers.meaning.labels import is_doubtful
from importers.meaning.table import Table, read_table

NAME = "flat list"


class FlatList:
    """Header, one measure a row, level columns or heading rows above."""

    name = NAME

    def identify(self, book: Book, context: Context) -> float:
        head = context.head(book.sheets[0])
        if head is None:
            return 0.0
        table = read_table(book.sheets[0], context)
        if table is not None and is_doubtful(table.guesses) and not context.has_said_head(book.sheets[0]):
            return 0.0
        return 0.5 if head.known >= 2 else 0.4

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        table = read_table(book.sheets[0], context)
        if table is None or not table.data:
            return nothing(book, "no rows below the header")
        leaf = context.answer("leaf", table.sheet.name) or context.wishes.leaf
        built = build_activities(table) if leaf == "activity" else build_measures(table)
        return batch_of(book, table, built, self.name)


def batch_of(book: Book, table: Table, built: Built, layout: str) -> Batch:
    """Items, reading and issues of one table as a batch."""
    report_rows(table)
    report_cells(table)
    table.renew()
    size = counted(len(table.data), "row") + (f", {counted(built.measures, 'measure')}" if built.measures else "")
    why = f"{'An' if layout[:1] in 'aeiou' else 'A'} {layout} with its header in row {table.head.last + 1}: {size}."
    if table.sheet.hidden:
        why += " The sheet is hidden."
    return Batch(book.name, layout, [table.reading(layout, why)], built.items, list(table.notes.issues),
                 built.money.currency, book.sha256, built.money.printed,
                 origin=Origin(tallies=tallies(table, built.money, built.counting)))


def nothing(book: Book, why: str) -> Batch:
    """A batch without items that says why."""
    sheet = book.sheets[0]
    return Batch(book.name, "", [], [], [Issue("note", sheet.name, "", f"Not read: {why}.")], "", book.sha256)
