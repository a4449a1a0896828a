"""A form that describes one project, or the same questions again for several: each project is one measure.

Must not know: returns with their tables of projects and blocks of figures (form.py).
"""
from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from app.core.batch import Batch, Issue
from app.core.counting import counted
from app.core.intake.places import by_columns
from importers.base import Book, Sheet, Where, address
from importers.items.build import build_measures
from importers.items.fields import TEXT_FIELDS
from importers.items.lines import say_yearly
from importers.layouts.flat_list import batch_of
from importers.layouts.forms.answers import STEP, Answer, answers, as_list, describes_one, put_back
from importers.layouts.forms.beside import Placed, divided, kinds_of_each, set_apart
from importers.layouts.forms.figures import laid_figures, leave_repeated
from importers.layouts.forms.fitting import fitting, for_table
from importers.layouts.forms.inner import FIGURES, Inner, inner_tables, of_kinds, rows_of
from importers.layouts.forms.repeats import apart, name_of, parts
from importers.layouts.forms.risks import entries
from importers.layouts.forms.sides import say_more_values, side_by_side
from importers.layouts.forms.steps import steps
from importers.layouts.forms.table import read
from importers.layouts.forms.units import apply_units
from importers.meaning.columns import PERSON_FIELDS, UNIT_FIELDS, field_scores
from importers.meaning.context import Context
from importers.meaning.errors import report_cells, report_rows
from importers.meaning.headers import cells_of
from importers.meaning.log_columns import kind_named
from importers.meaning.notes import Notes
from importers.meaning.sheets.forms import LOOK, is_form
from importers.meaning.sheets.joins import is_dated
from importers.meaning.table import Table, read_table
from importers.meaning.value.amounts import number_text
from importers.meaning.value.periods import read_label
from importers.meaning.value.units import NO_UNIT, Unit
from importers.meaning.words import fold, light_of

_MOST_NAMED = 8
_PLANNED = ("start", "finish", "plan_start", "plan_finish", "light", "progress")
_SURE = 0.9
_KNOWN = 0.6                          # by more than its last word
_YES_AND_NO = ("yes", "no", "ja", "nein")
_MOST_STEPS = 3                       # for each question
_MANY = {"row of figures": "rows of figures"}
_LONGEST = 60                         # a longer text under a heading of money describes, it is no missing amount


def _tables(sheet: Sheet, context: Context) -> list[Inner]:
    return context.once("tables within", sheet, lambda: inner_tables(sheet))


def _beside_tables(sheet: Sheet, context: Context) -> list[Answer]:
    """The answers that stand in no table."""
    return context.once("answers", sheet, lambda: answers(sheet, rows_of(_tables(sheet, context))))


def cut_apart(sheet: Sheet, context: Context) -> tuple[Sheet, list[Placed]]:
    """The sheet without the tables right of its answers, and those: the same one each time it is asked for."""
    return context.once("tables apart", sheet, lambda: set_apart(sheet))


def is_profile(sheet: Sheet, context: Context) -> bool:
    """Do the answers describe a project?"""
    return describes_one(_beside_tables(sheet, context))


def surrounds_tables(sheet: Sheet, context: Context) -> bool:
    """Does the sheet describe a project once its tables are taken out? One with more rows in them than a few for each
    question, or with steps that have money, is a list of them under its title; tables of periods or of kinds of cost
    may be of any length."""
    if len(sheet.rows) > LOOK:
        return False
    tables = _tables(sheet, context)
    heads = [read_label(v) for t in tables if t.kind == "steps" for _, v in cells_of(sheet, t.place.head)
             if not (isinstance(v, str) and is_dated(v))]
    if not tables or any(x.type or x.cost or x.series for x in heads):
        return False
    taken, found = rows_of(tables), _beside_tables(sheet, context)
    rest = replace(sheet, rows=[[] if r in taken else row for r, row in enumerate(sheet.rows)])
    rows = rows_of([t for t in tables if t.kind != "down" and not (t.kind == "figures" and of_kinds(sheet, t))])
    most = _MOST_STEPS if is_form(rest, plain=False) else 1             # above a list its title is as plain
    return is_form(rest) and describes_one(found) and len(rows) <= most * len(found)


def holds_log(sheet: Sheet, context: Context) -> bool:
    """Is there a log of risks or the like among the tables of such a form? A few lines about who keeps a register are
    no form: one says when the project runs, what it costs or how it stands."""
    tables = _tables(sheet, context)
    if kind_named(sheet.name) or all(t.kind in ("steps", *FIGURES) for t in tables):
        return False
    labels = [one.label for one in _beside_tables(sheet, context)]
    return any(name in _PLANNED and score >= _SURE for text in labels for name, score in field_scores(text)[:1]) or any(
        (x := read_label(text)).type or x.cost for text in labels)


