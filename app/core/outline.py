"""The six node levels as frozen pre-order arrays: a subtree is a slice, an ancestor a jump.

Must not know: fields, money, the window.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import LEVELS

_LEVEL = {name: i for i, name in enumerate(LEVELS)}


class _Node(Protocol):
    uid: str
    kind: str

    @property
    def parent(self) -> str: ...

    @property
    def rank(self) -> str: ...

    @property
    def deleted(self) -> bool: ...


@dataclass(frozen=True)
class Outline:
    """Live nodes in the order a person reads them. All arrays have one entry a node.

    `parent[i]` is a position, -1 at the top; `end[i]` is one past the last of i's subtree, so that the
    subtree is the slice [i, end[i]); `level[i]` is 0 for organization to 5 for measure.
    """

    uids: list[str]
    level: NDArray[np.int8]
    parent: NDArray[np.int32]
    end: NDArray[np.int32]
    position: dict[str, int]

    @staticmethod
    def build(nodes: Iterable[tuple[str, str, str, str]]) -> Outline:
        """Order nodes, as (parent, rank, uid, kind), by rank below their parents; what hangs below something not given
        is left out."""
        kids: dict[str, list[tuple[str, str, str]]] = {}
        for above, rank, uid, kind in nodes:
            kids.setdefault(above, []).append((rank, uid, kind))
        for group in kids.values():
            group.sort()
        uids: list[str] = []
        level: list[int] = []
        parent: list[int] = []
        end: list[int] = []

        def walk(above: str, at: int) -> None:
            for _, uid, kind in kids[above]:
                here = len(uids)
                uids.append(uid)
                level.append(_LEVEL[kind])
                parent.append(at)
                end.append(here + 1)
                if uid in kids:
                    walk(uid, here)
                    end[here] = len(uids)

        if "" in kids:
            walk("", -1)
        return Outline(uids, np.array(level, np.int8), np.array(parent, np.int32), np.array(end, np.int32),
                       {uid: i for i, uid in enumerate(uids)})

    def with_moved(self, uids: Iterable[str], node: Callable[[str], _Node | None],
                   below: Callable[[str], Sequence[_Node]]) -> Outline:
        """The outline after these nodes came, went or moved; `below` gives the nodes right below one, in order.

        Their subtrees are cut out and put back where they belong now; all else only shifts.
        """
        touched = list(uids)
        cut = _Cut.of(self, [self.position[uid] for uid in touched if uid in self.position])
        here = [n for uid in touched if (n := node(uid)) is not None and n.kind in _LEVEL and not n.deleted]
        for one in sorted(here, key=lambda n: _LEVEL[n.kind]):
            cut.put(one, below)
        return Outline(cut.uids, cut.level, cut.parent, cut.end, dict(zip(cut.uids, range(len(cut.uids)), strict=True)))

    def places_of(self, old: Outline) -> NDArray[np.int32]:
        """[node of an older outline] where it stands here, -1 when it is gone. Kept for the last one asked."""
        if old is self:
            return np.arange(len(self), dtype=np.int32)
        known = vars(self).get("places")
        if known is None or known[0] is not old:
            vars(old).pop("places", None)                # no chain of all outlines there ever were
            known = vars(self)["places"] = (old, np.fromiter(map(self.position.get, old.uids, repeat(-1)), np.int32,
                                                             len(old)))
        found: NDArray[np.int32] = known[1]
        return found

    def __len__(self) -> int:
        return len(self.uids)

    def subtree(self, uid: str) -> list[str]:
        """The node and everything below it, in order."""
        at = self.position[uid]
        return self.uids[at:int(self.end[at])]


class _Cut:
    """An outline with some subtrees taken out, while others are put in."""

    def __init__(self, old: Outline, uids: list[str], level: NDArray[np.int8], parent: NDArray[np.int32],
                 end: NDArray[np.int32], gone: NDArray[np.int32]) -> None:
        self.old, self.uids, self.level, self.parent, self.end = old, uids, level, parent, end
        self._gone = gone                            # [place in the old outline] how many before it were taken out
        self._new: dict[str, tuple[int, int]] = {}   # put in: place, and how many pieces had been put in by then
        self._put: list[tuple[int, int]] = []        # (place, how many) of every piece put in

    @staticmethod
    def of(old: Outline, places: list[int]) -> _Cut:
        """Without the subtrees at these places."""
        gone = np.zeros(len(old) + 1, np.int32)
        keep = np.ones(len(old), np.bool_)
        for at in places:
            keep[at:int(old.end[at])] = False
        np.cumsum(~keep, out=gone[1:])
        if keep.all():
            return _Cut(old, list(old.uids), old.level, old.parent, old.end, gone)
        parent = old.parent[keep]
        return _Cut(old, [uid for uid, kept in zip(old.uids, keep.tolist(), strict=True) if kept], old.level[keep],
                    (parent - np.where(parent >= 0, gone[parent], 0)).astype(np.int32),
                    (old.end[keep] - gone[old.end[keep]]).astype(np.int32), gone)

    def place(self, uid: str) -> int | None:
        """Where a node stands by now, None when it does not (yet)."""
        known = self._new.get(uid)
        if known is None:
            at = self.old.position.get(uid)
            if at is None or self._gone[at + 1] > self._gone[at]:
                return None
            known = at - int(self._gone[at]), 0
        at, seen = known
        for where, count in self._put[seen:]:
            at += count if at >= where else 0
        return at

    def put(self, node: _Node, below: Callable[[str], Sequence[_Node]]) -> None:
        """A node with all below it, behind the sibling before it; nothing when its parent is not in the outline."""
        up = self.place(node.parent) if node.parent else -1
        if up is None or self.place(node.uid) is not None:
            return
        at = up + 1
        for sibling in below(node.parent):
            if sibling.uid == node.uid:
                break
            there = self.place(sibling.uid)
            at = at if there is None else int(self.end[there])
        uids: list[str] = []
        level: list[int] = []
        parent: list[int] = []
        end: list[int] = []

        def walk(one: _Node, above: int) -> None:
            here = len(uids)
            uids.append(one.uid)
            level.append(_LEVEL[one.kind])
            parent.append(above)
            end.append(0)
            for kid in below(one.uid):
                walk(kid, at + here)
            end[here] = at + len(uids)

        walk(node, up)
        count = len(uids)
        behind, ends = self.parent[at:], self.end.copy()
        ends[at:] += count
        while up >= 0:
            ends[up] += count
            up = int(self.parent[up])
        self.uids[at:at] = uids
        self.level = np.concatenate((self.level[:at], np.array(level, np.int8), self.level[at:]))
        self.parent = np.concatenate((self.parent[:at], np.array(parent, np.int32),
                                      behind + np.where(behind >= at, count, 0).astype(np.int32)))
        self.end = np.concatenate((ends[:at], np.array(end, np.int32), ends[at:]))
        self._put.append((at, count))
        self._new.update((uid, (at + i, len(self._put))) for i, uid in enumerate(uids))
