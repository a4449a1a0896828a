"""Whether rows just read make sense: values of the type their column says, and nothing that hangs under itself.

Another program may have written the tables; what is wrong is found here, once, so that nobody behind has to doubt.
Must not know: the journal, how a damaged file is mended.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import NoneType
from typing import Any

from app.core.portfolio import Portfolio
from app.store.tables import sql_type

_FIT: dict[str, type] = {"INTEGER": int, "TEXT": str, "BLOB": bytes}


def column(table: str, name: str, field_type: str, values: Sequence[Any]) -> None:
    """Raises ValueError for a value of another type than its column's; SQLite itself would keep anything anywhere."""
    if set(map(type, values)) - {_FIT[sql_type(field_type)], NoneType} or not _fits(field_type, values):
        raise ValueError(f"{name} of {table} holds something that does not belong there")


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
