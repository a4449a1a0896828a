"""A schedule as two sheets, Tasks and Resources, for people to look at: the addresses of issues point here.

Must not know: items.
"""
from __future__ import annotations

import datetime as dt
from decimal import Decimal

from app.core.batch import Column, SheetReading
from importers.base import Sheet, Value, letter
from importers.schedules.model import Schedule, Task, Tie

TASKS, RESOURCES = "Tasks", "Resources"
NAME_COLUMN = "B"
_TASKS = (("ID", "code"), ("Task", "name"), ("Level", "parent"), ("Start", "start"), ("Finish", "finish"),
          ("Days", ""), ("Complete %", "percent"), ("Milestone", ""), ("Cost", "effect plan"),
          ("Predecessors", "predecessors"), ("Resources", "owner"), ("Notes", "description"))
_RESOURCES = (("ID", ""), ("Resource", "name"), ("Mail", "mail"), ("Kind", ""))


def sheets_of(schedule: Schedule) -> list[Sheet]:
    ties: dict[str, list[Tie]] = {}
    for tie in schedule.links:
        ties.setdefault(tie.after, []).append(tie)
    last = max([0, *(t.row for t in schedule.tasks), *schedule.row_kinds])
    rows: list[list[Value]] = [[] for _ in range(last + 1)]
    rows[0] = [head for head, _ in _TASKS]
    for task in schedule.tasks:
        if task.row:
            rows[task.row] = _row(schedule, task, ties.get(task.uid, []))
    people: list[list[Value]] = [[head for head, _ in _RESOURCES]]
    people += [[r.uid, r.name, r.mail, "person" if r.person else "material or cost"]
               for r in schedule.resources.values()]
    return [Sheet(TASKS, rows), Sheet(RESOURCES, people)]


def readings(schedule: Schedule) -> list[SheetReading]:
    """How both sheets were understood, row by row."""
    kinds = {1: "header"} | {row + 1: kind for row, kind in schedule.row_kinds.items()}
    kinds |= {t.row + 1: "group" if t.children else "data" for t in schedule.tasks if t.row}
    people = {1: "header"} | {n: "data" if r.name else "placeholder"
                              for n, r in enumerate(schedule.resources.values(), 2)}
    return [SheetReading(TASKS, "data", "schedule", 1, _columns(_TASKS), kinds,
                         why=f"A schedule of {schedule.program}."),
            SheetReading(RESOURCES, "list", "schedule", 1, _columns(_RESOURCES), people,
                         why="The people of the schedule.")]


def tie_text(tie: Tie) -> str:
    """"9FS+1d"."""
    lag = f"{tie.lag.normalize():+f}{'ed' if tie.elapsed else 'd'}" if tie.lag else ""
    return f"{tie.before}{tie.type}{lag}"


def _columns(heads: tuple[tuple[str, str], ...]) -> list[Column]:
    return [Column(letter(n), head, field, 1.0 if field else 0.0) for n, (head, field) in enumerate(heads)]


def _row(schedule: Schedule, task: Task, ties: list[Tie]) -> list[Value]:
    names = [schedule.resources[u].name for u in task.people if u in schedule.resources]
    return [task.uid, "   " * max(0, task.level - 1) + task.name, task.level, _date(task.start), _date(task.finish),
            _number(task.days), None if task.percent is None else task.percent / 100,
            "yes" if task.milestone else None, _number(task.cost), ", ".join(map(tie_text, ties)) or None,
            ", ".join(n for n in names if n) or None, task.notes or None]


def _date(text: str | None) -> Value:
    return dt.date.fromisoformat(text) if text else None


def _number(value: Decimal | None) -> Value:
    return None if value is None else float(value)
