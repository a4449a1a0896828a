"""Implementation status: how late delivery is, as a light for every node. Definitions: product.md section 6.

A measure is as late as the worst of its delivery activities that are not done: max(finish, status date) - plan
finish in calendar days. Up to 3 days green, up to 7 amber, beyond red (settings "late_green_days" and
"late_amber_days", of the file or a program); none where no delivery activity has a plan date. An activity without
a role is a delivery. Held, cancelled and closed measures show their state instead and count in no sum of others.
Two sums up the tree, both shown: the worst below, and the mean of 3, 1 and 0 points for green, amber and red
weighted by |plan|: from 2.5 green, from 1.5 amber. Must not know: screens, declared lights.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

import numpy as np

from app.core import stages
from app.core.catalog import LEVELS, LIGHTS
from app.core.portfolio import Portfolio, Record
from app.core.record import rows
from app.core.schedule.calendar import ordinal
from app.core.schedule.columns import Columns, Flags, columns
from app.core.schedule.facts import finish_of, is_done
from app.core.stages import by_node
from app.core.value.cube import SERIES_INDEX, Cube, cube

GREEN_DAYS, AMBER_DAYS = 3, 7
POINTS = {"green": 3, "amber": 1, "red": 0}
_GREEN, _AMBER, _RED, NONE = LIGHTS
_WORSE = {NONE: 0, _GREEN: 1, _AMBER: 2, _RED: 3}
_PLAN = SERIES_INDEX["plan"]
_COUNTS = ("activity", "setting", "measure", "rate", "decision")
_NO_PLAN = ("forecast", "actual", "target", "name", "anchor", "basis")


class Light(NamedTuple):
    """One node's implementation status.

    `worst` is the light (of a measure: its own); `weighted` the weighted one, `points` what it comes from in
    hundredths. `state` is "held", "cancelled" or "closed" for a measure that counts no more, else "". `days` says
    how late the latest activity is, negative when early, None when nothing is planned; `activity` which one.
    """

    worst: str
    weighted: str
    points: int | None
    state: str
    days: int | None
    activity: str


_BARE = Light(NONE, NONE, None, "", None, "")                       # of measures without planned delivery


def late_days(activity: Record, status: str) -> int | None:
    """Calendar days an activity is behind its plan finish; a done one counts to its finish. None without a plan."""
    plan, finish = activity.get("plan_finish"), finish_of(activity)
    if not plan:
        return None
    reached = finish if is_done(activity) else max(finish, status)
    return ordinal(reached) - ordinal(plan)


def colour(days: int | None, green: int = GREEN_DAYS, amber: int = AMBER_DAYS) -> str:
    """The light of so many days late."""
    if days is None:
        return NONE
    return _GREEN if days <= green else _AMBER if days <= amber else _RED


def states(p: Portfolio, status: str) -> Callable[[Record], str]:
    """"held", "cancelled" or "closed" when a measure is out of the running at a status date, else "" (stages.py)."""
    of = _states(p, status)
    return lambda measure: of(measure.uid, measure.get("held"), measure.get("stage"))


def states_of(p: Portfolio, measures: Sequence[Record], status: str) -> list[str]:
    """`states` of many measures, one after the other."""
    of = _states(p, status)
    return [of(m.uid, held, stage) for m, (held, stage) in zip(measures, rows(measures, "held", "stage"), strict=True)]


def _states(p: Portfolio, status: str) -> Callable[[str, Any, Any], str]:
    """uid, held and stage -> state."""
    ended, closed = stages.cancelled(p, status), stages.in_words(p, "closed")

    def of(uid: str, held: Any, stage: Any) -> str:
        if held:
            return "held"
        return "cancelled" if uid in ended else "closed" if stage and closed(uid, stage) else ""

    return of


def state_of(p: Portfolio, measure: Record, status: str) -> str:
    """`states` for one measure."""
    return states(p, status)(measure)


def measure_light(p: Portfolio, measure: Record, status: str) -> Light:
    """One measure's own status."""
    latest: tuple[int, str] | None = None
    planned = False
    for activity in p.children(measure.uid, "activity"):
        days = late_days(activity, status) if activity.get("role", "delivery") == "delivery" else None
        if days is None:
            continue
        planned = True
        if not is_done(activity) and (latest is None or days > latest[0]):
            latest = (days, activity.uid)
    own = NONE
    if latest:
        own = colour(latest[0], _days(p, "late_green_days", GREEN_DAYS, measure.uid),
                     _days(p, "late_amber_days", AMBER_DAYS, measure.uid))
    elif planned:                      # everything that was planned is delivered
        own = _GREEN
    return Light(own, own, None if own == NONE else POINTS[own] * 100, state_of(p, measure, status),
                 latest[0] if latest else None, latest[1] if latest else "")


