"""Rows taken with the mouse and put down elsewhere: what is held, the mark where it would go, and one step on release.

Listens to the mouse before the tree does, so that the tree itself need not know of it. While rows are held the status
line says where they would go, or why they cannot. Esc puts them back. Must not know: how a move is written.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from app.core.edits_place import AFTER, BEFORE, INTO, place, tops
from app.core.find import calling_name
from app.errors import Problem
from app.ui.look import theme
from app.ui.look.tokens import INDENT
from app.ui.tree.chosen import choose_rows
from app.ui.tree.columns import NAME
from app.ui.tree.drop_place import Place, choose, places
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow
    from app.ui.tree.page import PortfolioPage

WAIT = 700                   # milliseconds over a folded row until it opens
SCROLL_EVERY, SCROLL_ZONE = 40, 24
HIGH = 9                     # of the mark between two rows


class Mark(QWidget):
    """A line between two rows, or a frame around one; red and dashed where rows cannot go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drop_mark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.frame = self.refused = False
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour("bad" if self.refused else "accent"), 2)
        if self.refused:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        if self.frame:
            painter.drawRect(QRectF(1, 1, self.width() - 2, self.height() - 2))
            return
        middle = self.height() / 2
        painter.drawLine(9, round(middle), self.width(), round(middle))
        painter.setPen(QPen(theme.colour("bad" if self.refused else "accent"), 2))
        painter.drawEllipse(QRectF(1.5, middle - 3.5, 7, 7))


