"""A profile keeps answers for a shape of file and is found again when a file of that shape comes."""
from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.batch import Batch
from app.errors import Problem
from importers.base import Book, Wishes
from importers.by_shape import by_shape
from importers.profile import Profile, candidates, kept, load, recognised, save, shape_of
from tests.importers.trackers import read, sheet

HEAD = ["ID", "Measure", "Lead", "Plan Jan 2026", "Plan Feb 2026"]
NEXT = ["ID", "Measure", "Lead", "Plan Feb 2026", "Plan Mar 2026", "Plan Apr 2026"]
BODY = [["A", "Steel", "Anna Berg", 1, 2, 3], ["B", "Freight", "Jan Kok", 4, 5, 6]]


def shape(head: list[str], name: str = "March"):
    return shape_of(read(sheet([head, *(row[:len(head)] for row in BODY)], name)))


def test_next_months_file_has_the_shape_of_this_months_and_another_file_has_not(tmp_path: Path) -> None:
    save(tmp_path, Profile("Steel tracker", {"column.Lead@March": "sponsor", "scale": "k"}, "", shape(HEAD)))
    found = recognised(candidates(tmp_path), shape(NEXT, "April"))
    assert found is not None and found[0].name == "Steel tracker"
    assert found[1] == {"column.Lead@April": "sponsor", "scale": "k"}
    assert recognised(candidates(tmp_path), shape(["ID", "Measure", "Owner", *HEAD[3:]])) is None
    assert recognised(candidates(tmp_path), ()) is None
    assert recognised(candidates(tmp_path / "none"), shape(HEAD)) is None


def test_the_newest_of_two_profiles_of_one_shape_is_taken_and_a_damaged_one_is_passed_over(tmp_path: Path) -> None:
    for at, name in enumerate(("older", "newer")):
        os.utime(save(tmp_path, Profile(name, {}, "", shape(HEAD))), (at, at))
    (tmp_path / "broken.toml").write_text("name = ", "utf-8")
    found = recognised(candidates(tmp_path), shape(HEAD))
    assert found is not None and found[0].name == "newer"
    with pytest.raises(Problem, match=r"broken\.toml"):
        load(tmp_path / "broken.toml")


def test_what_belongs_to_one_file_only_is_not_kept() -> None:
    answers = {"row.12": "total", "row.Sum North": "total", "column.Plan Jan 2026": "ignore", "column.Lead": "owner",
               "row.9@List": "data", "header": "3"}
    assert kept(answers) == {"row.Sum North": "total", "column.Lead": "owner", "header": "3"}


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(answers=st.dictionaries(texts, texts, max_size=4), heads=st.lists(st.tuples(texts, st.lists(texts))), leaf=texts)
@settings(max_examples=40, deadline=None)
def test_a_profile_reads_back_as_it_was_written(tmp_path_factory, answers, heads, leaf) -> None:
    profile = Profile("Äpfel/\"n\"", answers, leaf, tuple((s, tuple(h)) for s, h in heads))
    assert load(save(tmp_path_factory.mktemp("p"), profile)) == profile


def test_a_profile_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="needs a name"):
        save(tmp_path, Profile(" / "))


def test_a_file_that_only_its_answers_make_readable_is_read_by_them_beside_kept_profiles() -> None:
    book, known = Book("t.xlsx", "xlsx", []), (Profile("Kept", {"scale": "k"}, "", shape(HEAD)),)
    batch = read(sheet([HEAD, *(row[:5] for row in BODY)]))

    def understand(wishes: Wishes) -> Batch:
        if not wishes.answers:
            raise Problem("Nothing can be read.", "Answer.")
        return batch
    assert by_shape(book, Wishes(known=known, answers={"header": "1"}), understand) is batch
    with pytest.raises(Problem, match="Nothing can be read"):
        by_shape(book, Wishes(known=known), understand)
