"""The import's side list "To look at": what a person should see, where, and the other reading where there is one.

A click on the address jumps to the cell; a click on a choice asks for another reading.
Must not know: how the sheet is shown, and how an answer is carried out.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.core.batch import SEVERITIES, Issue
from app.ui.importing.marks import SEVERITY
from app.ui.importing.mend import colour_choice, person_choice, shape_word
from app.ui.importing.sheet_model import MONTHS
from app.ui.importing.text import type_word
from app.ui.look import theme, tokens
from app.ui.look.marks import paint_mark
from app.ui.look.painted import PaintedText
from app.ui.look.parts import counted_head, frame, hairline, label, link, padded
from app.ui.words import plural, tr
from importers.meaning.settled import APART, COLOURS

WHERE = 40                       # room of an address, so that messages stand below each other
SIDE_BY_SIDE = 3                 # more choices than these are short words, so many in a line
PAGE = 60                        # rows made at once; "Show more" makes the next


def severity_letter(severity: str) -> str:
    """The letter beside the mark: colour is never alone."""
    return {"error": tr("E"), "warning": tr("W"), "question": "?", "note": "–"}[severity]


def severity_word(severity: str) -> str:
    return {"error": tr("Error"), "warning": tr("Warning"), "question": tr("Question"), "note": tr("Note")}[severity]


def ordered(issues: Sequence[Issue]) -> list[Issue]:
    """Gravest first; within a severity as they stand in the sheet."""
    return sorted(issues, key=lambda i: SEVERITIES.index(i.severity))


class Mark(QWidget):
    """The shape and letter of a severity."""

    def __init__(self, severity: str) -> None:
        super().__init__()
        self._severity = severity
        self.setFixedSize(30, 20)
        self.setToolTip(severity_word(severity))
        self.setAccessibleName(severity_word(severity))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_mark(painter, QPointF(7, 10), SEVERITY[self._severity])
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text"))
        painter.drawText(self.rect().adjusted(17, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter),
                         severity_letter(self._severity))

    def painted_texts(self) -> list[PaintedText]:
        return [PaintedText(severity_letter(self._severity), self.rect().adjusted(17, 0, 0, 0), theme.font("small"),
                            theme.colour("text"), theme.colour("base"))]


class IssueRow(QWidget):
    """One issue: mark, address, message, and its choice when it has one."""

    def __init__(self, issue: Issue, parent: IssueList) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.PANEL, 7, tokens.PANEL, 7)
        row.setSpacing(4)
        row.addWidget(Mark(issue.severity), 0, Qt.AlignmentFlag.AlignTop)
        where = issue.cell.rsplit("!", 1)[-1]
        if where:
            at = small_link(where, "issue-cell")
            at.setAccessibleName(tr("Go to cell {cell}", cell=where))
            at.setMinimumWidth(WHERE)
            at.clicked.connect(lambda: parent.jump.emit(issue))
            row.addWidget(at, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.setContentsMargins(0, 2, 0, 0)
        column.addWidget(label(issue.message, "small", wrap=True))
        if issue.answer:
            self._offer(column, issue.answer, parent)
        row.addLayout(column, 1)

    @staticmethod
    def _offer(column: QVBoxLayout, answer: str, parent: IssueList) -> None:
        """The choices as links: below each other, or short words side by side."""
        offered = choices(answer)
        many = len(offered) > SIDE_BY_SIDE
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(SIDE_BY_SIDE, 1)
        for n, (key, value, word) in enumerate(offered):
            choice = small_link(word, "issue-answer")
            choice.setToolTip(f"{key}={value}")
            choice.clicked.connect(lambda _=False, k=key, v=value: parent.answered.emit(k, v))
            y, x = divmod(n, SIDE_BY_SIDE) if many else (n, 0)
            grid.addWidget(choice, y, x, 1, 1 if many else SIDE_BY_SIDE + 1, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(grid)


def small_link(text: str, name: str) -> QPushButton:
    """A link no taller than its line of text, its words at the left."""
    made = link(text, name)
    made.setStyleSheet("QPushButton { min-height: 18px; max-height: 18px; padding: 0; text-align: left; }"
                       "QPushButton:focus { min-height: 16px; max-height: 16px; padding: 0; }")
    return made


def choices(answer: str) -> list[tuple[str, str, str]]:
    """(key, value, words) of everything that an issue offers: the other reading, or all that its thing can be."""
    key, _, value = answer.partition("=")
    if key.startswith("colour."):
        return [(key, one, colour_choice(one)) for one in COLOURS]
    if key.startswith("person."):
        return [(key, one, person_choice(one)) for one in (value, APART)]
    return [(key, value, answer_word(key, value))]


def answer_word(key: str, value: str) -> str:
    """What choosing an answer does, as a verb: ("per", "month") -> "Read as per month"."""
    known = {("date_order", "mdy"): tr("Read the month first"), ("date_order", "dmy"): tr("Read the day first"),
             ("percent", "fraction"): tr("Read 1 as 100 %"), ("percent", "whole"): tr("Read 1 as 1 %"),
             ("spread", "undated"): tr("Keep as one amount"), ("spread", "even"): tr("Spread evenly"),
             ("fiscal_name", "last"): tr("Called after the year in which it ends"),
             ("fiscal_name", "first"): tr("Called after the year in which it begins"),
             ("decimal", "point"): tr("Read the point as decimal mark"),
             ("decimal", "comma"): tr("Read the comma as decimal mark"),
             ("leaf", "activity"): tr("Make the rows activities"), ("leaf", "measure"): tr("Make the rows measures")}
    said = shape_word(key, value)
    if said:
        return said
    bare = key.partition("@")[0]
    if (bare, value) in known:
        return known[bare, value]
    if bare == "effect_type":
        return tr("Read as {what}", what=type_word(value).lower())
    if bare == "fiscal_start" and value.isdigit():
        return tr("Fiscal years begin in {month}", month=tr(MONTHS[int(value) - 1]))
    if bare == "baseline":
        return tr("Take baseline {n}", n=value)
    if bare == "per":
        return tr("Read as per {what}", what=tr(value))
    return tr("Read as {what}", what=tr(value.replace("_", " ")))


class ChoiceRow(QWidget):
    """An answer the person gave, and how to take it back."""

    def __init__(self, key: str, value: str, parent: IssueList) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.PANEL, 7, tokens.PANEL, 7)
        row.setSpacing(8)
        sheet = key.rpartition("@")[2] if "@" in key and not key.startswith("person.") else ""
        text = answer_word(key, value) + (f" ({sheet})" if sheet else "")
        row.addWidget(label(tr("You chose: {what}", what=text), "small", "secondary", wrap=True), 1)
        back = small_link(tr("Take back"), "issue-back")
        back.clicked.connect(lambda: parent.taken_back.emit(key))
        row.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)


class IssueList(QFrame):
    """The list with its head; scrolls."""

    jump = Signal(object)                        # Issue
    answered = Signal(str, str)                  # key, value
    taken_back = Signal(str)                     # key

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setObjectName("import-issues")
        self._issues: list[Issue] = []
        head, self._count = counted_head(tr("To look at"))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(tr("To look at"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._scroll, 1)
        self.show_issues([], "")

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 120)

    def show_issues(self, issues: Sequence[Issue], where: str, answers: Mapping[str, str] | None = None,
                    elsewhere: bool = False) -> None:
        """Show these, gravest first; `where` says what they belong to ("in this sheet"). Answers given stand above.
        With `elsewhere` other sheets have something."""
        self._issues = ordered(issues)
        self._count.setText(f"{len(issues):,} {where}".strip() if issues else "")
        body = frame("panel")
        body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._made = 0
        for key, value in (answers or {}).items():
            self._body.addWidget(ChoiceRow(key, value, self))
            self._body.addWidget(hairline())
        if not issues:
            said = (tr("Nothing in this sheet; those with a mark at the left have something.") if elsewhere
                    else tr("Nothing: every cell was understood."))
            nothing = label(said, "small", "secondary", wrap=True)
            self._body.addWidget(padded(nothing, 12, 12))
        self._body.addStretch(1)
        self._scroll.setWidget(body)
        self._more()

    def _more(self) -> None:
        sender = self.sender()
        if isinstance(sender, QWidget) and sender.objectName() == "issues-more":
            sender.hide()
            sender.deleteLater()
        end = min(self._made + PAGE, len(self._issues))
        for issue in self._issues[self._made:end]:
            self._body.insertWidget(self._body.count() - 1, IssueRow(issue, self))
            self._body.insertWidget(self._body.count() - 1, hairline())
        self._made = end
        if end < len(self._issues):
            left = len(self._issues) - end
            more = link(plural(left, "Show 1 more", "Show {n} more"), "issues-more")
            more.clicked.connect(self._more)
            self._body.insertWidget(self._body.count() - 1, more, 0, Qt.AlignmentFlag.AlignHCenter)

    def rows(self) -> list[IssueRow]:
        """The rows made so far, in order."""
        return self.findChildren(IssueRow)
