"""Two states side by side on the History page, snapshots that name them, and the way from a line to its row."""
from __future__ import annotations

from PySide6.QtWidgets import QApplication

from app.core import edits, states
from app.core.value.cube import cube
from app.ui.history.compare import TakeSnapshot
from tests.ui.test_looking import FEBRUARY, two_months

__all__ = ["two_months"]


def comparing(window, qtbot, since: str = "28 Feb 2026"):
    window.show_page("history")
    page = window.pages["history"]
    page.show_view("compare")
    qtbot.waitUntil(lambda: page.compare.job is None, timeout=5000)
    page.compare.choose(since)
    qtbot.waitUntil(lambda: page.compare.job is None, timeout=5000)
    return page.compare


def texts(pane) -> list[list[str]]:
    return [[pane.table.item(i, j).text() for j in range(pane.table.columnCount())]
            for i in range(pane.table.rowCount())]


def test_what_changed_since_a_day_stands_by_measure_with_who_when_and_money(two_months, session, qtbot):
    pane = comparing(two_months, qtbot)
    rows = texts(pane)
    heads = [pane.table.horizontalHeaderItem(j).text() for j in range(pane.table.columnCount())]
    assert heads == ["What", "Change", "Before", "After", "Plan, k€", "Who", "When"]
    assert ["M1  Renamed in March", "", "", "", "+6.0", "", ""] in rows
    assert ["", "Name", "Measure 1", "Renamed in March", "", "Test", "31 Mar 2026"] in [
        [r[0].strip(), *r[1:]] for r in rows]
    assert [r[1:5] for r in rows if r[1] == "Plan Jan 2026"] == [["Plan Jan 2026", "1,000", "7,000", "+6.0"]]
    assert ["M3  New in March", "New"] in [r[:2] for r in rows]
    gained = cube(session.present).total("", "plan") - cube(session.state(FEBRUARY)).total("", "plan")
    assert gained == 600_000 and rows[-1] == ["Total of the file", "", "", "", "+6.0", "", ""]
    assert "on 2 measures" in pane.said.text() and "1 measure is new" in pane.said.text()
    assert "plan +6.0 k€" in pane.said.text()


def test_a_filter_keeps_one_sort_of_change(two_months, qtbot):
    pane = comparing(two_months, qtbot)
    pane.sort.setCurrentIndex(pane.sort.findData("money"))
    pane._show()
    fields = [r[1] for r in texts(pane)]
    assert "Plan Jan 2026" in fields and "Name" not in fields


def test_a_double_click_goes_to_the_row(two_months, session, qtbot):
    pane = comparing(two_months, qtbot)
    row = next(i for i, r in enumerate(texts(pane)) if r[0] == "M3  New in March")
    pane.table.doubleClicked.emit(pane.table.model().index(row, 0))
    assert two_months.page == "portfolio"
    assert session.present[two_months.portfolio_page.current_uid()].name == "New in March"


def test_a_snapshot_is_taken_compared_with_and_looked_at(two_months, session, qtbot):
    window = two_months
    pane = comparing(window, qtbot)
    dialog = TakeSnapshot(window)
    dialog.name.setText("Steering March")
    dialog.note.setPlainText("Before the vote")
    dialog.accept()
    (uid, name), = states.snapshots(session.present)
    assert name == "Steering March" and session.present[uid].get("note") == "Before the vote"
    measure = next(r for r in session.present.of_kind("measure") if r.name == "Measure 2")
    window.attempt("Rename", lambda: edits.set_field(
        session.present, measure.uid, "name", "After the snapshot"))
    QApplication.processEvents()
    pane = comparing(window, qtbot, "Snapshot “Steering March”")
    assert [r[1:4] for r in texts(pane) if r[1]] == [["Name", "Measure 2", "After the snapshot"]]
    pane.look_at()
    qtbot.waitUntil(lambda: window.looking.job is None, timeout=5000)
    assert window.page == "portfolio" and session.portfolio[measure.uid].name == "Measure 2"
    assert window.looking.shown.title == "Snapshot “Steering March”, 31 Mar 2026 – read only"
    window.looking.back()


def test_equal_states_say_that_nothing_is_different(two_months, qtbot):
    pane = comparing(two_months, qtbot, "31 Mar 2026")
    assert pane.said.text() == "Nothing is different." and pane.table.rowCount() == 0
