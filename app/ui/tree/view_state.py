"""What a saved view holds, and its way into the profile and back: columns, filter, folds, years, the time area.

A broken or unknown entry of a profile is the standard one: a profile is never the only copy of anything.
Must not know: widgets.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.core.catalog import LEVELS
from app.ui.gantt.scale import LEAST, MOST, PER_DAY
from app.ui.tree.arrangement import STANDARD, ColumnWish
from app.ui.tree.rows import QUICK

PARTS = ("baseline", "links", "critical", "parts")
WIDEST = 2_000               # no column and no border is kept wider than a screen


@dataclass(frozen=True, slots=True)
class View:
    """One way of looking at the Portfolio. `closed` are folded rows, or `level` from which on all are; `left` is the
    first day of the time area, 0 keeps the status date in view; `border` is where columns end, 0 as they ask. `row` is
    only kept of the last view."""

    columns: tuple[ColumnWish, ...] = STANDARD
    words: str = ""
    quick: str = "all"
    closed: frozenset[str] = frozenset()
    all_years: bool = False
    timeline: bool = True
    parts: tuple[str, ...] = PARTS[:3]
    per_day: float = PER_DAY["months"]
    left: float = 0.0
    border: int = 0
    row: str = ""
    level: str = ""

    def like(self, other: View) -> bool:
        """Whether both look the same, wherever a person is in it."""
        return replace(self, row="", left=0.0) == replace(other, row="", left=0.0)


def to_note(view: View) -> dict[str, Any]:
    """As JSON takes it."""
    return {"columns": [[w.key, w.shown, w.width] for w in view.columns], "words": view.words, "quick": view.quick,
            "closed": sorted(view.closed), "all_years": view.all_years, "timeline": view.timeline,
            "parts": list(view.parts), "per_day": view.per_day, "left": view.left, "border": view.border,
            "row": view.row, "level": view.level}


def from_note(note: object) -> View:
    """What a profile holds, as far as it makes sense."""
    if not isinstance(note, Mapping):
        return View()
    plain = View()
    columns = _column_wishes(note.get("columns"))
    per_day = _number(note, "per_day", plain.per_day)
    quick, level = _text(note, "quick"), _text(note, "level")
    return View(
        columns or STANDARD, _text(note, "words"), quick if quick in QUICK else plain.quick,
        frozenset(u for u in _list(note, "closed") if isinstance(u, str)), bool(note.get("all_years", False)),
        bool(note.get("timeline", True)), tuple(p for p in PARTS if p in _list(note, "parts")),
        min(max(per_day, LEAST), MOST), max(_number(note, "left", 0.0), 0.0),
        int(min(max(_number(note, "border", 0.0), 0.0), WIDEST)), _text(note, "row"),
        level if level in LEVELS[:-1] else plain.level)


def _column_wishes(found: object) -> tuple[ColumnWish, ...]:
    made: dict[str, ColumnWish] = {}
    for one in found if isinstance(found, list) else ():
        if isinstance(one, list) and len(one) == 3 and isinstance(one[0], str) and isinstance(one[2], int):
            shown = one[1] if isinstance(one[1], bool) else None
            made.setdefault(one[0], ColumnWish(one[0], shown, min(max(one[2], 0), WIDEST)))
    return tuple(made.values())


def _text(note: Mapping[Any, Any], key: str) -> str:
    found = note.get(key)
    return found if isinstance(found, str) else ""


def _list(note: Mapping[Any, Any], key: str) -> list[Any]:
    found = note.get(key)
    return found if isinstance(found, list) else []


def _number(note: Mapping[Any, Any], key: str, otherwise: float) -> float:
    found = note.get(key)
    if isinstance(found, bool) or not isinstance(found, (int, float)) or not abs(found) < 1e7:
        return otherwise                     # also what is no number at all
    return float(found)
