"""The six node levels as frozen pre-order arrays: a subtree is a slice, an ancestor a jump.

Must not know: fields, money, the window.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
    def build(nodes: Iterable[_Node]) -> Outline:
        """Order nodes by rank below their parents; a node below something not given is left out."""
        kids: dict[str, list[_Node]] = {}
        for node in nodes:
            kids.setdefault(node.parent, []).append(node)
        for group in kids.values():
            group.sort(key=lambda n: (n.rank, n.uid))
        uids: list[str] = []
        level: list[int] = []
        parent: list[int] = []
        end: list[int] = []

        def walk(above: str, at: int) -> None:
            for node in kids.get(above, ()):
                here = len(uids)
                uids.append(node.uid)
                level.append(_LEVEL[node.kind])
                parent.append(at)
                end.append(0)
                walk(node.uid, here)
                end[here] = len(uids)

        walk("", -1)
        return Outline(uids, np.array(level, np.int8), np.array(parent, np.int32), np.array(end, np.int32),
                       {uid: i for i, uid in enumerate(uids)})

    def __len__(self) -> int:
        return len(self.uids)

    def subtree(self, uid: str) -> list[str]:
        """The node and everything below it, in order."""
        at = self.position[uid]
        return self.uids[at:int(self.end[at])]
