"""An import that was undone and is made again stays in blocks, and says the same as record by record."""
from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.batch import Batch, Item, Run
from app.core.change import cells
from app.core.dump import dump
from app.session import Session, open_session
from app.store import again as again_module
from app.store import blocks
from tests.importers.test_handover import travelled
from tests.properties.random_edits import carry_out, edits_strategy
from tests.properties.test_columns import few_are_many
from tests.properties.test_import_properties import batches
from tests.support import FakeClock, finish, new_session, reopen


def _in_blocks(session: Session) -> int:
    return int(session._store.db.execute("SELECT count(*) FROM journal WHERE kind IS NOT NULL").fetchone()[0])


def _told(session: Session) -> dict[str, Any]:
    """What the last transaction says of every record, cell by cell: before, after, and whom its author had seen."""
    n = session._store.entries()[-1].n
    found: dict[str, Any] = {}
    for uid in session._store.uids_of(n):
        last = next(changes for number, _, changes in session._store.of_record(uid) if number == n)
        found[uid] = {key: (old, new, change.seen) for change in last for key, old, new in cells(change)
                      if (old, new) != (None, None)}
    runs = [uid for uid, said in found.items() if said[uid, "kind", None][1] in (("import_run",), ("source",))]
    return {uid: said for uid, said in found.items() if uid not in runs}


def assert_again_is_as_record_by_record(first: Batch, second: Batch, steps: Any = ()) -> None:
    with tempfile.TemporaryDirectory() as folder, few_are_many():
        one = new_session(Path(folder))
        one.import_batch(travelled(first))
        if not one.undo_label():
            one.close()
            return
        for edit in steps:
            carry_out(one, edit)
        while one.undo_label():
            one.undo()
        one.copy_to(Path(folder) / "other.trimtab")
        other = open_session(Path(folder) / "other.trimtab", person="Test", clock=FakeClock())
        one.import_batch(travelled(second))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(again_module, "answered", lambda *_: None)
            other.import_batch(travelled(second))
        assert _told(one) == _told(other)
        once = {r.uid: r.fields for r in one.portfolio.records.values() if r.kind != "import_run"}
        assert once == {r.uid: r.fields for r in other.portfolio.records.values() if r.kind != "import_run"}
        now, vector = dump(one.portfolio), one.vector()
        one = reopen(one)
        assert dump(one.portfolio) == now and one.check() == [] and other.check() == []
        for _ in range(2):
            if one.undo_label().startswith("Import"):
                one.undo()
                assert dump(one.state(vector)) == now
                one.redo()
                assert dump(one.portfolio) == now
                one = reopen(one)
                assert dump(one.portfolio) == now and one.check() == []
        finish(one)
        other.close()


@settings(max_examples=30, deadline=None)
@given(batches)
def test_the_same_import_again_says_what_it_says_record_by_record(batch: Batch) -> None:
    assert_again_is_as_record_by_record(batch, batch)


@settings(max_examples=30, deadline=None)
@given(batches, batches)
def test_another_import_after_an_undo_says_what_it_says_record_by_record(first: Batch, second: Batch) -> None:
    assert_again_is_as_record_by_record(first, second)


@settings(max_examples=30, deadline=None)
@given(batches, st.lists(edits_strategy, max_size=4))
def test_an_import_again_after_edits_were_undone_too_says_what_it_says_record_by_record(batch: Batch, steps: Any) -> \
        None:
    assert_again_is_as_record_by_record(batch, batch, steps)


def _lines(*plans: list[int | None]) -> Batch:
    nodes = [Item(level, level, above, above, {"name": level}) for level, above in (
        ("organization", ""), ("portfolio", "organization"), ("program", "portfolio"), ("project", "program"),
        ("package", "project"))]
    nodes += [Item("measure", f"M{i}", "package", "package", {"code": f"M{i}"}) for i in range(len(plans))]
    return Batch("a.xlsx", "s", items=nodes + [
        Item("effect_line", f"l{i}", f"M{i}", "measure", {"type": "recurring_benefit"}, {"plan": Run(24312, plan)})
        for i, plan in enumerate(plans)])


@pytest.mark.parametrize("plans, stay", [
    ([[1, 2, 3], [4, 5, 6]], True), ([[7, 8], [9, 9]], True), ([[1, 2, 3, 4], [4, 5, 6]], False)])
def test_lines_that_bring_a_month_they_did_not_have_are_asked_for_one_by_one(
        plans: list[list[int | None]], stay: bool, tmp_path: Path) -> None:
    with few_are_many():
        session = new_session(tmp_path)
        session.import_batch(travelled(_lines([1, 2, 3], [4, 5, 6])))
        session.undo()
        before = _in_blocks(session)
        session.import_batch(travelled(_lines(*plans)))
        assert (_in_blocks(session) > before) is stay
        assert_again_is_as_record_by_record(_lines([1, 2, 3], [4, 5, 6]), _lines(*plans))
        session = reopen(session)
        extents = [session.portfolio.series.extent(r.uid, "plan") for r in session.portfolio.of_kind("effect_line")]
        assert sorted(extents) == sorted((24312, len(plan)) for plan in plans)
        finish(session)


def test_what_a_person_changed_before_the_undo_is_asked_for_one_by_one(tmp_path: Path) -> None:
    from app.core import edits
    with few_are_many():
        session = new_session(tmp_path)
        session.import_batch(travelled(_lines([1], [2])))
        measure = session.portfolio.of_kind("measure")[0]
        session.do("Rename", edits.set_field(session.portfolio, measure.uid, "name", "by hand"))
        session.undo()
        session.undo()
        session.import_batch(travelled(_lines([1], [2])))
        assert session.check() == []
        session = reopen(session)
        assert len(session.portfolio.of_kind("measure")) == 2
        finish(session)


def test_a_block_that_names_no_transaction_where_it_should_is_refused() -> None:
    uids = bytes(16)
    block = blocks._written("measure", uids, {"parent": [None], "rank": ["1"]}, [], 0, "ab c")
    with pytest.raises(ValueError, match="names no transaction"):
        blocks.read(uids, block.text)
