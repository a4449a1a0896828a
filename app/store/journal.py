"""The journal's pages, and how the pages that hold a record are found.

A transaction's bodies are joined in order, one record a line, and cut into pages of about 64 kB, each compressed; the
index `touched` says which page holds whose. New records by the thousand are pages of their own kind (blocks.py), found
by the lowest and highest uid they hold. Must not know: what a change means, undo.
"""
from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import Any

from app.core.change import Change, Creation, Work, from_bodies, from_body
from app.errors import Problem
from app.store import blocks, mirrors
from app.store.blocks import Block
from app.store.mirrors import Mirror, Piece, Said
from app.store.shared import Shared, texts

_PAGE = 65_536                           # characters of text before compression
_BESIDE_FROM = 8                         # pages; fewer are compressed where they stand
_PACK_FROM = 200                         # shorter pages are not worth compressing
_LEVEL = 3                               # of blocks: a third less time than 6 and 3 % larger
_FEW = 20                                # records of a block that are read one by one
_ASK_ALL_FROM = 2_000                    # records; above that one scan of the index is cheaper than many look-ups
_CREATED = re.compile(r'\["kind",null,null,\["(\w+)"\]')    # quotes inside texts are escaped, so texts cannot look so
_ODD = (ValueError, KeyError, TypeError, IndexError, zlib.error)    # what bytes that make no sense may raise


@dataclass(frozen=True, slots=True)
class Page:
    """One page to be: whose bodies it holds or which block it is, what it says, and its bytes, maybe on their way."""

    uids: tuple[str, ...]
    said: bytes                          # what the transaction's hash covers
    body: Callable[[], bytes]
    block: Block | Mirror | None = None


def pages(bodies: Iterable[tuple[str, str]], made: Iterable[Block] = (), pieces: Sequence[Piece] = ()) -> list[Page]:
    """A transaction's mirrors, blocks and bodies as pages; many are compressed beside whatever follows, blocks beside
    the making of the next ones."""
    cut: list[tuple[tuple[str, ...], bytes]] = []
    lines: list[str] = []
    uids: list[str] = []
    size = 0
    for uid, text in bodies:
        lines.append(f"{uid} {text}")
        uids.append(uid)
        size += len(text) + 34
        if size > _PAGE:
            cut.append((tuple(uids), "\n".join(lines).encode()))
            lines, uids, size = [], [], 0
    if lines:
        cut.append((tuple(uids), "\n".join(lines).encode()))
    mirrored = [Page((), m.uids + m.text, partial(bytes, m.text), m) for m in map(mirrors.mirror, pieces)]
    made = iter(made)
    first = list(islice(made, _BESIDE_FROM))
    if len(cut) + len(first) < _BESIDE_FROM:
        return [*mirrored, *(Page((), b.uids + b.text, partial(zlib.compress, b.text, _LEVEL), b) for b in first),
                *(Page(owners, said, partial(_pack, said)) for owners, said in cut)]
    from concurrent.futures import ThreadPoolExecutor  # who only opens a file does without
    worker = ThreadPoolExecutor(1, "journal")
    found = [Page((), b.uids + b.text, worker.submit(zlib.compress, b.text, _LEVEL).result, b)
             for b in chain(first, made)]
    found += [Page(owners, said, worker.submit(_pack, said).result) for owners, said in cut]
    worker.shutdown(wait=False)
    return mirrored + found


def write(db: Any, n: int, made: Sequence[Page]) -> None:
    """Append a transaction's pages under its number, inside the caller's SQLite transaction."""
    owners = sorted((bytes.fromhex(uid), n, number) for number, page in enumerate(made) for uid in page.uids)
    db.executemany("INSERT INTO touched VALUES (?, ?, ?)", owners)
    for number, page in enumerate(made):
        b = page.block
        db.execute("INSERT INTO journal (tx, page, kind, low, high, uids, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
                   (n, number, b and b.kind, b and b.low, b and b.high, b and b.uids, page.body()))


# ---------------------------------------------------------------- one transaction

