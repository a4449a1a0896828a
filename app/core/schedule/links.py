"""From dependency records to arrows between activities, free of circles and sorted by level.

A link joins activities or measures. A measure stands for the span of its activities: what follows its finish waits
for all of them, what must precede its start holds all of them back; for the rarer links to its finish or from its
start the activity that finishes last, or starts first, by today's dates stands for it. A measure without dated
activities stands for itself with its own dates. What waits for a measure of many activities waits for a hub, which
closes with the last of them: that keeps the number of arrows small.
Must not know: how dates are computed.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.guard import circle
from app.core.portfolio import Portfolio, Record
from app.core.schedule.calendar import Ints
from app.core.schedule.facts import Span, span_of

TYPES = ("FS", "SS", "FF", "SF")
FS, SS, FF, SF = range(4)
_NUMBER = {name: i for i, name in enumerate(TYPES)}
CLOSES = "closes "                     # a hub's name before the uid of its measure


class Arrow(NamedTuple):
    """One link between two nodes, or one of those it stands for; `link` is its uid, "" for an arrow into a hub."""

    tail: str
    head: str
    type: int
    lag: int
    working: bool
    hard: bool
    link: str


class Reading(NamedTuple):
    """What links say: the dates of every record asked (None: undated), arrows in the order of the links, the measures
    they join, and whether dates chose which activity stands for one of these."""

    spans: dict[str, Span | None]
    arrows: list[Arrow]
    measures: frozenset[str]
    chosen: bool


def arrows(p: Portfolio) -> Reading:
    """Read all links, and the dates of what links or constraints concern."""
    spans: dict[str, Span | None] = {}
    inside: dict[str, list[str]] = {}
    found: list[Arrow] = []
    hubs: set[str] = set()
    chosen = False

    def dated(record: Record) -> bool:
        if record.uid not in spans:
            spans[record.uid] = span_of(record)
        return spans[record.uid] is not None

    def begins(uid: str) -> tuple[int, str]:
        span = spans[uid]
        return (span.start if span else 0), uid

    def ends(uid: str) -> tuple[int, str]:
        span = spans[uid]
        return (span.end if span else 0), uid

    def parts(record: Record) -> list[str]:
        """The activities an end stands for; itself when it is one, or a measure without any."""
        known = inside.get(record.uid)
        if known is None:
            known = []
            if record.kind == "measure":
                known = [a.uid for a in p.children(record.uid, "activity") if dated(a)]
            if not known and dated(record):
                known = [record.uid]
            inside[record.uid] = known
        return known

    for link in p.of_kind("dependency"):
        said = link.fields
        before, after = p.records[said["predecessor"]], p.records[said["successor"]]
        tails, heads = parts(before), parts(after)
        if not tails or not heads:
            continue
        kind = _NUMBER[said.get("type") or "FS"]
        chosen = chosen or (kind != FS and (len(tails) > 1 or len(heads) > 1))
        if len(tails) > 1 and kind in (SS, SF):
            tails = [min(tails, key=begins)]
        if len(heads) > 1 and kind in (FF, SF):
            heads = [max(heads, key=ends)]
        tail = tails[0]
        if len(tails) > 1:
            tail = CLOSES + before.uid
            if tail not in hubs:
                hubs.add(tail)
                found += [Arrow(a, tail, FF, 0, True, True, "") for a in tails]
        lag, working, hard = said.get("lag") or 0, said.get("lag_unit") != "days", said.get("hard") is not False
        found += [Arrow(tail, head, kind, lag, working, hard, link.uid) for head in heads]
    for activity in constrained(p):
        dated(activity)
    measures = frozenset(uid for uid in inside if p.records[uid].kind == "measure")
    return Reading(spans, found, measures, chosen)


def constrained(p: Portfolio) -> list[Record]:
    return [a for a in p.of_kind("activity") if a.fields.get("constraint")]


def without_circles(found: list[Arrow]) -> tuple[list[Arrow], list[str]]:
    """Leave the link with the largest uid out of each circle, again and again: the same choice on every machine.

    The guard lets no circle in; a merge of two laptops, or a measure linked to its own activity, can make one.
    """
    left_out: list[str] = []
    while True:
        ring = circle([(a.tail, a.head) for a in found])
        if not ring:
            return found, sorted(left_out)
        pairs = set(pairwise(ring))
        worst = max(a.link for a in found if (a.tail, a.head) in pairs)
        left_out.append(worst)
        found = [a for a in found if a.link != worst]


@dataclass(frozen=True)
class Levels:
    """Nodes renumbered so that each level is a slice and every arrow points to a later one.

    `forward`: (arrows low, high, starts of their groups, nodes low, high) a level, arrows sorted by head. `backward`:
    (arrows low, high, starts of their groups, tails) over `turn`, which sorts the arrows by tail, last level first.
    `group` numbers the sets of nodes that links tie together.
    """

    nodes: tuple[str, ...]
    position: dict[str, int]
    tail: Ints
    head: Ints
    order: list[int]                   # of the arrows as they were given
    forward: list[tuple[int, int, NDArray[np.intp], int, int]]
    turn: NDArray[np.intp]
    backward: list[tuple[int, int, NDArray[np.intp], Ints]]
    group: Ints

    @cached_property
    def incoming(self) -> Ints:
        """[node] its arrows are [incoming[node], incoming[node + 1])."""
        return np.searchsorted(self.head, np.arange(len(self.nodes) + 1))

    @cached_property
    def leaving(self) -> tuple[Ints, NDArray[np.intp]]:
        """(bounds, arrows): what leaves a node is arrows[bounds[node]:bounds[node + 1]]."""
        by_tail = np.argsort(self.tail, kind="stable")
        return np.searchsorted(self.tail[by_tail], np.arange(len(self.nodes) + 1)), by_tail


def levels(nodes: Sequence[str], ends: Sequence[tuple[str, str]]) -> Levels | None:
    """Sort by the longest path in arrows; None when there is a circle. O(nodes + arrows)."""
    at = {uid: i for i, uid in enumerate(nodes)}
    tails, heads = [at[a] for a, _ in ends], [at[b] for _, b in ends]
    after: list[list[int]] = [[] for _ in nodes]
    waiting = [0] * len(nodes)
    for a, b in zip(tails, heads, strict=True):
        after[a].append(b)
        waiting[b] += 1
    depth = [0] * len(nodes)
    ready = [i for i, w in enumerate(waiting) if not w]
    for i in ready:                    # grows while it is walked
        below = depth[i] + 1
        for j in after[i]:
            if depth[j] < below:
                depth[j] = below
            waiting[j] -= 1
            if not waiting[j]:
                ready.append(j)
    if len(ready) < len(nodes):
        return None
    level = np.array(depth, np.int64)
    by_level = np.argsort(level, kind="stable")
    new = np.empty(len(nodes), np.int64)
    new[by_level] = np.arange(len(nodes))
    tail, head = new[np.array(tails, np.int64)], new[np.array(heads, np.int64)]
    level = level[by_level]
    order = np.argsort(head, kind="stable")
    tail, head = tail[order], head[order]
    turn = np.argsort(-level[tail] * len(nodes) + tail, kind="stable") if len(tail) else np.zeros(0, np.intp)
    back_tail = tail[turn]
    return Levels(tuple(nodes[i] for i in by_level.tolist()),
                  {nodes[i]: n for n, i in enumerate(by_level.tolist())}, tail, head, order.tolist(),
                  [(low, high, starts, int(group[0]), int(group[-1]) + 1)
                   for low, high, starts, group in _slices(head, level[head])], turn,
                  list(_slices(back_tail, level[back_tail])), _groups(len(nodes), tail, head))


def _slices(node: Ints, level: Ints) -> list[tuple[int, int, NDArray[np.intp], Ints]]:
    """(low, high, starts of the groups of one node, those nodes) for each run of one level."""
    if not len(node):
        return []
    cuts = [0, *(np.flatnonzero(np.diff(level)) + 1).tolist(), len(node)]
    found = []
    for low, high in pairwise(cuts):
        part = node[low:high]
        starts = np.flatnonzero(np.r_[True, part[1:] != part[:-1]])
        found.append((low, high, starts, part[starts]))
    return found


def _groups(count: int, tail: Ints, head: Ints) -> Ints:
    """A number for each set of nodes tied together: the smallest position in it."""
    top = list(range(count))
    for a, b in zip(tail.tolist(), head.tolist(), strict=True):
        while top[a] != a:
            top[a] = a = top[top[a]]
        while top[b] != b:
            top[b] = b = top[top[b]]
        if a < b:
            top[b] = a
        else:
            top[a] = b
    for i in range(count):
        top[i] = top[top[i]]
    return np.array(top, np.int64)
