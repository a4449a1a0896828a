"""ONE table of everything a person can do: id, text, key, when, function. Menus, bars, palette and help read it.

`when` names a state of the window (see action_state.py): always, file, edit, row_edit, measure_edit, undo, redo.
`tree` actions take their keys only while the tree itself has the focus, so that typing in a field stays typing.
Must not know: how an action is shown.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

MENUS = ("File", "Edit", "View", "Insert", "Measure", "Tools", "Help")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do. `text` is English and goes through tr; `group` separates blocks in a menu."""

    id: str
    text: str
    run: Callable[[MainWindow], object]
    keys: tuple[str, ...] = ()
    menu: str = ""
    group: int = 0
    icon: str = ""
    when: str = "always"
    tree: bool = False
    checked: Callable[[MainWindow], bool] | None = None
    hint: str = ""


def _palette(window: MainWindow) -> None:
    from app.ui.palette import Palette
    Palette(window).open_here()


def _dialog(window: MainWindow, name: str) -> None:
    from app.ui import small_dialogs
    getattr(small_dialogs, name)(window).open()


ACTIONS: tuple[Action, ...] = (
    Action("file.new", "New file…", lambda w: w.files.new(), ("Ctrl+N",), "File", 0, "file"),
    Action("file.open", "Open file…", lambda w: w.files.open(), ("Ctrl+O",), "File", 0, "folder"),
    Action("file.sample", "Open the sample", lambda w: w.files.sample(), (), "File", 0, "sample"),
    Action("file.workshop", "Start a workshop…", lambda w: w.files.workshop(), (), "File", 0, ""),
    Action("file.start", "Start page", lambda w: w.show_page("start"), (), "File", 0, ""),
    Action("file.import", "Import a workbook…", lambda w: w.files.import_workbook(), ("Ctrl+I",), "File", 1, "import"),
    Action("file.copy", "Save a copy…", lambda w: w.files.save_copy(), ("Ctrl+Shift+S",), "File", 2, "export", "file"),
    Action("file.close", "Close file", lambda w: w.close_file(), ("Ctrl+W",), "File", 2, "", "file"),
    Action("file.quit", "Quit", lambda w: w.close(), ("Ctrl+Q",), "File", 3),

    Action("edit.undo", "Undo", lambda w: w.undo(), ("Ctrl+Z",), "Edit", 0, "undo", "undo"),
    Action("edit.redo", "Redo", lambda w: w.redo(), ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit", 0, "redo", "redo"),
    Action("edit.cell", "Edit cell", lambda w: w.outliner.edit_cell(), ("F2",), "Edit", 1, "edit", "row_edit",
           tree=True),
    Action("edit.copy", "Copy rows", lambda w: w.outliner.copy(), ("Ctrl+C",), "Edit", 1, "", "row_edit", tree=True),
    Action("edit.paste", "Paste as new rows", lambda w: w.outliner.paste(), ("Ctrl+V",), "Edit", 1, "", "row_edit",
           tree=True),
    Action("edit.delete", "Delete rows", lambda w: w.outliner.delete(), ("Del",), "Edit", 1, "trash", "row_edit",
           tree=True),
    Action("edit.find", "Find and filter", lambda w: w.portfolio_page.focus_filter(), ("Ctrl+F",), "Edit", 2, "search",
           "file"),
    Action("edit.unfilter", "Show all rows", lambda w: w.portfolio_page.clear_filter(), (), "Edit", 2, "", "file"),

    Action("view.portfolio", "Portfolio", lambda w: w.show_page("portfolio"), ("Ctrl+1",), "View", 0, "portfolio",
           "file", checked=lambda w: w.page == "portfolio"),
    Action("view.history", "History", lambda w: w.show_page("history"), ("Ctrl+2",), "View", 0, "history", "file",
           checked=lambda w: w.page == "history"),
    Action("view.reports", "Reports", lambda w: w.show_page("reports"), ("Ctrl+3",), "View", 0, "reports", "file",
           checked=lambda w: w.page == "reports"),
    Action("view.expand", "Expand all", lambda w: w.portfolio_page.expand_all(), ("Ctrl+Shift+E",), "View", 1,
           "expand", "file"),
    Action("view.collapse", "Collapse to programs", lambda w: w.portfolio_page.collapse(), ("Ctrl+Shift+C",), "View", 1,
           "collapse", "file"),
    Action("view.inspector", "Inspector", lambda w: w.portfolio_page.toggle_inspector(), ("Ctrl+Shift+I",), "View", 2,
           "inspector", "file", checked=lambda w: w.portfolio_page.inspector_open),
    Action("view.all_years", "Figures of all years", lambda w: w.set_all_years(not w.all_years), (), "View", 2,
           "", "file", checked=lambda w: w.all_years),
    Action("view.dark", "Dark colours", lambda w: w.toggle_theme(), ("Ctrl+Shift+D",), "View", 3, "dark",
           checked=lambda w: w.theme_name == "dark"),
    Action("view.compact", "Compact rows", lambda w: w.toggle_compact(), (), "View", 3, "",
           checked=lambda w: w.compact),
    Action("view.next_pane", "Next pane", lambda w: w.next_pane(), ("F6",), "View", 4),

    Action("node.measure", "Add measure", lambda w: w.outliner.add_measure(), ("Ctrl+M",), "Insert", 0, "plus",
           "edit"),
    Action("node.sibling", "New row below", lambda w: w.outliner.add_sibling(), ("Return", "Enter"), "Insert", 0,
           "", "row_edit", tree=True),
    Action("node.child", "New row inside", lambda w: w.outliner.add_child(), ("Ctrl+Return",), "Insert", 0, "",
           "row_edit", tree=True),
    Action("node.line", "Effect line", lambda w: w.portfolio_page.add_part("effect_line"), (), "Insert", 1, "",
           "measure_edit"),
    Action("node.activity", "Activity", lambda w: w.portfolio_page.add_part("activity"), (), "Insert", 1, "",
           "measure_edit"),
    Action("node.risk", "Risk", lambda w: w.portfolio_page.add_part("risk"), (), "Insert", 1, "", "row_edit"),
    Action("node.issue", "Issue", lambda w: w.portfolio_page.add_part("issue"), (), "Insert", 1, "", "row_edit"),
    Action("node.note", "Note", lambda w: w.portfolio_page.add_part("note"), (), "Insert", 1, "note", "row_edit"),

    Action("node.indent", "One level down", lambda w: w.outliner.indent(), ("Tab", "Alt+Right"), "Measure", 0,
           "indent", "row_edit", tree=True),
    Action("node.outdent", "One level up", lambda w: w.outliner.outdent(), ("Shift+Tab", "Alt+Left"), "Measure",
           0, "outdent", "row_edit", tree=True),
    Action("node.up", "Move up", lambda w: w.outliner.shift(-1), ("Alt+Up",), "Measure", 1, "up", "row_edit",
           tree=True),
    Action("node.down", "Move down", lambda w: w.outliner.shift(1), ("Alt+Down",), "Measure", 1, "down",
           "row_edit", tree=True),

    Action("tools.palette", "Command palette", lambda w: _palette(w), ("Ctrl+K",), "Tools", 0, "command"),
    Action("tools.status_date", "Status date…", lambda w: _dialog(w, "StatusDate"), ("Ctrl+T",), "Tools", 1, "calendar",
           "file"),
    Action("tools.person", "Your name…", lambda w: _dialog(w, "YourName"), (), "Tools", 1),
    Action("help.keys", "Keys and actions", lambda w: _dialog(w, "Keys"), ("F1",), "Help"),
    Action("help.about", "About Trimtab", lambda w: _dialog(w, "About"), (), "Help"),
)

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}
