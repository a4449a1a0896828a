"""History: every transaction newest first, and what the chosen one changed, before and after in words.

Must not know: how the journal is stored.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QTableView,
    QTableWidgetItem,
    QVBoxLayout,
)

from app.core.history import few
from app.ui.history.compare import ComparePane, left_words
from app.ui.history.imports import ImportsPane
from app.ui.history.model import HistoryModel, Line, count_text, lines
from app.ui.look import figures, icons, theme
from app.ui.look.parts import Bar, frame, label
from app.ui.look.segments import Segments
from app.ui.look.tables import dress, headed_side, plain_table, rest_line
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.session import Touched
    from app.ui.main_window import MainWindow

LIMIT = 5000
MOST_LINES = 500


class HistoryPage(QFrame):
    """A list at the left, the detail at the right."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.setObjectName("history_page")
        self.setProperty("role", "page")
        self._stale = True
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._bar(window))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._list())
        self.splitter.addWidget(self._detail())
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([700, 520])
        self.compare = ComparePane(window)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.splitter)
        self.stack.addWidget(self.compare)
        self.imports = ImportsPane(window)
        self.stack.addWidget(self.imports)
        whole.addWidget(self.stack, 1)
        window.touched.connect(self._follow)
        theme.signals().changed.connect(self._recolour)

    def _bar(self, window: MainWindow) -> Bar:
        """Which view, what to look for, and undo."""
        bar = Bar(window)
        self.filter_field = QLineEdit()
        self.filter_field.setPlaceholderText(tr("Filter history"))
        self.filter_field.setAccessibleName(tr("Filter history"))
        self.filter_field.setClearButtonEnabled(True)
        self.filter_field.setFixedWidth(240)
        mark = self.filter_field.addAction(icons.icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        icons.set_icon(mark, "search", "text3")
        self.filter_field.textChanged.connect(self._fill)
        self.views = Segments(tr("View"), (("steps", "Transactions"), ("compare", "Compare"), ("imports", "Imports")))
        self.views.show_choice("steps")
        self.views.chosen.connect(self.show_view)
        bar.add(self.views)
        bar.row.addSpacing(8)
        bar.add(self.filter_field)
        bar.gap()
        bar.action("edit.undo")
        bar.action("edit.redo")
        bar.stretch()
        self.count = label(font="small", role="secondary")
        bar.add(self.count)
        return bar

    def _list(self) -> QFrame:
        """The transactions, below the place for a message."""
        left = frame("page")
        self.message_place = QVBoxLayout(left)
        self.message_place.setContentsMargins(0, 0, 0, 0)
        self.message_place.setSpacing(0)
        self.model = HistoryModel(self)
        self.table = QTableView()
        self.table.setObjectName("history_list")
        self.table.setAccessibleName(tr("Transactions"))
        self.table.setModel(self.model)
        dress(self.table)
        head = self.table.horizontalHeader()
        for column, width in enumerate((148, 100, 130, 300, 72)):
            self.table.setColumnWidth(column, width)
        head.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.message_place.addWidget(self.table, 1)
        return left

    def _detail(self) -> QFrame:
        side, column, head = headed_side("history_detail")
        self.title = label(font="title", wrap=True)
        self.about = label(role="secondary", wrap=True)
        head.addWidget(self.title)
        head.addWidget(self.about)
        self.changes = plain_table("history_changes", tr("What it changed"),
                                   (tr("Where"), tr("What"), tr("Before"), tr("After")))
        self.changes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for section in (2, 3):
            self.changes.horizontalHeader().setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        column.addWidget(self.changes, 1)
        self.rest = rest_line()
        column.addWidget(self.rest)
        return side

    # ---------------------------------------------------------------- following

    def enter(self) -> None:
        if self._stale:
            self.refresh()
        shown = self.stack.currentWidget()
        if isinstance(shown, ComparePane | ImportsPane):
            shown.enter()
        (shown.table if isinstance(shown, ComparePane | ImportsPane) else self.table).setFocus()

    @property
    def comparing(self) -> bool:
        return self.stack.currentWidget() is self.compare

    def show_view(self, name: str) -> None:
        """The transactions one by one, two states side by side, or the reports of the imports."""
        self.views.show_choice(name)
        self.stack.setCurrentWidget({"compare": self.compare, "imports": self.imports}.get(name, self.splitter))
        self.filter_field.setVisible(name == "steps")
        self.count.setVisible(name == "steps")
        self.enter()

    def stop(self) -> None:
        """Before the file closes."""
        self.compare.stop()

    def panes(self) -> list[QWidget]:
        shown = self.stack.currentWidget()
        if isinstance(shown, ComparePane | ImportsPane):
            return shown.panes()
        return [self.filter_field, self.table, self.changes]

    def _follow(self, touched: Touched) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()
            shown = self.stack.currentWidget()
            if isinstance(shown, ComparePane | ImportsPane):
                shown.enter()

    def refresh(self) -> None:
        """Read the journal's heads anew and stay on the newest."""
        session = self.window_.session
        if session is None:
            return
        self._stale = False
        self.model.show_rows(session.history(LIMIT), self.filter_field.text())
        self._after_fill()

    def _fill(self) -> None:
        self.model.show_rows(self.model.all, self.filter_field.text())
        self._after_fill()

    def _after_fill(self) -> None:
        self.count.setText(count_text(len(self.model.rows), len(self.model.all)))
        self.table.resizeColumnToContents(2)
        self.table.setColumnWidth(2, min(max(self.table.columnWidth(2) + 16, 100), 200))
        self.table.setColumnHidden(1, not any(r.told != r.when[:10] for r in self.model.rows))
        if self.model.rows:
            self.table.selectRow(0)
        self._chosen(self.model.index(0, 0))

    def _chosen(self, index: QModelIndex) -> None:
        session = self.window_.session
        self.changes.setRowCount(0)
        self.rest.hide()
        if session is None or not index.isValid():
            self.title.setText(tr("Nothing has been done yet") if not self.model.all else tr("No transaction matches"))
            text = tr("Every change of this file will stand here, with who and when.")
            self.about.setText("" if self.model.all else text)
            return
        row = self.model.rows[index.row()]
        day, _, time = row.when.partition(" ")
        self.title.setText(row.label)
        parts = [f"{figures.date(day)} {time[:5]}", row.person, plural(row.changes, "{n} value", "{n} values")]
        if row.told != day:
            parts.append(tr("known on {date}", date=figures.date(row.told)))
        if row.undone and row.origin != "undo":
            parts.append(tr("taken back since"))
        self.about.setText(" · ".join(parts))
        found = lines(session.present, session.tx(row.id).changes, few(session.called))
        self._show(found[:MOST_LINES])
        if len(found) > MOST_LINES:
            self.rest.setText(tr("The first {n} of {total} lines.", n=f"{MOST_LINES:,}", total=f"{len(found):,}"))
            self.rest.show()

    def _show(self, found: list[Line]) -> None:
        self.changes.setRowCount(len(found))
        for i, line in enumerate(found):
            texts = (line.what, line.field, line.before, line.after)
            for j, text in enumerate(texts):
                item = QTableWidgetItem(" ".join(text.split()))
                item.setToolTip(text)
                if j == 2:
                    item.setForeground(theme.colour("text2"))
                self.changes.setItem(i, j, item)
        for j, (least, most) in enumerate(((120, 220), (110, 190))):
            self.changes.resizeColumnToContents(j)
            self.changes.setColumnWidth(j, min(max(self.changes.columnWidth(j) + 12, least), most))

    def _recolour(self) -> None:
        if self.isVisible():
            self._chosen(self.table.currentIndex())


def since_left(window: MainWindow) -> None:
    """What changed since this person had the file open last."""
    left = window.file_parts.left
    if left is None:
        window.say(tr("Nothing to compare with yet."), tr("You have not left this file here before."))
        return
    window.show_page("history")
    page = window.pages["history"]
    assert isinstance(page, HistoryPage)
    page.show_view("compare")
    page.compare.choose(left_words(left))
