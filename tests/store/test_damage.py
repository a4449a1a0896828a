"""Damaged, foreign, newer, copied, restored and doubly opened files: each is named, none is silently taken."""
from __future__ import annotations

import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from app.core import edits
from app.core.dump import dump
from app.core.value.series import SeriesStore
from app.core.values import month_index
from app.errors import Problem
from app.session import Session, create_file, open_session
from app.store import backup
from app.store.tables import FORMAT
from tests.support import FakeClock, add_line, add_tree, finish, new_session, reopen


def _filled(folder: Path) -> Path:
    session = new_session(folder)
    measures = add_tree(session, measures=3)
    for uid in measures:
        line = add_line(session, uid, name="Savings")
        plan = edits.set_months(session.portfolio, line, "plan", month_index("2026-01"), list(range(1, 13)))
        session.do("Plan", plan)
    session.close()
    return session.path


def test_check_names_line_and_month_after_one_month_in_a_blob_was_flipped(tmp_path: Path, profile: Path) -> None:
    path = _filled(tmp_path)
    db = sqlite3.connect(path)
    uid, blob = db.execute("SELECT uid, series FROM effect_line ORDER BY uid LIMIT 1").fetchone()
    line = SeriesStore()
    line.load("line", blob)
    assert line.get("line", "plan", month_index("2026-05"), 1) == (5,)
    line.put("line", "plan", month_index("2026-05"), [4])
    changed = line.blob("line")
    db.execute("UPDATE effect_line SET series = ? WHERE uid = ?", (changed, uid))
    db.commit()
    db.close()
    session = open_session(path, readonly=True)
    found = session.check()
    session.close()
    assert len(found) == 1
    code = session.portfolio[session.portfolio[uid.hex()].parent].code
    assert f"{code}#Savings: plan 2026-05 is 0.04 in the table and 0.05 in the journal" in found[0]


@pytest.mark.parametrize("statement, said", [
    ("UPDATE node SET name = 'other' WHERE code = 'M2'",
     "M2: name is 'other' in the table and 'Measure 2' in the journal"),
    ("DELETE FROM effect_line WHERE uid = (SELECT min(uid) FROM effect_line)", "is only in the journal"),
    ("UPDATE tx SET label = 'nothing' WHERE seq = 3", "was changed after it was written"),
    ("UPDATE tx SET told = '2020-01-01' WHERE seq = 2", "was changed after it was written"),
    ("UPDATE journal SET body = '[]' WHERE tx = 4", "was changed after it was written"),
    ("DELETE FROM tx WHERE seq = 5", "there is a gap"),
])
def test_check_names_what_was_changed_behind_the_doors_back(tmp_path: Path, profile: Path, statement: str,
                                                            said: str) -> None:
    path = _filled(tmp_path)
    db = sqlite3.connect(path)
    db.execute(statement)
    db.commit()
    db.close()
    session = open_session(path, readonly=True)
    found = session.check()
    session.close()
    assert any(said in sentence for sentence in found), found


def test_a_damaged_file_opens_from_the_newest_good_backup_and_says_so(tmp_path: Path, profile: Path) -> None:
    path = _filled(tmp_path)
    session = open_session(path, person="Test", clock=FakeClock())
    state = dump(session.portfolio)
    session.close()
    content = bytearray(path.read_bytes())
    content[4096:8192] = random.Random(1).randbytes(4096)
    path.write_bytes(content)
    session = open_session(path, person="Test", clock=FakeClock())
    assert "was damaged" in session.notices[0] and "newest good backup" in session.notices[0]
    assert dump(session.portfolio) == state
    session.close()
    kept = [f.name for f in tmp_path.iterdir() if "damaged" in f.name]
    assert len(kept) == 1 and kept[0] in session.notices[0]


def test_a_damaged_file_without_a_backup_is_a_problem_and_stays_as_it_is(
        tmp_path: Path, profile: Path) -> None:
    path = _filled(tmp_path)
    shutil.rmtree(profile)
    content = bytearray(path.read_bytes())
    content[2000:9000] = bytes(7000)
    path.write_bytes(content)
    with pytest.raises(Problem, match="no good backup"):
        open_session(path)
    assert path.read_bytes() == bytes(content)


