"""The tree's head in two lines: captions below, and one shared title over the money columns.

Must not know: rows.
"""
from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from app.ui.look import theme
from app.ui.look.tokens import HEAD_TWO, PAD
from app.ui.tree.columns import CENTRE, COLUMNS, RIGHT
from app.ui.words import tr


class TreeHead(QHeaderView):
    """Paints itself whole, because Qt's own sections cannot share a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.group_title = ""
        self.setSectionsMovable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(36)
        self.setStretchLastSection(False)
        self.setAccessibleName(tr("Column heads"))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(HEAD_TWO))

    def group_rect(self) -> QRect:
        """Where the money columns' common title stands; empty when none of them is shown."""
        found = QRect()
        for i, column in enumerate(COLUMNS):
            if column.group == "money" and not self.isSectionHidden(i):
                found |= QRect(self.sectionViewportPosition(i), 0, self.sectionSize(i), theme.px(HEAD_TWO // 2))
        return found

    def caption_rect(self, section: int) -> QRect:
        left = self.sectionViewportPosition(section)
        half = theme.px(HEAD_TWO // 2)
        return QRect(left + PAD, half - 2, self.sectionSize(section) - 2 * PAD, half)

    def title_rect(self) -> QRect:
        """The group title may reach to the left over neighbours that have no title of their own."""
        group = self.group_rect()
        more = min(group.left(), theme.px(120))
        return QRect(group.left() - more, 2, group.width() + more - PAD, theme.px(HEAD_TWO // 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("window"))
        bottom = self.viewport().height() - 1
        painter.setFont(theme.large("small"))
        for i, column in enumerate(COLUMNS):
            if self.isSectionHidden(i):
                continue
            painter.setPen(theme.colour("text2"))
            flag = {RIGHT: Qt.AlignmentFlag.AlignRight, CENTRE: Qt.AlignmentFlag.AlignHCenter}.get(
                column.align, Qt.AlignmentFlag.AlignLeft)
            painter.drawText(self.caption_rect(i), flag | Qt.AlignmentFlag.AlignVCenter, tr(column.head))
        group = self.group_rect()
        if self.group_title and not group.isEmpty():
            painter.setPen(theme.colour("text2"))
            painter.drawText(self.title_rect(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                             self.group_title)
            painter.setPen(theme.colour("line"))
            painter.drawLine(group.left() + PAD, group.height(), group.right() - PAD, group.height())
        painter.setPen(theme.colour("line"))
        painter.drawLine(0, bottom, self.viewport().width(), bottom)
        painter.end()
