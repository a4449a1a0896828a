"""Flat lists, one row a measure: clean and messy, English and German, with the truth known."""
from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from app.core.batch import Link, Printed
from app.core.catalog import LEVELS
from importers.base import Value
from importers.meaning.table import Table
from tests.importers.trackers import german_text, items, loud, read, series_of, sheet, sums_of

D = dt.date
ENGLISH = ["ID", "Initiative", "Owner", "Sponsor", "Business unit", "Function", "Start date", "End date", "Status",
           "RAG",
           "Annual savings (kEUR)", "One-off cost (kEUR)", "Comments"]
GERMAN = ["Maßnahmen-Nr.", "Maßnahme", "Verantwortlich", "Sponsor", "Geschäftsbereich", "Funktion", "Beginn", "Ende",
          "Status",
          "Ampel", "Einsparung p.a. (TEUR)", "Einmalkosten (TEUR)", "Bemerkung"]
NAMES = ("Renegotiate steel", "Bündelung Fracht", "Retire mainframe", "Energie sparen", "Travel policy",
         "Leergut optimieren")
OWNERS = ("Anna Berg", "Müller, Eva", "Jan Kok", "Li Wei")


def truth(rng: random.Random, n: int) -> list[dict[str, Any]]:
    """Random measures with amounts of up to three decimals in thousands."""
    return [{"code": f"M-{k:03d}", "name": f"{rng.choice(NAMES)} {k}", "owner": rng.choice(OWNERS),
             "sponsor": rng.choice(OWNERS), "unit": rng.choice(("North", "Süd")),
             "function": rng.choice(("IT", "Einkauf")),
             "start": D(2025, rng.randint(1, 12), rng.randint(1, 28)), "days": rng.randint(10, 700),
             "status": rng.choice(("geplant", "in progress")), "light": rng.choice(("green", "amber", "red")),
             "benefit": rng.randint(0, 9_999_999), "cost": rng.randint(0, 9_999_999),
             "comment": rng.choice((None, "läuft gut"))} for k in range(n)]


def grid(measures: list[dict[str, Any]], german: bool) -> list[list[Any]]:
    light = {"green": "grün", "amber": "gelb", "red": "rot"} if german else {"green": "G", "amber": "A", "red": "R"}
    rows = []
    for m in measures:
        row = [m["code"], m["name"], m["owner"], m["sponsor"], m["unit"], m["function"], m["start"],
               m["start"] + dt.timedelta(days=m["days"]), m["status"], light[m["light"]],
               float(Decimal(m["benefit"]).scaleb(-3)), float(Decimal(m["cost"]).scaleb(-3)), m["comment"]]
        rows.append([german_number(v) if german else v for v in row])
    return rows


def german_number(value: Any) -> Any:
    if not isinstance(value, float):
        return german_text(value)
    text = format(Decimal(repr(value)), "f")
    whole, _, rest = text.partition(".")
    return f"{int(whole):,}".replace(",", ".") + f",{rest or '0'}"


@given(seed=st.integers(0, 2**31), german=st.booleans())
@settings(max_examples=25, deadline=None)
def test_a_flat_list_comes_in_field_by_field(seed: int, german: bool) -> None:
    note(f"seed {seed}")
    rng = random.Random(seed)
    measures = truth(rng, rng.randint(3, 15))
    rows = grid(measures, german)
    head = list(GERMAN if german else ENGLISH)
    order = list(range(len(head)))
    rng.shuffle(order)
    above = [["Tracker 2025"], []] if rng.random() < 0.5 else []
    batch = read(sheet([*above, [head[c] for c in order], *([r[c] for c in order] for r in rows)], "Liste"))
    assert not loud(batch)
    assert batch.currency == "EUR" and batch.shape == "flat list"
    found = {i.key: i for i in items(batch, "measure")}
    lines = series_of(batch)
    for m in measures:
        fields = found[m["code"]].fields
        assert fields["name"] == m["name"] and fields["owner"] == Link("person", m["owner"])
        assert fields["unit"] == Link("unit", f"business_unit:{m['unit']}")
        assert fields["function"] == Link("unit", f"function:{m['function']}")
        assert fields["start"] == m["start"].isoformat()
        assert fields["finish"] == (m["start"] + dt.timedelta(days=m["days"])).isoformat()
        assert (fields["status"], fields["light"]) == (m["status"], m["light"])
        assert lines[m["code"]]["recurring_benefit.plan"] == {"undated": m["benefit"] * 100}
        assert lines[m["code"]]["one_time_cost.plan"] == {"undated": m["cost"] * 100}
    assert [i.fields["text"] for i in items(batch, "note")] == [m["comment"] for m in measures if m["comment"]]


