"""One line of text in a box, in one of the few fonts: plain calls with the measures of the fonts at hand.

What is painted again and again is kept as a picture by its view (tree/strips.py), so that no text is kept here.
Must not know: rows, columns.
"""
from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from app.ui.look import theme

LEFT, CENTRE, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
_ELIDE = Qt.TextElideMode.ElideRight


def metrics(font: str) -> QFontMetrics:
    return _metrics(font, theme.enlarged())[0]


@lru_cache(maxsize=64)
def _metrics(font: str, enlarged: float) -> tuple[QFontMetrics, int, int]:
    """The measures of a font, its height and the part of it above the base line. `enlarged` is what the theme says
    now: it stands here so that it is measured anew when that changes."""
    made = QFontMetrics(theme.large(font))
    return made, made.height(), made.ascent()


def draw(painter: QPainter, room: QRect, text: str, font: str, colour: str, align: Qt.AlignmentFlag = LEFT,
         elide: bool = False) -> None:
    """One line of text in the middle of a box's height. The painter's font and pen are set along."""
    measure, height, ascent = _metrics(font, theme.enlarged())
    if elide and measure.horizontalAdvance(text) > room.width():
        text = measure.elidedText(text, _ELIDE, max(room.width(), 1))
    x = room.left()
    if align != LEFT:
        spare = room.width() - measure.horizontalAdvance(text)
        x += spare if align == RIGHT else spare // 2
    painter.setFont(theme.large(font))
    painter.setPen(theme.colour(colour))
    painter.drawText(x, room.top() + (room.height() - height) // 2 + ascent, text)
