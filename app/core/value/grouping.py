"""Sums beside the tree: by function, business unit, owner, customer segment or workstream.

A measure may count under several functions (records.md, kind `share`): each month of it, and what has no month, is
cut by percent so that the parts sum to it to the minor unit; so quarters, years and groups sum to the tree as months
do. Shares weigh this view only, never a total of the tree. A measure without a function, unit or workstream of its
own takes that of the nearest node above; an owner is never inherited.
Must not know: screens, how a sum of the tree is made.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from app.core.numbers import distinct
from app.core.portfolio import Portfolio, Record, Since
from app.core.value.variance import ACTUAL, FORECAST, PLAN, Figures, by_line, figures
from app.errors import Problem

DIMENSIONS = ("function", "unit", "owner", "segment", "workstream")
WHOLE = 10_000                        # 100 % in basis points
NOBODY = ""                           # the group of what has no function, owner ...
Places = dict[str, tuple[tuple[str, int], ...]]      # measure -> (group, weight)
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Group:
    """One function, unit, owner, segment or workstream; amounts net, favourable positive. `uid` "" = not set."""

    uid: str
    name: str
    plan: int
    expected: int
    actual: int
    measures: int

    @property
    def variance(self) -> int:
        """Expected - plan."""
        return self.expected - self.plan


@dataclass(frozen=True)
class Grouped:
    """The groups below a node by month, the largest plan first; the months are those of the cube.

    `have` tells a month in which a line of the group holds a value from one without: empty is not 0.
    """

    uids: tuple[str, ...]
    names: tuple[str, ...]
    measures: tuple[int, ...]             # how many count in a group; a shared one counts in each of its groups
    shared: int                           # how many count in several
    amounts: dict[str, Ints]              # plan, expected, actual: [group, month]
    have: dict[str, NDArray[np.bool_]]    # the same
    undated: dict[str, Ints]              # plan, expected: [group]


def grouped(p: Portfolio, status: str, by: str, node: str = "", effect: str = "") -> Grouped:
    """The groups of a node ("" = the file), kept until the next change. They sum to the node in every month."""
    if by not in DIMENSIONS:
        raise Problem(f"Value cannot be grouped by “{by}”.", f"Groups are: {', '.join(DIMENSIONS)}.")
    return p.kept(f"grouped {by} {status} {node} {effect}", lambda: _grouped(p, status, by, node, effect))


def groups(p: Portfolio, status: str, by: str, node: str = "", first: int | None = None,
           end: int | None = None) -> list[Group]:
    """The groups below a node in months [first, end). Without months all-time, undated amounts included."""
    g = grouped(p, status, by, node)
    low, high = figures(p, status).cube.span(first, end)
    sums = {key: rows[:, low:high].sum(axis=1) for key, rows in g.amounts.items()}
    if first is None and end is None:
        sums = {key: rows + g.undated.get(key, 0) for key, rows in sums.items()}
    found = [Group(uid, g.names[i], int(sums["plan"][i]), int(sums["expected"][i]), int(sums["actual"][i]),
                   g.measures[i]) for i, uid in enumerate(g.uids)]
    return sorted(found, key=lambda one: (-abs(one.plan), -abs(one.expected), one.name, one.uid))


def _grouped(p: Portfolio, status: str, by: str, node: str, effect: str) -> Grouped:
    f = figures(p, status, effect)
    rows = f.cube.lines_of(node)
    starts = np.flatnonzero(np.r_[True, np.diff(f.cube.position[rows]) != 0]) if len(rows) else np.zeros(0, np.intp)
    measures = [f.cube.lines[i].parent for i in rows.tolist()]
    if by == "segment":                              # a segment belongs to a line, all else to a measure
        table, have = _line_amounts(f, rows), _filled(f, rows)
        told: list[tuple[tuple[str, int], ...]] = [((_live(p, f.cube.lines[i].get("segment", "")), 1),)
                                                   for i in rows.tolist()]
    else:
        places = p.kept(f"places {by}", lambda: _places(p, by), _same_places)
        measures = [measures[i] for i in starts.tolist()]
        table = _measure_amounts(f, f.cube.position[rows[starts]])
        have = np.logical_or.reduceat(_filled(f, rows), starts, axis=1) if len(rows) else _filled(f, rows)
        told = [places[uid] for uid in measures]
    return _summed(p, f, measures, told, table, have)


def _summed(p: Portfolio, f: Figures, measures: Sequence[str], told: Sequence[tuple[tuple[str, int], ...]],
            table: Ints, have: NDArray[np.bool_]) -> Grouped:
    """Sum rows [amounts, unit] to groups, units with several places cut before."""
    number: dict[str, int] = {}
    group = np.array([number.setdefault(uid, len(number)) for one in told for uid, _ in one], np.intp)
    count = np.array([len(one) for one in told], np.intp)
    unit = np.repeat(np.arange(len(told)), count)
    parts, at = table[:, unit], np.cumsum(count) - count          # `at` is a unit's first part
    for k in distinct(count[count > 1]).tolist():
        some = np.flatnonzero(count == k)
        weights = np.array([[weight for _, weight in told[i]] for i in some.tolist()], np.int64)
        parts[:, at[some][:, None] + np.arange(k)] = cut(table[:, some], weights)
    order = np.argsort(group, kind="stable")
    sums, filled = np.zeros((len(table), 0), np.int64), np.zeros((len(have), 0), np.bool_)
    if len(order):
        firsts = np.flatnonzero(np.r_[True, np.diff(group[order]) != 0])
        sums = np.add.reduceat(parts[:, order], firsts, axis=1)
        filled = np.logical_or.reduceat(have[:, unit[order]], firsts, axis=1)
    members: list[set[str]] = [set() for _ in number]
    for pair, who in zip(group.tolist(), unit.tolist(), strict=True):
        members[pair].add(measures[who])
    m, uids = f.cube.months, list(number)
    names = [p[uid].name if uid in p.records else "" for uid in uids]
    plan, expected = (abs(sums[k * m:(k + 1) * m].sum(axis=0)) for k in (0, 1))
    rank = sorted(range(len(uids)), key=lambda i: (-int(plan[i]), -int(expected[i]), names[i], uids[i]))
    sums, filled = sums[:, rank].T, filled[:, rank].T
    keys = ("plan", "expected", "actual")
    return Grouped(tuple(uids[i] for i in rank), tuple(names[i] for i in rank), tuple(len(members[i]) for i in rank),
                   int((count > 1).sum()), {key: sums[:, k * m:(k + 1) * m] for k, key in enumerate(keys)},
                   {key: filled[:, k * m:(k + 1) * m] for k, key in enumerate(keys)},
                   {"plan": sums[:, 3 * m], "expected": sums[:, 3 * m + 1]})


def cut(amounts: Ints, weights: Ints) -> Ints:
    """[x, n] amounts by [n, k] weights to [x, n, k] parts: the largest remainder as in split.py, all at once.

    The whole is divided first, so that no product leaves 64 bits.
    """
    whole = weights.sum(axis=1)
    size, rest = np.divmod(np.abs(amounts), whole)
    product = rest[:, :, None] * weights
    parts: Ints = size[:, :, None] * weights + product // whole[:, None]
    left = np.abs(amounts) - parts.sum(axis=2)
    order = np.argsort(-(product % whole[:, None]), axis=2, kind="stable")
    parts += np.argsort(order, axis=2) < left[:, :, None]
    return parts * np.sign(amounts)[:, :, None]


def _measure_amounts(f: Figures, at: NDArray[np.int32]) -> Ints:
    """[plan, expected, actual by month, then undated plan and expected; measure]."""
    loose = np.stack([f.cube.node_undated[at, PLAN], f.expected_undated[at]])
    return np.concatenate([f.plan[at].T, f.expected[at].T, f.actual[at].T, loose])


def _line_amounts(f: Figures, rows: NDArray[np.intp]) -> Ints:
    """The same by line."""
    c = f.cube
    expected, _, undated = by_line(c, f.actual_to, f.stopped, rows)
    actual = c.block.net[ACTUAL][:, rows].copy()
    actual[f.cube.cut(f.actual_to):] = 0
    return np.concatenate([c.block.net[PLAN][:, rows], expected, actual, np.stack([c.undated[rows, PLAN], undated])])


def _filled(f: Figures, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    """[plan, expected, actual by month; line] whether there is a value."""
    present, to = f.cube.block.present[:, :, rows], f.cube.cut(f.actual_to)
    actual = present[ACTUAL].copy()
    actual[to:] = False
    expected = np.where(present[FORECAST].any(axis=0), present[FORECAST], present[PLAN])
    expected[:to] = actual[:to]
    return np.concatenate([present[PLAN], expected, actual])


def _places(p: Portfolio, by: str) -> Places:
    """Where each measure counts."""
    own, found = shares(p) if by == "function" else {}, {}
    above: dict[str, str] = {}

    def nearest(record: Record) -> str:
        chosen = _live(p, record.get(by, ""))
        if chosen or by == "owner" or not record.parent:
            return chosen
        if record.parent not in above:
            above[record.parent] = nearest(p[record.parent])
        return above[record.parent]

    for measure in p.of_kind("measure"):
        told: dict[str, int] = {}
        for uid, weight in own.get(measure.uid, []):
            told[uid] = told.get(uid, 0) + weight
        rest = WHOLE - sum(told.values())
        if rest > 0:                                 # what the shares leave open stays with the measure's own
            uid = nearest(measure)
            told[uid] = told.get(uid, 0) + rest
        found[measure.uid] = tuple(told.items())
    return found


def _same_places(places: Places, since: Since) -> Places | None:
    """Amounts and lines come and go without moving a measure to another place."""
    return places if all(kind == "effect_line" for kind, _ in since.cells) else None


def _live(p: Portfolio, uid: str) -> str:
    """A person under another name counts as the one they are; who is gone counts as nobody."""
    record = p.get(uid)
    if record is not None and record.kind == "person" and p.live(record.get("alias", "")):
        return str(record.get("alias"))
    return uid if record is not None and p.live(uid) else NOBODY


def shares(p: Portfolio) -> dict[str, list[tuple[str, int]]]:
    """Measure -> (function, basis points) of its live shares above 0, in a stable order."""
    found: dict[str, list[tuple[str, int]]] = {}
    for share in p.of_kind("share"):
        if share.get("percent", 0) > 0:
            found.setdefault(share.get("measure"), []).append((share.get("function"), share.get("percent")))
    return found


def uneven(p: Portfolio) -> dict[str, Fraction]:
    """Measures whose shares do not sum to 100 %, with what they sum to: below, the rest stays with the measure's own
    function; above, all are cut in proportion."""
    sums = {uid: sum(weight for _, weight in rows) for uid, rows in shares(p).items()}
    return {uid: Fraction(total, WHOLE) for uid, total in sums.items() if total != WHOLE}
