"""A table becomes items: levels, measures, people and units, effect lines, notes, milestones, dependencies.

Must not know: which layout found the table. A row is a measure; the tree layout brings its own rows.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.batch import Item
from importers.base import Value, letter
from importers.items.asked import ask_days
from importers.items.bare_columns import say_bare_columns
from importers.items.carried_on import say_bare_headings, say_carried_on
from importers.items.colour_status import read_colours
from importers.items.fields import Fields, read_fields
from importers.items.growing import ask_growing
from importers.items.lines import effect_lines, word_of
from importers.items.links import dependencies, milestones, note_items
from importers.items.nodes import Name, Nodes
from importers.items.paths import row_paths
from importers.items.unused import keep_unused
from importers.meaning.cell_text import text_of
from importers.meaning.columns import LEVEL_FIELDS
from importers.meaning.row_scenarios import leave_scenarios_of_names, take_scenarios_of_names
from importers.meaning.table import Table
from importers.meaning.value.figures import Money
from importers.meaning.value.money import read_money
from importers.meaning.value.row_months import leave_sums, row_months
from importers.meaning.value.same_money import ask_same_money

_MEASURE = ("code", "name", "description", "owner", "sponsor", "controller", "unit", "function", "entity", "committee",
            "workstream", "start", "finish", "status", "light", "stage", "progress", "priority")
_MOST_IDS = 10                            # more ids than these are not named one by one
FALLBACK = (("start", ("plan_start", "actual_start")), ("finish", ("plan_finish", "actual_finish")))


@dataclass(slots=True)
class Built:
    """The items of one table, in an order in which parents come first."""

    items: list[Item] = field(default_factory=list)
    money: Money = field(default_factory=Money)
    measures: int = 0
    counting: list[int] | None = None     # body rows whose figures count, where not all data rows do


def build_measures(table: Table) -> Built:
    """One measure a data row (rows of scenarios belong to the measure they name)."""
    take_scenarios_of_names(table)
    out = Built(money=read_money(table))
    ask_same_money(table, out.money)
    ask_growing(table, out.money)
    keep_unused(table)
    drop_derived_rows(table)
    leave_sums(table, out.money)
    fields = read_fields(table)
    read_colours(table, fields.columns)
    owner_rows, measure_of = _measure_rows(table, fields)
    say_carried_on(table)
    say_bare_headings(table)
    say_bare_columns(table)
    ask_days(table)
    _say_changing(table, fields, owner_rows, measure_of)
    paths = row_paths(table)
    nodes = Nodes(table.notes)
    keys, weak, parents = _keys(table, fields, owner_rows, paths, nodes)
    use_plan_dates(table, fields)
    _beside_figures(out.money, table, fields, owner_rows, measure_of)
    measures = _measures(table, fields, owner_rows, keys, weak, parents)
    out.items = [*fields.people.values(), *fields.units.values(), *nodes.items, *measures]
    out.items += effect_lines(table, out.money, measure_of, keys)
    out.items += note_items(table, fields, measure_of, keys)
    out.items += milestones(table, fields, owner_rows, keys)
    out.items += dependencies(table, owner_rows, keys, "measure")
    out.measures = len(keys)
    leave_scenarios_of_names(table)
    return out


def _say_changing(table: Table, fields: Fields, first: Sequence[int], of: Sequence[int]) -> None:
    """Columns that say something else in the later rows of a measure than in its first: one value is kept of them."""
    if len(first) == len(of):
        return
    told = [(table.find(n), values) for n, values in fields.columns.items()]
    kept = {id(g) for g, _ in told} | {id(g) for g, _ in (*fields.comments, *fields.milestones)}
    told += [(g, fields.custom[g.header][1]) for g in table.guesses if g.header in fields.custom and id(g) not in kept]
    names, places = [], []
    for guess, values in told:
        if guess is None or guess.field in ("code", "name", "series", "type", "month"):
            continue
        other = [i for i, m in enumerate(of) if values[i] is not None and values[i] != values[first[m]]]
        if other:
            names.append(f"“{guess.header}”")
            places.append(table.place(other[0], guess.index))
    if names:
        table.notes.cells("warning", places, f"{{where}}: {', '.join(names)} {'say' if len(names) > 1 else 'says'} "
                          "something else in a later row of the same measure; what its first row says is kept.")


def _beside_figures(money: Money, table: Table, fields: Fields, owners: Sequence[int],
                    measure_of: Sequence[int]) -> None:
    """Texts in figure columns are kept as text on their measure, beside the empty value."""
    place = {body: n for n, body in enumerate(table.data)}
    for f in money.columns:
        for body, text in (*f.amounts.unread, *f.amounts.empty_words):
            if body in place:
                fields.beside.setdefault(owners[measure_of[place[body]]], {})[f.guess.header] = text


def drop_derived_rows(table: Table) -> None:
    """Rows whose scenario is a variance are computed from others; unknown scenarios are said."""
    guess = table.find("series")
    if guess is None:
        return
    cells, strange = table.cells(guess.index), []
    for i, cell in enumerate(cells):
        text = text_of(cell)
        if text and not word_of("series", text):
            row = table.place(i, guess.index)[0]
            table.rows.kinds[row] = "total"
            strange.append((row, guess.index))
    if strange:
        table.notes.cells("note", strange, "{where}: rows of a variance or another scenario than baseline, target, "
                          "plan, forecast and actual; they are computed from the others or not kept.")
        table.renew()


def _measure_rows(table: Table, fields: Fields) -> tuple[list[int], list[int]]:
    """(first data row of each measure, measure of each data row): rows of several scenarios are one measure."""
    if table.find("series") is None and table.find("type") is None and row_months(table) is None:
        return _without_copies(table, fields)
    first: list[int] = []
    of: list[int] = []
    seen: dict[tuple[Any, ...], int] = {}
    codes, names = fields.columns.get("code"), fields.columns.get("name")
    levels = [table.cells(g.index) for g in table.guesses if g.field in LEVEL_FIELDS]
    for i in range(len(table.data)):
        code, name = codes[i] if codes else None, names[i] if names else None
        if code is None and name is None and of:
            of.append(of[-1])
            continue
        key = (code,) if code is not None else (None, name, *(cells[i] for cells in levels))
        if key not in seen:
            seen[key] = len(first)
            first.append(i)
        of.append(seen[key])
    return first, of


def _without_copies(table: Table, fields: Fields) -> tuple[list[int], list[int]]:
    """Every row is a measure; a row that repeats another in every cell is left out and said."""
    copies = _copies(table, fields.columns.get("code") or ())
    if copies:
        table.notes.cells("warning", [table.place(i, 0) for i in copies],
                          "{where}: this row repeats an earlier one in every cell; it was left out.")
        for i in copies:
            table.rows.kinds[table.place(i, 0)[0]] = "rejected"
        gone = set(copies)
        _keep(table, fields, [i for i in range(len(table.data)) if i not in gone])
    return list(range(len(table.data))), list(range(len(table.data)))


def _copies(table: Table, codes: Sequence[str | None]) -> list[int]:
    """The rows that repeat an earlier one of the same code in every cell."""
    often = {code for code, count in Counter(codes).items() if count > 1 and code is not None}
    seen: set[tuple[Value, ...]] = set()
    copies = []
    for i, code in enumerate(codes) if often else ():
        if code in often:
            row = tuple(column[table.data[i]] for column in table.columns)
            if row in seen:
                copies.append(i)
            seen.add(row)
    return copies


def _keep(table: Table, fields: Fields, kept: Sequence[int]) -> None:
    table.data = [table.data[i] for i in kept]
    fields.columns = {n: [v[i] for i in kept] for n, v in fields.columns.items()}
    fields.custom = {h: (k, [v[i] for i in kept]) for h, (k, v) in fields.custom.items()}
    fields.comments = [(g, [v[i] for i in kept]) for g, v in fields.comments]
    fields.milestones = [(g, [v[i] for i in kept]) for g, v in fields.milestones]
    fields.beside = {new: fields.beside[old] for new, old in enumerate(kept) if old in fields.beside}


def _keys(table: Table, fields: Fields, rows: Sequence[int], paths: Sequence[tuple[Name, ...]],
          nodes: Nodes) -> tuple[list[str], list[bool], list[str]]:
    """Key, weakness and parent of each measure: the id column, else path, name and occurrence."""
    codes, names = fields.columns.get("code"), fields.columns.get("name")
    sheet, column = table.sheet.name, letter(next(g.index for g in table.guesses if g.field in ("code", "name")))
    first = table.head.data + 1
    keys: list[str] = []
    weak: list[bool] = []
    parents: list[str] = []
    seen: dict[str, int] = {}
    again: dict[str, list[int]] = {}
    for i in rows:
        package, path = nodes.package(paths[i], f"{sheet}!{column}{first + table.data[i]}")
        code = codes[i] if codes is not None else None
        name = names[i] if names is not None else None
        key = code if code is not None else f"{path}/{name}" if path else name or ""
        count = seen[key] = seen.get(key, 0) + 1
        if count > 1:
            if code is not None:
                again.setdefault(code, []).append(i)
            key = f"{key}#{count}"
        keys.append(key)
        weak.append(code is None)
        parents.append(package)
    guess = table.find("code")
    if len(again) > _MOST_IDS:
        rows_again = [table.place(i, guess.index if guess else 0) for listed in again.values() for i in listed]
        table.notes.cells("warning", rows_again, f"{{where}}: {len(rows_again)} rows have the id of an earlier row "
                                                 f"({len(again)} ids); each is kept as a measure of its own.")
        again = {}
    for code, listed in again.items():
        table.notes.cells("warning", [table.place(i, guess.index if guess else 0) for i in listed],
                          f"“{code}” in {{where}} is the id of an earlier row too; kept as a measure of its own.")
    return keys, weak, parents


def use_plan_dates(table: Table, fields: Fields) -> None:
    """A measure has one start and one finish: planned or actual ones serve when there is no other, in the rows that
    leave the column empty planned ones too; the rest is kept under its header."""
    for name, others in FALLBACK:
        for other in others:
            values = fields.columns.pop(other, None)
            if values is None:
                continue
            if name not in fields.columns:
                fields.columns[name] = values
            else:
                guess = table.find(other)
                fields.custom[guess.header if guess else other] = ("date", values)
                if other.startswith("plan_"):              # "Revised end" in the few rows that were revised
                    fields.columns[name] = [v or p for v, p in zip(fields.columns[name], values, strict=True)]


def _measures(table: Table, fields: Fields, rows: Sequence[int], keys: Sequence[str], weak: Sequence[bool],
              parents: Sequence[str]) -> list[Item]:
    names = [n for n in _MEASURE if n in fields.columns]
    sheet, first = table.sheet.name, table.head.data + 1
    column = letter(next(g.index for g in table.guesses if g.field in ("code", "name")))
    columns = [(n, fields.columns[n]) for n in names]
    custom = bool(fields.custom or fields.beside)
    out: list[Item] = []
    for n, i in enumerate(rows):
        found = {name: v for name, values in columns if (v := values[i]) is not None}
        if "name" not in found:
            found["name"] = found.get("code", keys[n])
        out.append(Item("measure", keys[n], parents[n], "package", found, {}, fields.custom_of(i) if custom else {},
                        f"{sheet}!{column}{first + table.data[i]}", weak[n]))
    return out
