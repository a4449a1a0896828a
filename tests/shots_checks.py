"""What a picture of a screen must hold: nothing cut off, outside its parent, or over its neighbour.

Each check reads a shown widget and returns findings; none changes anything. A view that paints its own text
tells where by a method `painted_texts()` (app/ui/look/painted.py).
A widget that may cut its text on purpose (a path, a free text with a tooltip) has the property `may_elide`, a
list of such columns `may_elide_columns`; one that lies over others on purpose (palette, drop hint) has
`overlay`. Contrast and blankness: shots_light.py.
Must not know: which screens there are (shots.py does).
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenuBar,
    QRadioButton,
    QScrollBar,
    QSizeGrip,
    QSplitter,
    QSplitterHandle,
    QStackedWidget,
    QStyle,
    QTabBar,
    QTableView,
    QToolBar,
    QToolButton,
    QTreeView,
    QWidget,
)

# These place their parts themselves, one over the other where they mean to.
KEEP_ORDER = (QStackedWidget, QSplitter, QAbstractScrollArea, QMenuBar, QMainWindow, QToolBar, QComboBox,
              QLineEdit)


@dataclass(frozen=True, slots=True)
class Finding:
    check: str                    # elided outside overlap contrast blank broken
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.check}: {self.where}: {self.what}"


def name_of(widget: QWidget) -> str:
    """The widget's place for people: object names from the top, else class names."""
    parts: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(parts) < 4:
        parts.append(at.objectName() or type(at).__name__)
        at = at.parentWidget()
    return " > ".join(reversed(parts))


def shown(root: QWidget) -> Iterator[QWidget]:
    """The root and every visible widget below it in the same window, parents first."""
    if not root.isVisible():
        return
    yield root
    for child in root.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield from shown(child)


# ------------------------------------------------------------------ nothing cut off

def elided(root: QWidget) -> list[Finding]:
    """Texts wider or taller than the room they have."""
    found: list[Finding] = []
    for widget in shown(root):
        if widget.property("may_elide") or not on_screen(widget):
            continue
        if isinstance(widget, QLabel):
            found += _cut_label(widget)
        elif isinstance(widget, QAbstractButton):
            found += _cut_button(widget)
        elif isinstance(widget, QComboBox):
            found += _cut_combo(widget)
        elif isinstance(widget, QLineEdit):
            found += _cut_line(widget)
        elif isinstance(widget, QHeaderView):
            found += _cut_head(widget)
        if hasattr(widget, "painted_texts"):
            found += _cut_painted(widget)
        elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
            found += _cut_items(widget)
    return found


def on_screen(widget: QWidget) -> bool:
    """Whether any of it lies in the window; what is scrolled away is not in the picture."""
    return not widget.visibleRegion().isEmpty()


def _finding(widget: QWidget, text: str, needs: int, has: int, side: str = "wide") -> Finding:
    return Finding("elided", name_of(widget), f"“{text[:60]}” needs {needs} px, has {has} px ({side})")


def _cut_label(label: QLabel) -> list[Finding]:
    text = label.text()
    if not text or not label.pixmap().isNull():
        return []
    room = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin())
    indent = label.indent() if label.indent() > 0 else 0
    width = room.width() - indent
    rich = _rich(text) and label.textFormat() != Qt.TextFormat.PlainText
    if label.wordWrap() or rich:
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        have = label.height()
        if needed > have + 1:
            return [_finding(label, _plain(text), needed, have, "tall")]
        wraps = label.wordWrap()
        longest = _longest_word(_plain(text), label.fontMetrics()) if wraps else label.sizeHint().width()
        limit = width if wraps else label.width()
        return [_finding(label, _plain(text), longest, limit)] if longest > limit + 1 else []
    needs = max(label.fontMetrics().horizontalAdvance(line) for line in text.replace("&", "").split("\n"))
    if needs > width + 1:
        return [_finding(label, text, needs, width)]
    tall = label.fontMetrics().height() * len(text.split("\n"))
    return [_finding(label, text, tall, room.height(), "tall")] if tall > room.height() + 2 else []


def _rich(text: str) -> bool:
    return "<" in text and ">" in text


