"""Presentation: one branch, large, nothing beside it; typing and figures go on, and Esc brings everything back."""
from __future__ import annotations

from PySide6.QtCore import Qt

from app.core import edits
from app.core.find import lookup
from app.ui.look import theme
from app.ui.look.tokens import ROW
from app.ui.tree.columns import INDEX
from tests.ui.test_tree import names_in_order, open_editor, type_in


def present(window, code: str) -> str:
    uid = lookup(window.session.portfolio, code).uid
    window.portfolio_page.select(uid)
    assert window.act("view.present")
    return uid


def row_height(window) -> int:
    return window.portfolio_page.tree.visualRect(window.portfolio_page.tree.currentIndex()).height()


def test_only_the_chosen_branch_is_shown_one_and_six_tenths_as_large(sample, qtbot):
    page, p = sample.portfolio_page, sample.session.portfolio
    root = present(sample, "IC-1")
    assert set(names_in_order(sample)) == {p.records[u].name for u in p.outline.subtree(root)
                                           if not p.records[u].get("pass_through")}
    assert theme.large("body").pixelSize() == round(theme.font("body").pixelSize() * 1.6)
    qtbot.waitUntil(lambda: row_height(sample) == round(ROW * 1.6))
    assert not any(part.isVisible() for part in (sample.navigation, sample.menuBar(), page.bar, page.inspector,
                                                 sample.status_line))
    assert page.presentation.head.isVisible()


def test_escape_brings_back_what_stood_before(sample, qtbot):
    page = sample.portfolio_page
    page.folds.collapse()
    page.select(lookup(sample.session.portfolio, "IC-1").uid)      # opens what it hangs under
    rows, before = names_in_order(sample), set(page.folds.closed)
    present(sample, "IC-1")
    qtbot.keyClick(page.tree, Qt.Key.Key_Escape)
    assert not page.presentation.on
    assert names_in_order(sample) == rows
    assert page.folds.closed == before
    assert all(part.isVisible() for part in (sample.navigation, sample.menuBar(), page.bar, page.inspector))
    assert theme.enlarged() == 1.0
    qtbot.waitUntil(lambda: row_height(sample) == ROW)


def test_typing_goes_on_and_escape_ends_the_typing_first(sample, qtbot):
    page, p = sample.portfolio_page, sample.session.portfolio
    present(sample, "IC-1")
    uid = lookup(p, "IC-121").uid
    page.select(uid, INDEX["owner"])
    sample.act("edit.cell")
    type_in(qtbot, sample, "Eva Braun")
    assert p[p[uid].get("owner")].name == "Eva Braun"
    sample.act("edit.cell")
    qtbot.keyClick(open_editor(sample), Qt.Key.Key_Escape)
    assert page.presentation.on


def test_the_head_follows_every_edit(sample):
    page, p = sample.portfolio_page, sample.session.portfolio
    present(sample, "IC-1")
    before = page.presentation.head.figures.text()
    measure = lookup(p, "IC-121").uid
    sample.attempt("Delete IC-121", lambda: edits.delete(p, [measure]))
    assert page.presentation.head.figures.text() != before
    sample.undo()
    assert page.presentation.head.figures.text() == before


def test_another_screen_or_a_row_elsewhere_or_the_end_of_the_branch_ends_it(sample):
    page, p = sample.portfolio_page, sample.session.portfolio
    present(sample, "IC-1")
    sample.show_page("history")
    assert not page.presentation.on and sample.menuBar().isVisible()
    sample.show_page("portfolio")
    root = present(sample, "IC-1")
    assert page.select(p.outline.uids[0]) and not page.presentation.on
    page.select(root)
    sample.act("view.present")
    sample.act("edit.delete")
    assert not page.presentation.on and sample.navigation.isVisible()


def test_a_row_beside_the_branch_can_be_added_and_is_seen(sample):
    page = sample.portfolio_page
    present(sample, "IC-1")
    sample.act("node.sibling")
    assert page.tree.currentIndex().isValid() and not page.presentation.on
