"""How a result travels from the import child to the program: a batch as columns, all else as it is.

A hundred thousand items one by one cost a second to pack and unpack; their keys, values and months as long lists cost
a tenth. What comes out equals what went in. Must not know: processes, and how a batch came to be.
"""
from __future__ import annotations

import copyreg
import io
import pickle
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.batch import Batch, Issue, Item, Link, Run
from app.core.batch_columns import ColumnBatch, Items, Shape, Told
from app.core.value.series import Amounts, Months

_Columns = tuple[list[Shape], list[int], dict[str, Sequence[Any]], int]
_Grid = tuple[str, int, int, str, bytes, bytes | None]    # series, first month, months, numbers, which are there

_PORTION = 8_000                                          # items that travel together
_KINDS = ("<i2", "<i4", "<i8")                            # the narrowest that holds all months of a block is taken
_head = attrgetter("kind", "parent_kind", "weak", "uid", "known", "stand_in")


class _Packer(pickle.Pickler):
    """Packs the frequent data classes by their parts, and the items of a batch apart from it."""

    def __init__(self, out: io.BytesIO, part: Callable[[bytes], None]) -> None:
        super().__init__(out, 5)
        self._part = part
        self._sent = 0
        self.dispatch_table = _TABLE | {Batch: self._batch}

    def _batch(self, batch: Batch) -> tuple[Any, ...]:
        first = self._sent
        for some in _portions(batch.items):
            self._part(_plain([_block(head, list(items)) for head, items in groupby(some, _head)]))
            self._sent += 1
        return unpacked, ((first, self._sent), batch.source, batch.shape, batch.sheets, batch.issues, batch.currency,
                          batch.sha256, batch.printed, batch.own, batch.vector, batch.whole, batch.origin)


_TABLE: dict[type, Callable[[Any], Any]] = dict(copyreg.dispatch_table) | {
    Issue: lambda issue: (Issue, (issue.severity, issue.sheet, issue.cell, issue.message, issue.answer, issue.places,
                                  issue.kind)),
    Link: lambda link: (Link, (link.kind, link.key)),
}


@dataclass(frozen=True, slots=True)
class Likely:
    """A result that travels while its maker still makes sure of it: `settle` gives None where it stands, else what
    counts instead."""

    result: Any
    settle: Callable[[], Any]


def dumps(result: Any, part: Callable[[bytes], None]) -> bytes:
    """A result as bytes, after the items of its batches: these go to `part` in portions, so that whoever takes them
    unpacks one while the next is packed."""
    out = io.BytesIO()
    _Packer(out, part).dump(result)
    return out.getvalue()


def _plain(blocks: list[Any]) -> bytes:
    out = io.BytesIO()
    packer = pickle.Pickler(out, 5)
    packer.dispatch_table = _TABLE
    packer.dump(blocks)
    return out.getvalue()


def _portions(items: list[Item]) -> Iterator[list[Item]]:
    return (items[at:at + _PORTION] for at in range(0, len(items), _PORTION))


def items_of(blocks: list[tuple[Any, ...]]) -> list[Items]:
    """The items of one portion, as columns."""
    return [_items(*block) for block in blocks]


def unpacked(parts: list[list[Items]], portions: tuple[int, int], source: str, shape: str, sheets: list[Any],
             *rest: Any) -> Batch:
    """The batch that was packed, of the portions that came before it."""
    return ColumnBatch(list(chain.from_iterable(parts[slice(*portions)])), source, shape, sheets, *rest)


def _block(head: tuple[Any, ...], items: list[Item]) -> tuple[Any, ...]:
    """Consecutive items of one head as columns."""
    series = [i.series for i in items]
    together = _together(series)
    return (head, [i.key for i in items], [i.parent for i in items], [i.at for i in items],
            _told([i.fields for i in items]), together, _all_runs(series) if together is None else None,
            [i.custom for i in items] if any(i.custom for i in items) else None)


def _items(head: tuple[Any, ...], keys: list[str], parents: list[str], ats: list[str], fields: _Columns,
           together: list[_Grid] | None, runs: Any, customs: list[Any] | None) -> Items:
    kind, parent_kind, weak, uid, known, stand_in = head
    return Items(kind, parent_kind, weak, uid, known, stand_in, keys, parents, ats, Told(*fields),
                 [_months(*grid) for grid in together or ()], None if runs is None else _as_runs(*runs), customs)


