"""Layout: a list that belongs to another sheet by its ids: milestones or tasks of the measures listed there.

Must not know: other layouts. It is told by its ids: unique in one sheet, repeated here under the same heading, nearly
all of them known there. Lists with figures are not read so; they say more about the same measures.
"""
from __future__ import annotations

from app.core.batch import Batch
from importers.base import Book, Progress, Sheet
from importers.items.activities import activity_items, as_days, single_dates
from importers.items.build import Built
from importers.items.colour_status import read_colours
from importers.items.fields import read_fields
from importers.layouts.flat_list import batch_of, nothing
from importers.layouts.logs.parents import SOUGHT
from importers.meaning.cell_text import text_of
from importers.meaning.columns import field_scores
from importers.meaning.context import Context
from importers.meaning.sheets.joins import Join, find_join, is_dated, is_id
from importers.meaning.table import Table, read_table

NAME = "related list"


class RelatedList:
    """Activities whose measure stands on another sheet."""

    name = NAME

    def identify(self, book: Book, context: Context) -> float:
        return 0.8 if _link(book.sheets[0], context) is not None else 0.0

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        sheet = book.sheets[0]
        table, link = read_table(sheet, context), _link(sheet, context)
        if table is None or not table.data or link is None:
            return nothing(book, "no rows below the header")
        return batch_of(book, table, _build(table, link), NAME)


def _link(sheet: Sheet, context: Context) -> Join | None:
    """The column that holds the ids of another sheet, in a list of dates without figures."""
    head = context.head(sheet)
    if head is None or any((x.timed or x.series or x.type or x.cost) and not is_dated(b)
                           for x, b in zip(head.labels, head.bottoms, strict=False)):
        return None
    return find_join(sheet, context) if any(map(is_dated, head.bottoms)) else None


def _build(table: Table, join: Join) -> Built:
    out, link = Built(), join.column
    _settle_columns(table, link)
    fields = read_fields(table)
    read_colours(table, fields.columns)
    owners = [text_of(c) or "" for c in table.cells(link)]
    column = next((g.index for g in table.guesses if g.field in ("code", "name")), link)
    columns = [column if owner in join.known else link for owner in owners]    # an id nobody knows is said by its cell
    days = _as_days if single_dates(fields) else None
    out.items = [*fields.people.values(), *activity_items(table, fields, owners, columns, SOUGHT, days)]
    return out


def _settle_columns(table: Table, link: int) -> None:
    """The ids of the other sheet are no ids of these rows; their own stand in another column of ids."""
    for guess in table.guesses:
        if guess.index == link:
            guess.field, guess.confidence = "parent", 0.95
    if table.find("code") is None:
        for guess in table.guesses:
            if guess.index != link and is_id(guess.header) and guess.profile.distinct > 0.99:
                guess.field, guess.confidence = "code", 0.9
                break
    if table.find("name") is None:                         # steps that repeat from measure to measure are still names
        for guess in table.guesses:
            if guess.field == "custom" and guess.profile.texts > 0.5 and \
                    {f for f, _ in field_scores(guess.header)} & {"name", "milestone"}:
                guess.field, guess.confidence = "name", 0.8
                return


def _as_days(found: dict[str, object]) -> None:
    as_days(found)
    if "start" not in found:
        day = found.get("actual_finish") or found.get("plan_finish")
        if day is not None:
            found["start"] = found["finish"] = day
