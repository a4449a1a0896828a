"""Importing twice is importing once; what a person changed stays; undo gives the file as it was."""
from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import edits
from app.core.batch import Batch, Item, Link, Run
from app.core.catalog import EFFECT_TYPES, LEVELS, SERIES
from app.core.change import Creation, body, net
from app.core.dump import dump
from tests.properties.random_edits import assert_sums_are_right
from tests.support import assert_tables_hold_what_the_journal_says, new_session, reopen

_names = st.text("abcdefg xyzäß", max_size=8)
_runs = st.builds(Run, st.integers(24300, 24330),
                  st.lists(st.one_of(st.none(), st.integers(-10**9, 10**9)), min_size=1, max_size=12))


@st.composite
def _batch(draw: Any) -> Batch:
    items: list[Item] = []
    parent = ""
    for i, level in enumerate(LEVELS[:-1]):
        items.append(Item(level, f"k{i}", parent, LEVELS[i - 1] if i else "", {"name": draw(_names)}))
        parent = f"k{i}"
    owners = draw(st.lists(_names.filter(str.strip), unique_by=str.casefold, max_size=3))
    items += [Item("person", name, fields={"name": name}) for name in owners]
    codes = draw(st.lists(st.integers(1, 30), unique=True, max_size=6))
    for code in codes:
        fields: dict[str, Any] = {"code": f"M-{code:03d}", "name": draw(_names) or None, "start": draw(
            st.sampled_from((None, "2026-01-01", "2026-02-28")))}
        if owners:
            fields["owner"] = Link("person", draw(st.sampled_from(owners)))
        custom = {"Ampel": ("text", draw(_names) or None)} if draw(st.booleans()) else {}
        items.append(Item("measure", f"M-{code:03d}", parent, "package", fields, custom=custom))
        if draw(st.booleans()):
            kind = draw(st.sampled_from(EFFECT_TYPES))
            series = draw(st.dictionaries(st.sampled_from(SERIES), _runs, max_size=3))
            items.append(Item("effect_line", f"M-{code:03d}/{kind}", f"M-{code:03d}", "measure",
                              {"type": kind, "name": kind, "category": "ebitda", "line_kind": "effect"}, series))
    items += [Item("dependency", f"d{a}-{b}", fields={"predecessor": Link("measure", f"M-{a:03d}"),
                                                      "successor": Link("measure", f"M-{b:03d}"), "type": "FS"})
              for a, b in draw(st.lists(st.tuples(st.sampled_from(codes), st.sampled_from(codes)), max_size=4))
              ] if codes else []
    return Batch("tracker 2026-03.xlsx", "shape", items=items, currency="EUR")


batches = _batch()


def assert_importing_twice_is_importing_once(batch: Batch) -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = new_session(Path(folder))
        try:
            before = dump(session.portfolio)
            session.import_batch(batch)
            once, count = dump(session.portfolio), session.tx_count()
            assert_sums_are_right(session.portfolio)
            again = session.import_batch(batch)
            assert again.changes == [] and again.created == {} and again.changed == {}
            assert dump(session.portfolio) == once and session.tx_count() == count
            session = reopen(session)
            if count:
                session.undo()
                assert dump(session.portfolio) == before
                session.redo()
                assert dump(session.portfolio) == once
                _a_persons_word_stays(session, batch)
            assert_tables_hold_what_the_journal_says(session)
        finally:
            session.close()


def _a_persons_word_stays(session: Any, batch: Batch) -> None:
    """A field that only a person changed stays at the next import of the same file, and it stays quiet."""
    p = session.portfolio
    measures = p.of_kind("measure")
    if measures:
        session.do("Rename", edits.set_field(p, measures[0].uid, "name", "by hand"))
        after = dump(p)
        assert session.import_batch(batch).changed == {}
        assert dump(p) == after
        session.undo()


@settings(max_examples=100)
@given(batches)
def test_a_record_in_one_piece_says_what_its_changes_say(batch: Batch) -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = new_session(Path(folder))
        made = [w for w in session.plan_import(batch).changes if isinstance(w, Creation)]
        for new in made:
            assert new.body() == body(new.changes())
            assert new.told()[1] == sum(len(c.new) if c.month is not None else 1 for c in new.changes())
        changes = [c for new in made for c in new.changes()]
        assert net([*made, *changes[:3]]) != [] or not made
        session.close()


@settings(max_examples=200)
@given(batches)
def test_importing_twice_is_importing_once(batch: Batch) -> None:
    assert_importing_twice_is_importing_once(batch)
