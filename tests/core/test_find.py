"""What a person writes leads to one record, or to a sentence that says what to write instead."""
from __future__ import annotations

import pytest

from app.core import edits
from app.core.find import lookup
from app.errors import Problem
from app.session import Session
from tests.support import add_tree


def _risks(session: Session, *codes: str) -> str:
    node = add_tree(session)[0]
    for code in codes:
        session.do("Add", edits.add(session.portfolio, "risk", node, {"code": code, "name": f"Risk {code}"})[1])
    return node


def test_a_kind_and_a_code_lead_to_the_record(session: Session) -> None:
    _risks(session, "R-1", "R-2")
    p = session.portfolio
    assert lookup(p, "risk:R-2").name == "Risk R-2" and lookup(p, "risk:r-2").code == "R-2"
    assert lookup(p, "RISK:Risk R-1").code == "R-1"


def test_an_unknown_code_of_a_kind_names_those_there_are(session: Session) -> None:
    _risks(session, "R-1", "R-2")
    with pytest.raises(Problem) as told:
        lookup(session.portfolio, "risk:R1")
    assert str(told.value) == "No risk has the code or name “R1”. Did you mean R-1?"
    with pytest.raises(Problem) as told:
        lookup(session.portfolio, "risk:flood")
    assert str(told.value) == "No risk has the code or name “flood”. Risks are: R-1, R-2."
    with pytest.raises(Problem) as told:
        lookup(session.portfolio, "issue:I1")
    assert str(told.value) == "No issue has the code or name “I1”. The file holds no issues."


def test_a_code_of_another_kind_says_how_to_write_it(session: Session) -> None:
    _risks(session, "R-1")
    with pytest.raises(Problem) as told:
        lookup(session.portfolio, "R-1")
    assert str(told.value) == "No node has the code or name “R-1”. Write risk:R-1 for the risk Risk R-1."
    with pytest.raises(Problem) as told:
        lookup(session.portfolio, "threat:R-1")
    assert "“threat” is no kind of record" in str(told.value) and "risk" in str(told.value)


def test_a_near_miss_of_a_measure_is_named(session: Session) -> None:
    _risks(session)
    with pytest.raises(Problem, match=r"Did you mean M1\?"):
        lookup(session.portfolio, "M-1")
    with pytest.raises(Problem, match=r"`trimtab show FILE` lists the codes"):
        lookup(session.portfolio, "zzz")


def test_a_record_is_found_as_messages_call_it(session: Session) -> None:
    node = add_tree(session)[0]
    session.do("Add", edits.add(session.portfolio, "activity", node, {"name": "Build / test"})[1])
    assert lookup(session.portfolio, "M1 / Build / test").kind == "activity"
    with pytest.raises(Problem, match=r"M1 has nothing called “Bild”. Did you mean Build / test\?"):
        lookup(session.portfolio, "M1 / Bild")