def said(db: Any, n: int) -> Iterator[bytes]:
    """What the hash of a transaction covers, page by page."""
    for uids, raw in db.execute("SELECT uids, body FROM journal WHERE tx = ? ORDER BY page", (n,)):
        yield _unpacked(raw, n) if uids is None else uids + _unpacked(raw, n)


def entries(db: Any, n: int) -> Iterator[tuple[str, Said]]:
    """What one transaction says, in its order: (uid, body), or out of a block or mirror (uid, record or changes)."""
    for kind, uids, raw in db.execute("SELECT kind, uids, body FROM journal WHERE tx = ? ORDER BY page", (n,)):
        yield from _told(db, n, kind, uids, raw)


def works(found: Iterable[tuple[str, Said]]) -> list[Work]:
    """Entries as what they say; the bodies are read in one go."""
    made: list[Work] = []
    bodies: list[tuple[str, str]] = []
    for uid, entry in found:
        if isinstance(entry, str):
            bodies.append((uid, entry))
        elif isinstance(entry, Creation):
            made.append(entry)
        else:
            made += entry
    return [*made, *from_bodies(bodies)]


def uids_of(db: Any, n: int) -> Iterator[str]:
    """uids of the records one transaction wrote."""
    for kind, uids, raw in db.execute("SELECT kind, uids, body FROM journal WHERE tx = ? ORDER BY page", (n,)):
        yield from (uid for uid, _ in _lines(raw, n)) if kind is None else texts(uids)


def touched(db: Any, ids: Iterable[str]) -> set[str]:
    """uids of the records these transactions wrote."""
    numbers = [row[0] for tx in ids for row in db.execute("SELECT n FROM tx WHERE id = ?", (tx,))]
    return {uid for n in numbers for uid in uids_of(db, n)}


def kinds_written(db: Any) -> set[str]:
    """The kinds of all records the journal ever created; reads the whole journal."""
    found = set()
    for n, kind, raw in db.execute("SELECT tx, kind, body FROM journal").fetchall():
        found |= {kind} if kind is not None else {k for _, text in _lines(raw, n) for k in _CREATED.findall(text)}
    return found


# ---------------------------------------------------------------- one record

def of_record(db: Any, uid: str) -> Iterator[tuple[int, str, list[Change]]]:
    """(number, transaction id, changes) of one record, newest first."""
    homes = db.execute("SELECT tx, page FROM touched WHERE uid = ?", (bytes.fromhex(uid),)).fetchall() + _homes(db, uid)
    for n, page in sorted(homes, reverse=True):
        tx, kind, uids, raw = _page(db, n, page)
        if kind is not None:
            at = blocks.place(uids, uid)
            assert at is not None        # `_homes` found it there
            said: Said = _creation(kind, uids, raw, n, at) if not mirrors.is_mirror(raw) else \
                next(entry for _, entry in _mirrored(db, n, kind, uids, raw, {uid}))
            yield n, tx, mirrors.changes(uid, said)
            continue
        for owner, text in _lines(raw, n):
            if owner == uid:
                yield n, tx, from_body(uid, text)


def of_records(db: Any, wanted: Sequence[str]) -> dict[str, list[tuple[int, str, Said]]]:
    """uid -> (number, transaction id, body or new record) of many records, newest first; every page is read once.

    Fewest pages when the records are next to each other in the order of their uids.
    """
    homes: dict[tuple[int, int], list[str]] = {}
    for uid in wanted:
        for n, page in db.execute("SELECT tx, page FROM touched WHERE uid = ?", (bytes.fromhex(uid),)):
            homes.setdefault((n, page), []).append(uid)
    low, high = bytes.fromhex(min(wanted)), bytes.fromhex(max(wanted))
    among = set(wanted)
    for n, page, uids in db.execute("SELECT tx, page, uids FROM journal WHERE kind IS NOT NULL AND low <= ? AND "
                                    "high >= ?", (high, low)).fetchall():
        here = among.intersection(texts(uids))
        if here:
            homes[n, page] = list(here)
    found: dict[str, list[tuple[int, str, Said]]] = {uid: [] for uid in wanted}
    for (n, page), owners in sorted(homes.items(), reverse=True):
        tx, kind, uids, raw = _page(db, n, page)
        here = set(owners)
        for uid, entry in _told(db, n, kind, uids, raw, here):
            if uid in here:
                found[uid].append((n, tx, entry))
    return found


