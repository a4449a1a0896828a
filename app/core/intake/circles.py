"""New dependencies that would close a circle.

Must not know: how items were matched, what is said of those left out.
"""
from __future__ import annotations

from itertools import pairwise
from typing import Any

from app.core.batch import Item
from app.core.guard import circle


def leave_out_circles(edges: list[tuple[str, str]], fresh: list[tuple[str, Item, dict[str, Any]]]) -> list[Item]:
    """Takes out of `fresh`, of those that would close a circle, the one named last, until none is left."""
    left: list[Item] = []
    while found := circle(edges + [(f["predecessor"], f["successor"]) for _, _, f in fresh]):
        pairs = set(pairwise(found))
        hits = [i for i, (_, _, f) in enumerate(fresh) if (f["predecessor"], f["successor"]) in pairs]
        if not hits:
            break                        # the circle was in the file before
        left.append(fresh.pop(hits[-1])[1])
    return left
