"""Layout: several lists below each other on one sheet, each with a header of its own; read one by one.

Must not know: how a single list is read. The sheet stays one reading; tables that are no lists are said, not read.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.core.batch import Batch, Issue, SheetReading
from app.core.counting import counted
from app.core.intake.places import by_columns
from importers.base import Book, Progress, Sheet, address
from importers.items.merge import merge
from importers.layouts.protocol import SheetLayout, surest
from importers.layouts.tables import window
from importers.meaning.context import Context
from importers.meaning.headers import Head
from importers.meaning.second_heads import later_heads
from importers.meaning.sheets.roles import role_of
from importers.meaning.table import book_of

NAME = "lists below each other"


@dataclass(frozen=True, slots=True)
class _Part:
    """One table: the window it is read through, its first row and its head."""

    sheet: Sheet
    first: int
    last: int
    head: Head


class StackedLists:
    """Two tables or more, of which each is read by the layout that is surest of it."""

    name = NAME

    def __init__(self, layouts: tuple[SheetLayout, ...]) -> None:
        self.layouts = layouts

    def identify(self, book: Book, context: Context) -> float:
        sheet = book.sheets[0]
        return 0.98 if not context.has_said_head(sheet) and len(_parts(sheet, context)) > 1 else 0.0

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        sheet = book.sheets[0]
        batches: list[Batch] = []
        kinds: dict[int, str] = {}
        issues: list[Issue] = []
        for number, part in enumerate(_parts(sheet, context), 1):
            batch, why = self._part(book, part, context, progress)
            here = batch.sheets[0].row_kinds if batch is not None and batch.sheets else {}
            for row in range(part.first + 1, part.last + 2):
                blank = not any(v is not None for v in sheet.rows[row - 1])
                kinds[row] = here.get(row, "blank" if blank else "guidance")
            if batch is None or not batch.sheets:
                issues.append(Issue("warning", sheet.name, address(part.head.first, 0),
                                    f"The table that begins in row {part.head.first + 1} was not read: {why}"))
                continue
            if batches:                                    # the columns of the first count for the sheet
                batch.sheets[0].cells |= by_columns(batch.sheets[0].columns, batch.items)
                batch.sheets[0].name = f"{sheet.name} ({number})"
            batches.append(batch)
        joined = merge(book.name, book.sha256, batches)
        if not batches:
            why = f"{counted(len(issues), 'table')} below each other, none of which is a list of measures."
            return replace(joined, issues=issues, sheets=[SheetReading(
                sheet.name, "ignored", NAME, 0, [], kinds, sheet.hidden, why)])
        reading = _reading(sheet, joined.sheets, kinds, joined)
        mine = {s.name for s in joined.sheets}
        joined.issues = [*(replace(i, sheet=sheet.name) if i.sheet in mine else i for i in joined.issues), *issues]
        return replace(joined, sheets=[reading])

    def _part(self, book: Book, part: _Part, context: Context, progress: Progress) -> tuple[Batch | None, str]:
        role = role_of(part.sheet, part.head)
        if role is not None:
            return None, role.why
        alone = book_of(book, part.sheet)
        layout = surest(self.layouts, alone, context)
        if layout is None:
            return None, "it is no list of measures."
        return layout.extract(alone, context, progress), "there are no rows with names below its header."


def _reading(sheet: Sheet, parts: Sequence[SheetReading], kinds: dict[int, str], joined: Batch) -> SheetReading:
    first = parts[0]
    rows = sum(k == "data" for k in kinds.values())
    why = f"{counted(len(parts), 'list')} below each other, the first with its header in row {first.header_row}: " \
          f"{counted(rows, 'row')}, {counted(sum(i.kind == 'measure' for i in joined.items), 'measure')}."
    if len(parts) == 1:
        return replace(first, row_kinds=kinds)
    return SheetReading(sheet.name, "data", NAME, first.header_row, first.columns, kinds, sheet.hidden, why,
                        cells={at: cell for p in parts for at, cell in p.cells.items()})


def _parts(sheet: Sheet, context: Context) -> list[_Part]:
    """The tables of the sheet from the top down; one alone when it holds no more. Cut once, so that they stay the
    same windows."""
    return context.once("lists below each other", sheet, lambda: _cut(sheet, context))


def _cut(sheet: Sheet, context: Context) -> list[_Part]:
    head = context.head(sheet)
    rows = later_heads(sheet, head) if head is not None else []
    found: list[_Part] = []
    for n, (first, at) in enumerate(rows):
        last = rows[n + 1][0] - 1 if n + 1 < len(rows) else len(sheet.rows) - 1
        width = max((len(r) for r in sheet.rows), default=0)
        alone = window(sheet, first if n else 0, last, 0, width)
        context.look_again(alone, at.first, at.last)
        made = context.head(alone)
        if made is not None:
            found.append(_Part(alone, first if n else 0, last, made))
    return found
