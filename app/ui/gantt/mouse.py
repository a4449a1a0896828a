"""The mouse over the time area of a GanttView: turns events into drags, and paints what it holds.

Must not know: the session; what a finished drag writes (the view's signals tell it).
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QToolTip

from app.ui.gantt import facts as timeline_facts
from app.ui.gantt import tools as timeline_tools
from app.ui.gantt import words as timeline_words
from app.ui.gantt.layout import Handle, bar_top
from app.ui.gantt.tools import DOT, FINISH, MOVE, PAN, START, Drag
from app.ui.look import theme

if TYPE_CHECKING:
    from app.ui.gantt.view import GanttView

_SHAPES = {MOVE: Qt.CursorShape.OpenHandCursor, START: Qt.CursorShape.SizeHorCursor,
           FINISH: Qt.CursorShape.SizeHorCursor}
_CHOOSING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class GanttMouse:
    """`drag` is what is under way; each method says whether the time area took the event."""

    def __init__(self, view: GanttView) -> None:
        self.view = view
        self.drag: Drag | None = None
        self._border = False
        self._on_summary = False
        self._pan_from = view.scale
        self._at: tuple[float, float] | None = None

    # ---------------------------------------------------------------- events

    def press(self, event: QMouseEvent) -> bool:
        view = self.view
        x, y = event.position().x() - view.border, event.position().y()
        if view.time_width <= 0 or (x <= 0 and not view.on_border(event.position().x())):
            return False
        left = event.button() == Qt.MouseButton.LeftButton
        if view.on_border(event.position().x()):
            self._border = left
        elif event.modifiers() & _CHOOSING:
            self._choose(event)
        else:
            index = self._go(y)
            if left:
                self._begin(x, y, index)
        return True

    def _choose(self, event: QMouseEvent) -> None:
        """Ctrl and Shift choose rows here as they do in the columns."""
        view = self.view
        index = view.indexAt(QPoint(1, int(event.position().y())))
        if index.isValid():
            flags = view.selectionCommand(index, event)
            view.selectionModel().setCurrentIndex(index.siblingAtColumn(max(view.currentIndex().column(), 0)), flags)

    def _go(self, y: float) -> QModelIndex:
        view = self.view
        index = view.indexAt(QPoint(1, int(y)))
        if index.isValid():
            view.go(index.siblingAtColumn(max(view.currentIndex().column(), 0)))
        view.setFocus(Qt.FocusReason.MouseFocusReason)
        return index

    def _begin(self, x: float, y: float, index: QModelIndex) -> None:
        view = self.view
        layout = view.lay_out_now()
        row = view.area.row_at(y)
        time = view.area.pieces[row].time if row >= 0 else None
        editable = index.isValid() and not view.tree_model().readonly
        may_draw = time is not None and not time.summary and time.extent is None
        handle = layout.handle_at(x, y)
        self._on_summary = handle is not None and handle.summary
        self._pan_from = view.scale
        self.drag = timeline_tools.press(layout, x, y, view.scale.day(x), row, time.uid if time else "", editable,
                                         may_draw)

    def move(self, event: QMouseEvent) -> bool:
        view = self.view
        x, y = event.position().x() - view.border, event.position().y()
        if self._border:
            view.border_wish = max(int(event.position().x()), 1)
            view.border_moved.emit()
        elif self.drag is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._pull(self.drag.to(x, y))
        else:
            return False
        return True

    def _pull(self, drag: Drag) -> None:
        view, self.drag = self.view, drag
        if drag.grip == PAN:
            if not self._on_summary:
                view.set_scale(self._pan_from.panned(drag.x - drag.now_x))
        elif drag.moving:
            portfolio = view.portfolio
            assert portfolio is not None
            text = timeline_words.dragging(drag, view.scale, lambda uid: timeline_facts.end_extent(portfolio, uid))
            place = QPoint(int(drag.now_x) + view.border, int(drag.now_y) + 20)
            QToolTip.showText(view.viewport().mapToGlobal(place), text, view.viewport())
            view.viewport().update()

    def release(self) -> bool:
        view = self.view
        drag, self.drag = self.drag, None
        if self._border:
            self._border = False
            view.border_set.emit()
            return True
        if drag is None:
            return False
        QToolTip.hideText()
        view.viewport().update()
        if drag.moving:
            self._finish(drag)
        return True

    def _finish(self, drag: Drag) -> None:
        view = self.view
        if drag.grip == PAN:
            if self._on_summary:
                view.refused.emit()
        elif drag.grip == timeline_tools.DRAW:
            view.drawn.emit(drag.uid, *drag.drawn(view.scale))
        elif drag.linking:
            target = timeline_tools.drop_target(view.lay_out_now(), drag)
            if target is not None:
                view.linked.emit(drag.uid, target[0].uid, timeline_tools.link_type(drag, target[1]))
        elif drag.days(view.scale):
            view.dragged.emit(drag.uid, drag.grip, drag.days(view.scale))

    def cancel(self) -> bool:
        """Esc: nothing happens to what was held."""
        held, self.drag = self.drag, None
        if held is None:
            return False
        if held.grip == PAN:
            self.view.set_scale(self._pan_from)
        QToolTip.hideText()
        self.view.viewport().update()
        return True

    def wheel(self, event: QWheelEvent) -> bool:
        view = self.view
        x = event.position().x() - view.border
        turn, aside = event.angleDelta().y(), event.angleDelta().x()
        if view.time_width <= 0:
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            view.zoom_by(1.2 ** (turn / 120), max(x, 0.0))
        elif x > 0 and (aside or event.modifiers() & Qt.KeyboardModifier.ShiftModifier):
            view.set_scale(view.scale.panned(-(aside or turn) / 2))
        else:
            return False
        event.accept()
        return True

    # ---------------------------------------------------------------- hovering

    def hover(self, event: QMouseEvent) -> None:
        view = self.view
        x, y = event.position().x() - view.border, event.position().y()
        before = self.held()
        self._at = (x, y) if x > 0 else None
        handle = self.held()
        if before != handle:
            view.viewport().update(view.border, 0, view.time_width, view.viewport().height())
        shape = Qt.CursorShape.ArrowCursor
        if view.on_border(event.position().x()):
            shape = Qt.CursorShape.SplitHCursor
        elif handle is not None and not handle.summary and not view.tree_model().readonly:
            inner = view.area.handle_at(x, y) or handle
            shape = _SHAPES.get(timeline_tools.grip_of(inner, x), Qt.CursorShape.CrossCursor)
        if view.viewport().cursor().shape() != shape:
            view.viewport().setCursor(shape)

    def leave(self) -> None:
        if self._at is not None:
            self._at = None
            self.view.viewport().update()

    def held(self) -> Handle | None:
        """The bar under the mouse, or whose link dots are."""
        if self._at is None:
            return None
        area = self.view.area
        found = area.handle_at(*self._at) or area.handle_at(*self._at, DOT * 2)
        return area.bar_of(found.row) or found if found is not None and found.part else found

    # ---------------------------------------------------------------- painting

    def paint(self, painter: QPainter) -> None:
        """Link dots of the bar under the mouse, or the drag under way."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.drag is not None and self.drag.moving:
            self._paint_drag(painter, self.drag)
            return
        handle = self.held()
        if handle is None or handle.summary or handle.part or self.view.tree_model().readonly:
            return
        painter.setPen(QPen(theme.colour("accent"), 1.3))
        painter.setBrush(theme.colour("base"))
        y = (handle.y0 + handle.y1) / 2
        for x in (handle.x0 - DOT, handle.x1 + DOT):
            painter.drawEllipse(QPointF(x, y), 3.0, 3.0)

    def _paint_drag(self, painter: QPainter, drag: Drag) -> None:
        painter.setPen(QPen(theme.colour("accent"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        between = drag.preview(self.view.scale)
        placed = self.view.rows_placed
        if between is not None and drag.row < len(placed):
            top, high = bar_top(placed[drag.row])
            painter.drawRect(QRectF(between[0], top - 1, between[1] - between[0], high + 2))
        elif drag.linking and drag.handle is not None:
            x = drag.handle.x1 if drag.grip == timeline_tools.LINK_FROM_FINISH else drag.handle.x0
            painter.drawLine(QPointF(x, (drag.handle.y0 + drag.handle.y1) / 2), QPointF(drag.now_x, drag.now_y))
            target = timeline_tools.drop_target(self.view.lay_out_now(), drag)
            if target is not None:
                h = target[0]
                painter.drawRect(QRectF(h.x0 - 1, h.y0, h.x1 - h.x0 + 2, h.y1 - h.y0))
