"""Tables that stand right of a form's answers, and whose the rows of a table are in a form about several projects.

Must not know: how a table is read, what the answers mean beyond the projects' names.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from importers.base import Sheet, Value
from importers.layouts.forms.inner import FIGURES, Inner, inner_tables
from importers.layouts.tables import window
from importers.meaning.headers import cells_of, filled
from importers.meaning.words import fold


@dataclass(frozen=True, slots=True)
class Placed:
    """A table and the sheet to read it from, which holds nothing beside it that is not its own."""

    sheet: Sheet
    inner: Inner

    @property
    def where(self) -> tuple[int, int]:
        return self.inner.place.head, self.inner.place.left


def set_apart(sheet: Sheet) -> tuple[Sheet, list[Placed]]:
    """The sheet without the tables that an empty column parts from what stands left of them, and those tables."""
    found: list[Placed] = []
    rest = sheet
    for left, right in _strips(sheet)[1:]:
        strip = window(sheet, 0, len(sheet.rows) - 1, left, right)
        for inner in inner_tables(strip):
            found.append(Placed(strip, inner))
            rest = _without(rest, inner, left, right)
    return rest, found


def _strips(sheet: Sheet) -> list[tuple[int, int]]:
    """First column and the one behind the last of each part of a sheet that empty columns divide."""
    width = max(map(len, sheet.rows), default=0)
    empty = set(range(width))                # columns in which nothing was found yet: soon few
    for row in sheet.rows:
        empty -= {c for c in empty if c < len(row) and filled(row[c])}
        if not empty:
            break
    found: list[tuple[int, int]] = []
    for column in range(width):
        if column in empty:
            continue
        if found and found[-1][1] == column:
            found[-1] = (found[-1][0], column + 1)
        else:
            found.append((column, column + 1))
    return found


def _without(sheet: Sheet, inner: Inner, left: int, right: int) -> Sheet:
    """The sheet without a table and without its title, which stands alone right above."""
    first = inner.top
    above = [c for c, _ in cells_of(sheet, first - 1) if left <= c < right] if first else []
    first -= len(above) == 1
    rows = [[None if first <= r <= inner.place.last and left <= c < right else v for c, v in enumerate(row)]
            for r, row in enumerate(sheet.rows)]
    return replace(sheet, rows=rows)


# ---------------------------------------------------------------- whose


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
