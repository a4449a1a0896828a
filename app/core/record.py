"""One record in memory, and fields of many records at once.

Must not know: where a record hangs, how it is written to the file.
"""
from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from itertools import repeat
from operator import attrgetter
from typing import Any

from app.core.shelf import Shelf

_MAKING = threading.Lock()               # readers beside the window ask for fields too
_SHELF = attrgetter("shelf")
_FEW = 16                                # records that are looked at one by one
_PLACES = tuple(range(1024))             # one object for a number that is a place on many shelves


class Record:
    """One record: its kind and its fields by name, `parent`, `rank` and `deleted` among them. Read only.

    One that came in a block has no `fields` of its own until somebody asks for them: they lie `at` a place of its
    `shelf`. Once it is written it has left the shelf.
    """

    __slots__ = ("uid", "kind", "shelf", "at", "fields")
    uid: str
    kind: str
    shelf: Shelf | None
    at: int
    fields: dict[str, Any]

    def __init__(self, uid: str, kind: str, fields: dict[str, Any] | None = None, shelf: Shelf | None = None,
                 at: int = 0) -> None:
        self.uid = uid
        self.kind = kind
        self.shelf = shelf
        self.at = at
        if shelf is None:
            self.fields = fields if fields is not None else {}

    def __getattr__(self, name: str) -> Any:
        """Python asks here for what is not there: the fields of a record of a shelf, for the first time."""
        if name != "fields":
            raise AttributeError(f"a record has no {name}")
        with _MAKING:
            try:
                return object.__getattribute__(self, "fields")       # somebody else was first
            except AttributeError:
                assert self.shelf is not None
                self.fields = made = self.shelf.fields(self.at)
                return made

    def leave_shelf(self) -> None:
        """Before it is written: from now on its own fields count."""
        if self.shelf is not None:
            self.fields                  # noqa: B018 - made now, while the shelf is known
            self.shelf = None

    def copy(self) -> Record:
        """Another one that says the same."""
        if self.shelf is None:
            return Record(self.uid, self.kind, dict(self.fields))
        return Record(self.uid, self.kind, None, self.shelf, self.at)

    def get(self, name: str, default: Any = None) -> Any:
        value = self.fields.get(name)
        return default if value is None else value

    @property
    def parent(self) -> str:
        """uid of the record it hangs under, "" at the top."""
        return self.fields.get("parent") or ""

    @property
    def rank(self) -> str:
        return self.fields.get("rank") or ""

    @property
    def deleted(self) -> bool:
        return bool(self.fields.get("deleted"))

    @property
    def name(self) -> str:
        return self.fields.get("name") or ""

    @property
    def code(self) -> str:
        return self.fields.get("code") or ""

    def __repr__(self) -> str:
        return f"<{self.kind} {self.code or self.name or self.uid[:8]}>"


def on_shelf(kind: str, uids: Sequence[str], shelf: Shelf) -> Iterator[Record]:
    """The records of a shelf, in the order of its columns."""
    places = _PLACES if len(uids) <= len(_PLACES) else range(len(uids))
    return map(Record, uids, repeat(kind), repeat(None), repeat(shelf), places)


def rows(records: Collection[Record], *names: str) -> list[tuple[Any, ...]]:
    """These fields of many records, None where one is empty; records of shelves stay without fields of their own.

    A record that leaves its shelf meanwhile, on another thread, is read like one that had none.
    """
    if len(records) < _FEW:
        return [tuple(map(record.fields.get, names)) for record in records]
    said: dict[Shelf | None, list[tuple[Any, ...]]] = {shelf: shelf.rows(names) for shelf in shelves_of(records)[0]}
    return [tuple(map(record.fields.get, names)) if (told := said.get(record.shelf)) is None else told[record.at]
            for record in records]


def shelves_of(records: Collection[Record]) -> tuple[set[Shelf], list[Record]]:
    """The shelves on which some of these stand, and those that stand on none."""
    shelves: set[Shelf | None] = set(map(_SHELF, records))
    loose = [record for record in records if record.shelf is None] if None in shelves else []
    return {shelf for shelf in shelves if shelf is not None}, loose
