"""File > Export: tree and amounts as a workbook, or the amounts as a table, written off the window's thread.

Must not know: what stands in the file; app/reports/sheets/sheet.py writes it.
"""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from app.errors import Problem
from app.ui import jobs
from app.ui.at_rest import at_rest
from app.ui.words import tr

if TYPE_CHECKING:
    from app.reports.sheets.sheet import Told
    from app.session import Session
    from app.ui.main_window import MainWindow


def export_file(window: MainWindow, path: Path | None = None) -> jobs.Job | None:
    """Ask where to, then write; a line above the page says how it went, with Cancel while it runs."""
    session = window.session
    if session is None:
        return None
    if path is None:
        start = str(session.path.with_suffix(".xlsx"))
        kinds = f"{tr('Workbook: tree and amounts')} (*.xlsx);;{tr('Table: amounts only')} (*.csv)"
        text, kind = QFileDialog.getSaveFileName(window, tr("Export"), start, kinds)
        if not text:
            return None
        path = Path(text)
        if path.suffix.lower() not in (".xlsx", ".csv"):
            path = path.with_name(path.name + (".csv" if "*.csv" in kind else ".xlsx"))
    from app.reports.sheets.sheet import Told
    out = path
    told = Told(window.status, None, session.path.name, session.head(), session.tx_count(), session.clock.today())
    job = jobs.start(lambda progress: write(session, out, told, progress),
                     done=lambda _: window.say(tr("Exported"), out.name, "good"), failed=window.problem,
                     cancelled=lambda: window.say(tr("Export stopped"), tr("Nothing was written."), "info"),
                     parent=window)
    app = QCoreApplication.instance()
    if app is not None:
        app.aboutToQuit.connect(job.wait)              # no half-written file stays behind
    window.say(tr("Exporting"), out.name, "info", ((tr("Cancel"), job.cancel),))
    return job


def write(session: Session, out: Path, told: Told, progress: jobs.Progress) -> None:
    """Write the file; anew when it changed meanwhile."""
    from app.reports.sheets.sheet import export

    def read() -> None:
        now = replace(told, vector=session.vector(), known=session.known())
        export(session.present, out, now, progress)
    at_rest(session, read, Problem(tr("The file keeps changing."), tr("Export it again when it rests.")))
