"""The tree grid: rows painted once and copied while they stay the same, outline keys, editing in place, focus visible.

Qt keeps the rows, the selection and the editors; painting is all ours (row_paint.py, strips.py), which is what keeps
a frame at a few milliseconds. Must not know: the session; the page connects what the keys mean.
"""
from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from app.ui.look import theme
from app.ui.look.painted import PaintedText
from app.ui.look.tokens import INDENT, ROW, ROW_COMPACT
from app.ui.tree.columns import COLUMNS, NAME
from app.ui.tree.delegate import TreeDelegate
from app.ui.tree.head import TreeHead
from app.ui.tree.model import TreeModel
from app.ui.tree.row_paint import CLOSED, LEAF, NOWHERE, OPEN, RowInView, Section, paint_row, texts_of
from app.ui.tree.strips import Strips
from app.ui.words import tr


class TreeView(QTreeView):
    """See the module. Emits `fresh_enter` when Enter ends the typing of a cell (the page adds the next row)."""

    fresh_enter = Signal(str)
    fresh_escape = Signal(str)
    level_from_editor = Signal(int)
    files_dropped = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row_height = ROW
        self._hover = QPersistentModelIndex()
        self.chosen_slots: set[int] = set()                 # asking Qt row by row costs a millisecond a frame
        self.row_step = ROW                                 # from one row to the next, as Qt lays them out
        self._strips = Strips()
        self.setObjectName("portfolio_tree")
        self.setAccessibleName(tr("Portfolio tree"))
        self.setHeader(TreeHead(self))
        self.setItemDelegate(TreeDelegate(self))
        self.setTreePosition(NAME)
        self.setIndentation(INDENT)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setExpandsOnDoubleClick(False)
        self.setAllColumnsShowFocus(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)      # nothing behind it is painted
        for i, column in enumerate(COLUMNS):
            self.setColumnHidden(i, not column.shown)

    def tree_model(self) -> TreeModel:
        model = self.model()
        assert isinstance(model, TreeModel)
        return model

    # ---------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """All rows from their strips; Qt's own way asks for every row and cell through its style."""
        self.executeDelayedItemsLayout()
        rows, top = self.rows_in_view()
        painter = QPainter(self.viewport())
        self.paint_view(painter, rows, top, event.rect())
        painter.end()

    def paint_view(self, painter: QPainter, rows: list[RowInView], top: int, shown: QRect) -> None:
        """The rows in view; `shown` is the part of the viewport that is painted now."""
        self.paint_columns(painter, rows, top, self.viewport().width())

    def paint_columns(self, painter: QPainter, rows: list[RowInView], top: int, width: int) -> None:
        """The columns of the rows in view, and the empty ground below the last one."""
        step, height = self.row_step, self.viewport().height()
        sections = self.sections()
        look = (*self.looks(), tuple(sections))
        self._strips.show(painter, QRect(0, top, width, len(rows) * step), self.first_number(top), step, look, rows,
                          lambda on, i: paint_row(on, rows[i], sections, width, step))
        below = max(top + len(rows) * step, 0)
        if below < height:
            painter.fillRect(0, below, self.viewport().width(), height - below, theme.colour("base"))

    @staticmethod
    def looks() -> tuple[object, ...]:
        """What changes the looks of every row."""
        return theme.tokens().name, theme.enlarged()

    def first_number(self, top: int) -> int:
        """The number of the first row in view among all open rows."""
        return (self.verticalOffset() + top) // self.row_step

    def rows_in_view(self) -> tuple[list[RowInView], int]:
        """The rows from the top of the viewport to its bottom, and where the first one begins."""
        if self.model() is None:
            return [], 0
        index = self.indexAt(QPoint(1, 0))
        if not index.isValid():
            return [], 0
        rect = self.visualRect(index)
        top, height = rect.top(), self.viewport().height()
        self.row_step = step = max(rect.height(), 1)
        rows, found, at = self.tree_model().rows, [], top
        current = self.currentIndex() if self.hasFocus() else QModelIndex()
        focus = current.internalId() if current.isValid() else None
        hover = self._hover.internalId() if self._hover.isValid() else None
        while index.isValid() and at < height:
            slot = index.internalId()
            fold = LEAF if not rows.kids.get(slot) else OPEN if self.isExpanded(index) else CLOSED
            found.append(RowInView(slot, rows.uids[slot], rows.cells(slot), rows.depth(slot), fold,
                                   slot in self.chosen_slots, slot == hover,
                                   current.column() if slot == focus else NOWHERE))
            at += step
            index = self.indexAt(QPoint(1, at))
        return found, top

    def sections(self) -> list[Section]:
        """(column, left, width) of every column to be painted."""
        header = self.header()
        return [(i, header.sectionViewportPosition(i), header.sectionSize(i)) for i in range(len(COLUMNS))
                if not header.isSectionHidden(i)]

    def room(self, used: int) -> int:
        """How wide the columns may be together when they ask for `used`."""
        return self.viewport().width()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen_slots = {index.internalId() for index in self.selectionModel().selectedRows(0)}

    def painted_texts(self) -> list[PaintedText]:
        """What the rows in view say, for checking pictures."""
        rows, top = self.rows_in_view()
        sections = self.sections()
        return [text for i, row in enumerate(rows)
                for text in texts_of(row, sections, top + i * self.row_step, self.row_step)]

    # ---------------------------------------------------------------- mouse

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Leave, QEvent.Type.HoverLeave):
            self._set_hover(QModelIndex())
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_hover(self.indexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    @staticmethod
    def _same_row(first: QModelIndex | QPersistentModelIndex, second: QModelIndex | QPersistentModelIndex) -> bool:
        return first.isValid() and first.internalId() == second.internalId()

    def _set_hover(self, index: QModelIndex) -> None:
        if self._same_row(self._hover, index):
            return
        for place in (self._hover, index):
            if place.isValid():
                rect = self.visualRect(place)
                self.viewport().update(0, rect.top(), self.viewport().width(), rect.height())
        self._hover = QPersistentModelIndex(index)

    # ---------------------------------------------------------------- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Delete):
            event.ignore()       # the action table owns these keys; when an action is off, nothing happens
            return
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            self._sideways(1 if event.key() == Qt.Key.Key_Right else -1)
            return
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            index = self.currentIndex().siblingAtColumn(0)
            self.setExpanded(index, not self.isExpanded(index))
            return
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier) and event.text():
            event.ignore()       # a key of some action, never the start of typing
            return
        super().keyPressEvent(event)

    def _sideways(self, step: int) -> None:
        """Right opens a closed row, Left closes an open one; otherwise they go from cell to cell."""
        index = self.currentIndex()
        row = index.siblingAtColumn(0)
        if index.column() == NAME and self.model().hasChildren(row) and self.isExpanded(row) == (step < 0):
            self.setExpanded(row, step > 0)
            return
        header = self.header()                   # in the order in which they stand
        shown = [header.logicalIndex(i) for i in range(len(COLUMNS)) if not header.isSectionHidden(
            header.logicalIndex(i))]
        if index.isValid() and index.column() in shown:
            at = min(max(shown.index(index.column()) + step, 0), len(shown) - 1)
            self.selectionModel().setCurrentIndex(index.siblingAtColumn(shown[at]),
                                                  QItemSelectionModel.SelectionFlag.NoUpdate)
            self.viewport().update()

    def go(self, index: QModelIndex) -> None:
        """Make a row the current and only chosen one. Qt's own setCurrentIndex looks at the keys held down: with Ctrl
        of a shortcut still pressed it would leave the selection where it was."""
        chosen = self.selectionModel()
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        chosen.setCurrentIndex(index, flags)
        self.scrollTo(index)

    def start_edit(self, index: QModelIndex) -> bool:
        """Open the editor of a cell; False where nothing can be typed."""
        if not index.isValid() or not self.model().flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        self.go(index)
        self.edit(index)
        return True

    def set_compact(self, compact: bool) -> None:
        self.row_height = theme.px(ROW_COMPACT if compact else ROW)
        self.setIndentation(theme.px(INDENT))
        self.header().updateGeometry()
        self.updateGeometries()
        self.scheduleDelayedItemsLayout()
