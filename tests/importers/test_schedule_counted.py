"""Our own count of a schedule against the dates its file stores: no difference where there is none, every one named
with its reason where the file tells one, and the file's dates stay."""
from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.core.batch import Batch
from importers.base import Wishes
from importers.read import import_file

STANDARD = "<Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>{}</Calendar>"
OFF = ("<Exception><Type>1</Type><DayWorking>0</DayWorking><TimePeriod><FromDate>2026-01-{0:02}T00:00:00</FromDate>"
       "<ToDate>2026-01-{1:02}T23:59:00</ToDate></TimePeriod></Exception>")
HOLIDAY = "<Exceptions>" + OFF.format(8, 8) + "</Exceptions>"
SIX_DAYS = ("<Calendar><UID>3</UID><Name>Six days</Name><IsBaseCalendar>1</IsBaseCalendar><BaseCalendarUID>1"
            "</BaseCalendarUID><WeekDays><WeekDay><DayType>7</DayType><DayWorking>1</DayWorking></WeekDay></WeekDays>"
            "</Calendar>")
EVA = ("<Calendar><UID>2</UID><Name>Eva</Name><IsBaseCalendar>0</IsBaseCalendar><BaseCalendarUID>1</BaseCalendarUID>"
       "<Exceptions>" + OFF.format(13, 14) + "</Exceptions></Calendar>")
PEOPLE = ("<Resources><Resource><UID>7</UID><Name>Eva</Name><Type>1</Type><CalendarUID>2</CalendarUID></Resource>"
          "<Resource><UID>8</UID><Name>Tom</Name><Type>1</Type><CalendarUID>1</CalendarUID></Resource></Resources>")


def plan(tmp_path: Path, tasks: str, work: str = "", head: str = "", people: str = PEOPLE) -> Batch:
    path = tmp_path / "plan.xml"
    path.write_text(
        '<Project xmlns="http://schemas.microsoft.com/project"><Title>Plan</Title><StartDate>2026-01-05T08:00:00'
        f"</StartDate><FinishDate>2026-01-30T17:00:00</FinishDate><CalendarUID>1</CalendarUID>{head}<Calendars>"
        f"{STANDARD.format(HOLIDAY)}{SIX_DAYS}{EVA}</Calendars><Tasks>{tasks}</Tasks>{people}<Assignments>{work}</Assignments>"
        "</Project>", "utf-8")
    return import_file(str(path), Wishes(), lambda fraction, text: None)


def task(uid: int, start: str, finish: str, days: float, more: str = "", level: int = 1) -> str:
    """A task by its days in January 2026; hours as MS Project writes them unless a day says its own."""
    first, last = (d if "T" in d else f"{d}T{hour}:00:00" for d, hour in ((start, "08"), (finish, "17")))
    return (f"<Task><UID>{uid}</UID><Name>T{uid}</Name><OutlineLevel>{level}</OutlineLevel><Start>2026-01-{first}"
            f"</Start><Finish>2026-01-{last}</Finish><Duration>PT{int(days * 8)}H0M0S</Duration>{more}</Task>")


def after(uid: int, kind: int = 1, lag: float = 0, form: int = 7) -> str:
    minutes = 1440 if form == 8 else 480
    return (f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type><LinkLag>"
            f"{int(lag * minutes * 10)}</LinkLag><LagFormat>{form}</LagFormat></PredecessorLink>")


def works(uid: int, *people: int, phases: str = "") -> str:
    return "".join(f"<Assignment><TaskUID>{uid}</TaskUID><ResourceUID>{p}</ResourceUID><Work>PT8H0M0S</Work>{phases}"
                   "</Assignment>" for p in people)


def listed(batch: Batch) -> dict[str, str]:
    """Task -> what is said of its own count."""
    return {i.message.split(" lies ")[0]: i.message for i in batch.issues if "Trimtab's own count" in i.message}


def headline(batch: Batch) -> str:
    return next(i.message for i in batch.issues if i.message.startswith("Counted anew"))


