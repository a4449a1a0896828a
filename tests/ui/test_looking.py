"""Looking back: another state on screen, read only, and now exactly as it was afterwards."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core import edits
from app.session import Session
from app.ui.history.as_of import AsOfStrip
from app.ui.main_window import MainWindow
from tests.support import FakeClock, add_line, add_tree

FEBRUARY, MARCH = "2026-02-28", "2026-03-31"
JANUARY = 2026 * 12


@pytest.fixture
def two_months(window: MainWindow, session: Session, clock: FakeClock) -> Iterator[MainWindow]:
    """Told in February: two measures, one with 1,000.00 planned. In March: another name, 7,000.00, a third measure."""
    clock.date = FEBRUARY
    first, _ = add_tree(session, measures=2)
    line = add_line(session, first)
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", JANUARY, [100_000]))
    clock.date = MARCH
    session.do("Rename", edits.set_field(session.portfolio, first, "name", "Renamed in March"))
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", JANUARY, [700_000]))
    parent = session.portfolio[first].parent
    session.do("Add", edits.add(session.portfolio, "measure", parent, {"code": "M3", "name": "New in March"})[1])
    window.set_session(session, "2026-04-17")
    yield window


def strip(window: MainWindow) -> AsOfStrip:
    found = window.findChild(AsOfStrip)
    assert found is not None
    return found


def look_back(window: MainWindow, qtbot, stop: int = 0) -> None:
    """Open the strip and put its slider on a stop, as a person does."""
    if not window.looking.open:
        assert window.act("view.look_back")
    strip(window).slider.setValue(stop)
    qtbot.waitUntil(lambda: window.looking.job is None and not strip(window)._rest.isActive(), timeout=5000)


def names(window: MainWindow) -> list[str]:
    model = window.portfolio_page.model
    assert model is not None
    found = [model.rows.record(slot) for group in model.rows.kids.values() for slot in group]
    return sorted(r.name for r in found if r.kind == "measure")


def planned(window: MainWindow) -> str:
    model = window.portfolio_page.model
    assert model is not None
    return model.rows.cells(model.rows.kids[-1][0]).texts[-3]


def test_the_as_of_slider_shows_last_months_tree(two_months, session, qtbot):
    window = two_months
    assert names(window) == ["Measure 2", "New in March", "Renamed in March"]
    now = planned(window)
    assert not strip(window).isVisible()
    look_back(window, qtbot)
    assert strip(window).isVisible() and strip(window).days == [FEBRUARY, MARCH]
    assert names(window) == ["Measure 1", "Measure 2"]
    assert (planned(window), now) == ("1.0", "7.0")
    assert strip(window).title.text() == "As of 28 Feb 2026 – read only"
    assert window.status == FEBRUARY and window.portfolio_page.tree.portfolio is session.portfolio
    assert window.portfolio_page.model.readonly and session.portfolio is not session.present
    QTest.mouseClick(strip(window).back, Qt.MouseButton.LeftButton)
    assert names(window) == ["Measure 2", "New in March", "Renamed in March"] and planned(window) == now
    assert window.status == "2026-04-17" and session.portfolio is session.present
    assert not window.portfolio_page.model.readonly and strip(window).day == ""
    assert window.portfolio_page.tree.portfolio is session.present


def test_the_slider_at_its_end_is_now(two_months, session, qtbot):
    look_back(two_months, qtbot)
    look_back(two_months, qtbot, stop=2)
    assert session.portfolio is session.present and two_months.status == "2026-04-17"
    assert strip(two_months).isVisible() and strip(two_months).title.text() == "Now"


def test_folds_and_the_chosen_row_outlive_a_look_back(two_months, session, qtbot):
    window = two_months
    page = window.portfolio_page
    by_name = {r.name: r.uid for r in session.present.of_kind("measure")}
    package = session.present[by_name["Measure 2"]].parent
    page.select(by_name["Measure 2"])
    look_back(window, qtbot)
    assert page.current_uid() == by_name["Measure 2"]
    window.looking.back()
    page.select(by_name["New in March"])
    look_back(window, qtbot)
    assert page.current_uid() == package, "the past does not have the row: the one above it is chosen"
    window.looking.back()
    assert page.current_uid() == by_name["New in March"]
    page.select(package)
    page.tree.collapse(page.model.index_of(package))
    look_back(window, qtbot)
    assert not page.tree.isExpanded(page.model.index_of(package))
    window.looking.back()
    assert not page.tree.isExpanded(page.model.index_of(package)) and page.current_uid() == package


def test_an_edit_in_the_past_says_why_it_is_refused(two_months, session, qtbot):
    window = two_months
    page = window.portfolio_page
    look_back(window, qtbot)
    uid = session.portfolio.of_kind("measure")[0].uid      # one that was there then, too
    page.select(uid)
    count = session.tx_count()
    for act in (lambda: QTest.keyClick(page.tree, Qt.Key.Key_F2), lambda: QTest.keyClicks(page.tree, "x"),
                lambda: QTest.keyClick(page.tree, Qt.Key.Key_Delete),
                lambda: window.attempt("Name", lambda: edits.set_field(session.portfolio, uid, "name", "Other"))):
        window.message_bar.hide()
        act()
        assert window.message_bar.isVisible()
        assert "as of 28 Feb 2026: it can be read, not changed" in window.message_bar.message
    assert session.tx_count() == count
    links = [w for w in window.message_bar.findChildren(type(strip(window).back)) if w.text() == "Back to now"]
    links[-1].click()
    assert session.portfolio is session.present and not window.message_bar.isVisible()


def test_the_value_page_shows_the_past_and_other_pages_lead_back_to_now(two_months, session, qtbot):
    window = two_months
    window.show_page("value")
    page = window.pages["value"]
    look_back(window, qtbot)
    assert page.table.p is session.portfolio and session.portfolio is not session.present
    assert strip(window).isVisible() and page.grid.cells.readonly
    for other in ("history", "reports"):
        look_back(window, qtbot)
        window.show_page(other)
        assert session.portfolio is session.present and window.status == "2026-04-17"
        assert not strip(window).isVisible()
        window.show_page("value")


def test_a_wish_on_its_way_gives_way_to_a_newer_one(two_months, session, qtbot):
    window = two_months
    window.looking.look_at_day(FEBRUARY)
    window.looking.look_at_day(MARCH)
    qtbot.waitUntil(lambda: window.looking.job is None, timeout=5000)
    assert window.looking.shown.day == MARCH and len(names(window)) == 3
    window.looking.look_at_day(FEBRUARY)
    window.looking.back()
    qtbot.waitUntil(lambda: window.looking.job is None, timeout=5000)
    assert window.looking.shown is None and session.portfolio is session.present


def test_a_file_can_be_closed_while_it_is_looked_back_at(two_months, qtbot, tmp_path, session):
    window = two_months
    look_back(window, qtbot)
    window.looking.look_at_day(MARCH)
    window.looking.stop()
    assert window.looking.job is None
    window.looking.back()
    assert session.portfolio is session.present
