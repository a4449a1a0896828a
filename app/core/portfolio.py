"""The whole file in memory: records by uid, their series, and the one function that writes them.

Must not know: SQLite, Qt, how a change came to be. `apply` is the only writer; everything else reads.
"""
from __future__ import annotations

import hashlib
import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from app.core.catalog import KINDS, cells_of
from app.core.change import Change, Creation, Work
from app.core.creations import Creations
from app.core.record import Record, on_shelf
from app.core.shelf import Column, Shelf
from app.core.structure import Moved, Structure
from app.core.value.series import SeriesStore, joined

T = TypeVar("T")

BUILT_IN: dict[str, Any] = {
    "currency": None,             # reporting currency; until one is set the first line's counts
    "fiscal_start": 1,            # first month of the fiscal year
    "discount_rate": 800,         # NPV, basis points a year (product.md section 4)
    "figures_in": "k",            # how amounts are shown: "1", "k" or "M"
    "labels": {},                 # kind -> the customer's own word for a level
}


_HANGING = ("kind", "parent+rank", "deleted")
_NOTHING = Moved(frozenset(), frozenset())
_VERSION = bytes(byte & 15 | 5 << 4 for byte in range(256))       # what a uuid5 makes of its seventh byte
_VARIANT = bytes(byte & 63 | 2 << 6 for byte in range(256))       # and of its ninth
_FOLLOW_UP_TO = 500          # records a reading follows one by one; after more it is made anew
_REMEMBER = 64               # transactions a reading may be behind and still follow
_READINGS = 24               # readings kept at a time


@dataclass(frozen=True, slots=True)
class Since:
    """What changed between two versions: records, cells as (kind, cell), and whether nodes came, went or moved.

    `along` are records nobody wrote that came to life or died because others did; `homes` are the parents that
    what came, went or moved hung under before.
    """

    uids: frozenset[str]
    cells: frozenset[tuple[str, str]]
    shape: bool
    along: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()


