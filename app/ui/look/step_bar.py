"""Where one is in a sequence of steps: numbered discs in a row.

Must not know: what the steps are.
"""
from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.look import theme, tokens
from app.ui.look.painted import PaintedText
from app.ui.words import tr


class StepBar(QWidget):
    """Where one is: numbered steps in a row, those done with a tick, the current one in the accent colour."""

    def __init__(self, names: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names, self._at = names, 0
        self.setFixedHeight(tokens.TITLE)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def at(self) -> int:
        return self._at

    def go(self, step: int) -> None:
        self._at = step
        self.setAccessibleName(tr("Step {n} of {all}: {name}", n=step + 1, all=len(self._names),
                                  name=self._names[step]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._places()[-1][1].right() + tokens.PANEL, tokens.TITLE)

    minimumSizeHint = sizeHint

    def _places(self) -> list[tuple[QPointF, QRect]]:
        """Centre of each circle and the room of each name."""
        found, x, middle = [], tokens.PANEL, tokens.TITLE // 2
        for i, name in enumerate(self._names):
            wide = QFontMetrics(theme.font("strong" if i == self._at else "body")).horizontalAdvance(name) + 2
            found.append((QPointF(x + 10, middle), QRect(x + 28, 0, wide, tokens.TITLE)))
            x += 28 + wide + 12 + 32 + 12
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self._places()
        for i, (centre, room) in enumerate(places):
            done, now = i < self._at, i == self._at
            disc = QRectF(centre.x() - 10, centre.y() - 10, 20, 20)
            painter.setPen(QPen(theme.colour("accent" if done or now else "line"), 1.3))
            painter.setBrush(theme.colour("accent") if now else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(disc.adjusted(0.7, 0.7, -0.7, -0.7))
            if done:
                tick = [centre + QPointF(-4, 0.5), centre + QPointF(-1, 3.5), centre + QPointF(4, -3)]
                painter.setPen(QPen(theme.colour("accent"), 1.6))
                painter.drawPolyline(tick)
            else:
                painter.setFont(theme.font("small_strong"))
                painter.setPen(theme.colour("onaccent" if now else "text2"))
                painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), str(i + 1))
            painter.setFont(theme.font("strong" if now else "body"))
            painter.setPen(theme.colour("text" if now else "text2"))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self._names[i])
            if i + 1 < len(places):
                y = centre.y()
                painter.setPen(QPen(theme.colour("line"), 1))
                painter.drawLine(QPointF(room.right() + 12, y), QPointF(room.right() + 44, y))

    def painted_texts(self) -> list[PaintedText]:
        found = []
        for i, (_, room) in enumerate(self._places()):
            now = i == self._at
            inside = room.intersected(self.rect())
            found.append(PaintedText(self._names[i], inside, theme.font("strong" if now else "body"),
                                     theme.colour("text" if now else "text2"), theme.colour("window")))
        return found
