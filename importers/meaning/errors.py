"""What of a table did not come in: rows left out, error cells, formulas without a value; each said once, by address.

Must not know: what the columns became, except whether they are used at all.
"""
from __future__ import annotations

from collections.abc import Sequence

from app.core.batch import READ
from app.core.counting import counted
from importers.base import Value, address
from importers.meaning.headers import cells_of
from importers.meaning.repeats import say_repeats
from importers.meaning.table import Table
from importers.meaning.words import is_placeholder

_TITLES = 6                               # rows above a header that nobody wonders about
_FIGURES, _ROWS = 2, 2                    # beside a name, and rows of such: a table that was not seen as one


def report_cells(table: Table) -> None:
    """Errors are never 0: their cells stay empty and are named; so are formulas nobody has calculated."""
    sheet, notes, first = table.sheet, table.notes, table.head.data
    rows = {first + i for i in table.data}
    used = {g.index for g in table.guesses if g.field and g.field not in ("total", "derived")}
    by_text: dict[str, list[tuple[int, int]]] = {}
    for (row, column), text in sheet.errors.items():
        if row in rows and column in used:
            by_text.setdefault(text, []).append((row, column))
    for text, places in sorted(by_text.items()):
        notes.cells("error", places, f"{text} in {{where}}: an error value; nothing was read from it.")
    unvalued = [w for w in sheet.unvalued if w[0] in rows and w[1] in used]
    notes.cells("warning", unvalued, "{where}: formulas without a calculated value; the cells are left empty. Open "
                                     "and save "
                "the file in Excel or LibreOffice to have them.")
    hidden = sorted(r for r in sheet.hidden_rows if r in rows)
    notes.cells("note", [(r, 0) for r in hidden], "{where}: hidden rows; they were read like the others.",
                kind=READ)
    covered = sorted(c for c in sheet.hidden_columns if c in used)
    notes.cells("note", [(table.head.last, c) for c in covered],
                "{where}: hidden columns; they were read like the others.", kind=READ)


def _say_beside_headings(table: Table) -> None:
    """Words beside a heading among the rows, an owner of all below it: a level has no place for them."""
    beside = [(row, c) for row, (column, text) in sorted(table.rows.groups.items())
              for c, v in cells_of(table.sheet, row)
              if c != column and isinstance(v, str) and " ".join(v.split()) not in text and not is_placeholder(v)]
    table.notes.cells("note", beside, "{where}: words beside a heading among the rows; not kept.")


def report_rows(table: Table) -> None:
    """Rows with figures but neither name nor id cannot come in: each is an error with its address."""
    _say_above(table)
    say_repeats(table)
    rows = [r for r, k in table.rows.kinds.items() if k == "rejected" and r >= table.head.data]
    second = table.rows.second
    if second >= 0:
        rows = [r for r in rows if r < second]
        below = counted(len(table.sheet.rows) - second - 1, "row was", "rows were")
        table.notes.add("warning", address(second, 0), f"Another table begins in row {second + 1}; its {below} not "
                        "read. Put it on a sheet of its own.")
    _say_beside_headings(table)
    bare = [r for r in rows if nameless(table, r)]
    if bare:
        table.notes.cells("error", [(r, 0) for r in bare], "{where}: the row has values but neither a name nor an id; "
                          "it could not come in.")
    words = [r for r, k in table.rows.kinds.items() if k == "footnote"]
    table.notes.cells("note", [(r, 0) for r in words], "{where}: words among or below the rows, no row of the list; "
                                                       "left out.")
    for word, text in (("example", "an example"), ("placeholder", "a row still to be filled in")):
        found = [r for r, k in table.rows.kinds.items() if k == word]
        if found:
            table.notes.cells("note", [(r, 0) for r in found], f"{{where}}: {text}, left out.")


def _say_above(table: Table) -> None:
    """What stands above the header is taken for words about the list; more of it than a title is said."""
    rows = [(r, len(cells_of(table.sheet, r))) for r in range(table.head.first)]
    full = [r for r, n in rows if n]
    if len(full) > _TITLES or any(n > 3 for _, n in rows):
        told = sum(_of_a_table(table.sheet.rows[r]) for r in full) >= _ROWS
        table.notes.cells("warning" if told else "note", [(r, 0) for r in full], "{where}: above the header; taken for "
                          f"words{' and figures' if told else ''} about the list, nothing of it was imported.")


def _of_a_table(row: Sequence[Value]) -> bool:
    """A name and several figures beside it, as rows of a table have them."""
    figures = sum(isinstance(v, int | float) and not isinstance(v, bool) for v in row)
    return figures >= _FIGURES and any(isinstance(v, str) for v in row)


def nameless(table: Table, row: int) -> bool:
    """Has the row neither a name nor an id?"""
    for name in ("name", "code"):
        guess = table.find(name)
        if guess is not None and table.sheet.at(row, guess.index) is not None:
            return False
    return True
