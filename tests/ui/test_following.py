"""A slip is the same step wherever it is written: drag, inspector, tree; a typed forecast notes what it is for."""
from __future__ import annotations

from app.core import edits
from app.core.dump import dump
from app.core.find import lookup
from app.core.schedule.calendar import ordinal
from app.core.schedule.moving import dated, edge


def anchor(window, code: str) -> tuple[str, str]:
    """The measure, and its benefit line anchored to its last activity."""
    p = window.session.portfolio
    measure = lookup(p, code)
    line = next(r for r in p.children(measure.uid, "effect_line") if r.get("type") == "recurring_benefit")
    last = edge(dated(p, measure), "finish")
    window.session.do("Anchor", edits.set_field(p, line.uid, "anchor", last.uid))
    return measure.uid, line.uid


def test_a_slip_typed_in_the_inspector_or_the_tree_is_the_slip_dragged(sample):
    uid, line = anchor(sample, "IC-121")
    p, page = sample.session.portfolio, sample.portfolio_page
    page.select(uid)
    old, count = p[uid].get("finish"), sample.session.tx_count()
    finish = "2027-02-15"
    before = dump(p)

    assert page.timeline.drag(uid, "finish", ordinal(finish) - ordinal(old))
    dragged = dump(p)
    assert p[uid].get("finish") == finish and p[line].get("basis", "")[:7] == "2027-02" and dragged != before
    assert "effect line" in sample.message_bar.message, "the bar says that money moved"

    for write in (lambda: page.inspector.form("measure")._commit("finish", "15.02.2027"),
                  lambda: sample.outliner.commit(uid, "finish", "2027-02-15")):
        sample.act("edit.undo")
        assert dump(p) == before
        assert write() and dump(p) == dragged
    assert sample.session.tx_count() == count + 3 + 2, "each is one step, as is each undo"


def test_a_forecast_typed_in_either_grid_is_for_the_finish_its_anchor_has_now(sample, qtbot):
    uid, line = anchor(sample, "CL-112")
    p, page = sample.session.portfolio, sample.portfolio_page
    page.select(uid)
    last = p[p[line].get("anchor")].get("finish")
    page.inspector.show_tab("value")
    months = page.inspector.values.lines.grid.months
    assert months.uid == line
    assert p[line].get("basis") is None
    assert months.put(1, months.series.index("forecast"), [["7,000"]])
    assert p[line].get("basis") == last
    sample.act("edit.undo")
    assert p[line].get("basis") is None
    sample.show_page("value")
    qtbot.wait(10)
    assert sample.pages["value"]._write("Fill", lambda: edits.set_months(p, line, "forecast", months.first, [7]))
    assert p[line].get("basis") == last


def test_an_owner_nobody_knows_is_said_with_the_one_that_may_be_meant(sample):
    uid = lookup(sample.session.portfolio, "IC-121").uid
    assert sample.outliner.commit(uid, "owner", "Karin Lindquist")
    assert sample.message_bar.message.endswith("New person: Karin Lindquist. Did you mean Karin Lindqvist?")
    assert sample.outliner.commit(uid, "owner", "Henrik Wendt")
    sample.portfolio_page.select(uid)
    sample.portfolio_page.inspector.form("measure")._commit("progress", "150")
    assert "It takes 0 % to 100 %" in sample.message_bar.message


def test_a_forecast_month_that_takes_a_plan_out_of_what_is_expected_is_said_in_either_grid(sample, qtbot):
    p, page = sample.session.portfolio, sample.portfolio_page
    measure = lookup(p, "IC-121").uid
    sample.session.do("Line", (made := edits.add(p, "effect_line", measure, {
        "type": "recurring_benefit", "category": "ebitda", "line_kind": "effect", "currency": "EUR", "scale": 2,
        "name": "Rent", "undated_plan": 100_000}))[1])
    page.select(measure)
    page.inspector.show_tab("value")
    months = page.inspector.values.lines.grid.months
    months.show_line(made[0])
    said = "IC-121#Rent: expected falls from 1,000.00 to 70.00, because a line with a forecast counts that alone"
    later = 2026 * 12 + 9
    assert months.put(later - months.first + 1, months.series.index("forecast"), [["70"]])
    assert said in sample.message_bar.message and sample.message_bar.kind == "warn"
    sample.act("edit.undo")
    sample.show_page("value")
    qtbot.wait(10)
    assert sample.pages["value"]._write("Fill", lambda: edits.set_months(p, made[0], "forecast", later, [7000]))
    assert said in sample.message_bar.message
