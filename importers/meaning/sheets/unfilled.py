"""Templates that nobody has filled in yet: "<<Name>>", "[Project name]", "{{owner}}" still stand where facts belong.

What is read of them comes in as it stands; here it is only noticed. A choice not made ("< Select >") is no sign of it:
filled returns are full of those. Must not know: layouts, what the cells became.
"""
from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from app.core.batch import Issue
from importers.base import Sheet, Where
from importers.meaning.notes import Notes, runs

_ROWS = 300                               # a template says so near its top
_NAMED = 3
_SIGNS = "<[{"
_SURE = re.compile(r"<<[^<>]{2,60}>>|\{\{[^{}]{2,60}\}\}|\$\{[^{}]{2,60}\}")
_BRACKETS = re.compile(r"(?:^|:\s*)\[\s*([^\[\]]{3,60}?)\s*\]$")
_NO_WORDS = re.compile(r"[A-Z][A-Z0-9]*-\d+|[\W\d_]*|\w{1,2}")      # a ticket's key, figures, a box to tick
_QUOTED = re.compile(r"""['"“]""")          # a list as a program writes it: ['A-1', 'A-2']
_LEAST = 2                                # cells in brackets that are one sign; "<<Name>>" is enough alone


def say_unfilled(sheets: Collection[Sheet]) -> list[Issue]:
    """A warning for each sheet that looks like a template, with its cells."""
    found: list[Issue] = []
    for sheet in sheets:
        sure, maybe = _cells(sheet)
        if not sure and len(maybe) < _LEAST:
            continue
        cells = dict(sorted({**sure, **maybe}.items()))
        notes = Notes(sheet.name)
        texts = list(dict.fromkeys(cells.values()))
        named = ", ".join(f"“{t}”" for t in texts[:_NAMED]) + (" and others" if len(texts) > _NAMED else "")
        notes.cells("warning", cells, f"The sheet looks like a template that is not filled in: {named} in "
                                      f"{runs(cells)}. What is read of it comes in as it stands.")
        found += notes.issues
    return found


def _cells(sheet: Sheet) -> tuple[dict[Where, str], dict[Where, str]]:
    """Cells with an unmistakable gap to fill, and those with words in brackets."""
    sure: dict[Where, str] = {}
    maybe: dict[Where, str] = {}
    for where, text in _texts(sheet):
        hit = _SURE.search(text)
        if hit:
            sure[where] = hit[0]
            continue
        inside = _BRACKETS.search(text)
        if inside and not _NO_WORDS.fullmatch(inside[1]) and not _QUOTED.match(inside[1]):
            maybe[where] = f"[{inside[1]}]"
    return sure, maybe


def _texts(sheet: Sheet) -> Iterator[tuple[Where, str]]:
    for r, row in enumerate(sheet.rows[:_ROWS]):
        for c, value in enumerate(row):
            if isinstance(value, str) and len(value) < 200 and any(sign in value for sign in _SIGNS):
                yield (r, c), " ".join(value.split())
