"""The KPIs of a file stand with its top row: newest values, their source and day, and their months."""
from __future__ import annotations

from app.core import edits
from app.core.values import month_index


def test_kpis_stand_in_the_value_tab_of_the_top_row_alone_and_follow_an_edit(sample):
    session, page = sample.session, sample.portfolio_page
    uid, changes = edits.add(session.portfolio, "kpi", "", {
        "code": "VEL", "name": "Velocity", "unit": "points a sprint", "scale": 1, "direction": "up",
        "type": "technical", "source": "Tickets", "as_of": "2026-03-31"})
    session.do("Add", [*changes])
    session.do("Months", edits.set_months(session.portfolio, uid, "actual", month_index("2026-02"), [145, 92]))
    if not page.inspector_open:
        sample.act("view.inspector")
    page.select(session.portfolio.of_kind("organization")[0].uid)
    page.inspector.show_tab("value")
    part = page.inspector.values.kpis
    assert part.isVisible()
    assert [part.list.item(0, c).text() for c in range(3)] == ["Velocity", "9.2", "Mar 2026"]
    assert "better is up" in part.about.text() and "as of 31 Mar 2026" in part.about.text()
    session.do("Month", edits.set_months(session.portfolio, uid, "actual", month_index("2026-04"), [80]))
    assert part.list.item(0, 1).text() == "8.0" and part.months.rowCount() == 3
    page.select(session.portfolio.of_kind("measure")[0].uid)
    assert not part.isVisible()
