"""A few choices side by side of which one is on; where the bar is too narrow they fold into one button with a menu.

Must not know: what is chosen between.
"""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QToolButton, QWidget

from app.ui.look import theme
from app.ui.look.parts import Bar
from app.ui.words import tr

ARROW = 16                       # room for the arrow of a folded group


class Segments(QWidget):
    """Its buttons; `chosen` tells the key of the one that was clicked."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.setObjectName(f"segments_{choices[0][0]}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.group, self.buttons = QButtonGroup(self), {}
        self.one = self._folded(name, choices)
        row.addWidget(self.one)
        for key, text in choices:
            made = QToolButton()
            made.setProperty("kind", "segment")
            made.setObjectName(f"segment_{key}")
            made.setText(tr(text))
            made.setAccessibleName(f"{name}: {tr(text)}")
            made.setFont(theme.font("body"))
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.clicked.connect(lambda _=False, k=key: self.chosen.emit(k))
            made.toggled.connect(self._tell)
            self.group.addButton(made)
            made.setMinimumWidth(made.sizeHint().width())
            self.buttons[key] = made
            row.addWidget(made)
        self.wide = sum(made.minimumWidth() for made in self.buttons.values())
        self.small = max(made.minimumWidth() for made in self.buttons.values()) + ARROW
        self.show_choice(choices[0][0])
        self.fold(False)

    def _folded(self, name: str, choices: tuple[tuple[str, str], ...]) -> QToolButton:
        made = QToolButton()
        made.setProperty("kind", "segment")
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.setFont(theme.font("body"))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        for key, text in choices:
            menu.addAction(tr(text)).triggered.connect(lambda _=False, k=key: self.buttons[k].click())
        made.setMenu(menu)
        return made

    def show_choice(self, key: str) -> None:
        self.buttons[key].setChecked(True)

    def _tell(self, _on: bool) -> None:
        chosen = self.group.checkedButton()
        self.one.setText(chosen.text() if chosen is not None else "")

    def fold(self, folded: bool) -> None:
        """One button with a menu instead of one for each choice."""
        self.setFixedWidth(self.small if folded else self.wide)
        self.one.setVisible(folded)
        self.one.setFixedWidth(self.small)
        for made in self.buttons.values():
            made.setVisible(not folded)


def fold_to_fit(bar: Bar, groups: Sequence[Segments]) -> None:
    """Fold as many of the groups, the last first, as the bar's width asks for."""
    asked = bar.row.minimumSize().width() + sum(group.wide - group.width() for group in groups)
    for group in reversed(groups):
        goes = asked > bar.width()
        asked -= (group.wide - group.small) if goes else 0
        if goes == group.one.isHidden():
            group.fold(goes)
