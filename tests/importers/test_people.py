"""People: matched by name or address; near ones are offered for merging and stay apart until somebody says so."""
from __future__ import annotations

import time
from itertools import combinations
from pathlib import Path

import pytest

from app.core.batch import Batch, Issue
from app.core.find import known_people
from app.session import create_file, open_session
from importers.base import Value
from importers.meaning.names import marks, near, person_of
from importers.profile import kept
from tests.importers.trackers import items, read, sheet
from tests.session_fixtures import profile

__all__ = ["profile"]
HEAD: list[Value] = ["ID", "Measure", "Owner", "Saving plan (kEUR)"]
ANNA = ("Anna Müller", "Müller, Anna", "A. Müller", "anna.mueller@x.de", "Anna Mueller", "Dr. Anna Müller",
        "Anna Maria Müller", "Anna M.")


def owners(*names: str, answers: dict[str, str] | None = None, people: tuple[tuple[str, str, bool], ...] = ()) -> Batch:
    rows: list[list[Value]] = [[f"M-{n:02d}", f"Measure {n}", name, 10.0] for n, name in enumerate(names, 1)]
    return read(sheet([HEAD, *rows]), answers=answers or {}, people=people)


def named(batch: Batch) -> list[str]:
    """Who owns each measure, by the name of their record."""
    called = {i.key: str(i.fields["name"]) for i in items(batch, "person")}
    return [called[i.fields["owner"].key] for i in items(batch, "measure")]


def asked(batch: Batch) -> list[Issue]:
    return [i for i in batch.issues if i.answer.startswith("person.")]


@pytest.mark.parametrize("one,other", [pair for pair in combinations(ANNA, 2) if pair not in (
    ("A. Müller", "Anna M."), ("anna.mueller@x.de", "Anna Maria Müller"), ("Anna Maria Müller", "Anna M."))] + [
    ("Christopher Lindgren", "Cristopher Lindgren"), ("Lindgren, Christopher", "Christopher Lindgern"),
    ("Annamaria Lindgren", "Anna Maria Lindgren"), ("amueller@x.de", "Anna Müller"),
    ("Lindgren", "Christopher Lindgren")])
def test_near_names_are_near_and_found(one: str, other: str) -> None:
    a, b = person_of(one), person_of(other)
    assert near(a, b) and near(b, a) and set(marks(a)) & set(marks(b))


@pytest.mark.parametrize("one,other", [
    ("Anna Berg", "Anna Borg"), ("Anna Müller", "Jan Müller"), ("Anna Müller", "Berta Müller"),
    ("owner001", "owner002"), ("Anna Müller", "Anna Schmidt"),
    ("A. Müller", "B. Müller"), ("SRO B. Arkwright", "SRO K. Arkwright"), ("Team North 1", "Team North 2"),
    ("PMO", "CFO"),
    ("jan.kok@x.de", "Anna Müller"), ("Anna Müller, Jan Kok", "Jan Kok")])
def test_others_are_not_near(one: str, other: str) -> None:
    assert not near(person_of(one), person_of(other))


def test_near_people_stay_apart_and_each_is_asked_once() -> None:
    batch = owners("Anna Müller", "A. Müller", "Anna Müller", "Müller, Anna", "Jan Kok", "A. Müller")
    assert named(batch) == ["Anna Müller", "A. Müller", "Anna Müller", "Müller, Anna", "Jan Kok", "A. Müller"]
    questions = asked(batch)
    assert {i.severity for i in questions} == {"question"}
    assert [i.answer for i in questions] == ["person.A. Müller=Anna Müller", "person.Müller, Anna=Anna Müller"]
    assert questions[0].message.startswith("“A. Müller” in C3 (2 times) may be “Anna Müller”; kept apart")
    assert (questions[0].sheet, questions[0].cell) == ("Sheet1", "C3")


def test_the_fullest_name_in_its_usual_order_is_offered_to_every_spelling() -> None:
    batch = owners("Brandt Lars", "L. Brandt", "Lars Brandt", "Kühn J.", "J. Kühn", "Jana Kühn")
    assert sorted(i.answer for i in asked(batch)) == [
        "person.Brandt Lars=Lars Brandt", "person.J. Kühn=Jana Kühn", "person.Kühn J.=Jana Kühn",
        "person.L. Brandt=Lars Brandt"]


def test_an_answer_makes_one_person_of_them_and_apart_ends_the_question() -> None:
    names = ("Anna Müller", "A. Müller", "Müller, Anna")
    batch = owners(*names, answers={"person.A. Müller": "Anna Müller", "person.Müller, Anna": "apart"})
    assert named(batch) == ["Anna Müller", "Anna Müller", "Müller, Anna"] and asked(batch) == []
    assert len(items(batch, "person")) == 2
    both = owners(*names, answers={"person.A. Müller": "Müller, Anna", "person.Müller, Anna": "Anna Müller"})
    assert named(both) == ["Anna Müller"] * 3
    assert kept({"person.A. Müller": "Anna Müller"}) == {"person.A. Müller": "Anna Müller"}


