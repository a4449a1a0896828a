"""Tables of costs within a form about a project, however they are laid: more rows than answers, periods down, kinds."""
from __future__ import annotations

import pytest

from app.core.batch import Batch
from importers.base import Value
from importers.layouts.forms.laid import lists_kinds
from tests.importers.test_form_profile import asked
from tests.importers.trackers import items, loud, read, series_of, sheet, sums_of

MONTHS: list[Value] = [f"{m:02d}/2026" for m in range(1, 13)]
Rows = list[list[Value]]


def form(*table: list[Value], **answers: str) -> Batch:
    return read(sheet([*asked("Werk Nord", None)[:4], [], *table, [], ["Sponsor:", "Eva Horn"]], "Form"),
                answers=answers)


def one(batch: Batch) -> dict[str, dict[str, int]]:
    """The series of the only measure, which is the form's."""
    (measure,) = items(batch, "measure")
    assert (measure.fields["name"], measure.fields["sponsor"].key) == ("Werk Nord", "Eva Horn")
    return series_of(batch)["Werk Nord"]


@pytest.mark.parametrize("head", ["Cost kind", "Funding source", "Kostenart", "Source of funding", "Budget line"])
def test_a_table_of_kinds_of_cost_may_have_many_more_rows_than_the_form_has_answers(head: str) -> None:
    rows: Rows = [[f"Item {n}", n * 10.0, n * 20.0, n * 30.0] for n in range(1, 21)]
    batch = form(["Costs by kind (kEUR)"], [head, "2026", "2027", "2028"], *rows, ["Total", 2100.0, 4200.0, 6300.0],
                 series="plan")
    assert sum(one(batch)["one_time_cost.plan"].values()) == 1_260_000_000
    assert [i.fields["name"] for i in items(batch, "effect_line")] == [f"Item {n}" for n in range(1, 21)]
    assert not loud(batch)


def test_many_measures_under_lines_about_their_programme_stay_a_list() -> None:
    rows: Rows = [[f"Measure {n}", *[1.5] * 12] for n in range(1, 31)]
    batch = read(sheet([*asked("Werk Nord", None)[:4], [], ["Initiative", *MONTHS], *rows]))
    assert len(items(batch, "measure")) == 30


def test_months_down_the_form_are_lines_of_its_measure() -> None:
    rows: Rows = [[m, 100.0 + n, 90.0 if n < 3 else None] for n, m in enumerate(MONTHS)]
    batch = form(["Costs (EUR)"], ["Month", "Plan cost", "Actual cost"], *rows, ["Total", 1266.0, 270.0])
    found = one(batch)
    assert sum(found["one_time_cost.plan"].values()) == 126_600 and found["one_time_cost.plan"]["2026-03"] == 10_200
    assert found["one_time_cost.actual"] == {"2026-01": 9_000, "2026-02": 9_000, "2026-03": 9_000}
    assert {i.at for i in items(batch, "effect_line")} <= {"Form!B8", "Form!C8"}
    kinds = batch.sheets[0].row_kinds
    assert (kinds[7], kinds[8], kinds[19], kinds[20]) == ("header", "data", "data", "total") and not loud(batch)


def test_years_down_with_a_column_for_each_source() -> None:
    rows: Rows = [[year, 12.0, 24.0, 36.0] for year in range(2026, 2034)]
    batch = form(["Plan cost (kEUR)"], ["Year", "Grant", "Own funds", "Loan"], *rows)
    assert sum(one(batch)["one_time_cost.plan"].values()) == 8 * 72 * 100_000
    assert [(i.fields["name"], i.at) for i in items(batch, "effect_line")] == [
        ("Grant", "Form!B8"), ("Own funds", "Form!C8"), ("Loan", "Form!D8")]
    (asked_,) = [i for i in batch.issues if i.answer == "spread=undated"]
    assert asked_.cell == "A8" and "A8:A15" in asked_.message


def test_a_printed_sum_that_is_wrong_is_named_where_it_stands_in_a_table_with_years_down() -> None:
    rows: Rows = [[year, 10.0, 20.0, 30.0 + (year == 2027)] for year in (2026, 2027, 2028)]
    batch = form(["Plan cost (EUR)"], ["Year", "Grant", "Own funds", "Total"], *rows, ["Total", 30.0, 61.0, 91.0])
    assert sums_of(batch) == {"one_time_cost.plan": 9_000}
    told = [i for i in batch.issues if i.severity == "warning"]
    assert told and {"D9", "C11"} <= {w for i in told for w in (i.cell, *i.message.split())}