def test_a_schedule_that_keeps_its_own_rules_has_no_difference(tmp_path: Path) -> None:
    batch = plan(tmp_path, task(1, "05", "07", 3) + task(2, "09", "12", 2, after(1))
                 + task(3, "13", "14", 2, after(2, lag=0)) + task(4, "06", "09", 3, after(1, kind=3, lag=1))
                 + task(5, "14", "14", 1, "<ConstraintType>4</ConstraintType><ConstraintDate>2026-01-14T08:00:00"
                                          "</ConstraintDate>"))
    assert listed(batch) == {} and "all 5 tasks fall on the dates of the file" in headline(batch)


def test_a_task_that_lies_later_than_its_links_ask_is_listed_with_both_dates(tmp_path: Path) -> None:
    batch = plan(tmp_path, task(1, "05", "07", 3) + task(2, "14", "15", 2, after(1)))
    assert listed(batch) == {"T2": "T2 lies from 2026-01-14 to 2026-01-15; by Trimtab's own count from 2026-01-09 to "
                                   "2026-01-12: nothing in the file says why."}
    assert "1 of 2 tasks would lie elsewhere" in headline(batch)
    assert {(i.sheet, i.cell) for i in batch.issues if "own count" in i.message} == {("Tasks", "D3:E3")}
    kept = next(i.fields for i in batch.items if i.key == "2")
    assert (kept["start"], kept["finish"]) == ("2026-01-14", "2026-01-15")


def test_each_task_is_counted_from_counted_dates_and_says_whom_it_follows(tmp_path: Path) -> None:
    batch = plan(tmp_path, task(1, "06", "06", 1) + task(2, "07", "07", 1, after(1)) + task(3, "09", "09", 1, after(2)))
    found = listed(batch)
    assert set(found) == {"T1", "T2", "T3"}
    assert "count on 2026-01-05:" in found["T1"] and "count on 2026-01-07:" in found["T3"]
    assert "it follows T2, which lies elsewhere too" in found["T3"] and "follows" not in found["T1"]


def test_a_holiday_of_the_one_person_is_counted(tmp_path: Path) -> None:
    tasks = task(1, "12", "16", 3, "<ConstraintType>4</ConstraintType><ConstraintDate>2026-01-12T08:00:00"
                                   "</ConstraintDate>") + task(2, "12", "14", 3, "<ConstraintType>4</ConstraintType>"
                                                               "<ConstraintDate>2026-01-12T08:00:00</ConstraintDate>"
                                                               "<IgnoreResourceCalendar>1</IgnoreResourceCalendar>")
    batch = plan(tmp_path, tasks, works(1, 7) + works(2, 7))
    assert listed(batch) == {}
    assert any("Calendars of single people are not kept: Eva (off 2026-01-13 to 2026-01-14)" in i.message
               for i in batch.issues)
    wrong = plan(tmp_path, tasks.replace("2026-01-16T17", "2026-01-14T17"), works(1, 7))
    assert "to 2026-01-16:" in listed(wrong)["T1"] and "by the calendar of Eva" in listed(wrong)["T1"]


def test_people_who_work_on_different_days_are_the_reason(tmp_path: Path) -> None:
    batch = plan(tmp_path, task(1, "05", "19", 8), works(1, 7, 8))
    assert "its people work by different calendars (Eva)" in listed(batch)["T1"]


def test_the_calendar_of_a_task_and_that_of_its_person_both_count(tmp_path: Path) -> None:
    """The 10th is a Saturday, on which the task could be worked and Eva is not there; Tom is on no calendar of his."""
    own = "<CalendarUID>3</CalendarUID>"
    assert listed(plan(tmp_path, task(1, "05", "12", 5, own) + task(2, "05", "10", 5, own), works(1, 7))) == {}
    found = listed(plan(tmp_path, task(1, "05", "10", 5, own) + task(2, "05", "12", 5, own), works(1, 7)))
    assert "to 2026-01-12:" in found["T1"] and "to 2026-01-10:" in found["T2"]


@pytest.mark.parametrize(("more", "wanted"), [
    ("<Manual>1</Manual>" + after(1), ""),
    ("<LevelingDelay>72000</LevelingDelay><LevelingDelayFormat>8</LevelingDelayFormat>" + after(1), "back by 5 days"),
    ("<ConstraintType>5</ConstraintType><ConstraintDate>2026-01-20T08:00:00</ConstraintDate>" + after(1),
     "start no later than 2026-01-20"),
    ("<PredecessorLink><PredecessorUID>99</PredecessorUID></PredecessorLink>" + after(1), "not in this file"),
    ("<ActualStart>2026-01-14T08:00:00</ActualStart><PercentComplete>10</PercentComplete>" + after(1), "")])
