"""What a reader must see first, computed: measures off their plan or late, blockers and risks by money, gaps in data.

One row a measure, so that no money is counted twice; free text never enters here.
Must not know: how a page is laid out.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from app.core.governance.status import GREEN
from app.core.portfolio import Portfolio, Record
from app.core.value.cube import undated_lines
from app.core.value.variance import FORECAST, PLAN
from app.core.values import month_end
from app.reports.delivering import still_counts
from app.reports.facts import Facts, Measure, days_after, is_done, name_of
from app.reports.numbers import MINUS, NBSP, Money, month, months, percent, rounded, some
from app.reports.words import late_words

BEHIND_PERCENT = 90                   # below 90 % of plan is at risk (product.md section 6)
STALE_DAYS = 45                       # product.md section 7, stale_figure
HELD, LATE, BEHIND, NO_OWNER, NO_DATES = "On hold", "Late", "Behind plan", "No owner", "No dates"
CANCELLED = "Cancelled?"              # reported so, and yet its forecast is expected
_CAUSES = {"capacity": "capacity", "handover": "hand-over", "incentive": "incentive",
           "missing_decision": "missing decision", "data": "data", "dependency": "dependency",
           "supplier": "supplier", "rule": "rule"}


class Finding(NamedTuple):
    """One exception of one measure; `money` is its unfavourable variance (0 or below), counted once.

    Thousands are found and some dozens printed: only those are put into words.
    """

    rules: tuple[str, ...]                # the first one leads
    measure: Measure
    money: int
    facts: Facts
    unit: Money

    @property
    def rule(self) -> str:
        return self.rules[0]

    @property
    def days(self) -> int:
        return self.measure.late

    @property
    def cause(self) -> str:
        return "; ".join(self._words(rule) if i == 0 or rule in (BEHIND, LATE) else rule.lower()
                         for i, rule in enumerate(self.rules))

    @property
    def brief(self) -> str:
        """The cause where room is short."""
        if self.rule != LATE:
            return self.cause
        share = self._share if BEHIND in self.rules else ""
        return self._words(LATE) + (f"; {share.replace(MINUS, '')} below plan" if share else "")

    @property
    def _share(self) -> str:
        return percent(self.measure.expected - self.measure.plan, self.measure.plan)

    @property
    def _plan_without_months(self) -> int:
        """What a year's plan lacks because nobody said in which months it falls."""
        c = self.facts.figures.cube
        whole = self.facts.period.first is None
        return 0 if whole else int(c.node_undated[c.outline.position[self.measure.uid], PLAN])

    def _words(self, rule: str) -> str:
        m = self.measure
        if rule == LATE:
            return late_words(self.facts, m)
        if rule == BEHIND:
            share, loose = self._share, self._plan_without_months
            return (f"expected {self.unit.number(m.expected)}, plan {self.unit.number(m.plan)}"
                    + (f" ({share})" if share else "")
                    + (f"; {self.unit.number(loose)} planned without a month" if loose else ""))
        if rule == CANCELLED or (rule == HELD and still_counts(self.facts, m)):
            return f"reported “{m.status}”, its forecast still counts: decide, or correct"
        return {HELD: "its benefit does not count while held", NO_OWNER: "no owner is named",
                NO_DATES: "neither start nor finish is set"}[rule]


@dataclass(frozen=True)
class Threat:
    """A blocker or a risk. `money` is what it may cost (0 or above) in minor units, None when nobody said."""

    kind: str                             # issue risk
    uid: str
    code: str
    name: str
    where: str                            # the node it hangs on
    cause: str
    who: str
    function: str
    money: int | None
    days: int | None
    due: str
    text: str                             # free text, for the remarks column only


def findings(facts: Facts, money: Money) -> list[Finding]:
    """All measures with an exception, the largest unfavourable variance first, equal ones in the order of the file."""
    found = [f for m in facts.measures if (f := _finding(facts, m, money))]
    return sorted(found, key=lambda f: (f.money, -f.measure.late))


def behind(plan: int, expected: int) -> bool:
    """Short of the plan by more than the threshold allows; any cost without a plan is."""
    return expected < plan and (plan - expected) * 100 > abs(plan) * (100 - BEHIND_PERCENT)


def _finding(f: Facts, m: Measure, money: Money) -> Finding | None:
    if m.state == "cancelled":
        return Finding((CANCELLED,), m, min(m.gap, 0), f, money) if still_counts(f, m) else None
    rules: tuple[str, ...] = (HELD,) if m.state == "held" else ()
    if m.late and m.light != GREEN:
        rules += (LATE,)
    if f.planned and behind(m.plan, m.expected):
        rules += (BEHIND,)
    if m.state == "open" and not m.owner:
        rules += (NO_OWNER,)
    if m.state == "open" and not (m.start or m.finish):
        rules += (NO_DATES,)
    return Finding(rules, m, min(m.gap, 0) if f.planned else 0, f, money) if rules else None


