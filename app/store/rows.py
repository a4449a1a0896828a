"""Records to rows of the typed tables and back; records of blocks (blocks.py) have a row only once they were changed.

Must not know: what else the journal holds. A row is written whole; columns a newer minor version added stay
untouched by `INSERT`.
"""
from __future__ import annotations

import gc
import json
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from app.core.catalog import KINDS, cells_of, series_of, table_of
from app.core.change import Change, Creation, Work
from app.core.portfolio import Portfolio, Record
from app.core.record import on_shelf
from app.core.shelf import Shelf
from app.core.value.line_blob import pack_runs
from app.core.value.series import SeriesStore
from app.store import blocks, journal, mirrors, sound
from app.store.mirrors import Piece
from app.store.shared import Shared
from app.store.tables import JSON_TYPES, UID_TYPES, columns, tables

_DECODE: dict[str, Callable[[Any], Any]] = {"bool": bool} | dict.fromkeys(JSON_TYPES, json.loads)
_WORDS = ("kind", "choice", "date", "month")
_AT_A_TIME = 20_000                      # rows read
_MANY = 100                              # rows written


def read(connection: Any, file_id: str) -> Portfolio:
    """The whole file in memory. Raises ValueError or the driver's error when a row makes no sense."""
    p = Portfolio(file_id)
    was = gc.isenabled()
    gc.disable()                 # hundreds of thousands of new objects that all stay: nothing to look for
    try:
        _read(connection, p)
    finally:
        if was:
            gc.enable()
    p.version += 1
    p.shape += 1
    return p


def _read(connection: Any, p: Portfolio) -> None:
    share: dict[Any, Any] = {}               # one string for a uid and all that refer to it, for a word, for a date
    _read_blocks(connection, p)
    overwritten = bool(p.records)
    for table in tables():
        wanted = columns(table)
        have = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        if not have:             # an older file opened for reading: that kind came later
            continue
        names = [c for c in wanted if c in have]
        counts = connection.execute(f"SELECT {', '.join(f'count({_q(n)})' for n in names)} FROM {_q(table)}").fetchone()
        if not counts[0]:
            continue
        used = [n for n, count in zip(names, counts, strict=True) if count]       # most columns are empty throughout
        full = {n for n, count in zip(names, counts, strict=True) if count == counts[0]}
        if used[:2] != ["uid", "kind"]:
            raise ValueError(f"the table {table} holds rows without a kind")
        found = connection.execute(f"SELECT {', '.join(map(_q, used))} FROM {_q(table)}")
        while rows := found.fetchmany(_AT_A_TIME):
            found_columns = dict(zip(used, zip(*rows, strict=True), strict=True))
            for name, column in found_columns.items():
                sound.column(table, name, wanted[name], column)
            _take(p, {name: _decoded(wanted[name], column, share) for name, column in found_columns.items()},
                  full, overwritten)


