"""A form that asks the same of several projects, one below the other: where each begins and ends.

Told by the question for the project's name that comes again with other answers, or with none where a block was never
filled in. Must not know: what the answers mean beyond that one question.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from app.core.batch import Batch, Item, Link
from importers.base import Sheet
from importers.layouts.forms.answers import Answer
from importers.meaning.columns import field_scores
from importers.meaning.headers import cells_of
from importers.meaning.words import squash

_NAMED = 0.8
_ALIKE = 3                            # questions that come again make a block of the same shape
_BELOW = ("measure", "effect_line", "note", "activity")
_DIGITS = re.compile(r"\d+")


def name_of(found: Sequence[Answer]) -> Answer | None:
    """The answer to the question for the project's name: the surest, of equals the one asked at most length."""
    sure = [(score, len(one.label), -n, one) for n, one in enumerate(found) if one.value is not None
            for name, score in field_scores(one.label)[:1] if name == "name" and score >= _NAMED]
    return max(sure, key=lambda s: s[:3])[3] if sure else None


def parts(sheet: Sheet, found: Sequence[Answer]) -> list[range]:
    """The rows of each project's block; nothing when the form is about one project."""
    first = name_of(found)
    if first is None:
        return []
    label = squash(first.label)
    rows = [r for r in range(len(sheet.rows)) if any(isinstance(v, str) and squash(v.rstrip(" :?")) == label
                                                     for _, v in cells_of(sheet, r))]
    names = [str(one.value) for one in found if squash(one.label) == label]
    if len(rows) < 2 or (len(set(names)) == 1 and len(names) == len(rows) and not _asked_again(found)):
        return []                                          # the one project's name, repeated over a second section
    starts = [r - _above(sheet, rows) for r in rows]
    longest = max(b - a for a, b in pairwise(starts))
    ends = [*starts[1:], min(len(sheet.rows), starts[-1] + longest)]
    return [range(a, b) for a, b in zip(starts, ends, strict=True)]


def _asked_again(found: Sequence[Answer]) -> bool:
    """Do several questions come again, not only the one for the name?"""
    often = Counter(squash(one.label) for one in found if one.asked)
    return sum(n > 1 for n in often.values()) >= _ALIKE


def apart(batch: Batch, taken: set[str]) -> list[Item]:
    """The measure of a block whose key another block has already gets a key of its own; it is returned."""
    again = [i for i in batch.items if i.kind == "measure" and i.key in taken]
    for measure in again:
        old, n = measure.key, 2
        while f"{old}#{n}" in taken:
            n += 1
        new = f"{old}#{n}"

        def renamed(key: str, old: str = old, new: str = new) -> str:
            return new + key[len(old):] if key == old or key.startswith(f"{old}/") else key
        for item in batch.items:
            if item.kind in _BELOW:
                item.key, item.parent = renamed(item.key), item.parent if item is measure else renamed(item.parent)
            elif item.kind == "dependency":
                item.key = ">".join(map(renamed, item.key.split(">")))
                item.fields |= {end: Link(link.kind, renamed(link.key)) for end, link in item.fields.items()
                                if isinstance(link, Link)}
    return again


def _above(sheet: Sheet, rows: Sequence[int]) -> int:
    """How many rows over the question for the name belong to its block: they begin alike but for a number."""
    up = 0
    room = min(b - a for a, b in pairwise(rows))
    while up + 1 < room and rows[0] - up - 1 >= 0:
        begun = {_begun(sheet, r - up - 1) for r in rows}
        if len(begun) > 1 or "" in begun:
            break
        up += 1
    return up


def _begun(sheet: Sheet, row: int) -> str:
    text = next((v for _, v in cells_of(sheet, row) if isinstance(v, str)), "")
    return squash(_DIGITS.sub("", text)) or text
