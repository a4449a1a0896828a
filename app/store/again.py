"""New records whose uids the journal knows because they were taken back: an import that was undone and is made again.

Every cell of a new record says which transaction wrote it before. Where one undo took all of them back in one piece,
and they bring no cell it did not empty, that is one answer for all; whatever is not so plain is asked for record by
record (heads.py, which says what the answer means).
Must not know: imports.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from app.core.creations import Creations
from app.core.value.series import Months
from app.store import journal
from app.store.blocks import Content
from app.store.shared import Shared
from app.store.store import Store


def answered(store: Store, columns: Sequence[Creations]) -> list[Creations] | None:
    """The records with what they have `seen`; None where they must be asked for one by one."""
    found = [one if not store.known(one.uids) else _taken_back(store, one) for one in columns]
    whole = [one for one in found if one is not None]
    return whole if len(whole) == len(found) else None


def _taken_back(store: Store, made: Creations) -> Creations | None:
    n = journal.last_of_kind(store.db, made.kind)
    pieces = [piece for piece in journal.pieces(store.db, n) if piece.kind == made.kind]
    gone = {uid: at for at, piece in enumerate(pieces) if piece.gone for uid in piece.uids}
    if not gone.keys() >= set(made.uids) or not journal.written_after(store.db, n).isdisjoint(made.uids):
        return None
    place = dict(zip(made.uids, range(len(made.uids)), strict=True))
    share = Shared()
    for piece in pieces:
        mine = [(i, place[uid]) for i, uid in enumerate(piece.uids) if uid in place]
        if mine and not _within(made, journal.content(store.db, piece, share), *map(list, zip(*mine, strict=True))):
            return None
    tx = next(e.head.id for e in store.entries() if e.n == n)
    return replace(made, seen=tx)


def _within(made: Creations, before: Content, old: list[int], new: list[int]) -> bool:
    """Does none of the records bring a cell that it did not have before?"""
    for name, column in made.columns.items():
        if name in ("parent", "rank"):
            continue
        known = before.columns[name].all() if name in before.columns else ()
        if any(column[b] is not None and (not known or known[a] is None) for a, b in zip(old, new, strict=True)):
            return False
    return all(_months_within(months, before.months, old, new) for months in made.months)


def _months_within(made: Months, before: Sequence[Months], old: list[int], new: list[int]) -> bool:
    used = made.present[new]
    one = next((m for m in before if m.series == made.series), None)
    there: Any = np.zeros_like(used)
    if one is not None:
        low, high = max(made.first, one.first), min(made.first + used.shape[1], one.first + one.present.shape[1])
        if low < high:
            there[:, low - made.first:high - made.first] = one.present[old, low - one.first:high - one.first]
    return not bool((used & ~there).any())
