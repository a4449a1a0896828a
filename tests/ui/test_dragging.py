"""Rows dragged in the tree: where they would go is marked and said, letting go is one step, Esc puts them back."""
from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.core import edits
from app.core.catalog import LEVELS
from app.core.find import lookup
from app.ui.tree.chosen import choose_rows
from app.ui.tree.columns import INDEX, NAME
from app.ui.tree.dragging import SCROLL_EVERY, WAIT
from tests.support import add_line, add_tree

NONE, LEFT, CTRL = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
TOP, MIDDLE, BOTTOM = 0.1, 0.5, 0.9


def uid_of(window, code: str) -> str:
    return lookup(window.session.portfolio, code).uid


def spot(window, code: str, part: float = MIDDLE, x: int = 60) -> QPoint:
    """A point in a row's name, so far down the row."""
    tree = window.portfolio_page.tree
    rect = tree.visualRect(window.portfolio_page.model.index_of(uid_of(window, code), NAME))
    assert rect.isValid(), f"{code} is not in view"
    return QPoint(rect.left() + x, rect.top() + round(rect.height() * part))


def send(window, kind: QEvent.Type, place: QPoint, held=LEFT, button=LEFT) -> None:
    view = window.portfolio_page.tree.viewport()
    event = QMouseEvent(kind, QPointF(place), view.mapToGlobal(QPointF(place)), button, held, NONE)
    QApplication.sendEvent(view, event)


def hold(window, code: str, *over: QPoint) -> None:
    """Press on a row and move over places, without letting go."""
    QTest.mousePress(window.portfolio_page.tree.viewport(), LEFT, NONE, spot(window, code))
    for place in over:
        send(window, QEvent.Type.MouseMove, place, button=Qt.MouseButton.NoButton)


def drag(window, code: str, place: QPoint) -> None:
    start = spot(window, code)
    hold(window, code, (start + place) / 2, place)
    QTest.mouseRelease(window.portfolio_page.tree.viewport(), LEFT, NONE, place)


def below(window, code: str) -> list[str]:
    p = window.session.portfolio
    return [r.code for r in p.children(uid_of(window, code)) if r.kind in LEVELS]


def chosen(window) -> list[str]:
    return [window.session.portfolio[u].code for u in window.portfolio_page.selected()]


def said(window) -> str:
    return window.status_line.cells["chain"][0].toolTip()


def test_a_row_dragged_between_two_others_goes_there_in_one_step_that_undo_takes_back(sample, qtbot):
    before, steps = below(sample, "IC-12"), sample.session.tx_count()
    drag(sample, "IC-124", spot(sample, "IC-122", TOP))
    assert below(sample, "IC-12") == ["IC-121", "IC-124", "IC-122", "IC-123"]
    assert sample.session.tx_count() == steps + 1 and chosen(sample) == ["IC-124"]
    assert sample.actions_by_id["edit.undo"].text() == "Undo Move IC-124"
    sample.act("edit.undo")
    assert below(sample, "IC-12") == before


def test_a_row_dragged_onto_another_parent_hangs_last_below_it_and_its_figures_go_with_it(sample, qtbot):
    model = sample.portfolio_page.model

    def plan(code: str) -> str:
        return model.index_of(uid_of(sample, code), INDEX["plan"]).data()

    figures = plan("IC-1"), plan("IC-12"), plan("IC-11")
    drag(sample, "IC-123", spot(sample, "IC-11", MIDDLE))
    assert below(sample, "IC-11")[-1] == "IC-123" and "IC-123" not in below(sample, "IC-12")
    assert plan("IC-1") == figures[0] and (plan("IC-12"), plan("IC-11")) != figures[1:]
    assert sample.actions_by_id["edit.undo"].text() == "Undo Move IC-123 into IC-11"


def test_several_chosen_rows_go_together_in_their_order_and_stay_chosen(sample, qtbot):
    page = sample.portfolio_page
    choose_rows(page, [uid_of(sample, "IC-124"), uid_of(sample, "IC-121")], uid_of(sample, "IC-121"))
    steps = sample.session.tx_count()
    drag(sample, "IC-124", spot(sample, "IC-111", BOTTOM))
    assert below(sample, "IC-11") == ["IC-111", "IC-121", "IC-124", "IC-112", "IC-113"]
    assert sample.session.tx_count() == steps + 1 and chosen(sample) == ["IC-121", "IC-124"]
    sample.act("edit.undo")
    assert below(sample, "IC-11") == ["IC-111", "IC-112", "IC-113"]


