"""The screens that are pictured, and how the window gets there: through the same doors a person uses.

Must not know: how pictures are taken and checked (shots.py, shots_checks.py, shots_light.py).
"""
from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint
from PySide6.QtWidgets import QApplication, QDialog, QToolButton, QWidget

from app import samples
from app.core import edits, states
from app.core.find import lookup
from app.reports import render
from app.session import Session, create_file, open_session
from app.ui.history.page import HistoryPage
from app.ui.importing.wizard import CONFIRM, FILE, MATCH, SHEET, ImportWizard
from app.ui.main_window import MainWindow
from app.ui.problems import CrashDialog
from app.ui.tree.arrangement import ColumnWish
from app.ui.tree.chosen import choose_rows
from app.ui.tree.columns import NAME
from app.ui.tree.view_state import View
from app.ui.value.page import ValuePage
from importers.base import Wishes
from importers.child import in_child
from importers.profile import shipped
from importers.read import import_file
from tests.data.gen_portfolio import generate
from tests.data.gen_portfolio import write_tracker as write_large
from tests.ui.layout_files import LAYOUTS
from tests.ui.test_import_questions import write as write_coloured
from tests.ui.tracker import write_tracker

TODAY = "2026-04-17"


class FixedClock:
    """Pictures are the same on every day."""

    def __init__(self) -> None:
        self.ms = int(dt.datetime(2026, 4, 17, 9, 0).timestamp() * 1000)

    def now_ms(self) -> int:
        self.ms += 60_000
        return self.ms

    def today(self) -> str:
        return TODAY


