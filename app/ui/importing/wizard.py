"""The import as a page of the window: file, what was understood, what will change, import. Nothing is written before.

Owns the reading, the plan and the running job of one import. Must not know: the window around it (signals say what
happened), how files are read, how a plan is made.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.errors import Problem
from app.ui import jobs
from app.ui.importing import profiles as import_profiles
from app.ui.importing import reading as import_reading
from app.ui.importing.file_page import FilePage
from app.ui.importing.match_page import ConfirmPage, MatchPage
from app.ui.importing.mend import with_answer
from app.ui.importing.reading import Matched, Reading
from app.ui.importing.sheet_page import SheetPage
from app.ui.importing.text import (
    amount_to_import,
    cells_not_understood,
    done_message,
    kind_count,
    leading_kind,
    together,
    understood,
    wrong_totals,
)
from app.ui.look import tokens
from app.ui.look.parts import button, frame, label
from app.ui.look.progress_strip import ProgressStrip
from app.ui.look.step_bar import StepBar
from app.ui.words import plural, tr
from importers.profile import Profile, answers_for

if TYPE_CHECKING:
    from app.session import Session

FILE, SHEET, MATCH, CONFIRM = range(4)


class ImportWizard(QWidget):
    """One import at a time into one open file."""

    left = Signal()                              # the person leaves without importing
    imported = Signal(str, bool)                 # what to say, whether something needs a look
    problem = Signal(object)                     # Problem
    said = Signal(str)                           # one line for the status bar

    def __init__(self, session: Session, recent: Sequence[str] = ()) -> None:
        super().__init__()
        self.setObjectName("import-wizard")
        self.session = session
        self.reading: Reading | None = None
        self.matched: Matched | None = None
        self.answers: dict[str, str] = {}
        self.job: jobs.Job | None = None
        self.done = False                        # imported; the pages are now its report

        self.steps = StepBar([tr("File"), tr("What was understood"), tr("What will change"), tr("Import")])
        self.file_line = label("", "small", "secondary")
        self.file_line.setProperty("may_elide", True)
        top = frame("bar")
        top.setFixedHeight(tokens.TITLE)
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, tokens.PANEL, 0)
        row.addWidget(self.steps)
        row.addStretch()
        row.addWidget(self.file_line)

        self.file_page, self.sheet_page = FilePage(recent), SheetPage()
        self.match_page, self.confirm_page = MatchPage(), ConfirmPage()
        self.confirm_page.set_today(self.session.clock.today())
        self.pages = QStackedWidget()
        for page in (self.file_page, self.sheet_page, self.match_page, self.confirm_page):
            self.pages.addWidget(page)
        self.file_page.chosen.connect(self.open)
        self.file_page.problem.connect(self.problem)
        self.sheet_page.answered.connect(self.answer)
        self.sheet_page.taken_back.connect(self.take_back)
        self.sheet_page.profile_bar.left.connect(self.without_profile)
        self.sheet_page.profile_bar.named.connect(self.save_profile)
        self.sheet_page.profile_menu.chosen.connect(self.read_by)
        self.sheet_page.profile_menu.problem.connect(self.problem)
        self.sheet_page.profile_menu.said.connect(self.said)

        self.strip = ProgressStrip()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.pages, 1)
        column.addWidget(self.strip)
        column.addWidget(self._foot())
        self.go(FILE)

    def _foot(self) -> QWidget:
        foot = frame("foot")
        foot.setFixedHeight(tokens.ACTION_BAR)
        row = QHBoxLayout(foot)
        row.setContentsMargins(tokens.PANEL, 0, tokens.PANEL, 0)
        row.setSpacing(8)
        self.back = button(tr("Back"), name="import-back")
        self.hint = label("", "small", "secondary")
        self.leave = button(tr("Leave import"), name="import-leave")
        self.next = button("", "primary", "import-next")
        self.back.clicked.connect(self.go_back)
        self.leave.clicked.connect(self.leave_import)
        self.next.clicked.connect(self.go_on)
        row.addWidget(self.back)
        row.addStretch()
        row.addWidget(self.hint)
        row.addSpacing(8)
        row.addWidget(self.leave)
        row.addWidget(self.next)
        return foot

    # ---------------------------------------------------------------- where one is

    @property
    def step(self) -> int:
        return self.pages.currentIndex()

    def go(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        self.steps.go(step)
        self._buttons()

    def _buttons(self) -> None:
        """Words on the buttons say what they will do, in numbers."""
        step, busy = self.step, self.job is not None
        self.back.setVisible(step != FILE)
        self.back.setEnabled(not busy)
        self.next.setVisible(step != FILE or self.reading is not None)
        self.leave.setText(tr("Close report") if self.done else tr("Leave import"))
        hint = tr("Nothing is written yet. The import is one step and can be undone.")
        self.hint.setText(tr("This import was carried out; undo takes it back in one step.") if self.done else hint)
        able = not busy
        if step == FILE:
            self.next.setText(tr("Continue"))
        if step == SHEET and self.reading:
            counts = understood(self.reading.batch)
            kind = leading_kind(counts)
            self.next.setText(tr("Match {what}", what=kind_count(kind, counts.get(kind, 0))))
            able = able and any(counts.values())
        elif step == MATCH and self.matched:
            self.next.setText(tr("Continue") if self.has_changes() else tr("Nothing to import"))
            able = able and self.has_changes()
        elif step == CONFIRM and self.matched:
            self.next.setText(amount_to_import(self.matched.new, self.matched.changed))
            able = able and self.has_changes()
        if self.done:
            self.next.setVisible(step in (FILE, SHEET))
            self.next.setText(tr("Continue") if step == FILE else tr("What changed"))
        self.next.setEnabled(able)

    def go_back(self) -> None:
        if self.step > FILE:
            self.go(self.step - 1)

    def go_on(self) -> None:
        """The primary button."""
        if self.step == FILE:
            self.go(SHEET)
        elif self.step == SHEET and self.done:
            self.go(MATCH)
        elif self.step == SHEET:
            self.match()
        elif self.step == MATCH:
            self.go(CONFIRM)
            self.next.setFocus()
        elif self.step == CONFIRM:
            self.carry_out()

    def leave_import(self) -> None:
        if self.job is not None:
            self.job.cancel()
        self.left.emit()

    def stop(self) -> None:
        """The file is about to close: end what runs. Nothing was written."""
        if self.job is not None:
            self.job.wait()

    # ---------------------------------------------------------------- step by step

    def open(self, path: str | Path, answers: dict[str, str] | None = None) -> None:
        """Read a file and show what was understood."""
        self.answers, self.done = dict(answers or {}), False
        self.matched = None
        self._read(Path(path), self.answers, fresh=not answers)

    def answer(self, key: str, value: str) -> None:
        """Read the same file again with one question answered."""
        if self.reading is not None and self.job is None and not self.done:
            self._read(self.reading.path, with_answer(self.answers, key, value))

    def take_back(self, key: str) -> None:
        """Read the same file again without one of the answers."""
        if self.reading is not None and self.job is None and not self.done:
            self._read(self.reading.path, {k: v for k, v in self.answers.items() if k != key})

    def without_profile(self) -> None:
        """Read the same file again as it is."""
        if self.reading is not None and self.job is None and not self.done:
            self._read(self.reading.path, {}, plain=True)

    def read_by(self, profile: Profile) -> None:
        """Read the same file again by a profile chosen by hand."""
        if self.reading is not None and self.job is None and not self.done:
            self._read(self.reading.path, answers_for(profile, self.reading.shape), by=profile)

    def save_profile(self, name: str) -> None:
        """Keep the answers for files of this shape."""
        if self.reading is None:
            return
        try:
            self.said.emit(import_profiles.save(name, self.reading, self.answers))
        except Problem as wrong:
            self.problem.emit(wrong)
            return
        self.reading = replace(self.reading, profile=name)
        self.sheet_page.profile_bar.show_reading(self.reading)

    def _read(self, path: Path, answers: dict[str, str], fresh: bool = False, plain: bool = False,
              by: Profile | None = None) -> None:
        wishes = import_reading.wishes_for(self.session.present, answers, path)
        before = self.reading if self.reading is not None and self.reading.path == path and not fresh else None
        if by is not None:
            wishes = import_reading.by_profile(wishes, by, answers)
        elif before and not plain:
            wishes = replace(wishes, profile=before.profile, figures=before.figures)
        shape = before.shape if before else ()

        def done(reading: Reading) -> None:
            self.answers, self.reading, self.matched = dict(reading.answers), reading, None
            self.sheet_page.profile_bar.show_reading(reading)
            self.sheet_page.profile_menu.show_reading(reading)
            self.file_line.setText(file_line(reading))
            self.file_line.setToolTip(str(reading.path))
            self.sheet_page.show_reading(reading.batch, reading.sheets, reading.answers)
            self.go(SHEET)
            rows = sum(len(sheet.rows) for sheet in reading.sheets.values())
            self.said.emit(tr("Preview of {rows} in {sheets}", rows=plural(rows, "1 row", "{n} rows"),
                              sheets=plural(len(reading.sheets), "1 sheet", "{n} sheets")))

        folder, told = import_profiles.folder(), import_reading.answers_before(self.session.present, path)
        self._start(lambda progress: import_reading.read_new(path, wishes, progress, folder, told) if fresh
                    else import_reading.read(path, wishes, progress, shape), done,
                    tr("Reading {file}", file=path.name))

    def match(self) -> None:
        """Compare what was understood with the portfolio and show what would change."""
        reading = self.reading
        if reading is None:
            return

        def done(matched: Matched) -> None:
            self._take(matched, reading)
            self.go(MATCH)

        self._start(lambda progress: import_reading.plan(self.session, reading.batch, progress), done,
                    tr("Comparing with the portfolio"))

    def _take(self, matched: Matched, reading: Reading) -> None:
        self.matched = matched
        self.match_page.show_plan(matched.plan, reading.batch, matched.rows, matched.changed)
        self.confirm_page.show_plan(matched.plan, reading.batch, matched.changed, self.session.path.name)

    def has_changes(self) -> bool:
        return self.matched is not None and any(together(self.matched.new, self.matched.changed).values())

    def carry_out(self) -> None:
        """Import, as one step. When the portfolio changed since the preview, show the new preview instead."""
        reading = self.reading
        if reading is None or self.matched is None or self.job is not None:
            return
        if self.session.present.version != self.matched.version:
            self.problem.emit(Problem(tr("The portfolio was changed since this preview."),
                                      tr("Look at what will change now, then import.")))
            self.match()
            return
        told = self.confirm_page.told_date()

        def done(matched: Matched) -> None:
            self._take(matched, reading)
            self.done = True
            self.go(SHEET)                       # where the report begins
            needs = bool(cells_not_understood(reading.batch) or wrong_totals(reading.batch))
            self.imported.emit(done_message(matched.new, matched.changed, reading.batch), needs)

        self._start(lambda progress: import_reading.carry_out(self.session, reading.batch, told), done,
                    tr("Importing {file}", file=reading.path.name), hold=True)

    def panes(self) -> list[QWidget]:
        """What the key for the next pane goes through."""
        places: dict[int, list[QWidget]] = {
            FILE: [self.file_page.choose], SHEET: [self.sheet_page.side.list, self.sheet_page.grid],
            MATCH: [self.match_page.list], CONFIRM: [self.confirm_page.told]}
        return [*places[self.step], self.next]

    # ---------------------------------------------------------------- the running job

    def _start(self, work: jobs.Work, done: Callable[[Any], None], text: str, hold: bool = False) -> None:
        if self.job is not None:
            return

        self.job = jobs.start(work, done=done, failed=self.problem.emit, hold=hold, parent=self)
        self.job.over.connect(self._over)
        self.strip.follow(self.job, text)
        self.pages.setEnabled(False)
        self._buttons()

    def _over(self) -> None:
        self.job = None
        self.pages.setEnabled(True)
        self._buttons()


def file_line(reading: Reading) -> str:
    """"Tracker.xlsx, 84 kB, read with two readers, no differences"."""
    size = f"{reading.size / 1_000_000:,.1f} MB" if reading.size >= 1_000_000 else f"{max(1, reading.size // 1000)} kB"
    parts = [reading.path.name, size, reading.readers]
    return ", ".join(p for p in parts if p)
