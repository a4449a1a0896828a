"""The time area's part of the bar above the tree: zoom as five joined buttons, and what is drawn as switches.

On a narrow window the zoom steps are letters but for the one that is on, and the switches icons.
Must not know: what a switch does; the table of actions does.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.ui.gantt.scale import ZOOMS
from app.ui.look import theme
from app.ui.look.parts import Bar
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

TEXTS = {"days": "Days", "weeks": "Weeks", "months": "Months", "quarters": "Quarters", "years": "Years"}
EDGE = 11                     # room left and right of a step's word
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
            made.setFixedWidth(made.fontMetrics().horizontalAdvance(made.text()) + 2 * EDGE)
        row = self.layout()
        assert row is not None
        row.invalidate()
        self.setFixedWidth(sum(made.width() for made in self.buttons.values()))


class TimeButtons(QObject):
    """Zoom and switches in the bar: words where there is room, else letters, else icons too."""

    def __init__(self, bar: Bar, window: MainWindow) -> None:
        super().__init__(bar)
        self.bar = bar
        self.zoom = ZoomButtons(window)
        bar.add(self.zoom)
        bar.gap()
        self.switches = [bar.action(action_id) for action_id in SWITCHES]
        for made in self.switches:
            made.defaultAction().setIconText(made.defaultAction().text())
        bar.spared.append(tuple(self.switches))
        self._narrow = False
        bar.installEventFilter(self)
        self._dress(False, False)

    def narrow(self, narrow: bool) -> None:
        """What the window asks for; a long language may need the same on a wide one."""
        self._narrow = narrow
        self.fit()

    def fit(self) -> None:
        """The most words that fit the bar."""
        for letters, pictures in ((False, False), (True, False), (True, True)):
            if self._narrow and not pictures:
                continue
            self._dress(letters, pictures)
            if self.bar.row.minimumSize().width() <= self.bar.width():
                break
        self.bar.make_room()

    def _dress(self, letters: bool, pictures: bool) -> None:
        self.zoom.narrow(letters)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if pictures else Qt.ToolButtonStyle.ToolButtonTextOnly
        for made in self.switches:
            made.setToolButtonStyle(style)
        self.bar.row.invalidate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)
