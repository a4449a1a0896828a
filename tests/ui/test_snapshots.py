"""Snapshots are renamed and deleted on screen, and what changed since one left the file is asked for by a word."""
from __future__ import annotations

from app import samples
from app.core import edits, states
from app.core.find import lookup
from app.session import create_file, open_session
from app.store.profile import write
from app.ui.history import left
from app.ui.history.snapshots import Snapshots
from tests.ui.test_compare_page import texts
from tests.ui.test_looking import two_months

__all__ = ["two_months"]


def taken(session, *names: str) -> list[str]:
    made = [states.snapshot(session.present, name, session.vector(), "why") for name in names]
    for uid, changes in made:
        session.do(uid, changes)
    return [uid for uid, _ in made]


def test_a_snapshot_is_renamed_and_deleted_and_both_are_taken_back(two_months, session):
    march, _ = taken(session, "Steering March", "Zero")
    dialog = Snapshots(two_months)
    assert [dialog.table.item(0, j).text() for j in range(3)] == ["Steering March", "31 Mar 2026", "why"]
    dialog.table.selectRow(0)
    dialog.table.item(0, 0).setText("Board March")
    assert [name for _, name in states.snapshots(session.present)] == ["Board March", "Zero"]
    assert states.vector_of(session.present, march), "it still names its state"
    dialog.table.item(0, 0).setText("zero")
    assert "called “zero” already" in dialog.said.text() and dialog.table.item(0, 0).text() == "Board March"
    dialog.table.item(0, 0).setText("   ")
    assert "needs a name" in dialog.said.text()
    dialog.table.selectRow(0)
    dialog.remove.click()
    assert [name for _, name in states.snapshots(session.present)] == ["Zero"] and dialog.table.rowCount() == 1
    session.undo()
    session.undo()
    assert [name for _, name in states.snapshots(session.present)] == ["Steering March", "Zero"]
    dialog.reject()


def test_without_a_snapshot_the_list_says_how_one_is_made(two_months):
    dialog = Snapshots(two_months)
    assert "Take a snapshot" in dialog.about.text() and not dialog.remove.isEnabled()
    dialog.reject()


def test_what_changed_since_the_file_was_left_is_compared_by_the_state_and_not_by_the_day(
        window, tmp_path, profile, qtbot):
    path = tmp_path / "f.trimtab"
    create_file(path)
    first = open_session(path)
    first.do("Fill", samples.changes(first.portfolio, "insurer"))
    window.set_session(first)
    assert window.file_parts.left is None and window.act("tools.since_left")
    assert "not left this file here before" in window.message_bar.message
    window.close_file()
    other = open_session(path, person="Eva")
    uid = lookup(other.portfolio, "IC-121").uid
    other.do("Rename", edits.set_field(other.portfolio, uid, "name", "Later that day"))
    other.close()
    window.set_session(open_session(path))
    assert window.act("tools.since_left")
    pane = window.pages["history"].compare
    qtbot.waitUntil(lambda: pane.job is None, timeout=5000)
    assert pane.before.currentText().startswith("When I left it, ")
    assert [r[1:4] for r in texts(pane) if r[1]] == [
        ["Name", "Switch off on-prem servers, Hamburg", "Later that day"]]
    pane.look_at()
    qtbot.waitUntil(lambda: window.looking.job is None, timeout=5000)
    assert window.session.portfolio[uid].name == "Switch off on-prem servers, Hamburg"
    window.looking.back()
    window.close_file()


def test_a_state_that_this_copy_does_not_hold_is_not_offered(two_months, session):
    left.keep(session)
    assert left.read(session) is not None
    (site, seq), = session.vector().items()
    write(f"left-{session.file_id}", {"vector": {site: seq + 1}, "day": "2026-03-31"})
    assert left.read(session) is None, "as after going back to an older backup"
    write(f"left-{session.file_id}", {"vector": "broken"})
    assert left.read(session) is None
