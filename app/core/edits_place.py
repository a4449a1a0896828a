"""Rows put down somewhere else in the tree: below another row, or right before or behind one; a block stays a block.

A node hangs below the level above its own, so a row keeps its level wherever it goes; levels nobody sees are filled
with pass-through nodes. The place asked for is the place given: where rows cannot stand exactly there, a Problem says
why. Dates, money and codes stay as they are. Must not know: the mouse, the tree view.
"""
from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.core import rank as ranks
from app.core.catalog import KINDS, LEVELS, level_of
from app.core.change import Change
from app.core.counting import a_kind, a_label
from app.core.edits import add
from app.core.find import calling_name
from app.core.portfolio import Portfolio, Record
from app.errors import Problem

BEFORE, AFTER, INTO = "before", "after", "into"
Gap = tuple[str, str | None, str | None]     # the parent, and the keys on both sides of a place below it


def tops(p: Portfolio, uids: Sequence[str]) -> list[str]:
    """Those of the rows that lie below none of the others, in the order in which they are read."""
    chosen, at = set(uids), p.outline.position
    found = [u for u in chosen if u in at and not any(a.uid in chosen for a in p.ancestors(u))]
    return sorted(found, key=lambda u: at[u])


def place(p: Portfolio, uids: Sequence[str], target: str, where: str) -> list[Change]:
    """The changes that put rows before, after or into a target row; none when they stand there already.

    Raises Problem where they cannot go.
    """
    rows = tops(p, uids)
    level = _movable(p, rows, target, where)
    changes: list[Change] = []
    parent, low, high = (_inside if where == INTO else _beside)(p, target, where, level, set(rows), changes)
    if not changes and _there(p, rows, parent, low, high):
        return []
    keys = between(low, high, len(rows))
    return changes + [Change(uid, "parent+rank", None, p.value_of(uid, "parent+rank"), (parent or None, key))
                      for uid, key in zip(rows, keys, strict=True)]


def next_group(p: Portfolio, uids: Sequence[str], step: int) -> tuple[str, str] | None:
    """Where rows at the edge of their group go on to, as (target, where): the parent above or below of the same kind
    as theirs, at its near edge. None at the end of the tree."""
    rows = tops(p, uids)
    parent = p.records[rows[0]].parent if rows else ""
    if not parent or any(p.records[u].parent != parent for u in rows):
        return None
    outline = p.outline
    at, level = outline.position[parent], int(outline.level[outline.position[parent]])
    places = range(at - 1, -1, -1) if step < 0 else range(int(outline.end[at]), len(outline))
    other = next((outline.uids[i] for i in places if int(outline.level[i]) == level), "")
    if not other:
        return None
    nodes = _nodes(p, other, set())
    return (nodes[0].uid, BEFORE) if step > 0 and nodes else (other, INTO)


def over_edge(p: Portfolio, uids: Sequence[str], step: int) -> list[Change]:
    """Rows that stand at the edge of their group go on into the next one; none at the end of the tree."""
    found = next_group(p, uids, step)
    return place(p, uids, *found) if found else []


def between(low: str | None, high: str | None, count: int) -> list[str]:
    """So many keys in order between two neighbours, each as short as halving makes it."""
    if high is None:
        found: list[str] = []
        for _ in range(count):
            low = ranks.after(low)
            found.append(low)
        return found
    if not count:
        return []
    middle = ranks.between(low, high)
    left = (count - 1) // 2
    return [*between(low, middle, left), middle, *between(middle, high, count - 1 - left)]


def _movable(p: Portfolio, rows: Sequence[str], target: str, where: str) -> int:
    """The one level of the rows, which may go to a target that lies below none of them."""
    if not rows:
        raise Problem("There are no rows to move.", "Choose some first.")
    kinds = {p.records[u].kind for u in rows}
    if len(kinds) > 1:
        names = " and ".join(KINDS[k].plural.lower() for k in LEVELS if k in kinds)
        raise Problem(f"These are {names}.", "Move rows of one level at a time.")
    at = target
    while at:
        if at in rows and (where == INTO or at != target):
            raise Problem(f"{calling_name(p.records[at])} cannot go below itself.", "Choose a row outside it.")
        at = p.records[at].parent
    return level_of(kinds.pop())


def _inside(p: Portfolio, target: str, where: str, level: int, moved: set[str], changes: list[Change]) -> Gap:
    """At the end of what hangs below the target, over levels that are passed through."""
    record = p.records[target]
    if level_of(record.kind) >= level:
        raise _unfit(level, record)
    return _edge(p, record, False, level, moved, changes)