def is_open(record: Record) -> bool:
    return not is_done(record) and str(record.get("status", "")).strip().casefold() not in (
        "mitigated", "resolved", "gelöst", "behoben", "cancelled", "obsolete")


def threats(portfolio: Portfolio, status: str) -> list[Threat]:
    """Open blockers and risks, the most money first; without money by days, then by code."""
    found = [_blocker(portfolio, r, status) for r in portfolio.of_kind("issue") if is_open(r)]
    found += [_risk(portfolio, r) for r in portfolio.of_kind("risk") if is_open(r)]
    return sorted(found, key=lambda t: (-(t.money or 0), -(t.days or 0), t.kind, t.code, t.name, t.uid))


def _blocker(portfolio: Portfolio, r: Record, status: str) -> Threat:
    """Impact = money a month x max(declared delay, days since) / 30 (product.md section 7, blocker_by_impact)."""
    since = r.get("since", "")
    open_days = max(days_after(since, status), 0) if since else None
    delay = r.get("delay_days")
    days = max((d for d in (open_days, delay) if d is not None), default=None)
    a_month = r.get("money")
    cost = None if a_month is None else rounded(a_month * (days or 0), 30) if days else a_month
    cause = _CAUSES.get(r.get("structural_cause", ""), "")
    return Threat("issue", r.uid, r.code, r.name, _place(portfolio, r), cause, name_of(portfolio, r.get("owner", "")),
                  name_of(portfolio, r.get("function", "")), cost, days, r.get("due", ""), r.get("description", ""))


def _risk(portfolio: Portfolio, r: Record) -> Threat:
    chance = r.get("probability", "")
    return Threat("risk", r.uid, r.code, r.name or r.get("event", ""), _place(portfolio, r),
                  f"probability {chance}" if chance else "", name_of(portfolio, r.get("owner", "")), "",
                  r.get("money"), None, r.get("due", ""), r.get("response", "") or r.get("description", ""))


def _place(portfolio: Portfolio, r: Record) -> str:
    node = portfolio.get(r.parent)
    return "" if node is None else node.code or node.name


@dataclass(frozen=True)
class State:
    """One line about how fresh or complete the figures are."""

    what: str
    text: str
    bad: bool = False


def freshness(facts: Facts, money: Money) -> list[State]:
    """How far the figures can be trusted: actuals, forecast, undated amounts, owners, dates, currencies."""
    f, p = facts.figures, facts.portfolio
    used = f.cube.used()
    rows = []
    if f.actual_to is None:
        rows.append(State("Actual", "none booked yet", bool(used)))
    else:
        age = days_after(month_end(f.actual_to), facts.status)
        text = f"to {month(f.actual_to)}" + (f", {age} days old" if age > STALE_DAYS else "")
        rows.append(State("Actual", text, age > STALE_DAYS))
        if silent := facts.unbooked.measures:
            rows.append(State("Unbooked", f"{some(silent, 'measure has', 'measures have')} no actual for "
                              f"{months(facts.unbooked.months)}: 0 counts", True))
    plan, forecast = (f.cube.present[:, series].any(axis=1) for series in (PLAN, FORECAST))
    without = {f.cube.lines[i].parent for i in np.flatnonzero(plan & ~forecast).tolist()}
    holes = facts.unforecast.measures
    rows.append(State("Forecast", "none yet" if not used else "none: the plan counts" if "forecast" not in used
                      else f"missing for {some(len(without), 'measure', 'measures')}" if without else
                      f"{some(holes, 'measure leaves', 'measures leave')} out {months(facts.unforecast.months)}"
                      if holes else "complete", bool(holes)))
    loose = [row for row in undated_lines(p) if row[0].get("currency", f.cube.currency) == f.cube.currency]
    if loose:
        total = sum(abs(amount) for _, _, amount in loose)
        rows.append(State("No month", f"{some(len(loose), 'figure', 'figures')}, {money.amount(total)}", True))
    if f.cube.apart:
        codes = sorted({line.get("currency", "") for line in f.cube.apart})
        lines = some(len(f.cube.apart), "line", "lines")
        rows.append(State("No rate", f"{lines} in {', '.join(codes[:3])} not in any sum", True))
    opened = [m for m in facts.measures if m.state == "open"]
    if not opened:
        return rows
    lost = sum(not m.owner for m in opened)
    rows.append(State("Owners", f"{some(lost, 'measure has', 'measures have')} none" if lost else "all named",
                      lost > 0))
    bare = sum(not (m.start or m.finish) for m in opened)
    endless = sum(not m.finish for m in opened)
    rows.append(State("Dates", f"{some(bare, 'measure has', 'measures have')} none" if bare else
                      f"{some(endless, 'measure has', 'measures have')} no finish" if endless else "all set",
                      endless > 0))
    return rows


def days_text(days: int | None) -> str:
    return "" if days is None else f"{days:,}".replace(",", NBSP)