def _page(db: Any, n: int, page: int) -> tuple[str, str | None, bytes, bytes]:
    """(transaction id, kind, uids, body)."""
    found: tuple[str, str | None, bytes, bytes] | None = db.execute(
        "SELECT t.id, j.kind, j.uids, j.body FROM journal AS j JOIN tx AS t ON t.n = j.tx "
        "WHERE j.tx = ? AND j.page = ?", (n, page)).fetchone()
    if found is None:
        raise _damaged(n)
    return found


def _homes(db: Any, uid: str) -> list[tuple[int, int]]:
    """(transaction, page) of the block that made a record, and of the mirrors that hold it."""
    return [(n, page) for n, page, uids in db.execute("SELECT tx, page, uids FROM journal WHERE kind IS NOT NULL AND "
                                                      "low <= ?1 AND high >= ?1", (bytes.fromhex(uid),))
            if blocks.place(uids, uid) is not None]


# ---------------------------------------------------------------- in pieces

def pieces(db: Any, n: int) -> list[Piece]:
    """The pages of a transaction that hold many records of a kind: made, brought again or taken back."""
    found = []
    for tx, page, kind, uids, raw in db.execute("SELECT t.id, page, kind, uids, body FROM journal JOIN tx AS t "
                                                "ON t.n = tx WHERE tx = ? AND kind IS NOT NULL ORDER BY page", (n,)):
        names = tuple(texts(uids))
        found.append(_piece(kind, names, raw, n) if mirrors.is_mirror(raw)
                     else Piece(kind, names, (tx, page), False, ""))
    return found


def last_of_kind(db: Any, kind: str) -> int:
    """The last transaction with a page of many records of a kind, 0 for none."""
    found: int | None = db.execute("SELECT max(tx) FROM journal WHERE kind = ?", (kind,)).fetchone()[0]
    return found or 0


def loose(db: Any, n: int) -> list[tuple[str, str]]:
    """(uid, body) of the records a transaction says one by one."""
    return [line for (raw,) in db.execute("SELECT body FROM journal WHERE tx = ? AND kind IS NULL ORDER BY page", (n,))
            for line in _lines(raw, n)]


def written_after(db: Any, n: int) -> set[str]:
    """uids of all records that later transactions wrote."""
    found = {row[0].hex() for row in db.execute("SELECT DISTINCT uid FROM touched WHERE tx > ?", (n,))}
    for (uids,) in db.execute("SELECT uids FROM journal WHERE tx > ? AND kind IS NOT NULL", (n,)):
        found.update(texts(uids))
    return found


def block_of(db: Any, piece: Piece) -> tuple[int, bytes, bytes]:
    """(number of its transaction, uids, text) of the block a piece is about."""
    row = db.execute("SELECT n FROM tx WHERE id = ?", (piece.block[0],)).fetchone()
    if row is None:
        raise Problem(f"The journal holds no transaction {piece.block[0]}.")
    _, kind, uids, raw = _page(db, row[0], piece.block[1])
    if kind != piece.kind or mirrors.is_mirror(raw):
        raise _damaged(row[0])
    return row[0], uids, _unpacked(raw, row[0])


def content(db: Any, piece: Piece, share: Shared) -> blocks.Content:
    """The records of a piece as columns, as its block says them."""
    n, uids, text = block_of(db, piece)
    try:
        return blocks.chosen(blocks.read(uids, text, share), piece.uids)
    except _ODD as wrong:
        raise _damaged(n) from wrong


def made(db: Any, piece: Piece, only: set[str]) -> Iterator[Creation]:
    """What the block of a piece says of some of its records."""
    n, uids, text = block_of(db, piece)
    try:
        if len(only) <= _FEW:
            places = sorted(at for uid in only if (at := blocks.place(uids, uid)) is not None)
            yield from (blocks.creation(piece.kind, uids, text, at) for at in places)
            return
        yield from (new for new in blocks.creations(piece.kind, uids, text) if new.uid in only)
    except _ODD as wrong:
        raise _damaged(n) from wrong