def test_headings_fill_the_levels_upward_and_every_parent_is_one_level_above() -> None:
    batch = read(sheet([
        ["Initiative", "Owner", "Start", "Savings p.a. (EUR)"], ["Program A", None, None, None],
        ["Project A1", None, None, None],
        ["Do x", "Eva", D(2025, 1, 1), 10.0], ["Do y", "Eva", D(2025, 1, 1), 20.0], ["Project A2", None, None, None],
        ["Do x", "Tom", D(2025, 1, 1), 5.0], ["Program B", None, None, None], ["Project B1", None, None, None],
        ["Do z", "Tom", D(2025, 1, 1), 7.0], ["Total", None, None, 42.0]],
        bold={(1, 0), (2, 0), (5, 0), (7, 0), (8, 0)}, fills={(1, 0): "DDDDDD", (7, 0): "DDDDDD"}))
    assert [i.key for i in items(batch, "measure")] == [
        "Program A/Project A1/Do x", "Program A/Project A1/Do y", "Program A/Project A2/Do x",
        "Program B/Project B1/Do z"]
    assert all(i.weak for i in items(batch, "measure"))
    assert {i.key: i.parent for i in items(batch, "package")} == {
        "Program A/Project A1": "Program A", "Program A/Project A2": "Program A", "Program B/Project B1": "Program B"}
    assert [i.key for i in items(batch, "project")] == ["Program A", "Program B"]
    assert not loud(batch)
    known = {(i.kind, i.key) for i in batch.items}
    for item in batch.items:
        if item.kind in LEVELS[1:]:
            assert item.parent_kind == LEVELS[LEVELS.index(item.kind) - 1] and (item.parent_kind, item.parent) in known


def test_without_any_level_there_is_one_chain_of_pass_through_nodes() -> None:
    batch = read(sheet([["ID", "Measure", "Owner"], ["A", "x", "Eva"], ["B", "y", "Tom"]]))
    nodes = [i for i in batch.items if i.kind in LEVELS[:5]]
    assert [(i.kind, i.key) for i in nodes] == [(level, "~" * (n + 1)) for n, level in enumerate(LEVELS[:5])]
    assert all(i.fields == {"name": "", "pass_through": True} for i in nodes)


def test_a_wrong_subtotal_is_said_with_both_figures_and_a_right_one_is_not() -> None:
    batch = read(sheet([
        ["ID", "Measure", "Owner", "Savings p.a. (kEUR)"], ["A", "x", "Eva", 120.5], ["B", "y", "Eva", 80.0],
        [None, "Subtotal North", None, 200.5], ["C", "z", "Tom", 300.0], [None, "Subtotal South", None, 310.0],
        [None, "Grand total", None, 500.5]], "T"))
    assert [i.cell for i in batch.issues if i.severity == "warning"] == ["D6"]
    assert "310 kEUR" in loud(batch)[0] and "300 kEUR" in loud(batch)[0]
    assert Printed("T!D6", "Subtotal South", 31000000, 30000000, 2, False) in batch.printed and len(batch.printed) == 3
    assert sums_of(batch) == {"recurring_benefit.plan": 50050000}


def test_codes_and_words_in_date_and_money_columns_are_kept_beside_an_empty_value() -> None:
    batch = read(sheet([["ID", "Measure", "Start", "End", "Plan cost (EUR)"], ["A", "x", D(2025, 1, 1), "tbd", 5.0],
                        ["B", "y", "after go-live", D(2025, 2, 1), "INV-9"],
                        ["C", "z", D(2025, 1, 1), D(2025, 2, 1), 1.0]]))
    first, second, _ = items(batch, "measure")
    assert "finish" not in first.fields and first.custom == {"End (text)": ("text", "tbd")}
    assert second.custom == {"Start (text)": ("text", "after go-live"), "Plan cost (EUR) (text)": ("text", "INV-9")}
    assert {i.cell for i in batch.issues if i.severity in ("warning", "note")} == {"D2", "C3", "E3"}
    assert sums_of(batch) == {"one_time_cost.plan": 600}