def _plain(text: str) -> str:
    if not _rich(text):
        return text
    return QTextDocumentFragment.fromHtml(text).toPlainText()


def _longest_word(text: str, metrics: QFontMetrics) -> int:
    return max((metrics.horizontalAdvance(word) for word in text.split()), default=0)


def _cut_button(button: QAbstractButton) -> list[Finding]:
    text = button.text().replace("&", "")
    if not text:
        return []
    if isinstance(button, QToolButton) and button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly \
            and not button.icon().isNull():
        return []
    metrics = button.fontMetrics()
    needs = max(metrics.horizontalAdvance(line) for line in text.split("\n"))
    beside = isinstance(button, QToolButton) and \
        button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextUnderIcon
    if not button.icon().isNull() and not beside:
        needs += button.iconSize().width() + 4
    if isinstance(button, (QCheckBox, QRadioButton)):
        needs += button.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, None, button) + 4
    has = button.contentsRect().width()
    return [_finding(button, text, needs, has)] if needs > has else []


def _cut_combo(combo: QComboBox) -> list[Finding]:
    text = combo.currentText()
    needs, has = combo.fontMetrics().horizontalAdvance(text), combo.width() - 24
    return [_finding(combo, text, needs, has)] if text and needs > has else []


def _cut_line(line: QLineEdit) -> list[Finding]:
    """What a person typed may be longer than the box; a hint may not."""
    if line.text() or not line.placeholderText():
        return []
    needs, has = line.fontMetrics().horizontalAdvance(line.placeholderText()), line.contentsRect().width() - 8
    return [_finding(line, line.placeholderText(), needs, has)] if needs > has else []


def _cut_head(head: QHeaderView) -> list[Finding]:
    if hasattr(head, "painted_texts") or head.model() is None:
        return []
    found = []
    flat = head.orientation() == Qt.Orientation.Horizontal
    margin = head.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin, None, head)
    end = head.viewport().width() if flat else head.viewport().height()
    for section in range(head.count()):
        at, size = head.sectionViewportPosition(section), head.sectionSize(section)
        if head.isSectionHidden(section) or at >= end:
            continue
        text = str(head.model().headerData(section, head.orientation(), Qt.ItemDataRole.DisplayRole) or "")
        font = head.model().headerData(section, head.orientation(), Qt.ItemDataRole.FontRole) or head.font()
        lines = text.split("\n")
        needs = max(QFontMetrics(font).horizontalAdvance(line) for line in lines)
        has = (size if flat else head.viewport().width()) - 2 * margin
        if needs > has:
            found.append(_finding(head, text, needs, has))
    return found


def _cut_painted(view: QWidget) -> list[Finding]:
    found = []
    port = view.viewport().rect() if isinstance(view, QAbstractScrollArea) else view.rect()
    for painted in view.painted_texts():          # type: ignore[attr-defined]
        if painted.may_elide or not painted.text or not port.intersects(painted.rect):
            continue
        metrics = QFontMetrics(painted.font)
        if painted.wraps:
            box = metrics.boundingRect(QRect(0, 0, painted.rect.width(), 10000),
                                       int(Qt.TextFlag.TextWordWrap), painted.text)
            if box.height() > painted.rect.height() + 1:
                found.append(_finding(view, painted.text, box.height(), painted.rect.height(), "tall"))
            continue
        needs = metrics.horizontalAdvance(painted.text)
        if needs > painted.rect.width() + 1:
            found.append(_finding(view, painted.text, needs, painted.rect.width()))
        elif metrics.ascent() > painted.rect.height() + 1:
            found.append(_finding(view, painted.text, metrics.ascent(), painted.rect.height(), "tall"))
    return found


