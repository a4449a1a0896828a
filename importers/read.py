"""The door to the importers: a file, or a book already read, becomes one batch.

Must not know: the portfolio it goes into. `import_file` is what the child process runs.
"""
from __future__ import annotations

import gc
from pathlib import Path

from app.core.batch import Batch, Column, Issue, SheetReading
from app.core.counting import counted
from app.errors import Problem
from importers.base import Book, Progress, Sheet, Wishes, letter
from importers.by_shape import by_shape
from importers.figures.read import figures_batch
from importers.handover import Likely
from importers.items.cell_comments import carry_comments
from importers.items.cell_links import carry_links
from importers.items.merge import merge
from importers.items.passed_over import say_passed_over
from importers.items.people import settle_people
from importers.items.same_rows import ask_same_rows
from importers.items.strangers import say_strangers
from importers.items.two_sheets import ask_money_of_two_sheets
from importers.layouts.amount_list import AmountList
from importers.layouts.beside import BesideLists
from importers.layouts.beside_pivots import BesidePivots
from importers.layouts.flat_list import FlatList
from importers.layouts.forms.form import Form
from importers.layouts.gantt_sheet import GanttSheet
from importers.layouts.level_list import LevelList
from importers.layouts.logs.parents import hang
from importers.layouts.logs.risk_log import RiskLog
from importers.layouts.mixed import MixedTables
from importers.layouts.month_matrix import MonthMatrix
from importers.layouts.protocol import BookLayout, SheetLayout, surest
from importers.layouts.related import RelatedList
from importers.layouts.stacked import StackedLists
from importers.layouts.titles import name_project
from importers.layouts.trees.tree import TreeList
from importers.meaning.colours.answered import say_absent
from importers.meaning.context import Context
from importers.meaning.days.stated import say_stated
from importers.meaning.echoes import without_echoes
from importers.meaning.headers import Head
from importers.meaning.settled import IGNORE
from importers.meaning.sheets.computed import is_feed
from importers.meaning.sheets.roles import FEED, Role, role_of, without_rows
from importers.meaning.sheets.rollups import Known, is_rollup
from importers.meaning.sheets.sources import name_sources
from importers.meaning.sheets.specimens import SPECIMEN, is_specimen
from importers.meaning.sheets.unfilled import say_unfilled
from importers.meaning.sheets.wide import WIDE, is_wide
from importers.meaning.table import book_of
from importers.own.extract import extract as own_workbook
from importers.own.sheets import is_own, refuse_own_table
from importers.reading.second import QUIET
from importers.reading.workbook import Draft
from importers.schedules.read import begin_any, is_schedule

# Which layout is asked when. A new layout is a new file in importers/layouts and one line here.
WHOLE_BOOKS: tuple[BookLayout, ...] = ()                   # sheets that belong together: asked first, in this order
LISTS: tuple[SheetLayout, ...] = (                         # lists of measures: the surest reads, of equals the first
    TreeList(),
    MonthMatrix(),
    FlatList(),
)
OWN_SHAPES: tuple[SheetLayout, ...] = (                    # told apart by their shape before a sheet counts as a list
    RiskLog(),
    AmountList(),
    RelatedList(),
    LevelList(),
    GanttSheet(),
    Form(),
    MixedTables(RiskLog(), (*LISTS, StackedLists(LISTS))),
)

_SAID = Role("ignored", "", "You left this sheet out.")


def import_file(path: str, wishes: Wishes, progress: Progress) -> Batch:
    """Read a file and understand it."""
    return read_and_understood(path, wishes, progress)[1]


def import_ahead(path: str, wishes: Wishes, progress: Progress) -> Batch | Likely:
    """The same, given away before the second reader has been heard: it seldom has anything to say."""
    draft, batch = _begun(path, wishes, progress)
    if batch is None or draft.second is None:
        return _heard(draft, batch, wishes, progress)
    batch.origin.readers = QUIET

    def settle() -> Batch | None:
        found = _heard(draft, batch, wishes, progress)
        return None if found is batch and draft.book.readers == QUIET else found

    return Likely(batch, settle)


