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
    failed |= {line.parent for line in p.of_kind("effect_line") if line.uid in failed}
    worst = [NONE] * len(outline)
    found: dict[str, Potential] = {}
    limits: dict[str, tuple[int, int]] = {}
    green, amber = by_node(p, "light_share_green"), by_node(p, "light_share_amber")
    kinds, above, rows = outline.level.tolist(), outline.parent.tolist(), sums.tolist()
    measures = [p[uid] for uid, level in zip(outline.uids, kinds, strict=True) if level == _MEASURE]
    states = {m.uid: state for m, state in zip(measures, states_of(p, measures, status), strict=True)}
    for i in range(len(outline) - 1, -1, -1):                       # children stand behind their parents
        uid, up = outline.uids[i], above[i]
        is_measure = kinds[i] == _MEASURE
        place = outline.uids[up] if is_measure and up >= 0 else uid
        if place not in limits:
            limits[place] = _or(green(place), SHARE_GREEN), _or(amber(place), SHARE_AMBER)
        share = share_of(*rows[i])
        own, state = colour(share, *limits[place]), ""
        broken = uid in failed
        if is_measure:
            own, state = _RED if broken else own, states[uid]
            worst[i] = own
        found[uid] = Potential(worst[i], own, share, state, broken)
        if up >= 0 and not state:
            worst[up] = max(worst[up], worst[i], key=_WORSE.__getitem__)
    return found


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
