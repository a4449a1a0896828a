"""Plan, forecast and actual against each other at a status date. Definitions: product.md section 4.

Favourable variance is positive. A status date is passed in ("YYYY-MM-DD"), never taken from the clock. Figures follow
their portfolio as the cube does: ask `figures` again after a change.
Must not know: screens, reports, files.
"""
from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import EFFECT_TYPES, LEVELS
from app.core.portfolio import Portfolio, Since
from app.core.value import standing
from app.core.value.cube import COST_TYPES, SERIES_INDEX, Cube, cube
from app.core.value.rolling import carried, resting, roll_up
from app.core.values import month_end, month_of

PLAN, FORECAST, ACTUAL = (SERIES_INDEX[s] for s in ("plan", "forecast", "actual"))
BENEFIT = [i for i, t in enumerate(EFFECT_TYPES) if t not in COST_TYPES]
_LITTLE = 5
_MEASURE = LEVELS.index("measure")
RECURRING = [i for i, t in enumerate(EFFECT_TYPES) if t.startswith("recurring")]


@dataclass(frozen=True)
class Figures:
    """What a view shows of every node at one status date, minor units, net, favourable positive.

    `actual_to`: the last month whose actuals count, None when there is none. `expected[node, month]`: actual up to
    there, effective forecast after, plan where a line has no forecast. `withheld[node]`: stored - effective.
    """

    cube: Cube
    status: str
    actual_to: int | None
    year: tuple[int, int]                 # months [first, end) of the status date's fiscal year
    expected: NDArray[np.int64]           # [node, month]
    expected_undated: NDArray[np.int64]   # [node]
    actual: NDArray[np.int64]             # [node, month], later actuals left out
    plan: NDArray[np.int64]               # [node, month]
    withheld: NDArray[np.int64]           # [node]
    stopped: dict[str, standing.Stop]     # measure -> what of its forecast does not count

    def _sum(self, rows: NDArray[np.int64], node: str, first: int | None, end: int | None) -> int:
        low, high = self.cube.span(first, end)
        if node:
            return int(rows[self.cube.outline.position[node], low:high].sum())
        return int(rows[self.cube.outline.parent == -1, low:high].sum())

    def expected_of(self, node: str, first: int | None = None, end: int | None = None) -> int:
        """Expected net of a node ("" = file) in months [first, end); all-time includes undated amounts."""
        extra = 0
        if first is None and end is None:
            extra = (int(self.expected_undated[self.cube.outline.position[node]]) if node
                     else int(self.expected_undated[self.cube.outline.parent == -1].sum()))
        return self._sum(self.expected, node, first, end) + extra

    def plan_of(self, node: str, first: int | None = None, end: int | None = None) -> int:
        if first is None and end is None:
            return self.cube.total(node, "plan")
        return self._sum(self.plan, node, first, end)

    def actual_of(self, node: str, first: int | None = None, end: int | None = None) -> int:
        return self._sum(self.actual, node, first, end)

    @property
    def year_says_little(self) -> bool:
        """Has the status date's fiscal year no figure, or less than a fifth of what the file holds without months? Who
        looks at that year alone then sees noughts where there is money."""
        c, seen = self.cube, [PLAN, FORECAST, ACTUAL]
        if not len(c.lines):
            return False
        low, high = c.span(*self.year)
        if not c.filled[seen, low:high].any():
            return True
        loose = int(np.abs(c.undated[:, seen]).sum())
        return loose > 0 and _LITTLE * int(np.abs(c.block.net[seen, low:high]).sum()) < loose

    def variance(self, node: str, first: int | None = None, end: int | None = None) -> int:
        """Expected - plan; net amounts carry their signs already, so favourable is positive."""
        return self.expected_of(node, first, end) - self.plan_of(node, first, end)

    def variance_to_date(self, node: str) -> int:
        """Actual - plan over the months up to `actual_to`, named so wherever it is shown."""
        if self.actual_to is None:
            return 0
        end = self.actual_to + 1
        return self.actual_of(node, None, end) - self._sum(self.plan, node, None, end)

    def run_rate(self, node: str, month: int) -> int:
        """12 x (recurring benefit - recurring cost) of one month, expected."""
        low, high = self.cube.span(month, month + 1)
        if low == high:
            return 0
        rows = self.cube.lines_of(node)
        rows = rows[np.isin(self.cube.types[rows], RECURRING)]
        return 12 * int(by_line(self.cube, self.actual_to, self.stopped, rows, (low, high))[0].sum())

    def lines(self, rows: NDArray[np.intp] | None = None) -> NDArray[np.int64]:
        """Expected net of some lines of the cube (or all), [month, line]."""
        return by_line(self.cube, self.actual_to, self.stopped, rows)[0]


def fiscal_year(portfolio: Portfolio, status: str) -> tuple[int, int]:
    """Months [first, end) of the fiscal year that holds the status date."""
    start, month = int(portfolio.setting("fiscal_start")), month_of(status)
    first = month - (month % 12 - (start - 1)) % 12
    return first, first + 12


def actual_to(c: Cube, status: str, closed: int | None = None) -> int | None:
    """The latest closed month; without one the last month ended by the status date with an actual other than 0."""
    if closed is not None:
        return closed
    last = month_of(status) if status >= month_end(month_of(status)) else month_of(status) - 1
    hit = np.flatnonzero(c.booked) + c.first
    hit = hit[hit <= last]
    return int(hit[-1]) if len(hit) else None


