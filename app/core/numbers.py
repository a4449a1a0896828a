"""Fields of many records as arrays of numbers: each word of a column is turned into a number once.

Must not know: what a field means, where a record hangs.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.record import Record
from app.core.shelf import Column, Shelf

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
        columns = [shelf.columns.get(name) for shelf in self._shelves]
        tables = _tables([column for column in columns if column is not None and column.which is not None], number)
        parts = []
        for shelf, column in zip(self._shelves, columns, strict=True):
            if column is None:
                parts.append(np.full(shelf.count, number(None), np.int64))
            elif column.which is None:
                parts.append(_each(column.words, number))
            else:
                parts.append(tables[id(column.words)][column.which])
        parts.append(_each([r.fields.get(name) for r in self._loose], number))
        found: NDArray[np.int64] = np.concatenate(parts)[self._at]
        return found


def _each(words: Sequence[Any], number: Callable[[Any], int]) -> NDArray[np.int64]:
    known = {word: number(word) for word in set(words)}
    return np.fromiter(map(known.__getitem__, words), np.int64, len(words))


def _tables(columns: Sequence[Column], number: Callable[[Any], int]) -> dict[int, NDArray[np.int64]]:
    """Of each list of words, by its id, the numbers; many shelves may share one. What no record says is not asked."""
    said: dict[int, tuple[Sequence[Any], NDArray[np.bool_]]] = {}
    for column in columns:
        if id(column.words) not in said:
            said[id(column.words)] = column.words, np.zeros(len(column.words), np.bool_)
        said[id(column.words)][1][column.which] = True
    found = {}
    for key, (words, hit) in said.items():
        found[key] = np.zeros(len(words), np.int64)
        places = np.flatnonzero(hit)
        found[key][places] = [number(words[i]) for i in places.tolist()]
    return found
