"""Formulas say what figures are made of: sums count through their parts, and of amounts computed from each other one
counts. spreadsheets.md: printed sub-totals stand among the lines, nothing is counted twice."""
from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from importers.base import Area, Formula, Sheet, Value, Wishes
from importers.read import import_file
from importers.reading.formula import parse
from importers.reading.workbook import read_book
from importers.reading.xlsx.formulas import formulas_of
from tests.importers.making import parts, sheet_xml, write
from tests.importers.making_foreign import ods
from tests.importers.trackers import items, loud, read, series_of, sums_of

Cell = Value | tuple[str, Value]          # (formula, what it gives)


def grid(rows: Sequence[Sequence[Cell]], name: str = "Costs") -> Sheet:
    """A sheet whose cells may be formulas with their values."""
    sheet = Sheet(name, [[c[1] if isinstance(c, tuple) else c for c in row] for row in rows])
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, tuple):
                sheet.formulas[r, c] = parse(cell[0])
                sheet.formula_count += 1
                sheet.formula_rows[r] = sheet.formula_rows.get(r, 0) + 1
    return sheet


def names(batch: Any) -> list[str]:
    return [str(i.fields["name"]) for i in items(batch, "measure")]


def made(text: str) -> tuple[str, list[tuple[int, str]]]:
    found = parse(text)
    return found.how, [(sign, _text(area)) for sign, area in found.parts]


def _text(area: Area) -> str:
    first, last = f"{chr(65 + area.left)}{area.top + 1}", f"{chr(65 + area.right)}{area.bottom + 1}"
    cells = first if first == last else f"{first}:{last}"
    return f"{area.sheet}!{cells}" if area.sheet else cells


@pytest.mark.parametrize(("text", "how", "cells"), [
    ("SUM(C3:C9)", "sum", [(1, "C3:C9")]),
    ("=C3+$C$4-C5", "sum", [(1, "C3"), (1, "C4"), (-1, "C5")]),
    ("-(C3-C4)", "sum", [(-1, "C3"), (1, "C4")]),
    ("SUM(B1,B3:B4)-SUM(D1)", "sum", [(1, "B1"), (1, "B3:B4"), (-1, "D1")]),
    ("SUBTOTAL(9,G2:G10)", "sum", [(1, "G2:G10")]),
    ("SUBTOTAL(1,G2:G10)", "other", []),
    ("'My Sheet'!B5", "sum", [(1, "My Sheet!B5")]),
    ("IFERROR(B2*C2,0)", "product", [(1, "B2"), (1, "C2")]),
    ('IF(D5="","",D5-E5)', "sum", [(1, "D5"), (-1, "E5")]),
    ("ROUND(SUM(A1:A3)*1.19,2)", "product", [(1, "A1:A3")]),
    ("B2*(1+C2)/12", "product", [(1, "B2"), (1, "C2")]),
    ("B2*20%", "product", [(1, "B2")]),
    ("SUM(B2:B9)+C2*D2", "other", []),
    ("VLOOKUP(A1,Rates!A1:B9,2,0)", "other", []),
    ("1000+500", "other", []),
    ("Table1[@Plan]", "other", []),
    ("SUM(C3:C9,", "other", []),
    ("(" * 200 + "A1" + ")" * 200, "other", []),
    ("", "other", []),
])
def test_a_formula_is_a_sum_a_product_or_neither(text: str, how: str, cells: list[tuple[int, str]]) -> None:
    assert made(text) == (how, cells)


def test_a_formula_names_all_cells_it_refers_to_wherever_they_stand() -> None:
    named = parse("SUMIFS(Plan!$F$3:$F$20,Plan!A3:A20,A5)").named
    assert [_text(a) for a in named] == ["Plan!F3:F20", "Plan!A3:A20", "A5"]


def test_a_formula_kept_once_for_many_cells_moves_its_references_with_it_but_not_fixed_ones() -> None:
    data = sheet_xml('<row r="2"><c r="C2"><f t="shared" ref="C2:C4" si="0">SUM(A2:B2)*$D$1</f><v>3</v></c></row>'
                     '<row r="4"><c r="C4" s="1"><f t="shared" si="0"/><v>7</v></c>'
                     '<c r="D4"><f>A4&amp;"x"</f><v>7</v></c></row>').encode()
    found = formulas_of(data)
    assert {w: [_text(a) for _, a in f.parts] for w, f in found.items()} == {
        (1, 2): ["A2:B2", "D1"], (3, 2): ["A4:B4", "D1"], (3, 3): []}


