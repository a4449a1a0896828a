"""The button that shows and hides columns of the tree, and sets them back as delivered.

Must not know: how wide columns are; the page fits them after each choice.
"""
from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from app.ui.look import icons, theme
from app.ui.tree.arrangement import STANDARD, Arrangement
from app.ui.tree.columns import COLUMNS
from app.ui.words import tr


class ColumnsButton(QToolButton):
    """See the module."""

    def __init__(self, arrangement: Arrangement) -> None:
        super().__init__()
        self.arrangement = arrangement
        self._acts: dict[int, QAction] = {}
        self.setText(" " + tr("Columns"))
        self.setObjectName("columns")
        self.setAccessibleName(tr("Columns"))
        self.setToolTip(tr("Columns"))
        self.setFont(theme.font("body"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(self._menu())
        icons.set_icon(self, "columns")

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for i, column in enumerate(COLUMNS):
            if column.key in ("code", "name"):
                continue
            act = menu.addAction(tr(column.head))
            act.setCheckable(True)
            act.setChecked(column.shown)
            act.toggled.connect(partial(self.arrangement.show, i))
            self._acts[i] = act
        menu.addSeparator()
        self.reset = menu.addAction(tr("All columns as delivered"))
        self.reset.setToolTip(tr("Pull a column's head to move it, its edge to widen it"))
        self.reset.triggered.connect(lambda: self.arrangement.arrange(STANDARD))
        return menu

    def refresh(self) -> None:
        """Ticks as the tree has it."""
        for column, act in self._acts.items():
            act.blockSignals(True)
            act.setChecked(not self.arrangement.view.isColumnHidden(column))
            act.blockSignals(False)
        self.reset.setEnabled(self.arrangement.wishes() != STANDARD)
