"""Undo and redo as pure functions of the journal's headers and changes.

Undo is the inverse as a new transaction; a cell that somebody else changed meanwhile is left alone and reported.
Barriers (transactions that hold an append-only record) are never undone: records.md, rule 5.
Must not know: where the journal lies.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass

from app.core.change import Change, cells, inverse
from app.core.find import path_name
from app.core.portfolio import Portfolio, Record
from app.core.values import month_text


@dataclass(frozen=True, slots=True)
class Step:
    """What undo needs to know of a transaction; `mine` = written by this copy of the file or one it came from.

    `undoes` names what an undo takes back; of an import, the first transaction of the same import.
    """

    id: str
    label: str
    origin: str
    undoes: str
    barrier: bool
    mine: bool
    person: str = ""


@dataclass(frozen=True, slots=True)
class Stacks:
    """Transactions that undo and redo would take back, the next one last; `after` gives what came behind each."""

    undo: tuple[str, ...]
    redo: tuple[str, ...]


def stacks(steps: Iterable[Step]) -> Stacks:
    """Replay the headers: a new edit clears redo; undoing an undo is redo; barriers never enter."""
    undo: list[str] = []
    redo: list[str] = []
    for step in steps:
        if not step.mine:
            continue
        if step.origin == "undo" and step.undoes in undo:
            undo.remove(step.undoes)
            redo.append(step.id)
        elif step.origin == "undo" and step.undoes in redo:
            redo.remove(step.undoes)
            undo.append(step.id)
        elif step.origin == "import" and step.undoes:
            continue                      # a further day of the import it names: taken back along with it
        elif not step.barrier:
            undo.append(step.id)
            redo.clear()
    return Stacks(tuple(undo), tuple(redo))


def neutral(steps: Sequence[Step]) -> set[str]:
    """Transactions whose effect was taken back, and those that took it back: together they change nothing."""
    gone: set[str] = set()
    by_id = {s.id: s for s in steps}
    for step in reversed(steps):
        if step.origin == "undo" and step.id not in gone and step.undoes in by_id:
            gone |= {step.id, step.undoes}
    return gone


def staying(p: Portfolio, changes: Sequence[Change], foreign: dict[tuple[str, str, int | None], str],
            whole: Set[str] = frozenset()) -> set[str]:
    """Which of the records that `changes` made, and of those made in pieces (`whole`), stay: others hang under them."""
    made = {c.uid for c in changes if c.field == "kind" and c.old[0] is None} | whole
    if not made:
        return set()
    ours = made | {c.uid for c in changes if c.field == "parent+rank" and p.value_of(c.uid, c.field) == c.new
                   and (c.uid, c.field, None) not in foreign}      # these go back to where they hung before
    stay = {a for a in p.with_others_below(made, ours) if any(k.uid not in ours for k in _hanging(p, a))}
    for uid in list(stay):       # what a kept record hangs under must stay too
        stay |= {a.uid for a in p.ancestors(uid) if a.uid in made}
    return stay


def take_back(p: Portfolio, changes: Sequence[Change], foreign: dict[tuple[str, str, int | None], str],
              whole: Set[str] = frozenset()) -> tuple[list[Change], list[str]]:
    """The inverse of `changes` where the cells still hold what they wrote, and sentences about the rest.

    `foreign` maps cells that others wrote since to who they are; `whole` are records that go with these in pieces. A
    record that others hung something under stays.
    """
    made = {c.uid for c in changes if c.field == "kind" and c.old[0] is None}
    stay = staying(p, changes, foreign, whole)
    back: list[Change] = []
    left: list[str] = []
    for change in inverse(changes):
        if change.uid in stay and change.uid in made:
            if change.field == "kind":
                left.append(f"{path_name(p, p.records[change.uid])} stays, because something hangs under it by now.")
            continue
        if change.month is None:
            who = foreign.get((change.uid, change.field, None))
            if who is None and p.value_of(change.uid, change.field) == change.old:
                back.append(change)
            else:
                left.append(_left(p, change.uid, change.field, None, who))
            continue
        now = p.months_of(change.uid, change.field, change.month, len(change.old))
        if now == change.old and not foreign:
            back.append(change)
            continue
        for i, (value, was) in enumerate(zip(change.old, now, strict=True)):
            who = foreign.get((change.uid, change.field, change.month + i))
            if who is None and value == was:
                back.append(Change(change.uid, change.field, change.month + i, (value,), (change.new[i],)))
            else:
                left.append(_left(p, change.uid, change.field, change.month + i, who))
    return back, left


def last_called(newest_first: Iterable[Sequence[Change]]) -> str:
    """What a record was called last, from its own changes: for one that is no longer there. "" when nothing says."""
    found: dict[str, str] = {}
    for changes in newest_first:
        for c in changes:
            if c.field in ("code", "name", "key") and c.field not in found and (c.new[0] or c.old[0]):
                found[c.field] = str(c.new[0] or c.old[0])
    return found.get("code") or found.get("name") or found.get("key") or ""


def few(called: Callable[[str], str], most: int = 300) -> Callable[[str], str]:
    """`called` for a list of which people see the start: each record is asked for once, and no more than `most`."""
    known: dict[str, str] = {}

    def ask(uid: str) -> str:
        if uid not in known and len(known) < most:
            known[uid] = called(uid)
        return known.get(uid, "")

    return ask


def _hanging(p: Portfolio, uid: str) -> list[Record]:
    return p.children(uid)


def _left(p: Portfolio, uid: str, field: str, month: int | None, who: str | None) -> str:
    record = p.records.get(uid)
    name = path_name(p, record) if record else "a record that is gone"
    at = f" {month_text(month)}" if month is not None else ""
    return f"{name}: {field}{at} was changed{f' by {who}' if who else ''} since and stays."


def cells_of(changes: Iterable[Change], who: str) -> dict[tuple[str, str, int | None], str]:
    """The cells some changes wrote, each with who wrote it."""
    return {key: who for change in changes for key, _, _ in cells(change)}
