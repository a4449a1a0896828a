"""One row of the tree as it is painted: its ground, texts, chevron, status mark and the frame of the focus.

A row is painted at the origin; where its columns stand is handed in. `RowInView` holds all that its looks depend on,
so that two equal ones look the same and need not be painted twice. Must not know: the view, the model.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.ui.look import text_paint, theme
from app.ui.look.marks import SIZE, paint_mark
from app.ui.look.painted import PaintedText
from app.ui.look.tokens import CHEVRON, INDENT, PAD
from app.ui.tree.columns import CENTRE, COLUMNS, INDEX, LIGHT_LETTERS, NAME, RIGHT
from app.ui.tree.rows import RowCells

Section = tuple[int, int, int]            # column, left, width
CODE, LIGHT, FINISH = INDEX["code"], INDEX["light"], INDEX["finish"]
MONEY = (INDEX["plan"], INDEX["expected"], INDEX["delta"])
UNLIKE = (NAME, *MONEY)                   # columns whose texts differ from row to row
LEAF, CLOSED, OPEN = 0, 1, 2              # what the chevron says
NOWHERE = -1
_ALIGN = {RIGHT: text_paint.RIGHT, CENTRE: text_paint.CENTRE}
_ALIGNS = [_ALIGN.get(column.align, text_paint.LEFT) for column in COLUMNS]
_SMOOTH = QPainter.RenderHint.Antialiasing


class RowInView(NamedTuple):
    """One row in view and all that changes its looks."""

    slot: int
    uid: str
    cells: RowCells
    depth: int
    fold: int                             # LEAF, CLOSED or OPEN
    chosen: bool
    hovered: bool
    focus: int                            # the column with the focus, NOWHERE in most rows

    @property
    def ground(self) -> str:
        """Token of what the row lies on."""
        return "sel" if self.chosen else "hover" if self.hovered else "alt" if self.cells.strong else "base"


def paint_row(painter: QPainter, row: RowInView, sections: Sequence[Section], width: int, height: int) -> None:
    """The row whole, as wide as given."""
    paint_ground(painter, row.ground, width, height)
    cells = row.cells
    for column, left, wide in sections:
        if cells.texts[column]:
            _cell(painter, row, column, QRect(left, 0, wide, height - 1))
    for column, left, wide in sections:
        if column == row.focus:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(left + 1, 1, wide - 2, height - 3))


def paint_ground(painter: QPainter, ground: str, width: int, height: int) -> None:
    """What a row lies on, with the hairline below it."""
    painter.fillRect(0, 0, width, height, theme.colour(ground))
    painter.fillRect(0, height - 1, width, 1, theme.colour("hair"))


def text_rect(column: int, cell: QRect, depth: int) -> QRect:
    """Where a cell's text stands."""
    if column == NAME:
        return cell.adjusted(theme.px(depth * INDENT + 18) + 4, 0, -PAD, 0)
    return cell.adjusted(PAD, 0, -PAD, 0)


def _letter_rect(cell: QRect) -> QRect:
    """Where the letter beside a status mark stands."""
    return cell.adjusted(PAD + theme.px(14), 0, 0, 0)


def _cell(painter: QPainter, row: RowInView, column: int, cell: QRect) -> None:
    cells = row.cells
    if column == NAME and row.fold != LEAF:
        _chevron(painter, cell, row.depth, row.fold == OPEN)
    if column == LIGHT:
        paint_mark(painter, QPointF(cell.left() + PAD + theme.px(5), cell.center().y() + 0.5), cells.light,
                   declared=True, size=SIZE * theme.enlarged())
        text_paint.draw(painter, _letter_rect(cell), LIGHT_LETTERS.get(cells.light, ""), "small", "text2",
                        again=True)
        return
    text = cells.texts[column]
    font, shade = look(cells, column, row.chosen)
    room = text_rect(column, cell, row.depth)
    text_paint.draw(painter, room, text, font, shade, _ALIGNS[column],
                    elide=column not in MONEY, again=column not in UNLIKE, keep_end=column == CODE)


def look(cells: RowCells, column: int, chosen: bool) -> tuple[str, str]:
    """Font and colour token of a cell."""
    if column in MONEY:
        sign = cells.signs[column - MONEY[0]]
        name = "number_strong" if cells.strong else "number"
        if column == MONEY[2] and sign:
            return name, "good" if sign > 0 else "bad"
        return name, ("text2" if chosen else "text3") if not sign else "text"
    if column == NAME:
        return ("strong" if cells.strong else "body"), "text"
    if column == CODE:
        return ("strong" if chosen else "body"), "text" if chosen else "text2"
    quiet = cells.level < 5 or (column == FINISH and cells.computed_finish)
    return "body", "text2" if quiet else "text"


def _chevron(painter: QPainter, cell: QRect, depth: int, open_: bool) -> None:
    painter.save()
    painter.setRenderHint(_SMOOTH)
    painter.setPen(QPen(theme.colour("text2"), 1.3))
    x, y = cell.left() + theme.px(4 + depth * INDENT + CHEVRON / 2), cell.center().y() + 0.5
    r = 3.0 * theme.enlarged()
    points = ([QPointF(x - r, y - r / 2), QPointF(x, y + r / 2), QPointF(x + r, y - r / 2)] if open_
              else [QPointF(x - r / 2, y - r), QPointF(x + r / 2, y), QPointF(x - r / 2, y + r)])
    painter.drawPolyline(points)
    painter.restore()


def texts_of(row: RowInView, sections: Sequence[Section], top: int, height: int) -> Iterator[PaintedText]:
    """What a row says, for checking pictures: a name may be cut, figures and dates never."""
    cells = row.cells
    ground = theme.colour("sel" if row.chosen else "alt" if cells.strong else "base")
    for column, left, wide in sections:
        text, cell = cells.texts[column], QRect(left, top, wide, height - 1)
        if column == LIGHT:
            font, shade = "small", "text2"
            text, room = LIGHT_LETTERS.get(cells.light, "") if text else "", _letter_rect(cell)
        else:
            font, shade = look(cells, column, row.chosen)
            room = text_rect(column, cell, row.depth)
        yield PaintedText(text, room, theme.large(font), theme.colour(shade), ground,
                          may_elide=column not in MONEY and not COLUMNS[column].measures_only)
