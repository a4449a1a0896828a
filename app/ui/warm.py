"""What the first file will need is loaded while a person still looks at the start page, a little at a time.

Numbers, the store and the rows take a fifth of a second to load, too long for the first frame and too long for a
click. Must not know: what is in a file.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

REST = 400                       # milliseconds after the first frame; a person reads the page meanwhile
BETWEEN = 30                     # between two steps, so that no key or click waits for more than one of them
MODULES = ("numpy", "app.store.store", "app.session", "app.ui.file_parts")


def warm_up(window: MainWindow) -> None:
    """Begin soon; it ends by itself when a file is opened meanwhile."""
    _later(window, [*(lambda name=name: import_module(name) for name in MODULES), lambda: window.file_parts], REST)


def _later(window: MainWindow, steps: Sequence[Callable[[], object]], wait: int) -> None:
    def step() -> None:
        if window.session is None:
            steps[0]()
            if len(steps) > 1:
                _later(window, steps[1:], BETWEEN)

    QTimer.singleShot(wait, window, step)
