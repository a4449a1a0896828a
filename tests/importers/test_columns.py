"""What each column is taken for: words of two languages, near hits, and what the values say."""
from __future__ import annotations

import datetime as dt

import pytest

from tests.importers.trackers import items, read, sheet

D = dt.date
ROW = {"date": [D(2025, 1, 1), D(2025, 6, 30)], "text": ["alpha beta", "gamma"], "people": ["Eva Lang", "Tom Hall"],
       "number": [1.0, 2.5], "percent": ["10 %", "100 %"], "light": ["Green", "Red"], "unit": ["North", "South"]}


def fields(*columns: tuple[str, str]) -> dict[str, tuple[str, float]]:
    head = ["Measure ID", "Measure", *(h for h, _ in columns)]
    rows = [[f"M-{n}", f"Thing {n}", *(ROW[k][n] for _, k in columns)] for n in (0, 1)]
    reading = read(sheet([head, *rows])).sheets[0]
    return {c.header: (c.field, c.confidence) for c in reading.columns}


@pytest.mark.parametrize(("header", "kind", "field"), [
    ("Owner", "people", "owner"), ("Project Manager", "people", "owner"), ("Verantwortliche(r)", "people", "owner"),
    ("Projektleitung", "people", "owner"), ("Zuständig", "people", "owner"), ("Executive Sponsor", "people", "sponsor"),
    ("Auftraggeber", "people", "sponsor"), ("Finance partner", "people", "controller"), ("Division", "unit", "unit"),
    ("Geschäftsbereich", "unit", "unit"), ("Legal entity", "unit", "entity"), ("Gesellschaft", "unit", "entity"),
    ("Category", "unit", "function"), ("Abteilung", "unit", "function"), ("Lenkungskreis", "unit", "committee"),
    ("Teilprojekt", "unit", "workstream"), ("Start date", "date", "start"), ("Umsetzungsbeginn", "date", "start"),
    ("Due Date", "date", "finish"), ("bis wann", "date", "finish"), ("Soll-Ende", "date", "plan_finish"),
    ("Ist-Beginn", "date", "actual_start"), ("Project status", "text", "status"),
    ("Bearbeitungsstand", "text", "status"),
    ("RAG rating", "light", "light"), ("Ampel", "light", "light"), ("Härtegrad", "text", "stage"),
    ("DoI", "text", "stage"),
    ("% complete", "percent", "progress"), ("Fertigstellungsgrad", "percent", "progress"),
    ("Priorität", "text", "priority"),
    ("Programme", "unit", "program"), ("Maßnahmenpaket", "unit", "package"), ("Handlungsfeld", "unit", "parent"),
    ("Depends on", "text", "predecessors"), ("Vorgänger", "text", "predecessors"), ("Bemerkungen", "text", "comment"),
    ("Kurzbeschreibung", "text", "description"), ("Go-live", "date", "finish"),
    ("Savings p.a. (kEUR)", "number", "recurring_benefit.plan"),
    ("Einmalkosten Ist", "number", "one_time_cost.actual"), ("Laufende Kosten", "number", "recurring_cost.plan"),
    ("Forecast benefit", "number", "recurring_benefit.forecast"), ("Shoe size", "number", "custom"),
])
def test_a_header_of_either_language_finds_its_field(header: str, kind: str, field: str) -> None:
    found, confidence = fields((header, kind))[header]
    assert found == field
    assert confidence >= 0.7 or field == "custom"


def test_a_typing_error_is_a_near_hit_with_less_confidence() -> None:
    found = fields(("Verantwortlcher", "people"), ("Stauts", "text"))
    assert found["Verantwortlcher"][0] == "owner" and found["Verantwortlcher"][1] < 0.9
    assert found["Stauts"][0] == "status"


def test_values_outweigh_words() -> None:
    found = fields(("Start", "text"), ("Owner", "number"), ("Plan", "text"))
    assert found["Start"][0] != "start" and found["Owner"][0] != "owner" and "." not in found["Plan"][0]


def test_a_status_of_colours_is_kept_with_its_words() -> None:
    batch = read(sheet([["ID", "Measure", "RAG"], ["A", "x", "Amber/Red"], ["B", "y", "G"]]))
    assert [(i.fields["light"], i.fields["status"]) for i in items(batch, "measure")] == [
        ("amber", "Amber/Red"), ("green", "G")]


def test_a_light_can_be_a_fill_only() -> None:
    batch = read(sheet([["ID", "Measure", "Owner", "Ampel"], ["A", "x", "Eva", None], ["B", "y", "Tom", None]],
                       fills={(1, 3): "FF0000", (2, 3): "00B050"}))
    assert [i.fields["light"] for i in items(batch, "measure")] == ["red", "green"]
    assert any("colour only" in i.message for i in batch.issues)


def test_unknown_columns_are_kept_with_the_type_of_their_values() -> None:
    batch = read(sheet([["ID", "Measure", "Ticket price (EUR)", "Headcount", "ROI %", "Inspected", "Colour of door"],
                        ["A", "x", "1.234,50", 3.0, "28.00%", D(2025, 2, 1), "blue"],
                        ["B", "y", "2,00", 4.5, None, None, None]]))
    first, second = items(batch, "measure")
    assert first.custom == {"Ticket price (EUR)": ("money", 123450), "Headcount": ("number", "3"),
                            "ROI %": ("percent", 2800),
                            "Inspected": ("date", "2025-02-01"), "Colour of door": ("text", "blue")}
    assert second.custom == {"Ticket price (EUR)": ("money", 200), "Headcount": ("number", "4.5")}


def test_a_level_id_beside_its_level_is_that_levels_code() -> None:
    batch = read(sheet([["Program ID", "Program", "Measure ID", "Measure", "Owner"],
                        ["PG1", "Purchasing", "A", "x", "Eva"],
                        ["PG1", "Purchasing", "B", "y", "Tom"]]))
    assert [(i.key, i.fields["code"], i.fields["name"]) for i in items(batch, "program")] == [
        ("PG1", "PG1", "Purchasing")]
    assert [i.key for i in items(batch, "measure")] == ["A", "B"]


def test_a_list_of_single_tasks_with_how_far_they_are_is_read() -> None:
    batch = read(sheet([["Einzelvorgänge", "Fertigstellung in %", "Bemerkung"], ["Teig ansetzen", 1.0, "früh"],
                        ["Ofen heizen", 0.5, None]], "11.11.2026"))
    assert [(i.fields["name"], i.fields["progress"]) for i in items(batch, "measure")] == [
        ("Teig ansetzen", 10000), ("Ofen heizen", 5000)]
