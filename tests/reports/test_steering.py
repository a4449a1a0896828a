"""The steering report as blocks: exceptions first, five questions, sums that tie, free text last and short."""
from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from app.core import edits
from app.core.portfolio import Portfolio
from app.core.value.variance import figures
from app.reports.blocks import Beside, Chart, DoesNotAddUp, Note, Paper, Question, Section, Table, ties
from app.reports.exceptions import CANCELLED, findings, freshness, threats
from app.reports.facts import facts
from app.reports.numbers import Money
from app.reports.pages import lists as page_lists
from tests.reports.helpers import STATUS, Build, cells_of, page_of, questions_of, tables_of, walk

FIVE = ["What is in progress?", "Who owns it?", "What value is expected?", "What is blocking?",
        "What evidence proves it?"]
Make = Callable[..., Paper]
K = Money("EUR", 2, "k")


def digits(text: str) -> int:
    """"−3,654" -> -3654; empty counts nothing."""
    return int((text or "0").replace(",", "").replace("\u2212", "-").replace("+", ""))


def test_page_one_puts_the_exceptions_before_the_five_questions(insurer: Portfolio, paper_of: Make) -> None:
    page = paper_of(insurer).pages[0]
    top, bottom = page.blocks
    assert isinstance(top, Beside) and isinstance(bottom, Beside)
    first = top.columns[0][0]
    assert isinstance(first, Section) and first.title.startswith("Exceptions: 8 of 18")
    assert [b.title for b in walk(page.blocks) if isinstance(b, Question)] == FIVE


def test_the_titles_state_the_computed_amounts(insurer: Portfolio, paper_of: Make) -> None:
    titles = [p.title.replace("\u00a0", " ") for p in paper_of(insurer).pages]
    assert titles[0] == "FY 2026 is expected at 6.1 M€, 3.7 M€ below plan: Data centre exit carries 3.3 M€ of it"
    assert titles[-1] == "30 measures: 14 late, 1 on hold"


def test_every_exception_is_one_measure_and_the_worst_loss_comes_first(insurer: Portfolio) -> None:
    found = findings(facts(insurer, STATUS), K)
    assert [f.measure.code for f in found[:3]] == ["IC-121", "IC-112", "IC-122"]
    assert len({f.measure.uid for f in found}) == len(found)
    assert [f.money for f in found] == sorted(f.money for f in found)
    f = figures(insurer, STATUS)
    assert all(x.money == min(f.variance(x.measure.uid, *f.year), 0) for x in found)


def test_the_listed_measures_and_programs_add_up_to_the_cube(insurer: Portfolio, paper_of: Make) -> None:
    table = tables_of(page_of(paper_of(insurer), "measures"))[0]
    f = figures(insurer, STATUS)
    plan = [digits(r.cells[8].text) for r in table.rows if r.look == ""]
    expected = [digits(r.cells[9].text) for r in table.rows if r.look == ""]
    groups = [[digits(c.text) for c in r.cells[1:4]] for r in table.rows if r.look == "group"]
    last = [digits(c.text) for c in table.rows[-1].cells[1:4]]
    assert sum(plan) == last[0] == f.plan_of("", *f.year) // 100_000
    assert sum(expected) == last[1] == f.expected_of("", *f.year) // 100_000
    assert [sum(g[i] for g in groups) for i in range(3)] == last
    assert len(plan) == 30 and len(groups) == 6


def test_a_wrong_roll_up_is_never_printed(insurer: Portfolio, paper_of: Make) -> None:
    """The net under the report: spoil one node's sum and the build must fail, whichever page shows it first."""
    clean = figures(insurer, STATUS)
    program = next(r.uid for r in insurer.of_kind("program") if r.code == "CL")
    spoiled = clean.plan.copy()
    spoiled[clean.cube.outline.position[program], 3] += 1
    insurer._kept[f"figures {STATUS} "] = (insurer.version, dataclasses.replace(clean, plan=spoiled))
    try:
        with pytest.raises(DoesNotAddUp, match="plan"):
            paper_of(insurer)
    finally:
        insurer._kept.pop(f"figures {STATUS} ")


def test_ties_names_what_does_not_add_up() -> None:
    assert ties("parts", [1, 2], 3) == 3
    with pytest.raises(DoesNotAddUp, match="parts: the rows give 3, the total says 4"):
        ties("parts", [1, 2], 4)


