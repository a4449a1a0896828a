"""What the outline keys mean, as pure functions: portfolio and rows in, changes out. Written by session.do alone.

A node's parent is always one level above, so a row that goes a level down or up changes its kind, and what hangs
below follows. Pass-through nodes fill levels nobody sees. Must not know: Qt, the tree view.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core import edits
from app.core import rank as ranks
from app.core.catalog import KINDS, LEVELS, level_of
from app.core.change import Change
from app.core.find import calling_name
from app.core.portfolio import Portfolio, Record
from app.errors import Problem

ONLY_MEASURES = ("start", "finish", "stage", "budget", "business_reason", "expected_effect", "scope_in", "scope_out")


def tops(p: Portfolio, uids: Sequence[str]) -> list[str]:
    """Those of the rows that lie below none of the others, in outline order."""
    chosen, at = set(uids), p.outline.position
    found = [u for u in chosen if u in at and not any(a.uid in chosen for a in p.ancestors(u))]
    return sorted(found, key=lambda u: at[u])


def siblings(p: Portfolio, uid: str) -> list[Record]:
    record = p.records[uid]
    return [r for r in p.children(record.parent) if r.kind in LEVELS]


def new_sibling(p: Portfolio, uid: str, name: str) -> tuple[str, list[Change]]:
    """A row of the same kind right below this one."""
    record = p.records[uid]
    return edits.add(p, record.kind, record.parent, {"name": name}, after=uid)


def new_child(p: Portfolio, uid: str, name: str) -> tuple[str, list[Change]]:
    """A row one level below this one, behind what is there."""
    record = p.records[uid]
    if record.kind == "measure":
        raise Problem(f"{calling_name(record)} is a measure, the lowest level of the tree.",
                      "Give it activities and effect lines in the inspector.")
    return edits.add(p, LEVELS[level_of(record.kind) + 1], uid, {"name": name})


def new_measure(p: Portfolio, uid: str, name: str, file_name: str) -> tuple[str, list[Change]]:
    """A measure next to the given row, below it, or in a file without rows below a new organization.

    Levels between the row and the measure are filled with pass-through nodes, which the tree does not show.
    """
    if uid and p.records[uid].kind == "measure":
        return new_sibling(p, uid, name)
    changes: list[Change] = []
    if not uid:
        top = p.children("", "organization")
        uid = top[-1].uid if top else ""
    level = level_of(p.records[uid].kind) if uid else -1
    if not uid:
        uid, changes = edits.add(p, "organization", "", {"name": file_name})
        level = 0
    uid, more = bridge(p, uid, level, level_of("measure") - 1)
    changes += more
    made, more = edits.add(p, "measure", uid, {"name": name})
    return made, changes + more


def paste_rows(p: Portfolio, uid: str, fields: Sequence[str], rows: Sequence[Sequence[str]]) -> \
        tuple[list[str], list[Change]]:
    """New rows of the same kind right below this one, a line of texts each, read field by field."""
    record = p.records[uid]
    known = {name: edits.field_def(p, record.kind, name) for name in fields}
    group = [r.rank for r in siblings(p, uid)]
    low, high = record.rank, next((r for r in group if r > record.rank), None)
    made: list[str] = []
    changes: list[Change] = []
    for number, row in enumerate(rows, 1):
        values: dict[str, Any] = {}
        for name, text in zip(fields, row, strict=False):
            try:
                if known[name].type == "ref" and text.strip():
                    values[name], more = edits.resolve(p, known[name], text.strip())
                    changes += more
                else:
                    values[name] = edits.meant(p, known[name], text)
            except Problem as wrong:
                raise Problem(f"Line {number}, {known[name].label}: {wrong.what}", wrong.hint) from wrong
        new, more = edits.add(p, record.kind, record.parent, values)
        low = ranks.between(low, high)
        changes += [c if c.field != "parent+rank" else Change(new, c.field, None, c.old, (record.parent or None, low))
                    for c in more]
        made.append(new)
    return made, changes


def bridge(p: Portfolio, uid: str, level: int, to: int) -> tuple[str, list[Change]]:
    """The pass-through node at level `to` below a node, taking those that are there and making the rest."""
    changes: list[Change] = []
    while level < to:
        level += 1
        there = [r for r in p.children(uid, LEVELS[level]) if r.get("pass_through")] if uid in p.records else []
        if there:
            uid = there[-1].uid
        else:
            uid, more = edits.add(p, LEVELS[level], uid, {"pass_through": True})
            changes += more
    return uid, changes


def move(p: Portfolio, uids: Sequence[str], step: int) -> list[Change]:
    """Up (-1) or down (1) by one place among the siblings; a block of rows moves as one."""
    rows = tops(p, uids)
    if not rows:
        return []
    group = [r.uid for r in siblings(p, rows[0])]
    if any(u not in group for u in rows):
        raise Problem("These rows have different parents.", "Move rows of one parent at a time.")
    places = [group.index(u) for u in rows]
    edge = places[0] - 1 if step < 0 else places[-1] + 1
    if not 0 <= edge < len(group):
        return []
    parent = p.records[rows[0]].parent      # the neighbour hops over the block: one change, however many rows
    after = rows[-1] if step < 0 else (group[places[0] - 1] if places[0] else None)
    return edits.move(p, group[edge], parent, after)


def indent(p: Portfolio, uids: Sequence[str]) -> list[Change]:
    """One level down: each row becomes a child of the row above it."""
    changes: list[Change] = []
    rows = tops(p, uids)
    first = siblings(p, rows[0]) if rows else []
    above: Record | None = None
    for record in first:
        if record.uid == rows[0]:
            break
        above = record
    if above is None:
        raise Problem("There is no row above it on the same level.", "Move it below the row it should belong to.")
    if above.kind == "measure":
        return _measure_to_package(p, above, rows)
    after: str | None = ""
    for uid in rows:
        if p.records[uid].parent != above.parent:
            raise Problem("These rows have different parents.", "Change the level of rows of one parent at a time.")
        changes += _shift_down(p, uid)
        changes += _place(p, uid, above.uid, after, changes)
        after = uid
    return changes


def _place(p: Portfolio, uid: str, parent: str, after: str | None, before: Sequence[Change]) -> list[Change]:
    """A move whose rank also comes behind rows placed by earlier changes of the same step."""
    if after:
        placed = next((c for c in before if c.uid == after and c.field == "parent+rank"), None)
        if placed is not None:
            low = placed.new[1]
            high = next((r.rank for r in p.children(parent) if r.rank > low), None)
            return [_hang(p, uid, parent, ranks.between(low, high))]
    return edits.move(p, uid, parent, after)


def _hang(p: Portfolio, uid: str, parent: str, rank: str) -> Change:
    return Change(uid, "parent+rank", None, p.value_of(uid, "parent+rank"), (parent, rank))


def _kind(p: Portfolio, uid: str, kind: str) -> Change:
    return Change(uid, "kind", None, p.value_of(uid, "kind"), (kind,))


def _shift_down(p: Portfolio, uid: str) -> list[Change]:
    """A node and what hangs below it one level down; a pass-through level in between is used up."""
    record = p.records[uid]
    level = level_of(record.kind)
    if record.kind == "measure":
        raise Problem(f"{calling_name(record)} is a measure, the lowest level of the tree.",
                      "Turn the row above into a package first.")
    changes = [_kind(p, uid, LEVELS[level + 1])]
    for child in [r for r in p.children(uid) if r.kind in LEVELS]:
        if child.get("pass_through"):
            for grandchild in [r for r in p.children(child.uid) if r.kind in LEVELS]:
                changes += edits.move(p, grandchild.uid, uid)
            changes += edits.delete(p, [child.uid])
        else:
            changes += _shift_down(p, child.uid)
    return changes


def _bare(p: Portfolio, record: Record) -> None:
    """A measure that becomes a package must hold nothing that only a measure can hold."""
    parts = [r for r in p.children(record.uid) if r.kind in ("effect_line", "activity")]
    if parts:
        kind = KINDS[parts[0].kind]
        raise Problem(f"{calling_name(record)} has {kind.plural.lower()}, so it stays a measure.",
                      "Move them to another measure first.")
    filled = [f for f in ONLY_MEASURES if record.get(f) is not None]
    if filled:
        label = next(f.label for f in KINDS["measure"].fields if f.name == filled[0])
        raise Problem(f"{calling_name(record)} has a value in “{label}”, which only measures have.",
                      "Empty it first.")


def _measure_to_package(p: Portfolio, above: Record, rows: Sequence[str]) -> list[Change]:
    """Rows typed as measures go below the measure above them: that one becomes a package.

    What stood behind the rows stays behind them: it goes into a second pass-through package when there is one.
    """
    _bare(p, above)
    package = p.records[above.parent]
    group = [r for r in p.children(package.uid) if r.kind in LEVELS]
    behind = [r for r in group if r.rank > p.records[rows[-1]].rank]
    changes = [_kind(p, above.uid, "package")]
    changes += edits.move(p, above.uid, package.parent, package.uid)
    last = changes[-1].new[1]
    for uid in rows:
        changes.append(_hang(p, uid, above.uid, p.records[uid].rank))
    if behind and package.get("pass_through"):
        high = next((r.rank for r in p.children(package.parent) if r.rank > last), None)
        twin, more = edits.add(p, "package", package.parent, {"pass_through": True})
        more[1] = Change(twin, "parent+rank", None, (None, None), (package.parent, ranks.between(last, high)))
        changes += more
        changes += [_hang(p, r.uid, twin, r.rank) for r in behind]
    return changes


def outdent(p: Portfolio, uids: Sequence[str]) -> list[Change]:
    """One level up: each row becomes the next sibling of what it hung under."""
    changes: list[Change] = []
    for uid in reversed(tops(p, uids)):      # each goes right behind the parent, so the last goes first
        record = p.records[uid]
        if not record.parent or not p.records[record.parent].parent:
            raise Problem(f"{calling_name(record)} stands as high as it can.")
        if record.kind == "measure":
            _bare(p, record)
        parent = p.records[record.parent]
        changes += _lift(p, uid)
        moved = edits.move(p, uid, parent.parent, parent.uid)
        if changes:
            moved = _before_placed(p, moved[0], parent, changes)
        changes += moved
    return changes


def _before_placed(p: Portfolio, change: Change, parent: Record, before: Sequence[Change]) -> list[Change]:
    """Keep rows in order when several go behind the same parent in one step."""
    taken = [c.new[1] for c in before if c.field == "parent+rank" and c.new[0] == parent.parent]
    if not taken:
        return [change]
    return [Change(change.uid, change.field, None, change.old, (change.new[0], ranks.between(parent.rank, min(taken))))]


def _lift(p: Portfolio, uid: str) -> list[Change]:
    """A node and what hangs below it one level up; measures stay measures below a new pass-through package."""
    record = p.records[uid]
    changes = [_kind(p, uid, LEVELS[level_of(record.kind) - 1])]
    measures: list[Record] = []
    for child in [r for r in p.children(uid) if r.kind in LEVELS]:
        if child.kind == "measure":
            measures.append(child)
        else:
            changes += _lift(p, child.uid)
    if measures:
        package, more = edits.add(p, "package", uid, {"pass_through": True})
        changes += more
        changes += [_hang(p, m.uid, package, m.rank) for m in measures]
    return changes
