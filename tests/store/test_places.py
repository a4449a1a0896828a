"""Files in folders that a cloud service copies, and disks that are full: what is said, and that nothing is lost."""
from __future__ import annotations

from pathlib import Path

import pytest

from app.core import edits
from app.core.dump import dump
from app.errors import Problem
from app.session import Session, create_file, open_session
from app.store.place import cloud_of
from tests.support import add_tree


@pytest.mark.parametrize(("folder", "service"), [
    ("OneDrive - Nordhaven/Steering", "OneDrive"), ("Dropbox (Work)", "Dropbox"), ("Google Drive/x", "Google Drive"),
    ("Library/Mobile Documents/x", "iCloud Drive"), ("Nextcloud", "Nextcloud"), ("nextcloud2/x", ""),
    ("Documents", ""), ("boxes/icloudy", ""),
])
def test_a_folder_of_a_cloud_service_is_known_by_its_name(folder: str, service: str, tmp_path: Path) -> None:
    assert cloud_of(Path("/home/anna") / folder / "a.trimtab") == service


def test_the_warning_comes_once_and_again_only_in_another_such_folder(tmp_path: Path, profile: Path) -> None:
    first = tmp_path / "Dropbox" / "a.trimtab"
    first.parent.mkdir()
    create_file(first)
    for number in (1, 0):
        opened = open_session(first)
        assert len([n for n in opened.notices if "Dropbox" in n and "Save a copy" in n]) == number
        opened.close()
    second = tmp_path / "Nextcloud" / "a.trimtab"
    second.parent.mkdir()
    first.rename(second)
    opened = open_session(second)
    assert any("Nextcloud" in n for n in opened.notices)
    opened.close()


def test_a_full_disk_refuses_the_edit_in_one_sentence_and_the_file_stays_whole(session: Session) -> None:
    one, = add_tree(session)
    before, count = dump(session.portfolio), session.tx_count()
    db = session._store.db
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Problem) as refused:
        for number in range(400):
            session.do("Describe", edits.set_field(session.portfolio, one, "description", f"{number} " + "ü" * 20_000))
            before, count = dump(session.portfolio), session.tx_count()
    assert refused.value.hint
    assert (dump(session.portfolio), session.tx_count()) == (before, count)
    assert session.check() == []
    db.execute("PRAGMA max_page_count = 1073741823")
    session.do("Describe", edits.set_field(session.portfolio, one, "description", "room again"))
    assert session.portfolio[one].get("description") == "room again"


@pytest.mark.parametrize(("wrong", "said"), [
    (PermissionError(13, "Permission denied", "/home/fulltime/locked.trimtab"), "cannot be written here"),
    (OSError(28, "No space left on device", "/home/anna/a.trimtab"), "The disk is full"),
    (OSError(22, "Invalid argument", "/home/fulltime/locked.trimtab"), "could not be written (Invalid argument)")])
def test_why_a_file_cannot_be_made_is_told_by_the_error_and_not_by_the_name_of_its_folder(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: OSError, said: str) -> None:
    def refused(*_: object) -> None:
        raise wrong
    monkeypatch.setattr("app.core.whole_file.os.replace", refused)
    with pytest.raises(Problem) as problem:
        create_file(tmp_path / "a.trimtab")
    assert said in problem.value.what
    assert not list(tmp_path.glob("a.trimtab*"))
