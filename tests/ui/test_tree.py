"""The Portfolio tree: a sound Qt model, edits on the one road, outline keys, filter, what is painted."""
from __future__ import annotations

import time
from itertools import pairwise

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget

from app.core import edits
from app.core import rank as ranks
from app.core.find import lookup
from app.ui.tree.columns import COLUMNS, INDEX, NAME
from app.ui.tree.model import TreeModel
from tests.support import add_tree

TOP = QModelIndex()
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def rows_of(model: TreeModel, parent: QModelIndex = TOP) -> list[list[str]]:
    """Every shown row as its texts, in order."""
    found = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        found.append([str(model.index(row, c, parent).data()) for c in range(len(COLUMNS))])
        found += rows_of(model, index)
    return found


def shown(window, code: str) -> QModelIndex:
    return window.portfolio_page.model.index_of(lookup(window.session.portfolio, code).uid, NAME)


def open_editor(window) -> QLineEdit:
    """The editor that is open now; closed ones wait to be deleted and are hidden."""
    found = [e for e in window.portfolio_page.tree.viewport().findChildren(QLineEdit) if e.isVisible()]
    assert len(found) == 1, f"{len(found)} editors are open"
    return found[0]


def type_in(qtbot, window, text: str, key=Qt.Key.Key_Return) -> None:
    editor = open_editor(window)
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, key)


def names_in_order(window) -> list[str]:
    return [row[NAME] for row in rows_of(window.portfolio_page.model)]


def test_the_model_is_sound_while_rows_come_go_and_are_filtered(sample, qtbot):
    model = sample.portfolio_page.model
    tester = QAbstractItemModelTester(model, FATAL)
    p = sample.session.portfolio
    measure = lookup(p, "IC-121")
    sample.portfolio_page.select(measure.uid)
    sample.act("node.sibling")
    sample.portfolio_page.filter_field.setText("claims")
    sample.portfolio_page._filter_now()
    sample.portfolio_page.clear_filter()
    sample.act("edit.undo")
    sample.portfolio_page.select(lookup(p, "IC-1").uid)
    sample.act("edit.delete")
    sample.act("edit.undo")
    sample.act("edit.redo")
    sample.act("edit.undo")
    assert tester.model() is model


def test_figures_of_the_insurer_stand_where_the_picture_has_them(sample):
    by_code = {row[0]: row for row in rows_of(sample.portfolio_page.model)}
    money = slice(INDEX["plan"], INDEX["delta"] + 1)
    assert by_code["NH"][money] == ["9,706", "6,052", "−3,654"]
    assert by_code["IC-121"][money] == ["1,588", "389", "−1,199"]
    assert by_code["IC-111"][money] == ["492", "494", "+2"]
    assert by_code["IC-123"][INDEX["expected"]] == "0"
    assert sample.portfolio_page.tree.header().group_title == "Net effect 2026, k€"


def test_an_empty_figure_is_empty_and_not_0(window, session):
    add_tree(session, measures=1)
    window.set_session(session)
    assert all(row[INDEX["plan"]] == "" for row in rows_of(window.portfolio_page.model))


def test_pass_through_nodes_are_not_shown_and_their_children_stand_below_the_nearest_ancestor(window, session):
    window.set_session(session)
    window.act("node.measure")
    measure = session.portfolio.of_kind("measure")[0]
    assert len(session.portfolio.outline) == 6
    assert len(rows_of(window.portfolio_page.model)) == 2
    assert window.portfolio_page.model.shown_parent(measure.uid) == session.portfolio.outline.uids[0]


def test_typing_in_a_cell_writes_one_step_that_undo_takes_back(sample, qtbot):
    p = sample.session.portfolio
    uid = lookup(p, "IC-121").uid
    before = sample.session.tx_count()
    sample.portfolio_page.select(uid, INDEX["owner"])
    sample.act("edit.cell")
    type_in(qtbot, sample, "Eva Braun")
    assert p[p[uid].get("owner")].name == "Eva Braun"
    assert sample.session.tx_count() == before + 1
    assert sample.actions_by_id["edit.undo"].text() == "Undo Change owner"
    sample.act("edit.undo")
    assert p[p[uid].get("owner")].name == "Henrik Wendt"
    sample.act("edit.redo")
    assert shown(sample, "IC-121").siblingAtColumn(INDEX["owner"]).data() == "E. Braun"


def test_what_cannot_be_read_is_told_and_changes_nothing(sample, qtbot):
    p = sample.session.portfolio
    uid = lookup(p, "IC-121").uid
    before = sample.session.head()
    sample.portfolio_page.select(uid, INDEX["finish"])
    sample.act("edit.cell")
    type_in(qtbot, sample, "next summer")
    assert "next summer" in sample.message_bar.message and sample.message_bar.kind == "bad"
    assert sample.session.head() == before