class Stage:
    """A window with the files the screens need; each is made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FixedClock()
        self.window = MainWindow()
        self.window.show()
        self.dialog: QDialog | None = None
        self.front: QWidget | None = None    # a menu, say
        self._at = ""

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)   # the event loop alone keeps it

    def top(self) -> QWidget:
        """What stands in front: an open menu or dialog, else the window."""
        return self.front or self.dialog or self.window

    def close_dialog(self) -> None:
        """None stays for the next screen: its picture would be of this one."""
        if self.dialog is not None:
            self.dialog.close()
        self.dialog = None

    def busy(self) -> bool:
        return any(getattr(page, "job", None) is not None for page in self.window.pages.values())

    # ---------------------------------------------------------------- files

    def no_file(self) -> None:
        if self._at:
            self.window.close_file()
            self._at = ""

    def open(self, name: str, fill: Callable[[Session], None]) -> None:
        """Bring a file into the window; `fill` makes its content the first time."""
        if self._at == name:
            return
        path = self.folder / f"{name}.trimtab"
        fresh = not path.exists()
        if fresh:
            create_file(path, clock=self.clock)
        session = open_session(path, person="R. Haas", clock=self.clock)
        if fresh:
            fill(session)
        self.window.set_session(session, TODAY)
        self._at = name

    def sample(self) -> None:
        self.open("Nordhaven 2026", fill_sample)

    def tracked(self) -> None:
        """A file that holds last month's tracker and one edit of the person's own."""
        self.open("Trackers 2026", lambda session: fill_tracked(session, self.tracker("03", last_month=True)))

    def tracker(self, month: str, last_month: bool = False) -> Path:
        path = self.folder / f"Maßnahmen-Tracker_IT_2026-{month}.xlsx"
        if not path.exists():
            before: dict[str, dict[str, object]] = {
                "IT-03": {"V-Ist 2026": 640, "Ende": dt.date(2026, 5, 29)}, "IT-04": {"V-Ist 2026": 900},
                "SB-01": {"V-Ist 2026": 440}, "SB-05": {"HG": 3}}
            write_tracker(path, before if last_month else None)
        return path

    @property
    def wizard(self) -> ImportWizard:
        page = self.window.pages["import"]
        assert isinstance(page, ImportWizard)
        return page


def fill_sample(session: Session) -> None:
    session.do("Fill with the sample", samples.changes(session.portfolio, samples.names()[0][0]))
    p = session.portfolio
    first = lookup(p, "IC-111")
    session.do("Change finish", edits.set_field(p, first.uid, "finish", "2026-09-30"))
    session.do("Rename", edits.set_field(p, first.uid, "name", first.name + " (wave 1)"))
    session.undo()


def fill_tracked(session: Session, tracker: Path) -> None:
    batch = in_child("importers.read.import_file", str(tracker), Wishes())
    session.import_batch(batch)
    own = lookup(session.portfolio, "IT-03")
    session.do("Change name", edits.set_field(session.portfolio, own.uid, "name", "Welle 3 Partnerportale und Makler"))


def fill_large(session: Session, folder: Path) -> None:
    """Ten thousand measures of the generator, taken in as a tracker."""
    path = folder / "tracker of 10,000.xlsx"
    write_large(generate(10_000, 1), str(path), formulas=False)
    session.import_batch(in_child("importers.read.import_file", str(path), Wishes(currency="EUR")))


@dataclass(frozen=True)
class Screen:
    """One screen: its name, how to get there, and how to tidy up."""

    name: str
    show: Callable[[Stage], object]
    leave: Callable[[Stage], object] = lambda stage: None


def _start(stage: Stage) -> None:
    stage.no_file()
    stage.window.show_page("start")


def _empty(stage: Stage) -> None:
    stage.open("Empty", lambda session: None)
    stage.window.show_page("portfolio")


def _large(page: str) -> Callable[[Stage], None]:
    """A page of a file with 10,000 measures, all rows open."""
    def show(stage: Stage) -> None:
        stage.open("Large", lambda session: fill_large(session, stage.folder))
        stage.window.show_page(page)
        stage.window.message_bar.hide()

    return show


def _portfolio(stage: Stage) -> None:
    stage.sample()
    stage.window.show_page("portfolio")
    stage.window.message_bar.hide()


def _selected(stage: Stage) -> None:
    """A measure chosen, so that the inspector is full."""
    _portfolio(stage)
    page, session = stage.window.portfolio_page, stage.window.session
    assert session is not None
    stage.window.act("view.expand")
    page.select(lookup(session.portfolio, "IC-121").uid)
    if not page.inspector_open:
        stage.window.act("view.inspector")


def _dragging(stage: Stage) -> None:
    """Two measures held where they may go."""
    _selected(stage)
    page, session = stage.window.portfolio_page, stage.window.session
    assert session is not None and page.model is not None
    uids = [lookup(session.portfolio, code).uid for code in ("IC-121", "IC-122")]
    choose_rows(page, uids, uids[0])
    rect = page.tree.visualRect(page.model.index_of(lookup(session.portfolio, "IC-112").uid, NAME))
    page.dragging.hold(uids, rect.topLeft() + QPoint(60, 2))


def _presented(stage: Stage) -> None:
    """A program on a projector."""
    _portfolio(stage)
    page, session = stage.window.portfolio_page, stage.window.session
    assert session is not None
    page.select(lookup(session.portfolio, "IC").uid)
    stage.window.act("view.present")


def _told(session: Session) -> None:
    """The sample, and three more days on which something was told."""
    fill_sample(session)
    p = session.portfolio
    for day, code, field, value in (("2026-05-04", "IC-121", "finish", "2027-03-31"),
                                    ("2026-05-18", "IC-112", "name", "Claims intake by voice"),
                                    ("2026-06-02", "IC-111", "finish", "2026-12-31")):
        session.do(f"Change {field}", edits.set_field(p, lookup(p, code).uid, field, value), told=day)
    line = p.children(lookup(p, "IC-121").uid, "effect_line")[0]
    session.do("Change plan", edits.set_months(p, line.uid, "plan", 2026 * 12 + 8, [9_000_000]), told="2026-06-02")


def _past(page: str) -> Callable[[Stage], None]:
    """The file as it was known on the first day of four."""
    def show(stage: Stage) -> None:
        stage.open("Told", _told)
        stage.window.show_page(page)
        stage.window.looking.toggle()
        stage.window.looking.look_at_day(TODAY)
        while stage.window.looking.job is not None:
            QApplication.processEvents()
    return show


def _compared(stage: Stage) -> None:
    stage.open("Told", _told)
    stage.window.show_page("history")
    page = stage.window.pages["history"]
    assert isinstance(page, HistoryPage)
    page.show_view("compare")
    _until_compared(page)
    page.compare.choose("17 Apr 2026")
    _until_compared(page)


def _snapshots(stage: Stage) -> None:
    stage.sample()
    session = stage.window.session
    assert session is not None
    for name, note in (("Before the board", "As sent out with the papers"), ("Steering March", "")):
        session.do(f"Snapshot {name}", states.snapshot(session.present, name, session.vector(), note)[1])
    stage.window.act("tools.snapshots")
    stage.dialog = _front(stage)


def _imports(stage: Stage) -> None:
    """The report that last month's import left."""
    stage.tracked()
    stage.window.show_page("history")
    page = stage.window.pages["history"]
    assert isinstance(page, HistoryPage)
    page.show_view("imports")


