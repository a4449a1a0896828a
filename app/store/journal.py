"""The journal's pages: bodies of records packed together, and an index that says which page holds whose.

A transaction's bodies are joined in order, one record a line, and cut into pages of about 64 kB, each compressed: an
import of 87,000 records is a quarter of the size of a row a record. Must not know: what a change means, undo.
"""
from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.errors import Problem

_PAGE = 65_536                           # characters of text before compression
_BESIDE_FROM = 8                         # pages; fewer are compressed where they stand
_PACK_FROM = 200                         # shorter pages are not worth compressing
_ASK_ALL_FROM = 2_000                    # records; above that one scan of the index is cheaper than many look-ups
_CREATED = re.compile(r'\["kind",null,null,\["(\w+)"\]')    # quotes inside texts are escaped, so texts cannot look so


@dataclass(frozen=True, slots=True)
class Page:
    """One page to be: whose bodies it holds, and its bytes, which may still be on their way."""

    uids: tuple[str, ...]
    body: Callable[[], bytes]


def pages(bodies: Iterable[tuple[str, str]]) -> list[Page]:
    """A transaction's bodies cut into pages. Where they are many, they are compressed beside whatever comes next."""
    cut: list[tuple[tuple[str, ...], str]] = []
    lines: list[str] = []
    uids: list[str] = []
    size = 0
    for uid, text in bodies:
        lines.append(f"{uid} {text}")
        uids.append(uid)
        size += len(text) + 34
        if size > _PAGE:
            cut.append((tuple(uids), "\n".join(lines)))
            lines, uids, size = [], [], 0
    if lines:
        cut.append((tuple(uids), "\n".join(lines)))
    if len(cut) < _BESIDE_FROM:
        return [Page(owners, partial(_pack, text)) for owners, text in cut]
    worker = ThreadPoolExecutor(1, "journal")
    found = [Page(owners, worker.submit(_pack, text).result) for owners, text in cut]
    worker.shutdown(wait=False)
    return found


def write(db: Any, n: int, made: Sequence[Page]) -> None:
    """Append a transaction's pages under its number, inside the caller's SQLite transaction."""
    owners = sorted((bytes.fromhex(uid), n, number) for number, page in enumerate(made) for uid in page.uids)
    db.executemany("INSERT INTO touched VALUES (?, ?, ?)", owners)
    db.executemany("INSERT INTO journal VALUES (?, ?, ?)", ((n, i, page.body()) for i, page in enumerate(made)))


def bodies(db: Any, n: int) -> list[tuple[str, str]]:
    """(uid, body) of one transaction in their order."""
    pages = db.execute("SELECT body FROM journal WHERE tx = ? ORDER BY page", (n,)).fetchall()
    return [pair for (raw,) in pages for pair in _lines(raw, n)]


def of_record(db: Any, uid: str) -> Iterator[tuple[int, str, str]]:
    """(number, transaction id, body) of one record, newest first."""
    found = db.execute("SELECT u.tx, t.id, j.body FROM touched AS u JOIN tx AS t ON t.n = u.tx JOIN journal AS j "
                       "ON j.tx = u.tx AND j.page = u.page WHERE u.uid = ? ORDER BY u.tx DESC",
                       (bytes.fromhex(uid),))
    for n, tx, raw in found.fetchall():
        for owner, text in _lines(raw, n):
            if owner == uid:
                yield n, tx, text


def touched(db: Any, ids: Iterable[str]) -> set[str]:
    """uids of the records these transactions wrote."""
    numbers = [row[0] for tx in ids for row in db.execute("SELECT n FROM tx WHERE id = ?", (tx,))]
    return {uid for n in numbers for uid, _ in bodies(db, n)}


def kinds_written(db: Any) -> set[str]:
    """The kinds of all records the journal ever created; reads the whole journal."""
    return {kind for (n,) in db.execute("SELECT n FROM tx").fetchall() for _, text in bodies(db, n)
            for kind in _CREATED.findall(text)}


def known(db: Any, uids: Iterable[str]) -> set[str]:
    """Which of these records the journal has ever seen."""
    wanted = set(uids)
    if len(wanted) > _ASK_ALL_FROM:
        return wanted & {row[0].hex() for row in db.execute("SELECT DISTINCT uid FROM touched")}
    return {uid for uid in wanted
            if db.execute("SELECT 1 FROM touched WHERE uid = ? LIMIT 1", (bytes.fromhex(uid),)).fetchone()}


def _lines(raw: bytes | str, n: int) -> Iterator[tuple[str, str]]:
    try:
        text = raw if isinstance(raw, str) else (zlib.decompress(raw) if raw[:1] == b"x" else raw).decode()
    except (zlib.error, UnicodeDecodeError) as wrong:
        raise Problem(f"The journal is damaged at transaction {n}.",
                      "Run `trimtab check` and open a backup.") from wrong
    for line in text.split("\n"):
        uid, _, body = line.partition(" ")
        yield uid, body


def _pack(text: str) -> bytes:
    """Plain text begins with a hexadecimal digit, compressed text with "x"."""
    raw = text.encode()
    return raw if len(raw) < _PACK_FROM else zlib.compress(raw, 6)
