"""Printed totals of a table: columns and rows that sum others are found, checked and set aside, never counted.

Must not know: items. Says by address what does not add up.
"""
from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from app.core.batch import Printed
from importers.base import Value, Where, address
from importers.meaning.labels import nameless_lines
from importers.meaning.notes import runs
from importers.meaning.table import Table
from importers.meaning.value.figures import Figures, Money, show, tolerance
from importers.meaning.value.made_of import DESCRIBING, computed_columns, sum_rows
from importers.meaning.value.totals import (
    Checked,
    Matrix,
    check_columns,
    check_headings,
    check_rows,
    disproved,
    find_results,
    find_sums,
)
from importers.meaning.words import fold, in_list, starts_with, vocabulary


def total_columns(table: Table, money: Money) -> None:
    """Longer periods whose months stand beside them, grand totals, and undated figures that repeat the months."""
    for f, parts in computed_columns(table, money):
        _check_column(table, f, parts)
    keep: list[Figures] = []
    sums = {id(f): _parts(table, f, money.columns) for f in money.columns}
    serving = {id(p) for f in money.columns if f.period is None for p in sums[id(f)]}       # these count, not their sum
    for f in money.columns:
        parts = sums[id(f)]
        why = "" if parts or id(f) in serving else _counted_elsewhere(f, money.columns)
        if why:
            f.guess.field, f.guess.kind = "custom", "money"
            table.notes.add("note", address(table.head.last, f.guess.index),
                            f"“{f.guess.header}” {why}; it is kept as a field of its own and not added.")
        elif parts:
            f.guess.field = "total"
            money.totals.append(f)
            _check_column(table, f, parts)
        else:
            keep.append(f)
    money.columns = keep
    for f in [t for t in money.totals if not t.type]:
        dated = [m for m in keep if m.period is not None]
        parts = [m for m in dated or keep if (not f.series or m.series == f.series)
                 and (not f.guess.label.year or m.period is None or _year_of(m) == f.guess.label.year)]
        if f.guess.label.quarter or f.guess.label.half or f.guess.label.month:
            continue                                       # the part of a year: nobody says which of its months
        if parts and (dated or _adds_up(table, f, parts)):
            _check_column(table, f, parts)


