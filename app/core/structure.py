"""What hangs where: live records by kind and below their parents, and the outline, kept over changes.

After a transaction of a few records these readings follow it, by what came, went or moved and by what lives or dies
with that; after a larger one, or where nobody asked yet, they are made when asked for. Lists that were handed out are
never changed afterwards.
Must not know: what a change looks like, months, money.
"""
from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Set
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, NamedTuple

from app.core.catalog import KINDS, LEVELS
from app.core.outline import Outline
from app.core.record import Record, rows, shelves_of
from app.core.shelf import words

_UP_TO = 500                 # records of a transaction that are followed one by one
_ALONG = 5000                # records that live or die with them; after more all is made anew
_NODES = 40                  # nodes an outline takes in one by one
_LINKS = tuple(name for name, kind in KINDS.items() if kind.link)
_TIED = {*LEVELS, *(one for name in _LINKS for field in KINDS[name].fields if field.name in KINDS[name].link
                    for one in field.ref.partition(":")[0].split("|"))}      # kinds that links join


class Before(NamedTuple):
    """Of a record that is about to come, go or move: was it live as a place to hang under, and where did it hang?"""

    lives: bool
    kind: str
    hung: str | None         # the parent it counted as a child of, None when it was not there or deleted


class Moved(NamedTuple):
    """What a transaction did to others: records that live or died with those it wrote, and where these hung before."""

    along: frozenset[str]
    homes: frozenset[str]


def _place(record: Record) -> tuple[str, str]:
    return record.fields.get("rank") or "", record.uid


def _roomy() -> dict[str, Record]:
    """A dict that keeps the hash beside each key, as it does once it held a key that is no text.

    With tens of thousands of uids most of a look-up goes, otherwise, into fetching keys that are not the one asked for.
    """
    found: dict[Any, Record] = {0: Record("", "")}
    del found[0]
    return found


