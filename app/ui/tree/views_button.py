"""The button that switches between saved views and keeps, renames and deletes them.

Must not know: what a view holds.
"""
from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton

from app.ui.look import icons, theme
from app.ui.look.parts import label
from app.ui.small_dialogs import Small
from app.ui.tree.saved_views import LONGEST, SavedViews
from app.ui.words import tr

MOST, SHORT = 16, 32         # letters of a view's name on the button, and in a sentence of the menu


class ViewsButton(QToolButton):
    """Its text is the chosen view's name; without one its picture is enough."""

    def __init__(self, views: SavedViews) -> None:
        super().__init__()
        self.views = views
        self.setObjectName("views")
        self.setFont(theme.font("body"))
        self._narrow = False
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setObjectName("views_menu")
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)
        icons.set_icon(self, "views")
        views.changed.connect(self._name)
        self._name()

    def _name(self) -> None:
        name = self.views.current
        self.setText(" " + (name if len(name) <= MOST else name[:MOST - 1] + "…"))
        self.narrow(self._narrow)
        self.setToolTip(tr("View {name}", name=name) if name else tr("Saved views of this file"))
        self.setAccessibleName(self.toolTip())

    def narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon if self.views.current and not narrow
                                else Qt.ToolButtonStyle.ToolButtonIconOnly)

    def fill(self) -> None:
        """The menu as it is now."""
        views, menu = self.views, self.menu()
        menu.clear()
        for name in views.names():
            act = menu.addAction(_plain(name))
            act.setCheckable(True)
            act.setChecked(name == views.current)
            act.triggered.connect(partial(self._choose, name))
        if not views.named:
            menu.addAction(tr("No saved views yet")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(views.window_.actions_by_id["view.default_view"])
        menu.addSeparator()
        menu.addAction(views.window_.actions_by_id["view.save_view"])
        name = views.current
        if not name:
            return
        short = _plain(name if len(name) <= SHORT else name[:SHORT - 1] + "…")
        again = menu.addAction(tr("Save the changes to “{name}”", name=short))
        again.setEnabled(views.differs)
        again.triggered.connect(lambda: views.save(name))
        default = menu.addAction(tr("Make “{name}” the default view", name=short))
        default.setCheckable(True)
        default.setChecked(views.default == name)
        default.triggered.connect(lambda on: views.set_default(name if on else ""))
        menu.addAction(tr("Rename “{name}”…", name=short)).triggered.connect(
            lambda: ViewName(views, name).open())
        menu.addAction(tr("Delete “{name}”", name=short)).triggered.connect(lambda: self._delete(name))

    def _choose(self, name: str, _on: bool = False) -> None:
        self.views.choose(name)

    def _delete(self, name: str) -> None:
        """At once, with a way back in the message bar."""
        views = self.views
        gone, default = views.delete(name)
        views.window_.say(tr("The view “{name}” is deleted.", name=name), "", "info",
                          ((tr("Bring it back"), lambda: views.bring_back(name, gone, default)),))


def _plain(name: str) -> str:
    """A name as menus show it: & is theirs."""
    return name.replace("&", "&&")


class ViewName(Small):
    """Asks for the name of a view: a new one, or another for `old`."""

    def __init__(self, views: SavedViews, old: str = "") -> None:
        super().__init__(views.window_, tr("Rename the view") if old else tr("Save this view"), "view_name")
        self.views, self.old = views, old
        self.column.addWidget(label(tr("Columns, filter, folded rows and the time area, for you on this machine."),
                                    role="secondary", wrap=True))
        self.field = QLineEdit(old or views.current)
        self.field.setAccessibleName(tr("Name of the view"))
        self.field.setPlaceholderText(tr("Such as “Steering committee”"))
        self.field.setMaxLength(LONGEST)
        self.field.setMinimumWidth(340)
        self.field.selectAll()
        self.column.addWidget(self.field)
        self.note = label(font="small", role="secondary", wrap=True)
        self.column.addWidget(self.note)
        self.verbs(tr("Rename the view") if old else tr("Save the view"), tr("Leave as it is"))
        self.field.textChanged.connect(self._tell)
        self._tell()
        self.field.setFocus()

    def _tell(self) -> None:
        name = " ".join(self.field.text().split())
        self.verb.setEnabled(bool(name))
        known = name in self.views.named and name != self.old
        self.note.setText(tr("“{name}” is there already.", name=name) + " " + (
            tr("Choose another name.") if self.old else tr("It will be replaced.")) if known else "")
        if known and self.old:
            self.verb.setEnabled(False)

    def accept(self) -> None:
        done = self.views.rename(self.old, self.field.text()) if self.old else self.views.save(self.field.text())
        if done:
            super().accept()
