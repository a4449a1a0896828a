"""The journal's shapes: a change of one cell (or a run of months), a transaction, its canonical text and hash.

Source of the shapes: records.md ("Shapes"), fixed from the first file format on.
Must not know: where the journal lies, and what a field means (catalog.py does).
"""
from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from app.core.catalog import SERIES, cell_of, cells_of

SCHEMA = 1
ORIGINS = ("edit", "import", "undo", "decision")
_SERIES = frozenset(SERIES)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode   # one encoder: `dumps` makes one a call


class Change(NamedTuple):
    """One cell before and after, or a run of consecutive months of one series.

    `field` is the cell's name ("owner", "start+finish", "plan", "change_touched#pricing", "x.<uid>"). `month` is
    the first month of a run, else None. `old` and `new` have one entry a month, or one a field of the cell;
    None is empty. `seen` lists the transactions that last wrote the cell when its author changed it.
    """

    uid: str
    field: str
    month: int | None
    old: tuple[Any, ...]
    new: tuple[Any, ...]
    seen: tuple[str, ...] = ()


class Creation(NamedTuple):
    """A new record in one piece: what its changes from nothing would say, without half a dozen objects for it.

    `fields` hold no None and neither parent nor rank; `runs` are (series, first month, values). An import makes
    nearly all of its changes so; `changes()` gives the same thing in the journal's own words. `seen` is filled for
    what was taken back and came again.
    """

    uid: str
    kind: str
    parent: str | None
    rank: str
    fields: dict[str, Any]
    runs: tuple[tuple[str, int, Sequence[int | None]], ...] = ()
    seen: tuple[str, ...] = ()

    def cells(self) -> list[tuple[str, int | None, tuple[Any, ...]]]:
        """(cell, first month, new values) in the order the journal holds them."""
        rows: list[tuple[str, int | None, tuple[Any, ...]]] = [
            ("kind", None, (self.kind,)), ("parent+rank", None, (self.parent, self.rank))]
        done: set[str] = set()
        for name, value in self.fields.items():
            if name in done:
                continue
            cell = cell_of(self.kind, name)
            if cell == name:
                rows.append((name, None, (value,)))
            else:
                names = cells_of(self.kind)[cell]
                done.update(names)
                rows.append((cell, None, tuple(map(self.fields.get, names))))
        rows += [(series, first, tuple(values)) for series, first, values in self.runs]
        return rows

    def changes(self) -> list[Change]:
        return [Change(self.uid, cell, month, (None,) * len(new), new, self.seen) for cell, month, new in self.cells()]

    def body(self) -> str:
        """What `body(self.changes())` gives."""
        return self.told()[0]

    def told(self) -> tuple[str, int]:
        """The body, and how many values it writes."""
        rows = self.cells()
        size = len(rows) - len(self.runs) + sum([len(new) for _, _, new in self.runs])
        return _encode([(cell, month, None, new, self.seen) for cell, month, new in rows]), size


Work = Change | Creation


@dataclass(frozen=True, slots=True)
class Head:
    """Everything of a transaction but its changes; `told` is the date the content was known."""

    id: str
    site: str
    seq: int
    hlc: int
    told: str
    person: str
    label: str
    schema: int
    origin: str
    undoes: str
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Tx:
    head: Head
    changes: tuple[Change, ...]


class Clock(Protocol):
    """Time is handed in: milliseconds since 1970 and today's date, so that tests can set both."""

    def now_ms(self) -> int: ...

    def today(self) -> str: ...


def next_hlc(last: int, now_ms: int) -> int:
    """The hybrid logical clock: milliseconds in the high bits, a counter in the low sixteen; never goes back."""
    return max(last + 1, now_ms << 16)


def is_series(field: str) -> bool:
    return field in _SERIES


def _all_none(values: Sequence[Any]) -> bool:
    return values.count(None) == len(values)


def body(changes: Iterable[Change]) -> str:
    """Canonical JSON of one record's changes: [[cell, month, old, new, seen], ...].

    `old` or `new` that is empty throughout is written as null; the other side tells the length.
    """
    return _encode([[c.field, c.month, None if _all_none(c.old) else c.old, None if _all_none(c.new) else c.new, c.seen]
                    for c in changes])


def from_body(uid: str, text: str) -> list[Change]:
    """The changes of one record as `body` wrote them."""
    return from_bodies([(uid, text)])


