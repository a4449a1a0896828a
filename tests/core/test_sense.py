"""What makes no sense is refused at the one door, whichever screen or command it was typed on."""
from __future__ import annotations

from typing import Any

import pytest

from app.core import edits
from app.core.batch import Batch, Item
from app.core.schedule import typed
from app.errors import Problem
from app.session import Session
from tests.support import add_line, add_tree

STATUS = "2026-03-31"


def _measure(session: Session, **fields: Any) -> str:
    uid = add_tree(session)[0]
    for name, value in fields.items():
        session.do("Set", edits.set_field(session.portfolio, uid, name, value))
    return uid


def _type(session: Session, uid: str, field: str, text: str) -> None:
    session.do("Set", typed.text(session.portfolio, uid, field, text, STATUS).changes)


@pytest.mark.parametrize(("field", "text", "told"), [
    ("progress", "150", r"M1: Reported progress cannot be 150 %\. It takes 0 % to 100 %\."),
    ("progress", "-1", "cannot be -1 %"),
    ("budget", "-5", r"M1: Approved budget cannot be -5\.00\. It takes 0 or more"),
    ("name", "", "M1: Name cannot be empty"), ("name", "   ", "cannot be empty")])
def test_a_value_outside_its_bounds_or_an_emptied_name_is_refused(session: Session, field: str, text: str,
                                                                  told: str) -> None:
    uid = _measure(session)
    before = dict(session.portfolio[uid].fields)
    with pytest.raises(Problem, match=told):
        _type(session, uid, field, text)
    assert session.portfolio[uid].fields == before
    _type(session, uid, "progress", "100")
    _type(session, uid, "progress", "0")
    _type(session, uid, "budget", "0")


def test_every_bound_of_the_catalog_is_kept_by_verbs_that_type_nothing(session: Session) -> None:
    """A grid, a paste and a script hand over canonical values: the guard asks them the same."""
    measure = _measure(session)
    p = session.portfolio
    activity, made = edits.add(p, "activity", measure, {"name": "Build"})
    session.do("Add", made)
    for uid, field, value in ((activity, "percent", 10_001), (activity, "weight", "-1"), (measure, "progress", -1)):
        with pytest.raises(Problem, match="cannot be"):
            session.do("Set", edits.set_field(p, uid, field, value))
    with pytest.raises(Problem, match="Build: Complete cannot be 101 %"):
        session.do("Add", edits.add(p, "activity", measure, {"name": "Build", "percent": 10_100})[1])


def test_a_record_may_be_made_before_it_has_a_name(session: Session) -> None:
    measure = _measure(session)
    uid, made = edits.add(session.portfolio, "activity", measure, {"start": "2026-01-01"})
    session.do("Add", made)
    _type(session, uid, "name", "Build")
    line = add_line(session, measure, name="Saving")
    _type(session, line, "name", "")                     # a line without a name is called by its type


@pytest.mark.parametrize(("first", "last"), [("plan_start", "plan_finish"), ("actual_start", "actual_finish"),
                                             ("start", "finish")])
def test_what_would_finish_before_it_starts_is_refused(session: Session, first: str, last: str) -> None:
    measure = _measure(session)
    uid, made = edits.add(session.portfolio, "activity", measure, {"name": "Build", first: "2026-03-02"})
    session.do("Add", made)
    with pytest.raises(Problem, match=r"Build.*finish.*2026-03-01.*before.*2026-03-02"):
        session.do("Set", edits.set_field(session.portfolio, uid, last, "2026-03-01"))
    session.do("Set", edits.set_field(session.portfolio, uid, last, "2026-03-02"))


def test_a_typed_finish_before_the_start_is_refused_and_says_both_dates(session: Session) -> None:
    uid = _measure(session, start="2026-03-02", finish="2026-04-30")
    with pytest.raises(Problem, match=r"M1 would finish on 2026-02-27, before it starts on 2026-03-02\. .*start"):
        _type(session, uid, "finish", "2026-02-27")
    _type(session, uid, "start", "2026-06-01")
    assert session.portfolio[uid].get("finish") > "2026-06-01"


