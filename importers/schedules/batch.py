"""A schedule becomes items: nodes and activities, people, calendars, links; its money is in costs.py.

Without an answer the leaves are activities of their lowest summary, the measure. Must not know: XML, the portfolio.
"""
from __future__ import annotations

from decimal import ROUND_HALF_UP
from typing import Any

from app.core.batch import Batch, Issue, Item, Link, Origin, Tally
from app.core.catalog import LEVELS
from app.core.counting import counted
from importers.base import Progress, Wishes
from importers.schedules.costs import Costs
from importers.schedules.differing import by_hours_alone, differences, headline, said, told_by_hours
from importers.schedules.hourly import same_by_the_hour
from importers.schedules.levels import Place, places
from importers.schedules.model import EVERY_DAY, Schedule, ScheduleBook, Task, WorkCalendar
from importers.schedules.ours import count_anew
from importers.schedules.sheets import NAME_COLUMN, RESOURCES, TASKS, readings, tie_text
from importers.schedules.spans import MOST_DAYS, off_days
from importers.schedules.stored import broken_links

SHAPE = "schedule"
_ANY_DAY = (1, 2, 3, 4, 5, 6, 7)


def schedule_batch(book: ScheduleBook, wishes: Wishes, progress: Progress) -> Batch:
    """The whole schedule; `leaf`, `baseline`, `top` and `currency` are the questions a person may answer."""
    progress(0.5, "Understanding the schedule")
    maker = _Maker(book.schedule, wishes)
    maker.run()
    # The project's name belongs to the shape: ids count from 1 in every project, so two projects must not be taken
    # for two editions of one file.
    out = Batch(book.name, f"{SHAPE} {book.schedule.program} {book.schedule.name}", readings(book.schedule),
                maker.items, maker.issues, maker.currency, book.sha256, origin=Origin(tallies=maker.tallies))
    progress(1.0, "Understood")
    return out


