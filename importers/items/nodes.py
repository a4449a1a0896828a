"""The levels above measures: named ones from columns and group rows, missing ones as pass-through nodes.

Must not know: where the names come from. Every item's parent is exactly one level above it.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.batch import Item
from app.core.catalog import LEVELS
from importers.meaning.evidence import is_code
from importers.meaning.notes import Notes

_GLUED = re.compile(r"^(\d{1,3})\.([^\W\d_]{2,}.*)$")
Name = tuple[str, str]                    # (code or "", name); ("", "") = this level is missing
NO_NAME: Name = ("", "")
ABOVE = LEVELS[:5]


def name_of(text: str | None) -> Name:
    """A level cell: what looks like a code is both code and name."""
    if not text:
        return NO_NAME
    return (text, text) if is_code(text) and any(c.isdigit() for c in text) else ("", text)


def heading(text: str) -> Name:
    """A group row's text: "PG01 Procurement" has a code before its name, "2.Rooms" too."""
    glued = _GLUED.match(text)
    if glued:
        return glued[1], glued[2].strip()
    first, _, rest = text.partition(" ")
    if rest.strip() and is_code(first.rstrip(":.")) and any(c.isdigit() for c in first):
        return first.rstrip(":."), rest.strip(" -–:")
    return name_of(text)


@dataclass(slots=True)
class Nodes:
    """Makes each node once; `items` are in order, parents first."""

    notes: Notes
    items: list[Item] = field(default_factory=list)
    _known: dict[tuple[str, str], str] = field(default_factory=dict)      # (kind, key) -> parent key
    _packages: dict[tuple[Name, ...], tuple[str, str]] = field(default_factory=dict)

    def package(self, names: tuple[Name, ...], at: str) -> tuple[str, str]:
        """Key of the package under organization .. package names (five of them), and the path of named ones."""
        found = self._packages.get(names)
        if found is None:
            found = self._packages[names] = self.chain(names, at)
        return found

    def chain(self, names: Sequence[Name], at: str) -> tuple[str, str]:
        """Make the nodes from the top down as far as names are given; (key of the last, path of named ones)."""
        parent, path = "", ""
        for level, (code, name) in zip(LEVELS, names, strict=False):
            parent, path = self.node(level, parent, path, code, name, at)
        return parent, path

    def node(self, level: str, parent: str, path: str, code: str, name: str, at: str) -> tuple[str, str]:
        """One node under a parent; without a name a pass-through."""
        if not name:
            return self._add(level, f"~{parent}", parent, at, {"name": "", "pass_through": True}), path
        key = code if code and not code.isdigit() else f"{path}/{name}" if path else name
        known = self._known.get((level, key))
        if known is not None and known != parent:
            if code and key == code:
                self.notes.add("warning", at.rpartition("!")[2],
                               f"{level.capitalize()} {code} stands under two parents; the second is kept as one of "
                               "its own.")
            key = f"{parent}/{name}"
        fields: dict[str, object] = {"code": code, "name": name} if code else {"name": name}
        return self._add(level, key, parent, at, fields), key

    def _add(self, level: str, key: str, parent: str, at: str, fields: dict[str, object]) -> str:
        if (level, key) not in self._known:
            self._known[level, key] = parent
            above = LEVELS[LEVELS.index(level) - 1] if parent else ""
            self.items.append(Item(level, key, parent, above, fields, at=at))
        return key


def fill_upward(names: Sequence[Name], used: Sequence[bool], groups: Sequence[Name]) -> tuple[Name, ...]:
    """Put group names into the free levels from package upward; levels too many join the topmost one."""
    out = list(names)
    free = [i for i in reversed(range(len(out))) if not used[i]]
    if not free or not groups:
        return tuple(out)
    below = list(reversed([g for g in groups if g[1]]))
    for i, group in zip(free, below, strict=False):
        out[i] = group
    left = below[len(free):]
    if left:
        top = free[-1]
        out[top] = ("", " / ".join([*(g[1] for g in reversed(left)), out[top][1]]))
    return tuple(out)
