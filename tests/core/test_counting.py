"""Words in their right number."""
from __future__ import annotations

from app.core.counting import agreeing, counted


def test_a_sentence_about_a_count_agrees_with_it() -> None:
    text = "{does/do} not say what {it/they} {belongs/belong} to"
    assert agreeing(1, f"1 of the rows {text}") == "1 of the rows does not say what it belongs to"
    assert agreeing(2, f"2 of the rows {text}") == "2 of the rows do not say what they belong to"
    assert agreeing(0, "{is/are}") == "are" and agreeing(1, "either/or {A1}") == "either/or {A1}"


def test_a_kind_has_its_own_plural_and_any_other_word_an_s() -> None:
    assert (counted(1, "person"), counted(2, "person"), counted(1, "row"), counted(1200, "row")) == (
        "1 person", "2 people", "1 row", "1,200 rows")
