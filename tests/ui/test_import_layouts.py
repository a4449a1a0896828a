"""Every layout through the pages of the import by clicks: read, answered, compared, imported, reported, taken back."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from app.core.catalog import SERIES
from app.ui.importing.sheet_model import field_word
from app.ui.importing.text import cells_not_understood, sheet_line
from app.ui.importing.wizard import CONFIRM, FILE, MATCH, SHEET, ImportWizard
from tests.ui.layout_files import LAYOUTS, Layout, exported


def idle(qtbot: Any, wizard: ImportWizard) -> None:
    qtbot.waitUntil(lambda: wizard.job is None, timeout=60_000)


def click(qtbot: Any, button: QPushButton) -> None:
    assert button.isVisible() and button.isEnabled(), button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def chosen(qtbot: Any, window: Any, path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportWizard:
    """The import page after a file was chosen in the system's dialog."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window.actions_by_id["file.import"].trigger()
    page = window.pages["import"]
    assert isinstance(page, ImportWizard)
    idle(qtbot, page)
    assert page.step == SHEET, window.message_bar.message
    return page


def answer(qtbot: Any, wizard: ImportWizard, text: str) -> None:
    """Click the link that gives this answer, and see that it was heard."""
    links = [b for b in wizard.sheet_page.issues.findChildren(QPushButton, "issue-answer") if b.toolTip() == text]
    if not links:                             # the question stands on another sheet
        name = text.partition("=")[0].partition("@")[2]
        sheets = wizard.sheet_page.side.list
        sheets.choose([r.name for r in sheets.readings].index(name))
        links = [b for b in wizard.sheet_page.issues.findChildren(QPushButton, "issue-answer") if b.toolTip() == text]
    click(qtbot, links[0])
    idle(qtbot, wizard)
    key, _, value = text.partition("=")
    assert wizard.answers.get(key) == value and not any(
        i.answer == text for i in wizard.sheet_page.issues_here())


def walk_sheets(qtbot: Any, wizard: ImportWizard) -> None:
    """Look at every sheet with the arrow key; each says why it was taken for what it was."""
    sheets = wizard.sheet_page.side.list
    sheets.setFocus()
    sheets.choose(0)
    for reading in sheets.readings[1:]:
        qtbot.keyClick(sheets, Qt.Key.Key_Down)
        assert wizard.sheet_page.reading is not None and wizard.sheet_page.reading.name == reading.name
        assert wizard.sheet_page.side.why.text() or reading.role == "data"


def undated_and_months(p: Any, series: str) -> int:
    """Minor units over all lines."""
    total = 0
    for line in p.of_kind("effect_line"):
        found = p.series.extent(line.uid, series)
        months = p.series.get(line.uid, series, *found) if found else ()
        total += (line.get(f"undated_{series}") or 0) + sum(v or 0 for v in months)
    return total


def amounts(p: Any) -> dict[str, int]:
    return {series: found for series in SERIES if (found := undated_and_months(p, series))}


