"""Layout: a Gantt sheet: a list of tasks, and beside it columns of days, weeks or months with bars drawn in them.

The dates are those in the cells; where there are none, the bar's first and last day. Day columns are never money.
The list itself is read as any list is, flat or a tree; in a pure schedule its rows are activities.
Must not know: how bars are recognised (meaning/days/drawn.py), other layouts' insides.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.core.batch import Batch
from importers.base import Book, Progress, Sheet, Value, Where, address, letter
from importers.layouts.flat_list import FlatList, nothing
from importers.layouts.trees.tree import TreeList
from importers.meaning.context import Context
from importers.meaning.days.band import undated
from importers.meaning.days.drawn import Drawn, bar, drawn, ground
from importers.meaning.headers import Head, cells_of, head_of_rows, known_field
from importers.meaning.notes import Notes
from importers.meaning.table import Table, book_of, read_table

NAME = "gantt sheet"
_ENDS = (("start", ("start", "plan_start")), ("finish", ("finish", "plan_finish")))
_HEADS = {"start": "Start", "finish": "Finish"}
_BELOW = 3                                # rows in which headings may stand below the days
_SIGNS = ("stage", "status", "light", "sponsor", "controller")


@dataclass(slots=True)
class _Chart:
    """The list without its calendar, and what was drawn beside it."""

    sheet: Sheet
    head: Head
    columns: tuple[int, ...]
    found: Drawn | None                   # None when nobody can say which days the columns are
    list: Sheet


class GanttSheet:
    """Tasks left, a drawn calendar right."""

    name = NAME

    def identify(self, book: Book, context: Context) -> float:
        chart = _chart(book.sheets[0], context)
        if chart is None:
            return 0.0
        table = read_table(chart.list, context)
        return 0.92 if table is not None and table.find("name") is not None and table.data else 0.0

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        chart = _chart(book.sheets[0], context)
        if chart is None:
            return nothing(book, "no calendar beside its list")
        notes = Notes(chart.sheet.name, context.scoped)
        if chart.found is not None:
            _dates_from_bars(chart, chart.found, context, notes)
        else:
            _say_undated(chart, notes)
        alone = book_of(book, chart.list)
        leaf = context.answer("leaf", chart.sheet.name) or context.wishes.leaf
        tree = TreeList().identify(alone, context) > 0
        if not leaf:
            leaf = _leaf(chart.list, context)
            if not tree or leaf == "activity":             # a tree asks its leaves itself what else they are
                _ask(chart, context, notes, leaf)
                context = _with_leaf(context, leaf)
        layout = TreeList() if tree else FlatList()
        batch = layout.extract(alone, context, progress)
        for reading in batch.sheets:
            first, last = letter(chart.columns[0]), letter(chart.columns[-1])
            reading.layout = NAME
            for row, kind in reading.row_kinds.items():    # rows that are empty but for the calendar's own heads
                if kind == "blank" and row <= len(chart.sheet.rows) and any(
                        v is not None for v in chart.sheet.rows[row - 1]):
                    reading.row_kinds[row] = "header" if row <= reading.header_row + 1 else "guidance"
            reading.why = f"{reading.why.replace(f'A {layout.name}', f'A Gantt sheet, read as a {layout.name},')} " \
                          f"Columns {first} to {last} are a drawn calendar and hold no money."
        batch.shape = NAME
        batch.issues = [*notes.issues, *batch.issues]
        return batch


def _chart(sheet: Sheet, context: Context) -> _Chart | None:
    """What stands on the sheet; made once, so that the list keeps its identity."""
    return context.once("chart", sheet, lambda: _read_chart(sheet, context))


def _read_chart(sheet: Sheet, context: Context) -> _Chart | None:
    found = drawn(sheet)
    band = undated(sheet) if found is None else None
    if found is not None:
        columns, row = tuple(sorted(found.spans)), found.row
    elif band is not None:
        columns, row = band.columns, band.row
    else:
        return None
    bare = _without(sheet, columns)
    head = context.head(bare)
    if head is not None and head.first > row + _BELOW and not context.has_said_head(sheet):
        head = None                                        # a row far below the days is one of the list, no heading
    first, last = (head.first, _last_head(bare, head, row)) if head is not None else (row, row)
    context.look_again(bare, first, last)
    return _Chart(sheet, head_of_rows(bare, first, last), columns, found, bare)


def _last_head(bare: Sheet, head: Head, row: int) -> int:
    """The heads of the days may stand below those of the list, unless the list has begun there."""
    beside = [v for r in range(head.last + 1, row + 1) for _, v in cells_of(bare, r)]
    begun = any(not (isinstance(v, str) and known_field(" ".join(v.split()))) for v in beside)
    return head.last if begun else max(head.last, row)


def _without(sheet: Sheet, columns: Iterable[int]) -> Sheet:
    """The sheet with the calendar's columns empty."""
    gone = set(columns)
    rows: list[list[Value]] = [[None if c in gone else v for c, v in enumerate(row)] for row in sheet.rows]
    while rows and all(v is None for v in rows[-1]):
        rows.pop()

    def stays(where: Where) -> bool:
        return where[1] not in gone
    return replace(sheet, rows=rows, errors={w: e for w, e in sheet.errors.items() if stays(w)},
                   unvalued={w for w in sheet.unvalued if stays(w)},
                   fills={w: f for w, f in sheet.fills.items() if stays(w)},
                   comments={w: c for w, c in sheet.comments.items() if stays(w)},
                   merged=[m for m in sheet.merged if m[1] not in gone])


