"""The session's side of undo: what takes a transaction back, record by record or, where nobody wrote since, in pieces.

Must not know: how a transaction is carried out (session.py), the window.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core import history
from app.core.change import Change
from app.core.find import path_name
from app.core.portfolio import Portfolio
from app.errors import Problem
from app.store.mirrors import Piece
from app.store.store import Store, Sweep


@dataclass(frozen=True, slots=True)
class Back:
    """What takes a transaction back: changes, records in pieces, and sentences about what is left alone."""

    changes: list[Change]
    sweep: Sweep
    left: list[str]

    @property
    def values(self) -> int:
        return sum(map(_size, self.changes)) + self.sweep.values


def plan(store: Store, p: Portfolio, steps: Sequence[history.Step], tx_id: str) -> Back:
    """Raises Problem when a decision stands on what would go."""
    entries = {e.head.id: e for e in store.entries()}
    index = next(i for i, s in enumerate(steps) if s.id == tx_id)
    quiet = history.neutral(steps)
    changes: list[Change] = []
    pieces: list[tuple[str, Piece]] = []
    values = 0
    for part in [tx_id, *(s.id for s in steps if s.origin == "import" and s.undoes == tx_id)]:
        whole, rest = store.in_pieces(entries[part].n)
        pieces += [(part, piece) for piece in whole]
        changes += rest
        values += max(entries[part].changes - sum(map(_size, rest)), 0) if whole else 0
    foreign: dict[tuple[str, str, int | None], str] = {}
    for step in steps[index + 1:]:
        if step.id in quiet or (step.mine and not step.barrier):
            continue
        theirs = store.changes(entries[step.id].n)
        if step.barrier:
            _barrier(p, changes, [uid for _, piece in pieces for uid in piece.uids], theirs, step)
        foreign |= history.cells_of(theirs, step.person)
    made = {uid for _, piece in pieces if not piece.gone for uid in piece.uids}
    stay = history.staying(p, changes, foreign, made) & made
    if stay:                             # what stays is told of with the others
        kept = [c for _, piece in pieces if not piece.gone for c in store.said_by(piece, stay.intersection(piece.uids))]
        changes += kept
        values = max(values - sum(map(_size, kept)), 0)
        pieces = [(part, piece.without(stay)) for part, piece in pieces]
    back, left = history.take_back(p, changes, foreign, frozenset(made - stay))
    turned = tuple(piece.turned(part) for part, piece in pieces if piece.uids)
    return Back(back, Sweep(turned, values if turned else 0), left)


def _size(change: Change) -> int:
    return len(change.new) if change.month is not None else 1


def _barrier(p: Portfolio, changes: Sequence[Change], whole: Iterable[str], theirs: Sequence[Change],
             step: history.Step) -> None:
    """A later decision stands on what it touched or hangs under: such a transaction stays (records.md, rule 5)."""
    keys = set(history.cells_of(changes, ""))
    made = {*whole, *(c.uid for c in changes if c.field == "kind")}
    stands_on = {c.new[0] for c in theirs if c.field == "parent+rank"}
    hit = [u for u in made if u in stands_on] + [k[0] for k in history.cells_of(theirs, "") if k in keys]
    if hit:
        names = sorted({path_name(p, p.records[u]) for u in hit if u in p.records})
        raise Problem(f"“{step.label}” stands on it and cannot be undone: {', '.join(names[:5])}.",
                      "Answer the decision with a new one.")
