"""The keys of records that are the same on every laptop: they stand in every file, and must stay what they are."""
from __future__ import annotations

from app.core import edits, natural
from app.core.portfolio import Portfolio


def test_the_keys_are_those_that_files_hold() -> None:
    p = Portfolio("a" * 32)
    assert natural.of_person(p, "Eva Roth", "Eva@Firm.example") == p.key_uid("person", "eva@firm.example")
    assert natural.of_person(p, "Eva Roth") == p.key_uid("person-name", "eva roth")
    assert natural.of_unit(p, "function", "IT") == p.key_uid("unit", "function:it")
    assert natural.of_setting(p, "currency") == p.key_uid("setting", "currency\n")
    assert natural.of_rate(p, "USD", "2026-01") == p.key_uid("rate", "USD\n2026-01")
    assert natural.of_field(p, "measure", "wave") == p.key_uid("field_def", "measure\nwave")
    assert natural.of_link(p, "dependency", ("a", "b")) == p.key_uid("dependency", "a\nb")
    assert natural.of_person(Portfolio("b" * 32), "Eva Roth") != natural.of_person(p, "Eva Roth")


def test_what_is_made_by_hand_has_its_natural_key() -> None:
    p = Portfolio("a" * 32)
    assert edits.person(p, "Eva Roth")[0] == natural.of_person(p, "Eva Roth")
    assert edits.unit(p, "function", "IT")[0] == natural.of_unit(p, "function", "IT")
