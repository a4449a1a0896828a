"""The months of one effect line as a small table: a row a month, a column a series, amounts typed and pasted.

The first row holds what belongs to no month yet, the last one the sums. Must not know: the inspector around it.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView, QWidget

from app.core import edits
from app.core.catalog import Field
from app.core.change import Change
from app.core.counting import counted
from app.core.portfolio import Record
from app.core.value.variance import fiscal_year
from app.core.values import parse
from app.errors import Problem
from app.ui import following
from app.ui.look import figures, theme
from app.ui.look.parts import amount_editor
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

Index = QModelIndex | QPersistentModelIndex
ALWAYS = ("plan", "forecast", "actual")
MORE = ("baseline", "target")
_MONEY = Field("amount", "money", "Amount")
_NOWHERE = QModelIndex()


class MonthsModel(QAbstractTableModel):
    """Reads the open file; `write(changes maker)` hands edits on."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window_ = window
        self.uid = ""
        self.series: tuple[str, ...] = ALWAYS
        self.first = self.count = 0
        self.write: Callable[[str, Callable[[], list[Change]]], bool] = self._write

    # ---------------------------------------------------------------- shape

    def show_line(self, uid: str) -> None:
        """Show an effect line: its months, at least the fiscal year of the status date."""
        self.beginResetModel()
        self.uid = uid
        self._measure()
        self.endResetModel()

    def _measure(self) -> None:
        session = self.window_.session
        record = self.record()
        if session is None or record is None:
            self.series, self.first, self.count = ALWAYS, 0, 0
            return
        store = session.portfolio.series
        low, end = fiscal_year(session.portfolio, self.window_.status)
        more = []
        for series in (*ALWAYS, *MORE):
            extent = store.extent(self.uid, series)
            if extent is not None:
                low, end = min(low, extent[0]), max(end, extent[0] + extent[1])
            if series in MORE and (extent is not None or record.get(f"undated_{series}")):
                more.append(series)
        self.series = (*more, *ALWAYS)
        self.first, self.count = low, end - low

    def more_months(self, months: int = 12) -> None:
        """Room for another year at the end."""
        at = self.count + 1
        self.beginInsertRows(QModelIndex(), at, at + months - 1)
        self.count += months
        self.endInsertRows()

    def follow(self) -> None:
        """The line's values may have changed; rows are kept when they suffice."""
        before = (self.series, self.first, self.count)
        self._measure()
        if (self.series, self.first) == before[:2] and self.count <= before[2]:
            self.count = before[2]
            if self.uid:
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.series) - 1))
            return
        after = (self.series, self.first, self.count)
        self.series, self.first, self.count = before
        self.beginResetModel()
        self.series, self.first, self.count = after
        self.endResetModel()

    def record(self) -> Record | None:
        session = self.window_.session
        return session.portfolio.records.get(self.uid) if session is not None and self.uid else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or not self.uid else self.count + 2

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.series)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            if orientation == Qt.Orientation.Horizontal:
                return tr(self.series[section].capitalize()) if section < len(self.series) else None
            if section == 0:
                return tr("Undated")
            return tr("Sum") if section == self.count + 1 else figures.month(self.first + section - 1)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            across = orientation == Qt.Orientation.Horizontal
            side = Qt.AlignmentFlag.AlignRight if across else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and orientation == Qt.Orientation.Vertical and section == 0:
            return tr("Amounts that belong to no month yet: in all-time totals, in no month")
        return None

    # ---------------------------------------------------------------- values

    def value(self, row: int, column: int) -> int | None:
        """Minor units of a cell, None when empty."""
        session, record, series = self.window_.session, self.record(), self.series[column]
        if session is None or record is None:
            return None
        if row == 0:
            found = record.get(f"undated_{series}")
            return int(found) if found is not None else None
        if row == self.count + 1:
            values = [v for v in session.portfolio.months_of(self.uid, series, self.first, self.count) if v is not None]
            undated = self.value(0, column)
            return sum(values) + (undated or 0) if values or undated is not None else None
        return session.portfolio.months_of(self.uid, series, self.first + row - 1, 1)[0]

    def scale(self) -> int:
        session, record = self.window_.session, self.record()
        return edits.scale_for(session.portfolio, record) if session is not None and record is not None else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            text = figures.full(self.value(index.row(), index.column()), self.scale())
            return text.replace(figures.MINUS, "-") if role == Qt.ItemDataRole.EditRole else text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole:
            return theme.font("number_strong" if index.row() == self.count + 1 else "number")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            where = self.headerData(index.row(), Qt.Orientation.Vertical)
            return f"{where}, {self.headerData(index.column(), Qt.Orientation.Horizontal)}: {self.data(index)}"
        if role == Qt.ItemDataRole.ForegroundRole and not self.value(index.row(), index.column()):
            return theme.colour("text3")
        if role == Qt.ItemDataRole.BackgroundRole and index.row() in (0, self.count + 1):
            return theme.colour("alt")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        session = self.window_.session
        if index.row() <= self.count and session is not None and not session.readonly:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if str(value).strip() == self.data(index, Qt.ItemDataRole.EditRole):
            return True
        return self.put(index.row(), index.column(), [[str(value)]])

    def _write(self, text: str, make: Callable[[], list[Change]]) -> bool:
        return following.changes(self.window_, text, make)

    def put(self, row: int, column: int, block: list[list[str]]) -> bool:
        """Write a block of typed texts from a cell on, as one step; what reaches beyond the table is refused."""
        session, uid = self.window_.session, self.uid
        if session is None:
            return False
        p = session.portfolio

        def changes() -> list[Change]:
            width = max(len(line) for line in block)
            if column + width > len(self.series) or row + len(block) > self.count + 1:
                raise Problem(f"The block of {counted(len(block), 'row')} and {counted(width, 'column')} does not "
                              "fit here.",
                              "Start further up or left, or add months first.")
            found: list[Change] = []
            for j in range(width):
                series, months = self.series[column + j], [line[j] if j < len(line) else "" for line in block]
                start = row
                if start == 0:
                    found += edits.set_text(p, uid, f"undated_{series}", months.pop(0))
                    start = 1
                if months:
                    values = [parse(_MONEY, text, self.scale()) for text in months]
                    found += edits.set_months(p, uid, series, self.first + start - 1, values)
            return found

        series = self.series[column]
        return self.write(f"Change {series}" if len(block) == 1 else f"Paste {series}", changes)


