"""Currency rates of the file: what a unit of another currency is worth, from which month on, and who says so.

Lines in a currency without a rate are in no total, so those stand first. Each rate set or taken out is one step.
Must not know: how amounts are converted (core/value/rates.py).
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
)

from app.core import edits
from app.core.catalog import fields_of
from app.core.change import Change
from app.core.portfolio import Record
from app.core.value.cube import cube, reporting_currency
from app.core.values import month_index, month_of, month_text, parse
from app.errors import Problem
from app.ui.look import figures, theme
from app.ui.look.month_edit import month_edit, month_in
from app.ui.look.parts import button, label
from app.ui.small_dialogs import Small
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class Rates(Small):
    """`table` lists the rates, newest first within a currency; the line below it sets one."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Currency rates"), "rates")
        assert window.session is not None
        self.session = window.session
        self.own = reporting_currency(self.session.portfolio)
        self.column.addWidget(label(tr("Totals are in {currency}. A month without a rate of its own takes the newest "
                                       "earlier one.", currency=self.own), role="secondary", wrap=True))
        self.missing = label(role="bad", wrap=True)
        self.column.addWidget(self.missing)
        self.table = QTableWidget(0, 4)
        self._dress()
        self.column.addWidget(self.table)
        self.currency, self.rate, self.source = QLineEdit(), QLineEdit(), QLineEdit()
        self.month = month_edit(month_of(window.status), tr("From month"))
        self.put = button(tr("Set this rate"), "", "put")
        self.take = button(tr("Take out the chosen rate"), "quiet", "take")
        self._lay_out()
        self.said = label(role="bad", wrap=True)
        self.column.addWidget(self.said)
        self.verbs(tr("Close"))
        self.verb.setAutoDefault(False)
        self.put.setDefault(True)
        self.refresh()

    def _dress(self) -> None:
        table = self.table
        table.setAccessibleName(tr("Rates"))
        worth = tr("1 unit in {currency}", currency=self.own)
        table.setHorizontalHeaderLabels([tr("Currency"), tr("From month"), worth, tr("Source")])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.setMinimumSize(560, 200)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((110, 130, 160)):
            table.setColumnWidth(column, width)
        head.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        table.itemSelectionChanged.connect(self._chosen)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column, (text, widget, hint) in enumerate((
                (tr("Currency"), self.currency, "USD"), (tr("From month"), self.month, ""),
                (tr("1 unit in {currency}", currency=self.own), self.rate, "0.92"),
                (tr("Source"), self.source, tr("Group treasury")))):
            widget.setAccessibleName(text)
            grid.addWidget(label(text, "small", "secondary"), 0, column)
            grid.addWidget(widget, 1, column)
            if isinstance(widget, QLineEdit):
                widget.setPlaceholderText(hint)
                widget.setMinimumWidth(180 if widget is self.source else 76)
        grid.setColumnStretch(3, 1)
        grid.addWidget(self.put, 1, 4)
        self.column.addLayout(grid)
        self.column.addWidget(self.take, alignment=Qt.AlignmentFlag.AlignLeft)
        self.put.clicked.connect(self._put)
        self.take.clicked.connect(self._take)

    # ---------------------------------------------------------------- what there is

    def rates(self) -> list[Record]:
        """Live rates, by currency and then the newest first."""
        found = sorted(self.session.portfolio.of_kind("rate"), key=lambda r: str(r.get("month", "")), reverse=True)
        return sorted(found, key=lambda r: str(r.get("currency", "")))

    def refresh(self) -> None:
        p, found = self.session.portfolio, self.rates()
        self.table.setRowCount(len(found))
        for row, rate in enumerate(found):
            month = str(rate.get("month", ""))
            texts = (str(rate.get("currency", "")), figures.month(month_index(month)) if month else "",
                     str(rate.get("rate", "")), str(rate.get("source", "")))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == 2:
                    item.setFont(theme.font("number"))
                self.table.setItem(row, column, item)
        counts: dict[str, int] = {}
        for line in cube(p).apart:
            currency = str(line.get("currency"))
            counts[currency] = counts.get(currency, 0) + 1
        self.missing.setText("; ".join(
            plural(n, "{n} line in {currency} has no rate by its first month and is in no total",
                   "{n} lines in {currency} have no rate by their first month and are in no total", currency=currency)
            for currency, n in sorted(counts.items())))
        self.missing.setVisible(bool(counts))
        if counts and not self.currency.text():
            self.currency.setText(min(counts))
        for part in (self.put, self.currency, self.month, self.rate, self.source):
            part.setEnabled(not self.session.readonly)
        self._chosen()

    def _chosen(self) -> None:
        rows = {index.row() for index in self.table.selectedIndexes()}
        self.take.setEnabled(bool(rows) and not self.session.readonly)

    # ---------------------------------------------------------------- steps

    def _wanted(self) -> list[Change]:
        currency = self.currency.text().strip().upper()
        if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
            raise Problem(tr("“{typed}” is no currency.", typed=self.currency.text().strip()),
                          tr("Currencies are three letters, such as USD."))
        if currency == self.own:
            raise Problem(tr("{currency} is the currency of the totals; it needs no rate.", currency=currency))
        rate = parse(fields_of("rate")["rate"], self.rate.text())
        if rate is None or not str(rate).strip("-0.") or str(rate).startswith("-"):
            raise Problem(tr("A rate is a number above 0."), tr("Type what one {currency} is worth in {own}.",
                                                                currency=currency, own=self.own))
        return edits.set_rate(self.session.portfolio, currency, month_text(month_in(self.month)), str(rate),
                              self.source.text().strip())

    def _put(self) -> None:
        self.said.clear()
        try:
            changes = self._wanted()
        except Problem as problem:
            self.said.setText(f"{problem.what} {problem.hint}".strip())
            return
        if self.window_.attempt(tr("Rate of {currency}", currency=self.currency.text().strip().upper()),
                                lambda: changes):
            self.rate.clear()
            self.refresh()

    def _take(self) -> None:
        rows = {index.row() for index in self.table.selectedIndexes()}
        chosen = [self.rates()[row] for row in rows]
        if chosen and self.window_.attempt(tr("Take out the rate of {currency}", currency=chosen[0].get("currency")),
                                           lambda: edits.delete(self.session.portfolio, [r.uid for r in chosen])):
            self.refresh()
