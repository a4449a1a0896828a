"""The window around the screens: what is loaded, what can be done, themes, words, files, messages, faults."""
from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget

from app.core import edits
from app.core.find import lookup
from app.errors import Problem
from app.session import open_session
from app.ui import words
from app.ui.actions import ACTIONS, BY_ID
from app.ui.look import icons, theme
from app.ui.look.tokens import DARK, LIGHT, contrast
from app.ui.palette import Palette, entries
from app.ui.problems import CrashDialog
from app.ui.small_dialogs import Keys, StatusDate, YourName
from app.ui.tree.columns import INDEX

ROOT = Path(__file__).resolve().parents[2]
SLOW = ("pandas", "sqlalchemy", "openpyxl", "pyqtgraph", "scipy", "typst", "babel", "psycopg", "xlsxwriter")
FOR_FILES = ("numpy", "sqlcipher3", "importers", "app.core", "app.reports", "app.session")     # only with a file


def loaded_at_the_first_frame(*arguments: str) -> str:
    """The program started as people start it, stopped at its first frame: which slow modules it holds by then."""
    code = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "def look(app):\n"
        "    window = next(w for w in app.topLevelWidgets() if w.objectName() == 'main_window')\n"
        "    app.processEvents()\n"
        f"    while {bool(arguments)} and window.session is None:\n"
        "        app.processEvents()\n"
        "    assert window.isVisible() and not window.grab().isNull()\n"
        f"    print([m for m in {SLOW + FOR_FILES!r} if m in sys.modules])\n"
        "    return 0\n"
        "QApplication.exec = look\n"
        "from app.ui import warm\n"
        "warm.REST = 60_000\n"              # what is loaded after the frame is not asked here
        "from app.__main__ import main\n"
        f"sys.exit(main({list(arguments)!r}))\n")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_nothing_slow_is_loaded_before_the_first_frame(profile):
    assert loaded_at_the_first_frame() == "[]"


def test_the_list_of_what_is_loaded_at_the_first_frame_is_no_empty_promise(profile, session):
    """With a file the same look finds numbers and the store, and still none of what only reports and imports use."""
    assert loaded_at_the_first_frame(str(session.path)) == str(["numpy", "sqlcipher3", "app.core", "app.session"])


def test_the_sources_of_what_is_imported_later_are_not_read(profile):
    """Qt's binding would read each module's file and keep it: ten megabytes once a file is open."""
    code = (
        "import sys, linecache\n"
        "from app.ui.app import application\n"
        "import app.core.portfolio, app.ui.main_window, decimal, PySide6\n"
        "sys.exit(1 if linecache.cache else 0)\n")
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


# ---------------------------------------------------------------- the table of actions

def test_ids_and_keys_of_the_action_table_are_each_used_once():
    assert len({a.id for a in ACTIONS}) == len(ACTIONS)
    keys = [key for a in ACTIONS for key in a.keys]
    assert len(keys) == len(set(keys))


def test_every_action_stands_in_a_menu_and_every_menu_holds_one(window):
    listed = {action.objectName() for menu in window.menus.values() for action in menu.actions()} - {""}
    assert listed == set(BY_ID)
    assert all(menu.actions() for menu in window.menus.values())


def test_without_a_file_only_what_makes_sense_is_on(window):
    on = {a for a, action in window.actions_by_id.items() if action.isEnabled()}
    assert {"file.new", "file.open", "file.import", "file.sample", "view.dark", "tools.palette"} <= on
    assert not on & {"edit.undo", "node.measure", "edit.delete", "view.history", "file.copy"}
    assert window.page == "start" and not window.navigation.isVisible()


def test_no_action_breaks_on_an_open_file(sample, monkeypatch):
    """Every action is done once, but for those that ask for files or take the sample away again."""
    asks = {"file.new", "file.open", "file.import", "file.copy", "file.export", "file.sample", "file.workshop",
            "file.close", "file.quit", "edit.undo", "edit.redo"}
    monkeypatch.setattr("app.ui.report.preview.ReportPreview.enter", lambda self: None, raising=False)
    for spec in ACTIONS:
        if spec.id in asks:
            continue
        sample.show_page("portfolio")
        sample.portfolio_page.select(lookup(sample.session.portfolio, "CL-112").uid)
        sample.act(spec.id)
        if spec.id == "edit.delete":
            sample.act("edit.undo")
        for widget in QApplication.topLevelWidgets():
            if widget is not sample and widget.isVisible() and widget.parent() is sample:
                widget.close()
    sample.show_page("portfolio")


# ---------------------------------------------------------------- looks and words

@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_what_it_stands_on(tokens):
    for ground in ("window", "base", "alt"):
        for ink in ("text", "text2", "text3", "accent", "good", "warn", "bad"):
            assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5, (ink, ground)
    for ground in ("sel", "hover", "msg"):
        for ink in ("text", "text2", "good", "warn", "bad", "accent"):
            assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5, (ink, ground)
    assert contrast(tokens.onaccent, tokens.accent) >= 4.5


