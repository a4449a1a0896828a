"""Several rows chosen: common values, "(various)" where they differ, one edit for all that one undo takes back."""
from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt

from app.core.find import lookup
from app.ui.tree.columns import NAME

CODES = ("IC-121", "IC-122", "IC-124")
ADD = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


def choose(window, codes=CODES) -> list[str]:
    p, page = window.session.portfolio, window.portfolio_page
    uids = [lookup(p, code).uid for code in codes]
    page.select(uids[0])
    for uid in uids[1:]:
        page.tree.selectionModel().select(page.model.index_of(uid, NAME), ADD)
    return uids


def form(window):
    found = [f for f in window.portfolio_page.inspector.many_forms.values() if f.isVisible()]
    assert len(found) == 1
    return found[0]


def type_in(qtbot, editor, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_common_values_are_shown_and_others_are_various(sample):
    choose(sample)
    assert sample.portfolio_page.inspector.title.text() == "3 rows chosen"
    editors = form(sample).editors
    assert (editors["owner"].text(), editors["owner"].placeholderText()) == ("", "(various)")
    assert editors["light"].currentIndex() == -1 and editors["light"].placeholderText() == "(various)"
    choose(sample, CODES[:2])
    assert form(sample).editors["owner"].text() == "Henrik Wendt"


def test_one_edit_goes_to_all_rows_in_one_step(sample, qtbot):
    p, uids = sample.session.portfolio, choose(sample)
    before, owners = sample.session.tx_count(), [p[u].get("owner") for u in uids]
    type_in(qtbot, form(sample).editors["owner"], "Eva Braun")
    assert {p[p[u].get("owner")].name for u in uids} == {"Eva Braun"}
    assert sum(r.name == "Eva Braun" for r in p.of_kind("person")) == 1
    assert sample.session.tx_count() == before + 1
    assert "on 3 rows" in sample.message_bar.message
    assert form(sample).editors["owner"].text() == "Eva Braun"
    sample.act("edit.undo")
    assert [p[u].get("owner") for u in uids] == owners


def test_a_choice_goes_to_all_and_a_finish_takes_along_what_follows(sample, qtbot):
    p, uids = sample.session.portfolio, choose(sample)
    light = form(sample).editors["light"]
    light.setCurrentIndex(light.findData("red"))
    light.activated.emit(light.currentIndex())
    assert {p[u].get("light") for u in uids} == {"red"}
    type_in(qtbot, form(sample).editors["finish"], "2027-03-31")
    assert {p[u].get("finish") for u in uids} == {"2027-03-31"}


def test_code_and_name_are_refused_with_a_sentence(sample, qtbot):
    uids = choose(sample)
    p, names = sample.session.portfolio, [sample.session.portfolio[u].name for u in choose(sample)]
    type_in(qtbot, form(sample).editors["name"], "All the same")
    assert [p[u].name for u in uids] == names
    assert "3 rows cannot share it" in sample.message_bar.message


def test_one_row_again_is_the_form_of_that_row(sample):
    uids = choose(sample)
    sample.portfolio_page.select(uids[1])
    inspector = sample.portfolio_page.inspector
    assert inspector.tabs.isVisible() and inspector.title.text().startswith("IC-122")
    assert inspector.forms["measure"].isVisible()


def test_rows_of_several_levels_show_what_all_have(sample, qtbot):
    p, uids = sample.session.portfolio, choose(sample, ("IC-1", "IC-121"))
    editors = form(sample).editors
    type_in(qtbot, editors["owner"], "Eva Braun")
    assert {p[p[u].get("owner")].name for u in uids} == {"Eva Braun"}
