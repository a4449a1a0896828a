"""GanttProject's files read as a schedule: types of links, working days, days off, people, earlier states."""
from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import Problem
from importers.base import Wishes
from importers.read import import_file
from importers.schedules.gan import read_gan
from importers.schedules.model import Baseline, Schedule

SAMPLE = Path(__file__).parent.parent / "data" / "spreadsheets" / "task-with-dependencies.gan"
WEEK = '<day-types><default-week sun="1" mon="0" tue="0" wed="0" thu="0" fri="0" sat="1"/>{}</day-types>'


def made(tmp_path: Path, tasks: str, more: str = "", calendars: str = WEEK.format("")) -> Schedule:
    path = tmp_path / "plan.gan"
    path.write_text(f'<project name="Plan"><calendars>{calendars}</calendars><tasks>{tasks}</tasks>{more}</project>',
                    "utf-8")
    return read_gan(path)


def test_the_real_file_has_its_tasks_and_all_four_types_of_link() -> None:
    found = read_gan(SAMPLE)
    assert found.name == "project-name" and len(found.tasks) == 5
    assert sum(t.days or 0 for t in found.tasks) == 8 and min(t.start or "9" for t in found.tasks) == "2024-01-02"
    names = {t.uid: t.name[-1] for t in found.tasks}
    assert [(names[x.before], names[x.after], x.type, x.lag, x.hard) for x in found.links] == [
        ("A", "B", "SS", 0, True), ("B", "C", "FS", 0, False), ("C", "D", "FF", -1, True), ("D", "E", "SF", 0, True)]
    assert found.calendars[found.calendar].days == (1, 2, 3, 4, 5)
    assert found.calendars[found.calendar].exceptions == {"2024-01-03": False}


def test_a_duration_counts_working_days_over_weekends_and_days_off() -> None:
    finish = {t.name[-1]: t.finish for t in read_gan(SAMPLE).tasks}
    assert finish == {"A": "2024-01-05", "B": "2024-01-04", "C": "2024-01-08", "D": "2024-01-05", "E": "2024-01-02"}


def test_weekends_that_are_only_drawn_are_worked(tmp_path: Path) -> None:
    found = made(tmp_path, '<task id="1" name="A" start="2024-01-05" duration="3"/>',
                 calendars=WEEK.format('<only-show-weekends value="true"/>'))
    assert found.tasks[0].finish == "2024-01-07"


def test_a_day_off_without_a_year_comes_every_year(tmp_path: Path) -> None:
    found = made(tmp_path, '<task id="1" name="A" start="2024-12-24" duration="2"/>',
                 calendars=WEEK.format("") + '<date year="" month="12" date="25" type="HOLIDAY"/>')
    assert found.tasks[0].finish == "2024-12-26" and found.calendars["project"].exceptions["2025-12-25"] is False


def test_nested_tasks_milestones_notes_and_an_earliest_start(tmp_path: Path) -> None:
    found = made(tmp_path, '<task id="1" name="A" start="2024-01-04" duration="2"><task id="2" name="B" meeting="true" '
                 'start="2024-01-05" duration="0" complete="50"/><task id="3" name="C" start="2024-01-04" duration="1" '
                 'thirdDate="2024-01-03" thirdDate-constraint="1" cost-manual-value="12.50" cost-calculated="false">'
                 '<notes>Mind the gap</notes></task></task>')
    found.under_project()
    root, a, b, c = found.tasks
    assert (root.name, root.children, a.children) == ("Plan", [1], [2, 3])
    assert b.milestone and (b.start, b.finish, b.percent) == ("2024-01-05", "2024-01-05", 5000)
    assert (c.constraint, c.constraint_date, c.cost, c.notes) == (
        "start_no_earlier", "2024-01-03", Decimal("12.50"), "Mind the gap")


