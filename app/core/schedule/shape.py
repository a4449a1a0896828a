"""The part of a network that only links shape: who is tied to whom, in which order, with what lag.

Kept over edits of dates and rows that nothing links, because sorting ten thousand activities by level costs more than
both passes; made anew when a link or what it joins comes or goes, or when a date decides which activity stands for a
measure.
Must not know: calendars, how dates are computed.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.core.portfolio import Portfolio, Since
from app.core.schedule.calendar import Flags, Ints
from app.core.schedule.facts import span_of
from app.core.schedule.links import FS, SF, SS, Arrow, Levels, arrows, constrained, levels, without_circles


@dataclass(frozen=True)
class Shape:
    """Arrows in the order of `levels`, as columns."""

    levels: Levels
    arrow: tuple[Arrow, ...]
    from_start: Flags
    to_start: Flags
    add: Ints                          # working days of lag
    days: Ints                         # calendar days of lag
    soft: Flags
    inner: Flags                       # into the hub of a measure
    bound: tuple[str, ...]             # dated activities with a constraint
    left_out: tuple[str, ...]          # links that close a circle
    asked: dict[str, bool]             # every record whose dates were looked at -> whether it has any
    measures: frozenset[str]           # that links join: what hangs below them is linked too
    chosen: bool                       # dates chose which activity stands for a measure


DATES = frozenset({("measure", "start+finish"), *(("activity", cell) for cell in (
    "start+finish", "plan_start+plan_finish", "actual_start", "actual_finish", "percent"))})
HARMLESS = frozenset(("activity", cell) for cell in (
    "code", "name", "owner", "role", "status", "description", "weight"))
HANGING = frozenset(("activity", cell) for cell in ("kind", "parent+rank", "deleted"))
_RULES = frozenset({("activity", "calendar"), ("activity", "constraint_date")})


def shape(p: Portfolio) -> Shape:
    """The shape of the file's links."""
    return p.kept("links", lambda: _make(p), lambda old, since: _follow(p, old, since))


def _follow(p: Portfolio, old: Shape, since: Since) -> Shape | None:
    """The same shape as long as nothing that links or constraints look at came, went, moved or changed its rule."""
    touched = {pair for pair in since.cells if pair[0] in ("activity", "dependency") or pair in DATES}
    if not touched <= DATES | HARMLESS | _RULES | HANGING:
        return None
    mine = since.uids & old.asked.keys()
    hang, date = touched & HANGING, touched & DATES
    if (old.chosen and date and mine) or (hang and not since.homes.isdisjoint(old.measures)):
        return None
    for uid in (since.uids if hang else mine) | since.along:
        record = p.get(uid)
        if uid in old.asked:
            if (record is None or uid in since.along or (hang and record.kind == "activity")
                    or (span_of(record) is not None) is not old.asked[uid]):
                return None
        elif record is not None and (record.kind == "dependency" or (record.kind == "activity" and (
                record.parent in old.measures or record.fields.get("constraint")))):
            return None
    return old


def _make(p: Portfolio) -> Shape:
    read = arrows(p)
    found, left_out = read.arrows, list[str]()
    bound = [a.uid for a in constrained(p) if read.spans[a.uid] is not None]
    order = _order(found, bound)
    if order is None:
        found, left_out = without_circles(found)
        order = _order(found, bound)
        assert order is not None
    found = [found[i] for i in order.order]
    types = np.array([a.type for a in found], np.int64)
    lag = np.array([a.lag for a in found], np.int64)
    working = np.array([a.working for a in found], np.bool_)
    return Shape(order, tuple(found), (types == SS) | (types == SF), (types == FS) | (types == SS),
                 np.where(working, lag, 0), np.where(working, 0, lag),
                 np.array([not a.hard for a in found], np.bool_), np.array([not a.link for a in found], np.bool_),
                 tuple(bound), tuple(left_out),
                 {uid: span is not None for uid, span in read.spans.items()}, read.measures, read.chosen)


def _order(found: list[Arrow], bound: list[str]) -> Levels | None:
    ends = [(a.tail, a.head) for a in found]
    return levels(tuple(dict.fromkeys([*bound, *(uid for pair in ends for uid in pair)])), ends)
