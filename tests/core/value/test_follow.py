"""A cube that follows an edit is the cube made anew, bit for bit; so are the figures of every status date."""
from __future__ import annotations

import dataclasses
import uuid
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import edits
from app.core.portfolio import Portfolio
from app.core.value import cube as cubes
from app.core.value import variance
from app.core.value.lines import EFFECTS
from tests.properties.random_edits import Edit, _changes, edits_strategy, naive_total

STATUS = ("2026-03-31", "2027-01-15")
MORE = ("rate", "currency", "held", "cancel", "foreign")


def extra(p: Portfolio, verb: str, e: Edit) -> list[Any]:
    """Edits that reach the sums by another way than months."""
    measures, lines = p.of_kind("measure"), p.of_kind("effect_line")
    if verb == "rate":
        month = f"2026-{e.other % 12 + 1:02d}"
        return edits.add(p, "rate", "", {"currency": "USD", "month": month, "rate": str(1 + e.pick % 7)})[1]
    if verb == "currency":
        return edits.set_setting(p, "currency", ("EUR", "USD")[e.other % 2])
    if verb == "foreign" and measures:
        return edits.add(p, "effect_line", measures[e.pick % len(measures)].uid,
                         {"type": "recurring_benefit", "category": "cash", "currency": "USD"})[1]
    if verb == "held" and measures:
        return edits.set_field(p, measures[e.pick % len(measures)].uid, "held", e.other % 2 == 0 or None)
    if verb == "cancel" and measures:
        return edits.add(p, "decision", measures[e.pick % len(measures)].uid,
                         {"outcome": ("cancel", "go")[e.other % 2], "decided_on": "2026-02-10"})[1]
    if verb == "currency of line" and lines:
        return edits.set_field(p, lines[e.pick % len(lines)].uid, "currency", ("EUR", "USD")[e.other % 2])
    return []


def same(a: object, b: object, name: str = "") -> None:
    """Equal through and through: dataclasses field by field, arrays with shape and type."""
    if dataclasses.is_dataclass(a) and not isinstance(a, type):
        for field in (f for f in dataclasses.fields(a) if f.compare):
            same(getattr(a, field.name), getattr(b, field.name), f"{name}.{field.name}")
    elif isinstance(a, np.ndarray):
        assert isinstance(b, np.ndarray) and a.dtype == b.dtype, name
        assert np.array_equal(a, b), name
    else:
        assert a == b, name


@settings(max_examples=150)
@given(st.lists(st.tuples(edits_strategy, st.sampled_from(("", "", "", "", *MORE, "currency of line"))),
                min_size=6, max_size=40))
def test_following_edits_gives_what_building_anew_gives(steps: list[tuple[Edit, str]]) -> None:
    p = Portfolio(uuid.UUID(int=7).hex)
    for step, verb in steps:
        changes = extra(p, verb, step) if verb else _changes(p, step)
        p.apply(changes)
        followed = cubes.cube(p)
        same(followed, cubes.build(p), "cube")
        same(cubes.cube(p, "recurring_benefit"), cubes.build(p, "recurring_benefit"), "cube of an effect")
        for status in STATUS:
            same(variance.figures(p, status), variance.build(p, status), status)
            same(variance.figures(p, status, "ebitda"), variance.build(p, status, "ebitda"), f"{status}, an effect")
        assert followed is cubes.cube(p)


def _one_measure() -> tuple[Portfolio, str]:
    p = Portfolio(uuid.UUID(int=7).hex)
    parent = ""
    for kind in ("organization", "portfolio", "program", "project", "package", "measure"):
        parent, changes = edits.add(p, kind, parent, {})
        p.apply(changes)
    line, changes = edits.add(p, "effect_line", parent, {"type": "recurring_cost", "category": "ebitda"})
    p.apply(changes)
    p.apply(edits.set_months(p, line, "plan", 24312, [5] * 12))
    return p, line


def test_an_edit_of_months_keeps_the_cube_and_its_totals_follow() -> None:
    p, line = _one_measure()
    before = cubes.cube(p)
    found = variance.figures(p, "2026-03-31")
    p.apply(edits.set_months(p, line, "plan", 24312, [7]))
    assert cubes.cube(p) is before and before.total("", "plan") == -(7 + 55) == naive_total(p, "", "plan")
    assert variance.figures(p, "2026-03-31") is found and found.plan_of("") == -62
    p.apply(edits.set_field(p, p[line].parent, "name", "Other"))
    assert cubes.cube(p) is before


def test_longer_months_make_a_new_cube() -> None:
    p, line = _one_measure()
    before = cubes.cube(p)
    p.apply(edits.set_months(p, line, "plan", 24330, [1]))
    assert cubes.cube(p) is not before and cubes.cube(p).months == 19


def test_lines_and_nodes_that_come_go_and_move_leave_the_amounts_of_others_unread(
        monkeypatch: pytest.MonkeyPatch) -> None:
    p, line = _one_measure()
    package = p[p[line].parent].parent
    cubes.cube(p)
    monkeypatch.setattr(cubes, "build", lambda *_: pytest.fail("made anew"))
    level, changes = edits.add(p, "effect_line", p[line].parent, {"type": "recurring_cost", "line_kind": "level"})
    p.apply([*changes])
    p.apply([*edits.set_months(p, level, "baseline", 24312, [9]), *edits.set_months(p, level, "plan", 24312, [4])])
    assert cubes.cube(p).total("", "plan") == -60 + 5
    other, changes = edits.add(p, "measure", package, {}, after=None)
    p.apply(changes)
    own, changes = edits.add(p, "effect_line", other, {"type": "recurring_benefit"})
    p.apply([*changes])
    p.apply(edits.set_months(p, own, "plan", 24312, [1000]))
    p.apply(edits.move(p, other, package, None))                  # to the front
    assert [x.uid for x in cubes.cube(p).lines] == [own, line, level]
    assert cubes.cube(p).total(package, "plan") == 1000 - 55
    p.apply(edits.delete(p, [p[line].parent]))
    assert cubes.cube(p).total("", "plan") == 1000 and len(cubes.cube(p).lines) == 1
    p.apply(edits.set_field(p, p[line].parent, "deleted", None))
    assert cubes.cube(p).total("", "plan") == 1000 - 55


def test_effects_cut_the_whole_into_parts_that_sum_to_it() -> None:
    p, line = _one_measure()
    for type_, category, amount in (("recurring_benefit", "cash", 700), ("one_time_cost", "capex", 30),
                                    ("one_time_benefit", "ebitda", 8)):
        uid, changes = edits.add(p, "effect_line", p[line].parent, {"type": type_, "category": category})
        p.apply([*changes])
        p.apply(edits.set_months(p, uid, "plan", 24312, [amount]))
    of = {effect: cubes.cube(p, effect).total("", "plan") for effect in EFFECTS}
    assert of == {"": 700 - 30 + 8 - 60, "ebitda": 8 - 60, "cash": 700, "capex": -30, "one_time_cost": -30,
                  "one_time_benefit": 8, "recurring_cost": -60, "recurring_benefit": 700}


def test_a_cube_too_far_behind_is_made_anew() -> None:
    p, line = _one_measure()
    before = cubes.cube(p)
    for i in range(100):
        p.apply(edits.set_months(p, line, "plan", 24312, [i + 1000]))
    assert cubes.cube(p) is not before
    same(cubes.cube(p), cubes.build(p))
