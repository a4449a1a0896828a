"""Small status shapes drawn the same everywhere: circle, diamond, square, ring, with the letter beside them.

Must not know: what is marked.
"""
from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.ui import theme

SIZE = 10
# severity of an issue -> (shape, fill token)
SEVERITY = {"error": ("square", "bad_fill"), "warning": ("square", "bad_fill"),
            "question": ("diamond", "warn_fill"), "note": ("ring", "none")}


def certainty(confidence: float) -> tuple[str, str]:
    """Shape and colour for how sure a reading is: at least 90 % circle, at least 75 % diamond, below a square."""
    if confidence >= 0.9:
        return "circle", "good_fill"
    return ("diamond", "warn_fill") if confidence >= 0.75 else ("square", "bad_fill")


def paint(painter: QPainter, shape: str, token: str, centre: QPointF, size: float = SIZE) -> None:
    """One mark around a point."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half, colour = size / 2, theme.colour(token)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    box = QRectF(centre.x() - half, centre.y() - half, size, size)
    if shape == "circle":
        painter.drawEllipse(box)
    elif shape == "diamond":
        reach = half * 1.15
        painter.drawPolygon(QPolygonF([centre + QPointF(0, -reach), centre + QPointF(reach, 0),
                                       centre + QPointF(0, reach), centre + QPointF(-reach, 0)]))
    elif shape == "ring":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.6))
        painter.drawEllipse(box.adjusted(0.8, 0.8, -0.8, -0.8))
    else:
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()
