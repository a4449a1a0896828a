"""What one function hands over late to another, and the money that waits behind it, each measure counted once.

Must not know: pages.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.core.portfolio import Record
from app.core.schedule.calendar import ordinal
from app.core.schedule.facts import finish_of, has_started, is_done, start_of
from app.reports.facts import Facts, Measure, activities_of, name_of


@dataclass(frozen=True)
class Late:
    """One late hand-over: what is due from `giver` (a measure) to a function, and the measures that wait."""

    giver: Measure
    source: str                           # uid of the activity or measure that is late
    from_function: str
    to_function: str
    what: str
    due: str
    days: int                             # late as every activity is: to its date, or to the status date if later
    now: str
    at_start: bool                        # its start is awaited (SS, SF), not its finish
    waiting: tuple[tuple[Measure, bool], ...]    # right behind it, and whether their finish waits (FF, SF)
    behind: tuple[Measure, ...]           # these and all that waits for them, each in one hand-over only
    who: str
    money: int                            # what those behind lose, 0 or below


def late_hand_overs(f: Facts) -> list[Late]:
    """Late links between measures of different functions, the most money first."""
    p = f.portfolio
    by_uid = {m.uid: m for m in f.measures}
    live = {m.uid for m in f.measures if m.state in ("open", "held")}
    after: dict[str, set[str]] = {}
    links: dict[tuple[str, str, bool], tuple[dict[str, Record], dict[str, tuple[Measure, bool]]]] = {}
    for source, giver_uid, taker_uid, type_ in f.links:
        if taker_uid not in live:
            continue
        after.setdefault(giver_uid, set()).add(taker_uid)
        if giver_uid not in live:
            continue
        giver, taker = by_uid[giver_uid], by_uid[taker_uid]
        if giver.function != taker.function or not giver.function:
            sources, takers = links.setdefault((giver_uid, taker.function, type_[0] == "S"), ({}, {}))
            sources[source.uid] = source
            takers.setdefault(taker_uid, (taker, type_[1] == "F"))
    acts = activities_of(p)
    found = []
    for (uid, function, at_start), (sources, takers) in links.items():
        # Several links between the same two are one hand-over: what comes last.
        made = [x for s in sources.values()
                if (x := _late(f, by_uid[uid], s, acts, function, at_start, list(takers.values()))) is not None]
        if made:
            found.append(max(made, key=lambda x: (x.now or f.status, x.days, x.source)))
    return _counted_once(found, after, by_uid)


def _late(f: Facts, giver: Measure, source: Record, acts_of: dict[str, list[Record]], function: str, at_start: bool,
          takers: list[tuple[Measure, bool]]) -> Late | None:
    """The hand-over when its source is not there yet and behind its plan.

    Of a measure the open activity that finishes last stands for it, or the first one where its start is awaited.
    """
    p, field = f.portfolio, "plan_start" if at_start else "plan_finish"
    date, there = (start_of, has_started) if at_start else (finish_of, is_done)
    what = source
    if source.kind == "measure":
        acts = [a for a in acts_of.get(source.uid, ())
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
                f"Start of {name}" if at_start else name, due, ordinal(max(now, f.status)) - ordinal(due),
                now if now >= f.status else "", at_start, tuple(takers), (), name_of(p, owner), 0)


def _counted_once(found: list[Late], after: dict[str, set[str]], by_uid: dict[str, Measure]) -> list[Late]:
    """The measures behind each; one that waits behind two is counted in the one that blocks more."""
    def reach(late: Late) -> list[Measure]:                  # walks only what waits, not the whole file
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
