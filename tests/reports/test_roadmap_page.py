"""The roadmap: bars share the rows of the table, late hand-overs block money that is counted once."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import edits
from app.core.portfolio import Portfolio
from app.core.value.variance import figures
from app.reports.blocks import Chart, Page, Paper
from app.reports.dates import all_dates
from app.reports.drawing import gantt
from app.reports.drawing.gantt import HandOver, Roadmap, Span
from app.reports.facts import facts
from app.reports.fitting import wide
from app.reports.handover import late_hand_overs
from app.reports.numbers import Money
from app.reports.pages.roadmap import HEIGHT, ROWS, _span, roadmap_page
from app.reports.pages.value import code_width
from tests.reports.helpers import STATUS, Build, page_of, tables_of, walk
from tests.reports.test_charts import shapes

Make = Callable[..., Paper]
K = Money("EUR", 2, "k")


class Chain:
    """Measures of several functions with an activity each, and links between them."""

    def __init__(self, build: Build) -> None:
        self.b, self.package = build, build.package()

    def measure(self, name: str, function: str, plan: str, now: str, gap: int = 0, **more: Any) -> str:
        unit = edits.unit(self.b.p, "function", function)
        self.b.p.apply(unit[1])
        uid = self.b.add("measure", self.package, name=name, code=name, function=unit[0])
        self.b.add("activity", uid, name=f"Deliver {name}", plan_start="2026-01-05", plan_finish=plan,
                   start="2026-01-05", finish=now, **more)
        self.b.line(uid, plan=[1_000_000] * 12, forecast=[1_000_000] * 11 + [1_000_000 + gap])
        return uid

    def link(self, a: str, b: str, type_: str = "FS") -> None:
        self.b.p.apply(edits.link(self.b.p, "dependency", {"predecessor": a, "successor": b}, {"type": type_})[1])

    def late(self) -> list[tuple[str, list[str], int, int]]:
        return [(x.giver.name, [m.name for m in x.behind], x.money, x.days)
                for x in late_hand_overs(facts(self.b.p, STATUS))]


def page(p: Portfolio) -> Page:
    made = roadmap_page(facts(p, STATUS), K)
    assert made is not None
    return made


def test_a_late_hand_over_blocks_all_that_waits_behind_it(build: Build) -> None:
    c = Chain(build)
    a, b, d = (c.measure(n, f, "2026-03-01", "2026-06-01", gap) for n, f, gap in
               (("A", "IT", 0), ("B", "Sales", -200), ("D", "Sales", -300)))
    c.link(a, b)
    c.link(b, d)
    assert c.late() == [("A", ["B", "D"], -500, 92)]


def test_a_measure_that_waits_behind_two_is_counted_once(build: Build) -> None:
    c = Chain(build)
    a, b, d = (c.measure(n, f, "2026-03-01", "2026-06-01", gap) for n, f, gap in
               (("A", "IT", 0), ("B", "Legal", -100), ("D", "Sales", -300)))
    c.link(a, d)
    c.link(b, d)
    found = c.late()
    assert sum(money for _, _, money, _ in found) == -300
    assert sorted(len(behind) for _, behind, _, _ in found) == [0, 1]
    table = tables_of(page(build.p))[1]
    assert table.rows[-1].cells[-1].text == "0" or "Together" in table.rows[-1].cells[1].text


@pytest.mark.parametrize(("plan", "now", "percent", "late"), [
    ("2026-03-01", "2026-06-01", 0, True), ("2026-03-01", "2026-06-01", 10_000, False),
    ("2026-05-01", "2026-05-01", 0, False), ("2026-05-01", "2026-05-02", 0, True),
    ("2026-04-10", "2026-04-10", 0, True)])
def test_a_hand_over_is_late_when_it_is_not_there_and_behind_its_plan(build: Build, plan: str, now: str, percent: int,
                                                                     late: bool) -> None:
    c = Chain(build)
    a = c.measure("A", "IT", plan, now, percent=percent)
    c.link(a, c.measure("B", "Sales", "2026-08-01", "2026-08-01", -100))
    assert bool(c.late()) == late


def test_several_links_between_the_same_two_are_one_hand_over(build: Build) -> None:
    c = Chain(build)
    a, b = c.measure("A", "IT", "2026-03-01", "2026-06-01"), c.measure("B", "Sales", "2026-03-01", "2026-08-01", -100)
    c.link(a, b)
    c.link(build.p.children(a, "activity")[0].uid, build.p.children(b, "activity")[0].uid)
    assert c.late() == [("A", ["B"], -100, 92)]


def test_within_one_function_nothing_is_handed_over(build: Build) -> None:
    c = Chain(build)
    c.link(c.measure("A", "IT", "2026-03-01", "2026-06-01"), c.measure("B", "IT", "2026-03-01", "2026-06-01", -100))
    assert c.late() == []


def test_a_link_to_a_start_waits_for_the_start_only(build: Build) -> None:
    c = Chain(build)
    begun = c.measure("A", "IT", "2026-03-01", "2026-06-01", percent=500)
    c.link(begun, c.measure("B", "Sales", "2026-03-01", "2026-06-01", -100), "SS")
    assert c.late() == []
    waits = c.measure("C", "IT", "2026-03-01", "2026-06-01")
    c.link(waits, c.measure("D", "Sales", "2026-03-01", "2026-06-01", -50), "SS")
    assert [(name, money) for name, _, money, _ in c.late()] == [("C", -50)]


def test_cancelled_and_done_measures_wait_for_nothing(build: Build) -> None:
    c = Chain(build)
    a = c.measure("A", "IT", "2026-03-01", "2026-06-01")
    b = c.measure("B", "Sales", "2026-03-01", "2026-03-01", -100, percent=10_000)
    c.link(a, b)
    assert c.late() == []


def test_measures_that_wait_for_each_other_do_not_hang_the_report(build: Build) -> None:
    c = Chain(build)
    a, b = (c.measure(n, f, "2026-03-01", "2026-06-01", -100) for n, f in (("A", "IT"), ("B", "Sales")))
    for ends in ((a, b), (b, a)):
        uid = build.p.key_uid("dependency", "\n".join(ends))
        build.p.apply(edits.add(build.p, "dependency", "", {"predecessor": ends[0], "successor": ends[1], "type": "FS"},
                                uid=uid)[1])
    assert len(c.late()) == 2 and sum(x[2] for x in c.late()) == -200


def test_a_chain_is_told_from_its_cause_to_the_benefit_it_delays(build: Build) -> None:
    c = Chain(build)
    a = c.measure("A", "Legal", "2026-03-01", "2026-06-01")
    b = c.measure("B", "Sales", "2026-03-15", "2026-07-01", -100)
    first, last = (build.p.children(uid, "activity")[0].uid for uid in (a, b))
    build.p.apply(edits.set_field(build.p, last, "start", "2026-06-02"))
    c.link(first, last)
    line = build.line(b, plan=[1_000_000] * 12)
    build.p.apply(edits.set_field(build.p, line, "anchor", last) + edits.set_field(build.p, line, "name", "Fees"))
    rows = [[x.text.replace("\u00a0", " ") for x in r.cells] for r in tables_of(page(build.p))[2].rows]
    assert rows == [["Deliver A", "Legal 92 d → Sales 108 d", "Fees", "4 months later", "−40"]]


def test_the_gaps_of_the_programs_make_the_total_of_the_page(insurer: Portfolio, paper_of: Make) -> None:
    f = figures(insurer, STATUS)
    rows = tables_of(page_of(paper_of(insurer), "roadmap"))[0].rows
    headings = [r for r in rows if len(r.cells) == 2 and not r.look]
    rest = [r for r in rows if r.look == "note"]
    total = int(rows[-1].cells[-1].text.replace(",", "").replace("\u2212", "-"))
    shown = [int(r.cells[-1].text.replace(",", "").replace("\u2212", "-").replace("+", "")) for r in headings + rest]
    assert sum(shown) == total == f.variance("", *f.year) // 100_000


def test_the_chart_has_the_height_of_its_table(insurer: Portfolio, paper_of: Make) -> None:
    blocks = list(walk(page_of(paper_of(insurer), "roadmap").blocks))
    chart = next(b for b in blocks if isinstance(b, Chart)).picture
    table = tables_of(page_of(paper_of(insurer), "roadmap"))[0]
    assert table.height == HEIGHT and 90 < chart.width < 130
    assert chart.height == pytest.approx(HEIGHT * (len(table.rows) + 2))
    assert len(table.rows) <= ROWS + 1


def test_the_title_names_the_largest_late_hand_over(insurer: Portfolio, paper_of: Make) -> None:
    title = page_of(paper_of(insurer), "roadmap").title.replace("\u00a0", " ")
    assert title == ("4 late hand-overs between functions hold back 2.1 M€; the largest, from Claims operations "
                     "to IT operations, is expected by 7 May 2026")


def test_without_dates_there_is_no_roadmap(build: Build) -> None:
    build.add("measure", build.package(), name="M")
    assert roadmap_page(facts(build.p, STATUS), K) is None


def test_thousands_of_moved_measures_leave_room_for_the_worst_and_count_the_rest(build: Build) -> None:
    package = build.package()
    for i in range(400):
        measure = build.add("measure", package, name=f"M{i}", code=f"M-{i}")
        build.add("activity", measure, name="A", plan_finish="2026-05-01", finish="2026-08-01")
        build.line(measure, plan=[1_000_000] * 12, forecast=[1_000_000 - i] * 12)
    made = page(build.p)
    rows = tables_of(made)[0].rows
    assert len(rows) <= ROWS + 6
    assert made.title == "400 of 400 measures finish later than planned, the latest, M-0, by 92 days"
    assert "measures not listed, in the sums above" in rows[-2].cells[0].text


def test_a_slip_and_what_is_overdue_are_two_labels(build: Build) -> None:
    package = build.package()
    for name, finish in (("Slipped", "2026-06-01"), ("Overdue", "2026-04-07")):
        measure = build.add("measure", package, name=name)
        build.add("activity", measure, name="A", start="2026-01-05", finish=finish, plan_finish="2026-03-01")
    svg = next(b for b in walk(page(build.p).blocks) if isinstance(b, Chart)).picture.svg.replace("\u00a0", " ")
    assert "+92 d" in svg and ">overdue<" in svg


def test_dates_come_from_activities_and_else_from_the_measure(build: Build) -> None:
    package = build.package()
    own = build.add("measure", package, name="Own", start="2026-02-01", finish="2026-03-01")
    acts = build.add("measure", package, name="Acts", start="2025-01-01", finish="2025-02-01")
    build.add("activity", acts, name="A", plan_start="2026-01-01", plan_finish="2026-02-01", start="2026-01-10",
              finish="2026-02-20")
    found = all_dates(build.p)
    assert (found[own].start, found[own].finish, found[own].slip) == ("2026-02-01", "2026-03-01", None)
    assert (found[acts].start, found[acts].finish, found[acts].slip) == ("2026-01-10", "2026-02-20", 19)


# ---------------------------------------------------------------- the drawing


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


TODAY = day("2026-04-17")


def drawn(*rows: Span | None, arrows: tuple[HandOver, ...] = ()) -> str:
    first, end = gantt.axis([d for r in rows if r for d in (r.start, r.finish, r.plan_finish) if d], TODAY)
    return gantt.draw(Roadmap(tuple(rows), first, end, TODAY, "17 Apr 2026", arrows), 120, 5)


def test_what_is_done_is_solid_and_what_lies_ahead_is_hatched() -> None:
    row = Span(day("2026-03-01"), day("2026-06-30"), solid_to=TODAY)
    boxes = [b for b in shapes(drawn(row), "rect") if b["height"] == pytest.approx(2.4, abs=0.21)]
    solid = [b for b in boxes if b["fill"] == "#30363F"]
    assert len(solid) == 1
    ahead = [b for b in boxes if b["fill"] == "#FFFFFF" and "stroke" in b]
    assert len(ahead) == 1 and ahead[0]["x"] >= solid[0]["x"] + solid[0]["width"] - 0.2


@given(st.integers(-2000, 2000), st.integers(0, 900), st.integers(-2000, 2000), st.integers(0, 900))
def test_nothing_is_drawn_outside_the_chart(start: int, length: int, plan: int, planned: int) -> None:
    row = Span(TODAY + start, TODAY + start + length, TODAY + plan, TODAY + plan + planned, TODAY, False, "+9999 d")
    other = Span(TODAY + plan, TODAY + plan + planned, label="done")
    text = drawn(row, None, other, arrows=(HandOver(1, 0, 2), HandOver(2, 2, 0, True, True)))
    for box in shapes(text, "rect"):
        assert box["x"] >= -1.0 and box["x"] + box["width"] <= 121.0
    for line in shapes(text, "line"):
        assert -1 <= line["x1"] <= 121 and -1 <= line["x2"] <= 121 and 0 <= line["y1"] <= 25.1


@given(st.lists(st.integers(-3000, 3000), max_size=8))
def test_the_axis_is_whole_quarters_around_today_and_never_endless(days: list[int]) -> None:
    first, end = gantt.axis([TODAY + d for d in days], TODAY)
    for at in (first, end):
        date = dt.date.fromordinal(at)
        assert date.day == 1 and (date.month - 1) % 3 == 0
    assert first <= TODAY < end and end - first <= 830


def test_an_arrow_ends_at_the_start_of_what_waits_for_it() -> None:
    giver = Span(day("2026-03-01"), day("2026-05-10"), solid_to=TODAY)
    taker = Span(day("2026-06-01"), day("2026-08-01"))
    text = drawn(giver, taker, arrows=(HandOver(7, 0, 1),))
    first, end = gantt.axis([giver.start, taker.finish], TODAY)
    wanted = (taker.start - first) / (end - first) * 120
    tips = [p for p in shapes(text, "polygon") if p["fill"] == "#0B5CAD"]
    assert len(tips) == 1
    assert max(float(c.split(",")[0]) for c in str(tips[0]["points"]).split()) == pytest.approx(wanted, abs=0.01)
    assert ">7<" in text


def test_codes_that_differ_at_their_end_are_never_cut_there() -> None:
    codes = [f"M-{i:03d}" for i in range(40)] + ["WWW-888", "PF01.PK003"]
    assert all(wide(code, 8) <= code_width([code]) - 2 for code in codes)


def test_a_measure_without_a_finish_has_no_diamond_and_says_so_and_an_overdue_one_not_begun_is_hatched(
        build: Build) -> None:
    package, eva = build.package(), build.person("Eva Berg")
    for name, start, finish, progress in (
            ("Open end", "2026-02-01", "", 0), ("Not begun", "2026-01-01", "2026-03-31", 0),
            ("Begun", "2026-01-01", "2026-03-31", 500)):
        build.add("measure", package, name=name, start=start, finish=finish, progress=progress, owner=eva)
    f = facts(build.p, STATUS)
    spans = [_span(f, m, f.dates[m.uid]) for m in f.measures]
    assert [(s.label, s.endless, bool(s.solid_to)) for s in spans] == [
        ("no finish", True, False), ("overdue", False, False), ("overdue", False, True)]
    made = roadmap_page(f, K)
    assert made is not None
    table = tables_of(made)[0]
    assert table.columns[2].head == "Owner" and table.rows[1].cells[2].text == "Eva Berg", "nobody names a function"