def test_the_reason_a_task_waits_is_named(tmp_path: Path, more: str, wanted: str) -> None:
    """A task dated by hand and one that has begun stand where they are: no difference."""
    found = listed(plan(tmp_path, task(1, "05", "07", 3) + task(2, "14", "15", 2, more)))
    assert (wanted in found["T2"]) if wanted else found == {}


def test_a_task_dated_by_hand_is_moved_by_a_link_it_breaks(tmp_path: Path) -> None:
    found = listed(plan(tmp_path, task(1, "05", "07", 3) + task(2, "06", "07", 2, "<Manual>1</Manual>" + after(1))))
    assert "count from 2026-01-09 to 2026-01-12:" in found["T2"] and "dated by hand" in found["T2"]
    assert "its link to T1 (1FS) allows from 2026-01-09 on" in found["T2"]


def test_a_task_told_to_lie_before_the_project_starts_lies_there(tmp_path: Path) -> None:
    """The project of `plan` starts on the 5th, a Monday; what follows such a task begins before that day too."""
    told = "<ConstraintType>4</ConstraintType><ConstraintDate>2026-01-01T08:00:00</ConstraintDate>"
    assert listed(plan(tmp_path, task(1, "01", "01", 1, told) + task(2, "02", "02", 1, after(1))
                       + task(3, "05", "05", 1))) == {}


def test_a_task_on_a_calendar_of_other_hours_lasts_as_many_days_as_its_hours_need(tmp_path: Path) -> None:
    """Calendar 4 works 4 hours on Mondays, 12 on Tuesdays and not at all on other days: 20 hours are three of them, 24
    are four."""
    day = ("<WeekDay><DayType>{}</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>08:00:00"
           "</FromTime><ToTime>{}:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>")
    off = "".join(f"<WeekDay><DayType>{n}</DayType><DayWorking>0</DayWorking></WeekDay>" for n in (4, 5, 6))
    shift = ("<Calendar><UID>4</UID><Name>Shift</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>"
             f"{day.format(2, 12)}{day.format(3, 20)}{off}</WeekDays></Calendar>")
    path = tmp_path / "shift.xml"
    path.write_text('<Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-01-05T08:00:00</StartDate>'
                    f"<CalendarUID>4</CalendarUID><Calendars>{shift}</Calendars><Tasks>"
                    f"{task(1, '05', '12', 2.5)}{task(2, '05', '12', 3)}</Tasks></Project>", "utf-8")
    found = listed(import_file(str(path), Wishes(), lambda fraction, text: None))
    assert set(found) == {"T2"} and "to 2026-01-13:" in found["T2"]


def test_lags_that_count_days_off_or_are_no_whole_days_are_the_reason(tmp_path: Path) -> None:
    found = listed(plan(tmp_path, task(1, "05", "07", 3) + task(2, "13", "13", 1, after(1, lag=4, form=8))
                        + task(3, "12", "12", 1, after(1, lag=1.5))))
    assert "count on 2026-01-12:" in found["T2"] and "counts days off too" in found["T2"]
    assert "no whole number of days" in found["T3"]


def test_an_interrupted_task_says_on_which_days_it_rests(tmp_path: Path) -> None:
    phase = ("<TimephasedData><Type>1</Type><Start>2026-01-{0:02}T08:00:00</Start><Finish>2026-01-{1:02}T08:00:00"
             "</Finish><Value>PT{2}H0M0S</Value></TimephasedData>")
    phases = phase.format(5, 6, 8) + phase.format(6, 7, 0) + phase.format(12, 13, 8) + phase.format(13, 14, 8)
    batch = plan(tmp_path, task(1, "05", "13", 3), works(1, 8, phases=phases))
    assert "interrupted from 2026-01-06 to 2026-01-09" in listed(batch)["T1"]
    assert any("is interrupted in the file" in i.message for i in batch.issues)


def test_a_part_of_a_day_is_the_reason(tmp_path: Path) -> None:
    batch = plan(tmp_path, task(1, "05", "05T12:00:00", 0.5) + task(2, "05T13:00:00", "05", 0.5, after(1)))
    assert "whole days count here" in listed(batch)["T2"] and "T1" not in listed(batch)


