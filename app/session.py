"""THE door: every change of an open file goes through `do`, `undo` or `redo`, once, and views hear of it.

Owns the store, the portfolio in memory, the clock and the listeners. Must not know: Qt, reports, workbooks.
"""
from __future__ import annotations

import datetime as dt
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from app import session_undo
from app.core import guard as guarding
from app.core import history, states
from app.core.change import Change, Clock, Head, Tx, Work, file_head, net, next_hlc
from app.core.collector import held_back
from app.core.creations import Creations, apart, each, uids_of
from app.core.portfolio import Portfolio
from app.errors import Problem
from app.store import again, backup, heads, lock, opening, profile, rows, sites, verify
from app.store.store import NO_SWEEP, Entry, Store, Sweep, create, empty_head
from app.store.timeline import Point, Timeline

if TYPE_CHECKING:                # imports and comparisons are loaded when one is made: opening a file does without
    from app.core.batch import Batch
    from app.core.compare import Comparison
    from app.core.intake.plan import ImportPlan

_CHECK_OLD_UP_TO = 5000          # changes; above that (imports) the old values come from one function anyway


class SystemClock:
    """The machine's time."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def today(self) -> str:
        return dt.date.today().isoformat()


@dataclass(frozen=True, slots=True)
class Touched:
    """What one transaction changed, for views: they refresh what they show of it."""

    uids: frozenset[str]
    structural: bool             # rows came, went or moved
    months: frozenset[str]       # uids of lines whose months changed
    label: str
    initiator: object | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What undo or redo did: its label, how many values it set, and sentences about those it left alone."""

    label: str
    done: int
    left: list[str]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A transaction as the history list shows it; `when` is local time to the second."""

    id: str
    site: str
    seq: int
    when: str
    told: str
    person: str
    label: str
    origin: str
    changes: int
    undone: bool
    barrier: bool


class Session:
    """An open file. Make one with `open_session`; close it, so that one file is left."""

    def __init__(self, store: Store, *, person: str, clock: Clock, held: lock.Lock | None,
                 notices: Sequence[str] = ()) -> None:
        self._store, self._lock, self._busy = store, held, threading.RLock()
        self._listeners: list[Callable[[Touched], None]] = []
        self._steps: list[history.Step] | None = None
        self._new_site_why = "" if store.readonly else sites.why_new(store)
        self._count_at_open, self.timeline = self.tx_count(), Timeline(store)
        self.person, self.clock, self.path = person, clock, store.path
        self._past: tuple[Portfolio, str] | None = None
        self.notices = list(notices)

    @property
    def portfolio(self) -> Portfolio:
        """What is looked at: the present, unless `look_at` chose an earlier state."""
        return self._past[0] if self._past else self._store.portfolio

    @property
    def present(self) -> Portfolio:
        """The file as it is now, whatever is looked at."""
        return self._store.portfolio

    @property
    def readonly(self) -> bool:
        return self._store.readonly or self._past is not None

    @property
    def looking_back(self) -> str:
        """What the earlier state looked at is called, "" in the present."""
        return self._past[1] if self._past else ""

    def look_at(self, state: Portfolio | None, called: str = "") -> None:
        """Show an earlier state to every reader; nothing can be changed until None brings the present back."""
        self._past = None if state is None else (state, called)

    @property
    def file_id(self) -> str:
        return self._store.file_id

    # ---------------------------------------------------------------- the door

    def do(self, label: str, changes: Iterable[Work], *, origin: str = "edit", told: str | None = None,
           undoes: str = "", initiator: object | None = None, sweep: Sweep = NO_SWEEP,
           columns: Sequence[Creations] = ()) -> Touched | None:
        """Carry changes out as one transaction, and what an undo `sweep`s; None when they change nothing.

        New records in `columns` stay columns where nothing stands against it, else each goes with the changes.

        net, guard, journal and tables in one commit, then memory, then the listeners. Raises Problem and leaves
        the file as it was when the guard or the disk refuses.
        """
        with self._busy:
            if self._past is not None:
                raise Problem(f"This is {self._past[1]}: it can be read, not changed.", "Go back to now to change it.")
            if self.readonly:
                raise Problem(f"{self.path.name} is open for reading only.", "Close it elsewhere, then open it again.")
            changes = list(changes)
            if columns:
                changes, columns = self._with_columns(changes, columns)
            netted = net(changes)
            if not netted and not sweep.pieces and not columns:
                return None
            if len(netted) <= _CHECK_OLD_UP_TO:
                self._check_old([c for c in netted if isinstance(c, Change)])
            if origin != "undo":
                guarding.guard(self.present, netted, columns, typed=origin != "import")
            work = heads.with_seen(self._store, netted)
            again = rows.contents(self._store.db, sweep.pieces)
            self._commit(label, work, origin, told, undoes, sweep, columns)
            rows.follow(self.present, sweep.pieces, again)
            self.present.apply(work, columns)
            self._steps = None
            plain = [c for c in netted if isinstance(c, Change)]
            touched = Touched(
                frozenset(chain((c.uid for c in netted), uids_of(columns), *(piece.uids for piece in sweep.pieces))),
                len(plain) < len(netted) or bool(sweep.pieces) or bool(columns)
                or any(c.field in ("kind", "parent+rank", "deleted", "pass_through") for c in plain),
                frozenset(c.uid for c in plain if c.month is not None), label, initiator)
        for listener in list(self._listeners):
            listener(touched)
        return touched

    def _with_columns(self, work: list[Work], columns: Sequence[Creations]) -> tuple[list[Work], Sequence[Creations]]:
        """Columns stay so where nothing else of this work touches them, all is sound and the journal answers in one."""
        fine = apart(columns, {w.uid for w in work}) and guarding.sound(self.present, work, columns)
        found = again.answered(self._store, columns) if fine else None
        return ([*work, *each(columns)], ()) if found is None else (work, found)

    def _commit(self, label: str, work: list[Work], origin: str, told: str | None, undoes: str,
                sweep: Sweep, columns: Sequence[Creations]) -> None:
        site = self._store.meta("site")
        if self._new_site_why:
            site = sites.new_site()
        seq, prev_hash, _ = self._store.last.get(site, (0, "", 0))
        last_hlc = max((hlc for _, _, hlc in self._store.last.values()), default=0)
        head = empty_head(site, seq + 1, prev_hash, id=uuid.uuid4().hex, hlc=next_hlc(last_hlc, self.clock.now_ms()),
                          told=told or self.clock.today(), person=self.person, label=label, origin=origin,
                          undoes=undoes)
        new_site = bool(self._new_site_why)
        self._store.commit(head, work, (lambda s: sites.start_new(s, site)) if new_site else None, sweep, columns)
        self._new_site_why = ""
        if new_site:
            sites.note(self._store)

    def _check_old(self, changes: Sequence[Change]) -> None:
        """A change whose `old` is not what the file holds is a bug in the verb that made it."""
        for c in changes:
            now = (self.present.value_of(c.uid, c.field) if c.month is None
                   else self.present.months_of(c.uid, c.field, c.month, len(c.old)))
            if now != c.old:
                raise AssertionError(f"stale change of {c.field}: the file holds {now!r}, the change says {c.old!r}")

    # ---------------------------------------------------------------- undo and redo

    def steps(self) -> list[history.Step]:
        """The journal's headers as undo sees them, oldest first."""
        if self._steps is None:
            mine = set(self._store.meta("sites").split())
            self._steps = [history.Step(e.head.id, e.head.label, e.head.origin, e.head.undoes, e.barrier,
                                        e.head.site in mine, e.head.person) for e in self._store.entries()]
        return self._steps

    def _label(self, redo: bool) -> str:
        found = history.stacks(self.steps())
        stack = found.redo if redo else found.undo
        if not stack:
            return ""
        by_id = {s.id: s for s in self.steps()}
        step = by_id[stack[-1]]
        while step.origin == "undo" and step.undoes in by_id:
            step = by_id[step.undoes]
        return step.label

    def undo_label(self) -> str:
        """Label of what `undo` would take back, "" when there is nothing."""
        return self._label(redo=False)

    def redo_label(self) -> str:
        return self._label(redo=True)

    def next_size(self, redo: bool = False) -> int:
        """How many values the next undo or redo is about: a large one is not for the window's thread."""
        found = history.stacks(self.steps())
        tx = ((found.redo if redo else found.undo) or [""])[-1]
        return int(self._store.db.execute("SELECT total(changes) FROM tx WHERE id = ?1 OR (origin = 'import' "
                                          "AND undoes = ?1)", (tx,)).fetchone()[0])

    def undo(self) -> Outcome:
        """Take the last undoable transaction back. Raises Problem when there is none."""
        stack = history.stacks(self.steps()).undo
        if not stack:
            raise Problem("There is nothing to undo.")
        return self._take_back(stack[-1], f"Undo {self.undo_label()}")

    def redo(self) -> Outcome:
        """Take the last undo back. Raises Problem when there is none."""
        stack = history.stacks(self.steps()).redo
        if not stack:
            raise Problem("There is nothing to redo.")
        return self._take_back(stack[-1], f"Redo {self.redo_label()}")

    def _take_back(self, tx_id: str, label: str) -> Outcome:
        with held_back():
            back = session_undo.plan(self._store, self.present, self.steps(), tx_id)
            if not back.changes and not back.sweep.pieces:
                reason = back.left[0] if back.left else "Every value was changed since."
                raise Problem(f"“{label}” would change nothing: {reason}", "Look at the history of the record.")
            self.do(label, back.changes, origin="undo", undoes=tx_id, sweep=back.sweep)
            return Outcome(label, back.values, back.left)

    # ---------------------------------------------------------------- import

    def plan_import(self, batch: Batch) -> ImportPlan:
        """What an import would do, without doing it."""
        from app import session_import
        from app.core.intake import plan as intake
        return intake.plan(self.present, batch, session_import.Journal(self._store), today=self.clock.today(),
                           base=session_import.base_of(self.timeline, self._store, batch))

    def import_batch(self, batch: Batch, told: str | None = None,
                     sure: Callable[[], Batch | None] = lambda: None) -> ImportPlan:
        """Take a batch in as one step that one undo takes back: one transaction a day on which its rows were known.

        `sure` is asked before anything is written: None, or the batch that counts instead."""
        from app.session_import import by_day
        with self._busy, held_back():
            planned, first = self.plan_import(batch), ""
            if (better := sure()) is not None:
                planned = self.plan_import(better)
            for day, changes in by_day(planned, told or self.clock.today()):
                if self.do(f"Import {batch.source}", changes, origin="import", told=day, undoes=first,
                           columns=planned.columns) and not first:
                    first = self._store.entries()[-1].head.id
            return planned

    def known(self) -> dict[str, str]:
        """uid -> the day on which the content of a record was known."""
        with self._busy:
            from app.session_import import known_of
            return known_of(self._store)

    # ---------------------------------------------------------------- reading

    def subscribe(self, listener: Callable[[Touched], None]) -> Callable[[], None]:
        """Hear of every transaction once, after memory has followed. Returns how to stop hearing."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def history(self, limit: int = 500, uid: str = "") -> list[HistoryRow]:
        """Transactions newest first; with `uid` only those that touched that record."""
        only = {n for n, _, _ in self._store.of_record(uid)} if uid else None
        quiet = history.neutral(self.steps())
        chosen = [e for e in reversed(self._store.entries()) if only is None or e.n in only][:limit]
        return [_row(e, e.head.id in quiet) for e in chosen]

    def tx(self, tx_id: str) -> Tx:
        """One transaction with its changes."""
        entry = next((e for e in self._store.entries() if e.head.id == tx_id), None)
        if entry is None:
            raise Problem(f"The journal holds no transaction {tx_id}.")
        return Tx(entry.head, self._store.changes(entry.n))

    def called(self, uid: str) -> str:
        """What a record that is no longer there was called last, "" for one that never had a name."""
        return history.last_called(changes for _, _, changes in self._store.of_record(uid))

    def head(self) -> str:
        """The file's head: SHA-256 of the sorted (site, seq, hash)."""
        return file_head((site, seq, hash_) for site, (seq, hash_, _) in self._store.last.items())

    def vector(self) -> dict[str, int]:
        return self._store.vector()

    def tx_count(self) -> int:
        return int(self._store.db.execute("SELECT count(*) FROM tx").fetchone()[0])

    def as_of(self, date: str) -> Portfolio:
        """The file as it was known on a date, for reading: the journal replayed by `told`."""
        return self.state(date)

    def days(self) -> list[str]:
        """The days on which something was told, oldest first."""
        with self._busy:
            return self.timeline.days()

    def state(self, point: Point) -> Portfolio:
        """A day, a vector, or None: now. For reading; what is given out never moves."""
        with self._busy:
            return self.timeline.state(point)

    def at_snapshot(self, uid: str) -> Portfolio:
        """The file as a snapshot or a decision names it, for reading."""
        return self.state(states.vector_of(self.present, uid))

    def compared(self, before: Point, after: Point = None) -> Comparison:
        """What is different between two states, with who, when and money."""
        from app.core import compare
        with self._busy:
            a, b = self.timeline.state(before), self.timeline.state(after)
            return compare.compared(a, b, self.timeline.between(before, after))

    def check(self) -> list[str]:
        """What does not hold together, as sentences; empty when all is well."""
        return verify.problems(self._store)

    def copy_to(self, path: Path) -> None:
        """A whole copy of the file as it is now, its log folded in. Raises Problem when it cannot be written."""
        with self._busy:
            self._store.copy_to(path)

    def close(self) -> None:
        """Fold the log into the file, keep a backup when something changed, let go of the lock."""
        store = self._store
        count, changed = self.tx_count(), False
        if not store.readonly:
            changed = count != self._count_at_open or not backup.listed(store.file_id)
            if not self._new_site_why:
                sites.note(store)
        store.close()
        if changed:
            backup.make(self.path, store.file_id, count, self.clock.now_ms())
        if self._lock:
            self._lock.release()


