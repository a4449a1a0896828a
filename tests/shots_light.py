"""What a picture of a screen must hold: text that stands out, and something painted at all.

Contrast as WCAG computes it: of the colours a theme declares, and of the pixels that were really painted.
Must not know: which screens there are (shots.py does).
"""
from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolButton, QWidget

from tests.shots_checks import Finding, elided, name_of, outside, overlaps, shown

LEAST_CONTRAST = 4.5
SAMPLED_CONTRAST = 4.0           # smoothed edges of thin strokes never reach the full colour
LEAST_DEVIATION = 2.0            # of 255; an empty sheet of one colour has 0

ICON_ONLY = Qt.ToolButtonStyle.ToolButtonIconOnly


def luminance(rgb: np.ndarray) -> np.ndarray:
    """Relative luminance (WCAG) of colours 0..255 in the last axis."""
    part = rgb.astype(np.float64) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def ratio(one: QColor, other: QColor) -> float:
    """Contrast of two colours, 1 to 21."""
    light = luminance(np.array([[c.red(), c.green(), c.blue()] for c in (one, other)]))
    high, low = float(light.max()), float(light.min())
    return (high + 0.05) / (low + 0.05)


def token_contrast(tokens: dict[str, str], pairs: Iterable[tuple[str, str]]) -> list[Finding]:
    """Pairs (text token, background token) that are harder to read than 4.5."""
    found = []
    for text, ground in pairs:
        value = ratio(QColor(tokens[text]), QColor(tokens[ground]))
        if value < LEAST_CONTRAST:
            what = f"{value:.2f} ({tokens[text]} on {tokens[ground]}), at least {LEAST_CONTRAST}"
            found.append(Finding("contrast", f"{text} on {ground}", what))
    return found


def pixels(image: QImage) -> np.ndarray:
    """The picture as [y, x, rgb]."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return flat[:, :plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()


def sampled_contrast(area: np.ndarray) -> float:
    """The best contrast between any pixel and the commonest one: what the eye has to read text by."""
    flat = area.reshape(-1, 3).astype(np.uint32)
    if not len(flat):
        return 21.0
    packed, counts = np.unique(flat[:, 0] << 16 | flat[:, 1] << 8 | flat[:, 2], return_counts=True)
    colours = np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=-1)
    light = luminance(colours)
    base = float(light[counts.argmax()])
    high, low = np.maximum(light, base), np.minimum(light, base)
    return float(((high + 0.05) / (low + 0.05)).max())


def faint(root: QWidget, picture: np.ndarray, scale: float = 1.0) -> list[Finding]:
    """Labels and buttons whose pixels do not stand out; disabled ones are meant to be faint."""
    found = []
    for widget in shown(root):
        if not isinstance(widget, (QLabel, QAbstractButton)) or not widget.text() or not widget.isEnabled():
            continue
        if isinstance(widget, QToolButton) and widget.toolButtonStyle() == ICON_ONLY:
            continue
        box = widget.visibleRegion().boundingRect()
        if box.width() < 8 or box.height() < 8:
            continue
        at = widget.mapTo(root, box.topLeft())
        top, left = int(at.y() * scale), int(at.x() * scale)
        area = picture[top:top + int(box.height() * scale), left:left + int(box.width() * scale)]
        value = sampled_contrast(area)
        if value < SAMPLED_CONTRAST:
            what = f"“{widget.text()[:40]}” stands out by {value:.2f}"
            found.append(Finding("contrast", name_of(widget), what))
    for widget in shown(root):
        if hasattr(widget, "painted_texts"):
            found += _faint_painted(widget)
    return found


def _faint_painted(view: QWidget) -> list[Finding]:
    found = []
    for painted in view.painted_texts():          # type: ignore[attr-defined]
        if painted.color is None or painted.background is None or not painted.text:
            continue
        value = ratio(painted.color, painted.background)
        if value < LEAST_CONTRAST:
            colors = f"{painted.color.name()} on {painted.background.name()}"
            found.append(Finding("contrast", name_of(view), f"“{painted.text[:40]}” {colors} is {value:.2f}"))
    return list(dict.fromkeys(found))


def blank(picture: np.ndarray, where: str = "picture") -> list[Finding]:
    """A picture of one colour, or nearly so: nothing was painted."""
    deviation = float(picture.astype(np.float64).std())
    if deviation < LEAST_DEVIATION:
        return [Finding("blank", where, f"the pixels deviate by {deviation:.1f} of 255")]
    return []


def all_checks(root: QWidget, picture: np.ndarray) -> list[Finding]:
    """Every check of one shown screen and its picture."""
    QApplication.sendPostedEvents()
    return [*elided(root), *outside(root), *overlaps(root), *faint(root, picture),
            *blank(picture, name_of(root))]
