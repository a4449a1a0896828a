"""The real sheet as it was understood: row kinds coloured, what each column becomes on top, doubtful cells outlined.

A table view (keys, scrolling and screen readers come with it) with painted heads and cells.
Must not know: where the sheet comes from, and what happens with it next.
"""
from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.ui.importing.marks import OUTLINE, SEVERITY, certainty
from app.ui.importing.sheet_model import (
    FAINT,
    FILL_ROLE,
    KIND_ROLE,
    MARK_ROLE,
    NUMBER_ROLE,
    STRONG,
    SheetModel,
    SheetPicture,
    field_word,
    kind_word,
)
from app.ui.look import theme, tokens
from app.ui.look.marks import paint_mark
from app.ui.look.painted import PaintedText
from app.ui.words import tr
from importers.base import letter

KIND_TOKENS = {"title": "row_title", "guidance": "row_title", "footnote": "row_title", "header": "row_header",
               "unit": "row_header", "group": "row_group", "total": "row_total", "example": "row_example",
               "placeholder": "row_placeholder", "rejected": "row_placeholder", "ignored": "row_placeholder"}
BECOMES, SURE, LETTER = 32, 24, 24                   # heights of the three bands of the head
NARROWEST, WIDEST, SAMPLE_ROWS, SPANNED_ROWS = 56, 260, 200, 300
PAD = tokens.PAD
SPILLS = ("title", "guidance", "footnote", "group")  # rows whose one text may run over empty neighbours
Index = QModelIndex | QPersistentModelIndex


def mixed(top: QColor, ground: QColor, part: float) -> QColor:
    """`part` of one colour over another."""
    return QColor(*(round(t * part + g * (1 - part)) for t, g in (
        (top.red(), ground.red()), (top.green(), ground.green()), (top.blue(), ground.blue()))))


def row_colour(kind: str, part: float = 0.55) -> QColor:
    """The ground of a row by its kind: full in the kind cell, lighter in the cells."""
    base = theme.colour("base")
    return mixed(theme.colour(KIND_TOKENS[kind]), base, part) if kind in KIND_TOKENS else base


def fill_colour(hex_: str) -> QColor | None:
    """A cell's own colour from the file, softened for the theme; None when white or unreadable."""
    own = QColor(f"#{hex_[-6:]}") if hex_ else QColor()
    if not own.isValid() or own.lightness() > 245:
        return None
    return mixed(own, theme.colour("base"), 0.35 if theme.tokens().name == "light" else 0.3)


def cell_style(kind: str, fill: str) -> tuple[QFont, QColor, QColor]:
    """Font, text colour and ground of a cell."""
    name = "strong" if kind in STRONG else "body"
    text = theme.colour("text2" if kind in FAINT else "text")
    own = fill_colour(fill) if kind == "data" else None
    return theme.font(name), text, own or row_colour(kind)


