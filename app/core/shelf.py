"""Many records of one kind whose fields lie column by column, as a block of the file holds them.

A file of 10,000 measures holds 87,000 records of which a person looks at some dozens: the others never need a dict of
their own. Nothing here is ever changed; a record that is written leaves its shelf (record.py).
Must not know: SQLite, what a field means.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray


class Column(Sequence[Any]):
    """One field of many records: a word each, or words and a number each that says which; words may go unsaid."""

    __slots__ = ("words", "which")

    def __init__(self, words: Sequence[Any], which: NDArray[Any] | None = None) -> None:
        self.words, self.which = words, which

    @staticmethod
    def of_one(word: Any, count: int) -> Column:
        """The same for all."""
        return Column([word], np.zeros(count, np.uint8))

    def distinct(self) -> Sequence[Any]:
        """Every value once, or more often where each record has its own."""
        if self.which is None:
            return self.words
        said = np.zeros(len(self.words), np.bool_)
        said[self.which] = True
        return list(map(self.words.__getitem__, np.flatnonzero(said).tolist()))

    def numbers(self) -> memoryview | None:
        """The numbers for who looks at them one by one."""
        return None if self.which is None else self.which.astype(self.which.dtype.newbyteorder("="), copy=False).data

    def all(self) -> Sequence[Any]:
        """The values one after the other."""
        if self.which is None:
            return self.words
        if len(self.words) == 1:
            return [self.words[0]] * len(self.which)
        return list(map(self.words.__getitem__, self.which.tolist()))

    @overload
    def __getitem__(self, at: int) -> Any: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Any]: ...

    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return self.all()[at]
        return self.words[at] if self.which is None else self.words[self.which[at]]

    def __len__(self) -> int:
        return len(self.words) if self.which is None else len(self.which)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.all())


class Shelf:
    """The columns of some records by field, all of one length."""

    __slots__ = ("columns", "count", "_said")

    def __init__(self, columns: Mapping[str, Column], count: int) -> None:
        self.columns, self.count = columns, count
        self._said = [(name, column.words, column.numbers()) for name, column in columns.items()]

    def fields(self, at: int) -> dict[str, Any]:
        """What one record says: a dict of its own."""
        return {name: value for name, words, numbers in self._said
                if (value := words[at if numbers is None else numbers[at]]) is not None}

    def words(self, name: str) -> Sequence[Any]:
        """What its records say of a field."""
        return words((self,), name)

    def rows(self, names: Sequence[str]) -> list[tuple[Any, ...]]:
        """These fields of all records, None where one is empty."""
        return list(zip(*(self._column(name) for name in names), strict=True))

    def _column(self, name: str) -> Sequence[Any]:
        column = self.columns.get(name)
        return column.all() if column is not None else list(repeat(None, self.count))


def words(shelves: Iterable[Shelf], name: str) -> list[Any]:
    """What the records of shelves say of a field; some values more than once."""
    found: list[Any] = []
    shared: dict[int, list[Column]] = {}             # columns of many shelves have the words in common
    for shelf in shelves:
        column = shelf.columns.get(name)
        if column is None:
            found.append(None)
        elif column.which is None:
            found += column.words
        else:
            shared.setdefault(id(column.words), []).append(column)
    for columns in shared.values():
        found += Column(columns[0].words, np.concatenate([c.which for c in columns if c.which is not None])).distinct()
    return found
