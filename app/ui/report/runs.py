"""Which import an import report is about: the imports of the file, the newest first.

Must not know: what stands in the report.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from app.ui.look.figures import date
from app.ui.words import tr

if TYPE_CHECKING:
    from app.session import Session


class RunChooser(QComboBox):
    """One import of the file; nothing to choose where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("report_run")
        self.setAccessibleName(tr("Which import"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setProperty("may_elide", True)
        self._wanted = ""

    def fill(self, session: Session) -> None:
        """The imports there are now; the one chosen stays chosen, else the newest is."""
        from app.core.intake.report import runs
        chosen = self._wanted or self.run()
        with QSignalBlocker(self):
            self.clear()
            for record in runs(session.present):
                self.addItem(f"{record.get('file', '')}, {date(record.get('on', ''))}", record.uid)
            self.setCurrentIndex(max(self.findData(chosen), 0) if self.count() else -1)
        self._wanted = ""
        self.setToolTip(self.currentText())

    def choose(self, run: str) -> None:
        """The import to show from now on; it may not be in the list yet."""
        at = self.findData(run)
        self._wanted = run if at < 0 else ""
        if at >= 0:
            self.setCurrentIndex(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Of a long name the middle gives way: its month stands at the end, and behind it the day of the import."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option,
                                           QStyle.SubControl.SC_ComboBoxEditField, self).width()
        name, comma, day = self.currentText().rpartition(", ")
        room -= self.fontMetrics().horizontalAdvance(comma + day)
        option.currentText = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room) + comma + day
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def run(self) -> str:
        return str(self.currentData() or "")
