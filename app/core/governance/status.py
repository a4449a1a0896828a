"""Both computed lights of a measure side by side at a status date, for whoever shows them beside the declared one.

Implementation comes from schedule/lateness.py, potential from value/potential.py (product.md section 6); nobody can
set a computed light. Must not know: what was declared, screens, reports.
"""
from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from app.core.catalog import LIGHTS
from app.core.portfolio import Portfolio
from app.core.schedule import lateness
from app.core.value import potential

GREEN, AMBER, RED, NONE = LIGHTS
ORDER = (NONE, GREEN, AMBER, RED)                      # from harmless to bad


class Lights(NamedTuple):
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
        return _worse(self.implementation, self.potential)


def lights(p: Portfolio, status: str) -> dict[str, Lights]:
    """Every live measure's lights, kept until the next change."""
    return p.kept(f"lights {status}", lambda: _lights(p, status))


def worst(colours: Iterable[str]) -> str:
    """The worst of them; not set only when none is set."""
    return max(colours, key=ORDER.index, default=NONE)


@cache
def _worse(one: str, other: str) -> str:
    return worst((one, other))


def weighted(rows: Iterable[tuple[str, int]]) -> str:
    """Mean of 3 / 1 / 0 points weighted by |plan|: from 2.5 green, from 1.5 amber; what is not set does not count."""
    score = weight = 0
    for colour, plan in rows:
        if colour != NONE:
            score, weight = score + 100 * lateness.POINTS[colour] * abs(plan), weight + abs(plan)
    return lateness.weighted(score, weight)


def _lights(p: Portfolio, status: str) -> dict[str, Lights]:
    delivery, value = lateness.lights(p, status), potential.potentials(p, status)
    found = {}
    for measure in p.of_kind("measure"):
        own, v = delivery[measure.uid], value[measure.uid]
        found[measure.uid] = Lights(own.worst, own.days, v.weighted, v.share, v.failed, own.state)
    return found
