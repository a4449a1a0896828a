"""The screens at the left: words and icons on a wide window, icons alone on a small one.

Only screens that exist stand here. Must not know: what a screen shows.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout

from app.ui.actions import BY_ID
from app.ui.look import icons, theme
from app.ui.look.parts import hairline
from app.ui.look.tokens import NAV_NARROW, NAV_ROW, NAV_WIDE
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

SCREENS: tuple[str, ...] = ("view.portfolio", "view.value", "", "view.history", "view.reports")   # "" = a line between


class Navigation(QFrame):
    """One checkable row a screen; the accent bar and the tint mark the current one."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName(tr("Screens"))
        self.setProperty("role", "nav")
        self.rows: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(0)
        for action_id in SCREENS:
            if not action_id:
                line = hairline()
                column.addSpacing(8)
                column.addWidget(line)
                column.addSpacing(8)
                continue
            row = QToolButton()
            row.setProperty("kind", "nav")
            row.setObjectName(f"nav_{action_id.partition('.')[2]}")
            row.setText("  " + tr(BY_ID[action_id].text))
            row.setCheckable(True)
            row.setIconSize(QSize(16, 16))
            row.setFixedHeight(NAV_ROW)
            row.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            row.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.setAccessibleName(tr(BY_ID[action_id].text))
            row.clicked.connect(window.actions_by_id[action_id].trigger)
            icons.set_icon(row, BY_ID[action_id].icon, "text2")
            column.addWidget(row)
            self.rows[action_id] = row
        column.addStretch(1)
        self.narrow(False)

    def mark(self, page: str) -> None:
        """Show which screen is on."""
        for action_id, row in self.rows.items():
            current = action_id == f"view.{page}"
            row.setChecked(current)
            row.setFont(theme.font("strong" if current else "body"))
            icons.set_icon(row, BY_ID[action_id].icon, "text" if current else "text2")

    def narrow(self, narrow: bool) -> None:
        self.setFixedWidth(NAV_NARROW if narrow else NAV_WIDE)
        for action_id, row in self.rows.items():
            row.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly if narrow
                                   else Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            row.setToolTip(tr(BY_ID[action_id].text) if narrow else "")
