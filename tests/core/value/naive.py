"""Every definition of product.md section 4 once more, said in plain numbers and loops: the other opinion for tests.

It reads what a test wrote down (`Sketch`), not the portfolio made of it, and shares no line with the engine: no
arrays, no sums up a tree, no signs kept. Slow on purpose. Amounts are whole minor units, months are month indices.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

Months = dict[int, int]
NEVER = 10**6                         # later than any month


@dataclass
class Line:
    type_: str = "recurring_benefit"
    level: bool = False
    category: str = "ebitda"
    currency: str = "EUR"
    series: dict[str, Months] = field(default_factory=dict)
    undated: dict[str, int] = field(default_factory=dict)

    @property
    def cost(self) -> bool:
        return self.type_.endswith("cost")

    @property
    def recurring(self) -> bool:
        return self.type_.startswith("recurring")


@dataclass
class Measure:
    lines: list[Line] = field(default_factory=list)
    held: bool = False
    cancelled: str = ""               # the day it was decided
    activities: list[tuple[int, int]] = field(default_factory=list)      # (weight, percent complete in basis points)


@dataclass
class Sketch:
    """What a file says: one reporting currency (EUR), rates of the other (USD) by month."""

    measures: list[Measure]
    status: str = "2026-06-30"
    fiscal_start: int = 1
    yearly_rate: int = 800
    rates: dict[int, str] = field(default_factory=dict)

    def lines(self, only: Measure | None = None) -> Iterator[tuple[Measure, Line]]:
        """The money lines that count: those in another currency need a rate for their first month."""
        for measure in self.measures if only is None else [only]:
            for line in measure.lines:
                used = [m for s in line.series.values() for m, v in s.items() if v]
                if line.category not in ("ebitda", "cash", "capex"):
                    continue
                if line.currency != "EUR" and (not self.rates or (used and min(used) < min(self.rates))):
                    continue
                yield measure, line

    # ------------------------------------------------------------ one line

    def euros(self, line: Line, amount: int, month: int = NEVER) -> int:
        if line.currency == "EUR" or not amount:
            return amount
        rate = Decimal(self.rates[max(m for m in self.rates if m <= month)])
        return int((amount * rate).quantize(Decimal(1), ROUND_HALF_EVEN))

    def effect(self, line: Line, series: str) -> Months:
        """Months of a series with their sign: an effect as it is, a level as its difference to the baseline."""
        found = {}
        for month, amount in line.series.get(series, {}).items():
            value = self.euros(line, amount, month)
            if line.level:
                value -= self.euros(line, line.series.get("baseline", {}).get(month, 0), month)
            found[month] = -value if line.cost else value
        return found

    def loose(self, line: Line, series: str) -> int:
        value = self.euros(line, line.undated.get(series, 0))
        if value and line.level:
            value -= self.euros(line, line.undated.get("baseline", 0))
        return -value if line.cost else value

    def comes(self, measure: Measure, line: Line, effective: bool = True) -> Months:
        """Actual up to "actual to", the forecast behind it, the plan where there is no forecast at all."""
        to = self.actual_to
        ahead = self.effect(line, "forecast") or self.effect(line, "plan")
        found = {m: v for m, v in self.effect(line, "actual").items() if m <= to}
        for month, value in ahead.items():
            if month > to:
                gone = measure.cancelled and measure.cancelled <= self.status and month > month_of(measure.cancelled)
                waits = measure.held and not line.cost
                found[month] = 0 if effective and (waits or gone) else value
        return found

    def loose_comes(self, line: Line) -> int:
        """A forecast of the whole; beside forecast months what was spent before them; else the plan, of a benefit what
        was reached, of a cost more if more was spent."""
        if self.loose(line, "forecast"):
            return self.loose(line, "forecast")
        if line.series.get("forecast"):
            return self.loose(line, "actual")
        if not self.loose(line, "actual"):
            return self.loose(line, "plan")
        return min(self.loose(line, "actual"), self.loose(line, "plan")) if line.cost else self.loose(line, "actual")

    # ------------------------------------------------------------ sums

    @property
    def actual_to(self) -> int:
        """The last month ended by the status date in which anything was booked; -1 before."""
        day = dt.date.fromisoformat(self.status)
        ended = month_of(self.status) - (0 if (day + dt.timedelta(days=1)).day == 1 else 1)
        booked = [m for _, line in self.lines() for m, v in line.series.get("actual", {}).items()
                  if m <= ended and self.euros(line, v, m)]
        return max(booked, default=-1)

    @property
    def year(self) -> range:
        first = month_of(self.status)
        while first % 12 != self.fiscal_start - 1:
            first -= 1
        return range(first, first + 12)

    def by_month(self, look: str, only: Measure | None = None, recurring: bool = False) -> Months:
        """Net by month as planned, expected or booked to date; only months that hold a value."""
        found: Months = {}
        for measure, line in self.lines(only):
            if recurring and not line.recurring:
                continue
            for month, value in self._look(measure, line, look).items():
                found[month] = found.get(month, 0) + value
        return found

    def _look(self, measure: Measure, line: Line, look: str) -> Months:
        if look == "expected":
            return self.comes(measure, line)
        return {m: v for m, v in self.effect(line, look).items() if look == "plan" or m <= self.actual_to}

    def undated(self, look: str, only: Measure | None = None) -> int:
        return sum(self.loose_comes(line) if look == "expected" else self.loose(line, look)
                   for _, line in self.lines(only))

    def total(self, look: str, only: Measure | None = None) -> int:
        return sum(self.by_month(look, only).values()) + self.undated(look, only)

    def withheld(self, only: Measure | None = None) -> int:
        return sum(sum(self.comes(m, line, False).values()) - sum(self.comes(m, line).values())
                   for m, line in self.lines(only))

    def spent(self, look: str, only: Measure | None = None) -> int:
        """All one-time cost, positive."""
        return -sum(sum(self._look(m, line, look).values())
                    + (self.loose_comes(line) if look == "expected" else self.loose(line, look))
                    for m, line in self.lines(only) if line.type_ == "one_time_cost")

    # ------------------------------------------------------------ appraisal

    def run(self, look: str, only: Measure | None = None) -> list[int]:
        """Net of every month from the first to the last with a value."""
        found = self.by_month(look, only)
        return [found.get(m, 0) for m in range(min(found), max(found) + 1)] if found else []

    def npv(self, look: str, only: Measure | None = None) -> int:
        with localcontext() as ctx:
            ctx.prec = 50
            rate = 1 + Decimal(self.yearly_rate) / 10_000
            worth = sum((amount / rate ** (Decimal(k) / 12) for k, amount in enumerate(self.run(look, only), 1)),
                        Decimal(0))
            return int(worth.quantize(Decimal(1), ROUND_HALF_EVEN))

    def payback(self, look: str, only: Measure | None = None) -> int | None:
        run = self.run(look, only)
        for i in range(len(run)):
            if all(sum(run[:k + 1]) >= 0 for k in range(i, len(run))):
                return min(self.by_month(look, only)) + i
        return None

    def roi(self, look: str, only: Measure | None = None) -> Fraction | None:
        cost = self.spent(look, only)
        return Fraction(self.total(look, only), cost) if cost else None

    def full(self, look: str, only: Measure | None = None) -> int | None:
        found = self.by_month(look, only, recurring=True)
        return 12 * found[max(found)] if found else None

    def achieved(self, look: str, only: Measure | None = None) -> int | None:
        found = self.by_month(look, only, recurring=True).get(self.actual_to)
        return None if found is None else 12 * found

    # ------------------------------------------------------------ earned value, costs positive

    def budget(self, only: Measure | None = None) -> tuple[int, int, int]:
        """BAC, PV and AC."""
        cost = [line for _, line in self.lines(only) if line.type_ == "one_time_cost"]
        plans = [self.effect(line, "plan") for line in cost]
        bac = -sum(sum(plan.values()) for plan in plans) - sum(self.loose(line, "plan") for line in cost)
        pv = -sum(v for plan in plans for m, v in plan.items() if m <= self.actual_to)
        ac = -sum(v for line in cost for m, v in self.effect(line, "actual").items() if m <= self.actual_to)
        return bac, pv, ac - sum(self.loose(line, "actual") for line in cost)

    def earned(self, measure: Measure) -> int | None:
        weight = sum(w for w, _ in measure.activities)
        bac = self.budget(measure)[0]
        if not bac or not weight:
            return None
        done = Fraction(sum(w * percent for w, percent in measure.activities), weight * 10_000)
        return round(bac * done)


def month_of(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7]) - 1
