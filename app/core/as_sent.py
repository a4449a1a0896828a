"""What the cells of a collection form held when it was sent, kept in a hidden column of each row.

So the way back can name what an owner changed where nothing was asked, and what was emptied, without the file the form
came from. Both sides bring a cell to the same text: a number is a number however a spreadsheet stores it.
Must not know: workbooks, which cells are open.
"""
from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.core.find import fold
from app.core.own_workbook import Cell

SENT = "As sent"                           # head of the hidden column
_MOST = 32_000                             # letters a cell holds


@dataclass(frozen=True, slots=True)
class Sent:
    """Of one row, by folded head: what the locked cells held, and which open cells were filled."""

    locked: Mapping[str, str]
    filled: frozenset[str]


def seen(cell: Cell) -> str:
    """A cell as the same text, whichever program stored it last."""
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(cell)
    if isinstance(cell, (int, float)):
        return f"{round(cell, 6):.6f}".rstrip("0").rstrip(".")
    if isinstance(cell, dt.date):
        return cell.isoformat()[:10]
    return " ".join(str(cell).split())


def packed(locked: Mapping[str, Cell], filled: Iterable[str]) -> str:
    """The text of the hidden column; "" when a row says more than a cell holds."""
    said = {"locked": {fold(head): seen(value) for head, value in locked.items()},
            "filled": sorted(fold(head) for head in filled)}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return text if len(text) <= _MOST else ""


def unpacked(text: str) -> Sent | None:
    """None where the column is missing or was changed."""
    try:
        said = json.loads(text or "null")
        return Sent({str(k): str(v) for k, v in said["locked"].items()}, frozenset(map(str, said["filled"])))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


__all__ = ["SENT", "Sent", "packed", "seen", "unpacked"]