def test_an_empty_file_gets_one_page_that_says_what_is_missing(build: Build, paper_of: Make) -> None:
    paper = paper_of(build.p)
    assert [p.key for p in paper.pages] == ["steering"]
    assert paper.pages[0].title == "Nothing is recorded yet: add or import measures to steer them"
    for question in questions_of(paper).values():
        assert question.figure == "" and question.missing.endswith("yet.")


def test_what_is_missing_takes_one_line(build: Build, insurer: Portfolio, paper_of: Make) -> None:
    package = build.package()
    build.add("measure", package, name="Bare")
    for p in (build.p, insurer, Portfolio(build.p.file_id)):
        for question in questions_of(paper_of(p)).values():
            assert len(question.missing) <= 40 and "\n" not in question.missing


def test_evidence_is_answered_with_what_the_file_cannot_prove(insurer: Portfolio, paper_of: Make) -> None:
    question = questions_of(paper_of(insurer))[FIVE[4]]
    assert question.missing == "No gate or evidence records yet."
    assert "benefits booked to" in question.words


def test_programs_without_measures_are_counted_in_the_title(build: Build, paper_of: Make) -> None:
    build.package()
    assert paper_of(build.p).pages[0].title == "No measures yet: 1 program stands ready to be filled"


def test_a_file_of_dates_alone_reports_lateness_and_no_value_page(build: Build, paper_of: Make) -> None:
    package = build.package()
    build.add("measure", package, name="Late one", finish="2026-04-01", owner=build.person("A"))
    build.add("measure", package, name="Good one", finish="2026-06-01", owner=build.person("B"))
    paper = paper_of(build.p)
    assert [p.key for p in paper.pages] == ["steering", "roadmap", "exceptions", "measures"]
    assert paper.pages[0].title == "1 of 2 measures is late; no value is recorded yet"
    assert questions_of(paper)[FIVE[2]].missing == "No plan, forecast or actual amounts yet."


@pytest.mark.parametrize(("fields", "acts", "days"), [
    ({"finish": "2026-04-16"}, [], 1),
    ({"finish": "2026-04-17"}, [], 0),
    ({"finish": "2026-04-01", "progress": 10_000}, [], 0),
    ({"finish": "2026-04-01", "status": "Erledigt"}, [], 0),
    ({}, [{"plan_finish": "2026-04-10", "finish": "2026-04-20"}], 10),
    ({}, [{"plan_finish": "2026-04-10", "finish": "2026-04-17"}], 7),
    ({}, [{"plan_finish": "2026-04-16", "finish": "2026-04-17"}], 1),
    ({"finish": "2026-01-01"}, [{"plan_finish": "2026-05-10", "finish": "2026-05-10"}], 0),
    ({}, [{"plan_finish": "2026-04-09", "finish": "2026-04-17"}], 8),
    ({}, [{"plan_finish": "2026-04-09"}], 8),
    ({}, [{"plan_finish": "2026-04-12", "finish": "2026-04-14"}], 5),
    ({}, [{"plan_finish": "2026-01-01", "finish": "2026-05-01", "percent": 10_000}, {"finish": "2026-09-01"}], 0),
    ({}, [{"plan_finish": "2026-01-01", "finish": "2026-05-01", "role": "review"}], 0),
    ({}, [{"finish": "2026-04-07"}, {"finish": "2026-05-07"}], 10),
    ({}, [{"finish": "2026-04-07", "percent": 10_000}, {"finish": "2026-05-07"}], 0),
    ({"held": True, "finish": "2026-01-01"}, [], 0),
])
def test_lateness_counts_days_behind_the_plan_of_what_is_not_done(build: Build, fields: dict[str, object],
                                                                  acts: list[dict[str, object]], days: int) -> None:
    measure = build.add("measure", build.package(), name="M", **fields)
    for act in acts:
        build.add("activity", measure, name="A", **act)
    assert facts(build.p, STATUS).measures[0].late == days


def test_missing_owners_and_dates_are_exceptions_of_open_measures_only(build: Build) -> None:
    package = build.package()
    build.add("measure", package, name="Open")
    build.add("measure", package, name="Done", status="Done")
    build.add("measure", package, name="Gone", status="Cancelled")
    found = findings(facts(build.p, STATUS), K)
    assert [(f.rule, f.measure.name, f.cause) for f in found] == [("No owner", "Open", "no owner is named; no dates")]


