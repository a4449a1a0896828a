"""Layout: a tree list (WBS): one name column, and marks that say what hangs under what.

Must not know: other layouts, and how the marks are read (signals.py). Leaves become measures when they carry
money, stage, status, sponsor or controller; in a pure schedule they become activities of their lowest summary, which
is the measure.
"""
from __future__ import annotations

import re
from dataclasses import replace

from app.core.batch import Batch, Item, Link
from importers.base import Book, Progress, Sheet, address
from importers.items.asked import ask_days
from importers.items.build import Built, use_plan_dates
from importers.items.colour_status import read_colours
from importers.items.fields import Fields, read_fields
from importers.items.lines import effect_lines
from importers.items.links import dependencies, milestones, note_items
from importers.items.unused import keep_unused
from importers.layouts.flat_list import batch_of, nothing
from importers.layouts.trees.choice import KEY, chosen
from importers.layouts.trees.codes import days_among, mended_numbers
from importers.layouts.trees.nodes import Branch as Branch
from importers.layouts.trees.nodes import TreeNodes, branches, unplaced, without
from importers.layouts.trees.signals import Signal, level_column
from importers.layouts.trees.sums import check_summaries
from importers.meaning.columns import LEVEL_FIELDS
from importers.meaning.context import Context
from importers.meaning.headers import Head
from importers.meaning.notes import Notes
from importers.meaning.table import Table, read_table
from importers.meaning.value.money import read_money
from importers.meaning.words import spaced

NAME = "tree"
_MEASURE_SIGNS = ("stage", "status", "light", "sponsor", "controller")
_LOOKS = ("blanks", "indent")
_DOTTED = re.compile(r"^\s*(?:[A-Za-z]{0,6}-?\d{1,4}\.\d|\d{1,4}\.\s*[^\W\d_])")       # 1.2, WP-1.2, 1. Design


class TreeList:
    """A list whose rows hang under each other."""

    name = NAME

    def identify(self, book: Book, context: Context) -> float:
        sheet = book.sheets[0]
        head = context.head(sheet)
        said = context.answer(KEY, sheet.name)
        if head is None or said == "none" or not (said or _may_be(sheet, head)):
            return 0.0
        table = read_table(sheet, context)
        if table is None or table.find("name") is None or (table.rows.leveled and not said):
            return 0.0
        trial = replace(table, rows=replace(table.rows, kinds=dict(table.rows.kinds), groups=dict(table.rows.groups)),
                        columns=list(table.columns), notes=Notes(sheet.name))
        _tree_rows(trial)
        _mend_codes(trial)
        signal = chosen(trial, ask=False)
        if signal is None:
            return 0.0
        if not said and signal.key not in _LOOKS and _named_levels(trial, signal):
            return 0.0                                     # levels stand in columns, scenarios in rows: a flat list
        return 0.9

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        table = read_table(book.sheets[0], context)
        if table is None or not table.data:
            return nothing(book, "no rows below the header")
        _tree_rows(table)
        _mend_codes(table)
        signal = chosen(table)
        if signal is None:
            return nothing(book, "no hierarchy among its rows")
        _settle_columns(table, signal)
        return batch_of(book, table, _build(table, signal, context), self.name)


def _may_be(sheet: Sheet, head: Head) -> bool:
    """A quick look: blanks, indents, an outline, or a few dotted codes or words that a level column could have."""
    if sheet.indents or sheet.outline:
        return True
    blanks = dotted = 0
    for row in sheet.rows[head.data:head.data + 300]:
        blanks += any(isinstance(v, str) and v[:2] in ("  ", "\u00a0\u00a0") and v.strip() for v in row[:6])
        dotted += any(bool(_DOTTED.match(v)) if isinstance(v, str) else isinstance(v, float) and v != int(v)
                      for v in row[:4])
    words = {w for text in head.texts for w in spaced(text).casefold().replace("ü", "ue").split()}
    return blanks >= 2 or dotted >= 2 or bool(words & {"level", "lv", "lvl", "ebene", "gliederungsebene", "parent",
                                                       "uebergeordnet", "elternelement", "hierarchieebene", "階層",
                                                       "gliederungstiefe"})


def _named_levels(table: Table, signal: Signal) -> bool:
    named = [g for g in table.guesses if g.field in LEVEL_FIELDS and g.profile.count and g.index != signal.column
             and g.profile.kinds > 1]
    return bool(named) or table.find("series") is not None or table.find("type") is not None


def _tree_rows(table: Table) -> None:
    """In a tree a heading or a placeholder name with rows under it is a summary, so every named row is data."""
    name = table.find("name")
    if name is None:
        return
    for row, kind in list(table.rows.kinds.items()):
        text = table.sheet.at(row, name.index)
        if kind in ("group", "placeholder") and isinstance(text, str) and text.strip():
            table.rows.kinds[row] = "data"
            table.rows.groups.pop(row, None)
    table.renew()


