"""The sentence over the Value screen and its key figures, computed from the table's figures.

Must not know: widgets.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.core.catalog import EFFECT_TYPES, SERIES
from app.core.value.appraisal import run_rate
from app.core.value.flows import flow
from app.core.value.variance import PLAN
from app.ui.look import figures as shown
from app.ui.value import effects, grouped
from app.ui.value.columns import year_name
from app.ui.value.table import ACTUALS, ValueTable
from app.ui.words import plural, tr

_ONE_TIME_COST = EFFECT_TYPES.index("one_time_cost")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure of the strip; what has no plan shows none."""

    head: str
    value: int | None
    plan: int | None = None
    words: str = ""
    about: str = ""                       # what it means, a key of worth.py

    @property
    def delta(self) -> int | None:
        return None if self.value is None or self.plan is None else self.value - self.plan


def period_name(table: ValueTable) -> str:
    """The months shown: "2026", "2025–2028"."""
    first, end = table.span
    last = year_name(end - 12)
    return year_name(first) if end - first <= 12 else f"{year_name(first)}–{last}"


def title(table: ValueTable) -> str:
    """What the figures say: how the period ends, against what, and which child explains it."""
    scope, period = table.look.scope, period_name(table)
    compare = table.look.compare
    first, end = table.span
    if compare == ACTUALS:
        if table.f.actual_to is None:
            return tr("No actuals by {date} yet", date=shown.date(table.status))
        end = min(end, table.f.actual_to + 1)
        period = tr("To {month}", month=shown.month(end - 1))
    value, plan = table.amount(scope, compare, first, end), table.amount(scope, "plan", first, end)
    if value is None and plan is None:
        return tr("No amounts in {period} yet", period=period) if not table.look.effect else \
            tr("{effect}: no amounts in {period} yet", effect=effects.name(table.look.effect), period=period)
    money = f"{shown.amount(value or 0, table.unit)} {table.unit.name}"
    effect = table.look.effect
    if compare == ACTUALS:
        said = tr("{period}: actual {effect} {money}", period=period, effect=effects.inline(effect), money=money)
    elif effect:
        said = tr("{effect} {period} is expected at {money}", effect=effects.name(effect), period=period, money=money)
    else:
        said = tr("{period} is expected at {money}", period=period, money=money)
    if plan is None:
        return said + tr(", without a plan to compare")
    gap = (value or 0) - plan
    if not gap:
        return said + tr(", as planned")
    size = f"{shown.amount(abs(gap), table.unit)} {table.unit.name}"
    if effects.is_cost(effect):
        said += tr(", {size} better than plan", size=size) if gap > 0 else tr(", {size} worse than plan", size=size)
    else:
        said += tr(", {size} above plan", size=size) if gap > 0 else tr(", {size} below plan", size=size)
    return said + _explained(table, gap, first, end)


def _explained(table: ValueTable, gap: int, first: int, end: int) -> str:
    gaps = [(table.amount(child.uid, "delta", first, end) or 0, child) for child in table.children]
    same = [(amount, child) for amount, child in gaps if (amount > 0) == (gap > 0) and amount]
    if len(gaps) < 2 or not same:
        return ""
    amount, child = max(same, key=lambda pair: abs(pair[0]))
    share = (abs(amount) * 200 + abs(gap)) // (2 * abs(gap))      # per cent, half up
    if share > 100:
        return tr("; {name} alone {amount}", name=child.name,
                  amount=f"{shown.amount(amount, table.unit, signed=True)} {table.unit.name}")
    return tr("; {name} explains {share} % of the gap", name=child.name, share=share)


def key_figures(table: ValueTable) -> list[KeyFigure]:
    """Net effect of the period and to date, one-time cost, run-rate, and what has no month."""
    scope, f, (first, end), period = table.look.scope, table.f, table.span, period_name(table)
    named = effects.name(table.look.effect)
    found = [KeyFigure(tr("{effect} {period}, expected", effect=named, period=period),
                       table.amount(scope, "expected", first, end), table.amount(scope, "plan", first, end),
                       about="net")]
    if f.actual_to is not None and f.actual_to >= first:
        to = min(f.actual_to + 1, end)
        found.append(KeyFigure(tr("{effect} to {month}, actual", effect=named, month=shown.month(to - 1)),
                               table.amount(scope, "actual", first, to), table.amount(scope, "plan", first, to),
                               about="to_date"))
    expected, plan = _one_time_cost(table)
    if expected is not None and table.look.effect != "one_time_cost":      # which the first figure says already
        found.append(KeyFigure(tr("One-time cost {period}, expected", period=period), expected, plan, about="one_time"))
    rates = [_run_rate(table, look, end - 1) for look in ("expected", "plan")]
    if rates[0] is not None:
        found.append(KeyFigure(tr("Recurring, {month} × 12", month=shown.month(end - 1)), rates[0], rates[1],
                               about="month_rate"))
    if table.groups is not None:
        found.append(_sum_of_groups(table))
    undated = _undated(table)
    if undated:
        found.append(KeyFigure(tr("Plan without a month"), undated, about="undated"))
    elif table.groups is None:
        found.append(KeyFigure(tr("Sign"), None, words=tr("Favourable is positive")))
    return found


def _sum_of_groups(table: ValueTable) -> KeyFigure:
    """Whether the groups sum to the tree, added up from what the grid shows."""
    assert table.groups is not None
    look, span = table.look, table.span
    sums = [sum(table.amount(part.uid, key, *span) or 0 for part in table.children)
            - (table.amount(look.scope, key, *span) or 0) for key in ("plan", look.compare)]
    words = tr("Groups sum to the tree") if not any(sums) else \
        tr("Groups differ from the tree by {amount}", amount=shown.amount(sums[1] or sums[0], table.unit, signed=True))
    if table.groups.shared:
        words += ", " + plural(table.groups.shared, "{n} measure is shared", "{n} measures are shared")
    head = plural(len(table.children), "{by}: {n} group", "{by}: {n} groups", by=grouped.name(look.group))
    return KeyFigure(head, None, words=words)


def _one_time_cost(table: ValueTable) -> tuple[int | None, int | None]:
    """Expected and planned, as net amounts: cost is negative."""
    c = table.f.cube
    rows = c.lines_of(table.look.scope)
    rows = rows[c.types[rows] == _ONE_TIME_COST]
    if not len(rows):
        return None, None
    low, high = c.span(*table.span)
    return int(table.f.lines(rows)[low:high].sum()), int(c.block.net[PLAN][low:high, rows].sum())


def _run_rate(table: ValueTable, look: str, month: int) -> int | None:
    money = flow(table.p, table.status, table.look.scope, look, table.look.effect)
    at = month - money.first
    return run_rate(money.recurring[at]) if 0 <= at < len(money) and money.recurs[at] else None


def _undated(table: ValueTable) -> int:
    c, scope = table.f.cube, table.look.scope
    rows = c.node_undated[c.outline.position[scope]] if scope else c.node_undated[c.outline.parent == -1].sum(axis=0)
    return int(np.asarray(rows)[SERIES.index("plan")])
