"""Records of a shelf say what records with fields of their own say, and keep to themselves what is written to them."""
from __future__ import annotations

import copy
import threading
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.change import Change
from app.core.portfolio import Portfolio
from app.core.record import Record, on_shelf, rows
from app.core.shelf import Column, Shelf

_words = st.one_of(st.none(), st.integers(-3, 3), st.sampled_from(("a", "b")), st.booleans(), st.just([1, "x"]))
_records = st.lists(st.fixed_dictionaries({"name": _words, "start": _words, "x.abc": _words}), min_size=1, max_size=8)


def _column(values: list[Any], how: str) -> Column:
    if how == "one" and all(v == values[0] and type(v) is type(values[0]) for v in values):
        return Column.of_one(values[0], len(values))
    if how == "own":
        return Column(values)
    words: list[Any] = []
    for value in values:
        if not any(value == w and type(value) is type(w) for w in words):
            words.append(value)
    return Column(words, np.array([next(i for i, w in enumerate(words) if w == v and type(w) is type(v))
                                   for v in values], np.uint8))


def _shelf(said: list[dict[str, Any]], how: str = "own") -> Shelf:
    return Shelf({name: _column([one[name] for one in said], how) for name in said[0]}, len(said))


def _file(said: list[dict[str, Any]], how: str = "own") -> Portfolio:
    p = Portfolio("0" * 32)
    uids = [f"{i:032x}" for i in range(len(said))]
    p.records.update(zip(uids, on_shelf("activity", uids, _shelf(said, how)), strict=True))
    return p


@given(_records, st.sampled_from(("own", "few", "one")), st.sets(st.integers(0, 7)))
def test_a_shelf_gives_each_record_what_its_columns_say(said: list[dict[str, Any]], how: str, asked: set[int]) -> None:
    made = list(on_shelf("activity", [str(i) for i in range(len(said))], _shelf(said, how)))
    for i in asked:
        if i < len(made):
            assert made[i].fields == {k: v for k, v in said[i].items() if v is not None}
    assert rows(made, "start", "name", "never") == [(one["start"], one["name"], None) for one in said]
    assert [r.fields for r in made] == [{k: v for k, v in one.items() if v is not None} for one in said]
    assert all(r.fields is r.fields for r in made)


@given(_records, st.data())
def test_what_is_written_counts_for_that_record_alone(said: list[dict[str, Any]], data: st.DataObject) -> None:
    p = _file(said)
    before = p.branch(apart=True)
    at = data.draw(st.integers(0, len(said) - 1))
    uid = f"{at:032x}"
    p.apply([Change(uid, "name", None, (said[at]["name"],), ("new",))])
    assert rows(p.records.values(), "name") == [("new",) if i == at else (one["name"],)
                                                   for i, one in enumerate(said)]
    assert p.value_of(uid, "name") == ("new",) and before.value_of(uid, "name") == (said[at]["name"],)


def test_a_branch_writes_its_own_record() -> None:
    p = _file([{"name": "one"}, {"name": "two"}])
    branch = p.branch()
    branch.apply([Change(f"{1:032x}", "name", None, ("two",), ("other",))])
    assert rows(p.records.values(), "name") == [("one",), ("two",)]
    assert rows(branch.records.values(), "name") == [("one",), ("other",)]


def test_readers_of_two_threads_get_the_same_fields() -> None:
    for _ in range(200):
        one = next(on_shelf("activity", ["u"], _shelf([{"name": "x", "start": None}])))
        found: list[dict[str, Any]] = []
        threads = [threading.Thread(target=lambda one=one, found=found: found.append(one.fields)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert all(fields is one.fields for fields in found)


def test_a_record_that_leaves_its_shelf_while_others_are_read_is_read_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    p = _file([{"name": str(i)} for i in range(40)])
    records, read = list(p.records.values()), Shelf.rows

    def and_written(shelf: Shelf, names: Any) -> Any:
        found = read(shelf, names)
        p.apply([Change(records[7].uid, "name", None, ("7",), ("new",))])      # as another thread may
        return found

    monkeypatch.setattr(Shelf, "rows", and_written)
    assert [name for name, in rows(records, "name")] == [str(i) if i != 7 else "new" for i in range(40)]


def test_a_record_has_nothing_else() -> None:
    one = next(on_shelf("activity", ["u"], _shelf([{"name": "x"}])))
    with pytest.raises(AttributeError):
        one.colour                                             # noqa: B018
    assert copy.copy(one).fields == {"name": "x"} and Record("u", "activity").fields == {}