def _report_of_import(stage: Stage) -> None:
    _imports(stage)
    page = stage.window.pages["history"]
    assert isinstance(page, HistoryPage)
    page.imports.to_print()


def _figures(stage: Stage) -> None:
    """An export of tickets, recognised and counted by a profile that comes with Trimtab."""
    stage.tracked()
    data = Path(__file__).resolve().parent / "data" / "figures" / "tickets_2026-04-30.csv"
    stage.window.files.start_import(data)
    _until(stage)


def _figures_changes(stage: Stage) -> None:
    """The KPIs of that export before they come in."""
    _figures(stage)
    stage.wizard.match()
    _until(stage)


def _kpis(stage: Stage) -> None:
    """The KPIs of a file, at its top row."""
    def fill(session: Session) -> None:
        fill_sample(session)
        for name, key in (("tickets_2026-04-30.csv", "tickets"), ("service_desk_april.csv", "service_desk")):
            profile = dict(shipped())[key]
            path = Path(__file__).resolve().parent / "data" / "figures" / name
            session.import_batch(in_child("importers.read.import_file", str(path),
                                          Wishes(profile=profile.name, figures=profile.figures)))

    stage.open("With KPIs", fill)
    stage.window.show_page("portfolio")
    session, page = stage.window.session, stage.window.portfolio_page
    assert session is not None
    page.select(session.portfolio.of_kind("organization")[0].uid)
    if not page.inspector_open:
        stage.window.act("view.inspector")
    page.inspector.show_tab("value")


def _watched(stage: Stage) -> None:
    """A folder with a tracker that changed, one that came in, and one that is being written."""
    stage.tracked()
    folder = stage.folder / "PMO exchange"
    if not folder.exists():
        folder.mkdir()
        shutil.copy(stage.tracker("03", last_month=True), folder)
        shutil.copy(stage.tracker("04"), folder)
        (folder / "Begun.csv").write_text("", "utf-8")
    watcher = stage.window.file_parts.watcher
    watcher.watch(str(folder))
    for _ in range(2):
        _until_looked(stage)
        watcher.tick()
    _until_looked(stage)
    stage.window.act("file.watch")
    _until_looked(stage)
    stage.dialog = _front(stage)


def _until_looked(stage: Stage) -> None:
    while stage.window.file_parts.watcher.job is not None:
        QApplication.processEvents()


def _unwatched(stage: Stage) -> None:
    stage.close_dialog()
    stage.window.file_parts.watcher.watch("")
    stage.window.message_bar.hide()


def _until_compared(page: HistoryPage) -> None:
    while page.compare.job is not None:
        QApplication.processEvents()


def _now(stage: Stage) -> None:
    stage.window.looking.close()


def _several(stage: Stage) -> None:
    """Three measures chosen at once."""
    _selected(stage)
    page, session = stage.window.portfolio_page, stage.window.session
    assert session is not None and page.model is not None
    for code in ("IC-122", "IC-124"):
        page.tree.selectionModel().select(
            page.model.index_of(lookup(session.portfolio, code).uid),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows)


def _tab(name: str) -> Callable[[Stage], None]:
    def show(stage: Stage) -> None:
        _selected(stage)
        stage.window.portfolio_page.inspector.show_tab(name)
    return show


def _chain(code: str) -> Callable[[Stage], None]:
    """What delays a row and what it delays."""
    def show(stage: Stage) -> None:
        _tab("activities")(stage)
        session = stage.window.session
        assert session is not None
        stage.window.portfolio_page.select(lookup(session.portfolio, code).uid)
        stage.window.act("view.chain")
    return show


def _dialog(action: str) -> Callable[[Stage], None]:
    """A small dialog that an action of the table opens."""
    def show(stage: Stage) -> None:
        _portfolio(stage)
        stage.window.act(action)
        stage.dialog = _front(stage)
        assert stage.dialog is not None, f"{action} opened nothing"
    return show


def _page(name: str) -> Callable[[Stage], None]:
    def show(stage: Stage) -> None:
        stage.sample()
        stage.window.show_page(name)
    return show


def _value(code: str = "NH", compare: str = "expected", effect: str = "",
           group: str = "") -> Callable[[Stage], None]:
    """The money of a node; a measure shows its effect lines."""
    def show(stage: Stage) -> None:
        stage.sample()
        stage.window.show_page("value")
        page, session = stage.window.pages["value"], stage.window.session
        assert isinstance(page, ValuePage) and session is not None
        page.look = replace(page.look, scope=lookup(session.portfolio, code).uid, compare=compare,
                            effect=effect, group=group)
        page.refresh()
    return show


