"""What all sheets of one import share: the wishes, their answers, and the locale the whole file proves.

Must not know: layouts. The proofs of the file are only looked for when a column cannot prove its own.
"""
from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, TypeVar

from importers.base import Book, Sheet, Value, Wishes
from importers.meaning.days.dates import order_proof
from importers.meaning.find_head import find_head
from importers.meaning.headers import Head, head_of_rows
from importers.meaning.settled import check, header_rows, said_for
from importers.meaning.value.amounts import proofs

Made = TypeVar("Made")
_MARKS = {"comma": ",", "point": ".", ",": ",", ".": "."}


@dataclass(slots=True)
class Context:
    """The import as a whole; `scoped` when several sheets are read and answers must name theirs."""

    book: Book
    wishes: Wishes = field(default_factory=Wishes)
    scoped: bool = False
    tables: dict[tuple[int, bool], Any] = field(default_factory=dict)     # tables read so far, see table.read_table
    windows: list[Sheet] = field(default_factory=list)    # parts of sheets that were read alone
    parts: list[Sheet] = field(default_factory=list)      # tables cut out of a sheet; its answers may be of another one
    entries: dict[tuple[str, str], str] = field(default_factory=dict)     # (kind, key) -> name of log entries so far
    returns: bool | None = None           # does a sheet of the book list projects among questions; None: not asked yet
    _texts: list[Value] | None = None
    _heads: dict[int, Head | None] = field(default_factory=dict)
    _known: dict[tuple[Hashable, int], tuple[Sheet, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check(self.wishes.answers)

    def head(self, sheet: Sheet) -> Head | None:
        """The header of a sheet of this book, where the person says it is, else looked for; once."""
        if id(sheet) not in self._heads:
            said = self.answer("header", sheet.name)
            rows = header_rows(said, sheet, self.has_said_head(sheet)) if said else None
            self._heads[id(sheet)] = head_of_rows(sheet, *rows) if rows else find_head(sheet)
        return self._heads[id(sheet)]

    def once(self, what: Hashable, sheet: Sheet, make: Callable[[], Made]) -> Made:
        """What a layout finds out about a sheet to tell whether it is one of its own, and needs again to read it. The
        sheet stays with it: the id of one that is gone may be another one's later."""
        if (what, id(sheet)) not in self._known:
            self._known[what, id(sheet)] = sheet, make()
        made: Made = self._known[what, id(sheet)][1]
        return made

    def look_again(self, sheet: Sheet, first: int, last: int) -> None:
        """A sheet that was made from another one, or completed, has its head in these rows and is read anew."""
        self._heads[id(sheet)] = head_of_rows(sheet, first, last)
        for key in [k for k in self.tables if k[0] == id(sheet)]:
            del self.tables[key]

    def has_said_head(self, sheet: Sheet) -> bool:
        """Does an answer name the header of this very sheet?"""
        key = "header" if len(self.book.sheets) == 1 else f"header@{sheet.name}"
        return f"header@{sheet.name}" in self.wishes.answers or key in self.wishes.answers

    def said(self, prefix: str, sheet: str) -> dict[str, tuple[str, bool]]:
        """Answers about single columns or rows of a sheet, see settled.py."""
        return said_for(self.wishes.answers, prefix, sheet, (s.name for s in self.book.sheets))

    def is_part(self, sheet: Sheet) -> bool:
        """Is this one of several tables of a sheet, so that an answer may be about another of them?"""
        return any(part is sheet for part in self.parts)

    def answer(self, key: str, sheet: str) -> str:
        """What the person answered to a question of this sheet, "" when not."""
        answers = self.wishes.answers
        return answers.get(f"{key}@{sheet}", answers.get(key, ""))

    def mark(self, sheet: str) -> str:
        """The decimal mark: answered, or proven by the file as a whole; "" when neither."""
        said = _MARKS.get(self.answer("decimal", sheet), "")
        found = set() if said else proofs(self._all_texts())
        return said or (found.pop() if len(found) == 1 else "")

    def date_order(self, sheet: str) -> str:
        """Day or month first: answered, or proven by the file as a whole; "" when neither."""
        said = self.answer("date_order", sheet)
        if said in ("dmy", "mdy"):
            return said
        found = order_proof(self._all_texts())
        return found.pop() if len(found) == 1 else ""

    def _all_texts(self) -> list[Value]:
        if self._texts is None:
            found = {v for sheet in self.book.sheets for v in chain.from_iterable(sheet.rows)
                     if isinstance(v, str) and len(v) < 40 and any(map(str.isdigit, v))}
            self._texts = [*sorted(found)]
        return self._texts
