"""Rows put down elsewhere in the tree: they stand exactly where they were put, or a Problem says why they cannot."""
from __future__ import annotations

import uuid
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import edits
from app.core import rank as ranks
from app.core.catalog import LEVELS, level_of
from app.core.edits_place import AFTER, BEFORE, INTO, between, next_group, place, tops
from app.core.guard import guard
from app.core.portfolio import Portfolio
from app.errors import Problem

Row = tuple[str, str]                    # a row that is shown, and the row it is shown below


def shown(p: Portfolio) -> list[Row]:
    """Rows as a person sees them, in order."""
    found = []
    for uid in p.outline.uids:
        if not p.records[uid].get("pass_through"):
            above = next((a.uid for a in p.ancestors(uid) if not a.get("pass_through")), "")
            found.append((uid, above))
    return found


def branch(rows: list[Row], top: str) -> list[Row]:
    inside = {top}
    return [r for r in rows if r[0] == top or (r[1] in inside and not inside.add(r[0]))]


def expected(rows: list[Row], moved: list[str], target: str, where: str) -> list[Row]:
    """The same drop done naively on the list of shown rows."""
    above = dict(rows)
    parent = target if where == INTO else above[target]
    blocks = [row for top in moved for row in [(top, parent), *branch(rows, top)[1:]]]
    rest = [r for r in rows if r[0] not in {u for u, _ in blocks} or r[0] == target]
    at = next(i for i, r in enumerate(rest) if r[0] == target)
    if where != BEFORE:
        at += len(branch(rest, target))
    return [r for r in (*rest[:at], *blocks, *rest[at:]) if not (r[0] == target and target in moved
                                                                 and r not in blocks)]


@st.composite
def trees(draw: st.DrawFn) -> Portfolio:
    """Some hundred shapes of trees, with levels passed through and notes among the rows."""
    p = Portfolio(uuid.UUID(int=7).hex)
    below: dict[int, list[str]] = {-1: [""]}
    for number in range(draw(st.integers(6, 24))):
        level = draw(st.integers(0, min(len(below) - 1, 5)))
        parent = draw(st.sampled_from(below[level - 1]))
        passed = level not in (0, 5) and draw(st.integers(0, 2)) == 0
        fields = {"pass_through": True} if passed else {"code": f"{level}-{number}"}
        uid, changes = edits.add(p, LEVELS[level], parent, fields, uid=uuid.UUID(int=100 + number).hex)
        p.apply(changes)
        below.setdefault(level, []).append(uid)
        if draw(st.integers(0, 5)) == 0:
            p.apply(edits.add(p, "note", uid, {"text": "x"}, uid=uuid.UUID(int=900 + number).hex)[1])
    return p


@settings(max_examples=300)
@given(trees(), st.data())
def test_rows_stand_exactly_where_they_were_put_or_nothing_changes(p: Portfolio, data: st.DataObject) -> None:
    rows = shown(p)
    uids = [u for u, _ in rows]
    target, where = data.draw(st.sampled_from(uids)), data.draw(st.sampled_from((BEFORE, AFTER, INTO)))
    kind = p.records[data.draw(st.sampled_from(uids))].kind
    chosen = data.draw(st.lists(st.sampled_from([u for u in uids if p.records[u].kind == kind]), min_size=1,
                                max_size=4, unique=True))
    try:
        changes = place(p, chosen, target, where)
    except Problem as problem:
        assert problem.what and _reason(p, chosen, target, where), problem.what
        return
    guard(p, changes)
    p.apply(changes)
    if not changes:
        assert not set(chosen) - {target} or shown(p) == rows
    if target not in chosen:
        assert shown(p) == expected(rows, tops(p, chosen), target, where)
    assert all(p.records[u].kind == kind for u in chosen)
    if target not in chosen:
        assert place(p, chosen, target, where) == [], "putting rows where they stand changes nothing"


def _reason(p: Portfolio, chosen: list[str], target: str, where: str) -> bool:
    """Whether a refusal was right: below itself, a level too low, or in the middle of a group of lower rows."""
    level, row = level_of(p.records[chosen[0]].kind), p.records[target]
    above = {a.uid for a in p.ancestors(target)}
    if above & set(chosen) or (where == INTO and target in chosen):
        return True
    visible = next((a for a in p.ancestors(target) if not a.get("pass_through")), None)
    parent = row if where == INTO else visible
    if parent is not None and level_of(parent.kind) >= level:
        return True
    return where != INTO and level_of(row.kind) > level


