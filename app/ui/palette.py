"""The command palette: type a few letters, get actions of the table and rows of the tree, press Enter.

Must not know: what an action does.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from app.core.find import fold
from app.ui.actions import ACTIONS
from app.ui.look import theme
from app.ui.menus import key_text
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

MOST, WIDTH, ROW = 12, 560, 32
_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: words, what stands at the right, and what it leads to."""

    text: str
    right: str
    action: str = ""
    uid: str = ""
    view: str = ""


def entries(window: MainWindow, words: str) -> list[Entry]:
    """Actions that are on now and rows that hold every word; starts of words first."""
    parts = fold(words).split()
    found: list[tuple[int, int, Entry]] = []
    for i, spec in enumerate(ACTIONS):
        action = window.actions_by_id[spec.id]
        if spec.id == "tools.palette" or not action.isEnabled():
            continue
        text = action.text().replace("&&", "&")
        score = _score(fold(text + " " + spec.text), parts)
        if score is not None:
            found.append((score, i, Entry(text, key_text(action), action=spec.id)))
    for name in window.portfolio_page.views.names() if window.session is not None else ():
        text = tr("View: {name}", name=name)
        score = _score(fold(text), parts)
        if score is not None:
            found.append((score, len(found), Entry(text, "", view=name)))
    found.sort(key=lambda row: row[:2])
    rows: list[tuple[int, int, Entry]] = []
    model = window.portfolio_page.model
    if parts and model is not None:
        records = model.rows.portfolio.records
        for i, uid in enumerate(model.rows.portfolio.outline.uids):
            record = records[uid]
            if record.get("pass_through"):
                continue
            score = _score(model.rows.hay(record), parts)
            if score is not None:
                rows.append((score, i, Entry(record.name or record.code, record.code, uid=uid)))
                if len(rows) >= 200:
                    break
        rows.sort(key=lambda row: row[:2])
    actions, places = [e for _, _, e in found], [e for _, _, e in rows]
    keep = max(MOST - len(places), min(len(actions), MOST // 2)) if parts else MOST
    return (actions[:keep] + places)[:MOST]


def _score(hay: str, parts: list[str]) -> int | None:
    """0 when it starts with the words, 1 when a word does, 2 when it holds them; None when it does not."""
    if not all(part in hay for part in parts):
        return None
    if not parts or hay.startswith(parts[0]):
        return 0
    return 1 if f" {parts[0]}" in hay else 2


class _Line(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        entry: Entry = index.data(_ENTRY)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, theme.colour("sel" if chosen else "base"))
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        room = rect.adjusted(14, 0, -14, 0)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | flags, entry.right)
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(entry.right) - 12)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        text = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | flags, text)


class Palette(QDialog):
    """Opens near the top of the window; Escape closes it, Up and Down choose, Enter goes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.window_ = window
        self.setObjectName("palette")
        self.setProperty("overlay", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Command palette"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("What do you want to do, or where to go?"))
        self.field.setAccessibleName(tr("Command or row"))
        self.field.setFont(theme.font("body"))
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self.refresh)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Matches"))
        self.list.setItemDelegate(_Line(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _: self.go())
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.refresh("")

    def open_here(self) -> None:
        self.resize(WIDTH, self.sizeHint().height())
        corner = self.window_.mapToGlobal(self.window_.rect().topLeft())
        self.move(corner.x() + (self.window_.width() - WIDTH) // 2, corner.y() + 84)
        self.show()
        self.field.setFocus()

    def refresh(self, words: str) -> None:
        self.window_.refresh_actions()
        self.list.clear()
        for entry in entries(self.window_, words):
            item = QListWidgetItem(f"{entry.text} {entry.right}".strip())
            item.setData(_ENTRY, entry)
            self.list.addItem(item)
        if not self.list.count():
            item = QListWidgetItem()
            item.setData(_ENTRY, Entry(tr("Nothing matches"), ""))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.setFixedHeight(self.list.count() * ROW + 4)
        self.list.setCurrentRow(0)
        self.adjustSize()
        self.resize(WIDTH, self.height())

    def go(self) -> None:
        """Do what is chosen."""
        item = self.list.currentItem()
        entry: Entry | None = item.data(_ENTRY) if item is not None else None
        self.close()
        if entry is None:
            return
        if entry.action:
            self.window_.act(entry.action)
        elif entry.view:
            self.window_.show_page("portfolio")
            self.window_.portfolio_page.views.choose(entry.view)
        elif entry.uid:
            self.window_.show_page("portfolio")
            self.window_.portfolio_page.select(entry.uid)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            match event.key():
                case Qt.Key.Key_Down | Qt.Key.Key_Up:
                    step = 1 if event.key() == Qt.Key.Key_Down else -1
                    self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self.go()
                    return True
        return super().eventFilter(watched, event)


