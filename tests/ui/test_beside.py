"""The critical path of a large file is read beside the window: a moment later, and never of a state that is gone."""
from __future__ import annotations

import threading
from itertools import pairwise
from typing import Any

import pytest

from app.core import edits
from app.core.portfolio import Portfolio
from app.ui.gantt import beside, facts
from tests.support import add_tree


@pytest.fixture
def chain(window: Any, session: Any, monkeypatch: Any) -> list[str]:
    """Three measures one after the other, in a file taken for a large one."""
    measures = add_tree(session, measures=3)
    p, ends = session.portfolio, []
    for uid, month in zip(measures, ("03", "04", "05"), strict=True):
        end, changes = edits.add(p, "activity", uid, {"start": f"2026-{month}-02", "finish": f"2026-{month}-27"})
        session.do("Add activity", changes)
        ends.append(end)
    for tail, head in pairwise(ends):
        session.do("Link", edits.link(p, "dependency", {"predecessor": tail, "successor": head}, {})[1])
    monkeypatch.setattr(facts, "AT_ONCE", 0)
    return measures


def _anew(p: Portfolio) -> frozenset[str]:
    fresh = Portfolio(p.file_id)
    fresh.records = p.records
    return facts.critical(fresh).records


def test_the_critical_path_comes_a_moment_after_the_rows(window, session, chain, qtbot):
    window.set_session(session, "2026-04-17")
    view = window.portfolio_page.tree
    window.portfolio_page.timeline.catch_up()
    assert not view.wishes.critical_records
    qtbot.waitUntil(lambda: chain[2] in view.wishes.critical_records)
    assert view.wishes.critical_records == _anew(session.portfolio)


def test_what_was_read_while_a_transaction_came_is_read_again(window, session, chain, qtbot, monkeypatch):
    window.set_session(session, "2026-04-17")
    timeline, view, p = window.portfolio_page.timeline, window.portfolio_page.tree, session.portfolio
    go, reads = threading.Event(), []
    read = facts.critical

    def slow(portfolio: Portfolio) -> Any:
        if threading.current_thread() is not threading.main_thread():
            reads.append(portfolio.version)
            go.wait(5)
        return read(portfolio)

    monkeypatch.setattr(beside.facts, "critical", slow)
    timeline.catch_up()
    qtbot.waitUntil(lambda: len(reads) == 1)
    session.do("Delete", edits.delete(p, [chain[2]]))
    go.set()
    qtbot.waitUntil(lambda: len(reads) > 1 and view.wishes.critical_records == _anew(p))
    assert chain[2] not in view.wishes.critical_records and reads[-1] == p.version


def test_stumbling_over_what_is_being_written_is_no_fault_but_a_fault_is(window, session, chain, qtbot, monkeypatch):
    window.set_session(session, "2026-04-17")
    p, held = session.portfolio, window.portfolio_page.timeline._beside
    held.ready.disconnect()
    aside = p.aside()
    session.do("Rename", edits.set_text(p, chain[0], "name", "New"))
    held._done(p, aside, KeyError("gone"))
    with pytest.raises(KeyError):
        held._done(p, p.aside(), KeyError("a bug"))
    assert p.adopt(aside) is False


def test_a_reading_aside_is_kept_by_the_file_it_was_made_of(session, chain):
    p = session.portfolio
    aside = p.aside()
    found = facts.critical(aside)
    assert p.adopt(aside) and facts.critical(p) is found and found.records == _anew(p)
    session.do("Move", edits.set_field(p, p.children(chain[0], "activity")[0].uid, "finish", "2026-03-20"))
    assert facts.critical(p).records == _anew(p)
