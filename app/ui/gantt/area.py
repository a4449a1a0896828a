"""The time area of the rows in view: their shapes and links, kept while rows stay the same, and how they are painted.

What lies within one row (grid, bars, ghosts, words) is painted into the row's strip; over the strips come what
crosses rows (links) and what lies over links (diamonds), every frame anew. x counts from the border, y from the top
of the viewport.
Must not know: the session; where the mouse is.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPen

from app.core.schedule.calendar import ordinal
from app.ui.gantt import facts as timeline_facts
from app.ui.gantt.facts import Extent, RowTime
from app.ui.gantt.layout import DIAMOND, Diamond, Handle, Layout, PlacedRow, lay_out, tone_of, written
from app.ui.gantt.link_layer import ABOVE, BELOW, LinkLayer, Scene
from app.ui.gantt.links import Arrow
from app.ui.gantt.paint import (
    ArrowShapes,
    Grid,
    Stamp,
    paint_bars,
    paint_diamonds,
    paint_grid,
    paint_notes,
    paint_status,
    stamps,
)
from app.ui.gantt.row_links import Link, links
from app.ui.gantt.scale import Axis
from app.ui.look import text_paint, theme
from app.ui.tree.row_paint import RowInView, paint_ground
from app.ui.tree.rows import TreeRows
from app.ui.tree.strips import Strips

if TYPE_CHECKING:
    from app.ui.gantt.view import GanttView

Marks = tuple[bool, bool]                     # part of the chain that stands out, critical


@dataclass(slots=True)
class Piece:
    """One row laid out alone, its top at 0."""

    time: RowTime
    marks: Marks
    shapes: Layout
    diamonds: list[Diamond]                   # those in view
    written: list[tuple[float, float]]
    covered: bool                             # a diamond lies over the words
    stamps: list[Stamp] = field(default_factory=list)
    stamps_look: object = None                # what they were made for


class Area:
    """See the module. `follow` takes in the rows of a frame; the rest speaks of those."""

    def __init__(self, view: GanttView) -> None:
        self.view = view
        self.rows: Sequence[RowInView] = ()
        self.pieces: list[Piece] = []
        self.top = 0
        self._look: object = None
        self._known: dict[str, Piece] = {}
        self._strips = Strips()
        self._links = LinkLayer()
        self._shapes = ArrowShapes()
        self._open: dict[int, bool] = {}
        self._open_of: object = None
        self._places: dict[str, int | None] = {}
        self._ends: dict[str, Extent | None] = {}
        self._ends_of = -1
        self._grid: tuple[Axis, int, Grid] | None = None

    # ---------------------------------------------------------------- rows

    def follow(self, rows: Sequence[RowInView], top: int) -> None:
        """The rows now in view; those known already are not laid out again."""
        view, wishes = self.view, self.view.wishes
        look = (theme.enlarged(), view.row_step, view.scale, view.time_width, wishes.baseline, wishes.critical,
                wishes.parts)
        if look != self._look:
            self._look, self._known = look, {}
        known, pieces = {}, []
        for row, time in zip(rows, view.times_of([row.uid for row in rows]), strict=True):
            uid = row.uid
            marks = (uid in wishes.chain_records, uid in wishes.critical_records)
            piece = self._known.get(uid)
            if piece is None or piece.marks != marks or (piece.time is not time and piece.time != time):
                piece = self._lay_out(time, marks)
            known[uid] = piece
            pieces.append(piece)
        self.rows, self.top, self.pieces, self._known = rows, top, pieces, known

    def _lay_out(self, time: RowTime, marks: Marks) -> Piece:
        view, width = self.view, self.view.time_width
        made = lay_out([PlacedRow(time, 0.0, view.row_step)], view.scale, width, view.wishes,
                       text_paint.metrics("caption").horizontalAdvance)
        diamonds = [d for d in made.diamonds if -2 * DIAMOND < d.x < width + 2 * DIAMOND]
        covered = any(a - DIAMOND < d.x < b + DIAMOND for a, b in written(made) for d in diamonds)
        return Piece(time, marks, made, diamonds, written(made), covered)

    def placed(self, top: float) -> list[PlacedRow]:
        """The rows, the first of them beginning at `top`."""
        step = self.view.row_step
        return [PlacedRow(piece.time, top + i * step, step, row.cells.strong, row.chosen)
                for i, (row, piece) in enumerate(zip(self.rows, self.pieces, strict=True))]

    def row_at(self, y: float) -> int:
        """Number of the row in view at y, -1 for none."""
        found = int((y - self.top) // self.view.row_step)
        return found if 0 <= found < len(self.rows) else -1

    def handle_at(self, x: float, y: float, reach: float = 0.0) -> Handle | None:
        """What lies at a point, as Layout.handle_at finds it."""
        row = self.row_at(y)
        if row < 0:
            return None
        top = self.top + row * self.view.row_step
        found = self.pieces[row].shapes.handle_at(x, y - top, reach)
        return _moved(found, row, top) if found is not None else None

    def bar_of(self, row: int) -> Handle | None:
        """The bar of a row in view."""
        found = next((h for h in self.pieces[row].shapes.handles if not h.part), None)
        return _moved(found, row, self.top + row * self.view.row_step) if found is not None else None

    def layout(self) -> Layout:
        """Everything in view, links too, for what has to look at it whole."""
        view = self.view
        made = lay_out(self.placed(float(self.top)), view.scale, view.time_width, view.wishes,
                       text_paint.metrics("caption").horizontalAdvance)
        offset = view.verticalOffset()
        for tone, arrow in self._arrows():
            made.arrows[tone].append(replace(arrow, points=tuple((x, y - offset) for x, y in arrow.points)))
        return made

    # ---------------------------------------------------------------- links

    def _arrows(self) -> list[tuple[str, Arrow]]:
        """Links of the rows in view with their tones, y from the top of all rows."""
        view, p = self.view, self.view.portfolio
        if p is None or not view.wishes.links or not self.rows:
            return []
        by_row = links(p)
        if not by_row:
            return []
        touched: dict[str, Link] = {link.uid: link for row in self.rows for link in by_row.of(row.uid)}
        tree = view.tree_model().rows
        folds = (view.folds_seen, tree.shape, view.verticalScrollBar().maximum())
        if self._open_of != folds:
            self._open_of, self._open, self._places = folds, {}, {}
        if self._ends_of != p.version:
            self._ends_of, self._ends, self._places = p.version, {}, {}
        position, places, ends = p.outline.position, self._places, self._ends
        begin = position.get(self.rows[0].uid, 0)

        def side(uid: str) -> int | None:
            if uid not in places:
                slot = tree.slots.get(uid)
                seen = slot is not None and self._in_open_rows(slot, tree)
                places[uid] = position.get(uid, 0) if seen else None
            at = places[uid]
            return None if at is None else ABOVE if at < begin else BELOW

        def extent(end: str) -> Extent | None:
            if end not in ends:
                ends[end] = timeline_facts.end_extent(p, end)
            return ends[end]

        step, offset = view.row_step, view.verticalOffset()
        first, height = view.first_number(self.top), view.viewport().height()
        scene = Scene(first, step, offset, height, view.time_width, [row.uid for row in self.rows],
                      [piece.written for piece in self.pieces], lambda: self.placed(float(first * step)), side, extent)
        look = (self._look, p.version, view.status, height, folds)
        wishes = view.wishes
        return [(tone_of(link, wishes), arrow)
                for link, arrow in self._links.arrows(look, scene, list(touched.values()), view.scale)]

    def _in_open_rows(self, slot: int, rows: TreeRows) -> bool:
        """Whether a row is shown and nothing above it is folded."""
        known = self._open
        if rows.row[slot] < 0:
            return False
        up = rows.parent[slot]
        if up < 0:
            return True
        if up not in known:
            known[up] = (self.view.isExpanded(self.view.tree_model().index_of(rows.uids[up]))
                         and self._in_open_rows(up, rows))
        return known[up]

    # ---------------------------------------------------------------- painting

    def paint(self, painter: QPainter, shown: QRect) -> None:
        """The rows of the frame; `shown` is the part of the viewport that is painted now."""
        view = self.view
        step, height = view.row_step, view.viewport().height()
        border, width, status = view.border, view.time_width, view.scale.x(ordinal(view.status) + 1)
        wishes = view.wishes
        grid = self._grid_of(view.axis_now(), step)
        keys = [(piece.time, piece.marks, row.ground) for row, piece in zip(self.rows, self.pieces, strict=True)]

        def band(on: QPainter, i: int) -> None:
            ground, piece = self.rows[i].ground, self.pieces[i]
            paint_ground(on, ground, width, step)
            paint_grid(on, grid)
            on.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_status(on, status, 0, step)
            paint_bars(on, piece.shapes)
            paint_notes(on, piece.shapes.notes, ground)

        look = (*view.looks(), view.scale, view.status, wishes.baseline, wishes.critical, wishes.parts)
        self._strips.show(painter, QRect(border, self.top, width, len(keys) * step), view.first_number(self.top), step,
                          look, keys, band)
        painter.save()
        painter.setClipRect(QRect(border, 0, width, height) & shown)
        painter.translate(border, 0)
        below = max(self.top + len(keys) * step, 0)
        if below < height:
            paint_grid(painter, Grid.of(view.axis_now(), below, height - below))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if below < height:
            paint_status(painter, status, below, height - below)
        self._paint_over(painter, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(0, 0, 0, height)
        view.mouse.paint(painter)
        painter.restore()

    def _grid_of(self, axis: Axis, step: int) -> Grid:
        """The grid of one row."""
        if self._grid is None or self._grid[0] is not axis or self._grid[1] != step:
            self._grid = axis, step, Grid.of(axis, 0, step)
        return self._grid[2]

    def _paint_over(self, painter: QPainter, height: int) -> None:
        """Links, diamonds over them, and again the words that either of them crosses."""
        step, offset = self.view.row_step, self.view.verticalOffset()
        arrows = self._arrows()
        if arrows:
            painter.translate(0, -offset)
            self._shapes.paint(painter, arrows, offset, offset + height)
            painter.translate(0, offset)
        self._paint_diamonds(painter)
        crossed = bool(arrows) and self._links.crossing
        for i, (row, piece) in enumerate(zip(self.rows, self.pieces, strict=True)):
            if piece.covered or (crossed and piece.written):
                painter.translate(0, self.top + i * step)
                paint_notes(painter, piece.shapes.notes, row.ground)
                painter.translate(0, -self.top - i * step)


    def _paint_diamonds(self, painter: QPainter) -> None:
        scale, step = painter.device().devicePixelRatioF(), self.view.row_step
        if not scale.is_integer():            # a picture would be blurred between two points of such a screen
            paint_diamonds(painter, [(d.x, d.y + self.top + i * step, d.reached)
                                     for i, piece in enumerate(self.pieces) for d in piece.diamonds])
            return
        look = (theme.tokens().name, scale)
        for i, piece in enumerate(self.pieces):
            if not piece.diamonds:
                continue
            if piece.stamps_look != look:
                piece.stamps, piece.stamps_look = stamps(piece.diamonds, scale), look
            top = self.top + i * step
            for x, y, picture in piece.stamps:
                painter.drawPixmap(x, y + top, picture)


def _moved(handle: Handle, row: int, top: float) -> Handle:
    return replace(handle, row=row, y0=handle.y0 + top, y1=handle.y1 + top)
