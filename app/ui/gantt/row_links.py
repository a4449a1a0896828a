"""Dependencies by the rows they touch: read for the whole file, each made an object when its row comes into view.

Kept over transactions; only links that one touched, or whose ends it touched, are read again.
Must not know: pixels, Qt, dates.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core.portfolio import Portfolio, Record, Since
from app.core.record import rows

Said = tuple[str, str, str, str, str | None, bool | None]      # the ends, their rows, type, hard


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


def links(p: Portfolio) -> RowLinks:
    """Dependencies by each row they touch."""
    return p.kept("time links", lambda: _read(p, p.of_kind("dependency")), lambda old, since: _follow(p, old, since))


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


def _rows_of(p: Portfolio, ends: Iterable[str]) -> dict[str, str]:
    """The row of each end of a link."""
    records = [p.records[uid] for uid in ends]
    return {r.uid: (parent or "") if r.kind == "activity" else r.uid
            for r, (parent,) in zip(records, rows(records, "parent"), strict=True)}
