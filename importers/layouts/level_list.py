"""Layout: a sheet that lists the programmes, projects, ... which the measures of another sheet stand under by id.

Must not know: other layouts. Its rows become nodes of that level; as measures they would be counted beside those that
stand under them.
"""
from __future__ import annotations

from app.core.batch import Batch, Item
from app.core.catalog import LEVELS
from importers.base import Book, Progress, address
from importers.items.build import Built
from importers.items.fields import read_fields
from importers.items.links import note_items
from importers.items.nodes import NO_NAME, Nodes
from importers.layouts.flat_list import batch_of, nothing
from importers.meaning.context import Context
from importers.meaning.sheets.joins import as_text, level_of_list
from importers.meaning.table import Table, read_table

NAME = "level list"
_FIELDS = ("name", "description", "owner", "sponsor", "controller")


class LevelList:
    """Rows of one level above measures, each with the id the measures name."""

    name = NAME

    def identify(self, book: Book, context: Context) -> float:
        return 0.7 if level_of_list(book.sheets[0], context) is not None else 0.0

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        sheet = book.sheets[0]
        table, found = read_table(sheet, context), level_of_list(sheet, context)
        if table is None or not table.data or found is None:
            return nothing(book, "no rows below the header")
        return batch_of(book, table, _build(table, *found), NAME)


def _leave_figures(table: Table, level: str) -> None:
    """Amounts of a whole programme beside those of what stands under it would be counted twice."""
    figures = [g for g in table.guesses if g.money or g.field in ("total", "derived") or g.kind == "money"]
    places = [(table.head.last, g.index) for g in figures if g.profile.count]
    table.notes.cells("warning", places, f"{{where}}: amounts of a whole {level}; the rows that stand under it have "
                                         "their own and those count, these were not read.")
    for guess in figures:
        guess.field = ""


def _build(table: Table, level: str, column: int) -> Built:
    for guess in table.guesses:
        if guess.index == column:
            guess.field, guess.confidence = "code", 0.95
        elif guess.field == "code":
            guess.field, guess.kind = "custom", "text"
    if table.find("name") is None:                         # the column called as the level is, is its name
        for guess in table.guesses:
            if guess.field == level:
                guess.field = "name"
    _leave_figures(table, level)
    fields, nodes = read_fields(table), Nodes(table.notes)
    ids = [as_text(c) for c in table.cells(column)]
    chain = [NO_NAME] * LEVELS.index(level)
    out = Built()
    made: list[Item] = []
    for i, key in enumerate(ids):
        at = f"{table.sheet.name}!{address(*table.place(i, column))}"
        parent, _ = nodes.chain(chain, at)
        found = {"code": key, **fields.of(i, [n for n in _FIELDS if n in fields.columns])}
        found.setdefault("name", key)
        above = LEVELS[LEVELS.index(level) - 1] if parent else ""
        made.append(Item(level, key, parent, above, found, {}, fields.custom_of(i), at))
    out.items = [*fields.people.values(), *fields.units.values(), *nodes.items, *made,
                 *note_items(table, fields, range(len(ids)), ids, level)]
    return out
