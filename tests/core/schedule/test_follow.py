"""A network and delays that follow edits are those made anew; a row that nothing links leaves the network as it is."""
from __future__ import annotations

import dataclasses
import uuid
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import edits
from app.core.portfolio import Portfolio
from app.core.schedule.network import build, network
from app.core.value.delays import months_late
from tests.core.test_structure import OTHERS, extra
from tests.core.value.test_follow import same
from tests.properties.random_edits import Edit, _changes, edits_strategy

MORE = ("day", "day", "done", "rule", "link", "link", "anchor", "role")
STATUS = ("2026-03-31", "2027-01-15")


def dates_and_links(p: Portfolio, verb: str, e: Edit) -> list[Any]:
    """Edits that reach the network and the delays."""
    activities, measures, lines = p.of_kind("activity"), p.of_kind("measure"), p.of_kind("effect_line")
    day = f"2026-{e.other % 12 + 1:02d}-{e.pick % 28 + 1:02d}"
    one = activities[e.pick % len(activities)].uid if activities else ""
    if verb == "day" and one:
        return edits.set_field(p, one, ("start", "finish", "plan_start", "plan_finish")[e.other % 4],
                               day if e.pick % 5 else None)
    if verb == "done" and one:
        return edits.set_field(p, one, "percent", (10_000, 5_000, None)[e.other % 3])
    if verb == "role" and one:
        return edits.set_field(p, one, "role", ("delivery", "review", None)[e.other % 3])
    if verb == "rule" and one:
        return [*edits.set_field(p, one, "constraint", ("start_no_earlier", None)[e.other % 2]),
                *edits.set_field(p, one, "constraint_date", day)]
    if verb == "anchor" and one and lines:
        return edits.set_field(p, lines[e.other % len(lines)].uid, "anchor", one if e.pick % 4 else None)
    if verb == "link" and activities:
        ends = [*activities, *measures]
        to = ends[e.other % len(ends)].uid
        return edits.link(p, "dependency", {"predecessor": one, "successor": to},
                          {"type": ("FS", "SS", "FF", "SF")[e.other % 4], "lag": e.pick % 5}
                          )[1] if to != one and p[one].parent != to else []
    return []


@settings(max_examples=120)
@given(st.lists(st.tuples(edits_strategy, st.sampled_from(("", "", *OTHERS, *MORE, *MORE)), st.integers(0, 3)),
                min_size=10, max_size=50))
def test_following_edits_gives_what_building_anew_gives(steps: list[tuple[Edit, str, int]]) -> None:
    p = Portfolio(uuid.UUID(int=7).hex)
    for step, verb, look in steps:
        p.apply(dates_and_links(p, verb, step) if verb in MORE else extra(p, verb, step) if verb else _changes(p, step))
        if look:
            anew = Portfolio(p.file_id)
            anew.records = p.records
            found, wanted = network(p), build(anew)
            assert found.calendars.patterns == wanted.calendars.patterns
            same(dataclasses.replace(found, calendars=wanted.calendars), wanted, "network")
            for status in STATUS:
                assert months_late(p, status) == months_late(anew, status)


def test_a_row_that_nothing_links_leaves_the_network_as_it_is() -> None:
    p = Portfolio(uuid.UUID(int=7).hex)
    parent, tasks = "", []
    for kind in ("organization", "portfolio", "program", "project", "package", "measure"):
        above, (parent, changes) = parent, edits.add(p, kind, parent, {})
        p.apply(changes)
    for _ in range(2):
        uid, changes = edits.add(p, "activity", parent, {"start": "2026-01-05", "finish": "2026-01-09"})
        p.apply(changes)
        tasks.append(uid)
    p.apply(edits.link(p, "dependency", {"predecessor": tasks[0], "successor": tasks[1]}, {"type": "FS"})[1])
    before = network(p)
    other, changes = edits.add(p, "measure", above, {})
    p.apply(changes)
    task, changes = edits.add(p, "activity", other, {"start": "2026-01-05"})
    p.apply(changes)
    p.apply(edits.move(p, task, parent))
    p.apply(edits.delete(p, [other]))
    assert network(p) is before
    p.apply(edits.delete(p, [tasks[1]]))
    assert len(network(p)) == 0
