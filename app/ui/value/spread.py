"""Spread an amount over months by a stated rule: what goes where is shown before anything is written.

Opened on one row of an effect line; offers the amount that has no month yet, else the sum of the chosen cells.
Must not know: how an amount is cut (core/value/spreading.py), how a step is written.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)

from app.core.catalog import SERIES, Field
from app.core.change import Change
from app.core.value.spreading import RULES, parts, spread, spread_undated
from app.core.values import parse
from app.errors import Problem
from app.ui.look import figures, theme
from app.ui.look.month_edit import month_edit, month_in
from app.ui.look.parts import amount_editor, label
from app.ui.small_dialogs import Small
from app.ui.value.model import ValueModel
from app.ui.value.table import Row
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

_RULE_WORDS = {"even": "Equal parts, odd cents first", "working_days": "By working days",
               "profile": "Like another series"}
_MONEY = Field("amount", "money", "Amount")
assert _RULE_WORDS.keys() == RULES.keys()


class Spread(Small):
    """`amount`, `first`, `last`, `rule`, `profile` are what a person chose; `preview` lists what would be written."""

    def __init__(self, window: MainWindow, cells: ValueModel, row: Row, months: tuple[int, int]) -> None:
        super().__init__(window, tr("Spread an amount over months"), "spread")
        assert cells.table is not None
        self.cells, self.row = cells, row
        self.p, self.scale = cells.table.p, cells.table.scale_of(row)
        self.loose: int | None = self.p[row.uid].get(f"undated_{row.series}")
        self.column.addWidget(label(f"{row.name}, {cells.table.series_name(row)}", role="secondary", wrap=True))
        if self.loose:
            self.column.addWidget(label(tr("{amount} of it has no month yet. Spread, it is added to what the months "
                                           "hold.", amount=figures.full(self.loose, self.scale)), wrap=True))
        first, end = months
        have = sum(v for v in self.p.months_of(row.uid, row.series, first, end - first) if v is not None)
        self.amount = amount_editor(self)
        self.amount.setText(figures.full(self.loose or have, self.scale).replace(figures.MINUS, "-"))
        self.amount.setReadOnly(bool(self.loose))
        self.first, self.last = month_edit(first), month_edit(end - 1)
        self.rule, self.profile = QComboBox(), QComboBox()
        for key, text in _RULE_WORDS.items():
            self.rule.addItem(tr(text), key)
        for series in (s for s in SERIES if s != row.series):
            self.profile.addItem(tr(series.capitalize()), series)
        self._form()
        self.preview = QTableWidget(0, 2)
        self._dress_preview()
        self.said = label(role="secondary", wrap=True)
        self.column.addWidget(self.preview)
        self.column.addWidget(self.said)
        self.verbs(tr("Spread"), tr("Leave"))
        self.amount.textChanged.connect(self.refresh)
        for edit in (self.first, self.last):
            edit.dateChanged.connect(self.refresh)
        for box in (self.rule, self.profile):
            box.currentIndexChanged.connect(self.refresh)
        self.refresh()
        (self.first if self.loose else self.amount).setFocus()

    def _form(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for text, widget in ((tr("Amount"), self.amount), (tr("From month"), self.first), (tr("To month"), self.last),
                             (tr("Rule"), self.rule), (tr("Like"), self.profile)):
            widget.setAccessibleName(text)
            widget.setMinimumWidth(260)
            form.addRow(label(text, "small", "secondary"), widget)
        self.form = form
        self.column.addLayout(form)

    def _dress_preview(self) -> None:
        table = self.preview
        table.setAccessibleName(tr("What each month gets"))
        for column, (text, side) in enumerate(((tr("Month"), Qt.AlignmentFlag.AlignLeft),
                                               (tr("Amount"), Qt.AlignmentFlag.AlignRight))):
            head = QTableWidgetItem(text)
            head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            table.setHorizontalHeaderItem(column, head)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setFixedHeight(236)

    # ---------------------------------------------------------------- what is chosen

    def chosen(self) -> tuple[int, int, int]:
        """(amount, first month, number of months). Raises Problem where one of them is no value."""
        amount = parse(_MONEY, self.amount.text(), self.scale)
        first, last = (month_in(edit) for edit in (self.first, self.last))
        if amount is None:
            raise Problem(tr("There is no amount to spread."), tr("Type one."))
        if last < first:
            raise Problem(tr("The last month lies before the first one."), tr("Choose a later one."))
        return int(amount), first, last - first + 1

    def _rule(self) -> tuple[str, str]:
        return str(self.rule.currentData()), str(self.profile.currentData())

    def refresh(self) -> None:
        """Show what would be written, or why it cannot be."""
        self.form.setRowVisible(self.profile, self._rule()[0] == "profile")
        try:
            amount, first, count = self.chosen()
            found = parts(self.p, self.row.uid, amount, first, count, *self._rule())
        except Problem as problem:
            self.preview.setRowCount(0)
            self.said.setText(f"{problem.what} {problem.hint}".strip())
            self.verb.setEnabled(False)
            return
        self.preview.setRowCount(count)
        for i, part in enumerate(found):
            value = QTableWidgetItem(figures.full(part, self.scale))
            value.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setFont(theme.font("number"))
            self.preview.setItem(i, 0, QTableWidgetItem(figures.month(first + i)))
            self.preview.setItem(i, 1, value)
        held = [v for v in self.p.months_of(self.row.uid, self.row.series, first, count) if v is not None]
        text = tr("Sum {sum}.", sum=figures.full(sum(found), self.scale))
        if held and not self.loose:
            text += " " + tr("It takes the place of {amount} in these months.",
                             amount=figures.full(sum(held), self.scale))
        self.said.setText(text)
        self.verb.setEnabled(True)

    def accept(self) -> None:
        amount, first, count = self.chosen()
        uid, series, rule = self.row.uid, self.row.series, self._rule()
        make: Callable[[], list[Change]] = (
            (lambda: spread_undated(self.p, uid, series, first, count, *rule)) if self.loose else
            (lambda: spread(self.p, uid, series, amount, first, count, *rule)))
        if self.cells.write(tr("Spread {name} {series}", name=self.row.name, series=series), make):
            super().accept()
