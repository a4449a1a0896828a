"""Undo and redo across everything: barriers, other people's later edits, records somebody hung something under."""
from __future__ import annotations

import pytest

from app.core import edits
from app.core.change import Change
from app.core.dump import dump
from app.core.history import Step, few, neutral, stacks, take_back
from app.errors import Problem
from app.session import Session
from tests.support import add_line, add_tree, reopen


def _step(id_: str, origin: str = "edit", undoes: str = "", barrier: bool = False, mine: bool = True) -> Step:
    return Step(id_, f"label {id_}", origin, undoes, barrier, mine)


def test_undo_and_redo_walk_the_same_way_back_and_forth() -> None:
    steps = [_step("a"), _step("b"), _step("u1", "undo", "b"), _step("u2", "undo", "a"), _step("r1", "undo", "u2")]
    assert stacks(steps).undo == ("r1",) and stacks(steps).redo == ("u1",)
    assert neutral([*steps, _step("u3", "undo", "r1")]) == {"a", "b", "u1", "u2", "r1", "u3"}


def test_a_new_edit_clears_redo() -> None:
    found = stacks([_step("a"), _step("u", "undo", "a"), _step("c")])
    assert found.undo == ("c",) and found.redo == ()


def test_barriers_and_other_peoples_transactions_never_enter() -> None:
    assert stacks([_step("a"), _step("b", barrier=True), _step("c", mine=False)]).undo == ("a",)


def test_undo_works_across_reopen_by_label(session: Session) -> None:
    measure = add_tree(session)[0]
    session.do("Rename", edits.set_field(session.portfolio, measure, "name", "New"))
    path, state = session.path, dump(session.portfolio)
    other = reopen(session)
    assert other.undo_label() == "Rename" and other.path == path
    other.undo()
    assert other.redo_label() == "Rename"
    other = reopen(other)
    other.redo()
    assert dump(other.portfolio) == state
    session.__dict__.update(other.__dict__)      # the fixture's teardown goes on with the open one


def test_a_decision_is_a_barrier_that_is_never_undone_and_named_when_an_edit_stands_below_it(session: Session) -> None:
    """records.md, rule 5: a wrong decision is answered by a counter-decision."""
    measure = add_tree(session)[0]
    uid, changes = edits.add(session.portfolio, "decision", measure, {"type": "stage", "outcome": "go", "reason": "ok"})
    session.do("Decide: go", changes, origin="decision")
    assert session.undo_label() == "Add measure"
    with pytest.raises(Problem, match="Decide: go"):
        session.undo()
    session.do("Rename", edits.set_field(session.portfolio, measure, "name", "New"))
    session.undo()
    assert session.portfolio[measure].name == "Measure 1"
    with pytest.raises(Problem, match="cannot be rewritten"):
        session.do("Rewrite", edits.set_field(session.portfolio, uid, "reason", "x"))


def test_a_cell_somebody_else_changed_meanwhile_is_left_alone_and_named(session: Session) -> None:
    measure = add_tree(session)[0]
    line = add_line(session, measure)
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", 24312, [1, 2, 3]))
    mine = (Change(line, "plan", 24312, (None, None, None), (1, 2, 3)),)
    back, left = take_back(session.portfolio, mine, {(line, "plan", 24313): "Eva"})
    assert [(c.month, c.new) for c in back] == [(24312, (None,)), (24314, (None,))]
    assert left == ["M1#recurring_benefit: plan 2026-02 was changed by Eva since and stays."]


def test_a_value_that_was_changed_again_stays_even_without_knowing_by_whom(session: Session) -> None:
    measure = add_tree(session)[0]
    was = (Change(measure, "name", None, ("old",), ("something else",)),)
    back, left = take_back(session.portfolio, was, {})
    assert back == [] and "was changed since and stays" in left[0]


def test_seen_names_the_transaction_that_last_wrote_the_cell_and_splits_runs(session: Session) -> None:
    """records.md: `seen` lists the heads its author saw, once a run; where they differ the run is split."""
    line = add_line(session, add_tree(session)[0])
    session.do("One", edits.set_months(session.portfolio, line, "plan", 24312, [1, 2]))
    session.do("Two", edits.set_months(session.portfolio, line, "plan", 24313, [5]))
    session.do("Three", edits.set_months(session.portfolio, line, "plan", 24312, [7, 8, 9]))
    one, two, three = (session.tx(row.id) for row in reversed(session.history(limit=3)))
    assert [(c.month, c.new, c.seen) for c in three.changes] == [
        (24312, (7,), (one.head.id,)), (24313, (8,), (two.head.id,)), (24314, (9,), ())]


def test_names_of_what_is_gone_are_asked_for_once_and_only_so_many() -> None:
    asked: list[str] = []

    def called(uid: str) -> str:
        asked.append(uid)
        return uid.upper()

    ask = few(called, most=2)
    assert [ask(uid) for uid in "abacb"] == ["A", "B", "A", "", "B"] and asked == ["a", "b"]