def test_texts_that_begin_like_formulas_without_end_hold_nothing_up() -> None:
    began = time.process_time()
    assert formulas_of((b"<f " + b"a" * 500) * 4000) == {}
    assert time.process_time() - began < 2


def test_a_reference_that_moves_off_the_sheet_is_left_out() -> None:
    assert parse("A1+B5", (-2, 0)) == Formula("other", (), (Area("", 2, 1, 2, 1),))


def test_formulas_of_a_file_are_read_with_its_values(tmp_path: Path) -> None:
    rows = ('<row r="1"><c r="A1" t="inlineStr"><is><t>Measure</t></is></c>'
            '<c r="B1" t="inlineStr"><is><t>Cost plan EUR</t></is></c></row>'
            + "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{name}</t></is></c><c r="B{n}">{cell}</c></row>'
                      for n, (name, cell) in enumerate([
                          ("Lift", "<v>100</v>"), ("Roof", "<v>50</v>"),
                          ("Building north", "<f>SUM(B2:B3)</f><v>150</v>"), ("Doors", "<v>30</v>")], 2)))
    path = write(tmp_path / "a.xlsx", parts({"Costs": sheet_xml(rows)}))
    batch = import_file(str(path), Wishes(), lambda fraction, text: None)
    assert names(batch) == ["Lift", "Roof", "Doors"]
    assert sums_of(batch) == {"one_time_cost.plan": 180_00}


def test_formulas_of_an_ods_are_the_same_in_other_signs(tmp_path: Path) -> None:
    def cell(value: float, formula: str) -> str:
        return f'<table:table-cell table:formula="{formula}" office:value-type="float" office:value="{value}"/>'
    table = ('<table:table table:name="A"><table:table-row>' + cell(3, "of:=SUM([.B1:.C1];[.$D$1])")
             + cell(4, "of:=[$'My Sheet'.B5]-[$Two.C2]") + "</table:table-row></table:table>")
    found = read_book(ods(tmp_path / "a.ods", table)).sheets[0].formulas
    assert {w: [_text(a) for _, a in f.parts] for w, f in found.items()} == {
        (0, 0): ["B1:C1", "D1"], (0, 1): ["My Sheet!B5", "Two!C2"]}


def test_a_row_that_sums_rows_above_it_is_a_total_whatever_it_is_called() -> None:
    batch = read(grid([["Measure", "Cost plan EUR", "Cost actual EUR"], ["Lift", 100.0, 90.0], ["Roof", 50.0, 10.0],
                       ["Building north", ("B2+B3", 150.0), ("C2+C3", 100.0)], ["Doors", 30.0, 30.0]]))
    assert names(batch) == ["Lift", "Roof", "Doors"]
    assert sums_of(batch) == {"one_time_cost.plan": 180_00, "one_time_cost.actual": 130_00}
    assert any("A4: the formulas there sum other rows" in m for m in loud(batch, "note"))


def test_a_row_that_sums_the_rows_below_it_is_their_heading() -> None:
    batch = read(grid([["Measure", "Cost plan EUR"], ["North", ("SUM(B3:B4)", 150.0)], ["Lift", 100.0], ["Roof", 50.0],
                       ["South", ("SUM(B6:B7)", 70.0)], ["Doors", 30.0], ["Windows", 40.0]]))
    assert names(batch) == ["Lift", "Roof", "Doors", "Windows"]
    assert {str(i.fields["name"]) for i in items(batch, "package")} == {"North", "South"}
    assert sums_of(batch) == {"one_time_cost.plan": 220_00}


def test_a_sum_that_leaves_out_a_row_is_said_and_the_row_counts() -> None:
    batch = read(grid([["Measure", "Cost plan EUR"], ["Lift", 100.0], ["Roof", 50.0], ["Doors", 30.0],
                       ["Building north", ("SUM(B2:B3)", 150.0)]]))
    assert sums_of(batch) == {"one_time_cost.plan": 180_00}
    assert any("150" in m and "180" in m for m in loud(batch, "warning"))


def test_a_record_whose_amounts_sum_others_is_kept_without_them() -> None:
    batch = read(grid([["ID", "Measure", "Owner", "Cost plan EUR"], ["P-1", "Lift", "Ann Lee", 100.0],
                       ["P-2", "Roof", "Bo Chen", 50.0], ["P-3", "Both of them", "Ann Lee", ("D2+D3", 150.0)]]))
    assert names(batch) == ["Lift", "Roof", "Both of them"]
    assert sums_of(batch) == {"one_time_cost.plan": 150_00}
    assert any("D4: formulas that sum other rows" in m for m in loud(batch, "note"))