def _mend_codes(table: Table) -> None:
    """Codes stored as numbers get their lost zero back; codes that became dates are said."""
    code = table.find("code")
    if code is None:
        return
    cells = table.cells(code.index)
    mended = mended_numbers(cells)
    if mended:
        column = list(table.columns[code.index])
        for i, text in mended.items():
            column[table.data[i]] = text
        table.columns[code.index] = column
        first = next(iter(mended.values()))
        table.notes.cells("note", [table.place(i, code.index) for i in mended],
                          f"{{where}}: the code is stored as a number and has lost a zero; read as {first} and so on.")
    days = days_among(cells)
    if days and len(days) < 0.5 * len(cells):
        table.notes.cells("warning", [table.place(i, code.index) for i in days],
                          "{where}: a date stands where the others have a code; the spreadsheet may have taken a code "
                          "such as 1.2 for a day.")


def _settle_columns(table: Table, signal: Signal) -> None:
    """The column of the hierarchy places rows; other level columns are kept as fields of their own."""
    stage = table.find("stage")
    if stage is not None and stage.profile.empty > 0.5:
        stage.field, stage.kind = "custom", "text"         # "Phase" on the summary rows only: a number, no stage
    levels = level_column(table)
    for guess in table.guesses:
        if signal.key == "codes" and guess.index == signal.column and guess.field == "custom":
            guess.field, guess.confidence = "code", 0.8
        if guess is levels or (signal.key == "parent" and guess.index == signal.column):
            guess.field, guess.confidence = "parent", 0.95
        elif guess.field in (*LEVEL_FIELDS, "parent"):
            guess.field, guess.kind = "custom", "text"


def _build(table: Table, signal: Signal, context: Context) -> Built:
    before = list(table.data)
    above = {before[p] for p in signal.parents if p is not None and p >= 0}
    out = Built(money=read_money(table, above))
    table.renew()
    for i in set(table.data).difference(before):           # amounts beside the tree have no place in it: said
        table.rows.kinds[table.head.data + i] = "rejected"
    table.renew()
    signal = replace(signal, parents=without(signal.parents, before, set(table.data)))   # printed totals are no rows
    keep_unused(table)
    ask_days(table)
    fields = read_fields(table)
    roots = branches(signal.parents)
    lost = [table.place(i, signal.column) for i in unplaced(signal.parents)]
    if not signal.weak:
        table.notes.cells("warning", lost, f"{{where}}: {signal.name} do not say where the row belongs; it stands "
                                           "beside the row above it.")
    wished = context.answer("leaf", table.sheet.name) or context.wishes.leaf
    leaf = wished or _leaf(table, fields, roots)
    read_colours(table, fields.columns, [row for root in roots for row in root.leaves()])
    builder = TreeNodes(table, fields, leaf)
    if leaf == "measure":
        use_plan_dates(table, fields)
    for root in roots:
        builder.root(root)
    other = "measure" if leaf == "activity" else "activity"
    if not wished:
        name = table.find("name")
        table.notes.add("question", address(table.head.last, name.index if name else 0),
                        f"The lowest rows became {'activities' if leaf == 'activity' else 'measures'}"
                        f"{' of the summary above them' if leaf == 'activity' else ''}.", f"leaf={other}")
    linked = {v.key for item in builder.items for v in item.fields.values() if isinstance(v, Link)}
    units = [u for u in fields.units.values() if u.key in linked]          # a category of activities is no unit
    out.items = [*fields.people.values(), *units, *builder.nodes.items, *builder.items]
    keys = [builder.keys[i] for i in range(fields.count)]
    if leaf == "measure":
        leaves = [i for i in range(fields.count) if builder.kinds[i] == "measure"]
        out.items += milestones(table, fields, leaves, [keys[i] for i in leaves])
        check_summaries(table, out.money, roots)
        out.items += effect_lines(table, out.money, list(range(fields.count)), keys)
        measures = set(builder.measures)
        out.counting = [table.data[i] for i in range(fields.count) if keys[i] in measures]
        out.items = [i for i in out.items if i.kind != "effect_line" or i.parent in measures]
    out.items += _all_notes(table, fields, builder, keys)
    summaries = {key for i, key in enumerate(keys) if key and builder.kinds[i] != leaf}
    out.items += dependencies(table, range(fields.count), keys, leaf, summaries)
    out.measures = len(builder.measures)
    return out


def _leaf(table: Table, fields: Fields, roots: list[Branch]) -> str:
    """Measures when a leaf carries a sign of one, else activities."""
    leaves = [row for root in roots for row in root.leaves()]
    if any(g.money for g in table.guesses):
        return "measure"
    signs = [fields.columns[n] for n in _MEASURE_SIGNS if n in fields.columns]
    return "measure" if any(column[i] is not None for column in signs for i in leaves) else "activity"


def _all_notes(table: Table, fields: Fields, builder: TreeNodes, keys: list[str]) -> list[Item]:
    out = []
    for item in note_items(table, fields, list(range(fields.count)), [str(i) for i in range(fields.count)]):
        i = int(item.parent)
        item.key = keys[i] + item.key[len(item.parent):]
        item.parent, item.parent_kind = keys[i], builder.kinds[i]
        out.append(item)
    return out
