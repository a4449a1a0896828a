"""Fields of many records as numbers, from shelves and from records with fields of their own."""
from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.core.numbers import Numbers, distinct
from app.core.record import Record, on_shelf
from app.core.shelf import Column, Shelf

WORDS = st.sampled_from([None, "", "2026-01-31", "2026-02-28", "x"])


def length(word: str | None) -> int:
    assert word != "said by nobody"
    return -1 if word is None else len(word)


@st.composite
def some_records(draw: st.DrawFn) -> list[Record]:
    """Records of shelves, of both forms of column and without one, and loose ones, in any order."""
    found: list[Record] = []
    for number in range(draw(st.integers(0, 3))):
        words = draw(st.lists(WORDS, min_size=1, max_size=6))
        columns = {"date": Column(words)}
        if draw(st.booleans()):
            few = [*draw(st.lists(st.just("said by nobody"), max_size=9)), *dict.fromkeys(words)]
            columns = {"date": Column(few, np.array([few.index(w) for w in words], np.uint8))}
        shelf = Shelf({} if draw(st.booleans()) else columns, len(words))
        found += on_shelf("activity", [f"{number}-{i}" for i in range(len(words))], shelf)
    for i, word in enumerate(draw(st.lists(WORDS, max_size=4))):
        found.append(Record(f"loose-{i}", "activity", {} if word is None else {"date": word}))
    return draw(st.permutations(found))


@given(some_records())
def test_every_record_gets_the_number_of_what_it_says(records: list[Record]) -> None:
    expected = [length(record.fields.get("date")) for record in records]
    assert Numbers(records).of("date", length).tolist() == expected


def test_a_list_of_words_that_shelves_share_is_turned_into_numbers_once() -> None:
    asked: list[str | None] = []
    words = ["a", "b", "c"]
    shelves = [Shelf({"date": Column(words, np.array(which, np.uint8))}, 2) for which in ([0, 1], [1, 1])]
    records = [r for i, shelf in enumerate(shelves) for r in on_shelf("activity", [f"{i}{n}" for n in range(2)], shelf)]

    def number(word: str | None) -> int:
        asked.append(word)
        return len(asked)

    assert Numbers(records).of("date", number).tolist() == [1, 2, 2, 2]
    assert asked == ["a", "b"]


@given(some_records())
def test_every_record_gets_the_place_of_what_it_says(records: list[Record]) -> None:
    position = {"2026-01-31": 4, "": 7}
    expected = [position.get(record.fields.get("date"), -1) for record in records]
    assert Numbers(records).places("date", position).tolist() == expected


@given(st.lists(st.integers(-3, 3)))
def test_distinct_numbers_come_once_and_in_order(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, np.int64)).tolist() == sorted(set(numbers))
