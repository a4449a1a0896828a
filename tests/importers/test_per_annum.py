"""Amounts "p.a." without a year: in lists and in forms one undated amount that keeps its name, and is said to be so."""
from __future__ import annotations

from importers.base import Sheet
from tests.importers.trackers import items, read, sheet

LIST = sheet([["ID", "Maßnahme", "Start", "Geschätzter Nutzen p.a. (EUR)"], ["B-1", "Tore", "2026-03-01", 400.0],
              ["B-2", "Licht", "2026-04-01", 30.0]])
FORM = sheet([["Projektsteckbrief"], ["Projektname:", "Neues Tor"], ["Projektleiter:", "Ida Berg"],
              ["Start:", "01.03.2026"], ["Geplantes Ende:", "30.11.2026"], ["Status:", "in Umsetzung"],
              ["Geschätzter Nutzen p.a.:", "400 €"], ["Beschreibung:", "Ersatz der alten Anlage"]], "Steckbrief")


def check(source: Sheet, cell: str) -> None:
    batch = read(source)
    line = items(batch, "effect_line")[0]
    assert (line.fields["undated_plan"], line.fields["name"]) == (40_000, "Geschätzter Nutzen p.a.")
    said, = [i for i in batch.issues if "an amount a year without a year" in i.message]
    assert (said.severity, said.cell) == ("note", cell)


def test_a_list_says_that_an_amount_a_year_is_kept_without_months() -> None:
    check(LIST, "D1")


def test_a_form_says_so_at_the_answer_itself() -> None:
    check(FORM, "B7")
