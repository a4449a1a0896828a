"""Views of the Portfolio: columns pulled, filtered, folded, zoomed; saved by name; the last one back on reopening."""
from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton

from app import samples
from app.core import edits
from app.core.find import lookup
from app.session import open_session
from app.store import profile as store_profile
from app.ui.tree.arrangement import STANDARD, ColumnWish, shown_columns, together
from app.ui.tree.columns import COLUMNS, INDEX, NAME
from app.ui.tree.view_state import View, from_note, to_note
from app.ui.tree.views_button import ViewName
from tests.support import new_session

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def uid_of(window, code: str) -> str:
    return lookup(window.session.portfolio, code).uid


def heads(window) -> list[str]:
    return [COLUMNS[i].key for i in shown_columns(window.portfolio_page.tree)]


def open_rows(window) -> int:
    """Rows that nothing above them folds away."""
    tree, count = window.portfolio_page.tree, 0
    index = window.portfolio_page.model.index(0, NAME)
    while index.isValid():
        count, index = count + 1, tree.indexBelow(index)
    return count


def pull_head(window, column: int, start: int, end: int) -> None:
    """The mouse takes a column's head so far from its left edge and lets go at another place."""
    header = window.portfolio_page.tree.header()
    y, left = header.height() - 12, header.sectionViewportPosition(column)
    places = [QPoint(left + start, y), QPoint(left + (start + end) // 2, y), QPoint(left + end, y)]
    QTest.mousePress(header.viewport(), LEFT, NONE, places[0])
    for place in places[1:]:
        QTest.mouseMove(header.viewport(), place)
    QTest.mouseRelease(header.viewport(), LEFT, NONE, places[-1])


def menu_texts(menu: QMenu) -> dict[str, object]:
    menu.aboutToShow.emit()
    return {act.text(): act for act in menu.actions() if act.text()}


def another_look(window) -> None:
    """Everything a view holds, by the doors a person uses."""
    page = window.portfolio_page
    page.arrangement.show(INDEX["sponsor"], True)
    page.arrangement.show(INDEX["stage"], False)
    width = page.tree.columnWidth(INDEX["owner"])
    pull_head(window, INDEX["owner"], width - 1, width + 39)
    window.act("view.collapse")
    window.act("view.all_years")
    window.act("view.quarters")
    window.act("view.baseline")


def test_the_edge_of_a_head_pulled_keeps_the_column_as_wide_until_a_double_click(sample, qtbot):
    tree, owner = sample.portfolio_page.tree, INDEX["owner"]
    before = tree.columnWidth(owner)
    pull_head(sample, owner, before - 1, before + 59)
    assert abs(tree.columnWidth(owner) - before - 60) <= 2
    wide = tree.columnWidth(owner)
    sample.resize(1600, 900)
    assert tree.columnWidth(owner) == wide and sum(tree.columnWidth(i) for i in shown_columns(tree)) <= tree.border
    sample.resize(1920, 1080)
    sample.portfolio_page.arrangement.as_content(owner)
    assert tree.columnWidth(owner) == before


def test_a_head_pulled_to_another_place_moves_its_column_and_money_stays_together(sample, qtbot):
    page, tree = sample.portfolio_page, sample.portfolio_page.tree
    header = tree.header()
    to = header.sectionViewportPosition(INDEX["finish"]) - header.sectionViewportPosition(INDEX["owner"])
    pull_head(sample, INDEX["owner"], 20, to + 60)
    assert heads(sample).index("owner") > heads(sample).index("finish")
    header.moveSection(header.visualIndex(INDEX["expected"]), 1)
    assert heads(sample)[:4] == ["code", "plan", "expected", "delta"]
    header.moveSection(header.visualIndex(INDEX["light"]), 2)
    assert heads(sample)[:5] == ["code", "plan", "expected", "delta", "light"], "put between them, it goes behind them"
    page.arrangement.arrange(STANDARD)
    assert heads(sample) == [c.key for i, c in enumerate(COLUMNS) if not tree.isColumnHidden(i)]


def test_columns_move_and_widen_without_a_mouse(sample, qtbot):
    page = sample.portfolio_page
    page.select(uid_of(sample, "IC-121"), INDEX["owner"])
    before = heads(sample)
    assert sample.act("view.column_right") and sample.act("view.column_wider")
    assert heads(sample).index("owner") == before.index("owner") + 1 and page.arrangement.own[INDEX["owner"]] > 100
    sample.act("view.column_narrower")
    for _ in range(12):
        sample.act("view.column_left")
    assert heads(sample)[:3] == ["code", "owner", "name"], "the first stays first"
    page.select(uid_of(sample, "IC-121"), INDEX["delta"])
    sample.act("view.column_left")
    assert heads(sample)[-4:-1] == ["plan", "expected", "delta"], "money moves as a block"
    for _ in range(3):
        sample.act("view.column_right")
    assert heads(sample)[-3:] == ["plan", "expected", "delta"]


def test_rows_are_copied_and_pasted_in_the_order_in_which_the_columns_stand(sample, qtbot):
    page, outliner = sample.portfolio_page, sample.outliner
    header = page.tree.header()
    header.moveSection(header.visualIndex(INDEX["owner"]), 1)
    page.select(uid_of(sample, "IC-121"), INDEX["owner"])
    qtbot.keyClick(page.tree, Qt.Key.Key_Right)
    assert page.tree.currentIndex().column() == NAME, "the arrows go from cell to cell as they stand"
    qtbot.keyClick(page.tree, Qt.Key.Key_Left)
    outliner.copy()
    assert QGuiApplication.clipboard().text().split("\t")[:3] == ["IC-121", "H. Wendt", "Switch off on-prem servers, "
                                                                                      "Hamburg"]
    QGuiApplication.clipboard().setText("Karin Lindqvist\tPulled plug")
    outliner.paste()
    row = sample.session.portfolio[page.current_uid()]
    assert row.name == "Pulled plug" and sample.session.portfolio[row.get("owner")].name == "Karin Lindqvist"


def test_a_view_saved_by_name_brings_everything_back_that_was_changed_since(sample, qtbot):
    views = sample.portfolio_page.views
    plain = views.now()
    another_look(sample)
    saved, rows = views.now(), open_rows(sample)
    sample.act("view.save_view")
    dialog = next(d for d in sample.findChildren(ViewName) if d.isVisible())
    assert not dialog.verb.isEnabled()
    qtbot.keyClicks(dialog.field, "Steering & board")
    qtbot.mouseClick(dialog.verb, LEFT)
    assert views.names() == ["Steering & board"] == [views.current]
    assert not saved.like(plain) and saved.all_years and saved.per_day < 1
    sample.act("view.default_view")
    assert views.now().like(plain) and views.current == "" and open_rows(sample) > rows
    act = menu_texts(sample.portfolio_page.bar.views.menu())["Steering && board"]
    act.trigger()
    assert views.now().like(saved) and open_rows(sample) == rows and heads(sample).count("sponsor") == 1
    assert sample.portfolio_page.bar.views.text().strip() == "Steering & board" and not views.differs


def test_the_menu_saves_changes_renames_makes_default_and_deletes_with_a_way_back(sample, qtbot):
    views, bar = sample.portfolio_page.views, sample.portfolio_page.bar
    assert "No saved views yet" in menu_texts(bar.views.menu())
    views.save("Board")
    sample.act("view.collapse")
    assert views.differs
    menu_texts(bar.views.menu())["Save the changes to “Board”"].trigger()
    assert not views.differs and views.named["Board"].level == "program"
    menu_texts(bar.views.menu())["Make “Board” the default view"].trigger()
    sample.act("view.expand")
    sample.act("view.default_view")
    assert views.current == "Board" and views.now().level == "program"
    menu_texts(bar.views.menu())["Rename “Board”…"].trigger()
    dialog = next(d for d in sample.findChildren(ViewName) if d.isVisible())
    dialog.field.setText("Committee")
    dialog.accept()
    assert views.names() == ["Committee"] and views.default == "Committee"
    menu_texts(bar.views.menu())["Delete “Committee”"].trigger()
    assert views.names() == [] and not views.current
    next(b for b in sample.message_bar.findChildren(QPushButton) if b.text() == "Bring it back").click()
    assert views.names() == ["Committee"] and views.default == "Committee"


def test_the_last_view_and_the_row_come_back_on_reopening_and_another_file_has_its_own(window, profile, tmp_path):
    page_of, key = (lambda: window.portfolio_page), samples.names()[0][0]
    first = new_session(tmp_path, "first.trimtab")
    first.do("Fill with the sample", samples.changes(first.portfolio, key))
    window.set_session(first, samples.status_date(key))
    page, views = page_of(), page_of().views
    plain = views.now()
    another_look(window)
    page.bar.ask_for("wave", "all")
    page.select(uid_of(window, "IC-113"))
    last = views.now()
    assert last.words == "wave" and not last.like(plain)
    views.save("Waves")
    window.set_session(new_session(tmp_path, "other.trimtab"), "2026-04-17")
    other = views.now()
    assert (other.columns, other.words, other.closed, other.all_years) == (plain.columns, "", frozenset(), False)
    assert views.names() == [], "a view belongs to one file"
    assert other.per_day < 1, "how wide time is drawn goes with the person"
    window.set_session(open_session(first.path, person="Test", clock=first.clock), samples.status_date(key))
    assert views.now().like(last) and views.current == "Waves"
    assert page.current_uid() == uid_of(window, "IC-113"), "and so does the row one was on"
    assert page.bar.field.text() == "wave" and page.match_count() < page.row_count() < 20
    page.clear_filter()
    assert views.now().closed == last.closed
    window.close_file()
    assert views.names() == []


def test_a_view_down_to_a_level_folds_rows_that_came_later_too(sample, qtbot):
    page, views = sample.portfolio_page, sample.portfolio_page.views
    assert sample.act("view.projects")
    views.save("Projects")
    rows = open_rows(sample)
    sample.act("view.expand")
    p = sample.session.portfolio
    project, changes = edits.add(p, "project", uid_of(sample, "IC"), {"code": "IC-9", "name": "Later"})
    sample.session.do("Add project", changes)
    sample.session.do("Add package", edits.add(p, "package", project, {"code": "IC-91", "name": "Later"})[1])
    views.choose("Projects")
    assert open_rows(sample) == rows + 1 and not views.named["Projects"].closed
    page.tree.expand(page.model.index_of(project))
    assert views.differs and views.now().level == "" and views.now().closed


def test_the_palette_switches_views(sample, qtbot):
    from app.ui.palette import Palette
    views = sample.portfolio_page.views
    sample.act("view.collapse")
    views.save("Programs only")
    sample.act("view.expand")
    palette = Palette(sample)
    palette.refresh("programs only")
    assert palette.list.item(0).text().startswith("View: Programs only")
    palette.go()
    assert views.now().level == "program"


@pytest.mark.parametrize("broken", [
    None, [], "x", {"columns": "no", "closed": 3, "per_day": "fast", "parts": None, "left": [], "border": {}},
    {"columns": [["owner", 1, "wide"], ["name"], 7, ["light", True, -40]], "quick": "nonsense", "per_day": 1e30,
     "left": float("nan"), "border": True, "words": 12}])
def test_a_note_that_makes_no_sense_is_a_view_all_the_same(broken):
    view = from_note(json.loads(json.dumps(broken)))
    assert (view.quick, view.words, view.left, view.border, view.per_day) == ("all", "", 0.0, 0, 1.0)
    assert view.columns in (STANDARD, (ColumnWish("light", True, 0),))


def test_a_view_goes_into_the_profile_and_back_unchanged():
    view = View((ColumnWish("code"), ColumnWish("owner", False, 120)), "wave", "held", frozenset({"a", "b"}), True,
                False, ("links",), 5.5, 739_000.25, 640, "a", "project")
    assert from_note(json.loads(json.dumps(to_note(view)))) == view


def test_columns_of_an_older_or_newer_program_do_not_disturb(sample):
    page = sample.portfolio_page
    page.arrangement.arrange([ColumnWish("gone", True, 90), *map(ColumnWish, ("owner", "name", "code"))])
    assert heads(sample)[:3] == ["code", "owner", "name"] and "plan" in heads(sample)


def test_money_columns_stay_side_by_side_wherever_one_is_put():
    plan, name, code = INDEX["plan"], NAME, INDEX["code"]
    order = [plan, code, name, *(i for i in range(len(COLUMNS)) if i not in (plan, code, name))]
    assert together(order, plan)[:4] == [INDEX["plan"], INDEX["expected"], INDEX["delta"], code]


def test_views_are_kept_in_the_profile_and_not_in_the_file(sample):
    steps = sample.session.tx_count()
    sample.portfolio_page.views.save("Mine")
    assert sample.session.tx_count() == steps
    assert "Mine" in store_profile.read(f"views-{sample.session.file_id}")["named"]
