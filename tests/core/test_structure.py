"""What hangs where follows every transaction: lists by kind, children, life and outline equal those made anew."""
from __future__ import annotations

import dataclasses
import uuid
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import edits
from app.core.catalog import KINDS, LEVELS
from app.core.change import Change
from app.core.portfolio import Portfolio
from tests.properties.random_edits import Edit, _changes, edits_strategy

OTHERS = ("bring back", "take away", "before its parent", "link of what is not there", "share", "delete activity",
          "move activity", "two at once")


def extra(p: Portfolio, verb: str, e: Edit) -> list[Any]:
    """What a merge or an undo can do to a file, beside the verbs a person has."""
    every = sorted(p.records)
    one = every[e.pick % len(every)] if every else ""
    measures, activities = p.of_kind("measure"), p.of_kind("activity")
    match verb:
        case "bring back":
            gone = [u for u in every if p.records[u].deleted]
            return edits.set_field(p, gone[e.pick % len(gone)], "deleted", None) if gone else []
        case "take away" if one and p.records[one].kind not in ("setting",):
            return [Change(one, "kind", None, (p.records[one].kind,), (None,))]
        case "before its parent":
            level, uid = LEVELS[e.pick % 6], uuid.UUID(int=e.other % 40).hex
            parent = uuid.UUID(int=(e.other + 1) % 40).hex
            return edits.add(p, level, parent, {"code": e.text or None}, uid=uid)[1] if uid not in p.records else []
        case "link of what is not there" if measures:
            return edits.link(p, "dependency", {"predecessor": measures[0].uid,
                                                "successor": uuid.UUID(int=e.other % 40).hex}, {"type": "FS"})[1]
        case "share" if measures:
            uid, changes = edits.add(p, "unit", "", {"type": "function", "name": e.text or None})
            return changes + edits.link(p, "share", {"measure": measures[e.pick % len(measures)].uid, "function": uid},
                                        {"percent": 500})[1]
        case "delete activity" if activities:
            return edits.delete(p, [activities[e.pick % len(activities)].uid])
        case "move activity" if activities and measures:
            return edits.move(p, activities[e.pick % len(activities)].uid, measures[e.other % len(measures)].uid)
    return []


def same_as_anew(p: Portfolio) -> None:
    anew = Portfolio(p.file_id)
    anew.records = p.records
    for kind in KINDS:
        assert p.of_kind(kind) == anew.of_kind(kind), kind
        assert p.children("", kind) == anew.children("", kind), kind
    for uid in ("", *p.records, *(r.parent for r in p.records.values())):
        assert p.children(uid) == anew.children(uid)
        assert p.live(uid) == anew.live(uid)
    for field in dataclasses.fields(anew.outline):
        mine, theirs = getattr(p.outline, field.name), getattr(anew.outline, field.name)
        if isinstance(theirs, np.ndarray):
            assert mine.dtype == theirs.dtype and np.array_equal(mine, theirs), field.name
        else:
            assert mine == theirs, field.name


@settings(max_examples=250)
@given(st.lists(st.tuples(edits_strategy, st.sampled_from(("", "", "", *OTHERS)), st.integers(0, 5)),
                min_size=6, max_size=40))
def test_what_hangs_where_follows_every_transaction(steps: list[tuple[Edit, str, int]]) -> None:
    p = Portfolio(uuid.UUID(int=7).hex)
    held: list[tuple[list[Any], list[Any]]] = []
    waiting: list[Any] = []
    for step, verb, look in steps:
        changes = [*waiting, *(extra(p, verb, step) if verb else _changes(p, step))]
        cells = {(c.uid, c.field) for c in waiting}
        if verb == "two at once":
            waiting = [c for c in changes if c in waiting or (c.uid, c.field) not in cells]
            continue
        p.apply(changes)
        waiting = []
        if look:                                     # now and then several transactions go by unseen
            same_as_anew(p)
            held = [(p.of_kind(k), list(p.of_kind(k))) for k in ("measure", "dependency", "activity")]
        if look == 1:
            branch = p.branch()
            branch.apply(_changes(branch, step))
            same_as_anew(branch)
        for given_out, then in held:
            assert given_out == then, "a list that was handed out was changed afterwards"
    same_as_anew(p)


def test_only_what_a_transaction_touched_is_looked_at(monkeypatch: Any) -> None:
    """A row that comes, goes and comes back leaves the other thousands unread."""
    p = Portfolio(uuid.UUID(int=7).hex)
    parent, places = "", []
    for kind in LEVELS:
        parent, changes = edits.add(p, kind, parent, {})
        places.append(parent)
        p.apply(changes)
    task, changes = edits.add(p, "activity", parent, {"start": "2026-01-05"})
    p.apply(changes)
    same_as_anew(p)
    p.apply(edits.delete(p, [task]))                 # the first to go: from now on it is known what links tie
    same_as_anew(p)
    monkeypatch.setattr(type(p.outline), "build", lambda *_: 1 / 0)
    monkeypatch.setattr(Portfolio, "_of_kind_at_all", lambda *_: 1 / 0)
    other, changes = edits.add(p, "measure", places[4], {}, after=None)
    p.apply(changes)
    assert p.outline.uids[-2:] == [parent, other] and p.children(places[4])[1].uid == other
    p.apply(edits.move(p, other, places[4], None))
    assert p.outline.uids[-2:] == [other, parent]
    assert [r.uid for r in p.of_kind("measure")] == sorted((parent, other))
    p.apply(edits.set_field(p, other, "deleted", True))
    assert other not in p.outline.position and len(p.of_kind("measure")) == 1


def test_what_lives_or_dies_with_a_deleted_node_is_told() -> None:
    p = Portfolio(uuid.UUID(int=7).hex)
    parent, ends = "", []
    for kind in LEVELS:
        parent, changes = edits.add(p, kind, parent, {})
        p.apply(changes)
    for _ in range(2):
        uid, changes = edits.add(p, "activity", parent, {"start": "2026-01-05"})
        p.apply(changes)
        ends.append(uid)
    link, changes = edits.link(p, "dependency", {"predecessor": ends[0], "successor": ends[1]}, {"type": "FS"})
    p.apply(changes)
    assert [r.uid for r in p.of_kind("dependency")] == [link]
    version = p.version
    p.apply(edits.delete(p, [parent]))
    since = p.since(version)
    assert since is not None and since.along == {*ends, link} and since.homes == {p[parent].parent}
    assert not p.of_kind("dependency") and not p.of_kind("activity")
