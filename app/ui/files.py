"""Files a person picks: new, open, sample, a copy, a workbook to import; and what may be dropped on the window.

Must not know: how a file is stored; the session does that.
"""
from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFileDialog

from app.errors import Problem
from app.ui import preferences
from app.ui.importing.clipboard import PastedFile
from app.ui.importing.folder_look import SUFFIXES
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

SUFFIX = ".trimtab"
WORKBOOKS = tuple(suffix for suffix in SUFFIXES if suffix != ".txt")     # most texts are no table


def is_portfolio(path: Path) -> bool:
    return path.suffix.lower() == SUFFIX


def is_workbook(path: Path) -> bool:
    return path.suffix.lower() in WORKBOOKS


class Files:
    """The window's file work. Each method that asks takes the answer as an argument too, for links and tests."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.pasted = PastedFile()

    # ---------------------------------------------------------------- asking

    def _folder(self) -> str:
        recent = preferences.recent()
        return str(recent[0].parent) if recent else str(Path.home())

    def new(self, path: Path | None = None) -> bool:
        """Make a new file where the person says, and open it."""
        if path is None:
            path = self._ask_new(tr("Portfolio"))
        return path is not None and self._create(path) and self.window.open_path(path)

    def _ask_new(self, name: str) -> Path | None:
        text, _ = QFileDialog.getSaveFileName(self.window, tr("New file"), f"{self._folder()}/{name}{SUFFIX}",
                                              self._filter())
        if not text:
            return None
        path = self._named(Path(text))
        if path.exists():                    # the dialog has asked; still a file is never overwritten in place
            self.window.problem(Problem(f"{path.name} is there already.", "Open it, or choose another name."))
            return None
        return path

    def _create(self, path: Path) -> bool:
        from app.session import create_file
        try:
            create_file(path)
        except Problem as problem:
            self.window.problem(problem)
            return False
        return True

    def open(self, path: Path | None = None) -> bool:
        if path is None:
            text, _ = QFileDialog.getOpenFileName(self.window, tr("Open file"), self._folder(), self._filter())
            if not text:
                return False
            self.window.open_beside(Path(text))
            return True
        return self.window.open_path(path)

    def sample(self, key: str = "", path: Path | None = None) -> bool:
        """Fill a new file with a sample and open it: something to touch without fear."""
        from app import samples
        from app.session import open_session
        key = key or samples.names()[0][0]
        title = next(title for k, title, _ in samples.names() if k == key)
        if path is None:
            folder = Path(tempfile.mkdtemp(prefix="trimtab-"))
            path = folder / f"{title}{SUFFIX}"
        if not self._create(path):
            return False
        session = open_session(path)
        try:
            session.do(tr("Fill with the sample"), samples.changes(session.portfolio, key))
        except Problem as problem:
            session.close()
            self.window.problem(problem)
            return False
        self.window.set_session(session, samples.status_date(key))
        return True

    def workshop(self, path: Path | None = None) -> bool:
        """A frame to type into, in a file the person chooses: this one is meant to be kept."""
        if path is None:
            path = self._ask_new(tr("Workshop"))
        return path is not None and self.sample("workshop", path)

    def save_copy(self, path: Path | None = None) -> bool:
        """A copy of the file as it is now, complete and closed."""
        session = self.window.session
        if session is None:
            return False
        if path is None:
            stem = tr("{name} copy", name=session.path.stem)
            text, _ = QFileDialog.getSaveFileName(self.window, tr("Save a copy"),
                                                  str(session.path.with_name(stem + SUFFIX)), self._filter())
            if not text:
                return False
            path = self._named(Path(text))
        if path.resolve() == session.path.resolve():
            self.window.problem(Problem("A copy cannot take the place of the open file.", "Choose another name."))
            return False
        try:
            session.copy_to(path)
        except Problem as problem:
            self.window.problem(problem)
            return False
        self.window.say(tr("Saved a copy"), path.name, "good")
        return True

    def import_workbook(self, path: Path | None = None) -> bool:
        if path is None:
            text, _ = QFileDialog.getOpenFileName(
                self.window, tr("Import a workbook"), self._folder(),
                tr("Workbooks") + " (" + " ".join(f"*{suffix}" for suffix in WORKBOOKS) + ")")
            if not text:
                return False
            path = Path(text)
        return self.start_import(path)

    def import_clipboard(self) -> bool:
        """Import the table that was copied in another program."""
        if self.window.session is None and not self.new():
            return False
        try:
            return self.start_import(self.pasted.write())
        except Problem as wrong:
            self.window.problem(wrong)
            return False

    def start_import(self, path: Path) -> bool:
        """Open the import page for a workbook; without an open file a new one is made beside the workbook."""
        if self.window.session is None:
            target = path.with_name(path.stem + SUFFIX)
            number = 2
            while target.exists():
                target = path.with_name(f"{path.stem} {number}{SUFFIX}")
                number += 1
            if not self._create(target) or not self.window.open_path(target):
                return False
        from app.ui.importing.wizard import ImportWizard
        assert self.window.session is not None
        wizard = ImportWizard(self.window.session, [str(known) for known in preferences.workbooks()])
        wizard.left.connect(lambda: self.window.show_page("portfolio"))
        wizard.imported.connect(self._imported)
        wizard.problem.connect(self.window.problem)
        wizard.said.connect(lambda text: self.window.status_line.put("rows", text))
        self.window.add_page("import", wizard)
        self.window.show_page("import")
        if not self.pasted.is_here(path):
            preferences.remember_workbook(path)
        wizard.open(path)
        return True

    def _imported(self, said: str, needs_look: bool) -> None:
        """Back to the portfolio with a line that says what came in, the report and the way back one click away."""
        window = self.window
        window.show_page("portfolio")
        window.say("", said, "warn" if needs_look else "good",
                   ((tr("Show report"), lambda: window.show_page("import")), (tr("Undo import"), window.undo)))

    # ---------------------------------------------------------------- helpers

    @staticmethod
    def _filter() -> str:
        return tr("Trimtab files") + f" (*{SUFFIX})"

    @staticmethod
    def _named(path: Path) -> Path:
        return path if is_portfolio(path) else path.with_name(path.name + SUFFIX)

    @staticmethod
    def dropped(data: QMimeData) -> list[Path]:
        """Files of a drag that this window can take."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        return [path for path in paths if is_portfolio(path) or is_workbook(path)]

