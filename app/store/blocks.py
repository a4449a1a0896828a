"""Many new records of one kind as one page of the journal, column by column: what an import of thousands writes.

A block holds up to a thousand records in the order of their uids. Until one of them is changed it has no row in the
typed tables: the block is its journal and its state. Layout, after decompression: u32 length of the head, the head as
JSON `{"check", "columns", "runs"}`, where records of these uids were taken back with the transaction `"seen"` that did
so and last wrote all of their cells, then the bytes the columns and runs ask for, in their order; little endian.

A column is `[name, "=", value]` (all alike), `[name, "[", values]`, `[name, "#", words]` with an index a record (u8 up
to 256 words, else u16), or `[name, "@", m]`: m uids of 16 bytes, then, unless m is the number of records, an index a
record (m is empty). A run is `[series, first month, months, bytes a value]`: presence bits, lowest first, a record
after the other, then the values, 0 where empty. `check` is the CRC-32 of the uids.
Must not know: SQLite, what a field means beyond its type in the catalog.
"""
from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import itemgetter
from types import NoneType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import KINDS, SERIES, cell_of, cells_of, fields_of, series_of
from app.core.change import Creation
from app.core.creations import Creations
from app.core.shelf import Column
from app.core.value.series import Months, joined
from app.store.shared import Shared

