"""What one function hands over late to another, and the money that waits behind it, each measure counted once.

Must not know: pages.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from app.core.portfolio import Portfolio, Record
from app.core.schedule.calendar import date_of, ordinal
from app.core.schedule.columns import Flags, Ints, columns
from app.reports.facts import Facts, Measure, name_of


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
    acts = _Acts(f.portfolio, f.status)
    if not acts.behind[f.waits.giver].any():
        return []
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
    found = []
    for (uid, function, at_start), (sources, takers) in links.items():
        # Several links between the same two are one hand-over: what comes last.
        made = [x for s in sources.values()
                if (x := _late(f, by_uid[uid], s, acts, function, at_start, list(takers.values()))) is not None]
        if made:
            found.append(max(made, key=lambda x: (x.now or f.status, x.days, x.source)))
    return _counted_once(found, after, by_uid)


class _Acts:
    """Activities as columns, of which only those that may be late are looked at one by one; days are ordinals."""

    def __init__(self, p: Portfolio, status: str) -> None:
        self.columns, self.uids, self.today = columns(p), p.outline.uids, ordinal(status)
        self.behind = np.zeros(len(self.uids), np.bool_)      # [node] some activity of it is, whatever is awaited
        self._side = {True: self._read(True), False: self._read(False)}

    def _read(self, at_start: bool) -> tuple[Ints, Ints, Flags, dict[str, range]]:
        """Planned, today's, is it there; and the delivery activities of measures of which one may be late."""
        a = self.columns
        planned, dates, there = (a.plan_start, a.start, a.started) if at_start else (a.plan_finish, a.finish, a.done)
        late = (planned > 0) & ~there & ((dates > planned) | (self.today > planned))
        self.behind[a.nodes[a.some(late)]] = True
        late &= a.delivery
        first = [*a.first.tolist(), len(a.records)]
        return planned, dates, there, {self.uids[int(a.nodes[g])]: range(first[g], first[g + 1])
                                       for g in np.flatnonzero(a.some(late)).tolist()}

    @cached_property
    def _at(self) -> dict[str, int]:
        return {r.uid: i for i, r in enumerate(self.columns.records)}

    def late(self, source: Record, at_start: bool) -> tuple[Record, int, int] | None:
        """The activity that stands for a source, when it was due and when it comes now (0: nobody says), if late.

        Of a measure the open activity that finishes last, or the first one where its start is awaited.
        """
        planned, dates, there, may_be = self._side[at_start]
        if source.kind == "measure":
            mine = [i for i in may_be.get(source.uid, ()) if planned[i] and self.columns.delivery[i]]
            opened = [i for i in mine if not there[i]]
            if not opened or (at_start and len(opened) < len(mine)):
                return None
            choose = min if at_start else max
            at = choose(opened, key=lambda i: (int(dates[i]), self.columns.records[i].uid))
        else:
            at = self._at[source.uid]
        due, now = int(planned[at]), int(dates[at])
        if there[at] or not due or not (now > due or self.today > due):
            return None
        return self.columns.records[at], due, now


def _late(f: Facts, giver: Measure, source: Record, acts: _Acts, function: str, at_start: bool,
          takers: list[tuple[Measure, bool]]) -> Late | None:
    """The hand-over when its source is not there yet and behind its plan."""
    found = acts.late(source, at_start)
    if found is None:
        return None
    p, (what, due, now) = f.portfolio, found
    owner = what.get("owner", "") or p[giver.uid].get("owner", "")
    name = what.name or source.name or giver.name
    return Late(giver, source.uid, giver.function or "no function", function or "no function",
                f"Start of {name}" if at_start else name, date_of(due), max(now, acts.today) - due,
                date_of(now) if now >= acts.today else "", at_start, tuple(takers), (), name_of(p, owner), 0)


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