def test_the_responsible_person_stands_first_and_an_earlier_state_is_a_baseline(tmp_path: Path) -> None:
    found = made(tmp_path, '<task id="1" name="A" start="2024-01-04" duration="2"/>',
                 '<resources><resource id="7" name="Eva" contacts="eva@example.org"/><resource id="8" name="Tom"/>'
                 '</resources><allocations><allocation task-id="1" resource-id="7" load="100"/>'
                 '<allocation task-id="1" resource-id="8" responsible="true" load="20"/></allocations>'
                 '<previous><previous-tasks name="Promise"><previous-task id="1" start="2024-01-01" duration="3"/>'
                 '</previous-tasks></previous>')
    assert found.tasks[0].people == ["8", "7"] and found.resources["7"].mail == "eva@example.org"
    assert found.tasks[0].baselines == {0: Baseline("2024-01-01", "2024-01-03")}
    assert found.baseline_names == {0: "Promise"}


def test_what_cannot_be_taken_is_said(tmp_path: Path) -> None:
    found = made(tmp_path, '<task id="1" name="A" start="soon" duration="2" cost-calculated="true"><depend id="9" '
                 'type="2"/></task>', '<vacations><vacation start="2024-01-01" end="2024-01-02" resourceid="1"/>'
                 '</vacations>')
    said = " ".join(r.text for r in found.remarks)
    assert "“soon”" in said and "rates of people" in said and "not in this file" in said and "1 absence" in said
    assert "2024-01-01 to 2024-01-02" in said


def test_tasks_nested_ten_thousand_deep_do_not_end_the_program(tmp_path: Path) -> None:
    deep = 10_000
    found = made(tmp_path, "".join(f'<task id="{n}" name="T" start="2024-01-04" duration="1">' for n in range(deep))
                 + "</task>" * deep)
    assert len(found.tasks) == deep and found.tasks[-1].level == deep


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gan"
    path.write_text('<!DOCTYPE p [<!ENTITY a "aaaa">]><project name="&a;"/>', "utf-8")
    with pytest.raises(Problem, match="document type"):
        read_gan(path)


def test_a_morning_milestone_at_the_end_of_a_summary_is_no_difference(tmp_path: Path) -> None:
    """GanttProject ends the summary on the evening before: Friday, while the milestone is dated on the Monday."""
    path = tmp_path / "house.gan"
    path.write_text('<project name="House"><tasks>'
                    '<task id="0" name="Design" start="2021-02-15" duration="15"><task id="1" name="Papers" start='
                    '"2021-02-15" duration="15"><depend id="2" type="2" difference="0" hardness="Strong"/></task><task '
                    'id="2" name="Agreed" meeting="true" start="2021-03-08" duration="0"><depend id="3" type="2" '
                    'hardness="Strong"/></task></task><task id="3" name="Build" start="2021-03-08" duration="5"/>'
                    "</tasks></project>", "utf-8")
    said = [i.message for i in import_file(str(path), Wishes(), lambda fraction, text: None).issues]
    assert any("all 3 tasks fall on the dates of the file" in m for m in said)
    assert not any("own count" in m for m in said)


def listed(tmp_path: Path, tasks: str) -> list[str]:
    path = tmp_path / "house.gan"
    path.write_text(f'<project name="House"><tasks>{tasks}</tasks></project>', "utf-8")
    batch = import_file(str(path), Wishes(), lambda fraction, text: None)
    return [i.message for i in batch.issues if "own count" in i.message]


@pytest.mark.parametrize(("hardness", "start", "wanted"), [
    ("Strong", "2021-02-17", ""), ("Strong", "2021-02-22", "own count on 2021-02-17"), ("Rubber", "2021-02-22", "")])
def test_only_a_strong_link_pulls_a_task_back(tmp_path: Path, hardness: str, start: str, wanted: str) -> None:
    found = listed(tmp_path, '<task id="1" name="Papers" start="2021-02-15" duration="2"><depend id="2" type="2" '
                             f'hardness="{hardness}"/></task><task id="2" name="Build" start="{start}" duration="1"/>')
    assert (wanted in found[0]) if wanted else found == []


