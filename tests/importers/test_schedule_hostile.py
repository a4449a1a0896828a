"""Schedules that mean harm or were damaged on their way: read or refused with a hint, in seconds, never a crash."""
from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from app.core.batch import Batch
from app.errors import Problem
from importers.base import Wishes
from importers.read import import_file
from importers.schedules.xml_parts import MAX_TASKS, parts
from tests.importers.test_hostile import mutated
from tests.importers.test_schedule_counted import after, plan, task

DATA = Path(__file__).resolve().parent.parent / "data" / "spreadsheets"


@pytest.mark.parametrize("name", ["mpxj_sample_mspdi.xml", "task-with-dependencies.gan"])
def test_mutated_schedules_are_read_or_refused_with_a_hint(tmp_path: Path, name: str) -> None:
    seed = random.randrange(1 << 30)
    print("seed", seed)
    chance = random.Random(seed)
    whole = (DATA / name).read_bytes()
    path = tmp_path / name
    for _ in range(40):
        path.write_bytes(mutated(whole, chance))
        started = time.process_time()
        try:
            assert isinstance(import_file(str(path), Wishes(), lambda fraction, text: None), Batch)
        except Problem as problem:
            assert problem.hint
        assert time.process_time() - started < 5


VALUES = ("0", "-1", "1e999", "99999999999999999", "-99999999999999999", "nan", "", "0001-01-01T00:00:00",
          "9999-12-31T23:59:00", "2199-12-31T08:00:00", "1900-01-01T08:00:00", "PT99999999999H0M0S", "P9999999D", "abc")
TAGS = ("Start", "Finish", "Duration", "LinkLag", "LagFormat", "Type", "ConstraintType", "ConstraintDate",
        "OutlineLevel", "LevelingDelay", "PercentComplete", "ActualStart", "ActualFinish", "StartDate", "FinishDate",
        "MinutesPerDay", "CalendarUID", "FromDate", "ToDate", "DayType", "Cost")


def test_values_nobody_would_type_into_a_schedule_do_no_harm(tmp_path: Path) -> None:
    seed = random.randrange(1 << 30)
    print("seed", seed)
    chance = random.Random(seed)
    whole = (DATA / "mpxj_sample_mspdi.xml").read_text("utf-8")
    places = [(tag, at) for tag in TAGS for at in _places(whole, f"<{tag}>")]
    path = tmp_path / "odd.xml"
    for _ in range(60):
        text = whole
        for tag, _at in chance.sample(places, 6):
            found = _places(text, f"<{tag}>")
            at = chance.choice(found) + len(tag) + 2
            text = text[:at] + chance.choice(VALUES) + text[text.index("<", at):]
        path.write_text(text, "utf-8")
        try:
            assert isinstance(import_file(str(path), Wishes(), lambda fraction, text: None), Batch)
        except Problem as problem:
            assert problem.hint


def _places(text: str, mark: str) -> list[int]:
    found, at = [], text.find(mark)
    while at >= 0:
        found.append(at)
        at = text.find(mark, at + 1)
    return found


@pytest.mark.parametrize("more", [after(1, lag=10_000_000), after(1, lag=-10_000_000), after(1, lag=4e13)])
def test_a_lag_beyond_all_dates_is_said_and_the_tasks_come_in(tmp_path: Path, more: str) -> None:
    batch = plan(tmp_path, task(1, "05", "05", 1) + task(2, "06", "06", 1, more))
    assert sum(i.kind == "activity" for i in batch.items) == 2
    assert next(i for i in batch.items if i.kind == "dependency").fields["lag"] == 0
    said = " ".join(i.message for i in batch.issues)
    assert "the link came in without a lag" in said
    assert "beyond the year 9999" in said if "-" not in more else "own count" in said


def gan(tasks: str) -> str:
    return f'<?xml version="1.0"?><project name="x" version="2.0"><tasks>{tasks}</tasks></project>'


def test_a_schedule_of_too_many_tasks_is_refused_before_it_is_held(tmp_path: Path) -> None:
    path = tmp_path / "big.gan"
    one = '<task id="1" name="T" start="2026-01-05" duration="1">'
    for tasks in (f"{one}</task>" * (MAX_TASKS + 1), one * (MAX_TASKS + 1) + "</task>" * (MAX_TASKS + 1)):
        path.write_text(gan(tasks))
        with pytest.raises(Problem, match="more than 30,000 tasks") as refused:
            import_file(str(path), Wishes(), lambda fraction, text: None)
        assert refused.value.hint


def test_the_tasks_of_earlier_states_do_not_count_as_tasks_of_the_schedule(tmp_path: Path) -> None:
    path = tmp_path / "states.gan"
    one = '<previous-tasks name="S"><previous-task id="1" start="2026-01-05" duration="1"/></previous-tasks>'
    path.write_text(gan('<task id="1" name="T" start="2026-01-05" duration="1"/>').replace(
        "</project>", f"<previous>{one * MAX_TASKS}</previous></project>"))
    assert [inside for inside, _ in parts(path, frozenset({"tasks"}))] == ["tasks", ""]


def test_many_differing_tasks_are_named_in_a_time_that_grows_with_them(tmp_path: Path) -> None:
    """All that differ were gathered anew for each of them: six of eight seconds of twenty thousand tasks."""
    path = tmp_path / "chain.gan"
    took = []
    for count in (1_000, 4_000):
        path.write_text(gan("".join(
            f'<task id="{n}" name="T{n}" start="2026-01-05" duration="3"><depend id="{n + 1}" type="2"/></task>'
            for n in range(count))))
        started = time.process_time()
        import_file(str(path), Wishes(), lambda fraction, text: None)
        took.append(time.process_time() - started)
    assert took[1] < 9 * took[0]
