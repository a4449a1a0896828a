"""By how many whole months delivery is later than planned: what a bridge calls slipped.

A slip counts whole months by its finish month. Of an effect line the activity it is anchored to says it, of a
measure the last finish of its delivery activities against the last one planned; what is not done by its finish is as
late as the status date.
Must not know: amounts.
"""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from app.core.portfolio import Portfolio, Record, Since
from app.core.record import rows
from app.core.schedule.calendar import ordinal
from app.core.schedule.columns import Ints, columns
from app.core.schedule.facts import finish_of, is_done
from app.core.values import month_of

_EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class _Delays:
    """The months, and which activity each line with an anchor follows."""

    months: dict[str, int]
    anchors: dict[str, str]               # line -> activity
    lines: dict[str, frozenset[str]]      # activity -> lines


def months_late(p: Portfolio, status: str) -> dict[str, int]:
    """Measures, and lines with an anchor of their own, that deliver in another month than planned: by how many."""
    return p.kept(f"delays {status}", lambda: _make(p, status),
                  lambda old, since: _follow(p, old, since, status)).months


def _make(p: Portfolio, status: str) -> _Delays:
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
    every = p.of_kind("effect_line")
    anchors = {line.uid: anchor for line, (anchor,) in zip(every, rows(every, "anchor"), strict=True) if anchor}
    lines: dict[str, frozenset[str]] = {}
    if anchors:
        by_uid = {a.records[i].uid: months for i, months in zip(np.flatnonzero(dated).tolist(), own[dated].tolist(),
                                                                strict=True)}
        found |= {uid: by_uid[activity] for uid, activity in anchors.items() if activity in by_uid}
        groups: dict[str, list[str]] = {}
        for uid, activity in anchors.items():
            groups.setdefault(activity, []).append(uid)
        lines = {activity: frozenset(group) for activity, group in groups.items()}
    return _Delays(found, anchors, lines)


def _follow(p: Portfolio, old: _Delays, since: Since, status: str) -> _Delays | None:
    """The measures and lines again that hang on what was touched; None when a line got another anchor."""
    lines: set[str] = set()
    measures: set[str] = set(since.homes)
    for uid in since.uids | since.along:
        record = p.get(uid)
        kind = record.kind if record is not None else ""
        if kind in ("effect_line", ""):
            anchor = str(record.get("anchor", "")) if record is not None and p.live(uid) else ""
            if anchor != old.anchors.get(uid, ""):
                return None
        if kind in ("activity", "") and uid in old.lines:
            lines |= old.lines[uid]
        if record is not None and kind in ("activity", "measure"):
            measures.add(record.parent if kind == "activity" else uid)
    months = {uid: _of_measure(p, uid, status) for uid in measures}
    months |= {uid: _of_activity(p, p.get(old.anchors[uid]), status) for uid in lines}
    if all(old.months.get(uid) == late for uid, late in months.items()):
        return old
    found = old.months | {uid: late for uid, late in months.items() if late is not None}
    for uid, late in months.items():
        if late is None:
            found.pop(uid, None)
    return _Delays(found, old.anchors, old.lines)


def _of_measure(p: Portfolio, uid: str, status: str) -> int | None:
    found = [dates for a in (p.children(uid, "activity") if uid in p.outline.position else ())
             if a.get("role", "delivery") == "delivery" and (dates := _dates(a, status))]
    return month_of(max(end for _, end in found)) - month_of(max(plan for plan, _ in found)) if found else None


def _of_activity(p: Portfolio, activity: Record | None, status: str) -> int | None:
    dates = None
    if activity is not None and p.live(activity.uid) and activity.parent in p.outline.position:
        dates = _dates(activity, status)
    return month_of(dates[1]) - month_of(dates[0]) if dates else None


def _dates(activity: Record, status: str) -> tuple[str, str] | None:
    """When it was to finish, and when it does; what is not done finishes at the status date at best."""
    plan, finish = str(activity.get("plan_finish", "")), finish_of(activity)
    return (plan, finish if is_done(activity) else max(finish, status)) if plan and finish else None


def _months(days: Ints) -> Ints:
    """Ordinals as months counted from year 0; what is no date as month 0 or before."""
    since = (np.maximum(days, 1) - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return since + 1970 * 12
