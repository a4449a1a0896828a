"""The look every plain table shares. Must not know: what stands in it."""
from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from app.ui.look import theme
from app.ui.look.tokens import HEAD_ONE, ROW


def dress(table: QTableView) -> None:
    """The look every plain table shares."""
    table.setShowGrid(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setFont(theme.font("body"))
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW)
    table.horizontalHeader().setFixedHeight(HEAD_ONE)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setFont(theme.font("small"))
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