class Portfolio(Structure):
    """Records by uid. `version` counts all transactions, `shape` those that moved nodes; caches hang on both."""

    def __init__(self, file_id: str) -> None:
        super().__init__()
        self.file_id = file_id
        self._space = b""
        self.series = SeriesStore()
        self.version = 0
        self._settings: tuple[int, dict[tuple[str, str], Any]] | None = None
        self._kept: dict[str, tuple[int, Any]] = {}
        self._log: deque[tuple[int, Since | None]] = deque(maxlen=_REMEMBER)
        self._keeping = threading.RLock()     # reports are made beside the window
        self._own: set[str] | None = None     # of a branch: records that are no longer shared

    # ---------------------------------------------------------------- reading

    def get(self, uid: str) -> Record | None:
        return self.records.get(uid)

    def __getitem__(self, uid: str) -> Record:
        return self.records[uid]

    def ancestors(self, uid: str) -> Iterator[Record]:
        """From the parent up to the top."""
        record = self.records.get(uid)
        while record is not None and record.parent:
            record = self.records.get(record.parent)
            if record is not None:
                yield record

    def setting(self, key: str, node: str = "") -> Any:
        """A setting by scope: the node's program, then the file, then built-in."""
        if self._settings is None or self._settings[0] != self.version:
            table = {(r.get("key", ""), r.get("scope", "")): r.get("value") for r in self.of_kind("setting")}
            self._settings = (self.version, table)
        table = self._settings[1]
        scopes = [node, *(a.uid for a in self.ancestors(node))] if node else []
        for scope in (*scopes, ""):
            if table.get((key, scope)) is not None:
                return table[(key, scope)]
        return BUILT_IN.get(key)

    def kept(self, name: str, make: Callable[[], T], follow: Callable[[T, Since], T | None] | None = None) -> T:
        """A reading that lasts until the next change (cube, statuses).

        With `follow` an older reading is brought up to date from what changed since; it answers None when the
        reading must be made anew.
        """
        with self._keeping:
            version, found = self.version, self._kept.pop(name, None)
            if found is not None and found[0] != version:
                since = self.since(found[0]) if follow else None
                value = follow(found[1], since) if follow and since else None
                found = None if value is None else (version, value)
            if found is None:
                found = (version, make())
            while len(self._kept) >= _READINGS:
                del self._kept[next(iter(self._kept))]
            self._kept[name] = found
            return cast(T, found[1])

    def settled(self) -> int:
        """The version, once what is being written on another thread is in."""
        with self._keeping:
            return self.version

    def older(self, name: str) -> tuple[Any, Since] | None:
        """A kept reading, which may be behind, and what changed since; None without one, or when that is not known."""
        with self._keeping:
            found = self._kept.get(name)
            since = None if found is None else self.since(found[0])
            return None if found is None or since is None else (found[1], since)

    def aside(self) -> Portfolio:
        """The same content for a reader on another thread; what it made of it is kept here by `adopt`.

        The records are shared: while they are written the reader may meet a state there never was, and stumble.
        """
        with self._keeping:
            new = Portfolio(self.file_id)
            new.records, new.series = dict(self.records), self.series
            new.version, new.shape, new._outline = self.version, self.shape, self._outline
            new._kinds, new._all, new._counted = dict(self._kinds), self._all, self._counted
            self._share_kids(new)
            new._kept = {name: found for name, found in self._kept.items() if found[0] == self.version}
            return new

    def adopt(self, aside: Portfolio) -> bool:
        """Keep what was read aside; False, and nothing is kept, when a transaction came meanwhile."""
        with self._keeping:
            if aside.version != self.version:
                return False
            self._kinds = aside._kinds | self._kinds
            self._kept.update((name, found) for name, found in aside._kept.items()
                              if name not in self._kept or self._kept[name][0] != self.version)
            return True

    def since(self, version: int) -> Since | None:
        """What changed after a version; None when that was too much, or too long ago, to be told."""
        parts = [part for number, part in self._log if number > version]
        told = [part for part in parts if part is not None]
        if len(told) != self.version - version:
            return None
        return Since(frozenset().union(*(part.uids for part in told)),
                     frozenset().union(*(part.cells for part in told)), any(part.shape for part in told),
                     frozenset().union(*(part.along for part in told)),
                     frozenset().union(*(part.homes for part in told)))

    def key_uid(self, kind: str, key: str) -> str:
        """The uid of what has a natural key: the same on every laptop that holds this file."""
        return self.key_uids(f"{kind}\n", (key,))[0]

    def key_uids(self, start: str, keys: Iterable[str]) -> list[str]:
        """`key_uid` for many keys of one kind, or of one source of it, by what they begin with."""
        self._space = self._space or uuid.UUID(self.file_id).bytes
        begun = hashlib.sha1(self._space + start.encode(), usedforsecurity=False).copy
        found = bytearray()
        for key in keys:                  # uuid5 without its objects: an import asks for thousands
            sha = begun()
            sha.update(key.encode())
            found += sha.digest()[:16]
        found[6::16] = found[6::16].translate(_VERSION)
        found[8::16] = found[8::16].translate(_VARIANT)
        return found.hex(" ", 16).split()

    # ---------------------------------------------------------------- writing

    def apply(self, work: Iterable[Work], columns: Sequence[Creations] = ()) -> None:
        """Take committed changes in, and new records that come as columns. The only writer of records and series.

        A reading that is being made beside the window is finished first, so that none is kept half old and half new.
        """
        with self._keeping:
            self._take_in(list(work), columns)

    def _take_in(self, work: list[Work], columns: Sequence[Creations]) -> None:
        made = [c for c in work if isinstance(c, Creation)]
        for one in columns:
            self._create_columns(one)
        many = len(made) > _FOLLOW_UP_TO or bool(columns)     # to be followed: nobody asks what each of them touched
        hanging = [] if many else [c.uid for c in work if self._hangs(c)]
        before = None if many else self._before(hanging)
        again = any(c.uid in self.records and c.field == "kind" and c.new[0] is not None for c in work
                    if isinstance(c, Change) and c.month is None)
        shape = self.shape
        uids: set[str] = set()
        touched: set[tuple[str, str]] = set()
        if many:
            self._create_all(made)
            work = [c for c in work if isinstance(c, Change)]
        for change in work:
            known = self.records.get(change.uid)
            if isinstance(change, Creation):
                cell = "kind"
                self._create(change)
            else:
                cell = change.field
                self._apply(change)
            if len(uids) <= _FOLLOW_UP_TO:
                record = self.records.get(change.uid) or known
                uids.add(change.uid)
                touched.add((record.kind if record else "", cell))
        self.version += 1
        moved = self._hung(None if again else before) if hanging or many else _NOTHING
        moved = _NOTHING if again else moved      # said once more of what is there: all is read anew, and followed
        self._log.append((self.version, None if moved is None or many or len(uids) > _FOLLOW_UP_TO else Since(
            frozenset(uids), frozenset(touched), self.shape != shape, moved.along, moved.homes)))

    def _hangs(self, change: Work) -> bool:
        """Does a change make a record come, go or move, or is it one of a link, whose ends may say so?"""
        if isinstance(change, Creation) or change.field in _HANGING:
            return True
        record = self.records.get(change.uid) if change.month is None else None
        return record is not None and bool(KINDS[record.kind].link)

    def sweep(self, uids: Sequence[str]) -> None:
        """Thousands of records go at once, and with them what they hold."""
        with self._keeping:
            for uid in uids:
                self.records.pop(uid, None)
            self.series.drop_many(uids)
            self.renew()

    def renew(self) -> None:
        """Records by the thousand came or went: every reading is made anew."""
        self.version += 1
        self._hung(None)
        self._log.append((self.version, None))

    def take(self, changes: Sequence[Work]) -> None:
        """`apply` for many changes at once, where nobody follows: months that many lines share go in as one block."""
        made = {c.uid for c in changes if isinstance(c, Creation) or c.field == "kind"}
        blocks: dict[tuple[str, int, int], dict[str, Change]] = {}
        rest: list[Work] = []
        for change in changes:
            if isinstance(change, Creation) or change.month is None or change.uid in made:
                rest.append(change)
            elif blocks.setdefault((change.field, change.month, len(change.new)), {}).setdefault(
                    change.uid, change) is not change:
                raise AssertionError(f"two changes of one cell: {change.field} of {change.uid}")
        for (series, first, _), lines in blocks.items():
            self.series.put_many(list(lines), series, first, [c.new for c in lines.values()])
        self.apply(rest)

    def _create(self, new: Creation) -> None:
        fields = dict(new.fields)
        if new.parent is not None:
            fields["parent"] = new.parent
        fields["rank"] = new.rank
        if new.uid in self.records:
            self._all = None                  # it lists the record that was there
        self.records[new.uid] = Record(new.uid, new.kind, fields)
        for series, first, values in new.runs:
            self.series.put(new.uid, series, first, values)

    def _create_all(self, made: Sequence[Creation]) -> None:
        """New records by the thousand; the months of those whose series come once each go in together."""
        self.records.update({uid: Record(uid, kind, {**fields, "rank": rank} if parent is None else
                                         {**fields, "parent": parent, "rank": rank})
                             for uid, kind, parent, rank, fields, _, _ in made})
        runs: dict[str, list[tuple[int, int, Sequence[int | None]]]] = {}
        lines: list[str] = []
        for uid, own in [(new.uid, new.runs) for new in made if new.runs]:
            if uid in self.series.slot or len({run[0] for run in own}) < len(own):
                for series, first, values in own:
                    self.series.put(uid, series, first, values)
                continue
            for series, first, values in own:
                runs.setdefault(series, []).append((len(lines), first, values))
            lines.append(uid)
        self._all = None
        self.series.put_months(lines, [joined(series, have, len(lines)) for series, have in runs.items()])

    def _create_columns(self, made: Creations) -> None:
        """New records that come as columns."""
        shelf = Shelf({name: Column(column) for name, column in made.columns.items()}, len(made.uids))
        self.records.update(zip(made.uids, on_shelf(made.kind, made.uids, shelf), strict=True))
        self.series.put_months(made.uids, made.months)
        self._all = None

    def _apply(self, change: Change) -> None:
        uid, cell = change.uid, change.field
        if change.month is not None:
            self.series.put(uid, cell, change.month, change.new)
            return
        if cell == "kind":
            kind = change.new[0]
            if kind is None:
                self.records.pop(uid, None)
                self.series.drop(uid)
            else:
                found = self._writable(uid)
                if found is None:
                    self.records[uid] = Record(uid, kind)
                else:
                    found.kind = kind
            return
        record = self._writable(uid)
        if record is None:       # a field of a record that a merge or an undo took away: kept in the journal only
            return
        names = ("parent", "rank") if cell == "parent+rank" else cells_of(record.kind).get(cell, (cell,))
        for name, value in zip(names, change.new, strict=True):
            if value is None:
                record.fields.pop(name, None)
            else:
                record.fields[name] = value

    def _writable(self, uid: str) -> Record | None:
        record = self.records.get(uid)
        if record is not None and self._own is not None and uid not in self._own:
            record = self.records[uid] = record.copy()
            self._own.add(uid)
            self._forget_kinds()              # they list the records themselves
        if record is not None:
            record.leave_shelf()
        return record

    def branch(self, *, apart: bool = False) -> Portfolio:
        """Another portfolio of the same content, cheaply: records are shared until the branch writes them.

        Only what is never written again may be branched so; `apart` copies every record.
        """
        new = Portfolio(self.file_id)
        if apart:
            new.records = {uid: record.copy() for uid, record in self.records.items()}
        else:
            new.records, new._own = dict(self.records), set()
        new.series = self.series.copy()
        new._outline = None if self._outline is None or self._outline[0] != self.shape else (0, self._outline[1])
        self._share_kids(new)
        return new

    def value_of(self, uid: str, cell: str) -> tuple[Any, ...]:
        """The values of a plain cell as a change's `old` wants them."""
        record = self.records.get(uid)
        if cell == "kind":
            return (record.kind if record else None,)
        if record is None:
            return (None,) * (cell.count("+") + 1)
        names = cells_of(record.kind).get(cell, (cell,))
        return tuple(record.fields.get(name) for name in names)

    def months_of(self, uid: str, series: str, first: int, count: int) -> tuple[int | None, ...]:
        """The stored months of one series as a change's `old` wants them."""
        return self.series.get(uid, series, first, count)


__all__ = ["BUILT_IN", "Portfolio", "Record", "Since"]
