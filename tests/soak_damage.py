"""Thousands of damaged files: `python -m tests.soak_damage [COUNT] [SEED]` says what became of them; exit 1 on a fault.

A good file is spoilt in one of many ways, opened as the program opens it, looked at, edited once and closed. What may
come of it: it opens, it opens from a backup, it opens for reading, or a Problem says why not. Anything else (another
exception, a dead process, no answer) is a fault and is printed with the number that makes the same file again.
"""
from __future__ import annotations

import collections
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from app import samples
from app.core import edits
from app.core.catalog import SERIES
from app.core.change import Creation
from app.core.dump import dump
from app.core.schedule.network import network
from app.core.value.variance import figures
from app.errors import Problem
from app.session import Session, open_session
from app.store import blocks
from app.store.tables import tables
from tests.support import FakeClock, new_session

COUNT, BATCH, PATIENCE = 2_000, 100, 90        # files, files a process, seconds a process may take
BACKUP_EVERY = 4                               # every fourth file finds a good backup on its machine
PAGE = 4096
_PLACE = ("parent", "rank")
ALL_TABLES = (*tables(), "tx", "journal", "touched", "gone", "meta")
Spoil = Callable[[Path, random.Random], None]


# ---------------------------------------------------------------- ways to spoil a file

def flip(path: Path, dice: random.Random) -> None:
    """Some bytes anywhere become others."""
    content = bytearray(path.read_bytes())
    for _ in range(dice.choice((1, 2, 8, 40, 400))):
        content[dice.randrange(len(content))] = dice.randrange(256)
    path.write_bytes(content)


def flip_head(path: Path, dice: random.Random) -> None:
    """The first hundred bytes: page size, counters, encoding, version."""
    content = bytearray(path.read_bytes())
    for _ in range(dice.randint(1, 4)):
        content[dice.randrange(100)] = dice.randrange(256)
    path.write_bytes(content)


