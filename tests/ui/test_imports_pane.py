"""History > Imports: the reports of earlier imports, read again and printed."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication

from app.core.batch import Issue, Printed
from app.core.intake import report
from app.ui.importing.text import kind_count
from importers.base import Wishes
from importers.read import import_file
from tests.ui.test_report_preview import rest, text_of


def opened(window):
    window.show_page("history")
    page = window.pages["history"]
    page.show_view("imports")
    return page.imports


def take(session, folder: Path, name: str, rows: str) -> None:
    path = folder / name
    path.write_text(f"ID,Name,Owner,Plan 2026\n{rows}", "utf-8")
    session.import_batch(import_file(str(path), Wishes(), lambda share, text: None))


def texts(table) -> list[list[str]]:
    return [[table.item(i, j).text() for j in range(table.columnCount())] for i in range(table.rowCount())]


def test_without_an_import_the_page_says_what_will_stand_there(window, session):
    window.set_session(session)
    pane = opened(window)
    assert pane.title.text() == "Nothing was imported yet" and not pane.print.isVisible()


def test_imports_stand_newest_first_with_sums_and_addresses_and_follow_undo(window, session, tmp_path):
    window.set_session(session)
    take(session, tmp_path, "first.csv", "M-01,Rent,Anna,1200.50\nM-02,Power,Ben,soon\n")
    take(session, tmp_path, "second.csv", "X-01,Fuel,Cem,7\n")
    pane = opened(window)
    assert [r[1:] for r in texts(pane.table)] == [["second.csv", "1 measure new", "All sums as in the file"],
                                                  ["first.csv", "2 measures new", "All sums as in the file"]]
    pane.table.setCurrentCell(1, 0)
    assert pane.title.text() == "2 measures new from first.csv"
    (line,) = texts(pane.sums)
    assert line[2:] == ["1,200.50", "1,200.50", "0"]
    assert any(row[1].endswith("D3") and "soon" in row[2] for row in texts(pane.told))
    session.undo()
    assert [r[1] for r in texts(pane.table)] == ["first.csv"]


def test_the_chosen_import_is_printed(qtbot, window, session, tmp_path):
    window.set_session(session)
    take(session, tmp_path, "first.csv", "M-01,Rent,Anna,1200.50\n")
    take(session, tmp_path, "second.csv", "X-01,Fuel,Cem,7\n")
    pane = opened(window)
    pane.table.setCurrentCell(1, 0)
    pane.to_print()
    page = window.pages["reports"]
    rest(qtbot, page)
    assert "first.csv" in text_of(page.document.pdf()) and page.order().kind == "import"
    assert page.run.isVisible() and not page.status.isVisible()


def test_a_kind_named_by_two_words_is_small_within_a_sentence():
    assert [kind_count("package", 3), kind_count("kpi", 1)] == ["3 measure packages", "1 KPI"]


def test_what_is_to_be_known_is_read_whole_however_wide_the_window_is(window, session, tmp_path):
    window.set_session(session)
    words = " ".join(["soon, but not before the board has met and the supplier agreed"] * 2)
    take(session, tmp_path, "first.csv", f"M-01,Rent,Anna,1200.50\nM-02,Power,Ben,{words.replace(',', ';')}\n")
    pane = opened(window)
    heights = []
    for width in (1100, 1900):
        window.resize(width, 800)
        window.show()
        QApplication.processEvents()
        pane.told.resizeRowsToContents()
        for row in range(pane.told.rowCount()):
            for column in range(3):
                room = pane.told.visualItemRect(pane.told.item(row, column))
                text = pane.told.fontMetrics().boundingRect(
                    QRect(0, 0, room.width() - 8, 10_000), Qt.TextFlag.TextWordWrap, pane.told.item(row, column).text())
                assert text.height() <= room.height() and text.width() <= room.width(), texts(pane.told)[row]
        heights.append(max(pane.told.rowHeight(row) for row in range(pane.told.rowCount())))
    assert heights[0] > heights[1]


def test_a_wrong_total_is_listed_though_another_sheet_has_a_warning_in_the_same_cell(window, session, tmp_path):
    window.set_session(session)
    take(session, tmp_path, "first.csv", "M-01,Rent,Anna,1200.50\n")
    pane = opened(window)
    told = replace(report.read(report.runs(session.portfolio)[0]), issues=[Issue("warning", "Costs", "D3", "Look.")],
                   wrong=[Printed("Plan!D3", "Total", 2100, 2000, 2, False)], wrong_count=1)
    pane._show_told(told)
    assert [row[1] for row in texts(pane.told)] == ["Costs!D3", "Plan!D3"]
