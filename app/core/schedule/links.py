"""From dependency records to arrows between activities, free of circles and sorted by level.

A link joins activities or measures. A measure stands for the span of its activities: what follows its finish waits
for all of them, what must precede its start holds all of them back; for the rarer links to its finish or from its
start the activity that finishes last, or starts first, by today's dates stands for it. A measure without dated
activities stands for itself with its own dates. What waits for a measure of many activities waits for a hub, which
closes with the last of them: that keeps the number of arrows small.
Must not know: how dates are computed.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from app.core.guard import circle
from app.core.numbers import distinct
from app.core.portfolio import Portfolio, Record, Since
from app.core.record import rows
from app.core.schedule.calendar import Flags, Ints
from app.core.schedule.facts import span_of

TYPES = ("FS", "SS", "FF", "SF")
FS, SS, FF, SF = range(4)
_NUMBER = {name: i for i, name in enumerate(TYPES)}
_DATES = ("start", "plan_start", "finish", "plan_finish", "actual_start", "actual_finish")
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


@dataclass(frozen=True)
class Arrows(Sequence[Arrow]):
    """Arrows as columns; each becomes an `Arrow` when somebody looks at it."""

    nodes: tuple[str, ...]             # what the ends are numbers of
    tail: Ints
    head: Ints
    type: Ints
    lag: Ints
    working: Flags
    hard: Flags
    link: tuple[str, ...]

    @overload
    def __getitem__(self, at: int) -> Arrow: ...

    @overload
    def __getitem__(self, at: slice) -> list[Arrow]: ...

    def __getitem__(self, at: int | slice) -> Arrow | list[Arrow]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        return Arrow(self.nodes[self.tail[at]], self.nodes[self.head[at]], int(self.type[at]), int(self.lag[at]),
                     bool(self.working[at]), bool(self.hard[at]), self.link[at])

    def __len__(self) -> int:
        return len(self.link)

    def __iter__(self) -> Iterator[Arrow]:
        nodes = self.nodes
        return (Arrow(nodes[tail], nodes[head], *said) for tail, head, *said in zip(
            self.tail.tolist(), self.head.tolist(), self.type.tolist(), self.lag.tolist(), self.working.tolist(),
            self.hard.tolist(), self.link, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None                    # type: ignore[assignment]

    def only(self, which: Ints, nodes: tuple[str, ...], tail: Ints, head: Ints) -> Arrows:
        """Some of the arrows in this order, between nodes numbered otherwise."""
        links = self.link
        return Arrows(nodes, tail, head, self.type[which], self.lag[which], self.working[which], self.hard[which],
                      tuple([links[i] for i in which.tolist()]))


@dataclass(frozen=True)
class End:
    """What one end of links stands for: numbers of its dated activities, or its own; and whom it asked for dates."""

    parts: list[int]
    asked: dict[str, bool]


class Reading(NamedTuple):
    """What links say: every record whose dates were asked for and whether it has any, arrows in the order of the links,
    the measures they join, whether dates chose which activity stands for one of these, who has a constraint; and what
    the next reading may take over."""

    asked: dict[str, bool]
    arrows: Arrows
    measures: frozenset[str]
    chosen: bool
    bound: tuple[str, ...]
    ends: dict[str, End]
    number: dict[str, int]


def is_dated(record: Record) -> bool:
    """Whether it has any date of today or of the plan (`span_of`)."""
    return any(map(record.fields.get, _DATES))


def arrows(p: Portfolio, old: Reading | None = None, since: Since | None = None) -> Reading:
    """Read all links, and the dates of what links or constraints concern; from an older reading what nobody touched."""
    links = p.of_kind("dependency")
    told = rows(links, "predecessor", "successor", "type", "lag", "lag_unit", "hard")
    number: dict[str, int] = {} if old is None else dict(old.number)
    known = {} if old is None or since is None else _untouched(p, old, since)
    under = _activities(p, {uid for row in told for uid in row[:2]}) if old is None else None
    ends: dict[str, End] = {}
    hubs: dict[str, int] = {}
    tails: list[int] = []
    heads: list[int] = []
    counts: list[int] = []
    said: list[tuple[int, int, bool, bool, str]] = []
    chosen = False

    def end_of(uid: str) -> End:
        found = known.get(uid)
        if found is None:
            record, asked = p.records[uid], dict[str, bool]()
            if record.kind == "measure":
                asked = ({a.uid: is_dated(a) for a in p.children(uid, "activity")} if under is None else
                         {activity: dated for _, activity, dated in under.get(uid, ())})
            if not any(asked.values()):
                asked[uid] = is_dated(record)
            found = End([number.setdefault(one, len(number)) for one, dated in asked.items() if dated], asked)
        ends[uid] = found
        return found

    for link, (before, after, type_, lag, unit, hard) in zip(links, told, strict=True):
        first, last = (ends.get(before) or end_of(before)).parts, (ends.get(after) or end_of(after)).parts
        if not first or not last:
            continue
        kind = _NUMBER[type_ or "FS"]
        if kind != FS and (len(first) > 1 or len(last) > 1):
            chosen = True
            first = [number[_edge(p, ends[before], 0)]] if kind in (SS, SF) else first
            last = [number[_edge(p, ends[after], 1)]] if kind in (FF, SF) else last
        tail = first[0]
        if len(first) > 1:
            hub = hubs.get(before)
            if hub is None:
                hub = hubs[before] = number.setdefault(CLOSES + before, len(number))
                tails += first
                heads += [hub] * len(first)
                counts.append(len(first))
                said.append((FF, 0, True, True, ""))
            tail = hub
        tails += [tail] * len(last)
        heads += last
        counts.append(len(last))
        said.append((kind, lag or 0, unit != "days", hard is not False, link.uid))
    asked = {uid: dated for end in ends.values() for uid, dated in end.asked.items()}
    bound = constrained(p) if old is None or since is None else _still_constrained(p, old, since)
    asked |= {uid: is_dated(p.records[uid]) for uid in bound}
    measures = frozenset(uid for uid in ends if p.records[uid].kind == "measure")
    return Reading(asked, _columns(number, tails, heads, counts, said), measures, chosen, bound, ends, number)


def _edge(p: Portfolio, end: End, last: int) -> str:
    """The activity that starts first, or finishes last, by today's dates."""
    dated = [(span_of(p.records[uid]), uid) for uid, there in end.asked.items() if there]
    found = [((span.end if last else span.start), uid) for span, uid in dated if span is not None]
    return (max(found) if last else min(found))[1]