def test_error_cells_and_uncalculated_formulas_are_never_zero() -> None:
    batch = read(sheet([["ID", "Measure", "Owner", "Savings p.a. (EUR)"], ["A", "x", "Eva", None],
                        ["B", "y", "Eva", None],
                        ["C", "z", "Eva", 3.0], ["D", "u", "Eva", None]],
                       errors={(1, 3): "#N/A", (2, 3): "#N/A"}, unvalued={(4, 3)}))
    assert {k: v for k, v in series_of(batch).items() if v} == {"C": {"recurring_benefit.plan": {"undated": 300}}}
    assert [i.cell for i in batch.issues if i.severity == "error"] == ["D2"]
    assert "D2:D3" in loud(batch, "error")[0] and any("D5" in m for m in loud(batch, "warning"))


def test_day_first_is_asked_when_nothing_in_the_file_proves_it_and_the_answer_settles_it() -> None:
    rows = [["ID", "Measure", "Start"], ["A", "x", "03/04/2025"], ["B", "y", "05/06/2025"]]
    batch = read(sheet(rows))
    question = next(i for i in batch.issues if i.severity == "question")
    assert question.cell == "C2" and question.answer == "date_order=mdy"
    assert [i.fields["start"] for i in items(batch, "measure")] == ["2025-04-03", "2025-06-05"]
    settled = read(sheet(rows), answers={"date_order": "mdy"})
    assert [i.fields["start"] for i in items(settled, "measure")] == ["2025-03-04", "2025-05-06"]
    assert not loud(settled, "question")


def test_another_column_of_the_file_can_prove_the_day_and_the_decimal_mark() -> None:
    batch = read(sheet([["ID", "Measure", "Start", "End", "Savings p.a. (EUR)", "One-off cost (EUR)"],
                        ["A", "x", "03/04/2025", "14/05/2025", "1.234", "5,50"]]))
    assert items(batch, "measure")[0].fields["start"] == "2025-04-03"
    assert sums_of(batch) == {"recurring_benefit.plan": 123400, "one_time_cost.plan": 550}
    assert not loud(batch, "question", "warning")


def test_of_an_unproven_decimal_mark_the_other_reading_is_offered_for_each_mark_there_is() -> None:
    rows = [["ID", "Measure", "Savings p.a. (EUR)"], ["A", "x", "1,234"], ["B", "y", "2,500"], ["C", "z", "3.750"]]
    batch = read(sheet(rows))
    asked = [(i.answer, i.places, i.message) for i in batch.issues if i.severity == "question"]
    assert [(answer, places) for answer, places, _ in asked] == [("decimal=comma", 2), ("decimal=point", 1)]
    assert "“1,234” was read as thousands, the comma may be a decimal mark" in asked[0][2]
    assert sums_of(batch) == {"recurring_benefit.plan": 748400}
    assert sums_of(read(sheet(rows), answers={"decimal": "comma"})) == {"recurring_benefit.plan": 375373}


def test_an_unproven_decimal_mark_is_asked() -> None:
    rows = [["ID", "Measure", "Savings p.a. (EUR)"], ["A", "x", "1.234"], ["B", "y", "2.500"]]
    batch = read(sheet(rows))
    assert [i.answer for i in batch.issues if i.severity == "question"] == ["decimal=point"]
    assert sums_of(batch) == {"recurring_benefit.plan": 373400}
    assert sums_of(read(sheet(rows), answers={"decimal": "point"})) == {"recurring_benefit.plan": 373}


def test_a_benefit_without_month_or_year_is_asked_and_twelve_fold_when_monthly() -> None:
    rows = [["ID", "Measure", "Benefit (EUR)"], ["A", "x", 10.0]]
    batch = read(sheet(rows))
    assert [i.answer for i in batch.issues if i.severity == "question"] == ["per=month"]
    assert sums_of(batch) == {"recurring_benefit.plan": 1000}
    assert sums_of(read(sheet(rows), answers={"per": "month"})) == {"recurring_benefit.plan": 12000}


def test_costs_that_do_not_say_whether_they_recur_are_asked_once() -> None:
    rows = [["ID", "Project name", "Budget (GBP m)", "Actual", "Forecast"], ["1", "Apollo", 1.25, 0.5, 1.3],
            ["2", "Zeus", 2.0, None, 2.0]]
    batch = read(sheet(rows))
    assert sums_of(batch) == {"one_time_cost.plan": 325000000, "one_time_cost.actual": 50000000,
                              "one_time_cost.forecast": 330000000}
    assert sorted(i.answer for i in batch.issues if i.severity == "question") == [
        "effect_type=recurring_cost", "unit=own"]
    other = read(sheet(rows), answers={"effect_type": "recurring_cost", "unit": "own"})
    assert sums_of(other)["recurring_cost.actual"] == 50


