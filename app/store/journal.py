"""The journal's pages: bodies of records packed together, and an index that says which page holds whose.

A transaction's bodies are joined in order, one record a line, and cut into pages of about 64 kB, each compressed: an
import of 87,000 records is a quarter of the size of a row a record. Must not know: what a change means, undo.
"""
from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from app.errors import Problem

_PAGE = 65_536                           # characters of text before compression
_PACK_FROM = 200                         # shorter pages are not worth compressing
_ASK_ALL_FROM = 2_000                    # records; above that one scan of the index is cheaper than many look-ups
_CREATED = re.compile(r'\["kind",null,null,\["(\w+)"\]')    # quotes inside texts are escaped, so texts cannot look so


def write(db: Any, n: int, bodies: Iterable[tuple[str, str]]) -> None:
    """Append a transaction's bodies under its number, inside the caller's SQLite transaction."""
    lines: list[str] = []
    owners: list[tuple[bytes, int, int]] = []
    size = page = 0

    def close() -> None:
        nonlocal size, page
        db.execute("INSERT INTO journal VALUES (?, ?, ?)", (n, page, _pack("\n".join(lines))))
        lines.clear()
        size, page = 0, page + 1

    for uid, text in bodies:
        lines.append(f"{uid} {text}")
        owners.append((bytes.fromhex(uid), n, page))
        size += len(text) + 34
        if size > _PAGE:
            close()
    if lines:
        close()
    db.executemany("INSERT INTO touched VALUES (?, ?, ?)", sorted(owners))


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
