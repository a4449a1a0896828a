"""The import page: a real tracker read in a child process, shown, answered, matched, imported and taken back."""
from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton

from app.core import edits
from app.core.batch import BELOW_ZERO, READ, Batch, Issue, Item, SheetReading
from app.core.find import lookup
from app.ui.importing import text as import_text
from app.ui.importing.plan_model import AFTER, BEFORE, CODE, WHAT, PlanModel
from app.ui.importing.sheet_model import MARK_ROLE, NUMBER_ROLE, SheetModel, field_word, number_text, place_of
from app.ui.importing.wizard import CONFIRM, FILE, MATCH, SHEET, ImportWizard
from importers.child import in_child
from tests.ui.tracker import FORECAST_SUM, PLAN_SUM, write_tracker


def idle(qtbot, wizard: ImportWizard) -> None:
    qtbot.waitUntil(lambda: wizard.job is None, timeout=30000)


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return write_tracker(tmp_path / "Tracker April.xlsx")


@pytest.fixture
def opened(window, session):
    window.set_session(session, "2026-04-17")
    return window


@pytest.fixture
def wizard(qtbot, opened, tracker) -> ImportWizard:
    """The import page after reading the tracker."""
    opened.files.start_import(tracker)
    page = opened.pages["import"]
    assert isinstance(page, ImportWizard)
    idle(qtbot, page)
    assert page.step == SHEET
    return page


def click(qtbot, button: QPushButton) -> None:
    assert button.isVisible() and button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def shown_issues(wizard: ImportWizard) -> list[Issue]:
    return wizard.sheet_page.issues_here()


def test_the_page_says_what_was_understood_and_what_needs_an_eye(wizard):
    title = wizard.sheet_page.title.text()
    assert "13 measures understood in “Maßnahmen”" in title
    assert "2 printed totals are wrong" in title
    assert wizard.next.text() == "Match 13 measures"
    assert "Nothing is written yet" in wizard.hint.text()


def test_the_sheet_stands_as_it_is_with_row_kinds_and_what_columns_become(wizard):
    grid = wizard.sheet_page.grid
    picture = grid.picture
    assert picture is not None
    assert [picture.kind(r) for r in (0, 3, 4, 5, 6, 12, 22, 26)] == [
        "title", "header", "example", "group", "data", "total", "placeholder", "blank"]
    model = grid.model()
    assert model.data(model.index(6, 0)) == "IT-01" and model.data(model.index(6, 8)) == "552"
    assert field_word(picture.becomes[1].field) == "Name"
    assert field_word(picture.becomes[8].field) == "Plan 2026"
    assert model.data(model.index(12, 9), MARK_ROLE) == "warning"      # the wrong sub-total, outlined


def test_numbers_their_heads_and_what_stands_among_them_are_at_the_right(wizard):
    model = wizard.sheet_page.grid.model()
    assert model.data(model.index(6, 8), NUMBER_ROLE) and model.data(model.index(3, 8), NUMBER_ROLE)
    assert model.data(model.index(23, 9), NUMBER_ROLE)                  # "n/a" in a column of money
    assert not model.data(model.index(6, 1), NUMBER_ROLE) and not model.data(model.index(3, 1), NUMBER_ROLE)


def test_a_click_on_an_address_jumps_to_the_cell(qtbot, wizard):
    page = wizard.sheet_page
    row = next(r for r in page.issues.rows() if r.findChild(QPushButton, "issue-cell").text() == "F12")
    click(qtbot, row.findChild(QPushButton, "issue-cell"))
    current = page.grid.currentIndex()
    assert (current.row(), current.column()) == (11, 5)


def test_every_issue_of_the_sheet_is_listed_gravest_first(wizard):
    rows = wizard.sheet_page.issues.rows()
    assert len(rows) == len(shown_issues(wizard)) > 4
    places = [r.findChild(QPushButton, "issue-cell").text() for r in rows]
    assert places[0] == "J13" and {"F12", "J24", "A23"} <= set(places)


def test_answering_a_question_reads_the_file_again_and_may_be_taken_back(qtbot, wizard):
    page = wizard.sheet_page
    before = wizard.reading
    row = next(r for r in page.issues.rows() for b in r.findChildren(QPushButton, "issue-answer")
               if b.toolTip() == "spread=undated")
    click(qtbot, row.findChild(QPushButton, "issue-answer"))
    idle(qtbot, wizard)
    assert wizard.answers == {"spread": "undated"} and wizard.reading is not before
    lines = [i for i in wizard.reading.batch.items if i.kind == "effect_line"]
    assert lines and all(not i.series for i in lines)
    assert not any(i.answer == "spread=undated" for i in shown_issues(wizard))
    back = page.issues.findChild(QPushButton, "issue-back")
    click(qtbot, back)
    idle(qtbot, wizard)
    assert wizard.answers == {} and any(i.series for i in wizard.reading.batch.items if i.kind == "effect_line")