def _told(db: Any, n: int, kind: str | None, uids: bytes, raw: bytes, only: set[str] | None = None) -> \
        Iterator[tuple[str, Said]]:
    """What a page says, at least of those asked for."""
    if kind is None:
        yield from _lines(raw, n)
    elif mirrors.is_mirror(raw):
        yield from _mirrored(db, n, kind, uids, raw, only)
    else:
        yield from ((new.uid, new) for new in _creations(kind, uids, raw, n))


def _mirrored(db: Any, n: int, kind: str, uids: bytes, raw: bytes, only: set[str] | None) -> \
        Iterator[tuple[str, Said]]:
    names = texts(uids)
    piece = _piece(kind, tuple(names), raw, n)
    wanted = set(names) if only is None else only.intersection(names)
    found = [(new.uid, mirrors.entry(piece, new)) for new in made(db, piece, wanted)]
    if len(found) != len(wanted):
        raise _damaged(n)
    yield from found


def _piece(kind: str, names: tuple[str, ...], raw: bytes, n: int) -> Piece:
    try:
        return mirrors.read(kind, names, raw)
    except _ODD as wrong:
        raise _damaged(n) from wrong


def in_blocks(db: Any, wanted: set[str]) -> Iterator[tuple[str, int]]:
    """Those of these records that blocks and mirrors hold, with the number of each one's transaction."""
    if len(wanted) > _ASK_ALL_FROM:
        for n, uids in db.execute("SELECT tx, uids FROM journal WHERE kind IS NOT NULL"):
            yield from ((uid, n) for uid in wanted.intersection(texts(uids)))
        return
    for uid in wanted:
        yield from ((uid, n) for n, _ in _homes(db, uid))


def mirrored(db: Any) -> set[str]:
    """uids of all records that mirrors hold."""
    return {uid for uids, raw in db.execute("SELECT uids, substr(body, 1, 1) FROM journal WHERE kind IS NOT NULL")
            if mirrors.is_mirror(raw) for uid in texts(uids)}


def known(db: Any, uids: Iterable[str]) -> set[str]:
    """Which of these records the journal has ever seen."""
    wanted = set(uids)
    if len(wanted) > _ASK_ALL_FROM:
        rows = wanted & {row[0].hex() for row in db.execute("SELECT DISTINCT uid FROM touched")}
    else:
        rows = {uid for uid in wanted
                if db.execute("SELECT 1 FROM touched WHERE uid = ? LIMIT 1", (bytes.fromhex(uid),)).fetchone()}
    return rows | {uid for uid, _ in in_blocks(db, wanted - rows)}


# ---------------------------------------------------------------- bytes

def _creations(kind: str, uids: bytes, raw: bytes, n: int) -> Iterator[Creation]:
    try:
        yield from blocks.creations(kind, uids, _unpacked(raw, n))
    except _ODD as wrong:
        raise _damaged(n) from wrong


def _creation(kind: str, uids: bytes, raw: bytes, n: int, at: int) -> Creation:
    try:
        return blocks.creation(kind, uids, _unpacked(raw, n), at)
    except _ODD as wrong:
        raise _damaged(n) from wrong


def _lines(raw: bytes | str, n: int) -> Iterator[tuple[str, str]]:
    try:
        text = raw if isinstance(raw, str) else _unpacked(raw, n).decode()
    except UnicodeDecodeError as wrong:
        raise _damaged(n) from wrong
    for line in text.split("\n"):
        uid, _, body = line.partition(" ")
        yield uid, body


def _unpacked(raw: bytes | str, n: int) -> bytes:
    """Plain text begins with a hexadecimal digit, compressed text with "x"."""
    try:
        return raw.encode() if isinstance(raw, str) else zlib.decompress(raw) if raw[:1] == b"x" else raw
    except zlib.error as wrong:
        raise _damaged(n) from wrong


def _damaged(n: int) -> Problem:
    return Problem(f"The journal is damaged at transaction {n}.", "Run `trimtab check` and open a backup.")


def _pack(raw: bytes) -> bytes:
    return raw if len(raw) < _PACK_FROM else zlib.compress(raw, 6)
