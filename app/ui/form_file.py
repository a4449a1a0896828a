"""File > Collection form: whose measures it asks about, then where to write it.

Must not know: what stands in the form; app/reports/sheets/collect.py writes it.
"""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QFileDialog

from app.core.portfolio import Portfolio
from app.errors import Problem
from app.ui.look.parts import label, waiting
from app.ui.small_dialogs import Small
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


def owners(p: Portfolio) -> list[tuple[str, int, int]]:
    """(name, how many measures, how many activities) of everybody who owns one, by name."""
    found: dict[str, list[int]] = {}
    for at, kind in enumerate(("measure", "activity")):
        for record in p.of_kind(kind):
            person = p.get(record.get("owner", ""))
            if person is not None:
                found.setdefault(person.name, [0, 0])[at] += 1
    return [(name, measures, activities) for name, (measures, activities) in sorted(found.items())]


class FormFile(Small):
    """An owner, or nobody: then the form is empty and takes new measures."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Collection form"), "form_file")
        assert window.session is not None
        self.session = window.session
        text = tr("A workbook to mail out: what is asked for is open and has choices, all else is locked. Importing "
                  "the returned workbook takes in what was changed, as one step.")
        self.column.addWidget(label(text, role="secondary", wrap=True))
        self.column.addWidget(label(tr("For"), "small", "secondary"))
        self.owner = QComboBox()
        self.owner.setAccessibleName(tr("For"))
        self.owner.setMinimumWidth(380)
        for name, measures, activities in owners(self.session.present):
            owned = [plural(measures, "{n} measure", "{n} measures")] if measures else []
            owned += [plural(activities, "{n} activity", "{n} activities")] if activities else []
            self.owner.addItem(", ".join([name, *owned]), name)
        self.owner.addItem(tr("Nobody: an empty form for new measures"), "")
        self.column.addWidget(self.owner)
        self.verbs(tr("Write the form…"), tr("Leave"))

    def accept(self) -> None:
        name = str(self.owner.currentData())
        stem = f"{self.session.path.stem} {name or tr('new measures')}"
        start = str(self.session.path.with_name(f"{stem}.xlsx"))
        text, _ = QFileDialog.getSaveFileName(self, tr("Collection form"), start, f"{tr('Workbook')} (*.xlsx)")
        if text and self.write(Path(text), name):
            super().accept()

    def write(self, path: Path, name: str) -> bool:
        """Write it and say so; False when it was refused."""
        from app.reports.sheets.collect import collect
        from app.reports.sheets.sheet import Told
        session, window = self.session, self.window_
        out = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
        told = Told(window.status, None, session.path.name, session.head(), session.tx_count(), session.clock.today(),
                    session.vector(), session.known())
        try:
            with waiting():
                collect(session.present, out, told, name)
        except Problem as problem:
            window.problem(problem)
            return False
        window.say(tr("Form written"), out.name, "good")
        return True
