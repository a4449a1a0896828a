"""Layout: a form or return: one project a sheet, or a table of projects and repeated blocks of figures among questions.

Must not know: other layouts' insides. A form that describes one project is one measure; in a return the rows of its
project table are measures, and the blocks under a project's name are that measure's effect lines.
"""
from __future__ import annotations

from collections.abc import Sequence

from app.core.batch import Batch, SheetReading
from app.core.counting import counted
from app.core.intake.places import by_columns
from importers.base import Book, Progress, Sheet
from importers.items.build import Built, build_measures
from importers.items.tally import tallies
from importers.layouts.forms.below import asks_above
from importers.layouts.forms.blocks import read_blocks
from importers.layouts.forms.matrix import Read
from importers.layouts.forms.profile import (
    cut_apart,
    holds_log,
    is_profile,
    read_profiles,
    say_answers,
    surrounds_tables,
)
from importers.layouts.forms.steps import step_tables
from importers.layouts.forms.table import Found, project_tables, read
from importers.meaning.context import Context
from importers.meaning.errors import report_cells, report_rows
from importers.meaning.headers import cells_of
from importers.meaning.notes import Notes
from importers.meaning.sheets.forms import is_form
from importers.meaning.sheets.marks import is_mark, marked_parts
from importers.meaning.table import Table

NAME = "form"


class Form:
    """Questions and answers, with tables and blocks between them."""

    name = NAME

    def identify(self, book: Book, context: Context) -> float:
        sheet = book.sheets[0]
        if sheet.hidden or context.has_said_head(sheet):
            return 0.0
        rest, beside = cut_apart(sheet, context)
        if beside and is_form(rest) and is_profile(rest, context) and not _projects(rest, context) \
                and not _has_projects(context):
            return 0.93
        if not (is_form(sheet) or surrounds_tables(sheet, context) or asks_above(sheet)):
            return 0.0
        sure = 0.96 if marked_parts(sheet) else 0.85       # nothing else stands between marks for machines
        if _projects(sheet, context):
            return sure
        if not _has_projects(context) and is_profile(sheet, context):
            return 0.93 if surrounds_tables(sheet, context) and holds_log(sheet, context) else 0.85
        return sure if _blocks(sheet, context, ())[0].items else 0.0

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        sheet = book.sheets[0]
        rest, beside = cut_apart(sheet, context)
        if beside and is_profile(rest, context) and not _projects(rest, context):
            return read_profiles(book, sheet, context, NAME)
        found = _projects(sheet, context)
        blocks, notes = _blocks(sheet, context, _names(sheet, found, context))
        if not found and (not blocks.items or (not blocks.headed and is_profile(sheet, context))):
            return read_profiles(book, sheet, context, NAME)
        return _return(book, sheet, found, blocks, context, notes)


def _blocks(sheet: Sheet, context: Context, names: Sequence[str]) -> tuple[Read, Notes]:
    """The blocks of figures among the questions, with what there is to say of them."""
    notes = Notes(sheet.name, context.scoped)
    return context.once(("blocks", *names, context.scoped), sheet,
                        lambda: (read_blocks(sheet, context, notes, names), notes))


def _projects(sheet: Sheet, context: Context) -> list[Found]:
    """The tables of projects; in a form about one project a table of its tasks is none."""
    found = project_tables(sheet)
    heads = {one.head for one in step_tables(sheet)} if found else set()
    return [] if heads >= {one.head for one in found} and is_profile(sheet, context) else found


def _names(sheet: Sheet, found: list[Found], context: Context) -> list[str]:
    """The projects that the tables of a sheet list."""
    tables = [t for place in found if (t := read(sheet, place, context)) is not None]
    return [v for t in tables if (g := t.find("name")) is not None for v in t.cells(g.index) if isinstance(v, str)]


def _has_projects(context: Context) -> bool:
    """Does a sheet of this workbook list projects? Then its other sheets describe none of their own."""
    if context.returns is None:
        context.returns = any(_projects(s, context) for s in context.book.sheets if not s.hidden and is_form(s))
    return context.returns


def _return(book: Book, sheet: Sheet, found: list[Found], blocks: Read, context: Context, notes: Notes) -> Batch:
    """The projects of its tables and the lines of its blocks; answers beside them are named, not imported."""
    kinds = {n + 1: "guidance" if cells_of(sheet, n) else "blank" for n in range(len(sheet.rows))}
    batch = Batch(book.name, NAME, [], [], [], "", book.sha256)
    tables: list[Table] = []
    taken: set[int] = set()
    cells = dict(blocks.cells)
    for place in found:
        table = read(sheet, place, context)
        taken |= set(range(place.head, place.last + 1))
        if table is None or not table.data:
            _say_nameless(batch, table)
            continue
        built = build_measures(table)
        _take(batch, table, built)
        cells |= by_columns(table.reading(NAME).columns, built.items) | table.stand
        tables.append(table)
        kinds |= {row + 1: kind for row, kind in table.rows.kinds.items() if place.head <= row <= place.last}
    kinds |= {row + 1: kind for row, kind in blocks.rows.items()}
    taken |= blocks.taken
    batch.items += blocks.items
    batch.printed += blocks.printed
    batch.origin.tallies += blocks.tallies
    batch.currency = batch.currency or blocks.currency
    say_answers(sheet, taken, notes)
    _say_left(sheet, taken, notes)
    batch.issues += notes.issues
    measures = sum(i.kind == "measure" for i in batch.items)
    lines = len(blocks.items)
    said = [f"{counted(measures, 'measure')} in its table" if measures else "",
            counted(lines, "row of figures", "rows of figures") if lines else ""]
    why = f"A return: {' and '.join(x for x in said if x) or 'nothing filled in'}."
    head = tables[0].head.last + 1 if tables else 0
    columns = tables[0].reading(NAME).columns if tables else []
    batch.sheets = [SheetReading(sheet.name, "data", NAME, head, columns, kinds, sheet.hidden, why,
                                 cells=cells, scattered=True)]
    return batch


def _say_nameless(batch: Batch, table: Table | None) -> None:
    """A table of projects of which nobody wrote the names: its rows are named one by one where they hold anything."""
    if table is not None:
        report_rows(table)
        batch.issues += [i for i in table.notes.issues if i.severity != "note"]


def _say_left(sheet: Sheet, taken: set[int], notes: Notes) -> None:
    """Figures and dates in marked parts that became neither a project nor money by period: named, not imported."""
    for first, last in marked_parts(sheet):
        rows = [row for row in range(first, last + 1) if row not in taken]
        left = [(row, c) for row in rows for c, v in cells_of(sheet, row) if not isinstance(v, str | bool)]
        titles = [" ".join(v.split()) for row in (first, first - 2) for _, v in cells_of(sheet, row)[:1]
                  if isinstance(v, str) and not is_mark(v)]
        notes.cells("warning", left, f"{{where}} ({next(iter(titles), 'without a title')[:60]}): no table of projects "
                                     "and no money by period; not imported.")


def _take(batch: Batch, table: Table, built: Built) -> None:
    report_rows(table)
    report_cells(table)
    table.renew()
    batch.items += built.items
    batch.issues += table.notes.issues
    batch.printed += built.money.printed
    batch.origin.tallies += tallies(table, built.money)
    batch.currency = batch.currency or built.money.currency