def _told(dicts: list[dict[str, Any]]) -> _Columns:
    """Dictionaries as the sets of names that occur, the number of each one's set, and a column a name."""
    shapes: dict[Shape, int] = {}
    numbers = [shapes.setdefault(tuple(one), len(shapes)) for one in dicts]
    if len(shapes) == 1:
        names = next(iter(shapes))
        values = zip(*[one.values() for one in dicts], strict=True)
        return list(shapes), [], dict(zip(names, map(list, values), strict=True)), len(dicts)
    names = tuple(dict.fromkeys(chain.from_iterable(shapes)))
    columns: dict[str, Sequence[Any]] = {name: [one.get(name) for one in dicts] for name in names}
    return list(shapes), numbers, columns, len(dicts)


def _together(series: list[dict[str, Run]]) -> list[_Grid] | None:
    """The months of items that all have the same series over the same months, as numbers the way they lie in memory;
    [] for none at all, None where they differ or hold what is no plain number."""
    names = tuple(series[0])
    if set(map(tuple, series)) != {names}:
        return None
    found: list[_Grid] = []
    for name in names:
        runs = [one[name] for one in series]
        grid = _of_one_piece(name, runs)
        if grid is not None:
            found.append(grid)
            continue
        first, width = runs[0].first, len(runs[0].values)
        if not width or {(run.first, len(run.values)) for run in runs} != {(first, width)}:
            return None
        numbers = _numbers(list(chain.from_iterable([run.values for run in runs])))
        if numbers is None:
            return None
        found.append((name, first, width, *numbers))
    return found


def _of_one_piece(name: str, runs: Sequence[Run]) -> _Grid | None:
    """The same of runs that lie in memory together already, each of them a whole row there; None of others."""
    amounts = [run.values for run in runs]
    one = amounts[0].months if isinstance(amounts[0], Amounts) else None
    if one is None or not one.values.size or {type(a) for a in amounts} != {Amounts}:
        return None
    width = one.values.shape[1]
    lines = [a.line for a in amounts if isinstance(a, Amounts) and a.months is one and len(a) == width]
    if len(lines) < len(runs) or {run.first for run in runs} != {one.first}:
        return None
    present = one.present[lines]
    there = None if present.all() else np.packbits(present).tobytes()
    return (name, one.first, width, *_narrow(one.values[lines]), there)


def _numbers(flat: list[int | None]) -> tuple[str, bytes, bytes | None] | None:
    """Whole numbers in the narrowest kind that holds them all, and which are there (None for all)."""
    present = None
    try:
        if None in flat:
            there = np.fromiter([v is not None for v in flat], np.bool_, len(flat))
            present, flat = np.packbits(there).tobytes(), [0 if v is None else v for v in flat]
        numbers = np.frombuffer(array("q", flat), np.int64)        # type: ignore[type-var]
    except (TypeError, OverflowError):                     # no whole number or a giant: as they are
        return None
    return *_narrow(numbers), present


def _narrow(numbers: NDArray[Any]) -> tuple[str, bytes]:
    low, high = int(numbers.min()), int(numbers.max())
    kind = next(k for k in _KINDS if np.iinfo(k).min <= low and high <= np.iinfo(k).max)
    return kind, numbers.astype(kind).tobytes()


def _months(name: str, first: int, width: int, kind: str, numbers: bytes, present: bytes | None) -> Months:
    values = np.frombuffer(numbers, kind).astype(np.int64).reshape(-1, width)
    there = np.ones(values.shape, np.bool_) if present is None else np.unpackbits(
        np.frombuffer(present, np.uint8), count=values.size).view(np.bool_).reshape(values.shape)
    return Months(name, first, values, there)


def _all_runs(series: list[dict[str, Run]]) -> tuple[Any, ...]:
    """The runs of all items: their names, first months and values."""
    shapes, numbers, columns, count = _told(series)
    return shapes, numbers, {name: [r and (r.first, list(r.values)) for r in runs]
                             for name, runs in columns.items()}, count


def _as_runs(shapes: list[Shape], numbers: list[int], columns: dict[str, list[Any]], count: int) -> Told:
    return Told(shapes, numbers, {name: [r and Run(*r) for r in runs] for name, runs in columns.items()}, count)
