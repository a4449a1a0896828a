"""The currency rates of the file: lines without one are named, a rate set counts at once, and each is one step."""
from __future__ import annotations

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication

from app.core import edits
from app.core.value.cube import cube
from app.session import Session
from app.ui.main_window import MainWindow
from app.ui.value.rates_dialog import Rates
from tests.support import add_line, add_tree

JAN = 2026 * 12


def opened(window: MainWindow, session: Session) -> Rates:
    measure = add_tree(session)[0]
    session.do("EUR", edits.set_setting(session.portfolio, "currency", "EUR"))
    line = add_line(session, measure, currency="USD")
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", JAN, [10000]))
    window.set_session(session, "2026-04-17")
    window.actions_by_id["tools.rates"].trigger()
    QApplication.processEvents()
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, Rates) and w.isVisible())


def test_a_rate_brings_a_line_into_the_totals_and_undo_takes_it_out(window: MainWindow, session: Session) -> None:
    dialog = opened(window, session)
    assert "1 line in USD has no rate" in dialog.missing.text() and dialog.currency.text() == "USD"
    dialog.month.setDate(QDate(2026, 1, 1))
    dialog.rate.setText("0.92")
    dialog.source.setText("Treasury")
    dialog.put.click()
    assert cube(session.portfolio).total("", "plan") == 9200
    assert [dialog.table.item(0, c).text() for c in range(4)] == ["USD", "Jan 2026", "0.92", "Treasury"]
    assert not dialog.missing.isVisible()
    session.undo()
    assert cube(session.portfolio).total("", "plan") == 0


def test_a_later_rate_counts_from_its_month_on_and_the_newest_stands_first(window: MainWindow,
                                                                         session: Session) -> None:
    dialog = opened(window, session)
    for month, rate in ((1, "0.92"), (3, "0.90")):
        dialog.month.setDate(QDate(2026, month, 1))
        dialog.rate.setText(rate)
        dialog.put.click()
    assert [dialog.table.item(r, 1).text() for r in range(2)] == ["Mar 2026", "Jan 2026"]
    dialog.table.selectRow(1)
    dialog.take.click()
    assert [r.get("month") for r in dialog.rates()] == ["2026-03"]
    assert cube(session.portfolio).total("", "plan") == 0            # the line begins before the only rate left


def test_what_is_no_rate_is_refused_and_said(window: MainWindow, session: Session) -> None:
    dialog = opened(window, session)
    head = session.head()
    for currency, rate, said in (("Dollar", "1", "is no currency"), ("EUR", "1", "needs no rate"),
                                 ("USD", "0", "above 0"), ("USD", "-2", "above 0"), ("USD", "much", "not a number")):
        dialog.currency.setText(currency)
        dialog.rate.setText(rate)
        dialog.put.click()
        assert said in dialog.said.text(), (currency, rate, dialog.said.text())
    assert session.head() == head
