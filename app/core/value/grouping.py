"""Sums beside the tree: by function, business unit, owner, customer segment or workstream.

A measure may count under several functions (records.md, kind `share`): its amounts are cut by percent so that the
parts sum to the measure to the minor unit. Shares weigh this view only, never a total of the tree. A measure
without a function, unit or workstream of its own takes that of the nearest node above; an owner is never inherited.
Must not know: screens, how a sum of the tree is made.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from app.core.portfolio import Portfolio, Record
from app.core.value.split import split
from app.core.value.variance import ACTUAL, PLAN, by_line, figures
from app.errors import Problem

DIMENSIONS = ("function", "unit", "owner", "segment", "workstream")
WHOLE = 10_000                        # 100 % in basis points
NOBODY = ""                           # the group of what has no function, owner ...


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


def groups(p: Portfolio, status: str, by: str, node: str = "", first: int | None = None,
           end: int | None = None) -> list[Group]:
    """The groups below a node ("" = the file) in months [first, end), the largest plan first.

    They sum to the node's own figures. Without months all-time, undated amounts included.
    """
    if by not in DIMENSIONS:
        raise Problem(f"Value cannot be grouped by “{by}”.", f"Groups are: {', '.join(DIMENSIONS)}.")
    sums: dict[str, list[int]] = {}
    members: dict[str, set[str]] = {}
    places = _places(p, by)
    for (measure, segment), amounts in _amounts(p, status, node, first, end, split_segments=by == "segment").items():
        shares = [(segment, 1)] if by == "segment" else places(p[measure])
        cut = [split(amount, [weight for _, weight in shares]) for amount in amounts]
        for i, (uid, _) in enumerate(shares):
            row = sums.setdefault(uid, [0, 0, 0])
            for k, parts in enumerate(cut):
                row[k] += parts[i]
            members.setdefault(uid, set()).add(measure)
    found = [Group(uid, p[uid].name if uid in p.records else "", plan, expected, actual, len(members[uid]))
             for uid, (plan, expected, actual) in sums.items()]
    return sorted(found, key=lambda g: (-abs(g.plan), -abs(g.expected), g.name, g.uid))


def _amounts(p: Portfolio, status: str, node: str, first: int | None, end: int | None, *,
             split_segments: bool) -> dict[tuple[str, str], list[int]]:
    """(measure, segment) -> [plan, expected, actual]; the segment stays "" where it is not asked for."""
    f = figures(p, status)
    c = f.cube
    rows = c.lines_of(node)
    low, high = c.span(first, end)
    expected, _, undated = by_line(c, f.actual_to, f.stopped, rows)
    cut = 0 if f.actual_to is None else min(max(f.actual_to + 1 - c.first, 0), c.months)
    table = np.stack([c.block.net[PLAN][low:high, rows].sum(axis=0), expected[low:high].sum(axis=0),
                      c.block.net[ACTUAL][low:min(cut, high), rows].sum(axis=0)])
    if first is None and end is None:
        table = table + np.stack([c.undated[rows, PLAN], undated, np.zeros(len(rows), np.int64)])
    found: dict[tuple[str, str], list[int]] = {}
    for row, amounts in zip(rows.tolist(), table.T.tolist(), strict=True):
        line = c.lines[row]
        key = (line.parent, _live(p, line.get("segment", "")) if split_segments else "")
        sums = found.setdefault(key, [0, 0, 0])
        for k, amount in enumerate(amounts):
            sums[k] += amount
    return found


def _places(p: Portfolio, by: str) -> Callable[[Record], list[tuple[str, int]]]:
    """Where a measure counts: (uid, weight)."""
    own = shares(p) if by == "function" else {}
    above: dict[str, str] = {}

    def nearest(record: Record) -> str:
        chosen = _live(p, record.get(by, ""))
        if chosen or by == "owner" or not record.parent:
            return chosen
        if record.parent not in above:
            above[record.parent] = nearest(p[record.parent])
        return above[record.parent]

    def places(measure: Record) -> list[tuple[str, int]]:
        told = own.get(measure.uid, [])
        rest = WHOLE - sum(weight for _, weight in told)
        if not told or rest > 0:                     # what the shares leave open stays with the measure's own
            told = [*told, (nearest(measure), rest)]
        return told

    return places


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
