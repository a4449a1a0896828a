"""Where our own count of a schedule gives other dates than the file stores: every task, both dates, and why.

The file's dates stay; this is what the report of an import says about them. Must not know: how the count is made
(ours.py), items.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.core.counting import counted as number_of
from app.core.schedule.calendar import ordinal
from importers.schedules.model import Schedule, Task, Tie
from importers.schedules.ours import Counted
from importers.schedules.sheets import tie_text
from importers.schedules.spans import day_text
from importers.schedules.stored import Broken

_BY_HOUR = "counted by the hour it lies where the file says; whole days count here"
Days = tuple[int, int]                    # first and last, as ordinals


@dataclass(frozen=True, slots=True)
class Difference:
    """One task by its position: the file's days, ours, and what explains that."""

    at: int
    stored: Days
    own: Days
    reasons: tuple[str, ...]


def differences(schedule: Schedule, found: Counted, broken: list[Broken]) -> list[Difference]:
    """Every task and summary whose dates differ, in the order of the file."""
    tasks = schedule.tasks
    differ: dict[int, tuple[Days, Days]] = {}
    for i, own in found.dates.items():
        stored = _stored(tasks[i])
        if stored is not None and stored != own:
            differ[i] = (stored, own)
    for i, firsts, lasts in found.summaries:
        stored = _stored(tasks[i])
        if stored is not None and not (stored[0] in firsts and stored[1] in lasts):
            differ[i] = (stored, (firsts[0], lasts[0]))
    unkept: dict[str, list[Broken]] = {}
    for one in broken:
        unkept.setdefault(one.tie.after, []).append(one)
    place, others = {t.uid: i for i, t in enumerate(tasks)}, set(differ)
    return [Difference(i, stored, own, tuple(_reasons(schedule, found, i, stored, own, others, place, unkept)))
            for i, (stored, own) in sorted(differ.items())]


def told_by_hours(listed: list[Difference], by_hour: frozenset[int]) -> list[Difference]:
    """The same, where the only reason of some is that whole days count (hourly.py)."""
    return [replace(one, reasons=(_BY_HOUR,)) if one.at in by_hour else one for one in listed]


def said(task: Task, one: Difference) -> str:
    """The difference in a sentence for the report."""
    why = "; ".join(one.reasons) or "nothing in the file says why"
    return f"{task.name} lies {_lies(one.stored)}; by Trimtab's own count {_lies(one.own)}: {why}."


def headline(schedule: Schedule, found: Counted, listed: list[Difference]) -> str:
    """What the count says of the file as a whole."""
    leaves = sum(_stored(schedule.tasks[i]) is not None for i in found.dates)
    missing = len(found.desk.leaves) - len(found.dates)
    undated = f" {number_of(missing, 'task')} without dates could not be counted." if missing else ""
    tasks = sum(not schedule.tasks[d.at].children for d in listed)
    start = ("the project's finish back, " if schedule.backward else "the project's start, " if schedule.starts else "")
    if not listed:
        return (f"Counted anew in whole days from {start}links, lags, constraints and calendars, "
                f"{'the task falls' if leaves == 1 else f'all {leaves} tasks fall'} on the dates of the file.{undated}")
    summaries = len(listed) - tasks
    more = f" and {number_of(summaries, 'summary', 'summaries')}" if summaries else ""
    return (f"Counted anew in whole days from {start}links, lags, constraints and calendars, {tasks} of "
            f"{number_of(leaves, 'task')}{more} would lie elsewhere; each is named at its row. The file's dates "
            f"stay.{undated}")


def by_hours_alone(listed: list[Difference]) -> str:
    """How many of the differences come of whole days only; "" for none."""
    count = sum(d.reasons == (_BY_HOUR,) for d in listed)
    lie, them = ("lies", "sets it") if count == 1 else ("lie", "sets them")
    return (f"Counted by the hour, {count} of these tasks {lie} where the file says: whole days are all that {them} "
            "apart.") if count else ""


def _stored(task: Task) -> Days | None:
    first, last = task.actual_start or task.start or task.finish, task.actual_finish or task.finish or task.start
    return (ordinal(first), max(ordinal(first), ordinal(last))) if first and last else None


def _lies(days: Days) -> str:
    first, last = map(day_text, days)
    return f"on {first}" if first == last else f"from {first} to {last}"