def test_totals_and_parts_beside_each_other_are_counted_once() -> None:
    rows = [["ID", "Project name", "Budget 2024-25 ($)", "Budget 2025-26 ($)", "Total budget ($)", "davon CAPEX ($)"],
            ["A", "Park", 100.0, 50.0, 150.0, 40.0], ["B", "Road", 20.0, None, 20.0, 5.0]]
    batch = read(sheet(rows))
    assert sums_of(batch) == {"one_time_cost.plan": 17000}
    assert items(batch, "measure")[0].custom["davon CAPEX ($)"] == ("money", 4000)
    rows[1][4] = 170.0
    assert [i.cell for i in read(sheet(rows)).issues if i.severity == "warning"] == ["E2"]


def test_several_owners_are_one_owner_and_a_note() -> None:
    batch = read(sheet([["ID", "Measure", "Owner"], ["A", "x", "Eva Lang / Tom Hall"], ["B", "y", "Müller, Eva"],
                        ["C", "z", "n/a"]]))
    assert [i.fields.get("owner") for i in items(batch, "measure")] == [Link("person", "Eva Lang"),
                                                                        Link("person", "Müller, Eva"), None]
    assert [i.key for i in items(batch, "person")] == ["Eva Lang", "Müller, Eva"]
    assert any("Tom Hall" in i.message and i.cell == "C2" for i in batch.issues)


def test_an_id_used_twice_keeps_both_rows_and_an_exact_copy_is_left_out() -> None:
    head = ["ID", "Measure", "Savings p.a. (EUR)"]
    batch = read(sheet([head, ["A", "x", 1.0], ["A", "other", 2.0], ["A", "x", 1.0]]))
    assert [i.key for i in items(batch, "measure")] == ["A", "A#2"]
    assert sums_of(batch) == {"recurring_benefit.plan": 300}
    assert len(loud(batch)) == 2 and batch.sheets[0].row_kinds[4] == "rejected"


def test_milestone_dates_become_activities_and_predecessors_dependencies() -> None:
    batch = read(sheet([["ID", "Measure", "End", "M1", "Steering review", "Predecessors"],
                        ["A", "x", D(2025, 9, 1), D(2025, 3, 1), None, None],
                        ["B", "y", D(2025, 9, 2), None, D(2025, 4, 1), "A"],
                        ["C", "z", D(2025, 9, 3), None, None, "A; B"]]))
    assert [(i.key, i.fields["start"], i.fields["finish"]) for i in items(batch, "activity")] == [
        ("A/M1", "2025-03-01", "2025-03-01")]
    assert items(batch, "measure")[1].custom == {"Steering review": ("date", "2025-04-01")}
    assert [(i.fields["predecessor"].key, i.fields["successor"].key, i.fields["type"]) for i in
            items(batch, "dependency")] == [
        ("A", "B", "FS"), ("A", "C", "FS"), ("B", "C", "FS")]


def test_blocks_filled_in_their_first_row_hold_for_the_rows_below() -> None:
    batch = read(sheet([["Programm", "Projekt", "Maßnahme", "Wer", "Potenzial p.a. in T€"],
                        ["Einkauf", "Stahl", "Vertrag", "Eva", 120.0],
                        [None, None, "Ausschreibung", "Tom", 80.5], [None, "Energie", "Strom", "Eva", 10.0],
                        ["IT", "Cloud", "Server", "Kai", -5.0]], merged=[(1, 0, 3, 0)]))
    assert [i.key for i in items(batch, "measure")] == [
        "Einkauf/Stahl/Vertrag", "Einkauf/Stahl/Ausschreibung", "Einkauf/Energie/Strom", "IT/Cloud/Server"]
    assert sums_of(batch) == {"recurring_benefit.plan": 20550000}


