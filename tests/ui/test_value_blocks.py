"""Blocks with heads and amounts spread over months: what goes where is said before, and is one step."""
from __future__ import annotations

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication

from app.core import edits
from app.errors import Problem
from app.session import Session
from app.ui.main_window import MainWindow
from app.ui.value.headed import headed
from app.ui.value.page import ValuePage
from app.ui.value.paste import block_of
from app.ui.value.spread import Spread
from tests.support import add_line, add_tree
from tests.ui.test_export import said
from tests.ui.test_value_page import JAN, go, paste, shown


@pytest.fixture
def page(window: MainWindow, session: Session) -> ValuePage:
    """A measure with two effect lines, in scope."""
    measure = add_tree(session)[0]
    add_line(session, measure, name="Savings")
    add_line(session, measure, "one_time_cost", name="Savings tool")
    window.set_session(session, "2026-04-17")
    found = shown(window)
    found.set_scope(measure)
    return found


def stored(page: ValuePage, line: str, series: str, first: int = JAN, count: int = 6) -> list[int | None]:
    assert page.table is not None
    uid = next(r.uid for r in page.table.lines() if r.name == line)
    return list(page.table.p.months_of(uid, series, first, count))


def test_a_block_with_heads_goes_where_they_say_and_sums_are_left_out(page: ValuePage, session: Session) -> None:
    go(page, "baseline", JAN + 5)
    paste(page, "\tJan 2026\tFeb 2026\tMar 2026\tQ1 2026\tTotal\r\n"
                "Savings tool Plan\t1\t2\t3\t6\t6\r\nSavings Forecast\t4\t\t6\t10\t10\r\n")
    assert stored(page, "Savings tool", "plan") == [100, 200, 300, None, None, None]
    assert stored(page, "Savings", "forecast") == [400, None, 600, None, None, None]
    assert "Q1 2026, Total" in said(page.window_) and "Jan 2026 – Mar 2026" in said(page.window_)
    session.undo()
    assert stored(page, "Savings tool", "plan") == [None] * 6 == stored(page, "Savings", "forecast")


def test_heads_without_a_year_count_on_from_the_year_shown_and_german_ones_are_known(page: ValuePage) -> None:
    go(page, "plan", JAN)
    paste(page, "Okt\tNov\tDez\tJan\n1\t2\t3\t4")
    assert stored(page, "Savings", "plan", JAN + 9, 4) == [100, 200, 300, 400]


def test_months_that_run_down_are_turned_and_a_name_said_once_holds_for_its_group(page: ValuePage) -> None:
    go(page, "plan", JAN)
    paste(page, "Month\tSavings Plan\tSavings Actual\n2026-02\t5\t7\n2026-03\t6\t8")
    assert stored(page, "Savings", "plan") == [None, 500, 600, None, None, None]
    assert stored(page, "Savings", "actual") == [None, 700, 800, None, None, None]
    paste(page, "\t\t2026-05\t2026-06\nSavings tool\tPlan\t1\t2\n\tActual\t3\t4")
    assert stored(page, "Savings tool", "plan", JAN + 4, 2) == [100, 200]
    assert stored(page, "Savings tool", "actual", JAN + 4, 2) == [300, 400]


def test_a_name_nobody_knows_is_refused_and_nothing_is_written(page: ValuePage) -> None:
    go(page, "plan", JAN)
    before = page.window_.session.head()
    paste(page, "\tJan 2026\nMarketing spend\t5")
    assert "Marketing spend" in said(page.window_) and page.window_.session.head() == before


def test_numbers_alone_have_no_heads_and_a_month_named_twice_is_refused() -> None:
    assert headed(block_of("1\t2\t3\n4\t5\t6"), JAN) is None
    assert headed(block_of("2026\t2027\n4\t5"), JAN) is None
    with pytest.raises(Problem, match="Two columns are headed"):
        headed(block_of("Jan 2026\tJan 2026\n4\t5"), JAN)


# ---------------------------------------------------------------- spreading


def opened(page: ValuePage) -> Spread:
    page.grid.spread()
    QApplication.processEvents()
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, Spread) and w.isVisible())


def test_a_spread_shows_every_month_before_it_writes_them(page: ValuePage, session: Session) -> None:
    go(page, "plan", JAN)
    dialog = opened(page)
    dialog.amount.setText("100.00")
    dialog.last.setDate(QDate(2026, 3, 1))
    assert [dialog.preview.item(i, 1).text() for i in range(3)] == ["33.34", "33.33", "33.33"]
    assert dialog.said.text() == "Sum 100."
    dialog.accept()
    assert stored(page, "Savings", "plan", JAN, 4) == [3334, 3333, 3333, None]
    session.undo()
    assert stored(page, "Savings", "plan", JAN, 4) == [None] * 4


def test_an_amount_without_a_month_gets_its_months_and_what_they_hold_stays(page: ValuePage, session: Session) -> None:
    assert page.table is not None
    line = page.table.lines()[0].uid
    session.do("Undated", edits.set_field(session.portfolio, line, "undated_plan", 1000))
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", JAN, [7]))
    go(page, "plan", JAN)
    dialog = opened(page)
    assert dialog.amount.text() == "10" and dialog.amount.isReadOnly()
    dialog.last.setDate(QDate(2026, 2, 1))
    dialog.accept()
    assert stored(page, "Savings", "plan", JAN, 2) == [507, 500]
    assert session.portfolio[line].get("undated_plan") is None


def test_a_rule_with_nothing_to_go_by_says_so_and_cannot_be_chosen(page: ValuePage) -> None:
    go(page, "plan", JAN)
    dialog = opened(page)
    dialog.amount.setText("5")
    dialog.rule.setCurrentIndex(dialog.rule.findData("profile"))
    assert "gives no profile" in dialog.said.text() and not dialog.verb.isEnabled()
    dialog.rule.setCurrentIndex(dialog.rule.findData("working_days"))
    assert dialog.verb.isEnabled()
    dialog.first.setDate(QDate(2027, 1, 1))
    dialog.last.setDate(QDate(2026, 1, 1))
    assert "before the first" in dialog.said.text() and not dialog.verb.isEnabled()
    dialog.reject()
