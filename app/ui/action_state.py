"""When an action of the table is on, checked, and what undo and redo are called now.

Must not know: what an action does.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.actions import BY_ID
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


def can(window: MainWindow, when: str) -> bool:
    """Whether a state of the action table holds now."""
    session = window.session
    editing = session is not None and not session.readonly
    here = editing and window.page == "portfolio"
    match when:
        case "always":
            return True
        case "file":
            return session is not None
        case "edit":
            return editing
        case "row_edit":
            return here and bool(window.portfolio_page.selected())
        case "measure_edit":
            return here and window.portfolio_page.on_measure()
        case "undo":
            return editing and bool(window.undo_label)
        case "redo":
            return editing and bool(window.redo_label)
    raise KeyError(when)


def refresh(window: MainWindow) -> None:
    """Bring every QAction up to date."""
    states: dict[str, bool] = {}
    for action_id, action in window.actions_by_id.items():
        spec = BY_ID[action_id]
        if spec.when not in states:
            states[spec.when] = can(window, spec.when)
        action.setEnabled(states[spec.when])
        if spec.checked is not None:
            action.setChecked(states[spec.when] and spec.checked(window))
    for action_id, word, what in (("edit.undo", tr("Undo"), window.undo_label),
                                  ("edit.redo", tr("Redo"), window.redo_label)):
        text = f"{word} {what}".strip()
        window.actions_by_id[action_id].setText(text.replace("&", "&&"))
        window.actions_by_id[action_id].setToolTip(text)