def test_a_milestone_in_the_morning_keeps_nobody_waiting_for_a_day(tmp_path: Path) -> None:
    batch = plan(tmp_path, task(1, "05", "05T08:00:00", 0, "<Milestone>1</Milestone>")
                 + task(2, "05", "06", 2, after(1))
                 + task(3, "06T17:00:00", "06", 0, "<Milestone>1</Milestone>" + after(2))
                 + task(4, "07", "07", 1, after(3)))
    assert listed(batch) == {}


def test_what_follows_a_summary_waits_for_the_last_task_under_it(tmp_path: Path) -> None:
    tasks = (task(1, "05", "07", 3) + task(2, "05", "05", 1, level=2) + task(3, "05", "07", 3, level=2)
             + task(4, "09", "09", 1, after(1)) + task(5, "12", "13", 2, after(4))
             + task(6, "12", "12", 1, level=2) + task(7, "12", "13", 2, level=2))
    assert listed(plan(tmp_path, tasks)) == {}
    late = tasks.replace("2026-01-07T17", "2026-01-06T17")         # the summary and its longest task end a day early
    found = listed(plan(tmp_path, late))
    assert {"T1", "T3"} == set(found) and "it spans the tasks under it" in found["T1"]


def test_a_task_as_late_as_possible_ends_with_the_project(tmp_path: Path) -> None:
    batch = plan(tmp_path, task(1, "29", "30", 2, "<ConstraintType>1</ConstraintType>") + task(2, "05", "05", 1))
    assert listed(batch) == {}


def test_a_circle_of_links_is_named_and_counted_without(tmp_path: Path) -> None:
    batch = plan(tmp_path, task(1, "05", "05", 1, after(2)) + task(2, "06", "06", 1, after(1))
                 + task(3, "07", "07", 1, after(2)))
    assert any("wait for each other in a circle (1 waits for 2FS, 2 waits for 1FS)" in i.message for i in batch.issues)
    assert "it follows" not in listed(batch).get("T1", "") and "T3" in listed(batch)


@pytest.mark.parametrize("shape", ["circles", "summary"])
def test_links_by_the_thousand_that_mean_harm_take_no_more_than_seconds(tmp_path: Path, shape: str) -> None:
    if shape == "circles":
        tasks = "".join(task(n, "05", "05", 1, after(n + 1)) + task(n + 1, "06", "06", 1, after(n))
                        for n in range(1, 3001, 2))
    else:
        tasks = (task(1, "05", "05", 1, "".join(after(9000 + n) for n in range(1500)))
                 + "".join(task(100_000 + n, "05", "05", 1, level=2) for n in range(1500))
                 + "".join(task(9000 + n, "05", "05", 1) for n in range(1500)))
    begun = time.process_time()
    batch = plan(tmp_path, tasks)
    assert time.process_time() - begun < 8 and headline(batch)
    if shape == "summary":
        assert "a summary above it waits for T9000" in listed(batch)["T100000"]


@pytest.mark.parametrize("moved", [1, 2, 3, 4])
def test_a_planted_date_is_the_only_one_listed(tmp_path: Path, moved: int) -> None:
    """What others are counted from are counted dates, so that one odd date does not hide behind the next."""
    dates = {1: ("05", "07", 3, ""), 2: ("09", "12", 2, after(1)), 3: ("13", "13", 1, after(2)),
             4: ("12", "13", 2, after(1, lag=1))}
    dates[moved] = ("20", "22", 3, dates[moved][3]) if moved == 1 else ("26", "27", dates[moved][2], dates[moved][3])
    found = listed(plan(tmp_path, "".join(task(uid, *said) for uid, said in dates.items())))
    assert f"T{moved}" in found and set(found) <= {f"T{moved}"}


def test_three_thousand_tasks_in_a_chain_are_counted(tmp_path: Path) -> None:
    begun = time.process_time()
    batch = plan(tmp_path, "".join(task(n, "05", "05", 1, after(n - 1) if n > 1 else "") for n in range(1, 3001)))
    assert len(listed(batch)) == 2999 and time.process_time() - begun < 20
