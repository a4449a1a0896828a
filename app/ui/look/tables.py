"""The look every plain table shares, and the side that shows what is chosen in one.

Must not know: what stands in them.
"""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QLabel, QTableView, QTableWidget, QVBoxLayout

from app.ui.look import theme
from app.ui.look.parts import frame, hairline, label
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


def let_rows_grow(table: QTableWidget) -> None:
    """Nothing is cut: a text too long for its column goes on below, and its row grows with it."""
    table.setProperty("may_elide", False)
    table.setWordWrap(True)
    table.setTextElideMode(Qt.TextElideMode.ElideNone)
    table.setStyleSheet("QTableView::item { padding: 5px 4px; }")          # of one line as tall as any other row
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().setMinimumSectionSize(ROW)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().sectionResized.connect(lambda *_: table.resizeRowsToContents())


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


def headed_side(name: str) -> tuple[QFrame, QVBoxLayout, QVBoxLayout]:
    """(the side of what is chosen, its column, the head at its top above a hairline)."""
    side = frame("side", name)
    column, head = QVBoxLayout(side), QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    head.setContentsMargins(16, 12, 16, 12)
    head.setSpacing(4)
    column.addLayout(head)
    column.addWidget(hairline())
    return side, column, head


def rest_line() -> QLabel:
    """A line below a table, shown where the table does not hold all."""
    made = label(font="small", role="secondary", wrap=True)
    made.setContentsMargins(16, 8, 16, 8)
    made.hide()
    return made
