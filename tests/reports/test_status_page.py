"""The status page: lights computed beside declared, counted once, with everybody outside them named."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core import edits
from app.core.governance.status import AMBER, GREEN, NONE, RED, lights, weighted, worst
from app.core.portfolio import Portfolio
from app.core.value.variance import figures
from app.reports.blocks import Note, Page, Paper, Section
from app.reports.facts import facts
from app.reports.numbers import Money
from app.reports.pages.status import COLOURS, DIFFER, MARKS, PROGRAMS, judged, status_page
from tests.reports.helpers import STATUS, Build, page_of, tables_of, walk

Make = Callable[..., Paper]
K = Money("EUR", 2, "k")


def number(text: str) -> int:
    return int(text.split("\u00a0")[-1].replace(",", "")) if text else 0


def test_each_program_shows_every_measure_once_in_each_of_the_three_lights(insurer: Portfolio, paper_of: Make) -> None:
    table = tables_of(page_of(paper_of(insurer), "status"))[0]
    assert sum(span for _, span in table.over) == len(table.columns)
    for row in table.rows:
        texts = [c.text for c in row.cells]
        total = number(texts[1])
        for first in (2, 7, 12):
            assert sum(number(t) for t in texts[first:first + 4]) == total
    every = [number(r.cells[1].text) for r in table.rows]
    assert sum(every[:-1]) == every[-1] == 29


def test_computed_and_declared_lights_stand_in_their_own_columns(build: Build) -> None:
    package = build.package()
    for declared, days in (("green", 0), ("green", 5), ("red", 30), (None, 30)):
        fields = {"light": declared} if declared else {}
        measure = build.add("measure", package, name=f"{declared} {days}", **fields)
        build.add("activity", measure, name="A", plan_finish="2026-05-01", finish=f"2026-05-{1 + days:02d}")
    f = facts(build.p, STATUS)
    page = status_page(f, K)
    assert page is not None
    row = [c.text.replace("\u00a0", " ") for c in tables_of(page)[0].rows[-1].cells]
    assert row[2:6] == ["● 1", "◆ 1", "■ 2", ""]
    assert row[7:11] == ["", "", "", "○ 4"]
    assert row[12:16] == ["● 2", "", "■ 1", "○ 1"]


@pytest.mark.parametrize(("declared", "days", "differs", "optimistic"), [
    ("green", 30, True, True), ("amber", 30, True, True), ("red", 30, False, False), ("red", 0, True, False),
    ("green", 0, False, False), ("none", 30, False, False), ("green", 5, True, True)])
def test_a_declared_light_differs_when_it_is_not_the_worse_of_the_computed_ones(
        build: Build, declared: str, days: int, differs: bool, optimistic: bool) -> None:
    measure = build.add("measure", build.package(), name="M", light=declared)
    build.add("activity", measure, name="A", plan_finish="2026-05-01", finish=f"2026-05-{1 + days:02d}")
    one = judged(facts(build.p, STATUS))[0]
    assert (one.differs, one.optimistic) == (differs, optimistic)


def test_the_title_names_healthy_delivery_that_misses_its_value(insurer: Portfolio, paper_of: Make) -> None:
    title = page_of(paper_of(insurer), "status").title.replace("\u00a0", " ")
    assert title == ("2 measures report healthy delivery and miss 774 k€; 3 more, with 2.5 M€ of plan, are off track "
                     "in both lights")


def test_the_matrix_holds_each_measure_once_and_its_gaps_make_the_whole(insurer: Portfolio, paper_of: Make) -> None:
    page = page_of(paper_of(insurer), "status")
    table = tables_of(page)[1]
    inner = [[c.lead for c in row.cells[1:5]] for row in table.rows[:4]]
    assert sum(int(n) for row in inner for n in row if n) == int(table.rows[4].cells[-1].lead) == 29
    note = next(b for b in walk(page.blocks) if isinstance(b, Note))
    f = figures(insurer, STATUS)
    assert note.runs[0][0] == ("Not in the lights: 1 on hold (plan 260, gap −260). All 30: plan "
                               f"{K.number(f.plan_of('', *f.year))}, gap "
                               f"{K.number(f.variance('', *f.year), signed=True)}.")


def test_held_cancelled_and_closed_measures_are_outside_every_light(build: Build) -> None:
    package = build.package()
    for name, fields in (("held", {"held": True}), ("cancelled", {"status": "Cancelled"}), ("closed", {"stage": "5"}),
                         ("open", {})):
        measure = build.add("measure", package, name=name, **fields)
        build.add("activity", measure, name="A", plan_finish="2026-01-01", finish="2026-09-01")
    f = facts(build.p, STATUS)
    assert [j.m.name for j in judged(f)] == ["open"]
    page = status_page(f, K)
    assert page is not None
    note = next(b for b in walk(page.blocks) if isinstance(b, Note)).runs[0][0]
    assert note.startswith("Not in the lights: 1 on hold (plan 0, gap 0), 1 cancelled (plan 0, gap 0), 1 closed")


def test_what_differs_is_bounded_and_the_rest_is_counted_and_summed(build: Build) -> None:
    top = build.add("portfolio", build.add("organization", name="Org"), name="P")
    for i in range(14):
        package = build.add("package", build.add("project", build.add("program", top, name=f"Program {i}")))
        measure = build.add("measure", package, name=f"M{i}", light="green")
        build.add("activity", measure, name="A", plan_finish="2026-01-01", finish="2026-09-01")
        build.line(measure, plan=[1_000_000] * 12, forecast=[100_000 * i] * 12)
    f = facts(build.p, STATUS)
    page = status_page(f, K)
    assert page is not None
    programs, _, differ = tables_of(page)
    assert len(programs.rows) == PROGRAMS + 1 and programs.rows[-2].cells[0].text == "6 others"
    assert len(differ.rows) == DIFFER + 2 and differ.rows[-2].cells[1].text == "3 more differ"
    gaps = [int(r.cells[-1].text.replace("\u2212", "-").replace(",", "").replace("+", "")) for r in differ.rows]
    assert sum(gaps[:-1]) == gaps[-1] == (f.sum("expected") - f.sum("plan")) // 100_000


def test_a_file_without_any_light_has_no_status_page(build: Build) -> None:
    build.add("measure", build.package(), name="M")
    assert status_page(facts(build.p, STATUS), K) is None


def _sections(page: Page) -> str:
    return " ".join(b.title for b in walk(page.blocks) if isinstance(b, Section)).replace("\u00a0", " ")


def _notes(page: Page) -> str:
    return " ".join(t for b in walk(page.blocks) if isinstance(b, Note) for t, _ in b.runs).replace("\u00a0", " ")


def test_where_nothing_can_be_computed_nobody_is_said_to_be_on_track_or_to_agree(build: Build) -> None:
    package = build.package()
    for light in ("green", "red", "none"):
        build.add("measure", package, name=light, light=light)
    page = status_page(facts(build.p, STATUS), K)
    assert page is not None
    assert page.title.replace("\u00a0", " ") == (
        "No light can be computed without plan dates and planned value; 2 lights are declared")
    assert "Declared against computed: nothing to compare" in _sections(page) and "agree" not in _sections(page)
    assert "2 declared lights have no computed one beside them." in _notes(page)


def test_a_light_that_nobody_has_is_not_said_to_be_on_track(build: Build) -> None:
    measure = build.add("measure", build.package(), name="M")
    build.line(measure, plan=[100] * 12, forecast=[100] * 12)
    page = status_page(facts(build.p, STATUS), K)
    assert page is not None
    assert page.title.replace("\u00a0", " ") == "None of 1 measure is off track in value; no delivery light is set"


def test_measures_without_a_light_are_not_counted_among_those_on_track(build: Build) -> None:
    package = build.package()
    for name in ("judged", "too"):
        measure = build.add("measure", package, name=name, light="green")
        build.add("activity", measure, name="A", plan_finish="2026-12-01", finish="2026-12-01")
    for name in ("blind", "blind too", "blind three"):
        build.add("measure", package, name=name, light="green")
    page = status_page(facts(build.p, STATUS), K)
    assert page is not None
    title = page.title.replace("\u00a0", " ")
    assert title == (
        "None of 2 measures with a computed light is off track in delivery; no value light is set; 3 have none")
    assert "Declared against computed: those with both lights, all 2 agree" in _sections(page)
    assert "3 declared lights have no computed one beside them." in _notes(page)


def test_every_light_carries_its_own_sign(insurer: Portfolio, paper_of: Make) -> None:
    assert len(set(MARKS.values())) == len(COLOURS) == 4
    for table in tables_of(page_of(paper_of(insurer), "status")):
        for row in table.rows:
            for cell in row.cells:
                if cell.tone == "risk":
                    assert cell.text.startswith("◆")


def test_lights_roll_up_as_worst_and_by_plan() -> None:
    assert worst([NONE, GREEN, AMBER]) == AMBER and worst([]) == NONE and worst([NONE, GREEN]) == GREEN
    assert weighted([(GREEN, 100), (NONE, 900)]) == GREEN
    assert weighted([(GREEN, 50), (AMBER, 50)]) == AMBER
    assert weighted([(GREEN, 10), (RED, -90)]) == RED
    assert weighted([(RED, 0)]) == NONE


def test_both_lights_of_a_measure_come_from_the_core(insurer: Portfolio) -> None:
    found = lights(insurer, STATUS)
    by_code = {insurer[uid].code: light for uid, light in found.items()}
    assert (by_code["IC-121"].implementation, by_code["IC-121"].days) == (RED, 215)
    assert by_code["IC-112"].potential == RED and by_code["IC-112"].implementation == GREEN
    assert by_code["IC-211"].failed and by_code["IC-211"].potential == RED
    assert by_code["IC-123"].state == "held"
    assert set(found) == {m.uid for m in insurer.of_kind("measure")}


def test_a_deleted_measure_has_no_light(build: Build) -> None:
    package = build.package()
    gone, kept = build.add("measure", package, name="Gone"), build.add("measure", package, name="Kept")
    build.p.apply(edits.delete(build.p, [gone]))
    assert list(lights(build.p, STATUS)) == [kept]
