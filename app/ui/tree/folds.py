"""Which rows are folded: remembered by record, so that edits, undo and filters leave the tree as a person set it.

Must not know: how rows are painted.
"""
from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex

from app.core.catalog import LEVELS
from app.ui.tree.rows import TOP

if TYPE_CHECKING:
    from app.ui.tree.page import PortfolioPage


class Folds:
    """`closed` are the uids of folded rows, `level` the kind from which on they all are, "" after a fold by hand.
    While a filter is on everything is open and nothing is noted."""

    def __init__(self, page: PortfolioPage) -> None:
        self.page = page
        self.closed: set[str] = set()
        self.level = ""
        page.tree.expanded.connect(lambda i: self._note(i, True))
        page.tree.collapsed.connect(lambda i: self._note(i, False))

    def expand_all(self) -> None:
        self.closed.clear()
        self.level = ""
        self._unfold()

    def _unfold(self, closed: Collection[str] = ()) -> None:
        """Open every row but those. Each is only noted, and all are laid out once at the end: folding a thousand
        rows one by one lays the others out as often. Qt tells of each row, too, which nobody needs to hear."""
        model, tree = self.page.model, self.page.tree
        if model is None:
            return
        tree.blockSignals(True)
        tree.scheduleDelayedItemsLayout()
        for uid in [model.rows.uids[slot] for slot in model.rows.kids if slot != TOP]:
            (tree.collapse if uid in closed else tree.expand)(model.index_of(uid))
        tree.executeDelayedItemsLayout()
        tree.blockSignals(False)

    def collapse(self, kind: str = "program") -> None:
        """Down to a level; programs are what a committee talks about."""
        if self.page.model is not None:
            self.take(kind)
            self.restore()

    def take(self, level: str, closed: Collection[str] = ()) -> None:
        """Fold all rows of a level and below, or certain rows, when the rows are next laid out."""
        assert self.page.model is not None
        self.level, self.closed = level, set(closed)
        if level:
            kinds, p = LEVELS[LEVELS.index(level):-1], self.page.model.rows.portfolio
            self.closed = {u for u in p.outline.uids if p.records[u].kind in kinds}

    def _note(self, index: QModelIndex, open_: bool) -> None:
        if self.page.model is not None and not self.page.filtered:
            (self.closed.discard if open_ else self.closed.add)(self.page.model.uid(index))
            self.level = ""

    def restore(self) -> None:
        """Fold what was folded, after the rows were laid out anew."""
        closed = set(self.closed)
        self._unfold(closed)
        self.closed = closed
