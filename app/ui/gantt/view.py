"""The tree with the time area on the same rows: one view, one scroll, columns left of a border, time right of it.

Rows stay those of TreeView; after they are painted, bars, links and notes of the rows in view are laid over their
right part. The border is dragged, time alone scrolls and zooms sideways. What a drag means is told by signals.
Must not know: the session; how dates are changed.
"""
from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.core.portfolio import Portfolio
from app.core.schedule.calendar import ordinal
from app.ui.gantt import facts as timeline_facts
from app.ui.gantt import words as timeline_words
from app.ui.gantt.head import GanttHead
from app.ui.gantt.layout import Layout, PlacedRow, Wishes, add_links, lay_out
from app.ui.gantt.mouse import GanttMouse
from app.ui.gantt.paint import ground, paint_grid, paint_notes, paint_rows, paint_status
from app.ui.gantt.scale import PER_DAY, Axis, Scale, axis
from app.ui.look import text_paint, theme
from app.ui.look.painted import PaintedText
from app.ui.tree.view import TreeView

NARROWEST = 560              # no time area in a view narrower than this
LEAST_TREE, LEAST_TIME = 260, 200
SHARE = 0.66                 # of the view that the columns may take before a person drags the border
SHARE_LARGE = 0.77           # the same on a projector, where names are wide
GRAB = 3


