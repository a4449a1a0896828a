"""Compare: two states of the file side by side, by measure, with who, when and how much money; snapshots to name them.

The states are compared off the window's thread. Must not know: how differences are found or worded.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core import states
from app.core.compare import Comparison
from app.core.compare_groups import Summary, summary
from app.errors import Problem
from app.ui import jobs
from app.ui.history.compare_text import SORT_WORDS, CompareTable, compare_table, sentence
from app.ui.history.left import Left
from app.ui.history.looking import Wish
from app.ui.history.snapshots import Snapshots
from app.ui.look import figures, theme
from app.ui.look.parts import Bar, button, hairline, label
from app.ui.look.tables import dress
from app.ui.small_dialogs import Small
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from app.session import Session
    from app.ui.main_window import MainWindow

Stop = str | Mapping[str, int] | None        # a day, a snapshot's vector, now
MOST_LINES = 2000
HEADS = ("What", "Change", "Before", "After")


class TakeSnapshot(Small):
    """A name for the file as it is now."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Take a snapshot"), "take_snapshot")
        self.column.addWidget(label(tr("It names the file as it is now, to look at and to compare with later."),
                                    role="secondary"))
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("Name, such as “Steering March”"))
        self.name.setAccessibleName(tr("Name"))
        self.note = QPlainTextEdit()
        self.note.setPlaceholderText(tr("Note"))
        self.note.setAccessibleName(tr("Note"))
        self.note.setFixedHeight(72)
        self.column.addWidget(self.name)
        self.column.addWidget(self.note)
        self.verbs(tr("Take the snapshot"), tr("Leave"))

    def accept(self) -> None:
        window, session = self.window_, self.window_.session
        assert session is not None
        name, note = self.name.text(), self.note.toPlainText()
        if window.attempt(f"Snapshot “{name.strip()}”",
                          lambda: states.snapshot(session.present, name, session.vector(), note)[1]):
            super().accept()


