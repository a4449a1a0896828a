"""Step 2 of the import mended: a column's head and a row's number say what they are, and the file is read so."""
from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from app.ui.importing.mend import with_answer
from app.ui.importing.sheet_model import field_word
from app.ui.importing.wizard import SHEET, ImportWizard

HEAD = ["ID", "Measure", "Lead", "Checked by", "Saving p.a. (kEUR)"]
ROWS = [["A-1", "Steel", "Anna Berg", "Li Wei", 100], ["A-2", "Freight", "Jan Kok", "Li Wei", 50],
        ["A-3", "Both of them", None, None, 150]]


def write(path: Path, *rows: list) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("List")
    for n, row in enumerate([HEAD, *(rows or ROWS)]):
        sheet.write_row(n, 0, row)
    book.close()
    return path


def idle(qtbot, wizard: ImportWizard) -> None:
    qtbot.waitUntil(lambda: wizard.job is None, timeout=30000)


@pytest.fixture
def wizard(qtbot, window, session, tmp_path) -> ImportWizard:
    window.set_session(session, "2026-04-17")
    window.files.start_import(write(tmp_path / "March.xlsx"))
    page = window.pages["import"]
    idle(qtbot, page)
    assert page.step == SHEET
    return page


def choose(qtbot, wizard: ImportWizard, menu: QMenu, value: str) -> None:
    """Take the entry of a menu (or of a menu in it) that gives this value, and wait until the file was read."""
    entries, found = list(menu.actions()), None
    while entries and found is None:
        action = entries.pop(0)
        if action.menu() is not None:
            entries += action.menu().actions()
        elif action.data() and action.data()[1] == value:
            found = action
    assert found is not None and found.isEnabled()
    found.trigger()
    idle(qtbot, wizard)


def column(wizard: ImportWizard, letter: str) -> str:
    return next(c.field for c in wizard.sheet_page.reading.columns if c.column == letter)


def test_a_click_on_a_columns_head_opens_the_menu_of_what_it_can_be(qtbot, wizard):
    head = wizard.sheet_page.grid.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(3) + 20, 10)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert {"People", "Dates", "Amounts", "Not used", "As understood"} <= {a.text() for a in menu.actions()}
    menu.close()


def test_a_column_said_to_be_something_else_is_read_so_and_can_be_as_understood_again(qtbot, wizard):
    page = wizard.sheet_page
    before = column(wizard, "D")
    assert before != "sponsor"
    choose(qtbot, wizard, page.mending.column_menu(3), "sponsor")
    assert wizard.answers == {"column.Checked by": "sponsor"} and column(wizard, "D") == "sponsor"
    assert {i.fields["sponsor"].key for i in wizard.reading.batch.items if i.fields.get("sponsor")} == {"Li Wei"}
    menu = page.mending.column_menu(3)
    assert [a.text() for a in menu.actions() if a.text() == "As understood" and a.isEnabled()]
    next(a for a in menu.actions() if a.text() == "As understood").trigger()
    idle(qtbot, wizard)
    assert wizard.answers == {} and column(wizard, "D") == before


def test_a_choice_stands_in_the_list_in_words_and_is_taken_back_there(qtbot, wizard):
    page = wizard.sheet_page
    choose(qtbot, wizard, page.mending.column_menu(4), "one_time_cost.actual")
    shown = [w.text() for w in page.issues.findChildren(type(page.title))]
    assert "You chose: Column “Saving p.a. (kEUR)” is: One-time cost, actual" in shown
    qtbot.mouseClick(page.issues.findChild(QPushButton, "issue-back"), Qt.MouseButton.LeftButton)
    idle(qtbot, wizard)
    assert wizard.answers == {}


def test_a_row_said_to_be_a_total_is_checked_not_added(qtbot, wizard):
    page = wizard.sheet_page
    assert wizard.next.text() == "Match 3 measures"
    choose(qtbot, wizard, page.mending.row_menu(3), "total")
    assert wizard.answers == {"row.A-3": "total"} and wizard.next.text() == "Match 2 measures"
    assert page.grid.picture.kind(3) == "total"
    choose(qtbot, wizard, page.mending.row_menu(3), "ignore")
    assert wizard.answers == {"row.A-3": "ignore"} and page.grid.picture.kind(3) == "ignored"


def test_the_header_can_be_put_in_another_row(qtbot, wizard):
    page = wizard.sheet_page
    choose(qtbot, wizard, page.mending.row_menu(1), "2")
    assert wizard.answers == {"header": "2"} and page.reading.header_row == 2
    next(a for a in page.mending.row_menu(1).actions() if a.text() == "As understood" and a.isEnabled()).trigger()
    idle(qtbot, wizard)
    assert page.reading.header_row == 1


