"""Step 2 of the import: what a colour means and who is who is asked in words, answered by a click, and kept."""
from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.ui.importing.wizard import SHEET, ImportWizard

HEAD = ["ID", "Measure", "Owner", "Saving p.a. (kEUR)"]
OWNERS = ("Anna Berger", "A. Berger", "Jan Kok", "Anna Berger", "Li Wei")


def write(path: Path) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(HEAD)
    for n, owner in enumerate(OWNERS, 1):
        sheet.append([f"A-{n}", f"Measure {n}", owner, 100 * n])
    for row in (2, 4):
        sheet.cell(row, 2).fill = PatternFill("solid", start_color="C00000")
    made.save(path)
    return path


@pytest.fixture
def wizard(qtbot, window, session, tmp_path) -> ImportWizard:
    window.set_session(session, "2026-04-17")
    window.files.start_import(write(tmp_path / "Coloured.xlsx"))
    page = window.pages["import"]
    qtbot.waitUntil(lambda: page.job is None, timeout=30000)
    assert page.step == SHEET
    return page


def choices(wizard: ImportWizard) -> dict[str, QPushButton]:
    """The links of the list "To look at" that answer something, by what they answer."""
    links = wizard.sheet_page.findChildren(QPushButton, "issue-answer")
    return {b.toolTip(): b for b in links if b.isVisibleTo(wizard)}


def click(qtbot, wizard: ImportWizard, answer: str) -> None:
    choices(wizard)[answer].click()
    qtbot.waitUntil(lambda: wizard.job is None, timeout=30000)


def test_a_colour_offers_its_words_and_a_click_maps_all_its_rows(qtbot, wizard) -> None:
    offered = {a: b.text() for a, b in choices(wizard).items() if a.startswith("colour.")}
    assert offered == {"colour.C00000=green": "Green", "colour.C00000=amber": "Amber", "colour.C00000=red": "Red",
                       "colour.C00000=done": "Done", "colour.C00000=ignore": "Ignore"}
    click(qtbot, wizard, "colour.C00000=red")
    lights = {i.key: i.fields.get("light") for i in wizard.reading.batch.items if i.kind == "measure"}
    assert [key for key, light in lights.items() if light == "red"] == ["A-1", "A-3"]
    assert wizard.answers == {"colour.C00000": "red"}
    said = [w.text() for w in wizard.sheet_page.findChildren(QLabel)]
    assert any("Fills of colour C00000 mean: red" in text for text in said)


def test_near_people_offer_to_be_one_or_to_stay_apart(qtbot, wizard) -> None:
    offered = {a: b.text() for a, b in choices(wizard).items() if a.startswith("person.")}
    assert offered == {"person.A. Berger=Anna Berger": "The same as Anna Berger",
                       "person.A. Berger=apart": "Somebody else"}
    click(qtbot, wizard, "person.A. Berger=Anna Berger")
    assert sorted(str(i.fields["name"]) for i in wizard.reading.batch.items if i.kind == "person") == [
        "Anna Berger", "Jan Kok", "Li Wei"]
    assert not any(a.startswith("person.") for a in choices(wizard))


def test_a_dashboard_offers_the_sheet_its_figures_come_from(qtbot, window, session, tmp_path) -> None:
    made = Workbook()
    front = made.active
    assert front is not None
    front.title = "Dashboard"
    front["A1"], front["A3"], front["A4"] = "Portfolio dashboard", "Saving", "=SUM(List!D2:D6)"
    front["B3"], front["B4"] = "Measures", "=COUNTA(List!A2:A6)"
    listed = made.create_sheet("List")
    for row in (HEAD, *([f"A-{n}", f"Measure {n}", owner, 100 * n] for n, owner in enumerate(OWNERS, 1))):
        listed.append(row)
    made.save(tmp_path / "Report.xlsx")
    window.set_session(session, "2026-04-17")
    window.files.start_import(tmp_path / "Report.xlsx")
    page: ImportWizard = window.pages["import"]
    qtbot.waitUntil(lambda: page.job is None, timeout=30000)
    side = page.sheet_page.side
    side.list.choose(0)
    assert page.sheet_page.reading.name == "Dashboard"
    (offered,) = [b for b in side.sources.findChildren(QPushButton, "import-source") if b.isVisibleTo(side)]
    assert offered.text() == "Look at “List”"
    offered.click()
    assert page.sheet_page.reading.name == "List"
    qtbot.waitUntil(lambda: not [b for b in side.sources.findChildren(QPushButton) if b.isVisibleTo(side)])


def test_hidden_rows_and_columns_are_shown_as_hidden(qtbot, window, session, tmp_path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (HEAD, *([f"A-{n}", f"Measure {n}", owner, 100 * n] for n, owner in enumerate(OWNERS, 1))):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    made.save(tmp_path / "Hidden.xlsx")
    window.set_session(session, "2026-04-17")
    window.files.start_import(tmp_path / "Hidden.xlsx")
    page: ImportWizard = window.pages["import"]
    qtbot.waitUntil(lambda: page.job is None, timeout=30000)
    model = page.sheet_page.grid.model()
    assert [model.headerData(c, Qt.Orientation.Horizontal) for c in range(4)] == ["A", "B", "(C)", "D"]
    assert [model.headerData(r, Qt.Orientation.Vertical) for r in range(4)] == ["1", "2", "(3)", "4"]
    assert {"A3", "C1"} <= {i.cell for i in page.sheet_page.issues_here() if "hidden" in i.message}
