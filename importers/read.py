"""The door to the importers: a file, or a book already read, becomes one batch.

Must not know: the portfolio it goes into. `import_file` is what the child process runs.
"""
from __future__ import annotations

import gc
from pathlib import Path
from typing import Protocol

from app.core.batch import Batch, Column, Issue, SheetReading
from importers.base import Book, Progress, Sheet, Wishes, letter
from importers.layouts.flat_list import FlatList
from importers.layouts.merge import merge
from importers.layouts.month_matrix import MonthMatrix
from importers.layouts.tree import TreeList
from importers.meaning.context import Context
from importers.meaning.headers import Head
from importers.meaning.roles import Role, role_of
from importers.meaning.rollups import is_rollup
from importers.meaning.table import book_of
from importers.reading.workbook import read_book


class SheetLayout(Protocol):
    """A layout that reads one sheet at a time (a book of one sheet comes in)."""

    name: str

    def identify(self, book: Book, context: Context) -> float: ...

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch: ...


ALL: tuple[SheetLayout, ...] = (TreeList(), MonthMatrix(), FlatList())


def import_file(path: str, wishes: Wishes, progress: Progress) -> Batch:
    """Read a file and understand it."""
    return understand(read_half(path, progress), wishes, progress)


def read_half(path: str, progress: Progress) -> Book:
    """The file's book; reading is the first half of the work."""
    progress(0.0, "Reading the file")
    return read_book(Path(path), lambda fraction, text: progress(fraction / 2, text))


def understand(book: Book, wishes: Wishes, progress: Progress) -> Batch:
    """Every sheet by the layout that fits it best; sheets that are no list are named with the reason."""
    paused = gc.isenabled()
    gc.disable()          # a hundred thousand fresh items without cycles: collecting among them only costs (3 x)
    try:
        return _understand(book, wishes, progress)
    finally:
        if paused:
            gc.enable()


def _understand(book: Book, wishes: Wishes, progress: Progress) -> Batch:
    context = Context(book, wishes)
    roles = {id(s): role_of(s, context.head(s)) for s in book.sheets}
    lists = [s for s in book.sheets if roles[id(s)] is None]
    context.scoped = len(lists) > 1
    batches: list[Batch] = []
    read: list[tuple[Sheet, Batch]] = []
    for n, sheet in enumerate(sorted(lists, key=lambda s: s.formula_count > 0)):
        progress(0.5 + 0.4 * n / len(lists), f"Understanding {sheet.name}")
        batch = _rollup(sheet, context, [b for _, b in read]) or _list(book, sheet, context, progress)
        read.append((sheet, batch))
    by_sheet = {id(s): b for s, b in read}
    for sheet in book.sheets:
        role = roles[id(sheet)]
        batches.append(by_sheet[id(sheet)] if role is None else _left_out(sheet, role, context.head(sheet)))
    progress(0.95, "Putting the sheets together")
    out = merge(book.name, book.sha256, batches)
    out.issues = [*book.issues, *out.issues]
    if not out.items:
        out.issues.append(Issue("error", "", "", f"No list of measures was found in {book.name}; "
                                "the sheets say why."))
    progress(1.0, "Understood")
    return out


def _list(book: Book, sheet: Sheet, context: Context, progress: Progress) -> Batch:
    alone = book_of(book, sheet)
    found = [(layout.identify(alone, context), -n, layout) for n, layout in enumerate(ALL)]
    score, _, layout = max(found, key=lambda f: f[:2])
    if score <= 0:
        return _left_out(sheet, Role("ignored", "", "No header row was found; the sheet was not read.", "warning"))
    batch = layout.extract(alone, context, progress)
    if not batch.sheets:
        return _left_out(sheet, Role("ignored", "", "There are no rows below its header."), context.head(sheet))
    return batch


def _rollup(sheet: Sheet, context: Context, read: list[Batch]) -> Batch | None:
    head = context.head(sheet)
    if not is_rollup(sheet, head, read):
        return None
    return _left_out(sheet, Role("rollup", "", "Sums over another sheet of this file; those count, these were not."),
                     head)


def _left_out(sheet: Sheet, role: Role, head: Head | None = None) -> Batch:
    """A sheet that is not read: its role, its rows as what they are, and one issue."""
    header = head.last + 1 if head is not None and role.role in ("ignored", "rollup") and role.layout != "form" else 0
    kinds: dict[int, str] = {}
    for number, row in enumerate(sheet.rows, 1):
        blank = row.count(None) == len(row)
        if blank:
            kinds[number] = "blank"
        elif head is not None and header and number <= header:
            kinds[number] = "header" if number > head.first else "title"
        else:
            kinds[number] = "rejected" if header and role.role == "ignored" else "guidance"
    columns = [Column(letter(c), text, "", 0.0) for c, text in enumerate(head.texts) if text] if head and header else []
    reading = SheetReading(sheet.name, role.role, role.layout, header, columns, kinds, sheet.hidden, role.why)
    count = sum(k not in ("blank", "header", "title") for k in kinds.values())
    rows = f" ({count} rows)" if role.severity == "warning" and count else ""
    return Batch("", "", [reading], [], [Issue(role.severity, sheet.name, "", f"{role.why[:-1]}{rows}.")])
