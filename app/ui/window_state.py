"""What the status line says of the open file, and the round of panes that F6 walks.

Must not know: how the line is drawn.
"""
from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from app.ui.look import figures as shown
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


def fill(window: MainWindow) -> None:
    """Bring the status line up to date."""
    line, session = window.status_line, window.session
    if session is None:
        return
    line.put("saved", tr("Read only") if session.readonly else saved_text(window))
    from app.core.value.variance import figures  # numbers come with a file, not with the window
    to = figures(session.portfolio, window.status).actual_to
    until = tr(", actual to {month}", month=shown.month(to)) if to is not None else tr(", no actuals yet")
    line.put("status", tr("Status date") + " ", shown.date(window.status), until)
    line.put("unit", tr("Measures in {unit}", unit=window.portfolio_page.unit_name()))
    head, count = session.head(), session.tx_count()
    line.put("head", tr("Journal head {head}", head=f"{head[:4]}·{head[4:8]}") + ", "
             + plural(count, "{n} transaction", "{n} transactions"))
    rows(window)


def saved_text(window: MainWindow) -> str:
    assert window.session is not None
    last = window.session.history(limit=1)
    if not last:
        return tr("Nothing written yet")
    day, _, time = last[0].when.partition(" ")
    today = dt.datetime.fromtimestamp(window.session.clock.now_ms() / 1000).date().isoformat()
    return tr("Saved {when}", when=time[:5] if day == today else shown.date(day))


def rows(window: MainWindow) -> None:
    """How many rows are shown and selected."""
    page = window.portfolio_page
    count, chosen = page.row_count(), len(page.selected())
    text = plural(count, "{n} row", "{n} rows")
    if page.filtered:
        text = plural(page.match_count(), "{n} match", "{n} matches") + ", " + text
    if chosen:
        text += ", " + tr("{n} selected", n=f"{chosen:,}")
    window.status_line.put("rows", text if window.page == "portfolio" else "")


def next_pane(window: MainWindow) -> None:
    """Move the focus to the next pane: screens, the page's panes, round again."""
    panes: list[QWidget] = [next(iter(window.navigation.rows.values()))] if window.navigation.isVisible() else []
    panes += [w for w in getattr(window.pages[window.page], "panes", list)() if w.isVisible() and w.isEnabled()]
    if not panes:
        return
    focus = QApplication.focusWidget()
    at = -1 if focus is None else next((i for i, p in enumerate(panes) if p is focus or p.isAncestorOf(focus)), -1)
    panes[(at + 1) % len(panes)].setFocus()