def test_choosing_another_sheet_shows_it_with_the_reason(wizard):
    page = wizard.sheet_page
    page.side.list.choose(1)
    assert page.reading.name == "Listen" and page.side.why.text()
    assert page.grid.model().rowCount() == 4


def test_a_first_import_is_all_new_and_its_sums_are_those_of_the_file(qtbot, wizard, opened):
    click(qtbot, wizard.next)
    idle(qtbot, wizard)
    assert wizard.step == MATCH and wizard.matched.new["measure"] == 13
    assert wizard.match_page.title.text() == "13 measures will be new"
    _, rows = import_text.money_rows(wizard.matched.plan.money)
    assert rows == [import_text.MoneyRow("Recurring benefit", (f"{PLAN_SUM:,},000", f"{FORECAST_SUM:,},000"))]
    click(qtbot, wizard.next)
    assert wizard.step == CONFIRM and wizard.next.text() == "Import 13 measures"
    assert not opened.session.portfolio.of_kind("measure"), "nothing may be written before the last step"
    click(qtbot, wizard.next)
    idle(qtbot, wizard)
    assert len(opened.session.portfolio.of_kind("measure")) == 13
    assert opened.page == "portfolio"
    said = opened.message_bar.message
    assert said.startswith("Imported 13 new measures from Tracker April.xlsx. 2 cells were not understood: ")
    assert "F12" in said and "J24" in said and "2 printed totals are wrong: J13, J26" in said


def test_the_report_of_an_import_stays_reachable_and_undo_takes_all_of_it_back(qtbot, wizard, opened):
    for _ in range(2):
        click(qtbot, wizard.next)
        idle(qtbot, wizard)
    click(qtbot, wizard.next)
    idle(qtbot, wizard)
    links = {b.text(): b for b in opened.message_bar.findChildren(QPushButton)}
    click(qtbot, links["Show report"])
    assert opened.page == "import" and wizard.step == SHEET and wizard.leave.text() == "Close report"
    click(qtbot, wizard.next)
    assert wizard.step == MATCH and not wizard.next.isVisible(), "a report offers no second import"
    click(qtbot, wizard.leave)
    links = {b.text(): b for b in opened.message_bar.findChildren(QPushButton)}
    click(qtbot, links["Undo import"])
    assert not opened.session.portfolio.of_kind("measure")


def import_now(session, path: Path) -> None:
    from importers.base import Wishes
    session.import_batch(in_child("importers.read.import_file", str(path), Wishes()))


@pytest.fixture
def next_month(qtbot, opened, session, tmp_path) -> ImportWizard:
    """The plan of April's tracker over March's, with one value a person changed meanwhile."""
    march: dict[str, dict[str, object]] = {
        "IT-03": {"V-Ist 2026": 640, "Ende": dt.date(2026, 5, 29)}, "IT-04": {"V-Ist 2026": 900}, "SB-05": {"HG": 3}}
    import_now(session, write_tracker(tmp_path / "Tracker 2026-03.xlsx", march))
    own = lookup(session.portfolio, "SB-05")
    session.do("Change stage", edits.set_field(session.portfolio, own.uid, "stage", "2"))
    opened.files.start_import(write_tracker(tmp_path / "Tracker 2026-04.xlsx"))
    page = opened.pages["import"]
    idle(qtbot, page)
    click(qtbot, page.next)
    idle(qtbot, page)
    assert page.step == MATCH
    return page


def cells(model: PlanModel, row: int, *columns: int) -> tuple[str, ...]:
    return tuple(model.data(model.index(row, c)) or "" for c in columns)


def test_the_next_month_shows_before_and_after_with_months_as_one_sum(next_month):
    model = next_month.match_page.model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows = [cells(model, r, CODE, WHAT, BEFORE, AFTER) for r in range(model.rowCount())]
    assert ("IT-03", "Finish", "29 May 2026", "26 Jun 2026") in rows
    assert ("IT-03", "Forecast Jan 2026 – Dec 2026", "640,000", "504,000") in rows
    assert ("IT-04", "Forecast Jan 2026 – Dec 2026", "900,000", "444,000") in rows
    assert next_month.matched.changed["measure"] == 2
    assert next_month.match_page.title.text().startswith("2 measures will change")


