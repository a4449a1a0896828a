"""What the import child hands over arrives as it was, whatever its records look like."""
from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.batch import Batch, Column, Issue, Item, Link, Printed, Run, SheetReading
from app.core.batch_columns import Items
from app.core.value.series import amounts
from importers import handover
from importers.child import items_of, load

NAMES = st.sampled_from(["name", "code", "owner", "predecessor", "undated_plan"])
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=4),
    st.builds(Link, st.just("person"), st.text(max_size=3)))
MONTHS = st.one_of(st.integers(-40, 40), st.integers(-2**20, 2**31), st.integers(-2**62, 2**63 - 1), st.none(),
                   st.integers(2**63, 2**70))
RUNS = st.builds(Run, st.integers(24000, 25000), st.lists(MONTHS, max_size=4))
ITEMS = st.builds(
    Item, st.sampled_from(["measure", "effect_line"]), st.text(max_size=5), st.text(max_size=3),
    st.sampled_from(["", "package"]), st.dictionaries(NAMES, VALUES, max_size=4),
    st.dictionaries(st.sampled_from(["plan", "actual"]), RUNS, max_size=2),
    st.dictionaries(st.text(max_size=3), st.tuples(st.just("text"), VALUES), max_size=2), st.just("S!A1"),
    st.booleans(), st.sampled_from(["", "u1"]), st.just(""), st.booleans())
BATCHES = st.builds(Batch, st.just("a.xlsx"), st.just("tree"), items=st.lists(ITEMS, max_size=12),
                    own=st.booleans(), vector=st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
                    whole=st.booleans())


def travelled(result: Any) -> Any:
    """The result as it comes out at the other end."""
    parts: list[list[Items]] = []
    last = handover.dumps(result, lambda part: parts.append(items_of(part)))
    return load(last, parts)


def size(result: Any) -> int:
    sent: list[bytes] = []
    return len(handover.dumps(result, sent.append)) + sum(map(len, sent))


@settings(max_examples=150, deadline=None)
@given(BATCHES)
def test_a_batch_arrives_as_it_was_sent(batch: Batch) -> None:
    found = travelled(batch)
    assert found == batch
    for there, here in zip(found.items, batch.items, strict=True):
        assert list(there.fields) == list(here.fields) and list(there.series) == list(here.series)
        assert [type(v) for v in there.fields.values()] == [type(v) for v in here.fields.values()]


def test_readings_issues_and_printed_sums_come_along() -> None:
    batch = Batch("a", "flat list", [SheetReading("S", "data", "", 1, [Column("A", "Name", "name", 0.9)], {1: "data"})],
                  [], [Issue("note", "S", "A1", "x", "k=v", 2, "stays")], "EUR", "00",
                  [Printed("S!A9", "Total", 1, 2, 0, False)])
    assert travelled([batch, {"a": batch}]) == [batch, {"a": batch}]


def test_no_two_records_share_a_dictionary() -> None:
    first, second = travelled(Batch("a", "", items=[Item("measure", "1"), Item("measure", "2")])).items
    first.fields["name"], first.series["plan"], first.custom["x"] = "A", Run(1, []), ("text", "y")
    assert second == Item("measure", "2")


def test_many_months_take_little_room() -> None:
    items = [Item("effect_line", str(n), series={"plan": Run(24312, [1_000_000 + n] * 36)}) for n in range(500)]
    assert size(Batch("a", "", items=items)) < 0.8 * len(pickle.dumps(Batch("a", "", items=items), 5))


def test_a_large_batch_travels_in_portions_and_keeps_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "_PORTION", 7)
    one = Batch("a", "", items=[Item("measure", str(n), weak=n % 5 == 0) for n in range(40)])
    other = Batch("b", "", items=[Item("risk", str(n)) for n in range(15)])
    assert travelled([one, other]) == [one, other]


def test_lines_of_one_array_that_hold_different_series_arrive_as_plain_months() -> None:
    plan = amounts("plan", [(24312, [1, 2, 3]), (24312, [4, None, 6])])
    items = [Item("effect_line", "a", series={"plan": Run(24312, plan[0]), "actual": Run(24312, [7])}),  # type: ignore[arg-type]
             Item("effect_line", "b", series={"plan": Run(24312, plan[1])})]  # type: ignore[arg-type]
    found = travelled(Batch("a", "", items=items)).items
    assert [{name: (run.first, list(run.values)) for name, run in one.series.items()} for one in found] == [
        {"plan": (24312, [1, 2, 3]), "actual": (24312, [7])}, {"plan": (24312, [4, None, 6])}]
