"""Sheets that number their rows 1, 2, 3 each for itself: their numbers are no common ids, their rows no common records.

Must not know: layouts. What proves it are the names: two lists share ids when the rows of one id are called alike.
"""
from __future__ import annotations

import re

from rapidfuzz import fuzz

from app.core.batch import Batch, Issue, Item, Link
from app.core.catalog import LEVELS
from importers.meaning.words import fold

_BARE = re.compile(r"\d+(?:\.\d+)*\.?(?:#\d+)?")       # "7", "1.2.3": a place in a list; "7#2" the second "7"
_CODED = (*LEVELS, "activity")
_ALIKE = 75


def alike(one: str, other: str) -> bool:
    """Are two names the same in other words, or one a part of the other?"""
    a, b = fold(one), fold(other)
    return a == b or a in b or b in a or fuzz.token_set_ratio(a, b) >= _ALIKE


def tell_apart(batches: list[Batch]) -> None:
    """Bare numbers under which an earlier sheet calls rows otherwise are kept apart by their sheet's name: all of a
    sheet where most do, else those rows alone."""
    known: dict[tuple[str, str], tuple[str, str]] = {}     # (kind, key) -> name and sheet
    batches = [batch for batch in batches if batch.items]
    if len(batches) < 2:
        return
    for batch in batches:
        mine = {(i.kind, i.key): str(i.fields["name"]) for i in batch.items if _numbered(i)}
        shared = [k for k in mine if k in known]
        other = [k for k in shared if not alike(mine[k], known[k][0])]
        if other:
            sheet, there = batch.sheets[0].name, known[other[0]][1]
            whole = 2 * len(other) > len(shared)
            places = [i.at.rpartition("!")[2] for i in batch.items if not whole and (i.kind, i.key) in other]
            _rename(batch, set(mine) if whole else set(other))
            are = "is" if len(other) == 1 else "are"
            batch.issues.append(Issue("note", sheet, "", f"The numbers of {sheet} stand for other rows than those of "
                                      f"{there} ({len(other)} of {len(shared)} {are} called otherwise); "
                                      "both lists came in, each with its own.") if whole else
                                Issue("warning", sheet, places[0], f"{', '.join(places)}: the number stands for "
                                      f"another row on {there}, which is called otherwise; kept as a row of its own.",
                                      "", len(places)))
        known |= {(i.kind, i.key): (str(i.fields["name"]), batch.sheets[0].name)
                  for i in batch.items if _numbered(i) and (i.kind, i.key) not in known}


def _numbered(item: Item) -> bool:
    """A row with a bare number for an id and a name of its own."""
    name = item.fields.get("name")
    return item.kind in _CODED and not item.weak and bool(name) and bool(_BARE.fullmatch(item.key)) \
        and name != item.key and item.fields.get("code") is not None


def _rename(batch: Batch, keys: set[tuple[str, str]]) -> None:
    """Give the rows keys of their own, and tell everything of this sheet that names them; parents come first."""
    sheet = batch.sheets[0].name
    new = {(kind, key): f"{sheet}/{key}" for kind, key in keys}
    for item in batch.items:
        own, above = (item.kind, item.key), (item.parent_kind, item.parent)
        if own in keys:
            item.key = new[own]
        elif item.kind == "dependency":
            ends = [v for v in (item.fields.get("predecessor"), item.fields.get("successor")) if isinstance(v, Link)]
            item.key = ">".join(new.get((v.kind, v.key), v.key) for v in ends)
        elif above in new and item.parent in item.key:     # made of its parent's key: "1/one_time_cost", "~1"
            item.key = new[own] = item.key.replace(item.parent, new[above], 1)
        item.parent = new.get(above, item.parent)
        for name, value in item.fields.items():
            if isinstance(value, Link):
                item.fields[name] = Link(value.kind, new.get((value.kind, value.key), value.key))
