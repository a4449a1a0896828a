"""The bar above the tree: which rows, words to filter by, the outline's buttons, columns, time and status date.

It says what is wanted (`asked`, `wanted`); the page does it. Must not know: rows.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLineEdit

from app.ui.gantt.bar import TimeButtons
from app.ui.look import icons
from app.ui.look.parts import Bar
from app.ui.tree.columns_button import ColumnsButton
from app.ui.tree.views_button import ViewsButton
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow
    from app.ui.tree.arrangement import Arrangement
    from app.ui.tree.saved_views import SavedViews

QUICK = (("all", "All rows"), ("attention", "At risk or off track"), ("no_owner", "Without owner"),
         ("no_dates", "Without finish"), ("no_figures", "Without effect lines"), ("held", "On hold"))
TYPING = 120                     # milliseconds of rest after which typed words count


class PortfolioBar(Bar):
    """See the module."""

    asked = Signal()             # another filter is wanted
    first_wanted = Signal()      # Enter: go to the first match

    def __init__(self, window: MainWindow, arrangement: Arrangement, views: SavedViews) -> None:
        super().__init__(window)
        self.quick = self._quick()
        self.field = self._field()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING)
        self._typing.timeout.connect(self._ask)
        self.quick.currentIndexChanged.connect(self._ask)
        self.field.textChanged.connect(lambda _: self._typing.start())
        self.field.returnPressed.connect(self._enter)
        self.add(self.quick)
        self.add(self.field)
        self.gap()
        self.action("node.measure", text=True)
        levels = (self.action("node.outdent"), self.action("node.indent"), self.gap())
        steps = (self.action("edit.undo"), self.action("edit.redo"), self.gap())
        self.views = ViewsButton(views)
        self.columns = ColumnsButton(arrangement)
        self.texts.append(self.columns)
        self.add(self.views)
        self.add(self.columns)
        self.spared = [levels, steps, (self.action("file.import"),)]
        self.stretch()
        self.time_buttons = TimeButtons(self, window)
        self.spared.append((self.views, self.columns))
        views.changed.connect(self.time_buttons.fit)      # a view's name needs room
        self.gap()
        self.date_button = self.action("tools.status_date")
        self.date_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.action("view.inspector", text=True)

    def _quick(self) -> QComboBox:
        made = QComboBox()
        made.setObjectName("quick_filter")
        made.setAccessibleName(tr("Which rows"))
        for key, text in QUICK:
            made.addItem(tr(text), key)
        made.setMinimumWidth(150)
        return made

    def _field(self) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName("filter")
        made.setPlaceholderText(tr("Filter rows"))
        made.setAccessibleName(tr("Filter rows"))
        made.setToolTip(tr("Words of code, name, owner or status; Ctrl+F"))
        made.setClearButtonEnabled(True)
        made.setFixedWidth(150)
        self._search_mark: QAction = made.addAction(icons.icon("search", "text3"),
                                                    QLineEdit.ActionPosition.LeadingPosition)
        icons.set_icon(self._search_mark, "search", "text3")
        return made

    def _ask(self) -> None:
        self._typing.stop()
        self.asked.emit()

    def _enter(self) -> None:
        self._typing.stop()
        self.first_wanted.emit()

    def wanted(self) -> tuple[str, str]:
        """The words and the quick filter asked for."""
        return self.field.text(), str(self.quick.currentData())

    def clear(self) -> None:
        """Ask for all rows; the one who clears also takes the filter off."""
        self.blockSignals(True)
        self.quick.setCurrentIndex(0)
        self.field.clear()
        self._typing.stop()
        self.blockSignals(False)

    def ask_for(self, words: str, quick: str) -> None:
        """Set words and quick filter, and ask for them at once."""
        self.clear()
        self.blockSignals(True)
        self.quick.setCurrentIndex(max(self.quick.findData(quick), 0))
        self.field.setText(words)
        self.blockSignals(False)
        self._ask()

    def narrow(self, narrow: bool) -> None:
        super().narrow(narrow)
        self.views.narrow(narrow)
        self.time_buttons.narrow(narrow)
