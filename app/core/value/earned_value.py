"""Earned value on one-time cost: what was planned, earned and spent to date, and where that leads.

Project Management Institute, Practice Standard for Earned Value Management; product.md section 4. Costs are positive
here. "To date" is through the month "actual to", for what was planned as for what was spent. In earned value AC is
actual cost, not the series called actual. Must not know: screens, benefits.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from app.core.catalog import EFFECT_TYPES
from app.core.portfolio import Portfolio, Record
from app.core.schedule.calendar import Desk, desk, ordinal
from app.core.value.split import ratio, rounded
from app.core.value.variance import ACTUAL, PLAN, figures

FULL = 10_000                         # 100 % in basis points
_COST = EFFECT_TYPES.index("one_time_cost")


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """The figures of a node in minor units; None where one is not defined, never infinite.

    `unmeasured` names measures with a budget of which nobody says how far they are; they earn nothing.
    """

    bac: int
    pv: int
    ev: int | None
    ac: int
    unmeasured: tuple[str, ...] = ()

    @property
    def cpi(self) -> Fraction | None:
        """Cost performance: EV / AC."""
        return None if self.ev is None else ratio(self.ev, self.ac)

    @property
    def spi(self) -> Fraction | None:
        """Schedule performance: EV / PV."""
        return None if self.ev is None else ratio(self.ev, self.pv)

    @property
    def eac(self) -> int | None:
        """Estimate at completion: BAC / CPI, rounded half to even."""
        return None if self.ev is None or not self.ev or not self.ac else rounded(Fraction(self.bac * self.ac, self.ev))

    @property
    def vac(self) -> int | None:
        """Variance at completion: BAC - EAC; below 0 it will cost more than planned."""
        return None if self.eac is None else self.bac - self.eac


def earned(bac: int, complete: Fraction | None) -> int | None:
    """EV = BAC x % complete, rounded half to even."""
    return None if complete is None else rounded(bac * complete)


def complete(parts: Iterable[tuple[Fraction, int]]) -> Fraction | None:
    """Mean of (weight, basis points complete); None when nothing has weight."""
    done = weight = Fraction(0)
    for one, percent in parts:
        done, weight = done + one * percent, weight + one
    return done / weight / FULL if weight else None


def progress(p: Portfolio, measure: Record) -> Fraction | None:
    """How far a measure is: its activities by their weight, else by planned working days.

    Milestones weigh nothing unless told. Without activities that weigh, what was reported of the measure itself.
    """
    cals = desk(p)
    found = complete((_weight(a, cals), _percent(a)) for a in p.children(measure.uid, "activity"))
    if found is None and measure.get("progress") is not None:
        return Fraction(int(measure.get("progress")), FULL)
    return found


def _percent(activity: Record) -> int:
    return FULL if activity.get("actual_finish") else int(activity.get("percent", 0))


def _weight(activity: Record, cals: Desk) -> Fraction:
    if activity.get("weight") is not None:
        return max(Fraction(str(activity.get("weight"))), Fraction(0))
    start, finish = (activity.get(f"plan_{end}") or activity.get(end) for end in ("start", "finish"))
    if not start or not finish or start >= finish:
        return Fraction(0)
    return Fraction(cals.calendars.length(cals.of(activity), ordinal(start), ordinal(finish)))


def earned_value(p: Portfolio, status: str, node: str = "") -> EarnedValue:
    """Earned value of a node ("" = the file) at a status date: its measures' sums, so that parts sum to the whole."""
    f = figures(p, status)
    c = f.cube
    rows = c.lines_of(node)
    rows = rows[c.types[rows] == _COST]
    cut = c.cut(f.actual_to)
    net, loose = c.block.net[:, :, rows], c.undated[rows]
    plan = -(net[PLAN].sum(axis=0) + loose[:, PLAN])
    pv = -int(net[PLAN, :cut].sum())
    ac = -int(net[ACTUAL, :cut].sum()) - int(loose[:, ACTUAL].sum())
    budgets: dict[str, int] = {}
    for row, amount in zip(rows.tolist(), np.asarray(plan).tolist(), strict=True):
        uid = c.lines[row].parent
        budgets[uid] = budgets.get(uid, 0) + amount
    ev, unmeasured = None, []
    for uid, bac in budgets.items():
        if bac:
            own = earned(bac, progress(p, p[uid]))
            if own is None:
                unmeasured.append(uid)
            else:
                ev = own + (ev or 0)
    return EarnedValue(sum(budgets.values()), pv, ev, ac, tuple(unmeasured))
