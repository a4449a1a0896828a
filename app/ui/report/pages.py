"""Pages of a report as pictures below each other: fit to the width, fit to the page, or at a chosen size.

Must not know: what is printed, and how.
"""
from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.ui.look import theme
from app.ui.look.painted import PaintedText
from app.ui.words import plural, tr

GAP, MARGIN = 16, 24
PAPER = (297 / 25.4, 210 / 25.4)             # A4 landscape, inches
LEAST, MOST = 40.0, 300.0                    # pixels an inch
WIDTH, PAGE, FREE = "width", "page", "free"  # how the size is chosen


class Canvas(QWidget):
    """Paints the pages in view."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[QImage] = []
        self.ppi = 96.0

    def page_size(self) -> QSize:
        return QSize(round(PAPER[0] * self.ppi), round(PAPER[1] * self.ppi))

    def arrange(self, wide: int) -> None:
        """Take the size of the pages, at least as wide as the view."""
        page = self.page_size()
        count = max(1, len(self.pages))
        self.resize(max(wide, page.width() + 2 * MARGIN), count * page.height() + (count - 1) * GAP + 2 * MARGIN)
        self.update()

    def place(self, i: int) -> QRect:
        page = self.page_size()
        left, top = (self.width() - page.width()) // 2, MARGIN + i * (page.height() + GAP)
        return QRect(left, top, page.width(), page.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("window"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for i, page in enumerate(self.pages):
            place = self.place(i)
            if place.intersects(event.rect()):
                painter.drawImage(place, page)
                painter.setPen(theme.colour("line"))
                painter.drawRect(place.adjusted(-1, -1, 0, 0))


class PagesView(QScrollArea):
    """Scrolls the pages; `wanted` asks for pictures of another sharpness (pixels an inch)."""

    wanted = Signal(float)
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = Canvas()
        self.setWidget(self.canvas)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.mode = WIDTH
        self.made_at = 0.0                   # the sharpness of the pictures there are
        self._empty = ""
        self.setAccessibleName(tr("Pages of the report"))

    @property
    def ppi(self) -> float:
        """Pixels an inch on the screen."""
        return self.canvas.ppi

    def sharpness(self) -> float:
        """Pixels an inch the pictures should have for this screen."""
        return self.canvas.ppi * self.devicePixelRatioF()

    def show_pages(self, pages: list[QImage], made_at: float) -> None:
        self.canvas.pages, self.made_at = pages, made_at
        self.canvas.setAccessibleName(plural(len(pages), "{n} page", "{n} pages"))
        self._arrange()

    def fit(self, mode: str) -> None:
        self.mode = mode
        self._arrange()

    def zoom(self, ppi: float) -> None:
        """A size of one's own; the middle of the view stays where it is."""
        bar, before = self.verticalScrollBar(), self.canvas.height()
        part = (bar.value() + self.viewport().height() / 2) / max(1, before)
        self.mode = FREE
        self.canvas.ppi = min(max(ppi, LEAST), MOST)
        self._arrange()
        bar.setValue(round(part * self.canvas.height() - self.viewport().height() / 2))

    def _arrange(self) -> None:
        port = self.viewport().size()
        across = (port.width() - 2 * MARGIN) / PAPER[0]
        if self.mode == WIDTH:
            self.canvas.ppi = min(max(across, LEAST), MOST)
        elif self.mode == PAGE:
            self.canvas.ppi = min(max(min(across, (port.height() - 2 * MARGIN) / PAPER[1]), LEAST), MOST)
        self.canvas.arrange(port.width())
        self.zoomed.emit()
        if self.canvas.pages and abs(self.made_at - self.sharpness()) > 0.5:
            self.wanted.emit(self.sharpness())

    def current_page(self) -> int:
        """Which page stands in the middle of the view, from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        page = (middle - MARGIN) // (self.canvas.page_size().height() + GAP)
        return min(max(0, page), max(0, len(self.canvas.pages) - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(self.canvas.ppi * (1.15 if event.angleDelta().y() > 0 else 1 / 1.15))
            event.accept()
        else:
            super().wheelEvent(event)

    def painted_texts(self) -> list[PaintedText]:
        """The pages are pictures; their texts are checked where the report is made."""
        return []
