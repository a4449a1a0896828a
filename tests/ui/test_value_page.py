"""The Value screen: sums as the cube has them, typing, pasting a block and taking all of it back."""
from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from app.core import edits
from app.core.dump import dump
from app.core.find import lookup
from app.core.value.cube import cube
from app.errors import Problem
from app.session import Session
from app.ui.main_window import MainWindow
from app.ui.value.page import ValuePage
from app.ui.value.paste import across, amounts, block_of
from app.ui.value.table import Row
from tests.support import add_line, add_tree

JAN = 2026 * 12
EURO = (2, "EUR")


def shown(window: MainWindow) -> ValuePage:
    window.show_page("value")
    page = window.pages["value"]
    assert isinstance(page, ValuePage)
    return page


@pytest.fixture
def page(window: MainWindow, session: Session) -> ValuePage:
    """A measure with one effect line that is empty, in scope."""
    measure = add_tree(session)[0]
    add_line(session, measure, name="Savings")
    window.set_session(session, "2026-04-17")
    found = shown(window)
    found.set_scope(measure)
    return found


def cell(page: ValuePage, series: str, month: int):
    """The cell of the first effect line's series and a month."""
    assert page.table is not None
    row = next(i for i, r in enumerate(page.table.rows) if r.line and r.series == series)
    column = next(i for i, c in enumerate(page.table.columns) if (c.kind, c.first) == ("month", month))
    return page.grid.cells.index(row, column)


def go(page: ValuePage, series: str, month: int) -> None:
    page.grid.setCurrentIndex(cell(page, series, month))


def line_of(page: ValuePage) -> str:
    assert page.table is not None
    return page.table.lines()[0].uid


def stored(page: ValuePage, series: str, count: int = 36) -> list[int | None]:
    assert page.table is not None
    return list(page.table.p.months_of(line_of(page), series, JAN, count))


