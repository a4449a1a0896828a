"""Import profiles in the window: the line that says by which profile a file was read, and keeping answers as one.

Must not know: how a profile is written, and how a file is read with it.
"""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QWidget

from app.ui import preferences
from app.ui.importing.reading import Reading
from app.ui.look.parts import label, link
from app.ui.words import plural, tr
from importers import profile


def folder() -> Path:
    """Where this machine keeps import profiles."""
    return preferences.profile_folder() / "import-profiles"


def save(name: str, reading: Reading, answers: Mapping[str, str]) -> str:
    """Keep the answers for files of this shape; what to say about it. Raises Problem."""
    profile.save(folder(), of_reading(name, reading, answers))
    left = len(answers) - len(profile.kept(answers))
    said = tr("Saved as the profile “{name}”.", name=name)
    return said + (" " + plural(left, "One answer that belongs to this file alone was left out.",
                                "{n} answers that belong to this file alone were left out.") if left else "")


def of_reading(name: str, reading: Reading, answers: Mapping[str, str]) -> profile.Profile:
    """What holds of a reading for other files of its shape, as a profile."""
    kept = profile.kept(answers)
    return profile.Profile(name, {k: v for k, v in kept.items() if k != "leaf"}, kept.get("leaf", ""), reading.shape,
                           reading.figures)


class ProfileBar(QWidget):
    """At the right of step 2's headline."""

    left = Signal()                              # read without the profile
    named = Signal(str)                          # keep the answers under this name

    def __init__(self) -> None:
        super().__init__()
        self._proposed = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.line = label("", "small", "secondary")
        self.leave = link(tr("Read without it"), "profile-leave")
        self.keep = link(tr("Save as profile…"), "profile-save")
        self.keep.setToolTip(tr("Files with the same columns will be read with your choices"))
        self.leave.clicked.connect(self.left)
        self.keep.clicked.connect(self._ask)
        for part in (self.line, self.leave, self.keep):
            row.addWidget(part)
        self.hide()

    def show_reading(self, reading: Reading) -> None:
        self._proposed = reading.profile or reading.path.stem
        self.line.setText(tr("Read by the profile “{name}”", name=reading.profile) if reading.profile else "")
        self.line.setVisible(bool(reading.profile))
        self.leave.setVisible(bool(reading.profile))
        self.keep.setVisible(bool(reading.answers and (reading.shape or reading.figures)))
        self.setVisible(bool(reading.profile or (reading.answers and reading.shape)))

    def _ask(self) -> None:
        name, wanted = QInputDialog.getText(self, tr("Save as profile"), tr("Name of the profile"),
                                            text=self._proposed)
        if wanted and name.strip():
            self.named.emit(name.strip())
