"""One line of text in a box, in one of the few fonts: plain calls, with measures that do not shape a text twice.

Painting a text means shaping it, and that is what a row costs. Texts that come back row after row (people, dates,
codes cut short) are kept ready; the width of a figure is known from its digits' places, since all digits are as wide.
Must not know: rows, columns.
"""
from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QStaticText, QTransform

from app.ui.look import theme

LEFT, CENTRE, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
_ELIDE, _ELIDE_START = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideLeft
_ZEROS = str.maketrans("123456789", "000000000")
_DOUBT = 0.08                 # by how much a text may differ from the sum of its letters, kerned as it is
_DOTS = 24                    # and pixels that are surely enough for the dots of a text cut short


class _Font:
    """What is known of a font at one size."""

    def __init__(self, name: str) -> None:
        font = theme.large(name)
        self.metrics = QFontMetrics(font)
        self.height, self.ascent = self.metrics.height(), self.metrics.ascent()
        self.tabular = theme.FONTS[name][2]
        self._exact = QFontMetricsF(font)
        self._letters: dict[str, float] = {}

    def reach(self, text: str, most: float) -> tuple[int, float]:
        """How many letters there are up to `most` pixels, and their sum."""
        letters, total = self._letters, 0.0
        for i, letter in enumerate(text):
            if letter not in letters:
                letters[letter] = self._exact.horizontalAdvance(letter)
            total += letters[letter]
            if total > most:
                return i + 1, total
        return len(text), total


@lru_cache(maxsize=64)
def _font(name: str, enlarged: float) -> _Font:
    """`enlarged` is what the theme says now: it stands here so that all is measured anew when that changes."""
    return _Font(name)


def metrics(font: str) -> QFontMetrics:
    return _font(font, theme.enlarged()).metrics


def advance(text: str, font: str) -> int:
    """How wide a text is."""
    known = _font(font, theme.enlarged())
    return (_figure(text.translate(_ZEROS), font, theme.enlarged()) if known.tabular
            else known.metrics.horizontalAdvance(text))


@lru_cache(maxsize=1024)
def _figure(zeros: str, font: str, enlarged: float) -> int:
    return _font(font, enlarged).metrics.horizontalAdvance(zeros)


def fitted(text: str, font: str, most: int, keep_end: bool = False) -> str:
    """The text, cut short with dots when it is wider than so many pixels; `keep_end` cuts off its start."""
    enlarged = theme.enlarged()
    known = _font(font, enlarged)
    enough = most * (1 + _DOUBT) + _DOTS
    letters, total = known.reach(text, enough)
    if total * (1 + _DOUBT) + 1 <= most:
        return text
    if keep_end:
        return _cut(text, font, most, enlarged, _ELIDE_START)
    if total > enough:
        return _cut(text[:letters], font, most, enlarged)     # what lies behind does not change where it is cut
    return known.metrics.elidedText(text, _ELIDE, most) if known.metrics.horizontalAdvance(text) > most else text


@lru_cache(maxsize=1024)
def _cut(text: str, font: str, most: int, enlarged: float, where: Qt.TextElideMode = _ELIDE) -> str:
    return _font(font, enlarged).metrics.elidedText(text, where, most)


@lru_cache(maxsize=1024)
def _ready(text: str, font: str, enlarged: float) -> QStaticText:
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(QTransform(), theme.large(font))
    return made


def draw(painter: QPainter, room: QRect, text: str, font: str, colour: str, align: Qt.AlignmentFlag = LEFT,
         elide: bool = False, again: bool = False, keep_end: bool = False) -> None:
    """One line of text in the middle of a box's height. The painter's font and pen are set along. `again` says that
    other rows have the same text, `keep_end` that it is its end that tells rows apart."""
    enlarged = theme.enlarged()
    known = _font(font, enlarged)
    if elide:
        text = fitted(text, font, max(room.width(), 1), keep_end)
    x = room.left()
    if align != LEFT:
        spare = room.width() - advance(text, font)
        x += spare if align == RIGHT else spare // 2
    y = room.top() + (room.height() - known.height) // 2
    painter.setFont(theme.large(font))
    painter.setPen(theme.colour(colour))
    if again:
        painter.drawStaticText(QPoint(x, y), _ready(text, font, enlarged))
    else:
        painter.drawText(x, y + known.ascent, text)
