"""Rows painted once into a picture and copied from there until what they show changes: what makes scrolling cheap.

Each row has a strip of the picture, by its number modulo the strips there are, so that scrolling moves nothing: rows
that come into view take the strips of those that left. A row is painted anew when its key differs from the key its
strip was painted with, all rows when `look` differs.
Must not know: what a row shows.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap

SPARE = 2                                 # rows half seen above and below


class Strips:
    """One band of a view, as wide as given; a view with two bands that change apart has two of these."""

    def __init__(self) -> None:
        self._picture = QPixmap()
        self._keys: list[object] = []
        self._look: object = None

    def show(self, painter: QPainter, at: QRect, first: int, step: int, look: object, keys: Sequence[object],
             paint: Callable[[QPainter, int], None]) -> None:
        """Rows `first` and following, `step` high, from the top of `at` down. `paint(painter, i)` paints the i-th of
        them whole, at the origin."""
        scale = painter.device().devicePixelRatioF()
        if at.width() <= 0 or not keys:
            return
        if not (step * scale).is_integer() or not (at.width() * scale).is_integer():
            for i in range(len(keys)):    # on such a screen a strip would begin between two of its points
                _framed(painter, at.left(), at.top() + i * step, at.width(), step, paint, i)
            return
        self._prepare(len(keys), (at.width(), step, scale, look))
        self._renew(first, step, at.width(), keys, paint)
        self._copy(painter, at, first, step, len(keys), scale)

    def _prepare(self, rows: int, look: tuple[int, int, float, object]) -> None:
        width, step, scale, _ = look
        if look == self._look and rows <= len(self._keys):
            return
        self._look = look
        strips = max(rows + SPARE, len(self._keys))
        wide, high = round(width * scale), round(strips * step * scale)
        if (self._picture.width(), self._picture.height()) != (wide, high):
            self._picture = QPixmap(wide, high)
            self._picture.setDevicePixelRatio(scale)
        self._keys = [None] * strips

    def _renew(self, first: int, step: int, width: int, keys: Sequence[object],
               paint: Callable[[QPainter, int], None]) -> None:
        known, strips = self._keys, len(self._keys)
        stale = [i for i, key in enumerate(keys) if known[(first + i) % strips] != key]
        if not stale:
            return
        painter = QPainter(self._picture)
        try:
            for i in stale:
                strip = (first + i) % strips
                known[strip] = None       # a row that cannot be painted must not pass for painted
                _framed(painter, 0, strip * step, width, step, paint, i)
                known[strip] = keys[i]
        finally:
            painter.end()

    def _copy(self, painter: QPainter, at: QRect, first: int, step: int, rows: int, scale: float) -> None:
        """At most two pieces: up to the picture's last strip, and from its first one."""
        strips, done = len(self._keys), 0
        while done < rows:
            strip = (first + done) % strips
            some = min(rows - done, strips - strip)
            target = QRect(at.left(), at.top() + done * step, at.width(), some * step)
            source = QRect(0, round(strip * step * scale), self._picture.width(), round(some * step * scale))
            painter.drawPixmap(target, self._picture, source)
            done += some


def _framed(painter: QPainter, left: int, top: int, width: int, step: int, paint: Callable[[QPainter, int], None],
            i: int) -> None:
    painter.save()
    painter.translate(left, top)
    painter.setClipRect(0, 0, width, step)
    paint(painter, i)
    painter.restore()