def _value_spread(stage: Stage) -> None:
    """A year's plan of an effect line, about to be spread."""
    _value("IC-121")(stage)
    page = stage.window.pages["value"]
    assert isinstance(page, ValuePage) and page.table is not None
    row = next(i for i, r in enumerate(page.table.rows) if r.line and r.series == "plan")
    page.grid.setCurrentIndex(page.grid.cells.index(row, 0))
    page.grid.spread()
    stage.dialog = _front(stage)


def _value_empty(stage: Stage) -> None:
    stage.open("Empty", lambda session: None)
    stage.window.show_page("value")


def _message(stage: Stage) -> None:
    """The longest refusal: a status nobody uses, with the words there are."""
    _portfolio(stage)
    assert stage.window.session is not None
    uid = lookup(stage.window.session.portfolio, "IC-121").uid
    assert not stage.window.outliner.commit(uid, "status", "on trak")


def _arranged(stage: Stage) -> None:
    """Columns moved and widened, a quick filter, a view of a long name."""
    _portfolio(stage)
    page = stage.window.portfolio_page
    page.views.show(View((ColumnWish("code"), ColumnWish("name", None, 220), ColumnWish("finish", True),
                          ColumnWish("owner", True, 130), ColumnWish("light"), ColumnWish("plan")), "", "attention"))
    page.views.save("Steering committee, measures that need a decision")


def _menu(name: str) -> Callable[[Stage], None]:
    """A menu of the bar, open."""
    def show(stage: Stage) -> None:
        _arranged(stage)
        button = stage.window.portfolio_page.bar.findChild(QToolButton, name)
        assert button is not None
        menu = button.menu()
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        stage.front = menu
    return show


def _plain_view(stage: Stage) -> None:
    if stage.front is not None:
        stage.front.close()
    stage.front = None
    stage.window.portfolio_page.views.choose_default()


