"""Why a benefit comes late: the chain of late activities, across functions, down to the line it delays (004-76).

A chain begins at the activity that nothing late drives, follows the links that hold each next one back, and ends
at the effect line anchored to the last. It is reported when that last activity is more than 7 calendar days behind
plan (setting "slip_days") and the cause lies in another function's measure (product.md section 7,
slipped_dependency).
Must not know: flags and interventions (they read this), screens.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.core.portfolio import Portfolio, Record
from app.core.schedule.anchors import anchored
from app.core.schedule.calendar import ordinal
from app.core.schedule.facts import finish_of, is_done
from app.core.schedule.lateness import late_days
from app.core.schedule.network import network
from app.core.schedule.passes import demands
from app.core.value.cube import COST_TYPES
from app.core.values import month_of

SLIP_DAYS = 7
_ONLY_TOLD = frozenset(("code", "name", "description", "status", "light", "progress", "priority", "owner", "sponsor",
                        "controller", "unit", "entity", "committee", "workstream", "external_ref", "next_decision",
                        "business_reason", "expected_effect", "scope_in", "scope_out", "budget"))
_NOT_MOVED = frozenset(("name", "category", "money_line", "segment", "baseline", "target", "actual"))


@dataclass(frozen=True, slots=True)
class Step:
    """One late activity: its measure's function ("" when none is named) and the calendar days it is late."""

    activity: str
    measure: str
    function: str
    days: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Cause first, then what it held back, up to the activity the line is anchored to.

    `months` is by how many whole months the benefit comes later; `amount` the most it falls behind its plan at
    the end of any month for that, in the line's minor units.
    """

    steps: tuple[Step, ...]
    line: str
    months: int
    amount: int

    @property
    def crosses(self) -> bool:
        """Whether the cause lies in another function's measure."""
        return self.steps[0].function != self.steps[-1].function


def chains(p: Portfolio, status: str, *, crossing: bool = True) -> list[Chain]:
    """All chains that delay a benefit at a status date, the most money first. Kept until the next change."""
    found = p.kept(f"chains {status}", lambda: _build(p, status), lambda old, since: None if since.shape or any(
        _concerns(kind, cell) for kind, cell in since.cells) else old)
    return [c for c in found if c.crosses] if crossing else list(found)


def _concerns(kind: str, cell: str) -> bool:
    """Whether chains may differ once such a cell is written: most typing is names, people and words."""
    if kind == "measure":
        return cell not in _ONLY_TOLD
    if kind == "effect_line":
        return cell not in _NOT_MOVED
    return kind in ("activity", "dependency", "calendar", "setting")


def causes(p: Portfolio, uid: str, status: str) -> tuple[Step, ...]:
    """What holds an activity, or a measure without any, back at a status date: cause first, itself last."""
    walk: _Walk = p.kept(f"causes {status}", lambda: _Walk(p, status))
    return tuple(walk.steps(uid))


def _build(p: Portfolio, status: str) -> list[Chain]:
    found: list[Chain] = []
    walk: _Walk | None = None
    for uid, lines in sorted(anchored(p).items()):
        if not p.live(uid):
            continue
        days = late_days(p[uid], status)
        for line in lines:
            limit = p.setting("slip_days", line.uid)
            if days is None or days <= (SLIP_DAYS if limit is None else int(limit)) or line.get("type") in COST_TYPES:
                continue
            walk = walk or _Walk(p, status)
            months = max(month_of(_reached(p[uid], status)) - month_of(p[uid].get("plan_finish")), 0)
            found.append(Chain(tuple(walk.steps(uid)), line.uid, months, moved_amount(p, line, months)))
    return sorted(found, key=lambda c: (-c.amount, c.line))


def _reached(activity: Record, status: str) -> str:
    return finish_of(activity) if is_done(activity) else max(finish_of(activity), status)


def moved_amount(p: Portfolio, line: Record, months: int) -> int:
    """The most a line falls behind its plan by coming so many months later: the largest sum of as many months.

    Without a plan the forecast tells.
    """
    for series in ("plan", "forecast"):
        extent = p.series.extent(line.uid, series)
        if extent is not None and months:
            values = [v or 0 for v in p.months_of(line.uid, series, *extent)]
            sums = [0, *np.cumsum(np.array(values, np.int64)).tolist()]
            return max(0, *(int(sums[i] - sums[max(i - months, 0)]) for i in range(1, len(sums))))
    return 0


class _Walk:
    """From an activity back to its cause, over the links that hold it where it is at the status date."""

    def __init__(self, p: Portfolio, status: str) -> None:
        self.p, self.status, self.n = p, status, network(p)
        n, today = self.n, ordinal(status)
        tail, head = n.levels.tail, n.levels.head
        end = np.where(n.finished | n.hub, n.end, np.maximum(n.end, today + 1))     # overdue: today at best
        start = np.where(n.started | n.hub, n.start, np.maximum(n.start, today))
        start = np.where(n.opens, start, end)
        closing = n.hub[head]
        np.maximum.at(end, head[closing], end[tail[closing]])
        count = np.where(n.hub, n.calendars.before(n.calendar, end), n.count)
        wanted, _ = demands(n, slice(None), start, end, start, end)
        self.slack = count[head] - wanted
        self.incoming: dict[int, list[int]] = {}
        for a, at in enumerate(head.tolist()):
            self.incoming.setdefault(at, []).append(a)

    def steps(self, uid: str) -> list[Step]:
        """Cause first."""
        found = [self._step(uid)]
        at = self.n.at(uid)
        while at is not None:
            at = self._cause(at)
            if at is not None and not self.n.hub[at]:
                found.append(self._step(self.n.levels.nodes[at]))
        return found[::-1]

    def _step(self, uid: str) -> Step:
        record = self.p[uid]
        measure = record if record.kind == "measure" else self.p[record.parent]
        return Step(uid, measure.uid, str(measure.get("function", "")), self._days(uid) or 0)

    def _days(self, uid: str) -> int | None:
        return late_days(self.p[uid], self.status)

    def _cause(self, at: int) -> int | None:
        """The late predecessor whose link holds this node the hardest, None when none does."""
        holding = [(a, int(self.n.levels.tail[a])) for a in self.incoming.get(at, ()) if self.slack[a] <= 0]
        held = [(-int(self.slack[a]), self._lateness(tail), tail) for a, tail in holding]
        late = [h for h in held if h[1] > 0]
        return max(late)[2] if late else None

    def _lateness(self, node: int) -> int:
        """Days late; of a hub the most of what it stands for."""
        if not self.n.hub[node]:
            return self._days(self.n.levels.nodes[node]) or 0
        return max((self._lateness(int(self.n.levels.tail[a])) for a in self.incoming.get(node, ())), default=0)

