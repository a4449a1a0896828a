"""Small parts every screen is made of: labels in the few fonts there are, buttons, hairlines, bars.

Labels show plain text only: names and titles come from users' files. Must not know: any screen.
"""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAction, QGuiApplication, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayoutItem,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from app.ui.look import icons, theme
from app.ui.look.tokens import HEAD_ONE, PANEL, TOOLBAR
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


def label(text: str = "", font: str = "body", role: str = "", wrap: bool = False) -> QLabel:
    """A plain text in one of the theme's fonts; `role` colours it ("secondary", "hint", "bad" ...)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(theme.font(font))
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


def button(text: str, kind: str = "", name: str = "") -> QPushButton:
    """A button; kinds: "primary", "quiet", "link", "" for the plain one."""
    made = QPushButton(text)
    made.setFont(theme.font("strong" if kind == "primary" else "body"))
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if name:
        made.setObjectName(name)
    return made


def link(text: str, name: str = "") -> QPushButton:
    """A small text button."""
    made = button(text, "link", name)
    made.setFont(theme.font("small"))
    return made


def hairline(vertical: bool = False) -> QFrame:
    line = QFrame()
    line.setProperty("role", "hair")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


def frame(role: str, name: str = "") -> QFrame:
    made = QFrame()
    made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    return made


def counted_head(text: str) -> tuple[QFrame, QLabel]:
    """The head of a list, as tall as that of a table, and the label at its right for how many it holds."""
    head = frame("bar")
    head.setFixedHeight(HEAD_ONE)
    row = QHBoxLayout(head)
    row.setContentsMargins(PANEL, 0, PANEL, 0)
    row.addWidget(label(text, "small", "secondary"))
    row.addStretch()
    count = label("", "small", "secondary")
    row.addWidget(count)
    return head, count


def calm(calendar: QCalendarWidget) -> QCalendarWidget:
    """Weekends in the colour of all days (red means something here), weeks from Monday, no week numbers."""
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, QTextCharFormat())
    for name, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        turn = calendar.findChild(QToolButton, name)
        if turn is not None:
            icons.set_icon(turn, icon)
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    return calendar


def date_edit(iso: str, name: str) -> QDateEdit:
    """A date to type or to pick."""
    made = QDateEdit(QDate.fromString(iso, Qt.DateFormat.ISODate))
    made.setCalendarPopup(True)
    made.setDisplayFormat("d MMM yyyy")
    made.setAccessibleName(name)
    calm(made.calendarWidget())
    return made


@contextmanager
def waiting() -> Iterator[None]:
    """The waiting pointer while something short of a job is done."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()


def padded(widget: QWidget, top: int = 0, bottom: int = 0) -> QWidget:
    """A widget with the panel's margin beside it; a style sheet takes a label's own margins away."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(PANEL, top, PANEL, bottom)
    row.addWidget(widget)
    return made


def drop(item: QLayoutItem) -> None:
    """Throw away what a layout held."""
    widget = item.widget()
    if widget is not None:
        widget.hide()
        widget.deleteLater()


def centred(card: QWidget) -> QHBoxLayout:
    """A card in the middle that is as high as its wrapped texts need (an alignment flag would take that away)."""
    row = QHBoxLayout()
    row.addStretch()
    row.addWidget(card)
    row.addStretch()
    return row


class Bar(QFrame):
    """The 40 px strip above a page; actions come from the table by id."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.setProperty("role", "bar")
        self.setFixedHeight(TOOLBAR)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(8, 0, 8, 0)
        self.row.setSpacing(4)
        self.texts: list[QToolButton] = []
        self.spared: list[tuple[QWidget, ...]] = []      # groups that go, in this order; each is in a menu too

    def add(self, widget: QWidget, stretch: int = 0) -> QWidget:
        self.row.addWidget(widget, stretch)
        return widget

    def action(self, action_id: str, text: bool = False) -> QToolButton:
        """A button for an action; with `text` it shows words too while there is room (see `narrow`)."""
        action: QAction = self.window_.actions_by_id[action_id]
        name = str(action.property("icon_name") or "")
        if name and action.icon().isNull():
            icons.set_icon(action, name)
        made = QToolButton()
        made.setDefaultAction(action)
        if text:
            action.setIconText(f" {action.text().rstrip('…')}")      # Qt sets words right against the icon
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setFont(theme.font("body"))
        made.setAccessibleName(action.text())
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text
                                else Qt.ToolButtonStyle.ToolButtonIconOnly)
        if text:
            self.texts.append(made)
        self.row.addWidget(made)
        return made

    def gap(self) -> QWidget:
        """A hairline between groups."""
        line = hairline(vertical=True)
        line.setFixedHeight(20)
        self.row.addSpacing(6)
        self.row.addWidget(line)
        self.row.addSpacing(6)
        return line

    def make_room(self) -> None:
        """On the narrowest windows whole groups of buttons go, as many as must: what overlaps cannot be clicked."""
        hidden = [widget for group in self.spared for widget in group if widget.isHidden()]
        asked = self.row.minimumSize().width() + sum(map(self._asks, hidden))
        for group in self.spared:
            goes = asked > self.width()
            asked -= sum(map(self._asks, group)) if goes else 0
            for widget in group:
                widget.setHidden(goes)

    def _asks(self, widget: QWidget) -> int:
        return max(widget.minimumSizeHint().width(), widget.minimumWidth()) + self.row.spacing()

    def stretch(self) -> None:
        self.row.addStretch(1)

    def narrow(self, narrow: bool) -> None:
        """Words give way to icons on a small window."""
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for made in self.texts:
            if not made.icon().isNull():
                made.setToolButtonStyle(style)


def amount_editor(parent: QWidget) -> QLineEdit:
    """The field in which a month's amount is typed, in whichever grid."""
    editor = QLineEdit(parent)
    editor.setProperty("cell", True)
    editor.setFrame(False)
    editor.setFont(theme.font("number"))
    editor.setAlignment(Qt.AlignmentFlag.AlignRight)
    editor.setAccessibleName(tr("Amount"))
    return editor
