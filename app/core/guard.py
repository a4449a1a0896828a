"""What a local edit may not do. A pulled transaction is history and is never asked.

Must not know: who edits (rights come with governance), the store, the window.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from app.core.catalog import KINDS, LEVELS, cells_of, fields_of, series_of
from app.core.change import Change, Creation, Work, is_series
from app.core.counting import a_kind, a_label
from app.core.creations import Creations
from app.core.find import calling_name, path_name
from app.core.portfolio import Portfolio
from app.core.sense import sense
from app.core.value.series import Amounts, Months
from app.core.values import check, scale_of
from app.errors import Problem

_FIXED_ONCE_FILLED = ("unit", "currency", "scale")
_TEXTS = ("text", "long", "code")        # any text will do
_MANY = 500                              # new records that are looked at kind by kind, not one by one


def guard(p: Portfolio, work: Sequence[Work], columns: Sequence[Creations] = (), *, typed: bool = True) -> None:
    """Raise a Problem when any change breaks a rule; nothing has been written by then.

    What comes from a person, `typed`, must also make sense; an import takes over what its source says. New records in
    `columns` have been found `sound` beside this work.
    """
    made = [w for w in work if isinstance(w, Creation)]
    changes = [w for w in work if isinstance(w, Change)] if len(made) < len(work) else []
    kinds: dict[str, str | None] = dict([c[:2] for c in made])
    kinds |= {c.uid: c.new[0] for c in changes if c.field == "kind"}
    for one in columns:
        kinds |= dict.fromkeys(one.uids, one.kind)
    if len(made) < _MANY or not _all_sound(p, made, kinds):
        for new in made:
            _creation(p, new, kinds)
    for change in changes:
        kind = kinds.get(change.uid) or (p.records[change.uid].kind if change.uid in p.records else None)
        if kind is None:
            if change.uid in kinds or all(v is None for v in change.new):
                continue
            raise Problem("This record no longer exists.", "Undo the deletion first.")
        if kind not in KINDS:
            raise Problem(f"“{kind}” is not a kind of record.")
        _immutable(p, change, kind, new=change.uid in kinds)
        _value(p, change, kind)
        if change.field == "parent+rank":
            _parent(p, change.new[0] or "", kind, kinds, gone=change.new == (None, None))
    if typed:
        sense(p, changes, kinds)
    _fixed(p, changes)
    _acyclic(p, changes, made, columns, kinds)


def sound(p: Portfolio, work: Sequence[Work], columns: Sequence[Creations]) -> bool:
    """Is nothing wrong with new records that come as columns, circles aside? Doubt is a no."""
    kinds: dict[str, str | None] = {w.uid: w.kind for w in work if isinstance(w, Creation)}
    for one in columns:
        kinds |= dict.fromkeys(one.uids, one.kind)
    return all(_hangs_well(p, one.kind, set(one.columns["parent"]), kinds)
               and all(_column_sound(one.kind, name, [v for v in column if v is not None] if None in column else column)
                       for name, column in one.columns.items() if name not in ("parent", "rank"))
               and {m.series for m in one.months} <= set(series_of(one.kind))
               and _amounts_sound(one.months) for one in columns)


def _all_sound(p: Portfolio, made: Sequence[Creation], kinds: dict[str, str | None]) -> bool:
    """Is nothing wrong with many new records? Values they share are looked at once; doubt is a no, and `_creation`,
    asked of each, names the first that breaks a rule."""
    groups: dict[str, list[Creation]] = {}
    for new in made:
        groups.setdefault(new.kind, []).append(new)
    for kind, group in groups.items():
        if not _hangs_well(p, kind, {c.parent for c in group}, kinds):
            return False
        fields = [c.fields for c in group]
        if not all(_column_sound(kind, name, [f[name] for f in fields if name in f]) for name in set().union(*fields)):
            return False
        runs = list(chain.from_iterable([c.runs for c in group]))
        if not {series for series, _, _ in runs} <= set(series_of(kind)):
            return False
        if not set(map(type, [run for _, _, run in runs])) <= {Amounts}:
            return False
        together = {id(run.months): run.months for _, _, run in runs if isinstance(run, Amounts)}
        if not _amounts_sound(together.values()):
            return False
    return True


def _hangs_well(p: Portfolio, kind: str, parents: set[str | None], kinds: dict[str, str | None]) -> bool:
    above = {kinds.get(parent) or (p.records[parent].kind if parent in p.records else None) if parent else ""
             for parent in parents}
    return above <= set(KINDS[kind].parents)


def _amounts_sound(found: Iterable[Months]) -> bool:
    return all(max(int(m.values.max()), -int(m.values.min())) < 2**53 for m in found if m.values.size)


def _column_sound(kind: str, name: str, values: Sequence[Any]) -> bool:
    """Does every one of the values fit a field? 1 and True would pass for each other, so one type is all it takes."""
    field = fields_of(kind).get(name)
    if field is None:
        return "#" not in name and name.startswith("x.") and KINDS[kind].custom
    kinds = set(map(type, values))
    if len(kinds) > 1 or field.type in ("json", "vector"):
        return False
    if field.type in _TEXTS:
        return kinds == {str}
    try:
        for value in set(values):
            check(field, value)
    except (Problem, TypeError):         # TypeError: what cannot be in a set is no value either
        return False
    return True


def _creation(p: Portfolio, new: Creation, kinds: dict[str, str | None]) -> None:
    known = fields_of(new.kind)
    for name, value in new.fields.items():
        field = known.get(name)
        if field is not None:
            check(field, value)
        elif "#" in name or not (name.startswith("x.") and KINDS[new.kind].custom):
            _value(p, Change(new.uid, name, None, (None,), (value,)), new.kind)
    for series, first, values in new.runs:
        _value(p, Change(new.uid, series, first, (), tuple(values)), new.kind)
    _parent(p, new.parent or "", new.kind, kinds, gone=False)


def _immutable(p: Portfolio, change: Change, kind: str, new: bool) -> None:
    if KINDS[kind].immutable and not new:
        raise Problem(f"{calling_name(p.records[change.uid])} is a record that cannot be rewritten.",
                      "Answer it with a new decision.")
    if kind == "snapshot" and change.field == "vector" and not new:
        raise Problem(f"{calling_name(p.records[change.uid])} names one state of the file for good.",
                      "Make another snapshot.")


def _value(p: Portfolio, change: Change, kind: str) -> None:
    if change.month is not None:
        if change.field not in series_of(kind):
            raise Problem(f"{a_kind(kind)} has no months of “{change.field}”.")
        for value in change.new:
            if value is not None and (type(value) is not int or abs(value) >= 2**53):
                raise Problem(f"{value!r} is not an amount in whole minor units.")
        return
    cells = cells_of(kind)
    if change.field in cells:
        if change.field in ("kind", "parent+rank", "deleted"):
            return
        known = fields_of(kind)
        for name, value in zip(cells[change.field], change.new, strict=True):
            check(known[name], value)
    elif change.field.startswith("x.") and KINDS[kind].custom:
        return
    elif "#" not in change.field or change.field.split("#")[0] not in known_sets(kind):
        raise Problem(f"{a_kind(kind)} has no field “{change.field}”.")


def known_sets(kind: str) -> tuple[str, ...]:
    return tuple(f.name for f in KINDS[kind].fields if f.type == "set")


def _parent(p: Portfolio, parent: str, kind: str, kinds: dict[str, str | None], gone: bool) -> None:
    above = "" if not parent else kinds.get(parent) or (p.records[parent].kind if parent in p.records else None)
    if above is None:
        raise Problem("What it should hang under does not exist.", "Undo the deletion first.")
    if above not in KINDS[kind].parents and not gone:
        allowed = " or ".join(KINDS[k].label if k else "the file" for k in KINDS[kind].parents)
        raise Problem(f"{a_kind(kind)} cannot hang under "
                      f"{a_label(KINDS[above].label) if above else 'the file'}.", f"It belongs under: {allowed}.")


def _fixed(p: Portfolio, changes: Sequence[Change]) -> None:
    emptied = {c.uid for c in changes if c.month is not None and is_series(c.field)}
    for change in changes:
        record = p.records.get(change.uid)
        if record is None or record.kind != "effect_line" or change.field not in _FIXED_ONCE_FILLED:
            continue
        if change.field == "scale" and change.old[0] is None and change.new[0] == scale_of(record.get("currency", "")):
            continue
        if p.series.has_any(change.uid) and change.uid not in emptied and change.old[0] is not None:
            raise Problem(f"{path_name(p, record)} holds amounts, so its {change.field} cannot change.",
                          "Make a new effect line and move the amounts.")


def _acyclic(p: Portfolio, changes: Sequence[Change], made: Sequence[Creation], columns: Sequence[Creations],
             kinds: dict[str, str | None]) -> None:
    """Dependencies and unit trees may not close a circle."""
    new: dict[str, dict[str, str]] = {c.uid: c.fields for c in made if c.kind == "dependency"}
    many = [one.columns for one in columns if one.kind == "dependency"]
    if new or many or any(kinds.get(c.uid) == "dependency" or c.field in ("predecessor", "successor") for c in changes):
        for c in changes:
            if c.field in ("predecessor", "successor"):
                new.setdefault(c.uid, {})[c.field] = c.new[0] or ""
        edges = [(r.get("predecessor", ""), r.get("successor", "")) for r in p.of_kind("dependency")
                 if r.uid not in new]
        edges += [(e.get("predecessor", ""), e.get("successor", "")) for e in new.values() if len(e) == 2]
        for ends in many:
            edges += zip(ends["predecessor"], ends["successor"], strict=True)
        found = circle(edges)
        if found:
            names = " > ".join(calling_name(p.records[u]) if u in p.records else "a new one" for u in found)
            raise Problem(f"These dependencies would close a circle: {names}.", "Remove one of them first.")
    for change in changes:
        record = p.records.get(change.uid)
        if change.field == "parent+rank" and record is not None and record.kind not in LEVELS and change.new[0]:
            above = [change.new[0], *(a.uid for a in p.ancestors(change.new[0]))]
            if change.uid in above:
                raise Problem(f"{calling_name(record)} cannot hang under itself.", "Choose another parent.")


def circle(edges: Sequence[tuple[str, str]]) -> list[str]:
    """One circle in a directed graph as a list of nodes, empty when there is none. O(nodes + edges)."""
    after: dict[str, list[str]] = {}
    waiting: dict[str, int] = {}
    for a, b in edges:
        after.setdefault(a, []).append(b)
        waiting[b] = waiting.get(b, 0) + 1
        waiting.setdefault(a, 0)
    ready = [n for n, w in waiting.items() if not w]
    while ready:
        for nxt in after.get(ready.pop(), ()):
            waiting[nxt] -= 1
            if not waiting[nxt]:
                ready.append(nxt)
    left = {n for n, w in waiting.items() if w}
    before: dict[str, str] = {}
    for a, b in edges:
        if a in left and b in left:
            before.setdefault(b, a)
    if not left:
        return []
    seen: list[str] = []
    node = next(iter(sorted(before)))
    while node not in seen:      # walking against the arrows inside what is left must come round
        seen.append(node)
        node = before[node]
    return [*reversed(seen[seen.index(node):]), seen[-1]]