class Structure:
    """The records and the readings of where they hang. `shape` counts the transactions that moved nodes."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = _roomy()
        self.shape = 0
        self._kids: dict[str, dict[str, list[str]]] = {}     # by kind, once asked for: places -> what hangs there
        self._kids_shared: set[str] = set()                  # with a branch: taken apart before it is written
        self._kinds: dict[str, list[Record]] = {}
        self._all: dict[str, list[Record]] | None = None     # by kind, live or not
        self._counted = 0                                    # records in `_all`
        self._above: dict[str, bool] = {}                    # places to hang under: are they live?
        self._ends: dict[str, list[str]] | None = None       # links by their ends, made when an end dies
        self._awaited: set[str] = set()                      # ends that links wait for
        self._outline: tuple[int, Outline] | None = None
        self._nodes: tuple[int, set[str]] | None = None      # nodes moved since, and up to which shape that is all

    # ---------------------------------------------------------------- reading

    def live(self, uid: str) -> bool:
        """Live = itself and all its ancestors exist and are not deleted; a link also needs both its ends."""
        record = self.records.get(uid)
        if record is None or not self._lives(uid):
            return False
        ends = KINDS[record.kind].link
        return not ends or all(self.live(record.get(end, "")) for end in ends)

    def of_kind(self, kind: str) -> list[Record]:
        """All live records of a kind, in uid order for a stable result."""
        found = self._kinds.get(kind)
        if found is None:
            ends = KINDS[kind].link
            every = self._of_kind_at_all(kind)
            found = self._living(every)
            if ends:
                joined = rows(found, *ends)
                missing = self._not_ends(set(chain.from_iterable(joined)))
                if missing:
                    self._awaited.update(uid or "" for both in joined for uid in both)
                    found = [r for r, both in zip(found, joined, strict=True) if missing.isdisjoint(both)]
            found.sort(key=attrgetter("uid"))
            self._kinds[kind] = found
        return found

    def _of_kind_at_all(self, kind: str) -> list[Record]:
        if self._all is None or self._counted != len(self.records):
            groups: dict[str, list[Record]] = {}
            for one, group in groupby(self.records.values(), attrgetter("kind")):
                groups.setdefault(one, []).extend(group)
            self._all, self._counted = groups, len(self.records)
        return self._all.get(kind, [])

    def _lives(self, uid: str | None) -> bool:
        """Is a place to hang under live? The answers are kept until something is hung elsewhere."""
        if not uid:
            return True
        known = self._above.get(uid)
        if known is None:
            record = self.records.get(uid)
            known = self._above[uid] = (record is not None and not record.fields.get("deleted")
                                        and self._lives(record.fields.get("parent") or ""))
        return known

    def _not_ends(self, uids: set[str | None]) -> set[str | None]:
        """Those of the ends of links that are not there, or dead."""
        there = [record for uid in uids if (record := self.records.get(uid or "")) is not None]
        return uids - {r.uid for r in self._living(there) if not KINDS[r.kind].link or self.live(r.uid)}

    def _living(self, records: Collection[Record]) -> list[Record]:
        """Those of many records that are not deleted and hang under a live one; links at dead ends among them."""
        shelves, _ = shelves_of(records)
        parents, lives = words(shelves, "parent"), self._lives
        self._look_up({parent or "" for parent in parents})
        sound = all(map(lives, parents))
        whole = {shelf for shelf in shelves if set(shelf.words("deleted")) <= {None, False}
                 and (sound or all(map(lives, shelf.words("parent"))))}
        doubtful = [r for r in records if r.shelf not in whole]
        dead = {r.uid for r, (deleted, parent) in zip(doubtful, rows(doubtful, "deleted", "parent"), strict=True)
                if deleted or not self._lives(parent)}
        return [r for r in records if r.uid not in dead] if dead else list(records)

    def _look_up(self, places: set[str]) -> None:
        """Find out of many places at once whether they are live."""
        unknown = [uid for uid in places if uid and uid not in self._above]
        if not unknown:
            return
        there = {uid: record for uid in unknown if (record := self.records.get(uid)) is not None}
        said = rows(there.values(), "deleted", "parent")
        self._look_up({parent or "" for _, parent in said})
        self._above.update(dict.fromkeys(unknown, False))
        self._above.update({uid: not deleted and (not parent or self._above[parent])
                            for uid, (deleted, parent) in zip(there, said, strict=True)})

    def children(self, uid: str, kind: str | None = None) -> list[Record]:
        """Live records right below one (or below the file: ""), by rank."""
        found = [self.records[k] for one in ((kind,) if kind else KINDS) for k in self._below(one).get(uid, ())]
        found = [r for r in found if not KINDS[r.kind].link or self.live(r.uid)]
        return sorted(found, key=_place) if len(found) > 1 else found

    def _below(self, kind: str) -> dict[str, list[str]]:
        """Records of a kind by where they hang, "" for the file."""
        found = self._kids.get(kind)
        if found is None:
            kids: defaultdict[str, list[str]] = defaultdict(list)
            every = self._of_kind_at_all(kind)
            for record, (deleted, parent) in zip(every, rows(every, "deleted", "parent"), strict=True):
                if not deleted:
                    kids[parent or ""].append(record.uid)
            self._kids_shared.discard(kind)
            found = self._kids[kind] = dict(kids)
        return found

    def _share_kids(self, other: Structure) -> None:
        """Another structure of the same records begins with what is known here."""
        other._kids = dict(self._kids)
        self._kids_shared.update(self._kids)
        other._kids_shared = set(self._kids)

    def with_others_below(self, uids: Iterable[str], ours: Set[str]) -> list[str]:
        """Which of these records have anything right below them that is none of ours? Links count dead or alive."""
        kids = [self._below(kind) for kind in KINDS]
        return [uid for uid in uids if any(k not in ours for below in kids for k in below.get(uid, ()))]

    def _nodes_below(self, uid: str) -> list[Record]:
        """Nodes right below a node, or below the file, by rank."""
        return sorted((self.records[k] for kind in LEVELS for k in self._below(kind).get(uid, ())), key=_place)

    def _all_nodes(self) -> Iterator[tuple[str, str, str, str]]:
        """(parent, rank, uid, kind) of the nodes that are not deleted."""
        for kind in LEVELS:
            nodes = self._of_kind_at_all(kind)
            for node, (deleted, parent, rank) in zip(nodes, rows(nodes, "deleted", "parent", "rank"), strict=True):
                if not deleted:
                    yield parent or "", rank or "", node.uid, kind

    @property
    def outline(self) -> Outline:
        """The six node kinds as frozen pre-order arrays; a subtree is a slice."""
        known = self._outline
        if known is None or known[0] != self.shape:
            if known is not None and self._nodes is not None and self._nodes[0] == self.shape:
                found = known[1].with_moved(self._nodes[1], self.records.get, self._nodes_below)
            else:
                found = Outline.build(self._all_nodes())
            self._outline = (self.shape, found)
            self._nodes = None
        assert self._outline is not None
        return self._outline[1]

    # ---------------------------------------------------------------- following

    def _forget_kinds(self) -> None:
        self._kinds.clear()
        self._above.clear()
        self._awaited.clear()
        self._all = self._ends = None

    def _forget(self) -> None:
        self._kids.clear()
        self._kids_shared.clear()
        self._nodes = None
        self._forget_kinds()

    def _before(self, uids: Iterable[str]) -> dict[str, Before] | None:
        """What is remembered of records before they come, go or move; None when they are too many to follow."""
        found: dict[str, Before] = {}
        for uid in uids:
            if uid in found:
                continue
            if len(found) >= _UP_TO:
                return None
            record = self.records.get(uid)
            there = record is not None and not record.fields.get("deleted")
            found[uid] = (Before(False, "", None) if record is None
                          else Before(self._lives(uid), record.kind, record.parent if there else None))
        return found

    def _hung(self, before: dict[str, Before] | None) -> Moved | None:
        """Records were written that came, went or moved: all readings follow, or are forgotten (None)."""
        nodes = None if before is None else {uid for uid, was in before.items()
                                             if was.kind in LEVELS or self._kind(uid) in LEVELS}
        if nodes is None or nodes:
            self._move_nodes(nodes)
        along = None if before is None else self._follow(before)
        if before is None or along is None:
            self._forget()
            return None
        return Moved(frozenset(along), frozenset(was.hung for was in before.values() if was.hung))

    def _kind(self, uid: str) -> str:
        record = self.records.get(uid)
        return record.kind if record is not None else ""

    def _move_nodes(self, nodes: set[str] | None) -> None:
        known = self._nodes[1] if self._nodes is not None and self._nodes[0] == self.shape else None
        fresh = self._outline is not None and self._outline[0] == self.shape
        self.shape += 1
        if nodes is None or (known is None and not fresh):
            self._nodes = None
            return
        nodes = nodes | (known or set())
        self._nodes = (self.shape, nodes) if len(nodes) <= _NODES else None

    def _follow(self, before: dict[str, Before]) -> set[str] | None:
        if any(was.kind or uid in self._above for uid, was in before.items()):
            self._above.clear()
        for uid, was in before.items():
            self._rehang(uid, was)
        turned = {uid for uid, was in before.items() if self._lives(uid) is not was.lives}
        dead_or_alive = set(turned)
        queue = list(turned)
        for uid in queue:                  # grows while it is walked
            for kid in [k for kind in KINDS for k in self._below(kind).get(uid, ())]:
                if kid not in before and kid not in dead_or_alive:
                    dead_or_alive.add(kid)
                    queue.append(kid)
            if len(queue) > _ALONG:
                return None
        links = self._tied(dead_or_alive, before)
        changed = {uid for uid in links if self._list(uid, "")}
        for uid in dead_or_alive - before.keys():
            self._list(uid, "")
        for uid, was in before.items():
            self._list(uid, was.kind)
        return (dead_or_alive | changed) - before.keys()

    def _rehang(self, uid: str, was: Before) -> None:
        """The list of children it stands in, and the list of all of its kind."""
        record = self.records.get(uid)
        if self._all is not None and (record is None or record.kind != was.kind):
            if record is not None and not was.kind and self._counted == len(self.records) - 1:
                self._all.setdefault(record.kind, []).append(record)
                self._counted += 1
            elif record is not None or was.kind:
                self._all = None
        there = record is not None and not record.fields.get("deleted")
        old = None if was.hung is None else (was.kind, was.hung)
        new = (record.kind, record.parent) if record is not None and there else None
        if old == new:
            return
        if old is not None and (below := self._writable_below(old[0])) is not None:
            below[old[1]] = [k for k in below.get(old[1], ()) if k != uid]
        if new is not None and (below := self._writable_below(new[0])) is not None:
            below[new[1]] = [*below.get(new[1], ()), uid]

    def _writable_below(self, kind: str) -> dict[str, list[str]] | None:
        """What `_below` found, for this structure alone; None when nobody asked for it."""
        if kind in self._kids_shared:
            self._kids[kind] = dict(self._kids[kind])
            self._kids_shared.discard(kind)
        return self._kids.get(kind)

    def _tied(self, places: set[str], before: dict[str, Before]) -> set[str]:
        """Links beside those written whose ends came to life or died."""
        if not any(kind in self._kinds for kind in _LINKS):
            return set()
        if self._ends is not None:
            for uid in before:
                record = self.records.get(uid)
                if record is not None and KINDS[record.kind].link:
                    self._add_ends(self._ends, record)
        queue = [uid for uid in places if uid in self._awaited
                 or ((uid not in before or before[uid].kind) and self._kind(uid) in ("", *_TIED))]
        if queue and self._ends is None:
            self._ends = {}
            for kind in _LINKS:
                every = self._of_kind_at_all(kind)
                for record, ends in zip(every, rows(every, *KINDS[kind].link), strict=True):
                    for end in ends:
                        self._ends.setdefault(end or "", []).append(record.uid)
        found: set[str] = set()
        for uid in queue:                  # grows while it is walked: links may join links
            fresh = set((self._ends or {}).get(uid, ())) - found
            found |= fresh
            queue += sorted(fresh & (self._ends or {}).keys())
        return found - before.keys()

    @staticmethod
    def _add_ends(ends: dict[str, list[str]], record: Record) -> None:
        for end in KINDS[record.kind].link:
            ends.setdefault(record.fields.get(end) or "", []).append(record.uid)

    def _list(self, uid: str, was: str) -> bool:
        """Put a record into the list of its kind, or take it out; True when that changed anything."""
        record = self.records.get(uid)
        kind = record.kind if record is not None else ""
        if was and was != kind:
            self._put(was, uid, None)
        if not kind:
            return False
        live = self.live(uid)
        if not live and record is not None and KINDS[kind].link and not record.deleted:
            self._awaited.update(record.fields.get(end) or "" for end in KINDS[kind].link)
        return self._put(kind, uid, record if live else None)

    def _put(self, kind: str, uid: str, record: Record | None) -> bool:
        found = self._kinds.get(kind)
        if found is None:
            return False
        at = bisect_left(found, uid, key=attrgetter("uid"))
        there = at < len(found) and found[at].uid == uid
        if there == (record is not None) and (record is None or found[at] is record):
            return False
        self._kinds[kind] = [*found[:at], *(() if record is None else (record,)), *found[at + there:]]
        return True
