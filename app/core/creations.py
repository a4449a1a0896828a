"""Many new records of one kind as columns: what as many `Creation`s would say, without an object for each.

An import into a file that holds nothing of a kind yet brings them so, and they stay columns all the way into the
blocks of the journal. `each` says what they mean; whoever cannot take columns asks for that.
Must not know: where they came from, how they are stored.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.change import Creation
from app.core.value.series import Months


@dataclass(frozen=True, slots=True)
class Creations:
    """The record `uids[i]` has `columns[name][i]` of every field, None where it has none; parent and rank are fields
    here. Row i of `months` is its own. `seen` is the transaction that last wrote all of their cells: it took back
    records of these uids; "" where the journal never had them."""

    kind: str
    uids: list[str]
    columns: dict[str, Sequence[Any]]
    months: list[Months]
    seen: str = ""

    def each(self) -> list[Creation]:
        """Record by record."""
        fields = [(name, column) for name, column in self.columns.items() if name not in ("parent", "rank")]
        seen = (self.seen,) if self.seen else ()
        return [Creation(uid, self.kind, self.columns["parent"][i], self.columns["rank"][i],
                         {name: column[i] for name, column in fields if column[i] is not None},
                         tuple(run for months in self.months if (run := months.run(i))), seen)
                for i, uid in enumerate(self.uids)]


def each(made: Iterable[Creations]) -> list[Creation]:
    """All records of several kinds one by one."""
    return [new for one in made for new in one.each()]


def uids_of(made: Iterable[Creations]) -> list[str]:
    return [uid for one in made for uid in one.uids]


def apart(made: Iterable[Creations], uids: Collection[str]) -> bool:
    """Are none of these records among them, and none of them there twice?"""
    own = uids_of(made)
    known = set(own)
    return len(known) == len(own) and known.isdisjoint(uids)
