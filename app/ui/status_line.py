"""The window's last line: saved when, which status date, how many rows, the unit, the journal's head.

Must not know: where these facts come from.
"""
from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.ui.look.parts import hairline, label
from app.ui.look.tokens import STATUS_BAR
from app.ui.words import tr

LEFT = ("saved", "status", "rows", "chain")
SPARE = 140                  # gaps and lines between the cells
RIGHT = ("unit", "head")


class StatusLine(QFrame):
    """Named cells of plain text; an empty cell and its line are not shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self.setAccessibleName(tr("Status line"))
        self.setProperty("role", "foot")
        self.setFixedHeight(STATUS_BAR)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(0)
        self._within = ("", "")              # the long text there is, to be cut anew when the window's width changes
        self.cells: dict[str, tuple[QLabel, QLabel, QLabel, QFrame]] = {}
        for name in (*LEFT, "", *RIGHT):
            if not name:
                row.addStretch(1)
                continue
            cell = tuple(label(font="small_strong" if i == 1 else "small", role="" if i == 1 else "secondary")
                         for i in range(3))
            line = hairline(vertical=True)
            line.setFixedHeight(12)
            if name in RIGHT:
                row.addSpacing(8)
                row.addWidget(line)
                row.addSpacing(8)
            for part in cell:
                part.setVisible(False)
                row.addWidget(part)
            if name in LEFT:
                row.addSpacing(8)
                row.addWidget(line)
                row.addSpacing(8)
            line.hide()
            self.cells[name] = (cell[0], cell[1], cell[2], line)

    def put(self, name: str, before: str, strong: str = "", after: str = "") -> None:
        """Fill a cell; its middle part is set strong."""
        if name == self._within[0]:
            self._within = ("", "")
        first, middle, last, line = self.cells[name]
        for part, text in ((first, before), (middle, strong), (last, after)):
            part.setText(text)
            part.setVisible(bool(text))
        line.setVisible(bool(before or strong or after) and name not in ("unit",))

    def put_within(self, name: str, text: str) -> None:
        """Fill a cell with as much of a long text, from both its ends, as there is room for; all is in its tooltip."""
        self.put(name, "")
        taken = sum(part.sizeHint().width() for cell in self.cells.values() for part in cell[:3] if not part.isHidden())
        metrics = QFontMetrics(self.cells[name][0].font())
        room = self.width() - taken - SPARE
        self.put(name, metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room) if room > 80 else "")
        self.cells[name][0].setToolTip(text)
        self._within = (name, text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._within[1]:
            self.put_within(*self._within)

    def text(self, name: str) -> str:
        return "".join(part.text() for part in self.cells[name][:3])