def test_a_blocker_costs_money_a_month_for_the_longer_of_declared_and_passed_days(build: Build) -> None:
    measure = build.add("measure", build.package(), name="M")
    build.add("issue", measure, name="Since", money=3_000_000, since="2026-03-18", delay_days=10)
    build.add("issue", measure, name="Declared", money=3_000_000, since="2026-04-10", delay_days=45)
    build.add("issue", measure, name="Solved", money=3_000_000, since="2026-01-01", status="Closed")
    found = {t.name: (t.days, t.money) for t in threats(build.p, STATUS)}
    assert found == {"Since": (30, 3_000_000), "Declared": (45, 4_500_000)}


def test_a_risk_without_money_is_listed_without_a_figure(build: Build, paper_of: Make) -> None:
    measure = build.add("measure", build.package(), name="M")
    build.add("risk", measure, name="Unpriced", code="R-9")
    texts = [[c.text for c in row.cells] for t in tables_of(page_of(paper_of(build.p), "exceptions")) for row in t.rows]
    row = next(r for r in texts if "Unpriced" in r)
    assert row[5] == ""


def test_free_text_is_cut_at_280_and_stands_after_everything_computed(build: Build, paper_of: Make) -> None:
    story = "We are very nearly there and everybody has worked hard. " * 30
    measure = build.add("measure", build.package(), name="M", description=story)
    build.add("issue", measure, name="I", description=story, money=100)
    build.add("risk", measure, name="R", response=story)
    build.add("note", measure, text="NOTE " + story, told="2026-04-01")
    paper = paper_of(build.p)
    told = [c.text for c in cells_of(paper) if "very nearly" in c.text]
    assert len(told) == 3 and all(len(t) <= 280 and t.endswith("…") for t in told)
    assert any(t.startswith("NOTE") for t in told)
    for table in tables_of(page_of(paper, "exceptions")):
        assert table.columns[-1].head == "Remark"
        for row in table.rows:
            assert not any("very nearly" in c.text for c in row.cells[:-1])
    first = paper.pages[0]
    assert not any("very nearly" in c.text for t in tables_of(first) for r in t.rows for c in r.cells)


def test_undated_figures_are_named_and_counted_in_the_whole_life(build: Build, paper_of: Make) -> None:
    measure = build.add("measure", build.package(), name="M")
    build.line(measure, plan=[1_000_000] * 12)
    build.add("effect_line", measure, type="one_time_cost", category="capex", currency="EUR", undated_plan=40_000_000)
    paper = paper_of(build.p)
    states = {row.cells[0].text: row.cells[1].text for t in tables_of(paper.pages[0]) for row in t.rows
              if len(row.cells) == 2}
    assert states["No month"].replace("\u00a0", " ") == "1 figure, 400 k€"
    life = tables_of(page_of(paper, "value"))[1]
    assert [c.text for c in life.rows[-1].cells][:3] == ["All", "\u2212280", "\u2212280"]


def test_old_actuals_are_called_stale(build: Build, paper_of: Make) -> None:
    measure = build.add("measure", build.package(), name="M")
    build.line(measure, plan=[100_000_000] * 12, actual=[100_000_000])
    states = {row.cells[0].text: row.cells[1] for t in tables_of(paper_of(build.p).pages[0]) for row in t.rows
              if len(row.cells) == 2}
    assert states["Actual"].text.replace("\u00a0", " ") == "to Jan 2026, 76 days old"
    assert states["Actual"].tone == "bad"


def test_lines_in_a_currency_without_a_rate_are_named_as_outside_every_sum(build: Build, paper_of: Make) -> None:
    measure = build.add("measure", build.package(), name="M")
    build.line(measure, plan=[5_000_000] * 3)
    build.line(measure, plan=[5_000_000] * 3)
    build.line(measure, plan=[7_000_000] * 3, currency="NOK")
    states = {row.cells[0].text: row.cells[1].text for t in tables_of(paper_of(build.p).pages[0]) for row in t.rows
              if len(row.cells) == 2}
    assert states["No rate"] == "1 line in NOK not in any sum"
    assert questions_of(paper_of(build.p))[FIVE[2]].figure.replace("\u00a0", " ") == "300 k€"


def test_a_file_without_figures_this_year_is_shown_over_all_years(build: Build, paper_of: Make) -> None:
    measure = build.add("measure", build.package(), name="M")
    build.line(measure, first="2029-01", plan=[5_000_000] * 24)
    assert paper_of(build.p).pages[0].title.startswith("The whole life is expected at 1.2")


