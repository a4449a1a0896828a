"""Items of a batch as columns: how they come out of the import child, and a batch that makes items of them when asked.

An import of new records needs no object an item (intake/fresh.py); whoever wants items gets what the importer made.
Must not know: how columns travel between processes (importers/handover.py), how they become records.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import chain, repeat
from typing import Any

import numpy as np

from app.core.batch import Batch, Item, Run
from app.core.value.series import Months

Shape = tuple[str, ...]


@dataclass(slots=True)
class Told:
    """What as many dictionaries hold: the names of each, in their order, and a column a name, None where one has not
    got it. `numbers` says which of the `shapes` each one has; with one shape they all have that, and it is empty."""

    shapes: list[Shape]
    numbers: Sequence[int]
    columns: dict[str, Sequence[Any]]
    count: int

    def each(self) -> Iterator[dict[str, Any]]:
        """The dictionaries."""
        if len(self.shapes) > 1:
            columns = self.columns
            return ({name: columns[name][i] for name in self.shapes[n]} for i, n in enumerate(self.numbers))
        names = self.shapes[0] if self.shapes else ()
        if not names:
            return ({} for _ in range(self.count))
        return map(dict, map(zip, repeat(names), zip(*(self.columns[name] for name in names), strict=True)))


@dataclass(slots=True)
class Items:
    """Consecutive items alike in all but what the columns hold.

    Months are `together` where every item has the same series over the same months; else `series` holds a Run an item.
    `customs` is None where no item has any.
    """

    kind: str
    parent_kind: str
    weak: bool
    uid: str
    known: str
    stand_in: bool
    keys: list[str]
    parents: list[str]
    ats: list[str]
    fields: Told
    together: list[Months]
    series: Told | None
    customs: list[dict[str, tuple[str, Any]]] | None

    def each(self) -> Iterator[Item]:
        """The items."""
        runs = self.series.each() if self.series is not None else self._runs()
        customs = self.customs if self.customs is not None else ({} for _ in self.keys)
        return map(Item, repeat(self.kind), self.keys, self.parents, repeat(self.parent_kind), self.fields.each(), runs,
                   customs, self.ats, repeat(self.weak), repeat(self.uid), repeat(self.known), repeat(self.stand_in))

    def _runs(self) -> Iterator[dict[str, Run]]:
        if not self.together:
            return ({} for _ in self.keys)
        names = tuple(m.series for m in self.together)
        runs = (list(map(Run, repeat(m.first), _listed(m))) for m in self.together)
        return map(dict, map(zip, repeat(names), zip(*runs, strict=True)))


def _listed(months: Months) -> list[list[int | None]]:
    values: list[list[int | None]] = months.values.tolist()
    for i in np.flatnonzero(~months.present.all(axis=1)).tolist():
        values[i] = [v if p else None for v, p in zip(values[i], months.present[i].tolist(), strict=True)]
    return values


class ColumnBatch(Batch):
    """A batch whose items lie in columns until somebody asks for them. Its items are for reading."""

    __slots__ = ("tables", "_items")

    def __init__(self, tables: list[Items], source: str, shape: str, sheets: list[Any], *rest: Any) -> None:
        Batch.__init__(self, source, shape, sheets, [], *rest)
        self.tables = tables
        self._items: list[Item] | None = None

    @property
    def items(self) -> list[Item]:
        """All of them, made when they are first asked for."""
        if self._items is None:
            self._items = list(chain.from_iterable(one.each() for one in self.tables))
        return self._items

    @items.setter
    def items(self, items: list[Item]) -> None:
        self.tables, self._items = [], items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Batch) and all(getattr(self, f.name) == getattr(other, f.name) for f in fields(Batch))

    __hash__ = None  # type: ignore[assignment]