def test_a_branch_takes_what_hangs_below_it_along(sample, qtbot):
    page = sample.portfolio_page
    drag(sample, "IC-12", spot(sample, "IC-2", MIDDLE))
    assert below(sample, "IC-2") == ["IC-21", "IC-12"] and len(below(sample, "IC-12")) == 4
    assert page.model.parent(page.model.index_of(uid_of(sample, "IC-121"))).data() == "IC-12"


def test_while_rows_are_held_a_mark_shows_the_place_and_the_status_line_says_it(sample, qtbot):
    dragging = sample.portfolio_page.dragging
    hold(sample, "IC-124", spot(sample, "IC-121", 0.6), spot(sample, "IC-122", TOP))
    assert dragging.mark.isVisible() and not dragging.mark.refused and not dragging.mark.frame
    rect = sample.portfolio_page.tree.visualRect(sample.portfolio_page.model.index_of(uid_of(sample, "IC-122"), NAME))
    assert abs(dragging.mark.geometry().center().y() - rect.top()) <= 1
    assert said(sample) == "Move IC-124 before IC-122 End colocation lease, Hamburg"
    send(sample, QEvent.Type.MouseMove, spot(sample, "IC-2"), button=Qt.MouseButton.NoButton)
    assert dragging.mark.frame and said(sample) == "Move IC-124 into IC-2 Cloud run cost"
    qtbot.keyClick(sample.portfolio_page.tree, Qt.Key.Key_Escape)
    assert not dragging.held and not dragging.mark.isVisible() and "Move" not in said(sample)
    steps = sample.session.tx_count()
    QTest.mouseRelease(sample.portfolio_page.tree.viewport(), LEFT, NONE, spot(sample, "IC-2"))
    assert sample.session.tx_count() == steps


@pytest.mark.parametrize(("row", "target", "words"), [
    ("IC", "IC-21", "IC cannot go below itself."), ("IC-1", "CL-1", "A project cannot stand below CL-1, a project."),
    ("CL-11", "IC-11", "A measure package cannot stand below IC-11, a measure package.")])
def test_a_place_where_rows_cannot_go_is_marked_and_said_and_nothing_is_written(sample, qtbot, row, target, words):
    steps, dragging = sample.session.tx_count(), sample.portfolio_page.dragging
    hold(sample, row, spot(sample, target, 0.4), spot(sample, target, MIDDLE))
    assert dragging.mark.refused and said(sample).startswith(words)
    assert sample.portfolio_page.tree.viewport().cursor().shape() == Qt.CursorShape.ForbiddenCursor
    QTest.mouseRelease(sample.portfolio_page.tree.viewport(), LEFT, NONE, spot(sample, target))
    assert sample.session.tx_count() == steps and said(sample).startswith(words), "it stays to be read"
    assert sample.portfolio_page.tree.viewport().cursor().shape() != Qt.CursorShape.ForbiddenCursor


def test_rows_of_two_levels_are_not_moved_together(sample, qtbot):
    choose_rows(sample.portfolio_page, [uid_of(sample, "IC-121"), uid_of(sample, "IC-2")], uid_of(sample, "IC-2"))
    hold(sample, "IC-2", spot(sample, "CL", 0.4), spot(sample, "CL", MIDDLE))
    assert said(sample) == "These are projects and measures. Move rows of one level at a time."


def test_below_the_last_row_of_a_group_the_level_follows_what_may_stand_there(sample, qtbot):
    """Behind IC-213, the last of FinOps: a measure stays in FinOps, a project goes behind Cloud run cost."""
    place = spot(sample, "IC-213", BOTTOM)
    drag(sample, "IC-121", place)
    assert below(sample, "IC-21")[-1] == "IC-121"
    drag(sample, "IC-1", spot(sample, "IC-121", BOTTOM))
    assert below(sample, "IC") == ["IC-2", "IC-1"]


def test_a_click_on_one_of_several_chosen_rows_chooses_it_alone_when_nothing_was_dragged(sample, qtbot):
    view = sample.portfolio_page.tree.viewport()
    choose_rows(sample.portfolio_page, [uid_of(sample, c) for c in ("IC-121", "IC-122", "IC-124")],
                uid_of(sample, "IC-121"))
    QTest.mousePress(view, LEFT, NONE, spot(sample, "IC-122"))
    assert len(chosen(sample)) == 3, "they may be dragged from here"
    QTest.mouseRelease(view, LEFT, NONE, spot(sample, "IC-122"))
    assert chosen(sample) == ["IC-122"]
    QTest.mouseClick(view, LEFT, CTRL, spot(sample, "IC-124"))
    assert chosen(sample) == ["IC-122", "IC-124"]
    QTest.mouseDClick(view, LEFT, NONE, spot(sample, "IC-124"))
    assert [e.text() for e in view.findChildren(QLineEdit) if e.isVisible()] == ["Power and cooling contract, Hamburg"]