LEAST = 200                              # new records of a kind in one transaction; fewer become rows
_RECORDS, _LINES = 1024, 256             # records a block, of those without and with months
_LONGEST = 240                           # months a block may span
_LENGTH = struct.Struct("<I")
_WIDTHS = {2: "<i2", 4: "<i4", 8: "<i8"}
_PLAIN = {str, int, bool, NoneType}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of many records to be: its uids in order, 16 bytes each, and its text before compression."""

    kind: str
    uids: bytes
    text: bytes

    @property
    def low(self) -> bytes:
        return self.uids[:16]

    @property
    def high(self) -> bytes:
        return self.uids[-16:]


@dataclass(frozen=True, slots=True)
class Block(Leaf):
    """A block to be, how many values it writes, and which transaction wrote all of them before, "" for none."""

    values: int
    seen: str = ""


class Content(NamedTuple):
    """A block read: columns by name, `parent` and `rank` among them, and months by series.

    `words` are the values of a column that are still to be looked at, few where many records share them; none of a
    column of uids, which can hold nothing else.
    """

    uids: list[str]
    columns: dict[str, Column]
    words: dict[str, Sequence[Any]]
    months: list[Months]
    seen: str = ""


def cut(made: Iterable[Creation], columns: Iterable[Creations] = ()) -> tuple[list[Block], list[Creation]]:
    """New records as blocks, and those left over because they are few or do not fit."""
    found, left = cutting(made, columns)
    return list(found), left


def cutting(made: Iterable[Creation], columns: Iterable[Creations] = ()) -> tuple[Iterator[Block], list[Creation]]:
    """`cut`, the blocks one after the other, so that one is compressed while the next is made."""
    groups: dict[str, list[Creation]] = {}
    for new in made:
        groups.setdefault(new.kind, []).append(new)
    found: list[Iterator[Block]] = []
    left: list[Creation] = []
    for one in columns:
        if len(one.uids) < LEAST or (one.months and _span(one.months) > _LONGEST):
            left += one.each()
        else:
            found.append(_of_columns(one))
    for kind, group in groups.items():
        if series_of(kind) and not all(map(_fits, group)):
            left += [c for c in group if not _fits(c)]
            group = [c for c in group if _fits(c)]
        if len(group) < LEAST:
            left += group
            continue
        found.append(_of_each(kind, sorted(group, key=itemgetter(0))))
    return chain.from_iterable(found), left


def _of_each(kind: str, group: Sequence[Creation]) -> Iterator[Block]:
    return (_block(kind, group[a:b]) for a, b in _edges(kind, len(group)))


def _edges(kind: str, count: int) -> Iterator[tuple[int, int]]:
    """Where the blocks of so many records begin and end."""
    pieces = -(-count // (_LINES if series_of(kind) else _RECORDS))
    return pairwise([count * i // pieces for i in range(pieces + 1)])


def _of_columns(made: Creations) -> Iterator[Block]:
    """Records that come as columns: put in the order of their uids, then cut."""
    uids = np.frombuffer(bytes.fromhex("".join(made.uids)), ">u8").reshape(-1, 2)
    order = np.lexsort((uids[:, 1], uids[:, 0]))
    uids, columns = uids[order], {name: np.fromiter(column, object, len(uids))[order]
                                  for name, column in made.columns.items()}
    for a, b in _edges(made.kind, len(uids)):
        cells = {name: column[a:b].tolist() for name, column in columns.items()}
        months = [Months(m.series, m.first, m.values[order[a:b]], m.present[order[a:b]]) for m in made.months]
        yield _written(made.kind, uids[a:b].tobytes(), {name: values for name, values in cells.items()
                       if name in ("parent", "rank") or values.count(None) < len(values)}, months, _filled(months),
                       made.seen)


def _span(months: Sequence[Months]) -> int:
    return max(m.first + int(m.values.shape[1]) for m in months) - min(m.first for m in months)


def _filled(months: Iterable[Months]) -> int:
    """How many months the lines write: of each series from the first to the last that holds a value."""
    count = 0
    for m in months:
        extents: NDArray[np.int64] = m.present.shape[1] - m.present.argmax(1) - m.present[:, ::-1].argmax(1)
        count += int(np.sum(extents[np.any(m.present, axis=1)]))
    return count


def _fits(new: Creation) -> bool:
    """Each series once, within few enough months that a block of such lines stays small."""
    if not new.runs:
        return True
    return (len({series for series, _, _ in new.runs}) == len(new.runs)
            and max([first + len(run) for _, first, run in new.runs]) - min([f for _, f, _ in new.runs]) <= _LONGEST)


def _block(kind: str, group: Sequence[Creation]) -> Block:
    uids = bytes.fromhex("".join([c.uid for c in group]))
    fields = [c.fields for c in group]
    columns: dict[str, list[Any]] = {"parent": [c.parent for c in group], "rank": [c.rank for c in group]}
    for name in dict.fromkeys(chain.from_iterable(fields)):
        columns[name] = [f.get(name) for f in fields]
    months, count = _joined(group) if any(c.runs for c in group) else ([], 0)
    return _written(kind, uids, columns, months, count)


def _written(kind: str, uids: bytes, columns: dict[str, list[Any]], months: Sequence[Months], count: int,
             seen: str = "") -> Block:
    refs = {"parent"} | {f.name for f in fields_of(kind).values() if f.type == "ref"}
    told = [_column(name, values, name in refs) for name, values in columns.items()]
    runs, blobs = _runs(months)
    head = _encode({"check": zlib.crc32(uids), "columns": [entry for entry, _ in told], "runs": runs,
                    **({"seen": seen} if seen else {})}).encode()
    text = b"".join((_LENGTH.pack(len(head)), head, *(blob for _, blob in told), *blobs))
    return Block(kind, uids, text, len(uids) // 8 + _cells(kind, columns) + count, seen)


def _cells(kind: str, columns: dict[str, list[Any]]) -> int:
    """How many cells the columns fill, those of the place in the tree aside."""
    joint: dict[str, list[list[Any]]] = {}
    for name, values in columns.items():
        joint.setdefault(cell_of(kind, name), []).append(values)
    return sum(len(parts[0]) - (parts[0].count(None) if len(parts) == 1 else
                                list(zip(*parts, strict=True)).count((None,) * len(parts)))
               for cell, parts in joint.items() if cell != "parent+rank")


def _column(name: str, values: list[Any], ref: bool) -> tuple[list[Any], bytes]:
    kinds = set(map(type, values))
    if len(kinds) == 1 and kinds <= _PLAIN and values.count(values[0]) == len(values):
        return [name, "=", values[0]], b""
    if kinds <= {str, NoneType}:
        words = list(dict.fromkeys(values))
        found = _refs(name, values, words) if ref else None
        if found:
            return found
        if len(words) * 2 <= len(values):
            return [name, "#", words], _index(words, values)
    return [name, "[", values], b""


def _index(words: Sequence[Any], values: Sequence[Any]) -> bytes:
    place = dict(zip(words, range(len(words)), strict=True))
    return np.fromiter(map(place.__getitem__, values), np.dtype(_index_type(len(words))), len(values)).tobytes()


def _index_type(words: int) -> str:
    return "<u1" if words <= 256 else "<u2"


def _refs(name: str, values: list[Any], words: list[Any]) -> tuple[list[Any], bytes] | None:
    """Uids as bytes; None when any of them is no uid."""
    empty = None in words
    named = [w for w in words if w is not None] if empty else words
    try:
        raw = bytes.fromhex("".join(named))
    except ValueError:
        return None
    if set(map(len, named)) != {32} or raw.hex() != "".join(named):
        return None
    if not empty and 14 * len(values) <= 16 * len(named):
        return [name, "@", len(values)], bytes.fromhex("".join(values))
    return [name, "@", len(named)], raw + _index([*named, None], values)


def _joined(group: Sequence[Creation]) -> tuple[list[Months], int]:
    """Months of the lines of a block, a series after the other, and how many values they are."""
    by_series: dict[str, list[tuple[int, int, Sequence[int | None]]]] = {}
    for i, new in enumerate(group):
        for series, first, run in new.runs:
            by_series.setdefault(series, []).append((i, first, run))
    return ([joined(series, by_series[series], len(group)) for series in SERIES if series in by_series],
            sum([len(run) for have in by_series.values() for _, _, run in have]))


def _runs(months: Iterable[Months]) -> tuple[list[Any], list[bytes]]:
    """Months of the lines of a block as head entries and bytes."""
    heads, blobs = [], []
    for series, first, values, present in months:
        used = np.flatnonzero(present.any(axis=0))
        if not len(used):
            continue
        low, end = int(used[0]), int(used[-1]) + 1
        values, present = values[:, low:end], present[:, low:end]
        peak = max(int(values.max()), -int(values.min()))
        width = 2 if peak < 2**15 else 4 if peak < 2**31 else 8
        heads.append([series, first + low, end - low, width])
        blobs += [np.packbits(present, axis=1, bitorder="little").tobytes(), values.astype(_WIDTHS[width]).tobytes()]
    return heads, blobs


# ---------------------------------------------------------------- reading

class _Bytes:
    """What follows the head, taken piece by piece; running out of it is a ValueError."""

    def __init__(self, text: bytes) -> None:
        if len(text) < _LENGTH.size:
            raise ValueError("a block is too short")
        end = _LENGTH.size + _LENGTH.unpack_from(text)[0]
        self.head = json.loads(text[_LENGTH.size:end])
        self._text, self._at = text, end

    def take(self, count: int) -> bytes:
        found = self._text[self._at:self._at + count]
        if len(found) != count or count < 0:
            raise ValueError("a block is too short")
        self._at += count
        return found

    def numbers(self, kind: str, count: int) -> NDArray[Any]:
        return np.frombuffer(self.take(count * np.dtype(kind).itemsize), kind)


def read(uids: bytes, text: bytes, share: Shared | None = None) -> Content:
    """A block as columns. Raises ValueError, KeyError or TypeError when it makes no sense.

    Blocks that `share` have one text for a uid and all that refer to it, and for a word that several of them hold.
    """
    source, count = _Bytes(text), len(uids) // 16
    share = Shared((uids,)) if share is None else share
    if zlib.crc32(uids) != source.head["check"]:
        raise ValueError("the records of a block are not those it was written with")
    words: dict[str, Sequence[Any]] = {}
    columns = {str(entry[0]): _values(entry, source, count, words, share) for entry in source.head["columns"]}
    if not {"parent", "rank"} <= columns.keys() or any(len(c) != count for c in columns.values()):
        raise ValueError("a column of a block is missing or too short")
    return Content(share.uids(uids), columns, words, [_months(run, source, count) for run in source.head["runs"]],
                   _seen(source.head))


def _seen(head: dict[str, Any]) -> str:
    """Which transaction wrote the cells of a block's records before, "" for none."""
    seen = head.get("seen", "")
    if type(seen) is not str or (seen and not (seen.isalnum() and seen.isascii())):
        raise ValueError("a block names no transaction where it should")
    return seen


