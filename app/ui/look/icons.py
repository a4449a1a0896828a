"""The program's own SVG icons, tinted by the theme, and widgets' icons that follow a change of it.

Must not know: what an icon stands for.
"""
from __future__ import annotations

from functools import cache
from typing import Protocol

import shiboken6
from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.look import theme

FOLDER = theme.RESOURCES / "icons"
SIZE = QSize(16, 16)


class _HasIcon(Protocol):
    def setIcon(self, icon: QIcon) -> None: ...


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.svg"))


@cache
def _source(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, tint: QColor, size: int = 16, scale: float = 1.0) -> QPixmap:
    """One icon in one colour, sharp at the given device scale."""
    made = QPixmap(round(size * scale), round(size * scale))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(_source(name).replace("currentColor", tint.name()).encode())).render(painter)
    painter.end()
    made.setDevicePixelRatio(scale)
    return made


def icon(name: str, tint: str = "text") -> QIcon:
    """An icon in a token's colour, paler when disabled."""
    return _icon(theme.tokens().name, name, tint)


@cache
def _icon(_theme: str, name: str, tint: str) -> QIcon:
    made = QIcon()
    for scale in (1.0, 2.0):
        made.addPixmap(pixmap(name, theme.colour(tint), 16, scale), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, theme.colour("text3"), 16, scale), QIcon.Mode.Disabled)
    return made


_FOLLOWERS: list[tuple[_HasIcon, str, str]] = []


def set_icon(target: _HasIcon, name: str, tint: str = "text") -> None:
    """Give a button or an action an icon that changes with the theme."""
    if not _FOLLOWERS:
        theme.signals().changed.connect(_retint)
    _FOLLOWERS[:] = [row for row in _FOLLOWERS if row[0] is not target and shiboken6.isValid(row[0])]
    _FOLLOWERS.append((target, name, tint))
    target.setIcon(icon(name, tint))


def _retint() -> None:
    _FOLLOWERS[:] = [row for row in _FOLLOWERS if shiboken6.isValid(row[0])]
    for target, name, tint in _FOLLOWERS:
        target.setIcon(icon(name, tint))