def test_what_is_not_booked_stays_empty_and_what_is_booked_at_nothing_is_0(insurer: Portfolio, build: Build,
                                                                           paper_of: Make) -> None:
    table = tables_of(page_of(paper_of(insurer), "measures"))[0]
    actual = {r.cells[0].text: r.cells[10].text for r in table.rows if r.look == ""}
    assert actual["IC-121"] == "" and actual["IC-122"] == "\u22128"
    package = build.package()
    build.line(build.add("measure", package, name="Zero"), plan=[9_000_000] * 12, actual=[0])
    build.line(build.add("measure", package, name="Some"), plan=[9_000_000] * 12, actual=[8_000_000])
    table = tables_of(page_of(paper_of(build.p), "measures"))[0]
    heads = [c.head for c in table.columns]
    assert "DoI" not in heads                    # no measure has a stage
    zero = dict(zip(heads, table.rows[1].cells, strict=True))
    assert zero["Measure"].text == "Zero" and zero["Actual to Jan\u00a02026"].text == "0"


def test_a_year_in_which_nothing_is_booked_shows_no_actuals_of_another(insurer: Portfolio, paper_of: Make) -> None:
    paper = paper_of(insurer, status="2027-06-30")
    assert paper.pages[0].title.replace("\u00a0", " ") == (
        "FY 2027 is expected at 11.5 M€, 240 k€ below plan: Data centre exit alone is 372 k€ short")
    assert "nothing of it is booked yet" in questions_of(paper)[FIVE[2]].words
    table = tables_of(page_of(paper, "measures"))[0]
    assert {r.cells[10].text for r in table.rows if r.look == ""} == {""}


def test_a_fiscal_year_that_starts_in_october_is_named_by_both_years(build: Build, paper_of: Make) -> None:
    measure = build.add("measure", build.package(), name="M")
    build.line(measure, plan=[5_000_000] * 12)
    build.p.apply(edits.set_setting(build.p, "fiscal_start", 10))
    assert paper_of(build.p).pages[0].title.startswith("FY 2025/26 is expected at 450")


def test_levels_carry_the_files_own_word(build: Build, paper_of: Make) -> None:
    measure = build.add("measure", build.package(), name="M")
    build.line(measure, plan=[5_000_000] * 12)
    build.p.apply(edits.set_setting(build.p, "labels", {"program": "Workstream"}))
    sections = [b.title for b in walk(page_of(paper_of(build.p), "value").blocks) if isinstance(b, Section)]
    assert any(t.startswith("By workstream") for t in sections)


def test_levels_that_only_pass_through_are_not_listed(build: Build, paper_of: Make) -> None:
    top = build.add("organization", name="Org")
    program = build.add("program", build.add("portfolio", top, pass_through=True), pass_through=True)
    for name in ("North", "South"):
        package = build.add("package", build.add("project", program, name=name), pass_through=True)
        build.line(build.add("measure", package, name=f"M {name}"), plan=[5_000_000] * 12)
    table = tables_of(page_of(paper_of(build.p), "measures"))[0]
    assert [r.cells[0].text for r in table.rows if r.look == "group"] == ["North", "South"]


def test_a_long_list_is_bounded_and_what_it_leaves_out_is_counted_and_summed(
        insurer: Portfolio, monkeypatch: pytest.MonkeyPatch) -> None:
    f = facts(insurer, STATUS)
    page = page_lists.measures_page(f, K, most=10)
    assert page is not None and "10 with the most money are listed" in page.title
    table = next(b for b in page.blocks if isinstance(b, Table))
    rows = {r.cells[0].text: [digits(c.text) for c in r.cells[1:4]] for r in table.rows if len(r.cells) < 12}
    assert len([r for r in table.rows if r.look == ""]) == 10
    listed, rest, total = rows["Listed: 10 measures"], rows["Not listed: 20 measures with less money"], rows[
        "All 30 measures"]
    assert [a + b for a, b in zip(listed, rest, strict=True)] == total
    shown = {r.cells[0].text for r in table.rows if r.look == ""}
    smallest = min(max(abs(m.plan), abs(m.gap)) for m in f.measures if m.code in shown)
    assert all(max(abs(m.plan), abs(m.gap)) <= smallest for m in f.measures if m.code not in shown)