def test_a_letter_starts_typing_and_replaces_the_cell(sample, qtbot):
    uid = lookup(sample.session.portfolio, "IC-121").uid
    tree = sample.portfolio_page.tree
    sample.portfolio_page.select(uid, NAME)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_X)
    assert tree.state() == QAbstractItemView.State.EditingState
    type_in(qtbot, sample, "Xylophone")
    assert sample.session.portfolio[uid].name == "Xylophone"


def test_enter_adds_the_next_row_and_goes_on_as_long_as_names_come(sample, qtbot):
    p = sample.session.portfolio
    first = lookup(p, "CL-112")
    sample.portfolio_page.select(first.uid)
    sample.act("node.sibling")
    type_in(qtbot, sample, "First idea")
    type_in(qtbot, sample, "Second idea")
    qtbot.keyClick(open_editor(sample), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "New measure" not in names_in_order(sample))
    names = [r.name for r in p.children(first.parent)]
    at = names.index(first.name)
    assert names[at:at + 3] == [first.name, "First idea", "Second idea"]


def test_keys_of_the_outline_reach_the_tree(sample, qtbot):
    p = sample.session.portfolio
    tree = sample.portfolio_page.tree
    uid = lookup(p, "CL-112").uid
    sample.portfolio_page.select(uid)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    group = [r.code for r in p.children(p[uid].parent)]
    assert group == ["CL-111", "CL-113", "CL-112"]
    qtbot.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [r.code for r in p.children(p[uid].parent)] == ["CL-111", "CL-112", "CL-113"]
    assert sample.portfolio_page.current_uid() == uid
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert not p.live(uid)
    qtbot.keyClick(tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert p.live(uid)


def test_tab_makes_a_package_of_the_row_above_and_shift_tab_takes_it_back(window, session, qtbot):
    window.set_session(session)
    p = session.portfolio
    window.act("node.measure")
    for text in ("Alpha", "Beta", "Gamma"):
        type_in(qtbot, window, text)
    qtbot.keyClick(open_editor(window), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(p.of_kind("measure")) == 3)
    beta = next(r for r in p.of_kind("measure") if r.name == "Beta")
    window.portfolio_page.select(beta.uid)
    tree = window.portfolio_page.tree
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Tab)
    assert p[beta.parent].name == "Alpha" and p[beta.parent].kind == "package"
    assert names_in_order(window)[1:] == ["Alpha", "Beta", "Gamma"]
    before = names_in_order(window)
    qtbot.keyClick(tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert {r.name for r in p.of_kind("measure")} == {"Alpha", "Beta", "Gamma"}
    assert names_in_order(window) == before


def test_a_program_goes_down_with_all_below_it_and_up_again(window, session):
    add_tree(session, measures=1)
    p = session.portfolio
    program = p.of_kind("program")[0]
    uid, changes = edits.add(p, "program", program.parent, {"name": "Second", "code": "P2"})
    session.do("Add program", changes)
    package, changes = edits.add(p, "project", uid, {"name": "Its project"})
    session.do("Add project", changes)
    window.set_session(session)
    window.portfolio_page.select(uid)
    assert window.act("node.indent")
    assert p[uid].kind == "project" and p[uid].parent == program.uid and p[package].kind == "package"
    window.act("node.outdent")
    assert p[uid].kind == "program" and p[package].kind == "project"


def test_a_level_change_that_is_not_possible_says_why(sample):
    p = sample.session.portfolio
    before = sample.session.head()
    sample.portfolio_page.select(lookup(p, "CL-112").uid)
    sample.act("node.indent")
    assert "stays a measure" in sample.message_bar.message
    sample.portfolio_page.select(lookup(p, "NH").uid)
    sample.act("node.outdent")
    assert "as high as it can" in sample.message_bar.message
    assert sample.session.head() == before


def test_the_filter_keeps_what_matches_hang_under_and_counts_them(sample, qtbot):
    page = sample.portfolio_page
    page.filter_field.setText("wave")
    page._filter_now()
    codes = [row[0] for row in rows_of(page.model)]
    assert codes == ["NH", "ES27", "IC", "IC-1", "IC-11", "IC-111", "IC-112", "IC-113"]
    assert page.match_count() == 4              # three waves and the package of that name
    assert sample.status_line.text("rows").startswith("4 matches, 8 rows")
    page.filter_field.setText("no such thing")
    page._filter_now()
    assert page.empty.isVisible() and page.empty.title.text() == "No row matches"
    page.empty.first.click()
    assert page.row_count() == 61 and page.tree.isVisible()


def test_the_filter_finds_people_and_ignores_accents(sample):
    page = sample.portfolio_page
    page.filter_field.setText("wéndt")
    page._filter_now()
    assert {"IC-121", "IC-122", "IC-123"} <= {row[0] for row in rows_of(page.model)}


def test_rows_at_risk_can_be_kept_alone(sample):
    page = sample.portfolio_page
    page.quick.setCurrentIndex(page.quick.findData("attention"))
    hits = [page.model.rows.uids[s] for s in page.model.rows.matches]
    assert hits and all(sample.session.portfolio[u].get("light") in ("amber", "red") for u in hits)


def test_collapsed_rows_stay_collapsed_after_an_edit_elsewhere(sample):
    page = sample.portfolio_page
    sample.act("view.collapse")
    program = shown(sample, "IC").siblingAtColumn(0)
    assert not page.tree.isExpanded(program)
    page.select(lookup(sample.session.portfolio, "NH").uid)
    sample.act("node.child")
    assert not page.tree.isExpanded(shown(sample, "IC").siblingAtColumn(0))


def test_a_figure_changed_below_is_seen_in_every_row_above(sample):
    p = sample.session.portfolio
    measure = lookup(p, "IC-121")
    line = p.children(measure.uid, "effect_line")[0]
    before = shown(sample, "NH").siblingAtColumn(INDEX["plan"]).data()
    sample.session.do("Change plan", edits.set_months(p, line.uid, "plan", 2026 * 12, [100_000_00]))
    assert before == "9,706"
    assert shown(sample, "NH").siblingAtColumn(INDEX["plan"]).data() == "9,806"


def test_the_status_date_changes_the_figures_and_not_the_file(sample):
    head = sample.session.head()
    sample.set_status("2027-02-10")
    assert sample.portfolio_page.tree.header().group_title == "Net effect 2027, k€"
    sample.act("view.all_years")
    assert sample.portfolio_page.tree.header().group_title == "Net effect, all years, k€"
    assert sample.session.head() == head


@pytest.mark.parametrize("column", [c.key for c in COLUMNS if not c.field])
def test_sums_are_not_typed(sample, column):
    sample.portfolio_page.select(lookup(sample.session.portfolio, "IC-121").uid, INDEX[column])
    sample.act("edit.cell")
    assert sample.portfolio_page.tree.state() != QAbstractItemView.State.EditingState
    assert "not typed here" in sample.message_bar.message


def test_edits_survive_closing_and_opening(window, qtbot, tmp_path):
    path = tmp_path / "kept.trimtab"
    assert window.files.sample(path=path)
    uid = lookup(window.session.portfolio, "IC-121").uid
    window.portfolio_page.select(uid, NAME)
    window.act("edit.cell")
    type_in(qtbot, window, "Switch off everything")
    window.close_file()
    assert window.open_path(path)
    assert window.session.portfolio[uid].name == "Switch off everything"
    window.act("edit.undo")
    assert shown(window, "IC-121").data() == "Switch off on-prem servers, Hamburg"
    window.close_file()


def test_a_row_added_while_ctrl_is_held_is_the_one_chosen(sample, qtbot):
    page = sample.portfolio_page
    page.select(lookup(sample.session.portfolio, "IC-121").uid)
    page.tree.setFocus()
    qtbot.keyPress(page.tree, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert page.selected() == [page.current_uid()]
    assert sample.session.portfolio[page.current_uid()].name == "New measure"


def test_a_block_from_a_sheet_becomes_rows_below_in_one_step(sample):
    p = sample.session.portfolio
    first = lookup(p, "CL-112")
    sample.portfolio_page.select(first.uid, NAME)
    count = sample.session.tx_count()
    QGuiApplication.clipboard().setText("Sorting robots\tEva Braun\nNew letters\tEva Braun\n")
    sample.act("edit.paste")
    names = [r.name for r in p.children(first.parent)]
    at = names.index(first.name)
    assert names[at:at + 4] == [first.name, "Sorting robots", "New letters", "Repair network steering"]
    owners = {p[r.uid].get("owner") for r in p.children(first.parent) if r.name in ("Sorting robots", "New letters")}
    assert len(owners) == 1 and p[owners.pop()].name == "Eva Braun"
    assert sample.session.tx_count() == count + 1
    assert sample.message_bar.message.count("New person: Eva Braun.") == 1


def test_a_block_with_a_bad_cell_or_too_many_columns_is_refused_whole(sample):
    head = sample.session.head()
    sample.portfolio_page.select(lookup(sample.session.portfolio, "CL-112").uid, INDEX["light"])
    QGuiApplication.clipboard().setText("green\t31.12.2026\nred\tsoon")
    sample.act("edit.paste")
    assert "Line 2, Finish" in sample.message_bar.message
    QGuiApplication.clipboard().setText("\t".join("x" * 12))
    sample.act("edit.paste")
    assert "12 columns" in sample.message_bar.message
    assert sample.session.head() == head


def test_copied_rows_are_a_block_a_sheet_understands(sample):
    sample.portfolio_page.select(lookup(sample.session.portfolio, "IC-112").uid)
    sample.act("edit.copy")
    cells = QGuiApplication.clipboard().text().split("\t")
    assert cells[:2] == ["IC-112", "Wave 2: policy administration"] and cells[-3:] == ["368", "-221", "-589"]


def test_arrows_open_and_close_rows_and_go_from_cell_to_cell(sample, qtbot):
    tree = sample.portfolio_page.tree
    sample.portfolio_page.select(lookup(sample.session.portfolio, "IC").uid)
    tree.setFocus()
    row = shown(sample, "IC").siblingAtColumn(0)
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    assert not tree.isExpanded(row)
    qtbot.keyClick(tree, Qt.Key.Key_Right)
    assert tree.isExpanded(row) and tree.currentIndex().column() == NAME
    qtbot.keyClick(tree, Qt.Key.Key_Right)
    assert tree.currentIndex().column() == INDEX["owner"]
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert tree.currentIndex().column() == INDEX["owner"] and sample.portfolio_page.selected()
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    assert tree.currentIndex().column() == NAME


def test_the_frame_of_ten_thousand_rows_is_measured(window, session, capsys):
    """Printed, not judged: machines differ. The bench compares it with a plain QTreeView."""
    top = ""
    changes = []
    for kind in ("organization", "portfolio", "program", "project", "package"):
        top, more = edits.add(session.portfolio, kind, top, {"name": kind})
        changes += more
    session.do("Frame", changes)
    rank = "00001V"
    many = []
    for i in range(10_000):
        uid, more = edits.add(session.portfolio, "measure", top, {"name": f"Measure {i}", "code": f"M{i}"})
        more[1] = type(more[1])(uid, "parent+rank", None, (None, None), (top, rank))
        rank = ranks.after(rank)
        many += more
    session.do("Many", many)
    began = time.perf_counter()
    window.set_session(session)
    opened = time.perf_counter() - began
    tree = window.portfolio_page.tree
    times = []
    for step in range(30):
        tree.verticalScrollBar().setValue(step * 900)
        began = time.perf_counter()
        tree.viewport().repaint()
        times.append((time.perf_counter() - began) * 1000)
    began = time.perf_counter()
    window.portfolio_page.filter_field.setText("777")
    window.portfolio_page._filter_now()
    filtered = (time.perf_counter() - began) * 1000
    with capsys.disabled():
        print(f"\n10,000 rows: shown {opened * 1000:.0f} ms, frame median {sorted(times)[15]:.1f} ms, "
              f"worst {max(times):.1f} ms, filter {filtered:.0f} ms")
    assert window.portfolio_page.match_count() == len([i for i in range(10_000) if "777" in str(i)])


def test_columns_in_which_no_row_says_anything_give_way_to_names_until_somebody_writes_there(window, session):
    add_tree(session, measures=1)
    measure = session.portfolio.of_kind("measure")[0]
    long = "Retire the second data centre and move what is left of it"
    session.do("Name", edits.set_field(session.portfolio, measure.uid, "name", long))
    window.resize(1100, 700)
    window.set_session(session)
    tree = window.portfolio_page.tree
    QGuiApplication.processEvents()
    assert tree.isColumnHidden(INDEX["stage"]) and tree.isColumnHidden(INDEX["light"])
    session.do("Light", edits.set_field(session.portfolio, measure.uid, "light", "amber"))
    QGuiApplication.processEvents()
    assert tree.isColumnHidden(INDEX["stage"]) and not tree.isColumnHidden(INDEX["light"])


@pytest.mark.parametrize("width", [900, 1000, 1100, 1366])
def test_no_button_of_the_bar_lies_over_another_on_a_narrow_window(sample, width):
    sample.resize(width, 600)
    for _ in range(3):                  # the window's layout, then the bar's
        QGuiApplication.processEvents()
    bar = sample.portfolio_page.bar
    placed = sorted((w.geometry() for w in bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
                     if w.isVisible()), key=lambda box: box.left())
    assert len(placed) > 6
    assert all(left.right() < right.left() for left, right in pairwise(placed))
    assert bar.findChild(QLineEdit, "filter").isVisible() and bar.date_button.isVisible()
