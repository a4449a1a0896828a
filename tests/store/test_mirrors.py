"""An import of thousands goes back, and comes again, in pieces: it means what it means record by record."""
from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core import edits
from app.core.change import cells
from app.core.dump import dump
from app.session import Session, open_session
from app.store import rows, verify
from app.store.store import Store
from tests.store.test_blocks import COUNT, _imported, _measure, _tracker
from tests.support import (
    FakeClock,
    add_line,
    assert_tables_hold_what_the_journal_says,
    finish,
    new_session,
    reopen,
)


def _told(session: Session, place: int = 0) -> dict[Any, Any]:
    """What a transaction says of each cell; the newest is 0."""
    found = session.tx(session.history()[place].id).changes
    return {key: (old, new, c.seen) for c in found for key, old, new in cells(c) if old != new}


def _count(session: Session, table: str) -> int:
    return int(session._store.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "in_pieces", lambda store, n: ([], list(store.changes(n))))


def _as_another_site(session: Session, label: str, changes: Any) -> None:
    own = session._store.meta("site")
    session._store.set_meta("site", "b" * 32)
    session.do(label, changes)
    session._store.set_meta("site", own)


def test_what_goes_in_pieces_says_of_every_cell_what_it_says_one_by_one(
        tmp_path: Path, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = _imported(tmp_path)
    imported, before, once = _told(session), _count(session, "touched"), dump(session.portfolio)
    done = [session.undo().done, session.redo().done]
    assert _count(session, "touched") < before + 40, "no record of a block is written for itself"
    session = reopen(session)
    assert dump(session.portfolio) == once
    in_pieces = _told(session, 1), _told(session)
    made, gone = session.history()[2].id, session.history()[1].id
    assert in_pieces[0] == {key: (new, old, (made,)) for key, (old, new, _) in imported.items()}
    assert in_pieces[1] == {key: (old, new, (gone,)) for key, (old, new, _) in imported.items()}
    uid = _measure(session, "M-7").uid
    assert [row.label for row in session.history(uid=uid)] == [
        "Redo Import tracker.xlsx", "Undo Import tracker.xlsx", "Import tracker.xlsx"]
    session.undo()
    _one_by_one(monkeypatch)
    session.redo()
    session.undo()
    assert session.portfolio.records == {} and done[0] == done[1] == session.history()[-1].changes
    finish(session)


def test_an_edit_after_a_redo_sees_the_redo_and_what_follows_goes_back_with_it(tmp_path: Path, profile: Path) -> None:
    session = _imported(tmp_path)
    session.undo()
    session.redo()
    measure = _measure(session, "M-7").uid
    session.do("Rename", edits.set_field(session.portfolio, measure, "name", "New name"))
    assert next(iter(_told(session).values()))[2] == (session.history()[1].id,)
    session.undo()
    session.undo()
    assert session.portfolio.records == {}
    session.redo()
    session.redo()
    session = reopen(session)
    assert session.portfolio[measure].name == "New name" and len(session.portfolio.of_kind("measure")) == COUNT
    assert session.check() == []
    finish(session)


def test_what_others_hung_something_under_stays_and_so_does_what_it_hangs_under(tmp_path: Path, profile: Path) -> None:
    found = []
    for name, apart in (("pieces", False), ("apart", True)):
        (tmp_path / name).mkdir()
        session = _imported(tmp_path / name)
        p = session.portfolio
        uid, made = edits.add(p, "effect_line", _measure(session, "M-9").uid, {"type": "recurring_benefit"})
        _as_another_site(session, "Line", made)
        _as_another_site(session, "Code", edits.set_field(p, _measure(session, "M-11").uid, "code", "X"))
        with pytest.MonkeyPatch.context() as patch:
            if apart:
                _one_by_one(patch)
            outcome = session.undo()
        session = reopen(session)
        assert session.check() == [] and uid in session.portfolio.records
        assert [r.code for r in session.portfolio.of_kind("measure")] == ["M-9"]
        found.append((outcome.done, sorted(outcome.left), sorted(
            (r.kind, r.name) for r in session.portfolio.records.values())))
        session.close()
    assert found[0] == found[1] and any("stays, because something hangs under it" in s for s in found[0][1])


def test_an_import_of_several_days_goes_back_in_pieces_as_one(tmp_path: Path, profile: Path) -> None:
    session = new_session(tmp_path)
    batch = _tracker()
    session.import_batch(replace(batch, items=[
        replace(item, known="2026-02-01" if item.kind != "effect_line" else "2026-03-01") for item in batch.items]))
    assert len(session.steps()) > 1
    full = dump(session.portfolio)
    before = _count(session, "touched")
    session.undo()
    assert session.portfolio.records == {} and _count(session, "touched") < before + 40
    session.redo()
    session = reopen(session)
    assert dump(session.portfolio) == full
    session.undo()
    assert_tables_hold_what_the_journal_says(session)
    session.close()


def test_the_days_before_between_and_after_are_there(tmp_path: Path, profile: Path) -> None:
    clock = FakeClock()
    session = new_session(tmp_path, clock=clock)
    session.import_batch(_tracker())
    clock.date = "2026-04-30"
    session.undo()
    clock.date = "2026-05-31"
    session.redo()
    add_line(session, _measure(session, "M-3").uid)
    clock.date = "2026-04-15"
    session.do("Told late", edits.set_field(session.portfolio, _measure(session, "M-7").uid, "name", "Late"))
    for day in ("2026-03-31", "2026-06-30", "2026-04-30", "2026-05-31", "2026-04-20"):
        assert dump(session.as_of(day)) == dump(verify.replay(session._store, told=day)), day
    assert len(session.as_of("2026-04-30").of_kind("measure")) == 0
    assert len(session.compared("2026-03-31", "2026-04-30").rows) > 0
    finish(session)


@pytest.mark.parametrize("spoilt", ["{", '{"block": [1, 2]}', '{"block": ["x", 0], "gone": true, "seen": ""}', "gone"])
def test_a_spoilt_page_that_names_a_block_is_found_by_check(tmp_path: Path, profile: Path, spoilt: str) -> None:
    session = _imported(tmp_path)
    session.undo()
    session.close()
    db = sqlite3.connect(session.path)
    page, body = db.execute("SELECT page, body FROM journal WHERE kind = 'measure' AND tx = 2").fetchone()
    value = json.dumps(json.loads(body) | {"gone": False}) if spoilt == "gone" else spoilt
    db.execute("UPDATE journal SET body = ? WHERE page = ? AND tx = 2", (value.encode(), page))
    db.commit()
    db.close()
    session = open_session(session.path, readonly=True)
    assert session.portfolio.records == {} and any("was changed after it was written" in s for s in session.check())
    session.close()


@pytest.mark.parametrize("where", ["sweep", "follow"])
def test_tables_or_memory_that_forget_a_record_of_a_piece_are_caught(
        tmp_path: Path, profile: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    session = _imported(tmp_path)
    good = getattr(rows, where)

    def bad(of: Any, pieces: Any, *more: Any) -> Any:
        return good(of, [piece.without({piece.uids[0]}) for piece in pieces], *more)

    monkeypatch.setattr(rows, where, bad)
    with pytest.raises(AssertionError, match="differ"):
        finish(session)
