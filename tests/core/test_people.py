"""Who is meant by what is typed: one rule for setting an owner, for reports and for forms."""
from __future__ import annotations

import pytest

from app.core import edits
from app.core.people import called
from app.core.portfolio import Record
from app.errors import Problem
from app.reports.owners import find_person
from app.session import Session
from tests.importers.trackers import read, sheet
from tests.support import add_tree

HEAD = ["ID", "Measure", "Lead", "Saving p.a. (EUR)"]
ROWS = [["K-31", "Steam traps", "Ines Ort", 900], ["K-32", "Pallets", "I. Ort", 300], ["K-33", "Post", "Ole Rask", 4]]


def names(found: list[Record]) -> list[str]:
    return [r.name for r in found]


def owner(session: Session, typed: str) -> str:
    """The name of the owner of the first measure after this was typed."""
    p = session.portfolio
    measure = p.of_kind("measure")[0]
    session.do("Owner", edits.set_text(p, measure.uid, "owner", typed))
    return session.portfolio[session.portfolio[measure.uid].get("owner")].name


def test_a_spelling_that_an_import_merged_is_the_person_it_was_merged_into(session: Session) -> None:
    session.import_batch(read(sheet([HEAD, *ROWS]), answers={"person.I. Ort": "Ines Ort"}))
    assert owner(session, "I. Ort") == owner(session, "i. ort") == "Ines Ort"
    assert find_person(session.portfolio, "I.  Ort").name == "Ines Ort"
    assert sorted(names(session.portfolio.of_kind("person"))) == ["Ines Ort", "Ole Rask"]


def test_one_mail_merges_two_spellings_and_both_are_found(session: Session) -> None:
    mails = ("io@x.example", "io@x.example", "or@x.example")
    session.import_batch(read(sheet([[*HEAD[:3], "Lead e-mail", HEAD[3]],
                                     *([*row[:3], mail, row[3]] for row, mail in zip(ROWS, mails, strict=True))])))
    assert sorted(names(session.portfolio.of_kind("person"))) == ["Ines Ort", "Ole Rask"]
    assert owner(session, "I. Ort") == owner(session, "IO@x.example") == "Ines Ort"


def test_after_the_undo_of_the_import_the_spelling_is_nobodys(session: Session) -> None:
    session.import_batch(read(sheet([HEAD, *ROWS]), answers={"person.I. Ort": "Ines Ort"}))
    session.undo()
    assert called(session.portfolio, "I. Ort") == []


def test_an_alias_a_login_and_a_mail_mean_the_person_everywhere(session: Session) -> None:
    add_tree(session, measures=1)
    p = session.portfolio
    real, made = edits.person(p, "Anna Müller", "am@x.example")
    other, more = edits.person(p, "A. Muller")
    session.do("People", [*made, *more])
    session.do("Same", [*edits.set_field(p, other, "alias", real), *edits.set_field(p, real, "login", "amu")])
    for typed in ("A. Muller", "AMU", "am@x.example", real, "anna müller"):
        assert owner(session, typed) == "Anna Müller" and find_person(p, typed).uid == real
    assert owner(session, "Anna Muller") == "Anna Muller"      # another spelling may be another person
    with pytest.raises(Problem, match="fits 2"):
        find_person(session.portfolio, "Anna Muller")
