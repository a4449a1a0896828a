"""The file's tables, made from the catalog by SQLAlchemy Core; the journal's tables beside them.

Must not know: what fields mean. Read “Facts that are hard to change later” in app/README.md before changing a column.
"""
from __future__ import annotations

from functools import cache

from app.core.catalog import KINDS, table_of

APPLICATION_ID = 0x54524D54          # "TRMT"
FORMAT = 2                           # PRAGMA user_version; migrate.py brings older files up
# What a page of the journal says besides its body when it is a block (blocks.py).
BLOCK_COLUMNS = {"kind": "TEXT", "low": "BLOB", "high": "BLOB", "uids": "BLOB"}
_SQL_TYPE = {"uid": "BLOB", "ref": "BLOB"} | dict.fromkeys(("bool", "int", "money", "percent"), "INTEGER")
JSON_TYPES = ("json", "vector")
UID_TYPES = ("uid", "ref")           # 32 hexadecimal digits in memory and journal, 16 bytes here


@cache
def columns(table: str) -> dict[str, str]:
    """Column -> field type of one typed table; sets and custom fields live in the JSON column `extra`."""
    found: dict[str, str] = {"uid": "uid", "kind": "kind", "parent": "ref", "rank": "text", "deleted": "bool"}
    for kind in KINDS.values():
        if table_of(kind.name) == table:
            found |= {f.name: f.type for f in kind.fields if f.type != "set"}
    found["extra"] = "json"
    if any(kind.series for kind in KINDS.values() if table_of(kind.name) == table):
        found["series"] = "blob"
    return found


@cache
def tables() -> tuple[str, ...]:
    """All typed tables, in catalog order."""
    return tuple(dict.fromkeys(table_of(kind) for kind in KINDS))


def ddl() -> tuple[str, ...]:
    """The CREATE statements of a new file."""
    return tuple(statements().values())


@cache
def statements() -> dict[str, str]:
    """Table -> its CREATE statement. Loads SQLAlchemy, so it is asked for only when a table is made."""
    from sqlalchemy import BLOB, Column, Index, Integer, MetaData, Table, Text, UniqueConstraint
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    meta = MetaData()
    Table("meta", meta, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))
    Table("tx", meta, Column("n", Integer, primary_key=True), Column("id", Text, nullable=False, unique=True),
          Column("site", Text, nullable=False), Column("seq", Integer, nullable=False),
          Column("hlc", Integer, nullable=False), Column("told", Text, nullable=False),
          Column("person", Text, nullable=False), Column("label", Text, nullable=False),
          Column("schema", Integer, nullable=False), Column("origin", Text, nullable=False),
          Column("undoes", Text, nullable=False), Column("prev_hash", Text, nullable=False),
          Column("hash", Text, nullable=False), Column("changes", Integer, nullable=False),
          Column("barrier", Integer, nullable=False), UniqueConstraint("site", "seq"))
    kinds = {"INTEGER": Integer, "TEXT": Text, "BLOB": BLOB}
    pages = Table("journal", meta, Column("tx", Integer, primary_key=True), Column("page", Integer, primary_key=True),
                  *(Column(name, kinds[kind]) for name, kind in BLOCK_COLUMNS.items()),
                  Column("body", BLOB, nullable=False))
    blocks = Index("journal_blocks", pages.c.low, pages.c.high, sqlite_where=pages.c.kind.is_not(None))
    Table("gone", meta, Column("uid", BLOB, primary_key=True), sqlite_with_rowid=False)
    Table("touched", meta, Column("uid", BLOB, primary_key=True), Column("tx", Integer, primary_key=True),
          Column("page", Integer, nullable=False), sqlite_with_rowid=False)
    for table in tables():
        Table(table, meta, *(Column(name, kinds[sql_type(kind)], primary_key=name == "uid")
                             for name, kind in columns(table).items()), sqlite_with_rowid=False)
    dialect = sqlite.dialect()
    made = {t.name: str(CreateTable(t).compile(dialect=dialect)) for t in meta.sorted_tables}
    return made | {"journal_blocks": str(CreateIndex(blocks).compile(dialect=dialect))}


def sql_type(field_type: str) -> str:
    return "BLOB" if field_type == "blob" else _SQL_TYPE.get(field_type, "TEXT")