def test_more_programs_than_the_table_holds_are_summed_in_one_row(build: Build, paper_of: Make) -> None:
    top = build.add("portfolio", build.add("organization", name="Org"), name="P")
    for i in range(12):
        package = build.add("package", build.add("project", build.add("program", top, name=f"Program {i}")))
        measure = build.add("measure", package, name=f"M{i}")
        build.line(measure, plan=[1_000_000 * (i + 1)] * 12, forecast=[900_000] * 12)
    table = tables_of(page_of(paper_of(build.p), "value"))[0]
    names = [r.cells[0].text for r in table.rows]
    assert len(names) == 9 and names[-2:] == ["5 others", "All"]
    assert sum(digits(r.cells[2].text) for r in table.rows[:-1]) == digits(table.rows[-1].cells[2].text)


def test_the_report_changes_nothing_and_says_the_same_twice(insurer: Portfolio, paper_of: Make) -> None:
    before = insurer.version
    assert paper_of(insurer) == paper_of(insurer)
    assert insurer.version == before


def test_status_is_never_told_by_colour_alone(insurer: Portfolio, paper_of: Make) -> None:
    """A bare number in red stands in a column that says it is bad; all else holds words, a minus or a mark."""
    toned = 0
    for page in paper_of(insurer).pages:
        for table in tables_of(page):
            for row in (r for r in table.rows if len(r.cells) == len(table.columns)):
                for column, cell in zip(table.columns, row.cells, strict=True):
                    toned += cell.tone == "bad"
                    assert cell.tone != "bad" or not cell.text.isdigit() or column.head == "Days late"
    assert toned > 50


def test_blockers_and_risks_get_their_own_message_when_they_do_not_fit(insurer: Portfolio, build: Build,
                                                                       paper_of: Make) -> None:
    titles = {p.key: p.title.replace("\u00a0", " ") for p in paper_of(insurer).pages}
    assert titles["exceptions"] == "18 measures need an answer: together they miss 3.9 M€ of plan, 14 of them late"
    assert titles["threats"] == "4 blockers and 5 risks are open and put 814 k€ at stake"
    measure = build.add("measure", build.package(), name="M")
    build.add("issue", measure, name="I")
    few = paper_of(build.p)
    assert [p.key for p in few.pages] == ["steering", "exceptions", "measures"]
    assert few.pages[1].title == "1 measure needs an answer; 1 blocker is open"


def test_where_no_date_is_known_nothing_is_said_to_be_on_time(build: Build, paper_of: Make) -> None:
    build.add("measure", build.package(), name="M", owner=build.person("A"))
    assert paper_of(build.p).pages[0].title == "1 measure is recorded; no date and no value is known yet"


def said_of_figures(build: Build) -> dict[str, tuple[str, bool]]:
    return {s.what: (s.text.replace("\u00a0", " "), s.bad) for s in freshness(facts(build.p, STATUS), K)}


def test_who_has_no_actual_in_a_month_that_counts_is_counted_beside_how_fresh_the_figures_are(build: Build) -> None:
    package = build.package()
    for i, actual in enumerate(([100_000, 0], [100_000], [], [])):
        build.line(build.add("measure", package, name=f"M{i}"), plan=[100_000] * 12, forecast=[100_000] * 12,
                   actual=actual)
    said = said_of_figures(build)
    assert said["Actual"][0].startswith("to Jan 2026")
    assert said["Unbooked"] == ("2 measures have no actual for Jan 2026: 0 counts", True)
    assert said["Forecast"] == ("complete", False)


def test_a_forecast_that_leaves_planned_months_out_is_not_complete_but_one_that_begins_later_is(build: Build) -> None:
    package = build.package()
    build.line(build.add("measure", package, name="Later"), plan=[100_000] * 12,
               forecast=[None, None, None, *[100_000] * 9])
    assert said_of_figures(build)["Forecast"] == ("complete", False), "a slip empties months on purpose"
    build.line(build.add("measure", package, name="Quarter to be said"), plan=[100_000] * 12,
               forecast=[*[100_000] * 3, None, None, None, *[100_000] * 6])
    assert said_of_figures(build)["Forecast"] == ("1 measure leaves out Apr to Jun 2026", True)


def test_a_measure_reported_as_stopped_whose_forecast_still_counts_is_an_exception(build: Build) -> None:
    package = build.package()
    for name, amount in (("Stopped on paper", 100_000), ("Stopped", None)):
        build.line(build.add("measure", package, name=name, status="gestoppt"), plan=[100_000] * 12,
                   forecast=[0, *[amount] * 11])
    found = findings(facts(build.p, STATUS), K)
    assert [(x.rule, x.measure.name) for x in found] == [(CANCELLED, "Stopped on paper")]
    assert found[0].cause == "reported “gestoppt”, its forecast still counts: decide, or correct"


