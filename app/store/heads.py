"""Which transaction last wrote a cell: looked up in the journal, never held in memory.

Must not know: undo, merge; it only answers "whose value did the author see".
"""
from __future__ import annotations

from collections.abc import Sequence

from app.core.change import Change, Creation, Work, by_record, cells
from app.store.store import Store


def with_seen(store: Store, work: Sequence[Work]) -> list[Work]:
    """The changes with `seen` filled in; a run of months is split where the heads differ.

    A new record that the journal has seen before (undone, then imported again) is taken apart for it.
    """
    known = store.known({c.uid for c in work})
    if not known:
        return list(work)
    result: list[Work] = [w for w in work if isinstance(w, Creation) and w.uid not in known]
    changes = [c for w in work for c in ([w] if isinstance(w, Change) else w.changes() if w.uid in known else [])]
    for uid, group in by_record(changes).items():
        if uid not in known:
            result += group
            continue
        heads = _heads(store, uid, {key[1:] for c in group for key, _, _ in cells(c)})
        for change in group:
            if change.month is None:
                head = heads.get((change.field, None))
                result.append(change._replace(seen=(head,) if head else ()))
            else:
                result += _split(change, heads)
    return result


def _heads(store: Store, uid: str, wanted: set[tuple[str, int | None]]) -> dict[tuple[str, int | None], str]:
    found: dict[tuple[str, int | None], str] = {}
    missing = set(wanted)
    for _, tx, changes in store.of_record(uid):
        for change in changes:
            for (_, field, month), _, _ in cells(change):
                if (field, month) in missing:
                    found[field, month] = tx
                    missing.discard((field, month))
        if not missing:
            break
    return found


def _split(change: Change, heads: dict[tuple[str, int | None], str]) -> list[Change]:
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
