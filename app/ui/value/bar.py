"""The bar over the Value screen: which node, which periods, in-year or cumulated, compared with
what, of which effect, in which parts.

Must not know: amounts, the grid.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from app.ui.look import icons, theme
from app.ui.look.parts import Bar
from app.ui.look.segments import Segments, fold_to_fit
from app.ui.value import effects, grouped
from app.ui.value.table import ACTUALS, FORECASTS
from app.ui.words import tr

if TYPE_CHECKING:
    from app.core.portfolio import Portfolio
    from app.ui.main_window import MainWindow


class ScopeChooser(QComboBox):
    """Any node of the file, found by typing a part of its code or name."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scope")
        self.setAccessibleName(tr("Scope"))
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setProperty("may_elide", True)
        self.setMinimumWidth(100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.uids: list[str] = []
        self._names = QStringListModel(self)
        self.setModel(self._names)
        rows = QListView()
        rows.setUniformItemSizes(True)
        self.setView(rows)
        finder = QCompleter(self._names, self)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(finder)
        self.activated.connect(lambda at: self.picked.emit(self.uids[at]))

    def fill(self, p: Portfolio) -> None:
        """All nodes in tree order."""
        self.uids = list(p.outline.uids)
        if int((p.outline.parent == -1).sum()) != 1:
            self.uids.insert(0, "")
        names = [f"{p[u].code}  {p[u].name}".strip() if u else tr("Whole file") for u in self.uids]
        if names != self._names.stringList():
            self._names.setStringList(names)

    def show_scope(self, uid: str) -> None:
        if uid in self.uids:
            self.setCurrentIndex(self.uids.index(uid))
            line = self.lineEdit()
            assert line is not None
            line.setCursorPosition(0)


class Chooser(QComboBox):
    """One of a few answers to a question its accessible name and tip ask; `picked` tells the key."""

    picked = Signal(str)

    def __init__(self, name: str, asks: str, answers: list[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(asks)
        self.setToolTip(asks)
        for key, text in answers:
            self.addItem(text, key)
        self.activated.connect(lambda at: self.picked.emit(str(self.itemData(at))))

    def show_choice(self, key: str) -> None:
        self.setCurrentIndex(self.findData(key))


class Narrowing(QWidget):
    """What the figures are of, beside the sentence they tell: the bar has no room for more words."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 12, 0)
        row.setSpacing(8)
        self.effect = Chooser("effect", tr("Effect"), effects.choices())
        self.group = Chooser("group", tr("Parts"), grouped.choices())
        row.addWidget(self.group)
        row.addWidget(self.effect)


class ValueBar(Bar):
    """See the module."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.scope = ScopeChooser()
        self.add(self.scope, 4)
        self.up = QToolButton()
        self.up.setObjectName("scope_up")
        self.up.setIconSize(QSize(16, 16))
        self.up.setToolTip(tr("One level up"))
        self.up.setAccessibleName(tr("One level up"))
        icons.set_icon(self.up, "outdent")
        self.add(self.up)
        self.gap()
        self.periods = Segments(tr("Periods"), (("months", "Months"), ("quarters", "Quarters"), ("years", "Years")))
        self.sums = Segments(tr("Sums"), (("year", "In-year"), ("cumulated", "Cumulated")))
        self.years = Segments(tr("Years shown"), (("one", "One year"), ("all", "All years")))
        for part in (self.periods, self.sums, self.years):
            self.add(part)
        self.gap()
        self.compare = QComboBox()
        self.compare.setObjectName("compare")
        self.compare.setAccessibleName(tr("Compare"))
        self.compare.addItem(tr("Plan to forecast"), FORECASTS)
        self.compare.addItem(tr("Plan to actual"), ACTUALS)
        self.add(self.compare)
        self.stretch()
        self.copy = QToolButton()
        self.copy.setObjectName("copy_grid")
        self.copy.setText(" " + tr("Copy for Excel"))
        self.copy.setToolTip(tr("Copy the chosen cells, else the whole table, in full units"))
        self.copy.setAccessibleName(tr("Copy for Excel"))
        self.copy.setFont(theme.font("body"))
        self.copy.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.set_icon(self.copy, "columns")
        self.texts.append(self.copy)
        self.add(self.copy)
        self.date = self.action("tools.status_date")
        self.date.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def narrow(self, narrow: bool) -> None:
        super().narrow(narrow)
        self.scope.setMaximumWidth(190 if narrow else 280)
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        fold_to_fit(self, (self.periods, self.sums, self.years))
