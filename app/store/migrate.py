"""Files of earlier formats become files of this one when they are opened for writing; for reading they look like it.

1 -> 2: pages of the journal may be blocks (blocks.py), and `gone` names records of blocks that were taken back. Both
are additions, so whatever a file of format 1 holds stays as it is. Must not know: records.
"""
from __future__ import annotations

from typing import Any

from app.store.tables import BLOCK_COLUMNS, FORMAT, statements

_GONE = "gone"


def bring_up(db: Any, readonly: bool) -> None:
    """Raises the driver's error where the file has no journal to bring up; a damaged file is named by the caller."""
    have = {row[1] for row in db.execute('PRAGMA table_info("journal")')}
    missing = [name for name in BLOCK_COLUMNS if name not in have]
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    old = db.execute("PRAGMA user_version").fetchone()[0] < FORMAT
    if not have or not old:
        return
    if readonly:                         # a view in memory takes the journal's name; nothing is written to the file
        if missing:
            empty = ", ".join(f"NULL AS {name}" for name in missing)
            db.execute(f"CREATE TEMP VIEW journal AS SELECT *, {empty} FROM main.journal")
        if _GONE not in tables:
            db.execute("CREATE TEMP TABLE gone (uid BLOB)")
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        for name in missing:
            db.execute(f"ALTER TABLE journal ADD COLUMN {name} {BLOCK_COLUMNS[name]}")
        if _GONE not in tables:
            db.execute(statements()[_GONE])
        db.execute(statements()["journal_blocks"].replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS"))
        db.execute(f"PRAGMA user_version = {FORMAT}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK") if db.in_transaction else None
        raise