def test_a_row_with_a_figure_of_its_own_is_no_total() -> None:
    batch = read(grid([["Measure", "Cost plan EUR", "Cost actual EUR"], ["Lift", 100.0, 90.0], ["Roof", 50.0, 10.0],
                       ["Reserve for both", ("B2+B3", 150.0), 5.0]]))
    assert names(batch) == ["Lift", "Roof", "Reserve for both"]
    assert sums_of(batch)["one_time_cost.plan"] == 300_00


def test_a_forecast_of_what_was_spent_and_what_is_left_is_no_total() -> None:
    batch = read(grid([["Measure", "Scenario", "2026-01 EUR cost", "2026-02 EUR cost"],
                       ["Lift", "Plan", 10.0, 20.0], ["Lift", "Actual", 5.0, 6.0],
                       ["Lift", "Forecast", ("C2+C3", 15.0), ("D2+D3", 26.0)]]))
    assert sums_of(batch) == {"one_time_cost.plan": 30_00, "one_time_cost.actual": 11_00,
                              "one_time_cost.forecast": 41_00}


def test_a_column_that_sums_others_of_its_row_is_checked_and_not_counted() -> None:
    batch = read(grid([["Measure", "Licences EUR cost", "Staff EUR cost", "Project EUR cost"],
                       ["Lift", 10.0, 20.0, ("SUM(B2:C2)", 30.0)], ["Roof", 1.0, 2.0, ("SUM(B3:C3)", 3.0)]]))
    assert sums_of(batch) == {"one_time_cost.plan": 33_00}


def test_months_that_grow_from_the_month_before_are_a_plan_and_no_sums() -> None:
    months: list[Cell] = ["2026-01 cost EUR", "2026-02 cost EUR", "2026-03 cost EUR", "2026-04 cost EUR"]
    rows: list[list[Cell]] = [["Measure", "Monthly cost EUR", *months]]
    rows += [[f"M{r}", 5.0, 10.0, (f"C{r}+B{r}", 15.0), (f"D{r}+B{r}", 20.0), (f"E{r}*1.1", 22.0)] for r in (2, 3)]
    found = series_of(read(grid(rows)))["M2"]
    assert sum(v for months_of in found.values() for m, v in months_of.items() if m != "undated") == 67_00


def test_a_column_that_is_the_difference_of_two_others_is_no_money_of_its_own() -> None:
    batch = read(grid([["Measure", "Cost plan EUR", "Cost actual EUR", "Cost to come EUR"],
                       ["Lift", 100.0, 90.0, ("B2-C2", 10.0)], ["Roof", 50.0, 10.0, ("B3-C3", 40.0)]]))
    assert sums_of(batch) == {"one_time_cost.plan": 150_00, "one_time_cost.actual": 100_00}


def test_of_an_amount_and_what_a_factor_makes_of_it_the_outcome_counts_and_the_other_reading_is_asked() -> None:
    rows: list[list[Cell]] = [["Measure", "Net cost EUR", "Gross cost EUR"], ["Lift", 100.0, ("B2*1.19", 119.0)],
                              ["Roof", 50.0, ("B3*1.19", 59.5)]]
    batch = read(grid(rows))
    assert sums_of(batch) == {"one_time_cost.plan": 178_50}
    question = next(i for i in batch.issues if "is computed from" in i.message)
    assert question.severity == "question"
    key, _, value = question.answer.partition("=")
    assert sums_of(read(grid(rows), answers={key: value})) == {"one_time_cost.plan": 150_00}


def test_what_is_done_of_a_budget_is_no_second_budget() -> None:
    batch = read(grid([["Measure", "Budget EUR cost", "% complete", "Cost of work done EUR"],
                       ["Lift", 100.0, 0.5, ("B2*C2", 50.0)], ["Roof", 50.0, 0.9, ("B3*C3", 45.0)],
                       ["Doors", 80.0, 1.0, ("B4*C4", 80.0)]]))
    assert sums_of(batch) == {"one_time_cost.plan": 230_00}