def _beside(p: Portfolio, target: str, where: str, level: int, moved: set[str], changes: list[Change]) -> Gap:
    """Right before or behind the target: in its group, in the passed-through group next to it, or beside its own."""
    record, step = p.records[target], -1 if where == BEFORE else 1
    while level_of(record.kind) > level:
        above = p.records.get(record.parent)
        if above is None or not above.get("pass_through"):
            raise _unfit(level, above)
        if _nodes(p, above.uid, moved)[0 if step < 0 else -1].uid != record.uid:
            raise Problem(f"{a_kind(LEVELS[level])} cannot stand between rows of a lower level.",
                          "Put it before or behind them all.")
        record = above
    own = level_of(record.kind)
    low, high = _gap(p, record, step, moved)
    if own == level:
        return record.parent, low, high
    nodes = _nodes(p, record.parent, moved)
    at = nodes.index(record) + step
    if 0 <= at < len(nodes) and nodes[at].get("pass_through"):
        return _edge(p, nodes[at], step > 0, level, moved, changes)
    return _down(p, record.parent, own - 1, level, low, high, changes)


def _edge(p: Portfolio, node: Record, front: bool, level: int, moved: set[str], changes: list[Change]) -> Gap:
    """First or last below a node, inside the passed-through groups that stand at that edge already."""
    own, nodes = level_of(node.kind), _nodes(p, node.uid, moved)
    if own < level - 1 and nodes and nodes[0 if front else -1].get("pass_through"):
        return _edge(p, nodes[0 if front else -1], front, level, moved, changes)
    keys = [r.rank for r in _group(p, node.uid, moved)]
    low, high = (None, keys[0]) if front and keys else (keys[-1], None) if keys else (None, None)
    return _down(p, node.uid, own, level, low, high, changes)


def _group(p: Portfolio, parent: str, without: set[str]) -> list[Record]:
    """All that has an order below a parent; rows share it with risks, notes and the like."""
    found = [r for r in p.children(parent) if r.rank and r.uid not in without and (parent or r.kind in LEVELS)]
    return sorted(found, key=lambda r: (r.rank, r.uid))


def _nodes(p: Portfolio, parent: str, without: set[str]) -> list[Record]:
    return [r for r in _group(p, parent, without) if r.kind in LEVELS]


def _gap(p: Portfolio, record: Record, step: int, moved: set[str]) -> tuple[str | None, str | None]:
    """The keys on both sides of the gap before (-1) or behind (1) a record, rows on the move left out."""
    group = _group(p, record.parent, moved - {record.uid})
    at = next(i for i, r in enumerate(group) if r.uid == record.uid)
    before = [r.rank for r in group[:at + (step > 0)] if r.uid not in moved]
    behind = [r.rank for r in group[at + (step > 0):] if r.uid not in moved]
    low = before[-1] if before else None
    return low, next((r for r in behind if low is None or r > low), None)     # equal keys after a merge: behind both


def _down(p: Portfolio, parent: str, own: int, level: int, low: str | None, high: str | None,
          changes: list[Change]) -> Gap:
    """New pass-through nodes from a parent at level `own` to the level above the rows, the first in the gap."""
    while own < level - 1:
        own += 1
        uid, more = add(p, LEVELS[own], parent, {"pass_through": True})
        rank = between(low, high, 1)[0]
        changes += [Change(uid, c.field, None, c.old, (parent or None, rank)) if c.field == "parent+rank" else c
                    for c in more]
        parent, low, high = uid, None, None
    return parent, low, high


def _there(p: Portfolio, rows: Sequence[str], parent: str, low: str | None, high: str | None) -> bool:
    """Whether the rows stand in that gap in this order, so that nothing would change."""
    if any(p.records[u].parent != parent for u in rows):
        return False
    keys = [p.records[u].rank for u in rows]
    return all(a < b for a, b in pairwise(keys)) and (low is None or low < keys[0]) \
        and (high is None or keys[-1] < high)


def _unfit(level: int, record: Record | None) -> Problem:
    """Why rows of a level cannot stand below a record, and where they can."""
    under = f"{calling_name(record)}, {a_label(KINDS[record.kind].label)}" if record is not None else "the file"
    return Problem(f"{a_kind(LEVELS[level])} cannot stand below {under}.",
                   f"It belongs below {a_label(KINDS[LEVELS[level - 1]].label)} or higher." if level else "")
