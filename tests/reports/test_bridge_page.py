"""The bridge on paper: three columns that tie down to the measure, bars on one axis, sentences from the same sums."""
from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import edits
from app.core.portfolio import Portfolio
from app.core.value.variance import figures
from app.reports.blocks import DoesNotAddUp, Note, Paper, Row
from app.reports.drawing import bridge as bridge_chart
from app.reports.drawing.bridge import Step
from app.reports.facts import Facts, facts
from app.reports.numbers import Money
from app.reports.pages.bridge import ROWS, bridge_page, bridge_title, read
from app.reports.pdf import Document
from app.reports.titles import headline
from tests.reports.helpers import PAGES, STATUS, Build, page_of, tables_of, text_of, walk
from tests.reports.test_charts import shapes

Make = Callable[..., Paper]
K = Money("EUR", 2, "k")
ONE = Money("EUR", 2, "")


def digits(text: str) -> int:
    return int((text or "0").replace(",", "").replace("\u2212", "-").replace("+", ""))


def numbers(row: Row) -> list[int]:
    return [digits(c.text) for c in row.cells[-3:]]


def add(rows: list[Row]) -> list[int]:
    return [sum(column) for column in zip(*(numbers(r) for r in rows), strict=True)]


def table_of(f: Facts, money: Money = K) -> list[Row]:
    page = bridge_page(f, money)
    assert page is not None
    return list(tables_of(page)[0].rows)


def parts_of(rows: list[Row]) -> tuple[Row, list[tuple[Row, list[Row]]], list[Row]]:
    """Plan, each cause with its measures, and the end."""
    at = [i for i, r in enumerate(rows) if r.look == "cause"]
    end = next(i for i, r in enumerate(rows) if r.look == "total")
    spans = itertools.pairwise([*at, end])
    return rows[0], [(rows[a], rows[a + 1:b]) for a, b in spans], rows[end:]


def test_every_column_of_the_bridge_adds_up_on_the_page(insurer: Portfolio) -> None:
    plan, causes, (expected, less, actual) = parts_of(table_of(facts(insurer, STATUS), ONE))
    assert [a + b for a, b in zip(numbers(plan), add([c for c, _ in causes]), strict=True)] == numbers(expected)
    for cause, measures in causes:
        assert add(measures) == numbers(cause)
    for row in (plan, expected):
        a, b, c = numbers(row)
        assert a + b == c
    assert numbers(expected)[2] + numbers(less)[2] == numbers(actual)[2] == numbers(expected)[0]


def test_the_bridge_read_back_from_the_pdf_holds_the_sums_of_the_cube(insurer: Portfolio,
                                                                      insurer_document: Document) -> None:
    text = text_of(insurer_document.pdf())[PAGES.index("bridge")]
    f = figures(insurer, STATUS)
    plan, expected, actual = (K.number(v) for v in (f.plan_of("", *f.year), f.expected_of("", *f.year),
                                                    f.actual_of("", *f.year)))
    assert f"= expected {expected} = actual {actual} + still to earn" in text
    assert f"The parts add up: plan {plan} " in text
    assert "Plan FY 2026" in text and "less: still to earn Apr–Dec" in text and "Actual Jan–Mar" in text


def test_the_title_says_who_explains_the_gap_and_what_can_still_be_changed(insurer: Portfolio, paper_of: Make) -> None:
    title = page_of(paper_of(insurer), "bridge").title.replace("\u00a0", " ")
    assert title == ("Late deliveries explain 67 % of the 3.9 M€ shortfall (3.7 M€ net); 3.0 M€ of the gap still lies "
                     "ahead, where decisions can change it")


def test_each_measure_says_its_cause_in_computed_words(insurer: Portfolio) -> None:
    rows = table_of(facts(insurer, STATUS))
    told = {(r.cells[0].text, r.cells[3].text.replace("\u00a0", " ")) for r in rows if not r.look and len(r.cells) > 6}
    assert ("IC-121", "215 days late: waits for “Choose the provider”") in told
    assert ("IC-123", "no benefit counts while held") in told
    assert any(code == "IC-211" and text == "67 % of benefits due by now" for code, text in told)


