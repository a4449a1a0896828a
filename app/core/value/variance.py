"""Plan, forecast and actual against each other at a status date. Definitions: product.md section 4.

Favourable variance is positive. A status date is passed in ("YYYY-MM-DD"), never taken from the clock.
Must not know: screens, reports, files.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import EFFECT_TYPES
from app.core.portfolio import Portfolio
from app.core.value.cube import COST_TYPES, SERIES_INDEX, Cube, cube, roll_up
from app.core.values import month_end, month_of

PLAN, FORECAST, ACTUAL = (SERIES_INDEX[s] for s in ("plan", "forecast", "actual"))
_BENEFIT = [i for i, t in enumerate(EFFECT_TYPES) if t not in COST_TYPES]


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
        recurring = [i for i, t in enumerate(EFFECT_TYPES) if t.startswith("recurring")]
        low, high = self.cube.span(month, month + 1)
        if low == high:
            return 0
        rows = [i for i in self.cube.lines_of(node) if self.cube.types[i] in recurring]
        return 12 * int(_expected_lines(self.cube, self.actual_to, None)[0][rows, low].sum())


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
    if not len(c.lines):
        return None
    hit = np.flatnonzero(np.any(c.stored[:, ACTUAL] != 0, axis=0)) + c.first
    hit = hit[hit <= last]
    return int(hit[-1]) if len(hit) else None


def _expected_lines(c: Cube, to: int | None, held: NDArray[np.bool_] | None) -> tuple[NDArray[np.int64], ...]:
    """(expected, forecast as stored) [line, month]. A line without any forecast takes its plan."""
    has_forecast: NDArray[np.bool_] = np.any(c.present[:, FORECAST], axis=1)
    forecast = np.where(has_forecast[:, None], c.net[:, FORECAST], c.net[:, PLAN])
    effective = forecast
    if held is not None and held.any():
        effective = np.where(held[:, None], 0, forecast)
    cut = 0 if to is None else min(max(to + 1 - c.first, 0), c.months)
    expected = effective.copy()
    expected[:, :cut] = c.net[:, ACTUAL, :cut]
    stored = forecast.copy()
    stored[:, :cut] = c.net[:, ACTUAL, :cut]
    return expected, stored


def figures(portfolio: Portfolio, status: str) -> Figures:
    """All nodes' figures at a status date, kept until the next change."""
    return portfolio.kept(f"figures {status}", lambda: build(portfolio, status))


def build(portfolio: Portfolio, status: str) -> Figures:
    """Held measures earn no forecast benefit (records.md, rule 2); their cost stays."""
    c = cube(portfolio)
    to = actual_to(c, status)
    held = np.array([bool(portfolio[line.parent].get("held")) for line in c.lines], np.bool_)
    benefit = np.isin(c.types, _BENEFIT)
    expected, stored = _expected_lines(c, to, held & benefit)
    cut = 0 if to is None else min(max(to + 1 - c.first, 0), c.months)
    actual = c.net[:, ACTUAL].copy()
    actual[:, cut:] = 0
    has_forecast = c.present[:, FORECAST].any(axis=1) | (c.undated[:, FORECAST] != 0)
    undated = np.where(c.undated[:, ACTUAL] != 0, c.undated[:, ACTUAL],
                       np.where(has_forecast, c.undated[:, FORECAST], c.undated[:, PLAN]))
    withheld = (stored - expected).sum(axis=1)

    def up(rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return roll_up(c.outline, c.position, rows)

    return Figures(c, status, to, fiscal_year(portfolio, status), up(expected), up(undated[:, None])[:, 0], up(actual),
                   c.nodes[:, PLAN], up(withheld[:, None])[:, 0])