def _read_blocks(connection: Any, p: Portfolio) -> None:
    """Records no row speaks for; what another program wrote into a block is found as it is in a row."""
    dates: set[Any] = {None}                 # found to be dates
    try:
        pages = connection.execute("SELECT kind, uids FROM journal WHERE kind IS NOT NULL "
                                   "AND substr(body, 1, 1) IS NOT ? ORDER BY tx, page", (mirrors.BEGIN,)).fetchall()
        share = Shared([uids for _, uids in pages])
        p.series.reserve(sum(len(uids) // 16 for kind, uids in pages if kind == "effect_line"), 0, 0)
        for kind, uids, body in connection.execute("SELECT kind, uids, body FROM journal WHERE kind IS NOT NULL "
                                                   "ORDER BY tx, page"):
            if kind not in KINDS or not isinstance(uids, bytes) or not isinstance(body, bytes):
                raise ValueError("a block is of an unknown kind")
            if mirrors.is_mirror(body):      # `gone` tells what it did
                continue
            content = blocks.read(uids, zlib.decompress(body), share)
            for name, words in content.words.items():
                sound.told(kind, name, words, dates)
            if content.seen:                 # an earlier block of the same records was taken back
                p.series.drop_many(content.uids)
            _take_block(p, kind, content)
    except (zlib.error, struct.error, ValueError, KeyError, TypeError, IndexError) as wrong:
        raise ValueError(f"a block of records cannot be read ({wrong})") from wrong
    gone = [uid.hex() for (uid,) in connection.execute("SELECT uid FROM gone")]
    if gone:
        p.sweep(gone)


def contents(connection: Any, pieces: Sequence[Piece]) -> list[tuple[str, blocks.Content]]:
    """What comes again with those of these pieces that bring records, by kind."""
    share = Shared()
    return [(piece.kind, journal.content(connection, piece, share)) for piece in pieces if not piece.gone]


def follow(p: Portfolio, pieces: Sequence[Piece], again: Sequence[tuple[str, blocks.Content]]) -> None:
    """Memory, once the pieces are written; `again` is what `contents` found before."""
    gone = [uid for piece in pieces if piece.gone for uid in piece.uids]
    if gone:
        p.sweep(gone)
    for kind, content in again:
        _take_block(p, kind, content)
    if again:
        p.renew()


def sweep(connection: Any, pieces: Sequence[Piece]) -> None:
    """Records of blocks that no row speaks for go, or come again, inside the caller's transaction."""
    for piece in pieces:
        how = "INSERT OR IGNORE INTO gone VALUES (?)" if piece.gone else "DELETE FROM gone WHERE uid = ?"
        connection.executemany(how, [(bytes.fromhex(uid),) for uid in piece.uids])


def come_again(connection: Any, uids: bytes) -> None:
    """Records of a new block (16 bytes each) that were taken back with the block they came in before."""
    connection.executemany("DELETE FROM gone WHERE uid = ?", [(uids[i:i + 16],) for i in range(0, len(uids), 16)])


def _take_block(p: Portfolio, kind: str, content: blocks.Content) -> None:
    p.records.update(zip(content.uids, on_shelf(kind, content.uids, Shelf(content.columns, len(content.uids))),
                         strict=True))
    p.series.put_months(content.uids, content.months)


def _decoded(kind: str, column: Sequence[Any], share: dict[Any, Any]) -> Sequence[Any]:
    """A column as memory holds it."""
    if kind in UID_TYPES:
        return [None if raw is None else share.get(raw) or share.setdefault(raw, raw.hex()) for raw in column]
    if kind in _WORDS:
        return list(map(share.setdefault, column, column))
    take = _DECODE.get(kind)
    return column if take is None else [None if raw is None else take(raw) for raw in column]


def _take(p: Portfolio, found: dict[str, Sequence[Any]], full: set[str], overwrites: bool) -> None:
    """Rows by their columns -> records: whole columns make the fields, the others are put in where they are filled.

    Where it `overwrites`, a row takes the place of what a block says of the same record.
    """
    uids, kinds = found.pop("uid"), found.pop("kind")
    extra, series = found.pop("extra", ()), found.pop("series", ())
    if odd := set(kinds) - KINDS.keys():
        raise ValueError(f"a record of the unknown kind {min(map(repr, odd))}")
    names = [n for n in found if n in full]
    fields: list[dict[str, Any]] = [dict(zip(names, row, strict=True))
                                    for row in zip(*(found[n] for n in names), strict=True)] or [{} for _ in uids]
    for name in found.keys() - full:
        for one, value in zip(fields, found[name], strict=True):
            if value is not None:
                one[name] = value
    for one, more in zip(fields, extra, strict=bool(extra)):
        if more:
            one.update(more)
    p.records.update(zip(uids, map(Record, uids, kinds, fields), strict=True))
    if overwrites:
        for uid in p.series.slot.keys() & set(uids):
            p.series.drop(uid)
    p.series.load_many([(uid, blob) for uid, blob in zip(uids, series, strict=bool(series)) if blob is not None])


def _q(name: str) -> str:
    return f'"{name}"'


def staged(p: Portfolio, work: Sequence[Work]) -> Iterator[tuple[str, str, Record | None, bytes | None]]:
    """What the touched records will look like after the changes: (uid, table, record or None when gone, BLOB).

    The portfolio itself is not changed: memory follows only after the commit.
    """
    groups: dict[str, list[Change]] = {}
    for change in work:
        if isinstance(change, Creation):
            fields = {"parent": change.parent, "rank": change.rank, **change.fields}
            if change.parent is None:
                del fields["parent"]
            yield (change.uid, table_of(change.kind), Record(change.uid, change.kind, fields),
                   pack_runs(change.runs) if change.runs else None)
        else:
            groups.setdefault(change.uid, []).append(change)
    for uid, group in groups.items():
        before = p.records.get(uid)
        kind: str | None = before.kind if before else None
        for change in group:
            if change.field == "kind":
                kind = change.new[0]
        if kind is None:
            if before is not None:
                yield uid, table_of(before.kind), None, None
            continue
        record = Record(uid, kind, dict(before.fields) if before else {})
        runs = []
        for change in group:
            if change.month is not None:
                runs.append(change)
            elif change.field != "kind":
                _set(record, change)
        blob = None
        if series_of(kind):
            blob = p.series.blob(uid) if not runs else _staged_blob(p, uid, runs)
        yield uid, table_of(kind), record, blob


def _set(record: Record, change: Change) -> None:
    names = cells_of(record.kind).get(change.field, (change.field,))
    for name, value in zip(names, change.new, strict=True):
        if value is None:
            record.fields.pop(name, None)
        else:
            record.fields[name] = value


def _staged_blob(p: Portfolio, uid: str, runs: Sequence[Change]) -> bytes | None:
    now = p.series.blob(uid)
    if not now:
        return pack_runs([(c.field, c.month or 0, c.new) for c in runs])
    line = SeriesStore()
    line.load(uid, now)
    for change in runs:
        line.put(uid, change.field, change.month or 0, change.new)
    return line.blob(uid)


def write(connection: Any, p: Portfolio, changes: Sequence[Work]) -> None:
    """Bring the typed tables to the state after the changes, inside the caller's transaction."""
    rows: dict[str, list[Any]] = {}
    gone: dict[str, list[tuple[bytes]]] = {}
    for uid, table, record, blob in staged(p, changes):
        if record is None:
            gone.setdefault(table, []).append((bytes.fromhex(uid),))
        else:
            rows.setdefault(table, []).append(_row(table, record, blob))
    for table, uids in gone.items():
        connection.executemany(f'DELETE FROM "{table}" WHERE uid = ?', uids)
        if connection.execute("SELECT 1 FROM journal WHERE kind IS NOT NULL LIMIT 1").fetchone():
            connection.executemany("INSERT OR IGNORE INTO gone VALUES (?)", uids)
    for table, values in rows.items():
        values.sort(key=itemgetter(0))        # in the order of the table: no page is visited twice
        names = list(columns(table))
        if len(values) >= _MANY:     # handing over what is empty anyway takes longer than all the rest
            used = [i for i, column in enumerate(zip(*values, strict=True)) if any(v is not None for v in column)]
            names, take = [names[i] for i in used], itemgetter(*used)
            values = list(map(take, values))
        listed, marks = ", ".join(map(_q, names)), ", ".join("?" * len(names))
        connection.executemany(f'INSERT OR REPLACE INTO "{table}" ({listed}) VALUES ({marks})', values)


@cache
def _places(table: str) -> dict[str, tuple[int, Callable[[Any], Any] | None]]:
    """Column -> (its place in a row, how its value is written when not as it is)."""
    encode: dict[str, Callable[[Any], Any]] = dict.fromkeys(JSON_TYPES, _json)
    encode |= {"bool": int, "ref": bytes.fromhex}
    return {name: (i, encode.get(kind)) for i, (name, kind) in enumerate(columns(table).items())}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _row(table: str, record: Record, blob: bytes | None) -> list[Any]:
    places = _places(table)
    row: list[Any] = [None] * len(places)
    row[0], row[1] = bytes.fromhex(record.uid), record.kind
    extra: dict[str, Any] = {}
    for name, value in record.fields.items():
        place = places.get(name)
        if place is None:
            extra[name] = value
        else:
            row[place[0]] = value if place[1] is None else place[1](value)
    if extra:
        row[places["extra"][0]] = _json(extra)
    if blob is not None:
        row[places["series"][0]] = blob
    return row
