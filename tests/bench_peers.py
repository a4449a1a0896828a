"""The peers of the scroll frame: Qt's own views showing what ours shows, from the same file at the same size.

The tree is a stock QTreeView over a plain Python model with our texts, fonts, colours and alignments. The time area is
a QGraphicsScene with an item for each shape ours paints (bars, ghosts, brackets, diamonds, words, links, hairlines,
grid), smoothed as ours is. A link is one item from end to end, as a scene has it; that ours leaves out links with both
ends out of view is its own merit. What lies beside the view is left out of both.
Must not know: what the figures are compared with.
"""
from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QTreeView

from app.ui.gantt import row_links
from app.ui.gantt.layout import CAP, DIAMOND, Layout, PlacedRow, bar_top, lay_out
from app.ui.gantt.links import Box, Words, route
from app.ui.gantt.paint import BRACKET_TONES
from app.ui.gantt.view import GanttView
from app.ui.look import text_paint, theme
from app.ui.tree.columns import CENTRE, COLUMNS, LEFT, RIGHT
from app.ui.tree.model import TreeModel
from app.ui.tree.row_paint import look
from app.ui.tree.rows import TOP, TreeRows

_ALIGN = {LEFT: Qt.AlignmentFlag.AlignLeft, RIGHT: Qt.AlignmentFlag.AlignRight, CENTRE: Qt.AlignmentFlag.AlignHCenter}
_NOWHERE = QModelIndex()


class PlainModel(QAbstractItemModel):
    """The rows of a tree the way any Qt model in Python says them: every role of every cell is asked for."""

    def __init__(self, rows: TreeRows) -> None:
        super().__init__()
        self.rows = rows

    def index(self, row: int, column: int, parent: Any = _NOWHERE) -> QModelIndex:
        group = self.rows.kids.get(parent.internalId() if parent.isValid() else TOP, ())
        return self.createIndex(row, column, group[row]) if 0 <= row < len(group) else QModelIndex()

    def parent(self, index: Any = _NOWHERE) -> Any:
        up = self.rows.parent[index.internalId()] if index.isValid() else TOP
        return QModelIndex() if up == TOP else self.createIndex(self.rows.row[up], 0, up)

    def rowCount(self, parent: Any = _NOWHERE) -> int:
        return len(self.rows.kids.get(parent.internalId() if parent.isValid() else TOP, ()))

    def columnCount(self, parent: Any = _NOWHERE) -> int:
        return len(COLUMNS)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = index.column()
        cells = self.rows.cells(index.internalId())
        if role == Qt.ItemDataRole.DisplayRole:
            return cells.texts[column]
        if role == Qt.ItemDataRole.FontRole:
            return theme.font(look(cells, column, False)[0])
        if role == Qt.ItemDataRole.ForegroundRole:
            return QBrush(theme.colour(look(cells, column, False)[1]))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[COLUMNS[column].align] | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.BackgroundRole and cells.strong:
            return QBrush(theme.colour("alt"))
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(40, 28)
        return None


def tree(ours: GanttView) -> QTreeView:
    """Columns as wide as ours, rows as high, everything open."""
    made = QTreeView()
    made.setUniformRowHeights(True)
    made.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
    model = PlainModel(ours.tree_model().rows)
    model.setParent(made)
    made.setModel(model)
    for column in range(len(COLUMNS)):
        made.setColumnHidden(column, ours.isColumnHidden(column))
        made.setColumnWidth(column, ours.columnWidth(column))
    made.setTreePosition(1)
    made.expandAll()
    made.resize(ours.border + made.verticalScrollBar().sizeHint().width(), ours.height())
    return made