class _Maker:
    """One schedule being turned into items and issues."""

    def __init__(self, schedule: Schedule, wishes: Wishes) -> None:
        self.schedule, self.wishes = schedule, wishes
        self.items: list[Item] = []
        self.issues: list[Issue] = []
        self.currency = (wishes.answers.get("currency", "") or schedule.currency)[:3].upper()
        self.leaf = wishes.leaf or wishes.answers.get("leaf", "") or "activity"
        self.tasks = schedule.tasks
        self.places: list[Place | None] = []
        self.tallies: list[Tally] = []

    def run(self) -> None:
        for remark in self.schedule.remarks:
            if not (remark.answer and remark.answer.partition("=")[0] in self.wishes.answers):
                self.say(remark.severity, remark.row, remark.text, remark.answer)
        if len(self.tasks) < 2:
            self._without_tasks()
            return
        self.places, joined = places(self.tasks, self.leaf, self.wishes.answers.get("top", ""))
        if joined:
            self.say("warning", 1, f"The outline has {counted(joined, 'level')} too many; the topmost "
                                   "were joined.")
        if not self.wishes.leaf and not self.wishes.answers.get("leaf"):
            other = "measure" if self.leaf == "activity" else "activity"
            self.say("question", 1, "The lowest tasks became activities of the summary above them, which is the "
                     "measure.", f"leaf={other}")
        self._people()
        self._calendars()
        costs = Costs(self.schedule, self.tasks, self.places, self.wishes.answers.get("baseline", ""),
                      self.currency or self.wishes.currency, self.say)
        for i, (task, place) in enumerate(zip(self.tasks, self.places, strict=True)):
            if place is not None:
                self._node(task, place, costs.baseline)
            self.items += costs.line(i)
        self.items += costs.later
        self.tallies = costs.tallies()
        self._splits()
        for task in self.tasks:
            if task.start and task.finish and task.finish < task.start:
                self.say("warning", task.row, f"{task.name} finishes on {task.finish}, before it starts on {task.start}"
                                              "; both are kept as they are.")
        self._links()
        self._counted()

    def _without_tasks(self) -> None:
        """A file of people and calendars, as a template is one."""
        self._people()
        self._calendars()
        if self.items:
            self.say("warning", 0, "The schedule holds no task; only its people and calendars came in.")
        else:
            self.say("error", 0, "The schedule holds no task.")

    def say(self, severity: str, row: int, text: str, answer: str = "") -> None:
        """An issue at a row of the tasks, 0 = of the file."""
        sheet, cell = (TASKS, f"{NAME_COLUMN}{row + 1}") if row else ("", "")
        self.issues.append(Issue(severity, sheet, cell, text, answer))

    # ---------------------------------------------------------------- who and when

    def _people(self) -> None:
        used = {uid for task in self.tasks for uid in task.people}
        for n, one in enumerate(self.schedule.resources.values(), 2):
            at = f"{RESOURCES}!B{n}"
            if one.name and one.person:
                fields = {"name": one.name} | ({"mail": one.mail} if one.mail else {})
                self.items.append(Item("person", one.uid, fields=fields, at=at))
                continue
            if one.name:
                said = f"{one.name} is material or a cost, no person; it is named at its tasks only."
            elif one.uid in used:
                said = f"The resource {one.uid} has no name; the tasks it is assigned to name nobody for it."
            else:
                said = (f"The resource {one.uid} has no name and no task, as the placeholder a program writes; it was "
                        "left out.")
            severity = "warning" if one.uid in used and not one.name else "note"
            self.issues.append(Issue(severity, RESOURCES, f"B{n}", said))

    def _calendars(self) -> None:
        used = {self._calendar(t) for t in self.tasks if not t.children}
        found = dict(self.schedule.calendars)
        if EVERY_DAY in used:
            found[EVERY_DAY] = WorkCalendar(EVERY_DAY, "Every day", _ANY_DAY)
        left = []
        for calendar in found.values():
            if calendar.base or calendar.uid in used:
                self.items.append(Item("calendar", calendar.uid, fields={
                    "name": calendar.name, "working_days": list(calendar.days),
                    "exceptions": dict(sorted(calendar.exceptions.items()))}))
            else:
                days = list(off_days(calendar, found.get(calendar.upon)))
                more = f" and {len(days) - 12} more" if len(days) > 12 else ""
                left.append(calendar.name + (f" ({', '.join(days[:12])}{more})" if days else ""))
        if left:
            self.say("note", 0, f"Calendars of single people are not kept: {', '.join(left)}. The dates were counted "
                                "anew by them; here they follow the calendars of tasks.")

    def _calendar(self, task: Task) -> str:
        known = task.calendar in self.schedule.calendars or task.calendar == EVERY_DAY
        return task.calendar if known else self.schedule.calendar

    # ---------------------------------------------------------------- nodes and activities

    def _node(self, task: Task, place: Place, baseline: int | None) -> None:
        at = f"{TASKS}!{NAME_COLUMN}{task.row + 1}"
        for kind, key, parent, parent_kind, title in place.through:
            self.items.append(Item(kind, key, parent, parent_kind, {"name": title, "pass_through": True}, at=at))
        found: dict[str, Any] = {"code": task.code or None, "name": place.name or f"Task {task.uid}",
                                 "description": task.notes or None, **self._owner(task)}
        custom = dict(task.custom)
        others = self._others(task)
        if others:
            custom["Also assigned"] = ("text", others)
        if place.kind == "activity":
            found |= self._activity(task, baseline)
        else:
            found["progress"] = task.percent
            if place.kind == "measure":
                found |= {"start": task.start, "finish": task.finish}
            custom |= self._kept(task, baseline)
        self.items.append(Item(place.kind, place.key, place.parent, place.parent_kind,
                               {k: v for k, v in found.items() if v is not None}, {}, custom, at, task.weak))

    def _activity(self, task: Task, baseline: int | None) -> dict[str, Any]:
        calendar = self._calendar(task)
        found: dict[str, Any] = {
            "start": task.start, "finish": task.finish, "actual_start": task.actual_start,
            "actual_finish": task.actual_finish, "percent": task.percent, "constraint": task.constraint or None,
            "constraint_date": task.constraint_date if task.constraint else None,
            "calendar": Link("calendar", calendar) if calendar else None}
        promised = task.baselines.get(baseline) if baseline is not None else None
        if promised is not None:
            found |= {"plan_start": promised.start, "plan_finish": promised.finish}
        return found

    def _kept(self, task: Task, baseline: int | None) -> dict[str, tuple[str, Any]]:
        """What an activity has fields for and a node has none: kept under its own heading."""
        out: dict[str, tuple[str, Any]] = {}
        for header, value in (("Actual start", task.actual_start), ("Actual finish", task.actual_finish)):
            out |= {header: ("date", value)} if value else {}
        if task.constraint:
            words = task.constraint.replace("_", " ") + (f" {task.constraint_date}" if task.constraint_date else "")
            out["Constraint"] = ("text", words)
        promised = task.baselines.get(baseline) if baseline is not None else None
        if promised is not None:
            for header, value in (("Baseline start", promised.start), ("Baseline finish", promised.finish)):
                out |= {header: ("date", value)} if value else {}
        return out

    def _owner(self, task: Task) -> dict[str, Any]:
        first = self._named(task)
        return {"owner": Link("person", first[0])} if first else {}

    def _named(self, task: Task) -> list[str]:
        known = self.schedule.resources
        return list(dict.fromkeys(u for u in task.people if u in known and known[u].person and known[u].name))

    def _others(self, task: Task) -> str:
        """Who and what else is assigned, in words: an activity has one owner."""
        owner = self._named(task)[:1]
        known = self.schedule.resources
        return ", ".join(dict.fromkeys(known[u].name for u in task.people
                                       if u in known and u not in owner and known[u].name))

    def _counted(self) -> None:
        """Our own count of the schedule against the dates of the file, and links its dates do not keep."""
        found = count_anew(self.schedule)
        broken = list(broken_links(self.schedule, self.tasks))
        listed = differences(self.schedule, found, broken)
        by_hour = same_by_the_hour(self.schedule) if broken or listed else frozenset()
        listed = told_by_hours(listed, by_hour)
        if found.dates:
            self.say("note", 0, headline(self.schedule, found, listed))
        if text := by_hours_alone(listed):
            self.say("note", 0, text)
        if found.circles:
            ends = ", ".join(f"{tie.after} waits for {tie_text(tie)}" for tie in found.circles[:12])
            self.say("warning", found.circles[0].row, f"Tasks wait for each other in a circle ({ends}"
                     f"{' ...' if len(found.circles) > 12 else ''}); nothing could be counted by these links.")
        if found.left:
            self.say("warning", found.left[0].row, f"{counted(len(found.left), 'link')} of summaries of very many "
                     "tasks could not be counted by.")
        for one in listed:
            row = self.tasks[one.at].row + 1               # start and finish of the row
            self.issues.append(Issue("note", TASKS, f"D{row}:E{row}", said(self.tasks[one.at], one)))
        told = {self.tasks[one.at].uid for one in listed} | {self.tasks[i].uid for i in by_hour}
        for link in broken:
            if link.after.uid not in told:
                self.say("note", link.after.row, f"{link.after.name}: {link.text()}. The file's dates stay.")

    def _splits(self) -> None:
        split = [t for t in self.tasks if t.gaps and not t.children]
        if split:
            self.say("note", split[0].row, f"The work of {', '.join(t.name for t in split[:12])} is interrupted in the "
                     "file; it is shown as one bar from start to finish.")

    # ---------------------------------------------------------------- links

    def _links(self) -> None:
        at = {t.uid: p for t, p in zip(self.tasks, self.places, strict=True)}
        name = {t.uid: t.name for t in self.tasks}
        seen: set[tuple[str, str]] = set()
        for tie in self.schedule.links:
            ends = [at.get(tie.before), at.get(tie.after)]
            said = f"{name.get(tie.after, tie.after)} waits for {name.get(tie.before, tie.before)}"
            if any(e is None or (e.kind in LEVELS and e.kind != "measure") for e in ends):
                self.say("warning", tie.row, f"{said}; only activities and measures can wait, one of them is a level "
                                             "above. The link was left out.")
                continue
            if (tie.before, tie.after) in seen:
                self.say("warning", tie.row, f"{said} by more than one link; the first counts.")
                continue
            seen.add((tie.before, tie.after))
            days = int(tie.lag.to_integral_value(ROUND_HALF_UP))
            if days != tie.lag:
                self.say("note", tie.row, f"{said} by {tie.lag.normalize():f} days; lags are whole days here: {days}.")
            if abs(days) > MOST_DAYS:
                self.say("warning", tie.row, f"{said} by {days:,} days, which leads beyond all dates; the link came in "
                                             "without a lag.")
                days = 0
            fields: dict[str, Any] = {
                "predecessor": Link(ends[0].kind if ends[0] else "", tie.before),
                "successor": Link(ends[1].kind if ends[1] else "", tie.after), "type": tie.type, "lag": days,
                "lag_unit": "days" if tie.elapsed else "working_days"}
            if tie.hard is not None:
                fields["hard"] = tie.hard
            self.items.append(Item("dependency", f"{tie.before}>{tie.after}", fields=fields,
                                   at=f"{TASKS}!J{tie.row + 1}"))