# ---------------------------------------------------------------- dates that are only drawn


def _say_undated(chart: _Chart, notes: Notes) -> None:
    first, last = chart.columns[0], chart.columns[-1]
    notes.add("note", address(chart.head.last, first), f"Columns {letter(first)} to {letter(last)} are a drawn "
              "calendar whose heads do not say which days they are; the bars gave no dates.")


def _dates_from_bars(chart: _Chart, found: Drawn, context: Context, notes: Notes) -> None:
    """Fill empty start and finish cells by the bars; say where cells and bars differ."""
    table = read_table(chart.list, context)
    if table is None:
        return
    painted = ground(chart.sheet, found)
    columns = {end: _column(table, names, found, at) for at, (end, names) in enumerate(_ENDS)}
    drawn_rows: list[Where] = []
    broken: list[Where] = []
    for body in table.data:
        row = chart.head.data + body
        cells, whole = bar(chart.sheet, row, found, painted)
        if not cells:
            continue
        taken = False
        for column, day in ((columns["start"], found.spans[cells[0]][0]),
                            (columns["finish"], found.spans[cells[-1]][1])):
            if chart.list.at(row, column) is None:
                _put(chart.list, row, column, day)
                taken = True
        if taken:
            drawn_rows.append((row, cells[0]))
        if not whole:
            broken.append((row, cells[0]))
    for end, column in columns.items():
        if not chart.list.at(chart.head.last, column):
            _put(chart.list, chart.head.last, column, _HEADS[end])
    if drawn_rows:
        notes.cells("note", drawn_rows, "{where}: start and finish were read from the drawn bars, no cell says them.")
        context.look_again(chart.list, chart.head.first, chart.head.last)
    notes.cells("note", broken, "{where}: the bar has gaps; it was read from its first to its last day.")


def _column(table: Table, names: tuple[str, ...], found: Drawn, at: int) -> int:
    """The column that holds an end, else the calendar's first or second one, which is empty now."""
    for name in names:
        guess = table.find(name)
        if guess is not None:
            return guess.index
    return sorted(found.spans)[at]


def _put(sheet: Sheet, row: int, column: int, value: Value) -> None:
    cells = sheet.rows[row]
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = value


# ---------------------------------------------------------------- activities or measures


def _leaf(sheet: Sheet, context: Context) -> str:
    """A pure schedule's rows are activities; with money, a stage or a light in words they are measures. A colour
    alone beside drawn bars says how a task goes, no more."""
    table = read_table(sheet, context)
    if table is None:
        return "activity"
    signs = [g for name in _SIGNS if (g := table.find(name)) is not None and g.profile.count]
    return "measure" if signs or any(g.money for g in table.guesses) else "activity"


def _ask(chart: _Chart, context: Context, notes: Notes, leaf: str) -> None:
    other = "measure" if leaf == "activity" else "activity"
    what = "activities of the heading or level above them" if leaf == "activity" else "measures"
    notes.add("question", f"A{chart.head.last + 1}", f"The rows became {what}.", f"leaf={other}")


def _with_leaf(context: Context, leaf: str) -> Context:
    return replace(context, wishes=replace(context.wishes, leaf=leaf))
