"""Tables that stand right of a form's answers, and whose the rows of a table are in a form about several projects.

Must not know: how a table is read, what the answers mean beyond the projects' names.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from importers.base import Sheet, Value
from importers.layouts.forms.answers import Answer
from importers.layouts.forms.inner import FIGURES, Inner, inner_tables
from importers.layouts.forms.laid import lists_kinds
from importers.layouts.forms.table import Found
from importers.layouts.tables import window
from importers.meaning.headers import cells_of
from importers.meaning.sheets.forms import LOOK, is_form
from importers.meaning.words import fold

_LEAST_ROWS = 3                       # that begin in a column: a head and entries
_MOST_STARTS = 6
_AMOUNT = "Amount"
_END = 1 << 14                        # behind all columns

@dataclass(frozen=True, slots=True)
class Placed:
    """A table and the sheet to read it from, which holds nothing beside it that is not its own."""

    sheet: Sheet
    inner: Inner

    @property
    def where(self) -> tuple[int, int]:
        return self.inner.place.head, self.inner.place.left


def set_apart(sheet: Sheet) -> tuple[Sheet, list[Placed]]:
    """The sheet without the tables that stand right of a form's answers, parted from them by empty cells, and those
    tables."""
    found: list[Placed] = []
    rest, starts = sheet, _starts(sheet) if len(sheet.rows) <= LOOK else []
    for n, left in enumerate(starts):
        if not is_form(window(rest, 0, len(rest.rows) - 1, 0, left - 1)):
            continue
        for right in (*starts[n + 1:], _END):
            strip = window(rest, 0, len(rest.rows) - 1, left, right)
            tables = [inner for inner in inner_tables(strip) if _stands_apart(rest, inner, left)]
            for inner in tables:
                found.append(Placed(strip, inner))
                rest = _without(rest, inner, left, right)
            if tables:
                break
    return rest, found


def _starts(sheet: Sheet) -> list[int]:
    """The columns in which several rows go on after an empty cell."""
    rows: Counter[int] = Counter()
    for row in range(len(sheet.rows)):
        columns = [c for c, _ in cells_of(sheet, row)]
        rows.update(c for before, c in pairwise(columns) if c > before + 1)
    return sorted(c for c, n in rows.items() if n >= _LEAST_ROWS)[:_MOST_STARTS]


def _stands_apart(sheet: Sheet, inner: Inner, left: int) -> bool:
    """Does a table begin in this column, with nothing right before it and answers further left?"""
    rows = [[c for c, _ in cells_of(sheet, row)] for row in sorted(inner.rows)]
    return inner.place.left == left and all(left - 1 not in row for row in rows) and any(
        row and row[0] < left for row in rows)


def _without(sheet: Sheet, inner: Inner, left: int, right: int) -> Sheet:
    """The sheet without a table and without its title, which stands alone right above."""
    first = inner.top
    above = [c for c, _ in cells_of(sheet, first - 1) if left <= c < right] if first else []
    first -= len(above) == 1
    rows = [[None if first <= r <= inner.place.last and left <= c < right else v for c, v in enumerate(row)]
            for r, row in enumerate(sheet.rows)]
    return replace(sheet, rows=rows)


# ---------------------------------------------------------------- whose


def kinds_of_each(sheet: Sheet, names: Sequence[Answer], taken: Collection[int]) -> list[list[Placed]]:
    """Tables of kinds of cost under the names of projects that stand side by side ("Cost item | Nord | Süd"), each once
    for every project, in the order of the names."""
    columns = [one.at[1] for one in names]
    found = []
    for row in range(len(sheet.rows)):
        cells = cells_of(sheet, row)
        if row in taken or len(cells) != len(columns) + 1 or not lists_kinds(str(cells[0][1])):
            continue
        if [(c, _folded(v)) for c, v in cells[1:]] != [(one.at[1], fold(str(one.value))) for one in names]:
            continue
        last = row
        while last + 1 < len(sheet.rows) and _is_amounts(cells_of(sheet, last + 1), cells[0][0], columns):
            last += 1
        if last > row:
            found.append([_alone(sheet, Found(row, last, cells[0][0], column), columns) for column in columns])
    return found


def _is_amounts(cells: Sequence[tuple[int, Value]], left: int, columns: Sequence[int]) -> bool:
    return len(cells) > 1 and cells[0][0] == left and isinstance(cells[0][1], str) and all(
        c in columns and not isinstance(v, str) for c, v in cells[1:])


def _alone(sheet: Sheet, place: Found, columns: Sequence[int]) -> Placed:
    """The kinds with the amounts of one project."""
    others = set(columns) - {place.right}
    rows = [[None if c in others and place.head <= r <= place.last else _AMOUNT if (r, c) == (place.head, place.right)
             else v for c, v in enumerate(row)] for r, row in enumerate(sheet.rows)]
    return Placed(replace(sheet, rows=rows), Inner("figures", place, place.head))


def divided(placed: Placed, names: Sequence[str]) -> list[Placed] | None:
    """A table once for each of the projects of these names, with that one's rows or columns alone; None where it does
    not say whose they are."""
    if len({fold(n) for n in names}) < len(names):
        return None
    return _by_rows(placed, names) or _by_columns(placed, names)


def _by_rows(placed: Placed, names: Sequence[str]) -> list[Placed] | None:
    """Every row names its project in one column."""
    sheet, place = placed.sheet, placed.inner.place
    rows = [r for r in range(place.head + 1, place.last + 1) if any(place.left <= c <= place.right
                                                                    for c, _ in cells_of(sheet, r))]
    known = {fold(n) for n in names}
    column = next((c for c in range(place.left, place.right + 1)
                   if rows and all(_folded(sheet.at(r, c)) in known for r in rows)), None)
    if column is None:
        return None
    found = []
    for name in names:
        own = [r for r in rows if _folded(sheet.at(r, column)) == fold(name)]
        if own:
            label = column == place.left and placed.inner.kind in FIGURES
            alone = [[] if r in rows and r not in own else [
                None if c == column and not label and place.head <= r <= place.last else v for c, v in enumerate(row)]
                for r, row in enumerate(sheet.rows)]
            found.append(replace(placed, sheet=replace(sheet, rows=alone)))
        else:
            found.append(replace(placed, inner=replace(placed.inner, place=replace(place, last=place.head))))
    return found


def _by_columns(placed: Placed, names: Sequence[str]) -> list[Placed] | None:
    """The columns of figures, whose rows are periods, are called like the projects."""
    sheet, place = placed.sheet, placed.inner.place
    heads = {_folded(v): c for c, v in cells_of(sheet, place.head) if place.left < c <= place.right}
    if placed.inner.kind != "down" or heads.keys() != {fold(n) for n in names}:
        return None
    found = []
    for name in names:
        own, others = heads[fold(name)], {c for n, c in heads.items() if n != fold(name)}
        rows = [[None if c in others and place.head <= r <= place.last else v for c, v in enumerate(row)]
                for r, row in enumerate(sheet.rows)]
        found.append(Placed(replace(sheet, rows=rows), replace(placed.inner, place=replace(place, right=own))))
    return found


def _folded(value: Value) -> str:
    return fold(value) if isinstance(value, str) else ""
