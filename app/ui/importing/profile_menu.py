"""Which profile a file is read by, chosen by hand; a profile taken in from a colleague's file, or given as one.

Must not know: how a file is read.
"""
from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton

from app.errors import Problem
from app.ui.importing.profiles import folder, of_reading
from app.ui.importing.reading import Reading
from app.ui.look import theme
from app.ui.words import tr
from importers.profile import known, load, save, save_as

ENDING = ".toml"


class ProfileMenu(QToolButton):
    """A button with the profiles there are, and the ways in and out."""

    chosen = Signal(object)                      # Profile: read the file by it
    problem = Signal(object)                     # Problem
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("profile-menu")
        self.setText(tr("Profiles"))
        self.setFont(theme.font("small"))
        self.setToolTip(tr("Read the file by another profile, take one in from a file, or give one as a file"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.reading: Reading | None = None
        menu = QMenu(self)
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)

    def show_reading(self, reading: Reading) -> None:
        self.reading = reading

    def fill(self) -> None:
        """The profiles there are now."""
        menu = self.menu()
        menu.clear()
        menu.setToolTipsVisible(True)
        part = menu.addMenu(tr("Read the file by"))
        for shipped, profile in known(folder()):
            made = part.addAction(profile.name, partial(self.chosen.emit, profile))
            made.setCheckable(True)
            made.setChecked(self.reading is not None and self.reading.profile == profile.name)
            made.setToolTip(tr("Comes with Trimtab") if shipped else tr("Kept on this machine"))
        menu.addSeparator()
        menu.addAction(tr("Take in a profile…"), lambda: self.take_in())
        give = menu.addAction(tr("Give the profile as a file…"), lambda: self.give())
        give.setEnabled(self.reading is not None and bool(self.reading.answers or self.reading.figures))

    def take_in(self, path: Path | None = None) -> None:
        """Keep a colleague's profile on this machine and read the file by it."""
        if path is None:
            text, _ = QFileDialog.getOpenFileName(self, tr("Take in a profile"), "",
                                                  tr("Import profiles") + f" (*{ENDING})")
            if not text:
                return
            path = Path(text)
        try:
            profile = load(path)
            save(folder(), profile)
        except Problem as wrong:
            self.problem.emit(wrong)
            return
        self.said.emit(tr("The profile “{name}” is kept on this machine.", name=profile.name))
        self.chosen.emit(profile)

    def give(self, path: Path | None = None) -> None:
        """Write the choices of this import as a file that others can take in."""
        reading = self.reading
        if reading is None:
            return
        name = reading.profile or reading.path.stem
        if path is None:
            text, _ = QFileDialog.getSaveFileName(self, tr("Give the profile as a file"), f"{name}{ENDING}",
                                                  tr("Import profiles") + f" (*{ENDING})")
            if not text:
                return
            path = Path(text if text.lower().endswith(ENDING) else text + ENDING)
        try:
            save_as(path, of_reading(name, reading, reading.answers))
        except Problem as wrong:
            self.problem.emit(wrong)
            return
        self.said.emit(tr("Wrote {file}; others take it in under Profiles.", file=path.name))
