"""Files written before a kind or a field was known: they open, gain what is missing, and lose nothing."""
from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.core import edits
from app.core.dump import dump
from app.session import Session, open_session
from app.store.store import Damaged, Store
from tests.support import FakeClock, add_tree, finish, new_session


def _file_without_shares(folder: Path) -> tuple[Path, str]:
    """As the first version wrote it: no table of shares, and a line table that lacks a later column."""
    session = new_session(folder)
    add_tree(session)
    before = dump(session.portfolio)
    session.close()
    db = sqlite3.connect(session.path)
    db.execute("DROP TABLE share")
    db.execute("ALTER TABLE effect_line DROP COLUMN basis")
    db.commit()
    db.close()
    return session.path, before


def _share(session: Session) -> str:
    function, made = edits.unit(session.portfolio, "function", "Claims")
    session.do("Function", made)
    measure = session.portfolio.of_kind("measure")[0].uid
    uid, made = edits.link(session.portfolio, "share", {"measure": measure, "function": function}, {"percent": 4000})
    session.do("Share", made)
    return uid


def test_a_file_from_before_a_kind_gains_its_table_and_can_hold_it(tmp_path: Path, profile: Path) -> None:
    path, before = _file_without_shares(tmp_path)
    session = open_session(path, person="Test", clock=FakeClock())
    assert dump(session.portfolio) == before and session.notices == []
    uid = _share(session)
    session.close()
    session = open_session(path, person="Test", clock=FakeClock())
    assert session.portfolio[uid].get("percent") == 4000
    finish(session)


def test_a_file_from_before_a_kind_can_be_read_without_being_changed(tmp_path: Path, profile: Path) -> None:
    path, before = _file_without_shares(tmp_path)
    was = path.read_bytes()
    session = open_session(path, readonly=True)
    assert dump(session.portfolio) == before and session.portfolio.of_kind("share") == []
    session.close()
    assert path.read_bytes() == was


@pytest.mark.parametrize("readonly", [True, False])
def test_a_table_that_the_journal_wrote_to_is_not_made_anew_but_called_damaged(tmp_path: Path, profile: Path,
                                                                             readonly: bool) -> None:
    session = new_session(tmp_path)
    add_tree(session)
    _share(session)
    session.close()
    db = sqlite3.connect(session.path)
    db.execute("DROP TABLE share")
    db.commit()
    db.close()
    with pytest.raises(Damaged, match="table of share is missing"):
        Store(session.path, readonly=readonly)


def test_a_share_dies_with_its_measure_and_its_uid_comes_from_its_ends(session: Session) -> None:
    add_tree(session)
    uid = _share(session)
    share = session.portfolio[uid]
    assert uid == session.portfolio.key_uid("share", f"{share.get('measure')}\n{share.get('function')}")
    session.do("Delete", edits.delete(session.portfolio, [share.get("measure")]))
    assert session.portfolio.of_kind("share") == []
