"""Rows that say nothing but a text in small letters: it may carry on the text of the row above, and that is said.

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
