"""The parts a person can see a node's value by: the tree, or functions, business units, owners and segments beside it.

Must not know: widgets, how groups are summed.
"""
from __future__ import annotations

from dataclasses import dataclass

from app.core.value.grouping import NOBODY, Grouped
from app.ui.words import plural, tr

TREE = ""
_CHOICES = {TREE: "By tree", "function": "By function", "unit": "By business unit", "owner": "By owner",
            "segment": "By segment"}
_NOBODY = {"function": "Without a function", "unit": "Without a business unit", "owner": "Without an owner",
           "segment": "Without a segment"}
_MARK = "by:"                         # no uid begins so: a group's rows are told from a node's


@dataclass(frozen=True, slots=True)
class Part:
    """A group as the grid and the heat map take one: like a node's record, with nothing below it."""

    uid: str
    code: str
    name: str
    note: str


def choices() -> list[tuple[str, str]]:
    """(dimension, its name in a list)."""
    return [(by, tr(text)) for by, text in _CHOICES.items()]


def name(by: str) -> str:
    """ "By function" """
    return tr(_CHOICES[by])


def parts(g: Grouped, by: str) -> list[Part]:
    """The groups in their order; what has none of its kind comes last."""
    found = [Part(_MARK + uid, "", g.names[i] if uid != NOBODY else tr(_NOBODY[by]),
                  plural(g.measures[i], "{n} measure", "{n} measures")) for i, uid in enumerate(g.uids)]
    return sorted(found, key=lambda part: part.uid == _MARK + NOBODY)


def is_group(uid: str) -> bool:
    return uid.startswith(_MARK)


def place(g: Grouped, uid: str) -> int:
    """Where a part's amounts stand."""
    return g.uids.index(uid.removeprefix(_MARK))