def read_profiles(book: Book, sheet: Sheet, context: Context, name: str) -> Batch:
    """One measure for the sheet, or one for each block of it that was filled in."""
    sheet, right = cut_apart(sheet, context)
    tables = [*(Placed(sheet, inner) for inner in _tables(sheet, context)), *right]
    taken = rows_of([t.inner for t in tables if t.sheet is sheet])
    notes = Notes(sheet.name, context.scoped)
    sides = side_by_side(sheet, taken)
    found = _beside_tables(sheet, context)
    blocks = parts(sheet, found) if not sides else []
    filled = [(rows, own) for rows in blocks if name_of(own := [a for a in found if a.at[0] in rows])]
    names = [one for side in sides if (one := name_of(answers(side, taken))) is not None]
    each_kinds = kinds_of_each(sheet, names, taken) if len(names) == len(sides) > 0 else []
    taken |= rows_of([placed[0].inner for placed in each_kinds])
    filled += [(range(len(sheet.rows)), answers(side, taken)) for side in sides]
    if not filled:
        filled = [(range(len(sheet.rows)), found)]
    whose = [divided(t, [str(one.value) for one in names]) for t in tables if sides]
    notes.cells("warning", [t.where for t, own in zip(tables, whose, strict=False) if own is None], "{where}: a table "
                "among the answers of several projects; nothing says whose it is, it was not read.")
    read_so_far = [_one(book, sheet, own, [each[n] for each in (*whose, *each_kinds) if each] if sides else
                        [t for t in tables if t.inner.place.head in rows], context, name)
                   for n, (rows, own) in enumerate(filled)]
    batch = _joined(read_so_far)
    if blocks:
        empty = [rows for rows in blocks if rows not in [r for r, _ in filled]]
        _say_empty(empty, found, notes)
        say_answers(sheet, {*taken, *(r for rows in blocks for r in rows)}, notes)
    if sides:
        for reading in batch.sheets:
            reading.why = f"A form with {len(sides)} projects side by side."
    say_more_values(sheet, taken, [a for _, own in filled for a in own], notes)
    if blocks:
        for reading in batch.sheets:
            reading.why = f"A form that asks the same of several projects: {len(filled)} filled in."
            reading.row_kinds.update({r + 1: "placeholder" for rows in empty for r in rows if cells_of(sheet, r)})
    batch.issues += notes.issues
    return batch


def _one(book: Book, sheet: Sheet, found: list[Answer], tables: list[Placed], context: Context, name: str) -> Batch:
    """The answers about one project, and the steps of its tables."""
    alone = as_list(sheet, found)
    context.windows.append(alone)
    context.look_again(alone, 0, 0)
    head = context.head(alone)
    whole, context = context, fitting(context, sheet, head)
    stated = apply_units(sheet, found, head, STEP) if head is not None else {}
    table = read_table(alone, context)
    assert table is not None and table.data
    _settle_words(table)
    built = build_measures(table)
    say_yearly(table, built.money)
    batch = batch_of(book, table, built, name)
    _say_words(table, batch)
    put_back(batch, sheet, found)
    batch.issues += _say_units(sheet, stated, table, found)
    for reading in batch.sheets:
        reading.why = f"A form that describes one measure: {counted(len(found), 'answer')}."
    measure = next(i.key for i in batch.items if i.kind == "measure")
    for table_ in tables:
        _add_table(batch, table_.sheet, table_.inner, measure, whole)
    return batch


def _settle_words(table: Table) -> None:
    """"Any change of scope? No", "Scope: green": a word that only answers describes nothing and names nobody. And the
    owner of something else, "Process owner", is not the one of the project."""
    for guess in table.guesses:
        value = table.sheet.at(1, guess.index)
        known = max((score for name, score in field_scores(guess.header) if name == guess.field), default=_KNOWN)
        if guess.field in PERSON_FIELDS and known < _KNOWN and guess.confidence < 1:         # nobody said so
            guess.field, guess.kind = "custom", "text"
        if guess.field in (*TEXT_FIELDS, *PERSON_FIELDS, *UNIT_FIELDS, "comment") and isinstance(value, str) \
                and (fold(value) in _YES_AND_NO or (guess.field != "status" and light_of(value))):
            guess.field, guess.kind = "custom", "text"


def _add_table(batch: Batch, sheet: Sheet, inner: Inner, measure: str, context: Context) -> None:
    """A table within the form: its rows hang on the measure."""
    place, table, made = inner.place, None, None
    if inner.kind == "steps":
        table = read(sheet, place, for_table(context, sheet, place))
        if table is None or not table.data:
            return
        found = steps(table, measure).items
        batch.items += found
        report_rows(table)
        report_cells(table)
        what = "step"
    elif inner.kind in FIGURES:
        made = laid_figures(sheet, inner, measure, context)
        if made is None:
            _say_unread(batch, sheet, inner, context)
            return
        table, what = made.table, "row of figures"
        leave_repeated(batch, measure, made.items)
        batch.items += made.items
        batch.printed += made.printed
        batch.origin.tallies += made.tallies
        batch.currency = batch.currency or made.currency
    else:
        log, found = entries(sheet, inner.kind, place, measure, context, Notes(sheet.name, context.scoped))
        table, what = log.table, inner.kind
        batch.items += found
    batch.issues += table.notes.issues if made is None else made.issues
    kinds = table.rows.kinds if made is None else made.kinds
    cells = by_columns(table.reading("").columns, found) if made is None else made.cells
    for reading in batch.sheets:
        reading.cells.update(cells)
        reading.row_kinds.update({r + 1: k for r, k in kinds.items() if r in inner.rows
                                  and reading.row_kinds.get(r + 1) != "data"})      # an answer stands there too
        if made is None or made.items:
            reading.why = f"{reading.why[:-1]}, and {counted(len(table.data), what, _MANY.get(what, ''))}."


