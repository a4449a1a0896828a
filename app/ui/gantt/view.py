"""The tree with the time area on the same rows: one view, one scroll, columns left of a border, time right of it.

Rows stay those of TreeView; right of the border lie bars, links and notes of the rows in view (area.py). The border
is dragged, time alone scrolls and zooms sideways. What a drag means is told by signals.
Must not know: the session; how dates are changed.
"""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.core.portfolio import Portfolio
from app.core.schedule.calendar import ordinal
from app.ui.gantt import facts as timeline_facts
from app.ui.gantt import words as timeline_words
from app.ui.gantt.area import Area
from app.ui.gantt.head import GanttHead
from app.ui.gantt.layout import DIAMOND, Layout, PlacedRow, Wishes
from app.ui.gantt.mouse import GanttMouse
from app.ui.gantt.scale import PER_DAY, Axis, Scale, axis
from app.ui.look import theme
from app.ui.look.painted import PaintedText
from app.ui.tree.row_paint import RowInView
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
    folds_seen = 0                           # Qt lays rows out before __init__ gets to say so

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
        self.axis_made: Axis | None = None
        self.area = Area(self)
        self._times: dict[str, timeline_facts.RowTime] = {}
        self._times_of: tuple[int, str] = (-1, "")
        self._axis_width = -1
        self.mouse = GanttMouse(self)
        self.setHeader(GanttHead(self))
        self.expanded.connect(self.note_folds)
        self.collapsed.connect(self.note_folds)

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
        return self.times_of([uid])[0]

    def times_of(self, uids: Sequence[str]) -> list[timeline_facts.RowTime]:
        """The facts of rows, kept until the next change."""
        assert self.portfolio is not None
        now = (self.portfolio.version, self.status)
        if self._times_of != now:
            self._times, self._times_of = {}, now
        known, made = self._times, timeline_facts.row_time
        for uid in uids:
            if uid not in known:
                known[uid] = made(self.portfolio, uid, self.status)
        return [known[uid] for uid in uids]

    # ---------------------------------------------------------------- the rows in view

    def _follow(self) -> None:
        """The area takes in the rows as they stand now."""
        self.executeDelayedItemsLayout()
        self.area.follow(*self.rows_in_view())

    @property
    def rows_placed(self) -> list[PlacedRow]:
        if self.portfolio is None:
            return []
        self._follow()
        return self.area.placed(float(self.area.top))

    def lay_out_now(self) -> Layout:
        """Everything in view as one layout, for what has to look at it whole."""
        if self.portfolio is None:
            return Layout()
        self._follow()
        return self.area.layout()

    def doItemsLayout(self) -> None:
        self.note_folds()
        super().doItemsLayout()

    def note_folds(self) -> None:
        """Rows may have been folded or opened: what was known of rows out of view is asked anew."""
        self.folds_seen += 1

    # ---------------------------------------------------------------- painting

    def paint_view(self, painter: QPainter, rows: list[RowInView], top: int, shown: QRect) -> None:
        if self.portfolio is None or self.model() is None or self.time_width <= 0:
            super().paint_view(painter, rows, top, shown)
            return
        self.paint_columns(painter, rows, top, self.border)
        self.area.follow(rows, top)
        self.area.paint(painter, shown)

    def painted_texts(self) -> list[PaintedText]:
        """Texts of the columns, and the notes right of bars."""
        found = super().painted_texts()
        if self.portfolio is None or not self.time_width:
            return found
        self._follow()
        area = self.area
        for i, (row, piece) in enumerate(zip(area.rows, area.pieces, strict=True)):
            for note in piece.shapes.notes:
                box = QRect(self.border + int(note.x), int(area.top + i * self.row_step + note.y),
                            int(note.width) + 2, int(note.height))
                found.append(PaintedText(note.text, box, theme.large("caption"), theme.colour(note.tone),
                                         theme.colour(row.ground)))
        return found

    # ---------------------------------------------------------------- mouse and keys

    def on_border(self, x: float) -> bool:
        return self.time_width > 0 and abs(x - self.border) <= GRAB

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
        if self.portfolio is None:
            return ""
        self._follow()
        handle = self.area.handle_at(x, y, 2) or self.area.handle_at(x, y, DIAMOND)
        return timeline_words.tip(self.portfolio, handle, self.area.pieces[handle.row].time) if handle else ""
