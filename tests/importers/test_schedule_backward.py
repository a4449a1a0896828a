"""Files that are scheduled from their finish, counted from it: against a scheduler of ten lines that lays every task as
late as links, constraints and the finish allow."""
from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.importers.test_schedule_counted import after, headline, listed, plan, task
from tests.importers.test_schedule_truth import OFF, TYPES, WORKED, read, seeded

END = 90                                  # working days from the first of WORKED to the project's finish
BACK = "<ScheduleFromStart>0</ScheduleFromStart>"
LATE = "<ConstraintType>1</ConstraintType>"


@dataclass
class Made:
    """A task by working days before its finish; length 0 is a milestone. Links lead to later ones."""

    length: int
    links: list[tuple[int, str, int]] = field(default_factory=list)        # (task after, type, lag)
    rule: tuple[str, int] | None = None                                    # ("SNLT" or "FNLT", working day)
    end: int = END

    @property
    def start(self) -> int:
        return self.end - self.length


def scheduled(chance: random.Random, count: int) -> list[Made]:
    """Tasks at the last days that what waits for them, their constraints and the finish allow."""
    out: list[Made] = [Made(chance.choice((0, 1, 1, 2, 3, 5, 8))) for _ in range(count)]
    for n in range(count - 1, -1, -1):
        one, later = out[n], range(n + 1, count)
        for next_ in chance.sample(later, min(len(later), chance.choice((0, 1, 1, 2, 3)))):
            one.links.append((next_, chance.choice(list(TYPES)), chance.choice((0, 0, 0, 1, 3, -1))))
        if chance.random() < 0.2:
            one.rule = (chance.choice(("SNLT", "FNLT")), chance.randrange(30, END - 1))
        allowed = [END]
        for next_, kind, lag in one.links:
            at = (out[next_].start if kind[1] == "S" else out[next_].end) - lag
            allowed.append(at + (one.length if kind[0] == "S" else 0))
        if one.rule is not None:
            allowed.append(one.rule[1] + (one.length if one.rule[0] == "SNLT" else 1))
        one.end = min(allowed)
    return out


def written(tmp_path: Path, tasks: list[Made], chance: random.Random) -> Path:
    """The file as MS Project writes it: as late as possible is what tasks without a rule are told."""
    waits: dict[int, str] = {}
    for n, one in enumerate(tasks, 1):
        for next_, kind, lag in one.links:
            waits[next_] = waits.get(next_, "") + (
                f"<PredecessorLink><PredecessorUID>{n}</PredecessorUID><Type>{TYPES[kind]}</Type><LinkLag>{lag * 4800}"
                "</LinkLag><LagFormat>7</LagFormat></PredecessorLink>")
    rows = []
    for n, one in enumerate(tasks, 1):
        ruled = one.rule[0] if one.rule is not None else ""
        if one.length:
            first, last = f"{WORKED[one.start]}T08:00:00", f"{WORKED[one.end - 1]}T17:00:00"
        elif ruled != "FNLT" and one.end < END and (ruled or chance.random() < 0.5):
            first = last = f"{WORKED[one.end]}T08:00:00"
        else:
            first = last = f"{WORKED[one.end - 1]}T17:00:00"
        rule = LATE if one.rule is None else (
            f"<ConstraintType>{5 if ruled == 'SNLT' else 7}</ConstraintType><ConstraintDate>{WORKED[one.rule[1]]}T"
            f"{'08' if ruled == 'SNLT' else '17'}:00:00</ConstraintDate>")
        rows.append(f"<Task><UID>{n}</UID><Name>T{n}</Name><OutlineLevel>1</OutlineLevel><Start>{first}</Start><Finish>"
                    f"{last}</Finish><Duration>PT{one.length * 8}H0M0S</Duration><Milestone>{int(not one.length)}"
                    f"</Milestone>{rule}{waits.get(n - 1, '')}</Task>")
    path = tmp_path / "plan.xml"
    path.write_text(f'<Project xmlns="http://schemas.microsoft.com/project"><Title>Plan</Title>{BACK}<StartDate>'
                    f"{WORKED[min(t.start for t in tasks)]}T08:00:00</StartDate><FinishDate>{WORKED[END - 1]}T17:00:00"
                    "</FinishDate><CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>Standard</Name>"
                    f"<IsBaseCalendar>1</IsBaseCalendar><Exceptions>{OFF}</Exceptions></Calendar></Calendars><Tasks>"
                    f"{''.join(rows)}</Tasks></Project>", "utf-8")
    return path


@pytest.mark.parametrize("size", [3, 6, 12, 40])
def test_a_file_scheduled_from_its_finish_by_its_own_rules_has_no_difference(tmp_path: Path, size: int) -> None:
    chance = seeded()
    for _ in range(max(2, 60 // size)):
        batch = read(written(tmp_path, scheduled(chance, size), chance))
        assert listed(batch) == {}, listed(batch)
        assert f"project's finish back, links, lags, constraints and calendars, all {size} tasks" in headline(batch)


def test_a_date_planted_into_a_file_from_its_finish_is_the_one_that_is_listed(tmp_path: Path) -> None:
    chance = seeded()
    for _ in range(10):
        tasks = scheduled(chance, 12)
        odd = chance.choice([n for n, t in enumerate(tasks) if t.length])
        tasks[odd].end -= chance.choice((1, 4, 20))
        found = listed(read(written(tmp_path, tasks, chance)))
        assert list(found) == [f"T{odd + 1}"], found


def test_a_file_from_its_finish_says_so_and_whom_a_task_must_be_done_for(tmp_path: Path) -> None:
    """The project of `plan` ends on 2026-01-30, a Friday; T2 should lie on that day and T1 on the two before it."""
    batch = plan(tmp_path, task(1, "26", "27", 2, LATE) + task(2, "28", "28", 1, LATE + after(1)), head=BACK)
    found = listed(batch)
    assert "by Trimtab's own count on 2026-01-30:" in found["T2"]
    assert "count from 2026-01-28 to 2026-01-29:" in found["T1"]
    assert "T2, for which it must be done, lies elsewhere too" in found["T1"]
    said = [i.message for i in batch.issues]
    assert any("scheduled from its finish on 2026-01-30" in m for m in said)


def test_a_summary_of_a_file_from_its_finish_spans_its_tasks(tmp_path: Path) -> None:
    end = "<Milestone>1</Milestone>" + LATE + after(1)
    tasks = (task(1, "28", "30", 3, level=1) + task(2, "28", "28", 1, LATE, level=2)
             + task(3, "29", "30", 2, LATE + after(2), level=2)
             + task(4, "26", "27", 2, LATE) + task(5, "30T17:00:00", "30", 0, end))
    tasks = tasks.replace("<Name>T1</Name>", "<Name>T1</Name>" + after(4))
    assert listed(plan(tmp_path, tasks, head=BACK)) == {}
    found = listed(plan(tmp_path, tasks.replace("2026-01-27T17", "2026-01-26T17"), head=BACK))
    assert set(found) == {"T4"} and "T1 waits" not in found["T4"]


def test_what_has_begun_stays_in_a_file_from_its_finish(tmp_path: Path) -> None:
    begun = "<ActualStart>2026-01-12T08:00:00</ActualStart><PercentComplete>10</PercentComplete>"
    assert listed(plan(tmp_path, task(1, "12", "14", 3, LATE + begun) + task(2, "30", "30", 1, LATE + after(1)),
                       head=BACK)) == {}
