"""One file on disk: opens, reads, commits a transaction as one SQLite transaction, and reads the journal back.

Must not know: undo, guards, the window. Nobody but the session calls `commit`.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.core.catalog import KINDS, table_of
from app.core.change import SCHEMA, Change, Creation, Head, Work, body, by_record, content_hash, from_bodies
from app.core.creations import Creations
from app.core.whole_file import beside
from app.errors import Problem
from app.store import blocks, journal, migrate, mirrors, rows, sound
from app.store.mirrors import Piece, Said
from app.store.tables import APPLICATION_ID, FORMAT, columns, ddl, sql_type, statements, tables

DatabaseError = sqlite.DatabaseError
_TOGETHER = 5_000                        # records looked up in one go
_TX = ("id", "site", "seq", "hlc", "told", "person", "label", "schema", "origin", "undoes", "prev_hash", "hash")


class Damaged(Exception):
    """The file's bytes make no sense; the caller looks for a backup."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A transaction as lists need it: its header, its number in this file, size, and whether it is a barrier."""

    n: int
    head: Head
    changes: int
    barrier: bool


@dataclass(frozen=True, slots=True)
class Sweep:
    """Records that go or come again in pieces, and how many values that writes."""

    pieces: tuple[Piece, ...] = ()
    values: int = 0


NO_SWEEP = Sweep()


