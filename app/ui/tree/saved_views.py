"""Views of the Portfolio: the last one of each file comes back on opening it, others are saved under a name.

Kept in the person's profile, a note for each file: how somebody looks at a file is no part of it.
Must not know: the buttons and menus that show them.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.errors import Problem
from app.store import profile
from app.ui import preferences
from app.ui.gantt.scale import PER_DAY
from app.ui.tree.view_state import PARTS, View, from_note, to_note

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow
    from app.ui.tree.page import PortfolioPage

LONGEST = 60                 # letters of a view's name


class SavedViews(QObject):
    """`current` is the named view that was chosen last, "" for none."""

    changed = Signal()

    def __init__(self, window: MainWindow, page: PortfolioPage) -> None:
        super().__init__(page)
        self.window_, self.page = window, page
        self.named: dict[str, View] = {}
        self.current = self.default = ""
        self._file = ""

    # ---------------------------------------------------------------- the profile

    def restore(self) -> None:
        """A file was opened: the view it was left with."""
        session = self.window_.session
        self._file = session.file_id if session is not None else ""
        note = profile.read(self._note()) if self._file else {}
        named = note.get("named")
        self.named = {str(n): from_note(v) for n, v in named.items()} if isinstance(named, Mapping) else {}
        self.default = str(note.get("default", "")) if note.get("default") in self.named else ""
        self.current = str(note.get("current", "")) if note.get("current") in self.named else ""
        if self._file:
            self.show(from_note(note["last"]) if "last" in note else self.usual())
        self.changed.emit()

    def keep(self) -> None:
        """The file is about to close: note how it was looked at."""
        if self._file and self.page.model is not None and self.window_.session is not None:
            self.page.presentation.leave()
            self._write(replace(self.now(), row=self.page.current_uid()))

    def _note(self) -> str:
        return f"views-{self._file}"

    def _write(self, last: View | None = None) -> None:
        note: dict[str, Any] = profile.read(self._note())
        note |= {"named": {n: to_note(v) for n, v in self.named.items()}, "default": self.default,
                 "current": self.current}
        if last is not None:
            note["last"] = to_note(last)
        profile.write(self._note(), note)

    # ---------------------------------------------------------------- the Portfolio as it is looked at

    def usual(self) -> View:
        """Of a file never seen: as delivered, with the time area as this person has it in other files."""
        wished = preferences.get("timeline_parts", {})
        parts = tuple(p for p in PARTS if wished.get(p, p in View().parts))
        return View(timeline=bool(preferences.get("timeline", True)), parts=parts,
                    per_day=PER_DAY.get(preferences.get("timeline_zoom", "months"), 1.0),
                    border=int(preferences.get("timeline_border", 0)))

    def now(self) -> View:
        page, tree = self.page, self.page.tree
        words, quick = page.bar.wanted()
        closed = frozenset() if page.folds.level else frozenset(page.folds.closed)
        return View(page.arrangement.wishes(), words, quick, closed, self.window_.all_years,
                    tree.timeline, tuple(p for p in PARTS if getattr(tree.wishes, p)), tree.scale.per_day,
                    0.0 if tree.at_status else tree.scale.left, tree.border_wish,
                    level=page.folds.level)

    def show(self, view: View) -> None:
        """Look at the file this way."""
        page, tree, window = self.page, self.page.tree, self.window_
        if page.model is None:
            return
        page.presentation.leave()
        now = self.now()
        if not now.like(view) or now.left != view.left:
            tree.timeline, tree.border_wish = view.timeline, view.border
            switches: dict[str, Any] = {part: part in view.parts for part in PARTS}
            tree.wishes = replace(tree.wishes, **switches)
            page.arrangement.arrange(view.columns)
            self._go_in_time(view)
            page.folds.take(view.level, view.closed)
            page.bar.ask_for(view.words, view.quick)
            if window.all_years != view.all_years:
                window.set_all_years(view.all_years)
            page.timeline.catch_up()
        if view.row and page.model.index_of(view.row).isValid():
            page.select(view.row)
        window.refresh_actions()

    def _go_in_time(self, view: View) -> None:
        tree = self.page.tree
        tree.set_scale(replace(tree.scale, per_day=view.per_day, left=view.left or tree.scale.left))
        if not view.left and tree.status:
            tree.to_status()

    # ---------------------------------------------------------------- named views

    def names(self) -> list[str]:
        return sorted(self.named, key=str.casefold)

    @property
    def differs(self) -> bool:
        """Whether the current named view was changed since it was chosen."""
        return bool(self.current) and not self.now().like(self.named[self.current])

    def choose(self, name: str) -> None:
        self.current = name
        self.show(self.named[name])
        self._write()
        self.changed.emit()

    def choose_default(self) -> None:
        """The view a person made the default, else the one as delivered."""
        if self.default:
            self.choose(self.default)
            return
        self.current = ""
        self.show(View())
        self._write()
        self.changed.emit()

    def save(self, name: str) -> bool:
        """Keep what is looked at under a name, anew under a name that is there. False for a name that cannot be."""
        name = " ".join(name.split())
        if not self._named_well(name):
            return False
        self.named[name] = self.now()
        self.current = name
        self._write()
        self.changed.emit()
        return True

    def rename(self, old: str, new: str) -> bool:
        new = " ".join(new.split())
        if new == old:
            return True
        if not self._named_well(new):
            return False
        if new in self.named:
            self.window_.problem(Problem(f"There is a view “{new}” already.", "Choose another name."))
            return False
        self.named[new] = self.named.pop(old)
        self.current = new if self.current == old else self.current
        self.default = new if self.default == old else self.default
        self._write()
        self.changed.emit()
        return True

    def delete(self, name: str) -> tuple[View, bool]:
        """Take a view out; what it was, and whether it was the default."""
        gone, was_default = self.named.pop(name), self.default == name
        self.current = "" if self.current == name else self.current
        self.default = "" if was_default else self.default
        self._write()
        self.changed.emit()
        return gone, was_default

    def bring_back(self, name: str, view: View, default: bool) -> None:
        """A deleted view again."""
        self.named[name] = view
        self.default = name if default else self.default
        self._write()
        self.changed.emit()

    def set_default(self, name: str) -> None:
        """Which view "Default view" leads to; "" for the one as delivered."""
        self.default = name
        self._write()
        self.changed.emit()

    def _named_well(self, name: str) -> bool:
        if name and len(name) <= LONGEST:
            return True
        self.window_.problem(Problem("A view needs a name." if not name else f"“{name[:LONGEST]}…” is too long a name.",
                                     f"Take up to {LONGEST} letters."))
        return False
