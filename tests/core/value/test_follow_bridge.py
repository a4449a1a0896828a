"""A bridge that follows edits is the bridge made anew, for every node, step and window; so are all its parts."""
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
from app.core.value import causes as cut
from app.core.value.bridge import STEPS, bridge, causes
from tests.core.schedule.test_follow import MORE, dates_and_links
from tests.core.value.making import JAN, line, put, put_field, tree
from tests.core.value.test_follow import extra
from tests.properties.random_edits import Edit, _changes, edits_strategy

STATUS = "2026-03-31"
VERBS = ("held", "cancel", "rate", "currency", "foreign", *MORE, "anchor", "day")


def same(a: object, b: object, name: str = "") -> None:
    for field in dataclasses.fields(cut.Causes):
        mine, theirs = getattr(a, field.name), getattr(b, field.name)
        if isinstance(theirs, np.ndarray):
            assert np.array_equal(mine, theirs), (name, field.name)
        elif field.name != "cube":
            assert mine == theirs, (name, field.name)


def as_said(p: Portfolio, node: str, span: tuple[int | None, int | None], of: tuple[str, str]) -> Any:
    found = bridge(p, STATUS, node, *span, of=of)
    return found.start, found.end, [(part.cause, part.amount, tuple(part.measures)) for part in found.parts]


@settings(max_examples=80)
@given(st.lists(st.tuples(edits_strategy, st.sampled_from(("", "", "", "", *VERBS)), st.integers(0, 3)),
                min_size=8, max_size=40))
def test_a_bridge_that_follows_edits_is_the_bridge_made_anew(steps: list[tuple[Edit, str, int]]) -> None:
    p = Portfolio(uuid.UUID(int=7).hex)
    for step, verb, look in steps:
        p.apply(dates_and_links(p, verb, step) if verb in MORE else extra(p, verb, step) if verb else _changes(p, step))
        if not look:
            continue
        anew = Portfolio(p.file_id)
        anew.records, anew.series = p.records, p.series
        for of in STEPS:
            same(causes(p, STATUS, of), cut.build(anew, STATUS, of), str(of))
        for node in ("", *p.outline.uids[:8]):
            for span in ((None, None), (JAN, JAN + 12)):
                assert as_said(p, node, span, STEPS[1]) == as_said(anew, node, span, STEPS[1])


def test_an_edit_cuts_only_its_own_lines_again(monkeypatch: pytest.MonkeyPatch) -> None:
    p, (one, two) = tree(2)
    lines = [line(p, m, plan=[100] * 12, forecast=[90] * 12) for m in (one, two)]
    task = put(p, "activity", two, plan_start="2026-01-05", plan_finish="2026-03-10", start="2026-01-05",
               finish="2026-03-10")
    assert bridge(p, STATUS).end == 2 * 1080
    cut_up, seen = cut._cut_up, []

    def noted(f: Any, of: Any, late: Any, rows: Any) -> Any:
        seen.append(None if rows is None else [f.cube.lines[i].uid for i in rows])
        return cut_up(f, of, late, rows)

    monkeypatch.setattr(cut, "_cut_up", noted)
    p.apply(edits.set_months(p, lines[0], "forecast", JAN + 6, [70]))
    assert [(part.cause, part.amount) for part in bridge(p, STATUS).parts] == [("under_delivering", -260)]
    put_field(p, task, "finish", "2026-05-10")
    slipped = bridge(p, STATUS).parts[0]
    assert (slipped.cause, slipped.amount, list(slipped.measures)) == ("slipped", -20, [(two, -20)])
    put_field(p, two, "name", "Other")
    bridge(p, STATUS)
    assert seen == [[lines[0]], [lines[1]]]
