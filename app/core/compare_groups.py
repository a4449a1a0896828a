"""A comparison as people read it: what changed gathered by measure, of one sort, and summed up in figures.

The money of a group is what its measure's roll-up gained or lost, and the rows below add up to it: what no row
explains (an exchange rate, a setting, a line that moved here) becomes a row of its own.
Must not know: words, the window.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.core.catalog import KINDS, LEVELS, SERIES, fields_of
from app.core.compare import ADDED, CHANGED, MOVED, REMOVED, Comparison, Row
from app.core.find import path_name
from app.core.portfolio import Portfolio, Record
from app.core.value.cube import cube

NEW, GONE, MOVES, DATES, MONEY, TEXTS = SORTS = ("new", "gone", "moved", "dates", "money", "texts")
OTHERWISE = "otherwise"               # the field of a row for money that no single difference explains
_AMOUNTS = frozenset((*SERIES, *(f"undated_{s}" for s in SERIES), "budget", OTHERWISE))
_HIDDEN = frozenset(("snapshot", "import_run"))    # they tell of the file, not of what is in it


@dataclass(frozen=True, slots=True)
class Change:
    """One difference to show, with the `parts` that came or went with it and are not listed one by one."""

    row: Row
    parts: tuple[tuple[str, int], ...] = ()        # (kind, how many)


@dataclass(frozen=True, slots=True)
class Group:
    """What changed on one measure, or on another node; `uid` is "" for people, units and settings."""

    uid: str
    kind: str
    what: str                                      # ADDED or REMOVED when it came or went itself
    money: tuple[tuple[str, int], ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of the sentence above a comparison."""

    records: int
    measures: int
    new: int                                       # measures
    gone: int
    later: int                                     # measures that finish later, and by how many days at most
    latest: int
    earlier: int
    money: tuple[tuple[str, int], ...]


def groups(found: Comparison, sort: str = "") -> list[Group]:
    """By measure in the order of the tree; `sort` keeps only differences of one sort."""
    gathered: dict[str, list[Change]] = {}
    for change in _folded(found):
        gathered.setdefault(_home(found, change.row), []).append(change)
    owed = {m.uid: dict(m.series) for m in found.measures}
    for uid in owed.keys() | gathered.keys():
        rest = _rest(owed.get(uid, {}), gathered.get(uid, []))
        if rest:
            record = _record(found, uid)
            row = Row(uid, record.kind if record else "", path_name(*_side(found, uid)) if record else "", CHANGED,
                      OTHERWISE, money=rest)
            gathered.setdefault(uid, []).append(Change(row))
    place = _places(found)
    made = [_group(found, uid, changes, sort) for uid, changes in gathered.items()]
    return sorted((g for g in made if g.changes), key=lambda g: (not g.uid, place.get(g.uid, 0), g.uid))


def _group(found: Comparison, uid: str, changes: list[Change], sort: str) -> Group:
    record = _record(found, uid)
    own = next((c.row.what for c in changes if c.row.uid == uid and not c.row.field), "")
    kept = [c for c in changes if not sort or sort in sorts(c.row)]
    kept.sort(key=lambda c: (c.row.uid != uid, c.row.field == OTHERWISE))
    return Group(uid, record.kind if record else "", own, _added(c.row.money for c in kept), tuple(kept))


def sorts(row: Row) -> set[str]:
    """What a difference is about: one or more of SORTS."""
    found = {MONEY} if row.money or row.field in _AMOUNTS else set()
    if row.what in (ADDED, REMOVED, MOVED):
        return found | {{ADDED: NEW, REMOVED: GONE, MOVED: MOVES}[row.what]}
    field = fields_of(row.kind).get(row.field) if row.kind else None
    if field is not None and field.type == "date":
        return found | {DATES}
    return found or {TEXTS}


def summary(found: Comparison) -> Summary:
    """How much changed, in figures; those of the money are the difference of the two files' roll-ups."""
    rows = [r for r in found.rows if r.kind not in _HIDDEN]
    moved = [days for r in rows if r.kind == "measure" and r.field == "finish" and (days := _days(r)) is not None]
    own = [r for r in rows if r.kind == "measure" and not r.field]
    late = [d for d in moved if d > 0]
    homes = {_home(found, r) for r in rows} | {m.uid for m in found.measures}
    on = sum(1 for uid in homes if (record := _record(found, uid)) is not None and record.kind == "measure")
    return Summary(len({r.uid for r in rows}), on, sum(r.what == ADDED for r in own),
                   sum(r.what == REMOVED for r in own), len(late), max(late, default=0),
                   len(moved) - len(late), total(found))


