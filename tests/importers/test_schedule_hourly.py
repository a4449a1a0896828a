"""A difference that comes of whole days only is told from one that lies in the schedule: the same count by the hour."""
from __future__ import annotations

from pathlib import Path

from importers.schedules.hourly import same_by_the_hour
from importers.schedules.mspdi import read_mspdi
from tests.importers.test_schedule_counted import after, listed, plan, task, works

BY_HOUR = "counted by the hour it lies where the file says"
HALF = "T12:00:00"


def test_tasks_that_hand_over_at_noon_lie_where_the_file_says_by_the_hour(tmp_path: Path) -> None:
    """The 8th is a holiday and the 10th a Saturday: T2 ends at noon of the 9th, T3 at noon of the 12th."""
    batch = plan(tmp_path, task(1, "05", f"07{HALF}", 2.5) + task(2, "07T13:00:00", f"09{HALF}", 1, after(1))
                 + task(3, "09T13:00:00", f"12{HALF}", 1, after(2)))
    found = listed(batch)
    assert {uid for uid, said in found.items() if BY_HOUR in said} == set(found) == {"T2", "T3"}
    assert any("Counted by the hour, 2 of these tasks lie where the file says" in i.message for i in batch.issues)


def test_a_task_that_lies_elsewhere_by_the_hour_too_keeps_its_own_reason(tmp_path: Path) -> None:
    found = listed(plan(tmp_path, task(1, "05", f"07{HALF}", 2.5) + task(2, "07T13:00:00", f"09{HALF}", 1, after(1))
                        + task(3, "13", "13", 1, after(2))))
    assert BY_HOUR in found["T2"] and BY_HOUR not in found["T3"]


def test_lags_of_hours_and_elapsed_lags_are_counted_by_the_hour(tmp_path: Path) -> None:
    """Half a day of work after noon, and one whole day of the clock after it."""
    found = listed(plan(tmp_path, task(1, "05", f"05{HALF}", 0.5) + task(2, "06", "06", 1, after(1, lag=0.5))
                        + task(3, "06T13:00:00", f"07{HALF}", 1, after(1, lag=1, form=8))))
    assert BY_HOUR in found["T2"] and BY_HOUR in found["T3"]


def test_the_evening_of_a_day_is_the_next_morning_by_the_hour(tmp_path: Path) -> None:
    """Some programs write the morning after as the finish: the 12th is a Monday, the 9th the Friday before."""
    found = listed(plan(tmp_path, task(1, "09", "12T08:00:00", 1, "<ConstraintType>4</ConstraintType><ConstraintDate>"
                                                                 "2026-01-09T08:00:00</ConstraintDate>")))
    assert BY_HOUR in found["T1"]


def test_a_person_away_is_away_by_the_hour_too(tmp_path: Path) -> None:
    """Eva is away on the 13th and 14th; Tom is not."""
    tasks = (task(1, "12T13:00:00", f"15{HALF}", 1, after(9)) + task(2, "12T13:00:00", f"13{HALF}", 1, after(9))
             + task(9, "12", f"12{HALF}", 0.5, "<ConstraintType>4</ConstraintType><ConstraintDate>2026-01-12T08:00:00"
                                               "</ConstraintDate>"))
    found = listed(plan(tmp_path, tasks, works(1, 7) + works(2, 8)))
    assert BY_HOUR in found["T1"] and BY_HOUR in found["T2"]


def test_a_file_without_times_is_not_counted_by_the_hour(tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_text("<Project><Tasks><Task><UID>1</UID><Name>A</Name><Start>2026-01-05</Start><Finish>2026-01-06</Finish>"
                    "</Task></Tasks></Project>", "utf-8")
    schedule = read_mspdi(path)
    schedule.under_project()
    assert same_by_the_hour(schedule) == frozenset()


def test_days_from_midnight_to_midnight_begin_and_end_there(tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_text("<Project><DefaultStartTime>00:00:00</DefaultStartTime><DefaultFinishTime>00:00:00"
                    "</DefaultFinishTime><Tasks><Task><UID>1</UID><Name>A</Name><Start>2026-01-05T00:00:00</Start>"
                    "<Finish>2026-01-06T00:00:00</Finish></Task></Tasks></Project>", "utf-8")
    found = read_mspdi(path)
    assert (found.opens, found.closes, found.tasks[0].part_day) == (0, 1440, False)


def test_a_file_from_its_finish_is_counted_back_by_the_hour(tmp_path: Path) -> None:
    """The project of `plan` ends in the evening of the 30th; both tasks share that day."""
    late = "<ConstraintType>1</ConstraintType>"
    tasks = task(1, "30", f"30{HALF}", 0.5, late) + task(2, "30T13:00:00", "30", 0.5, late + after(1))
    found = listed(plan(tmp_path, tasks, head="<ScheduleFromStart>0</ScheduleFromStart>"))
    assert set(found) == {"T1"} and BY_HOUR in found["T1"]
