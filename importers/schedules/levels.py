"""Which level each task of the outline gets: by its height above the leaves, missing levels passed through.

The lowest summary is a measure, the summaries above it fill package, project, program ... from below. Where leaves
become measures everything stands one level higher. Must not know: fields of items, money.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.catalog import LEVELS
from importers.schedules.model import Task


@dataclass(slots=True)
class Place:
    """Where one task goes. `through` are the pass-through nodes to make above it: (kind, key, parent, parent kind)."""

    kind: str
    key: str
    parent: str = ""
    parent_kind: str = ""
    name: str = ""                        # the task's own, behind those of levels that were joined into it
    through: list[tuple[str, str, str, str, str]] = field(default_factory=list)   # ... and the name of a measure


def heights(tasks: Sequence[Task]) -> list[int]:
    """0 for a task without any under it; parents stand before their children."""
    out = [0] * len(tasks)
    for i in range(len(tasks) - 1, -1, -1):
        parent = tasks[i].parent
        if parent >= 0:
            out[parent] = max(out[parent], out[i] + 1)
    return out


def places(tasks: Sequence[Task], leaf: str, top: str = "") -> tuple[list[Place | None], int]:
    """A place for each task, None for one whose level was joined into those below; and how many levels were joined.

    `top` names the level of the topmost summary when a person chose one.
    """
    kinds = [*LEVELS, "activity"] if leaf == "activity" else list(LEVELS)
    lowest = len(kinds) - 1
    height = heights(tasks)
    out: list[Place | None] = []
    joined: list[str] = []                                 # per task: names of the levels above that were joined
    made: set[tuple[str, str]] = set()
    for i, task in enumerate(tasks):
        above = tasks[task.parent] if task.parent >= 0 else None
        before = out[task.parent] if above is not None else None
        prefix = joined[task.parent] if above is not None and before is None else ""
        name = f"{prefix} / {task.name}" if prefix else task.name
        level = lowest - height[i]
        if not task.children and (above is None or before is None) and leaf == "activity":
            level = lowest - 1                             # a lone task is a measure of its own
        if before is None and top in kinds[:max(0, level)] and task.children:
            level = kinds.index(top)
        if level < 0:
            out.append(None)
            joined.append(name)
            continue
        joined.append("")
        place = Place(kinds[level], task.uid, name=name)
        start = kinds.index(before.kind) + 1 if before is not None else 0
        parent, parent_kind = (before.key, before.kind) if before is not None else ("", "")
        for gap in range(start, level):
            key = f"~{parent}"
            if (kinds[gap], key) not in made:
                made.add((kinds[gap], key))
                title = before.name if kinds[gap] == "measure" and before is not None else ""
                place.through.append((kinds[gap], key, parent, parent_kind, title))
            parent, parent_kind = key, kinds[gap]
        place.parent, place.parent_kind = parent, parent_kind
        out.append(place)
    return out, max(0, max(height, default=0) - lowest)