def total(found: Comparison) -> tuple[tuple[str, int], ...]:
    """The difference of the two files' all-time net effect, by series; 0 is left out."""
    before, after = cube(found.before), cube(found.after)
    return tuple((s, d) for s in SERIES if (d := after.total("", s) - before.total("", s)))


def currencies(found: Comparison) -> tuple[str, str]:
    """The reporting currency of each state: where they differ a difference of sums says little."""
    return cube(found.before).currency, cube(found.after).currency


def _days(row: Row) -> int | None:
    if not row.before or not row.after:
        return None
    return (dt.date.fromisoformat(row.after) - dt.date.fromisoformat(row.before)).days


def _folded(found: Comparison) -> list[Change]:
    """Parts that came or went with what they hang under are counted there, and their money with it."""
    rows = [r for r in found.rows if r.kind not in _HIDDEN]
    whole = {(r.uid, r.what) for r in rows if r.what in (ADDED, REMOVED) and r.kind not in LEVELS[:-1]}
    parts: dict[tuple[str, str], list[Row]] = {}
    kept: list[Row] = []
    for row in rows:
        above = _above(found, row) if row.what in (ADDED, REMOVED) else ""
        if above and row.kind not in LEVELS and (above, row.what) in whole:
            parts.setdefault((above, row.what), []).append(row)
        else:
            kept.append(row)
    made = []
    for row in kept:
        own = _below(parts, (row.uid, row.what)) if not row.field else []
        counts: dict[str, int] = {}
        for part in own:
            counts[part.kind] = counts.get(part.kind, 0) + 1
        made.append(Change(replace(row, money=_added(r.money for r in (row, *own))) if own else row,
                           tuple(counts.items())))
    return made


def _below(parts: dict[tuple[str, str], list[Row]], key: tuple[str, str]) -> list[Row]:
    """Everything that came or went with one record, at any depth."""
    found = list(parts.get(key, ()))
    for row in found:
        found += parts.get((row.uid, key[1]), ())
    return found


def _added(parts: Iterable[tuple[tuple[str, int], ...]]) -> tuple[tuple[str, int], ...]:
    sums: dict[str, int] = {}
    for money in parts:
        for series, amount in money:
            sums[series] = sums.get(series, 0) + amount
    return tuple((s, sums[s]) for s in SERIES if sums.get(s))


def _rest(owed: dict[str, int], changes: list[Change]) -> tuple[tuple[str, int], ...]:
    have = dict(_added(c.row.money for c in changes))
    return tuple((s, d) for s in SERIES if (d := owed.get(s, 0) - have.get(s, 0)))


def _side(found: Comparison, uid: str) -> tuple[Portfolio, Record]:
    """The state in which a record is read: the later one, unless it is gone there."""
    gone = uid in found.before.records and not found.after.live(uid)
    p = found.before if gone else found.after
    return p, p.records[uid]


def _record(found: Comparison, uid: str) -> Record | None:
    return _side(found, uid)[1] if uid in found.after.records or uid in found.before.records else None


def _above(found: Comparison, row: Row) -> str:
    p = found.before if row.what == REMOVED else found.after
    record = p.records.get(row.uid)
    if record is None:
        return ""
    return record.parent or next((record.get(end, "") for end in KINDS[record.kind].link), "")


def _home(found: Comparison, row: Row) -> str:
    """The measure, or else the node, that a difference is about."""
    p = found.before if row.what == REMOVED else found.after
    record = p.records.get(row.uid)
    while record is not None and record.kind not in LEVELS:
        above = record.parent or next((record.get(end, "") for end in KINDS[record.kind].link), "")
        record = p.records.get(above)
    return record.uid if record is not None else ""


def _places(found: Comparison) -> dict[str, int]:
    """Where a node stands in the tree; what is gone stands where it stood."""
    return {**found.before.outline.position, **found.after.outline.position}