def test_a_year_nobody_plans_in_is_a_slip_of_the_keys(session: Session) -> None:
    uid = _measure(session)
    with pytest.raises(Problem, match=r"0226-04-17.*year"):
        _type(session, uid, "start", "0226-04-17")


def test_what_an_older_tracker_brought_stays_as_it_is_and_the_rest_of_it_can_be_edited(session: Session) -> None:
    """An import is no typing: it takes over what stood there, and nonsense in it does not lock the record."""
    items = [Item("organization", "o", fields={"name": "O"})]
    for above, kind in zip(("organization", "portfolio", "program", "project"),
                           ("portfolio", "program", "project", "package"), strict=True):
        items.append(Item(kind, kind, "o" if above == "organization" else above, above, {"name": kind}))
    items.append(Item("measure", "m", "package", "package", {
        "code": "OLD-1", "name": "Old", "start": "2026-05-01", "finish": "2026-03-01", "progress": 12_000}))
    session.import_batch(Batch("old.xlsx", "0" * 64, [], items, []))
    uid = session.portfolio.of_kind("measure")[0].uid
    assert session.portfolio[uid].get("progress") == 12_000
    _type(session, uid, "description", "still here")
    _type(session, uid, "progress", "100")
    _type(session, uid, "finish", "2026-06-01")
    assert session.portfolio[uid].get("start") == "2026-05-01"


def test_a_field_is_known_by_its_name_or_label_in_any_case(session: Session) -> None:
    uid = _measure(session)
    for name in ("progress", "Progress", "Reported progress", "REPORTED PROGRESS"):
        assert edits.field_def(session.portfolio, "measure", name).name == "progress"
    for name, told in (("progres", r"Did you mean progress"), ("zzz", r"Fields are: code, name"),
                       ("undated_plan", r"write CODE#1"), ("plan", r"plan@2026-05")):
        with pytest.raises(Problem, match=told):
            edits.set_text(session.portfolio, uid, name, "1")


def test_one_point_before_three_digits_is_asked_back_and_two_are_thousands(session: Session) -> None:
    uid = _measure(session)
    with pytest.raises(Problem, match=r"Write it as 1500 or as 1\.50,"):
        _type(session, uid, "budget", "1.500")
    _type(session, uid, "budget", "1.500.000")
    assert session.portfolio[uid].get("budget") == 1_500_000_00


def test_a_code_that_another_node_has_is_refused_and_two_may_swap_theirs(session: Session) -> None:
    """What a code names must stay one record, or no command finds either of them again."""
    first, second = add_tree(session, measures=2)
    p = session.portfolio
    session.do("Set", [*edits.set_field(p, first, "code", "M-010"), *edits.set_field(p, second, "code", "M-011")])
    package = p[p[first].parent]
    for code in ("M-011", "m-011"):
        with pytest.raises(Problem, match="is the code of another measure already"):
            _type(session, first, "code", code)
    with pytest.raises(Problem, match="M-010 is the code of another measure"):
        _type(session, package.uid, "code", "M-010")
    with pytest.raises(Problem, match="M-010 is the code of another measure"):
        session.do("Add", edits.add(p, "measure", package.uid, {"name": "Twin", "code": "M-010"})[1])
    with pytest.raises(Problem, match="N-1 is the code of another measure"):
        session.do("Set", [*edits.set_field(p, first, "code", "N-1"), *edits.set_field(p, second, "code", "N-1")])
    assert (p[first].code, p[second].code) == ("M-010", "M-011")
    session.do("Swap", [*edits.set_field(p, first, "code", "M-011"), *edits.set_field(p, second, "code", "M-010")])
    session.do("Move on", [*edits.delete(p, [first]), *edits.set_field(p, second, "code", "M-011")])
    assert p[second].code == "M-011"


def test_activities_of_two_measures_may_have_one_number_but_not_two_of_one_measure(session: Session) -> None:
    first, second = add_tree(session, measures=2)
    for measure in (first, second):
        session.do("Add", edits.add(session.portfolio, "activity", measure, {"name": "Build", "code": "1"})[1])
    with pytest.raises(Problem, match="1 is the code of another activity already: Build"):
        session.do("Add", edits.add(session.portfolio, "activity", first, {"name": "Test", "code": "1"})[1])
