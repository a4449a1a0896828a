"""The tree grid: whole rows painted in one call a row, outline keys, editing in place, focus always visible.

`drawRow` paints from ready texts instead of asking the model cell by cell, which is what keeps a frame at a few
milliseconds. Must not know: the session; the page connects what the keys mean.
"""
from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTreeView, QWidget

from app.ui.look import text_paint, theme
from app.ui.look.marks import SIZE, paint_mark
from app.ui.look.painted import PaintedText
from app.ui.look.tokens import CHEVRON, INDENT, PAD, ROW, ROW_COMPACT
from app.ui.tree.columns import CENTRE, COLUMNS, INDEX, LIGHT_LETTERS, NAME, RIGHT
from app.ui.tree.delegate import TreeDelegate
from app.ui.tree.head import TreeHead
from app.ui.tree.model import TreeModel
from app.ui.tree.rows import RowCells
from app.ui.words import tr

_MONEY = (INDEX["plan"], INDEX["expected"], INDEX["delta"])
_ALIGN = {RIGHT: text_paint.RIGHT, CENTRE: text_paint.CENTRE}


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
        self._sections: list[tuple[int, int, int]] = []     # (column, left, width) of this frame
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
        for i, column in enumerate(COLUMNS):
            self.setColumnHidden(i, not column.shown)

    def tree_model(self) -> TreeModel:
        model = self.model()
        assert isinstance(model, TreeModel)
        return model

    # ---------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        self._sections = self.sections()
        super().paintEvent(event)

    def sections(self) -> list[tuple[int, int, int]]:
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

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """Chevrons are painted with the name."""

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem,
                index: QModelIndex | QPersistentModelIndex) -> None:
        model = self.tree_model()
        cells = model.cells(index)
        rect = option.rect
        row = QRect(0, rect.top(), self.viewport().width(), rect.height())
        chosen = index.internalId() in self.chosen_slots
        background = "sel" if chosen else "hover" if self._same_row(self._hover, index) else (
            "alt" if cells.strong else "base")
        painter.fillRect(row, theme.colour(background))
        painter.fillRect(0, row.bottom(), row.width(), 1, theme.colour("hair"))
        strong = cells.strong
        depth = self._depth(index)
        for column, left, width in self._sections:
            if cells.texts[column]:
                self._cell(painter, cells, column, QRect(left, row.top(), width, row.height() - 1), strong, chosen,
                           depth, index)
        current = self.currentIndex()
        if self.hasFocus() and current.isValid() and self._same_row(current, index):
            self._focus(painter, current.column(), row)

    @staticmethod
    def _same_row(first: QModelIndex | QPersistentModelIndex, second: QModelIndex | QPersistentModelIndex) -> bool:
        return first.isValid() and first.internalId() == second.internalId()

    def _depth(self, index: QModelIndex | QPersistentModelIndex) -> int:
        rows, slot, depth = self.tree_model().rows, index.internalId(), 0
        while rows.parent[slot] >= 0:
            slot, depth = rows.parent[slot], depth + 1
        return depth

    def text_rect(self, column: int, cell: QRect, depth: int) -> QRect:
        """Where a cell's text stands."""
        if column == NAME:
            indent = theme.px(depth * INDENT + 18)
            return cell.adjusted(indent + 4, 0, -PAD, 0)
        return cell.adjusted(PAD, 0, -PAD, 0)

    def _cell(self, painter: QPainter, cells: RowCells, column: int, cell: QRect, strong: bool, chosen: bool,
              depth: int, index: QModelIndex | QPersistentModelIndex) -> None:
        text = cells.texts[column]
        if column == NAME and self.tree_model().rows.kids.get(index.internalId()):
            self._chevron(painter, cell, depth, self.isExpanded(index))
        if not text:
            return
        if column == INDEX["light"]:
            paint_mark(painter, QPointF(cell.left() + PAD + theme.px(5), cell.center().y() + 0.5), cells.light,
                       declared=True, size=SIZE * theme.enlarged())
            text_paint.draw(painter, cell.adjusted(PAD + theme.px(14), 0, 0, 0), LIGHT_LETTERS.get(cells.light, ""),
                            "small", "text2")
            return
        font_name, shade = self.look(cells, column, strong, chosen)
        room = self.text_rect(column, cell, depth)
        text_paint.draw(painter, room, text, font_name, shade, _ALIGN.get(COLUMNS[column].align, text_paint.LEFT),
                        elide=column not in _MONEY and len(text) * theme.px(8) > room.width())

    def painted_texts(self) -> list[PaintedText]:
        """What the rows in view say, for checking pictures: a name may be cut, figures and dates never."""
        found: list[PaintedText] = []
        index = self.indexAt(QPoint(1, 1))
        while index.isValid() and (row := self.visualRect(index)).top() < self.viewport().height():
            cells = self.tree_model().cells(index)
            chosen = index.internalId() in self.chosen_slots
            strong = cells.strong
            ground = theme.colour("sel" if chosen else "alt" if strong else "base")
            for column, left, width in self._sections:
                text, box = cells.texts[column], QRect(left, row.top(), width, row.height() - 1)
                if column == INDEX["light"]:
                    look, text = ("small", "text2"), LIGHT_LETTERS.get(cells.light, "") if text else ""
                    box = box.adjusted(PAD + theme.px(14), 0, 0, 0)
                else:
                    look = self.look(cells, column, strong, chosen)
                    box = self.text_rect(column, box, self._depth(index))
                found.append(PaintedText(text, box, theme.large(look[0]), theme.colour(look[1]), ground,
                                         may_elide=column not in _MONEY and not COLUMNS[column].measures_only))
            index = self.indexBelow(index)
        return found

    @staticmethod
    def look(cells: RowCells, column: int, strong: bool, chosen: bool) -> tuple[str, str]:
        """Font and colour token of a cell."""
        if column in _MONEY:
            sign = cells.signs[column - _MONEY[0]]
            name = "number_strong" if strong else "number"
            if column == _MONEY[2] and sign:
                return name, "good" if sign > 0 else "bad"
            return name, ("text2" if chosen else "text3") if not sign else "text"
        if column == NAME:
            return ("strong" if strong else "body"), "text"
        if column == INDEX["code"]:
            return ("strong" if chosen else "body"), "text" if chosen else "text2"
        quiet = cells.level < 5 or (column == INDEX["finish"] and cells.computed_finish)
        return "body", "text2" if quiet else "text"

    def _chevron(self, painter: QPainter, cell: QRect, depth: int, open_: bool) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("text2"), 1.3))
        x, y = cell.left() + theme.px(4 + depth * INDENT + CHEVRON / 2), cell.center().y() + 0.5
        r = 3.0 * theme.enlarged()
        points = ([QPointF(x - r, y - r / 2), QPointF(x, y + r / 2), QPointF(x + r, y - r / 2)] if open_
                  else [QPointF(x - r / 2, y - r), QPointF(x + r / 2, y), QPointF(x - r / 2, y + r)])
        painter.drawPolyline(points)
        painter.restore()

    def _focus(self, painter: QPainter, column: int, row: QRect) -> None:
        for found, left, width in self._sections:
            if found == column:
                painter.save()
                painter.setPen(QPen(theme.colour("accent"), 2))
                painter.drawRect(QRectF(left + 1, row.top() + 1, width - 2, row.height() - 3))
                painter.restore()

    # ---------------------------------------------------------------- mouse

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Leave, QEvent.Type.HoverLeave):
            self._set_hover(QModelIndex())
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_hover(self.indexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

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
        shown = [i for i in range(len(COLUMNS)) if not self.isColumnHidden(i)]
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
