"""The inspector: every visible field of the catalog, typed and written on the one road; parts, months, history."""
from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from app.core.catalog import KINDS, LEVELS
from app.core.find import lookup
from app.ui.history.model import HistoryModel, lines
from app.ui.inspector.fields import ChoiceField, LineField, LongField
from app.ui.inspector.form import form_fields
from app.ui.inspector.months_grid import MonthsModel

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def at(sample):
    """The window on IC-121, and that record's uid."""
    uid = lookup(sample.session.portfolio, "IC-121").uid
    sample.portfolio_page.select(uid)
    return sample, uid


def write(qtbot, editor, text: str) -> None:
    editor.setFocus()
    editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def first_line(window, uid):
    return window.session.portfolio.children(uid, "effect_line")[0]


@pytest.mark.parametrize("kind", [*LEVELS, "activity", "effect_line", "risk", "issue", "assumption", "note"])
def test_a_form_shows_every_visible_field_of_its_kind(sample, kind):
    form = sample.portfolio_page.inspector.form(kind) if kind in LEVELS else \
        sample.portfolio_page.inspector.page("raid").form(kind)
    assert list(form.editors) == [f.name for f in form_fields(kind)]
    wanted = {f.name for f in KINDS[kind].fields if not f.hidden and f.type not in ("json", "vector")}
    assert set(form.editors) == wanted


def test_the_title_and_the_path_say_where_one_is(at):
    window, _ = at
    inspector = window.portfolio_page.inspector
    assert inspector.title.text() == "IC-121  Switch off on-prem servers, Hamburg"
    assert inspector.path.text() == "NH › ES27 › IC › IC-1 › IC-12"


def test_a_typed_field_is_one_step_with_words(at, qtbot):
    window, uid = at
    editor = window.portfolio_page.inspector.form("measure").editors["next_decision"]
    assert isinstance(editor, LineField)
    count = window.session.tx_count()
    write(qtbot, editor, "Release the contract")
    assert window.session.portfolio[uid].get("next_decision") == "Release the contract"
    assert window.session.tx_count() == count + 1
    assert window.actions_by_id["edit.undo"].text() == "Undo Change next decision"
    window.act("edit.undo")
    assert editor.text() == (window.session.portfolio[uid].get("next_decision") or "")


def test_a_wrong_date_stays_in_its_field_and_is_marked(at, qtbot):
    window, uid = at
    editor = window.portfolio_page.inspector.form("measure").editors["finish"]
    head = window.session.head()
    write(qtbot, editor, "soon")
    assert editor.text() == "soon" and editor.property("wrong") is True
    assert "soon" in window.message_bar.message and window.session.head() == head
    write(qtbot, editor, "31.10.2026")
    assert window.session.portfolio[uid].get("finish") == "2026-10-31"
    assert not editor.property("wrong") and window.message_bar.kind != "bad", "at most it says what moved along"


def test_a_new_name_in_a_reference_makes_the_person_in_the_same_step(at, qtbot):
    window, uid = at
    count = window.session.tx_count()
    write(qtbot, window.portfolio_page.inspector.form("measure").editors["sponsor"], "Nora Neu")
    p = window.session.portfolio
    assert p[p[uid].get("sponsor")].name == "Nora Neu" and window.session.tx_count() == count + 1


def test_choices_sets_and_long_texts_are_written(at, qtbot):
    window, uid = at
    form, p = window.portfolio_page.inspector.form("measure"), window.session.portfolio
    light = form.editors["light"]
    assert isinstance(light, ChoiceField)
    light.setCurrentIndex(light.findData("red"))
    light.activated.emit(light.currentIndex())
    form.editors["change_touched"].boxes["pricing"].click()
    scope = form.editors["scope_in"]
    assert isinstance(scope, LongField)
    scope.setPlainText("Two halls\nand the lab")
    scope._done()
    assert p[uid].get("light") == "red"
    assert p[uid].get("change_touched#pricing") is True
    assert p[uid].get("scope_in") == "Two halls\nand the lab"


def test_an_edit_in_the_tree_is_seen_in_the_inspector_at_once(at):
    window, uid = at
    window.outliner.commit(uid, "name", "Another name")
    assert window.portfolio_page.inspector.form("measure").editors["name"].text() == "Another name"


@pytest.mark.parametrize("kind,tab", [("effect_line", "value"), ("activity", "activities"), ("risk", "raid"),
                                      ("issue", "raid"), ("note", "notes")])
def test_parts_are_added_shown_and_deleted(at, kind, tab):
    window, uid = at
    p, inspector = window.session.portfolio, window.portfolio_page.inspector
    before = {r.uid for r in p.children(uid, kind)}
    window.act({"effect_line": "node.line"}.get(kind, f"node.{kind}"))
    new = {r.uid for r in p.children(uid, kind)} - before
    assert len(new) == 1 and inspector.tab == tab
    page = inspector.values.lines if kind == "effect_line" else inspector.page(tab)
    assert page.chosen() in new
    page.remove.click()
    assert {r.uid for r in p.children(uid, kind)} == before
    window.act("edit.undo")
    assert {r.uid for r in p.children(uid, kind)} == before | new