def test_a_link_to_a_summary_pulls_none_of_the_tasks_under_it(tmp_path: Path) -> None:
    assert listed(tmp_path, '<task id="1" name="Papers" start="2021-02-15" duration="2"><depend id="2" type="2" '
                            'hardness="Strong"/></task><task id="2" name="Build" start="2021-02-22" duration="3"><task '
                            'id="3" name="Walls" start="2021-02-22" duration="3"/></task>') == []


def test_a_milestone_of_an_old_version_lasts_its_day(tmp_path: Path) -> None:
    assert listed(tmp_path, '<task id="1" name="Agreed" meeting="true" start="2021-02-15" duration="1"><depend id="2" '
                            'type="2" hardness="Strong"/></task><task id="2" name="Build" start="2021-02-16" '
                            'duration="3"/>') == []


@pytest.mark.parametrize(("week", "shown", "wanted"), [
    ('sun="1" sat="0"', "false", "2021-02-20"), ('sun="0" sat="0"', "false", "2021-02-20"),
    ('sun="1" sat="1"', "true", "2021-02-20"), ('sun="1" sat="1"', "false", "2021-02-22")])
def test_the_week_of_a_calendar_among_the_day_types_counts(tmp_path: Path, week: str, shown: str, wanted: str) -> None:
    """As GanttProject 2 writes it; a task of two days from Friday, the 19th, on."""
    found = made(tmp_path, '<task id="1" name="A" start="2021-02-19" duration="2"/>', calendars=(
        f'<day-types><day-type id="0"/><day-type id="1"/><calendar id="1" name="default"><default-week {week}/>'
        f'<only-show-weekends value="{shown}"/><days/></calendar></day-types>'))
    assert found.tasks[0].finish == wanted


def test_roles_rates_and_numbers_of_people_are_named_once_and_calculated_costs_together(tmp_path: Path) -> None:
    task = '<task id="{0}" name="T{0}" start="2021-02-19" duration="2" cost-calculated="true"/>'
    found = made(tmp_path, task.format(1) + task.format(2), '<resources><resource id="1" name="Eva" phone="12" '
                 'function="Default:1"><rate name="standard" value="80"/></resource><resource id="2" name="Tom" '
                 'function="Default:0" phone=""/></resources>')
    assert [r.text for r in found.remarks] == [
        "The cost of 2 tasks is calculated from rates of people; the file holds no amount, so none was read: T1, T2.",
        "Not taken over, for nothing here holds it: the role of 1 person, the rate of 1 person, the telephone number "
        "of 1 person."]


@pytest.mark.parametrize(("version", "wanted"), [("1.11", "2021-02-22"), ("2.8", "2021-02-24")])
def test_the_first_ganttproject_knew_no_days_off(tmp_path: Path, version: str, wanted: str) -> None:
    """Four days from Friday, the 19th, on."""
    path = tmp_path / "plan.gan"
    path.write_text(f'<project name="Plan" version="{version}"><tasks><task id="1" name="A" start="2021-02-19" '
                    'duration="4"/></tasks></project>', "utf-8")
    found = read_gan(path)
    assert found.tasks[0].finish == wanted and bool(found.remarks) == (version == "1.11")


@pytest.mark.parametrize(("start", "wanted"), [("2021-02-19", False), ("2021-02-22", True)])
def test_a_rubber_link_pushes_what_a_strong_one_pulls(tmp_path: Path, start: str, wanted: bool) -> None:
    """Papers ends on the 16th and pulls; Talks, until the 18th, only pushes: Build lies on the 19th."""
    found = listed(tmp_path, '<task id="1" name="Papers" start="2021-02-15" duration="2"><depend id="3" type="2" '
                             'hardness="Strong"/></task><task id="2" name="Talks" start="2021-02-15" duration="4">'
                             '<depend id="3" type="2" hardness="Rubber"/></task><task id="3" name="Build" '
                             f'start="{start}" duration="1"/>')
    assert bool(found) == wanted
