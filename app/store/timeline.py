"""The file as it stood at any day or vector, fast enough for a slider.

A state is a set of transactions, applied in the order this file took them in (verify.replay says what that gives).
States already built are kept; the next one starts from the nearest of them and takes only the transactions between.
Records are shared between states until one of them writes them, so a step costs what it changes. Where a
transaction that comes in or goes out does not lie at the end of what a record lived through (something was told
late), that record alone is written anew from the journal.
States are for reading: nobody may write to what comes from here. Must not know: labels, the window.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.core.change import Change, Head, Tx, Work, inverse
from app.core.portfolio import Portfolio
from app.errors import Problem
from app.store import journal
from app.store.mirrors import Said
from app.store.store import Entry, Store

_KEEP = 3                             # states; each has its own months and sums, some 40 MB at 10,000 lines
_ONE_BY_ONE = 200                     # records written anew by looking each up; more are found in one pass
Numbers = frozenset[int]
Point = str | Mapping[str, int] | None   # a state: a day, a vector, now


class Timeline:
    """The states of one open file. Kept by the session, asked under its lock."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._entries: list[Entry] = []
        self._states: dict[Numbers, Portfolio] = {}
        self._lives: dict[str, tuple[int, ...]] | None = None     # records written by more than one transaction
        self._lives_upto = 0

    def days(self) -> list[str]:
        """The days on which anything was told, oldest first: where the slider may stand."""
        return sorted({entry.head.told for entry in self._read()})

    def as_of(self, told: str) -> Portfolio:
        """What was told by a day."""
        return self._state(frozenset(e.n for e in self._read() if e.head.told <= told))

    def at(self, vector: Mapping[str, int]) -> Portfolio:
        """The state a vector names: it never moves, whatever arrives later."""
        return self._state(self._of_vector(vector))

    def now(self) -> Portfolio:
        """The present state, as a reading that stays as it is when the file changes."""
        return self._state(frozenset(e.n for e in self._read()))

    def state(self, point: Point) -> Portfolio:
        """The state a point names."""
        return self._state(self._numbers(point))

    def around(self, tx_id: str) -> tuple[dict[str, int], dict[str, int]]:
        """The vectors right before and right after a transaction, in the order this file took them in."""
        before: dict[str, int] = {}
        for entry in self._read():
            head = entry.head
            if head.id == tx_id:
                return before, {**before, head.site: head.seq}
            before[head.site] = max(head.seq, before.get(head.site, 0))
        raise Problem(f"The journal holds no transaction {tx_id}.")

    def told_on(self, vector: Mapping[str, int]) -> str:
        """The latest day on which anything in a vector was told, "" when it holds nothing."""
        have = self._of_vector(vector)
        return max((e.head.told for e in self._read() if e.n in have), default="")

    def between(self, before: Point, after: Point = None) -> Iterator[Tx]:
        """Transactions that are in one state only, in order."""
        first, second = self._numbers(before), self._numbers(after)
        for entry in self._read():
            if (entry.n in first) != (entry.n in second):
                yield Tx(entry.head, self._store.changes(entry.n))

    def late(self, day: str, vector: Mapping[str, int]) -> list[Head]:
        """What was told by a day but arrived after a vector was taken: "3 figures arrived later"."""
        have = self._of_vector(vector)
        return [e.head for e in self._read() if e.head.told <= day and e.n not in have]

    # ---------------------------------------------------------------- sets of transactions

    def _read(self) -> list[Entry]:
        count = self._store.db.execute("SELECT count(*) FROM tx").fetchone()[0]
        if count != len(self._entries):
            self._entries = self._store.entries()
        return self._entries

    def _of_vector(self, vector: Mapping[str, int]) -> Numbers:
        return frozenset(e.n for e in self._read() if e.head.seq <= vector.get(e.head.site, 0))

    def _numbers(self, state: Point) -> Numbers:
        if state is None:
            return frozenset(e.n for e in self._read())
        if isinstance(state, str):
            return frozenset(e.n for e in self._read() if e.head.told <= state)
        return self._of_vector(state)

    # ---------------------------------------------------------------- states

    def _state(self, wanted: Numbers) -> Portfolio:
        found = self._states.pop(wanted, None)
        if found is None:
            have, base = self._nearest(wanted)
            found = self._step(base, have, wanted) if have != wanted else base
        while len(self._states) >= _KEEP:
            del self._states[next(iter(self._states))]
        self._states[wanted] = found
        return found

    def _nearest(self, wanted: Numbers) -> tuple[Numbers, Portfolio]:
        """The known state with the fewest values between; the file's present state and nothing at all are known too."""
        size = {e.n: e.changes for e in self._read()}
        present = frozenset(size)
        options = [*self._states, *({present, frozenset[int]()} - self._states.keys())]
        nearest = min(options, key=lambda have: sum(size[n] for n in have ^ wanted))
        if nearest in self._states:
            return nearest, self._states[nearest]
        base = Portfolio(self._store.file_id) if not nearest else self._store.portfolio.branch(apart=True)
        if nearest:
            self._states[nearest] = base
        return nearest, base

    def _step(self, base: Portfolio, have: Numbers, wanted: Numbers) -> Portfolio:
        found = base.branch()
        anew: set[str] = set()
        now = set(have)
        for n in sorted(have - wanted, reverse=True):
            now.discard(n)
            found.take(inverse(_changes(journal.works(self._clean(n, now, anew)))))
        for n in sorted(wanted - have):
            found.take(journal.works(self._clean(n, now, anew)))
            now.add(n)
        if anew:
            found.apply([Change(uid, "kind", None, (None,), (None,)) for uid in sorted(anew)])
            found.apply(self._rewritten(anew, wanted))
        return found

    def _clean(self, n: int, now: set[int], anew: set[str]) -> list[tuple[str, Said]]:
        """What a transaction says of records of whose life `now` holds all before it and nothing after it.

        The others go to `anew`. Where `now` is the beginning of the journal up to this transaction all are clean.
        """
        said = self._store.said_of(n)
        if not anew and now == {e.n for e in self._entries if e.n < n}:
            return said
        clean = []
        for row in said:
            life = self._life(row[0])
            if row[0] in anew or any((m < n) != (m in now) for m in life if m != n):
                anew.add(row[0])
            else:
                clean.append(row)
        return clean

    def _rewritten(self, uids: set[str], wanted: Numbers) -> Iterator[Change]:
        """All changes to these records in a state, in order."""
        if len(uids) <= _ONE_BY_ONE:
            for uid in sorted(uids):
                for n, _, changes in reversed(list(self._store.of_record(uid))):
                    if n in wanted:
                        yield from changes
            return
        for n in sorted(wanted):
            yield from _changes(journal.works(row for row in self._store.said_of(n) if row[0] in uids))

    def _life(self, uid: str) -> Sequence[int]:
        """The transactions that wrote a record, for those written more than once; () means: by one only."""
        newest = self._entries[-1].n if self._entries else 0
        if self._lives is None or self._lives_upto != newest:
            self._lives = _lives(self._store)
            self._lives_upto = newest
        return self._lives.get(uid, ())


def _changes(work: Sequence[Work]) -> list[Change]:
    return [c for w in work for c in ((w,) if isinstance(w, Change) else w.changes())]


def _lives(store: Store) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for uid, n in store.db.execute("SELECT uid, tx FROM touched ORDER BY uid, tx"):
        found.setdefault(uid.hex(), []).append(n)
    more = journal.in_blocks(store.db, found.keys() | journal.mirrored(store.db))
    for uid, n in more:
        found.setdefault(uid, []).append(n)
    return {uid: tuple(sorted(life)) for uid, life in found.items() if len(life) > 1}
