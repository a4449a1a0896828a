"""Layout: a long list of amounts that belong to the measures of another sheet by their ids: id, month, type, scenario,
amount, one row an amount.

Must not know: other layouts. Its rows are no measures; each amount goes to a line of the measure it names, and what
cannot go there is said by its address.
"""
from __future__ import annotations

from app.core.batch import Batch, Item
from importers.base import Book, Progress, Sheet, address
from importers.items.build import Built, drop_derived_rows
from importers.items.lines import effect_lines, word_of
from importers.layouts.flat_list import batch_of, nothing
from importers.layouts.logs.parents import SOUGHT
from importers.meaning.cell_text import text_of
from importers.meaning.columns import field_scores
from importers.meaning.context import Context
from importers.meaning.headers import filled
from importers.meaning.sheets.joins import Join, as_text, find_join
from importers.meaning.table import Table, read_table
from importers.meaning.value.figures import Money
from importers.meaning.value.money import read_money
from importers.meaning.value.row_months import leave_sums, row_months, says_year

NAME = "amount list"
_PER_ROW = ("month", "series", "type")


class AmountList:
    """Amounts whose measure stands on another sheet; month, type or scenario stand in their row."""

    name = NAME

    def identify(self, book: Book, context: Context) -> float:
        return 0.85 if _found(book.sheets[0], context) is not None else 0.0

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        found = _found(book.sheets[0], context)
        if found is None or not found[0].data:
            return nothing(book, "no rows below the header")
        return batch_of(book, found[0], _build(*found), NAME)


def _found(sheet: Sheet, context: Context) -> tuple[Table, Join] | None:
    head = context.head(sheet)
    named = [f for b in head.bottoms if b for f, _ in field_scores(b)[:1]] if head is not None else []
    if not set(named) & set(_PER_ROW):
        return None
    join = find_join(sheet, context)
    table = read_table(sheet, context) if join is not None else None
    if join is None or table is None:
        return None
    fields = {g.field for g in table.guesses if g.index != join.column}
    figures = [g for g in table.guesses if g.money]
    if not figures or any(g.period for g in figures) or _names_of_their_own(table, join) or not fields & set(_PER_ROW):
        return None
    return table, join


def _names_of_their_own(table: Table, join: Join) -> bool:
    """Rows of one id with several names are things of their own; a measure's name repeated beside its id is not."""
    name = table.find("name")
    if name is None or name.index == join.column:
        return False
    ids = [as_text(c) for c in table.cells(join.column)]
    return len(set(zip(ids, table.cells(name.index), strict=True))) > len(set(ids))


def _build(table: Table, join: Join) -> Built:
    for guess in table.guesses:                            # a booking number is no id of a measure
        if guess.index == join.column:
            guess.field, guess.confidence = "code", 0.95
        elif guess.field == "code":
            guess.field = "custom"
    out = Built(money=read_money(table))
    drop_derived_rows(table)
    leave_sums(table, out.money)
    _leave_out(table, join, out.money)
    owners = [as_text(c) for c in table.cells(join.column)]
    keys = list(dict.fromkeys(owners))
    place = {key: n for n, key in enumerate(keys)}
    _say_undated(table)
    _say_not_kept(table, join)
    out.items = effect_lines(table, out.money, [place[o] for o in owners], keys)
    for item in out.items:
        item.parent_kind = SOUGHT
    out.items += _texts_beside(table, out.money, owners)
    return out


def _leave_out(table: Table, join: Join, money: Money) -> None:
    """Amounts of nobody and of no known type do not come in: as anything else they would be wrong money."""
    lost: dict[str, list[int]] = {}
    typed = table.find("type")
    types = table.cells(typed.index) if typed is not None else ()
    strange: list[int] = []
    for i, cell in enumerate(table.cells(join.column)):
        owner = as_text(cell)
        if owner not in join.known:
            lost.setdefault(owner, []).append(i)
        elif typed is not None and not word_of("type", types[i]):
            strange.append(i)
    for owner, rows in lost.items():
        who = f"“{owner}” is no measure of this file" if owner else "they name no measure"
        table.notes.cells("error", [table.place(i, join.column) for i in rows],
                          f"{{where}}: {who}; the amounts of these rows could not come in.")
    if typed is not None:
        table.notes.cells("error", [table.place(i, typed.index) for i in strange],
                          f"{{where}} ({typed.header}): no known type of effect; the amounts of these rows could not "
                          "come in.")
    for i in [*strange, *(i for rows in lost.values() for i in rows)]:
        table.rows.kinds[table.place(i, 0)[0]] = "rejected"
    table.renew()


def _say_undated(table: Table) -> None:
    """Cells that should be a month and are none."""
    guess, months = table.find("month"), row_months(table)
    if guess is None:
        return
    missing = [table.place(i, guess.index) for i in range(len(table.data))
               if months is None or months[i] is None]
    table.notes.cells("warning", missing, f"{{where}} ({guess.header}): read as no month; the amounts are kept without "
                                          "one.")


def _say_not_kept(table: Table, join: Join) -> None:
    """What else stands in the rows: a line of amounts has no place for it."""
    told = [g for g in table.guesses if g.header and g.index != join.column and not g.money and not says_year(g)
            and g.field not in (*_PER_ROW, "code", "name", "currency", "total", "derived", "")
            and any(map(filled, table.cells(g.index)))]
    listed = ", ".join(f"“{g.header}”" for g in told)
    table.notes.cells("warning", [(table.head.last, g.index) for g in told],
                      f"{{where}}: the rows are amounts of measures; what else they say ({listed}) is not kept.")


def _texts_beside(table: Table, money: Money, owners: list[str]) -> list[Item]:
    """A text where an amount should be is kept as a note of the measure."""
    out: list[Item] = []
    place = {body: i for i, body in enumerate(table.data)}
    words = [g for g in table.guesses if g.field in _PER_ROW]
    for f in money.columns:
        for body, text in (*f.amounts.unread, *f.amounts.empty_words):
            i = place.get(body)
            if i is None:
                continue
            cell = address(*table.place(i, f.guess.index))
            said = [t for g in words if (t := text_of(table.cells(g.index)[i]))]
            out.append(Item("note", f"{owners[i]}/{table.sheet.name} {cell}", owners[i], SOUGHT,
                            {"text": f"{f.guess.header} ({', '.join(said)}): {text}"},
                            at=f"{table.sheet.name}!{cell}"))
    return out
