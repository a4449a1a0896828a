"""Columns of all activities: readings of the whole file say the same as reading record by record."""
from __future__ import annotations

import random
from typing import Any

import pytest

from app.core.change import Change
from app.core.schedule.columns import columns
from app.core.schedule.facts import finish_of, has_started, is_done, start_of
from app.core.schedule.lateness import lights, measure_light
from app.core.value.delays import months_late
from app.core.values import month_of
from tests.core.schedule.sketch import Sketch

STATUS = "2026-03-31"
DAYS = (None, None, "2026-01-15", "2026-03-27", "2026-03-31", "2026-04-02", "2026-04-10", "2026-05-30")


def wild(seed: int) -> Sketch:
    """Measures with activities of any role, dates missing here and there, some done, held, closed or cancelled."""
    chance, s = random.Random(seed), Sketch()
    if seed % 3 == 0:
        s.setting("late_green_days", 10, s.package)
    for _ in range(12):
        measure = s.measure(held=chance.choice((None, None, True)), stage=chance.choice((None, "3", "5", "Cancelled")))
        for _ in range(chance.randrange(5)):
            dates = ("plan_start", "plan_finish", "actual_start")
            fields: dict[str, Any] = {name: chance.choice(DAYS) for name in dates}
            fields["actual_finish"] = chance.choice((None, None, None, "2026-03-20"))
            fields["percent"] = chance.choice((None, 0, 5_000, 10_000))
            fields["role"] = chance.choice((None, "delivery", "delivery", "review"))
            s.task(chance.choice(DAYS), chance.choice(DAYS), measure, **fields)
    return s


@pytest.mark.parametrize("seed", range(40))
def test_lights_from_columns_are_those_of_each_measure_alone(seed: int) -> None:
    s = wild(seed)
    found = lights(s.p, STATUS)
    for measure in s.p.of_kind("measure"):
        assert found[measure.uid] == measure_light(s.p, measure, STATUS)


@pytest.mark.parametrize("seed", range(40))
def test_months_late_are_those_counted_record_by_record(seed: int) -> None:
    s = wild(seed)
    naive: dict[str, int] = {}
    for measure in s.p.of_kind("measure"):
        plans, ends = [], []
        for a in s.p.children(measure.uid, "activity"):
            finish = finish_of(a)
            if a.get("plan_finish") and finish and a.get("role", "delivery") == "delivery":
                plans.append(a.get("plan_finish"))
                ends.append(finish if is_done(a) else max(finish, STATUS))
        if plans:
            naive[measure.uid] = month_of(max(ends)) - month_of(max(plans))
    assert {uid: months for uid, months in months_late(s.p, STATUS).items() if s.p[uid].kind == "measure"} == naive


def test_columns_say_what_the_records_say_and_follow_their_changes() -> None:
    s = wild(1)
    a = columns(s.p)
    for i, record in enumerate(a.records):
        assert (a.start[i] > 0, a.finish[i] > 0) == (bool(start_of(record)), bool(finish_of(record)))
        assert (bool(a.done[i]), bool(a.started[i])) == (is_done(record), has_started(record))
    groups = a.group.tolist()
    assert [a.records[i].parent for i in a.first.tolist()] == [s.p.outline.uids[i] for i in a.nodes.tolist()]
    assert groups == sorted(groups) and len(groups) == len(a.records)
    one = a.records[0].uid
    s.p.apply([Change(one, "percent", None, (10_000,), (None,))])
    after = columns(s.p)
    assert after is not a and bool(after.done[[r.uid for r in after.records].index(one)])
    s.p.apply([Change(a.records[0].parent, "name", None, ("Other",), (None,))])
    assert columns(s.p) is after                  # a name is in no column


def test_a_file_without_activities_has_empty_columns() -> None:
    s = Sketch()
    measure = s.measure()
    a = columns(s.p)
    assert (len(a.records), len(a.first), a.group.tolist(), a.most(a.finish, a.done).tolist()) == (0, 0, [], [])
    assert lights(s.p, STATUS)[measure].worst == "none"
