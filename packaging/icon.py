"""The program's icon for file managers and docks, drawn from the tree icon of the window: PNG, ICO and ICNS.

Runs in the environment the program is frozen from: `python icon.py FOLDER`. Must not know: who uses which format.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).resolve().parent.parent / "resources" / "icons" / "portfolio.svg"
GROUND, LINES = "#1F5FC4", "#FFFFFF"
SIDE = 256  # an ICO holds no larger one


def draw(side: int) -> QImage:
    """White rows on a rounded tile of the accent colour."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(GROUND))
    painter.setPen(QColor(0, 0, 0, 0))
    painter.drawRoundedRect(QRectF(0, 0, side, side), side * 0.2, side * 0.2)
    text = SOURCE.read_text(encoding="utf-8").replace("currentColor", LINES)
    margin = side * 0.12
    inner = QRectF(margin, margin, side - 2 * margin, side - 2 * margin)
    QSvgRenderer(QByteArray(text.encode())).render(painter, inner)
    painter.end()
    return image


def main(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    QGuiApplication([])
    image = draw(SIDE)
    failed = [kind for kind in ("png", "ico", "icns") if not image.save(str(folder / f"trimtab.{kind}"))]
    if failed:
        print("The icon could not be written as " + ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
