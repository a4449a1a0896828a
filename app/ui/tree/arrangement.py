"""Which columns a person decided about: shown or not, how wide, in which order; and the head pulled by the mouse.

What nobody decided about follows content and room (widths.py). The money columns share one title, so they move as a
block. Widths are kept as drawn at normal size. Must not know: files, saved views.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent

from app.ui.look import theme
from app.ui.tree.columns import COLUMNS, INDEX, MONEY
from app.ui.tree.view import TreeView

LEAST = 24                   # of a column that a person pulls
_MONEY = [INDEX[key] for key in MONEY]


@dataclass(frozen=True, slots=True)
class ColumnWish:
    """One column in its place: shown, hidden or left to the room there is (None); its width, 0 as content asks."""

    key: str
    shown: bool | None = None
    width: int = 0


STANDARD = tuple(ColumnWish(column.key) for column in COLUMNS)


def together(order: Sequence[int], moved: int = -1) -> list[int]:
    """The same order with the money columns side by side, where the moved one is."""
    if moved in _MONEY:
        at = len([c for c in order[:order.index(moved)] if c not in _MONEY])
    else:
        first = min(order.index(c) for c in _MONEY)
        at = len([c for c in order[:first] if c not in _MONEY])
    rest = [c for c in order if c not in _MONEY]
    return [*rest[:at], *_MONEY, *rest[at:]]


def visual_order(view: TreeView) -> list[int]:
    """All columns from left to right."""
    header = view.header()
    return [header.logicalIndex(i) for i in range(len(COLUMNS))]


def shown_columns(view: TreeView) -> list[int]:
    """The columns that are shown, from left to right."""
    return [i for i in visual_order(view) if not view.isColumnHidden(i)]


class Arrangement(QObject):
    """`chosen` are the columns switched on or off by a person, `own` the widths they pulled."""

    def __init__(self, view: TreeView, fit: Callable[[], None]) -> None:
        super().__init__(view)
        self.view, self._fit = view, fit
        self.chosen: set[int] = set()
        self.own: dict[int, int] = {}
        self._before: dict[int, int] = {}
        header = view.header()
        header.setSectionsMovable(True)          # all but the first, which says what a row is called
        header.sectionMoved.connect(self._moved)
        header.sectionHandleDoubleClicked.connect(self.as_content)
        header.viewport().installEventFilter(self)

    # ---------------------------------------------------------------- the head under the mouse

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is wider or narrower when the mouse lets go was pulled by it."""
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            if event.type() == QEvent.Type.MouseButtonPress:
                self._before = self._sizes()
            elif event.type() == QEvent.Type.MouseButtonRelease and self._before:
                before, self._before = self._before, {}
                for column, size in self._sizes().items():
                    if before.get(column, size) != size:
                        self.own[column] = max(round(size / theme.enlarged()), LEAST)
                self._fit()
        return False

    def _sizes(self) -> dict[int, int]:
        return {i: self.view.columnWidth(i) for i in shown_columns(self.view)}

    def as_content(self, column: int) -> None:
        """A double click on a column's edge: as wide as its content asks again."""
        self._before = {}
        self.own.pop(column, None)
        self._fit()

    def _moved(self, column: int, _old: int, _new: int) -> None:
        self._order(together(visual_order(self.view), column))

    def _order(self, order: Sequence[int]) -> None:
        header = self.view.header()
        header.blockSignals(True)
        for place, column in enumerate(order):
            header.moveSection(header.visualIndex(column), place)
        header.blockSignals(False)
        header.viewport().update()
        self.view.viewport().update()

    # ---------------------------------------------------------------- by key

    def shift(self, column: int, step: int) -> None:
        """One place left or right among the columns that are shown; money moves as a block, the first stays first."""
        shown = shown_columns(self.view)
        block = [c for c in shown if c in _MONEY] if column in _MONEY else [column]
        if column not in shown or column == shown[0]:
            return
        beside = shown.index(block[0]) - 1 if step < 0 else shown.index(block[-1]) + 1
        if not 1 <= beside < len(shown):
            return
        other = shown[beside]
        jumped = [c for c in shown if c in _MONEY] if other in _MONEY else [other]
        order = [c for c in visual_order(self.view) if c not in block]
        at = order.index(jumped[0]) if step < 0 else order.index(jumped[-1]) + 1
        self._order(together([*order[:at], *block, *order[at:]], column))

    def widen(self, column: int, step: int) -> None:
        """Wider or narrower by a step."""
        if column in shown_columns(self.view):
            width = round(self.view.columnWidth(column) / theme.enlarged())
            self.own[column] = max(width + step, LEAST)
            self._fit()

    # ---------------------------------------------------------------- as a whole

    def show(self, column: int, on: bool) -> None:
        """A person decides about this one from now on."""
        self.chosen.add(column)
        self.view.setColumnHidden(column, not on)
        self._fit()

    def wishes(self) -> tuple[ColumnWish, ...]:
        """What a person decided, in the order of the columns."""
        return tuple(ColumnWish(COLUMNS[i].key, not self.view.isColumnHidden(i) if i in self.chosen else None,
                                self.own.get(i, 0)) for i in visual_order(self.view))

    def arrange(self, wishes: Sequence[ColumnWish]) -> None:
        """Take what was decided; columns this program does not know are left out, new ones stand last."""
        known = [w for w in wishes if w.key in INDEX]
        order = [INDEX[w.key] for w in known]
        order += [i for i in range(len(COLUMNS)) if i not in order]
        if order[0] != 0:
            order = [0, *(i for i in order if i != 0)]
        self._order(together(order))
        self.chosen = {INDEX[w.key] for w in known if w.shown is not None}
        self.own = {INDEX[w.key]: w.width for w in known if w.width > 0}
        for wish in known:
            if wish.shown is not None:
                self.view.setColumnHidden(INDEX[wish.key], not wish.shown)
        self._fit()
