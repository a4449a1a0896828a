"""The columns of a sheet that is kept row by row, each stood upright when somebody reads all of it.

Most columns of a wide sheet are months of figures, which are read as blocks of rows: of those a sample is all that is
ever asked for. The rows may not change meanwhile.
Must not know: what stands in the columns.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import overload

from importers.base import Value

_Rows = Sequence[Sequence[Value]]


class Upright(Sequence[Value]):
    """One column of rows of any length: None where a row ends before it."""

    __slots__ = ("_rows", "_at", "_cells")

    def __init__(self, rows: _Rows, at: int) -> None:
        self._rows, self._at = rows, at
        self._cells: list[Value] | None = None

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, which: int) -> Value: ...

    @overload
    def __getitem__(self, which: slice) -> list[Value]: ...

    def __getitem__(self, which: int | slice) -> Value | list[Value]:
        if self._cells is not None:
            return self._cells[which]
        if isinstance(which, slice):
            return _stood(self._rows[which], self._at)
        row = self._rows[which]
        return row[self._at] if self._at < len(row) else None

    def __iter__(self) -> Iterator[Value]:
        if self._cells is None:
            self._cells = _stood(self._rows, self._at)
        return iter(self._cells)


def columns_of(rows: _Rows) -> list[Sequence[Value]]:
    """Rows of any length as columns of one length."""
    return [Upright(rows, at) for at in range(max(map(len, rows), default=0))]


def _stood(rows: _Rows, at: int) -> list[Value]:
    try:
        return list(map(itemgetter(at), rows))
    except IndexError:
        return [row[at] if at < len(row) else None for row in rows]