def read_and_understood(path: str, wishes: Wishes, progress: Progress) -> tuple[Book, Batch]:
    """The book and what it means. It is understood while the second reader is still at work; should that one say
    anything at all, which is rare, the book is understood anew."""
    draft, batch = _begun(path, wishes, progress)
    return draft.book, _heard(draft, batch, wishes, progress)


def _begun(path: str, wishes: Wishes, progress: Progress) -> tuple[Draft, Batch | None]:
    """A file that the second reader may still be at, and what it means so far; None where it cannot be understood."""
    progress(0.0, "Reading the file")
    draft = begin_any(Path(path), lambda fraction, text: progress(fraction / 2, text))
    try:
        return draft, understand(draft.book, wishes, progress)
    except Problem:
        return draft, None
    except BaseException:
        draft.close()
        raise


def _heard(draft: Draft, batch: Batch | None, wishes: Wishes, progress: Progress) -> Batch:
    """The batch (None: it could not be understood) once the second reader has spoken; understood anew where that one
    said anything."""
    try:
        again = draft.settle()
    finally:
        draft.close()
    if again or batch is None:
        batch = understand(draft.book, wishes, progress)
    batch.origin.readers = draft.book.readers
    return batch


def understand(book: Book, wishes: Wishes, progress: Progress) -> Batch:
    """Every sheet by the layout that fits it best; sheets that are no list are named with the reason. One of the
    profiles known is used where it fits."""
    paused = gc.isenabled()
    gc.disable()          # a hundred thousand fresh items without cycles: collecting among them only costs (3 x)
    try:
        if wishes.known:
            return by_shape(book, wishes, lambda wanted: _understand(book, wanted, progress))
        return _understand(book, wishes, progress)
    finally:
        if paused:
            gc.enable()


def _understand(book: Book, wishes: Wishes, progress: Progress) -> Batch:
    out = _by_its_kind(book, wishes, progress)
    out.origin.format, out.origin.readers = book.format, book.readers
    out.origin.answers, out.origin.profile = dict(wishes.answers), wishes.profile
    out.issues += say_absent(book, wishes)
    if wishes.again:
        said = [f"{key}={wishes.answers[key]}" for key in wishes.again]
        out.issues.append(Issue("note", "", "", f"{counted(len(said), 'answer')} given to the last import of this "
                                f"source held again: {', '.join(said)}. To answer one otherwise, give it anew."))
    return out


def _by_its_kind(book: Book, wishes: Wishes, progress: Progress) -> Batch:
    if wishes.figures:
        return figures_batch(book, wishes, progress)
    if is_own(book):
        return own_workbook(book, progress)
    refuse_own_table(book)
    if is_schedule(book):
        from importers.schedules.batch import schedule_batch

        schedule = schedule_batch(book, wishes, progress)
        settle_people(schedule, wishes)
        return schedule
    book = without_echoes(book)
    context = Context(book, wishes)
    whole, taken = _whole_book(book, context)
    left = {id(s) for s in book.sheets if context.answer("sheet", s.name) == IGNORE}
    wide = {id(s) for s in book.sheets if is_wide(s)}
    shown = {id(s) for s in book.sheets if id(s) not in left | wide and is_specimen(s, context)}
    fed = {id(s) for s in book.sheets if id(s) not in wide and is_feed(s) and not context.has_said_head(s)}
    apart = dict.fromkeys(fed, FEED) | dict.fromkeys(shown, SPECIMEN) | dict.fromkeys(wide, WIDE) | \
        dict.fromkeys(left, _SAID)
    shapes = _own_shapes([s for s in book.sheets if id(s) not in taken and id(s) not in apart], book, context)
    rest = [s for s in book.sheets if id(s) not in taken and id(s) not in shapes]
    roles = {id(s): apart.get(id(s)) or _role(s, context) for s in rest}
    lists = [s for s in rest if roles[id(s)] is None]
    context.scoped = len(lists) + len(shapes) + len(taken) > 1
    by_sheet: dict[int, Batch] = {}
    if whole is not None:
        joined = whole.extract(book_of(book, *(s for s in book.sheets if id(s) in taken)), context, progress)
        by_sheet[next(id(s) for s in book.sheets if id(s) in taken)] = joined
    for sheet in book.sheets:
        if id(sheet) in shapes:
            by_sheet[id(sheet)] = _read(shapes[id(sheet)], book, sheet, context, progress)
    known = Known(by_sheet.values(), any(s.refers for s in book.sheets))
    for n, sheet in enumerate(sorted(lists, key=lambda s: (bool(s.refers), s.formula_count > 0))):
        progress(0.5 + 0.4 * n / len(lists), f"Understanding {sheet.name}")
        found = _rollup(sheet, context, known) or _list(book, sheet, context, progress)
        if n + 1 < len(lists):                             # nobody asks what the last one calls its own
            known.add(found)
        by_sheet[id(sheet)] = found
    for sheet in rest:
        role = roles[id(sheet)]
        if role is not None:
            by_sheet[id(sheet)] = _left_out(sheet, role, None if role is WIDE else context.head(sheet))
    batches = [by_sheet[id(s)] for s in book.sheets if id(s) in by_sheet]
    progress(0.95, "Putting the sheets together")
    out = merge(book.name, book.sha256, batches)
    name_project(out, context)
    hang(out)
    say_strangers(out)
    ask_money_of_two_sheets(out, book)
    settle_people(out, wishes)
    name_sources(out, book)
    ask_same_rows(out)
    named = {s.name for s in out.sheets if s.role == "data"}
    out.issues += say_stated(book.sheets, out.sheets)
    out.issues += say_unfilled([s for s in book.sheets if s.name in named])
    out.issues = [*book.issues, *out.issues]
    if not out.items and not any(s.layout == RiskLog.name and s.role == "data" for s in out.sheets):   # an empty log
        out.issues.append(Issue("error", "", "", f"No list of measures was found in {book.name}; "
                                "the sheets say why."))
    progress(1.0, "Understood")
    return out


