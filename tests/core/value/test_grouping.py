"""Sums beside the tree add up to the tree, with matrix shares too."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import edits
from app.core.portfolio import Portfolio
from app.core.value.grouping import DIMENSIONS, cut, grouped, groups, uneven
from app.core.value.split import split
from app.core.value.variance import figures
from app.errors import Problem
from tests.core.value.making import JAN, line, put, put_field, tree

STATUS = "2026-02-28"


def unit(p: Portfolio, type_: str, name: str) -> str:
    return put(p, "unit", "", type=type_, name=name)


def share(p: Portfolio, measure: str, function: str, percent: int) -> None:
    p.apply(edits.link(p, "share", {"measure": measure, "function": function}, {"percent": percent})[1])


def test_a_measure_under_two_functions_is_cut_so_that_the_parts_sum_to_it() -> None:
    p, (measure,) = tree()
    claims, sales = unit(p, "function", "Claims"), unit(p, "function", "Sales")
    line(p, measure, plan=[100, 101], forecast=[90, 91])
    share(p, measure, claims, 3333)
    share(p, measure, sales, 6667)
    found = {g.name: (g.plan, g.expected) for g in groups(p, STATUS, "function")}
    assert found == {"Claims": (67, 60), "Sales": (134, 121)} and uneven(p) == {}


def test_what_shares_leave_open_stays_with_the_measures_own_function() -> None:
    p, (measure,) = tree()
    own, other = unit(p, "function", "Own"), unit(p, "function", "Other")
    put_field(p, measure, "function", own)
    line(p, measure, plan=[1000])
    share(p, measure, other, 4000)
    assert [(g.name, g.plan) for g in groups(p, STATUS, "function")] == [("Own", 600), ("Other", 400)]
    assert list(uneven(p)) == [measure]
    share(p, measure, other, 20_000)
    assert [(g.name, g.plan) for g in groups(p, STATUS, "function")] == [("Other", 1000)]


def test_a_function_comes_from_the_nearest_node_above_and_an_owner_does_not() -> None:
    p, (measure,) = tree()
    line(p, measure, plan=[10])
    function = unit(p, "function", "Claims")
    eva = put(p, "person", "", name="Eva")
    put_field(p, p.of_kind("program")[0].uid, "function", function)
    put_field(p, p.of_kind("program")[0].uid, "owner", eva)
    assert [g.uid for g in groups(p, STATUS, "function")] == [function]
    assert [g.uid for g in groups(p, STATUS, "owner")] == [""]
    put_field(p, measure, "owner", eva)
    again = put(p, "person", "", name="Eva Maria")
    put_field(p, eva, "alias", again)
    assert [(g.name, g.measures) for g in groups(p, STATUS, "owner")] == [("Eva Maria", 1)]


def test_segments_belong_to_lines() -> None:
    p, (measure,) = tree()
    small, large = unit(p, "segment", "Small firms"), unit(p, "segment", "Large firms")
    line(p, measure, plan=[10], fields={"segment": small})
    line(p, measure, plan=[20], fields={"segment": large})
    line(p, measure, plan=[40])
    assert {g.name: g.plan for g in groups(p, STATUS, "segment")} == {"Small firms": 10, "Large firms": 20, "": 40}


def test_an_unknown_dimension_is_named() -> None:
    with pytest.raises(Problem, match="grouped by “colour”"):
        groups(tree()[0], STATUS, "colour")


@settings(max_examples=60)
@given(st.data())
def test_groups_sum_to_their_node_whatever_the_shares(data: st.DataObject) -> None:
    p, measures = tree(3)
    places = [unit(p, "function", name) for name in "ABC"]
    amounts = st.lists(st.one_of(st.none(), st.integers(-10**9, 10**9)), min_size=1, max_size=5)
    for measure in measures:
        for type_ in data.draw(st.lists(st.sampled_from(("recurring_benefit", "one_time_cost")), max_size=2)):
            fields: dict[str, Any] = {"undated_plan": data.draw(st.sampled_from((None, 777)))}
            line(p, measure, type_, fields=fields, plan=data.draw(amounts), forecast=data.draw(amounts),
                 actual=data.draw(amounts))
        for function in data.draw(st.lists(st.sampled_from(places), unique=True)):
            share(p, measure, function, data.draw(st.integers(0, 12_000)))
    f = figures(p, STATUS)
    for by in DIMENSIONS:
        for node in ("", measures[0]):
            for span in ((None, None), (JAN + 1, JAN + 3)):
                found = groups(p, STATUS, by, node, *span)
                assert sum(g.plan for g in found) == f.plan_of(node, *span)
                assert sum(g.expected for g in found) == f.expected_of(node, *span)
                assert sum(g.actual for g in found) == f.actual_of(node, *span)
                assert sum(g.variance for g in found) == f.variance(node, *span)


@settings(max_examples=60)
@given(st.lists(st.integers(-10**14, 10**14), min_size=1, max_size=4), st.lists(st.integers(1, 10_000), min_size=2,
                                                                              max_size=4))
def test_many_amounts_are_cut_at_once_as_one_is(amounts: list[int], weights: list[int]) -> None:
    found = cut(np.array(amounts)[:, None], np.array([weights]))
    assert [row[0].tolist() for row in found] == [split(amount, weights) for amount in amounts]


def test_the_months_of_a_group_sum_to_its_quarter_and_its_year() -> None:
    """Each month is cut by itself: three months of 1 in three parts are no quarter of 1 in each."""
    p, (measure,) = tree()
    for name in "ABC":
        share(p, measure, unit(p, "function", name), 3300)
    line(p, measure, plan=[1] * 12)
    year = {g.uid: g.plan for g in groups(p, STATUS, "function", "", JAN, JAN + 12)}
    quarters = [groups(p, STATUS, "function", "", m, m + 3) for m in range(JAN, JAN + 12, 3)]
    assert {uid: sum(g.plan for q in quarters for g in q if g.uid == uid) for uid in year} == year
    assert sum(year.values()) == 12 and grouped(p, STATUS, "function").shared == 1


def test_an_edited_month_is_in_its_group_and_a_moved_measure_in_its_new_one() -> None:
    p, (measure,) = tree()
    one, other = unit(p, "function", "One"), unit(p, "function", "Other")
    put_field(p, measure, "function", one)
    uid = line(p, measure, plan=[10])
    assert [(g.uid, g.plan) for g in groups(p, STATUS, "function")] == [(one, 10)]
    p.apply(edits.set_months(p, uid, "plan", JAN, [30]))
    assert [(g.uid, g.plan) for g in groups(p, STATUS, "function")] == [(one, 30)]
    put_field(p, measure, "function", other)
    assert [(g.uid, g.plan) for g in groups(p, STATUS, "function")] == [(other, 30)]
