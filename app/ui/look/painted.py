"""What a view that paints its own text tells about it, so that pictures of it can be checked.

A view offers `painted_texts() -> list[PaintedText]`; tests/shots_checks.py reads it.
Must not know: any view.
"""
from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont


@dataclass(frozen=True, slots=True)
class PaintedText:
    """One painted text: the room it had (in the view's viewport), how, on what, and whether it may be cut."""

    text: str
    rect: QRect
    font: QFont
    color: QColor | None = None
    background: QColor | None = None
    may_elide: bool = False
    wraps: bool = False
