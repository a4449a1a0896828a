"""The bridge by groups: every table ties to the gap of the file, in the groups of the Value screen (000-27)."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.portfolio import Portfolio
from app.core.value.grouping import groups
from app.core.value.variance import figures
from app.reports.blocks import Paper
from app.reports.facts import facts
from app.reports.numbers import Money
from app.reports.pages.groups import ROWS, groups_page, read
from tests.reports.helpers import STATUS, Build, page_of, tables_of

Make = Callable[..., Paper]
K = Money("EUR", 2, "k")


@pytest.mark.parametrize("by", ["function", "unit", "owner", "workstream"])
def test_the_groups_are_those_of_the_value_screen_and_tie_to_the_file(insurer: Portfolio, by: str) -> None:
    f, year = facts(insurer, STATUS), figures(insurer, STATUS).year
    found = read(f, by)
    assert sum(g.gap for g in found) == f.sum("expected") - f.sum("plan")
    shown = {(g.name, g.plan, g.expected) for g in found if not g.name.startswith("no ")}
    assert shown == {(g.name, g.plan, g.expected) for g in groups(insurer, STATUS, by, "", *year) if g.name}
    assert [g.gap for g in found] == sorted(g.gap for g in found)


def test_each_table_ends_on_the_same_total_and_the_rest_is_one_row(insurer: Portfolio, paper_of: Make) -> None:
    page = page_of(paper_of(insurer), "groups")
    tables = tables_of(page)
    assert [t.columns[0].head for t in tables] == ["Function", "Owner", "Business unit", "Workstream"]
    assert len({tuple(c.text for c in t.rows[-1].cells) for t in tables}) == 1
    assert tables[1].rows[-2].cells[0].text == "9 others" and all(len(t.rows) <= ROWS[4] + 1 for t in tables)
    assert page.title.replace("\u00a0", " ") == ("IT operations carries 2.6 M€ (69 %) of the shortfall; by business "
                                                 "unit, Group IT carries 3.5 M€ (95 %)")


def test_a_measure_shared_by_two_functions_is_cut_not_counted_twice(build: Build) -> None:
    package = build.package()
    one, two = build.add("unit", name="Sales"), build.add("unit", name="IT")
    measure = build.add("measure", package, name="M", function=one)
    build.add("share", measure, function=two, percent=2_500, measure=measure)
    build.line(measure, plan=[100_000] * 12, forecast=[60_000] * 12)
    found = {g.name: g.gap for g in read(facts(build.p, STATUS), "function")}
    assert found == {"Sales": -360_000, "IT": -120_000}


def test_without_groups_or_without_a_gap_there_is_no_such_page(build: Build) -> None:
    package = build.package()
    measure = build.add("measure", package, name="M")
    assert groups_page(facts(build.p, STATUS), K) is None
    build.line(measure, plan=[1_000] * 12, forecast=[900] * 12)
    assert groups_page(facts(build.p, STATUS), K) is None
    build.line(build.add("measure", package, name="N", owner=build.person("Eva")), plan=[1_000] * 12)
    made = groups_page(facts(build.p, STATUS), K)
    assert made is not None and [t.columns[0].head for t in tables_of(made)] == ["Owner"]
    assert [r.cells[0].text for r in tables_of(made)[0].rows] == ["no owner", "Eva", "All"]


def test_groups_that_gain_are_named_when_none_loses(build: Build) -> None:
    package = build.package()
    for name in ("Eva", "Kim"):
        measure = build.add("measure", package, name=name, owner=build.person(name))
        build.line(measure, plan=[100_000] * 12, forecast=[150_000] * 12)
    made = groups_page(facts(build.p, STATUS), K)
    assert made is not None and "is below its plan" in made.title


def test_a_gap_spread_over_many_is_said_to_be(build: Build) -> None:
    package = build.package()
    for i in range(40):
        measure = build.add("measure", package, name=f"M{i}", owner=build.person(f"Person {i:02d}"))
        build.line(measure, plan=[100_000] * 12, forecast=[90_000] * 12)
    made = groups_page(facts(build.p, STATUS), K)
    assert made is not None
    assert made.title == "The shortfall is spread over 40 owners: the largest part, Person 00, is 3 %"
    assert len(tables_of(made)[0].rows) == ROWS[1] + 1