def test_a_value_changed_here_is_kept_and_said_so(qtbot, next_month, session):
    model = next_month.match_page.model
    model.show(next_month.match_page._rows, "kept")
    assert cells(model, 0, CODE, BEFORE, AFTER) == ("SB-05", "2", "4")
    assert "keeps what you changed yourself" in next_month.match_page.title.text()
    next_month.go(CONFIRM)
    next_month.carry_out()
    idle(qtbot, next_month)
    assert lookup(session.portfolio, "SB-05").get("stage") == "2"


def test_a_portfolio_changed_after_the_preview_is_matched_again_before_anything_is_written(
        qtbot, next_month, session, opened):
    next_month.go(CONFIRM)
    own = lookup(session.portfolio, "IT-04")
    session.do("Change name", edits.set_field(session.portfolio, own.uid, "name", "Server weg"))
    count = session.tx_count()
    next_month.carry_out()
    idle(qtbot, next_month)
    assert session.tx_count() == count and next_month.step == MATCH
    assert "changed since this preview" in opened.message_bar.message


def test_the_same_file_again_offers_nothing_to_import(qtbot, opened, session, tracker):
    import_now(session, tracker)
    opened.files.start_import(tracker)
    page = opened.pages["import"]
    idle(qtbot, page)
    click(qtbot, page.next)
    idle(qtbot, page)
    assert "would change nothing" in page.match_page.title.text()
    assert not page.next.isEnabled() and page.next.text() == "Nothing to import"


def test_the_date_the_figures_were_known_goes_into_the_journal(qtbot, wizard, session):
    wizard.match()
    idle(qtbot, wizard)
    wizard.confirm_page.told.setDate(wizard.confirm_page.told.date().addDays(-10))
    told = wizard.confirm_page.told_date()
    wizard.go(CONFIRM)
    wizard.carry_out()
    idle(qtbot, wizard)
    assert session.history(1)[0].told == told < session.clock.today()


def test_leaving_writes_nothing_and_stops_the_reading(qtbot, opened, session, tracker):
    opened.files.start_import(tracker)
    page = opened.pages["import"]
    job = page.job
    assert job is not None
    click(qtbot, page.leave)
    assert job.cancelling and opened.page == "portfolio"
    idle(qtbot, page)
    assert page.reading is None and session.tx_count() == 0


def test_a_file_that_cannot_be_read_is_told_with_what_to_do(qtbot, opened, tmp_path):
    bad = tmp_path / "Bild.xlsx"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 200)
    opened.files.start_import(bad)
    page = opened.pages["import"]
    idle(qtbot, page)
    assert page.step == FILE
    assert "picture" in opened.message_bar.message and opened.message_bar.kind == "bad"


def test_a_workbook_dropped_on_the_first_page_is_read(qtbot, opened, tracker, tmp_path):
    opened.files.start_import(tracker)
    page = opened.pages["import"]
    idle(qtbot, page)
    click(qtbot, page.back)
    assert page.step == FILE
    other = write_tracker(tmp_path / "Other.xlsx")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other))])
    event = QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)
    page.file_page.dropEvent(event)
    idle(qtbot, page)
    assert page.step == SHEET and page.reading.path == other


def test_the_progress_strip_comes_late_and_cancels(qtbot, opened):
    import threading

    from app.ui import jobs
    from app.ui.look.progress_strip import ProgressStrip
    strip = ProgressStrip(opened)
    halt = threading.Event()

    def work(progress: jobs.Progress) -> None:
        while not halt.wait(0.01):
            progress(0.5, "reading")

    ended: list[str] = []
    job = jobs.start(work, done=lambda _: ended.append("done"), failed=lambda _: ended.append("failed"),
                     cancelled=lambda: ended.append("cancelled"))
    strip.follow(job, "Reading")
    assert not strip.isVisible()
    qtbot.wait(60)
    assert not strip.isVisible()
    qtbot.waitUntil(strip.isVisible, timeout=2000)
    with qtbot.waitSignal(job.over, timeout=5000):
        qtbot.mouseClick(strip.cancel, Qt.MouseButton.LeftButton)
    assert ended == ["cancelled"] and not strip.isVisible()
    halt.set()


