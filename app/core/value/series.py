"""Monthly amounts of all effect lines as two arrays: values and presence.

Must not know: what a line means, signs, currencies (cube.py does). Empty is not 0: presence is kept apart.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from types import NoneType
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import SERIES
from app.core.value.line_blob import pack, unpack

_INDEX = {name: i for i, name in enumerate(SERIES)}
_TOGETHER = 240                          # months that runs kept in one piece may span
_AMOUNT = {int, NoneType}
_AT_A_TIME = 256                         # lines


class Months(NamedTuple):
    """Months of one series of many lines: values and presence [line, month], the first month being `first`."""

    series: str
    first: int
    values: NDArray[np.signedinteger[Any]]
    present: NDArray[np.bool_]

    def run(self, line: int) -> tuple[str, int, tuple[int | None, ...]] | None:
        """One line's values from the first to the last month that holds one; None when none does."""
        hit = np.flatnonzero(self.present[line])
        if not len(hit):
            return None
        low, high = int(hit[0]), int(hit[-1]) + 1
        values: list[int | None] = self.values[line, low:high].tolist()
        if len(hit) < high - low:
            values = [v if p else None for v, p in zip(values, self.present[line, low:high].tolist(), strict=True)]
        return self.series, self.first + low, tuple(values)


    def totals(self) -> list[int] | None:
        """The sum of each line; None where a sum could be too large for an array."""
        if self.values.size and max(int(self.values.max()), -int(self.values.min())) * self.values.shape[1] >= 2**62:
            return None
        found: list[int] = self.values.sum(axis=1, dtype=np.int64).tolist()
        return found


class Amounts(Sequence[int | None]):
    """One line's run in the months of many lines: reads as its values, None where empty, without an object for each.

    A line has one run in a `Months`, so that its whole row there is that run.
    """

    __slots__ = ("months", "line", "_at", "_count")

    def __init__(self, months: Months, line: int, at: int, count: int) -> None:
        self.months, self.line, self._at, self._count = months, line, at, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> int | None: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[int | None, ...]: ...

    def __getitem__(self, at: int | slice) -> int | tuple[int | None, ...] | None:
        here = slice(self._at, self._at + self._count)
        return tuple(v if p else None for v, p in zip(self.months.values[self.line, here].tolist(),
                                                      self.months.present[self.line, here].tolist(), strict=True))[at]

    def __iter__(self) -> Iterator[int | None]:
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self[:] == tuple(other)

    def __hash__(self) -> int:
        return hash(self[:])


def amounts(series: str, runs: Sequence[tuple[int, Sequence[int | None]]]) -> list[Sequence[int | None] | None]:
    """The values of runs (first month, values) of as many lines, together in one piece where they are whole numbers.

    None for a run that holds none.
    """
    low, end = min([first for first, _ in runs]), max([first + len(run) for first, run in runs])
    found = _together(low, end, runs) if 0 < end - low <= _TOGETHER else None
    if found is None:
        return [tuple(run) if any(v is not None for v in run) else None for _, run in runs]
    values, present = found
    months = Months(series, low, values, present)
    filled: list[bool] = np.any(present, axis=1).tolist()
    return [Amounts(months, i, first - low, len(run)) if filled[i] else None for i, (first, run) in enumerate(runs)]


def _together(low: int, end: int, runs: Sequence[tuple[int, Sequence[int | None]]]) -> \
        tuple[NDArray[np.int64], NDArray[np.bool_]] | None:
    """Values and presence [line, month] of runs; None where something is no whole number, or too large for any line."""
    width = end - low
    values, present = np.zeros((len(runs), width), np.int64), np.zeros((len(runs), width), np.bool_)
    try:
        for at in range(0, len(runs), _AT_A_TIME):       # as many as the processor keeps at hand
            some = runs[at:at + _AT_A_TIME]
            flat = list(chain.from_iterable([run for _, run in some]))
            kinds = set(map(type, flat))
            if not kinds <= _AMOUNT:
                return None
            here = slice(at, at + len(some))
            if len(flat) == len(some) * width:           # all alike
                amount, there = _arrays(flat, NoneType in kinds)
                values[here], present[here] = amount.reshape(-1, width), there.reshape(-1, width)
            else:
                values[here], present[here] = matrix([(i, first - low, run) for i, (first, run) in enumerate(some)],
                                                     len(some), width)
    except OverflowError:
        return None
    return values, present


def joined(series: str, runs: Sequence[tuple[int, int, Sequence[int | None]]], lines: int) -> Months:
    """Runs (line, first month, values) of one series, at most one a line, as months of so many lines."""
    one = runs[0][2].months if isinstance(runs[0][2], Amounts) else None
    if one is None or not all(type(run) is Amounts and run.months is one for _, _, run in runs):
        low, end = min([first for _, first, _ in runs]), max([first + len(run) for _, first, run in runs])
        return Months(series, low, *matrix([(i, first - low, run) for i, first, run in runs], lines, end - low))
    rows = [run.line for _, _, run in runs if isinstance(run, Amounts)]
    whole = rows == list(range(len(one.values)))
    values, present = (one.values, one.present) if whole else (one.values[rows], one.present[rows])
    if len(runs) < lines:
        where = [line for line, _, _ in runs]
        all_values, there = np.zeros((lines, values.shape[1]), np.int64), np.zeros((lines, values.shape[1]), np.bool_)
        all_values[where], there[where] = values, present
        values, present = all_values, there
    return Months(series, one.first, values, present)


