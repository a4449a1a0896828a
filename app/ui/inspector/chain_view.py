"""The chain through a row below its activities: what delays it, what it delays, a click or Enter goes there.

Must not know: where the lines come from.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.inspector.chain_facts import Line, lines
from app.ui.inspector.parts_list import PartsTab
from app.ui.look import text_paint, theme
from app.ui.look.marks import paint_mark
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

_LINE = Qt.ItemDataRole.UserRole
HEADING, ONE, TWO = 34, 28, 44          # heights of a heading, of a line, of one with words below
LEFT = 24                               # where words begin, right of the marks


def height(line: Line) -> int:
    return HEADING if line.heading else TWO if line.under else ONE


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(40, height(index.data(_LINE)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        line: Line = index.data(_LINE)
        if line.go and state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("hover"))
        if line.heading:
            _heading(painter, rect, line)
            return
        above: Line | None = index.model().index(index.row() - 1, 0).data(_LINE)
        _mark(painter, rect, line, above is not None and above.joined)
        _words(painter, rect, line)
        if state & QStyle.StateFlag.State_HasFocus and line.go:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))


def _heading(painter: QPainter, rect: QRect, line: Line) -> None:
    box = rect.adjusted(0, 8, -4, 0)
    text_paint.draw(painter, box, line.right, "number_strong", line.tone, text_paint.RIGHT)
    wide = text_paint.metrics("number_strong").horizontalAdvance(line.right)
    text_paint.draw(painter, box.adjusted(0, 0, -wide - 8, 0), line.title, "strong", "text", elide=True)


def _mark(painter: QPainter, rect: QRect, line: Line, from_above: bool) -> None:
    """The line that joins what hangs together, and the mark on it."""
    x, y = rect.left() + 8.0, rect.top() + ONE / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("line"), 1.5))
    if from_above:
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, y - 8))
    if line.joined:
        painter.drawLine(QPointF(x, y + 8), QPointF(x, rect.bottom() + 1))
    if line.mark == "benefit":              # where the money is: a small arrow into the line's end
        painter.setPen(QPen(theme.colour("bad"), 1.6))
        painter.drawPolyline([QPointF(x - 4, y - 2.5), QPointF(x, y + 2.5), QPointF(x + 4, y - 2.5)])
    elif line.mark:
        paint_mark(painter, QPointF(x, y), line.mark)
    if line.here:
        painter.setPen(QPen(theme.colour("accent"), 1.5))
        painter.drawRect(QRectF(x - 7.5, y - 7.5, 15, 15))
    painter.restore()


def _words(painter: QPainter, rect: QRect, line: Line) -> None:
    left = LEFT if line.mark else 0
    box = QRect(rect.left() + left, rect.top(), rect.width() - left - 4, ONE)
    wide = text_paint.metrics("number").horizontalAdvance(line.right) if line.right else 0
    text_paint.draw(painter, box, line.right, "number", line.tone, text_paint.RIGHT)
    plain = bool(line.go or line.here)
    text_paint.draw(painter, box.adjusted(0, 0, -wide - 8 if wide else 0, 0), line.title,
                    "strong" if line.here else "body", "text" if plain else "text2", elide=True)
    if line.under:
        text_paint.draw(painter, QRect(box.left(), rect.top() + ONE - 7, box.width(), TWO - ONE), line.under, "small",
                        "text2", elide=True)


class ChainList(QListWidget):
    """As high as its lines; the panel scrolls."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.setObjectName("chain")
        self.setAccessibleName(tr("What delays this and what it delays"))
        self.setItemDelegate(_Painter(self))
        self.setMouseTracking(True)
        self.setMinimumWidth(0)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setProperty("may_elide", True)
        self.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self.go)

    def fill(self, found: list[Line]) -> None:
        self.clear()
        for line in found:
            item = QListWidgetItem(", ".join(part for part in (line.title, line.under, line.right) if part))
            item.setData(_LINE, line)
            item.setToolTip(item.text() if line.go else "")
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if line.go else
                          Qt.ItemFlag.ItemIsEnabled if line.here else Qt.ItemFlag.NoItemFlags)
            self.addItem(item)
        self.setFixedHeight(sum(height(line) for line in found) + 2)

    def lines(self) -> list[Line]:
        return [self.item(i).data(_LINE) for i in range(self.count())]

    def go(self, item: QListWidgetItem) -> None:
        """To the row a line speaks of; a benefit's months are on the Value tab."""
        line: Line = item.data(_LINE)
        if line.go:
            page = self.window_.portfolio_page
            page.select(line.go)
            page.inspector.show_tab(line.tab)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and item is not None:
            self.go(item)
            return
        super().keyPressEvent(event)


class ActivitiesTab(PartsTab):
    """The activities of a measure, or the chain that runs through it; rows above have the chain alone."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, ("activity",), "No activities yet. They carry dates and progress.")
        self._wants_chain = False
        self._list = QWidget()
        inner = self.layout()
        assert inner is not None
        self._list.setLayout(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.switch = QWidget()
        row = QHBoxLayout(self.switch)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(0)
        self.choices: dict[bool, QToolButton] = {}
        for chain, text in ((False, tr("Activities")), (True, tr("What delays what"))):
            made = self.choices[chain] = QToolButton()
            made.setProperty("kind", "segment")
            made.setObjectName("show_chain" if chain else "show_activities")
            made.setCheckable(True)
            made.setFont(theme.font("body"))
            made.setText(text)
            made.clicked.connect(lambda _=False, c=chain: self.show_chain(c))
            row.addWidget(made)
        row.addStretch(1)
        self.chain = ChainList(window)
        column.addWidget(self.switch)
        column.addWidget(self._list, 1)
        column.addWidget(self.chain)
        column.addStretch(1)

    def show_chain(self, chain: bool = True) -> None:
        """One of the two, from now on for every row."""
        self._wants_chain = chain
        self.show_owner(self.owner)

    def show_owner(self, uid: str, keep: str = "") -> None:
        super().show_owner(uid, keep)
        session, model = self.window_.session, self.window_.portfolio_page.model
        record = session.portfolio.records.get(uid) if session is not None and uid else None
        measure = record is not None and record.kind == "measure"
        chain = record is not None and (self._wants_chain or not measure)
        self.switch.setVisible(measure)
        for wanted, made in self.choices.items():
            made.setChecked(wanted == chain)
        self._list.setVisible(not chain)
        self.chain.setVisible(chain)
        if chain and session is not None and model is not None:
            self.chain.fill(lines(session.portfolio, uid, self.window_.status, model.rows.unit))

    def add(self, kind: str) -> None:
        self._wants_chain = False
        super().add(kind)
