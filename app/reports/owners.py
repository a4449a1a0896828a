"""Who owns what, and what is asked of each person next: computed from the file, never typed in for the report.

Must not know: pages.
"""
from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core.find import fold
from app.core.governance.status import RED, lights
from app.core.people import called, real
from app.core.portfolio import Portfolio, Record
from app.core.schedule.calendar import date_of, ordinal
from app.core.schedule.facts import finish_of, has_started, is_done, start_of
from app.errors import Problem
from app.reports.delivering import still_counts
from app.reports.exceptions import is_open
from app.reports.facts import Facts, Measure, behind
from app.reports.handover import Late
from app.reports.numbers import Money, month, months, percent

AHEAD = 45                            # days of activities that are asked for next


@dataclass
class Owned:
    """What one person owns; measures in the order of the file."""

    person: Record
    measures: list[Measure] = field(default_factory=list)
    activities: list[Record] = field(default_factory=list)      # their own, in whomever's measure
    raid: list[Record] = field(default_factory=list)            # open blockers, risks and assumptions
    sponsors: int = 0
    controls: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.measures or self.activities or self.raid)


@dataclass(frozen=True)
class Ask:
    """One thing asked of the person: a verb, on what, until when ("" = as soon as possible)."""

    verb: str
    what: str
    on: str                               # code or name of the measure
    due: str
    overdue: bool = False


@dataclass(frozen=True)
class Delay:
    what: str
    on: str
    plan: str
    now: str                              # "" when that day has passed too
    days: int
    planned: bool = True                  # False: measured against its own finish


def people(f: Facts) -> dict[str, Owned]:
    """Everybody in the file by uid; who is an alias of somebody counts as that one."""
    p = f.portfolio
    found = {r.uid: Owned(r) for r in p.of_kind("person") if real(p, r).uid == r.uid}

    def of(uid: str) -> Owned | None:
        record = p.get(uid) if uid else None
        return None if record is None else found.get(real(p, record).uid)

    for m in f.measures:
        record = p[m.uid]
        if (owner := of(record.get("owner", ""))) is not None:
            owner.measures.append(m)
        if (sponsor := of(record.get("sponsor", ""))) is not None:
            sponsor.sponsors += 1
        if (controller := of(record.get("controller", ""))) is not None:
            controller.controls += 1
    for a in p.of_kind("activity"):
        if not is_done(a) and (owner := of(a.get("owner", ""))) is not None:
            owner.activities.append(a)
    for kind in ("issue", "risk", "assumption"):
        for r in p.of_kind(kind):
            unsettled = r.get("state", "open") == "open" if kind == "assumption" else is_open(r)
            if unsettled and (owner := of(r.get("owner", ""))) is not None:
                owner.raid.append(r)
    return found


def find_person(p: Portfolio, text: str) -> Record:
    """By name, mail, login or uid. Raises Problem with the near names when there is none, or with all when several."""
    everybody = p.of_kind("person")
    hits = called(p, text, loose=True)
    if len(hits) == 1:
        return hits[0]
    if hits:
        listed = "; ".join(f"{r.name} ({r.get('mail') or r.uid})" for r in hits[:8])
        raise Problem(f"“{text}” fits {len(hits)} people: {listed}.", "Write the mail or the uid.")
    near = near_names(everybody, text)
    raise Problem(f"No person is called “{text}”.", f"Did you mean {', '.join(near)}?" if near else
                  "Nobody in this file has a name like it." if everybody else "The file names nobody yet.")


def near_names(everybody: Iterable[Record], text: str) -> list[str]:
    """Up to five names that contain the text or a word of it, or are spelled much like it."""
    wanted = fold(text)
    names = {fold(r.name): r.name for r in everybody if r.name}
    words = [w for w in wanted.split() if len(w) > 2]
    found = [n for n in names if wanted and wanted in n] + [n for n in names if any(w in n.split() for w in words)]
    close = difflib.get_close_matches(wanted, names, 5, 0.6)
    parts = {part: n for n in names for part in n.split()}
    close += [parts[w] for word in words for w in difflib.get_close_matches(word, parts, 3, 0.75)]
    return [names[n] for n in dict.fromkeys([*found, *close])][:5]


# ---------------------------------------------------------------- late, and next


