"""Whether rows just read make sense: values of the type their column says, and nothing that hangs under itself.

Another program may have written the tables; what is wrong is found here, once, so that nobody behind has to doubt.
Must not know: the journal, how a damaged file is mended.
"""
from __future__ import annotations

from typing import Any

from app.core.portfolio import Portfolio
from app.store.tables import columns, sql_type, tables

_FIT = {"INTEGER": "integer", "TEXT": "text", "BLOB": "blob"}


def values(db: Any) -> None:
    """Raises ValueError for a value of another type than its column's; SQLite itself would keep anything anywhere."""
    for table in tables():
        have = {row[1] for row in db.execute(f'PRAGMA table_info("{table}")')}
        tests = [_test(name, sql_type(kind), kind) for name, kind in columns(table).items() if name in have]
        if tests and db.execute(f'SELECT 1 FROM "{table}" WHERE {" OR ".join(tests)} LIMIT 1').fetchone():
            wrong = next(name for name, kind in columns(table).items() if name in have and db.execute(
                f'SELECT 1 FROM "{table}" WHERE {_test(name, sql_type(kind), kind)} LIMIT 1').fetchone())
            raise ValueError(f"{wrong} of {table} holds something that does not belong there")


def _test(name: str, kind: str, field_type: str) -> str:
    quoted = f'"{name}"'
    wrong = f"typeof({quoted}) NOT IN ('{_FIT[kind]}', 'null')"
    match field_type:
        case "uid":
            wrong = f"typeof({quoted}) <> 'blob' OR length({quoted}) <> 16"
        case "ref":
            wrong += f" OR length({quoted}) <> 16"
        case "bool":
            wrong += f" OR {quoted} NOT IN (0, 1)"
        case "date":
            wrong += f" OR {quoted} IS NOT NULL AND date({quoted}) IS NOT {quoted}"
    return f"({wrong})"


def hanging(p: Portfolio) -> None:
    """Raises ValueError when something hangs under itself: whoever walks upwards would never arrive."""
    records, sound = p.records, {""}
    for uid, record in records.items():
        at: str = record.fields.get("parent") or ""
        if at in sound:
            continue
        way = {uid}
        while at not in sound:
            if at in way:
                raise ValueError(f"a {records[at].kind} hangs under itself")
            way.add(at)
            above = records.get(at)
            at = above.fields.get("parent") or "" if above is not None else ""
        way.discard(uid)
        sound |= way