def test_the_theme_switches_and_is_remembered(window):
    window.act("view.dark")
    assert theme.tokens() is DARK and window.actions_by_id["view.dark"].isChecked()
    from app.ui import preferences
    assert preferences.get("theme") == "dark"
    window.act("view.dark")
    assert theme.tokens() is LIGHT


def test_every_icon_named_in_the_table_exists_and_draws():
    names = {a.icon for a in ACTIONS if a.icon}
    assert names <= set(icons.names())
    for name in icons.names():
        picture = icons.pixmap(name, theme.colour("text")).toImage()
        assert any(picture.pixelColor(x, y).alpha() for x in range(16) for y in range(16)), name


def test_the_test_language_is_a_third_longer_and_keeps_its_values():
    words.set_language(words.PSEUDO)
    try:
        text = words.tr("Measures in {unit}", unit="k€")
        assert "k€" in text and "{" not in text
        assert len(words.tr("Command palette")) >= 1.3 * len("Command palette")
    finally:
        words.set_language("en")


def test_names_from_a_file_are_never_read_as_markup(sample):
    uid = lookup(sample.session.portfolio, "IC-121").uid
    sample.session.do("Change name", edits.set_field(sample.session.portfolio, uid, "name", "<b>Bold</b> & <i>x</i>"))
    sample.portfolio_page.select(uid)
    assert "<b>Bold</b>" in sample.portfolio_page.inspector.title.text()
    for label in sample.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text() or label.objectName().startswith("qt_")


def test_whatever_takes_the_focus_has_a_name(sample):
    for name in ("portfolio", "history"):
        sample.show_page(name)
        for widget in sample.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                said = widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")
                inner = widget.objectName().startswith("qt_") or type(widget).__name__ == "QWidget"
                assert said or inner, f"{type(widget).__name__} {widget.objectName()} in {name}"


def test_the_focus_goes_round_the_panes_by_key(sample, qtbot):
    seen = []
    for _ in range(6):
        sample.act("view.next_pane")
        focus = sample.focusWidget()
        seen.append(focus.objectName() or type(focus).__name__)
    assert {"filter", "portfolio_tree", "inspector_tabs"} <= set(seen)


# ---------------------------------------------------------------- files

def test_a_new_file_says_what_to_do_next(window, tmp_path):
    assert window.files.new(tmp_path / "fresh.trimtab")
    page = window.portfolio_page
    assert page.empty.isVisible() and not page.tree.isVisible()
    page.empty.second.click()
    assert page.tree.isVisible() and window.session.portfolio.of_kind("measure")
    window.close_file()


def test_a_copy_holds_everything_and_the_open_file_stays(sample, tmp_path):
    target = tmp_path / "copy.trimtab"
    head = sample.session.head()
    assert sample.files.save_copy(target)
    other = open_session(target)
    assert other.head() == head
    other.close()
    assert not sample.files.save_copy(sample.session.path)
    assert sample.message_bar.kind == "bad"


def test_a_file_open_elsewhere_is_read_only_and_says_so(window, tmp_path):
    path = tmp_path / "shared.trimtab"
    assert window.files.sample(path=path)
    window.close_file()
    first = open_session(path)
    try:
        window.open_path(path)
        assert window.session.readonly
        assert "only be read" in window.message_bar.message
        assert not window.actions_by_id["node.measure"].isEnabled()
        assert window.status_line.text("saved") == "Read only"
        index = window.portfolio_page.model.index(0, 1)
        assert not window.portfolio_page.model.flags(index) & Qt.ItemFlag.ItemIsEditable
    finally:
        window.close_file()
        first.close()


def test_a_file_that_is_not_ours_is_refused_by_name(window, tmp_path):
    path = tmp_path / "letter.trimtab"
    path.write_text("Dear all")
    assert not window.open_path(path)
    assert "letter.trimtab" in window.message_bar.message and window.page == "start"


