"""QActions and menus made from the table in actions.py; the only place that makes them.

Must not know: what an action does.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from app.ui.actions import ACTIONS, MENUS, Action
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


def make_actions(window: MainWindow) -> dict[str, QAction]:
    """One QAction a row of the table, keys and icons set, not yet in any menu."""
    made: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(tr(spec.text), window)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        if spec.tree:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setProperty("icon_name", spec.icon)       # drawn when a button shows it: menus do without
        action.setIconVisibleInMenu(False)
        action.setCheckable(spec.checked is not None)
        action.triggered.connect(lambda _=False, s=spec: run(window, s))
        if not spec.tree:
            window.addAction(action)
        made[spec.id] = action
    return made


def run(window: MainWindow, spec: Action) -> None:
    """Do it, and bring every action's state up to date."""
    spec.run(window)
    window.refresh_actions()


def fill_menu_bar(window: MainWindow) -> dict[str, QMenu]:
    """The menu bar from the table: a menu a name, a line between groups; "View > Columns" is a menu in a menu."""
    menus: dict[str, QMenu] = {}
    for name in MENUS:
        menu = window.menuBar().addMenu(tr(name))
        menus[name] = menu
        group = None
        for spec in (s for s in ACTIONS if s.menu.split(" > ")[0] == name):
            if group is not None and spec.group != group:
                menu.addSeparator()
            group = spec.group
            if spec.menu not in menus:
                menus[spec.menu] = menu.addMenu(tr(spec.menu.split(" > ")[-1]))
            menus[spec.menu].addAction(window.actions_by_id[spec.id])
    return menus


def key_text(action: QAction) -> str:
    """The first key as people read it on their keyboard."""
    keys = action.shortcuts()
    return keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
