"""What an edit may not say because it makes no sense: a value out of bounds, an emptied name, an end before its start.

Asked by the guard for everything a person does, on whatever screen. An import is not asked: what stood in a tracker is
taken over and said; and what was wrong before an edit does not forbid the edit.
Must not know: who edits, the store, the window.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.core.catalog import KINDS, LEVELS, Field, cells_of, fields_of
from app.core.counting import lowered
from app.core.find import path_name
from app.core.values import show
from app.errors import Problem

if TYPE_CHECKING:                # the importers need a sentence of this and no portfolio
    from app.core.change import Change
    from app.core.portfolio import Portfolio, Record

PAIRS = (("start", "finish"), ("plan_start", "plan_finish"), ("actual_start", "actual_finish"))
COST_BELOW_ZERO = "a cost below zero counts as income. Costs are written without a minus."      # said, not refused
_DATES = frozenset(name for pair in PAIRS for name in pair)


def sense(p: Portfolio, changes: Sequence[Change], kinds: Mapping[str, str | None]) -> None:
    """Raise a Problem for the first value that makes no sense. `kinds` are those of the records the changes make."""
    dated: dict[str, dict[str, Any]] = {}
    for change in changes:
        kind = kinds.get(change.uid) or (p.records[change.uid].kind if change.uid in p.records else None)
        if kind is None or change.month is not None or change.field in ("kind", "parent+rank", "deleted"):
            continue
        known = fields_of(kind)
        for name, old, new in zip(cells_of(kind).get(change.field, (change.field,)), change.old, change.new,
                                  strict=True):
            if name in _DATES:
                dated.setdefault(change.uid, {})[name] = new
            if name in known and new != old:
                wrong = _value(known[name], old, new)
                if wrong:
                    raise Problem(f"{_called(p, change.uid, changes, kind)}: {wrong[0]}", wrong[1])
    for uid, fields in dated.items():
        broken = _dates(p.records.get(uid), fields)
        if broken:
            raise Problem(f"{_called(p, uid, changes, kinds.get(uid) or p.records[uid].kind)} would {broken}.",
                          "Choose a finish on or after the start, or change the start first.")
    _codes(p, changes, kinds)


def _codes(p: Portfolio, changes: Sequence[Change], kinds: Mapping[str, str | None]) -> None:
    """A code names one node, or one record of its kind below the same parent: `find` takes it for that.

    A new node may be called as one of another level, as trackers number them; a code that is given anew may not. All
    changes of a step count together, so that two may swap theirs; twins from before are nobody's fault now.
    """
    given = {c.uid: str(c.new[0] or "").strip() for c in changes
             if c.field == "code" and c.month is None and c.new != c.old}
    if not any(given.values()):
        return
    gone = {c.uid for c in changes if c.field == "deleted" and c.new[0]}
    below = {c.uid: c.new[0] or "" for c in changes if c.field == "parent+rank"}
    held: dict[tuple[str, str, str], dict[str, None]] = {}
    renamed = any(uid in p.records and p.records[uid].kind in LEVELS for uid in given)
    for kind in {*(LEVELS if renamed else ()), *(k for uid in given if (k := _kind_of(p, kinds, uid)))}:
        for r in p.of_kind(kind):
            if r.uid not in given and r.uid not in gone and r.code:
                held.setdefault(_place(kind, r.code, below.get(r.uid, r.parent or "")), {})[r.uid] = None
    for uid, code in given.items():
        kind = _kind_of(p, kinds, uid)
        if not code or not kind or uid in gone:
            continue
        old = p.records.get(uid)
        there = held.setdefault(_place(kind, code, below.get(uid, (old.parent or "") if old else "")), {})
        levels = LEVELS if old is not None and kind in LEVELS else ()
        twins = (u for held_by in (there, *(held.get(_place(k, code, ""), {}) for k in levels)) for u in held_by)
        other = next((u for u in twins if u != uid), None)
        if other is not None:
            twin = p.records.get(other)
            raise Problem(f"{code} is the code of another {lowered(KINDS[twin.kind if twin else kind].label)} already"
                          f"{f': {twin.name}' if twin and twin.name else ''}.",
                          "Give each a code of its own, or change the other one first.")
        there[uid] = None


def _place(kind: str, code: str, parent: str) -> tuple[str, str, str]:
    """Where a code must be the only one of its kind."""
    return kind, "" if kind in LEVELS else parent, code.casefold()


def _kind_of(p: Portfolio, kinds: Mapping[str, str | None], uid: str) -> str:
    return kinds.get(uid) or (p.records[uid].kind if uid in p.records else "")


def _called(p: Portfolio, uid: str, changes: Sequence[Change], kind: str) -> str:
    """What messages call a record, also one that is just being made."""
    if uid in p.records:
        return path_name(p, p.records[uid])
    said = {c.field: c.new[0] for c in changes if c.uid == uid and c.field in ("code", "name")}
    return str(said.get("code") or said.get("name") or f"A new {lowered(KINDS[kind].label)}")


def _value(field: Field, old: Any, new: Any) -> tuple[str, str] | None:
    """What is wrong with a new value and what to write instead."""
    if field.needed and old is not None and (new is None or not str(new).strip()):
        return f"{field.label} cannot be empty.", "Write a name, or delete the record."
    return bounded(field, new)


def bounded(field: Field, new: Any) -> tuple[str, str] | None:
    """A value below or above what its field takes, in words and what it takes; None for any other."""
    if new is None or (field.low is None and field.high is None):
        return None
    number = Decimal(str(new))
    if (field.low is None or number >= field.low) and (field.high is None or number <= field.high):
        return None
    low, high = (show(field, v) if v is not None else "" for v in (field.low, field.high))
    return (f"{field.label} cannot be {show(field, new)}.",
            f"It takes {low} to {high}." if high else f"It takes {low.removesuffix('.00')} or more.")


def _dates(record: Record | None, fields: Mapping[str, Any]) -> str:
    """How a record would end before it starts, "" when it does not, or did before."""
    was = record.fields if record is not None else {}
    for first, last in PAIRS:
        if first not in fields and last not in fields:
            continue
        start, finish = (fields.get(n, was.get(n)) for n in (first, last))
        old = was.get(first), was.get(last)
        if start and finish and finish < start and not (old[0] and old[1] and old[1] < old[0]):
            what = {"start": "", "plan_start": "by plan ", "actual_start": "in fact "}[first]
            return f"{what}finish on {finish}, before it starts on {start}"
    return ""
