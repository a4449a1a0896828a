"""The head of the tree with the time scale right of the border: two lines of ticks, a mark at the status date.

Pulling the scale pans time, pulling the border moves it. Must not know: rows, dates of records.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPolygonF, QWheelEvent

from app.core.schedule.calendar import ordinal
from app.ui.gantt.scale import Tick
from app.ui.look import theme
from app.ui.look.painted import PaintedText
from app.ui.look.tokens import HEAD_TWO
from app.ui.tree.head import TreeHead

if TYPE_CHECKING:
    from app.ui.gantt.view import GanttView

MARK = 5.0


class GanttHead(TreeHead):
    """See the module."""

    def __init__(self, view: GanttView) -> None:
        super().__init__(view)
        self._view = view
        self._pulling: str = ""
        self._from = 0.0
        self.setMouseTracking(True)

    # ---------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        view = self._view
        if view.time_width <= 0 or not view.status:
            return
        painter = QPainter(self.viewport())
        area = QRect(view.border, 0, view.time_width, self.viewport().height())
        painter.setClipRect(area)
        painter.fillRect(area, theme.colour("window"))
        painter.translate(view.border, 0)
        self._paint_scale(painter, view.time_width, area.height())
        painter.end()

    def _paint_scale(self, painter: QPainter, width: int, height: int) -> None:
        half, axis = theme.px(HEAD_TWO // 2), self._view.axis_now()
        painter.setPen(theme.colour("line"))
        for tick in axis.major:
            painter.drawLine(round(tick.x0), 4, round(tick.x0), height)
        painter.setPen(theme.colour("hair"))
        for tick in axis.minor:
            painter.drawLine(round(tick.x0), half + 2, round(tick.x0), height)
        for text, box, major in self.labels():
            painter.setFont(theme.large("small" if major else "caption"))
            painter.setPen(theme.colour("text2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(theme.colour("line"))
        painter.drawLine(0, height - 1, width, height - 1)
        painter.drawLine(0, 0, 0, height)
        x = self._view.scale.x(ordinal(self._view.status) + 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawPolygon(QPolygonF([QPointF(x - MARK, height - MARK - 1), QPointF(x + MARK, height - MARK - 1),
                                       QPointF(x, height)]))

    def labels(self) -> list[tuple[str, QRect, bool]]:
        """Texts of the scale that fit whole, with their boxes from the border; the first stays at the left edge."""
        half, axis = theme.px(HEAD_TWO // 2), self._view.axis_now()
        width = self._view.time_width
        found: list[tuple[str, QRect, bool]] = []
        for major, ticks, top in ((True, axis.major, 0), (False, axis.minor, half)):
            metrics = QFontMetrics(theme.large("small" if major else "caption"))
            for tick in ticks:
                box = self._box(tick, metrics.horizontalAdvance(tick.text), width, major)
                if box is not None:
                    found.append((tick.text, QRect(box[0], top, box[1], half), major))
        return found

    @staticmethod
    def _box(tick: Tick, wide: int, width: int, major: bool) -> tuple[int, int] | None:
        if not major:
            left = round((tick.x0 + tick.x1 - wide) / 2)
            fits = wide + 2 <= tick.x1 - tick.x0 and left >= 1
        else:
            left = max(round(tick.x0) + 6, 6)
            fits = left + wide + 4 <= tick.x1
        return (left, wide + 2) if fits and left + wide <= width - 2 else None

    def painted_texts(self) -> list[PaintedText]:
        """The scale's texts, for checking pictures."""
        if self._view.time_width <= 0 or not self._view.status:
            return []
        return [PaintedText(text, box.translated(self._view.border, 0), theme.large("small" if major else "caption"),
                            theme.colour("text2"), theme.colour("window")) for text, box, major in self.labels()]

    # ---------------------------------------------------------------- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._view.on_border(x):
            self._pulling = "border"
        elif x > self._view.border:
            self._pulling, self._from, self._scale = "time", x, self._view.scale
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._pulling == "border":
            self._view.border_wish = int(x)
            self._view.border_moved.emit()
        elif self._pulling == "time":
            self._view.set_scale(self._scale.panned(self._from - x))
        elif self._view.on_border(x):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif x > self._view.border:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pulling:
            self._pulling = ""
        else:
            super().mouseReleaseEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        x = event.position().x() - self._view.border
        if x > 0:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._view.zoom_by(1.2 ** (event.angleDelta().y() / 120), x)
            else:
                turn = event.angleDelta().x() or event.angleDelta().y()
                self._view.set_scale(self._view.scale.panned(-turn / 120 * 60))
            event.accept()
        else:
            super().wheelEvent(event)
