"""The look every plain table shares. Must not know: what stands in it."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QTableWidget

from app.ui.look import theme
from app.ui.look.tokens import HEAD_ONE, ROW


def plain_table(name: str, called: str, heads: Sequence[str]) -> QTableWidget:
    """A dressed table without rows; a cell too long for its column is cut, and its tooltip holds the whole."""
    made = QTableWidget(0, len(heads))
    made.setObjectName(name)
    made.setAccessibleName(called)
    made.setProperty("may_elide", True)
    dress(made)
    made.setHorizontalHeaderLabels(heads)
    return made


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