def paste(page: ValuePage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    page.grid.paste()


# ---------------------------------------------------------------- figures

def test_every_node_row_of_the_grid_equals_the_cube(sample):
    page = shown(sample)
    table = page.table
    assert table is not None and len(table.children) > 1
    sums = cube(table.p)
    seen = 0
    for row in table.rows:
        for column in table.columns:
            if row.series == "plan":
                assert (table.value(row, column) or 0) == sums.total(row.uid, "plan", column.first, column.end)
                seen += 1
            if row.series == "delta":
                plan, expected = (table.f.plan_of(row.uid, column.first, column.end),
                                  table.f.expected_of(row.uid, column.first, column.end))
                assert (table.value(row, column) or 0) == expected - plan
    assert seen == 17 * (1 + len(table.children))


def test_children_and_quarters_sum_to_what_stands_above_them(sample):
    table = shown(sample).table
    assert table is not None
    whole = {c.kind: 0 for c in table.columns}
    top = table.rows[0]
    for column in table.columns:
        value = table.value(top, column) or 0
        whole[column.kind] += value
        assert value == sum(table.value(r, column) or 0 for r in table.rows if r.depth and r.series == "plan")
    assert whole["month"] == whole["quarter"] == whole["year"] != 0


def test_cumulated_ends_where_the_year_does_and_quarters_and_years_take_fewer_columns(sample):
    page = shown(sample)
    assert page.table is not None
    year = page.table.value(page.table.rows[0], page.table.columns[-1])
    page.bar.sums.buttons["cumulated"].click()
    december = page.table.columns[-3]
    assert (december.kind, page.table.value(page.table.rows[0], december)) == ("month", year)
    page.bar.periods.buttons["quarters"].click()
    assert [c.kind for c in page.table.columns] == ["quarter"] * 4 + ["year"]
    page.bar.periods.buttons["years"].click()
    assert [c.head for c in page.table.columns] == ["2026"]


def test_plan_to_actual_stops_at_the_last_month_booked(sample):
    page = shown(sample)
    page.bar.compare.setCurrentIndex(1)
    page.bar.compare.activated.emit(1)
    table = page.table
    assert table is not None and table.f.actual_to == JAN + 2
    actual, delta = table.rows[1], table.rows[2]
    april = next(c for c in table.columns if c.first == JAN + 3 and c.kind == "month")
    assert table.value(actual, april) is None and table.value(delta, april) is None
    assert table.value(delta, table.columns[-1]) == table.f.variance_to_date(delta.uid)


def test_the_scope_follows_the_portfolio_and_goes_into_a_child_and_up_again(sample):
    p = sample.session.portfolio
    ic = lookup(p, "IC")
    sample.portfolio_page.select(ic.uid)
    page = shown(sample)
    assert page.look.scope == ic.uid and page.bar.scope.currentText().startswith("IC ")
    child = next(r for r in page.grid.cells.table.rows if r.depth == 1)
    page.grid.setCurrentIndex(page.grid.cells.index(3, 0))
    page.grid.rows_head.sectionDoubleClicked.emit(3)
    assert page.look.scope == child.uid
    page.bar.up.click()
    assert page.look.scope == ic.uid
    page.bar.scope.picked.emit(lookup(p, "CL").uid)
    assert page.table.rows[0].name.startswith("CL ")


def test_the_sentence_says_the_figures_of_the_grid(sample):
    page = shown(sample)
    assert "6,052 k€" in page.title.text() and "3,654 k€ below plan" in page.title.text()


def test_a_month_without_any_value_is_empty_and_not_nought(page):
    assert page.grid.cells.data(cell(page, "plan", JAN)) == ""
    assert page.table.text(page.table.rows[0], page.table.columns[0]) == ""
    assert page.title.text() == "No amounts in 2026 yet"


def test_an_empty_file_says_what_to_do_next(window, session):
    window.set_session(session, "2026-04-17")
    page = shown(window)
    assert page.empty.isVisible() and not page.content.isVisible()


# ---------------------------------------------------------------- edits

def test_a_typed_month_lands_in_the_line_and_its_node(page):
    assert page.grid.cells.setData(cell(page, "plan", JAN), "1,234.56")
    assert stored(page, "plan", 2) == [123456, None]
    assert page.table.value(page.table.rows[0], page.table.columns[0]) == 123456
    page.window_.undo()
    assert stored(page, "plan", 2) == [None, None]


def test_an_amount_typed_into_a_quarter_is_spread_in_equal_parts(page):
    quarter = cell(page, "plan", JAN).siblingAtColumn(3)
    assert page.grid.cells.setData(quarter, "100")
    assert stored(page, "plan", 4) == [3334, 3333, 3333, None]


def test_what_is_no_number_is_said_in_the_bar_and_changes_nothing(page):
    assert not page.grid.cells.setData(cell(page, "plan", JAN), "twelve")
    assert page.window_.message_bar.kind == "bad" and stored(page, "plan", 1) == [None]


def test_fill_right_and_delete_are_one_step_each(page, qtbot):
    page.grid.cells.setData(cell(page, "forecast", JAN), "50")
    first = cell(page, "forecast", JAN)
    page.grid.setCurrentIndex(first)
    selection = page.grid.selectionModel()
    for month in range(JAN, JAN + 6):
        selection.select(cell(page, "forecast", month), selection.SelectionFlag.Select)
    qtbot.keyClick(page.grid, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert stored(page, "forecast", 7) == [5000] * 6 + [None]
    qtbot.keyClick(page.grid, Qt.Key.Key_Delete)
    assert stored(page, "forecast", 7) == [None] * 7
    page.window_.undo()
    assert stored(page, "forecast", 7) == [5000] * 6 + [None]


@pytest.mark.parametrize("down", [True, False])
def test_36_x_4_months_are_pasted_as_one_step_and_undone_whole(page, down):
    session = page.window_.session
    before, count = dump(session.portfolio), session.tx_count()
    rows = [[f"{1000 * (s + 1) + m:,}.50" for m in range(36)] for s in range(4)]
    block = list(zip(*rows, strict=True)) if down else rows
    go(page, "target", JAN)
    paste(page, "\r\n".join("\t".join(line) for line in block) + "\r\n")
    assert session.tx_count() == count + 1
    for s, series in enumerate(("target", "plan", "forecast", "actual")):
        assert stored(page, series) == [(1000 * (s + 1) + m) * 100 + 50 for m in range(36)]
    assert page.look.all_years and len(page.table.columns) == 3 * 17
    page.window_.undo()
    assert dump(session.portfolio) == before


def test_german_numbers_are_proven_by_the_block():
    block = across(block_of("1.234,50\t(2.000,00)\t-\t\t7\n"))
    assert amounts(block, [EURO]) == [[123450, -200000, None, None, 700]]
    assert amounts(block_of("1.234\t1,5"), [EURO]) == [[123400, 150]]
    assert amounts(block_of("1,234\t1.5"), [EURO]) == [[123400, 150]]


@pytest.mark.parametrize("text", ["1,234\t5,678", "1.5\t1,5", "Jan\t12", "10 %\t20 %", "5 $\t6 $"])
def test_a_block_that_proves_nothing_is_refused(text):
    with pytest.raises(Problem):
        amounts(block_of(text), [EURO])


def test_a_block_that_is_refused_says_why_and_writes_nothing(page):
    count = page.window_.session.tx_count()
    go(page, "plan", JAN)
    paste(page, "1,234\t5,678")
    assert page.window_.message_bar.kind == "bad" and page.window_.session.tx_count() == count
    go(page, "actual", JAN)
    paste(page, "1\n2\n3")
    assert page.window_.session.tx_count() == count


def test_nodes_take_no_edits(sample):
    page = shown(sample)
    row = page.grid.cells.row(0)
    assert isinstance(row, Row) and not page.grid.cells.may_edit(row)
    page.grid.setCurrentIndex(page.grid.cells.index(0, 0))
    paste(page, "1\t2")
    assert sample.message_bar.kind == "bad"


def test_a_copied_block_pastes_back_as_it_was(page):
    page.grid.cells.setData(cell(page, "plan", JAN), "1234.5")
    text = page.grid.cells.copied([(cell(page, "plan", JAN).row(), 0), (cell(page, "plan", JAN).row(), 1)])
    assert text == "1234.50\t"
    go(page, "forecast", JAN)
    paste(page, text)
    assert stored(page, "forecast", 2) == [123450, None]


def test_typing_over_a_cell_edits_it(page, qtbot):
    go(page, "plan", JAN)
    qtbot.keyClick(page.grid, "4")
    editor = page.grid.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "2.5")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert stored(page, "plan", 1) == [4250]


# ---------------------------------------------------------------- charts

def test_the_charts_tell_the_same_sums_as_the_grid(sample):
    page = shown(sample)
    bridge, curve, heat = page.drawn
    plan, expected, delta = (page.table.value(row, page.table.columns[-1]) for row in page.table.rows[:3])
    assert (bridge.walk.start, bridge.walk.end) == (plan, expected)
    assert bridge.walk.start + sum(part.amount for part in bridge.walk.steps) == expected
    assert (curve.plan[-1], curve.other[-1]) == (plan, expected)
    assert heat.lines[0][3] == delta == sum(v or 0 for v in heat.lines[0][2])
    page.grab()
    for chart in page.drawn:
        assert chart.message and len(chart.painted_texts()) > 4


def test_compared_with_actuals_three_rows_count_to_date(sample):
    page = shown(sample)
    page._choose(compare="actual")
    table = page.table
    plan, actual, delta = (table.value(row, table.columns[-1]) for row in table.rows[:3])
    assert table.columns[-1].head == "To Mar" and delta == actual - plan == table.f.variance_to_date(table.look.scope)


def test_in_a_large_file_the_bridge_follows_when_typing_rests(page, qtbot, monkeypatch):
    monkeypatch.setattr("app.ui.value.page.MANY_LINES", 0)
    bridge, curve, _ = page.drawn
    page.grid.cells.setData(cell(page, "plan", JAN), "100")
    assert curve.plan[0] == 10000 and bridge.walk.start == 0
    qtbot.waitUntil(lambda: bridge.walk.start == 10000, timeout=5000)


def test_a_renamed_node_is_found_under_its_new_name(sample):
    page = shown(sample)
    p = sample.session.portfolio
    sample.attempt("Rename", lambda: edits.set_field(p, lookup(p, "IC").uid, "name", "Cloud first"))
    assert "IC  Cloud first" in [page.bar.scope.itemText(i) for i in range(page.bar.scope.count())]


def test_on_a_narrow_window_choices_fold_into_one_button_that_chooses_as_well(sample, qtbot):
    sample.resize(1000, 640)
    page = shown(sample)
    for _ in range(3):
        QGuiApplication.processEvents()
    years = page.bar.years
    assert years.one.isVisible() and not years.buttons["one"].isVisible()
    with qtbot.waitSignal(years.chosen) as told:
        years.one.menu().actions()[1].trigger()
    assert told.args == ["all"] and years.one.text() == "All years"
    sample.resize(1920, 1080)
    for _ in range(3):
        QGuiApplication.processEvents()
    assert not years.one.isVisible() and years.buttons["all"].isChecked()
