"""Letters of a matrix of duties: R does it, A answers for it, C is asked, I is told.

Must not know: sheets and columns.
"""
from __future__ import annotations

import re
from collections.abc import Iterable

from importers.base import Value

_LETTERS = re.compile(r"[RACISVO](?:[\s/,;&+]*[RACISVO]){0,3}")
_CORE = frozenset("RACI")


def are_duties(values: Iterable[Value]) -> bool:
    """Nothing but such letters, at least three of the four that every such matrix has."""
    texts = {v.strip().upper() if isinstance(v, str) else "?" for v in values}
    return bool(texts) and all(map(_LETTERS.fullmatch, texts)) and len(_CORE & set("".join(texts))) >= 3