class Store:
    """An open file. `portfolio` is what the typed tables hold; the session keeps it in step with the journal."""

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        self.path, self.readonly = path, readonly
        identify(path)
        self.db = _connect(path, readonly)
        try:
            migrate.bring_up(self.db, readonly)
            self._add_tables()
            quick = self.db.execute("PRAGMA quick_check(1)").fetchone()[0]
            if quick != "ok":
                raise ValueError(str(quick).splitlines()[-1])
            sound.skeleton(self.db)
            self.file_id = self.meta("file_id")
            self.portfolio = rows.read(self.db, self.file_id)
            self.db.execute("PRAGMA shrink_memory")          # the pages just read once are not asked for again soon
            sound.hanging(self.portfolio)
            self.last = self._last()
            self.entries()
        except (sqlite.DatabaseError, ValueError, KeyError, TypeError) as wrong:
            self.db.close()
            if isinstance(wrong, sqlite.OperationalError) and "locked" in str(wrong):
                raise Problem(f"{path.name} is in use by another program.", "Close it there and try again.") from wrong
            raise Damaged(str(wrong)) from wrong

    # ---------------------------------------------------------------- opening

    def _add_tables(self) -> None:
        """A kind or a field that a later version of the same format added gets its table or column.

        Raises ValueError when a table is missing that the journal wrote to: then the file is damaged, not old.
        """
        have_tables = {row[0] for row in self.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        missing = [table for table in tables() if table not in have_tables]
        if missing:
            try:
                lost = journal.kinds_written(self.db) & {k for k in KINDS if table_of(k) in missing}
            except Problem as wrong:
                raise ValueError(wrong.what) from wrong
            if lost:
                raise ValueError(f"the table of {', '.join(sorted(lost))} is missing")
        if self.readonly:
            return
        for table in missing:
            self.db.execute(statements()[table])
        for table in tables():
            have = {row[1] for row in self.db.execute(f'PRAGMA table_info("{table}")')}
            for name, kind in columns(table).items():
                if name not in have:
                    self.db.execute(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {sql_type(kind)}')

    def _last(self) -> dict[str, tuple[int, str, int]]:
        """site -> (seq, hash, hlc) of its last transaction."""
        found = self.db.execute("SELECT site, seq, hash, hlc FROM tx AS t WHERE seq = "
                                "(SELECT max(seq) FROM tx WHERE site = t.site)").fetchall()
        return {site: (seq, hash_, hlc) for site, seq, hash_, hlc in found}

    def close(self) -> None:
        """Fold the write-ahead log into the file, so that one file is left."""
        if not self.readonly:
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.db.close()

    def copy_to(self, path: Path) -> None:
        """Write a complete copy beside the open file: SQLite reads itself, so an open log does no harm."""
        try:
            with beside(path) as part:
                self.db.execute("VACUUM INTO ?", (str(part),))
        except (sqlite.OperationalError, OSError) as wrong:
            raise _refused(path, wrong) from wrong

    # ---------------------------------------------------------------- meta

    def meta(self, key: str) -> str:
        found = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        if found is None:
            raise KeyError(key)
        return str(found[0])

    def set_meta(self, key: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # ---------------------------------------------------------------- writing

    def commit(self, head: Head, work: Sequence[Work], before_write: Callable[[Store], None] | None = None,
               sweep: Sweep = NO_SWEEP, columns: Sequence[Creations] = ()) -> Head:
        """Journal and typed tables in one SQLite transaction, durable when this returns; memory is not touched.

        Raises Problem when the disk refuses; the file then stands as before.
        """
        found, made = blocks.cutting((w for w in work if isinstance(w, Creation)), columns)
        changes = [w for w in work if isinstance(w, Change)]
        told = [w.told() for w in made]
        bodies = [(w.uid, text) for w, (text, _) in zip(made, told, strict=True)]
        bodies += [(uid, body(group)) for uid, group in by_record(changes).items()]
        pages = journal.pages(bodies, found, sweep.pieces)
        many = [page.block for page in pages if isinstance(page.block, blocks.Block)]
        head = replace(head, hash=content_hash(head, (page.said for page in pages)))
        try:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                if before_write:
                    before_write(self)
                kinds = {w.kind for w in made} | {b.kind for b in many}
                kinds |= {piece.kind for piece in sweep.pieces if not piece.gone}
                kinds |= {c.new[0] for c in changes if c.field == "kind"}
                barrier = any(KINDS[kind].immutable for kind in kinds if kind)
                count = sweep.values + sum(size for _, size in told) + sum(b.values for b in many)
                count += sum(len(c.new) if c.month is not None else 1 for c in changes)
                n = self.db.execute(
                    f"INSERT INTO tx ({', '.join(_TX)}, changes, barrier) VALUES ({', '.join('?' * 14)})",
                    (*(getattr(head, name) for name in _TX), count, int(barrier))).lastrowid
                rows.write(self.db, self.portfolio, [*made, *changes])
                rows.sweep(self.db, sweep.pieces)
                for block in many:
                    if block.seen:
                        rows.come_again(self.db, block.uids)
                journal.write(self.db, n, pages)
                self.db.execute("COMMIT")
            except BaseException:
                self.db.execute("ROLLBACK") if self.db.in_transaction else None
                raise
        except sqlite.OperationalError as wrong:
            raise _refused(self.path, wrong) from wrong
        self.last[head.site] = (head.seq, head.hash, head.hlc)
        return head

    # ---------------------------------------------------------------- the journal

    def entries(self) -> list[Entry]:
        """Headers of all transactions in the order this file took them in."""
        found = self.db.execute(f"SELECT n, {', '.join(_TX)}, changes, barrier FROM tx ORDER BY n").fetchall()
        return [Entry(row[0], Head(*row[1:13]), row[13], bool(row[14])) for row in found]

    def changes(self, n: int) -> tuple[Change, ...]:
        """All changes of one transaction by its number in this file."""
        return tuple(c for w in self.works(n) for c in ((w,) if isinstance(w, Change) else w.changes()))

    def works(self, n: int) -> list[Work]:
        """One transaction as what it did: new records in one piece where the journal holds them so."""
        return journal.works(self.said_of(n))

    def said_of(self, n: int) -> list[tuple[str, Said]]:
        """One transaction by record: (uid, what is said of it)."""
        return list(journal.entries(self.db, n))

    def in_pieces(self, n: int) -> tuple[list[Piece], list[Change]]:
        """One transaction as the pieces of records nobody wrote since, and the changes of all others."""
        pieces = journal.pieces(self.db, n)
        changes = from_bodies(journal.loose(self.db, n))
        later = journal.written_after(self.db, n) if pieces else set()
        for piece in pieces:
            changes += self.said_by(piece, later.intersection(piece.uids))
        return [left for piece in pieces if (left := piece.without(later)).uids], changes

    def said_by(self, piece: Piece, some: set[str]) -> list[Change]:
        """What a piece of a transaction says of some of its records."""
        if not some:
            return []
        return [c for new in journal.made(self.db, piece, some)
                for c in mirrors.changes(new.uid, mirrors.entry(piece, new))]

    def uids_of(self, n: int) -> Iterator[str]:
        """uids of the records one transaction wrote."""
        return journal.uids_of(self.db, n)

    def of_record(self, uid: str) -> Iterator[tuple[int, str, list[Change]]]:
        """(number, transaction id, changes) of one record, newest first."""
        return journal.of_record(self.db, uid)

    def of_records(self, uids: Sequence[str]) -> Iterator[tuple[str, Iterator[tuple[int, str, list[Change]]]]]:
        """(uid, what `of_record` gives) of many records, in the order of their uids."""
        ordered = sorted(uids)
        for at in range(0, len(ordered), _TOGETHER):
            for uid, told in journal.of_records(self.db, ordered[at:at + _TOGETHER]).items():
                yield uid, ((n, tx, mirrors.changes(uid, said)) for n, tx, said in told)

    def touched(self, ids: Iterable[str]) -> set[str]:
        """uids of the records these transactions wrote."""
        return journal.touched(self.db, ids)

    def known(self, uids: Iterable[str]) -> set[str]:
        """Which of these records the journal has ever seen."""
        return journal.known(self.db, uids) if self.last else set()

    def vector(self) -> dict[str, int]:
        """The state of the file as {site: last transaction}."""
        return {site: seq for site, (seq, _, _) in sorted(self.last.items())}


def identify(path: Path) -> None:
    """Look at the first bytes without touching the file: is it ours, of a format this version reads?

    Raises Problem for what is not ours or newer, Damaged for a header that makes no sense.
    """
    try:
        with open(path, "rb") as file:
            head = file.read(100)
    except OSError as wrong:
        raise Problem(f"{path} cannot be read ({wrong.strerror}).", "Check that you may read it.") from wrong
    if len(head) < 100 or head[:16] != b"SQLite format 3\0":
        raise Damaged("it does not begin like a Trimtab file")
    version, application = int.from_bytes(head[60:64], "big"), int.from_bytes(head[68:72], "big")
    if application != APPLICATION_ID:
        raise Damaged("it is not a Trimtab file")
    if version > FORMAT:
        raise Problem(f"{path.name} was written by a newer Trimtab (file format {version}; "
                      f"this one reads up to {FORMAT}).", "Update Trimtab, then open it again.")


def create(path: Path, file_id: str, site: str) -> None:
    """A new empty file. Raises Problem when the path is taken or cannot be written."""
    if path.exists():
        raise Problem(f"{path} already exists.", "Choose another name, or delete it first.")
    try:
        with beside(path) as part:
            db = _connect(part, False)
            db.execute("BEGIN")
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            for statement in ddl():
                db.execute(statement)
            db.executemany("INSERT INTO meta VALUES (?, ?)", (("file_id", file_id), ("site", site), ("sites", site)))
            db.execute(f"PRAGMA user_version = {FORMAT}")
            db.execute("COMMIT")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.close()
    except (sqlite.OperationalError, OSError) as wrong:
        raise _refused(path, wrong) from wrong


def _connect(path: Path, readonly: bool) -> Any:
    quoted = path.resolve().as_uri()
    if readonly:
        # Without a log nobody is writing: reading the file as it lies leaves nothing beside it.
        still = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
        db = sqlite.connect(f"{quoted}?mode=ro{still}", uri=True, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA user_version").fetchone()
        except sqlite.OperationalError:   # a read-only folder cannot hold the log's index: nobody can be writing
            db.close()
            db = sqlite.connect(f"{quoted}?mode=ro&immutable=1", uri=True, isolation_level=None,
                                check_same_thread=False)
        except sqlite.DatabaseError:
            pass                          # damaged: found again, and named, when it is read
        return db
    db = sqlite.connect(str(path), isolation_level=None, check_same_thread=False, timeout=5)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA cache_size = -64000")
        db.execute("PRAGMA temp_store = MEMORY")
    except sqlite.OperationalError as wrong:
        db.close()
        raise _refused(path, wrong) from wrong
    except (sqlite.DatabaseError, UnicodeDecodeError):
        pass                              # damaged, even its error message: found again when it is read
    return db


def _refused(path: Path, wrong: Exception) -> Problem:
    text = str(getattr(wrong, "strerror", None) or wrong)      # without the path, whose folders may be called anything
    if "full" in text or "No space" in text:
        return Problem(f"The disk is full, {path.name} was not changed.", "Make room and try again.")
    if "readonly" in text or "unable to open" in text or isinstance(wrong, PermissionError):
        return Problem(f"{path} cannot be written here.", "Choose a folder you may write to.")
    if "locked" in text:
        return Problem(f"{path.name} is in use by another program.", "Close it there and try again.")
    return Problem(f"{path.name} could not be written ({text}).", "Nothing was changed; try again.")


def empty_head(site: str, seq: int, prev_hash: str, **more: Any) -> Head:
    """A header to be sealed by `commit`."""
    return Head(site=site, seq=seq, prev_hash=prev_hash, schema=SCHEMA, hash="", **more)
