"""Whether rows just read make sense: values of the type their column says, and nothing that hangs under itself.

Another program may have written the tables; what is wrong is found here, once, so that nobody behind has to doubt.
Must not know: the journal, how a damaged file is mended.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from types import NoneType
from typing import Any

from app.core.catalog import KINDS, fields_of, table_of
from app.core.portfolio import Portfolio
from app.core.record import rows, shelves_of
from app.core.shelf import words
from app.store.tables import sql_type

_FIT: dict[str, type] = {"INTEGER": int, "TEXT": str, "BLOB": bytes}
_PLAIN: set[type] = {str, int, bool, NoneType}
_ANY: set[type] = _PLAIN | {float, list, dict}
_MEMORY: dict[str, set[type]] = {     # field type -> what it is in memory; what is not listed may be anything
    **{t: {bool, NoneType} for t in ("bool", "set")}, **{t: {int, NoneType} for t in ("int", "money", "percent")},
    **{t: {str, NoneType} for t in ("text", "long", "code", "choice", "date", "month", "ref", "number")}}
_UID = f"length(value) = 32 AND value NOT GLOB '*[^0-9a-f]*' AND value IS NOT '{'0' * 32}'"
# Table of the journal -> column -> what every value of it must be, as SQL.
_JOURNAL: dict[str, dict[str, str]] = {
    "meta": {"key": "typeof(key) = 'text'", "value": "typeof(value) = 'text'"},
    "tx": {**{c: f"typeof({c}) = 'integer' AND {c} BETWEEN 0 AND 4611686018427387903"
              for c in ("n", "seq", "hlc", "schema", "changes", "barrier")},
           **{c: f"typeof({c}) = 'text'" for c in ("id", "site", "person", "label", "origin", "undoes", "prev_hash",
                                                   "hash")},
           "told": "typeof(told) = 'text' AND date(told) IS told"},
    "journal": {"tx": "tx <= (SELECT max(n) FROM tx)", "page": "typeof(page) = 'integer'",
                "body": "typeof(body) IN ('blob', 'text')", "kind": "typeof(kind) IN ('null', 'text')",
                **{column: f"CASE WHEN kind IS NULL THEN {column} IS NULL ELSE {rule} END" for column, rule in (
                    ("low", "low IS substr(uids, 1, 16)"), ("high", "high IS substr(uids, -16)"),
                    ("uids", "typeof(uids) = 'blob' AND length(uids) >= 16 AND length(uids) % 16 = 0"))}},
    "gone": {"uid": "typeof(uid) = 'blob' AND length(uid) = 16"},
    "touched": {"uid": "typeof(uid) = 'blob' AND length(uid) = 16", "tx": "typeof(tx) = 'integer'",
                "page": "typeof(page) = 'integer'"},
}
_NAMED = {"file_id": _UID, "site": "length(value) > 0", "sites": "length(value) > 0"}


def skeleton(db: Any) -> None:
    """Raises ValueError when the journal's own tables lack a column or hold what no program of ours writes."""
    for table, wanted in _JOURNAL.items():
        have = {row[1] for row in db.execute(f'PRAGMA table_info("{table}")')}
        if not wanted.keys() <= have:
            raise ValueError(f"the table {table} is missing or has lost a column")
        rule = " AND ".join(f"({check})" for check in wanted.values())
        if db.execute(f"SELECT 1 FROM {table} WHERE ({rule}) IS NOT 1 LIMIT 1").fetchone():
            raise ValueError(f"{table} holds something that does not belong there")
    for key, rule in _NAMED.items():
        if not db.execute(f"SELECT 1 FROM meta WHERE key = ? AND {rule}", (key,)).fetchone():
            raise ValueError(f"the file does not say its {key}")


def column(table: str, name: str, field_type: str, values: Sequence[Any]) -> None:
    """Raises ValueError for a value of another type than its column's; SQLite itself would keep anything anywhere."""
    if set(map(type, values)) - {_FIT[sql_type(field_type)], NoneType} or not _fits(field_type, values) or (
            field_type == "choice" and not set(values) <= _choices(table)[name]):
        raise ValueError(f"{name} of {table} holds something that does not belong there")


def told(kind: str, name: str, values: Sequence[Any], dates: set[Any]) -> None:
    """Raises ValueError for a value in a block that a field of that kind cannot hold. `dates` are known to be some."""
    if name not in _types(kind) and not name.startswith("x.") and "#" not in name:
        raise ValueError(f"a block of {kind} holds {name}")
    distinct = set(values) if set(map(type, values)) <= _PLAIN else ()
    good = set(map(type, values)) <= _MEMORY.get(_types(kind).get(name, ""), _ANY)
    match _types(kind).get(name, ""):
        case "ref":
            good = good and all(v is None or (len(v) == 32 and not v.strip("0123456789abcdef")) for v in distinct)
        case "date":
            new = set(distinct) - dates
            good = good and all(map(_is_date, new))
            dates |= new
        case "choice":
            good = good and set(distinct) <= _choices(table_of(kind))[name]
    if not good:
        raise ValueError(f"{name} of a block of {kind} holds something that does not belong there")


@cache
def _types(kind: str) -> dict[str, str]:
    """Field -> its type, with what every record has."""
    return {"parent": "ref", "rank": "text", "deleted": "bool"} | {f.name: f.type for f in fields_of(kind).values()}


@cache
def _choices(table: str) -> dict[str, set[str | None]]:
    """Column -> what a choice of a table may be, over all kinds that share it."""
    found: dict[str, set[str | None]] = {}
    for kind in KINDS.values():
        for field in kind.fields if table_of(kind.name) == table else ():
            if field.type == "choice":
                found.setdefault(field.name, {None}).update(field.choices)
    return found


def _fits(field_type: str, values: Sequence[Any]) -> bool:
    match field_type:
        case "uid" | "ref":
            return set(map(len, (v for v in values if v is not None))) <= {16}
        case "bool":
            return set(values) <= {None, 0, 1}
        case "date":
            return all(map(_is_date, set(values) - {None}))
    return True


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def hanging(p: Portfolio) -> None:
    """Raises ValueError when something hangs under itself: whoever walks upwards would never arrive."""
    shelves, loose = shelves_of(p.records.values())
    places = {parent or "" for parent in words(shelves, "parent")}
    places.update(record.parent for record in loose)
    there = [record for uid in places if (record := p.records.get(uid)) is not None]
    above = {record.uid: parent or "" for record, (parent,) in zip(there, rows(there, "parent"), strict=True)}
    sound = {""}
    for start in set(above.values()):    # in a circle everything has something hanging under it that has so too
        at: str = start
        way: set[str] = set()
        while at not in sound:
            if at in way:
                raise ValueError(f"a {p.records[at].kind} hangs under itself")
            way.add(at)
            at = above.get(at, "")
        sound |= way
