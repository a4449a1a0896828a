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
from typing import Any

from app.core.change import Change, Creation, Work, from_bodies, from_body
from app.errors import Problem
from app.store import blocks
from app.store.blocks import Block

_PAGE = 65_536                           # characters of text before compression
_BESIDE_FROM = 8                         # pages; fewer are compressed where they stand
_PACK_FROM = 200                         # shorter pages are not worth compressing
_ASK_ALL_FROM = 2_000                    # records; above that one scan of the index is cheaper than many look-ups
_CREATED = re.compile(r'\["kind",null,null,\["(\w+)"\]')    # quotes inside texts are escaped, so texts cannot look so
_ODD = (ValueError, KeyError, TypeError, IndexError, zlib.error)    # what bytes that make no sense may raise


@dataclass(frozen=True, slots=True)
class Page:
    """One page to be: whose bodies it holds or which block it is, what it says, and its bytes, maybe on their way."""

    uids: tuple[str, ...]
    said: bytes                          # what the transaction's hash covers
    body: Callable[[], bytes]
    block: Block | None = None


def pages(bodies: Iterable[tuple[str, str]], made: Sequence[Block] = ()) -> list[Page]:
    """A transaction's blocks and bodies as pages. Where they are many, they are compressed beside whatever follows."""
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
    if len(cut) + len(made) < _BESIDE_FROM:
        return [*(Page((), b.uids + b.text, partial(zlib.compress, b.text, 6), b) for b in made),
                *(Page(owners, said, partial(_pack, said)) for owners, said in cut)]
    from concurrent.futures import ThreadPoolExecutor  # who only opens a file does without
    worker = ThreadPoolExecutor(1, "journal")
    found = [Page((), b.uids + b.text, worker.submit(zlib.compress, b.text, 6).result, b) for b in made]
    found += [Page(owners, said, worker.submit(_pack, said).result) for owners, said in cut]
    worker.shutdown(wait=False)
    return found


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


def entries(db: Any, n: int) -> Iterator[tuple[str, str | Creation]]:
    """What one transaction says, in its order: (uid, body), or (uid, the new record) out of a block."""
    for kind, uids, raw in db.execute("SELECT kind, uids, body FROM journal WHERE tx = ? ORDER BY page", (n,)):
        if kind is None:
            yield from _lines(raw, n)
        else:
            for new in _creations(kind, uids, raw, n):
                yield new.uid, new


def works(found: Iterable[tuple[str, str | Creation]]) -> list[Work]:
    """Entries as what they say; the bodies are read in one go."""
    made: list[Work] = []
    bodies: list[tuple[str, str]] = []
    for uid, entry in found:
        if isinstance(entry, Creation):
            made.append(entry)
        else:
            bodies.append((uid, entry))
    return [*made, *from_bodies(bodies)]


def uids_of(db: Any, n: int) -> Iterator[str]:
    """uids of the records one transaction wrote."""
    for kind, uids, raw in db.execute("SELECT kind, uids, body FROM journal WHERE tx = ? ORDER BY page", (n,)):
        yield from (uid for uid, _ in _lines(raw, n)) if kind is None else blocks.names(uids)


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
    """(number, transaction id, changes) of one record, newest first; a block that made it comes last."""
    found = db.execute("SELECT u.tx, t.id, j.body FROM touched AS u JOIN tx AS t ON t.n = u.tx JOIN journal AS j "
                       "ON j.tx = u.tx AND j.page = u.page WHERE u.uid = ? ORDER BY u.tx DESC",
                       (bytes.fromhex(uid),))
    for n, tx, raw in found.fetchall():
        for owner, text in _lines(raw, n):
            if owner == uid:
                yield n, tx, from_body(uid, text)
    home = _home(db, uid)
    if home:
        n, page, at = home
        tx, kind, uids, raw = db.execute("SELECT t.id, j.kind, j.uids, j.body FROM journal AS j JOIN tx AS t "
                                         "ON t.n = j.tx WHERE j.tx = ? AND j.page = ?", (n, page)).fetchone()
        yield n, tx, _creation(kind, uids, raw, n, at).changes()


def of_records(db: Any, wanted: Sequence[str]) -> dict[str, list[tuple[int, str, str | Creation]]]:
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
        here = among.intersection(blocks.names(uids))
        if here:
            homes[n, page] = list(here)
    found: dict[str, list[tuple[int, str, str | Creation]]] = {uid: [] for uid in wanted}
    for (n, page), owners in sorted(homes.items(), reverse=True):
        tx, kind, uids, raw = db.execute("SELECT t.id, j.kind, j.uids, j.body FROM journal AS j JOIN tx AS t "
                                         "ON t.n = j.tx WHERE j.tx = ? AND j.page = ?", (n, page)).fetchone()
        here = set(owners)
        told = _lines(raw, n) if kind is None else ((new.uid, new) for new in _creations(kind, uids, raw, n))
        for uid, entry in told:
            if uid in here:
                found[uid].append((n, tx, entry))
    return found


def _home(db: Any, uid: str) -> tuple[int, int, int] | None:
    """(transaction, page, place) of the block that made a record; None when none did."""
    raw = bytes.fromhex(uid)
    for n, page, uids in db.execute("SELECT tx, page, uids FROM journal WHERE kind IS NOT NULL AND low <= ?1 "
                                    "AND high >= ?1", (raw,)):
        at = blocks.place(uids, uid)
        if at is not None:
            return n, page, at
    return None


def made_in_blocks(db: Any, wanted: set[str]) -> Iterator[tuple[str, int]]:
    """Those of these records that a block made, and the number of its transaction."""
    if len(wanted) > _ASK_ALL_FROM:
        for n, uids in db.execute("SELECT tx, uids FROM journal WHERE kind IS NOT NULL"):
            yield from ((uid, n) for uid in wanted.intersection(blocks.names(uids)))
        return
    for uid in wanted:
        home = _home(db, uid)
        if home:
            yield uid, home[0]


def known(db: Any, uids: Iterable[str]) -> set[str]:
    """Which of these records the journal has ever seen."""
    wanted = set(uids)
    if len(wanted) > _ASK_ALL_FROM:
        rows = wanted & {row[0].hex() for row in db.execute("SELECT DISTINCT uid FROM touched")}
    else:
        rows = {uid for uid in wanted
                if db.execute("SELECT 1 FROM touched WHERE uid = ? LIMIT 1", (bytes.fromhex(uid),)).fetchone()}
    return rows | {uid for uid, _ in made_in_blocks(db, wanted - rows)}


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