def test_the_same_address_is_the_same_person_however_it_is_written() -> None:
    batch = owners("anna.mueller@x.de", "Anna Müller <anna.mueller@x.de>", "A. Müller (Anna.Mueller@x.de)")
    assert named(batch) == ["Anna Müller"] * 3 and asked(batch) == []
    (anna,) = items(batch, "person")
    assert anna.fields["mail"] == "anna.mueller@x.de"


def test_a_column_of_addresses_says_who_is_who() -> None:
    grid: list[list[Value]] = [["ID", "Measure", "Owner", "Owner e-mail", "Sponsor"]]
    grid += [[f"M-{n}", f"Measure {n}", name, mail, "Eva Horn"] for n, (name, mail) in enumerate((
        ("A. Müller", "anna.mueller@x.de"), ("Anna Müller", "Anna.Mueller@x.de"), ("Jan Kok", "jan.kok@x.de")), 1)]
    batch = read(sheet(grid))
    assert named(batch) == ["Anna Müller", "Anna Müller", "Jan Kok"] and asked(batch) == []
    assert {i.fields["name"]: i.fields.get("mail") for i in items(batch, "person")} == {
        "Anna Müller": "anna.mueller@x.de", "Jan Kok": "jan.kok@x.de", "Eva Horn": None}


def test_capitals_and_blanks_alone_make_nobody_else() -> None:
    batch = owners("Anna Müller", "anna müller", "Anna  Müller")
    assert named(batch) == ["Anna Müller"] * 3 and asked(batch) == []


def test_whoever_is_in_the_portfolio_is_asked_for_too() -> None:
    here = (("Anna Müller", "anna.mueller@x.de", False), ("Jan Kok", "", False), ("J. Kok", "", True))
    batch = owners("A. Müller", "Jan Kok", "J. Kok", "anna.mueller@x.de", people=here)
    assert [i.answer for i in asked(batch)] == ["person.A. Müller=Anna Müller"]
    assert "“Anna Müller”" in asked(batch)[0].message
    assert named(batch)[3] == "Anna Müller"                 # known by the address
    merged = owners("A. Müller", people=here, answers={"person.A. Müller": "Anna Müller"})
    assert named(merged) == ["Anna Müller"]


def test_a_merged_person_is_the_one_of_the_portfolio(tmp_path: Path, profile: Path) -> None:
    """The whole way: who was brought by the first file owns the measures of the second."""
    create_file(tmp_path / "a.trimtab")
    session = open_session(tmp_path / "a.trimtab")
    try:
        session.import_batch(owners("Anna Müller"))
        people = known_people(session.portfolio)
        assert people == (("Anna Müller", "", False),)
        second = read(sheet([HEAD, ["X-77", "Other", "Müller, Anna", 5.0]]), name="other.xlsx", people=people,
                      answers={"person.Müller, Anna": "Anna Müller"})
        session.import_batch(second)
        (anna,) = session.portfolio.of_kind("person")
        assert {r.get("owner") for r in session.portfolio.of_kind("measure")} == {anna.uid}
    finally:
        session.close()


def test_a_thousand_people_are_compared_quickly() -> None:
    given = [f"{a}{b}" for a in ("An", "Be", "Chri", "Da", "El", "Fri", "Ge", "Hu", "In", "Jo")
             for b in ("na", "rta", "stian", "niel", "ena")]
    names = [f"{g} {f}{e}" for g in given for f in ("Berg", "Stein", "Wald", "Feld") for e in ("er", "mann", "hofer",
                                                                                           "inger", "ström")]
    before = time.process_time()
    batch = owners(*names)
    assert len(items(batch, "person")) == len(set(names)) and time.process_time() - before < 5.0


@pytest.mark.parametrize("text", ["n.n.", "N. N.", "noch zu benennen", "vacant"])
def test_the_place_of_somebody_who_is_not_named_yet_is_no_person(text: str) -> None:
    """It was counted as an owner, and the measure as owned."""
    batch = owners("Anna Müller", text, f"Ben Roy / {text}")
    assert [i.fields["name"] for i in items(batch, "person")] == ["Anna Müller", "Ben Roy"]
    assert [i.fields.get("owner") is None for i in items(batch, "measure")] == [False, True, False]
    (said,) = [i for i in batch.issues if "nobody" in i.message]
    assert (said.severity, said.cell) == ("note", "C3") and text in said.message


def test_who_is_named_beside_the_owner_is_kept_with_the_measure() -> None:
    batch = owners("Anna Müller", "Ben Roy / Tim Wolf")
    assert items(batch, "measure")[1].custom == {"Owner (text)": ("text", "Ben Roy / Tim Wolf")}
    assert any("Tim Wolf not; the text is kept beside it" in i.message for i in batch.issues)
