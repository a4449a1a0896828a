"""The KPIs of the file, at its top row: the newest value of each, where it is from and of which day, and its months.

Must not know: the tree, how values are counted.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from app.core.catalog import fields_of
from app.core.kpis import Kpi, kpis
from app.ui.inspector.fields import choice_words
from app.ui.look import figures, theme
from app.ui.look.parts import label
from app.ui.look.tables import plain_table
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MOST_ROWS = 12                            # of the list before it scrolls


class KpiPart(QWidget):
    """A list, and below it the chosen one."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.found: list[Kpi] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.list = self._table("kpi_list", tr("KPIs"), (tr("KPI"), tr("Latest"), tr("Month")))
        self.list.currentCellChanged.connect(lambda row, *_: self._chosen(row))
        self.name = label(font="strong", wrap=True)
        self.about = label(font="small", role="secondary", wrap=True)
        self.months = self._table("kpi_months", tr("Values by month"), (tr("Month"), tr("Actual")))
        column.addWidget(label(tr("KPIs"), "strong"))
        for part in (self.list, self.name, self.about, self.months):
            column.addWidget(part)
        column.addStretch(1)

    @staticmethod
    def _table(name: str, called: str, heads: tuple[str, ...]) -> QTableWidget:
        made = plain_table(name, called, heads)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        return made

    def refresh(self) -> None:
        """The KPIs there are now; the chosen one stays."""
        session = self.window_.session
        if session is None:
            return
        at = self.list.currentRow()
        kept = self.found[at].record.uid if 0 <= at < len(self.found) else ""
        self.found = kpis(session.portfolio)
        self.list.setRowCount(len(self.found))
        for row, kpi in enumerate(self.found):
            latest = kpi.latest
            texts = (kpi.record.name or kpi.record.code, kpi.text(latest[1]) if latest else "",
                     figures.month(latest[0]) if latest else "")
            self._put(self.list, row, texts, (1,))
        self._fit(self.list, len(self.found))
        uids = [k.record.uid for k in self.found]
        self.list.setCurrentCell(uids.index(kept) if kept in uids else 0 if uids else -1, 0)
        self._chosen(self.list.currentRow())

    @staticmethod
    def _put(table: QTableWidget, row: int, texts: tuple[str, ...], numbers: tuple[int, ...]) -> None:
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column in numbers:
                item.setTextAlignment(_NUMBER)
                item.setFont(theme.font("number"))
            table.setItem(row, column, item)

    @staticmethod
    def _fit(table: QTableWidget, rows: int) -> None:
        for column in range(1, table.columnCount()):
            table.resizeColumnToContents(column)
            table.setColumnWidth(column, table.columnWidth(column) + 12)
        row = table.verticalHeader().defaultSectionSize()
        table.setFixedHeight(table.horizontalHeader().height() + min(rows, MOST_ROWS) * row + 2)

    def _chosen(self, row: int) -> None:
        if not 0 <= row < len(self.found):
            return
        kpi, r = self.found[row], self.found[row].record
        self.name.setText(" ".join(t for t in (r.code, r.name) if t))
        known = fields_of("kpi")
        bits = [r.get("unit", ""), choice_words(known["type"], r.get("type")) if r.get("type") else "",
                tr("better is {direction}", direction=choice_words(known["direction"], r.get("direction")).lower())
                if r.get("direction") else "", r.get("money_line", ""),
                tr("from {source}", source=r.get("source")) if r.get("source") else "",
                tr("figures as of {date}", date=figures.date(r.get("as_of"))) if r.get("as_of") else ""]
        self.about.setText(" · ".join(b for b in bits if b))
        newest = list(reversed(kpi.months))[:36]
        self.months.setRowCount(len(newest))
        for i, (month, value) in enumerate(newest):
            self._put(self.months, i, (figures.month(month), kpi.text(value)), (1,))
        self._fit(self.months, len(newest))