def _front(stage: Stage) -> QDialog | None:
    """A dialog the window has just opened."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    return found[-1] if found else None


def _crash(stage: Stage) -> None:
    _portfolio(stage)
    details = ("Trimtab\n\nTraceback (most recent call last):\n"
               "  File \"app/ui/tree/model.py\", line 88\nKeyError: 'IC-121'")
    stage.dialog = CrashDialog(stage.window, details)
    stage.dialog.open()


def _wizard(step: int) -> Callable[[Stage], None]:
    def show(stage: Stage) -> None:
        stage.tracked()
        if "import" not in stage.window.pages:
            stage.window.files.start_import(stage.tracker("04"))
            _until(stage)
            stage.wizard.match()
            _until(stage)
        stage.window.show_page("import")
        stage.wizard.go(step)
    return show


def _until(stage: Stage) -> None:
    while stage.busy():
        QApplication.processEvents()


def _questions(stage: Stage) -> None:
    """Step 2 of a file whose colours and people ask something."""
    _wizard(SHEET)(stage)
    stage.wizard.open(write_coloured(stage.folder / "Coloured.xlsx"))
    _until(stage)


def _no_questions(stage: Stage) -> None:
    stage.wizard.open(stage.tracker("04"))
    _until(stage)
    stage.wizard.match()
    _until(stage)


def _layout(name: str, sheet: str = "") -> Callable[[Stage], None]:
    """Step 2 of a file of one layout, on one of its sheets."""
    def show(stage: Stage) -> None:
        if stage.window.page != "import":
            _wizard(SHEET)(stage)
        layout = LAYOUTS[name]
        if not (stage.folder / layout.file).exists():
            layout.make(stage.folder)
        stage.wizard.open(stage.folder / layout.file)
        _until(stage)
        assert stage.wizard.reading is not None and stage.wizard.reading.path.name == layout.file
        side = stage.wizard.sheet_page.side.list
        if sheet:
            side.choose([reading.name for reading in side.readings].index(sheet))
    return show


def _layout_changes(name: str) -> Callable[[Stage], None]:
    """Step 3 of the same."""
    def show(stage: Stage) -> None:
        _layout(name)(stage)
        stage.wizard.match()
        _until(stage)
    return show


def _warned(stage: Stage) -> None:
    """Step 3 of a file that takes a plan out of what is expected, and says otherwise than a person."""
    _wizard(SHEET)(stage)
    head = "Code,Measure,Owner,One-off cost plan,Savings plan,Savings forecast 2026-10\n"
    path = stage.folder / "Savings list.csv"
    session = stage.window.session
    assert session is not None
    path.write_text(head + "SL-1,Release the Hamburg lease,Ada Lind,40000,120000,\n"
                    "SL-2,Move the archive,Ben Roy,900,5000,\n")
    session.import_batch(import_file(str(path), Wishes(), lambda _share, _text: None))
    uid = lookup(session.portfolio, "SL-2").uid
    session.do("Name", edits.set_field(session.portfolio, uid, "name", "Move the archive to Cologne"))
    path.write_text(head + "SL-1,Release the Hamburg lease,Ada Lind,-40000,120000,10000\n"
                    "SL-2,Move all archives,Ben Roy,900,5000,\n")
    stage.wizard.open(path)
    _until(stage)
    stage.wizard.match()
    _until(stage)


def _imported(stage: Stage) -> None:
    _wizard(CONFIRM)(stage)
    stage.wizard.carry_out()


SCREENS = (
    Screen("start", _start),
    Screen("portfolio", _portfolio),
    Screen("portfolio-chosen", _selected),
    Screen("portfolio-dragging", _dragging, lambda stage: stage.window.portfolio_page.dragging.put_back()),
    Screen("view-arranged", _arranged, _plain_view),
    Screen("view-menu", _menu("views"), _plain_view),
    Screen("view-columns", _menu("columns"), _plain_view),
    Screen("view-name", _dialog("view.save_view")),
    Screen("presentation", _presented, lambda stage: stage.window.portfolio_page.presentation.leave()),
    Screen("inspector-several", _several),
    Screen("inspector-value", _tab("value")),
    Screen("inspector-activities", _tab("activities")),
    Screen("inspector-chain", _chain("IC-121")),
    Screen("inspector-chain-above", _chain("ES27")),
    Screen("inspector-raid", _tab("raid")),
    Screen("inspector-kpis", _kpis, _tab("overview")),
    Screen("inspector-history", _tab("history"), _tab("overview")),
    Screen("message", _message, lambda stage: stage.window.message_bar.hide()),
    Screen("value", _value()),
    Screen("value-measure", _value("IC-121"), lambda stage: stage.window.set_all_years(False)),
    Screen("value-actual", _value("ES27", compare="actual")),
    Screen("value-effect", _value("ES27", effect="one_time_cost")),
    Screen("value-groups", _value("ES27", group="function")),
    Screen("value-spread", _value_spread),
    Screen("form-file", _dialog("file.form")),
    Screen("rates", _dialog("tools.rates")),
    Screen("snapshots", _snapshots),
    Screen("value-empty", _value_empty),
    Screen("portfolio-past", _past("portfolio"), _now),
    Screen("value-past", _past("value"), _now),
    Screen("history", _page("history")),
    Screen("compare", _compared),
    Screen("reports", _page("reports")),
    Screen("palette", _dialog("tools.palette")),
    Screen("keys", _dialog("help.keys")),
    Screen("status-date", _dialog("tools.status_date")),
    Screen("about", _dialog("help.about")),
    Screen("crash", _crash),
    Screen("portfolio-large", _large("portfolio")),
    Screen("value-large", _large("value")),
    Screen("empty", _empty),
    Screen("import-1-file", _wizard(FILE)),
    Screen("import-2-understood", _wizard(SHEET)),
    Screen("import-2-questions", _questions, _no_questions),
    *(Screen(f"import-2-{name}", _layout(name)) for name in LAYOUTS),
    Screen("import-2-dashboard-sheet", _layout("dashboard", "Dashboard")),
    Screen("import-2-ledger-sheet", _layout("ledger", "Werte")),
    Screen("import-3-schedule", _layout_changes("schedule"), _no_questions),
    Screen("import-3-changes", _wizard(MATCH)),
    Screen("import-3-warned", _warned, _no_questions),
    Screen("import-4-confirm", _wizard(CONFIRM)),
    Screen("imported", _imported),
    Screen("import-figures", _figures),
    Screen("import-figures-changes", _figures_changes),
    Screen("watched-folder", _watched, _unwatched),
    Screen("imports", _imports, lambda stage: stage.window.pages["history"].show_view("steps")),
    Screen("report-import", _report_of_import),
)


def printed_pages(stage: Stage) -> list[tuple[str, bytes]]:
    """Every page of every report of the sample, as pictures."""
    stage.sample()
    session = stage.window.session
    assert session is not None
    document = render(session.portfolio, "steering", status=TODAY, as_of=None, file_name=session.path.name,
                      head=session.head(), vector=session.vector(), tx_count=session.tx_count(), printed_on=TODAY)
    return [(f"paper-{i + 1}", page) for i, page in enumerate(document.pages(110))]