def _role(sheet: Sheet, context: Context) -> Role | None:
    """What a sheet is that is no list; one whose header a person named is a list."""
    return None if context.has_said_head(sheet) else role_of(sheet, context.head(sheet))


def _own_shapes(sheets: list[Sheet], book: Book, context: Context) -> dict[int, SheetLayout]:
    """The sheets that an own shape recognises, by id of the sheet."""
    found: dict[int, SheetLayout] = {}
    for sheet in sheets:
        layout = surest(OWN_SHAPES, book_of(book, sheet), context)
        if layout is not None:
            found[id(sheet)] = layout
    return found


def _whole_book(book: Book, context: Context) -> tuple[BookLayout | None, set[int]]:
    """The first layout that takes several sheets together, and the ids of the sheets it takes."""
    for layout in WHOLE_BOOKS:
        claimed = layout.claim(book, context)
        if claimed:
            return layout, {id(s) for s in claimed}
    return None, set()


def _list(book: Book, sheet: Sheet, context: Context, progress: Progress) -> Batch:
    below = (*LISTS, StackedLists((*LISTS, BesideLists(LISTS))))
    several = (*below, BesideLists(below))
    layout = surest((*several, BesidePivots(several)), book_of(book, sheet), context)
    if layout is None:
        return _left_out(sheet, without_rows(sheet, context.head(sheet)), context.head(sheet))
    return _read(layout, book, sheet, context, progress)


def _read(layout: SheetLayout, book: Book, sheet: Sheet, context: Context, progress: Progress) -> Batch:
    batch = layout.extract(book_of(book, sheet), context, progress)
    if not batch.sheets:
        return _left_out(sheet, without_rows(sheet, context.head(sheet)), context.head(sheet))
    say_passed_over(batch, sheet)
    carry_comments(batch, sheet)
    carry_links(batch, sheet)
    for reading in batch.sheets:
        reading.hidden_rows = tuple(r + 1 for r in sorted(sheet.hidden_rows) if r < len(sheet.rows))
        reading.hidden_columns = tuple(map(letter, sorted(sheet.hidden_columns)))
        reading.unread = tuple((row + 1, letter(column)) for row, column in sorted({*sheet.errors, *sheet.unvalued}))
    return batch


def _rollup(sheet: Sheet, context: Context, known: Known) -> Batch | None:
    head = context.head(sheet)
    if not is_rollup(sheet, head, known):
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
    rows = f" ({counted(count, 'row')})" if role.severity == "warning" and count else ""
    return Batch("", "", [reading], [], [Issue(role.severity, sheet.name, "", f"{role.why[:-1]}{rows}.")])
