"""A schedule becomes items: levels from below, one line of cost a leaf, links, people; nothing dropped in silence."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.core.batch import Batch, Link
from app.core.catalog import LEVELS
from app.errors import Problem
from importers.base import Wishes
from importers.preview import preview, window
from importers.read import import_file
from importers.schedules.levels import places
from importers.schedules.model import Schedule, Task

DATA = Path(__file__).parent.parent / "data" / "spreadsheets"
CHAIN = [*LEVELS, "activity"]


def silent(_: float, __: str) -> None:
    """Progress nobody looks at."""


def batch_of(path: Path, **wishes: Any) -> Batch:
    return import_file(str(path), Wishes(**wishes), silent)


def task(uid: int, level: int, more: str = "") -> str:
    return (f"<Task><UID>{uid}</UID><Name>T{uid}</Name><OutlineLevel>{level}</OutlineLevel><Start>2026-01-05T08:00:00"
            f"</Start><Finish>2026-01-06T17:00:00</Finish>{more}</Task>")


def mspdi(tmp_path: Path, tasks: str, more: str = "") -> Path:
    path = tmp_path / "plan.xml"
    path.write_text('<Project xmlns="http://schemas.microsoft.com/project"><Title>Plan</Title><CurrencyCode>EUR'
                    f"</CurrencyCode>{more}<Tasks>{tasks}</Tasks></Project>", "utf-8")
    return path


def kinds(batch: Batch) -> dict[str, int]:
    out: dict[str, int] = {}
    for item in batch.items:
        if not item.fields.get("pass_through"):
            out[item.kind] = out.get(item.kind, 0) + 1
    return out


def parents_fit(batch: Batch) -> bool:
    known = {(i.kind, i.key) for i in batch.items}
    return all(i.parent_kind == CHAIN[CHAIN.index(i.kind) - 1] and (i.parent_kind, i.parent) in known
               for i in batch.items if i.kind in CHAIN[1:])


@pytest.mark.parametrize(("leaf", "wanted"), [
    ("", {"person": 2, "calendar": 2, "package": 1, "measure": 3, "activity": 16, "effect_line": 1, "dependency": 6}),
    ("measure", {"person": 2, "calendar": 2, "project": 1, "package": 3, "measure": 16, "effect_line": 1,
                 "dependency": 6})])
def test_the_real_file_gives_its_levels_either_way(leaf: str, wanted: dict[str, int]) -> None:
    batch = batch_of(DATA / "mpxj_sample_mspdi.xml", leaf=leaf)
    assert kinds(batch) == wanted and parents_fit(batch)
    line = next(i for i in batch.items if i.kind == "effect_line")
    assert line.fields["undated_plan"] == 352_625 and line.fields["currency"] == "GBP"
    assert line.fields.get("anchor") == (None if leaf else Link("activity", "2"))


def test_a_schedule_without_summaries_is_one_measure_named_like_the_project() -> None:
    batch = batch_of(DATA / "task-with-dependencies.gan")
    assert [i.fields["name"] for i in batch.items if i.kind == "measure"] == ["project-name"]
    assert kinds(batch)["activity"] == 5 and parents_fit(batch)


def test_uneven_branches_get_the_levels_they_lack(tmp_path: Path) -> None:
    batch = batch_of(mspdi(tmp_path, task(1, 1) + task(2, 2) + task(3, 3) + task(4, 2) + task(5, 1)))
    names = {(i.kind, i.fields["name"]) for i in batch.items if i.fields.get("name")}
    assert parents_fit(batch)
    assert {("project", "Plan"), ("package", "T1"), ("measure", "T2"), ("activity", "T3"), ("measure", "T1"),
            ("activity", "T4"), ("measure", "Plan"), ("activity", "T5")} <= names


def test_levels_too_many_are_joined_into_the_topmost_kept_and_said(tmp_path: Path) -> None:
    batch = batch_of(mspdi(tmp_path, "".join(task(n, n) for n in range(1, 9))))
    assert [i.fields["name"] for i in batch.items if i.kind == "organization"] == ["Plan / T1 / T2"]
    assert parents_fit(batch) and any("2 levels too many" in i.message for i in batch.issues)


def test_the_person_names_the_level_of_the_project(tmp_path: Path) -> None:
    batch = batch_of(mspdi(tmp_path, task(1, 1) + task(2, 2)), answers={"top": "program"})
    assert [i.kind for i in batch.items if i.fields.get("name") == "Plan"] == ["program"] and parents_fit(batch)


def test_ten_thousand_levels_end_without_a_crash() -> None:
    found = Schedule("x", "x", [Task(str(n), "T", level=n) for n in range(10_000)])
    found.hang()
    placed, joined = places(found.tasks, "activity")
    assert joined == 10_000 - 7 and sum(p is not None for p in placed) == 7


BASE = "<Baseline><Number>{}</Number><Start>2025-12-01T08:00:00</Start><Finish>2025-12-03T17:00:00</Finish><Cost>{}" \
       "</Cost></Baseline>"


def test_with_a_baseline_its_cost_is_the_plan_and_cost_the_forecast(tmp_path: Path) -> None:
    path = mspdi(tmp_path, task(1, 1) + task(2, 2, "<Cost>12345</Cost><ActualCost>100</ActualCost>"
                                             + BASE.format(0, 10000) + BASE.format(3, 7000)))
    batch = batch_of(path)
    line = next(i for i in batch.items if i.kind == "effect_line").fields
    assert (line["undated_plan"], line["undated_forecast"], line["undated_actual"]) == (10000, 12345, 100)
    activity = next(i for i in batch.items if i.kind == "activity").fields
    assert (activity["plan_start"], activity["plan_finish"]) == ("2025-12-01", "2025-12-03")
    assert "baseline=3" in [i.answer for i in batch.issues]
    other = batch_of(path, answers={"baseline": "3"})
    assert next(i for i in other.items if i.kind == "effect_line").fields["undated_plan"] == 7000
    assert "baseline=0" not in [i.answer for i in other.issues]


def test_a_summary_is_checked_and_only_its_own_fixed_cost_counts(tmp_path: Path) -> None:
    batch = batch_of(mspdi(tmp_path, task(1, 1, "<Cost>9000</Cost><FixedCost>500</FixedCost>")
                           + task(2, 2, "<Cost>1000</Cost>") + task(3, 2, "<Cost>2000</Cost>")))
    lines = {i.key: (i.parent, i.fields["undated_plan"]) for i in batch.items if i.kind == "effect_line"}
    assert lines == {"1/cost": ("1", 500), "2/cost": ("1", 1000), "3/cost": ("1", 2000)}
    assert any("says 90 for T1" in i.message and "sum to 35" in i.message for i in batch.issues)


def test_an_activity_has_one_owner_and_the_others_are_named(tmp_path: Path) -> None:
    people = "".join(f"<Resource><UID>{n}</UID><Name>{name}</Name><Type>{kind}</Type></Resource>"
                     for n, name, kind in ((1, "Eva", 1), (2, "Tom", 1), (3, "Sand", 0)))
    work = "".join(f"<Assignment><TaskUID>2</TaskUID><ResourceUID>{n}</ResourceUID><Work>PT{h}H0M0S</Work></Assignment>"
                   for n, h in ((1, 8), (2, 16), (3, 1)))
    batch = batch_of(mspdi(tmp_path, task(1, 1) + task(2, 2), f"<Resources>{people}</Resources><Assignments>{work}"
                                                              "</Assignments>"))
    activity = next(i for i in batch.items if i.kind == "activity")
    assert activity.fields["owner"] == Link("person", "2")
    assert activity.custom["Also assigned"] == ("text", "Eva, Sand")
    assert any("Sand is material" in i.message for i in batch.issues) and kinds(batch)["person"] == 2


def test_a_link_to_a_level_above_measures_is_left_out_and_said(tmp_path: Path) -> None:
    link = "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink>"
    batch = batch_of(mspdi(tmp_path, task(1, 1) + task(2, 2) + task(3, 3) + task(4, 2) + task(5, 3, link)))
    assert "dependency" not in kinds(batch)
    assert any("T5 waits for T1" in i.message and i.severity == "warning" for i in batch.issues)


FIRST = "<Start>2026-01-05T08:00:00</Start><Finish>2026-01-07T17:00:00</Finish>"
OFF = ("<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>Site</Name><IsBaseCalendar>1"
       "</IsBaseCalendar><Exceptions><Exception><Type>1</Type><TimePeriod><FromDate>2026-01-08T00:00:00</FromDate><ToDate>"
       "2026-01-08T23:59:00</ToDate></TimePeriod></Exception></Exceptions></Calendar></Calendars>")


@pytest.mark.parametrize(("kind", "lag", "start", "finish", "wanted"), [
    (1, 0, "09", "12", None), (1, 0, "07", "12", "starts on 2026-01-07"), (1, 1, "09", "13", "from 2026-01-12 on"),
    (3, 1, "05", "12", "from 2026-01-06 on"), (0, 0, "05", "07", None), (0, 1, "05", "07", "from 2026-01-09 on"),
    (2, 0, "01", "02", None), (2, 1, "01", "02", "finishes on 2026-01-02")])
def test_stored_dates_that_break_a_link_are_named_and_stay(
        tmp_path: Path, kind: int, lag: int, start: str, finish: str, wanted: str | None) -> None:
    link = f"<PredecessorLink><PredecessorUID>2</PredecessorUID><Type>{kind}</Type><LinkLag>{lag * 4800}</LinkLag>" \
           "<LagFormat>7</LagFormat></PredecessorLink>"
    head = "<Task><UID>{0}</UID><Name>T{0}</Name><OutlineLevel>2</OutlineLevel>{1}</Task>"
    dates = f"<Start>2026-01-{start}T08:00:00</Start><Finish>2026-01-{finish}T17:00:00</Finish>"
    batch = batch_of(mspdi(tmp_path, task(1, 1) + head.format(2, FIRST) + head.format(3, dates + link), OFF))
    said = [i.message for i in batch.issues if "whole working days" in i.message]
    assert len(said) == (wanted is not None) and all(wanted in m for m in said if wanted)
    assert next(i for i in batch.items if i.key == "3").fields["start"] == f"2026-01-{start}"


def test_odd_dates_and_percentages_are_named(tmp_path: Path) -> None:
    odd = "<Task><UID>2</UID><Name>Odd</Name><OutlineLevel>2</OutlineLevel><Start>{}</Start><Finish>2026-03-01T08:00" \
          ":00</Finish><PercentComplete>{}</PercentComplete></Task>"
    said = [i.message for i in batch_of(mspdi(tmp_path, task(1, 1) + odd.format("bogus", 250))).issues]
    assert any("“bogus” for its start" in m for m in said) and any("250 % complete" in m for m in said)
    said = [i.message for i in batch_of(mspdi(tmp_path, task(1, 1) + odd.format("2026-03-05T08:00:00", 50))).issues]
    assert any("before it starts on 2026-03-05" in m for m in said)


def test_the_real_files_keep_their_own_links() -> None:
    for name in ("mpxj_sample_mspdi.xml", "task-with-dependencies.gan"):
        assert not [i for i in batch_of(DATA / name).issues if "whole working days" in i.message]


def test_the_preview_shows_tasks_and_resources_with_marked_rows() -> None:
    book, batch = preview(str(DATA / "mpxj_sample_mspdi.xml"), Wishes(), silent)
    shown = window(book, batch, "Tasks")
    assert shown["rows"][0]["cells"][1] == "Task" and shown["rows"][3]["cells"][1].strip() == "Second Task"
    assert [r["kind"] for r in shown["rows"][:4]] == ["header", "group", "group", "data"]
    assert window(book, batch, "Resources")["marked"] == {"B2": "note"}


def test_an_empty_schedule_is_an_error_and_a_document_type_is_refused(tmp_path: Path) -> None:
    batch = batch_of(mspdi(tmp_path, ""))
    assert [i.severity for i in batch.issues] == ["error"] and not batch.items
    path = tmp_path / "bomb.xml"
    path.write_text('<!DOCTYPE p [<!ENTITY a "aaaa">]><Project x="&a;"/>', "utf-8")
    with pytest.raises(Problem, match="document type"):
        batch_of(path)


def test_the_report_has_the_sums_of_the_file_beside_those_that_came_in(tmp_path: Path) -> None:
    path = mspdi(tmp_path, task(1, 1, "<Cost>9000</Cost><FixedCost>500</FixedCost>")
                 + task(2, 2, "<Cost>1000</Cost><ActualCost>250</ActualCost>") + task(3, 2, "<Cost>2000</Cost>"))
    assert {(t.what, t.minor, t.left, t.currency) for t in batch_of(path).origin.tallies} == {
        ("one_time_cost.plan", 3500, 0, "EUR"), ("one_time_cost.actual", 250, 0, "EUR")}


def test_a_fixed_cost_of_a_level_that_was_joined_is_named_and_counted_as_left(tmp_path: Path) -> None:
    levels = task(1, 1, "<FixedCost>700</FixedCost>") + "".join(task(n, n) for n in range(2, 8)) + task(
        8, 8, "<Cost>100</Cost>")
    batch = batch_of(mspdi(tmp_path, levels))
    assert any("T1 has a fixed cost of its own (7)" in i.message and i.severity == "warning" for i in batch.issues)
    assert [(t.minor, t.left) for t in batch.origin.tallies] == [(100, 700)]


def assigned(task_uid: int, cost: int, actual: int = 0, baseline: int = 0) -> str:
    base = f"<Baseline><Number>0</Number><Cost>{baseline}</Cost></Baseline>" if baseline else ""
    return (f"<Assignments><Assignment><TaskUID>{task_uid}</TaskUID><ResourceUID>7</ResourceUID><Cost>{cost}</Cost>"
            f"<ActualCost>{actual}</ActualCost>{base}</Assignment></Assignments>")


def amounts(batch: Batch, series: str = "plan") -> dict[str, int]:
    return {i.key: i.fields[f"undated_{series}"] for i in batch.items
            if i.kind == "effect_line" and i.fields.get(f"undated_{series}") is not None}


def test_what_people_assigned_to_a_summary_itself_cost_is_money_of_its_own(tmp_path: Path) -> None:
    """The printed cost of the summary proves it: 40.00 beside the 20.00 of its task."""
    tasks = task(1, 1, "<Cost>6000</Cost>") + task(2, 2, "<Cost>2000</Cost>")
    batch = batch_of(mspdi(tmp_path, tasks, assigned(1, 4_000, 1_500)))
    assert amounts(batch) == {"1/cost": 4_000, "2/cost": 2_000} and amounts(batch, "actual") == {"1/cost": 1_500}
    assert not [i for i in batch.issues if "sum to" in i.message]
    leaf = batch_of(mspdi(tmp_path, tasks.replace("6000", "2000"), assigned(2, 2_000)))
    assert amounts(leaf) == {"2/cost": 2_000}


def test_what_the_printed_cost_of_a_summary_leaves_out_does_not_count_and_is_said(tmp_path: Path) -> None:
    batch = batch_of(mspdi(tmp_path, task(1, 1, "<Cost>2000</Cost>") + task(2, 2, "<Cost>2000</Cost>"),
                           assigned(1, 4_000)))
    assert amounts(batch) == {"2/cost": 2_000}
    assert any("assigned to T1 itself for 40, which its printed cost leaves out" in i.message for i in batch.issues)


def test_money_of_a_level_above_measures_gets_a_measure_to_hold_it(tmp_path: Path) -> None:
    tasks = task(1, 1, "<FixedCost>700</FixedCost>") + task(2, 2) + task(3, 3, "<Cost>100</Cost>")
    batch = batch_of(mspdi(tmp_path, tasks))
    assert amounts(batch) == {"1/cost": 700, "3/cost": 100} and parents_fit(batch)
    line = next(i for i in batch.items if i.key == "1/cost")
    holder = next(i for i in batch.items if (i.kind, i.key) == ("measure", line.parent))
    assert holder.fields == {"name": "T1", "pass_through": True}
    assert [(t.minor, t.left) for t in batch.origin.tallies] == [(800, 0)]


def test_a_baseline_of_a_summary_is_its_own_fixed_cost_and_that_of_its_people(tmp_path: Path) -> None:
    base = "<Baseline><Number>0</Number><Cost>{}</Cost><FixedCost>{}</FixedCost></Baseline>"
    tasks = (task(1, 1, "<Cost>6000</Cost>" + base.format(5_500, 500))
             + task(2, 2, "<Cost>2000</Cost>" + base.format(2_000, 0)))
    batch = batch_of(mspdi(tmp_path, tasks, assigned(1, 4_000, baseline=3_000)))
    assert amounts(batch) == {"1/cost": 3_500, "2/cost": 2_000}
    assert amounts(batch, "forecast") == {"1/cost": 4_000, "2/cost": 2_000}
