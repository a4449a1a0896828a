"""New records by the thousand, column by column: items of a kind of which nothing is here need no look at each.

A short cut: `_place` and `_create` of plan.py say what becomes of an item, and the tests compare both. What is not
plain (a reference nobody answers to, months of all sorts) is left to them.
Must not know: what an item changes about a record that is here.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import numpy as np

from app.core import rank as ranks
from app.core.batch import Batch, Item, Link
from app.core.batch_columns import ColumnBatch, Items
from app.core.catalog import LEVELS, SERIES
from app.core.creations import Creations
from app.core.guard import circle
from app.core.intake.words import ImportRow
from app.core.portfolio import Portfolio
from app.core.value.lines import COST_TYPES
from app.core.value.series import Amounts, Months, amounts, joined
from app.core.values import scale_of

LEAST = 200                              # items of a kind; fewer are looked at one by one
_ONE_BY_ONE = ("person", "unit")         # matched by name even where none is here
UNDATED = tuple(f"undated_{series}" for series in SERIES)
Place = tuple[str, str, str, int]         # sheet, "type.series", currency, decimal places


class Group:
    """All items of one kind, from one or more tables."""

    def __init__(self, kind: str, tables: Sequence[Items]) -> None:
        self.kind, self.tables = kind, tables
        self.keys: list[str] = [key for one in tables for key in one.keys]
        self.names = set(chain.from_iterable(one.fields.columns for one in tables))

    def column(self, name: str) -> Sequence[Any]:
        """A field of all of them, None where an item has not got it."""
        if len(self.tables) == 1 and name in self.tables[0].fields.columns:
            return self.tables[0].fields.columns[name]
        return [v for one in self.tables for v in one.fields.columns.get(name) or repeat(None, len(one.keys))]

    def ats(self) -> Iterator[str]:
        """The address of each."""
        return chain.from_iterable(one.ats for one in self.tables)

    def parents(self) -> Iterator[tuple[str, str]]:
        """(kind, key) of what each hangs under, ("", "") at the top."""
        return chain.from_iterable(zip(repeat(one.parent_kind), one.parents, strict=False) for one in self.tables)

    def each(self) -> list[Item]:
        """The items, made for whoever must look at each."""
        return [item for one in self.tables for item in one.each()]


@dataclass(frozen=True, slots=True)
class NewRows:
    """The rows of new records of one kind as the preview lists them, made when somebody looks."""

    kind: str
    uids: Sequence[str]
    group: Group

    def rows(self) -> Iterator[ImportRow]:
        given = (self.group.column(name) for name in ("code", "name", "pass_through"))
        return (ImportRow("new", self.kind, uid, str(code or ""), str(name or ""), at)
                for uid, at, code, name, filler in zip(self.uids, self.group.ats(), *given, strict=True) if not filler)


def split(p: Portfolio, batch: Batch) -> tuple[dict[str, Group], list[Item]]:
    """The kinds that can be taken column by column, and the items of all others."""
    if not isinstance(batch, ColumnBatch) or not _plain(p, batch):
        return {}, batch.items
    here = {r.kind for r in p.records.values()}
    by_kind: dict[str, list[Items]] = {}
    for one in batch.tables:
        by_kind.setdefault(one.kind, []).append(one)
    found = {kind: Group(kind, tables) for kind, tables in by_kind.items()
             if kind not in here and kind not in _ONE_BY_ONE and sum(len(one.keys) for one in tables) >= LEAST}
    found = {kind: group for kind, group in found.items() if len(set(group.keys)) == len(group.keys)}
    return found, [item for one in batch.tables if one.kind not in found for item in one.each()]


def kinds_of(batch: Batch, else_: Iterable[str]) -> Iterable[str]:
    """The kinds of a batch in the order in which they come; of plain items they are known."""
    return dict.fromkeys(one.kind for one in batch.tables) if isinstance(batch, ColumnBatch) else else_


def _plain(p: Portfolio, batch: ColumnBatch) -> bool:
    """Does no row name its record, its day or a stand-in, and is nothing here that was deleted?"""
    return not batch.own and not any(one.uid or one.known or one.stand_in for one in batch.tables) \
        and not any(r.get("deleted") for r in p.records.values())


def columns_of(group: Group, find: Callable[[Link], str | None], define: Callable[[str, str], str],
               currency: str) -> dict[str, Sequence[Any]] | None:
    """The fields of a kind as records have them; None where a reference leads nowhere. `define` gives the field that
    a header of its own becomes, by its type."""
    found = {name: group.column(name) for name in group.names}
    for name, column in found.items():
        if Link in set(map(type, column)):
            links = {id(v): v for v in column if type(v) is Link}
            ends = {at: find(link) for at, link in links.items()}
            if None in ends.values():
                return None
            found[name] = [ends[id(v)] if type(v) is Link else v for v in column]
    if group.kind == "effect_line":
        said = found.get("currency") or repeat(None, len(group.keys))
        scales = found.get("scale") or repeat(None, len(group.keys))
        found["currency"] = [one or currency for one in said]
        found["scale"] = [scale_of(str(one)) if scale is None else scale
                          for one, scale in zip(found["currency"], scales, strict=True)]
    at = 0
    for one in group.tables:
        for i, custom in enumerate(one.customs or (), at):
            for header, (kind, value) in custom.items():
                name = f"x.{define(header, kind)}"
                own = found.setdefault(name, [None] * len(group.keys))
                assert isinstance(own, list)
                own[i] = value
        at += len(one.keys)
    return {name: column for name, column in found.items() if any(v is not None for v in column)}


def months_of(group: Group) -> list[Months] | None:
    """The months of lines; None where they are of so many sorts that each line must be looked at."""
    grids = [one.together for one in group.tables]
    if all(one.series is None for one in group.tables) and len({tuple((m.series, m.first, m.values.shape[1])
                                                                     for m in grid) for grid in grids}) == 1:
        return [Months(parts[0].series, parts[0].first, np.concatenate([m.values for m in parts]),
                       np.concatenate([m.present for m in parts])) for parts in zip(*grids, strict=True)]
    found = []
    series = [item.series for item in group.each()]
    for name in SERIES:
        have = [(i, run) for i, one in enumerate(series) if (run := one.get(name)) is not None]
        values = amounts(name, [(run.first, run.values) for _, run in have]) if have else ()
        runs = [(i, run.first, one) for (i, run), one in zip(have, values, strict=True) if one is not None]
        if not all(isinstance(one, Amounts) for _, _, one in runs):
            return None
        if runs:
            found.append(joined(name, runs, len(series)))
    return found


def placed(parents: Sequence[str], fields: Mapping[str, Sequence[Any]], kind: str, last: dict[str, str],
           first: Callable[[str, str], str]) -> dict[str, Sequence[Any]]:
    """Fields with the place of each record: behind those that hang there already; `first` ranks where none is known."""
    after, ranked, hangs = ranks.after, [], kind in LEVELS
    for parent in parents:
        before = last.get(parent) if parent or hangs else None
        if before is None:
            ranked.append(first(kind, parent))
        else:
            last[parent] = rank = after(before)
            ranked.append(rank)
    return {"parent": [parent or None for parent in parents], "rank": ranked, **fields}


def links(group: Group, fields: dict[str, Sequence[Any]] | None, p: Portfolio, taken: set[str]) -> Creations | None:
    """Dependencies; None where not every one comes in with both its ends, once, and without closing a circle."""
    before, after = (fields or {}).get("predecessor", ()), (fields or {}).get("successor", ())
    if fields is None or not len(before) == len(after) == len(group.keys) or None in before or None in after \
            or any(map(str.__eq__, before, after)) or any(key for _, key in group.parents()):
        return None
    uids = p.key_uids("dependency\n", [f"{a}\n{b}" for a, b in zip(before, after, strict=True)])
    if len(set(uids)) < len(uids) or not taken.isdisjoint(uids) or circle(list(zip(before, after, strict=True))):
        return None
    taken.update(uids)
    return Creations("dependency", uids, {"parent": [None] * len(uids), "rank": [ranks.FIRST] * len(uids), **fields},
                     [])


def remarkable(made: Creations) -> bool:
    """May there be anything to say of these lines beyond what they bring (intake/remarks.py)?"""
    if made.kind != "effect_line":
        return False
    below = any(int(m.values.min()) < 0 for m in made.months if m.values.size) or any(
        v < 0 for name in UNDATED for v in made.columns.get(name, ()) if isinstance(v, int))
    cost = not set(COST_TYPES).isdisjoint(made.columns.get("type", ()))
    return "undated_plan" in made.columns or (below and cost)


def places_of(made: Creations, groups: Mapping[str, Group]) -> dict[Place, int]:
    """Sums of lines as entered by sheet, "type.series" and currency; nothing of other kinds."""
    sums: dict[Place, int] = {}
    if made.kind != "effect_line":
        return sums
    types = made.columns.get("type", [None] * len(made.uids))
    keys = [(at.rpartition("!")[0], type_ or "", currency, scale) for at, type_, currency, scale in zip(
        groups[made.kind].ats(), types, made.columns["currency"], made.columns["scale"], strict=True)]
    told = [(m.series, _totals(m)) for m in made.months]
    told += [(name.removeprefix("undated_"), made.columns[name]) for name in UNDATED if name in made.columns]
    for series, amounts_ in told:
        for (sheet, type_, currency, scale), amount in zip(keys, amounts_, strict=True):
            if amount is not None:
                place = sheet, f"{type_}.{series}", currency, scale
                sums[place] = sums.get(place, 0) + amount
    return sums


def _totals(months: Months) -> Sequence[int | None]:
    """The sum of each line, None of one without any month."""
    totals = months.totals() or [sum(filter(None, run[2])) if (run := months.run(i)) else 0
                                 for i in range(len(months.values))]
    present: list[bool] = np.any(months.present, axis=1).tolist()
    return [total if there else None for total, there in zip(totals, present, strict=True)]