def test_a_row_for_each_year_and_kind() -> None:
    rows: Rows = [[year, kind, 12.0] for year in range(2026, 2034) for kind in ("Machines", "Consultants")]
    batch = form(["Plan cost (kEUR)"], ["Year", "Cost kind", "Amount"], *rows)
    found = one(batch)
    assert sum(sum(v.values()) for v in found.values()) == 16 * 12 * 100_000
    assert {i.fields["name"] for i in items(batch, "effect_line")} == {"Machines", "Consultants"}


def test_a_plan_row_and_an_actual_row_for_each_kind() -> None:
    rows: Rows = [[f"Kind {n // 2 + 1}" if n % 2 == 0 else None, ("Plan", "Actual")[n % 2], 12.0 + n, 24.0, None]
                  for n in range(16)]
    batch = form(["Costs (EUR)"], ["Cost kind", "Series", 2026, 2027, 2028], *rows)
    found = one(batch)
    assert sum(found["one_time_cost.plan"].values()) == sum(12 + n + 24 for n in range(0, 16, 2)) * 100
    assert sum(found["one_time_cost.actual"].values()) == sum(12 + n + 24 for n in range(1, 16, 2)) * 100
    assert len(items(batch, "effect_line")) == 8


def test_units_that_differ_from_column_to_column_hold_for_each() -> None:
    rows: Rows = [[m, 1.0, 500.0] for m in MONTHS]
    found = one(form(["Month", "Plan cost (kEUR)", "Actual cost (EUR)"], *rows))
    assert {k: sum(v.values()) for k, v in found.items()} == {"one_time_cost.plan": 1_200_000,
                                                              "one_time_cost.actual": 600_000}


def test_across_and_down_give_the_same_lines() -> None:
    figures = [[7.0 * year + source for year in range(5)] for source in range(1, 4)]
    sources, years = ["Grant", "Own funds", "Loan"], [2026, 2027, 2028, 2029, 2030]
    across = form(["Plan cost (EUR)"], ["Funding source", *years],
                  *([name, *row] for name, row in zip(sources, figures, strict=True)))
    down = form(["Plan cost (EUR)"], ["Year", *sources],
                *([year, *(row[n] for row in figures)] for n, year in enumerate(years)))

    def lines(batch: Batch) -> dict[object, object]:
        return {i.fields["name"]: i.series["plan"].values for i in items(batch, "effect_line")}
    assert lines(across) == lines(down) and len(lines(down)) == 3


@pytest.mark.parametrize("table", [
    [["Kosten (EUR)"], ["Kostenart", 2026, 2027, 2028], ["Plan", 100, 100, 100], ["Ist", 90, None, None],
     ["Abweichung", -10, None, None], ["kumuliert", 100, 200, 300]],
    [["Kosten (EUR)"], ["Jahr", "Plan", "Ist", "Abweichung", "kumuliert"], [2026, 100, 90, -10, 100],
     [2027, 100, None, None, 200], [2028, 100, None, None, 300]]])
def test_variances_and_running_sums_are_said_and_not_counted(table: Rows) -> None:
    batch = form(*table)
    found = one(batch)
    assert {k: sum(v.values()) for k, v in found.items()} == {"one_time_cost.plan": 30_000,
                                                              "one_time_cost.actual": 9_000}
    (said,) = [i for i in batch.issues if "computed" in i.message]
    assert said.severity == "note" and not loud(batch)


@pytest.mark.parametrize("table", [
    [["Personalbedarf (FTE)"], ["Rolle", 2026, 2027, 2028], ["Entwickler", 1.5, 2, 2], ["Tester", 1, 1, 1]],
    [["Personalbedarf (FTE)"], ["Jahr", "Bedarf"], [2026, 1.5], [2027, 2], [2028, 2]],
    [["Zielerreichung", 2026, 2027, 2028], ["Quote", "10 %", "20 %", "30 %"]],
    [["Jahr", "Zielerreichung"], [2026, "10 %"], [2027, "20 %"], [2028, "30 %"]]])
def test_what_is_counted_in_heads_or_percent_is_no_money_and_is_named(table: Rows) -> None:
    batch = form(*table)
    assert sums_of(batch) == {} and len(items(batch, "measure")) == 1
    assert [t for t in loud(batch) if "not read" in t]


