"""Under which organization, portfolio, program, project and package each data row of a table stands.

Must not know: measures. Names come from level columns, a parent column and heading rows; headings fill upward.
"""
from __future__ import annotations

from itertools import pairwise
from typing import Any

from importers.base import address
from importers.items.fields import texts
from importers.items.nodes import NO_NAME, Name, fill_upward, heading, name_of
from importers.meaning.columns import LEVEL_FIELDS, Guess
from importers.meaning.table import Table
from importers.meaning.words import is_placeholder


def _filled_down(table: Table, guess: Guess, carried: list[bool] | None = None) -> tuple[list[str | None], list[bool]]:
    """A level column; where a value stands only in the first row of its block (or is merged) it holds for the rest.
    Also which rows were filled so: a deeper level that is empty there too goes on as well."""
    values = texts(table.cells(guess.index))
    gone = {v for v in set(values) if v is not None and is_placeholder(v)}
    if gone:
        values = [None if v in gone else v for v in values]
    filled = [False] * len(values)
    if None not in values or not values:
        return values, filled
    blocks = [v for v in values if v is not None]
    merged = any(left <= guess.index <= right and bottom > top for top, left, bottom, right in table.sheet.merged)
    once = values[0] is not None and all(a != b for a, b in pairwise(blocks)) and len(blocks) < 0.7 * len(values)
    if not (merged or once or (carried and any(carried))):
        return values, filled
    out: list[str | None] = []
    for i, v in enumerate(values):
        goes_on = v is None and bool(out) and (carried[i] if carried and any(carried) else True)
        filled[i] = goes_on and out[-1] is not None
        out.append(out[-1] if goes_on else v)
    if any(filled):
        table.notes.add("note", address(table.head.last, guess.index),
                        f"“{guess.header}” is filled in the first row of each block only; it was taken for the rows "
                        "below.")
    return out, filled


def row_paths(table: Table) -> list[tuple[Name, ...]]:
    """Names of organization .. package for every data row, from columns and from the group rows above it."""
    columns: list[list[Name] | None] = []
    carried: list[bool] | None = None
    for level in LEVEL_FIELDS:
        guess, coded = table.find(level), table.find(f"{level}_code")
        if guess is None:
            columns.append(None)
            continue
        known: dict[str | None, Name] = {None: NO_NAME}
        values, carried = _filled_down(table, guess, carried)
        names = [known[v] if v in known else known.setdefault(v, name_of(v)) for v in values]
        if coded is not None:
            codes, _ = _filled_down(table, coded)
            names = [(c, n[1]) if c and n[1] else n for c, n in zip(codes, names, strict=True)]
        columns.append(names)
    _parent_column(table, columns)
    used = [c is not None for c in columns]
    groups = _group_names(table)
    empty = [NO_NAME] * len(table.data)
    paths = list(zip(*(c if c is not None else empty for c in columns), strict=True))
    if not groups:
        return paths
    return [fill_upward(p, used, g) for p, g in zip(paths, groups, strict=True)]


def _parent_column(table: Table, columns: list[list[Name] | None]) -> None:
    """A column of themes, clusters or phases names the lowest level that no other column names."""
    guess = table.find("parent")
    free = [i for i in reversed(range(len(columns))) if columns[i] is None]
    if guess is not None and free:
        columns[free[0]] = [name_of(v) for v in _filled_down(table, guess)[0]]


def _group_names(table: Table) -> list[tuple[Name, ...]]:
    """The headings each data row stands under, from the top down."""
    if not table.rows.groups:
        return []
    depths = _group_depths(table)
    stack: dict[int, Name] = {}
    out: list[tuple[Name, ...]] = []
    wanted = {table.head.data + i for i in table.data}
    for row in sorted(r for r in table.rows.kinds if r >= table.head.data or r in table.rows.groups):
        if row in table.rows.groups:
            depth = depths[row]
            stack = {d: n for d, n in stack.items() if d < depth} | {depth: heading(table.rows.groups[row][1])}
        elif row in wanted:
            out.append(tuple(stack[d] for d in sorted(stack)))
    return out


def _group_depths(table: Table) -> dict[int, int]:
    """How deep each heading is: by how it looks when headings look different, else by its place in a run of them."""
    sheet, rows = table.sheet, sorted(table.rows.groups)
    looks: dict[int, tuple[Any, ...]] = {}
    for row in rows:
        column = table.rows.groups[row][0]
        text = sheet.at(row, column)
        blanks = len(text) - len(text.lstrip()) if isinstance(text, str) else 0
        looks[row] = (column, sheet.indents.get((row, column), 0) * 3 + blanks, (row, column) in sheet.bold,
                      sheet.fills.get((row, column), ""), sheet.outline.get(row, 0))
    order = {look: n for n, look in enumerate(dict.fromkeys(looks.values()))}
    if len(order) > 1:
        return {row: order[look] for row, look in looks.items()}
    height: dict[int, int] = {}
    for row in reversed(rows):                             # the lowest heading of a run is the deepest
        below = next((r for r in range(row + 1, row + 4) if table.rows.kinds.get(r) not in ("blank", None)), -1)
        height[row] = height.get(below, -1) + 1 if below in height else 0
    top = max(height.values())
    return {row: top - h for row, h in height.items()}
