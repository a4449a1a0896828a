"""Why a benefit comes late: the chain of late activities, across functions, down to the line it delays (004-76).

A chain begins at the activity that nothing late drives, follows the links that hold each next one back, and ends
at the effect line anchored to the last. It is reported when that last activity is more than 7 calendar days behind
plan (setting "slip_days") and the cause lies in another function's measure (product.md section 7,
slipped_dependency).
Must not know: flags and interventions (they read this), screens.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.core.portfolio import Portfolio, Record
from app.core.schedule.anchors import anchored
from app.core.schedule.facts import finish_of, is_done
from app.core.schedule.lateness import late_days
from app.core.value.cube import COST_TYPES
from app.core.values import month_of

if TYPE_CHECKING:                # the network is loaded where something late is followed back
    from app.core.schedule.walk import Walk

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
    walk: Walk = p.kept(f"causes {status}", lambda: _walk(p, status))
    return tuple(walk.steps(uid))


def _build(p: Portfolio, status: str) -> list[Chain]:
    found: list[Chain] = []
    walk: Walk | None = None
    for uid, lines in sorted(anchored(p).items()):
        if not p.live(uid):
            continue
        days = late_days(p[uid], status)
        for line in lines:
            limit = p.setting("slip_days", line.uid)
            if days is None or days <= (SLIP_DAYS if limit is None else int(limit)) or line.get("type") in COST_TYPES:
                continue
            walk = walk or _walk(p, status)
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


def _walk(p: Portfolio, status: str) -> Walk:
    from app.core.schedule.walk import Walk
    return Walk(p, status)
