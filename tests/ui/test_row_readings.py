"""What the time area reads of the whole file, links by row and extents, follows every transaction as if read anew."""
from __future__ import annotations

import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import edits
from app.core.change import Change
from app.core.portfolio import Portfolio
from app.ui.gantt import facts
from app.ui.gantt.row_links import Link, links
from tests.core.test_structure import OTHERS, extra
from tests.properties.random_edits import Edit, _changes, edits_strategy


def _as_anew(p: Portfolio) -> None:
    anew = Portfolio(p.file_id)
    anew.records = p.records
    assert facts.extents(p) == facts.extents(anew)
    mine, theirs = dict(links(p)), dict(links(anew))
    assert mine == theirs


@settings(max_examples=120)
@given(st.lists(st.tuples(edits_strategy, st.sampled_from(("", "", "activity", "activity link", *OTHERS))),
                min_size=8, max_size=40))
def test_links_and_extents_follow_every_transaction(steps: list[tuple[Edit, str]]) -> None:
    p = Portfolio(uuid.UUID(int=7).hex)
    for step, verb in steps:
        p.apply(_more(p, verb, step) or (extra(p, verb, step) if verb in OTHERS else _changes(p, step)))
        _as_anew(p)


def _linked() -> Portfolio:
    """Four measures with an activity each, and links between measures, between activities and across."""
    p = Portfolio(uuid.UUID(int=7).hex)
    above, ends = "", list[str]()
    for level in ("organization", "portfolio", "program", "project", "package"):
        above, changes = edits.add(p, level, above, {"name": level})
        p.apply(changes)
    for number in range(4):
        measure, changes = edits.add(p, "measure", above, {"name": f"M{number}"})
        p.apply(changes)
        part, changes = edits.add(p, "activity", measure, {"name": f"A{number}", "start": "2026-03-01"})
        p.apply(changes)
        ends += [measure, part]
    for tail, head in ((0, 2), (1, 3), (1, 4), (2, 5), (4, 6), (5, 7), (0, 7)):
        p.apply(edits.link(p, "dependency", {"predecessor": ends[tail], "successor": ends[head]}, {"type": "FS"})[1])
    return p


@settings(max_examples=60)
@given(st.lists(st.tuples(edits_strategy, st.sampled_from(("", "activity link", *OTHERS))), max_size=6),
       st.lists(st.integers(0, 30), min_size=1, max_size=4))
def test_links_that_were_there_when_they_were_first_asked_for_follow_too(steps: list[tuple[Edit, str]],
                                                                        gone: list[int]) -> None:
    p = _linked()
    _as_anew(p)
    for pick in gone:                                      # a link, or what links join
        some = [r for kind in ("dependency", "activity", "measure") for r in p.of_kind(kind)]
        p.apply(edits.delete(p, [some[pick % len(some)].uid]))
        _as_anew(p)
    for step, verb in steps:
        p.apply(_more(p, verb, step) or (extra(p, verb, step) if verb in OTHERS else _changes(p, step)))
        _as_anew(p)


def test_rows_without_links_have_none() -> None:
    p = _linked()
    measures = {m.uid for m in p.of_kind("measure")}
    assert set(links(p)) == measures and not links(p).of("x") and not links(p).of(p.outline.uids[0])
    assert {row: links(p).of(row) for row in measures} == dict(links(p))


def _more(p: Portfolio, verb: str, e: Edit) -> list[Change]:
    """Activities with dates, and links between those of any two measures."""
    measures, activities = p.of_kind("measure"), p.of_kind("activity")
    if verb == "activity" and measures:
        day = f"2026-{1 + e.other % 12:02d}-{1 + e.pick % 28:02d}"
        return edits.add(p, "activity", measures[e.pick % len(measures)].uid,
                         {"name": "A", "start": day, "finish": day})[1]
    if verb == "activity link" and len(activities) > 1:
        tail, head = activities[e.pick % len(activities)].uid, activities[e.other % len(activities)].uid
        if tail != head:
            return edits.link(p, "dependency", {"predecessor": tail, "successor": head}, {"type": "FS"})[1]
    return []


def test_a_link_says_its_rows_and_what_it_joins() -> None:
    p = Portfolio(uuid.UUID(int=7).hex)
    above = ""
    for level in ("organization", "portfolio", "program", "project", "package"):
        above, changes = edits.add(p, level, above, {"name": level})
        p.apply(changes)
    one, changes = edits.add(p, "measure", above, {"name": "one"})
    p.apply(changes)
    two, changes = edits.add(p, "measure", above, {"name": "two"})
    p.apply(changes)
    part, changes = edits.add(p, "activity", one, {"name": "part", "start": "2026-03-01"})
    p.apply(changes)
    uid, changes = edits.link(p, "dependency", {"predecessor": part, "successor": two}, {"type": "FF", "hard": False})
    p.apply(changes)
    assert dict(links(p)) == {row: [Link(uid, part, two, one, two, "FF", False)] for row in (one, two)}
    assert len(links(p)) == 2 and "x" not in links(p)
    p.apply(edits.delete(p, [part]))
    assert not links(p)