def _reasons(schedule: Schedule, found: Counted, i: int, stored: Days, own: Days, differ: set[int],
             place: dict[str, int], unkept: dict[str, list[Broken]]) -> Iterator[str]:
    task = schedule.tasks[i]
    if task.children:
        yield "it spans the tasks under it, and some of them lie elsewhere" if _any_below(
            schedule, i, differ) else "the tasks under it do not span these days in the file either"
        return
    yield from (b.text() for b in unkept.get(task.uid, ()))
    yield from _of_the_task(schedule, found, i, stored, own)
    ties = found.held_by.get(i, [])
    yield from _of_links(ties, schedule, place)
    if schedule.backward:
        above = [schedule.tasks[place[t.after]].name for t in ties if t.before != task.uid]
        if above:
            yield f"{_list(above)} {_do('waits', above)} for a summary above it"
        held = [schedule.tasks[place[t.after]].name for t in ties if place[t.after] in differ]
        if held:
            yield f"{_list(held)}, for which it must be done, {_do('lies', held)} elsewhere too"
        return
    above = [schedule.tasks[place[t.before]].name for t in ties if t.after != task.uid]
    if above:
        yield f"a summary above it waits for {_list(above)}"
    leads = [schedule.tasks[place[t.before]].name for t in ties if place[t.before] in differ]
    if leads:
        yield f"it follows {_list(leads)}, which {_do('lies', leads)} elsewhere too"


def _of_the_task(schedule: Schedule, found: Counted, i: int, stored: Days, own: Days) -> Iterator[str]:
    task = schedule.tasks[i]
    if task.manual:
        yield "it was dated by hand"
    if task.constraint:
        yield "its constraint is to " + _rule(task)
    if task.actual_start or task.actual_finish or (task.percent or 0) > 0:
        yield "it has begun, and its actual dates count"
    if task.gaps:
        yield "its work is interrupted " + _list([f"from {a} to {b}" if a != b else f"on {a}" for a, b in task.gaps])
    if task.delay:
        yield f"levelling put it back by {_days(task.delay)}"
    if i in found.desk.apart:
        yield f"its people work by different calendars ({_list(found.desk.by_people(i))}); it was counted by its own"
    elif who := found.desk.by_people(i):
        yield f"it was counted by the calendar of {_list(who)}"
    calendar = schedule.calendars.get(task.calendar) or schedule.calendars.get(schedule.calendar)
    if calendar is not None and calendar.uneven:
        yield f"the calendar {calendar.name} works other hours than the file counts a day"
    if task.part_day or (task.days is not None and task.days != int(task.days)):
        yield "it begins or ends within a day, and whole days count here"
    if task.outside:
        yield "it waits for a task that is not in this file"
    if schedule.starts and not schedule.backward and stored[0] < ordinal(schedule.starts) == own[0]:
        yield f"the project starts on {schedule.starts}, after it"
    if schedule.backward and schedule.ends and stored[1] > ordinal(schedule.ends) == own[1]:
        yield f"the project ends on {schedule.ends}, before it"
    if (stored[0] == own[0] and not (task.manual or task.gaps or task.part_day or task.milestone)
            and task.days is not None and task.days == int(task.days)):
        yield f"its {_days(task.days)} of work end on {day_text(own[1])}, whatever finish the file stores"


def _of_links(ties: list[Tie], schedule: Schedule, place: dict[str, int]) -> Iterator[str]:
    for tie in ties:
        before = schedule.tasks[place[tie.before]]
        if tie.lag and tie.elapsed:
            yield f"the lag of its link {tie_text(tie)} counts days off too"
        elif tie.lag != int(tie.lag):
            yield f"the lag of its link {tie_text(tie)} is no whole number of days"
        if before.part_day and not before.children:
            yield f"{before.name} ends within a day, and whole days count here"


def _any_below(schedule: Schedule, i: int, differ: set[int]) -> bool:
    return any(c in differ for c in schedule.tasks[i].children)


def _rule(task: Task) -> str:
    words = {"alap": "lie as late as possible", "start_on": "start on", "finish_on": "finish on",
             "start_no_earlier": "start no earlier than", "start_no_later": "start no later than",
             "finish_no_earlier": "finish no earlier than", "finish_no_later": "finish no later than"}
    return f"{words.get(task.constraint, task.constraint)} {task.constraint_date or ''}".strip()


def _days(value: object) -> str:
    text = f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return f"{text} {'day' if text == '1' else 'days'}"


def _do(verb: str, names: list[str]) -> str:
    """The verb for one or several of these."""
    return verb if len(set(names)) == 1 else verb.removesuffix("s")


def _list(names: list[str]) -> str:
    once = list(dict.fromkeys(n or "a task without a name" for n in names))
    return ", ".join(once[:6]) + (f" and {len(once) - 6} more" if len(once) > 6 else "")
