"""ONE table of everything a person can do: id, text, key, when, function. Menus, bars, palette and help read it.

`when` names a state of the window (see action_state.py): always, file, edit, row_edit, measure_edit, undo, redo.
`tree` actions take their keys only while the tree itself has the focus, so that typing in a field stays typing.
Must not know: how an action is shown.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

ROWS, COLUMNS, TIME = "View > Rows", "View > Columns", "View > Zoom and scroll"        # menus in a menu
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


def _export(window: MainWindow) -> None:
    from app.ui.export_file import export_file
    window.looking.back()                # a past state never leaves the program as today's
    export_file(window)


def _form(window: MainWindow) -> None:
    from app.ui.form_file import FormFile
    window.looking.back()
    FormFile(window).open()


def _watch(window: MainWindow) -> None:
    from app.ui.importing.watch_dialog import WatchedFolder
    window.looking.back()
    WatchedFolder(window).open()


def _snapshot(window: MainWindow) -> None:
    from app.ui.history.compare import TakeSnapshot
    TakeSnapshot(window).open()


def _rates(window: MainWindow) -> None:
    from app.ui.value.rates_dialog import Rates
    window.looking.back()                # rates are set in the present
    Rates(window).open()


def _compare(window: MainWindow) -> None:
    from app.ui.history.page import HistoryPage
    window.show_page("history")
    page = window.pages["history"]
    assert isinstance(page, HistoryPage)
    page.show_view("compare")


def _since_left(window: MainWindow) -> None:
    from app.ui.history.page import since_left
    since_left(window)


def _snapshots(window: MainWindow) -> None:
    from app.ui.history.snapshots import Snapshots
    window.looking.back()                # names are changed in the present
    Snapshots(window).open()


def _collapse(window: MainWindow, kind: str) -> None:
    window.portfolio_page.collapse(kind)


def _column(window: MainWindow, verb: str, step: int) -> None:
    page = window.portfolio_page
    getattr(page.arrangement, verb)(page.tree.currentIndex().column(), step)


def _chain(window: MainWindow) -> None:
    window.show_page("portfolio")
    page = window.portfolio_page
    page.inspector_wanted = True
    if len(page.selected()) > 1:             # a chain is that of one row
        page.select(page.current_uid())
    page.inspector.show_chain()


def _save_view(window: MainWindow) -> None:
    from app.ui.tree.views_button import ViewName
    ViewName(window.portfolio_page.views).open()


def _zoom(window: MainWindow, zoom: str) -> None:
    window.portfolio_page.timeline.zoom(zoom)


def _zoomed(window: MainWindow, zoom: str) -> bool:
    return window.portfolio_page.tree.scale.zoom == zoom


ACTIONS: tuple[Action, ...] = (
    Action("file.new", "New file…", lambda w: w.files.new(), ("Ctrl+N",), "File", 0, "file"),
    Action("file.open", "Open file…", lambda w: w.files.open(), ("Ctrl+O",), "File", 0, "folder"),
    Action("file.sample", "Open the sample", lambda w: w.files.sample(), (), "File", 0, "sample"),
    Action("file.workshop", "Start a workshop…", lambda w: w.files.workshop(), (), "File", 0, ""),
    Action("file.start", "Start page", lambda w: w.show_page("start"), (), "File", 0, ""),
    Action("file.import", "Import a workbook…", lambda w: w.files.import_workbook(), ("Ctrl+I",), "File", 1, "import"),
    Action("file.import_clipboard", "Import from the clipboard", lambda w: w.files.import_clipboard(), (), "File", 1),
    Action("file.watch", "Watched folder…", lambda w: _watch(w), (), "File", 1, "", "edit",
           hint="A folder whose workbooks are offered again when they change"),
    Action("file.copy", "Save a copy…", lambda w: w.files.save_copy(), ("Ctrl+Shift+S",), "File", 2, "export", "file"),
    Action("file.export", "Export…", lambda w: _export(w), ("Ctrl+E",), "File", 2, "export", "file",
           hint="Tree and amounts as a workbook, or the amounts as a table"),
    Action("file.form", "Collection form…", lambda w: _form(w), (), "File", 2, "", "file",
           hint="A workbook for one owner to fill in, taken back by importing it"),
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
    Action("view.value", "Value", lambda w: w.show_page("value"), ("Ctrl+4",), "View", 0, "value", "file",
           checked=lambda w: w.page == "value"),
    Action("view.history", "History", lambda w: w.show_page("history"), ("Ctrl+2",), "View", 0, "history", "file",
           checked=lambda w: w.page == "history"),
    Action("view.reports", "Reports", lambda w: w.show_page("reports"), ("Ctrl+3",), "View", 0, "reports", "file",
           checked=lambda w: w.page == "reports"),
    Action("view.expand", "Expand all", lambda w: w.portfolio_page.expand_all(), ("Ctrl+Shift+E",), ROWS, 1, "expand",
           "file"),
    *(Action(action, f"Collapse to {level}", partial(_collapse, kind=kind), keys, ROWS, 1, "collapse", "file")
      for action, level, kind, keys in (
          ("view.collapse", "programs", "program", ("Ctrl+Shift+C",)), ("view.projects", "projects", "project", ()),
          ("view.packages", "measure packages", "package", ()))),
    Action("view.save_view", "Save this view…", lambda w: _save_view(w), (), "View", 1, "", "file",
           hint="Columns, filter, folded rows and the time area, under a name"),
    Action("view.default_view", "Default view", lambda w: w.portfolio_page.views.choose_default(), (), "View", 1, "",
           "file"),
    *(Action(f"view.column_{name}", text, partial(_column, verb=verb, step=step), keys, COLUMNS, 1, "",
             "file", tree=True)
      for name, text, verb, step, keys in (
          ("left", "Move the column left", "shift", -1, ("Ctrl+Shift+Left",)),
          ("right", "Move the column right", "shift", 1, ("Ctrl+Shift+Right",)),
          ("wider", "Column wider", "widen", 16, ()), ("narrower", "Column narrower", "widen", -16, ()))),
    Action("view.inspector", "Inspector", lambda w: w.portfolio_page.toggle_inspector(), ("Ctrl+Shift+I",), "View", 2,
           "inspector", "file", checked=lambda w: w.portfolio_page.inspector_open),
    Action("view.chain", "What delays what", lambda w: _chain(w), ("Ctrl+Shift+K",), "View", 2, "", "file",
           hint="What delays the row and what it delays, down to the money"),
    Action("view.look_back", "Look back", lambda w: w.looking.toggle(), ("Ctrl+B",), "View", 2, "history", "file",
           checked=lambda w: w.looking.open, hint="The file as it was known on an earlier day, for reading"),
    Action("view.all_years", "Figures of all years", lambda w: w.set_all_years(not w.all_years), (), "View", 2,
           "", "file", checked=lambda w: w.all_years),
    Action("view.timeline", "Time area", lambda w: w.portfolio_page.timeline.toggle(), ("Ctrl+Shift+G",), "View", 3,
           "timeline", "file", checked=lambda w: w.portfolio_page.tree.timeline),
    Action("view.baseline", "Baseline", lambda w: w.portfolio_page.timeline.switch("baseline"), (), "View", 3,
           "baseline", "file", checked=lambda w: w.portfolio_page.timeline.shows("baseline"),
           hint="Plan dates as a thin bar below"),
    Action("view.links", "Dependencies", lambda w: w.portfolio_page.timeline.switch("links"), (), "View", 3, "links",
           "file", checked=lambda w: w.portfolio_page.timeline.shows("links")),
    Action("view.critical", "Critical path", lambda w: w.portfolio_page.timeline.switch("critical"), (), "View", 3,
           "critical", "file", checked=lambda w: w.portfolio_page.timeline.shows("critical")),
    Action("view.parts", "Activities in the bars", lambda w: w.portfolio_page.timeline.switch("parts"), (), "View", 3,
           "", "file", checked=lambda w: w.portfolio_page.timeline.shows("parts")),
    *(Action(f"view.{zoom}", f"Zoom to {zoom}", partial(_zoom, zoom=zoom), (f"Alt+{i}",), TIME, 4, "", "file",
             checked=partial(_zoomed, zoom=zoom))
      for i, zoom in enumerate(("days", "weeks", "months", "quarters", "years"), 1)),
    Action("view.zoom_in", "Zoom in", lambda w: w.portfolio_page.timeline.zoom_step(1.25), ("Ctrl++", "Ctrl+="), TIME,
           4, "", "file"),
    Action("view.zoom_out", "Zoom out", lambda w: w.portfolio_page.timeline.zoom_step(0.8), ("Ctrl+-",), TIME, 4,
           "", "file"),
    Action("view.time_status", "Go to the status date", lambda w: w.portfolio_page.timeline.to_status(),
           ("Ctrl+Home",), TIME, 4, "", "file", tree=True),
    Action("view.time_row", "Go to the row's bar", lambda w: w.portfolio_page.timeline.to_row(), ("Ctrl+End",), TIME,
           4, "", "row_edit", tree=True),
    Action("view.time_back", "Earlier", lambda w: w.portfolio_page.timeline.scroll(-0.25), ("Ctrl+Left",), TIME, 4,
           "", "file", tree=True),
    Action("view.time_on", "Later", lambda w: w.portfolio_page.timeline.scroll(0.25), ("Ctrl+Right",), TIME, 4, "",
           "file", tree=True),
    Action("view.present", "Presentation", lambda w: w.portfolio_page.presentation.toggle(), ("F5",), "View", 5,
           "", "file", checked=lambda w: w.portfolio_page.presentation.on,
           hint="The chosen branch alone, large enough for the back row; Esc leaves"),
    Action("view.dark", "Dark colours", lambda w: w.toggle_theme(), ("Ctrl+Shift+D",), "View", 5, "dark",
           checked=lambda w: w.theme_name == "dark"),
    Action("view.compact", "Compact rows", lambda w: w.toggle_compact(), (), "View", 5, "",
           checked=lambda w: w.compact),
    Action("view.next_pane", "Next pane", lambda w: w.next_pane(), ("F6",), "View", 6),

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

    Action("time.later", "One day later", lambda w: w.portfolio_page.timeline.by_key("move", 1), ("Alt+Shift+Right",),
           "Measure", 2, "", "measure_edit", tree=True),
    Action("time.earlier", "One day earlier", lambda w: w.portfolio_page.timeline.by_key("move", -1),
           ("Alt+Shift+Left",), "Measure", 2, "", "measure_edit", tree=True),
    Action("time.week_later", "One week later", lambda w: w.portfolio_page.timeline.by_key("move", 7),
           ("Alt+Shift+Down",), "Measure", 2, "", "measure_edit", tree=True),
    Action("time.week_earlier", "One week earlier", lambda w: w.portfolio_page.timeline.by_key("move", -7),
           ("Alt+Shift+Up",), "Measure", 2, "", "measure_edit", tree=True),
    Action("time.longer", "Finish one day later", lambda w: w.portfolio_page.timeline.by_key("finish", 1),
           ("Ctrl+Alt+Right",), "Measure", 2, "", "measure_edit", tree=True),
    Action("time.shorter", "Finish one day earlier", lambda w: w.portfolio_page.timeline.by_key("finish", -1),
           ("Ctrl+Alt+Left",), "Measure", 2, "", "measure_edit", tree=True),
    Action("time.start_later", "Start one day later", lambda w: w.portfolio_page.timeline.by_key("start", 1), (),
           "Measure", 2, "", "measure_edit"),
    Action("time.start_earlier", "Start one day earlier", lambda w: w.portfolio_page.timeline.by_key("start", -1), (),
           "Measure", 2, "", "measure_edit"),
    Action("time.link", "Link chosen measures", lambda w: w.portfolio_page.timeline.link_chosen(), ("Ctrl+L",),
           "Measure", 3, "links", "row_edit", tree=True),
    Action("time.unlink", "Remove their links", lambda w: w.portfolio_page.timeline.unlink_chosen(),
           ("Ctrl+Shift+L",), "Measure", 3, "", "row_edit", tree=True),

    Action("tools.palette", "Command palette", lambda w: _palette(w), ("Ctrl+K",), "Tools", 0, "command"),
    Action("tools.status_date", "Status date…", lambda w: _dialog(w, "StatusDate"), ("Ctrl+T",), "Tools", 1, "calendar",
           "file"),
    Action("tools.snapshot", "Take a snapshot…", lambda w: _snapshot(w), (), "Tools", 1, "history", "edit",
           hint="A name for the file as it is now"),
    Action("tools.snapshots", "Snapshots…", lambda w: _snapshots(w), (), "Tools", 1, "", "file",
           hint="Rename and delete the names that states of the file have"),
    Action("tools.since_left", "What changed since I left it", lambda w: _since_left(w), (), "Tools", 1, "", "file",
           hint="The file as you closed it last time, beside now"),
    Action("tools.compare", "What changed since…", lambda w: _compare(w), (), "Tools", 1, "history", "file",
           hint="Two states side by side: a day, a snapshot, now"),
    Action("tools.rates", "Currency rates…", lambda w: _rates(w), (), "Tools", 1, "", "file",
           hint="What a unit of another currency is worth, from which month on"),
    Action("tools.person", "Your name…", lambda w: _dialog(w, "YourName"), (), "Tools", 1),
    Action("help.keys", "Keys and actions", lambda w: _dialog(w, "Keys"), ("F1",), "Help"),
    Action("help.about", "About Trimtab", lambda w: _dialog(w, "About"), (), "Help"),
)

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}
