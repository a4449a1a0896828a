"""The first rows of a file come while another page is in front, and are as wide as they ask for when they are seen."""
from __future__ import annotations

from app.core import edits
from app.ui.tree.columns import NAME


def test_rows_that_came_behind_another_page_have_their_room_when_the_portfolio_is_shown(window, session, qtbot) -> None:
    """After the first import into a new file the names were cut at a few letters beside a wide empty time area."""
    window.resize(1366, 768)
    window.set_session(session, "2026-04-17")
    window.show_page("portfolio")
    page = window.portfolio_page
    qtbot.wait(50)
    window.show_page("history")
    qtbot.wait(50)
    parent = ""
    for kind in ("organization", "portfolio", "program", "project", "package", "measure"):
        uid, changes = edits.add(session.portfolio, kind, parent, {"name": "Renegotiate the leases of all warehouses"})
        session.do("Add", changes)
        parent = uid
    window.show_page("portfolio")
    qtbot.wait(50)
    seen = page.tree.border, page.tree.columnWidth(NAME)
    page.fit()
    assert (page.tree.border, page.tree.columnWidth(NAME)) == seen
    assert page.tree.viewport().width() > 800 and seen[1] > 300
