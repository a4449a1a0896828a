"""What comes out of the import child as columns becomes the same records as the items it was made of."""
from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.batch import Batch, Item, Link, Run
from app.core.batch_columns import ColumnBatch
from app.core.change import Change, Creation
from app.core.creations import Creations
from app.core.dump import dump
from app.core.intake import fresh
from app.session import Session
from app.store import blocks
from tests.importers.test_handover import travelled
from tests.properties.test_import_properties import batches
from tests.support import finish, new_session, reopen


@contextmanager
def few_are_many() -> Iterator[None]:
    """A handful of items of a kind goes the way of thousands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fresh, "LEAST", 1)
        patch.setattr(blocks, "LEAST", 1)
        yield


def said(work: Any) -> dict[str, Any]:
    """What changes say of each record, whatever form they come in: runs by the months that hold a value. The note of
    the run itself counts its issues, and its uid holds the version of the file."""
    found: dict[str, Any] = {}
    for one in work:
        if isinstance(one, Creation):
            months = {(s, first + i): v for s, first, run in one.runs for i, v in enumerate(run) if v is not None}
            found[one.uid] = one.kind, one.parent, one.rank, one.fields, months
        elif isinstance(one, Change):
            found.setdefault(one.uid, []).append((one.field, one.month, one.old, one.new))
    return found


def assert_both_ways_plan_the_same(session: Session, batch: Batch) -> list[Creations]:
    columns = travelled(batch)
    assert isinstance(columns, ColumnBatch) and columns == batch
    one, other = session.plan_import(batch), session.plan_import(columns)
    assert said(one.changes) == said([*other.changes, *(new for made in other.columns for new in made.each())])
    assert one.columns == []
    for name in ("created", "changed", "unchanged", "money", "dates", "issues", "currency", "known", "rows"):
        assert getattr(one, name) == getattr(other, name), name
    return other.columns


def _records(session: Session) -> dict[str, Any]:
    return {r.uid: r.fields for r in session.portfolio.records.values() if r.kind != "import_run"}


@settings(max_examples=50, deadline=None)
@given(batches, batches)
def test_columns_become_the_records_that_items_become(first: Batch, second: Batch) -> None:
    with tempfile.TemporaryDirectory() as folder, few_are_many():
        session = new_session(Path(folder))
        assert_both_ways_plan_the_same(session, first)
        empty = dump(session.portfolio)
        session.import_batch(travelled(first))
        once = dump(session.portfolio)
        kept = _records(session)
        again = session.import_batch(travelled(first))
        assert again.changes == [] and again.columns == [] and again.created == {} and again.changed == {}
        assert_both_ways_plan_the_same(session, second)
        session = reopen(session)
        assert dump(session.portfolio) == once and session.check() == []
        if session.undo_label():
            session.undo()
            assert dump(session.portfolio) == empty
            assert_both_ways_plan_the_same(session, first)
            session.import_batch(travelled(first))
            assert _records(session) == kept
        session.import_batch(travelled(second))
        finish(session)


def _measures(count: int = 3) -> list[Item]:
    nodes = [Item(level, level, above, above, {"name": level}) for level, above in (
        ("organization", ""), ("portfolio", "organization"), ("program", "portfolio"), ("project", "program"),
        ("package", "project"))]
    return nodes + [Item("measure", f"M{i}", "package", "package", {"code": f"M{i}", "name": "A"}, at=f"S!A{i}")
                    for i in range(count)]


def _line(owner: str, **series: Run) -> Item:
    return Item("effect_line", f"{owner}/x", owner, "measure", {"type": "one_time_cost", "name": "x"}, series,
                at="S!B1")


ODD = {
    "a reference nobody answers to": [Item("risk", f"r{i}", "M1", "measure", {"text": "t", "owner": Link(
        "person", "nobody")}, at="S!C1") for i in range(3)],
    "months of all sorts": [_line("M0", plan=Run(24312, [1, None, 3])), _line("M1", plan=Run(24320, [5])),
                            _line("M2", actual=Run(24312, [None]))],
    "a month too large for any line": [_line("M0", plan=Run(24312, [2**70]))],
    "months hundreds of years apart": [_line("M0", plan=Run(20000, [1])), _line("M1", plan=Run(24320, [5]))],
    "a cost below zero": [_line("M0", plan=Run(24312, [-5]))],
    "a plan without a month beside a forecast": [
        Item("effect_line", "l", "M0", "measure", {"type": "one_time_cost", "name": "x", "undated_plan": 5},
             {"forecast": Run(24312, [5])})],
    "columns of their own": [replace(item, custom={"Note": ("text", item.key), "note": ("text", None)})
                             for item in _measures()[-2:]],
    "a measure that waits for itself": [Item("dependency", "d", fields={
        "predecessor": Link("measure", "M0"), "successor": Link("measure", "M0"), "type": "FS"}, at="S!D1")],
    "a circle": [Item("dependency", f"d{a}{b}", fields={"predecessor": Link("measure", a), "successor": Link(
        "measure", b), "type": "FS"}, at="S!D1") for a, b in (("M0", "M1"), ("M1", "M2"), ("M2", "M0"))],
    "a dependency said twice": [Item("dependency", f"d{i}", fields={"predecessor": Link("measure", "M0"), "successor":
                                     Link("measure", "M1"), "type": "FS"}) for i in range(2)],
    "an end that is not there": [Item("dependency", "d", fields={
        "predecessor": Link("measure", "M9"), "successor": Link("measure", "M1"), "type": "FS"}, at="S!D1")],
    "fillers": [Item("measure", "f", "package", "package", {"name": "f", "pass_through": True})],
    "a stand-in": [Item("measure", "s", "package", "package", {"name": "s"}, stand_in=True)],
    "a foreign currency": [Item("effect_line", "l", "M0", "measure", {"type": "one_time_cost", "currency": "CHF"},
                                {"plan": Run(24312, [5])})],
}


@pytest.mark.parametrize("odd", ODD)
def test_what_is_not_plain_becomes_what_items_become(odd: str, session: Session) -> None:
    with few_are_many():
        own = [item for item in ODD[odd] if item.kind == "measure" and item.key.startswith("M")]
        items = [*_measures()[:len(_measures()) - len(own)], *ODD[odd]]
        batch = Batch("a.xlsx", "s", items=items, sha256="0")
        assert_both_ways_plan_the_same(session, batch)
        try:
            session.import_batch(travelled(batch))
        except Exception as wrong:
            with pytest.raises(type(wrong), match=str(wrong)[:20]):
                session.import_batch(batch)
        assert session.check() == []


def test_plain_records_stay_columns(session: Session) -> None:
    with few_are_many():
        lines = [_line(f"M{i}", plan=Run(24312, [1, 2 * i])) for i in range(3)]
        found = assert_both_ways_plan_the_same(session, Batch("a.xlsx", "s", items=[*_measures(), *lines], sha256="0"))
        assert {made.kind: len(made.uids) for made in found}["effect_line"] == 3
        assert {made.kind for made in found} >= {"package", "measure"}


def test_a_kind_that_is_here_already_is_looked_at_item_by_item(session: Session) -> None:
    with few_are_many():
        session.import_batch(travelled(Batch("a.xlsx", "s", items=_measures(2), sha256="0")))
        lines = [_line(f"M{i}", plan=Run(24312, [1])) for i in range(3)]
        found = assert_both_ways_plan_the_same(session, Batch("a.xlsx", "s", items=[*_measures(4), *lines], sha256="1"))
        assert [made.kind for made in found] == ["effect_line"]


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_one_wrong_value_among_columns_is_refused_as_among_items(data: Any) -> None:
    field, value = data.draw(st.sampled_from([
        ("start", "2026-13-01"), ("start", 5), ("budget", True), ("budget", 2**60), ("owner", "Ada"), ("colour", "red"),
        ("name", ["a"]), ("name", 1)]))
    items = _measures()
    items[data.draw(st.sampled_from((-1, -2, -3)))].fields[field] = value
    with tempfile.TemporaryDirectory() as folder, few_are_many():
        session = new_session(Path(folder))
        before = dump(session.portfolio)
        with pytest.raises(Exception) as one:
            session.import_batch(Batch("a.xlsx", "s", items=items))
        with pytest.raises(type(one.value)) as other:
            session.import_batch(travelled(Batch("a.xlsx", "s", items=items)))
        assert str(one.value) == str(other.value)
        assert dump(session.portfolio) == before
        finish(session)


def test_a_batch_that_its_reader_replaces_is_the_one_that_comes_in(session: Session) -> None:
    one, other = (Batch("a.xlsx", "s", items=_measures(count), sha256="0") for count in (1, 2))
    plan = session.import_batch(one, sure=lambda: other)
    assert plan.created["measure"] == 2 and len(session.portfolio.of_kind("measure")) == 2