def chosen(content: Content, uids: Sequence[str]) -> Content:
    """A block read, cut down to some of its records. Raises KeyError for one it does not hold."""
    if content.uids == list(uids):
        return content
    place = dict(zip(content.uids, range(len(content.uids)), strict=True))
    at = [place[uid] for uid in uids]
    return Content(list(uids), {name: Column([column[i] for i in at]) for name, column in content.columns.items()},
                   content.words, [Months(m.series, m.first, m.values[at], m.present[at]) for m in content.months],
                   content.seen)


def _values(entry: Sequence[Any], source: _Bytes, count: int, known: dict[str, Sequence[Any]],
            share: Shared) -> Column:
    name, how, what = entry
    if how == "=":
        known[name] = [what]
        return Column.of_one(what, count)
    if how == "[":
        known[name] = list(what)
        return Column(known[name])
    if how == "#":
        known[name] = words = share.words(what)
        return Column(words, _which(source, count, len(words)))
    if how == "@":
        raw, known[name] = source.take(16 * what), ()
        return share.refs(raw, None if what == count else _which(source, count, what + 1))
    raise ValueError(f"a block holds a column of the unknown kind {how!r}")


def _which(source: _Bytes, count: int, words: int) -> NDArray[Any]:
    index = source.numbers(_index_type(words), count)
    if count and int(index.max()) >= words:
        raise ValueError("a block points at a word it does not hold")
    return index


