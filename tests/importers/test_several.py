"""How many people a cell names: two names are two, a firm is one."""
from __future__ import annotations

import pytest

from importers.meaning.notes import Notes
from importers.meaning.several import people_in, standing_alone


@pytest.mark.parametrize("text", [
    "Fa. Stahl & Söhne", "Stahl und Söhne", "Ernst & Young", "Müller & Kurz", "Smith & Sons Ltd", "IT & Operations",
    "Anna Meier & Ben Kurz GmbH", "Hansen A/S", "Gebr. Weiss und Hans Lang", "Baker and Co.", "Marks  &  Spencer"])
def test_a_firm_or_half_a_name_behind_the_sign_is_one_owner(text: str) -> None:
    assert people_in(text) == [" ".join(text.split())]


@pytest.mark.parametrize(("text", "names"), [
    ("Anna Meier & Ben Kurz", ["Anna Meier", "Ben Kurz"]),
    ("Anna Meier und Ben Kurz", ["Anna Meier", "Ben Kurz"]),
    ("A. Meier and B. Kurz and C. Lang", ["A. Meier", "B. Kurz", "C. Lang"]),
    ("Anna / Ben", ["Anna", "Ben"]), ("Anna Meier; Kurz", ["Anna Meier", "Kurz"]),
    ("Anna Meier\nBen Kurz", ["Anna Meier", "Ben Kurz"]), ("Meier+Kurz", ["Meier", "Kurz"]),
    ("Fa. Stahl & Söhne / Anna Meier", ["Fa. Stahl & Söhne", "Anna Meier"]),
    ("TM & KL", ["TM", "KL"]), ("a@x.org & b@x.org", ["a@x.org", "b@x.org"]),
    ("Anna und Ben Meier", ["Anna", "Ben Meier"]), ("Sandra Lund", ["Sandra Lund"]), ("", []), (" / ", [])])
def test_several_names_are_several_people(text: str, names: list[str]) -> None:
    assert people_in(text) == names


def test_a_comma_parts_only_names_that_stand_alone_elsewhere() -> None:
    assert people_in("Eva, Tom", {"Eva", "Tom"}) == ["Eva", "Tom"]
    assert people_in("Eva, Tom, Ute", {"Tom"}) == ["Eva", "Tom", "Ute"]
    assert people_in("Meier, Anna", {"Meier", "Kurz, Ben"}) == ["Meier, Anna"]
    assert people_in("Meier, Anna, Dr.", {"Kurz"}) == ["Meier, Anna, Dr."]
    assert standing_alone(["Ute, Tom", "Eva, Ute", "Tom", "Meier, Anna"]) == {"Ute", "Tom"}


def test_what_is_said_of_one_cell_is_said_in_the_singular() -> None:
    notes = Notes("List")
    notes.cells("note", [(0, 0)], "{where} {names/name} no currency.")
    notes.cells("note", [(0, 0), (4, 2)], "{where} {names/name} no currency.")
    assert [i.message for i in notes.issues] == ["A1 names no currency.", "A1, C5 name no currency."]
    assert [i.places for i in notes.issues] == [1, 2]
