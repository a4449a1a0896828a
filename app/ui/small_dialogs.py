"""Small windows: status date, your name, keys, about. Each asks or tells one thing.

Must not know: what the answer changes; the window does that.
"""
from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCalendarWidget,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from app.core.values import month_end, month_of
from app.ui import preferences
from app.ui.actions import ACTIONS
from app.ui.look import theme
from app.ui.look.parts import button, calm, label
from app.ui.menus import key_text
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class Small(QDialog):
    """Title, content, one verb at the right; Escape leaves."""

    def __init__(self, window: MainWindow, title: str, name: str) -> None:
        super().__init__(window)
        self.window_ = window
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 16, 16, 16)
        self.column.setSpacing(8)
        self.column.addWidget(label(title, "title"))

    def verbs(self, verb: str, leave: str = "") -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        if leave:
            back = button(leave)
            back.clicked.connect(self.reject)
            row.addWidget(back)
        self.verb = button(verb, "primary", "verb")
        self.verb.setDefault(True)
        self.verb.clicked.connect(self.accept)
        row.addWidget(self.verb)
        self.column.addSpacing(4)
        self.column.addLayout(row)


class StatusDate(Small):
    """The day all figures and lateness look at."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Status date"), "status_date")
        text = tr("Figures count actuals up to this day and expectations after it. Nothing is written to the file.")
        self.column.addWidget(label(text, role="secondary", wrap=True))
        self.calendar = calm(QCalendarWidget())
        self.calendar.setFont(theme.font("body"))
        self.calendar.setAccessibleName(tr("Status date"))
        self.calendar.setMinimumSize(340, 240)
        self.calendar.setSelectedDate(QDate.fromString(window.status, Qt.DateFormat.ISODate))
        self.calendar.activated.connect(lambda _: self.accept())
        self.column.addWidget(self.calendar)
        row = QHBoxLayout()
        for text, day in ((tr("Today"), self._today), (tr("End of last month"), self._last_month)):
            made = button(text, "quiet")
            made.clicked.connect(lambda _=False, d=day: self.calendar.setSelectedDate(
                QDate.fromString(d(), Qt.DateFormat.ISODate)))
            row.addWidget(made)
        row.addStretch(1)
        self.column.addLayout(row)
        self.verbs(tr("Use this date"), tr("Leave as it is"))
        self.accepted.connect(lambda: window.set_status(
            self.calendar.selectedDate().toString(Qt.DateFormat.ISODate)))
        self.calendar.setFocus()

    def _today(self) -> str:
        session = self.window_.session
        return session.clock.today() if session is not None else dt.date.today().isoformat()

    def _last_month(self) -> str:
        return month_end(month_of(self._today()) - 1)


class YourName(Small):
    """Under which name edits are kept in the journal."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Your name"), "your_name")
        self.column.addWidget(label(tr("The history shows it beside every change you make from now on."),
                                    role="secondary", wrap=True))
        self.field = QLineEdit(window.session.person if window.session else preferences.person())
        self.field.setAccessibleName(tr("Your name"))
        self.field.setMinimumWidth(320)
        self.column.addWidget(self.field)
        self.verbs(tr("Use this name"), tr("Leave as it is"))
        self.accepted.connect(self._take)

    def _take(self) -> None:
        name = self.field.text().strip()
        if name:
            preferences.set_person(name)
            if self.window_.session is not None:
                self.window_.session.person = name


class Keys(Small):
    """Every action with its keys, straight from the table."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Keys and actions"), "keys")
        self.resize(740, 620)
        table = QTableWidget(0, 3)
        table.setAccessibleName(tr("Keys and actions"))
        table.setHorizontalHeaderLabels([tr("Action"), tr("Keys"), tr("Menu")])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.setFont(theme.font("body"))
        for spec in ACTIONS:
            action = window.actions_by_id[spec.id]
            row = table.rowCount()
            table.insertRow(row)
            keys = ", ".join(k.toString() for k in action.shortcuts()) or key_text(action)
            for column, text in enumerate((tr(spec.text), keys, " › ".join(map(tr, spec.menu.split(" > "))))):
                table.setItem(row, column, QTableWidgetItem(text))
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            table.resizeColumnToContents(column)
            table.setColumnWidth(column, table.columnWidth(column) + 16)
        self.column.addWidget(table, 1)
        self.verbs(tr("Close"))


class About(Small):
    """What this is, and whose letters it uses."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Trimtab", "about")
        for text in (tr("Steers a portfolio by value, in one file on one desk."),
                     tr("Free software under the MIT licence. The typeface is Inter, under the SIL Open Font License."),
                     tr("Nothing leaves this machine unless you send it.")):
            line = label(text, role="secondary", wrap=True)
            line.setMinimumWidth(380)
            self.column.addWidget(line)
        self.verbs(tr("Close"))
