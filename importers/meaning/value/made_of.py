"""What the formulas of a table say of its figures: rows that sum other rows, and columns that are computed from others.

A sum counts through its parts; of amounts computed from each other one counts. Where a formula speaks, headings and
figures need not be guessed from. Must not know: items; how formulas are written.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from importers.base import Formula, address, letter
from importers.meaning.columns import Guess
from importers.meaning.table import Table
from importers.meaning.value.figures import Figures, Money

_MOST = 0.8                               # of a column's figures; the others may be typed over the formula
_PART = 0.5                               # of another amount: less is a share of it, such as a tax on top
_MANY = 3                                 # periods under one heading of time that are no step to the next
_SHARES = ("progress", "probability")
DESCRIBING = ("owner", "status", "start", "finish", "stage")
_MOST_SUMMED = 1_000_000                  # cells that all sums of a table name; in what has more each row is a step
_Made = tuple[str, tuple[tuple[int, int], ...]]            # how, (sign, column) of the same row


def computed_columns(table: Table, money: Money) -> list[tuple[Figures, list[Figures]]]:
    """Take columns that the formulas compute from other figures of their row out of those that count. Gives the sums
    with their parts; the others are noted or asked about here."""
    sums: list[tuple[Figures, list[Figures]]] = []
    if not table.sheet.formulas:
        return sums
    for f in [*money.columns, *money.totals]:
        if f.guess.index in table.said or f not in [*money.columns, *money.totals]:
            continue
        how, parts = _made(table, f)
        counted = {c.guess.index: c for c in money.columns}
        known = counted.keys() | {t.guess.index for t in money.totals}
        mine = [counted[c] for _, c in parts if c in counted]
        whole = f.guess.index in counted and len(parts) > 1 and mine and all(c in known for _, c in parts)
        summed = all(sign > 0 for sign, _ in parts)
        if how == "sum" and whole and _of_kind(f, mine) and _of_its_time(f, mine, summed) and not (
                summed and len({m.series for m in mine}) > 1):
            money.columns.remove(f)
            if summed:
                f.guess.field = "total"
                money.totals.append(f)
                sums.append((f, mine))
            else:
                _aside(f.guess)
                table.notes.add("note", address(table.head.last, f.guess.index), f"“{f.guess.header}” is computed "
                                f"from {_named(mine)}; it is kept as a field of its own and not added.")
        elif how == "product" and len(mine) == 1 and mine[0].guess.index not in table.said:
            _restated(table, money, f, mine[0], [c for _, c in parts if c not in counted])
    return sums


@dataclass(slots=True)
class Sums:
    """Body rows whose figures are formulas over other rows: nothing else stands in `totals`, whose rows are above or
    around, and `headings`, whose rows are all below; `described` are records with such figures. `parts` are called a
    total ("10 % of the total"), but are counted from one and summed by others; `factors` (a rate, a price) only change
    other rows, and no row sums them."""

    totals: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    described: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    factors: list[int] = field(default_factory=list)


def sum_rows(table: Table, columns: Sequence[Figures], leave: Collection[int] = ()) -> Sums:
    """The rows that sum others; `leave` are rows that are known for what they are."""
    out = Sums()
    if not table.sheet.formulas:
        return out
    first = table.head.data
    about = [g for g in map(table.find, ("code", *DESCRIBING)) if g is not None]
    if _summed_cells(table, columns) > _MOST_SUMMED:
        return out
    for i in table.data:
        if i in leave or first + i in table.rows.settled:
            continue
        covered = _covered(table, columns, i)
        if len(covered) < 2 or not _same_scenario(table, i, covered) or _comes_on_top(table, columns, i, covered):
            continue
        described = any(table.body(g.index)[i] is not None for g in about)
        (out.described if described else out.headings if min(covered) > i else out.totals).append(i)
    words = [row - first for row in table.rows.totals if row >= first and row not in table.rows.settled]
    summed = {j for i in (*out.totals, *out.headings, *words) if not _takes_off(table, columns, i)
              for j in _covered(table, columns, i)}
    out.parts = [i for i in words if i in summed and _of_rows(table, columns, i)]
    by = {j for i in (*table.data, *words) for j in _of_rows(table, columns, i)}
    out.factors = [i for i in table.data if i in by and summed and i not in summed and not any(
        (first + i, f.guess.index) in table.sheet.formulas for f in columns) and i not in leave]
    known = {*words, *out.totals} - {*out.parts}
    out.totals += [i for i in table.data if i not in known and i not in leave and i not in summed
                   and len(of := _of_rows(table, columns, i) & known) == 1 and _alike(columns, i, min(of))]
    return out


def _of_rows(table: Table, columns: Sequence[Figures], i: int) -> set[int]:
    """The other body rows from which all figures of a row are counted by a factor; none where they are not."""
    found, first = set[int](), table.head.data
    for f in columns:
        if not f.amounts.present[i]:
            continue
        formula = table.sheet.formulas.get((first + i, f.guess.index))
        if formula is None or formula.how != "product" or not all(
                not a.sheet and a.left == a.right == f.guess.index for _, a in formula.parts):
            return set()
        found |= {a.top - first for _, a in formula.parts}
    return found - {i}


def _takes_off(table: Table, columns: Sequence[Figures], i: int) -> bool:
    """Is any figure of a row what one cell leaves of another?"""
    formulas = (table.sheet.formulas.get((table.head.data + i, f.guess.index)) for f in columns)
    return any(sign < 0 for formula in formulas if formula is not None for sign, _ in formula.parts)


def _comes_on_top(table: Table, columns: Sequence[Figures], i: int, covered: Collection[int]) -> bool:
    """Is a row what a total counted by a factor ("1.15 of the subtotal") has more than what it was counted from?"""
    return _takes_off(table, columns, i) and any(_of_rows(table, columns, j) & set(covered) for j in covered)


def _alike(columns: Sequence[Figures], i: int, of: int) -> bool:
    """Are the figures of a row those of another in other words, and no small part of it that comes on top?"""
    own, whole = (sum(abs(int(f.amounts.minor[r])) for f in columns) for r in (i, of))
    return own >= _PART * whole


def _same_scenario(table: Table, i: int, others: Collection[int]) -> bool:
    """Does a row say no other scenario or kind than the rows it sums? A forecast of what was spent and what is left to
    spend is no total."""
    columns = [table.body(g.index) for g in map(table.find, ("series", "type")) if g is not None]
    return all(cells[i] is None or cells[j] is None or cells[i] == cells[j] for cells in columns for j in others)


def _covered(table: Table, columns: Sequence[Figures], i: int) -> set[int]:
    """The other body rows that the figures of a row sum; none where one of them is a figure of its own."""
    row, covered = table.head.data + i, set[int]()
    for f in columns:
        formula = table.sheet.formulas.get((row, f.guess.index))
        if formula is None:
            if f.amounts.present[i] and f.amounts.minor[i]:
                return set()
            continue
        over = _rows_of(formula, f, table.head.data) - {i}
        if not over and not _of_its_row(formula, row):
            return set()
        covered |= over
    return covered


def _rows_of(formula: Formula, f: Figures, first: int) -> set[int]:
    """The body rows with figures whose cells in its own column a formula sums."""
    if formula.how != "sum" or not all(
            not a.sheet and a.left == a.right == f.guess.index for _, a in formula.parts):
        return set()
    present = f.amounts.present
    return {start + int(i) for _, a in formula.parts for start in [max(0, a.top - first)]
            for i in np.flatnonzero(present[start:max(0, a.bottom + 1 - first)])}


def _summed_cells(table: Table, columns: Sequence[Figures]) -> int:
    """How many cells the sums within columns of figures name, all together."""
    wanted = {f.guess.index for f in columns}
    height = len(table.columns[0])
    return sum(min(height, a.bottom - a.top + 1) for (_, column), formula in table.sheet.formulas.items()
               if column in wanted and formula.how == "sum" for _, a in formula.parts if a.left == a.right == column)


def _of_its_row(formula: Formula, row: int) -> bool:
    """Is a formula made of cells of its own row only?"""
    return bool(formula.named) and all(
        not a.sheet and a.top == a.bottom == row for a in formula.named)


def _made(table: Table, f: Figures) -> _Made:
    """How most figures of a column are made of others of their row; ("", ()) when they are not."""
    first, said = table.head.data, Counter[_Made]()
    rows = [i for i in table.data if f.amounts.present[i]]
    for i in rows:
        formula = table.sheet.formulas.get((first + i, f.guess.index))
        if formula is not None and formula.parts and all(not a.sheet for _, a in formula.parts):
            said[formula.how, tuple(_columns(formula, first + i))] += 1
    if not said:
        return "", ()
    (made, count), = said.most_common(1)
    return made if count >= _MOST * len(rows) else ("", ())


def _columns(formula: Formula, row: int) -> Iterator[tuple[int, int]]:
    """(sign, column) of each cell of the row that a formula is made of; -1 for a cell elsewhere."""
    for sign, area in formula.parts:
        for column in range(area.left, area.right + 1):
            yield sign, column if area.top == area.bottom == row else -1


def _of_kind(f: Figures, parts: Sequence[Figures]) -> bool:
    """Do a computed column and its parts speak of the same? A forecast of actual and rest is a scenario of its own."""
    series, types = {p.series for p in parts}, {p.type for p in parts}
    cost = {t.endswith("cost") for t in types}
    return (not f.sure_series or f.series in series) and (
        f.type in types or not f.sure_type or cost == {f.type.endswith("cost")})


def _of_its_time(f: Figures, parts: Sequence[Figures], summed: bool) -> bool:
    """Is a month or a year computed from what lies in it, or does it go on from the month before: a plan that grows?"""
    if f.period is None:
        return True
    start, end = f.period.first, f.period.first + f.period.months
    times = [p.period for p in parts if p.period is not None]
    return len(times) == len(parts) and (all(
        start <= t.first and t.first + t.months <= end for t in times) or (summed and len(times) >= _MANY))


def _restated(table: Table, money: Money, f: Figures, source: Figures, others: Sequence[int]) -> None:
    """One amount computed from another by a factor: a rate, a number of pieces, a tax. The outcome counts, unless it is
    only a part of the amount or what is done of it so far."""
    if f.period is not None or source.period is not None or not _of_kind(f, [source]):
        return
    both = [i for i in table.data if f.amounts.present[i] and source.amounts.minor[i] and source.scale == f.scale]
    ratios = [float(f.amounts.minor[i]) / float(source.amounts.minor[i]) for i in both]
    ratio = float(np.median(ratios)) if ratios else 1.0
    if ratio < _PART and not any(_share(table, c) for c in others):
        return                                             # a tax or a reserve beside the amount it is counted from
    weighted = ratio <= 1 and any(_share(table, c) for c in others)
    gone, kept = (f, source) if weighted else (source, f)
    if f in money.totals:
        if weighted:
            return                                         # it does not count as it is
        money.totals.remove(f)
        money.columns.append(f)
        f.type, f.series = f.type or source.type, f.series or source.series
        f.guess.field = f"{f.type}.{f.series}"
    money.columns.remove(gone)
    _aside(gone.guess)
    table.notes.add("question", address(table.head.last, f.guess.index), f"{_named([f])} is computed from "
                    f"{_named([source])}; {_named([kept])} counts, {_named([gone])} is kept as a field of its own.",
                    f"column.{letter(kept.guess.index)}=custom")


def _share(table: Table, column: int) -> bool:
    """Does a column hold shares, such as how much is done?"""
    if not 0 <= column < len(table.guesses):
        return False
    guess = table.guesses[column]
    return guess.field in _SHARES or guess.profile.percents > 0.5 or "%" in table.sheet.formats.get(column, "")


def _aside(guess: Guess) -> None:
    guess.field, guess.kind = "custom", "money"


def _named(figures: Sequence[Figures]) -> str:
    return " and ".join(f"“{f.guess.header}” ({letter(f.guess.index)})" for f in figures)