def gantt(ours: GanttView) -> QGraphicsView:
    """The time area of all open rows as items, at our zoom."""
    model, step = ours.tree_model(), ours.row_step
    uids = [model.rows.uids[slot] for slot in _open_slots(model)]
    rows = [PlacedRow(time, float(i * step), step) for i, time in enumerate(ours.times_of(uids))]
    scene = QGraphicsScene(0, 0, ours.time_width, len(rows) * step)
    scene.setBackgroundBrush(theme.colour("base"))
    for tick in ours.axis_now().minor:
        scene.addLine(round(tick.x0), 0, round(tick.x0), len(rows) * step, QPen(theme.colour("hair")))
    for row in rows:
        scene.addLine(0, row.top + step - 1, ours.time_width, row.top + step - 1, QPen(theme.colour("hair")))
    _shapes(scene, lay_out(rows, ours.scale, ours.time_width, ours.wishes,
                           text_paint.metrics("caption").horizontalAdvance), ours.time_width)
    _links(scene, ours, rows)
    made = QGraphicsView(scene)
    scene.setParent(made)
    made.setRenderHint(QPainter.RenderHint.Antialiasing)
    made.setFrameShape(QGraphicsView.Shape.NoFrame)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    made.resize(ours.time_width + made.verticalScrollBar().sizeHint().width(), ours.viewport().height())
    return made


def _open_slots(model: TreeModel) -> list[int]:
    found, queue = [], list(reversed(model.rows.kids[TOP]))
    while queue:
        slot = queue.pop()
        found.append(slot)
        queue += reversed(model.rows.kids.get(slot, ()))
    return found


def _shapes(scene: QGraphicsScene, made: Layout, width: float) -> None:
    none, critical = QPen(Qt.PenStyle.NoPen), QPen(theme.colour("gantt_critical"), 1.4)
    for tone, rects in (("gantt_ghost", made.ghosts), ("gantt_rest", made.rest), ("gantt_done", made.done)):
        for rect in rects:
            scene.addRect(QRectF(*rect), none, QBrush(theme.colour(tone)))
    for kind, tone in BRACKET_TONES.items():
        for rect, pair in zip(made.brackets[kind], pairwise(made.caps[kind]), strict=False):
            path = QPainterPath()
            path.addRect(QRectF(*rect))
            for x, y, towards in pair:
                path.addPolygon(QPolygonF([QPointF(x, y), QPointF(x + towards * 4, y), QPointF(x, y + CAP)]))
            scene.addPath(path, none, QBrush(theme.colour(tone)))
    for d in made.diamonds:
        if -DIAMOND < d.x < width + DIAMOND:          # ours leaves out what cannot be seen, and so does the peer
            shape = QPolygonF([QPointF(d.x, d.y - DIAMOND), QPointF(d.x + DIAMOND, d.y), QPointF(d.x, d.y + DIAMOND),
                               QPointF(d.x - DIAMOND, d.y)])
            scene.addPolygon(shape, critical, QBrush(theme.colour("gantt_critical" if d.reached else "base")))
    font = QFont(theme.font("caption"))
    for note in made.notes:
        text = scene.addSimpleText(note.text, font)
        text.setBrush(QBrush(theme.colour(note.tone)))
        text.setPos(note.x, note.y)


def _links(scene: QGraphicsScene, ours: GanttView, rows: list[PlacedRow]) -> None:
    assert ours.portfolio is not None
    at = {row.time.uid: i for i, row in enumerate(rows)}
    edges = [(row.top, row.top + row.height) for row in rows]
    width, pen = ours.time_width, QPen(theme.colour("gantt_link"), 1.1)
    seen = {link.uid: link for found in row_links.links(ours.portfolio).values() for link in found}
    for link in seen.values():
        ends = [_box(rows, at[uid], ours) for uid in (link.tail_row, link.head_row) if uid in at]
        if len(ends) < 2 or link.tail_row == link.head_row:
            continue
        points = route(ends[0], ends[1], link.type, edges, Words({}, [])).points
        if all(x < 0 for x, _ in points) or all(x > width for x, _ in points):
            continue
        path = QPainterPath(QPointF(*points[0]))
        for point in points[1:]:
            path.lineTo(*point)
        x, y = points[-1]
        back = -5 if points[-2][1] < y else 5
        path.addPolygon(QPolygonF([QPointF(x, y), QPointF(x - 3, y + back), QPointF(x + 3, y + back)]))
        scene.addPath(path, pen)


def _box(rows: list[PlacedRow], row: int, ours: GanttView) -> Box:
    top, high = bar_top(rows[row])
    extent = rows[row].time.extent or (0, 0)
    x0 = ours.scale.x(extent[0])
    return Box(x0, max(ours.scale.x(extent[1]), x0 + 2), top, top + high, row)
