"""Calendars as records: which one counts, what they say, and what cannot be read."""
from __future__ import annotations

from typing import Any

import pytest

from app.core import edits
from app.core.schedule.calendar import DEFAULT, Pattern, date_of, default_calendar, desk, ordinal, pattern_of
from app.errors import Problem
from tests.core.schedule.sketch import Sketch


def length(s: Sketch, first: str, last: str, calendar: int = DEFAULT) -> int:
    return desk(s.p).calendars.length(calendar, ordinal(first), ordinal(last))


def test_without_any_calendar_work_is_from_monday_to_friday() -> None:
    assert length(Sketch(), "2026-01-05", "2026-01-18") == 10
    assert default_calendar(Sketch().p) is None


def test_the_default_is_the_one_the_setting_names_else_the_one_called_default() -> None:
    s = Sketch()
    four = s.add("calendar", name="Four days", working_days=[1, 2, 3, 4])
    s.add("calendar", name="default", working_days=[1, 2, 3, 4, 5, 6])
    assert length(s, "2026-01-05", "2026-01-18") == 12
    setting = s.setting("calendar", "Four days")
    assert length(s, "2026-01-05", "2026-01-18") == 8
    s.p.records[setting].fields["value"] = four
    s.p.version += 1
    assert length(s, "2026-01-05", "2026-01-18") == 8
    s.p.records[setting].fields["value"] = "None such"
    s.p.version += 1
    with pytest.raises(Problem, match="None such"):
        desk(s.p)


def test_an_activity_goes_by_its_own_calendar_and_by_the_default_when_that_is_gone() -> None:
    s = Sketch()
    own = s.add("calendar", name="Shift", working_days=[6, 7])
    task = s.p[s.task("2026-01-05", "2026-01-18", calendar=own)]
    assert length(s, "2026-01-05", "2026-01-18", desk(s.p).of(task)) == 4
    s.p.apply(edits.delete(s.p, [own]))
    assert desk(s.p).of(task) == DEFAULT


def test_exceptions_are_days_spans_or_days_with_yes_and_no() -> None:
    s = Sketch()
    days_off = s.p[s.add("calendar", exceptions=["2026-12-25", "2026-12-28/2026-12-30"])]
    assert [date_of(d) for d, _ in pattern_of(days_off).exceptions] == [
        "2026-12-25", "2026-12-28", "2026-12-29", "2026-12-30"]
    both = s.p[s.add("calendar", exceptions={"2026-12-25": False, "2026-12-19": True})]
    assert pattern_of(both) == Pattern((1, 2, 3, 4, 5), ((ordinal("2026-12-19"), True), (ordinal("2026-12-25"), False)))


def test_days_off_at_a_weekend_and_working_days_in_the_week_change_nothing() -> None:
    s = Sketch()
    s.add("calendar", name="Default", exceptions={"2026-01-10": False, "2026-01-06": True})
    assert length(s, "2026-01-05", "2026-01-18") == 10


@pytest.mark.parametrize("fields", [
    {"working_days": []}, {"working_days": [0]}, {"working_days": ["Mon"]}, {"working_days": {"1": True}},
    {"working_days": [True]}, {"exceptions": ["Christmas"]}, {"exceptions": ["2026-12-31/2026-12-24"]},
    {"exceptions": ["1999-01-01/2026-12-24"]}, {"exceptions": {"2026-12-24": "off"}}, {"exceptions": [5]},
    {"exceptions": "2026-12-24"}])
def test_a_calendar_that_cannot_be_read_is_a_problem_with_its_name(fields: dict[str, Any]) -> None:
    s = Sketch()
    s.add("calendar", name="Plant", **fields)
    with pytest.raises(Problem, match="Plant"):
        desk(s.p)


def test_dates_beyond_the_end_of_the_calendar_are_a_problem_and_no_crash() -> None:
    with pytest.raises(Problem, match="9999"):
        date_of(ordinal("9999-12-31") + 1)