def test_files_of_a_drag_are_taken_by_what_they_are(window, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.xlsx", "b.txt", "c.trimtab")])
    assert [p.name for p in window.files.dropped(data)] == ["a.xlsx", "c.trimtab"]


def test_what_letting_go_would_do_is_said_until_it_is_done(sample, tmp_path, monkeypatch):
    began: list[Path] = []
    monkeypatch.setattr(sample, "open_beside", began.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.xlsx"))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(sample, QDragEnterEvent(QPoint(300, 300), *how))
    assert sample.message_bar.isVisible() and "Drop to import a.xlsx" in sample.message_bar.message
    QApplication.sendEvent(sample, QDropEvent(QPointF(300, 300), *how))
    QApplication.processEvents()
    assert not sample.message_bar.isVisible() and [p.name for p in began] == ["a.xlsx"]


def test_recent_files_open_from_the_start_page(window, tmp_path, qtbot):
    assert window.files.sample(path=tmp_path / "one.trimtab")
    window.close_file()
    QApplication.processEvents()
    buttons = [b for b in window.pages["start"].findChildren(QWidget, "recent_file") if b.isVisible()]
    assert [b.text() for b in buttons] == ["one"]
    buttons[0].click()
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session.path.name == "one.trimtab"
    window.close_file()


# ---------------------------------------------------------------- telling

def test_a_problem_says_what_happened_and_what_to_do(window):
    window.problem(Problem("The file is full.", "Free some space."))
    assert window.message_bar.isVisible()
    assert window.message_bar.message == "The file is full. Free some space."
    close = next(b for b in window.message_bar.findChildren(QToolButton) if b.accessibleName() == "Close message")
    close.click()
    assert not window.message_bar.isVisible()


def test_a_deletion_can_be_undone_from_its_message(sample):
    uid = lookup(sample.session.portfolio, "IC-12").uid
    sample.portfolio_page.select(uid)
    sample.act("edit.delete")
    assert not sample.session.portfolio.live(uid)
    link = next(b for b in sample.message_bar.findChildren(QWidget) if hasattr(b, "text") and b.text() == "Undo")
    link.click()
    assert sample.session.portfolio.live(uid)


def test_a_bug_opens_one_dialog_that_keeps_the_data_and_can_be_copied(sample, qtbot, monkeypatch):
    sample.hook.install()
    try:
        head = sample.session.head()
        for _ in range(2):
            sys.excepthook(ZeroDivisionError, ZeroDivisionError("on purpose"), None)
        dialogs = [w for w in sample.findChildren(CrashDialog) if w.isVisible()]
        assert len(dialogs) == 1
        assert "ZeroDivisionError: on purpose" in dialogs[0].details
        next(b for b in dialogs[0].findChildren(QWidget) if hasattr(b, "text") and b.text() == "Copy details").click()
        assert "on purpose" in QGuiApplication.clipboard().text()
        assert sample.session.head() == head
        dialogs[0].close()
    finally:
        sample.hook.remove()


def test_a_bug_in_a_thread_is_shown_in_the_window(window, qtbot):
    window.hook.install()
    try:
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: any(w.isVisible() for w in window.findChildren(CrashDialog)))
        for dialog in window.findChildren(CrashDialog):
            dialog.close()
    finally:
        window.hook.remove()


def test_the_status_line_tells_date_rows_unit_and_journal(sample):
    line = sample.status_line
    assert line.text("status") == "Status date 17 Apr 2026, actual to Mar 2026"
    assert line.text("rows") == "61 rows, 1 selected"
    assert line.text("unit") == "Measures in k€"
    head = sample.session.head()
    assert line.text("head") == f"Journal head {head[:4]}·{head[4:8]}, 1 transaction"
    assert line.text("saved").startswith("Saved ")


# ---------------------------------------------------------------- small windows

def test_the_palette_finds_actions_and_rows(sample):
    found = entries(sample, "undo")
    assert found[0].action == "edit.undo" and found[0].text == "Undo Fill with the sample"
    assert "IC-121" in [e.right for e in entries(sample, "on-prem")]
    assert entries(sample, "zzzz") == []


def test_enter_in_the_palette_goes_where_it_says(sample, qtbot):
    sample.act("tools.palette")
    palette = sample.findChild(Palette)
    qtbot.keyClicks(palette.field, "ic-121")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert sample.session.portfolio[sample.portfolio_page.current_uid()].code == "IC-121"


def test_the_status_date_is_chosen_in_a_calendar(sample):
    sample.act("tools.status_date")
    dialog = sample.findChild(StatusDate)
    dialog.calendar.setSelectedDate(dialog.calendar.selectedDate().addMonths(-2))
    dialog.verb.click()
    assert sample.status == "2026-02-17"
    assert "17 Feb 2026" in sample.status_line.text("status")


def test_a_name_is_kept_for_what_comes(sample):
    sample.act("tools.person")
    dialog = sample.findChild(YourName)
    dialog.field.setText("R. Haas")
    dialog.verb.click()
    measure = lookup(sample.session.portfolio, "IC-121")
    sample.session.do("Rename", edits.set_field(sample.session.portfolio, measure.uid, "name", "Other"))
    assert sample.session.history(1)[0].person == "R. Haas"


def test_the_help_lists_every_action(window):
    window.act("help.keys")
    dialog = window.findChild(Keys)
    from PySide6.QtWidgets import QTableWidget
    assert dialog.findChild(QTableWidget).rowCount() == len(ACTIONS)
    dialog.close()


def test_money_columns_say_their_unit_once(sample):
    tip = sample.portfolio_page.model.headerData(INDEX["plan"], Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "Plan, Net effect 2026, k€"


def test_a_file_that_carries_a_status_date_is_shown_at_it(sample):
    """The sample made on the command line has no window to tell it a date."""
    session = sample.session
    sample.session = None                     # stays open: what follows shows it anew, as opening the file does
    sample.set_session(session, "")
    assert sample.status == "2026-04-17"