def test_a_field_only_one_column_can_be_moves_with_the_choice():
    answers = {"column.Lead": "owner", "column.X@South": "owner", "column.N": "comment", "row.3": "total"}
    assert with_answer(answers, "column.D", "owner") == {
        "column.X@South": "owner", "column.N": "comment", "row.3": "total", "column.D": "owner"}
    assert with_answer(answers, "column.D", "comment") == {**answers, "column.D": "comment"}


def test_figures_of_a_year_or_quarter_are_called_so():
    assert field_word("recurring_benefit.plan@2026-01..2026-12") == "Plan 2026"
    assert field_word("recurring_benefit.plan@2026-04..2026-06") == "Plan Q2 2026"
    assert field_word("recurring_benefit.plan@2026-04..2027-03") == "Plan Apr 2026–Mar 2027"
    assert field_word("recurring_benefit.plan@2026-04") == "Plan Apr 2026"


def test_choices_kept_as_a_profile_read_the_next_file_of_that_shape(qtbot, wizard, tmp_path):
    page, said = wizard.sheet_page, []
    wizard.said.connect(said.append)
    assert not page.profile_bar.isVisible()
    choose(qtbot, wizard, page.mending.column_menu(3), "sponsor")
    choose(qtbot, wizard, page.mending.row_menu(3), "total")
    assert page.profile_bar.keep.isVisible() and not page.profile_bar.leave.isVisible()
    page.profile_bar.named.emit("Steel list")
    assert "Steel list" in said[-1] and page.profile_bar.line.text() == "Read by the profile “Steel list”"
    wizard.open(write(tmp_path / "April.xlsx", *ROWS[:2], ["A-7", "Scrap", "Jo Ott", "Jan Kok", 5], ROWS[2]))
    idle(qtbot, wizard)
    assert wizard.reading.path.name == "April.xlsx" and wizard.reading.profile == "Steel list"
    assert column(wizard, "D") == "sponsor" and wizard.next.text() == "Match 3 measures"
    assert page.grid.picture.kind(4) == "total"
    qtbot.mouseClick(page.profile_bar.leave, Qt.MouseButton.LeftButton)
    idle(qtbot, wizard)
    assert wizard.answers == {} and column(wizard, "D") != "sponsor" and wizard.reading.profile == ""
    assert wizard.next.text() == "Match 4 measures" and not page.profile_bar.isVisible()


def test_a_file_of_another_shape_is_read_without_the_profile(qtbot, wizard, tmp_path):
    choose(qtbot, wizard, wizard.sheet_page.mending.column_menu(3), "sponsor")
    wizard.save_profile("Steel list")
    book = xlsxwriter.Workbook(str(tmp_path / "Other.xlsx"))
    sheet = book.add_worksheet("List")
    for n, row in enumerate([["ID", "Measure", "Owner", "Checked by"], ["A", "Steel", "Jo", "Li"],
                             ["B", "Oil", "Jo", "Li"]]):
        sheet.write_row(n, 0, row)
    book.close()
    wizard.open(tmp_path / "Other.xlsx")
    idle(qtbot, wizard)
    assert wizard.reading.path.name == "Other.xlsx" and wizard.answers == {} and wizard.reading.profile == ""


FORM = [["Project name:", "Library"], ["Project manager:", "Ann Lee"], ["Start date:", "2026-01-05"],
        ["End date:", "2026-09-30"], ["RAG rating:", "Amber"], ["Money:", 12]]


def test_a_question_of_a_form_says_what_it_is_and_so_for_all_forms_of_its_template(qtbot, window, session, tmp_path):
    """Map once as a template: the answer names the question, and the profile fits a form that leaves some open."""
    for name, rows in (("Library", FORM), ("Harbour", [["Project name:", "Harbour"], *FORM[1:4], ["Money:", 20]])):
        book = xlsxwriter.Workbook(str(tmp_path / f"{name}.xlsx"))
        sheet = book.add_worksheet(name)
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
        book.close()
    window.set_session(session, "2026-04-17")
    window.files.start_import(tmp_path / "Library.xlsx")
    page: ImportWizard = window.pages["import"]
    idle(qtbot, page)
    mending = page.sheet_page.mending
    assert [c.header for c in mending.questions(5)] == ["Money"] and mending.questions(0)[0].field == "name"
    choose(qtbot, page, mending.row_menu(5), "one_time_cost.actual")
    assert page.answers == {"column.Money": "one_time_cost.actual"}
    assert any(i.fields.get("undated_actual") == 1_200 for i in page.reading.batch.items)
    page.save_profile("Return of a project")
    page.open(tmp_path / "Harbour.xlsx")
    idle(qtbot, page)
    assert page.reading.profile == "Return of a project"
    assert any(i.fields.get("undated_actual") == 2_000 for i in page.reading.batch.items)
