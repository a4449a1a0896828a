"""Which rows are folded: remembered by record, so that edits, undo and filters leave the tree as a person set it.

Must not know: how rows are painted.
"""
from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex

from app.core.catalog import LEVELS

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

    def _unfold(self) -> None:
        """Qt tells of each of ten thousand rows that it is open now; nobody needs to hear that."""
        tree = self.page.tree
        tree.blockSignals(True)
        tree.expandAll()
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
        model, tree = self.page.model, self.page.tree
        assert model is not None
        closed = set(self.closed)
        self._unfold()
        tree.blockSignals(True)
        for uid in closed:
            index = model.index_of(uid)
            if index.isValid():
                tree.collapse(index)
        tree.blockSignals(False)
        self.closed = closed
