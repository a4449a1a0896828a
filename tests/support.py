"""What tests of an open file share: a clock that stands still until told, sessions, and the comparisons they end with.

Knows the session, the store and the core; nothing of the window.
"""
from __future__ import annotations

from pathlib import Path

from app.core import edits
from app.core.catalog import LEVELS
from app.core.dump import dump
from app.core.history import neutral, stacks
from app.core.portfolio import Portfolio
from app.errors import Problem
from app.session import Session, create_file, open_session
from app.store import rows, verify
from app.store.store import Store


class FakeClock:
    """A clock that moves one second a look, from a day the test chooses."""

    def __init__(self, today: str = "2026-03-31", ms: int = 1_774_915_200_000) -> None:
        self.date, self.ms = today, ms

    def now_ms(self) -> int:
        self.ms += 1000
        return self.ms

    def today(self) -> str:
        return self.date


def new_session(folder: Path, name: str = "test.trimtab", clock: FakeClock | None = None) -> Session:
    """A session on a new, empty file."""
    path = folder / name
    create_file(path)
    return open_session(path, person="Test", clock=clock or FakeClock())


def reopen(session: Session) -> Session:
    """Close and open again, as a person would the next day."""
    session.close()
    return open_session(session.path, person="Test", clock=session.clock)


def add_tree(session: Session, *, measures: int = 1, prefix: str = "") -> list[str]:
    """One node a level and some measures below; uids of the measures."""
    parent, found = "", []
    for level in LEVELS[:-1]:
        parent, changes = edits.add(session.portfolio, level, parent, {"code": f"{prefix}{level[:2].upper()}",
                                                                       "name": level.title()})
        session.do(f"Add {level}", changes)
    for i in range(measures):
        uid, changes = edits.add(session.portfolio, "measure", parent,
                                 {"code": f"{prefix}M{i + 1}", "name": f"Measure {i + 1}"})
        session.do("Add measure", changes)
        found.append(uid)
    return found


def add_line(session: Session, measure: str, type_: str = "recurring_benefit", **fields: object) -> str:
    uid, changes = edits.add(session.portfolio, "effect_line", measure,
                             {"type": type_, "category": "ebitda", "line_kind": "effect", "currency": "EUR",
                              "scale": 2, **fields})
    session.do("Add effect line", changes)
    return uid


def assert_tables_hold_what_the_journal_says(session: Session) -> None:
    """journal = tables = memory."""
    store: Store = session._store
    read_again = rows.read(store.db, store.file_id)
    assert verify.differences(read_again, session.portfolio) == [], "tables and memory differ"
    assert verify.differences(read_again, verify.replay(store)) == [], "tables and journal differ"
    assert verify.chain(store) == []


def assert_undo_takes_everything_back(session: Session) -> None:
    """Undo all: what is left is what the transactions that cannot be undone made, built by replay."""
    blocked = False
    while stacks(session.steps()).undo and not blocked:
        try:
            session.undo()
        except Problem:
            blocked = any(step.barrier for step in session.steps())
            if not blocked:
                raise
    store: Store = session._store
    kept, quiet = Portfolio(store.file_id), neutral(session.steps())
    for entry in store.entries():
        if entry.head.id not in quiet:
            assert entry.barrier or blocked
            kept.apply(store.changes(entry.n))
    assert dump(session.portfolio) == dump(kept)


def finish(session: Session) -> None:
    """How every session test ends: the journal is replayed and compared, all is undone and compared, again."""
    if not session.readonly:
        assert_tables_hold_what_the_journal_says(session)
        assert_undo_takes_everything_back(session)
        assert_tables_hold_what_the_journal_says(session)
    session.close()
