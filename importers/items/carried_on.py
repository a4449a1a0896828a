"""Rows whose place is doubtful: a text in small letters may carry on the row above; headings that follow each other
without a row between may be rows themselves. That is said.

Must not know: layouts. The row comes in as it stands; nobody can tell for sure where a text ends.
"""
from __future__ import annotations

from importers.meaning.cell_text import text_of
from importers.meaning.headers import filled
from importers.meaning.table import Table

_FULL = 4                                 # so many cells has a row whose text may go on below it


def say_carried_on(table: Table) -> None:
    """A warning for rows with a name alone that begins small, right below a row of several cells."""
    name = table.find("name")
    if name is None:
        return
    texts, data = table.cells(name.index), set(table.data)
    found = []
    for i, body in enumerate(table.data):
        text = text_of(texts[i])
        if text and text[0].islower() and body - 1 in data and sum(filled(c[body]) for c in table.columns) == 1 \
                and sum(filled(c[body - 1]) for c in table.columns) >= _FULL:
            found.append(table.place(i, name.index))
    if found:
        table.notes.cells("warning", found, "{where} may carry on the text of the row above; it was read as a row of "
                                            "its own.", f"row.{found[0][0] + 1}=ignore")


def say_bare_headings(table: Table) -> None:
    """A warning for three or more headings in one column with no row between them: each was taken for a level."""
    groups = sorted(table.rows.groups)
    run: list[int] = []
    for row in [*groups, -1]:
        if run and row == run[-1] + 1 and table.rows.groups[row][0] == table.rows.groups[run[-1]][0]:
            run.append(row)
            continue
        if len(run) > 2:
            column = table.rows.groups[run[0]][0]
            table.notes.cells("warning", [(r, column) for r in run], "{where} follow each other without a row between; "
                              "each was read as a heading above the next.", f"row.{run[0] + 1}-{run[-1]}=data")
        run = [row]