def months(window, uid) -> MonthsModel:
    window.portfolio_page.inspector.show_tab("value")
    grid = window.portfolio_page.inspector.values.lines.grid
    assert grid.months.uid == first_line(window, uid).uid
    return grid.months


def test_the_months_table_is_a_sound_model_and_holds_the_lines_amounts(at):
    window, uid = at
    model = months(window, uid)
    QAbstractItemModelTester(model, FATAL)
    row = 2026 * 12 + 2 - model.first + 1
    assert model.headerData(row, Qt.Orientation.Vertical) == "Mar 2026"
    plan = model.series.index("plan")
    assert model.index(row, plan).data() == "148,000"
    assert model.index(model.rowCount() - 1, plan).data() == "3,404,000"
    model.more_months()
    window.act("view.all_years")


def test_a_typed_month_moves_the_sums_in_the_tree_and_back(at):
    window, uid = at
    model = months(window, uid)
    row, plan = 2026 * 12 + 2 - model.first + 1, model.series.index("plan")
    assert model.setData(model.index(row, plan), "148,500.25")
    assert window.session.portfolio.months_of(model.uid, "plan", 2026 * 12 + 2, 1) == (14850025,)
    assert not model.setData(model.index(row, plan), "a lot")
    assert "a lot" in window.message_bar.message
    window.act("edit.undo")
    assert model.index(row, plan).data() == "148,000"


def test_a_block_from_a_sheet_is_one_step(at):
    window, uid = at
    model = months(window, uid)
    row, plan = 2026 * 12 - model.first + 1, model.series.index("plan")
    count = window.session.tx_count()
    assert model.put(row, plan, [["1", "2"], ["3", "4"], ["", "6"]])
    p = window.session.portfolio
    assert p.months_of(model.uid, "plan", 2026 * 12, 3) == (100, 300, None)
    assert p.months_of(model.uid, "forecast", 2026 * 12, 3) == (200, 400, 600)
    assert window.session.tx_count() == count + 1
    assert not model.put(model.count, plan, [["1"], ["2"], ["3"]])
    assert "does not fit" in window.message_bar.message
    window.act("edit.undo")
    assert p.months_of(model.uid, "forecast", 2026 * 12, 3) == (0, 0, 0)


def test_an_amount_without_a_month_goes_to_undated(at):
    window, uid = at
    model = months(window, uid)
    assert model.setData(model.index(0, model.series.index("plan")), "1000")
    assert window.session.portfolio[model.uid].get("undated_plan") == 100000


def test_keys_of_the_months_table_paste_copy_and_empty(at, qtbot):
    window, uid = at
    model = months(window, uid)
    grid = window.portfolio_page.inspector.values.lines.grid
    row, plan = 2026 * 12 + 1 - model.first + 1, model.series.index("plan")
    grid.setFocus()
    grid.setCurrentIndex(model.index(row, plan))
    qtbot.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "148000"
    QGuiApplication.clipboard().setText("7\t8\n9\t10\n")
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.session.portfolio.months_of(model.uid, "plan", 2026 * 12 + 1, 2) == (700, 900)
    grid.setCurrentIndex(model.index(row, plan))
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert window.session.portfolio.months_of(model.uid, "plan", 2026 * 12 + 1, 2) == (None, 900)


def test_the_value_tab_tells_the_same_as_the_tree(at):
    window, _ = at
    window.portfolio_page.inspector.show_tab("value")
    cells = window.portfolio_page.inspector.values.cells
    assert [cells[i, 0].text() for i in range(5)] == ["1,588", "389", "−1,199", "0", "256"]


def test_the_history_page_lists_steps_and_says_before_and_after(at, qtbot):
    window, uid = at
    QAbstractItemModelTester(HistoryModel(window), FATAL)
    window.outliner.commit(uid, "name", "Another name")
    window.outliner.commit(uid, "owner", "Eva Braun")
    window.act("edit.undo")
    window.act("view.history")
    page = window.pages["history"]
    QAbstractItemModelTester(page.model, FATAL)
    labels = [row.label for row in page.model.rows]
    assert labels == ["Undo Change owner", "Change owner", "Change name", "Fill with the sample"]
    assert "taken back" in page.model.index(1, 3).data()
    page.table.selectRow(2)
    texts = [page.changes.item(0, column).text() for column in range(4)]
    assert texts == ["IC-121", "Name", "Switch off on-prem servers, Hamburg", "Another name"]
    page.table.selectRow(1)
    told = [[page.changes.item(row, column).text() for column in range(4)] for row in range(page.changes.rowCount())]
    assert ["IC-121", "Owner"] in [row[:2] for row in told] and "Eva Braun" in [row[3] for row in told], "by its name"
    page.filter_field.setText("sample")
    assert len(page.model.rows) == 1


def test_every_change_of_the_sample_is_told_in_words(at):
    window, _ = at
    session = window.session
    found = lines(session.portfolio, session.tx(session.history(1)[0].id).changes, session.called)
    assert found and all(line.what and line.field for line in found)


def test_a_row_knows_its_own_history(at):
    window, uid = at
    window.outliner.commit(uid, "name", "Another name")
    inspector = window.portfolio_page.inspector
    inspector.show_tab("history")
    first = inspector.page("history").column.itemAt(0).widget()
    assert first.text() == "Change name"
