"""Fields of many records as arrays of numbers: each word of a column is turned into a number once.

Must not know: what a field means, where a record hangs.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.record import Record
from app.core.shelf import Column, Shelf

_SHELF, _PLACE = attrgetter("shelf"), attrgetter("at")
_Many = Callable[[Iterable[Any]], Iterable[int]]         # words -> their numbers


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
        """[record] the number of what it says in this field, None where it says nothing; each word is asked once."""
        known = _Known(number)
        return self._told(name, lambda words: map(known.__getitem__, words))

    def places(self, name: str, position: Mapping[Any, int]) -> NDArray[np.int64]:
        """[record] the place of what it says in this field, -1 for what has none."""
        return self._told(name, lambda words: map(position.get, words, repeat(-1)))

    def _told(self, name: str, many: _Many) -> NDArray[np.int64]:
        columns = [shelf.columns.get(name) for shelf in self._shelves]
        tables = _tables([column for column in columns if column is not None and column.which is not None], many)
        parts = []
        for shelf, column in zip(self._shelves, columns, strict=True):
            if column is None:
                parts.append(np.full(shelf.count, next(iter(many((None,)))), np.int64))
            elif column.which is None:
                parts.append(_each(column.words, many))
            else:
                parts.append(tables[id(column.words)][column.which])
        parts.append(_each([r.fields.get(name) for r in self._loose], many))
        found: NDArray[np.int64] = np.concatenate(parts)[self._at]
        return found


class _Known(dict[Any, int]):
    """Words and their numbers, worked out when a word is first met: blocks repeat each other's."""

    def __init__(self, number: Callable[[Any], int]) -> None:
        super().__init__()
        self._number = number

    def __missing__(self, word: Any) -> int:
        found = self[word] = self._number(word)
        return found


def distinct(numbers: NDArray[Any]) -> NDArray[Any]:
    """Each number once, in order; `np.unique` does it too, and loads a large part of numpy for it that is not used."""
    found = np.sort(numbers, axis=None)
    return found[np.r_[True, found[1:] != found[:-1]]] if len(found) else found


def _each(words: Sequence[Any], many: _Many) -> NDArray[np.int64]:
    return np.fromiter(many(words), np.int64, len(words))


def _tables(columns: Sequence[Column], many: _Many) -> dict[int, NDArray[np.int64]]:
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
        found[key][places] = np.fromiter(many(map(words.__getitem__, places.tolist())), np.int64, len(places))
    return found
