"""What a schedule holds beside what comes in is named: money of tasks left out, rates, days of costs, old dates."""
from __future__ import annotations

from pathlib import Path

import pytest

from app.core.batch import Batch
from importers.base import Wishes
from importers.read import import_file

TASK = ("<Task><UID>{0}</UID><Name>T{0}</Name><OutlineLevel>1</OutlineLevel><Start>2026-01-05T08:00:00</Start>"
        "<Finish>2026-01-06T17:00:00</Finish>{1}</Task>")
EVA = "<Resource><UID>7</UID><Name>Eva</Name><Type>1</Type>{}</Resource>"


def plan(tmp_path: Path, tasks: str, people: str = "", work: str = "", head: str = "") -> Batch:
    path = tmp_path / "plan.xml"
    path.write_text('<Project xmlns="http://schemas.microsoft.com/project"><Title>Plan</Title><CurrencyCode>EUR'
                    f"</CurrencyCode>{head}<Tasks>{tasks}</Tasks><Resources>{people}</Resources><Assignments>{work}"
                    "</Assignments></Project>", "utf-8")
    return import_file(str(path), Wishes(), lambda fraction, text: None)


def said(batch: Batch, word: str) -> list[str]:
    return [i.message for i in batch.issues if word in i.message]


def gan(tmp_path: Path, tasks: str) -> Batch:
    path = tmp_path / "plan.gan"
    path.write_text(f'<project name="Plan" view-date="16/06/2005"><tasks>{tasks}</tasks></project>', "utf-8")
    return import_file(str(path), Wishes(), lambda fraction, text: None)


def test_the_cost_of_an_inactive_task_is_named_and_does_not_count(tmp_path: Path) -> None:
    waits = "<PredecessorLink><PredecessorUID>2</PredecessorUID><Type>1</Type></PredecessorLink>"
    batch = plan(tmp_path, TASK.format(1, "<Cost>5000</Cost>") + TASK.format(2, "<Active>0</Active><Cost>123456</Cost>")
                 + TASK.format(3, waits))
    assert said(batch, "left out because inactive: T2; their cost of 1234.56 does not count")
    assert said(batch, "T3 waits for T2, which is inactive; this link was left out")
    assert sum(i.fields["undated_plan"] for i in batch.items if i.kind == "effect_line") == 5_000


def test_rates_groups_and_days_of_costs_are_named_in_one_note(tmp_path: Path) -> None:
    day = ("<TimephasedData><Type>{}</Type><Start>2026-01-05T08:00:00</Start><Finish>2026-01-05T17:00:00</Finish>"
           "<Value>{}</Value></TimephasedData>")
    work = "<Assignment><TaskUID>1</TaskUID><ResourceUID>7</ResourceUID>{}</Assignment>"
    batch = plan(tmp_path, TASK.format(1, "<Priority>800</Priority>"),
                 EVA.format("<StandardRate>80</StandardRate><Group>Plant</Group>"),
                 work.format(day.format(6, "400000") + day.format(2, "PT8H0M0S")))
    found = said(batch, "Not taken over")
    assert len(found) == 1
    for part in ("costs and work of 1 assignment fall", "priority 1 task", "rates of 1 resource", "groups of people"):
        assert part in found[0]


def test_a_file_that_holds_nothing_more_says_nothing_of_it(tmp_path: Path) -> None:
    assert not said(plan(tmp_path, TASK.format(1, "<Priority>500</Priority>"), EVA.format("")), "Not taken over")


def test_a_recurring_task_is_said_to_come_in_once_a_time(tmp_path: Path) -> None:
    batch = plan(tmp_path, TASK.format(1, "<Recurring>1</Recurring>") + TASK.format(2, "<Recurring>0</Recurring>"))
    assert [m[:26] for m in said(batch, "comes again and again")] == ["T1: a task that comes again"[:26]]


