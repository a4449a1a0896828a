"""MS Project XML (MSPDI) as a schedule.

Facts of the format: money is stored times 100, whatever the currency; a lag is tenths of minutes, or the percent
itself where its format says percent; weekday 1 is Sunday; task 0 is the project; a null task is a blank line.
Must not know: items, how a schedule becomes records.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

from app.core.counting import counted
from importers.schedules.midnight import to_the_evening_before
from importers.schedules.model import Charge, Remark, Resource, Schedule, Task, Tie, WorkCalendar, some
from importers.schedules.mspdi_calendars import default_calendar, read_calendar
from importers.schedules.mspdi_fields import FieldNames
from importers.schedules.mspdi_left import INACTIVE, LeftOut
from importers.schedules.mspdi_splits import Days, day_by_day, gaps, worked_days
from importers.schedules.mspdi_task import ELAPSED, Clock, format_of, minutes_of, money, read_task
from importers.schedules.mspdi_unread import Unread
from importers.schedules.spans import pattern_of
from importers.schedules.xml_parts import children, day, minute, number, parts, refuse_document_type, texts

_DEEP = frozenset({"Tasks", "Resources", "Assignments", "Calendars", "ExtendedAttributes", "OutlineCodes"})
_TYPES = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
_PERCENT = {19, 20}
_SYMBOLS = {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY", "Fr.": "CHF", "CHF": "CHF", "zł": "PLN", "Kč": "CZK",
            "kr": "SEK"}
_ONLY_SURE = ("£", "€", "zł", "Kč", "CHF", "Fr.")
_NOBODY = "-65535"


def read_mspdi(path: Path) -> Schedule:
    """The whole file. Raises Problem when it is damaged or declares a document type."""
    refuse_document_type(path)
    out = Schedule("MS Project", path.stem)
    said: dict[str, str] = {}
    raw: list[tuple[dict[str, str], Element]] = []
    work: dict[str, list[tuple[Decimal, str]]] = {}
    worked: dict[str, list[Days]] = {}
    charges: dict[str, Charge] = {}
    calendars: list[Element] = []
    names, unread = FieldNames(), Unread()
    for inside, element in parts(path, _DEEP):
        if inside == "Tasks":
            raw.append((texts(element), element))
            unread.task(raw[-1][0])
        elif inside == "Resources":
            told = texts(element)
            _resource(out, told)
            unread.resource(told, element, names)
        elif inside == "Assignments":
            told, days = texts(element), day_by_day(element)
            _assignment(work, told)
            _charge(charges.setdefault(told.get("TaskUID", ""), Charge()), told, element)
            unread.assignment(told, element, names, days)
            worked.setdefault(told.get("TaskUID", ""), []).extend(worked_days(days))
        elif inside == "Calendars":
            calendars.append(element)
        elif inside:
            names.add(inside, element)
        elif len(element) == 0 and element.text:
            said[element.tag.rpartition("}")[2]] = element.text.strip()
    out.name = said.get("Title") or re.sub(r"\.(xml|mpp)$", "", said.get("Name", ""), flags=re.I) or path.stem
    _currency(out, said)
    minutes = number(said.get("MinutesPerDay")) or Decimal(480)
    opens, closes = (minute(f"T{said.get(name)}") for name in ("DefaultStartTime", "DefaultFinishTime"))
    clock = Clock(minutes if minutes > 0 else Decimal(480), out.opens if opens is None else opens,
                  out.closes if closes is None else closes)
    _calendars(out, said, calendars, clock.minutes)
    _tasks(out, raw, clock, names)
    out.starts, out.ends = day(said.get("StartDate")), day(said.get("FinishDate"))
    out.starts_at, out.ends_at = minute(said.get("StartDate")), minute(said.get("FinishDate"))
    out.day_minutes, out.opens, out.closes = clock.minutes, clock.opens, clock.closes or 1440   # midnight
    to_the_evening_before(out)
    _direction(out, said)
    if text := unread.text():
        out.remarks.append(Remark("note", 0, text))
    for task in out.tasks:
        listed = sorted(work.get(task.uid, ()), key=lambda w: -w[0])
        task.people = [uid for _, uid in listed]
        task.charge = charges.get(task.uid, task.charge)
        if not task.gaps and len(spans := worked.get(task.uid, ())) > 1:
            task.gaps = gaps(spans, _works(out, task))
    return out


def _direction(out: Schedule, said: Mapping[str, str]) -> None:
    """Whether the file lays its tasks from its start on, or as late as possible before its finish."""
    if said.get("ScheduleFromStart") != "0":
        return
    out.backward = out.ends is not None
    text = (f"The file is scheduled from its finish on {out.ends}: its tasks lie as late as possible and were counted "
            "so. Here they keep their dates, and what is moved pushes what follows." if out.backward else
            "The file is scheduled from its finish, which it does not name; it was counted from its start.")
    out.remarks.append(Remark("note", 0, text))


def _currency(out: Schedule, said: Mapping[str, str]) -> None:
    symbol = said.get("CurrencySymbol", "")
    out.currency = said.get("CurrencyCode", "").upper()[:3] or _SYMBOLS.get(symbol, "")
    if out.currency and not said.get("CurrencyCode") and symbol not in _ONLY_SURE:
        out.remarks.append(Remark("question", 0, f"The file names its currency by the sign {symbol} only; read as "
                                  f"{out.currency}.", "currency=" + ("CNY" if symbol == "¥" else "CAD")))


def _calendars(out: Schedule, said: Mapping[str, str], elements: list[Element], minutes: Decimal) -> None:
    known: dict[str, WorkCalendar] = {}
    waiting = list(elements)
    while waiting:                            # a calendar may come before the one it builds on
        later = []
        for element in waiting:
            base = texts(element).get("BaseCalendarUID", "")
            if base in known or (base in ("", "-1", "0") and base not in {texts(e).get("UID") for e in elements}):
                made = read_calendar(element, known.get(base), out.remarks, minutes)
                known.setdefault(made.uid, made)
            else:
                later.append(element)
        if len(later) == len(waiting):        # they build on each other, or on one that is not there
            for element in later:
                made = read_calendar(element, None, out.remarks, minutes)
                known.setdefault(made.uid, made)
            break
        waiting = later
    out.calendars = known
    out.calendar = said.get("CalendarUID", "")
    if out.calendar not in known:
        out.calendar = default_calendar(known)


def _resource(out: Schedule, said: Mapping[str, str]) -> None:
    uid = said.get("UID", "")
    name = said.get("Name", "")
    if said.get("IsNull") == "1" or not uid:
        return
    out.resources[uid] = Resource(uid, name, said.get("EmailAddress", ""), said.get("CalendarUID", ""),
                                  said.get("Type", "1") == "1")


def _assignment(work: dict[str, list[tuple[Decimal, str]]], said: Mapping[str, str]) -> None:
    task, who = said.get("TaskUID", ""), said.get("ResourceUID", "")
    if task and who and who != _NOBODY:
        amount = minutes_of(said.get("Work")) or number(said.get("Units")) or Decimal(0)
        work.setdefault(task, []).append((amount, who))


def _charge(charge: Charge, said: Mapping[str, str], element: Element) -> None:
    charge.cost += money(said.get("Cost")) or 0
    charge.actual += money(said.get("ActualCost")) or 0
    for base in children(element, "Baseline"):
        told = texts(base)
        n = int(number(told.get("Number")) or 0)
        charge.baselines[n] = charge.baselines.get(n, Decimal(0)) + (money(told.get("Cost")) or 0)


def _tasks(out: Schedule, raw: list[tuple[dict[str, str], Element]], clock: Clock, names: FieldNames) -> None:
    taken: set[str] = set()
    blank: list[int] = []
    left = LeftOut()
    known: dict[str, Task] = {}
    links: list[tuple[str, Element, int]] = []
    recurring: list[Task] = []
    for row, (said, element) in enumerate(raw, 1):
        name = said.get("Name", "")
        if said.get("IsNull") == "1" or (not name and "Start" not in said and said.get("UID") != "0"):
            blank.append(row)
            out.row_kinds[row] = "blank"
            continue
        if left.takes(said):
            out.row_kinds[row] = "rejected"
            continue
        task = read_task(said, element, row, clock, names, out.remarks)
        if task.uid in taken:
            out.remarks.append(Remark("warning", row, f"{name} has the UID {task.uid} of an earlier task; it is kept "
                                      "as one of its own, its links go to the earlier one."))
            while task.uid in taken:
                task.uid += "#"
        taken.add(task.uid)
        known[task.uid] = task
        out.tasks.append(task)
        recurring += [task] if said.get("Recurring") == "1" else []
        links += [(task.uid, link, row) for link in children(element, "PredecessorLink")]
    for uid, link, row in links:
        _link(out, texts(link), uid, row, clock.minutes, known, left)
    if blank:
        out.remarks.append(Remark("note", blank[0], f"{counted(len(blank), 'blank line')} of the "
                                  f"task list {'holds' if len(blank) == 1 else 'hold'} nothing."))
    out.remarks += left.remarks()
    if recurring:
        listed = some([t.name for t in recurring])
        out.remarks.append(Remark("note", recurring[0].row, f"{listed}: a task that comes again and again; each of its "
                                  "times that the file lists came in as a task of its own."))


def _link(out: Schedule, said: Mapping[str, str], uid: str, row: int, minutes: Decimal,
          known: Mapping[str, Task], left: LeftOut) -> None:
    before = said.get("PredecessorUID", "")
    if before in left.tasks and said.get("CrossProject") != "1":
        name, why = left.tasks[before]
        known[uid].outside = why != INACTIVE      # what is inactive holds nothing
        out.remarks.append(Remark("warning", row, f"{known[uid].name} waits for {name}, which is {why}; this link was "
                                                  "left out."))
        return
    if said.get("CrossProject") == "1" or before not in known:
        where = said.get("CrossProjectName") or "a task that is not in this file"
        known[uid].outside = True
        out.remarks.append(Remark("warning", row, f"{known[uid].name} waits for {where}; this link was left out."))
        return
    form, raw = format_of(said.get("LagFormat")), number(said.get("LinkLag")) or Decimal(0)
    elapsed = form in ELAPSED
    if form in _PERCENT:
        lag = (known[before].days or Decimal(0)) * raw / 100
    else:
        lag = raw / 10 / (Decimal(1440) if elapsed else minutes)
    out.links.append(Tie(before, uid, _TYPES.get(said.get("Type", "1"), "FS"), lag, elapsed, row))


def _works(out: Schedule, task: Task) -> Callable[[int], bool]:
    """Whether a day is worked by the task's calendar and by those of all its people."""
    own = out.calendars.get(task.calendar) or out.calendars.get(out.calendar)
    people = [out.calendars.get(out.resources[uid].calendar) for uid in task.people if uid in out.resources]
    patterns = [(p.weekdays, dict(p.exceptions)) for p in (pattern_of(c) for c in [own, *people] if c is not None)]

    def works(ordinal: int) -> bool:
        return all(days.get(ordinal, (ordinal - 1) % 7 + 1 in week) for week, days in patterns)

    return works
