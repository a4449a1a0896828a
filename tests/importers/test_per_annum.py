"""Amounts "p.a." without a year: one undated amount that keeps its name; of a form it is said."""
from __future__ import annotations

from tests.importers.trackers import items, read, sheet

LIST = sheet([["ID", "Maßnahme", "Start", "Geschätzter Nutzen p.a. (EUR)"], ["B-1", "Tore", "2026-03-01", 400.0],
              ["B-2", "Licht", "2026-04-01", 30.0]])
FORM = sheet([["Projektsteckbrief"], ["Projektname:", "Neues Tor"], ["Projektleiter:", "Ida Berg"],
              ["Start:", "01.03.2026"], ["Geplantes Ende:", "30.11.2026"], ["Status:", "in Umsetzung"],
              ["Geschätzter Nutzen p.a.:", "400 €"], ["Beschreibung:", "Ersatz der alten Anlage"]], "Steckbrief")


def test_the_line_of_a_list_keeps_the_words_of_its_heading() -> None:
    line = items(read(LIST), "effect_line")[0]
    assert (line.fields["undated_plan"], line.fields["name"]) == (40_000, "Geschätzter Nutzen p.a.")


def test_a_form_says_at_the_answer_that_it_is_kept_without_months() -> None:
    batch = read(FORM)
    line, = items(batch, "effect_line")
    assert (line.fields["undated_plan"], line.fields["name"]) == (40_000, "Geschätzter Nutzen p.a.")
    said, = [i for i in batch.issues if "an amount a year without a year" in i.message]
    assert (said.severity, said.cell) == ("note", "B7") and said.message.startswith("B7 (Geschätzter Nutzen p.a.)")
