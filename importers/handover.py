"""How a result travels from the import child to the program: a batch as columns, all else as it is.

A hundred thousand items one by one cost a second to pack and unpack; their keys, values and months as long lists cost
a tenth. What comes out equals what went in. Must not know: processes, and how a batch came to be.
"""
from __future__ import annotations

import copyreg
import io
import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, chain, groupby, islice, pairwise, repeat
from operator import attrgetter
from typing import Any

import numpy as np

from app.core.batch import Batch, Issue, Item, Link, Run

_Shape = tuple[str, ...]
_Table = tuple[list[_Shape], list[int], list[Any]]        # names that occur, which of them an item has, all values
_Months = tuple[str, bytes] | list[int | None]            # numbers as they lie in memory, or as a plain list

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
    Issue: lambda issue: (Issue, (issue.severity, issue.sheet, issue.cell, issue.message, issue.answer, issue.places)),
    Link: lambda link: (Link, (link.kind, link.key)),
}


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


def items_of(blocks: list[tuple[Any, ...]]) -> list[Item]:
    """The items of one portion."""
    return [item for block in blocks for item in _items(*block)]


def unpacked(parts: list[list[Item]], portions: tuple[int, int], source: str, shape: str, sheets: list[Any],
             *rest: Any) -> Batch:
    """The batch that was packed, of the portions that came before it."""
    return Batch(source, shape, sheets, list(chain.from_iterable(parts[slice(*portions)])), *rest)


def _block(head: tuple[Any, ...], items: list[Item]) -> tuple[Any, ...]:
    """Consecutive items of one head as columns."""
    return (head, [i.key for i in items], [i.parent for i in items], [i.at for i in items],
            _table([i.fields for i in items]), _all_runs([i.series for i in items]),
            [i.custom for i in items] if any(i.custom for i in items) else None)


def _items(head: tuple[Any, ...], keys: list[str], parents: list[str], ats: list[str], fields: _Table,
           runs: Any, customs: list[Any] | None) -> Iterator[Item]:
    kind, parent_kind, weak, uid, known, stand_in = head
    more: Iterable[Any] = customs if customs is not None else _empty()
    return map(Item, repeat(kind), keys, parents, repeat(parent_kind), _dicts(fields),
               _empty() if runs is None else _dicts(_as_runs(*runs)), more, ats, repeat(weak), repeat(uid),
               repeat(known), repeat(stand_in))


def _empty() -> Iterator[dict[str, Any]]:
    while True:
        yield {}


def _table(dicts: list[dict[str, Any]]) -> _Table:
    """Dictionaries as the sets of names that occur, the number of each one's set, and all values in a row."""
    shapes: dict[_Shape, int] = {}
    numbers = [shapes.setdefault(tuple(one), len(shapes)) for one in dicts]
    values = list(chain.from_iterable(one.values() for one in dicts))
    return list(shapes), numbers if len(shapes) > 1 else [len(dicts)], values


def _dicts(table: _Table) -> Iterator[dict[str, Any]]:
    shapes, numbers, values = table
    left = iter(values)
    if len(shapes) == 1:
        names = shapes[0]
        if not names:
            return islice(_empty(), numbers[0])
        return map(dict, map(zip, repeat(names), zip(*[left] * len(names), strict=True)))
    return (dict(zip(shapes[n], left, strict=False)) for n in numbers)


def _all_runs(series: list[dict[str, Run]]) -> Any:
    """The runs of all items: table of names, first months, lengths, and all months in a row; None for none."""
    if not any(series):
        return None
    shapes, numbers, runs = _table(series)
    return shapes, numbers, [r.first for r in runs], [len(r.values) for r in runs], _months([r.values for r in runs])


def _months(runs: list[list[int | None]]) -> _Months:
    try:
        numbers = np.frombuffer(array("q", list(chain.from_iterable(runs))), np.int64)   # type: ignore[type-var]
    except (TypeError, OverflowError):                     # an empty month or a giant: as they are
        return list(chain.from_iterable(runs))
    if not len(numbers):
        return []
    low, high = int(numbers.min()), int(numbers.max())
    kind = next(k for k in _KINDS if np.iinfo(k).min <= low and high <= np.iinfo(k).max)
    return kind, numbers.astype(kind).tobytes()


def _as_runs(shapes: list[_Shape], numbers: list[int], firsts: list[int], lengths: list[int],
             months: _Months) -> _Table:
    values: list[Any] = months if isinstance(months, list) else np.frombuffer(months[1], np.dtype(months[0])).tolist()
    cuts = pairwise(accumulate(lengths, initial=0))
    return shapes, numbers, list(map(Run, firsts, [values[a:b] for a, b in cuts]))
