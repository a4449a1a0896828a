"""The monthly money of one node as plain whole numbers: net, one-time and recurring, for plan, expected or actual.

What appraisal and charts read instead of the cube's arrays. Favourable is positive; a month without any value is
told apart from one with 0. Must not know: screens, rounding, rates of interest.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.core.catalog import EFFECT_TYPES
from app.core.portfolio import Portfolio
from app.core.value.variance import ACTUAL, FORECAST, PLAN, Figures, by_line, figures
from app.errors import Problem

LOOKS = ("plan", "expected", "actual")
_ONE_TIME = np.array([t.startswith("one_time") for t in EFFECT_TYPES])
_ONE_TIME_COST = EFFECT_TYPES.index("one_time_cost")


@dataclass(frozen=True, slots=True)
class Flow:
    """Net money by month from the first to the last month with a value; empty when there is none.

    `recurring` is the part of recurring lines. `filled` marks months that hold a value, `recurs` those in which a
    recurring line holds one. Undated amounts are in the two sums at the end, in no month.
    """

    first: int
    net: tuple[int, ...]
    recurring: tuple[int, ...]
    recurs: tuple[bool, ...]
    undated: int
    one_time_cost: int                    # all-time, undated included, positive

    def __len__(self) -> int:
        return len(self.net)

    @property
    def total(self) -> int:
        """All-time net, undated included."""
        return sum(self.net) + self.undated


def flow(p: Portfolio, status: str, node: str = "", look: str = "expected", effect: str = "") -> Flow:
    """The flow of a node ("" = the file) as planned, as expected at the status date, or as booked by then."""
    f = figures(p, status, effect)
    c = f.cube
    rows = c.lines_of(node)
    net, have, undated = _amounts(f, rows, look)
    one_time = _ONE_TIME[c.types[rows]]
    cost = c.types[rows] == _ONE_TIME_COST
    hit = np.flatnonzero(have.any(axis=1))
    low, high = (int(hit[0]), int(hit[-1]) + 1) if len(hit) else (0, 0)
    recurs: np.ndarray = np.any(have[low:high][:, ~one_time], axis=1)
    spent = -int(net[:, cost].sum()) - int(undated[cost].sum())
    return Flow(c.first + low, tuple(net[low:high].sum(axis=1).tolist()),
                tuple(net[low:high][:, ~one_time].sum(axis=1).tolist()),
                tuple(recurs.tolist()), int(undated.sum()), spent)


def _amounts(f: Figures, rows: np.ndarray, look: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(net, whether there is a value) [month, line] and undated [line]."""
    c = f.cube
    present = c.block.present[:, :, rows]
    cut = c.cut(f.actual_to)
    if look == "plan":
        return c.block.net[PLAN][:, rows], present[PLAN], c.undated[rows, PLAN]
    if look == "actual":
        net, have = c.block.net[ACTUAL][:, rows].copy(), present[ACTUAL].copy()
        net[cut:], have[cut:] = 0, False
        return net, have, c.undated[rows, ACTUAL]
    if look == "expected":
        net, _, undated = by_line(c, f.actual_to, f.stopped, rows)
        have = np.where(present[FORECAST].any(axis=0), present[FORECAST], present[PLAN])
        have[:cut] = present[ACTUAL, :cut]
        return net, have, undated
    raise Problem(f"“{look}” is not a way to look at money.", f"Looks are {', '.join(LOOKS)}.")
