"""Status marks: shape and letter besides colour, so that nobody needs to tell red from green.

Circle on track, diamond at risk, square off track, ring not set. Filled = computed, outline = declared by a person.
Must not know: where a status comes from.
"""
from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.ui.look import theme

_FILL = {"green": "good_fill", "amber": "warn_fill", "red": "bad_fill", "none": "none"}
SIZE = 10.0


def paint_mark(painter: QPainter, centre: QPointF, light: str, declared: bool = False, size: float = SIZE) -> None:
    """One mark around a point."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shade = theme.colour(_FILL.get(light, "none"))
    hollow = declared or light == "none"
    reach = size / 2 - (0.8 if hollow else 0.0)
    painter.setPen(QPen(shade, 1.6) if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else shade)
    x, y = centre.x(), centre.y()
    if light == "amber":
        wide = reach + 0.7           # a diamond looks smaller than a square of its size
        painter.drawPolygon(QPolygonF([QPointF(x, y - wide), QPointF(x + wide, y), QPointF(x, y + wide),
                                       QPointF(x - wide, y)]))
    elif light == "red":
        painter.drawRect(QRectF(x - reach + 0.5, y - reach + 0.5, 2 * reach - 1, 2 * reach - 1))
    else:
        painter.drawEllipse(centre, reach, reach)
    painter.restore()
