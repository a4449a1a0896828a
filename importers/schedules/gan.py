"""GanttProject's file as a schedule.

Facts of the format: a task's `depend` names its successor; link types 1 to 4 are SS, FS, FF, SF; durations are working
days; a day of the default week marked 1 is off; a date without year comes every year; allocations name the task.
Must not know: items, how a schedule becomes records.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from importers.reading.xml_safe import local
from importers.schedules.gan_dates import modernise
from importers.schedules.gan_unread import Unread
from importers.schedules.model import Baseline, Remark, Resource, Schedule, Task, Tie, WorkCalendar
from importers.schedules.xml_parts import child, children, day, number, parts, refuse_document_type, root_of

_DEEP = frozenset({"tasks", "resources", "allocations", "calendars", "previous", "vacations"})
_TYPES = {"1": "SS", "2": "FS", "3": "FF", "4": "SF"}
_WEEK = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
_CALENDAR = "project"
_KINDS = {"int": "number", "double": "number", "boolean": "bool", "date": "date"}
_PRIORITY = {"0": "low", "2": "high", "3": "lowest", "4": "highest"}       # 1 is what a task has by itself
_FURTHER_YEARS = 5                        # for which days that come every year are written out


def read_gan(path: Path) -> Schedule:
    """The whole file. Raises Problem when it is damaged or declares a document type."""
    refuse_document_type(path)
    root = root_of(path)
    out = Schedule("GanttProject", (root.get("name") if root is not None else "") or path.stem, stays=True)
    top: list[Element] = []
    work: dict[str, list[tuple[bool, Decimal, str]]] = {}
    calendar: list[Element] = []
    earlier: list[Element] = []
    names: dict[str, tuple[str, str]] = {}
    away: list[tuple[str, str, str]] = []
    unread = Unread()
    for inside, element in parts(path, _DEEP):
        tag = local(element.tag)
        if inside == "tasks" and tag == "task":
            top.append(element)
        elif inside == "tasks":
            names |= {p.get("id", ""): (p.get("name", ""), p.get("valuetype", "")) for p in element
                      if p.get("type") == "custom"}
        elif inside == "resources" and tag == "resource":
            out.resources[element.get("id", "")] = Resource(element.get("id", ""), element.get("name", ""),
                                                            element.get("contacts", ""))
            unread.resource(element)
        elif inside == "allocations":
            work.setdefault(element.get("task-id", ""), []).append(
                (element.get("responsible") == "true", number(element.get("load")) or Decimal(0),
                 element.get("resource-id", "")))
        elif inside == "calendars":
            calendar.append(element)
        elif inside == "previous":
            earlier.append(element)
        elif inside == "vacations":
            away.append((element.get("resourceid", ""), element.get("start", ""), element.get("end", "")))
    outline = _outline(top)
    modernise([*(e for e, _ in outline), *(one for state in earlier for one in state)], out.remarks)
    out.calendars = {_CALENDAR: _calendar(calendar, [e for e, _ in outline], out.remarks)}
    out.calendar = _CALENDAR
    if not calendar and root is not None and root.get("version", "").startswith("1."):
        out.calendars[_CALENDAR].days = (1, 2, 3, 4, 5, 6, 7)
        out.remarks.append(Remark("note", 0, "The first versions of GanttProject knew no days off: durations count "
                                             "every day."))
    _tasks(out, outline, names, work)
    _baselines(out, earlier, {e.get("id", ""): e.get("uid", "") or e.get("id", "") for e, _ in outline})
    unread.away = [f"{out.resources[who].name if who in out.resources else 'somebody'} {start} to {end}"
                   for who, start, end in away]
    unread.calculated = [e.get("name", "") for e, _ in outline if e.get("cost-calculated") == "true"]
    out.remarks += [Remark("note", 0, text) for text in unread.texts()]
    return out


def _outline(top: list[Element]) -> list[tuple[Element, int]]:
    """Every task with its level, in outline order; without recursion, for files nest as deep as they like."""
    out: list[tuple[Element, int]] = []
    waiting = [(e, 1) for e in reversed(top)]
    while waiting:
        element, level = waiting.pop()
        out.append((element, level))
        waiting += [(e, level + 1) for e in reversed(children(element, "task"))]
    return out


def _calendar(elements: list[Element], tasks: list[Element], remarks: list[Remark]) -> WorkCalendar:
    out = WorkCalendar(_CALENDAR, "GanttProject")
    years = sorted({int(d[:4]) for t in tasks if (d := day(t.get("start")))}) or [dt.date(2000, 1, 1).year]
    for element in elements:
        if local(element.tag) != "date":
            week = _below(element, "default-week")         # the day types hold it, or a calendar among them
            if week is not None:
                off = {iso for name, iso in _WEEK.items() if week.get(name) == "1"}
                shown = _below(element, "only-show-weekends")
                if shown is not None and shown.get("value") == "true":
                    off = set()                            # weekends are only drawn, work goes on
                out.days = tuple(d for d in range(1, 8) if d not in off) or out.days
            continue
        kind = element.get("type", "HOLIDAY")
        if kind not in ("HOLIDAY", "WORKING_DAY"):
            continue                                       # a day that is coloured and otherwise like any other
        year, every = element.get("year", ""), range(years[0], years[-1] + _FURTHER_YEARS + 1)
        for y in [year] if year else [str(y) for y in every]:
            date = day(f"{y:0>4}-{element.get('month', ''):0>2}-{element.get('date', ''):0>2}")
            if date:
                out.exceptions[date] = kind == "WORKING_DAY"
            elif year:
                remarks.append(Remark("warning", 0, f"A day off could not be read: {year}-{element.get('month')}-"
                                                    f"{element.get('date')}."))
    return out


def _below(element: Element, name: str) -> Element | None:
    return next((one for one in element.iter() if local(one.tag) == name), None)


def _tasks(out: Schedule, outline: list[tuple[Element, int]], names: Mapping[str, tuple[str, str]],
           work: Mapping[str, list[tuple[bool, Decimal, str]]]) -> None:
    uids: dict[str, str] = {}
    taken: set[str] = set()
    for row, (element, level) in enumerate(outline, 1):
        own = element.get("id", "")
        task = _task(element, row, level, names, out)
        while task.uid in taken:
            task.uid += "#"
        taken.add(task.uid)
        uids.setdefault(own, task.uid)
        task.people = [who for *_, who in sorted(work.get(own, ()), key=lambda w: (not w[0], -w[1]))]
        out.tasks.append(task)
    rows = {task.uid: task.row for task in out.tasks}
    for row, (element, _) in enumerate(outline, 1):
        for link in children(element, "depend"):
            before, after = uids[element.get("id", "")], uids.get(link.get("id", ""))
            if after is None:
                out.remarks.append(Remark("warning", row, f"A task that is not in this file waits for "
                                                          f"{element.get('name')}; this link was left out."))
                continue
            hard = {"Strong": True, "Rubber": False}.get(link.get("hardness", ""))
            out.links.append(Tie(before, after, _TYPES.get(link.get("type", "2"), "FS"),
                                 number(link.get("difference")) or Decimal(0),
                                 row=rows[after], hard=hard))


def _task(element: Element, row: int, level: int, names: Mapping[str, tuple[str, str]], out: Schedule) -> Task:
    said = element.attrib
    uid = said.get("uid") or said.get("id") or ""
    task = Task(uid or f"row {row}", said.get("name", ""), row, level, weak=not uid, calendar=_CALENDAR)
    task.start, task.days = day(said.get("start")), number(said.get("duration"))
    # Reached in the morning; in files of old versions a milestone lasts its day, and what follows begins on the next.
    task.milestone = task.early = task.days == 0 or (said.get("meeting") == "true" and task.days is None)
    task.finish = finish_of(task.start, Decimal(0) if task.milestone else task.days, out.calendars[_CALENDAR])
    if task.start is None and said.get("start"):
        task.text_dates = said["start"]
        task.custom["Date as text"] = ("text", said["start"])
        out.remarks.append(Remark("warning", row, f"{task.name} starts on “{said['start']}”, which is no date; it is "
                                                  "kept as text."))
    done = number(said.get("complete"))
    if done is not None:
        task.percent = max(0, min(10_000, int(done * 100)))
    if said.get("thirdDate-constraint") == "1" and (earliest := day(said.get("thirdDate"))):
        task.constraint, task.constraint_date = "start_no_earlier", earliest
    task.cost = number(said.get("cost-manual-value")) if said.get("cost-calculated") != "true" else None
    notes = child(element, "notes")
    task.notes = (notes.text or "").strip() if notes is not None else ""
    if said.get("webLink", "").strip() not in ("", "http://"):
        task.custom["Hyperlink"] = ("text", said["webLink"].strip())
    if said.get("priority") in _PRIORITY:
        task.custom["Priority"] = ("text", _PRIORITY[said["priority"]])
    for one in children(element, "customproperty"):
        header, kind = names.get(one.get("taskproperty-id", ""), ("", ""))
        value = _typed(kind, one.get("value", ""))
        if value is not None:
            task.custom[header or one.get("taskproperty-id", "Field")] = value
    return task


def finish_of(start: str | None, days: Decimal | None, calendar: WorkCalendar) -> str | None:
    """The last working day of so many, the first one counted."""
    if start is None or days is None:
        return start
    date, left = dt.date.fromisoformat(start), int(min(days, Decimal(100_000)))
    while left > 0 and date.year < 2200:
        if calendar.exceptions.get(date.isoformat(), date.isoweekday() in calendar.days):
            left -= 1
        if left:
            date += dt.timedelta(1)
    return date.isoformat()


def _baselines(out: Schedule, earlier: list[Element], uids: Mapping[str, str]) -> None:
    """Earlier states of the schedule; the newest counts first, so it is number 0."""
    tasks = {t.uid: t for t in out.tasks}
    called: dict[int, str] = {}
    for n, state in enumerate(reversed(earlier)):
        called[n] = state.get("name", "")
        for one in children(state, "previous-task"):
            task = tasks.get(uids.get(one.get("id", ""), ""))
            start = day(one.get("start"))
            if task is not None and start is not None:
                length = Decimal(0) if one.get("meeting") == "true" else number(one.get("duration"))
                task.baselines[n] = Baseline(start, finish_of(start, length, out.calendars[_CALENDAR]))
    out.baseline_names = {n: name for n, name in called.items() if name}


def _typed(kind: str, text: str) -> tuple[str, Any] | None:
    if not text:
        return None
    wanted = _KINDS.get(kind, "text")
    if wanted == "date":
        return ("date", found) if (found := day(text)) else ("text", text)
    if wanted == "bool":
        return ("bool", True) if text == "true" else None
    if wanted == "number":
        value = number(text)
        return ("number", format(value.normalize(), "f")) if value is not None else ("text", text)
    return "text", text
