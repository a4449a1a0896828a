"""Counts and changes in words."""
from __future__ import annotations

import pytest

from app.core import edits
from app.core.change import net
from app.core.counting import counted, listed
from app.core.portfolio import Portfolio
from app.core.values import month_index
from app.core.wording import said, strangers
from app.session import Session
from tests.support import add_line, add_tree


@pytest.mark.parametrize(("n", "one", "many", "text"), [
    (1, "measure", "", "1 measure"), (6, "measure", "", "6 measures"), (2, "activity", "", "2 activities"),
    (2, "package", "", "2 measure packages"), (3, "person", "", "3 people"), (1, "effect_line", "", "1 effect line"),
    (1234, "value", "", "1,234 values"), (2, "entry", "entries", "2 entries"), (0, "row", "", "0 rows")])
def test_a_count_is_said_with_the_word_in_its_number(n: int, one: str, many: str, text: str) -> None:
    assert counted(n, one, many) == text


def test_kinds_are_listed_in_their_order_without_those_there_are_none_of() -> None:
    assert listed([("project", 1), ("risk", 4), ("issue", 0)]) == "1 project, 4 risks"


def _words(session: Session, changes: list) -> list[str]:
    done = net(changes)
    before = [str(s) for s in said(session.portfolio, done)]
    session.do("Do", changes)
    assert [str(s) for s in said(session.portfolio, done)] == before
    return before


def test_each_field_is_said_with_what_it_was_and_is(session: Session) -> None:
    uid = add_tree(session)[0]
    p = session.portfolio
    assert _words(session, edits.set_field(p, uid, "finish", "2026-09-30")) == ["M1 Finish: empty -> 2026-09-30"]
    assert _words(session, edits.set_field(p, uid, "progress", 2550)) == ["M1 Reported progress: empty -> 25.5 %"]
    assert _words(session, edits.set_field(p, uid, "budget", 123456700)) == [
        "M1 Approved budget: empty -> 1,234,567.00"]
    assert _words(session, edits.set_field(p, uid, "finish", None)) == ["M1 Finish: 2026-09-30 -> empty"]


def test_months_are_said_one_by_one_or_by_their_sum(session: Session) -> None:
    line = add_line(session, add_tree(session)[0], name="Saving")
    p, first = session.portfolio, month_index("2026-01")
    assert _words(session, edits.set_months(p, line, "plan", first, [1000, 2000, None])) == [
        "M1#Saving plan 2026-01 to 2026-02, 2 months, sum: empty -> 30.00"]
    assert _words(session, edits.set_months(p, line, "plan", first, [1000, 2500, None])) == [
        "M1#Saving plan 2026-02: 20.00 -> 25.00"]


def test_what_came_and_went_and_moved_is_one_sentence_each(session: Session) -> None:
    add_tree(session)
    p = session.portfolio
    package = p.of_kind("package")[0].uid
    uid, made = edits.add(p, "measure", package, {"code": "M2", "name": "Second"})
    session.do("Add", made)
    assert [str(s) for s in said(p, made)] == ["M2: new measure"]
    deleted = edits.delete(p, [uid])
    session.do("Delete", deleted)
    assert [str(s) for s in said(p, deleted)] == ["M2: deleted"]


def _names(p: Portfolio, changes: list) -> list[str]:
    return [str(one) for one in strangers(p, changes)]


def test_a_person_nobody_knows_is_named_with_who_may_be_meant(session: Session) -> None:
    one, two = add_tree(session, measures=2)
    p = session.portfolio
    first = edits.set_text(p, one, "owner", "Ada Example")
    assert _names(p, first) == ["new person: Ada Example"]
    session.do("Own", first)
    second = edits.set_text(p, two, "owner", "Ada Exmple")
    assert _names(p, second) == ["new person: Ada Exmple; did you mean Ada Example?"]
    session.do("Own", second)
    assert _names(p, second) == ["new person: Ada Exmple; did you mean Ada Example?"]
    assert _names(p, edits.set_text(p, two, "function", "Finance")) == ["new function: Finance"]
    assert _names(p, edits.set_text(p, two, "owner", "ada example")) == []
