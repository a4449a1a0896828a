"""The two computed lights of a measure at a status date, beside which the declared one is shown (product.md section 6).

Implementation comes from the days its delivery activities are late (schedule/lateness.py), potential from what its
benefits are expected to reach of their plan over the plan's whole window; of a measure of cost alone plan cost /
expected cost counts. Red too when an assumption failed. Nobody can set a computed light.
Must not know: what was declared, screens, reports.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from app.core.catalog import EFFECT_TYPES, LIGHTS
from app.core.portfolio import Portfolio
from app.core.schedule import lateness
from app.core.value.cube import COST_TYPES
from app.core.value.variance import PLAN, Figures, by_line, figures

GREEN, AMBER, RED, NONE = LIGHTS
ORDER = (NONE, GREEN, AMBER, RED)                      # from harmless to bad
GREEN_SHARE, AMBER_SHARE = 9_000, 7_000                # basis points of the plan


@dataclass(frozen=True, slots=True)
class Lights:
    """Colours and what they come from: `days` late (None when nothing is open), `share` of plan in basis points.

    `state` is "held", "cancelled" or "closed" for a measure that counts in no sum of lights, else "".
    """

    implementation: str
    days: int | None
    potential: str
    share: int | None
    failed: bool = False                  # an assumption of it failed: potential is red whatever the share
    state: str = ""

    @property
    def worst(self) -> str:
        return worst((self.implementation, self.potential))


def lights(p: Portfolio, status: str) -> dict[str, Lights]:
    """Every live measure's lights, kept until the next change."""
    return p.kept(f"lights {status}", lambda: _lights(p, status))


def worst(colours: Iterable[str]) -> str:
    """The worst of them; not set only when none is set."""
    return max(colours, key=ORDER.index, default=NONE)


def weighted(rows: Iterable[tuple[str, int]]) -> str:
    """Mean of 3 / 1 / 0 points weighted by |plan|: from 2.5 green, from 1.5 amber; what is not set does not count."""
    score = weight = 0
    for colour, plan in rows:
        if colour != NONE:
            score, weight = score + 100 * lateness.POINTS[colour] * abs(plan), weight + abs(plan)
    return lateness.weighted(score, weight)


def by_share(share: int | None, green: int = GREEN_SHARE, amber: int = AMBER_SHARE) -> str:
    """The potential light of expected / plan in basis points."""
    return NONE if share is None else GREEN if share >= green else AMBER if share >= amber else RED


def _lights(p: Portfolio, status: str) -> dict[str, Lights]:
    failed = {r.parent for r in p.of_kind("assumption") if r.get("state") == "failed"}
    failed |= {line.parent for uid in failed if (line := p.get(uid)) is not None and line.kind == "effect_line"}
    delivery, shares = lateness.lights(p, status), _shares(figures(p, status))
    limits: dict[str, tuple[int, int]] = {}
    found = {}
    for m in p.of_kind("measure"):
        if m.uid not in delivery:         # below something deleted
            continue
        if m.parent not in limits:        # thresholds of the program, else of the file; read once a package
            limits[m.parent] = (_setting(p, "share_green", GREEN_SHARE, m.uid),
                                _setting(p, "share_amber", AMBER_SHARE, m.uid))
        own, share, broken = delivery[m.uid], shares.get(m.uid), m.uid in failed
        found[m.uid] = Lights(own.worst, own.days, RED if broken else by_share(share, *limits[m.parent]), share, broken,
                              own.state)
    return found


def _setting(p: Portfolio, key: str, built_in: int, node: str) -> int:
    found = p.setting(key, node)
    return built_in if found is None else int(found)


def _shares(f: Figures) -> dict[str, int]:
    """Measure -> expected / plan in basis points over the months from its lines' first to last planned one."""
    c = f.cube
    if not c.lines:
        return {}
    held = c.present[:, PLAN]
    window = (np.cumsum(held, axis=1) > 0) & (np.cumsum(held[:, ::-1], axis=1)[:, ::-1] > 0)
    by_month, _, loose = by_line(c, f.actual_to, f.stopped)
    plan = c.net[:, PLAN].sum(axis=1) + c.undated[:, PLAN]
    expected = (by_month.T * window).sum(axis=1) + np.where(c.undated[:, PLAN] != 0, loose, 0)
    cost = np.isin(c.types, [i for i, t in enumerate(EFFECT_TYPES) if t in COST_TYPES])
    sums: dict[str, list[int]] = {}
    for line, is_cost, planned, comes in zip(c.lines, cost.tolist(), plan.tolist(), expected.tolist(), strict=True):
        row = sums.setdefault(line.parent, [0, 0, 0, 0])
        row[2 if is_cost else 0] += planned
        row[3 if is_cost else 1] += comes
    found = {}
    for uid, (benefit, comes, cost_plan, cost_comes) in sums.items():
        if benefit > 0:
            found[uid] = 10_000 * comes // benefit
        elif benefit == 0 and comes == 0 and cost_plan < 0:          # cost is negative in net amounts
            found[uid] = 10_000 * cost_plan // cost_comes if cost_comes < 0 else 10_000
    return found
