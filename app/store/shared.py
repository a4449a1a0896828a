"""One text for a uid and all that refer to it, and for a word that several blocks hold.

Blocks name their records by 16 bytes. A file of 10,000 measures does so 180,000 times; where the uids of all its blocks
are known beforehand, whom a reference means is found by looking for all those of a block at once among sorted numbers.
Must not know: SQLite, what a block says beside uids and words.
"""
from __future__ import annotations

from collections.abc import Sequence
from types import NoneType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.shelf import Column

Numbers = NDArray[np.uint64]
_TEXT = {str, NoneType}


class Shared:
    """`pages` are the uids of blocks, 16 bytes each; uids of others are taken in as they come."""

    def __init__(self, pages: Sequence[bytes] = ()) -> None:
        raw = b"".join(pages)
        self._uids: list[str | None] = [None, *texts(raw)]
        self._page: dict[bytes, int] = {}
        at = 1
        for page in pages:
            self._page[page] = at
            at += len(page) // 16
        first, self._second = _halves(raw)
        self._order = np.argsort(first, kind="stable").astype(np.int32)
        self._sorted = first[self._order]
        self._others: dict[str, int] = {}
        self._words: dict[str | None, str | None] = {}

    def words(self, texts: Sequence[Any]) -> list[Any]:
        """The words of a column, where they are texts each the one that others hold."""
        if not set(map(type, texts)) <= _TEXT:
            return list(texts)
        return list(map(self._words.setdefault, texts, texts))

    def uids(self, page: bytes) -> list[str]:
        """The uids of a block."""
        at = self._page.get(page)
        found = [self._uids[i] for i in self._places(page).tolist()] if at is None else \
            self._uids[at:at + len(page) // 16]
        return found             # type: ignore[return-value]  # None stands before them all

    def refs(self, raw: bytes, which: NDArray[np.integer] | None = None) -> Column:
        """References as a column: one after the other or, with `which`, by their number; behind the last is none."""
        places = self._places(raw)
        return Column(self._uids, places if which is None else np.append(places, np.int32(0))[which])

    def _places(self, raw: bytes) -> NDArray[np.int32]:
        """Where the uids stand among all there are."""
        first, second = _halves(raw)
        if not len(self._sorted):
            return np.array([self._other(uid) for uid in texts(raw)], np.int32)
        in_order = np.argsort(first)     # neighbours are then looked for near each other
        at = np.empty(len(first), np.intp)
        at[in_order] = np.minimum(np.searchsorted(self._sorted, first[in_order]), len(self._sorted) - 1)
        found = self._order[at]
        unknown = np.flatnonzero((self._sorted[at] != first) | (self._second[found] != second)).tolist()
        found += 1
        for i in unknown:                # of no block, or one of two that begin alike
            found[i] = self._other(raw[16 * i:16 * i + 16].hex())
        return found

    def _other(self, uid: str) -> int:
        found = self._others.get(uid)
        if found is None:
            found = self._others[uid] = len(self._uids)
            self._uids.append(uid)
        return found


def texts(raw: bytes) -> list[str]:
    """uids of 16 bytes each as text."""
    return raw.hex(" ", 16).split()


def _halves(raw: bytes) -> tuple[Numbers, Numbers]:
    both = np.frombuffer(raw, ">u8").astype(np.uint64).reshape(-1, 2)
    return np.ascontiguousarray(both[:, 0]), np.ascontiguousarray(both[:, 1])
