"""Fields of many records as arrays of numbers: a word is turned into a number once, however many records say it.

Must not know: what a field means, where a record hangs.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.record import Record
from app.core.shelf import Shelf

_SHELF, _PLACE = attrgetter("shelf"), attrgetter("at")


class Numbers:
    """Some records by the shelves they stand on; ask for their fields by `of`."""

    def __init__(self, records: Sequence[Record]) -> None:
        shelves = list(map(_SHELF, records))
        there = dict.fromkeys(shelves)
        self._loose = [r for r in records if r.shelf is None] if None in there else []
        self._shelves: list[Shelf] = [shelf for shelf in there if shelf is not None]
        starts = np.cumsum([0, *(shelf.count for shelf in self._shelves)]).tolist()
        begin: dict[Shelf | None, int] = dict(zip(self._shelves, starts, strict=False))
        at = np.fromiter(map(_PLACE, records), np.int64, len(records))
        if self._loose:                       # behind all shelves, one after the other
            begin[None] = -1
            first = np.fromiter(map(begin.__getitem__, shelves), np.int64, len(records))
            alone = np.flatnonzero(first < 0)
            at += first
            at[alone] = starts[-1] + np.arange(len(alone))
        else:
            at += np.fromiter(map(begin.__getitem__, shelves), np.int64, len(records))
        self._at = at

    def of(self, name: str, number: Callable[[Any], int]) -> NDArray[np.int64]:
        """[record] the number of what it says in this field, None where it says nothing."""
        known: dict[Any, int] = {}

        def all_of(words: Sequence[Any]) -> NDArray[np.int64]:
            known.update((word, number(word)) for word in set(words) if word not in known)
            return np.fromiter(map(known.__getitem__, words), np.int64, len(words))

        parts = []
        for shelf in self._shelves:
            column = shelf.columns.get(name)
            if column is None:
                parts.append(np.full(shelf.count, number(None), np.int64))
            elif column.which is None or len(column.words) > shelf.count:
                parts.append(all_of(column.all()))
            else:                             # what no record says is not asked
                said = np.zeros(len(column.words), np.bool_)
                said[column.which] = True
                table, places = np.zeros(len(said), np.int64), np.flatnonzero(said)
                table[places] = all_of([column.words[i] for i in places.tolist()])
                parts.append(table[column.which])
        parts.append(all_of([r.fields.get(name) for r in self._loose]))
        found: NDArray[np.int64] = np.concatenate(parts)[self._at]
        return found