def _year_of(f: Figures) -> int:
    """The year written over a period, which may be a fiscal one."""
    return f.guess.label.year or (f.period.first // 12 if f.period is not None else 0)


def _counted_elsewhere(f: Figures, columns: Sequence[Figures]) -> str:
    """Why a figure without a month must not be added to others of its type and series; "" when it may."""
    if f.period is not None:
        return ""
    alike = [m for m in columns if m is not f and (m.type, m.series) == (f.type, f.series)]
    words = fold(f.guess.header)
    if any(m.period is not None for m in alike):
        return "stands beside the same figures by period"
    part = any(f" {w} " in f" {words} " for w in vocabulary().lists["part"])
    if part and any(m.type == f.type for m in columns if m is not f):
        return "is a part of another column"
    if _pays(f, alike):
        return "says who pays for what the project costs"
    if not _whole(f) and any(_whole(m) and not _pays(m, [f, *alike]) for m in alike):
        return "is a part of the total beside it"
    if {"net", "netto"} & set(words.split()) and any({"gross", "brutto"} & set(fold(m.guess.header).split())
                                                     for m in alike):
        return "is the net of the gross figure beside it"
    return ""


def _pays(f: Figures, alike: Sequence[Figures]) -> bool:
    """Is it a grant or commitment beside the cost of the project, which it is there to pay?"""
    return _says(f, "funding") and not _says(f, "project_cost") and any(
        _says(m, "project_cost") and m.period is None for m in alike)


def _whole(f: Figures) -> bool:
    return _says(f, "whole")


def _says(f: Figures, which: str) -> bool:
    words = f" {fold(f.guess.header)} "
    return any(f" {w} " in words for w in vocabulary().lists[which])


def _parts(table: Table, f: Figures, columns: Sequence[Figures]) -> list[Figures]:
    """The figures that a figure sums: shorter periods of the same line inside its months; for a total without a
    month all periods of its type and series, or the single columns that do add up to it."""
    alike = [m for m in columns if m is not f and m.type == f.type and m.series == f.series]
    if f.period is None:
        if not f.guess.label.total:
            return []
        dated = [m for m in alike if m.period is not None]
        single = [m for m in alike if not _whole(m) and (not _pays(f, alike) or _says(m, "funding"))]
        return dated or (single if len(single) > 1 and _adds_up(table, f, single) else [])
    start, end = f.period.first, f.period.first + f.period.months
    inside = [m for m in alike if m.period is not None and m.name == f.name and m.period.months < f.period.months
              and start <= m.period.first and m.period.first + m.period.months <= end]
    shortest = min((m.period.months for m in inside if m.period is not None), default=0)
    return [m for m in inside if m.period is not None and m.period.months == shortest]


def _adds_up(table: Table, total: Figures, parts: Sequence[Figures]) -> bool:
    """Is the total the sum of the parts in most rows?"""
    rows = [i for i in table.data if total.amounts.present[i]]
    if not rows:
        return False
    sums = np.stack([p.amounts.minor for p in parts], axis=1).sum(axis=1)
    near = tolerance(total)
    hits = [i for i in rows if abs(int(sums[i]) - int(total.amounts.minor[i])) <= near]
    return 2 * len(hits) > len(rows)


def _check_column(table: Table, total: Figures, parts: Sequence[Figures]) -> None:
    data = np.zeros(len(total.amounts.present), bool)
    data[table.data] = True
    unvalued = table.sheet.unvalued
    first = table.head.data
    sums = np.stack([p.amounts.minor for p in parts], axis=1)
    have = np.stack([p.amounts.present for p in parts], axis=1)
    present = total.amounts.present & data
    if not total.amounts.minor.any() and table.sheet.formula_count:
        return                                             # formulas nobody has calculated yet
    off = check_columns(total.amounts.minor, present, sums, have, tolerance(total))
    off = [i for i in off if (first + i, total.guess.index) not in unvalued]
    if not off:
        return
    i, column = off[0], total.guess.index
    printed, summed = int(total.amounts.minor[i]), int(sums[i].sum())
    where = runs([(first + i, column) for i in off])
    table.notes.add("warning", address(first + i, column),
                    f"“{total.guess.header}” is printed as {show(total, printed)} in {address(first + i, column)}, "
                    "its parts "
                    f"add up to {show(total, summed)}; the parts count. Wrong in: {where}.")


def total_rows(table: Table, money: Money, summaries: Collection[int] = ()) -> None:
    """Printed totals against the rows they sum; of a tree its lowest rows, for its `summaries` are sums themselves."""
    columns = [*money.columns, *money.totals]
    first = table.head.data
    kinds = [table.rows.kinds.get(r, "blank") for r in
             range(first, first + (len(table.columns[0]) if table.columns else 0))]
    for i in summaries:
        if kinds[i] == "data":
            kinds[i] = "summary"
    by_formula = dict(_by_formula(table, columns, summaries))
    for i, kind in by_formula.items():
        kinds[i] = kind
    doubtful = _doubtful(table, kinds, columns)
    if not columns or not ({"total", "group"} & set(kinds) or doubtful):
        return
    minor = np.stack([f.amounts.minor for f in columns], axis=1)
    present = np.stack([f.amounts.present for f in columns], axis=1)
    limits = [tolerance(f) for f in columns]
    named, silent = table.find("name"), list[Where]()
    for i in find_sums(kinds, doubtful, minor, present, limits):
        row = table.head.data + i
        if row in table.rows.settled:
            continue
        kinds[i] = "total"
        if table.rows.kinds[row] == "data" and named is not None and isinstance(table.body(named.index)[i], str):
            silent.append((row, named.index))
        table.rows.kinds[row] = "total"
        table.rows.totals[row] = "total"
        table.renew()
    table.notes.cells("note", silent, "{where}: the figures of this row are the sums of the rows above it; taken for a "
                                      "total, not counted.")
    off = disproved(check_headings(kinds, minor, present, limits), present)
    _take_for_rows(table, kinds, [i for i in off if i not in by_formula])
    _take_results(table, kinds, minor, present, limits)
    for i in nameless_lines(table, kinds, [f.guess.index for f in columns]):
        kinds[i] = "data"
    series = table.find("series")
    classes = _classes(table.body(series.index)) if series else None
    grand = frozenset(r - table.head.data for r, words in table.rows.totals.items() if in_list("grand", words))
    found = check_rows(kinds, minor, present, limits, classes, grand)
    found += check_headings(kinds, minor, present, limits)
    for checked in sorted(found, key=lambda c: c.row):
        _say_total(table, money, columns, checked, bool(minor[checked.row].any()))


def _take_for_rows(table: Table, kinds: list[str], found: Sequence[int]) -> None:
    """Rows set like headings whose figures no rows below them add up to."""
    name = table.find("name")
    rows = [table.head.data + i for i in found if table.head.data + i not in table.rows.settled
            and name is not None and table.body(name.index)[i] is not None]
    for row in rows:
        kinds[row - table.head.data] = table.rows.kinds[row] = "data"
        table.rows.groups.pop(row, None)
    if rows and name is not None:
        table.renew()
        table.notes.cells("note", [(row, name.index) for row in rows], "{where}: set like headings, but their figures "
                          "are not the sums of the rows below them; read as rows of the list.")


def _take_results(table: Table, kinds: list[str], minor: Matrix, present: npt.NDArray[np.bool_],
                  limits: Sequence[int]) -> None:
    """Rows that only say what two totals leave: a surplus, a profit. Their parts count."""
    name, code = table.find("name"), table.find("code")

    def may_be(i: int) -> bool:
        return table.head.data + i not in table.rows.settled and not _described(table, i) and (
            code is None or table.body(code.index)[i] is None)

    found = find_results(kinds, may_be, minor, present, limits) if name is not None and "total" in kinds else []
    for i in found:
        kinds[i] = "result"
        table.rows.kinds[table.head.data + i] = "total"
        table.rows.totals[table.head.data + i] = "total"
    if found and name is not None:
        table.renew()
        table.notes.cells("note", [(table.head.data + i, name.index) for i in found], "{where}: the figures of this "
                          "row are what one total leaves of another; taken for a result, not counted.")


def _by_formula(table: Table, columns: Sequence[Figures], summaries: Collection[int]) -> list[tuple[int, str]]:
    """Rows that look like data and whose formulas sum others: totals, headings of the rows below them, and records of
    which all is kept but these figures."""
    found = sum_rows(table, columns, summaries)
    name = table.find("name")
    places: list[Where] = []
    for i in (*found.totals, *found.headings):
        row = table.head.data + i
        column, words = next(((c, v) for c in ([name.index] if name is not None else range(len(table.columns)))
                              if isinstance(v := table.body(c)[i], str)), (0, "total"))
        if i in found.headings:
            table.rows.kinds[row], table.rows.groups[row] = "group", (column, " ".join(words.split()))
        else:
            table.rows.kinds[row], table.rows.totals[row] = "total", words
        places.append((row, column))
    table.notes.cells("note", places, "{where}: the formulas there sum other rows; those count, the sums were "
                      "checked.")
    for f in columns:
        sums = [i for i in found.described if f.amounts.present[i]]
        f.amounts.leave(sums)
        table.notes.cells("note", [(table.head.data + i, f.guess.index) for i in sums], "{where}: formulas that sum "
                          "other rows; those count, so the record has no amount here.")
    label = name.index if name is not None else 0
    for i in found.parts:
        row = table.head.data + i
        table.rows.kinds[row] = "data"
        table.notes.cells("note", [(row, label)], f"{{where}}: “{table.rows.totals.pop(row)}” is counted from a total "
                          "by a factor and summed with the other rows; it counts.")
    for i in found.factors:
        table.rows.kinds[table.head.data + i] = "rejected"
    table.notes.cells("note", [(table.head.data + i, label) for i in found.factors], "{where}: formulas multiply other "
                      "rows by this one, and no total holds it; it is no amount.")
    table.renew()
    return [(i, kind) for rows, kind in ((found.factors, "rejected"), (found.parts, "data"), (found.totals, "total"),
                                         (found.headings, "group")) for i in rows]


def _say_total(table: Table, money: Money, columns: Sequence[Figures], checked: Checked, figures: bool) -> None:
    """Note what one total row prints; a wrong one is a warning with the address of its first wrong cell."""
    row = table.head.data + checked.row
    words = table.rows.totals.get(row) or table.rows.groups.get(row, (0, "total"))[1]
    if table.sheet.formula_rows.get(row) and not figures:
        table.notes.add("note", address(row, 0), f"“{words}” in row {row + 1} is a formula without a calculated value; "
                        "it was not checked.")
        return
    if not checked.wrong:
        place = f"{table.sheet.name}!{address(row, columns[0].guess.index)}"
        money.printed.append(Printed(place, words, checked.printed, checked.summed, columns[0].scale, True))
        return
    for one in checked.wrong:
        place = f"{table.sheet.name}!{address(row, columns[one.column].guess.index)}"
        money.printed.append(Printed(place, words, one.printed, one.summed, columns[one.column].scale, False))
    wrong = checked.wrong[0]
    f = columns[wrong.column]
    at = address(row, f.guess.index)
    others = runs([(row, columns[w.column].guess.index) for w in checked.wrong[1:]])
    more = f" Also wrong: {others}." if others else ""
    table.notes.add("warning", at, f"“{words}” is printed as {show(f, wrong.printed)} in {at}, the {checked.rows} "
                                   "rows it "
                    f"sums add up to {show(f, wrong.summed)}; the rows count.{more}")


def _doubtful(table: Table, kinds: Sequence[str], columns: Sequence[Figures]) -> list[int]:
    """Rows that could be totals without a word: groups with figures, rows without id or name, the last with figures;
    and rows called a total that have a status or the like as measures do."""
    name, code = table.find("name"), table.find("code")
    out = []
    data = [i for i, kind in enumerate(kinds) if kind == "data" and any(f.amounts.present[i] for f in columns)]
    last = data[-1] if len(data) > 3 else -1
    for i, kind in enumerate(kinds):
        row = table.head.data + i
        if 0 <= table.rows.second <= row:
            break
        if kind == "rejected":
            out.append(i)
        elif kind == "data" and row not in table.rows.continued:
            if code is not None and table.body(code.index)[i] is not None:
                continue
            called = table.body(name.index)[i] if name is not None else None
            named = called is not None
            bold = any((row, c) in table.sheet.bold for c in range(4))
            bold = bold and len(table.sheet.bold) < 3 * len(kinds)
            worded = isinstance(called, str) and starts_with("total", called)
            if worded or ((not named or bold or i == last) and not _described(table, i)):
                out.append(i)
    return out


def _described(table: Table, i: int) -> bool:
    return any(g is not None and table.body(g.index)[i] is not None
               for g in map(table.find, DESCRIBING))


def _classes(cells: Sequence[Value]) -> list[int]:
    seen: dict[Any, int] = {}
    return [seen.setdefault(c.strip().casefold() if isinstance(c, str) else c, len(seen)) for c in cells]
