"""Amounts in odd places and shapes: sums, rates, years without a number, second lists."""
from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from importers.base import Value
from tests.importers.grids import by_month, fields, names, of, read, said, sheet, undated


def test_a_second_list_right_below_the_first_has_amounts_of_its_own_columns() -> None:
    batch = read(sheet(
        "Budget", ["Items", "Budget", "Price", "Number", "Actual"], ["Haircuts", 12000, 30, 360, 10800],
        ["Colours", 4500, 60, 120, 7200], ["Sales", 1000, 50, 30, 1500], ["Item", "Budget", "Actual"],
        ["Wages", 10000, 6700], ["Cleaning", 600, 550], ["Rent", 450, 450]))
    assert (undated(batch), undated(batch, "actual")) == (28_550_00, 27_200_00)
    assert names(batch) == ["Haircuts", "Colours", "Sales", "Wages", "Cleaning", "Rent"]


def test_numbered_years_wait_for_the_first_one_to_be_said() -> None:
    rows: list[list[Value]] = [["Category", "Year1", "Year2", "Year3"], ["Staff", 100, 120, 140], ["Kit", 50, 30, 20]]
    batch = read(sheet("Budget", *rows))
    assert any(i.answer == "year=2026" for i in batch.issues) and not of(batch, "effect_line")
    batch = read(sheet("Budget", *rows), year="2027")
    assert [(i.series["plan"].first // 12, sum(v or 0 for v in i.series["plan"].values))
            for i in of(batch, "effect_line")] == [(2027, 360_00), (2027, 100_00)]


def test_the_same_day_of_month_after_month_heads_months() -> None:
    batch = read(sheet("Budget cost", ["Item", "2023-03-23", "2023-04-23", "2023-05-23"], ["Buying", 5, 6, 7],
                       ["Selling", 5, 5, 5]))
    assert by_month(batch) == {"plan": 33_00}


def test_two_columns_of_names_and_dates_are_a_list() -> None:
    batch = read(sheet("Tabelle1", ["Bezeichnung Arbeitspaket/ Meilenstein", "Datum"], ["Heft fertig", "Di 20.11.2018"],
                       ["Konzept fertig", "Mi 21.11.2018"], ["Abnahme", "Mo 26.11.2018"]))
    assert [(i.fields["name"], i.fields["finish"]) for i in of(batch, "measure")] == [
        ("Heft fertig", "2018-11-20"), ("Konzept fertig", "2018-11-21"), ("Abnahme", "2018-11-26")]


def test_a_list_of_people_is_no_list_of_measures() -> None:
    batch = read(sheet("Team", ["Name", "Role", "Location", "Start Date"], ["Ada", "Manager", "Bonn", "2025-05-01"],
                       ["Ben", "Tester", "Ulm", "2025-05-03"]))
    assert not of(batch, "measure") and "list of people" in said(batch)


def test_a_table_of_which_nothing_is_known_but_a_guessed_name_stays_out() -> None:
    batch = read(sheet("Minutes", ["DATE", "LOCATION", "Sequence"], ["Agenda of the day", "Online", "last"],
                       ["Welcome to everybody", "Online", "first"], ["Closing words", "Campus", "last"]))
    assert not of(batch, "measure")


def test_labels_of_the_sheet_above_a_list_are_no_table() -> None:
    batch = read(sheet("Tasks", ["Project name", "Bridge"], ["Project manager", "Ada"], ["Duration", "19 days"], [],
                       ["Outline number", "Name", "Start", "Finish"], ["1", "TASK A", "2022-11-04", "2022-11-08"],
                       ["2", "TASK B", "2022-11-09", "2022-11-14"]))
    assert names(batch) == ["TASK A", "TASK B"] and "was not read" not in said(batch)
    assert list(fields(batch).values())[:2] == ["code", "name"]


def test_the_last_figure_that_is_the_sum_of_all_above_it_is_a_total_in_any_words() -> None:
    batch = read(sheet("Costs", [None, "Mo", "Di", "Kosten"], ["Ada", 5, 6, 534.25], ["Ben", 6, 6, 562.5],
                       ["Cai", 6, 6, 562.5], ["Dee", 1, 0, 138.5], [],
                       ["Rate of the house, gessamt", None, None, 1797.75]))
    assert undated(batch) == 1797_75
    assert "taken for a total" in said(batch)


def test_a_total_of_hours_is_no_money() -> None:
    batch = read(sheet("WBS", ["Task", "Start Date", "Ada", "Ben", "Total"], ["Charter", "2024-05-02", 1, 3, 4],
                       ["Meeting", "2024-05-03", 1, 1, 2], ["Contract", "2024-05-06", 2, 5, 7]))
    assert not of(batch, "effect_line") and of(batch, "measure")[2].custom["Total"] == ("number", "7")


def test_what_the_grades_mean_below_a_log_is_no_entry_of_it() -> None:
    rows: list[list[Value]] = [[f"Event {n}", n, 2, 2 * n, "Delay", "Somebody else"] for n in range(1, 6)]
    batch = read(sheet("Risiken", ["Risiko", "Eintrittswahrscheinlichkeit", "Grad", "Summe", "Auswirkung", "Lösung"],
                       *rows, [], [], ["Risiko A", "21 bis 30"], ["Risiko B", "11 bis 20"], ["Risiko C", "0 bis 10"]))
    assert len(of(batch, "risk")) == 5 and "words below the log" in said(batch)


def test_people_are_the_names_of_a_list_of_what_they_cost() -> None:
    batch = read(sheet("Cash flow", ["Resource Name", "Jan 2025", "Feb 2025"], ["Project Manager", 3500, 1750],
                       ["Coordinator", 2500, 5250], ["Trainee", 0, 700]))
    assert names(batch) == ["Project Manager", "Coordinator", "Trainee"]


def test_a_total_and_its_parts_beside_it_are_counted_once_not_never() -> None:
    batch = read(sheet("Submission", ["No", "Partner", "Direct costs/€", "Indirect costs/€", "Total eligible costs/€"],
                       [1, "A", 1000, 250, 1250], [2, "B", 400, 100, 500], [3, "C", 80, 20, 100]))
    assert undated(batch) == 1850_00


def test_one_text_alone_among_the_rows_is_said() -> None:
    batch = read(sheet("Site", [None, "Page", "Status", "Owner"], ["Home"], ["Courses", "Medical", "Open", "Ada"],
                       [None, "Chips", "Done", "Ben"], [None, "Law", "Done", "Ben"]))
    assert "A2: words among or below the rows" in said(batch) or "Home" in str(batch.items)


def test_hours_under_a_heading_make_a_list_of_work_without_a_heading_over_its_names() -> None:
    batch = read(sheet("Pakete", [None, "Mitarbeiter", "Dauer SOLL", "Dauer IST"], ["Thema finden", 2, 5, 5],
                       ["Heft schreiben", 2, 2, 4], ["Abnahme halten", 4, 1, 2]))
    assert names(batch) == ["Thema finden", "Heft schreiben", "Abnahme halten"]


def test_a_copyright_line_is_no_entry() -> None:
    batch = read(sheet("Issue Register", ["Issue ID", "Description", "Impact", "Owner"], ["I-1", "Rain", "High", "Ada"],
                       ["I-2", "Wind", "Low", "Ben"], [], [None, "Copyright © 2000 Somebody Ltd"]))
    assert len(of(batch, "issue")) == 2


def test_scores_under_a_heading_called_budget_are_no_money_and_a_sheet_of_risks_is_a_log() -> None:
    batch = read(sheet("Risiken", ["Risikoanalyse", None, None, None, None, "Auswirkungen (1-5)", None, None],
                       ["RNr", "Cluster", "Titel", "Beschreibung", "Erstelldatum", "Zeit", "Budget", "Gesamt"],
                       [1, "Kern", "Wenig geübt", "Neu für alle", "2025-04-23", 4, 3, 4],
                       [2, "Kern", "Lücken", "Schwach", "2025-04-23", 2, 3, 3], merged=[(0, 0, 0, 4), (0, 5, 0, 7)]))
    assert len(of(batch, "risk")) == 2 and not of(batch, "effect_line")


def test_a_log_in_danish_is_a_log() -> None:
    batch = read(sheet("Risiko", ["ID", "Dato", "Årsag", "Hændelse", "Konsekvens", "Sandsynlighed værdi", "Handlinger"],
                       [1, "2024-11-14", "Uklart sprog", "Konflikt", "Forsinkelse", 2, "Mødes"],
                       [2, "2024-11-14", "Ny metode", "Fejl", "Mere arbejde", 3, "Prøve"]))
    assert [(i.fields["name"], i.fields["cause"]) for i in of(batch, "risk")] == [
        ("Konflikt", "Uklart sprog"), ("Fejl", "Ny metode")]


def test_days_without_a_year_over_crosses_are_a_calendar() -> None:
    days: list[Value] = [18.02, 25.02, 4.03, 11.03, 18.03, 25.03, 1.04]
    rows: list[list[Value]] = [[f"Step {n}", "Ada", *[None] * n, "X"] for n in range(6)]
    batch = read(sheet("Termine", [None, "Verantwortung", *days], *rows))
    assert names(batch, "activity") == [f"Step {n}" for n in range(6)] and not of(batch, "effect_line")


def test_thousands_of_rows_without_ids_are_searched_for_sums_at_once() -> None:
    rows: list[list[Value]] = [[f"Line {n}", 100 + n % 7, 50 + n % 11] for n in range(4000)]
    begun = time.process_time()
    batch = read(sheet("Costs", ["Item", "Budget", "Actual cost"], *rows, bold={(n, 0) for n in range(1, 4001, 5)}))
    assert len(of(batch, "measure")) + len(of(batch, "package")) >= 4000
    assert time.process_time() - begun < 4.0


def test_the_total_of_a_tree_is_the_sum_of_its_lowest_rows() -> None:
    rows: list[list[Value]] = [
        ["1", "Design", 300.0], ["1.1", "Draw", 100.0], ["1.2", "Check", 200.0],
        ["2", "Build", 700.0], ["2.1", "Dig", 300.0], ["2.2", "Pour", 400.0]]
    batch = read(sheet("WBS", ["WBS", "Task", "Cost (EUR)"], *rows, [None, "Total", 1000.0]))
    assert names(batch) == ["Draw", "Check", "Dig", "Pour"]
    assert "is printed as" not in said(batch)
    wrong = read(sheet("WBS", ["WBS", "Task", "Cost (EUR)"], *rows, [None, "Total", 1010.0]))
    assert "printed as 1010.00 EUR in C8, the 4 rows it sums add up to 1000.00 EUR" in said(wrong)


def test_an_index_of_costs_is_no_amount_and_does_not_hide_the_total() -> None:
    batch = read(sheet(
        "EVM", ["ID", "Task", "Cost ($)", "Actual Cost", "Cost Performance Index (CPI)", "Benefit/Cost Ratio"],
        [1, "Lay foundations", 18000, 18000, 1.0, 1.5], [2, "Build the frame", 34000, 36000, 0.94, 1.2],
        [3, "Close the roof", 10000, 12500, 0.8, 1.1], [None, "Planned value of the project", 62000, 66500, 0.93, 1.3]))
    assert (undated(batch), undated(batch, "actual")) == (62_000_00, 66_500_00)
    assert len(of(batch, "measure")) == 3


def _row(total: int, unit: str) -> list[list[Value]]:
    return [["Measure", f"Budget ({unit})"], ["Alpha", 1000], ["Beta", 2500], ["Gamma", 700], ["Total", total]]


def _column(total: int, unit: str) -> list[list[Value]]:
    head: list[Value] = ["Measure", *(f"{month} 2026 ({unit})" for month in ("Jan", "Feb")), f"Total 2026 ({unit})"]
    return [head, ["Alpha", 1200, 3000, total], ["Beta", 40, 50, 90], ["Gamma", 7, 8, 15]]


def _quarter(total: int, unit: str) -> list[list[Value]]:
    rows: list[list[Value]] = [["ID", "Measure", "Period", f"Saving plan ({unit})"]]
    months = [("Jan 2026", 1200), ("Feb 2026", 2000), ("Mar 2026", 1000), ("Q1 2026", total)]
    return rows + [[f"M-{n}", f"Measure {n}", when, amount] for n in (1, 2) for when, amount in months]


def _summary(total: int, unit: str) -> list[list[Value]]:
    return [["WBS", "Name", "Start", "Finish", f"Budget ({unit})"],
            ["1", "Works", "2026-01-05", "2026-02-27", total],
            ["1.1", "Ground", "2026-01-05", "2026-01-30", 1200], ["1.2", "Roof", "2026-02-02", "2026-02-27", 3000]]


@pytest.mark.parametrize("table", [_row, _column, _quarter, _summary])
@pytest.mark.parametrize("unit", ["JPY", "EUR", "kEUR", "BHD"])
def test_a_printed_total_one_unit_off_is_said_in_a_currency_of_any_decimals(
        table: Callable[[int, str], list[list[Value]]], unit: str) -> None:
    assert "add up to" not in said(read(sheet("Plan", *table(4200, unit))))
    assert "add up to" in said(read(sheet("Plan", *table(4201, unit))))


def test_a_total_rounded_to_the_unit_it_is_printed_in_is_right() -> None:
    batch = read(sheet("Plan", ["Measure", "Budget (EUR)"], ["Alpha", 10.2], ["Beta", 20.15], ["Total", 30]))
    assert [(t.printed, t.summed, t.right) for t in batch.printed] == [(30_00, 30_35, True)]


def test_a_unit_in_the_heading_of_the_names_is_that_of_the_figures_beside_them() -> None:
    """"Budget (k€)" over Hardware, Software: the figures came in as euros."""
    batch = read(sheet("Status", ["Budget (k€)", "Plan", "Actual to date", "Forecast"], ["Hardware", 420, 310.5, 415.5],
                       ["Software", 180, 60.25, 205], ["Total", 600, 370.75, 620.5]))
    assert [undated(batch, s) for s in ("plan", "actual", "forecast")] == [600_000_00, 370_750_00, 620_500_00]
    assert {i.fields["type"] for i in of(batch, "effect_line")} == {"one_time_cost"}
    own = read(sheet("Status", ["Item (k€)", "Plan (Mio. €)", "Forecast"], ["Racks", 0.4, 415.5], ["Paint", 0.2, 205]))
    assert undated(own) == 600_000_00
    numbers = read(sheet("Status", ["Rate (k€)", "Item", "Plan (EUR)"], [3, "Hardware", 420], [4, "Software", 180]))
    assert undated(numbers) == 600_00