def test_scenarios_with_their_years_down_and_no_heading_over_them() -> None:
    batch = form(["Kosten (TEUR)"], [None, "Eigenmittel", "F\u00f6rdermittel"], ["Plan 2026", 12, 24],
                 ["Plan 2027", 12, 24], ["Ist 2026", 6, 6])
    assert {k: sum(v.values()) for k, v in one(batch).items()} == {"one_time_cost.plan": 7_200_000,
                                                                   "one_time_cost.actual": 1_200_000}


def test_two_columns_of_labels_both_name_the_line() -> None:
    rows: Rows = [[f"Kind {n}", f"CC {n}", 12, 12, 12] for n in range(1, 20)]
    batch = form(["Costs (kEUR)"], ["Cost kind", "Cost centre", 2026, 2027, 2028], *rows, series="plan")
    assert sum(one(batch)["one_time_cost.plan"].values()) == 19 * 36 * 100_000
    assert [i.fields["name"] for i in items(batch, "effect_line")][:2] == ["Kind 1 / CC 1", "Kind 2 / CC 2"]


def test_sources_of_money_pay_costs() -> None:
    batch = form(["Finanzierung (TEUR)"], ["Finanzierungsquelle", 2026, 2027, 2028], ["Land", 12, 12, 12],
                 ["Bund", 12, 12, 12])
    assert set(one(batch)) == {"one_time_cost.plan"}


def test_a_column_of_units_between_labels_and_figures_is_their_unit() -> None:
    batch = form(["Costs"], ["Cost kind", "Unit", 2026, 2027, 2028], ["Staff", "kEUR", 12, 12, 12],
                 ["Licences", "EUR", 12, 12, 12], series="plan")
    assert sum(one(batch)["one_time_cost.plan"].values()) == 3_600_000 + 3_600
    assert [i.fields["name"] for i in items(batch, "effect_line")] == ["Staff", "Licences"]


@pytest.mark.parametrize("table", [
    [["Year", "Plan"], ["before 2026", 7], [2026, 12], [2027, 12], ["after 2027", 3]],
    [["Cost kind", "before 2026", 2026, 2027, "after 2027"], ["Plan", 7, 12, 12, 3]]])
def test_years_before_and_after_the_plan_are_named_as_not_read(table: Rows) -> None:
    batch = form(["Costs (kEUR)"], *table)
    assert sums_of(batch) == {"one_time_cost.plan": 2_400_000}
    told = " ".join(t for t in loud(batch) if "not read" in t or "not kept" in t)
    assert ("B8" in told and "B11" in told) or ("B8" in told and "E8" in told)


def test_an_empty_row_among_years_down_ends_no_table() -> None:
    assert sums_of(form(["Costs (kEUR)"], ["Year", "Plan"], [2026, 12], [], [2027, 12], [2028, 5])) == {
        "one_time_cost.plan": 2_900_000}


def test_words_right_of_figures_and_figures_that_answer_nothing_are_named() -> None:
    batch = form(["Costs (kEUR)"], ["Cost kind", 2026, 2027, 2028, "Remark"], ["Staff", 12, 12, 12, "two people"], [],
                 [None, 17.5, 18.5], series="plan")
    assert any("E8" in i.message and "two people" in i.message for i in batch.issues)
    assert [t for t in loud(batch) if "B10:C10" in t and "not imported" in t]


@pytest.mark.parametrize(("head", "series"), [(["Cost kind", "Amount (EUR)"], "plan"), (["Kostenart", "Betrag (EUR)"],
                                              "plan"), (["Funding source", "Actual cost (EUR)"], "actual")])
def test_kinds_of_cost_with_one_amount_each_are_lines_without_months(head: list[Value], series: str) -> None:
    batch = form(["Money"], head, ["Consultants", 1000.0], ["Licences", 500.0], ["Total", 1500.0])
    assert sums_of(batch) == {f"one_time_cost.{series}": 150_000} and not loud(batch)
    assert [(i.fields["name"], i.at) for i in items(batch, "effect_line")] == [("Consultants", "Form!B8"),
                                                                              ("Licences", "Form!B9")]


def test_a_line_is_no_kind_of_cost_by_itself() -> None:
    assert not any(map(lists_kinds, ("Line", "Item", "Type", "Position", "Cost", "Budget (EUR)")))