def test_people_and_calendars_of_a_file_without_tasks_come_in(tmp_path: Path) -> None:
    batch = plan(tmp_path, "", EVA.format(""), head="<Calendars><Calendar><UID>1</UID><Name>Plant</Name>"
                                                    "<IsBaseCalendar>1</IsBaseCalendar></Calendar></Calendars>")
    assert [(i.kind, i.fields["name"]) for i in batch.items] == [("person", "Eva"), ("calendar", "Plant")]
    assert said(batch, "holds no task; only its people and calendars came in")
    assert [i.severity for i in plan(tmp_path, "").issues] == ["error"]


@pytest.mark.parametrize(("first", "second", "wanted", "severity"), [
    ("03/02/2026", "28/02/2026", "2026-02-03", "note"), ("03/02/2026", "02/28/2026", "2026-03-02", "note"),
    ("03/02/2026", "05/02/2026", "2026-02-03", "warning")])
def test_dates_of_the_first_ganttproject_are_read_as_one_of_them_proves(tmp_path: Path, first: str, second: str,
                                                                        wanted: str, severity: str) -> None:
    batch = gan(tmp_path, f'<task id="1" name="A" start="{first}" duration="1"/>'
                          f'<task id="2" name="B" start="{second}" duration="1"/>')
    assert next(i for i in batch.items if i.key == "1").fields["start"] == wanted
    assert [i.severity for i in batch.issues if "dates are written as" in i.message] == [severity]


def test_a_priority_of_ganttproject_is_kept_unless_it_is_the_usual_one(tmp_path: Path) -> None:
    batch = gan(tmp_path, '<task id="1" name="A" start="2026-02-03" duration="1" priority="2"/>'
                          '<task id="2" name="B" start="2026-02-03" duration="1" priority="1"/>')
    assert [i.custom for i in batch.items if i.kind == "activity"] == [{"Priority": ("text", "high")}, {}]


def midnight(uid: int, start: str, finish: str, hours: int) -> str:
    return (f"<Task><UID>{uid}</UID><Name>T{uid}</Name><OutlineLevel>1</OutlineLevel><Start>2026-01-{start}T00:00:00"
            f"</Start><Finish>2026-01-{finish}T00:00:00</Finish><Duration>PT{hours}H0M0S</Duration></Task>")


def finishes(batch: Batch) -> list[str]:
    return [i.fields["finish"] for i in batch.items if i.kind == "activity"]


@pytest.mark.parametrize("hours", [16, 48])
def test_a_finish_at_midnight_is_the_evening_before_where_the_duration_proves_it(tmp_path: Path, hours: int) -> None:
    """From Monday the 5th on: two days of 8 hours, or of 24; the second task, on a Friday, proves nothing itself."""
    batch = plan(tmp_path, midnight(1, "05", "07", hours) + midnight(2, "09", "10", 8))
    assert finishes(batch) == ["2026-01-06", "2026-01-09"] and said(batch, "2 tasks of the file finish at midnight")


def test_a_finish_without_a_time_is_the_day_itself_where_the_duration_proves_it(tmp_path: Path) -> None:
    batch = plan(tmp_path, midnight(1, "05", "07", 24) + midnight(2, "09", "10", 8))
    assert finishes(batch) == ["2026-01-07", "2026-01-10"] and not said(batch, "midnight")
    apart = plan(tmp_path, midnight(1, "05", "07", 24) + midnight(2, "05", "07", 16))
    assert finishes(apart) == ["2026-01-07", "2026-01-07"]


def test_a_duration_that_is_not_understood_and_a_project_in_another_file_are_said(tmp_path: Path) -> None:
    batch = plan(tmp_path, TASK.format(1, "<Duration>P2M</Duration>")
                 + TASK.format(2, "<IsSubproject>1</IsSubproject><SubprojectName>Hall.mpp</SubprojectName>"))
    assert said(batch, "T1 lasts “P2M”, which was not understood")
    assert said(batch, "T2 stands for the project in Hall.mpp; its tasks are not in this file")
