"""One task of MS Project XML: its dates, what it lasts, its money and baselines, and what cannot be read of it.

Facts of the format: money is stored times 100, whatever the currency; durations are hours and minutes of work, or of
the clock where their format says elapsed. Must not know: links, what becomes of the schedule.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from importers.schedules.model import EVERY_DAY, Baseline, Remark, Task
from importers.schedules.mspdi_fields import FieldNames, custom_values
from importers.schedules.mspdi_splits import resting
from importers.schedules.xml_parts import children, day, minute, number, texts

_CONSTRAINTS = {"1": "alap", "2": "start_on", "3": "finish_on", "4": "start_no_earlier", "5": "start_no_later",
                "6": "finish_no_earlier", "7": "finish_no_later"}
ELAPSED = {4, 6, 8, 10, 12, 20}          # formats of durations that count nights and days off (+ 32 = estimated)
_DURATION = re.compile(r"^P(?:(\d+)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$")


@dataclass(frozen=True, slots=True)
class Clock:
    """What the file counts as a day, and the hours its days usually have."""

    minutes: Decimal
    opens: int                            # minutes of the day
    closes: int                           # 0 at midnight


def read_task(said: dict[str, str], element: Element, row: int, clock: Clock, names: FieldNames,
              remarks: list[Remark]) -> Task:
    """The task at a row of the list; what is odd about it is said in `remarks`."""
    uid = said.get("UID") or said.get("ID") or ""
    task = Task(uid or f"row {row}", said.get("Name", ""), row, weak=not uid)
    level = number(said.get("OutlineLevel"))
    task.level = int(level) if level is not None and 0 <= level < 1000 else 1
    task.code = said.get("WBS") or said.get("OutlineNumber") or ""
    task.manual = said.get("Manual") == "1"
    for name, tags in (("start", ("Start", "ManualStart")), ("finish", ("Finish", "ManualFinish")),
                       ("actual_start", ("ActualStart",)), ("actual_finish", ("ActualFinish",))):
        setattr(task, name, next((d for t in tags if (d := day(said.get(t)))), None))
        odd = next((said[t] for t in tags if said.get(t)), "")
        if odd and getattr(task, name) is None:
            remarks.append(Remark("warning", row, f"{task.name} has “{odd}” for its {name.replace('_', ' ')}, which is "
                                                  "no date between 1900 and 2200; it was left out."))
    if task.start is None and (text := said.get("StartText") or said.get("FinishText")):
        task.text_dates = text
        remarks.append(Remark("note", row, f"{task.name} is dated “{text}”, which is no date; it is kept as text."))
        task.custom["Date as text"] = ("text", text)
    done = number(said.get("PercentComplete"))
    if done is not None:
        if not 0 <= done <= 100:
            remarks.append(Remark("warning", row, f"{task.name} is {done:f} % complete in the file; read as "
                                                  f"{max(0, min(100, int(done)))} %."))
        task.percent = max(0, min(10_000, int(done * 100)))
    form = format_of(said.get("DurationFormat"))
    task.elapsed = form in ELAPSED
    length = minutes_of(said.get("Duration"))
    if length is not None:
        task.days = length / (Decimal(1440) if task.elapsed else clock.minutes)
        task.minutes = None if task.elapsed else length
    elif said.get("Duration"):
        remarks.append(Remark("note", row, f"{task.name} lasts “{said['Duration']}”, which was not understood; its "
                                           "dates say how long it is."))
    if said.get("IsSubproject") == "1":
        where = said.get("SubprojectName") or "another file"
        remarks.append(Remark("warning", row, f"{task.name} stands for the project in {where}; its tasks are not in "
                                              "this file and did not come in."))
    task.milestone = said.get("Milestone") == "1" or (task.days == 0 and task.start == task.finish)
    _hours(task, said, clock)
    task.gaps = resting(said, day)
    task.ignores_people = said.get("IgnoreResourceCalendar") == "1"
    task.notes = said.get("Notes", "")
    task.calendar = EVERY_DAY if task.elapsed else said.get("CalendarUID", "-1")
    task.constraint = _CONSTRAINTS.get(said.get("ConstraintType", "0"), "")
    task.constraint_date = day(said.get("ConstraintDate"))
    task.cost, task.fixed_cost = money(said.get("Cost")), money(said.get("FixedCost"))
    task.actual_cost = money(said.get("ActualCost"))
    for base in children(element, "Baseline"):
        told = texts(base)
        if (number(told.get("Number")) or 0) in range(11):
            found = Baseline(day(told.get("Start")), day(told.get("Finish")), money(told.get("Cost")),
                             money(told.get("FixedCost")))
            if found != Baseline():
                task.baselines.setdefault(int(told.get("Number") or 0), found)
    task.custom |= custom_values(said, element, names, clock.minutes)
    return task


def minutes_of(text: str | None) -> Decimal | None:
    """"PT16H30M0S" in minutes; None when it is no duration."""
    found = _DURATION.match(text or "")
    if not found or not any(found.groups()):
        return None
    days, hours, minutes, seconds = (Decimal(g or 0) for g in found.groups())
    return days * 1440 + hours * 60 + minutes + seconds / 60


def _hours(task: Task, said: Mapping[str, str], clock: Clock) -> None:
    """What the hours of its dates say: reached in the morning, begun or ended within a day, put back by levelling."""
    task.begins, task.ends = minute(said.get("Start")), minute(said.get("Finish"))
    task.bound = minute(said.get("ConstraintDate")) or 0
    if task.milestone:
        task.early = task.begins is not None and task.begins <= clock.opens
    else:
        task.part_day = (task.begins or 0) > clock.opens or (task.ends is not None and task.ends < clock.closes)
    delay = (number(said.get("LevelingDelay")) or Decimal(0)) / 10
    by_clock = format_of(said.get("LevelingDelayFormat", "8")) in ELAPSED
    task.delay = delay / (Decimal(1440) if by_clock else clock.minutes)


def format_of(text: str | None) -> int:
    """The unit of a duration or lag, without the mark that it is an estimate."""
    value = number(text)
    form = int(value) if value is not None and 0 <= value < 100 else 7
    return form - 32 if form >= 35 else form


def money(text: str | None) -> Decimal | None:
    value = number(text)
    return None if value is None else value / 100
