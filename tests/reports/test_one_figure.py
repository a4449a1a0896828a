"""One measure, one lateness and one cause, whatever page shows it: every block of both reports is read."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from app.core.portfolio import Portfolio
from app.core.schedule import lateness
from app.reports.blocks import Cell, Paper, Table
from app.reports.facts import Facts, facts
from app.reports.frame import State
from app.reports.owner_pack import owner_pack
from app.reports.words import DOI, NO_OWNER, late_words
from tests.reports.helpers import HOW, STATUS, Build, tables_of

Make = Callable[..., Paper]
DAYS = re.compile(r"(\d[\d,]*)\u00a0d\b|(\d[\d,]*) days? late")


@pytest.fixture
def pages(insurer: Portfolio, paper_of: Make) -> list[tuple[str, Table]]:
    """(page, table) of the steering report and of everybody's pack."""
    papers = [paper_of(insurer), owner_pack(insurer, State(status=STATUS, **HOW))]
    return [(page.key, table) for paper in papers for page in paper.pages for table in tables_of(page)]


def rows_of(table: Table, codes: set[str]) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """Rows about one measure: its code stands in the first or second cell, alone or before its name."""
    for row in table.rows:
        for cell in row.cells[:2]:
            code = cell.text.split(" ")[0]
            if code in codes and row.look == "":
                yield code, row.cells
                break


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text) or "0")


def test_days_late_of_a_measure_are_the_same_on_every_page(insurer: Portfolio,
                                                           pages: list[tuple[str, Table]]) -> None:
    known = {m.code: m.late for m in facts(insurer, STATUS).measures}
    seen: dict[str, set[str]] = {}
    for page, table in pages:
        heads = [c.head for c in table.columns]
        if heads[0] in ("Activity", ""):
            heads = heads if "Activity" not in heads else []
        for code, cells in rows_of(table, set(known)):
            for head, cell in zip(heads, cells, strict=False):
                if head == "Days late":
                    assert number(cell.text) == known[code], (page, code, cell.text)
                elif head in ("Delivery, days late", "Cause, computed") and (said := DAYS.search(cell.text)):
                    assert number(said.group(0)) == known[code], (page, code, cell.text)
                else:
                    continue
                seen.setdefault(page.split()[0], set()).add(code)
    assert set(seen) == {"steering", "bridge", "status", "value", "roadmap", "exceptions", "measures", "owner"}
    assert {code for code, late in known.items() if late} <= seen["measures"]


def test_lateness_is_the_implementation_status_that_every_screen_shows(insurer: Portfolio) -> None:
    found = lateness.lights(insurer, STATUS)
    late = [m for m in facts(insurer, STATUS).measures if m.late]
    assert len(late) > 10
    assert all(m.late == found[m.uid].days and m.light == found[m.uid].worst for m in late)


def test_the_cause_of_a_delay_is_the_same_on_every_page(insurer: Portfolio, pages: list[tuple[str, Table]]) -> None:
    f: Facts = facts(insurer, STATUS)
    known = {m.code: m for m in f.measures}
    assert f.roots
    waiting = 0
    for page, table in pages:
        for code, cells in rows_of(table, set(known)):
            for cell in cells:
                for text in (cell.text, cell.sub):
                    if "waits for “" in text or ("behind plan" in text.lower() and "“" in text):
                        words = late_words(f, known[code])
                        assert words in text or late_words(f, known[code], True) in text, (page, code, text)
                        waiting += "waits for" in text
    assert waiting >= 9                         # three measures, on page one, the bridge and the exceptions


def test_an_owner_is_named_or_said_to_be_missing(pages: list[tuple[str, Table]], insurer: Portfolio) -> None:
    codes = {m.code for m in insurer.of_kind("measure")}
    for page, table in pages:
        at = [i for i, c in enumerate(table.columns) if c.head in ("Owner", "Owner, function")]
        for code, cells in rows_of(table, codes):
            assert all(cells[i].text for i in at), (page, code)
    assert any(c.text == NO_OWNER for _, table in pages for row in table.rows for c in row.cells)


def test_stages_are_words_or_explained(insurer: Portfolio, paper_of: Make) -> None:
    first, *_, last = paper_of(insurer).pages
    assert f"3 {DOI[3]}" in str(first.blocks)
    assert "degree of implementation, 0 Defined" in str(last.blocks)


def test_a_delay_that_is_still_green_has_its_days_but_asks_for_no_answer(build: Build, paper_of: Make) -> None:
    measure = build.add("measure", build.package(), code="M-1", name="M", owner=build.person("Eva"))
    build.add("activity", measure, name="A", plan_finish="2026-04-18", finish="2026-04-20")
    paper = paper_of(build.p)
    assert [p.key for p in paper.pages if p.key == "exceptions"] == []
    row = next(r for t in tables_of(paper.pages[-1]) for r in t.rows if r.cells[0].text == "M-1")
    assert row.cells[5].text == "2"
