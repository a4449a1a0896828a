"""A cell as a person reads it. Knows no column, no sheet."""
from __future__ import annotations

import datetime as dt

from importers.base import Value


def text_of(cell: Value) -> str | None:
    """A cell as a person reads it; whole numbers without ".0"; None when empty."""
    if cell is None:
        return None
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell == int(cell) and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time(0) else cell.isoformat(" ", "minutes")
    return str(cell)
