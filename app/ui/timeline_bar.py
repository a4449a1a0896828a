"""The time area's part of the bar above the tree: zoom as five joined buttons, and what is drawn as switches.

On a narrow window the zoom steps are letters but for the one that is on, and the switches icons.
Must not know: what a switch does; the table of actions does.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.ui import theme
from app.ui.parts import Bar
from app.ui.timeline_scale import ZOOMS
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

TEXTS = {"days": "Days", "weeks": "Weeks", "months": "Months", "quarters": "Quarters", "years": "Years"}
SWITCHES = ("view.baseline", "view.links", "view.critical")


class ZoomButtons(QWidget):
    """Days, Weeks, Months, Quarters, Years."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_, self._narrow = window, False
        self.setObjectName("zoom")
        self.setAccessibleName(tr("Zoom of the time area"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.buttons: dict[str, QToolButton] = {}
        for name in ZOOMS:
            made = QToolButton()
            made.setProperty("kind", "segment")
            made.setObjectName(f"zoom_{name}")
            made.setCheckable(True)
            made.setFont(theme.font("body"))
            made.setAccessibleName(tr(TEXTS[name]))
            made.setToolTip(tr(TEXTS[name]))
            made.clicked.connect(lambda _=False, n=name: window.act(f"view.{n}"))
            row.addWidget(made)
            self.buttons[name] = made
        self.refresh("months")

    def narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.refresh(next((n for n, b in self.buttons.items() if b.isChecked()), "months"))

    def refresh(self, zoom: str) -> None:
        """Mark the step that is on."""
        for name, made in self.buttons.items():
            made.setChecked(name == zoom)
            text = tr(TEXTS[name])
            made.setText(text if not self._narrow or name == zoom else text[0])


def add_to(bar: Bar, window: MainWindow) -> ZoomButtons:
    """Put zoom and switches into the bar."""
    zoom = ZoomButtons(window)
    bar.add(zoom)
    bar.gap()
    for action_id in SWITCHES:
        bar.action(action_id, text=True)
    return zoom
