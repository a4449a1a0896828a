"""Status and stage are words: those of the file, and the usual ones; anything else is asked back."""
from __future__ import annotations

import pytest

from app.core import edits, vocabulary
from app.errors import Problem
from app.session import Session
from tests.support import add_tree


def _set(session: Session, uid: str, field: str, text: str) -> str:
    session.do("Set", edits.set_text(session.portfolio, uid, field, text))
    return str(session.portfolio[uid].get(field, ""))


def test_a_word_nobody_uses_is_refused_with_the_words_there_are(session: Session) -> None:
    uid = add_tree(session)[0]
    with pytest.raises(Problem, match=r"“purple” is no reported status.*On track.*Done.*"):
        _set(session, uid, "status", "purple")
    with pytest.raises(Problem, match=r"“banana” is no stage.*0 Defined.*5 Closed"):
        _set(session, uid, "stage", "banana")


def test_a_near_miss_names_the_word_that_was_meant(session: Session) -> None:
    uid = add_tree(session)[0]
    with pytest.raises(Problem, match=r"Did you mean On track\?"):
        _set(session, uid, "status", "on trak")


def test_case_does_not_make_a_second_word_and_a_label_is_its_stage(session: Session) -> None:
    uid = add_tree(session)[0]
    assert _set(session, uid, "status", "on track") == "On track"
    assert _set(session, uid, "stage", "decided") == "3"
    assert _set(session, uid, "stage", "3 Decided") == "3"
    assert _set(session, uid, "stage", "4") == "4"
    assert [_set(session, uid, "stage", text) for text in ("DoI 2", "Härtegrad 1", "HG3")] == ["2", "1", "3"]
    with pytest.raises(Problem, match=r"5 Closed, Cancelled; for a new word"):
        _set(session, uid, "stage", "9")
    assert _set(session, uid, "status", "") == ""


def test_the_files_own_words_are_as_good_as_the_usual_ones(session: Session) -> None:
    one, two = add_tree(session, measures=2)
    session.do("As imported", edits.set_field(session.portfolio, one, "status", "Gelb / in Klärung"))
    session.do("As imported", edits.set_field(session.portfolio, one, "stage", "L3 Geprüft"))
    assert _set(session, two, "status", "gelb / in klärung") == "Gelb / in Klärung"
    assert _set(session, two, "stage", "l3 geprüft") == "L3 Geprüft"


def test_a_plus_sign_makes_a_new_word_of_the_file(session: Session) -> None:
    one, two = add_tree(session, measures=2)
    with pytest.raises(Problem, match=r"type \+Parked"):
        _set(session, one, "status", "Parked")
    assert _set(session, one, "status", "+Parked") == "Parked"
    assert _set(session, two, "status", "parked") == "Parked"


def test_a_log_has_words_of_its_own(session: Session) -> None:
    node = add_tree(session)[0]
    uid, made = edits.add(session.portfolio, "risk", node, {"name": "Supplier"})
    session.do("Add", made)
    assert _set(session, uid, "status", "mitigated") == "Mitigated"
    with pytest.raises(Problem, match="Open"):
        _set(session, uid, "status", "On track")


def test_a_word_typed_for_many_rows_counts_the_words_of_the_file_once(
        session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    uids = add_tree(session, measures=30)
    counted: list[int] = []
    real = vocabulary.Counter
    monkeypatch.setattr(vocabulary, "Counter", lambda words: counted.append(1) or real(words))
    changes = [c for uid in uids for c in edits.set_text(session.portfolio, uid, "status", "On track")]
    assert len(changes) == 30 and len(counted) == 1