def _torn(folder: Path) -> tuple[Path, bytes]:
    """A damaged file that has a backup."""
    path = _filled(folder)
    open_session(path, person="Test", clock=FakeClock()).close()
    content = bytearray(path.read_bytes())
    content[4096:8192] = random.Random(1).randbytes(4096)
    path.write_bytes(content)
    return path, bytes(content)


def test_a_backup_that_cannot_take_the_place_of_a_damaged_file_leaves_all_as_it_was(
        tmp_path: Path, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, content = _torn(tmp_path)
    log = path.with_name(path.name + "-wal")
    log.write_bytes(b"half a log")

    move = os.replace

    def refused(old: Path, new: Path) -> None:
        if str(old).endswith(".part"):
            raise OSError(5, "Input/output error")
        move(old, new)
    with monkeypatch.context() as patch:
        patch.setattr("app.core.whole_file.os.replace", refused)
        with pytest.raises(Problem, match="could not be put in its place"):
            backup.restore(path, "the disk was torn")
    assert path.read_bytes() == content and log.read_bytes() == b"half a log"
    assert sorted(f.name for f in tmp_path.iterdir() if f.is_file()) == [path.name, log.name]


def test_a_file_that_was_damaged_twice_within_a_second_is_kept_twice(tmp_path: Path, profile: Path) -> None:
    path, content = _torn(tmp_path)
    stamp = path.stat().st_mtime
    for _ in range(3):
        path.write_bytes(content)
        os.utime(path, (stamp, stamp))
        backup.restore(path, "the disk was torn")
    assert sum("damaged" in f.name for f in tmp_path.iterdir()) == 3


def test_a_profile_that_cannot_hold_a_backup_stops_no_work(tmp_path: Path, profile: Path) -> None:
    path = _filled(tmp_path)
    shutil.rmtree(profile / "backups", ignore_errors=True)
    (profile / "backups").write_text("in the way")
    session = open_session(path, person="Test", clock=FakeClock())
    session.do("Rename", edits.set_text(session.portfolio, session.portfolio.of_kind("measure")[0].uid, "name", "B"))
    session.close()
    assert reopen_name(path) == "B"


def reopen_name(path: Path) -> str:
    session = open_session(path, readonly=True)
    name = session.portfolio.of_kind("measure")[0].name
    session.close()
    return name


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a workbook", b"SQLite format 3\x00" + bytes(80), bytes(5000)])
def test_a_file_that_is_none_of_ours_is_refused_and_untouched(tmp_path: Path, profile: Path, content: bytes) -> None:
    path = tmp_path / "strange.trimtab"
    path.write_bytes(content)
    with pytest.raises(Problem):
        open_session(path)
    assert path.read_bytes() == content
    assert [f.name for f in tmp_path.iterdir() if f.is_file()] == ["strange.trimtab"]


def test_another_programs_database_is_refused_by_name(tmp_path: Path, profile: Path) -> None:
    path = tmp_path / "other.trimtab"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE t (x)")
    db.commit()
    db.close()
    with pytest.raises(Problem, match="is not a Trimtab file"):
        open_session(path)


def test_a_newer_file_version_is_refused_by_name(tmp_path: Path, profile: Path) -> None:
    path = _filled(tmp_path)
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {FORMAT + 1}")
    db.commit()
    db.close()
    with pytest.raises(Problem, match=f"newer Trimtab .file format {FORMAT + 1}"):
        open_session(path)


def test_a_second_process_is_told_so_and_may_read(tmp_path: Path, profile: Path) -> None:
    path = _filled(tmp_path)
    first = open_session(path, person="Test", clock=FakeClock())
    second = open_session(path)
    assert second.readonly and "open elsewhere" in second.notices[0]
    assert dump(second.portfolio) == dump(first.portfolio)
    with pytest.raises(Problem, match="open for reading only"):
        second.do("Rename", edits.set_field(second.portfolio, second.portfolio.of_kind("measure")[0].uid, "name", "x"))
    second.close()
    first.do("Rename", edits.set_field(first.portfolio, first.portfolio.of_kind("measure")[0].uid, "name", "x"))
    finish(first)


def test_closing_leaves_one_file(tmp_path: Path, profile: Path) -> None:
    path = _filled(tmp_path)
    assert [f.name for f in tmp_path.iterdir() if f.is_file()] == [path.name]


def _rename(session: Session, name: str) -> None:
    session.do("Rename", edits.set_field(session.portfolio, session.portfolio.of_kind("measure")[0].uid, "name", name))


def test_a_copied_file_starts_a_new_site_before_its_first_write(tmp_path: Path, profile: Path) -> None:
    path = _filled(tmp_path)
    shutil.copy(path, tmp_path / "copy.trimtab")
    copy = open_session(tmp_path / "copy.trimtab", person="Test", clock=FakeClock())
    before = copy.vector()
    _rename(copy, "x")
    assert len(copy.vector()) == len(before) + 1
    assert copy.undo_label() == "Rename"
    finish(copy)
    original = open_session(path, person="Test", clock=FakeClock())
    _rename(original, "y")
    assert list(original.vector()) == list(before)
    finish(original)


def test_a_moved_file_keeps_its_site(tmp_path: Path, profile: Path) -> None:
    path = _filled(tmp_path)
    moved = path.rename(tmp_path / "moved.trimtab")
    session = open_session(moved, person="Test", clock=FakeClock())
    _rename(session, "x")
    assert len(session.vector()) == 1
    finish(session)


def test_a_restored_file_starts_a_new_site(tmp_path: Path, profile: Path) -> None:
    path = _filled(tmp_path)
    old = path.read_bytes()
    session = open_session(path, person="Test", clock=FakeClock())
    _rename(session, "later")
    session.close()
    path.write_bytes(old)
    session = open_session(path, person="Test", clock=FakeClock())
    _rename(session, "after the restore")
    assert len(session.vector()) == 2
    finish(session)


def test_a_file_from_another_machine_starts_a_new_site(tmp_path: Path, profile: Path,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    path = _filled(tmp_path)
    monkeypatch.setenv("TRIMTAB_PROFILE", str(tmp_path / "elsewhere"))
    session = open_session(path, person="Test", clock=FakeClock())
    _rename(session, "x")
    session = reopen(session)
    _rename(session, "y")
    assert len(session.vector()) == 2
    finish(session)


def test_random_bytes_in_a_file_never_crash_without_a_sentence(tmp_path: Path, profile: Path) -> None:
    path = _filled(tmp_path)
    good = path.read_bytes()
    dice = random.Random(7)
    for _ in range(60):
        content = bytearray(good)
        for _ in range(dice.randint(1, 40)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        path.write_bytes(content[:dice.randrange(len(content))] if dice.random() < 0.3 else content)
        try:
            session = open_session(path, person="Test", clock=FakeClock())
        except Problem:
            pass
        else:
            session.check()
            session.close()
        for left in tmp_path.glob("* damaged *"):
            left.unlink()


def test_backups_roll(tmp_path: Path, profile: Path) -> None:
    clock = FakeClock()
    create_file(tmp_path / "many.trimtab")
    for n in range(14):
        session = open_session(tmp_path / "many.trimtab", person="Test", clock=clock)
        session.do("Setting", edits.set_setting(session.portfolio, "fiscal_start", n % 12 + 1))
        session.close()
    assert 10 <= len(list((profile / "backups").rglob("*.trimtab"))) <= 11


def test_a_file_cannot_be_made_where_one_lies_or_where_writing_is_refused(tmp_path: Path, profile: Path) -> None:
    path = _filled(tmp_path)
    before = path.read_bytes()
    with pytest.raises(Problem, match="already exists"):
        create_file(path)
    with pytest.raises(Problem):
        create_file(tmp_path / "no such folder" / "a.trimtab")
    assert path.read_bytes() == before


@pytest.mark.parametrize("statement, said", [
    ("UPDATE node SET parent = uid WHERE code = 'PR'", "hangs under itself"),
    ("UPDATE node SET parent = (SELECT uid FROM node WHERE code = 'M1') WHERE code = 'OR'", "hangs under itself"),
    ("UPDATE node SET name = x'00ff' WHERE code = 'M1'", "name of node holds something that does not belong there"),
    ("UPDATE node SET finish = '2026-13-45' WHERE code = 'M1'", "finish of node holds something"),
    ("UPDATE node SET parent = x'0102' WHERE code = 'M1'", "parent of node holds something"),
])
def test_rows_that_make_no_sense_are_found_when_the_file_is_opened(tmp_path: Path, profile: Path, statement: str,
                                                                   said: str) -> None:
    path = _filled(tmp_path)
    shutil.rmtree(profile)
    db = sqlite3.connect(path)
    assert db.execute(statement).rowcount > 0
    db.commit()
    db.close()
    with pytest.raises(Problem, match=said):
        open_session(path)
