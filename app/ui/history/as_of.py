"""The strip above Portfolio and Value: a slider over the days on which something was told, with now at its end.

In the present it is calm; on an earlier day it is a coloured banner that says which day is shown, that it can only
be read, and how to come back. Must not know: how a state is made (looking.py).
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QToolButton

from app.ui.history.looking import PAGES, Looking
from app.ui.look import icons, theme
from app.ui.look.figures import date
from app.ui.look.parts import button, label
from app.ui.look.tokens import TOOLBAR
from app.ui.words import tr

if TYPE_CHECKING:
    from app.session import Touched
    from app.ui.main_window import MainWindow

REST = 150                           # milliseconds a slider stands still before its day is fetched


class AsOfStrip(QFrame):
    """See the module. `days` are the slider's stops; one past the last is now."""

    def __init__(self, window: MainWindow, looking: Looking) -> None:
        super().__init__()
        self.window_ = window
        self.days: list[str] = []
        self.setObjectName("as_of_strip")
        self.setAccessibleName(tr("Look back"))
        self.setMinimumHeight(TOOLBAR)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(8)
        self.mark = QLabel()
        self.mark.setFixedSize(16, 16)
        self.title = label(font="strong")
        self.title.setMinimumWidth(248)      # the slider must not move while it is moved
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("as_of_slider")
        self.slider.setAccessibleName(tr("Day to look at"))
        self.slider.setMinimumWidth(120)
        self.slider.setPageStep(1)
        self.slider.valueChanged.connect(self._moved)
        self.first, self.last = label(font="small", role="secondary"), label(tr("Now"), "small", "secondary")
        self.back = button(tr("Back to now"), name="back_to_now")
        self.back.clicked.connect(lambda: looking.back())
        self.close_button = QToolButton()
        self.close_button.setAccessibleName(tr("Stop looking back"))
        self.close_button.setToolTip(tr("Stop looking back"))
        icons.set_icon(self.close_button, "close", "text2")
        self.close_button.clicked.connect(lambda: looking.close())
        row.addWidget(self.mark)
        row.addWidget(self.title)
        row.addWidget(self.first)
        row.addWidget(self.slider, 1)
        row.addWidget(self.last)
        row.addWidget(self.back)
        row.addWidget(self.close_button)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._go)
        looking.changed.connect(self.refresh)
        window.touched.connect(self._touched)
        theme.signals().changed.connect(self._dress)
        self.hide()

    # ---------------------------------------------------------------- following

    def refresh(self) -> None:
        """Show what is looked at, and where it stands among the days."""
        window = self.window_
        opens = window.looking.open and window.session is not None and window.page in PAGES
        if opens and self.isHidden():
            self._read_days()
        self.setVisible(opens)
        if window.session is None:
            self._rest.stop()
            return
        shown, wanted = window.looking.shown, window.looking.wanted
        if not self._rest.isActive():
            self._stand(wanted.day if wanted is not None and wanted.day else shown.day if shown is not None else "")
        self.back.setEnabled(shown is not None or wanted is not None)
        self._say()
        self._dress()

    def _touched(self, _: Touched) -> None:
        if self.isVisible():
            self._read_days()
            self._stand("")

    def _read_days(self) -> None:
        assert self.window_.session is not None
        self.days = self.window_.session.days()
        self.first.setText(date(self.days[0]) if self.days else "")
        self.slider.setEnabled(bool(self.days))
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(self.days))
        self.slider.setValue(len(self.days))
        self.slider.blockSignals(False)

    def _stand(self, day: str) -> None:
        """Put the slider on a day, or on the last stop before it; "" is now."""
        at = len(self.days) if not day else max(sum(d <= day for d in self.days) - 1, 0)
        self.slider.blockSignals(True)
        self.slider.setValue(at)
        self.slider.blockSignals(False)

    # ---------------------------------------------------------------- moving

    @property
    def day(self) -> str:
        """The day under the slider, "" at its end."""
        at = self.slider.value()
        return self.days[at] if at < len(self.days) else ""

    def _moved(self) -> None:
        self._rest.start()
        self._say()

    def _go(self) -> None:
        if self.day:
            self.window_.looking.look_at_day(self.day)
        else:
            self.window_.looking.back()
            self.refresh()

    # ---------------------------------------------------------------- words and colour

    def _say(self) -> None:
        shown, day = self.window_.looking.shown, self.day
        coming = self._rest.isActive() or self.window_.looking.job is not None
        if coming and day:
            text = tr("As of {date} …", date=date(day))
        elif shown is None:
            text = tr("Now") if self.days else tr("Nothing has been written yet")
        else:
            text = shown.title
        self.title.setText(text)
        self.setAccessibleDescription(text)
        self.slider.setToolTip(date(day) if day else tr("Now"))

    def _dress(self) -> None:
        back = self.window_.looking.shown is not None
        self.setProperty("role", "message-warn" if back else "bar")
        self.back.setProperty("kind", "primary" if back else "")
        for part in (self, self.back):
            part.style().unpolish(part)
            part.style().polish(part)
        self.mark.setPixmap(icons.pixmap("history", theme.colour("warn" if back else "text2"), 16,
                                         self.devicePixelRatioF()))