def from_bodies(bodies: Sequence[tuple[str, str]]) -> list[Change]:
    """The changes of many records, read in one go."""
    changes = []
    records = json.loads(f"[{','.join(text for _, text in bodies)}]")
    for (uid, _), cells_ in zip(bodies, records, strict=True):
        for field, month, old, new, seen in cells_:
            length = len(old if old is not None else new if new is not None else ())
            changes.append(Change(uid, field, month, _side(old, length), _side(new, length), tuple(seen)))
    return changes


def _side(values: list[Any] | None, length: int) -> tuple[Any, ...]:
    return (None,) * length if values is None else tuple(values)


def by_record(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Changes grouped by record in the order each record first appears."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.uid, []).append(change)
    return groups


def content_hash(head: Head, said: Iterable[bytes]) -> str:
    """SHA-256 over the previous hash and the canonical content (records.md): header, then what each page says."""
    sha = hashlib.sha256()
    meta = [head.prev_hash, head.id, head.site, head.seq, head.hlc, head.told, head.person, head.label,
            head.schema, head.origin, head.undoes]
    sha.update(json.dumps(meta, ensure_ascii=False, separators=(",", ":")).encode())
    for text in said:
        sha.update(b"\n")
        sha.update(text)
    return sha.hexdigest()


def file_head(chain: Iterable[tuple[str, int, str]]) -> str:
    """The file's head: SHA-256 of the sorted (site, seq, hash) of each site's last transaction."""
    text = json.dumps(sorted(chain), separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def cells(change: Change) -> Iterator[tuple[tuple[str, str, int | None], Any, Any]]:
    """Each single cell of a change: ((uid, cell, month), old, new); a joint cell's values stay a tuple."""
    if change.month is None:
        yield (change.uid, change.field, None), change.old, change.new
    else:
        for i, (old, new) in enumerate(zip(change.old, change.new, strict=True)):
            yield (change.uid, change.field, change.month + i), old, new


def net(work: Iterable[Work]) -> list[Work]:
    """One change a cell: later ones win, their `old` stays the first one's; no-ops are dropped.

    Runs of months are cut where two changes overlap and joined again where months follow each other. A new record
    stays in one piece unless something else of the same work touches it.
    """
    work = list(work)
    made = {w.uid: w for w in work if isinstance(w, Creation)}
    if not made:
        return list(_net(w for w in work if isinstance(w, Change)))
    loose = [w for w in work if isinstance(w, Change)]
    split = {c.uid for c in loose if c.uid in made}
    changes = [c for uid in split for c in made[uid].changes()] + loose
    return [*(w for uid, w in made.items() if uid not in split), *_net(changes)]


def _net(changes: Iterable[Change]) -> list[Change]:
    plain: dict[tuple[str, str], Change] = {}
    months: dict[tuple[str, str], dict[int, tuple[Any, Any]]] = {}
    order: dict[tuple[str, str], None] = {}
    single: dict[tuple[str, str], Change] = {}
    for change in changes:
        key = (change.uid, change.field)
        order[key] = None
        if change.month is None:
            before = plain.get(key)
            plain[key] = change if before is None else change._replace(old=before.old)
        elif key not in months and key not in single:
            single[key] = change
        else:
            run = months.setdefault(key, {})
            first = single.pop(key, None)
            for part in (first, change) if first else (change,):
                for (_, _, month), old, new in cells(part):
                    assert month is not None
                    run[month] = (run[month][0] if month in run else old, new)
    result: list[Change] = []
    for key in order:
        if key in plain:
            if plain[key].old != plain[key].new:
                result.append(plain[key])
        elif key in single:
            change = single[key]
            if _all_none(change.old) and None not in change.new:
                result.append(change)
            elif all(o != n for o, n in zip(change.old, change.new, strict=True)):
                result.append(change)
            else:
                result.extend(_runs(*key, {m or 0: (o, n) for (_, _, m), o, n in cells(change)}))
        else:
            result.extend(_runs(*key, months[key]))
    return result


def _runs(uid: str, field: str, months: dict[int, tuple[Any, Any]]) -> Iterator[Change]:
    run: list[tuple[int, Any, Any]] = []
    for month in sorted(months):
        old, new = months[month]
        if run and (old == new or month != run[-1][0] + 1):
            yield _run(uid, field, run)
            run = []
        if old != new:
            run.append((month, old, new))
    if run:
        yield _run(uid, field, run)


def _run(uid: str, field: str, run: list[tuple[int, Any, Any]]) -> Change:
    return Change(uid, field, run[0][0], tuple(o for _, o, _ in run), tuple(n for _, _, n in run))


def inverse(changes: Iterable[Change]) -> list[Change]:
    """The changes that take these back, last first."""
    return [Change(c.uid, c.field, c.month, c.new, c.old) for c in reversed(list(changes))]