def delays(f: Facts, o: Owned, by_measure: dict[str, list[Record]]) -> list[Delay]:
    """Activities of their measures and their own, and measures without any, that are behind; the longest first."""
    acts = {a.uid: a for m in o.measures if m.state == "open" for a in by_measure.get(m.uid, ())}
    acts |= {a.uid: a for a in o.activities}
    found = []
    for a in acts.values():
        days = behind(a, f.status)
        if days is None or days <= 0:
            continue
        now = finish_of(a)
        found.append(Delay(a.name or a.code, _called(f.portfolio, a.parent), a.get("plan_finish", ""),
                           now if now >= f.status else "", days, bool(a.get("plan_finish"))))
    busy = {a.parent for a in acts.values() if a.get("plan_finish")}
    found += [Delay(m.name, m.code or m.name, m.finish, "", m.late, False) for m in o.measures
              if m.late and not m.late_what and m.uid not in busy]
    return sorted(found, key=lambda d: (-d.days, d.plan, d.on, d.what))


def _called(p: Portfolio, uid: str) -> str:
    record = p.get(uid)
    return "" if record is None else record.code or record.name


def asks(f: Facts, o: Owned, by_measure: dict[str, list[Record]], late: list[Late], money: Money) -> list[Ask]:
    """What is asked next: hand-overs others wait for, what falls due, decisions, then figures that are missing."""
    p = f.portfolio
    mine = {m.uid for m in o.measures}
    first = [Ask("Hand over", f"{x.what} to {x.to_function}", x.giver.code or x.giver.name, x.due, x.days > 0)
             for x in late if x.giver.uid in mine]
    dated: list[Ask] = []
    acts = {a.uid: a for m in o.measures if m.state == "open" for a in by_measure.get(m.uid, ())
            if not is_done(a)} | {a.uid: a for a in o.activities}
    handed = {x.what for x in late if x.giver.uid in mine}
    horizon = date_of(ordinal(f.status) + AHEAD)
    for a in acts.values():
        start, finish, on = start_of(a), finish_of(a), _called(p, a.parent)
        if has_started(a) or (finish and finish <= f.status):
            if finish and finish <= horizon and a.name not in handed:
                dated.append(Ask("Finish", a.name or a.code, on, finish, finish < f.status))
        elif start and start <= horizon:
            dated.append(Ask("Start", a.name or a.code, on, start, start < f.status))
    verbs = {"issue": "Resolve", "risk": "Answer", "assumption": "Test"}
    for r in o.raid:
        due = r.get("test_date" if r.kind == "assumption" else "due", "")
        dated.append(Ask(verbs[r.kind], r.name or r.get("text", "") or r.code, _called(p, r.parent), due,
                         bool(due) and due < f.status))
    dated.sort(key=lambda a: (a.due or "9999", a.on, a.what))
    decide = [Ask("Decide", f"{m.name}: reported “{m.status}”, its forecast still counts", m.code or m.name, "")
              for m in o.measures if still_counts(f, m)]
    return first + dated + decide + [x for m in o.measures if m.state in ("open", "done")
                                     for x in _of_measure(f, m, money)]


def _of_measure(f: Facts, m: Measure, money: Money) -> list[Ask]:
    """Decisions and figures that a measure still wants of its owner."""
    found, record, on = [], f.portfolio[m.uid], m.code or m.name
    light = lights(f.portfolio, f.status)[m.uid]
    if light.state:
        return []
    if record.get("next_decision"):
        found.append(Ask("Prepare", f"decision: {record.get('next_decision')}", on, ""))
    if m.plan > 0 and light.potential == RED:
        short = f"how {m.name} gets back to plan ({money.number(m.gap, signed=True)}, {percent(m.gap, m.plan)})"
        found.append(Ask("Propose", short if m.gap < 0 else f"an answer for {m.name}: value off track", on, ""))
    declared = record.get("light", "none")
    if declared == "green" and light.worst == RED:
        found.append(Ask("Explain", f"or correct the declared light of {m.name}: on track, computed off track", on, ""))
    if m.state == "open" and not (m.start or m.finish):
        found.append(Ask("Set", f"start and finish of {m.name}", on, ""))
    if m.state == "open" and not m.has_figures:
        found.append(Ask("Enter", f"a monthly plan for {m.name}", on, ""))
    to = f.figures.actual_to
    if m.has_figures and not m.booked and to is not None and _due_by(f, m):
        found.append(Ask("Book", f"actuals of {m.name} to {month(to)}: planned, nothing booked", on, ""))
    elif m.has_figures and (missing := f.unbooked.of(m.uid)):
        found.append(Ask("Book", f"actuals of {m.name} for {months(missing)}: empty counts as 0", on, ""))
    if m.has_figures and (missing := f.unforecast.of(m.uid)):
        found.append(Ask("Forecast", f"{m.name} for {months(missing)}: planned, and empty counts as 0", on, ""))
    return found


def _due_by(f: Facts, m: Measure) -> bool:
    """Something other than 0 is planned in months whose actuals count."""
    to, c = f.figures.actual_to, f.figures.cube
    if to is None:
        return False
    low, high = c.span(f.period.first, to + 1)
    return bool(low < high and c.at(m.uid)[2, low:high].any())


