"""What one function hands over late to another, and the money that waits behind it, each measure counted once.

Must not know: pages.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.core.portfolio import Portfolio, Record
from app.core.schedule.calendar import ordinal
from app.core.schedule.facts import finish_of, has_started, is_done, start_of
from app.reports.facts import Facts, Measure, name_of


@dataclass(frozen=True)
class Dates:
    """A measure's dates as its activities tell them, else its own; "" where there is none."""

    start: str
    finish: str
    plan_start: str
    plan_finish: str
    begun: bool

    @property
    def slip(self) -> int | None:
        """Days from the planned to today's finish; None when one of them is missing."""
        return ordinal(self.finish) - ordinal(self.plan_finish) if self.finish and self.plan_finish else None


@dataclass(frozen=True)
class Late:
    """One late hand-over: what is due from `giver` (a measure) to a function, and the measures that wait."""

    giver: Measure
    source: str                           # uid of the activity or measure that is late
    from_function: str
    to_function: str
    what: str
    due: str
    days: int                             # late to the status date; 0: late by its forecast only
    now: str
    at_start: bool                        # its start is awaited (SS, SF), not its finish
    waiting: tuple[tuple[Measure, bool], ...]    # right behind it, and whether their finish waits (FF, SF)
    behind: tuple[Measure, ...]           # these and all that waits for them, each in one hand-over only
    who: str
    money: int                            # what those behind lose, 0 or below


def dates_of(record: Record, activities: Iterable[Record]) -> Dates:
    acts = list(activities)
    starts, finishes = [s for a in acts if (s := start_of(a))], [f for a in acts if (f := finish_of(a))]
    plan_starts = [a.get("plan_start") for a in acts if a.get("plan_start")]
    plan_finishes = [a.get("plan_finish") for a in acts if a.get("plan_finish")]
    return Dates(min(starts, default="") or record.get("start", ""),
                 max(finishes, default="") or record.get("finish", ""),
                 min(plan_starts, default=""), max(plan_finishes, default=""),
                 any(a.get("percent", 0) > 0 or a.get("actual_start") or is_done(a) for a in acts)
                 or (not acts and record.get("progress", 0) > 0))


def all_dates(p: Portfolio) -> dict[str, Dates]:
    activities: dict[str, list[Record]] = {}
    for a in p.of_kind("activity"):
        activities.setdefault(a.parent, []).append(a)
    return {m.uid: dates_of(m, activities.get(m.uid, ())) for m in p.of_kind("measure")}


def late_hand_overs(f: Facts) -> list[Late]:
    """Late links between measures of different functions, the most money first."""
    p = f.portfolio
    by_uid = {m.uid: m for m in f.measures}
    live = {m.uid for m in f.measures if m.state == "open" or m.state == "held"}
    after: dict[str, set[str]] = {}
    links: dict[tuple[str, str, bool], tuple[dict[str, Record], dict[str, tuple[Measure, bool]]]] = {}
    for d in p.of_kind("dependency"):
        source, target = p.get(d.get("predecessor", "")), p.get(d.get("successor", ""))
        if source is None or target is None:
            continue
        giver, taker = by_uid.get(_measure(source)), by_uid.get(_measure(target))
        if giver is None or taker is None or giver.uid == taker.uid or taker.uid not in live:
            continue
        after.setdefault(giver.uid, set()).add(taker.uid)
        if giver.uid in live and (giver.function != taker.function or not giver.function):
            type_ = d.get("type", "FS")
            sources, takers = links.setdefault((giver.uid, taker.function, type_[0] == "S"), ({}, {}))
            sources[source.uid] = source
            takers.setdefault(taker.uid, (taker, type_[1] == "F"))
    found = []
    for (uid, function, at_start), (sources, takers) in links.items():
        # Several links between the same two are one hand-over: what comes last.
        made = [x for s in sources.values()
                if (x := _late(f, by_uid[uid], s, function, at_start, list(takers.values()))) is not None]
        if made:
            found.append(max(made, key=lambda x: (x.now or f.status, x.days, x.source)))
    return _counted_once(found, after, by_uid)


def _measure(record: Record) -> str:
    return record.parent if record.kind == "activity" else record.uid


def _late(f: Facts, giver: Measure, source: Record, function: str, at_start: bool,
          takers: list[tuple[Measure, bool]]) -> Late | None:
    """The hand-over when its source is not there yet and behind its plan.

    Of a measure the open activity that finishes last stands for it, or the first one where its start is awaited.
    """
    p, field = f.portfolio, "plan_start" if at_start else "plan_finish"
    date, there = (start_of, has_started) if at_start else (finish_of, is_done)
    what = source
    if source.kind == "measure":
        acts = [a for a in p.children(source.uid, "activity")
                if a.get(field) and a.get("role", "delivery") == "delivery"]
        if not acts or (at_start and any(there(a) for a in acts)) or all(there(a) for a in acts):
            return None
        acts = [a for a in acts if not there(a)]
        what = min(acts, key=lambda a: (date(a), a.uid)) if at_start else max(acts, key=lambda a: (date(a), a.uid))
    due, now = what.get(field, ""), date(what)
    if there(what) or not due or not (now > due or f.status > due):
        return None
    owner = what.get("owner", "") or p[giver.uid].get("owner", "")
    name = what.name or source.name or giver.name
    return Late(giver, source.uid, giver.function or "no function", function or "no function",
                f"Start of {name}" if at_start else name, due, max(ordinal(f.status) - ordinal(due), 0),
                now if now >= f.status else "", at_start, tuple(takers), (), name_of(p, owner), 0)


def _counted_once(found: list[Late], after: dict[str, set[str]], by_uid: dict[str, Measure]) -> list[Late]:
    """The measures behind each; one that waits behind two is counted in the one that blocks more."""
    def reach(late: Late) -> list[Measure]:
        seen: dict[str, None] = {}
        todo = [m.uid for m, _ in late.waiting]
        while todo:
            uid = todo.pop(0)
            if uid not in seen and uid != late.giver.uid:
                seen[uid] = None
                todo += sorted(after.get(uid, ()))
        return [by_uid[uid] for uid in seen]

    reached = {id(late): reach(late) for late in found}

    def lost(measures: Iterable[Measure]) -> int:
        return sum(min(m.gap, 0) for m in measures)

    order = sorted(found, key=lambda x: (lost(reached[id(x)]), -x.days, x.due, x.source, x.to_function))
    taken: set[str] = set()
    out = []
    for x in order:
        mine = tuple(m for m in reached[id(x)] if m.uid not in taken)
        taken |= {m.uid for m in mine}
        out.append(replace(x, behind=mine, money=lost(mine)))
    return sorted(out, key=lambda x: (x.money, -x.days, x.due, x.source, x.to_function))