def _say_unread(batch: Batch, sheet: Sheet, inner: Inner, context: Context) -> None:
    """A table of figures of which nothing could be read; one nobody filled in needs no word."""
    place, notes = inner.place, Notes(sheet.name, context.scoped)
    if any(number_text(v) is not None if isinstance(v, str) else v is not None
           for row in range(place.head + 1, place.last + 1) for c, v in cells_of(sheet, row)
           if place.left < c <= place.right):
        notes.cells("warning", [(place.head, place.left)], "{where}: the figures below are no amounts of money; they "
                    "were not read.")
    batch.issues += notes.issues


def _say_words(table: Table, batch: Batch) -> None:
    """Words that answer a question for money: no amount, and nothing else either; kept as text and named."""
    notes = Notes(table.sheet.name, table.notes.scoped)
    for guess in table.guesses:
        label, value = guess.label, table.sheet.at(1, guess.index)
        asked = (label.type or label.cost) and (label.series or label.rate or label.unit != NO_UNIT)
        if guess.field == "custom" and asked and isinstance(value, str) and len(value) <= _LONGEST \
                and number_text(value) is None:
            notes.cells("warning", [(1, guess.index)], f"“{value}” in {{where}} ({guess.header}) is no amount; the "
                                                       "value is left empty, the text is kept.")
    batch.issues += notes.issues


def _say_units(sheet: Sheet, stated: Mapping[Where, tuple[Unit, list[Where]]], table: Table,
               found: Sequence[Answer]) -> list[Issue]:
    """Amounts that were multiplied because a heading or guidance says so."""
    notes = Notes(sheet.name, table.notes.scoped)
    money = {found[g.index // STEP].at for g in table.guesses if g.money}
    for (row, column), (unit, places) in stated.items():
        if unit.power:
            notes.cells("note", [at for at in places if at in money],
                        f"{{where}}: read as {10 ** unit.power:,} {unit.currency} each, as {address(row, column)} "
                        "says.")
    return notes.issues


def _joined(batches: list[Batch]) -> Batch:
    """The blocks of one sheet as one batch; what is asked of each of them is asked once."""
    first, *more = batches
    for batch in more:
        for measure in apart(batch, {i.key for i in first.items if i.kind == "measure"}):
            sheet, _, cell = measure.at.rpartition("!")
            text = f"“{measure.fields['name']}” in {cell} has the name or id of an earlier block; kept as " \
                   "a measure of its own."
            first.issues.append(Issue("warning", sheet, cell, text))
        first.items += batch.items
        first.printed += batch.printed
        first.origin.tallies += batch.origin.tallies
        first.currency = first.currency or batch.currency
        for mine, theirs in zip(first.sheets, batch.sheets, strict=True):
            mine.cells.update(theirs.cells)
            mine.row_kinds.update({r: k for r, k in theirs.row_kinds.items() if k != "guidance"})
        first.issues += [i for i in batch.issues if not _asked_before(i, first.issues)]
    return first


def _asked_before(issue: Issue, before: list[Issue]) -> bool:
    return bool(issue.answer) and any(i.answer == issue.answer for i in before)


def _say_empty(empty: Sequence[range], found: Sequence[Answer], notes: Notes) -> None:
    """Blocks nobody gave a project's name: left out, loudly where figures or dates stand in them."""
    for rows in empty:
        given = [a for a in found if a.at[0] in rows]
        figures = [a.at for a in given if a.value is not None and not isinstance(a.value, str)]
        notes.cells("warning", figures, "{where}: answers without the name of a project; they were not imported.")
        if not figures:
            texts = f" ({'; '.join(f'{a.label[:40]}: {str(a.value)[:40]}' for a in given[:_MOST_NAMED])})" if given \
                else ""
            notes.add("note", address(rows.start, 0), f"Rows {rows.start + 1} to {rows.stop}: a project that was "
                                                      f"never filled in, left out{texts}.")


def say_answers(sheet: Sheet, taken: Collection[int], notes: Notes) -> None:
    """Answers that stand beside all projects are named, not imported."""
    left = [one for one in answers(sheet) if one.asked and one.at[0] not in taken]
    if left:
        listed = "; ".join(f"{one.label[:40]}: {str(one.value)[:30]}" for one in left[:_MOST_NAMED])
        more = f"; and {len(left) - _MOST_NAMED} more" if len(left) > _MOST_NAMED else ""
        notes.cells("note", [one.at for one in left], f"{{where}}: answers that belong to no measure were not "
                                                      f"imported ({listed}{more}).")
