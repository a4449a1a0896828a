"""Several rows chosen at once, with one of them current: after a step that moved them they stay chosen.

Must not know: what moved them.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel

from app.ui.tree.columns import NAME

if TYPE_CHECKING:
    from app.ui.tree.page import PortfolioPage


def choose_rows(page: PortfolioPage, uids: Sequence[str], current: str, column: int = NAME) -> None:
    """Go to a row and choose others with it, in one step however many they are."""
    page.select(current, column)
    if page.model is None:
        return
    found = QItemSelection()
    for uid in uids:
        index = page.model.index_of(uid)
        if index.isValid():
            found.select(index, index)
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    page.tree.selectionModel().select(found, flags)