def test_a_cause_without_measures_to_list_one_by_one_sums_the_others(build: Build) -> None:
    package = build.package()
    for i in range(300):
        build.line(build.add("measure", package, name=f"M{i}", code=f"M-{i}"), plan=[1_000_000 + i] * 12,
                   forecast=[900_000 - 977 * i] * 12)
    rows = table_of(facts(build.p, STATUS), ONE)
    assert len(rows) <= ROWS
    _, [(cause, measures)], _ = parts_of(rows)
    assert "other measures" in measures[-1].cells[1].text
    assert len(measures) - 1 + int(measures[-1].cells[1].text.split()[0]) == 300
    exact = read(facts(build.p, STATUS)).causes[0]
    assert exact.so_far + exact.ahead == sum(a + b for _, a, b in exact.measures)
    assert numbers(cause)[2] == digits(ONE.number(exact.total))


def test_without_actuals_the_first_column_stays_empty_and_no_actual_row_is_drawn(build: Build) -> None:
    measure = build.add("measure", build.package(), name="M")
    build.line(measure, plan=[1_000_000] * 12, forecast=[700_000] * 12)
    rows = table_of(facts(build.p, STATUS))
    assert [c.text for c in rows[0].cells[-3:]] == ["", "120", "120"]
    assert rows[-1].cells[0].text == "Expected FY 2026"


def test_a_file_on_plan_or_without_plan_has_no_bridge(build: Build) -> None:
    measure = build.add("measure", build.package(), name="M")
    line = build.line(measure, plan=[1_000_000] * 12)
    assert bridge_page(facts(build.p, STATUS), K) is None
    build.p.apply(edits.set_months(build.p, line, "plan", 2026 * 12, [None] * 12))
    build.p.apply(edits.set_months(build.p, line, "forecast", 2026 * 12, [5] * 12))
    assert bridge_page(facts(build.p, STATUS), K) is None


@pytest.mark.parametrize(("forecast", "words"), [
    (1_500_000, "FY 2026 is expected 60 k€ above plan: over-delivering measures bring 60 k€"),
    (700_000, "Under-delivering measures alone explain the 36 k€ shortfall; nothing is booked, and 9,000 € of the gap "
              "lies in months that have passed"),
])
def test_the_title_follows_the_sign_of_the_gap(build: Build, forecast: int, words: str) -> None:
    build.line(build.add("measure", build.package(), name="M"), plan=[1_000_000] * 12, forecast=[forecast] * 12)
    f = facts(build.p, STATUS)
    assert bridge_title(f, read(f), K).replace("\u00a0", " ") == words


def test_a_bridge_over_all_years_counts_undated_amounts(build: Build) -> None:
    measure = build.add("measure", build.package(), name="M")
    build.line(measure, first="2030-01", plan=[1_000_000] * 12, forecast=[400_000] * 12)
    build.add("effect_line", measure, type="one_time_cost", category="capex", currency="EUR", undated_plan=40_000_000,
              undated_forecast=50_000_000)
    f = facts(build.p, STATUS)
    whole = read(f)
    assert sum(whole.plan) == f.figures.plan_of("") and sum(whole.expected) == f.figures.expected_of("")
    assert bridge_page(f, K) is not None


def words_of(build: Build) -> list[str]:
    """The cause column of all measures, in the order of the page."""
    return [r.cells[3].text.replace("\u00a0", " ") for r in table_of(facts(build.p, STATUS)) if len(r.cells) > 6
            and r.cells[0].text.startswith("M-")]