def by_line(c: Cube, to: int | None, stopped: dict[str, standing.Stop], rows: NDArray[np.intp] | None = None,
            span: tuple[int, int] | None = None) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(expected, expected as stored) [month, line] and expected undated [line] of some lines of the cube, or all; of
    all its months, or those in the columns of `span`.

    Actual up to `to`, then the effective forecast; a line without any forecast takes its plan. Held measures earn
    no forecast benefit, their cost stays; cancelled ones have no forecast after their month (records.md, rule 2).
    """
    some: slice | NDArray[np.intp] = slice(None) if rows is None else rows
    low, high = span or (0, c.months)
    net, loose = c.block.net[:, low:high], c.undated[some]
    dated: NDArray[np.bool_] = c.block.present[FORECAST][:, some].any(axis=0)
    stored = np.where(dated, net[FORECAST][:, some], net[PLAN][:, some])
    cut = c.cut(to, low, high) - low
    stored[:cut] = net[ACTUAL, :cut][:, some]
    expected = stored
    if stopped:
        expected = stored.copy()
        types, uids = c.types[some], c.outline.uids
        for k, at in enumerate(c.position[some].tolist()):
            stop = stopped.get(uids[at])
            if stop is None:
                continue
            if stop.after is not None:
                expected[max(cut, c.cut(stop.after, low, high) - low):, k] = 0
            if stop.held and types[k] in BENEFIT:
                expected[cut:, k] = 0
    return expected, stored, _undated(loose, c.types[some], dated)


def _undated(loose: NDArray[np.int64], types: NDArray[np.int8], dated: NDArray[np.bool_]) -> NDArray[np.int64]:
    """What lines are expected to bring without a month: a forecast is of the whole and holds what was spent; beside
    forecast months an actual is what was spent before them. Without any forecast the plan is expected; of a benefit
    what was reached; of a cost more where more was spent, never less: money not spent yet is no money saved.
    """
    actual, forecast, plan = loose[:, ACTUAL], loose[:, FORECAST], loose[:, PLAN]
    if not actual.any():
        return np.where(dated | (forecast != 0), forecast, plan)
    whole = np.where(np.isin(types, BENEFIT), actual, np.minimum(actual, plan))
    return np.where(forecast != 0, forecast, np.where(dated, actual, np.where(actual != 0, whole, plan)))


def figures(portfolio: Portfolio, status: str, effect: str = "") -> Figures:
    """All nodes' figures at a status date, as of the portfolio's last change; of all money or of one effect.

    "Actual to" is the file's, whatever the effect, so that the figures of the effects sum to those of all money.
    """
    return portfolio.kept(f"figures {status} {effect}", lambda: build(portfolio, status, effect),
                          lambda found, since: _follow(portfolio, found, since))


def build(portfolio: Portfolio, status: str, effect: str = "") -> Figures:
    """From the lines up."""
    c = cube(portfolio, effect)
    to, stopped = actual_to(cube(portfolio), status), standing.stops(portfolio, status)
    expected, stored, undated = by_line(c, to, stopped)

    def up(rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return roll_up(c.outline, c.position, rows)

    return Figures(c, status, to, fiscal_year(portfolio, status), up(expected.T), up(undated[:, None])[:, 0],
                   up(_booked(c, to).T), up(c.block.net[PLAN].T), up((stored - expected).sum(axis=0)[:, None])[:, 0],
                   stopped)


def _booked(c: Cube, to: int | None, rows: NDArray[np.intp] | slice = slice(None)) -> NDArray[np.int64]:
    """Actual net [month, line], what was booked after `to` left out."""
    cut = c.cut(to)
    actual: NDArray[np.int64] = c.block.net[ACTUAL][:, rows].copy()
    actual[cut:] = 0
    return actual


def _follow(portfolio: Portfolio, f: Figures, since: Since) -> Figures | None:
    """Bring the touched measures and their ancestors up to date; None when the figures must be made anew."""
    c, old = cube(portfolio, f.cube.effect), f.cube
    if (c.first, c.months, c.currency) != (old.first, old.months, old.currency) or (
            c is not old and (c.apart or old.apart)):
        return None
    if actual_to(cube(portfolio), f.status) != f.actual_to or standing.stops(portfolio, f.status) != f.stopped or any(
            kind in ("", "setting", "rate") for kind, _ in since.cells):
        return None
    if c is not old:                      # lines or nodes came, went or moved, but none with all its lines
        rest = resting(old.outline, c.outline, old.position)
        if rest is None:
            return None
        if c.outline is not old.outline:
            count = len(c.outline)
            expected, actual, plan = (carried(rows.T, rest, count).T for rows in (f.expected, f.actual, f.plan))
            loose, withheld = carried(np.stack([f.expected_undated, f.withheld]), rest, count)
            f = replace(f, expected=expected, actual=actual, plan=plan, expected_undated=loose, withheld=withheld)
        f = replace(f, cube=c)
    lines = [r for uid in since.uids | since.along if (r := portfolio.get(uid)) is not None and r.kind == "effect_line"]
    for uid in {line.parent for line in lines} | since.homes:
        if uid not in c.outline.position or c.outline.level[c.outline.position[uid]] != _MEASURE:
            continue
        rows = c.lines_of(uid)
        expected, stored, undated = by_line(c, f.actual_to, f.stopped, rows)
        at = c.outline.position[uid]
        for sums, now in ((f.expected, expected.sum(axis=1)), (f.plan, c.block.net[PLAN][:, rows].sum(axis=1)),
                          (f.actual, _booked(c, f.actual_to, rows).sum(axis=1)),
                          (f.expected_undated, undated.sum()), (f.withheld, (stored - expected).sum())):
            delta, up = now - sums[at], at
            while up >= 0:
                sums[up] += delta
                up = int(c.outline.parent[up])
    return f