class _Cell(QStyledItemDelegate):
    def createEditor(self, parent: QWidget, option: Any, index: Index) -> QWidget:
        return amount_editor(parent)


class MonthsGrid(QTableView):
    """The table; Enter goes down like in a sheet, Ctrl+V pastes a block, Delete empties."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.months = MonthsModel(window)
        self.setModel(self.months)
        self.setObjectName("months_grid")
        self.setAccessibleName(tr("Amounts by month"))
        self.setItemDelegate(_Cell(self))
        self.setShowGrid(True)
        self.setAlternatingRowColors(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.AnyKeyPressed
                             | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setFont(theme.font("small"))
        self.horizontalHeader().setFixedHeight(28)
        self.verticalHeader().setDefaultSectionSize(26)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setFixedWidth(84)
        self.verticalHeader().setFont(theme.font("small"))
        self.verticalHeader().setHighlightSections(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.months.rowsInserted.connect(self._grow)
        self.months.modelReset.connect(self._grow)

    def show_line(self, uid: str) -> None:
        self.months.show_line(uid)
        if uid:
            self._grow()

    def _grow(self) -> None:
        """As high as its months, so that only the panel around it scrolls."""
        self.setFixedHeight(self.months.rowCount() * 26 + 30)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Paste) and index.isValid():
            text = QGuiApplication.clipboard().text().rstrip("\n")
            if text:
                self.months.put(index.row(), index.column(), [line.split("\t") for line in text.split("\n")])
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selectedIndexes():
            cells = self.selectedIndexes()
            rows, columns = [i.row() for i in cells], [i.column() for i in cells]
            last = min(max(rows), self.months.count)
            block = [[""] * (max(columns) - min(columns) + 1) for _ in range(min(rows), last + 1)]
            if block:
                self.months.put(min(rows), min(columns), block)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.setCurrentIndex(index.siblingAtRow(index.row() + 1) if index.row() < self.months.count else index)
            return
        super().keyPressEvent(event)

    def _copy(self) -> None:
        cells = self.selectedIndexes()
        if not cells:
            return
        lines = [[str(self.months.index(row, column).data(Qt.ItemDataRole.EditRole)).replace(",", "")
                  for column in sorted({i.column() for i in cells})] for row in sorted({i.row() for i in cells})]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