def test_who_has_booked_nothing_in_a_month_that_counts_is_said_to_be_silent_not_at_0_percent(build: Build) -> None:
    package = build.package()
    build.line(build.add("measure", package, code="M-1", name="A"), plan=[1_000_000] * 12, forecast=[1_000_000] * 12,
               actual=[1_000_000])
    build.line(build.add("measure", package, code="M-2", name="B"), plan=[1_000_000] * 12,
               forecast=[1_000_000] * 6 + [1_020_000] * 6)
    assert words_of(build) == ["no actual for Jan 2026: 0 counts", "101 % of benefits to come"]
    notes = bridge_page(facts(build.p, STATUS), K).blocks
    assert any("1 measure stands in both" in n.runs[0][0] for n in notes if isinstance(n, Note))


def test_where_most_have_booked_nothing_the_title_says_that_instead_of_what_lies_ahead(build: Build) -> None:
    package = build.package()
    for i in range(3):
        build.line(build.add("measure", package, code=f"M-{i}", name="A"), plan=[1_000_000] * 12,
                   forecast=[1_000_000] * 12, actual=[] if i else [1_000_000])
    f = facts(build.p, STATUS)
    said = "2 of 3 measures have no actual for Jan 2026"
    assert bridge_title(f, read(f), K).replace("\u00a0", " ").endswith(f"shortfall; {said}")
    assert headline(f, K, []).replace("\u00a0", " ").endswith(said)


def test_a_cost_that_nobody_booked_is_silent_and_no_saving(build: Build) -> None:
    """The page said “cost below plan”, and its title that costs below plan bring the money."""
    package = build.package()
    build.line(build.add("measure", package, code="M-1", name="A"), plan=[500_000] * 12, actual=[500_000])
    for i in (2, 3):
        build.line(build.add("measure", package, code=f"M-{i}", name="B"), "one_time_cost", plan=[1_000_000 * i] * 12)
    both = build.add("measure", package, code="M-4", name="C")
    build.line(both, plan=[100_000] * 12)
    build.line(both, "one_time_cost", plan=[800_000] * 12, actual=[200_000])
    said = words_of(build)
    assert said.count("no actual for Jan 2026: 0 counts") == 3 and said.count("cost below plan") == 1
    f = facts(build.p, STATUS)
    assert bridge_title(f, read(f), K).replace("\u00a0", " ").endswith(
        "costs below plan bring 56 k€; 3 of 4 measures have no actual for Jan 2026")


def test_what_stands_in_both_says_of_each_part_what_it_is(build: Build) -> None:
    build.line(build.add("measure", build.package(), code="M-1", name="A"), plan=[None] * 3 + [1_000_000] * 9,
               forecast=[None] * 3 + [900_000] * 9, actual=[500_000, 0, 0])
    assert sorted(words_of(build)) == ["5 booked, none planned by now", "90 % of benefits to come"]


def test_a_plan_that_costs_first_is_compared_as_such(build: Build) -> None:
    build.line(build.add("measure", build.package(), code="M-1", name="A"),
               plan=[-20_000_00, -20_000_00, 0, *[10_000_00] * 4], forecast=[0, 0, 0, *[10_000_00] * 4],
               actual=[-5_000_00])
    build.line(build.add("measure", build.package(), code="X-1", name="B"), plan=[0, 0, 1_000_00],
               actual=[0, 0, 1_000_00])
    assert words_of(build) == ["−5 booked, −40 planned by now"]


def test_planned_months_that_a_forecast_leaves_out_are_named_as_the_cause(build: Build) -> None:
    quarter: list[int | None] = [None] * 3
    build.line(build.add("measure", build.package(), code="M-1", name="A"), plan=[1_000_000] * 12,
               forecast=[1_000_000] * 3 + quarter + [1_000_000] * 6)
    assert words_of(build) == ["forecast missing for Apr to Jun 2026"]


def test_what_is_reported_as_cancelled_and_still_counts_says_so(build: Build) -> None:
    build.line(build.add("measure", build.package(), code="M-1", name="A", status="abgebrochen"), plan=[1_000_000] * 12,
               forecast=[250_000] * 12)
    assert words_of(build) == ["reported “abgebrochen”, what is forecast still counts"]


