"""By how many whole months delivery is later than planned: what a bridge calls slipped.

A slip counts whole months by its finish month. Of an effect line the activity it is anchored to says it, of a
measure the last finish of its delivery activities against the last one planned; what is not done by its finish is as
late as the status date.
Must not know: amounts.
"""
from __future__ import annotations

import datetime as dt

import numpy as np

from app.core.portfolio import Portfolio
from app.core.schedule.calendar import ordinal
from app.core.schedule.columns import Ints, columns

_EPOCH = dt.date(1970, 1, 1).toordinal()


def months_late(p: Portfolio, status: str) -> dict[str, int]:
    """Measures, and lines with an anchor of their own, that deliver in another month than planned: by how many."""
    return p.kept(f"delays {status}", lambda: _months_late(p, status))


def _months_late(p: Portfolio, status: str) -> dict[str, int]:
    a = columns(p)
    ends = np.where(a.done, a.finish, np.maximum(a.finish, np.where(a.finish > 0, ordinal(status), 0)))
    dated = (a.plan_finish > 0) & (ends > 0)
    own = _months(ends) - _months(a.plan_finish)
    counts = dated & a.delivery
    plans, latest = a.most(a.plan_finish, counts), a.most(ends, counts)
    late = _months(latest) - _months(plans)
    hit = np.flatnonzero(a.some(counts))
    uids = p.outline.uids
    found = {uids[i]: months for i, months in zip(a.nodes[hit].tolist(), late[hit].tolist(), strict=True)}
    anchors = {line.uid: line.get("anchor") for line in p.of_kind("effect_line") if line.get("anchor")}
    if anchors:
        by_uid = {a.records[i].uid: months for i, months in zip(np.flatnonzero(dated).tolist(), own[dated].tolist(),
                                                                strict=True)}
        found |= {uid: by_uid[activity] for uid, activity in anchors.items() if activity in by_uid}
    return found


def _months(days: Ints) -> Ints:
    """Ordinals as months counted from year 0; what is no date as month 0 or before."""
    since = (np.maximum(days, 1) - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return since + 1970 * 12