def small() -> tuple[Portfolio, dict[str, str]]:
    """One program with two projects of a package each, and measures A1 A2 A3 and B1 B2."""
    p = Portfolio(uuid.UUID(int=7).hex)
    at: dict[str, str] = {}

    def add(name: str, kind: str, parent: str) -> None:
        at[name], changes = edits.add(p, kind, at.get(parent, ""), {"code": name})
        p.apply(changes)

    for name, kind, parent in (("O", "organization", ""), ("F", "portfolio", "O"), ("P", "program", "F"),
                               ("A", "project", "P"), ("AA", "package", "A"), ("B", "project", "P"),
                               ("BB", "package", "B")):
        add(name, kind, parent)
    for name in ("A1", "A2", "A3", "B1", "B2"):
        add(name, "measure", name[0] * 2)
    return p, at


def below(p: Portfolio, uid: str) -> list[str]:
    return [r.code for r in p.children(uid) if r.kind in LEVELS and not r.get("pass_through")]


def test_several_rows_go_between_two_others_in_the_order_in_which_they_were_read() -> None:
    p, at = small()
    changes = place(p, [at["A3"], at["A1"]], at["B1"], AFTER)
    assert len(changes) == 2, "a row moved is one change"
    p.apply(changes)
    assert below(p, at["BB"]) == ["B1", "A1", "A3", "B2"] and below(p, at["AA"]) == ["A2"]


def test_a_measure_put_on_a_program_stands_below_it_over_levels_that_nobody_sees() -> None:
    p, at = small()
    p.apply(place(p, [at["A1"]], at["P"], INTO))
    assert shown(p)[-1] == (at["A1"], at["P"])
    p.apply(place(p, [at["A2"]], at["A1"], BEFORE))
    assert [p.records[u].code for u, _ in shown(p)][-2:] == ["A2", "A1"]
    assert sum(bool(r.get("pass_through")) for r in p.records.values()) == 2, "both share what the first made"


@pytest.mark.parametrize(("rows", "target", "where", "words"), [
    (("A",), "AA", INTO, "A cannot go below itself"),
    (("BB",), "A1", AFTER, "A measure package cannot stand below AA, a measure package"),
    (("B",), "A1", BEFORE, "A project cannot stand below AA, a measure package"),
    (("A1",), "B1", INTO, "A measure cannot stand below B1, a measure"),
    (("A1", "B"), "P", INTO, "These are projects and measures"),
    (("O",), "A1", INTO, "cannot go below itself"),
])
def test_a_place_where_rows_cannot_stand_is_refused_in_words(rows, target, where, words) -> None:
    p, at = small()
    with pytest.raises(Problem, match=words):
        place(p, [at[r] for r in rows], at[target], where)


def test_a_refusal_has_the_right_article_on_every_level() -> None:
    p, at = small()
    for name, kind, above in (("O2", "organization", ""), ("F2", "portfolio", at["O"])):
        at[name], changes = edits.add(p, kind, above, {"code": name})
        p.apply(changes)
    with pytest.raises(Problem, match=r"^An organization cannot stand below O, an organization"):
        place(p, [at["O2"]], at["O"], INTO)
    with pytest.raises(Problem) as wrong:
        place(p, [at["F2"]], at["F"], INTO)
    assert wrong.value.hint == "It belongs below an organization or higher."


def test_a_row_at_the_edge_of_its_group_goes_on_to_the_group_above_or_below() -> None:
    p, at = small()
    assert next_group(p, [at["A3"]], 1) == (at["B1"], BEFORE)
    assert next_group(p, [at["B1"]], -1) == (at["AA"], INTO)
    assert next_group(p, [at["A1"]], -1) is None and next_group(p, [at["O"]], 1) is None


@given(st.integers(1, 3_000), st.booleans())
def test_keys_of_thousands_of_rows_put_into_one_gap_stay_short_and_in_order(count: int, open_end: bool) -> None:
    low, high = ranks.FIRST, None if open_end else ranks.after(ranks.FIRST)
    keys = between(low, high, count)
    ordered = [low, *keys, *([high] if high else [])]
    assert all(a < b for a, b in pairwise(ordered)) and max(map(len, keys)) < 14