def test_a_plan_that_nets_to_nothing_is_a_plan(build: Build) -> None:
    build.line(build.add("measure", build.package(), code="M-1", name="A"), plan=[-20_000_00, 20_000_00],
               forecast=[-20_000_00, 10_000_00])
    assert words_of(build) == ["expected −10, plan 0"]


def test_a_wrong_end_of_the_bridge_is_never_printed(insurer: Portfolio, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from app.reports.pages import bridge as page_bridge
    real = page_bridge.bridge

    def spoiled(*args: Any, **more: Any) -> Any:
        made = real(*args, **more)
        first = made.parts[0]
        return replace(made, parts=(replace(first, measures=((first.measures[0][0], first.measures[0][1] + 1),
                                                             *first.measures[1:])), *made.parts[1:]))

    monkeypatch.setattr(page_bridge, "bridge", spoiled)
    with pytest.raises(DoesNotAddUp):
        bridge_page(facts(insurer, STATUS), K)


def test_sentences_name_the_largest_causes_with_their_amounts(insurer: Portfolio) -> None:
    page = bridge_page(facts(insurer, STATUS), K)
    assert page is not None
    notes = ["".join(t for t, _ in b.runs) for b in walk(page.blocks) if isinstance(b, Note)]
    assert notes[1].startswith("Largest: Slipped −2,635 in 10 measures; Under-delivering −684")


# ---------------------------------------------------------------- the bars

AMOUNT = st.integers(-10**9, 10**9)


@settings(max_examples=200)
@given(st.lists(st.tuples(AMOUNT, AMOUNT), min_size=1, max_size=6), AMOUNT)
def test_every_bar_begins_where_the_one_above_it_ended(parts: list[tuple[int, int]], plan: int) -> None:
    steps, running = [Step("plan", plan)], plan
    for so_far, ahead in parts:
        steps.append(Step("cause", start=running, so_far=so_far, ahead=ahead))
        running += so_far + ahead
    steps.append(Step("expected", running, actual=running // 2))
    s = bridge_chart.axis(steps, 90)
    for step in steps:
        for box in shapes(bridge_chart.row(s, step, 90, 5, None), "rect"):
            assert box["x"] >= -0.01 and box["x"] + box["width"] <= 90.01
    for step, (so_far, ahead) in zip(steps[1:-1], parts, strict=True):
        if so_far * ahead >= 0 and so_far + ahead:
            boxes = shapes(bridge_chart.row(s, step, 90, 5, None), "rect")
            edges = [(b, b.get("stroke-width", 0) / 2) for b in boxes]
            ends = [e for b, half in edges for e in (b["x"] - half, b["x"] + b["width"] + half)]
            if ends:
                wanted = sorted((s.at(step.start), s.at(step.start + so_far + ahead)))
                assert min(ends) == pytest.approx(wanted[0], abs=0.02)
                assert max(ends) == pytest.approx(wanted[1], abs=0.02)


def test_what_lies_ahead_is_hatched_and_what_is_booked_is_solid() -> None:
    step = Step("cause", start=100, so_far=-20, ahead=-30)
    s = bridge_chart.axis([Step("plan", 100), step], 90)
    solid, ahead = shapes(bridge_chart.row(s, step, 90, 5, None), "rect")
    assert solid["fill"] == "#CC4B41" and ahead["fill"] == "#FFFFFF"
    assert solid["x"] > ahead["x"]


def test_an_actual_shows_what_it_misses_of_the_plan_to_date() -> None:
    step = Step("actual", 40, due=70, label="−30 against plan 70")
    s = bridge_chart.axis([Step("plan", 100), step], 90)
    actual, missing = shapes(bridge_chart.row(s, step, 90, 5, None), "rect")
    assert missing["x"] - (actual["x"] + actual["width"]) == pytest.approx(0.45, abs=0.01)
    assert missing["fill"] == "#CC4B41"
