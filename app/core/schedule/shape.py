"""The part of a network that only links shape: who is tied to whom, in which order, with what lag.

Kept over edits of dates and rows that nothing links, because sorting ten thousand activities by level costs more than
both passes; made anew when a link or what it joins comes or goes, or when a date decides which activity stands for a
measure.
Must not know: calendars, how dates are computed.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from app.core.portfolio import Portfolio, Since
from app.core.schedule.calendar import Flags, Ints
from app.core.schedule.links import FS, SF, SS, Arrows, Levels, Reading, arrows, circles, is_dated, levels


@dataclass(frozen=True)
class Shape:
    """Arrows in the order of `levels`, as columns."""

    levels: Levels
    arrow: Arrows
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
    read: Reading = field(compare=False, repr=False)      # what the next shape takes over

    @cached_property
    def real(self) -> list[int]:
        """The nodes that are no hubs, as their names lie in memory: what came in together lies together, and whoever
        looks at all of them in another order waits for memory more than for anything else."""
        nodes = self.levels.nodes
        found = np.fromiter(map(self.asked.__contains__, nodes), np.bool_, len(nodes)).nonzero()[0]
        where = np.fromiter(map(id, nodes), np.int64, len(nodes))[found]
        ordered: list[int] = found[np.argsort(where)].tolist()
        return ordered


DATES = frozenset({("measure", "start+finish"), *(("activity", cell) for cell in (
    "start+finish", "plan_start+plan_finish", "actual_start", "actual_finish", "percent"))})
HARMLESS = frozenset(("activity", cell) for cell in (
    "code", "name", "owner", "role", "status", "description", "weight"))
HANGING = frozenset(("activity", cell) for cell in ("kind", "parent+rank", "deleted"))
_RULES = frozenset({("activity", "calendar"), ("activity", "constraint_date")})


def shape(p: Portfolio) -> Shape:
    """The shape of the file's links."""
    return p.kept("links", lambda: _make(arrows(p)), lambda old, since: _follow(p, old, since))


def at_hand(p: Portfolio) -> bool:
    """Whether the shape is there, or stays what it was: anything else is a reading of all links."""
    known = p.older("links")
    return known is not None and _same(p, *known)


def _follow(p: Portfolio, old: Shape, since: Since) -> Shape:
    return old if _same(p, old, since) else _make(arrows(p, old.read, since))


def _same(p: Portfolio, old: Shape, since: Since) -> bool:
    """Whether nothing that links or constraints look at came, went, moved or changed its rule."""
    touched = {pair for pair in since.cells if pair[0] in ("activity", "dependency") or pair in DATES}
    if not touched <= DATES | HARMLESS | _RULES | HANGING:
        return False
    mine = since.uids & old.asked.keys()
    hang, date = touched & HANGING, touched & DATES
    if (old.chosen and date and mine) or (hang and not since.homes.isdisjoint(old.measures)):
        return False
    for uid in (since.uids if hang else mine) | since.along:
        record = p.get(uid)
        if uid in old.asked:
            if (record is None or uid in since.along or (hang and record.kind == "activity")
                    or is_dated(record) is not old.asked[uid]):
                return False
        elif record is not None and (record.kind == "dependency" or (record.kind == "activity" and (
                record.parent in old.measures or record.fields.get("constraint")))):
            return False
    return True


def _make(read: Reading) -> Shape:
    found, left_out = read.arrows, list[str]()
    bound = [uid for uid in read.bound if read.asked[uid]]
    chosen = np.arange(len(found))
    order = _order(found, chosen, bound)
    if order is None:
        left_out = circles(list(found))
        gone = set(left_out)
        chosen = np.array([i for i, link in enumerate(found.link) if link not in gone], np.int64)
        order = _order(found, chosen, bound)
        assert order is not None
    found = found.only(chosen[order.order], order.nodes, order.tail, order.head)
    types, lag = found.type, found.lag
    return Shape(order, found, (types == SS) | (types == SF), (types == FS) | (types == SS),
                 np.where(found.working, lag, 0), np.where(found.working, 0, lag), ~found.hard,
                 np.array([not link for link in found.link], np.bool_), tuple(bound), tuple(left_out), read.asked,
                 read.measures, read.chosen, read)


def _order(found: Arrows, chosen: Ints, bound: list[str]) -> Levels | None:
    """Sorted by level: what these arrows join, and what has a constraint."""
    tails, heads = found.tail[chosen], found.head[chosen]
    used = np.zeros(len(found.nodes), np.bool_)
    used[tails] = used[heads] = True
    first = dict.fromkeys(bound)
    nodes = [*first, *[found.nodes[i] for i in np.flatnonzero(used).tolist() if found.nodes[i] not in first]]
    at = {uid: i for i, uid in enumerate(nodes)}
    new = np.array([at.get(uid, -1) for uid in found.nodes], np.int64)
    return levels(nodes, new[tails], new[heads])
