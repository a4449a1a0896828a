"""Our own count of a schedule against a scheduler of ten lines in whole working days: its dates are no difference, and
a planted one is found."""
from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.core.batch import Batch
from importers.base import Wishes
from importers.read import import_file
from tests.importers.test_schedule_counted import headline, listed

START = dt.date(2026, 1, 5)
HOLIDAYS = (dt.date(2026, 1, 14), dt.date(2026, 2, 16), dt.date(2026, 2, 17), dt.date(2026, 4, 3))
WORKED = [day for n in range(900) if (day := START + dt.timedelta(n)).isoweekday() <= 5 and day not in HOLIDAYS]
OFF = "".join("<Exception><Type>1</Type><DayWorking>0</DayWorking><TimePeriod><FromDate>"
              f"{d}T00:00:00</FromDate><ToDate>{d}T23:59:00</ToDate></TimePeriod></Exception>" for d in HOLIDAYS)
TYPES = {"FF": 0, "FS": 1, "SF": 2, "SS": 3}


@dataclass
class Made:
    """A task by working days before its start, counted from the project's start; length 0 is a milestone."""

    length: int
    links: list[tuple[int, str, int]] = field(default_factory=list)        # (task before, type, lag)
    rule: tuple[str, int] | None = None                                    # ("SNET" or "FNET", working days before)
    start: int = 0

    @property
    def end(self) -> int:
        return self.start + self.length


def scheduled(chance: random.Random, count: int) -> list[Made]:
    """Tasks with links only to earlier ones, at the first days that links, constraints and the start allow."""
    out: list[Made] = []
    for n in range(count):
        task = Made(chance.choice((0, 1, 1, 2, 3, 5, 8)))
        for before in chance.sample(range(n), min(n, chance.choice((0, 1, 1, 2, 3)))):
            task.links.append((before, chance.choice(list(TYPES)), chance.choice((0, 0, 0, 1, 3, -1))))
        if chance.random() < 0.2:
            task.rule = (chance.choice(("SNET", "FNET")), chance.randrange(1, 60))
        wanted = [0]
        for before, kind, lag in task.links:
            at = (out[before].start if kind[0] == "S" else out[before].end) + lag
            wanted.append(at - (task.length if kind[1] == "F" else 0))
        if task.rule is not None:
            at = task.rule[1]
            wanted.append(at if task.rule[0] == "SNET" else at + 1 - task.length)
        task.start = max(wanted)
        out.append(task)
    return out


def written(tmp_path: Path, tasks: list[Made], chance: random.Random) -> Path:
    """The file as MS Project would write it; a milestone in the evening of a day or in the next morning."""
    rows = []
    for n, task in enumerate(tasks, 1):
        if task.length:
            first, last = f"{WORKED[task.start]}T08:00:00", f"{WORKED[task.end - 1]}T17:00:00"
        elif task.start == 0 or (task.rule is not None and task.rule[0] == "SNET") or (
                task.rule is None and chance.random() < 0.5):
            first = last = f"{WORKED[task.start]}T08:00:00"
        else:
            first = last = f"{WORKED[task.start - 1]}T17:00:00"
        links = "".join(f"<PredecessorLink><PredecessorUID>{before + 1}</PredecessorUID><Type>{TYPES[kind]}</Type>"
                        f"<LinkLag>{lag * 4800}</LinkLag><LagFormat>7</LagFormat></PredecessorLink>"
                        for before, kind, lag in task.links)
        rule = "" if task.rule is None else (
            f"<ConstraintType>{4 if task.rule[0] == 'SNET' else 6}</ConstraintType><ConstraintDate>"
            f"{WORKED[task.rule[1]]}T{'08' if task.rule[0] == 'SNET' else '17'}:00:00</ConstraintDate>")
        rows.append(f"<Task><UID>{n}</UID><Name>T{n}</Name><OutlineLevel>1</OutlineLevel><Start>{first}</Start><Finish>"
                    f"{last}</Finish><Duration>PT{task.length * 8}H0M0S</Duration><Milestone>{int(not task.length)}"
                    "</Milestone>"
                    f"{rule}{links}</Task>")
    path = tmp_path / "plan.xml"
    path.write_text('<Project xmlns="http://schemas.microsoft.com/project"><Title>Plan</Title><StartDate>'
                    f"{START}T08:00:00</StartDate><CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>"
                    f"Standard</Name><IsBaseCalendar>1</IsBaseCalendar><Exceptions>{OFF}</Exceptions></Calendar>"
                    f"</Calendars><Tasks>{''.join(rows)}</Tasks></Project>", "utf-8")
    return path


def seeded() -> random.Random:
    """Chance that a failure can be made again with."""
    seed = random.randrange(1 << 30)
    print("seed", seed)
    return random.Random(seed)


def read(path: Path) -> Batch:
    return import_file(str(path), Wishes(), lambda fraction, text: None)


@pytest.mark.parametrize("size", [3, 6, 12, 40])
def test_a_file_scheduled_by_its_own_rules_has_no_difference(tmp_path: Path, size: int) -> None:
    chance = seeded()
    for _ in range(max(2, 60 // size)):
        batch = read(written(tmp_path, scheduled(chance, size), chance))
        assert listed(batch) == {}, listed(batch)
        assert f"all {size} tasks fall on the dates of the file" in headline(batch)


def test_a_date_planted_into_it_is_the_one_that_is_listed(tmp_path: Path) -> None:
    chance = seeded()
    for _ in range(10):
        tasks = scheduled(chance, 12)
        odd = chance.choice([n for n, t in enumerate(tasks) if t.length])
        tasks[odd].start += chance.choice((1, 4, 20))
        found = listed(read(written(tmp_path, tasks, chance)))
        assert list(found) == [f"T{odd + 1}"], found
