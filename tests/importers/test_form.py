"""Forms and returns: a form that describes one project is one measure; in a return the project table gives the
measures and the blocks under their names the figures."""
from __future__ import annotations

import datetime as dt

import pytest

from app.core.batch import Batch
from importers.base import Sheet, Value
from importers.layouts.forms.answers import answers
from importers.meaning.sheets.forms import is_form
from tests.importers.trackers import items, loud, read, sheet, sums_of

D = dt.date


def profile_form(name: str = "Werk Nord") -> Sheet:
    return sheet([["Projektsteckbrief"], [],
                  ["1", "Projektname:", name], ["2", "Verantwortlich:", None, "Ann Lee"],
                  ["3", "Beginn:", D(2026, 1, 5)], ["4", "Ende:", D(2026, 9, 30)],
                  ["5", "Status:", "< Bitte auswählen >"], ["6", "Budget (EUR):", "120.000,50"],
                  ["7", "Hinweise zum Ausfüllen: alles in Euro"], ["8", "Ampel:", "gelb"]], name)


def test_a_form_that_describes_one_project_is_one_measure() -> None:
    batch = read(profile_form())
    measure, = items(batch, "measure")
    assert (measure.fields["name"], measure.fields["start"], measure.fields["finish"], measure.fields["light"]) == (
        "Werk Nord", "2026-01-05", "2026-09-30", "amber")
    assert "status" not in measure.fields or measure.fields["status"] != "< Bitte auswählen >"
    assert sum(sums_of(batch).values()) == 12_000_050
    assert not loud(batch) and batch.sheets[0].layout == "form"


def test_messages_and_items_of_a_form_name_the_cell_of_the_answer() -> None:
    batch = read(profile_form())
    assert [(i.cell, i.message[:7]) for i in batch.issues if i.severity == "question"] == [("C8", "C8 hold")]
    assert items(batch, "measure")[0].at == "Werk Nord!C3" and items(batch, "effect_line")[0].at == "Werk Nord!C8"


def test_forms_of_one_shape_are_a_measure_a_sheet() -> None:
    batch = read(profile_form("Werk Nord"), profile_form("Werk Süd"))
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Werk Nord", "Werk Süd"]


def test_a_label_with_its_part_and_hints_between_is_understood() -> None:
    found = answers(sheet([["A4", "Contact (project manager):", "Name", "Ann"],
                           ["A5", "Place?", "Select from the list", "Swindon"], ["A6", "Empty?", "< Select >"]]))
    assert [(a.label, a.value, a.at) for a in found] == [
        ("Contact (project manager)", "Name", (0, 2)), ("Place", "Swindon", (1, 3))] or [
        (a.label, a.value) for a in found][1] == ("Place", "Swindon")


def halves(series: tuple[str, str]) -> list[list[Value]]:
    return [["Funding (£s)", "Financial Year 2024/25", None, None, "Financial Year 2025/26", None, None, "Grand total"],
            [None, "H1 (Apr-Sep)", "H2 (Oct-Mar)", "Total", "H1 (Apr-Sep)", "H2 (Oct-Mar)", "Total"],
            [None, series[0], series[0], None, series[1], series[1], None]]


def a_return(*more: list[Value]) -> tuple[Sheet, Sheet]:
    progress = sheet([["SECTION A: Progress"], ["Guidance note: one line a project"], [],
                      ["Project name", "Start date", "Completion date", "Delivery status", "Delivery (RAG)",
                       "Spend (RAG)"],
                      ["Bus lane", D(2024, 4, 1), D(2026, 3, 31), "On track", 2.0, 5.0],
                      ["Library", D(2024, 6, 1), D(2025, 3, 31), "Late", 4.0, 1.0],
                      [None, None, None, "< Select >", "< Select >", "< Select >"]], "Progress")
    rows: list[list[Value]] = [["SECTION B: Funding"], ["Guidance note: pounds"]]
    for n, (name, scale) in enumerate((("Bus lane", 1.0), ("Library", 10.0), ("", 0.0)), 1):
        rows += [[f"Project {n}: {name}"], *halves(("Actual", "Forecast"))]
        rows += [["Grant CDEL", 6 * scale, 12 * scale, 18 * scale, 1 * scale, 2 * scale, 3 * scale, 21 * scale],
                 ["How much of the grant is committed?", None, None, 0.0, 1 * scale, 1 * scale, 2 * scale, 2 * scale],
                 ["Total grant", 6 * scale, 12 * scale, 18 * scale, 1 * scale, 2 * scale, 3 * scale, 21 * scale], []]
    return progress, sheet([*rows, *more], "Funding")