class SeriesStore:
    """Amounts [line, series, month] with a presence mask; slot of a line by uid; month 0 of the array is `first`.

    They are int32, half the memory, until one comes that needs more.
    """

    def __init__(self) -> None:
        self.slot: dict[str, int] = {}
        self.first = 0
        self.values: NDArray[np.signedinteger[Any]] = np.zeros((0, len(SERIES), 0), np.int32)
        self.present: NDArray[np.bool_] = np.zeros((0, len(SERIES), 0), np.bool_)
        self._free: list[int] = []

    @property
    def months(self) -> int:
        return int(self.values.shape[2])

    def get(self, uid: str, series: str, first: int, count: int) -> tuple[int | None, ...]:
        """`count` months from `first` on; None where empty or out of range."""
        slot = self.slot.get(uid)
        if slot is None:
            return (None,) * count
        s = _INDEX[series]
        out: list[int | None] = [None] * count
        low, high = max(first, self.first), min(first + count, self.first + self.months)
        if low < high:
            values = self.values[slot, s, low - self.first:high - self.first].tolist()
            present = self.present[slot, s, low - self.first:high - self.first].tolist()
            out[low - first:high - first] = [v if p else None for v, p in zip(values, present, strict=True)]
        return tuple(out)

    def extent(self, uid: str, series: str) -> tuple[int, int] | None:
        """First month and number of months from the first to the last that hold a value, None when empty."""
        slot = self.slot.get(uid)
        if slot is None:
            return None
        hit = np.flatnonzero(self.present[slot, _INDEX[series]])
        return None if not len(hit) else (self.first + int(hit[0]), int(hit[-1] - hit[0]) + 1)

    def has_any(self, uid: str) -> bool:
        slot = self.slot.get(uid)
        return slot is not None and bool(self.present[slot].any())

    def put(self, uid: str, series: str, first: int, new: Sequence[int | None]) -> None:
        """Write consecutive months; None empties."""
        slot = self._slot(uid)
        self._reach(first, first + len(new))
        at = first - self.first
        amounts = np.array([v or 0 for v in new] if None in new else new, np.int64)
        self._hold(amounts)
        self.present[slot, _INDEX[series], at:at + len(new)] = [v is not None for v in new] if None in new else True
        self.values[slot, _INDEX[series], at:at + len(new)] = amounts

    def put_many(self, uids: Sequence[str], series: str, first: int, rows: Sequence[Sequence[int | None]]) -> None:
        """The same months of one series of many lines, each once."""
        self.put_months(uids, [Months(series, first, *matrix([(i, 0, row) for i, row in enumerate(rows)], len(rows),
                                                             len(rows[0])))])

    def put_months(self, uids: Sequence[str], found: Sequence[Months]) -> None:
        """Months of several series of the same lines, each line once."""
        if not found:
            return
        slots = self._slots(uids)
        for series, first, values, present in found:
            self._reach(first, first + values.shape[1])
            self._hold(values)
            at, s, count = first - self.first, _INDEX[series], values.shape[1]
            self.values[slots, s, at:at + count] = values
            self.present[slots, s, at:at + count] = present

    def copy(self) -> SeriesStore:
        """Another store with the same content."""
        new = SeriesStore()
        new.slot, new.first, new._free = dict(self.slot), self.first, list(self._free)
        new.values, new.present = self.values.copy(), self.present.copy()
        return new

    def drop(self, uid: str) -> None:
        """Forget a line."""
        slot = self.slot.pop(uid, None)
        if slot is not None:
            self.values[slot] = 0
            self.present[slot] = False
            self._free.append(slot)

    def drop_many(self, uids: Sequence[str]) -> None:
        """Forget many lines; when none is left their room is given back."""
        slots = [slot for uid in uids if (slot := self.slot.pop(uid, None)) is not None]
        if not self.slot:
            self.first, self._free = 0, []
            self.values = np.zeros((0, len(SERIES), 0), np.int32)
            self.present = np.zeros((0, len(SERIES), 0), np.bool_)
        elif slots:
            self.values[slots] = 0
            self.present[slots] = False
            self._free += slots

    def reserve(self, lines: int, first: int, end: int) -> None:
        """Make room in one step before many lines come."""
        if end > first:
            self._reach(first, end)
        self._room(len(self.slot) + lines)

    def _slots(self, uids: Sequence[str]) -> slice | NDArray[np.intp]:
        """The slots of different lines; those of lines that are all new follow each other."""
        if self._free or not self.slot.keys().isdisjoint(uids):
            self.reserve(sum([uid not in self.slot for uid in uids]), 0, 0)
            return np.array([self._slot(uid) for uid in uids], np.intp)
        at, end = len(self.slot), len(self.slot) + len(uids)
        self._room(end)
        self.slot.update(zip(uids, range(at, end), strict=True))
        return slice(at, end)

    def _slot(self, uid: str) -> int:
        slot = self.slot.get(uid)
        if slot is None:
            slot = self._free.pop() if self._free else len(self.slot)
            self._room(slot + 1)
            self.slot[uid] = slot
        return slot

    def _room(self, lines: int) -> None:
        have = self.values.shape[0]
        if lines > have:
            more = max(lines, have + have // 2, 16) - have
            self.values = np.concatenate((self.values, np.zeros((more, len(SERIES), self.months), self.values.dtype)))
            self.present = np.concatenate((self.present, np.zeros((more, len(SERIES), self.months), np.bool_)))

    def _hold(self, amounts: NDArray[np.signedinteger[Any]]) -> None:
        """Make sure that these fit."""
        if self.values.itemsize < amounts.itemsize and amounts.size and (
                amounts.max() >= 2**31 or amounts.min() < -2**31):
            self.values = self.values.astype(np.int64)

    def _reach(self, first: int, end: int) -> None:
        if self.months == 0:
            self.first = first
            shape = (len(self.values), len(SERIES), end - first)
            self.values, self.present = np.zeros(shape, self.values.dtype), np.zeros(shape, np.bool_)
        before, behind = max(self.first - first, 0), max(end - self.first - self.months, 0)
        if before or behind:
            if before:
                before += -(first - before) % 12 if first else 0
            pad = ((0, 0), (0, 0), (before, behind))
            self.values = np.pad(self.values, pad)
            self.present = np.pad(self.present, pad)
            self.first -= before

    # ---------------------------------------------------------------- as bytes

    def blob(self, uid: str) -> bytes | None:
        """One line as the bytes of line_blob.py; None when empty."""
        slot = self.slot.get(uid)
        if slot is None:
            return None
        return pack(self.first, self.present[slot], self.values[slot])

    def load(self, uid: str, blob: bytes) -> None:
        """Take in what `blob` wrote. Raises ValueError when the bytes are not of a layout this version knows."""
        self.load_many([(uid, blob)])

    def load_many(self, blobs: Sequence[tuple[str, bytes]]) -> None:
        """`load` for many lines: room is made once."""
        if not blobs:
            return
        lines = [(uid, *unpack(blob)) for uid, blob in blobs]
        self.reserve(sum(uid not in self.slot for uid, _ in blobs), min(first for _, first, _, _ in lines),
                     max(first + values.shape[1] for _, first, _, values in lines))
        for uid, first, present, values in lines:
            self._hold(values)
            slot, at, count = self._slot(uid), first - self.first, values.shape[1]
            self.present[slot, :, at:at + count] = present
            self.values[slot, :, at:at + count] = values

    def same(self, uid: str, blob: bytes | None) -> list[tuple[str, int]]:
        """Series and months where a line differs from a BLOB: empty when the two agree."""
        other = SeriesStore()
        if blob:
            other.load(uid, blob)
        differs = []
        lows = [s.first for s in (self, other) if s.months]
        if not lows:
            return []
        low = min(lows)
        high = max(s.first + s.months for s in (self, other) if s.months)
        for series in SERIES:
            mine, theirs = (s.get(uid, series, low, high - low) for s in (self, other))
            differs += [(series, low + i) for i, (a, b) in enumerate(zip(mine, theirs, strict=True)) if a != b]
        return differs


def matrix(runs: Sequence[tuple[int, int, Sequence[int | None]]], lines: int, months: int) -> \
        tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Values and presence [line, month] of runs (line, first month, values); months are counted from 0 here."""
    values, present = np.zeros((lines, months), np.int64), np.zeros((lines, months), np.bool_)
    alike: dict[tuple[int, int], list[tuple[int, int, Sequence[int | None]]]] = {}
    for run in runs:
        alike.setdefault((run[1], len(run[2])), []).append(run)
    for (at, count), group in alike.items():
        where = [line for line, _, _ in group]
        flat = list(chain.from_iterable([row for _, _, row in group]))
        amount, there = _arrays(flat, None in flat)
        values[where, at:at + count] = amount.reshape(-1, count)
        present[where, at:at + count] = there.reshape(-1, count)
    return values, present


def _arrays(flat: list[int | None], gaps: bool) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Values and presence of a list, 0 where it is None. Raises OverflowError for a number too large for any line."""
    if not gaps:
        return np.fromiter(flat, np.int64, len(flat)), np.ones(len(flat), np.bool_)
    there = np.fromiter([v is not None for v in flat], np.bool_, len(flat))
    return np.fromiter([0 if v is None else v for v in flat], np.int64, len(flat)), there
