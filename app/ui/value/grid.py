"""The months grid: a virtual table with frozen names, painted cells, and the keys a spreadsheet has.

Double click or Enter on a child's row goes into it. Must not know: how amounts are found or written.
"""
from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QTableView,
    QToolTip,
    QWidget,
)

from app.ui.look import theme
from app.ui.look.parts import amount_editor
from app.ui.look.tokens import HEAD_TWO, PAD
from app.ui.value.grouped import is_group
from app.ui.value.heads import Corner, MonthsHead, RowsHead
from app.ui.value.model import ValueModel
from app.ui.value.paste import block_of
from app.ui.value.table import ValueTable
from app.ui.words import tr

Index = QModelIndex | QPersistentModelIndex
ROW = 26
_LEAST = {"month": 46, "quarter": 54, "year": 62}
_SHARE = {"month": 1.0, "quarter": 1.1, "year": 1.25}


class _Cell(QStyledItemDelegate):
    """Paints an amount; edits it in place."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = theme.colour("sel") if chosen else index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)
        model = index.model()
        assert isinstance(model, ValueModel)
        row = model.row(index)
        if row.at == row.size - 1:
            painter.setPen(theme.colour("line"))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.setFont(index.data(Qt.ItemDataRole.FontRole))
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole))
        painter.drawText(option.rect.adjusted(0, 0, -PAD, 0),
                         Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                         index.data(Qt.ItemDataRole.DisplayRole))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("accent"))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def createEditor(self, parent: QWidget, option: Any, index: Index) -> QWidget:
        return amount_editor(parent)


class ValueGrid(QTableView):
    """See the module. `entered` names the node a person goes into, `reached` where a paste went (Laid), `spreading` the
    row whose months [first, end) an amount is to be spread over."""

    entered = Signal(str)
    spreading = Signal(int, int, int)
    reached = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.cells = ValueModel()
        self.setModel(self.cells)
        self.setObjectName("value_grid")
        self.setAccessibleName(tr("Plan, actual and forecast by month"))
        self.months_head, self.rows_head = MonthsHead(self), RowsHead(self)
        self.corner = Corner(self)
        self.setHorizontalHeader(self.months_head)
        self.setVerticalHeader(self.rows_head)
        self.setItemDelegate(_Cell(self))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.AnyKeyPressed
                             | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.doubleClicked.connect(lambda index: self._enter(index.row()))
        self.rows_head.sectionDoubleClicked.connect(self._enter)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu, lines = QMenu(self), any(self.cells.may_edit(self.cells.row(r)) for r, _ in self.chosen())
        for text, key, run, on in ((tr("Copy"), "Ctrl+C", self.copy, True),
                                   (tr("Paste months"), "Ctrl+V", self.paste, lines),
                                   (tr("Fill right"), "Ctrl+R", lambda: self.cells.fill_right(self.chosen()), lines),
                                   (tr("Spread…"), "Ctrl+D", self.spread, lines),
                                   (tr("Empty cells"), "Del", lambda: self.cells.empty(self.chosen()), lines)):
            action = menu.addAction(f"{text}\t{key}")
            action.triggered.connect(run)
            action.setEnabled(on)
        menu.exec(event.globalPos())

    def show_table(self, table: ValueTable | None) -> None:
        """Show facts; the view keeps its place when only amounts differ."""
        self.months_head.table = self.rows_head.table = table
        self.cells.show(table)
        self.fit()
        self.months_head.viewport().update()
        self.rows_head.viewport().update()

    def fit(self) -> None:
        """Columns share the room; where it does not suffice they keep what their figures need and scroll."""
        table = self.cells.table
        if table is None:
            return
        wide = self.width() >= 1500
        names = 340 if wide else 264
        self.rows_head.setFixedWidth(names)
        self.corner.setGeometry(0, 0, names, HEAD_TWO)
        self.corner.table = table
        self.corner.update()
        metrics, strong = QFontMetrics(theme.font("number")), QFontMetrics(theme.font("number_strong"))
        needs = []
        whole = [c for c in table.columns if c.kind == "year"]
        longest = max((strong.horizontalAdvance(table.text(row, c)) for row in table.rows[:60] for c in whole),
                      default=0)
        least_month = max((metrics.horizontalAdvance(table.text(row, c)) for row in table.rows[:60]
                           for c in table.columns if not c.sum), default=0)
        head = QFontMetrics(theme.font("small_strong"))
        for column in table.columns:
            text = least_month if column.kind == "month" else longest
            needs.append(max(_LEAST[column.kind], text + 2 * PAD, head.horizontalAdvance(column.head) + 2 * PAD))
        room = self.width() - names - 12
        spare = room - sum(needs)
        shares = sum(_SHARE[c.kind] for c in table.columns)
        for i, column in enumerate(table.columns):
            more = int(spare * _SHARE[column.kind] / shares) if spare > 0 else 0
            self.setColumnWidth(i, min(needs[i] + more, 160))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)           # type: ignore[arg-type]
        self.fit()

    def chosen(self) -> list[tuple[int, int]]:
        return [(i.row(), i.column()) for i in self.selectedIndexes()]

    def copy(self) -> None:
        """The chosen cells, else all, to the clipboard."""
        cells = self.chosen()
        if len(cells) < 2:
            cells = [(r, c) for r in range(self.cells.rowCount()) for c in range(self.cells.columnCount())]
        if cells:
            QGuiApplication.clipboard().setText(self.cells.copied(cells))

    def paste(self) -> None:
        """The clipboard's block from the current cell on."""
        index, text = self.currentIndex(), QGuiApplication.clipboard().text()
        if not index.isValid() or not text.strip():
            return
        laid = self.cells.paste(index.row(), index.column(), block_of(text))
        if laid is not None:
            self.reached.emit(laid)

    def spread(self) -> None:
        """Ask how an amount of the current row goes over the months chosen in it, or over the year shown."""
        at, table = self.currentIndex().row(), self.cells.table
        if table is None or at < 0 or not self.cells.may_edit(self.cells.row(at)):
            return
        chosen = [self.cells.column(c) for r, c in self.chosen() if r == at]
        first, end = (min(c.first for c in chosen), max(c.end for c in chosen)) if len(chosen) > 1 else table.span
        self.spreading.emit(at, first, end)

    def _enter(self, at: int) -> None:
        row = self.cells.row(at)
        if not row.line and row.depth and not is_group(row.uid):
            self.entered.emit(row.uid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_R and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.cells.fill_right(self.chosen())
        elif event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.spread()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cells.empty(self.chosen())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            if self.cells.row(index).line:
                self.setCurrentIndex(index.siblingAtRow(min(index.row() + 1, self.cells.rowCount() - 1)))
            else:
                self._enter(index.row())
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: Any) -> bool:
        if isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            if index.isValid():
                QToolTip.showText(event.globalPos(), str(index.data(Qt.ItemDataRole.AccessibleTextRole)), self,
                                  QRect())
                return True
        return super().viewportEvent(event)
