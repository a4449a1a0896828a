"""Figures of summary rows: they are sums of what hangs under them, so they are checked and never added.

Must not know: how the hierarchy was found, and what a row becomes.
"""
from __future__ import annotations

from collections.abc import Sequence

from app.core.batch import Printed
from app.core.counting import counted
from importers.base import Where, address
from importers.layouts.trees.nodes import Branch
from importers.meaning.table import Table
from importers.meaning.value.figures import Figures, Money, show, tolerance


def check_summaries(table: Table, money: Money, roots: Sequence[Branch]) -> None:
    """Every figure of a summary row against the leaves under it; wrong ones by address, right ones for the report."""
    right: list[Where] = []
    for summary in (s for root in roots for s in root.summaries()):
        leaves = [table.data[i] for i in summary.leaves()]
        body = table.data[summary.row]
        sums: list[int] = []
        printed: list[int] = []
        for f in money.columns:
            if not f.amounts.present[body]:
                continue
            place = table.place(summary.row, f.guess.index)
            if not f.amounts.present[leaves].any():
                if f.amounts.minor[body]:
                    _alone(table, f, place, int(f.amounts.minor[body]))
                continue
            own, summed = int(f.amounts.minor[body]), int(f.amounts.minor[leaves].sum())
            if abs(own - summed) > tolerance(f):
                _wrong(table, money, f, place, own, summed, len(leaves))
            else:
                right.append(place)
                sums.append(summed)
                printed.append(own)
        if printed:
            at = f"{table.sheet.name}!{address(*table.place(summary.row, _column(table)))}"
            scale = money.columns[0].scale
            money.printed.append(Printed(at, _name(table, body), sum(printed), sum(sums), scale, True))
    table.notes.cells("note", right, "{where}: figures of summary rows are the sums of the rows under them and not "
                                     "counted.")


def _wrong(table: Table, money: Money, f: Figures, place: Where, own: int, summed: int, count: int) -> None:
    at = address(*place)
    words = _name(table, place[0] - table.head.data)
    money.printed.append(Printed(f"{table.sheet.name}!{at}", words, own, summed, f.scale, False))
    rows = f"the {counted(count, 'row')} under it {'adds' if count == 1 else 'add'} up"
    table.notes.add("warning", at, f"“{words}” is printed as {show(f, own)} in {at}, {rows} to {show(f, summed)}; the "
                                   "rows count.")


def _alone(table: Table, f: Figures, place: Where, own: int) -> None:
    at = address(*place)
    table.notes.add("warning", at, f"{at}: {show(f, own)} stands on a summary row alone, none of the rows under it has "
                                   "a figure there; it was not counted.")


def _column(table: Table) -> int:
    guess = table.find("name")
    return guess.index if guess else 0


def _name(table: Table, body: int) -> str:
    value = table.columns[_column(table)][body]
    return " ".join(str(value).split()) if value is not None else "total"