def test_while_an_import_is_written_the_window_takes_no_input_and_hears_of_it_on_its_own_thread(
        qtbot, wizard, opened, session, monkeypatch):
    import threading
    inside, go_on, heard = threading.Event(), threading.Event(), []
    true = session.import_batch

    def slow(batch, told=None):
        inside.set()
        assert go_on.wait(10)
        return true(batch, told=told)

    monkeypatch.setattr(session, "import_batch", slow)
    opened.touched.connect(lambda touched: heard.append(threading.get_ident()))
    wizard.match()
    idle(qtbot, wizard)
    wizard.go(CONFIRM)
    wizard.carry_out()
    assert inside.wait(10)
    qtbot.mouseClick(wizard.leave, Qt.MouseButton.LeftButton)
    qtbot.keyClick(opened, "w", Qt.KeyboardModifier.ControlModifier)
    opened.close()
    assert opened.isVisible() and opened.session is session and opened.page == "import"
    qtbot.waitUntil(wizard.strip.isVisible, timeout=2000)
    assert not wizard.strip.cancel.isVisible(), "what is being written is not cancelled half-way"
    go_on.set()
    idle(qtbot, wizard)
    assert heard == [threading.get_ident()] and len(session.portfolio.of_kind("measure")) == 13
    qtbot.mouseClick(opened.message_bar.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert opened.page == "import", "input is taken again"


def test_the_sheet_model_follows_the_rules_of_qt(wizard):
    model = SheetModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(wizard.sheet_page.grid.picture)
    assert model.rowCount() == 28 and model.columnCount() == 10
    model.show(None)
    assert model.rowCount() == 0


def test_arrow_keys_walk_the_sheets(qtbot, wizard):
    sheets = wizard.sheet_page.side.list
    sheets.setFocus()
    qtbot.keyClick(sheets, Qt.Key.Key_Down)
    assert wizard.sheet_page.reading.name == "Listen"
    qtbot.mouseClick(sheets, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert wizard.sheet_page.reading.name == "Maßnahmen"


@pytest.mark.parametrize(("cell", "place"), [
    ("F12", (11, 5)), ("Maßnahmen!J13", (12, 9)), ("$A$1", (0, 0)), ("I4:J4", (3, 8)), ("G:G", (-1, 6)),
    ("AA10", (9, 26)), ("", None), ("the file", None)])
def test_addresses_of_issues_become_places(cell, place):
    assert place_of(cell) == place


@pytest.mark.parametrize(("value", "text"), [
    (552.0, "552"), (0.1 + 0.2, "0.3"), (-62.5, "\u221262.5"), (1234567.891, "1,234,567.89"), (12000, "12,000")])
def test_numbers_are_shown_without_noise(value, text):
    assert number_text(value) == text


def test_a_long_list_of_issues_is_shown_in_steps_and_never_cut(qtbot, opened):
    from app.ui.importing.issues import PAGE, IssueList
    made = IssueList()
    qtbot.addWidget(made)
    made.show_issues([Issue("note", "S", f"A{i}", f"Note {i}.") for i in range(1, PAGE * 2 + 6)], "")
    made.show()
    assert len(made.rows()) == PAGE
    for expected in (PAGE * 2, PAGE * 2 + 5):
        qtbot.waitUntil(lambda: bool(more_buttons(made)), timeout=2000)
        click(qtbot, more_buttons(made)[0])
        assert len(made.rows()) == expected
    assert not more_buttons(made)


def more_buttons(made) -> list[QPushButton]:
    return [b for b in made.findChildren(QPushButton, "issues-more") if b.isVisible()]


def test_cells_not_understood_are_those_of_data_rows_alone():
    reading = SheetReading("S", "data", "flat list", 1, [], {1: "header", 2: "data", 3: "total", 4: "example"})
    issues = [Issue("warning", "S", "C2", ""), Issue("note", "S", "D2", ""), Issue("question", "S", "E2", ""),
              Issue("warning", "S", "C3", ""), Issue("note", "S", "A4", ""), Issue("note", "S", "C2:D2", ""),
              Issue("note", "S", "A2", "A2: hidden rows; they were read like the others.", kind=READ),
              Issue("warning", "S", "F2", "a cost below zero", kind=BELOW_ZERO)]
    batch = Batch("f.xlsx", "flat list", [reading], [Item("measure", "1")], issues)
    assert import_text.cells_not_understood(batch) == ["C2", "D2"]


@pytest.mark.parametrize(("new", "changed", "said"), [
    ({"measure": 3}, {"measure": 9}, "Imported 3 new and 9 changed measures from f.xlsx."),
    ({"measure": 1, "person": 4}, {}, "Imported 1 new measure from f.xlsx."),
    ({}, {"risk": 2}, "Imported 2 changed risks from f.xlsx."),
    ({}, {}, "Nothing in f.xlsx had changed; nothing was written.")])
def test_the_closing_message_says_what_came_in(new, changed, said):
    assert import_text.done_message(new, changed, Batch("f.xlsx", "flat list")) == said