@pytest.mark.parametrize("name", [n for n in LAYOUTS if n != "own"])
def test_a_layout_goes_through_the_import_by_clicks_and_back_again(
        name: str, qtbot: Any, window: Any, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = LAYOUTS[name]
    layout.make(tmp_path)
    window.set_session(session, "2026-04-17")
    wizard = chosen(qtbot, window, tmp_path / layout.file, monkeypatch)
    assert layout.said in wizard.sheet_page.title.text()
    for one in layout.answers:
        answer(qtbot, wizard, one)
    walk_sheets(qtbot, wizard)
    through(qtbot, wizard, window)
    came_in(layout, session.portfolio)
    assert session.tx_count() == 1
    report(qtbot, wizard, window)
    links = {b.text(): b for b in window.message_bar.findChildren(QPushButton)}
    click(qtbot, links["Undo import"])
    assert not any(session.portfolio.of_kind(kind) for kind in layout.undone)


def through(qtbot: Any, wizard: ImportWizard, window: Any) -> None:
    """From what was understood to the import itself; nothing is written before its button."""
    click(qtbot, wizard.next)
    idle(qtbot, wizard)
    assert wizard.step == MATCH and wizard.match_page.model.rowCount() > 0
    assert "will be new" in wizard.match_page.title.text()
    click(qtbot, wizard.next)
    assert wizard.step == CONFIRM and wizard.next.text().startswith("Import ")
    assert window.session.tx_count() == 0
    click(qtbot, wizard.back)
    assert wizard.step == MATCH
    click(qtbot, wizard.next)
    click(qtbot, wizard.next)
    idle(qtbot, wizard)
    assert window.page == "portfolio" and window.message_bar.message.startswith("Imported ")


def came_in(layout: Layout, p: Any) -> None:
    for kind, count in layout.counts.items():
        assert len([r for r in p.of_kind(kind) if not r.get("pass_through")]) == count, kind
    assert amounts(p) == layout.sums
    assert set(layout.names) <= {r.name for r in p.of_kind("measure")}


def report(qtbot: Any, wizard: ImportWizard, window: Any) -> None:
    """What was imported can be looked at afterwards, page by page, and closed."""
    click(qtbot, {b.text(): b for b in window.message_bar.findChildren(QPushButton)}["Show report"])
    assert window.page == "import" and wizard.step == SHEET and wizard.leave.text() == "Close report"
    click(qtbot, wizard.next)
    assert wizard.step == MATCH and not wizard.next.isVisible()
    click(qtbot, wizard.leave)
    assert window.page == "portfolio"


def test_a_schedule_may_bring_its_leaves_as_measures(
        qtbot: Any, window: Any, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    LAYOUTS["schedule"].make(tmp_path)
    window.set_session(session, "2026-04-17")
    wizard = chosen(qtbot, window, tmp_path / LAYOUTS["schedule"].file, monkeypatch)
    said = " ".join(i.message for i in wizard.sheet_page.issues_here())
    assert "Counted anew" in said and "Related Task 6b lies" in said
    assert "Preview of 25 rows in 2 sheets" in window.status_line.text("rows")
    assert [sheet_line(r) for r in wizard.sheet_page.side.list.readings] == ["Schedule, 16 rows", "Its people"]
    assert wizard.reading is not None and cells_not_understood(wizard.reading.batch) == []
    answer(qtbot, wizard, "leaf=measure")
    assert "16 measures" in wizard.sheet_page.title.text()
    through(qtbot, wizard, window)
    assert len(session.portfolio.of_kind("measure")) == 16 and not session.portfolio.of_kind("activity")
    assert any(text.text() == "Money in the file, GBP" for text in wizard.match_page.findChildren(QLabel))
    assert wizard.confirm_page.money.text() == "Sums in GBP: One-time cost plan 3,526.25."


def test_a_schedule_offers_each_of_its_baselines(
        qtbot: Any, window: Any, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = "<Baseline><Number>{0}</Number><Start>2026-0{1}-02T08:00:00</Start><Finish>2026-0{1}-06T17:00:00</Finish>" \
           "</Baseline>"
    path = tmp_path / "plan.xml"
    path.write_text('<Project xmlns="http://schemas.microsoft.com/project"><Title>Plan</Title><Tasks><Task><UID>1</UID>'
                    "<Name>Build</Name><OutlineLevel>1</OutlineLevel><Start>2026-05-04T08:00:00</Start><Finish>"
                    f"2026-05-08T17:00:00</Finish>{''.join(base.format(n, n + 1) for n in (0, 1, 2))}</Task></Tasks>"
                    "</Project>", "utf-8")
    window.set_session(session, "2026-04-17")
    wizard = chosen(qtbot, window, path, monkeypatch)
    links = {b.toolTip(): b.text() for b in wizard.sheet_page.issues.findChildren(QPushButton, "issue-answer")}
    assert links["baseline=1"] == "Take baseline 1" and links["baseline=2"] == "Take baseline 2"
    answer(qtbot, wizard, "baseline=2")
    through(qtbot, wizard, window)
    assert [a.get("plan_start") for a in session.portfolio.of_kind("activity")] == ["2026-03-02"]


def test_a_column_of_answers_to_many_questions_is_called_so(
        qtbot: Any, window: Any, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    LAYOUTS["return"].make(tmp_path)
    window.set_session(session, "2026-04-17")
    picture = chosen(qtbot, window, tmp_path / LAYOUTS["return"].file, monkeypatch).sheet_page.grid.picture
    assert picture is not None and {at: field_word(c.field) for at, c in picture.becomes.items()} == {2: "Answers"}


def test_sheets_with_something_to_look_at_are_marked_in_the_list(
        qtbot: Any, window: Any, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    LAYOUTS["ledger"].make(tmp_path)
    window.set_session(session, "2026-04-17")
    page = chosen(qtbot, window, tmp_path / LAYOUTS["ledger"].file, monkeypatch).sheet_page
    assert page.side.list.worst == {"Meilensteine": "error", "Werte": "warning"}
    assert any(w.text().startswith("Nothing in this sheet") for w in page.issues.findChildren(QLabel))
    page.side.list.choose(2)
    assert "Error" in page.side.list.accessibleName()


def test_rows_that_hold_only_heads_of_a_drawn_calendar_are_not_called_empty(
        qtbot: Any, window: Any, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    LAYOUTS["gantt"].make(tmp_path)
    window.set_session(session, "2026-04-17")
    picture = chosen(qtbot, window, tmp_path / LAYOUTS["gantt"].file, monkeypatch).sheet_page.grid.picture
    assert picture is not None and [picture.kind(row) for row in range(2, 7)] == [
        "blank", "header", "header", "header", "group"]


def test_our_own_workbook_fills_an_empty_file(
        qtbot: Any, window: Any, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = exported(tmp_path)
    window.set_session(session, "2026-04-17")
    wizard = chosen(qtbot, window, tmp_path / LAYOUTS["own"].file, monkeypatch)
    assert LAYOUTS["own"].said in wizard.sheet_page.title.text()
    walk_sheets(qtbot, wizard)
    through(qtbot, wizard, window)
    assert amounts(session.portfolio) == amounts(whole)
    for kind in ("measure", "activity", "dependency", "risk", "issue", "assumption", "effect_line"):
        assert len(session.portfolio.of_kind(kind)) == len(whole.of_kind(kind)), kind
    report(qtbot, wizard, window)
    click(qtbot, {b.text(): b for b in window.message_bar.findChildren(QPushButton)}["Undo import"])
    qtbot.waitUntil(lambda: not session.portfolio.of_kind("measure"), timeout=10_000)
    assert not session.portfolio.of_kind("risk")


def test_our_own_workbook_changes_nothing_where_it_came_from_and_one_edited_cell_is_one_change(
        qtbot: Any, sample: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import openpyxl
    target = tmp_path / "Nordhaven.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "Workbook (*.xlsx)"))
    sample.actions_by_id["file.export"].trigger()
    qtbot.waitUntil(target.exists, timeout=20_000)
    wizard = chosen(qtbot, sample, target, monkeypatch)
    assert wizard.sheet_page.title.text()
    walk_sheets(qtbot, wizard)
    click(qtbot, wizard.next)
    idle(qtbot, wizard)
    assert wizard.step == MATCH and not wizard.next.isEnabled() and wizard.next.text() == "Nothing to import"
    book = openpyxl.load_workbook(target)
    rows = book["Tree"]
    heads = [cell.value for cell in rows[1]]
    at, column = next((r, heads.index("Name") + 1) for r in range(2, rows.max_row + 1)
                      if rows.cell(r, heads.index("Kind") + 1).value == "Measure")
    before = rows.cell(at, column).value
    rows.cell(at, column).value = "Renamed outside"
    book.save(target)
    wizard = chosen(qtbot, sample, target, monkeypatch)
    click(qtbot, wizard.next)
    idle(qtbot, wizard)
    assert wizard.matched is not None and wizard.matched.changed.get("measure") == 1
    click(qtbot, wizard.next)
    click(qtbot, wizard.next)
    idle(qtbot, wizard)
    names = {r.name for r in sample.session.portfolio.of_kind("measure")}
    assert "Renamed outside" in names and before not in names
    sample.undo()
    assert before in {r.name for r in sample.session.portfolio.of_kind("measure")}


def test_a_sheet_with_nothing_to_import_offers_no_import_and_says_why(
        qtbot: Any, window: Any, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.data.blind.dashboards import ALL
    ALL["dashboard_en_clean.xlsx"](tmp_path / "dashboard_en_clean.xlsx")
    window.set_session(session, "2026-04-17")
    wizard = chosen(qtbot, window, tmp_path / "dashboard_en_clean.xlsx", monkeypatch)
    assert not wizard.next.isEnabled() and wizard.sheet_page.side.why.text()
    click(qtbot, wizard.back)
    assert wizard.step == FILE
    click(qtbot, wizard.leave)
    assert window.page == "portfolio" and session.tx_count() == 0


def test_a_table_from_the_clipboard_is_imported_like_a_file(qtbot: Any, window: Any, session: Any) -> None:
    from PySide6.QtGui import QGuiApplication
    window.set_session(session, "2026-04-17")
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("just words")
    window.actions_by_id["file.import_clipboard"].trigger()
    assert "no table on the clipboard" in window.message_bar.message
    mime = QMimeData()
    rows = "".join(f"<tr><td>M-{n}</td><td>Saving {n}</td><td>{n}00</td></tr>" for n in range(1, 4))
    mime.setHtml(f"<html><table><tr><th>ID</th><th>Measure</th><th>One-time cost (EUR)</th></tr>{rows}</table></html>")
    mime.setText("ID\tMeasure\n")
    clipboard.setMimeData(mime)
    window.actions_by_id["file.import_clipboard"].trigger()
    wizard = window.pages["import"]
    idle(qtbot, wizard)
    assert wizard.step == SHEET and "3 measures" in wizard.sheet_page.title.text()
    click(qtbot, wizard.back)
    assert wizard.step == FILE
    click(qtbot, wizard.next)
    assert wizard.step == SHEET, "what was read stays, and one may go on with it"
    click(qtbot, wizard.back)
    clipboard.setText("ID\tMeasure\tOne-time cost (EUR)\nM-1\tA\t5\nM-2\tB\t7\n")
    click(qtbot, wizard.file_page.paste)
    idle(qtbot, wizard)
    assert wizard.step == SHEET and "2 measures" in wizard.sheet_page.title.text()
    through(qtbot, wizard, window)
    assert amounts(session.portfolio) == {"plan": 1200}
