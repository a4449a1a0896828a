"""What is said of benefits and costs that differ from their plan, and of how much of a gap can still be changed.

Words follow what the figures rest on: an actual, a month nobody booked, a forecast that leaves months out, a measure
that is reported as cancelled and still counts. Must not know: rows, bars.
"""
from __future__ import annotations

from collections.abc import Collection

import numpy as np

from app.core.catalog import EFFECT_TYPES
from app.core.value.booking import last_ended
from app.core.value.variance import ACTUAL, PLAN
from app.reports.facts import Facts, Measure
from app.reports.numbers import NBSP, Money, months, rounded, some


def delivered(f: Facts, m: Measure, amounts: tuple[int, int], money: Money) -> str:
    """Why benefits differ from plan by these amounts so far and to come, in a few words."""
    so_far, ahead = amounts
    late = f"; {some(m.late, 'day', 'days')} late" if m.late and so_far + ahead < 0 else ""
    if so_far < 0 and abs(so_far) >= abs(ahead) and (empty := f.unbooked.of(m.uid)):
        return f"no actual for {months(empty)}: 0 counts"
    if m.state == "cancelled" and m.uid not in f.figures.stopped:
        rest = "what is forecast still counts" if still_counts(f, m) else "nothing more is forecast"
        return f"reported “{m.status}”, {rest}"
    if ahead < 0 and (empty := f.unforecast.of(m.uid)):
        return f"forecast missing for {months(empty)}"
    c = f.figures.cube
    first = int(c.lines_of(m.uid)[0])
    rows = [i for i in c.lines_of(m.uid).tolist() if EFFECT_TYPES[int(c.types[i])].endswith("benefit")]
    low, high = c.span(f.period.first, f.period.end)
    cut = c.cut(f.to, low, high)
    due, came = (int(c.net[rows, s, low:cut].sum()) for s in (PLAN, ACTUAL))
    if due > 0 and so_far:
        return f"{rounded(came * 100, due)}{NBSP}% of benefits due by now{late}"
    if so_far and not ahead and due <= 0:
        planned = money.number(due) if due else "none"
        return f"{money.number(came)} booked, {planned} planned by now"
    begin = cut if not so_far else low    # nothing differs in what is booked: the rest of the period explains it
    plan = int(c.net[rows, PLAN, begin:high].sum())
    comes = int(f.figures.lines(c.lines_of(m.uid))[begin:high, [i - first for i in rows]].sum())
    if plan > 0:
        what = "benefits to come" if begin > low else "planned benefits"
        return f"{rounded(comes * 100, plan)}{NBSP}% of {what}{late}"
    if c.net[rows, PLAN, low:high].any():
        return f"expected {money.number(comes)}, plan {money.number(plan)}"
    return "benefit without a plan"


def spent(f: Facts, m: Measure, amounts: tuple[int, int]) -> str:
    """Why costs differ from plan by these amounts so far and to come: where nobody booked any, nothing was saved."""
    so_far, ahead = amounts
    c, holes = f.figures.cube, f.unbooked
    rows = [i for i in c.lines_of(m.uid).tolist() if not EFFECT_TYPES[int(c.types[i])].endswith("benefit")]
    empty = (np.flatnonzero(holes.empty[:, rows].any(axis=1)) + holes.first).tolist()
    if empty and so_far > 0 and so_far >= abs(ahead):
        return f"no actual for {months(empty)}: 0 counts"
    return f"cost {'below' if so_far + ahead > 0 else 'above'} plan"


def still_counts(f: Facts, m: Measure) -> bool:
    """Reported as cancelled or on hold, and yet its forecast is expected: nobody decided or set it so."""
    return m.state in ("cancelled", "held") and m.uid not in f.figures.stopped and m.expected != m.actual


def mostly_silent(f: Facts) -> str:
    """Where most measures with figures have no actual in months that count: that is what makes the gap."""
    silent = f.unbooked.measures
    if silent * 2 <= sum(m.has_figures for m in f.measures):
        return ""
    return (f"{silent} of {some(len(f.measures), 'measure', 'measures')} {'has' if silent == 1 else 'have'} no actual "
            f"for {months(f.unbooked.months)}")


def open_or_not(f: Facts, ahead: int, of: Collection[str], money: Money) -> str:
    """How a title goes on about the part of a shortfall in which nothing is booked (`ahead`, below 0)."""
    if f.to is None:
        cut = last_ended(f.status) + 1
        low = f.figures.cube.first if f.period.first is None else f.period.first
        passed = f.figures.variance("", low, cut) if cut > low else 0
        if passed < 0 and money.number(passed).strip("0."):
            return f"; nothing is booked, and {money.amount(-passed)} of the gap lies in months that have passed"
    closed = sum(m.gap - m.gap_so_far for m in f.measures if m.uid in of and m.state in ("done", "cancelled"))
    start = "; the gap lies ahead" if f.to is None else ""
    if closed * 2 < ahead:                # most of it
        return f"{start}, {money.amount(-closed)} in measures that are done or cancelled"
    return f"{start}, where decisions can change it"