def _row(entry: Entry, undone: bool) -> HistoryRow:
    head: Head = entry.head
    when = dt.datetime.fromtimestamp((head.hlc >> 16) / 1000).isoformat(" ", "seconds")
    return HistoryRow(head.id, head.site, head.seq, when, head.told, head.person, head.label, head.origin,
                      entry.changes, undone, entry.barrier)


def create_file(path: Path | str, *, clock: Clock | None = None) -> None:
    """A new empty file. Raises Problem when the name is taken or the folder cannot be written."""
    path = Path(path)
    if not path.suffix:
        path = path.with_suffix(".trimtab")
    file_id, site = uuid.uuid4().hex, sites.new_site()
    create(path, file_id, site)
    sites.note_new(path, site, file_id)


def open_session(path: Path | str, *, person: str = "", clock: Clock | None = None,
                 readonly: bool = False) -> Session:
    """Open a file for writing, or for reading when asked, when another process has it, or where writing is refused.

    A damaged file is replaced by the newest good backup; `notices` says so. Raises Problem otherwise.
    """
    store, held, notices = opening.open_store(Path(path), readonly)
    return Session(store, person=person or profile.person(), clock=clock or SystemClock(), held=held, notices=notices)


__all__ = ["Outcome", "Session", "SystemClock", "Touched", "create_file", "open_session"]
