"""The samples fill a fresh file completely and every sum in them is right."""
from __future__ import annotations

import pytest

from app import samples
from app.core.change import net
from app.core.portfolio import Portfolio
from app.core.schedule.anchors import unmoved
from app.core.schedule.chain import chains
from app.core.schedule.facts import span_of
from app.core.value.cube import cube
from app.core.value.variance import figures
from app.errors import Problem

FILE = "00000000-0000-0000-0000-000000000001"
# FY 2026 net effect by program in k EUR (plan, expected), added up by hand from the measures' lines.
BY_PROGRAM = {"IC": (5501, 2010), "CL": (2430, 2323), "SD": (537, 570), "FP": (558, 581), "CS": (558, 476),
              "OP": (122, 92)}


def filled(key: str) -> Portfolio:
    p = Portfolio(FILE)
    p.apply(samples.changes(p, key))
    return p


def by_code(p: Portfolio, code: str) -> str:
    return next(r.uid for r in p.records.values() if r.code == code)


def test_every_sample_is_named_and_fills_a_fresh_file() -> None:
    listed = samples.names()
    assert [key for key, _, _ in listed] == ["insurer", "workshop"]
    for key, title, sentence in listed:
        p = filled(key)
        assert title and sentence.endswith(".")
        assert p.of_kind("organization") and p.of_kind("measure")
        assert all(p.live(r.uid) for r in p.records.values())


@pytest.mark.parametrize("code", BY_PROGRAM)
def test_the_programs_of_the_insurer_add_up_to_the_sums_made_by_hand(code: str) -> None:
    p = filled("insurer")
    f = figures(p, samples.status_date("insurer"))
    node = by_code(p, code)
    assert (f.plan_of(node, *f.year), f.expected_of(node, *f.year)) == tuple(v * 100_000 for v in BY_PROGRAM[code])


def test_the_insurer_as_a_whole_is_the_sum_of_its_programs() -> None:
    p = filled("insurer")
    f = figures(p, samples.status_date("insurer"))
    assert f.plan_of("", *f.year) == sum(plan for plan, _ in BY_PROGRAM.values()) * 100_000 == 970_600_000
    assert f.expected_of("", *f.year) == sum(exp for _, exp in BY_PROGRAM.values()) * 100_000 == 605_200_000
    assert f.actual_to == 2026 * 12 + 2


def test_a_held_measure_keeps_its_forecast_but_earns_nothing() -> None:
    p = filled("insurer")
    f = figures(p, samples.status_date("insurer"))
    held = by_code(p, "IC-123")
    assert p[held].get("held") is True
    assert f.expected_of(held, *f.year) == 0
    assert cube(p).total(held, "forecast") > 0


def test_the_insurer_shows_each_kind_of_trouble() -> None:
    p = filled("insurer")
    measures = p.of_kind("measure")
    assert len(measures) == 30
    assert {m.get("status") for m in measures} == {"Done", "On track", "At risk", "Late", "On hold", "Planned"}
    assert [m.code for m in measures if not m.get("owner")]
    assert all(p.of_kind(kind) for kind in ("issue", "risk", "assumption", "dependency", "activity"))
    assert any(a.get("finish", "") > a.get("plan_finish", "") for a in p.of_kind("activity"))


def test_every_current_date_of_an_open_activity_is_possible() -> None:
    """Nothing may be finished after the status date, or still open although it ended long before its measure."""
    p = filled("insurer")
    status = samples.status_date("insurer")
    for a in p.of_kind("activity"):
        if a.get("start") and a.get("finish"):
            assert a.get("start") <= a.get("finish"), a.name
        if a.get("percent") == 10_000:
            assert a.get("finish") <= status, a.name
        if not a.get("percent") and a.get("start"):
            assert a.get("finish") >= status, a.name


def test_the_workshop_template_gives_no_figures_away() -> None:
    c = cube(filled("workshop"))
    assert c.lines and not c.present.any()


def test_the_same_file_gets_the_same_records_and_no_change_twice() -> None:
    p = Portfolio(FILE)
    first, second = samples.changes(p, "insurer"), samples.changes(p, "insurer")
    assert first == second
    assert len(net(first)) == len(first)


def test_a_sample_refuses_a_file_that_is_not_empty() -> None:
    with pytest.raises(Problem, match="new file"):
        samples.changes(filled("workshop"), "insurer")


def test_an_unknown_sample_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(Problem, match="insurer, workshop"):
        samples.changes(Portfolio(FILE), "bank")


def test_the_notation_of_the_files_is_read_as_they_state_it() -> None:
    assert samples.amounts("3x0 44 - 2x-5") == [0, 0, 0, 44, None, -5, -5]


def test_one_late_cause_of_the_insurer_delays_benefits_of_other_functions() -> None:
    """004-76: the provider of the mailroom, chosen late in claims, keeps servers, lease and power contract waiting."""
    p = filled("insurer")
    status = samples.status_date("insurer")
    late = [c for c in chains(p, status) if p[c.steps[0].activity].name == "Choose the provider"]
    assert [(p[p[c.line].parent].code, c.months, c.amount // 100_000) for c in late] == [
        ("IC-121", 7, 1036), ("IC-122", 10, 650), ("IC-124", 8, 280), ("IC-112", 7, 259)]
    assert list(dict.fromkeys(p[s.function].name for s in late[2].steps)) == [
        "Claims operations", "IT operations", "Procurement"]
    assert not unmoved(p), "every anchored forecast is for the finish its activity has"


def test_the_insurer_has_milestones_and_every_link_of_its_own_holds() -> None:
    p = filled("insurer")
    spans = {a.uid: span_of(a) for a in p.of_kind("activity")}
    assert {p[uid].name for uid, span in spans.items() if span and span.milestone} >= {
        "Open to all brokers", "Small tariff in force", "Open day and night"}
    for link in p.of_kind("dependency"):
        ends = spans.get(link.get("predecessor")), spans.get(link.get("successor"))
        if link.get("type") == "FS" and all(ends):
            assert ends[0].end <= ends[1].end if ends[1].milestone else ends[0].end <= ends[1].start, link.uid