def funding(batch: Batch, name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    key = next(i.key for i in items(batch, "measure") if i.fields["name"] == name)
    for line in items(batch, "effect_line"):
        if line.parent == key:
            for series, run in line.series.items():
                found[series] = found.get(series, 0) + sum(v for v in run.values if v is not None)
    return found


def test_a_return_gives_its_projects_and_the_figures_under_their_names() -> None:
    batch = read(*a_return())
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Bus lane", "Library"]
    assert funding(batch, "Bus lane") == {"actual": 1800, "forecast": 300}
    assert funding(batch, "Library") == {"actual": 18000, "forecast": 3000}
    assert {i.fields["currency"] for i in items(batch, "effect_line")} == {"GBP"}
    assert not loud(batch)
    assert any("committed" in i.message and "not counted" in i.message for i in batch.issues)


def test_half_years_are_spread_evenly_and_can_stay_without_months() -> None:
    line = next(i for i in items(read(*a_return()), "effect_line") if i.fields["name"] == "Grant CDEL")
    assert line.series["actual"].first == 2024 * 12 + 3 and line.series["actual"].values == [100] * 6 + [200] * 6
    line = next(i for i in items(read(*a_return(), answers={"spread": "undated"}), "effect_line"))
    assert not line.series and (line.fields["undated_actual"], line.fields["undated_forecast"]) == (1800, 300)


def test_lights_as_numbers_are_asked_about_and_keep_their_numbers() -> None:
    batch = read(*a_return())
    bus, library = items(batch, "measure")
    assert (bus.fields["light"], library.fields["light"]) == ("amber", "amber")
    assert bus.custom["Delivery (RAG)"] == ("number", "2") and bus.custom["Spend (RAG)"] == ("number", "5")
    assert any(i.answer.startswith("light_scale") for i in batch.issues)


def test_a_total_that_is_wrong_is_named_by_address_and_the_rows_count() -> None:
    progress, found = a_return()
    at = next(n for n, row in enumerate(found.rows) if row and row[0] == "Total grant")
    found.rows[at][2] = 13.0
    batch = read(progress, found)
    assert funding(batch, "Bus lane") == {"actual": 1800, "forecast": 300}
    assert [f"C{at + 1}" in text for text in loud(batch, "warning")] == [True]


def test_figures_of_a_project_the_return_does_not_list_are_an_error_with_their_address() -> None:
    progress, found = a_return()
    found.rows = [[v.replace("Library", "Museum") if isinstance(v, str) else v for v in row] for row in found.rows]
    progress.rows[5][0] = "Library"
    errors = loud(read(progress, found), "error")
    assert any("Museum" in text and "is no measure of this file" in text for text in errors)


@pytest.mark.parametrize("unit", ["Indicator", "Trees planted"])
def test_blocks_without_a_unit_of_money_are_no_effect_lines(unit: str) -> None:
    progress, found = a_return()
    found.rows = [[v.replace("Funding (£s)", unit) if isinstance(v, str) else v for v in row] for row in found.rows]
    assert not items(read(progress, found), "effect_line")


def test_a_list_of_measures_is_no_form() -> None:
    assert not is_form(sheet([["ID", "Name", "Owner"], *[[n, f"Measure {n}", "Ann"] for n in range(9)]]))


def test_a_word_among_the_figures_of_a_return_is_named_and_two_rows_called_alike_both_count() -> None:
    progress, found = a_return()
    at = next(n for n, row in enumerate(found.rows) if row and row[0] == "Grant CDEL")
    found.rows[at + 1:at + 1] = [["Other", 1.0], ["Other", 2.0, "see mail"]]
    found.rows[at + 4][1:4] = [9.0, 12.0, 21.0]             # the printed total counts them
    found.rows[at + 4][7] = 24.0
    batch = read(progress, found)
    assert funding(batch, "Bus lane") == {"actual": 1800 + 300, "forecast": 300}
    assert [f"C{at + 3}" in text for text in loud(batch, "warning")] == [True]


def test_what_a_total_leaves_out_is_said_even_where_the_next_total_is_nothing() -> None:
    progress, found = a_return()
    at = next(n for n, row in enumerate(found.rows) if row and row[0] == "Total grant")
    found.rows.insert(at + 1, ["Total of other grants", 0.0, 0.0])
    said = [i.message for i in read(progress, found).issues if "not counted" in i.message]
    assert len(said) == 2                                  # of both projects
