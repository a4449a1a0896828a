"""What the three charts of the Value screen share: a message, a line that says what is shown, a plot painted below.

A chart writes through `write`, which tells what was written (see look/painted.py). Must not know: any one chart.
"""
from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.look import theme
from app.ui.look.painted import PaintedText
from app.ui.value.table import ValueTable

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
HEAD = 56                             # title and subtitle
EDGE = 12


class Chart(QWidget):
    """`draw` paints into a rectangle below the head; `message` and `subject` are the head's two lines."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumSize(180, 120)
        self.table: ValueTable | None = None
        self.message = self.subject = ""
        self._texts: list[PaintedText] = []

    def sizeHint(self) -> QSize:
        return QSize(400, 300)

    def show_table(self, table: ValueTable | None) -> None:
        self.table = table
        self.message = self.subject = ""
        if table is not None:
            self.take(table)
        self.setAccessibleName(self.message)
        self.setAccessibleDescription(self.subject)
        self.setToolTip(self.message)
        self.update()

    def take(self, table: ValueTable) -> None:
        """Read the facts and say what they mean."""
        raise NotImplementedError

    def draw(self, painter: QPainter, room: QRect) -> None:
        raise NotImplementedError

    def painted_texts(self) -> list[PaintedText]:
        return list(self._texts)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._texts = []
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("base"))
        if self.table is not None:
            wide = self.width() - 2 * EDGE
            self.write(painter, QRect(EDGE, 10, wide, 20), self.message, "strong", LEFT, cut=True)
            self.write(painter, QRect(EDGE, 30, wide, 16), self.subject, "small", LEFT, "text2", cut=True)
            self.draw(painter, QRect(EDGE, HEAD, wide, self.height() - HEAD - 8))
        painter.end()

    # ---------------------------------------------------------------- pens

    def write(self, painter: QPainter, rect: QRect, text: str, font: str = "small", align: Qt.AlignmentFlag = LEFT,
              colour: str = "text", cut: bool = False, ground: QColor | None = None) -> None:
        """One text; `cut` lets it end in an ellipsis."""
        face, ink = theme.font(font), theme.colour(colour)
        self._texts.append(PaintedText(text, rect, face, ink, ground or theme.colour("base"), may_elide=cut))
        painter.setFont(face)
        painter.setPen(ink)
        if cut:
            text = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, align, text)

    def width_of(self, text: str, font: str = "small") -> int:
        return QFontMetrics(theme.font(font)).horizontalAdvance(text) + 2

    def bar(self, painter: QPainter, rect: QRectF, kind: str) -> None:
        """A bar: plan outlined, actual solid, forecast hatched, a gain or a loss in its colour."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        ink = theme.colour({"good": "good_fill", "bad": "bad_fill"}.get(kind, "ac"))
        if kind == "plan":
            painter.setBrush(theme.colour("base"))
            painter.setPen(QPen(ink, 1.4))
            painter.drawRect(rect)
        elif kind == "expected":
            painter.setBrush(QBrush(ink, Qt.BrushStyle.BDiagPattern))
            painter.setPen(QPen(ink, 1))
            painter.drawRect(rect)
        else:
            painter.fillRect(rect, ink)
        painter.restore()

    def line(self, painter: QPainter, one: QPointF, other: QPointF, colour: str = "line", width: float = 1.0) -> None:
        painter.setPen(QPen(theme.colour(colour), width))
        painter.drawLine(one, other)


def nice_step(span: float, parts: int) -> int:
    """A round distance between grid lines: 1, 2 or 5 times a power of ten."""
    raw = max(span / max(parts, 1), 1.0)
    power = 10 ** (len(str(int(raw))) - 1)
    return int(next(f * power for f in (1, 2, 5, 10) if f * power >= raw))