class RowDragging(QObject):
    """See the module. `held` are the rows on the move, empty when nothing is."""

    def __init__(self, window: MainWindow, page: PortfolioPage) -> None:
        super().__init__(page)
        self.window_, self.page, self.view = window, page, page.tree
        self.held: list[str] = []
        self.place: Place | None = None
        self.reason = ""
        self._from: QPoint | None = None
        self._kept = QPersistentModelIndex()     # pressed among several chosen rows: chosen alone only on release
        self._let_go = QPersistentModelIndex()   # the same after release, in case it was half a double click
        self._at = QPoint()
        self.mark = Mark(self.view.viewport())
        self._scroll, self._open = QTimer(self), QTimer(self)
        self._scroll.setInterval(SCROLL_EVERY)
        self._scroll.timeout.connect(self._scroll_on)
        self.view.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._open.setSingleShot(True)
        self._open.setInterval(WAIT)
        self._open.timeout.connect(self._open_row)
        self.view.viewport().installEventFilter(self)
        self.view.installEventFilter(self)
        window.touched.connect(self.put_back)
        window.session_changed.connect(self.put_back)

    # ---------------------------------------------------------------- events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self.held and isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.put_back()
            return True                          # nothing else by key while rows are held
        if not isinstance(event, QMouseEvent) or watched is self.view:
            return False
        if kind == QEvent.Type.MouseButtonPress:
            return self._press(event)
        if kind == QEvent.Type.MouseButtonDblClick and self._let_go.isValid():
            return self._edit(event)
        if kind == QEvent.Type.MouseMove and self._from is not None:
            return self._move(event)
        if kind == QEvent.Type.MouseButtonRelease and self._from is not None:
            return self._release(event)
        return False

    def _press(self, event: QMouseEvent) -> bool:
        if self.held:
            self.put_back()                      # the other button while rows are held
            return True
        view, point = self.view, event.position().toPoint()
        index = view.indexAt(point)
        if (event.button() != Qt.MouseButton.LeftButton or event.modifiers() or not index.isValid()
                or not self.window_.can("edit") or point.x() >= view.border or view.on_border(point.x())
                or self._on_chevron(point)):
            return False
        self._from, self._let_go = point, QPersistentModelIndex()
        if index.internalId() in view.chosen_slots and len(view.chosen_slots) > 1:
            self._kept = QPersistentModelIndex(index)
            return True
        return False

    def _edit(self, event: QMouseEvent) -> bool:
        """A double click whose first half the tree did not see."""
        at, self._let_go = self._let_go, QPersistentModelIndex()
        index = self.view.indexAt(event.position().toPoint())
        return at == index and self.view.start_edit(index)

    def _on_chevron(self, point: QPoint) -> bool:
        """Where a click folds."""
        view, index = self.view, self.view.indexAt(point)
        row = index.siblingAtColumn(0)
        if index.column() != NAME or not view.model().hasChildren(row):
            return False
        return point.x() < view.visualRect(index).left()

    def _move(self, event: QMouseEvent) -> bool:
        point = event.position().toPoint()
        assert self._from is not None
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._from = None
            return False
        if not self.held:
            if (point - self._from).manhattanLength() < QApplication.startDragDistance():
                return True                      # no choosing of rows by pulling
            self.hold(self.page.selected(), point)
            return True
        self._at = point
        self._look()
        return True

    def _release(self, event: QMouseEvent) -> bool:
        kept, self._kept, self._from = self._kept, QPersistentModelIndex(), None
        if not self.held:
            self._let_go = kept
            if kept.isValid():
                self.view.go(self.view.model().index(kept.row(), kept.column(), kept.parent()))
            return kept.isValid()
        rows, where, reason = self.held, self.place, self.reason
        self.put_back()
        if where is not None and not reason:
            self.put_down(rows, where)
        elif reason:
            self.window_.status_line.put_within("chain", reason)     # stays until another row is chosen
        return True

    # ---------------------------------------------------------------- what is held

    def hold(self, uids: Sequence[str], point: QPoint) -> None:
        """Take rows and hold them over a point."""
        session = self.window_.session
        assert session is not None
        self.held, self._at = tops(session.portfolio, uids), point
        self._kept = QPersistentModelIndex()
        self._scroll.start()
        self._look()

    def put_back(self, *_: object) -> None:
        """Nothing is held any more; what was chosen stays chosen."""
        was, self.held, self.place, self._from, self.reason = self.held, [], None, None, ""
        self._kept = QPersistentModelIndex()
        self._scroll.stop()
        self._open.stop()
        self.mark.hide()
        if was:
            QToolTip.hideText()
            self.view.viewport().unsetCursor()
            self.page.timeline.show_chain()

    def _look(self) -> None:
        """Where the rows would go now: the mark, the mouse's shape and the status line follow."""
        place_, reason = choose(places(self.view, self._at.x(), self._at.y()), self._refused)
        moved = place_ != self.place
        self.place, self.reason = place_, reason
        shape = Qt.CursorShape.ForbiddenCursor if reason or place_ is None else Qt.CursorShape.ClosedHandCursor
        if self.view.viewport().cursor().shape() != shape:
            self.view.viewport().setCursor(shape)
        if moved:
            self._open.stop()
            if place_ is not None and place_.where == INTO:
                self._open.start()
            self._show()

    def _refused(self, wish: Place) -> str:
        """Why the held rows cannot go there; "" when they can."""
        session, model = self.window_.session, self.page.model
        assert session is not None and model is not None
        if wish.uid == model.rows.root and wish.where != INTO:
            return tr("Only this branch is shown: put the rows below it.")
        try:
            place(session.portfolio, self.held, wish.uid, wish.where)
        except Problem as problem:
            return f"{problem.what} {problem.hint}".strip()
        return ""

    def _show(self) -> None:
        wish, view = self.place, self.view
        self.mark.setVisible(wish is not None)
        if wish is None:
            return
        self.mark.frame, self.mark.refused = wish.where == INTO, bool(self.reason)
        left = view.header().sectionViewportPosition(NAME) + theme.px(wish.depth * INDENT + 4)
        if wish.where == INTO:
            self.mark.setGeometry(left - 2, wish.top, max(view.border - left, 40), wish.height - 1)
        else:
            self.mark.setGeometry(left, wish.top - HIGH // 2 - 1, max(view.border - left - 4, 40), HIGH)
        self.mark.raise_()
        self.mark.update()
        text = self.reason or self.said(self.held, wish)
        self.window_.status_line.put_within("chain", text)
        if not self.window_.status_line.isVisible():                 # on a projector
            QToolTip.showText(view.viewport().mapToGlobal(self._at + QPoint(16, 24)), text, view.viewport())

    def said(self, rows: list[str], wish: Place) -> str:
        """"Move 3 rows behind IC-124 Power and cooling contract"."""
        session = self.window_.session
        assert session is not None
        p = session.portfolio
        what = calling_name(p.records[rows[0]]) if len(rows) == 1 else plural(len(rows), "{n} row", "{n} rows")
        target = p.records[wish.uid]
        name = f"{target.code} {target.name}".strip() or calling_name(target)
        texts = {BEFORE: tr("Move {what} before {name}", what=what, name=name),
                 AFTER: tr("Move {what} behind {name}", what=what, name=name),
                 INTO: tr("Move {what} into {name}", what=what, name=name)}
        return texts[wish.where]

    def put_down(self, rows: list[str], wish: Place) -> bool:
        """One step; the rows stay chosen where they are now."""
        session, current = self.window_.session, self.page.current_uid()
        assert session is not None
        p = session.portfolio
        what = calling_name(p.records[rows[0]]) if len(rows) == 1 else f"{len(rows):,} rows"
        parent = p.records[wish.uid] if wish.where == INTO else p.records.get(p.records[wish.uid].parent)
        beside = parent is not None and parent.uid != p.records[rows[0]].parent and not parent.get("pass_through")
        label = f"Move {what} into {calling_name(parent)}" if beside and parent is not None else f"Move {what}"
        if not self.window_.attempt(label, lambda: place(p, rows, wish.uid, wish.where)):
            return False
        choose_rows(self.page, rows, current)
        return True

    # ---------------------------------------------------------------- while one waits

    def _open_row(self) -> None:
        """A folded row opens under rows that are held over it."""
        if self.place is not None and self.page.model is not None:
            index = self.page.model.index_of(self.place.uid)
            if index.isValid() and not self.view.isExpanded(index):
                self.view.expand(index)

    def _scroll_on(self) -> None:
        """Near the upper and lower edge the rows move by."""
        bar, height = self.view.verticalScrollBar(), self.view.viewport().height()
        over = min(self._at.y() - SCROLL_ZONE, 0) or max(self._at.y() - height + SCROLL_ZONE, 0)
        if over:
            bar.setValue(bar.value() + max(min(over, 60), -60) // 2)

    def _scrolled(self) -> None:
        """Other rows are under the mouse now."""
        if self.held:
            self.place = None
            self._look()