def test_a_tax_beside_the_amount_it_is_counted_from_counts_too() -> None:
    batch = read(grid([["Measure", "Net cost EUR", "Tax cost EUR"], ["Lift", 100.0, ("B2*0.2", 20.0)],
                       ["Roof", 50.0, ("B3*0.2", 10.0)]]))
    assert sums_of(batch) == {"one_time_cost.plan": 180_00}


def test_a_share_of_a_total_that_the_grand_total_holds_counts_and_the_total_in_other_money_does_not() -> None:
    batch = read(grid([["Measure", "Cost plan EUR"], ["Lift", 100.0], ["Roof", 50.0],
                       ["20 % of total", ("0.2*(B2+B3)", 30.0)], ["Total", ("SUM(B2:B4)", 180.0)],
                       ["In pounds", ("B5/B7", 150.0)], ["Rate of the pound", 1.2]]))
    assert sums_of(batch) == {"one_time_cost.plan": 180_00}
    assert names(batch) == ["Lift", "Roof", "20 % of total"]
    assert any("A7: formulas multiply other rows by this one" in m for m in loud(batch, "note"))


def test_a_fee_that_is_what_a_total_has_more_than_its_subtotal_counts() -> None:
    batch = read(grid([["Measure", "Cost plan EUR"], ["Lift", 100.0], ["Roof", 60.0],
                       ["Subtotal", ("SUM(B2:B3)", 160.0)], ["Fee", ("B6-B4", 24.0)], ["Total", ("1.15*B4", 184.0)]]))
    assert sums_of(batch) == {"one_time_cost.plan": 184_00} and names(batch) == ["Lift", "Roof", "Fee"]


def test_amounts_that_formulas_take_from_a_sheet_which_came_in_are_asked_about() -> None:
    tasks = grid([["Measure", "Cost plan EUR"], ["Dig", 100.0], ["Pour", 50.0], ["Paint", 20.0]], "Tasks")
    works = grid([["Measure", "Owner", "Cost plan EUR"], ["Ground works", "Ann Lee", ("Tasks!B2+Tasks!B3", 150.0)],
                  ["Finish works", "Bo Chen", ("Tasks!B4", 20.0)]], "Works")
    asked = [i for i in read(tasks, works).issues if "taken by formulas from Tasks" in i.message]
    assert [(i.severity, i.sheet, i.answer) for i in asked] == [("question", "Works", "sheet@Works=ignore")]


def test_a_sheet_all_of_whose_figures_come_from_one_that_was_read_counts_nothing_twice() -> None:
    tasks = grid([["Measure", "Cost plan k€"], ["Dig", 100.0], ["Pour", 50.0], ["Paint", 20.0]], "Tracker")
    sections = grid([["No.", "Section", "Site", "Remark", "Sum"],
                     [1.0, "Ground", "North", "by May", ("Tracker!B2+Tracker!B3", 150.0)],
                     [2.0, "Finish", "North", "by June", ("Tracker!B4", 20.0)],
                     [None, "Both", "North", "on the way", ("SUM(E2:E3)", 170.0)]], "Sections")
    tasks.formulas[1, 1], tasks.formula_count, sections.refers = parse("40+60"), 1, {"Tracker"}
    batch = read(sections, tasks)
    assert sums_of(batch) == {"one_time_cost.plan": 170_000_00} and names(batch) == ["Dig", "Pour", "Paint"]
    assert [s.role for s in batch.sheets] == ["rollup", "data"]


@pytest.mark.parametrize("formula", ["SUM(B$2:B{above})", "B{above}+B{top}"])
def test_a_column_in_which_every_row_sums_those_above_holds_nothing_up(formula: str) -> None:
    rows: list[list[Cell]] = [["Measure", "Cost plan EUR"], ["Start", 1.0], ["Next", 2.0]]
    rows += [[f"Step {n}", (formula.format(above=n - 1, top=n - 2), 3.0)] for n in range(4, 4000)]
    began = time.process_time()
    read(grid(rows))
    assert time.process_time() - began < 1.5


def test_a_second_sheet_full_of_formulas_is_looked_at_once() -> None:
    first = grid([["Measure", "Cost plan EUR"], ["Dig", 1.0], ["Pour", 2.0]], "Tracker")
    rows: list[list[Cell]] = [["Measure", *(f"Part {c} cost EUR" for c in "ABCDEFGH")]]
    rows += [[f"Task {n}", *([float(n)] * 7), (f"SUM(B{n}:H{n})", 7.0 * n)] for n in range(2, 1500)]
    began = time.process_time()
    read(first, grid(rows, "Tasks"))
    assert time.process_time() - began < 1.5
