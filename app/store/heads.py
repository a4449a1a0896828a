"""Which transaction last wrote a cell: looked up in the journal, never held in memory.

Must not know: undo, merge; it only answers "whose value did the author see".
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.core.change import Change, Creation, Work, by_record, cells
from app.store.store import Store

Heads = dict[tuple[str, int | None], str]        # (cell, month) -> the transaction that last wrote it
_FEW = 20                                # records that are looked up one by one


def with_seen(store: Store, work: Sequence[Work]) -> list[Work]:
    """The changes with `seen` filled in; a run of months is split where the heads differ.

    A new record that the journal has seen before (undone, then imported again) is taken apart for it.
    """
    known = store.known({c.uid for c in work})
    if not known:
        return list(work)
    result: list[Work] = [w for w in work if isinstance(w, Creation) and w.uid not in known]
    changes = [c for w in work for c in ([w] if isinstance(w, Change) else w.changes() if w.uid in known else [])]
    groups = by_record(changes)
    asked = [uid for uid in groups if uid in known]
    done: dict[str, list[Change]] = {}
    for uid, told in store.of_records(asked) if len(asked) > _FEW else ((u, store.of_record(u)) for u in asked):
        heads = _heads(told, {key[1:] for c in groups[uid] for key, _, _ in cells(c)})
        done[uid] = [part for change in groups[uid] for part in _with(change, heads)]
    return result + [change for uid, group in groups.items() for change in done.get(uid, group)]


def _with(change: Change, heads: Heads) -> list[Change]:
    if change.month is not None:
        return _split(change, heads)
    head = heads.get((change.field, None))
    return [change._replace(seen=(head,) if head else ())]


def _heads(told: Iterable[tuple[int, str, list[Change]]], wanted: set[tuple[str, int | None]]) -> Heads:
    found: Heads = {}
    missing = set(wanted)
    for _, tx, changes in told:
        for change in changes:
            for (_, field, month), _, _ in cells(change):
                if (field, month) in missing:
                    found[field, month] = tx
                    missing.discard((field, month))
        if not missing:
            break
    return found


def _split(change: Change, heads: Heads) -> list[Change]:
    assert change.month is not None
    parts: list[Change] = []
    start = 0
    seen = [heads.get((change.field, change.month + i)) for i in range(len(change.new))]
    for i in range(1, len(seen) + 1):
        if i == len(seen) or seen[i] != seen[start]:
            head = seen[start]
            parts.append(Change(change.uid, change.field, change.month + start, change.old[start:i],
                                change.new[start:i], (head,) if head else ()))
            start = i
    return parts
