"""Which rows are folded: remembered by record, so that edits, undo and filters leave the tree as a person set it.

Must not know: how rows are painted.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex

if TYPE_CHECKING:
    from app.ui.tree.page import PortfolioPage


class Folds:
    """`closed` are the uids of folded rows. While a filter is on everything is open and nothing is noted."""

    def __init__(self, page: PortfolioPage) -> None:
        self.page = page
        self.closed: set[str] = set()
        page.tree.expanded.connect(lambda i: self._note(i, True))
        page.tree.collapsed.connect(lambda i: self._note(i, False))

    def expand_all(self) -> None:
        self.closed.clear()
        self._unfold()

    def _unfold(self) -> None:
        """Qt tells of each of ten thousand rows that it is open now; nobody needs to hear that."""
        tree = self.page.tree
        tree.blockSignals(True)
        tree.expandAll()
        tree.blockSignals(False)

    def collapse(self) -> None:
        """Down to programs: the level a committee talks about."""
        if self.page.model is None:
            return
        p = self.page.model.rows.portfolio
        self.closed = {u for u in p.outline.uids if p.records[u].kind in ("program", "project", "package")}
        self.restore()

    def _note(self, index: QModelIndex, open_: bool) -> None:
        if self.page.model is not None and not self.page.filtered:
            (self.closed.discard if open_ else self.closed.add)(self.page.model.uid(index))

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
