"""MS Project XML read as a schedule: outline, links with lag, calendars, people, money stored times 100."""
from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import Problem
from importers.schedules.model import Schedule
from importers.schedules.mspdi import read_mspdi

SAMPLE = Path(__file__).parent.parent / "data" / "spreadsheets" / "mpxj_sample_mspdi.xml"


def made(tmp_path: Path, tasks: str, more: str = "") -> Schedule:
    path = tmp_path / "plan.xml"
    path.write_text(f'<Project xmlns="http://schemas.microsoft.com/project"><Name>Plan</Name>{more}'
                    f"<Tasks>{tasks}</Tasks></Project>", "utf-8")
    return read_mspdi(path)


def test_the_real_file_has_its_tasks_links_people_and_money() -> None:
    found = read_mspdi(SAMPLE)
    found.hang()
    tasks = found.tasks[1:]                                # the first is the project itself
    assert len(tasks) == 19
    assert sum(bool(t.children) for t in tasks) == 3 and sum(t.milestone for t in tasks) == 1
    assert [(x.type, x.lag) for x in found.links] == [("FS", 0), ("FS", 1), ("FS", -1), ("SS", 0), ("FF", 0), ("SF", 0)]
    assert len(found.resources) == 3 and found.currency == "GBP"
    assert min(t.start or "9" for t in tasks) == "2003-01-07" and max(t.finish or "" for t in tasks) == "2003-03-18"
    assert sum(t.cost or 0 for t in tasks if not t.children) == Decimal("3526.25")
    assert found.calendars["2"].days == (1, 2, 3, 4, 5, 6)


def test_an_elapsed_lag_is_calendar_days_and_a_percent_lag_a_share_of_the_task_before(tmp_path: Path) -> None:
    link = "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>{}</LinkLag><LagFormat>{}" \
           "</LagFormat></PredecessorLink>"
    task = "<Task><UID>{0}</UID><Name>T{0}</Name><Start>2026-01-05T08:00:00</Start><Duration>PT80H0M0S</Duration>{1}" \
           "</Task>"
    found = made(tmp_path, task.format(1, "") + task.format(2, link.format(28800, 8)) + task.format(
        3, link.format(50, 19)))
    assert [(x.lag, x.elapsed) for x in found.links] == [(2, True), (5, False)]


def test_blank_lines_inactive_tasks_and_foreign_links_are_left_out_and_said(tmp_path: Path) -> None:
    found = made(tmp_path, "<Task><UID>1</UID><IsNull>1</IsNull></Task>"
                 "<Task><UID>2</UID><Name>Old</Name><Active>0</Active></Task>"
                 "<Task><UID>3</UID><Name>New</Name><PredecessorLink><PredecessorUID>2</PredecessorUID>"
                 "</PredecessorLink></Task>")
    assert [t.name for t in found.tasks] == ["New"] and not found.links
    said = " ".join(r.text for r in found.remarks)
    assert "blank line" in said and "inactive: Old" in said and "New waits for" in said


def test_a_day_off_of_either_generation_reaches_the_calendar(tmp_path: Path) -> None:
    period = "<TimePeriod><FromDate>{0}T00:00:00</FromDate><ToDate>{0}T23:59:00</ToDate></TimePeriod>"
    found = made(tmp_path, "", "<Calendars><Calendar><UID>1</UID><Name>Werk</Name><IsBaseCalendar>1</IsBaseCalendar>"
                 "<WeekDays><WeekDay><DayType>0</DayType><DayWorking>0</DayWorking>" + period.format("2026-12-24")
                 + "</WeekDay></WeekDays><Exceptions><Exception><Type>1</Type>" + period.format("2026-12-31")
                 + "</Exception></Exceptions></Calendar></Calendars>")
    assert found.calendars["1"].exceptions == {"2026-12-24": False, "2026-12-31": False}


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xml"
    path.write_text('<!DOCTYPE p [<!ENTITY a "aaaa">]><Project><Name>&a;</Name></Project>', "utf-8")
    with pytest.raises(Problem, match="document type"):
        read_mspdi(path)
