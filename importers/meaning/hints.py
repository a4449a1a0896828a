"""A row of hints below the headings of a template: "Mention the date | Describe the event | Enter the owner".

Must not know: sheets, fields.
"""
from __future__ import annotations

from collections.abc import Iterable

from importers.base import Value
from importers.meaning.words import fold, vocabulary

_MOST = 0.7
_LEAST = 3


def are_hints(cells: Iterable[Value]) -> bool:
    """Do most texts of several words begin by telling somebody what to do? One such text is a task."""
    texts = [fold(c) for c in cells if isinstance(c, str) and len(c.split()) > 1]
    said = sum(t.split()[:1] != [] and t.split()[0] in vocabulary().lists["hint"] for t in texts)
    return said >= _LEAST and said >= _MOST * len(texts)
