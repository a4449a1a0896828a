"""Layout: a month matrix, measures down and months across, scenarios as column blocks or as rows of each measure.

Must not know: other layouts. A month matrix is a flat list whose figures have months; the table knows them.
"""
from __future__ import annotations

from app.core.batch import Batch
from importers.base import Book, Progress
from importers.items.build import build_measures
from importers.layouts.flat_list import batch_of, nothing
from importers.meaning.context import Context
from importers.meaning.table import read_table

NAME = "month matrix"


class MonthMatrix:
    """At least three period columns over figures."""

    name = NAME

    def identify(self, book: Book, context: Context) -> float:
        head = context.head(book.sheets[0])
        if head is None:
            return 0.0
        timed = sum(1 for x in head.labels if x.timed and not x.day and not x.weak)
        named = sum(1 for x in head.labels if not x.timed)
        return 0.8 if timed >= 3 and named else 0.0

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        table = read_table(book.sheets[0], context)
        if table is None or not table.data:
            return nothing(book, "no rows below the header")
        return batch_of(book, table, build_measures(table), self.name)
