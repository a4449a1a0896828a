"""The button that shows and hides columns of the tree.

Must not know: how wide columns are; the page fits them after each choice.
"""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from app.ui.look import icons, theme
from app.ui.tree.columns import COLUMNS
from app.ui.tree.view import TreeView
from app.ui.words import tr


class ColumnsButton(QToolButton):
    """`chosen` are the columns a person has decided about."""

    def __init__(self, tree: TreeView, fit: Callable[[], None]) -> None:
        super().__init__()
        self.tree, self._fit = tree, fit
        self.chosen: set[int] = set()
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
        for i, column in enumerate(COLUMNS):
            if column.key in ("code", "name"):
                continue
            act = menu.addAction(tr(column.head))
            act.setCheckable(True)
            act.setChecked(column.shown)
            act.toggled.connect(lambda on, c=i: self._show(c, on))
            self._acts[i] = act
        return menu

    def _show(self, column: int, on: bool) -> None:
        self.chosen.add(column)      # from now on the person decides about this one
        self.tree.setColumnHidden(column, not on)
        self._fit()

    def refresh(self) -> None:
        """Ticks as the tree has it."""
        for column, act in self._acts.items():
            act.blockSignals(True)
            act.setChecked(not self.tree.isColumnHidden(column))
            act.blockSignals(False)