def _indexes(view: QAbstractItemView) -> Iterator[QModelIndex]:
    """The indexes whose cells stand in the viewport."""
    model, port = view.model(), view.viewport().rect()
    if model is None:
        return
    seen: set[tuple[int, int, int]] = set()
    step = 12
    grid = view if isinstance(view, (QTreeView, QTableView)) else None
    columns: Iterable[int] = range(model.columnCount()) if grid else (0,)
    for y in range(1, port.height(), step):
        for column in columns:
            rect_x = grid.columnViewportPosition(column) + 1 if grid else 4
            if not 0 <= rect_x < port.width():
                continue
            index = view.indexAt(QPoint(rect_x, y))
            key = (index.row(), index.column(), index.internalId())
            if index.isValid() and key not in seen:
                seen.add(key)
                yield index


def _cut_items(view: QAbstractItemView) -> list[Finding]:
    found = []
    margin = view.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, view) + 1
    for index in _indexes(view):
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if index.column() in (view.property("may_elide_columns") or ()):
            continue
        if not isinstance(text, str) or not text or view.indexWidget(index) is not None:
            continue
        font = index.data(Qt.ItemDataRole.FontRole)
        metrics = QFontMetrics(font if isinstance(font, QFont) else view.font())
        rect = view.visualRect(index)
        needs = max(metrics.horizontalAdvance(line) for line in text.split("\n")) + 2 * margin
        if index.data(Qt.ItemDataRole.DecorationRole) is not None:
            needs += view.iconSize().width() if view.iconSize().isValid() else 20
        if needs > rect.width() and not _wrapped(view, text, metrics, rect.adjusted(margin, 0, -margin, 0)):
            found.append(_finding(view, text, needs, rect.width()))
    return found


def _wrapped(view: QAbstractItemView, text: str, metrics: QFontMetrics, room: QRect) -> bool:
    """Does a text that is too long for its cell go on below, all of it?"""
    if not isinstance(view, QTableView) or not view.wordWrap() or room.width() <= 0:
        return False
    needs = metrics.boundingRect(QRect(0, 0, room.width(), 10_000), Qt.TextFlag.TextWordWrap, text)
    return needs.width() <= room.width() and needs.height() <= room.height()


# ------------------------------------------------------------------ everything in its place

def outside(root: QWidget) -> list[Finding]:
    """Widgets that reach beyond their parent, where no scroll bar can bring them back."""
    found = []
    for widget in shown(root):
        parent = widget.parentWidget()
        if widget is root or parent is None or isinstance(widget, QSplitterHandle) or _is_frame_part(widget):
            continue
        if _scrolled(widget, parent) or widget.width() <= 0 or widget.height() <= 0:
            continue
        if not parent.rect().contains(widget.geometry()):
            g, p = widget.geometry(), parent.rect()
            place = f"at {g.x()},{g.y()} {g.width()} x {g.height()} in a parent of {p.width()} x {p.height()}"
            found.append(Finding("outside", name_of(widget), _text_of(widget) + place))
    return found


def _scrolled(widget: QWidget, parent: QWidget) -> bool:
    above = parent.parentWidget()
    return isinstance(above, QAbstractScrollArea) and above.viewport() is parent


def _is_frame_part(widget: QWidget) -> bool:
    """Parts Qt places itself: scroll bars, size grips, the arrows of a tab bar that is too narrow for its tabs."""
    arrow = isinstance(widget.parentWidget(), QTabBar) and isinstance(widget, QToolButton)
    return arrow or isinstance(widget, (QSizeGrip, QScrollBar)) or widget.objectName().startswith("qt_")


def _text_of(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)) else ""
    return f"“{text[:40]}” " if text else ""


def overlaps(root: QWidget) -> list[Finding]:
    """Visible siblings that cover each other."""
    found = []
    for parent in shown(root):
        if isinstance(parent, KEEP_ORDER):
            continue
        kids = [k for k in parent.children() if isinstance(k, QWidget) and k.isVisible() and not k.isWindow()
                and not k.property("overlay") and not _is_frame_part(k) and k.width() > 0 and k.height() > 0]
        for i, one in enumerate(kids):
            for other in kids[i + 1:]:
                both = one.geometry().intersected(other.geometry())
                if both.width() > 1 and both.height() > 1:
                    found.append(Finding("overlap", name_of(parent),
                                         f"{_text_of(one)}{type(one).__name__} and {_text_of(other)}"
                                         f"{type(other).__name__} share {both.width()} x {both.height()} px"))
    return found
