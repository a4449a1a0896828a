"""Starts the window: one QApplication, one main window, and the file named on the command line.

Nothing slow may be imported before the first frame; a file is opened after it. Must not know: any screen.
"""
from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.ui import binding, preferences  # noqa: F401 - the first for what it does before the rest is imported
from app.ui.look import theme


def application() -> QApplication:
    """The one QApplication, dressed in the theme of the preferences."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
        app.setApplicationName("Trimtab")
        app.setApplicationDisplayName("Trimtab")
    name = str(preferences.get("theme", ""))
    if name not in ("light", "dark"):
        from PySide6.QtCore import Qt
        name = "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
    theme.apply(app, name)
    return app


def run(argv: Sequence[str] | str | Path | None = None) -> int:
    """Open the window, with a file when one is named; returns the exit code."""
    names = [str(argv)] if isinstance(argv, (str, Path)) else [str(a) for a in argv or ()]
    app = application()
    from app.ui.look.icons import pixmap
    from app.ui.main_window import MainWindow
    app.setWindowIcon(pixmap("portfolio", theme.colour("accent"), 64))
    window = MainWindow()
    window.hook.install()
    window.show()
    if names:
        QTimer.singleShot(0, lambda: window.open_beside(Path(names[0])))
    else:
        from app.ui.warm import warm_up
        warm_up(window)
    return app.exec()
