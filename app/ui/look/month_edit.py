"""A field for one month: typed, or stepped with the arrow keys and the wheel. Must not know: what the month is for."""
from __future__ import annotations

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit

from app.ui.look.parts import calm


def month_edit(month: int, name: str = "") -> QDateEdit:
    """Shows a month index as "Mar 2026"."""
    made = QDateEdit(QDate(month // 12, month % 12 + 1, 1))
    made.setDisplayFormat("MMM yyyy")
    made.setAccessibleName(name)
    made.setCalendarPopup(True)
    calm(made.calendarWidget())
    return made


def month_in(edit: QDateEdit) -> int:
    return edit.date().year() * 12 + edit.date().month() - 1
