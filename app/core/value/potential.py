"""Potential status: what the benefits are expected to reach of their plan, as a light for every node.

Expected / plan of the benefit lines (not net) over the plan's whole window, undated plans included; a measure of cost
alone plan cost / expected cost; none without a plan. Green from 90 %, amber from 70 %, red below (settings
"light_share_green" and "light_share_amber" in basis points, of the file or a program); red too when an assumption of
the measure or of one of its lines failed. Held, cancelled and closed measures show their own light and count in no
worst-of. Two sums up the tree, both shown: `worst` below, and `weighted`, the node's own expected / plan.
Source: product.md section 6. Must not know: screens, declared lights.
"""
from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import EFFECT_TYPES, LEVELS, LIGHTS
from app.core.portfolio import Portfolio
from app.core.schedule.lateness import states_of
from app.core.stages import by_node
from app.core.value.cube import COST_TYPES, Cube, roll_up
from app.core.value.variance import PLAN, Figures, by_line, figures

SHARE_GREEN, SHARE_AMBER = 9_000, 7_000
WHOLE = 10_000
_GREEN, _AMBER, _RED, NONE = LIGHTS
_WORSE = {NONE: 0, _GREEN: 1, _AMBER: 2, _RED: 3}
_LARGE = 9 * 10 ** 14                 # minor units; what is larger does not bear to be multiplied by `WHOLE`
_MEASURE = LEVELS.index("measure")
_COST = [i for i, t in enumerate(EFFECT_TYPES) if t in COST_TYPES]


class Potential(NamedTuple):
    """One node: `weighted` and `share` (basis points, rounded down) from its own sums, `worst` of what counts below.

    Of a measure both are its own light. `state` is "held", "cancelled" or "closed" when it counts no more.
    """

    worst: str
    weighted: str
    share: int | None
    state: str
    failed: bool                          # an assumption failed: red whatever the share


def colour(share: int | None, green: int = SHARE_GREEN, amber: int = SHARE_AMBER) -> str:
    """The light of so many basis points of the plan."""
    if share is None:
        return NONE
    return _GREEN if share >= green else _AMBER if share >= amber else _RED


def share_of(benefit_plan: int, benefit: int, cost_plan: int, cost: int) -> int | None:
    """Expected / plan in basis points, rounded down; costs positive. None when there is nothing to go by.

    By cost alone only where no benefit is planned or expected; planned cost that never comes is all favourable.
    """
    if benefit_plan > 0:
        return WHOLE * benefit // benefit_plan
    if benefit_plan == 0 and benefit == 0 and cost_plan > 0:
        return WHOLE * cost_plan // cost if cost > 0 else WHOLE
    return None


def potentials(p: Portfolio, status: str) -> dict[str, Potential]:
    """Every node's potential status at a status date, kept until the next change."""
    return p.kept(f"potential {status}", lambda: _build(p, status))


def _build(p: Portfolio, status: str) -> dict[str, Potential]:
    f = figures(p, status)
    outline = f.cube.outline
    sums = roll_up(outline, f.cube.position, _sums(f))
    failed = {r.parent for r in p.of_kind("assumption") if r.get("state") == "failed"}
    if failed:
        failed |= {line.parent for line in p.of_kind("effect_line") if line.uid in failed}
    uids, above, is_measure = outline.uids, outline.parent, outline.level == _MEASURE
    measures = [p.records[uids[i]] for i in np.flatnonzero(is_measure).tolist()]
    states = np.zeros(len(outline), np.object_)
    states[:], states[is_measure] = "", states_of(p, measures, status)
    counts = np.asarray(states == "", np.bool_) & (above >= 0)
    broken = np.fromiter(map(failed.__contains__, uids), np.bool_, len(uids))
    shares = _shares(sums)
    own = _colours(p, shares, np.where(is_measure & (above >= 0), above, np.arange(len(outline))), uids)
    own[broken & is_measure] = _WORSE[_RED]
    worst = np.where(is_measure, own, 0)
    for level in range(_MEASURE, 0, -1):                            # those above stand on a higher level
        here = np.flatnonzero((outline.level == level) & counts)
        np.maximum.at(worst, above[here], worst[here])
    names = list(_WORSE)
    return dict(zip(uids, map(Potential, map(names.__getitem__, worst.tolist()), map(names.__getitem__, own.tolist()),
                              shares, states.tolist(), broken.tolist()), strict=True))


def _shares(sums: NDArray[np.int64]) -> list[int | None]:
    """`share_of` each row."""
    if not len(sums) or int(np.abs(sums).max()) > _LARGE:
        return [share_of(*row) for row in sums.tolist()]
    benefit_plan, benefit, cost_plan, cost = sums.T
    by_cost = np.where(cost > 0, WHOLE * cost_plan // np.maximum(cost, 1), WHOLE)
    found = np.where(benefit_plan > 0, WHOLE * benefit // np.maximum(benefit_plan, 1), by_cost).astype(np.object_)
    found[(benefit_plan <= 0) & ((benefit_plan != 0) | (benefit != 0) | (cost_plan <= 0))] = None
    shares: list[int | None] = found.tolist()
    return shares


def _colours(p: Portfolio, shares: list[int | None], place: NDArray[np.intp], uids: list[str]) -> NDArray[np.int64]:
    """[node] the number of the light of each share (`_WORSE`), by the limits of the node at its place."""
    green, amber = by_node(p, "light_share_green"), by_node(p, "light_share_amber")
    limits = {i: (_or(green(uids[i]), SHARE_GREEN), _or(amber(uids[i]), SHARE_AMBER)) for i in set(place.tolist())}
    return np.array([_WORSE[colour(share, *limits[i])] for share, i in zip(shares, place.tolist(), strict=True)],
                    np.int64)


def _or(found: object, built_in: int) -> int:
    return built_in if found is None else int(str(found))


def _sums(f: Figures) -> NDArray[np.int64]:
    """[line, (planned benefit, expected benefit, planned cost, expected cost)] over each line's plan window."""
    c = f.cube
    expected, _, undated = by_line(c, f.actual_to, f.stopped)
    loose = c.undated[:, PLAN]
    plan = c.block.net[PLAN].sum(axis=0) + loose
    comes = (expected * _window(c)).sum(axis=0) + np.where(loose != 0, undated, 0)
    cost = np.isin(c.types, _COST)
    zero = np.zeros_like(plan)
    return np.stack([np.where(cost, zero, plan), np.where(cost, zero, comes),
                     np.where(cost, -plan, zero), np.where(cost, -comes, zero)], axis=1)


def _window(c: Cube) -> NDArray[np.bool_]:
    """[month, line] from the first to the last month the plan of a line holds a value in."""
    held = c.block.present[PLAN]
    begun: NDArray[np.bool_] = np.logical_or.accumulate(held, axis=0)
    to_come: NDArray[np.bool_] = np.logical_or.accumulate(held[::-1], axis=0)[::-1]
    return begun & to_come