def _months(run: Sequence[Any], source: _Bytes, count: int) -> Months:
    series, first, months, width = run
    if series not in SERIES or type(first) is not int or not 0 < months <= 2**15:
        raise ValueError("a block holds months of an unknown layout")
    bits = source.numbers("<u1", count * -(-months // 8)).reshape(count, -1)
    present = np.unpackbits(bits, axis=1, count=months, bitorder="little").view(np.bool_)
    return Months(series, first, source.numbers(_WIDTHS[width], count * months).reshape(count, months), present)


def creations(kind: str, uids: bytes, text: bytes) -> Iterator[Creation]:
    """The new records a block says."""
    content = read(uids, text)
    columns = {name: column.all() for name, column in content.columns.items()}
    parents, ranks, seen = columns.pop("parent"), columns.pop("rank"), (content.seen,) if content.seen else ()
    for i, uid in enumerate(content.uids):
        filled = {name: column[i] for name, column in columns.items() if column[i] is not None}
        runs = tuple(run for months in content.months if (run := months.run(i)))
        yield Creation(uid, kind, parents[i], ranks[i], filled, runs, seen)


def creation(kind: str, uids: bytes, text: bytes, at: int) -> Creation:
    """The one at a place, without reading those around it."""
    source, count = _Bytes(text), len(uids) // 16
    fields = {name: value for name, how, what in source.head["columns"]
              if (value := _value(how, what, source, count, at)) is not None}
    months = [_months(run, source, count) for run in source.head["runs"]]
    seen = _seen(source.head)
    return Creation(uids[16 * at:16 * at + 16].hex(), kind, fields.pop("parent", None), fields.pop("rank"), fields,
                    tuple(run for one in months if (run := one.run(at))), (seen,) if seen else ())


def _value(how: str, what: Any, source: _Bytes, count: int, at: int) -> Any:
    if how == "=":
        return what
    if how == "[":
        return what[at]
    if how == "#":
        return what[int(source.numbers(_index_type(len(what)), count)[at])]
    raw = source.take(16 * what)
    if how == "@" and what < count:
        at = int(source.numbers(_index_type(what + 1), count)[at])
    return raw[16 * at:16 * at + 16].hex() or None


def place(uids: bytes, uid: str) -> int | None:
    """Where a record stands among the sorted uids of a block."""
    wanted, low, high = bytes.fromhex(uid), 0, len(uids) // 16
    while low < high:
        middle = (low + high) // 2
        if uids[16 * middle:16 * middle + 16] < wanted:
            low = middle + 1
        else:
            high = middle
    return low if uids[16 * low:16 * low + 16] == wanted else None


assert all(set(SERIES).isdisjoint(cells_of(kind)) for kind in KINDS if series_of(kind))
