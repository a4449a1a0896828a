"""The heads of the months grid: bands of actual and forecast over the months, names and series beside the rows.

Must not know: amounts.
"""
from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from app.ui.look import figures, theme
from app.ui.look.painted import PaintedText
from app.ui.look.tokens import HEAD_TWO, INDENT, PAD
from app.ui.value.table import DELTA, FORECASTS, ValueTable
from app.ui.words import tr

SERIES_WIDTH = 88
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class MonthsHead(QHeaderView):
    """Two lines: what is booked and what is forecast, and the names of the months."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.table: ValueTable | None = None
        self.setHighlightSections(False)
        self.setMinimumSectionSize(30)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName(tr("Months"))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEAD_TWO)

    def bands(self) -> list[tuple[str, QRect, bool]]:
        """(words, where, whether solid) of the stretch with actuals and the one with forecast."""
        if self.table is None:
            return []
        to, actual, ahead = self.table.f.actual_to, QRect(), QRect()
        for i, column in enumerate(self.table.columns):
            rect = QRect(self.sectionViewportPosition(i), 0, self.sectionSize(i), HEAD_TWO // 2)
            if column.sum:
                continue
            if to is not None and column.end <= to + 1:
                actual |= rect
            else:
                ahead |= rect
        found = []
        if not actual.isEmpty():
            assert to is not None
            found.append((tr("Actual to {month}", month=figures.month(to)), actual, True))
        if not ahead.isEmpty() and self.table.look.compare == FORECASTS:
            words = tr("Forecast of {date}", date=figures.date(self.table.status))
            found.append((words, ahead, False))
        return found

    def painted_texts(self) -> list[PaintedText]:
        found = []
        for i, column in enumerate(self.table.columns if self.table is not None else ()):
            font = theme.font("small_strong" if column.sum or column.kind == "year" else "small")
            colour = theme.colour("text" if column.sum or column.kind == "year" else "text2")
            found.append(PaintedText(column.head, self._caption(i), font, colour, theme.colour("window")))
        for words, rect, _ in self.bands():
            found.append(PaintedText(words, self._title(rect), theme.font("small"), theme.colour("text2"),
                                     theme.colour("window"), may_elide=True))
        return found

    def _caption(self, section: int) -> QRect:
        return QRect(self.sectionViewportPosition(section), HEAD_TWO // 2 + 2, self.sectionSize(section) - PAD,
                     HEAD_TWO // 2 - 2)

    def _title(self, rect: QRect) -> QRect:
        left = max(rect.left(), 0) + PAD
        return QRect(left, 0, max(rect.right() - left, 0), HEAD_TWO // 2 - 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("window"))
        columns = self.table.columns if self.table is not None else []
        for i, text in enumerate(self.painted_texts()):
            painter.setFont(text.font)
            assert text.color is not None
            painter.setPen(text.color)
            words = QFontMetrics(text.font).elidedText(text.text, Qt.TextElideMode.ElideRight, text.rect.width()) \
                if text.may_elide else text.text
            painter.drawText(text.rect, _RIGHT if i < len(columns) else _LEFT, words)
        for _, rect, solid in self.bands():
            bar = QRect(rect.left() + PAD, HEAD_TWO // 2 - 5, rect.width() - PAD, 4)
            ink = theme.colour("ac")
            painter.fillRect(bar, ink if solid else QBrush(ink, Qt.BrushStyle.BDiagPattern))
        painter.setPen(theme.colour("line"))
        bottom = self.viewport().height() - 1
        painter.drawLine(0, bottom, self.viewport().width(), bottom)
        painter.end()


class RowsHead(QHeaderView):
    """Name of the block on its first row, who and how much on the second, the series on each."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self.table: ValueTable | None = None
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(26)
        self.setMinimumSectionSize(20)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setAccessibleName(tr("Scope and series"))

    def painted_texts(self) -> list[PaintedText]:
        found: list[PaintedText] = []
        if self.table is None:
            return found
        first, last = self.visualIndexAt(0), self.visualIndexAt(self.viewport().height() - 1)
        for i in range(max(first, 0), (last if last >= 0 else len(self.table.rows) - 1) + 1):
            found += self._texts(i)
        return found

    def _texts(self, section: int) -> list[PaintedText]:
        assert self.table is not None
        row = self.table.rows[section]
        top, height = self.sectionViewportPosition(section), self.sectionSize(section)
        left = PAD + 4 + row.depth * INDENT
        split = self.viewport().width() - SERIES_WIDTH
        name, series = QRect(left, top, split - left - 4, height), QRect(split, top, SERIES_WIDTH - 4, height)
        ground = theme.colour("alt" if row.depth == 0 and not row.line else "base")
        found = [PaintedText(self.table.series_name(row), series, theme.font("small"), theme.colour("text2"), ground,
                             may_elide=row.series != DELTA)]
        if row.at == 0:
            found.append(PaintedText(row.name, name, theme.font("strong"), theme.colour("text"), ground,
                                     may_elide=True))
        elif row.at == 1 and row.note:
            found.append(PaintedText(row.note, name, theme.font("small"), theme.colour("text2"), ground,
                                     may_elide=True))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("base"))
        painter.end()
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if self.table is None or section >= len(self.table.rows):
            return
        row = self.table.rows[section]
        painter.save()
        painter.fillRect(rect, theme.colour("alt" if row.depth == 0 and not row.line else "base"))
        for text in self._texts(section):
            painter.setFont(text.font)
            assert text.color is not None
            painter.setPen(text.color)
            painter.drawText(text.rect, _LEFT, QFontMetrics(text.font).elidedText(
                text.text, Qt.TextElideMode.ElideRight, text.rect.width()))
        if row.at == row.size - 1:
            painter.setPen(theme.colour("line"))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


class Corner(QWidget):
    """The heads of the frozen columns: scope, and the series with the unit all amounts are in."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self.table: ValueTable | None = None

    def painted_texts(self) -> list[PaintedText]:
        unit = self.table.unit.name if self.table is not None else ""
        split, top, height = self.width() - SERIES_WIDTH, HEAD_TWO // 2 + 2, HEAD_TWO // 2 - 2
        found = []
        for words, rect in ((tr("Scope"), QRect(PAD + 4, top, split - PAD - 8, height)),
                            (tr("Series, {unit}", unit=unit), QRect(split, top, SERIES_WIDTH - 4, height))):
            found.append(PaintedText(words, rect, theme.font("small"), theme.colour("text2"), theme.colour("window"),
                                     may_elide=True))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("window"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        painter.setPen(theme.colour("text2"))
        for text in self.painted_texts():
            painter.setFont(text.font)
            painter.drawText(text.rect, _LEFT, QFontMetrics(text.font).elidedText(
                text.text, Qt.TextElideMode.ElideRight, text.rect.width()))
        painter.end()