def test_rows_become_activities_of_the_lowest_level_on_wish() -> None:
    batch = read(sheet([["Phase", "Task", "Assignee", "Start", "Due", "% done", "Predecessors", "Priority"],
                        ["Design", "a", "Al", "2025-01-01", "2025-02-01", 50.0, None, "1"],
                        ["Design", "b", "Bo", "2025-01-01", "2025-02-01", 0.0, "1", "2"],
                        ["Build", "c", "Bo", "2025-03-01", "2025-04-01", 0.0, "b", "2"]]), leaf="activity")
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Design", "Build"]
    assert [(i.key, i.fields["percent"], i.custom["Priority"][1]) for i in items(batch, "activity")] == [
        ("Design/a", 5000, "1"), ("Design/b", 0, "2"), ("Build/c", 0, "2")]
    assert [i.key for i in items(batch, "dependency")] == ["Design/a>Design/b", "Design/b>Build/c"]


def test_a_currency_column_gives_each_row_its_currency_and_unit() -> None:
    batch = read(sheet([["ID", "Measure", "Einsparung p.a.", "Währung"], ["A", "x", 1.5, "kEUR"],
                        ["B", "y", 2.0, "USD"], ["C", "z", 300.0, "JPY"]]))
    lines = {i.parent: i.fields for i in items(batch, "effect_line")}
    assert [(lines[k]["currency"], lines[k]["scale"], lines[k]["undated_plan"]) for k in "ABC"] == [
        ("EUR", 2, 150000), ("USD", 2, 200), ("JPY", 0, 300)]


def test_a_heading_that_prints_the_sum_of_its_rows_is_checked_and_stays_a_heading() -> None:
    rows = [["ID", "Measure", "Owner", "Savings p.a. (EUR)"], [None, "North", None, 3.0], ["A", "x", "Eva", 1.0],
            ["B", "y", "Eva", 2.0], [None, "South", None, 4.0], ["C", "z", "Tom", 4.0]]
    bold = {(1, 1), (4, 1)}
    batch = read(sheet(rows, bold=bold))
    assert [i.key for i in items(batch, "package")] == ["North", "South"] and not loud(batch)
    assert sums_of(batch) == {"recurring_benefit.plan": 700} and len(batch.printed) == 2
    rows[4][3] = 9.0
    wrong = read(sheet(rows, bold=bold))
    assert [i.cell for i in wrong.issues if i.severity == "warning"] == ["D5"]
    assert sums_of(wrong) == {"recurring_benefit.plan": 700}


def test_figures_that_name_no_currency_are_said_to_be_taken_for_the_portfolios() -> None:
    rows = [["ID", "Measure", "Saving p.a.", "One-off cost"], ["A-1", "Steel", 100, 7], ["A-2", "Freight", 50, 3]]
    said = [m for m in loud(read(sheet(rows), currency="CHF"), "note") if "currency" in m]
    assert said == ["note Sheet1!C1 C1:D1 name no currency; taken for CHF, the currency of this portfolio."]
    for head, cell, currency in (("Saving p.a. (EUR)", 100, "CHF"), ("Saving p.a.", "CHF 100", "CHF"),
                                 ("Saving p.a.", 100, "")):
        rows = [["ID", "Measure", head], ["A-1", "Steel", cell], ["A-2", "Freight", cell]]
        assert not [m for m in loud(read(sheet(rows), currency=currency), "note") if "no currency" in m]


def test_a_currency_that_stands_in_the_cells_only_is_the_currency_of_the_file() -> None:
    rows = [["ID", "Measure", "Saving p.a.", "One-off cost"], ["A-1", "Steel", "£1,200", 7],
            ["A-2", "Freight", "£50", 30], ["A-3", "Scrap", "£10", None]]
    for own in ("", "EUR"):
        batch = read(sheet(rows), currency=own)
        assert batch.currency == "GBP" and loud(batch) == []
        lines = items(batch, "effect_line")
        assert {i.fields.get("currency") for i in lines if i.fields["type"] == "recurring_benefit"} == {"GBP"}
        assert sums_of(batch)["recurring_benefit.plan"] == 126_000


def test_progress_beyond_its_end_comes_in_and_is_said() -> None:
    rows = [["ID", "Measure", "Progress"], ["A-1", "Steel", "150%"], ["A-2", "Freight", "40%"], ["A-3", "Scrap", "-5%"]]
    batch = read(sheet(rows))
    assert [i.fields.get("progress") for i in items(batch, "measure")] == [15_000, 4_000, -500]
    assert [m for m in loud(batch) if "100 %" in m] == [
        "warning Sheet1!C2 C2, C4 (Progress): progress below 0 % or above 100 %; it came in as it is."]


