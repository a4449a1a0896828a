"""Dependencies by the rows they touch: read for the whole file, each made an object when its row comes into view.

Kept over transactions; only links that one touched, or whose ends it touched, are read again. Of a file nobody has
linked anything in since it was opened the places of the rows are all there is, as numbers.
Must not know: pixels, Qt, dates.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.core.numbers import Numbers
from app.core.outline import Outline
from app.core.portfolio import Portfolio, Record, Since
from app.core.record import rows

Said = tuple[str, str, str, str, str | None, bool | None]      # the ends, their rows, type, hard
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Link:
    """One dependency as rows see it: the measures at its ends, and the activity or measure it really joins."""

    uid: str
    tail: str
    head: str
    tail_row: str
    head_row: str
    type: str
    hard: bool


class RowLinks(Mapping[str, Sequence[Link]]):
    """By the uid of a row. Not changed after it is made but for links made objects."""

    def __init__(self, said: dict[str, Said], by_row: dict[str, list[str]]) -> None:
        self._said, self._by_row = said, by_row
        self._made: dict[str, Link] = {}
        self._known: dict[str, list[Link]] = {}          # rows that came into view

    def __getitem__(self, row: str) -> list[Link]:
        found = self._known.get(row)
        if found is None:
            found = self._known[row] = [self._made.get(uid) or self._make(uid) for uid in self._by_row[row]]
        return found

    def of(self, row: str) -> Sequence[Link]:
        """Those of a row, none when it has none: asked row by row in every frame."""
        return self[row] if row in self._by_row else ()

    def _make(self, uid: str) -> Link:
        tail, head, tail_row, head_row, type_, hard = self._said[uid]
        made = self._made[uid] = Link(uid, tail, head, tail_row, head_row, type_ or "FS", hard is not False)
        return made

    def __contains__(self, row: object) -> bool:
        return row in self._by_row

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_row)

    def __len__(self) -> int:
        return len(self._by_row)

    def at_ends(self, uids: Collection[str]) -> set[str]:
        """The links that join any of these."""
        return {uid for uid, (tail, head, *_) in self._said.items() if tail in uids or head in uids}

    def with_again(self, gone: Collection[str], read: RowLinks) -> RowLinks:
        """Without some links, and with those read again."""
        by_row = dict(self._by_row)
        touched = {row for uid in gone if uid in self._said for row in self._said[uid][2:4]}
        for row in touched.union(read._by_row):
            found = [uid for uid in by_row.pop(row, ()) if uid not in gone] + read._by_row.get(row, [])
            if found:
                by_row[row] = sorted(found)
        return RowLinks({uid: said for uid, said in self._said.items() if uid not in gone} | read._said, by_row)


class FileLinks(RowLinks):
    """Those of a whole file. What the links say of themselves is read when it is asked for: whoever follows a change
    reads those that were written anew, the rows are the ones from before."""

    def __init__(self, outline: Outline, live: list[Record], near: Places, far: Places) -> None:
        self._outline, self._live, self._near, self._far = outline, live, near, far
        self._known: dict[str, list[Link]] = {}
        self._links: dict[int, Link] = {}
        apart = np.flatnonzero(near != far)
        at, which = np.r_[near, far[apart]], np.r_[np.arange(len(near)), apart]
        self._which: Places = which[np.lexsort((which, at))]
        self._starts: Places = np.r_[0, np.cumsum(np.bincount(at, minlength=len(outline)))]

    def __getitem__(self, row: str) -> list[Link]:
        found = self._known.get(row)
        if found is None:
            at = self._outline.position[row]
            numbers = self._which[self._starts[at]:self._starts[at + 1]].tolist()
            if not numbers:
                raise KeyError(row)
            found = self._known[row] = [self._links.get(i) or self._link(i) for i in numbers]
        return found

    def of(self, row: str) -> Sequence[Link]:
        return self[row] if row in self._known or row in self else ()

    def _link(self, i: int) -> Link:
        (tail, head, type_, hard), = rows([self._live[i]], "predecessor", "successor", "type", "hard")
        uids = self._outline.uids
        made = self._links[i] = Link(self._live[i].uid, tail, head, uids[self._near[i]], uids[self._far[i]],
                                     type_ or "FS", hard is not False)
        return made

    def __contains__(self, row: object) -> bool:
        at = self._outline.position.get(row, -1) if isinstance(row, str) else -1
        return at >= 0 and bool(self._starts[at] < self._starts[at + 1])

    def __iter__(self) -> Iterator[str]:
        return (self._outline.uids[at] for at in np.flatnonzero(np.diff(self._starts)).tolist())

    def __len__(self) -> int:
        return int(np.count_nonzero(np.diff(self._starts)))

    @cached_property
    def _said(self) -> dict[str, Said]:                  # type: ignore[override]  # made when something is linked anew
        uids, told = self._outline.uids, rows(self._live, "predecessor", "successor", "type", "hard")
        return {link.uid: (tail, head, uids[one], uids[other], type_, hard)
                for link, (tail, head, type_, hard), one, other in zip(
                    self._live, told, self._near.tolist(), self._far.tolist(), strict=True)}

    @cached_property
    def _by_row(self) -> dict[str, list[str]]:           # type: ignore[override]
        bounds = self._starts.tolist()
        return {row: [self._live[i].uid for i in self._which[bounds[at]:bounds[at + 1]].tolist()]
                for row, at in ((row, self._outline.position[row]) for row in self)}


def links(p: Portfolio) -> RowLinks:
    """Dependencies by each row they touch."""
    return p.kept("time links", lambda: _read_all(p), lambda old, since: _follow(p, old, since))


def linked(since: Since) -> bool:
    """Whether a transaction may have touched links, or what they join, otherwise than by its dates."""
    return any(kind in ("dependency", "") or cell in ("kind", "deleted", "parent+rank") for kind, cell in since.cells)


def _follow(p: Portfolio, old: RowLinks, since: Since) -> RowLinks:
    if not linked(since):
        return old
    touched = since.uids | since.along
    here = {uid for uid in touched if (record := p.get(uid)) is None or record.kind == "dependency"}
    again = here | old.at_ends(touched)
    live = sorted(uid for uid in again if p.live(uid) and p[uid].kind == "dependency")
    return old.with_again(again, _read(p, [p[uid] for uid in live]))


def _read(p: Portfolio, live: Sequence[Record]) -> RowLinks:
    tails, heads, types, hard = zip(*rows(live, "predecessor", "successor", "type", "hard"), strict=True) if live else (
        (), (), (), ())
    row = _rows_of(p, {*tails, *heads})
    uids, near, far = [link.uid for link in live], [row[uid] for uid in tails], [row[uid] for uid in heads]
    by_row: defaultdict[str, list[str]] = defaultdict(list)
    for uid, one, other in zip(uids, near, far, strict=True):
        by_row[one].append(uid)
        if one != other:
            by_row[other].append(uid)
    return RowLinks(dict(zip(uids, zip(tails, heads, near, far, types, hard, strict=True), strict=True)), dict(by_row))


def _read_all(p: Portfolio) -> RowLinks:
    live, outline = p.of_kind("dependency"), p.outline
    numbers = Numbers(live)
    near, far = (_places(p, numbers, live, end) for end in ("predecessor", "successor"))
    if (near < 0).any() or (far < 0).any():              # an end in no row there is
        return _read(p, live)
    return FileLinks(outline, live, near, far)


def _places(p: Portfolio, numbers: Numbers, live: Sequence[Record], end: str) -> Places:
    """[link] the place of the row of one of its ends in the outline."""
    position = p.outline.position
    found = numbers.places(end, position)
    others = np.flatnonzero(found < 0)
    if len(others):                                      # activities stand in the row of their measure
        told = [uid for (uid,) in rows([live[i] for i in others.tolist()], end)]
        row = _rows_of(p, set(told))
        found[others] = [position.get(row[uid], -1) for uid in told]
    return found


def _rows_of(p: Portfolio, ends: Iterable[str]) -> dict[str, str]:
    """The row of each end of a link."""
    records = [p.records[uid] for uid in ends]
    return {r.uid: (parent or "") if r.kind == "activity" else r.uid
            for r, (parent,) in zip(records, rows(records, "parent"), strict=True)}