def _days(p: Portfolio, key: str, built_in: int, node: str) -> int:
    return _or(p.setting(key, node), built_in)


def _or(found: Any, built_in: int) -> int:
    return built_in if found is None else int(found)


def lights(p: Portfolio, status: str) -> dict[str, Light]:
    """Implementation status of every node at a status date, kept while nothing that counts here changes."""
    return p.kept(f"lateness {status}", lambda: _build(p, status), lambda old, since: None if since.shape or any(
        kind in _COUNTS or (kind == "effect_line" and cell not in _NO_PLAN)
        for kind, cell in since.cells) else old)


def _build(p: Portfolio, status: str) -> dict[str, Light]:
    outline, c = p.outline, cube(p)
    size = len(outline)
    worst: list[tuple[int, int, str]] = [(0, 0, "")] * size       # (how bad, days, activity)
    score, weight = [0] * size, [0] * size
    own = _own(p, status)
    plans, above = _plans(c, size), outline.parent.tolist()
    for i in range(size - 1, -1, -1):                              # children stand behind their parents
        light = own.get(i)
        if light is not None:
            if light.state or light.points is None:
                continue
            worst[i] = (_WORSE[light.worst], light.days if light.days is not None else -10**6, light.activity)
            weight[i] = plans[i]
            score[i] = light.points * weight[i]
        up = above[i]
        if up >= 0:
            worst[up] = max(worst[up], worst[i])
            score[up] += score[i]
            weight[up] += weight[i]
    back = {v: k for k, v in _WORSE.items()}
    found: dict[str, Light] = {}
    for i, uid in enumerate(outline.uids):
        if i in own:
            found[uid] = own[i]
            continue
        bad, days, activity = worst[i]
        points = score[i] // weight[i] if weight[i] else None
        found[uid] = Light(back[bad], weighted(score[i], weight[i]), points, "",
                           days if bad and activity else None, activity)
    return found


def _plans(c: Cube, size: int) -> list[int]:
    """[node] |plan| of each measure over all time."""
    found = np.zeros(size, np.int64)
    np.add.at(found, c.position, c.block.net[_PLAN].sum(axis=0) + c.undated[:, _PLAN])
    return cast(list[int], np.abs(found).tolist())


def _own(p: Portfolio, status: str) -> dict[int, Light]:
    """[position in the outline] `measure_light` of every measure, read from columns."""
    a, outline = columns(p), p.outline
    late = np.maximum(a.finish, np.where(a.done, 0, ordinal(status))) - a.plan_finish
    planned = a.delivery & (a.plan_finish > 0)
    waiting = planned & ~a.done
    offset = 1 << 40                                               # days may be negative: early
    worst = a.most(late + offset, waiting)
    found = dict(zip(a.nodes.tolist(), range(len(a.nodes)), strict=True))
    days, is_planned = (worst - offset).tolist(), a.some(planned).tolist()
    which = _first_of(a, waiting & (late + offset == worst[a.group]))
    green, amber = by_node(p, "late_green_days"), by_node(p, "late_amber_days")
    lights = {}
    places = np.flatnonzero(outline.level == len(LEVELS) - 1).tolist()
    measures = [p.records[outline.uids[i]] for i in places]
    for i, measure, state in zip(places, measures, states_of(p, measures, status), strict=True):
        uid = measure.uid
        g = found.get(i, -1)
        light = NONE
        activity = which[g] if g >= 0 else ""
        if activity:
            light = colour(days[g], _or(green(uid), GREEN_DAYS), _or(amber(uid), AMBER_DAYS))
        elif g >= 0 and is_planned[g]:                             # everything that was planned is delivered
            light = _GREEN
        elif not state:
            lights[i] = _BARE
            continue
        lights[i] = Light(light, light, None if light == NONE else POINTS[light] * 100, state,
                          days[g] if activity else None, activity)
    return lights


def _first_of(a: Columns, chosen: Flags) -> list[str]:
    """[group] the chosen activity; of several the first by rank; "" without any."""
    found: list[tuple[str, str]] = [("", "")] * len(a.first)
    hits = np.flatnonzero(chosen)
    records = [a.records[i] for i in hits.tolist()]
    for g, record, (rank,) in zip(a.group[hits].tolist(), records, rows(records, "rank"), strict=True):
        place = (rank or "", record.uid)
        if not found[g][1] or place < found[g]:
            found[g] = place
    return [uid for _, uid in found]


def weighted(score: int, weight: int) -> str:
    """The light of a mean of points (in hundredths): from 2.5 green, from 1.5 amber; none without any weight."""
    if not weight:
        return NONE
    return _GREEN if score >= 250 * weight else _AMBER if score >= 150 * weight else _RED
