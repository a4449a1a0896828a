"""Two sheets that list the same rows under other ids: a plan and its copy, milestones and the packages below them.

Must not know: layouts and columns. Both came in until somebody says otherwise; rows of different projects may be called
alike, a list of standard steps on a sheet each, and are not asked about.
"""
from __future__ import annotations

from itertools import combinations

from app.core.batch import Batch, Issue, Item
from importers.meaning.words import fold

_LEAST = 5                                # fewer rows are called alike by chance
_MOSTLY = 0.6                             # of the shorter list

Named = dict[tuple[str, str], Item]       # (what it stands under, its name) -> the row


def ask_same_rows(batch: Batch) -> None:
    """One question for each pair of sheets, at the first such row of the later one."""
    if sum(sheet.role == "data" for sheet in batch.sheets) < 2:
        return                                             # a long list alone: no need to look at its rows
    sheets: dict[str, list[Item]] = {}
    for item in batch.items:
        if item.kind in ("measure", "activity") and item.fields.get("name") and not item.fields.get("pass_through"):
            sheets.setdefault(item.at.rpartition("!")[0], []).append(item)
    if len(sheets) < 2:
        return
    above = {(i.kind, i.key): i for i in batch.items}
    named = {sheet: _by_name(rows, above) for sheet, rows in sheets.items()}
    for first, later in combinations(sheets, 2):
        shared = [row for key, row in named[later].items() if key in named[first]]
        if len(shared) >= max(_LEAST, _MOSTLY * min(len(named[first]), len(named[later]))):
            batch.issues.append(Issue("question", later, shared[0].at.rpartition("!")[2],
                                      f"{len(shared)} of {len(sheets[later])} rows of {later} are called as rows of "
                                      f"{first} are; both came in, though they may be the same.",
                                      f"sheet@{later}=ignore", len(shared)))


def _by_name(rows: list[Item], above: dict[tuple[str, str], Item]) -> Named:
    """The rows by what they are called; what several of a sheet are called proves nothing."""
    found: Named = {}
    twice: set[tuple[str, str]] = set()
    for row in rows:
        key = _place(row, above), fold(str(row.fields["name"]))
        (twice.add(key) if key in found else found.setdefault(key, row))
    return {key: row for key, row in found.items() if key not in twice}


def _place(row: Item, above: dict[tuple[str, str], Item]) -> str:
    """The project, programme or portfolio a row belongs to, "" where none is named."""
    kind, key = row.parent_kind, row.parent
    for _ in range(len(above)):
        parent = above.get((kind, key))
        if parent is None:
            return ""
        if parent.kind in ("portfolio", "program", "project") and not parent.fields.get("pass_through"):
            return fold(str(parent.fields.get("name") or parent.key))
        kind, key = parent.parent_kind, parent.parent
    return ""
