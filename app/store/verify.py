"""Does the file hold together: SQLite's own check, the hash chain, and journal against typed tables.

Must not know: how to mend anything; it names what is wrong.
"""
from __future__ import annotations

from app.core.catalog import SERIES
from app.core.change import content_hash
from app.core.edits import scale_for
from app.core.find import path_name
from app.core.portfolio import Portfolio
from app.core.values import from_minor, month_text
from app.errors import Problem
from app.store import journal
from app.store.store import Store


def problems(store: Store, limit: int = 200) -> list[str]:
    """Sentences that each name one thing that does not hold; empty when all is well."""
    found = [f"SQLite: {row[0]}" for row in store.db.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    found += chain(store)
    try:
        found += differences(store.portfolio, replay(store))
    except (Problem, ValueError, TypeError, KeyError) as wrong:
        found.append(f"The journal cannot be replayed ({wrong}).")
    return found[:limit] + ([f"... and {len(found) - limit} more"] if len(found) > limit else [])


def chain(store: Store) -> list[str]:
    """Sequence numbers without gaps, hashes that follow from content, and each site's link to its last one."""
    found: list[str] = []
    last: dict[str, tuple[int, str]] = {}
    for entry in sorted(store.entries(), key=lambda e: (e.head.site, e.head.seq)):
        head = entry.head
        seq, hash_ = last.get(head.site, (0, ""))
        name = f"transaction {head.seq} of site {head.site} (“{head.label}”)"
        if head.seq != seq + 1:
            found.append(f"Journal: {name} follows number {seq}; there is a gap.")
        elif head.prev_hash != hash_:
            found.append(f"Journal: {name} does not link to the one before it.")
        try:
            sound = content_hash(head, journal.said(store.db, entry.n)) == head.hash
        except Problem as wrong:
            found.append(f"Journal: {name} cannot be read ({wrong.what}).")
            sound = True
        if not sound:
            found.append(f"Journal: {name} was changed after it was written.")
        last[head.site] = (head.seq, head.hash)
    return found


def replay(store: Store, told: str | None = None, upto: dict[str, int] | None = None) -> Portfolio:
    """The state from the journal alone: all of it, what was told by a date, or what a vector holds."""
    p = Portfolio(store.file_id)
    for entry in store.entries():
        if told is not None and entry.head.told > told:
            continue
        if upto is not None and entry.head.seq > upto.get(entry.head.site, 0):
            continue
        p.apply(store.works(entry.n))
    return p


def differences(table: Portfolio, journal: Portfolio) -> list[str]:
    """Where the typed tables differ from the journal, by record, field and month."""
    found: list[str] = []
    for uid in sorted(table.records.keys() | journal.records.keys()):
        mine, theirs = table.records.get(uid), journal.records.get(uid)
        if mine is None or theirs is None:
            side = "the journal" if mine is None else "the tables"
            record = mine or theirs
            assert record is not None
            found.append(f"{record.kind} {path_name(journal if mine is None else table, record)} is only in {side}.")
            continue
        name = path_name(journal, theirs)
        if mine.kind != theirs.kind:
            found.append(f"{name}: the table says {mine.kind}, the journal {theirs.kind}.")
        for field in sorted(mine.fields.keys() | theirs.fields.keys()):
            a, b = mine.fields.get(field), theirs.fields.get(field)
            if a != b:
                found.append(f"{name}: {field} is {a!r} in the table and {b!r} in the journal.")
    for uid in sorted(table.series.slot.keys() | journal.series.slot.keys()):
        line = journal.records.get(uid) or table.records.get(uid)
        if line is None or table.series.blob(uid) == journal.series.blob(uid):
            continue
        scale = scale_for(journal, line)
        for series, month in _months(table, journal, uid):
            a, b = (p.months_of(uid, series, month, 1)[0] for p in (table, journal))
            shown = [from_minor(v, scale) if v is not None else "empty" for v in (a, b)]
            found.append(f"{path_name(journal, line)}: {series} {month_text(month)} is {shown[0]} in the table "
                         f"and {shown[1]} in the journal.")
    return found


def _months(a: Portfolio, b: Portfolio, uid: str) -> list[tuple[str, int]]:
    found = []
    for series in SERIES:
        spans = [e for e in (a.series.extent(uid, series), b.series.extent(uid, series)) if e]
        if spans:
            low = min(first for first, _ in spans)
            high = max(first + count for first, count in spans)
            one, two = (p.months_of(uid, series, low, high - low) for p in (a, b))
            found += [(series, low + i) for i, (x, y) in enumerate(zip(one, two, strict=True)) if x != y]
    return found
