"""New records by the thousand lie in blocks of the journal: they behave as rows do, and a spoilt block is found."""
from __future__ import annotations

import sqlite3
import tempfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import edits
from app.core.batch import Batch, Item, Run
from app.core.catalog import LEVELS
from app.core.change import Change, Creation
from app.core.dump import dump
from app.errors import Problem
from app.session import Session, open_session
from app.store import blocks, heads, journal, verify
from app.store.store import Damaged, Store
from tests.properties.random_edits import carry_out, edits_strategy
from tests.properties.test_import_properties import batches
from tests.support import FakeClock, finish, new_session, reopen

COUNT = 300


def _tracker() -> Batch:
    """A list of measures with an owner now and then, and a line of months each."""
    items = [Item(level, level, LEVELS[i - 1] if i else "", LEVELS[i - 1] if i else "", {"name": level})
             for i, level in enumerate(LEVELS[:-1])]
    items += [Item("measure", f"m{i}", "package", "package",
                   {"code": f"M-{i}", "name": f"Measure {i % 7}", "start": "2026-01-05",
                    **({"status": "open"} if i % 3 else {})}) for i in range(COUNT)]
    items += [Item("effect_line", f"l{i}", f"m{i}", "measure",
                   {"type": "recurring_benefit", "category": "ebitda", "line_kind": "effect", "name": "Savings"},
                   {"plan": Run(24312, [i * 1000, None, i]), "actual": Run(24313, [i])}) for i in range(COUNT)]
    return Batch("tracker.xlsx", "shape", items=items, currency="EUR")


def _imported(folder: Path) -> Session:
    session = new_session(folder)
    session.import_batch(_tracker())
    assert session._store.db.execute("SELECT count(*) FROM journal WHERE kind IS NOT NULL").fetchone()[0] >= 3
    assert session._store.db.execute("SELECT count(*) FROM node").fetchone()[0] < 10, "the measures are in blocks"
    return session


def _measure(session: Session, code: str) -> Any:
    return next(r for r in session.portfolio.of_kind("measure") if r.code == code)


_values = st.one_of(st.none(), st.text("ab ä\n\"", max_size=3), st.integers(-2**52, 2**52), st.booleans(),
                    st.lists(st.integers(0, 2), max_size=2), st.sampled_from(("0" * 32, "ab" * 16, "AB" * 16)))
_run = st.tuples(st.sampled_from(("plan", "actual")), st.integers(24300, 24320), st.lists(
    st.one_of(st.none(), st.integers(-2**52, 2**52), st.integers(0, 9)), min_size=1, max_size=5).map(tuple))


@settings(max_examples=200)
@given(st.lists(st.tuples(st.dictionaries(st.sampled_from(("name", "anchor", "type", "x.abc", "scale")), _values),
                          st.lists(_run, max_size=2), st.sampled_from((None, "cd" * 16, "ef" * 16))), min_size=1))
