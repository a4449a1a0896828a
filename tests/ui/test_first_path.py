"""The first true path, as a person goes it: drop a tracker in, read it, change it, undo, close, open, print.

Once without a screen and once in a real X window (marked xvfb).
"""
from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from app.core.find import lookup
from app.core.value.cube import cube
from app.ui.importing.wizard import CONFIRM, MATCH, SHEET, ImportWizard
from app.ui.look import theme
from app.ui.main_window import MainWindow
from app.ui.report.preview import ReportPreview
from app.ui.tree.columns import INDEX
from tests.ui.tracker import FORECAST_SUM, PLAN_SUM, write_tracker

T_EUR = 100_000                  # minor units in a thousand euros


class Person:
    """Someone at the window: drops, clicks, types, waits. Knows the window only from outside."""

    def __init__(self, qtbot) -> None:
        self.qtbot = qtbot
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, "light")
        self.window = MainWindow()
        self.window.resize(1366, 768)
        self.window.show()
        qtbot.waitExposed(self.window)

    def drop(self, path: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        enter = QDragEnterEvent(QPoint(300, 300), *how)
        QApplication.sendEvent(self.window, enter)
        assert enter.isAccepted(), "the window does not take a workbook"
        drop = QDropEvent(QPointF(300, 300), *how)
        QApplication.sendEvent(self.window, drop)
        assert drop.isAccepted()

    def click(self, name: str) -> None:
        """A button by its name or by its words."""
        found = [b for b in self.window.findChildren(QPushButton)
                 if b.isVisible() and name in (b.objectName(), b.text())]
        assert len(found) == 1 and found[0].isEnabled(), (name, found)
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def wait(self, happened) -> None:
        self.qtbot.waitUntil(happened, timeout=30000)

    def idle(self) -> None:
        self.wait(lambda: not any(getattr(p, "job", None) for p in self.window.pages.values()))

    def type_into_cell(self, code: str, column: str, text: str) -> None:
        """Choose a cell of the tree, type over it, press Enter."""
        page = self.window.portfolio_page
        assert page.select(lookup(self.window.session.portfolio, code).uid, INDEX[column])
        page.tree.setFocus()
        assert self.window.act("edit.cell")
        self.wait(lambda: bool(page.tree.viewport().findChildren(QLineEdit)))
        editor = page.tree.viewport().findChildren(QLineEdit)[0]
        editor.selectAll()
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)

    def name_of(self, code: str) -> str:
        return lookup(self.window.session.portfolio, code).name

    def leave(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


def totals(person: Person) -> tuple[int, int]:
    found = cube(person.window.session.portfolio)
    return found.total("", "plan"), found.total("", "forecast")


def go_the_whole_path(qtbot, tmp_path: Path) -> None:
    """Every step through the window; after each one what the file must hold by then."""
    from pypdf import PdfReader
    tracker = write_tracker(tmp_path / "Maßnahmen-Tracker_IT_2026-04.xlsx")
    person = Person(qtbot)
    window = person.window

    # Drop it in: a file is made beside it, and the sheet is shown as it was understood.
    person.drop(tracker)
    person.wait(lambda: "import" in window.pages)
    wizard = window.pages["import"]
    assert isinstance(wizard, ImportWizard)
    person.wait(lambda: wizard.step == SHEET and wizard.job is None)
    assert "13 measures understood" in wizard.sheet_page.title.text()
    assert window.session.tx_count() == 0, "looking writes nothing"

    # Read it: what will change, then one step.
    person.click("import-next")
    person.wait(lambda: wizard.step == MATCH and wizard.job is None)
    person.click("Continue")
    assert wizard.step == CONFIRM
    person.click("Import 13 measures")
    person.idle()
    assert window.page == "portfolio" and window.session.tx_count() == 1
    assert totals(person) == (PLAN_SUM * T_EUR, FORECAST_SUM * T_EUR)
    assert "Imported 13 new measures" in window.message_bar.message

    # Change a cell, take it back, bring it again.
    old, new = person.name_of("IT-01"), "Welle 1 Schadenplattform, Nord"
    person.type_into_cell("IT-01", "name", new)
    person.wait(lambda: person.name_of("IT-01") == new)
    assert window.act("edit.undo") and person.name_of("IT-01") == old
    assert window.act("edit.redo") and person.name_of("IT-01") == new

    # Close: one file is left. Open it again: everything is as it was, and undo reaches back across.
    path, head = window.session.path, window.session.head()
    assert window.act("file.close") and window.page == "start"
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(path.name) and p != path]
    assert window.open_path(path)
    assert window.session.head() == head and person.name_of("IT-01") == new
    assert totals(person) == (PLAN_SUM * T_EUR, FORECAST_SUM * T_EUR)
    assert window.act("edit.undo") and person.name_of("IT-01") == old
    assert window.act("edit.redo")

    # Print: the page shows what the PDF holds, and the PDF holds what was typed.
    assert window.act("view.reports")
    page = window.pages["reports"]
    assert isinstance(page, ReportPreview)
    person.idle()
    assert page.view.canvas.pages
    target = tmp_path / "steering.pdf"
    page.save_pdf(target)
    person.idle()
    reader = PdfReader(target)
    text = " ".join(" ".join(p.extract_text() for p in reader.pages).replace("\u200b", "").split())
    assert len(reader.pages) == len(page.view.canvas.pages)
    assert new in text and path.name in text and window.session.head()[:16] in text

    # Taken back as a whole, the import leaves an empty file, and the history still tells.
    for _ in range(2):
        assert window.act("edit.undo")
    assert not window.session.portfolio.of_kind("measure")
    assert any(row.origin == "import" and row.undone for row in window.session.history())
    person.leave()


@pytest.fixture(autouse=True)
def own_profile(profile) -> None:
    """No trace in the person's own folders."""


def test_drop_a_tracker_in_read_it_change_it_undo_close_open_print(qtbot, tmp_path):
    go_the_whole_path(qtbot, tmp_path)


@pytest.mark.xvfb
def test_the_whole_path_in_a_real_window_stays_quick(qtbot, tmp_path):
    began = time.monotonic()
    go_the_whole_path(qtbot, tmp_path)
    assert QApplication.platformName() == "xcb"
    assert time.monotonic() - began < 60
