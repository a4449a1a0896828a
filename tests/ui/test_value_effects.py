"""The Value screen narrowed to one effect: grid, charts, sentence and figures follow, and effects sum to all money."""
from __future__ import annotations

import pytest

from app.core.catalog import EFFECT_TYPES, MONEY_CATEGORIES
from app.core.find import lookup
from app.ui.main_window import MainWindow
from app.ui.value.page import ValuePage
from tests.ui.test_value_page import shown


def choose(page: ValuePage, effect: str) -> None:
    box = page.narrowing.effect
    box.setCurrentIndex(box.findData(effect))
    box.activated.emit(box.currentIndex())


def amounts(page: ValuePage) -> list[int]:
    assert page.table is not None
    return [page.table.value(row, column) or 0 for row in page.table.rows for column in page.table.columns]


@pytest.mark.parametrize("parts", [EFFECT_TYPES, MONEY_CATEGORIES])
@pytest.mark.parametrize("compare", ["expected", "actual"])
def test_the_effects_sum_to_all_money_in_every_cell(sample: MainWindow, parts: tuple[str, ...], compare: str) -> None:
    page = shown(sample)
    page._choose(compare=compare)
    whole = amounts(page)
    sums, different = [0] * len(whole), set()
    for effect in parts:
        choose(page, effect)
        assert page.look.effect == effect
        sums = [a + b for a, b in zip(sums, amounts(page), strict=True)]
        different.add(tuple(amounts(page)))
    assert sums == whole and any(whole) and len(different) > 1


def test_charts_sentence_and_figures_tell_the_chosen_effect(sample: MainWindow) -> None:
    page = shown(sample)
    choose(page, "one_time_cost")
    table = page.table
    bridge, curve, heat = page.drawn
    assert table is not None
    plan, expected, delta = (table.value(row, table.columns[-1]) for row in table.rows[:3])
    assert plan is not None and plan < 0 and expected is not None
    assert (bridge.walk.start, bridge.walk.end) == (plan, expected)
    assert (curve.plan[-1], curve.other[-1], heat.lines[0][3]) == (plan, expected, delta)
    assert "one-time cost" in bridge.subject and "one-time cost" in curve.subject
    assert page.title.text().startswith("One-time cost 2026 is expected at −") and " than plan" in page.title.text()


def test_a_measure_shows_the_lines_of_the_effect_alone(sample: MainWindow) -> None:
    page = shown(sample)
    page.set_scope(lookup(sample.session.portfolio, "IC-121").uid)
    assert page.table is not None
    every = {line.get("type") for line in page.table.lines()}
    choose(page, "one_time_cost")
    assert {line.get("type") for line in page.table.lines()} == {"one_time_cost"} < every
