"""What the outline keys do on the Portfolio: add, name, level, move, delete; each is one step of the session.

Owns which row was just added, so that Enter after its name goes on with the next one and Escape takes it back.
Must not know: how changes are made (outlining.py, edits.py), how rows are shown.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from app.core import edits, edits_place
from app.core.catalog import KINDS, fields_of
from app.core.change import Change
from app.core.counting import counted
from app.core.schedule import typed
from app.errors import Problem
from app.ui import following
from app.ui.tree import outlining
from app.ui.tree.arrangement import shown_columns
from app.ui.tree.chosen import choose_rows
from app.ui.tree.columns import COLUMNS, editable
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow
    from app.ui.tree.page import PortfolioPage


class Outliner:
    """The verbs of the tree, with the window for writing and the page for where one is."""

    def __init__(self, window: MainWindow, page: PortfolioPage) -> None:
        self.window, self.page = window, page
        self._fresh = ""                     # the row just added, while its name is being typed
        self._just_named = ""
        page.tree.fresh_enter.connect(self._after_enter)
        page.tree.fresh_escape.connect(self._after_escape)
        page.tree.level_from_editor.connect(self._level_from_editor)

    def commit(self, uid: str, field: str, text: str) -> bool:
        """An edit in a cell, on its one road."""
        session = self.window.session
        assert session is not None
        p = session.portfolio
        label = fields_of(p.records[uid].kind)[field].label
        if self._fresh == uid and field == "name":
            self._fresh, self._just_named = "", uid
        return following.attempt(self.window, f"Change {label.lower()}",
                                 lambda: typed.text(p, uid, field, text, self.window.status))

    def edit_cell(self) -> None:
        index = self.page.tree.currentIndex()
        if not self.page.tree.start_edit(index) and index.isValid():
            column = COLUMNS[index.column()]
            if not self.window.can("edit"):
                return
            text = (tr("It is the sum of the effect lines below it.") if column.group == "money" else
                    tr("It is the latest finish of the measures below it.") if column.key == "finish" else
                    tr("Only measures have one."))
            self.window.say(tr("{head} is not typed here.", head=tr(column.head)), text)

    def _add(self, label: str, make: Callable[[], tuple[str, list[Change]]]) -> None:
        """Add a row, go to it and start typing its name."""
        made: list[str] = []

        def changes() -> list[Change]:
            uid, found = make()
            made.append(uid)
            return found

        if self.window.attempt(label, changes) and made and self.page.select(made[0]):
            self._fresh = made[0]
            self.page.tree.setFocus()
            self.page.tree.start_edit(self.page.tree.currentIndex())

    def add_measure(self) -> None:
        session = self.window.session
        assert session is not None
        self.window.show_page("portfolio")
        p, uid = session.portfolio, self.page.current_uid()
        self._add("Add measure", lambda: outlining.new_measure(p, uid, tr("New measure"), session.path.stem))

    def add_sibling(self) -> None:
        session, uid = self.window.session, self.page.current_uid()
        if session is None or not uid:
            return
        p = session.portfolio
        name = KINDS[p.records[uid].kind].label
        self._add(f"Add {name.lower()}", lambda: outlining.new_sibling(p, uid, tr("New {kind}", kind=name.lower())))

    def add_child(self) -> None:
        session, uid = self.window.session, self.page.current_uid()
        if session is None or not uid:
            return
        p = session.portfolio
        self._add("Add row", lambda: outlining.new_child(p, uid, tr("New row")))

    def copy(self) -> None:
        """The selected rows as a block that a sheet understands."""
        model, tree = self.page.model, self.page.tree
        if model is None:
            return
        shown = shown_columns(tree)
        lines = ["\t".join(str(model.index_of(uid, i).data()).replace("\u2212", "-") for i in shown)
                 for uid in self.page.selected()]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> None:
        """A block from a sheet becomes new rows below, its columns those of the tree from the current cell on."""
        session, uid = self.window.session, self.page.current_uid()
        rows = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines() if line.strip()]
        if session is None or not uid or not rows:
            return
        p, tree = session.portfolio, self.page.tree
        shown, first = shown_columns(tree), max(tree.currentIndex().column(), 0)
        behind = shown[shown.index(first):] if first in shown else shown
        fields = [COLUMNS[i].field for i in behind if editable(COLUMNS[i], p.records[uid])]
        made: list[str] = []

        def changes() -> list[Change]:
            width = max(len(row) for row in rows)
            if width > len(fields):
                names = ", ".join(tr(c.head).lower() for c in COLUMNS if c.field in fields) or tr("nothing")
                raise Problem(f"The block has {width} columns; from this cell on {len(fields)} fit: {names}.",
                              "Go to the cell where its first column belongs, or copy fewer columns.")
            uids, found = outlining.paste_rows(p, uid, fields, rows)
            made.extend(uids)
            return found

        if following.changes(self.window, f"Paste {counted(len(rows), 'row')}", changes) and made:
            self.page.select(made[-1])

    def delete(self) -> None:
        session, uids = self.window.session, self.page.selected()
        if session is None or not uids:
            return
        p = session.portfolio
        names = len(outlining.tops(p, uids))
        label = f"Delete {p.records[uids[0]].code or p.records[uids[0]].name or 'row'}" if names == 1 else \
            f"Delete {names} rows"
        if self.window.attempt(label, lambda: edits.delete(p, uids)):
            self.window.say(tr("Deleted."), tr("What hung below went with it."), "info",
                             ((tr("Undo"), self.window.undo),))

    def indent(self) -> None:
        self._level("Move one level down", outlining.indent)

    def outdent(self) -> None:
        self._level("Move one level up", outlining.outdent)

    def shift(self, step: int) -> None:
        self._level("Move up" if step < 0 else "Move down", lambda p, uids: (
            outlining.move(p, uids, step) or edits_place.over_edge(p, uids, step)))

    def _level(self, label: str, verb: Callable[..., list[Change]]) -> None:
        session, uids, current = self.window.session, self.page.selected(), self.page.current_uid()
        if session is None or not uids:
            return
        p = session.portfolio
        column = max(self.page.tree.currentIndex().column(), 0)
        if not self.window.attempt(label, lambda: verb(p, uids)):
            return
        choose_rows(self.page, uids, current, column)

    # ---------------------------------------------------------------- typing on

    def _after_enter(self, uid: str) -> None:
        """Enter after the name of a new row goes on with the next row; anywhere else it only ends the typing."""
        self._fresh = ""
        named, self._just_named = self._just_named, ""
        self.page.tree.setFocus()
        if uid and uid == named:
            self.add_sibling()

    def _after_escape(self, uid: str) -> None:
        """Escape on a row that was just added and not named takes it away again."""
        if uid and uid == self._fresh:
            self._fresh = ""
            QTimer.singleShot(0, self.window.undo)

    def _level_from_editor(self, step: int) -> None:
        self._just_named = ""
        (self.indent if step > 0 else self.outdent)()
        self.page.tree.start_edit(self.page.tree.currentIndex())
