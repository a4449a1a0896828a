"""Numbers with the word in its right number: "1 measure", "6 measures". One place for all messages.

Must not know: anything but the catalog's labels.
"""
from __future__ import annotations

import re
from collections.abc import Iterable

from app.core.catalog import KINDS

_WORDS = re.compile(r"\{(\w+)/(\w+)\}")


def agreeing(n: int, text: str) -> str:
    """A text with "{does/do}" and the like as n things say it: "1 of the rows does", "2 of the rows do"."""
    return _WORDS.sub(r"\1" if n == 1 else r"\2", text)


def counted(n: int, one: str, many: str = "") -> str:
    """"1 measure", "6 measures": a kind of record by its own plural, any other word by `many` or an s."""
    kind = KINDS.get(one)
    if kind is not None:
        one, many = lowered(kind.label), lowered(kind.plural)
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def lowered(label: str) -> str:
    """A label within a sentence: "effect line", but "KPI"."""
    return label if label[:2].isupper() else label.lower()


def a_label(label: str) -> str:
    """A label with its article within a sentence: "an effect line", "a unit", "a KPI"."""
    said = lowered(label)
    return f"an {said}" if said[0] in "aeio" else f"a {said}"


def a_kind(kind: str) -> str:
    """A kind with its article at the head of a sentence: "An effect line"."""
    said = a_label(KINDS[kind].label)
    return said[:1].upper() + said[1:]


def listed(table: Iterable[tuple[str, int]]) -> str:
    """(kind, how many) in words, "" for none: "1 project, 4 risks"."""
    return ", ".join(counted(n, kind) for kind, n in table if n)