def test_the_sum_of_the_exceptions_is_bridged_to_the_gap_of_the_title(build: Build, paper_of: Make) -> None:
    package, person = build.package(), build.person("Eva Berg")
    for forecast in (50_000_00, 95_000_00, 103_000_00):
        build.line(build.add("measure", package, name=f"M{forecast}", owner=person, start="2026-01-01",
                             finish="2026-12-31"), plan=[100_000_00], forecast=[forecast])
    notes = [n.runs[0][0] for n in walk(paper_of(build.p).pages[0].blocks) if isinstance(n, Note)]
    assert "Together \u221250. With other measures below plan \u22125, above plan +3: \u221252, the gap." in notes


def test_risks_without_an_amount_are_not_stated_and_never_0(build: Build, paper_of: Make) -> None:
    measure = build.add("measure", build.package(), name="M")
    for i in range(6):
        build.add("risk", measure, name=f"Unpriced {i}", code=f"R-{i}")
    texts = [[(c.text, c.sub) for c in row.cells] for t in tables_of(paper_of(build.p).pages[0]) for row in t.rows]
    assert [("2 more", ""), ("not stated", "")] in texts
    assert [("Together, not weighted by probability", "6 of 6 without an amount"), ("not stated", "")] in texts
    build.add("risk", measure, name="Priced", code="R-9", money=5_000_00)
    texts = [[(c.text, c.sub) for c in row.cells] for t in tables_of(paper_of(build.p).pages[0]) for row in t.rows]
    together = next(row for row in texts if row[0][0].startswith("Together, not"))
    assert together[0][1] == "6 of 7 without an amount" and together[1][0].replace(",", "") == "\u22125000"


def test_without_any_plan_nothing_is_missed(build: Build, paper_of: Make) -> None:
    measure = build.add("measure", build.package(), name="M", finish="2026-01-31")
    build.line(measure, "one_time_cost", forecast=[100_000_00], actual=[60_000_00])
    found = findings(facts(build.p, STATUS), K)
    assert [(x.rules, x.money) for x in found] == [(("Late", "No owner"), 0)]
    question = questions_of(paper_of(build.p))["What value is expected?"]
    alt = next(b.picture.alt for b in walk(question.body) if isinstance(b, Chart))
    assert "Gap" not in alt and "Plan" not in alt


def test_measures_that_only_start_are_said_to_have_no_finish(build: Build, paper_of: Make) -> None:
    build.add("measure", build.package(), name="M", start="2026-01-01", owner=build.person("Eva"))
    assert said_of_figures(build)["Dates"] == ("1 measure has no finish", True)
    assert page_of(paper_of(build.p), "roadmap").title == "No measure has a finish: whether one is late cannot be said"


def test_the_levels_that_divide_the_measures_are_what_pages_group_by(build: Build) -> None:
    top = build.add("organization", name="Org")
    project = build.add("project", build.add("program", build.add("portfolio", top), name="KOMPASS"), name="KOMPASS")
    for name in ("Einkauf", "Produktion"):
        build.add("measure", build.add("package", project, name=name), name=f"M {name}")
    f = facts(build.p, STATUS)
    assert (f.group_word, [build.p[uid].name for uid in f.groups]) == ("Measure Package", ["Einkauf", "Produktion"])


def test_all_notes_of_a_measure_are_its_remark_the_newest_first(build: Build) -> None:
    measure = build.add("measure", build.package(), name="M")
    for told, text in (("2026-01-05", "works council has not agreed"), ("2026-03-01", "moved to Q3"),
                       ("2026-03-01", "moved to Q3")):
        build.add("note", measure, told=told, text=text)
    assert page_lists.remarks(build.p)[measure] == "moved to Q3 · works council has not agreed"


def test_a_plan_without_a_month_is_named_where_the_year_compares_with_nought(build: Build) -> None:
    line = build.line(build.add("measure", build.package(), code="M-1", name="Depot"), "one_time_cost",
                      forecast=[0, 0, 0, 0, 0, 15_100_000])
    build.p.apply(edits.set_field(build.p, line, "undated_plan", 21_500_000))
    (found,) = [f for f in findings(facts(build.p, STATUS), K) if f.rule == "Behind plan"]
    assert found.cause.startswith("expected −151, plan 0; −215 planned without a month")
