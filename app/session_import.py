"""The session's side of an import: what the journal answers, which state our own workbook was made of, on which days
its rows were known.

Must not know: how rows are matched (core/intake/plan.py), workbooks.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.core.batch import Batch
from app.core.change import Change, Creation, Work
from app.core.intake.plan import ImportPlan
from app.core.portfolio import Portfolio
from app.store.store import Store
from app.store.timeline import Timeline


class Journal:
    """What intake may ask of the journal: who last wrote a cell, and what an import run wrote."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._origins = {e.head.id: e.head.origin for e in store.entries()}

    def written(self, uid: str) -> list[tuple[str, str, list[Change]]]:
        """(transaction id, origin, changes) of one record, newest first."""
        return [(tx, self._origins[tx], changes) for _, tx, changes in self._store.of_record(uid)]

    def touched(self, tx: Iterable[str]) -> set[str]:
        """uids of the records these transactions wrote."""
        return self._store.touched(tx)


def base_of(timeline: Timeline, store: Store, batch: Batch) -> Portfolio | None:
    """The state our own workbook was made of; None for any other source, and where this file does not know it."""
    known = batch.own and bool(batch.vector) and all(
        site in store.last and store.last[site][0] >= seq for site, seq in batch.vector.items())
    return timeline.at(batch.vector) if known else None


def by_day(plan: ImportPlan, today: str) -> list[tuple[str, list[Work]]]:
    """The changes of a plan by the day on which their content was known, oldest first.

    A new record is known no earlier than what it hangs under or points at; a change of one that was there before is
    known today, because the row says when its old content was known.
    """
    if not plan.known:
        return [(today, plan.changes)]
    made = {c.uid: c for c in plan.changes if isinstance(c, Creation)}
    days: dict[str, str] = {}

    def day(uid: str) -> str:
        if uid not in days:
            days[uid] = today                     # whoever comes round in a circle meets this
            made_by = made[uid]
            ends = [made_by.parent, *(v for v in made_by.fields.values() if isinstance(v, str))]
            own = min(plan.known.get(uid, today), today)
            days[uid] = max([own, *(day(e) for e in ends if e in made)])
        return days[uid]

    parts: dict[str, list[Work]] = {}
    for change in plan.changes:
        parts.setdefault(day(change.uid) if isinstance(change, Creation) else today, []).append(change)
    return sorted(parts.items())


def known_of(store: Store) -> dict[str, str]:
    """uid -> the day its present content was known: the latest day told of what was written of it."""
    found: dict[str, str] = {}
    for uid, told in _written(store):
        if told > found.get(uid, ""):
            found[uid] = told
    return found


def _written(store: Store) -> Iterator[tuple[str, str]]:
    for entry in store.entries():
        for uid in store.uids_of(entry.n):
            yield uid, entry.head.told