@pytest.mark.parametrize("months", [["2026-01", "2026-01", "2026-03", "2026-02"],
                                    [202601, 202601, 202603, 202602], ["Jan 2026", "Jan 2026", "Mrz 2026", "Feb 2026"],
                                    [dt.date(2026, 1, 9), dt.date(2026, 1, 31), dt.date(2026, 3, 1),
                                     dt.date(2026, 2, 28)]])
def test_rows_that_are_months_become_one_line_of_their_measure(months: list[Value]) -> None:
    """A ledger: postings of one month are added up, months are months and not further lines."""
    batch = read(sheet([["Project ID", "Project", "Posting period", "Actual cost (EUR)"],
                        ["P1", "Alpha", months[0], 100.0], ["P1", "Alpha", months[1], 50.5],
                        ["P1", "Alpha", months[2], 7.0], ["P2", "Beta", months[3], 9.0]], "Spend"))
    assert [i.key for i in items(batch, "measure")] == ["P1", "P2"]
    assert [(i.parent, i.series["actual"].first, i.series["actual"].values) for i in items(batch, "effect_line")] == [
        ("P1", 24312, [15050, None, 700]), ("P2", 24313, [900])]
    assert any("added up" in i.message for i in batch.issues)


def test_a_month_beside_measures_that_stand_once_dates_no_amount() -> None:
    batch = read(sheet([["ID", "Measure", "Month", "Savings p.a. (EUR)"], ["1", "a", "2026-01", 5.0],
                        ["2", "b", "2026-02", 6.0]]))
    assert len(items(batch, "measure")) == 2 and all(not i.series for i in items(batch, "effect_line"))


def test_a_cost_with_a_minus_is_said_unless_it_was_booked() -> None:
    rows = [["ID", "Measure", "One-off cost plan", "One-off cost actual"], ["A-1", "Steel", -100, -20],
            ["A-2", "Freight", 50, 10], ["A-3", "Scrap", -10, 5]]
    said = [m for m in loud(read(sheet(rows))) if "below zero" in m]
    assert said == ["warning Sheet1!C2 C2, C4 (One-off cost plan): a cost below zero counts as income. Costs are "
                    "written without a minus."]


def test_booked_costs_with_a_minus_are_named_once_by_their_cells() -> None:
    rows = [["ID", "Measure", "One-off cost plan", "Running cost plan", "One-off cost actual"],
            ["A-1", "Steel", -100, 5, 20], ["A-2", "Freight", 50, -5, -1250.75], ["A-3", "Scrap", 10, 5, 5]]
    said = [(i.severity, i.message) for i in read(sheet(rows)).issues if "minus" in i.message]
    assert said == [("warning", "C2, D3 (One-off cost plan, Running cost plan): a cost below zero counts as income. "
                                "Costs are written without a minus."),
                    ("note", "E3 (One-off cost actual): a minus before booked costs is read as money that came back; "
                             "it lowers what was spent.")]


def test_a_time_of_day_is_said_of_dates_that_fit_a_field_and_of_those_that_do_not() -> None:
    rows = [["ID", "Measure", "Start", "Last seen by the board"],
            ["A-1", "Steel", dt.datetime(2026, 1, 5, 8, 30), dt.datetime(2026, 1, 5, 9)],
            ["A-2", "Freight", D(2026, 2, 2), D(2026, 2, 2)], ["A-3", "Scrap", D(2026, 2, 3), D(2026, 2, 3)]]
    said = [m for m in loud(read(sheet(rows)), "note") if "time of day" in m]
    assert [m.split(":")[0].removeprefix("note Sheet1!") for m in said] == [
        "C2 C2 (Start)", "D2 D2 (Last seen by the board)"]


def test_columns_are_gone_through_as_often_for_many_rows_as_for_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The level of every row was looked up in a column gathered anew: 4,000 measures took five seconds."""
    def passes(measures: int) -> int:
        rows: list[list[Value]] = [["Program", "Measure", "Scenario", "2026-01", "2026-02"], ["Total"]]
        rows += [[f"P{i % 7}", f"M {i}", said, 10, 20] for i in range(measures) for said in ("Plan", "Actual")]
        gone: list[int] = []

        def cells(table: Table, index: int, real: Any = Table.cells) -> Any:
            gone.append(index)
            return real(table, index)
        with monkeypatch.context() as patch:
            patch.setattr(Table, "cells", cells)
            assert len(items(read(sheet(rows)), "measure")) == measures
        return len(gone)
    assert passes(20) == passes(60)
