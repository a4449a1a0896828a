"""Money that two sheets may both tell of: amounts of one kind and scenario that a measure has from both under two
names, lists that add up to the same, a budget by project and the same budget by month, and amounts that formulas take
from another sheet.

Must not know: layouts and columns. Both count until somebody says otherwise.
"""
from __future__ import annotations

from app.core.batch import Batch, Issue, Item
from app.core.counting import counted
from importers.base import Book
from importers.items.line_sums import amount_of, series_in
from importers.items.recaps import ask_sums_by_word
from importers.reading.xlsx.cells import place

_DRAWN = 0.5                              # of a sheet's amounts; fewer are single cells taken over
_LINES = 3                                # amounts on either sheet; fewer add up to the same by chance
_PER_MILLE = 1000                         # sums that differ by less are told of as the same money, rounded


def ask_money_of_two_sheets(batch: Batch, book: Book) -> None:
    """One question for each pair of sheets, named by the first cell of the later one."""
    if len({item.at.rpartition("!")[0] for item in batch.items if item.kind == "effect_line"}) < 2:
        return
    asked = _ask_shared_measures(batch)
    ask_sums_by_word(batch, asked)
    _ask_drawn(batch, book, asked)
    _ask_same_sums(batch, asked)


def _ask_drawn(batch: Batch, book: Book, asked: set[tuple[str, str]]) -> None:
    """A sheet most of whose amounts are formulas over other sheets that have amounts too."""
    lines: dict[str, list[Item]] = {}
    for item in batch.items:
        if item.kind == "effect_line":
            lines.setdefault(item.at.rpartition("!")[0], []).append(item)
    sheets = {s.name.casefold(): s for s in book.sheets}
    for name, mine in lines.items():
        formulas = sheets[name.casefold()].formulas if name.casefold() in sheets else {}
        drawn: dict[str, list[Item]] = {}
        for item in mine:
            where = place(item.at.rpartition("!")[2])
            formula = formulas.get(where) if where is not None else None
            for other in {a.sheet.casefold() for a in formula.named} if formula is not None else ():
                if other in sheets and (source := sheets[other].name) != name and source in lines:
                    drawn.setdefault(source, []).append(item)
        found = {id(i): i for items in drawn.values() for i in items}
        new = [source for source in drawn if not asked & {(source, name), (name, source)}]
        if len(found) < _DRAWN * len(mine) or not new:
            continue
        asked |= {(source, name) for source in drawn}
        batch.issues.append(Issue("question", name, next(iter(found.values())).at.rpartition("!")[2],
                                  f"{counted(len(found), 'amount')} on {name} {'is' if len(found) == 1 else 'are'} "
                                  f"taken by formulas from {', '.join(drawn)}, whose amounts came in too; both count.",
                                  f"sheet@{name}=ignore", len(found)))


def _ask_shared_measures(batch: Batch) -> set[tuple[str, str]]:
    owned: dict[tuple[str, str, str], dict[str, Item]] = {}
    for item in batch.items:
        if item.kind == "effect_line" and item.parent_kind == "measure":
            for series in series_in(item):
                key = item.parent, str(item.fields.get("type")), series
                owned.setdefault(key, {}).setdefault(item.at.rpartition("!")[0], item)
    pairs: dict[tuple[str, str, str], list[tuple[Item, Item]]] = {}
    for (_, _, series), by_sheet in owned.items():
        lines = list(by_sheet.values())
        for other in lines[1:]:
            first, later = lines[0].at.rpartition("!")[0], other.at.rpartition("!")[0]
            pairs.setdefault((first, later, series), []).append((lines[0], other))
    for (first, later, series), both in pairs.items():
        one, other = both[0]
        names = [str(i.fields.get("name") or "").strip() for i in (one, other)]
        named = f" (“{names[0]}” and “{names[1]}”)" if all(names) else ""
        batch.issues.append(Issue("question", later, other.at.rpartition("!")[2], f"{counted(len(both), 'measure')} "
                                  f"{'has' if len(both) == 1 else 'have'} {series} amounts on {first} and on {later}"
                                  f"{named}; both count.", f"sheet@{later}=ignore", len(both)))
    return {(first, later) for first, later, _ in pairs}


def _ask_same_sums(batch: Batch, asked: set[tuple[str, str]]) -> None:
    """Two sheets whose amounts of a scenario add up to the same: the same money by other rows, most likely. Where a
    sheet has several columns of them, each of its columns is compared too, and then to the cent."""
    found: dict[str, dict[str, list[tuple[int, Item]]]] = {}
    for item in batch.items:
        if item.kind == "effect_line":
            for series in series_in(item):
                found.setdefault(series, {}).setdefault(item.at.rpartition("!")[0], []).append(
                    (amount_of(item, series), item))
    for series, sheets in found.items():
        sums = [_Sums(name, lines) for name, lines in sheets.items()]
        for n, one in enumerate(sums):
            for other in sums[n + 1:]:
                pair = one.sheet, other.sheet
                same = None if pair in asked else _same(one, other)
                if same is not None:
                    asked.add(pair)
                    batch.issues.append(_asked(series, one, other, *same))


class _Sums:
    """The amounts of one scenario on a sheet, all of them under "" and those of each column."""

    def __init__(self, sheet: str, lines: list[tuple[int, Item]]) -> None:
        self.sheet, self.columns = sheet, {"": lines}
        columns: dict[str, list[tuple[int, Item]]] = {}
        for line in lines:
            columns.setdefault(line[1].at.rpartition("!")[2].rstrip("0123456789"), []).append(line)
        if len(columns) > 1:
            self.columns |= columns


def _same(one: _Sums, other: _Sums) -> tuple[str, list[str]] | None:
    """The columns of two sheets that hold the same money: one of the first, all such of the other, "" for all."""
    for mine, before in one.columns.items():
        again = [its for its, lines in other.columns.items() if _alike(before, lines, bool(mine or its))]
        if again:
            whole = "" in again or len(again) == len(other.columns) - 1
            return mine, [""] if whole else again
    return None


def _alike(before: list[tuple[int, Item]], lines: list[tuple[int, Item]], exactly: bool) -> bool:
    one, other = sum(a for a, _ in before), sum(a for a, _ in lines)
    few, many = sorted((len(before), len(lines)))
    if not one or few < 2 or (few if exactly else many) < _LINES:
        return False
    same = one == other if exactly else abs(one - other) * _PER_MILLE <= abs(one)
    return same and before[0][1].fields.get("currency") == lines[0][1].fields.get("currency")


def _asked(series: str, one: _Sums, other: _Sums, mine: str, its: list[str]) -> Issue:
    before, lines = one.columns[mine], other.columns[its[0]]
    first, later = (f"{f'in column {c} of ' if c else 'on '}{s.sheet}" for s, c in ((one, mine), (other, its[0])))
    exact = mine or its[0] or sum(a for a, _ in before) == sum(a for a, _ in lines)
    return Issue("question", other.sheet, lines[0][1].at.rpartition("!")[2],
                 f"The {series} amounts {first} and {later} add up to {'the same' if exact else 'nearly the same'}; "
                 "both count, though it may be the same money.",
                 f"column.{its[0]}@{other.sheet}=custom" if its[0] else f"sheet@{other.sheet}=ignore", len(lines))