class GanttView(TreeView):
    """See the module. Days are day numbers (date.toordinal)."""

    dragged = Signal(str, str, int)          # record, "move" "start" "finish", days
    drawn = Signal(str, int, int)            # record, first and last day
    linked = Signal(str, str, str)           # predecessor, successor, type
    refused = Signal()                       # a summary bar was pulled
    scale_changed = Signal()
    border_moved = Signal()
    border_set = Signal()                    # and let go

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.timeline = True
        self.border = 0
        self.border_wish = 0
        self.scale = Scale(ordinal("2026-01-01"), PER_DAY["months"])
        self.wishes = Wishes()
        self.status = ""
        self.at_status = False
        self.portfolio: Portfolio | None = None
        self.layout_made = Layout()
        self.axis_made: Axis | None = None
        self.rows_placed: list[PlacedRow] = []
        self._key: object = None
        self._times: dict[str, timeline_facts.RowTime] = {}
        self._times_of: tuple[int, str] = (-1, "")
        self._axis_width = -1
        self.mouse = GanttMouse(self)
        self.setHeader(GanttHead(self))

    # ---------------------------------------------------------------- places

    def room(self, used: int) -> int:
        """The columns' share of the width; sets the border."""
        width = self.viewport().width()
        if not self.timeline or width < NARROWEST:
            self.border = width
        else:
            wish = self.border_wish or min(used, int(width * (SHARE if theme.enlarged() == 1.0 else SHARE_LARGE)))
            self.border = min(max(wish, LEAST_TREE), width - LEAST_TIME)
        if self.at_status and self.status:       # until a person goes elsewhere in time
            self.to_status()
        self.header().viewport().update()
        return self.border

    def to_status(self) -> None:
        """The status date at two fifths of the area, and kept there while its width changes."""
        self.set_scale(self.scale.showing(ordinal(self.status), self.time_width * 0.4))
        self.at_status = True

    @property
    def time_width(self) -> int:
        return max(self.viewport().width() - self.border, 0)

    def sections(self) -> list[tuple[int, int, int]]:
        """Columns end at the border; what does not fit any more is left out."""
        found = []
        for column, left, width in super().sections():
            width = min(width, self.border - left)
            if width > 24:
                found.append((column, left, width))
        return found

    def set_scale(self, scale: Scale) -> None:
        self.scale, self.at_status = scale, False
        self.axis_made = None
        self.viewport().update(self.border, 0, self.time_width, self.viewport().height())
        self.header().viewport().update()
        self.scale_changed.emit()

    def show_file(self, portfolio: Portfolio | None, status: str) -> None:
        """Another file, or another status date: the status date stands at two fifths of the area."""
        moved = (portfolio, status) != (self.portfolio, self.status)
        self.portfolio, self.status = portfolio, status
        self._key = None
        self.mouse.cancel()
        self._times_of = (-1, "")
        if status and moved:
            self.to_status()

    def axis_now(self) -> Axis:
        if self.axis_made is None or self._axis_width != self.time_width:
            self._axis_width = self.time_width
            self.axis_made = axis(self.scale, self.time_width)
        return self.axis_made

    def time_of(self, uid: str) -> timeline_facts.RowTime:
        """A row's facts, kept until the next change."""
        assert self.portfolio is not None
        now = (self.portfolio.version, self.status)
        if self._times_of != now:
            self._times, self._times_of = {}, now
        found = self._times.get(uid)
        if found is None:
            found = self._times[uid] = timeline_facts.row_time(self.portfolio, uid, self.status)
        return found

    # ---------------------------------------------------------------- layout of the rows in view

    def _place_rows(self) -> list[PlacedRow]:
        model, chosen = self.tree_model(), self.chosen_slots
        height = self.viewport().height()
        index = self.indexAt(QPoint(1, 0))
        if not index.isValid():
            return []
        first = self.visualRect(index)
        top, step = first.top(), max(first.height(), 1)
        rows = []
        while index.isValid() and top < height:
            strong = model.cells(index).strong
            rows.append(PlacedRow(self.time_of(model.uid(index)), top, step, strong,
                                  index.internalId() in chosen))
            top += step
            index = self.indexAt(QPoint(1, top + 1))
        return rows

    def lay_out_now(self) -> Layout:
        """The layout of what is in view; made anew when anything it depends on has changed."""
        if self.portfolio is None:
            return Layout()
        rows = self._place_rows()
        key = (self.portfolio.version, self.scale, self.time_width, self.viewport().height(), self.wishes,
               self.verticalScrollBar().maximum())           # the last says when a row out of view is folded
        if self._key == key and rows == self.rows_placed:
            return self.layout_made
        self._key, self.rows_placed = key, rows
        made = lay_out(rows, self.scale, self.time_width, self.wishes, text_paint.metrics("caption").horizontalAdvance)
        if self.wishes.links:
            self._links(made, rows)
        self.layout_made = made
        return made

    def _links(self, made: Layout, rows: list[PlacedRow]) -> None:
        assert self.portfolio is not None
        by_row = timeline_facts.links(self.portfolio)
        if not by_row or not rows:
            return
        touched = {link.uid: link for row in rows for link in by_row.get(row.time.uid, ())}
        position = self.portfolio.outline.position
        first = position.get(rows[0].time.uid, 0)
        opened: dict[int, bool] = {}
        portfolio = self.portfolio

        def elsewhere(uid: str, end: str) -> tuple[timeline_facts.Extent, bool] | None:
            slot = self.tree_model().rows.slots.get(uid)
            if slot is None or not self._in_open_rows(slot, opened):
                return None
            extent = timeline_facts.end_extent(portfolio, end)
            return None if extent is None else (extent, position.get(uid, 0) < first)

        add_links(made, rows, list(touched.values()), self.scale, self.viewport().height(), self.wishes, elsewhere)

    def _in_open_rows(self, slot: int, known: dict[int, bool]) -> bool:
        """Whether a row is shown and nothing above it is folded."""
        rows = self.tree_model().rows
        if rows.row[slot] < 0:
            return False
        up = rows.parent[slot]
        if up < 0:
            return True
        if up not in known:
            known[up] = (self.isExpanded(self.tree_model().index_of(rows.uids[up]))
                         and self._in_open_rows(up, known))
        return known[up]

    # ---------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.portfolio is None or self.model() is None or self.time_width <= 0:
            return
        layout = self.lay_out_now()
        painter = QPainter(self.viewport())
        area = QRect(self.border, 0, self.time_width, self.viewport().height())
        painter.setClipRect(area & event.rect())
        painter.translate(self.border, 0)
        self.paint_time(painter, layout, area.height())
        painter.end()

    def paint_time(self, painter: QPainter, layout: Layout, height: int) -> None:
        paint_grid(painter, self.axis_now(), 0, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_status(painter, self.scale.x(ordinal(self.status) + 1), 0, height)
        paint_rows(painter, layout, self.rows_placed)
        paint_notes(painter, layout, self.rows_placed)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(0, 0, 0, height)
        self.mouse.paint(painter, layout)

    def painted_texts(self) -> list[PaintedText]:
        """Texts of the columns, and the notes right of bars."""
        found = super().painted_texts()
        if self.portfolio is None or not self.time_width:
            return found
        for note in self.lay_out_now().notes:
            box = QRect(self.border + int(note.x), int(note.y), int(note.width) + 2, int(note.height))
            found.append(PaintedText(note.text, box, theme.large("caption"), theme.colour(note.tone),
                                     theme.colour(ground(self.rows_placed[note.row]))))
        return found

    # ---------------------------------------------------------------- mouse and keys

    def on_border(self, x: float) -> bool:
        return self.time_width > 0 and abs(x - self.border) <= GRAB

    def row_at(self, y: float) -> int:
        """Number of the row in view at y, -1 for none."""
        return next((i for i, r in enumerate(self.rows_placed) if r.top <= y < r.top + r.height), -1)

    def zoom_by(self, factor: float, x: float) -> None:
        self.set_scale(self.scale.zoomed(self.scale.per_day * factor, x))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.mouse.press(event):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.mouse.move(event):
            super().mouseMoveEvent(event)
            self.mouse.hover(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self.mouse.release():
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self.mouse.press(event):
            super().mouseDoubleClickEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.mouse.wheel(event):
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self.mouse.cancel():
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.mouse.leave()
        if isinstance(event, QHelpEvent) and event.pos().x() > self.border and self.portfolio is not None:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos().x() - self.border, event.pos().y()),
                              self.viewport())
            return True
        return super().viewportEvent(event)

    def tip_at(self, x: float, y: float) -> str:
        """Name and dates of what lies there in the time area."""
        handle = self.lay_out_now().handle_at(x, y, 2)
        return timeline_words.tip(self.portfolio, handle, self.rows_placed) if handle and self.portfolio else ""
