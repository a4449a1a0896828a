"""The rows of a tree become records: each row gets its level by its height above the leaves, gaps are passed through.

Must not know: how the hierarchy was found, and money.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.batch import Item
from app.core.catalog import LEVELS
from app.errors import Problem
from importers.base import address
from importers.items.activities import ACTIVITY, activity_fields, leftover
from importers.items.build import FALLBACK
from importers.items.fields import Fields
from importers.items.nodes import Nodes
from importers.layouts.trees.signals import ROOT, Parents
from importers.meaning.table import Table

_NODE = ("code", "name", "description", "owner", "sponsor", "controller", "unit", "function", "entity", "committee",
         "workstream", "status", "light", "progress", "priority")
_MEASURE = (*_NODE, "start", "finish", "stage")
MAX_LEVELS = 100


@dataclass(slots=True)
class Branch:
    """One row of the tree: its data row number and the branches under it."""

    row: int
    children: list[Branch] = field(default_factory=list)

    def height(self) -> int:
        return 1 + max(c.height() for c in self.children) if self.children else 0

    def leaves(self) -> list[int]:
        """The rows without anything under them, this one when it is such."""
        return [row for child in self.children for row in child.leaves()] if self.children else [self.row]

    def summaries(self) -> list[Branch]:
        """This branch and all under it that have branches of their own."""
        return [self, *(s for child in self.children for s in child.summaries())] if self.children else []


def branches(parents: Parents) -> list[Branch]:
    """The tree of all rows in their order; a row of which nothing is said stands beside the row before it. Raises
    Problem for a tree so deep that nobody can have meant it."""
    made = [Branch(i) for i in range(len(parents))]
    roots: list[Branch] = []
    used: list[int] = []
    for i, parent in enumerate(parents):
        if parent is None:
            parent = used[-1] if used and used[-1] != i else ROOT
        used.append(parent)
        (roots if parent == ROOT else made[parent].children).append(made[i])
    level, depth = roots, 0
    while level:
        level, depth = [child for branch in level for child in branch.children], depth + 1
    if depth > MAX_LEVELS:
        raise Problem(f"Rows lie {depth:,} levels deep under each other; at most {MAX_LEVELS} levels are read.",
                      "Check the codes, indents or levels that say what a row belongs to, or leave the sheet out.")
    return roots


def unplaced(parents: Sequence[int | None]) -> list[int]:
    """Rows of which the signal says nothing."""
    return [i for i, parent in enumerate(parents) if parent is None]


def without(parents: Parents, before: Sequence[int], stay: set[int]) -> list[int | None]:
    """The parents of the rows that stay, counted anew; what hung under a row that is gone hangs under the one above."""
    place = {i: n for n, i in enumerate(i for i, row in enumerate(before) if row in stay)}
    found: list[int | None] = []
    for i in place:
        parent = parents[i]
        while parent is not None and parent != ROOT and parent not in place:
            parent = parents[parent]
        found.append(parent if parent is None or parent == ROOT else place[parent])
    return found


class TreeNodes:
    """Walks the tree from the top, giving each row its kind by its height above the leaves."""

    def __init__(self, table: Table, fields: Fields, leaf: str) -> None:
        self.table, self.fields, self.leaf = table, fields, leaf
        self.nodes = Nodes(table.notes)
        self.items: list[Item] = []
        self.keys: dict[int, str] = {}
        self.kinds: dict[int, str] = {}
        self.measures: list[str] = []
        self._taken: set[tuple[str, str]] = set()
        self._column = next((g.index for g in table.guesses if g.field == "name"), 0)

    def root(self, branch: Branch) -> None:
        """A top row: missing levels above it are pass-through."""
        kinds = [*LEVELS, "activity"] if self.leaf == "activity" else list(LEVELS)
        top = len(kinds) - 1 - branch.height()
        wished = self.table.context.answer("top", self.table.sheet.name)
        if wished in kinds[:max(0, top)] and branch.children:
            top = kinds.index(wished)                      # the person named the level of the topmost rows
        if top < 0:
            self.table.notes.add("warning", self._at(branch.row).rpartition("!")[2],
                                 f"The tree has {-top} levels too many; the topmost were joined.")
            for child in branch.children:
                self._joined(branch, child)
            self.keys[branch.row], self.kinds[branch.row] = "", "organization"
            return
        if not branch.children and self.leaf == "activity":
            top = len(kinds) - 2                           # a lone row is a measure of its own
        parent, path = self.nodes.chain([("", "")] * min(top, 5), self._at(branch.row))
        self._place(branch, kinds, top, parent, path)

    def _joined(self, above: Branch, branch: Branch) -> None:
        name = self.fields.columns["name"]
        name[branch.row] = f"{name[above.row]} / {name[branch.row]}"
        self.root(branch)

    def _place(self, branch: Branch, kinds: list[str], level: int, parent: str, path: str) -> None:
        kind = kinds[level]
        key = self._key(branch.row, kind, path)
        self.keys[branch.row], self.kinds[branch.row] = key, kind
        self._item(branch.row, kind, key, parent, kinds[level - 1] if level else "")
        for child in branch.children:
            wanted = len(kinds) - 1 - child.height()
            if self.leaf == "activity" and not child.children and level < len(kinds) - 2:
                wanted = len(kinds) - 1
            below, at = key, self._at(child.row)
            for gap in range(level + 1, wanted):
                below = self._through(kinds[gap], below, kinds[gap - 1], branch.row, at)
            self._place(child, kinds, wanted, below, key)

    def _through(self, kind: str, parent: str, parent_kind: str, row: int, at: str) -> str:
        """A level this branch does not have: a pass-through node, or the summary's own measure."""
        key = f"~{parent}"
        if (kind, key) not in self._taken:
            self._taken.add((kind, key))
            names = self.fields.columns["name"]
            found: dict[str, Any] = {"name": names[row] or "", "pass_through": True} if kind == "measure" else {
                "name": "", "pass_through": True}
            self.items.append(Item(kind, key, parent, parent_kind, found, at=at))
            if kind == "measure":
                self.measures.append(key)
        return key

    def _key(self, row: int, kind: str, path: str) -> str:
        codes, names = self.fields.columns.get("code"), self.fields.columns.get("name")
        code = codes[row] if codes else None
        base = code or f"{path}/{names[row] if names else row}".lstrip("/")
        key, n = base, 1
        while (kind, key) in self._taken:
            n += 1
            key = f"{base}#{n}"
        self._taken.add((kind, key))
        return key

    def _item(self, row: int, kind: str, key: str, parent: str, parent_kind: str) -> None:
        names = ACTIVITY if kind == "activity" else _MEASURE if kind == "measure" else _NODE
        found = self.fields.of(row, [n for n in names if n in self.fields.columns])
        found.setdefault("name", key)
        if kind == "activity":
            found = activity_fields(found, self.fields.columns.get("progress"), row)
        codes = self.fields.columns.get("code")
        custom = leftover(self.table, self.fields, row) if kind == "activity" else self.fields.custom_of(row)
        if kind == "measure":
            self._more_dates(row, found, custom)
        self.items.append(Item(kind, key, parent, parent_kind, found, {}, custom, self._at(row),
                               not (codes and codes[row])))
        if kind == "measure":
            self.measures.append(key)

    def _more_dates(self, row: int, found: dict[str, Any], custom: dict[str, tuple[str, Any]]) -> None:
        """A measure among activities has one start and one finish as any has; other dates stay under their heads."""
        for name, others in FALLBACK:
            for guess in (g for other in others if (g := self.table.find(other)) is not None):
                day = self.fields.columns.get(guess.field, [None] * (row + 1))[row]
                if day is not None and found.setdefault(name, day) != day:
                    custom[guess.header] = ("date", day)

    def _at(self, row: int) -> str:
        return f"{self.table.sheet.name}!{address(*self.table.place(row, self._column))}"
