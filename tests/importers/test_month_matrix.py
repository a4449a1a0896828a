"""Month matrices: scenarios as column blocks, as rows of each measure, or as sheets; English and German."""
from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from app.core.values import month_text
from importers.base import Sheet
from tests.importers.trackers import MONTHS_DE, german_text, items, loud, read, series_of, sheet, sums_of

D = dt.date
WORDS = {False: {"baseline": "Baseline", "target": "Target", "plan": "Plan", "forecast": "Forecast",
                 "actual": "Actual"},
         True: {"baseline": "Basis", "target": "Ziel", "plan": "Soll", "forecast": "Prognose", "actual": "Ist"}}
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Truth = dict[str, dict[str, dict[str, int]]]


def month_head(month: int, form: str, german: bool) -> Any:
    year, number = divmod(month, 12)
    name = (MONTHS_DE if german else MONTHS_EN)[number]
    return {"date": D(year, number + 1, 1), "iso": f"{year}-{number + 1:02d}", "slash": f"{number + 1:02d}/{year}",
            "short": f"{name} {year % 100:02d}", "long": f"{name} {year}", "under": name}[form]


def make(rng: random.Random, german: bool, form: str, shape: str) -> tuple[Sheet, Truth]:
    """A random matrix with the truth: some months empty, zeros and negatives among the figures."""
    series = rng.sample(sorted(WORDS[german]), rng.randint(2, 4))
    first, count = 2024 * 12 + rng.randint(0, 11), rng.randint(6, 15)
    months = list(range(first, first + count))
    names = [f"Measure {k}" for k in range(rng.randint(3, 8))]
    truth: Truth = {f"I-{k}": {s: {month_text(m): rng.choice((0, rng.randint(-10**6, 10**8))) for m in months
                                   if rng.random() < 0.8} for s in series} for k in range(len(names))}
    fixed = ["Maßnahmen-Nr.", "Maßnahme", "Verantwortlich"] if german else ["Initiative ID", "Initiative", "Owner"]

    def cell(code: str, s: str, m: int) -> Any:
        cents = truth[code][s].get(month_text(m))
        value = None if cents is None else cents / 100
        return german_text(value) if german and rng.random() < 0.7 else value

    if shape == "blocks":
        rows = [[code, name, "Eva", *(cell(code, s, m) for s in series for m in months)] for code, name in
                zip(truth, names, strict=True)]
        scenario = [None] * 3 + [x for s in series for x in [WORDS[german][s]] + [None] * (count - 1)]
        heads = [*fixed, *(month_head(m, form, german) for _ in series for m in months)]
        above: list[list[Any]] = []
        merged = [(0, 3 + n * count, 0, 2 + (n + 1) * count) for n in range(len(series))]
        if form == "under":
            above = [[None] * 3 + [m // 12 if not i or m % 12 == 0 else None for _ in series for i,
                                   m in enumerate(months)]]
            merged = [(a + 1, b, c + 1, d) for a, b, c, d in merged]
            return sheet([*above, scenario, heads, *rows], "Tracker", merged=merged), truth
        if rng.random() < 0.5:
            return sheet([scenario, heads, *rows], "Tracker", merged=merged), truth
        joined = [*fixed, *(f"{WORDS[german][s]} {h}" if not isinstance(h := month_head(m, form, german), D) else
                            f"{WORDS[german][s]} {h:%Y-%m}" for s in series for m in months)]
        return sheet([joined, *rows], "Tracker"), truth
    rows = []
    for code, name in zip(truth, names, strict=True):
        for n, s in enumerate(series):
            start = [code, name, "Eva"] if not n or shape == "repeated" else [None, None, None]
            rows.append([*start, WORDS[german][s], *(cell(code, s, m) for m in months)])
    heads = [*fixed, "Wertart" if german else "Scenario", *(month_head(m, form, german) for m in months)]
    if form == "under":
        year = [None] * 4 + [m // 12 if not i or m % 12 == 0 else None for i, m in enumerate(months)]
        return sheet([year, heads, *rows], "Tracker"), truth
    return sheet([heads, *rows], "Tracker"), truth


@given(seed=st.integers(0, 2**31), german=st.booleans(),
       form=st.sampled_from(["date", "iso", "slash", "short", "long", "under"]),
       shape=st.sampled_from(["blocks", "rows", "repeated"]))
@settings(max_examples=80, deadline=None)
def test_every_month_of_every_scenario_comes_in_exactly(seed: int, german: bool, form: str, shape: str) -> None:
    note(f"seed {seed} {german} {form} {shape}")
    source, truth = make(random.Random(seed), german, form, shape)
    batch = read(source)
    assert not loud(batch), loud(batch)
    assert batch.shape == "month matrix"
    found = series_of(batch)
    assert [i.key for i in items(batch, "measure")] == list(truth)
    for code, lines in truth.items():
        wanted = {f"recurring_benefit.{s}": months for s, months in lines.items() if months}
        assert found.get(code, {}) == wanted
    assert [i.answer for i in batch.issues if i.severity == "question"] == ["effect_type=one_time_cost"]


def test_empty_is_not_zero() -> None:
    batch = read(sheet([["ID", "Initiative", "Plan 2025-01", "Plan 2025-02", "Plan 2025-03"],
                        ["A", "x", 0.0, None, 5.0]]))
    run = items(batch, "effect_line")[0].series["plan"]
    assert (run.first, run.values) == (2025 * 12, [0, None, 500])


def test_quarter_year_and_grand_totals_are_checked_not_added() -> None:
    head = ["ID", "Initiative", "Plan Jan 25", "Plan Feb 25", "Plan Mar 25", "Plan Q1 25", "Plan 2025", "Plan total",
            "Var"]
    rows = [["A", "x", 1.0, 2.0, 3.0, 6.0, 6.0, 6.0, 9.0], ["B", "y", 4.0, 5.0, 6.0, 15.0, 15.0, 15.0, 9.0]]
    batch = read(sheet([head, *rows]))
    assert sums_of(batch) == {"recurring_benefit.plan": 2100} and not loud(batch)
    rows[1][5] = 16.0
    wrong = read(sheet([head, *rows]))
    assert [i.cell for i in wrong.issues if i.severity == "warning"] == ["F3"]
    assert sums_of(wrong) == {"recurring_benefit.plan": 2100}


def test_rows_of_variance_are_left_out_and_totals_by_scenario_checked() -> None:
    head = ["Initiative ID", "Initiative", "Scenario", "Unit", "Jan 24", "Feb 24", "Mar 24"]
    rows = [["I1", "Alpha", "Plan", "EUR", 100.0, 200.0, 300.0], [None, None, "Actual", "EUR", 90.0, None, None],
            [None, None, "Variance", "EUR", -10.0, None, None], ["I2", "Beta", "Plan", "EUR", 1.0, 2.0, 3.0],
            [None, None, "Actual", "EUR", 1.0, 2.0, None], ["Total", None, "Plan", "EUR", 101.0, 202.0, 303.0],
            [None, None, "Actual", "EUR", 91.0, 2.0, None]]
    batch = read(sheet([head, *rows]))
    assert sums_of(batch) == {"recurring_benefit.plan": 60600, "recurring_benefit.actual": 9300}
    assert not loud(batch) and batch.sheets[0].counts()["data"] == 4
    rows[6][4] = 95.0
    assert [i.cell for i in read(sheet([head, *rows])).issues if i.severity == "warning"] == ["E8"]


def test_a_sheet_for_each_scenario_makes_one_line_of_two_series() -> None:
    head = ["ID", "Measure", "Owner", "Jan", "Feb", "Mar"]
    batch = read(sheet([head, ["A", "x", "Eva", 1.0, 2.0, 3.0], ["B", "y", "Tom", 4.0, 5.0, 6.0]], "Plan 2025"),
                 sheet([head, ["A", "x", "Eva", 1.0, 2.5, None], ["B", "y", "Tom", 4.0, None, None]], "Ist 2025"))
    assert sums_of(batch) == {"recurring_benefit.plan": 2100, "recurring_benefit.actual": 750}
    assert len(items(batch, "measure")) == 2 and len(items(batch, "effect_line")) == 2 and not loud(batch)


def test_a_second_sheet_that_says_otherwise_is_reported_and_counts_once() -> None:
    head = ["ID", "Measure", "Plan 2025-01", "Plan 2025-02", "Plan 2025-03"]
    batch = read(sheet([head, ["A", "x", 1.0, 2.0, 3.0]], "Neu"), sheet([head, ["A", "x", 1.0, 2.0, 4.0]], "Alt"))
    assert sums_of(batch) == {"recurring_benefit.plan": 600}
    assert [i.sheet for i in batch.issues if i.severity == "warning"] == ["Alt"]


def test_effect_types_from_a_column_a_block_and_the_sheets_name() -> None:
    by_row = read(sheet([["Nr.", "Maßnahme", "Effektart", "Wertart", "2025-01", "2025-02", "2025-03"],
                         ["A", "x", "Einmalkosten", "Plan", 5.0, None, None],
                         ["A", "x", "Einsparung", "Plan", 1.0, 2.0, 3.0],
                         ["A", "x", "Einsparung", "Ist", 1.0, 1.5, None]]))
    assert sums_of(by_row) == {"one_time_cost.plan": 500, "recurring_benefit.plan": 600,
                               "recurring_benefit.actual": 250}
    by_block = read(sheet([["ID", "Measure", "One-off cost", None, None, "Savings", None, None],
                           [None, None, "Plan Jan 25", "Plan Feb 25", "Plan Mar 25", "Plan Jan 25", "Plan Feb 25",
                            "Plan Mar 25"],
                           ["A", "x", 1.0, 2.0, 3.0, 10.0, 20.0, 30.0]], merged=[(0, 2, 0, 4), (0, 5, 0, 7)]))
    assert sums_of(by_block) == {"one_time_cost.plan": 600, "recurring_benefit.plan": 6000}
    by_name = read(sheet([["ID", "Measure", "Plan 2025-01", "Plan 2025-02", "Plan 2025-03"],
                          ["A", "x", 1.0, 2.0, 3.0]], "Einmalkosten"))
    assert sums_of(by_name) == {"one_time_cost.plan": 600}
    assert not any(i.severity == "question" for b in (by_row, by_block, by_name) for i in b.issues)


def test_two_lines_of_one_type_keep_their_names_and_do_not_depend_on_column_order() -> None:
    head = ["ID", "Measure", *(f"Einsparung {w} Plan {m:02d}/2025" for w in ("Personal", "Material") for m in
                               (1, 2, 3))]
    row = ["A", "x", 1.0, 2.0, 3.0, 10.0, 20.0, 30.0]
    order = [0, 1, 5, 6, 7, 2, 3, 4]
    one = read(sheet([head, row]))
    other = read(sheet([[head[c] for c in order], [row[c] for c in order]]))
    lines = [[(i.key, i.fields["name"], i.series) for i in items(b, "effect_line")] for b in (one, other)]
    assert lines[0] == lines[1] and len(lines[0]) == 2
    assert sums_of(one) == {"recurring_benefit.plan": 6600}


@pytest.mark.parametrize(("answer", "months"), [("", 3), ("undated", 0)])
def test_quarters_are_spread_to_the_cent_or_kept_undated_on_answer(answer: str, months: int) -> None:
    rows = [["ID", "Measure", "Savings Plan Q1 2025", "Savings Plan Q2 2025"], ["A", "x", 100.0, -0.01]]
    batch = read(sheet(rows), answers={"spread": answer} if answer else {})
    lines = series_of(batch)["A"]["recurring_benefit.plan"]
    assert sum(lines.values()) == 9999
    assert len(lines) == (2 * months or 1)
    if months:
        assert [lines[f"2025-0{m}"] for m in range(1, 7)] == [3334, 3333, 3333, -1, 0, 0]
        assert [i.answer for i in batch.issues if i.severity == "question"] == ["spread=undated"]


def test_years_that_begin_in_spring_are_asked() -> None:
    rows = [["ID", "Measure", "Savings Plan 2024/25", "Savings Plan 2025/26"], ["A", "x", 12.0, 24.0]]
    batch = read(sheet(rows))
    assert items(batch, "effect_line")[0].series["plan"].first == 2024 * 12 + 3
    assert "fiscal_start=10" in [i.answer for i in batch.issues]
    october = read(sheet(rows), fiscal_start=10)
    assert items(october, "effect_line")[0].series["plan"].first == 2024 * 12 + 9
    assert "fiscal_start=10" not in [i.answer for i in october.issues]


def test_months_without_any_year_are_asked_and_not_invented() -> None:
    rows = [["ID", "Measure", "Owner", "Jan", "Feb", "Mar"], ["A", "x", "Eva", 1.0, 2.0, 3.0]]
    batch = read(sheet(rows, "Savings plan"))
    assert sums_of(batch) == {}
    assert any(i.severity == "question" and i.answer.startswith("year=") and i.cell == "D1" for i in batch.issues)
    assert series_of(read(sheet(rows, "Savings plan"), answers={"year": "2026"}))["A"]["recurring_benefit.plan"] == {
        "2026-01": 100, "2026-02": 200, "2026-03": 300}


def test_the_answer_to_the_type_question_settles_it_for_its_sheet_only() -> None:
    head = ["ID", "Measure", "Plan 2025-01", "Plan 2025-02", "Plan 2025-03"]
    sheets = [sheet([head, ["A", "x", 1.0, 2.0, 3.0]], "North"), sheet([head, ["B", "y", 10.0, 20.0, 30.0]], "South")]
    batch = read(*sheets)
    assert [i.answer for i in batch.issues if i.severity == "question"] == [
        "effect_type@North=one_time_cost", "effect_type@South=one_time_cost"]
    settled = read(*sheets, answers={"effect_type@South": "one_time_cost"})
    assert sums_of(settled) == {"recurring_benefit.plan": 600, "one_time_cost.plan": 6000}


def test_headcount_by_month_is_no_money() -> None:
    batch = read(sheet([["ID", "Measure", "FTE Plan 2025-01", "FTE Plan 2025-02", "FTE Plan 2025-03"],
                        ["A", "x", 1.5, 2.0, 3.0]]))
    fields = items(batch, "effect_line")[0].fields
    assert (fields["category"], fields["unit"]) == ("fte", "FTE") and "currency" not in fields


def test_amounts_that_are_all_one_are_no_drawn_bars() -> None:
    heads = [f"Saving plan {m} 2026 (EUR)" for m in ("Jan", "Feb", "Mar", "Apr", "May", "Jun")]
    batch = read(sheet([["ID", "Measure", *heads], *([f"M-{n}", f"Measure {n}", *[1.0] * 6] for n in range(1, 5))]))
    assert sums_of(batch) == {"recurring_benefit.plan": 2_400}
    bare = read(sheet([["ID", "Measure", *(f"{m} 2026" for m in ("Jan", "Feb", "Mar", "Apr", "May", "Jun"))],
                       *([f"M-{n}", f"Measure {n}", *[1.0] * 6] for n in range(1, 5))]))
    assert sums_of(bare) == {"recurring_benefit.plan": 2_400}


@pytest.mark.parametrize(("heads", "years"), [
    (["Year -1", "Year 0", "Year 1"], ["2026", "2027", "2028"]),
    (["Year -1", "Year -2", "Year -3"], ["2026", "2027", "2028"]),
    (["Jahr 1", "Jahr 2", "Jahr 3"], ["2026", "2027", "2028"]),
])
def test_the_year_before_year_nought_is_its_own(heads: list[str], years: list[str]) -> None:
    batch = read(sheet([["Project", "Owner", *heads], ["Press", "Ada", 120, 240, 360], ["Kiln", "Ben", 12, 24, 36]],
                       "Savings plan"), answers={"year": "2026"})
    months = series_of(batch)["Press"]["recurring_benefit.plan"]
    assert [sum(v for m, v in months.items() if m.startswith(y)) for y in years] == [12000, 24000, 36000]
    assert not any("twice" in text for text in loud(batch))


def test_the_months_of_two_scenarios_beside_each_other_are_no_fiscal_year() -> None:
    heads = [*(f"{m} 2026 Plan" for m in MONTHS_EN[4:]), *(f"{m} 2026 Actual" for m in MONTHS_EN[:4])]
    batch = read(sheet([["Measure", *heads], ["Press", *[10.0] * 12], ["Kiln", *[20.0] * 12]], "Savings"))
    found = series_of(batch)["Press"]
    assert list(found["recurring_benefit.plan"]) == [f"2026-{m:02}" for m in range(5, 13)]
    assert list(found["recurring_benefit.actual"]) == [f"2026-{m:02}" for m in range(1, 5)]


def test_columns_that_changed_places_make_no_fiscal_year_beside_whole_years_of_the_calendar() -> None:
    months = [*range(12), 10, 11, *range(10)]
    heads = [f"{MONTHS_EN[m]} {2026 + (n > 11)} Plan" for n, m in enumerate(months)]
    batch = read(sheet([["Measure", *heads], ["Press", *(n * 100.5 for n in range(1, 25))], ["Kiln", *[20.5] * 24]],
                       "Savings"))
    assert series_of(batch)["Press"]["recurring_benefit.plan"]["2027-11"] == 130650


@pytest.mark.parametrize("amounts", [range(1, 25), [12, 15, 14, 14, 20, 9, 9, 11, 30, 31, 2, 7] * 2, [10] * 24])
def test_small_whole_amounts_under_months_are_no_days(amounts: Sequence[int]) -> None:
    heads = [f"{MONTHS_EN[n % 12]} {2026 + n // 12} Plan" for n in range(24)]
    rows = [["Measure", *heads], ["Press", *map(float, amounts)], ["Kiln", *[20.0] * 24]]
    batch = read(sheet(rows, "Savings (kEUR)"))
    months = series_of(batch)["Press"]["recurring_benefit.plan"]
    assert sum(months.values()) == sum(amounts) * 100_000 and len(months) == 24