def _untouched(p: Portfolio, old: Reading, since: Since) -> dict[str, End]:
    """Ends that nothing touched, nor what hangs below them."""
    touched = since.uids | since.along | since.homes
    above = {record.parent for uid in touched if (record := p.get(uid)) is not None and record.kind == "activity"}
    return {uid: end for uid, end in old.ends.items() if uid not in touched and uid not in above}


def _activities(p: Portfolio, ends: set[str]) -> dict[str, list[tuple[str, str, bool]]]:
    """(rank, uid, whether it is dated) of the activities below each of these measures, by rank."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    every = p.of_kind("activity")
    for activity, (parent, rank, *dates) in zip(every, rows(every, "parent", "rank", *_DATES), strict=True):
        if parent in ends:
            found.setdefault(parent, []).append((rank or "", activity.uid, any(dates)))
    for group in found.values():
        if len(group) > 1:
            group.sort()
    return found


def _columns(number: dict[str, int], tails: list[int], heads: list[int], counts: list[int],
             said: list[tuple[int, int, bool, bool, str]]) -> Arrows:
    """Ends numbered anew in the order they are met, and what each link says beside each of its arrows."""
    both = np.array([tails, heads], np.int64).T.reshape(-1)
    met = np.full(len(number), -1, np.int64)
    met[both[::-1]] = np.arange(len(both))[::-1]          # the first one is written last
    used = np.flatnonzero(met >= 0)
    used = used[np.argsort(met[used])]
    new = np.zeros(len(number), np.int64)
    new[used] = np.arange(len(used))
    ends, names = new[both].reshape(-1, 2), list(number)
    each = np.array(counts, np.int64)
    types, lags, working, hard, links = zip(*said, strict=True) if said else ((),) * 5
    return Arrows(tuple([names[i] for i in used.tolist()]), ends[:, 0].copy(), ends[:, 1].copy(),
                  np.repeat(np.array(types, np.int64), each), np.repeat(np.array(lags, np.int64), each),
                  np.repeat(np.array(working, np.bool_), each), np.repeat(np.array(hard, np.bool_), each),
                  tuple([uid for uid, count in zip(links, counts, strict=True) for _ in range(count)]))


def constrained(p: Portfolio) -> tuple[str, ...]:
    """Activities with a constraint, by uid."""
    every = p.of_kind("activity")
    return tuple([a.uid for a, (rule,) in zip(every, rows(every, "constraint"), strict=True) if rule])


def _still_constrained(p: Portfolio, old: Reading, since: Since) -> tuple[str, ...]:
    touched = since.uids | since.along
    fresh = [uid for uid in touched if (record := p.get(uid)) is not None and record.kind == "activity"
             and record.fields.get("constraint") and p.live(uid)]
    return tuple(sorted([*(uid for uid in old.bound if uid not in touched), *fresh]))


def circles(found: Sequence[Arrow]) -> list[str]:
    """The links to leave out: the one with the largest uid of each circle, again and again, so that every machine
    makes the same choice.

    The guard lets no circle in; a merge of two laptops, or a measure linked to its own activity, can make one.
    """
    left_out: list[str] = []
    while True:
        ring = circle([(a.tail, a.head) for a in found])
        if not ring:
            return sorted(left_out)
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
    order: Ints                        # of the arrows as they were given
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


    @cached_property
    def together(self) -> tuple[Ints, Ints]:
        """(nodes group by group, [node] the number of its group)."""
        first = self.group == np.arange(len(self.group))
        return np.argsort(self.group, kind="stable"), (np.cumsum(first) - 1)[self.group]


def levels(nodes: Sequence[str], tails: Ints, heads: Ints) -> Levels | None:
    """Sort by the longest path in arrows; None when there is a circle. The ends are numbers of the nodes."""
    depth = _depth(len(nodes), tails, heads)
    if depth is None:
        return None
    by_level = np.argsort(depth, kind="stable")
    new = np.empty(len(nodes), np.int64)
    new[by_level] = np.arange(len(nodes))
    tail, head = new[tails], new[heads]
    level = depth[by_level]
    order = np.argsort(head, kind="stable")
    tail, head = tail[order], head[order]
    turn = np.argsort(-level[tail] * len(nodes) + tail, kind="stable") if len(tail) else np.zeros(0, np.intp)
    back_tail = tail[turn]
    names = tuple([nodes[i] for i in by_level.tolist()])
    return Levels(names, dict(zip(names, range(len(names)), strict=True)), tail, head, order,
                  [(low, high, starts, int(group[0]), int(group[-1]) + 1)
                   for low, high, starts, group in _slices(head, level[head])], turn,
                  list(_slices(back_tail, level[back_tail])), _groups(len(nodes), tail, head))


def _depth(count: int, tails: Ints, heads: Ints) -> Ints | None:
    """[node] the longest path to it, wave by wave from those nothing leads to; None when a circle is left."""
    waiting = np.bincount(heads, minlength=count)
    by_tail = np.argsort(tails, kind="stable")
    bounds, after = np.searchsorted(tails[by_tail], np.arange(count + 1)), heads[by_tail]
    depth = np.zeros(count, np.int64)
    ready, wave, done = np.flatnonzero(waiting == 0), 0, 0
    while len(ready):
        depth[ready] = wave
        done += len(ready)
        reached = after[spread(bounds, ready)[0]]
        np.subtract.at(waiting, reached, 1)
        ready, wave = distinct(reached[waiting[reached] == 0]), wave + 1
    return depth if done == count else None


def spread(bounds: Ints, nodes: Ints) -> tuple[Ints, Ints]:
    """The numbers in [bounds[i], bounds[i + 1]) of each node one after the other, and where each node's begin."""
    counts = bounds[nodes + 1] - bounds[nodes]
    begins = np.cumsum(counts) - counts
    return np.repeat(bounds[nodes] - begins, counts) + np.arange(int(counts.sum())), begins


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
    top = np.arange(count)
    while True:
        low, high = np.minimum(top[tail], top[head]), np.maximum(top[tail], top[head])
        apart = low < high
        if not apart.any():
            return top
        np.minimum.at(top, high[apart], low[apart])
        while True:
            up = top[top]
            if np.array_equal(up, top):
                break
            top = up