class ComparePane(QFrame):
    """Two choosers, a sentence, a table; `found` is the comparison shown."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.setProperty("role", "page")
        self.found: Comparison | None = None
        self.told: Summary | None = None
        self.table_made: CompareTable | None = None
        self.job: jobs.Job | None = None
        self._again = False
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        bar = Bar(window)
        self.before, self.after, self.sort = QComboBox(), QComboBox(), QComboBox()
        for box, name in ((self.before, tr("Compare from")), (self.after, tr("Compare to")), (self.sort, tr("Show"))):
            box.setAccessibleName(name)
            box.setMinimumWidth(170)
        for key, text in SORT_WORDS.items():
            self.sort.addItem(tr(text), key)
        self.before.activated.connect(lambda _: self.refresh())
        self.after.activated.connect(lambda _: self.refresh())
        self.sort.activated.connect(lambda _: self._show())
        self.look = button(tr("Look at it"), "quiet")
        self.look.clicked.connect(self.look_at)
        self.manage = button(tr("Snapshots…"), "quiet")
        self.manage.clicked.connect(lambda: Snapshots(window).open())
        self.take = button(tr("Take a snapshot…"))
        self.take.clicked.connect(lambda: TakeSnapshot(window).open())
        bar.add(label(tr("From"), "small", "secondary"))
        bar.add(self.before)
        bar.add(self.look)
        bar.add(label(tr("to"), "small", "secondary"))
        bar.add(self.after)
        bar.gap()
        bar.add(self.sort)
        bar.stretch()
        bar.add(self.manage)
        bar.add(self.take)
        whole.addWidget(bar)
        self.said = label(font="title", wrap=True)
        self.said.setContentsMargins(12, 12, 12, 12)
        whole.addWidget(self.said)
        whole.addWidget(hairline())
        self.table = QTableWidget()
        self.table.setObjectName("compare_table")
        self.table.setAccessibleName(tr("Differences"))
        self.table.setProperty("may_elide", True)
        dress(self.table)
        self.table.doubleClicked.connect(lambda index: self.jump(index.row()))
        whole.addWidget(self.table, 1)
        self.rest = label(font="small", role="secondary")
        self.rest.setContentsMargins(12, 6, 12, 6)
        whole.addWidget(self.rest)
        theme.signals().changed.connect(self._recolour)

    def panes(self) -> list[QWidget]:
        return [self.before, self.table]

    # ---------------------------------------------------------------- states

    def enter(self) -> None:
        """Read the days and snapshots anew; the first time the day before the last is compared with now."""
        session = self.window_.session
        if session is None:
            return
        days, left = session.days(), self.window_.file_parts.left
        named = states.snapshots(session.present)
        for box, now in ((self.before, False), (self.after, True)):
            chosen = box.currentText()
            with QSignalBlocker(box):
                box.clear()
                if now:
                    box.addItem(tr("Now"), ("now", ""))
                elif left is not None:
                    box.addItem(left_words(left), ("left", ""))
                for uid, name in named:
                    box.addItem(tr("Snapshot “{name}”", name=name), ("snapshot", uid))
                for day in reversed(days):
                    box.addItem(figures.date(day), ("day", day))
                if not chosen and not now and len(days) > 1:
                    chosen = figures.date(days[-2])
                box.setCurrentIndex(max(box.findText(chosen), 0))
        self.refresh()

    def _stop(self, box: QComboBox) -> Stop:
        session = self.window_.session
        kind, key = box.currentData() or ("now", "")
        if kind == "now" or session is None:
            return None
        if kind == "left":
            left = self.window_.file_parts.left
            return left.vector if left is not None else None
        return str(key) if kind == "day" else states.vector_of(session.present, key)

    def choose(self, text: str) -> None:
        """What changed since a state, by its words."""
        self.before.setCurrentIndex(self.before.findText(text))
        self.refresh()

    def look_at(self) -> None:
        """The state on the left, on screen."""
        stop = self._stop(self.before)
        if isinstance(stop, str):
            self.window_.looking.look_at_day(stop)
        elif stop is not None and self.window_.session is not None:
            uid = self.before.currentData()[1]
            name = self.window_.session.present[uid].name if uid else ""      # how it was left has a day and no name
            self.window_.looking.look(Wish(dict(stop), "", name))

    def refresh(self) -> None:
        """Compare anew; a newer wish waits for the one on its way."""
        session = self.window_.session
        if session is None or not self.before.count():
            self.said.setText(tr("Nothing has been written yet."))
            return
        if self.job is not None:
            self._again = True
            return
        before, after = self._stop(self.before), self._stop(self.after)
        self.said.setText(tr("Comparing…"))
        self.job = jobs.start(lambda _: _compare(session, before, after), done=self._made, failed=self._failed,
                              parent=self)

    def _made(self, found: tuple[Comparison, Summary]) -> None:
        self.job = None
        if self._again:
            self._again = False
            self.refresh()
            return
        self.found, self.told = found
        self._show()

    def _failed(self, problem: Problem) -> None:
        self.job = None
        self.said.setText(problem.what)
        self.window_.problem(problem)

    def stop(self) -> None:
        if self.job is not None:
            self.job.wait()
            self.job = None

    # ---------------------------------------------------------------- showing

    def _show(self) -> None:
        if self.found is None or self.told is None:
            return
        made = self.table_made = compare_table(self.found, str(self.sort.currentData()), self.told.money)
        self.said.setText(sentence(self.told, made))
        heads = [*(tr(h) for h in HEADS),
                 *(tr("{series}, {unit}", series=tr(s.capitalize()), unit=made.unit.name) for s in made.series),
                 tr("Who"), tr("When")]
        table, shown = self.table, made.lines[:MOST_LINES]
        table.clear()
        table.setColumnCount(len(heads))
        table.setHorizontalHeaderLabels(heads)
        table.setRowCount(len(shown) + bool(shown))
        for i, line in enumerate(shown):
            texts = (line.what if line.strong else f"    {line.what}", line.field, line.before, line.after, *line.money,
                     line.who, line.told)
            self._fill(i, texts, line.strong)
        if shown:
            self._fill(len(shown), (tr("Total of the file"), "", "", "", *made.total, "", ""), True)
        money = range(len(HEADS), len(HEADS) + len(made.series))
        for column in range(len(heads)):
            if column in money:
                table.model().setHeaderData(column, Qt.Orientation.Horizontal, int(
                    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), Qt.ItemDataRole.TextAlignmentRole)
            table.resizeColumnToContents(column)
            table.setColumnWidth(column, min(table.columnWidth(column) + 16, 640 if column == 0 else 220))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        more = len(made.lines) - len(shown)
        self.rest.setText(plural(more, "{n} more line; narrow it by kind of change.",
                                 "{n} more lines; narrow them by kind of change.") if more else "")
        self.rest.setVisible(bool(more))

    def _fill(self, row: int, texts: tuple[str, ...], strong: bool) -> None:
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text.replace("\n", " "))
            item.setToolTip(text.strip())
            if strong:
                item.setFont(theme.font("strong"))
            if len(HEADS) <= column < len(texts) - 2:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if text:
                    item.setForeground(theme.colour("bad" if text.startswith(figures.MINUS) else "good"))
            elif column == 2 or column >= len(texts) - 2:
                item.setForeground(theme.colour("text2"))
            self.table.setItem(row, column, item)

    def jump(self, row: int) -> None:
        """To the row of the Portfolio that a line is about."""
        made, session = self.table_made, self.window_.session
        if made is None or session is None or row >= len(made.lines):
            return
        uid = made.lines[row].uid
        if uid not in session.present.outline.position:
            self.window_.say(tr("This is not a row of the portfolio now."), tr("Look at the earlier state to see it."))
            return
        self.window_.show_page("portfolio")
        self.window_.portfolio_page.select(uid)

    def _recolour(self) -> None:
        if self.isVisible():
            self._show()


def left_words(left: Left) -> str:
    """What the state is called in which this person left the file."""
    return tr("When I left it, {date}", date=figures.date(left.day))


def _compare(session: Session, before: Stop, after: Stop) -> tuple[Comparison, Summary]:
    """In a thread: the differences and their figures."""
    found = session.compared(before, after)
    return found, summary(found)
