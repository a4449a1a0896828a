"""What a node is worth, under the key figures: core's figures, each with its meaning, and the rate changed in place."""
from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QPushButton, QWidget

from app.core import edits
from app.core.value.appraisal import appraise
from app.core.value.earned_value import earned_value
from app.ui.look import figures
from app.ui.main_window import MainWindow
from app.ui.value.page import ValuePage
from app.ui.value.worth import Fact
from tests.support import add_line
from tests.ui.test_value_page import JAN, page, shown

__all__ = ["page"]                    # a fixture


def said(page: ValuePage) -> dict[str, Fact]:
    return {fact.key: fact for fact in page.worth.facts}


def test_the_line_says_what_the_core_computes(sample: MainWindow) -> None:
    page = shown(sample)
    table, found = page.table, said(page)
    assert table is not None
    scope, unit = page.look.scope, table.unit
    now, plan = (appraise(table.p, table.status, scope, look) for look in ("expected", "plan"))
    assert (found["npv"].head, found["npv"].text) == ("NPV at 8 %", figures.amount(now.npv, unit))
    assert found["npv"].plan == figures.amount(plan.npv, unit) != found["npv"].text
    assert found["full"].text == figures.amount(now.full, unit)
    assert now.payback is not None and found["payback"].text == figures.month(now.payback)
    e = earned_value(table.p, table.status, scope)
    assert e.cpi is not None and found["cpi"].text == f"{float(e.cpi):.2f}"
    assert figures.amount(e.ac, unit) in found["cpi"].more


def test_each_figure_tells_its_meaning_and_its_source(sample: MainWindow) -> None:
    page = shown(sample)
    for fact in page.worth.facts:
        made = page.worth.findChild(QWidget, f"worth_{fact.key}")
        assert made is not None and len(made.toolTip()) > 30 and made.accessibleName().startswith(fact.head)
    npv = page.worth.findChild(QWidget, "worth_npv")
    assert npv is not None and "Brealey" in npv.toolTip() and "yearly rate" in npv.toolTip()


def test_the_rate_is_changed_where_it_is_shown_and_undone(sample: MainWindow, qtbot) -> None:
    page = shown(sample)
    before = said(page)["npv"].text
    opener = page.worth.findChild(QPushButton, "discount_rate")
    assert opener is not None
    menu = page.worth.ask_rate(opener)
    field = menu.findChild(QDoubleSpinBox)
    assert field is not None and field.value() == 8
    field.setValue(12.5)
    qtbot.keyClick(field.lineEdit(), Qt.Key.Key_Return)
    assert said(page)["npv"].head == "NPV at 12.5 %" and said(page)["npv"].text != before
    sample.undo()
    assert (said(page)["npv"].head, said(page)["npv"].text) == ("NPV at 8 %", before)


def test_plans_give_way_to_room_and_stay_in_the_words(sample: MainWindow) -> None:
    page = shown(sample)
    row = page.worth
    for _ in range(2):                    # the second time beside figures that are on their way out
        page.refresh()
        row.resize(2000, row.height())
        row._fit()
        assert row.plans and not any(one.isHidden() for one in row.plans)
    row.resize(200, row.height())
    row._fit()
    assert all(one.isHidden() for one in row.plans)
    npv = row.findChild(QWidget, "worth_npv")
    assert npv is not None and f"Plan {said(page)['npv'].plan}." in npv.toolTip()


def test_what_is_not_defined_is_left_out(page: ValuePage) -> None:
    """An empty line: no flow, so no NPV of 0 and no payback."""
    assert page.worth.facts == [] and not page.worth.isVisible()


def test_costs_alone_have_no_payback_and_benefits_no_earned_value(sample: MainWindow) -> None:
    page = shown(sample)
    page._choose(effect="one_time_cost")
    assert "payback" not in said(page) and "cpi" in said(page)
    page._choose(effect="recurring_benefit")
    assert "payback" in said(page) and "cpi" not in said(page) and "roi" not in said(page)


def test_a_line_without_a_rate_is_named_until_a_rate_is_there(page: ValuePage) -> None:
    session, measure = page.window_.session, page.look.scope
    assert session is not None
    for currency, name in (("EUR", "Third"), ("USD", "Licences")):
        line = add_line(session, measure, name=name, currency=currency)
        session.do("Plan", edits.set_months(session.portfolio, line, "plan", JAN, [10_000]))
    session.do("Currency", edits.set_setting(session.portfolio, "currency", "EUR"))
    found = said(page)["apart"]
    assert (found.text, found.more) == ("1 line in USD, in no total", "M1: Licences")
    session.do("Rate", edits.set_rate(session.portfolio, "USD", "2026-01", "0.9", "ECB"))
    assert "apart" not in said(page)
    assert page.table is not None and page.table.amount(measure, "plan", JAN, JAN + 1) == 19_000
