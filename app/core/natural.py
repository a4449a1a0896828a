"""The uids of what has a natural key, so that it is the same record wherever it is made: by a person or by an import,
on whatever laptop. What is written here is in every file: it cannot be changed.

Must not know: whether there is such a record, who makes it.
"""
from __future__ import annotations

from collections.abc import Iterable

from app.core.portfolio import Portfolio


def of_person(p: Portfolio, name: str, mail: str = "") -> str:
    return p.key_uid("person", mail.casefold()) if mail else p.key_uid("person-name", name.casefold())


def of_unit(p: Portfolio, unit_type: str, name: str) -> str:
    return p.key_uid("unit", f"{unit_type}:{name.casefold()}")


def of_setting(p: Portfolio, key: str, scope: str = "") -> str:
    return p.key_uid("setting", f"{key}\n{scope}")


def of_rate(p: Portfolio, currency: str, month: str) -> str:
    return p.key_uid("rate", f"{currency}\n{month}")


def of_field(p: Portfolio, kind: str, key: str) -> str:
    """A field of the file's own on a kind of record."""
    return p.key_uid("field_def", f"{kind}\n{key}")


def of_link(p: Portfolio, kind: str, ends: Iterable[str]) -> str:
    """A record between others: there is one of its kind between the same ends."""
    return p.key_uid(kind, "\n".join(ends))