def cut(path: Path, dice: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:dice.choice((dice.randrange(len(content)), PAGE * dice.randrange(len(content) // PAGE)))])


def grow(path: Path, dice: random.Random) -> None:
    with path.open("ab") as file:
        file.write(dice.randbytes(dice.choice((1, PAGE, 3 * PAGE))))


def swap_pages(path: Path, dice: random.Random) -> None:
    content = bytearray(path.read_bytes())
    pages = len(content) // PAGE
    for _ in range(dice.randint(1, 3)):
        a, b = (dice.randrange(pages) * PAGE for _ in range(2))
        content[a:a + PAGE], content[b:b + PAGE] = content[b:b + PAGE], content[a:a + PAGE]
    path.write_bytes(content)


def wipe_page(path: Path, dice: random.Random) -> None:
    """A page of zeros or of noise, as a failing disk or a half-finished download leaves it."""
    content = bytearray(path.read_bytes())
    at = dice.randrange(len(content) // PAGE) * PAGE
    content[at:at + PAGE] = bytes(PAGE) if dice.random() < 0.5 else dice.randbytes(PAGE)
    path.write_bytes(content)


def strange_log(path: Path, dice: random.Random) -> None:
    """A write-ahead log or a journal of another file lies beside it."""
    beside = path.with_name(path.name + dice.choice(("-wal", "-journal", "-shm")))
    start = dice.choice((b"", b"\x37\x7f\x06\x82", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"))
    beside.write_bytes(start + dice.randbytes(dice.choice((0, 28, 32, 5000))))


def odd_value(dice: random.Random) -> object:
    return dice.choice((None, "", "x", "2026-13-45", "null", "[1", "{}", 0, -1, 2**63 - 1, 1.5, b"", b"\0" * 16,
                        dice.randbytes(16), dice.randbytes(40), "ä" * 300))


def edit_cell(path: Path, dice: random.Random) -> None:
    """Another program writes nonsense into a cell, a whole column or some rows."""
    with _database(path) as db:
        table = dice.choice(ALL_TABLES)
        full = [t for t in ALL_TABLES
                if db.execute(f'SELECT 1 FROM "{t}" LIMIT 1').fetchone()]
        if table not in full or dice.random() < 0.5:
            table = dice.choice(full)
        column = dice.choice([row[1] for row in db.execute(f'PRAGMA table_info("{table}")')])
        where = dice.choice(("", f' WHERE "{column}" IS NOT NULL',
                             f' WHERE "{column}" = (SELECT "{column}" FROM "{table}" ORDER BY random() LIMIT 1)'))
        db.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = ?{where}', (odd_value(dice),))


def rows_gone(path: Path, dice: random.Random) -> None:
    with _database(path) as db:
        table = dice.choice(ALL_TABLES)
        db.execute(f'DELETE FROM "{table}"' + dice.choice(("", " WHERE random() % 2", " WHERE random() % 20 = 0")))


def shape(path: Path, dice: random.Random) -> None:
    """Tables and columns go, or have other names."""
    with _database(path) as db:
        table = dice.choice(ALL_TABLES)
        column = dice.choice([row[1] for row in db.execute(f'PRAGMA table_info("{table}")')])
        db.execute(dice.choice((f'DROP TABLE "{table}"', f'ALTER TABLE "{table}" RENAME TO "other"',
                                f'ALTER TABLE "{table}" RENAME COLUMN "{column}" TO "other"',
                                f'CREATE VIEW "other" AS SELECT * FROM "{table}"',
                                f"PRAGMA user_version = {dice.choice((0, 2, 99))}",
                                f"PRAGMA application_id = {dice.choice((0, 1))}")))


def hangs_wrong(path: Path, dice: random.Random) -> None:
    """Rows hang under themselves, under each other, under what is not there, or are of another kind."""
    with _database(path) as db:
        table = dice.choice(("node", "node", "effect_line", "activity", "unit"))
        uids = [row[0] for row in db.execute(f'SELECT uid FROM "{table}"')] or [b"\0" * 16]
        for _ in range(dice.randint(1, 5)):
            a, b = dice.choice(uids), dice.choice(uids)
            db.execute(dice.choice((f'UPDATE "{table}" SET parent = ? WHERE uid = ?',
                                    f'UPDATE "{table}" SET parent = ?2 WHERE uid = ?2 AND ?1 IS NOT NULL',
                                    f'UPDATE "{table}" SET parent = zeroblob(16) WHERE uid = ?2 AND ?1 IS NOT NULL')),
                       (b, a))
            if dice.random() < 0.3:
                kind = dice.choice(("measure", "program", "organization", "effect_line", "risk", "nothing"))
                db.execute(f'UPDATE "{table}" SET kind = ? WHERE uid = ?', (kind, a))


def months_spoilt(path: Path, dice: random.Random) -> None:
    """The block of months of a line."""
    with _database(path) as db:
        uid, blob = dice.choice(db.execute("SELECT uid, series FROM effect_line").fetchall() or [(b"", b"x")])
        content = bytearray(blob or b"x")
        for _ in range(dice.randint(1, 6)):
            content[dice.randrange(min(len(content), 24))] = dice.randrange(256)
        cut_to = dice.choice((len(content), len(content), dice.randrange(len(content))))
        db.execute("UPDATE effect_line SET series = ? WHERE uid = ?", (bytes(content[:cut_to]), uid))


class _database:
    """A connection that commits and closes; a statement that SQLite itself refuses leaves the file as it was."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)

    def __enter__(self) -> sqlite3.Connection:
        return self.db

    def __exit__(self, kind: object, wrong: object, trace: object) -> bool:
        self.db.close()
        return isinstance(wrong, sqlite3.Error)


SPOILS: tuple[Spoil, ...] = (flip, flip, flip_head, cut, grow, swap_pages, wipe_page, strange_log, edit_cell, edit_cell,
                             edit_cell, rows_gone, shape, hangs_wrong, months_spoilt)


# ---------------------------------------------------------------- what becomes of one

def good_file(folder: Path) -> Path:
    """The insurer's file with some edits in its journal, closed; beside it one that holds the same in blocks."""
    session = new_session(folder, "good.trimtab")
    session.do("Fill with the sample", samples.changes(session.portfolio, samples.names()[0][0]))
    for measure in session.portfolio.of_kind("measure")[:5]:
        session.do("Rename", edits.set_field(session.portfolio, measure.uid, "name", measure.name + " (new)"))
    session.undo()
    filled = list(session.portfolio.records.values())
    series = session.portfolio.series
    session.close()
    new = [Creation(r.uid, r.kind, r.parent or None, r.rank, {k: v for k, v in r.fields.items() if k not in _PLACE},
                    tuple((s, extent[0], series.get(r.uid, s, *extent)) for s in SERIES
                          if (extent := series.extent(r.uid, s)))) for r in filled]
    blocks.LEAST = 4                              # the same in blocks, as an import of thousands would leave it
    other = new_session(folder, _beside(session.path).name)
    other.do("Import", new, origin="import")
    other.undo()
    other.redo()                                  # in pieces: pages that name blocks
    touch(other)
    other.close()
    return session.path


def _beside(good: Path) -> Path:
    return good.with_name("blocks.trimtab")


def one(number: int, seed: int, good: Path, folder: Path) -> tuple[str, str]:
    """Spoil a copy in the way the number says and use it. (way, outcome)"""
    dice = random.Random(f"{seed} {number}")
    spoil = dice.choice(SPOILS)
    home = folder / f"file {number}"
    home.mkdir()
    os.environ["TRIMTAB_PROFILE"] = str(home / "profile")
    path = home / "spoilt.trimtab"
    shutil.copy(good if number % 2 else _beside(good), path)
    if number % BACKUP_EVERY == 0:                       # edited and closed once: a backup is kept of it
        session = open_session(path, person="Test", clock=FakeClock())
        touch(session)
        session.close()
    spoil(path, dice)
    try:
        outcome = use(path)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return spoil.__name__, outcome


def use(path: Path) -> str:
    try:
        session = open_session(path, person="Test", clock=FakeClock())
    except Problem as problem:
        return "no sentence" if not problem.what.strip() else "Problem"
    outcome = "read only" if session.readonly else "from a backup" if "backup" in " ".join(session.notices) else "open"
    try:
        look(session)
        if not session.readonly:
            touch(session)
    finally:
        session.close()
    return outcome


def look(session: Session) -> None:
    """What the window asks of a file it shows."""
    from app.ui.tree.rows import TreeRows
    session.check()
    p = session.portfolio
    dump(p)
    figures(p, "2026-04-17")
    network(p)
    rows = TreeRows(p, "2026-04-17")
    for slot in range(len(rows.uids)):
        rows.cells(slot)
        list(p.ancestors(rows.uids[slot]))
    session.history(50)
    session.undo_label()


def touch(session: Session) -> None:
    """One edit, and back. A refusal in words is an answer."""
    try:
        measures = session.portfolio.of_kind("measure")
        if measures:
            session.do("Rename", edits.set_field(session.portfolio, measures[0].uid, "name", "as before"))
            session.undo()
    except Problem as problem:
        assert problem.what


# ---------------------------------------------------------------- many

def batch(first: int, count: int, seed: int, good: Path, folder: Path) -> None:
    """In a process of its own: each file's fate on a line, the number before it is touched."""
    for number in range(first, first + count):
        print(f"> {number}", flush=True)
        try:
            way, outcome = one(number, seed, good, folder)
            print(f"= {way}\t{outcome}", flush=True)
        except Exception:
            print(f"! {number}", flush=True)
            traceback.print_exc(file=sys.stdout)
            sys.stdout.flush()


def run(count: int, seed: int) -> int:
    fates: collections.Counter[tuple[str, str]] = collections.Counter()
    faults: list[str] = []
    begin = time.monotonic()
    print(f"{count} damaged files, seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["TRIMTAB_PROFILE"] = str(folder / "profile")
        good = good_file(folder)
        first = 0
        while first < count:
            size = min(BATCH, count - first)
            at, said = _child(first, size, seed, good, folder, fates)
            faults += said
            first = at + 1 if at < first + size - 1 else first + size
            print(f"{first} of {count}, {len(faults)} faults, {time.monotonic() - begin:.0f} s", flush=True)
    for (way, outcome), times in sorted(fates.items()):
        print(f"{way:14} {outcome:14} {times:5}")
    totals: collections.Counter[str] = collections.Counter()
    for (_, outcome), times in fates.items():
        totals[outcome] += times
    print(f"{sum(totals.values())} files in {time.monotonic() - begin:.0f} s: "
          + ", ".join(f"{outcome} {times}" for outcome, times in totals.most_common()) + f"; {len(faults)} faults")
    for fault in faults[:20]:
        print("\n" + fault)
    return 1 if faults or totals["no sentence"] else 0


def _child(first: int, size: int, seed: int, good: Path, folder: Path,
           fates: collections.Counter[tuple[str, str]]) -> tuple[int, list[str]]:
    """Run a batch; the last number it began, and the faults it told or died of."""
    command = [sys.executable, "-m", "tests.soak_damage", "--batch", str(first), str(size), str(seed), str(good),
               str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
        text, end = done.stdout, "" if done.returncode == 0 else f"the process ended with {done.returncode}"
        end += "" if not end else "\n" + done.stderr[-2000:]
    except subprocess.TimeoutExpired as late:
        raw = late.stdout or b""
        text, end = raw.decode() if isinstance(raw, bytes) else raw, f"no answer within {PATIENCE} s"
    at, faults, trace = first, list[str](), list[str]()
    for line in text.splitlines():
        if line.startswith(("> ", "= ", "! ")) and trace:
            faults.append("\n".join(trace))
            trace = []
        if line.startswith("> "):
            at = int(line[2:])
        elif line.startswith("= "):
            way, _, outcome = line[2:].partition("\t")
            fates[way, outcome] += 1
        elif line.startswith("! ") or trace:
            trace.append(line)
    if trace:
        faults.append("\n".join(trace))
    if end:
        faults.append(f"! {at}: {end}")
    return at if end else first + size - 1, faults


def main(argv: list[str]) -> int:
    if argv and argv[0] == "--batch":
        first, size, seed = (int(a) for a in argv[1:4])
        batch(first, size, seed, Path(argv[4]), Path(argv[5]))
        return 0
    count = int(argv[0]) if argv else COUNT
    return run(count, int(argv[1]) if len(argv) > 1 else random.SystemRandom().randrange(2**31))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