def test_a_folded_row_opens_under_rows_that_wait_over_it(sample, qtbot):
    page = sample.portfolio_page
    page.tree.collapse(page.model.index_of(uid_of(sample, "IC-11")))
    hold(sample, "IC-121", spot(sample, "IC-11", 0.4), spot(sample, "IC-11", MIDDLE))
    qtbot.waitUntil(lambda: page.tree.isExpanded(page.model.index_of(uid_of(sample, "IC-11"))), timeout=WAIT * 4)
    page.dragging.put_back()


def test_near_the_lower_edge_the_rows_move_by(sample, qtbot):
    sample.resize(1366, 600)
    tree = sample.portfolio_page.tree
    before = tree.verticalScrollBar().value()
    hold(sample, "IC-111", QPoint(200, 200), QPoint(200, tree.viewport().height() - 4))
    qtbot.waitUntil(lambda: tree.verticalScrollBar().value() > before + 20, timeout=SCROLL_EVERY * 50)
    dragging = sample.portfolio_page.dragging
    send(sample, QEvent.Type.MouseMove, QPoint(200, 205), button=Qt.MouseButton.NoButton)
    was = dragging.place
    tree.verticalScrollBar().setValue(tree.verticalScrollBar().value() + 3 * tree.row_height)
    assert dragging.place is not None and dragging.place != was, "the wheel brings other rows under the mouse"
    sample.portfolio_page.dragging.put_back()


def test_an_empty_file_and_one_without_a_chain_take_mouse_and_keys_calmly(window, session, qtbot):
    window.set_session(session, "2026-04-17")
    page = window.portfolio_page
    QTest.mousePress(page.tree.viewport(), LEFT, NONE, QPoint(60, 60))
    QTest.mouseRelease(page.tree.viewport(), LEFT, NONE, QPoint(60, 60))
    for action in ("view.chain", "view.column_left", "view.column_wider", "view.default_view", "node.up"):
        window.act(action)
    assert not page.dragging.held and session.tx_count() == 0


def test_an_edit_from_elsewhere_puts_held_rows_back(sample, qtbot):
    hold(sample, "IC-124", spot(sample, "IC-121"), spot(sample, "IC-122", TOP))
    assert sample.portfolio_page.dragging.held
    sample.session.do("Rename", edits.set_field(sample.session.portfolio, uid_of(sample, "IC"), "name", "Cloud"))
    assert not sample.portfolio_page.dragging.held


def test_rows_of_a_file_for_reading_stay_where_they_are(sample, qtbot, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(type(sample.session), "readonly", True)
        hold(sample, "IC-124", spot(sample, "IC-121"), spot(sample, "IC-122", TOP))
        assert not sample.portfolio_page.dragging.held


def test_dates_and_forecasts_stay_as_they_are_when_a_measure_moves(window, session, qtbot):
    measures = add_tree(session, measures=1) + add_tree(session, measures=2, prefix="B")
    line = add_line(session, measures[0])
    p = session.portfolio
    session.do("Forecast", edits.set_months(p, line, "forecast", 2026 * 12, [100, 200, 300]))
    window.set_session(session, "2026-04-17")
    window.act("view.expand")
    drag(window, "M1", spot(window, "BM1", BOTTOM))
    assert below(window, "BPA") == ["BM1", "M1", "BM2"]
    assert p.months_of(line, "forecast", 2026 * 12, 3) == (100, 200, 300)


def test_alt_and_arrows_carry_rows_on_into_the_next_group(sample, qtbot):
    tree, alt = sample.portfolio_page.tree, Qt.KeyboardModifier.AltModifier
    choose_rows(sample.portfolio_page, [uid_of(sample, "IC-112"), uid_of(sample, "IC-113")], uid_of(sample, "IC-113"))
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Down, alt)
    assert below(sample, "IC-12")[:3] == ["IC-112", "IC-113", "IC-121"] and chosen(sample) == ["IC-112", "IC-113"]
    qtbot.keyClick(tree, Qt.Key.Key_Up, alt)
    assert below(sample, "IC-11") == ["IC-111", "IC-112", "IC-113"]
