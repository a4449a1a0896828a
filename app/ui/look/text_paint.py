"""Texts of rows, shaped once and painted many times: what makes a full frame of a table cheap.

Must not know: rows, columns.
"""
from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QStaticText, QTransform

from app.ui.look import theme

LEFT, CENTRE, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight


def metrics(font: str) -> QFontMetrics:
    return _metrics(font, theme.enlarged())


@lru_cache(maxsize=64)
def _metrics(font: str, enlarged: float) -> QFontMetrics:
    return QFontMetrics(theme.large(font))


@lru_cache(maxsize=8192)
def shaped(text: str, font: str, most: int = 0, enlarged: float = 1.0) -> tuple[QStaticText, int, int]:
    """(text ready to paint, width, height); `most` pixels wide at most, elided there. `enlarged` is what the theme
    says now: it stands here so that a text is shaped anew when it changes."""
    if most and metrics(font).horizontalAdvance(text) > most:
        text = metrics(font).elidedText(text, Qt.TextElideMode.ElideRight, most)
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(QTransform(), theme.large(font))
    return made, metrics(font).horizontalAdvance(text), metrics(font).height()


def draw(painter: QPainter, room: QRect, text: str, font: str, colour: str, align: Qt.AlignmentFlag = LEFT,
         elide: bool = False) -> None:
    """One line of text in the middle of a box's height. The painter's font and pen are set along."""
    made, width, height = shaped(text, font, max(room.width(), 1) if elide else 0, theme.enlarged())
    x = room.left() if align == LEFT else (
        room.right() + 1 - width if align == RIGHT else room.left() + (room.width() - width) // 2)
    painter.setFont(theme.large(font))
    painter.setPen(theme.colour(colour))
    painter.drawStaticText(QPoint(x, room.top() + (room.height() - height) // 2), made)
