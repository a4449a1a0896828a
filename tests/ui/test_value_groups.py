"""The Value screen by function, business unit, owner and segment: groups beside the tree that sum to it."""
from __future__ import annotations

import pytest

from app.core import edits
from app.core.find import lookup
from app.ui.main_window import MainWindow
from app.ui.value.grouped import is_group
from app.ui.value.page import ValuePage
from tests.ui.test_value_page import shown


def choose(page: ValuePage, by: str) -> None:
    box = page.narrowing.group
    box.setCurrentIndex(box.findData(by))
    box.activated.emit(box.currentIndex())


@pytest.mark.parametrize("by", ["function", "unit", "owner", "segment"])
@pytest.mark.parametrize("compare", ["expected", "actual"])
def test_groups_sum_to_the_tree_in_every_month_quarter_and_year(sample: MainWindow, by: str, compare: str) -> None:
    page = shown(sample)
    p = sample.session.portfolio
    two = [edits.unit(p, "function", name) for name in ("Claims office", "Sales office")]
    for uid, changes in two:
        sample.session.do("Function", changes)
        sample.session.do("Share", edits.link(p, "share", {"measure": lookup(p, "IC-121").uid, "function": uid},
                                              {"percent": 3333})[1])
    page._choose(compare=compare)
    choose(page, by)
    table = page.table
    assert table is not None and table.children and all(is_group(part.uid) for part in table.children)
    for at in range(3):
        for column in table.columns:
            parts = [table.value(row, column) or 0 for row in table.rows[3:] if row.at == at]
            assert sum(parts) == (table.value(table.rows[at], column) or 0)
    shares = ", 1 measure is shared" if by == "function" else ""
    assert f"Groups sum to the tree{shares}" in [part.words for part in page.figures_shown]
    choose(page, "")
    assert not any(is_group(part.uid) for part in page.table.children)


def test_what_has_no_owner_is_the_last_group_and_is_named(sample: MainWindow) -> None:
    page = shown(sample)
    p = sample.session.portfolio
    before = sum(not record.get("owner") for record in p.of_kind("measure"))
    sample.session.do("No owner", edits.set_field(p, lookup(p, "IC-121").uid, "owner", None))
    choose(page, "owner")
    last = page.table.children[-1]
    assert (last.name, last.note) == ("Without an owner", f"{before + 1} measures")


def test_a_group_is_no_place_to_go_into(sample: MainWindow) -> None:
    page = shown(sample)
    scope = page.look.scope
    choose(page, "owner")
    page.grid.rows_head.sectionDoubleClicked.emit(3)
    assert page.look.scope == scope
    assert page.drawn[2].lines[1][0].name == page.table.children[0].name


@pytest.mark.parametrize("compare", ["expected", "actual"])
def test_beside_the_tree_the_bridge_goes_by_group_and_ends_where_the_node_does(sample: MainWindow,
                                                                               compare: str) -> None:
    page = shown(sample)
    page.set_scope(lookup(sample.session.portfolio, "ES27").uid)
    page._choose(group="function", compare=compare)
    walk = page.drawn[0].walk
    assert walk.start + sum(step.amount for step in walk.steps) == walk.end
    first, end = page.table.span
    total = page.table.amount(page.look.scope, "delta", first, end)
    assert walk.end - walk.start == total and total
    assert "IT operations" in {step.name for step in walk.steps} and "IT operations" in page.drawn[0].message