class SheetDelegate(QStyledItemDelegate):
    """Paints one cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        kind, mark = index.data(KIND_ROLE), index.data(MARK_ROLE)
        font, colour, ground = cell_style(kind, index.data(FILL_ROLE))
        rect: QRect = option.rect
        painter.fillRect(rect, ground)
        if kind in ("data", "blank", "header", "unit", "example", ""):
            painter.setPen(theme.colour("hair"))
            painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
        painter.setPen(theme.colour("hair"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if text:
            number = bool(index.data(NUMBER_ROLE))
            painter.setFont(theme.font("number_strong" if kind in STRONG else "number") if number else font)
            painter.setPen(colour)
            room = rect.adjusted(PAD - 2, 0, -PAD + 2, 0)
            shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            flag = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, int(flag | Qt.AlignmentFlag.AlignVCenter), shown)
        if mark and (mark != "note" or kind == "data"):
            _outline(painter, rect, OUTLINE[SEVERITY[mark]] if mark != "note" else "warn_fill", 1)
        view = option.widget
        if isinstance(view, QTableView) and view.currentIndex() == index:
            _outline(painter, rect, "accent", 2)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, tokens.ROW)


def _outline(painter: QPainter, rect: QRect, token: str, width: int) -> None:
    painter.save()
    pen = QPen(theme.colour(token), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = 0 if width == 1 else 1
    painter.drawRect(rect.adjusted(inset, inset, -1, -1))
    painter.restore()


class ColumnsHead(QHeaderView):
    """Three bands a column: what it becomes, how sure that is, its letter."""

    def __init__(self, grid: SheetGrid) -> None:
        super().__init__(Qt.Orientation.Horizontal, grid)
        self.grid = grid
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setAccessibleName(tr("What each column becomes"))

    def sizeHint(self) -> QSize:
        return QSize(100, BECOMES + SURE + LETTER)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.fillRect(rect, theme.colour("window"))
        picture = self.grid.picture
        column = picture.becomes.get(section) if picture else None
        used = column is not None and bool(column.field)
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.setPen(theme.colour("hair"))
        painter.drawLine(rect.left(), rect.top() + BECOMES + SURE, rect.right(), rect.top() + BECOMES + SURE)
        painter.drawLine(rect.right(), rect.top() + BECOMES + SURE, rect.right(), rect.bottom())
        if column is not None:
            painter.setFont(theme.font("strong" if used else "body"))
            painter.setPen(theme.colour("text" if used else "text3"))
            box = self.text_rect(rect)
            shown = painter.fontMetrics().elidedText(field_word(column.field), Qt.TextElideMode.ElideRight,
                                                     box.width())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
            if picture is not None and section in picture.flagged:
                _outline(painter, rect.adjusted(2, 4, -2, -(SURE + LETTER) - 2), "bad_fill", 1)
        if column is not None and used:
            middle = rect.top() + BECOMES + SURE / 2 - 1
            paint_mark(painter, QPointF(rect.left() + PAD + 3, middle), certainty(column.confidence), size=8)
            painter.setFont(theme.font("small_number"))
            painter.setPen(theme.colour("text"))
            painter.drawText(QRect(rect.left() + PAD + 12, rect.top() + BECOMES, rect.width() - PAD - 12, SURE - 2),
                             int(Qt.AlignmentFlag.AlignVCenter), f"{column.confidence:.0%}".replace("%", " %"))
        painter.setFont(theme.font("small"))
        hidden = picture is not None and section in picture.sheet.hidden_columns
        painter.setPen(theme.colour("text3" if hidden else "text2"))
        painter.drawText(rect.adjusted(0, BECOMES + SURE, 0, 0), int(Qt.AlignmentFlag.AlignCenter),
                         f"({letter(section)})" if hidden else letter(section))

    @staticmethod
    def text_rect(rect: QRect) -> QRect:
        return QRect(rect.left() + PAD - 2, rect.top() + 2, rect.width() - 2 * PAD + 4, BECOMES - 2)

    def painted_texts(self) -> list[PaintedText]:
        picture, found = self.grid.picture, []
        if picture is None:
            return []
        for section, column in picture.becomes.items():
            rect = QRect(self.sectionViewportPosition(section), 0, self.sectionSize(section), self.height())
            font = theme.font("strong" if column.field else "body")
            found.append(PaintedText(field_word(column.field), self.text_rect(rect), font,
                                     theme.colour("text" if column.field else "text3"), theme.colour("window")))
        return found


class RowsHead(QHeaderView):
    """Row kind and row number."""

    KINDS_WIDTH, NUMBERS_WIDTH = 76, 40

    def __init__(self, grid: SheetGrid) -> None:
        super().__init__(Qt.Orientation.Vertical, grid)
        self.grid = grid
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(tokens.ROW)
        self.setMinimumSectionSize(tokens.ROW_COMPACT)
        self.setHighlightSections(False)
        self.setAccessibleName(tr("Row kinds and row numbers"))

    def kinds_width(self) -> int:
        metrics = QFontMetrics(theme.font("small"))
        words = [kind_word(k) for k in (*KIND_TOKENS, "data", "blank")]
        return max(self.KINDS_WIDTH, max(metrics.horizontalAdvance(w) for w in words) + 2 * PAD + 4)

    def sizeHint(self) -> QSize:
        picture = self.grid.picture
        digits = len(str(len(picture.sheet.rows))) if picture else 2
        numbers = max(self.NUMBERS_WIDTH, QFontMetrics(theme.font("small_number")).horizontalAdvance("0" * digits) + 16)
        return QSize(self.kinds_width() + numbers, 100)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        picture = self.grid.picture
        kind = picture.kind(section) if picture else ""
        split = rect.left() + self.kinds_width()
        left = QRect(rect.left(), rect.top(), split - rect.left(), rect.height())
        right = QRect(split, rect.top(), rect.right() - split + 1, rect.height())
        painter.fillRect(left, row_colour(kind, 1.0))
        hidden = picture is not None and section in picture.sheet.hidden_rows
        painter.fillRect(right, theme.colour("window"))
        painter.setPen(theme.colour("hair"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text3" if kind == "blank" else "text"))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(left.adjusted(PAD + 2, 0, 0, 0), middle, kind_word(kind))
        painter.setFont(theme.font("small_number"))
        painter.setPen(theme.colour("text3" if hidden else "text2"))
        number = f"({section + 1})" if hidden else str(section + 1)
        painter.drawText(right.adjusted(0, 0, -PAD, 0), middle | int(Qt.AlignmentFlag.AlignRight), number)

    def painted_texts(self) -> list[PaintedText]:
        picture, found = self.grid.picture, []
        if picture is None:
            return []
        for row in self.grid.rows_shown():
            kind = picture.kind(row)
            rect = QRect(PAD + 2, self.sectionViewportPosition(row), self.kinds_width() - PAD - 2, tokens.ROW)
            found.append(PaintedText(kind_word(kind), rect, theme.font("small"),
                                     theme.colour("text3" if kind == "blank" else "text"), row_colour(kind, 1.0)))
        return found


class Corner(QWidget):
    """Where the heads meet: the names of the bands."""

    def __init__(self, grid: SheetGrid) -> None:
        super().__init__(grid)
        self.setProperty("overlay", True)            # lies over the view's own empty corner

    def bands(self) -> list[tuple[str, QRect]]:
        wide = self.width() - PAD - 4
        return [(tr("Becomes"), QRect(PAD + 2, 0, wide, BECOMES)),
                (tr("How sure"), QRect(PAD + 2, BECOMES, wide, SURE))]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("window"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        for text, rect in self.bands():
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), text)

    def painted_texts(self) -> list[PaintedText]:
        return [PaintedText(text, rect, theme.font("small"), theme.colour("text2"), theme.colour("window"))
                for text, rect in self.bands()]


class SheetGrid(QTableView):
    """Shows a SheetPicture; `go_to` jumps to a cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = SheetModel()
        self.setModel(self._model)
        self.setItemDelegate(SheetDelegate(self))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setHorizontalHeader(ColumnsHead(self))
        self.setVerticalHeader(RowsHead(self))
        self.setAccessibleName(tr("The sheet as it was understood"))
        self._corner = Corner(self)
        theme.signals().changed.connect(self.viewport().update)

    @property
    def picture(self) -> SheetPicture | None:
        return self._model.picture

    def show_picture(self, picture: SheetPicture | None) -> None:
        """Show a sheet from its top; None clears."""
        self.clearSpans()
        self._model.show(picture)
        if picture is not None:
            self._fit_columns(picture)
            self._spill(picture)
        self.verticalHeader().setFixedWidth(self.verticalHeader().sizeHint().width())
        self.updateGeometries()

    def go_to(self, row: int, column: int) -> None:
        """Make a cell current and bring it into view; row -1 means the column's head."""
        index = self._model.index(max(row, 0), column)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self.viewport().update()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if hasattr(self, "_corner"):
            self._corner.setGeometry(0, 0, self.verticalHeader().width(), self.horizontalHeader().height())
            self._corner.raise_()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def rows_shown(self) -> range:
        first = max(self.rowAt(0), 0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1)

    def _fit_columns(self, picture: SheetPicture) -> None:
        """Wide enough for its head, its numbers and most texts; a long text is cut and has a tooltip."""
        plain, strong = QFontMetrics(theme.font("number")), QFontMetrics(theme.font("strong"))
        sure = QFontMetrics(theme.font("small_number"))
        rows = min(len(picture.sheet.rows), SAMPLE_ROWS)
        for column in range(picture.width):
            wide = NARROWEST
            head = picture.becomes.get(column)
            if head is not None:
                wide = max(wide, strong.horizontalAdvance(field_word(head.field)) + 2 * PAD + 4,
                           sure.horizontalAdvance("100 %") + 2 * PAD + 12)
            for row in range(rows):
                kind = picture.kind(row)
                text = self._model.data(self._model.index(row, column)) if kind not in SPILLS else ""
                if text:
                    metrics = strong if kind in STRONG else plain
                    wide = max(wide, min(metrics.horizontalAdvance(text) + 2 * PAD, WIDEST))
            self.setColumnWidth(column, wide)

    def _spill(self, picture: SheetPicture) -> None:
        """A title or a footnote runs over the empty cells to its right, as it does in the sheet."""
        done = 0
        for row in range(len(picture.sheet.rows)):
            if picture.kind(row) not in SPILLS:
                continue
            cells = picture.sheet.rows[row]
            column = next((i for i, v in enumerate(cells) if v not in (None, "")), -1)
            if column < 0:
                continue
            end = column + 1
            while end < picture.width and picture.sheet.at(row, end) in (None, ""):
                end += 1
            if end - column > 1:
                self.setSpan(row, column, 1, end - column)
                done += 1
            if done >= SPANNED_ROWS:
                return

    def painted_texts(self) -> list[PaintedText]:
        """What stands in the cells in view: numbers must fit, texts may be cut (their tooltip has them)."""
        found: list[PaintedText] = []
        picture = self.picture
        if picture is None:
            return found
        for row in self.rows_shown():
            kind = picture.kind(row)
            for column in range(picture.width):
                index = self._model.index(row, column)
                text: Any = self._model.data(index)
                rect = self.visualRect(index)
                if not text or not rect.intersects(self.viewport().rect()):
                    continue
                number = bool(self._model.data(index, NUMBER_ROLE))
                font, colour, ground = cell_style(kind, self._model.data(index, FILL_ROLE))
                font = theme.font("number_strong" if kind in STRONG else "number") if number else font
                found.append(PaintedText(text, rect.adjusted(PAD - 2, 0, -PAD + 2, 0), font, colour, ground,
                                         may_elide=not number))
        return found

    def cell_centre(self, row: int, column: int) -> QPoint:
        return self.visualRect(self._model.index(row, column)).center()
