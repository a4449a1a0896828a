"""The watched folder: what changed is offered once, nothing comes in by itself that is not trusted for it."""
from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.core.dump import dump
from app.ui.importing import watch_note
from app.ui.importing.watch_dialog import FILE, ITSELF, STATE, WatchedFolder
from importers.base import Wishes
from importers.read import import_file

HEAD = "ID,Name,Owner,Plan 2026,Actual 2026\n"
MARCH = "M-01,Rent,Anna,1200.50,\nM-02,Power,Ben,800,10\n"
APRIL = "M-01,Rent,Anna,1200.50,300\nM-02,Power,Ben,850,20\nM-03,Fuel,Cem,7,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    return made


@pytest.fixture
def watcher(window, session, folder, qtbot):
    window.set_session(session)
    found = window.file_parts.watcher
    found._timer.setInterval(10**8)                        # the test says when to look
    found.watch(str(folder))
    rest(found, qtbot)
    return found


def rest(watcher, qtbot):
    qtbot.waitUntil(lambda: watcher.job is None, timeout=30000)


def looks(watcher, qtbot, times: int = 2):
    for _ in range(times):
        watcher.tick()
        rest(watcher, qtbot)
    qtbot.wait(20)                                         # what was put off to the end of the job
    rest(watcher, qtbot)
    qtbot.wait(20)
    rest(watcher, qtbot)


def put(folder: Path, rows: str, name: str = "Tracker.csv", head: str = HEAD) -> Path:
    path = folder / name
    path.write_text(head + rows, "utf-8")
    return path


def take(session, path: Path) -> None:
    session.import_batch(import_file(str(path), Wishes(), lambda share, text: None))


def test_a_changed_file_is_offered_and_nothing_comes_in(watcher, window, session, folder, qtbot):
    path = put(folder, MARCH)
    take(session, path)
    looks(watcher, qtbot)
    assert not window.message_bar.isVisible()              # as it came in
    put(folder, APRIL)
    before = dump(session.portfolio)
    looks(watcher, qtbot)
    assert window.message_bar.message == "Tracker.csv changed in the watched folder."
    assert dump(session.portfolio) == before
    watcher.open()
    wizard = window.pages["import"]
    qtbot.waitUntil(lambda: wizard.reading is not None and wizard.job is None, timeout=30000)
    assert window.page == "import" and wizard.reading.path == path


def test_passed_over_it_is_quiet_until_it_changes_again_also_the_next_day(watcher, window, session, folder, qtbot):
    put(folder, MARCH)
    looks(watcher, qtbot)
    assert "Tracker.csv changed" in window.message_bar.message
    watcher.pass_over(["Tracker.csv"])
    assert not window.message_bar.isVisible()
    watcher.follow()                                       # as the file is opened anew
    looks(watcher, qtbot)
    assert not window.message_bar.isVisible() and watcher.watched.folder == str(folder)
    put(folder, APRIL)
    looks(watcher, qtbot)
    assert window.message_bar.isVisible()


def trusted(watcher, session, folder, qtbot):
    path = put(folder, MARCH)
    take(session, path)
    looks(watcher, qtbot)
    watcher.trust("Tracker.csv", True)
    rest(watcher, qtbot)
    return path


def test_a_trusted_file_comes_in_by_itself_as_one_step_that_undo_takes_back(watcher, window, session, folder, qtbot):
    trusted(watcher, session, folder, qtbot)
    before = dump(session.portfolio)
    put(folder, APRIL)
    looks(watcher, qtbot)
    assert sorted(r.code for r in session.portfolio.of_kind("measure")) == ["M-01", "M-02", "M-03"]
    assert "1 new and 2 changed measures from Tracker.csv" in window.message_bar.message
    session.undo()
    looks(watcher, qtbot)                                  # taken back is taken back
    assert dump(session.portfolio) == before


def test_other_columns_are_not_what_was_trusted(watcher, window, session, folder, qtbot):
    trusted(watcher, session, folder, qtbot)
    before = dump(session.portfolio)
    put(folder, "M-01,Rent,Anna,Ben,1200.50,5\n", head="ID,Name,Owner,Sponsor,Plan 2026,Actual 2026\n")
    looks(watcher, qtbot)
    assert dump(session.portfolio) == before
    assert "not those that were trusted" in window.message_bar.message
    count = session.tx_count()
    looks(watcher, qtbot)                                  # and it is not tried again and again
    assert session.tx_count() == count


def test_it_waits_while_somebody_is_in_an_import(watcher, window, session, folder, qtbot):
    path = trusted(watcher, session, folder, qtbot)
    window.files.start_import(path)
    wizard = window.pages["import"]
    qtbot.waitUntil(lambda: wizard.reading is not None and wizard.job is None, timeout=30000)
    put(folder, APRIL)
    looks(watcher, qtbot)
    assert len(session.portfolio.of_kind("measure")) == 2
    wizard.leave_import()
    looks(watcher, qtbot, 1)
    assert len(session.portfolio.of_kind("measure")) == 3


def test_a_trusted_file_with_nothing_new_writes_nothing(watcher, window, session, folder, qtbot):
    trusted(watcher, session, folder, qtbot)
    count = session.tx_count()
    put(folder, MARCH + "\n")
    looks(watcher, qtbot)
    assert session.tx_count() == count and not window.message_bar.isVisible()


def cells(dialog: WatchedFolder) -> list[tuple[str, str, bool]]:
    return [(dialog.table.item(r, FILE).text(), dialog.table.item(r, STATE).text(),
             dialog.table.item(r, ITSELF).checkState() == Qt.CheckState.Checked)
            for r in range(dialog.table.rowCount())]


def test_the_list_says_how_each_stands_and_a_tick_needs_an_import_before(watcher, window, session, folder, qtbot):
    take(session, put(folder, MARCH))
    put(folder, APRIL, "Other.csv")
    put(folder, "", "Begun.csv", "")
    looks(watcher, qtbot)
    dialog = WatchedFolder(window)
    rest(watcher, qtbot)
    assert cells(dialog) == [("Begun.csv", "Being written; waiting", False), ("Other.csv", "New", False),
                             ("Tracker.csv", "As it came in", False)]
    ticks = [dialog.table.item(r, ITSELF) for r in range(3)]
    assert [bool(t.flags() & Qt.ItemFlag.ItemIsUserCheckable) for t in ticks] == [False, False, True]
    ticks[2].setCheckState(Qt.CheckState.Checked)
    rest(watcher, qtbot)
    assert dialog.table.item(0, ITSELF).text() == "after a first import"
    assert cells(dialog)[2] == ("Tracker.csv", "As it came in", True)
    assert "Tracker.csv" in watch_note.read(session.present.file_id).trusted
    dialog.watcher.watch("")
    assert cells(dialog) == [] and watch_note.read(session.present.file_id).folder == ""
    dialog.reject()


def test_a_folder_that_is_gone_is_said_once(watcher, window, folder, qtbot):
    folder.rmdir()
    looks(watcher, qtbot, 1)
    assert "cannot be read" in window.message_bar.message
    window.message_bar.hide()
    looks(watcher, qtbot, 1)
    assert not window.message_bar.isVisible()