def test_a_block_says_what_its_records_say(made: list[Any]) -> None:
    new = [Creation(f"{i * 7 % 101:032x}", "effect_line", parent, f"{i}V",
                    {k: v for k, v in fields.items() if v is not None}, tuple(runs))
           for i, (fields, runs, parent) in enumerate(made[:100])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "LEAST", 1)
        found, left = blocks.cut(new)
    assert {c.uid for c in left} == {c.uid for c in new if len({r[0] for r in c.runs}) < len(c.runs)}
    again = {c.uid: c for b in found for c in blocks.creations(b.kind, b.uids, b.text)}
    assert sum(b.values for b in found) == sum(c.told()[1] for c in new if c.uid in again)
    for c in new:
        if c.uid in again:
            back = again[c.uid]
            assert (back.parent, back.rank, back.fields) == (c.parent, c.rank, c.fields)
            assert list(map(type, back.fields.values())) == [type(c.fields[name]) for name in back.fields]
            assert _cells(back) == _cells(c)
    assert [blocks.creation(b.kind, b.uids, b.text, i) for b in found for i in range(len(b.uids) // 16)] == [
        again[uid] for uid in sorted(again)]


def _cells(new: Creation) -> dict[tuple[str, int], int]:
    return {(series, first + i): v for series, first, run in new.runs for i, v in enumerate(run) if v is not None}


@settings(max_examples=60)
@given(batches, st.lists(st.tuples(edits_strategy, st.sampled_from("eeeur")), max_size=8))
def test_records_of_blocks_live_as_records_of_rows_do(batch: Batch, steps: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "LEAST", 1)
        session = new_session(Path(folder))
        session.import_batch(batch)
        once = dump(session.portfolio)
        session = reopen(session)
        assert dump(session.portfolio) == once
        vector = session.vector()
        for edit, verb in steps:
            if verb == "u" and session.undo_label():
                session.undo()
            elif verb == "r" and session.redo_label():
                session.redo()
            else:
                carry_out(session, edit)
        assert dump(session.state(vector)) == once
        now = dump(session.portfolio)
        session = reopen(session)
        assert dump(session.portfolio) == now and session.check() == []
        finish(session)


def test_a_record_of_a_block_has_a_row_once_it_was_changed(tmp_path: Path, profile: Path) -> None:
    session = _imported(tmp_path)
    measure = _measure(session, "M-7")
    session.do("Rename", edits.set_field(session.portfolio, measure.uid, "name", "New name"))
    session = reopen(session)
    assert session.portfolio[measure.uid].name == "New name"
    rows = session._store.db.execute("SELECT name FROM node WHERE kind = 'measure'").fetchall()
    assert rows == [("New name",)]
    assert [row.label for row in session.history(uid=measure.uid)] == ["Rename", "Import tracker.xlsx"]
    change = next(c for c in session.tx(session.history()[0].id).changes if c.field == "name")
    assert change.seen == (session.history()[1].id,), "what the author saw came from the import"
    finish(session)


def test_what_a_row_says_of_months_takes_the_place_of_what_the_block_says(tmp_path: Path, profile: Path) -> None:
    session = _imported(tmp_path)
    line = session.portfolio.children(_measure(session, "M-9").uid, "effect_line")[0].uid
    session.do("Empty", edits.set_months(session.portfolio, line, "plan", 24312, [None, None, None]))
    session.do("Empty", edits.set_months(session.portfolio, line, "actual", 24313, [None]))
    session = reopen(session)
    assert not session.portfolio.series.has_any(line)
    finish(session)


def test_an_import_of_blocks_taken_back_is_gone_and_comes_again(tmp_path: Path, profile: Path) -> None:
    session = _imported(tmp_path)
    full = dump(session.portfolio)
    session.undo()
    session = reopen(session)
    assert session.portfolio.records == {}
    session.redo()
    session = reopen(session)
    assert dump(session.portfolio) == full
    session.undo()
    session.import_batch(_tracker())
    session = reopen(session)
    assert len(session.portfolio.of_kind("measure")) == COUNT
    finish(session)


def test_the_state_before_and_after_an_edit_of_a_block_is_there(tmp_path: Path, profile: Path) -> None:
    clock = FakeClock()
    session = new_session(tmp_path, clock=clock)
    session.import_batch(_tracker())
    imported = dump(session.portfolio)
    clock.date = "2026-04-30"
    session.do("Rename", edits.set_field(session.portfolio, _measure(session, "M-7").uid, "name", "New name"))
    clock.date = "2026-03-01"
    line = session.portfolio.children(_measure(session, "M-7").uid, "effect_line")[0].uid
    session.do("Told late", edits.set_months(session.portfolio, line, "plan", 24312, [5]))
    assert dump(session.as_of("2026-03-31")) == dump(verify.replay(session._store, told="2026-03-31"))
    assert session.as_of("2026-03-01").of_kind("measure") == []
    assert dump(session.state(dict.fromkeys(session.vector(), 1))) == imported
    finish(session)


def _spoilt(path: Path, statement: str, *values: object) -> None:
    db = sqlite3.connect(path)
    assert db.execute(statement, values).rowcount > 0
    db.commit()
    db.close()


def test_a_byte_changed_in_a_block_is_found_when_the_file_is_opened(tmp_path: Path, profile: Path) -> None:
    session = _imported(tmp_path)
    session.close()
    db = sqlite3.connect(session.path)
    page, uids, body = db.execute("SELECT page, uids, body FROM journal WHERE kind = 'measure'").fetchone()
    other = bytearray(body)
    other[len(body) // 2] ^= 1
    swapped = uids[:16] + uids[32:48] + uids[16:32] + uids[48:]
    for column, value in (("body", bytes(other)), ("uids", swapped), ("body", zlib.compress(b"nonsense")),
                          ("kind", "effect_line"), ("kind", "nothing")):
        db.execute(f"UPDATE journal SET {column} = ? WHERE page = ?", (value, page))
        db.commit()
        with pytest.raises(Damaged, match="block of"):
            Store(session.path, readonly=True)
        db.execute("UPDATE journal SET kind = 'measure', uids = ?, body = ? WHERE page = ?", (uids, body, page))
        db.commit()
    Store(session.path, readonly=True).close()
    db.close()


def test_a_block_rewritten_by_another_program_is_named_by_check(tmp_path: Path, profile: Path) -> None:
    session = _imported(tmp_path)
    assert session.check() == []
    session.close()
    db = sqlite3.connect(session.path)
    page, body = db.execute("SELECT page, body FROM journal WHERE kind = 'measure' LIMIT 1").fetchone()
    db.close()
    told = zlib.decompress(body).replace(b"M-1", b"M_1")
    _spoilt(session.path, "UPDATE journal SET body = ? WHERE page = ?", zlib.compress(told), page)
    session = open_session(session.path, readonly=True)
    assert any("was changed after it was written" in sentence for sentence in session.check())
    session.close()


def test_an_import_of_many_is_small(tmp_path: Path, profile: Path) -> None:
    session = _imported(tmp_path)
    session.do("Setting", edits.set_setting(session.portfolio, "fiscal_start", 4))
    db = session._store.db
    taken = db.execute("SELECT sum(length(body)) + sum(length(uids)) FROM journal WHERE kind IS NOT NULL").fetchone()[0]
    assert taken < 80 * COUNT, "a measure with its line and months fits in 80 bytes, 32 of them its two uids"
    assert len(journal.known(db, set(session.portfolio.records))) == len(session.portfolio.records)
    finish(session)


def _as_format_one(session: Session) -> Path:
    """A file as the first format had it: no blocks in its journal."""
    session.close()
    db = sqlite3.connect(session.path)
    db.execute("DROP INDEX journal_blocks")
    for column in ("kind", "low", "high", "uids"):
        db.execute(f"ALTER TABLE journal DROP COLUMN {column}")
    db.execute("DROP TABLE gone")
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()
    return session.path


def test_a_file_of_format_one_is_read_as_it_is_and_brought_up_when_it_may_be_written(
        tmp_path: Path, profile: Path) -> None:
    session = new_session(tmp_path)
    session.do("Setting", edits.set_setting(session.portfolio, "fiscal_start", 4))
    path = _as_format_one(session)
    was = path.read_bytes()
    session = open_session(path, readonly=True)
    assert session.portfolio.setting("fiscal_start") == 4 and session.check() == [] and len(session.history()) == 1
    session.close()
    assert path.read_bytes() == was
    session = open_session(path, person="Test", clock=FakeClock())
    session.import_batch(_tracker())
    session = reopen(session)
    assert len(session.portfolio.of_kind("measure")) == COUNT
    finish(session)


def test_a_block_that_makes_no_sense_is_a_problem_where_the_journal_is_asked(tmp_path: Path, profile: Path) -> None:
    session = _imported(tmp_path)
    uid = _measure(session, "M-5").uid
    session._store.db.execute("UPDATE journal SET body = ? WHERE kind = 'measure'", (zlib.compress(b"nonsense"),))
    with pytest.raises(Problem, match="journal is damaged at transaction 1"):
        session.history(uid=uid)
    assert any("cannot be replayed" in sentence for sentence in session.check())
    session.close()


def test_what_authors_saw_is_the_same_looked_up_one_by_one_or_all_at_once(
        tmp_path: Path, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = _imported(tmp_path)
    line = session.portfolio.children(_measure(session, "M-9").uid, "effect_line")[0].uid
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", 24313, [5, 6]))
    measures = session.portfolio.of_kind("measure")
    work = [*edits.set_months(session.portfolio, line, "plan", 24311, [1, 2, 3, 4]),
            *(c for r in measures for c in edits.set_field(session.portfolio, r.uid, "name", "same"))]
    monkeypatch.setattr(heads, "_FEW", 10**6)
    each = heads.with_seen(session._store, work)
    monkeypatch.setattr(heads, "_FEW", 0)
    assert heads.with_seen(session._store, work) == each
    first, second = (row.id for row in reversed(session.history()))
    assert [c.seen for c in each if isinstance(c, Change) and c.month is not None] == [(), (first,), (second,)]
    finish(session)
