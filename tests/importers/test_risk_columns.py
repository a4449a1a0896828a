"""Columns of logs told by more than their heading: money by its unit, what an entry belongs to by the ids it holds.

Requirements: import of risk and RAID logs (layout 6 of the legacy spreadsheets).
"""
from __future__ import annotations

from collections.abc import Iterable

import pytest

from app.core.batch import Batch, Item
from app.core.change import Change
from app.core.intake.plan import plan
from app.core.intake.words import Words
from app.core.log_status import is_settled
from app.core.portfolio import Portfolio
from importers.base import Book, Value, Wishes
from importers.meaning.words import is_placeholder
from importers.read import understand
from tests.importers.trackers import items, read, sheet

LIST = sheet([["ID", "Maßnahme", "Verantwortlich", "Start", "Nutzen p.a. (EUR)"],
              ["V-11", "Tore dämmen", "Ida", "01.02.2026", 900.0],
              ["V-12", "Licht tauschen", "Ole", "01.03.2026", 70.0],
              ["V-13", "Pumpen regeln", "Ida", "01.05.2026", 40.0]], "Liste")


class _Nothing:
    """A journal without entries."""

    def written(self, uid: str) -> list[tuple[str, str, list[Change]]]:
        return []

    def touched(self, tx: Iterable[str]) -> set[str]:
        return set()


def risks(head: list[Value], *rows: list[Value]) -> list[Item]:
    return items(read(sheet([head, *rows], "Risiken"), LIST), "risk")


@pytest.mark.parametrize("heading", ["Auswirkung (k€)", "Impact in kEUR", "Tragweite [T€]"])
def test_an_impact_with_a_unit_of_money_is_the_money_at_stake(heading: str) -> None:
    found = risks(["Risiko-ID", "Risiko", "Wahrscheinlichkeit", heading],
                  ["R1", "Frost", "hoch", 12.5], ["R2", "Streik", "mittel", "tbd"], ["R3", "Preis", "gering", 4.0])
    assert [r.fields.get("money") for r in found] == [1_250_000, None, 400_000]
    assert all("impact" not in r.fields for r in found)


def test_a_step_of_a_scale_stays_an_impact_beside_the_impact_in_money() -> None:
    found = risks(["Risiko-ID", "Risiko", "Auswirkung", "Auswirkung (EUR)"], ["R1", "Frost", 3.0, 12.0],
                  ["R2", "Streik", 2.0, 5.0])
    assert [(r.fields["impact"], r.fields["money"]) for r in found] == [("3", 1200), ("2", 500)]


def test_an_exposure_in_money_beside_a_score_is_the_money_at_stake() -> None:
    """It was taken for a second score and came in nowhere, without a word."""
    found = risks(["Risk ID", "Risk", "P (1-5)", "I (1-5)", "Score", "Exposure (EUR)"],
                  ["R1", "Frost", 2.0, 5.0, 10.0, 12000.5], ["R2", "Strike", 4.0, 4.0, 16.0, "350.000"],
                  ["R3", "Price", "high", "medium", None, "ca. 80k"])
    assert [r.fields.get("money") for r in found[:2]] == [1_200_050, 35_000_000]
    assert [r.fields.get("probability") for r in found] == ["2", "4", "high"]


def test_a_second_score_that_is_no_product_is_kept_and_one_in_money_gives_way_to_the_impact() -> None:
    found = risks(["Risk ID", "Risk", "P", "I", "Score", "Risk factor"], ["R1", "Frost", 2.0, 5.0, 10.0, 3.0],
                  ["R2", "Strike", 4.0, 4.0, 16.0, 7.0])
    assert [[v for _, v in r.custom.values()] for r in found] == [["3"], ["7"]]
    found = risks(["Risk ID", "Risk", "Probability", "Exposure (EUR)", "Impact (EUR)"],
                  ["R1", "Frost", 0.5, 6.0, 12.0], ["R2", "Strike", 0.1, 1.0, 10.0])
    assert [(r.fields["money"], *[v for _, v in r.custom.values()]) for r in found] == [(1200, 600), (1000, 100)]


def test_words_that_stand_for_nothing_are_named_where_they_are_left_out() -> None:
    batch = read(sheet([["Risiko-ID", "Risiko", "Auswirkung", "Gegenmaßnahme", "Verantwortlich", "Status"],
                        ["R1", "Frost", "tbd", "n/a", "?", "offen"], ["R2", "Streik", "hoch", "-", "Ida", "offen"]],
                       "Risiken"), LIST)
    said = {i.cell: i.message for i in batch.issues if i.sheet == "Risiken"}
    assert "“tbd”" in said["C2"] and "“n/a”" in said["D2"] and "“?”" in said["E2"] and "D3" not in said


@pytest.mark.parametrize("heading", ["Maßnahme-ID", "Bezug", "V-Nr.", "ID Maßnahme", "Maßnahme"])
def test_a_column_of_codes_that_another_sheet_lists_says_what_an_entry_belongs_to(heading: str) -> None:
    found = risks(["Risiko-ID", heading, "Risiko", "Gegenmaßnahme"], ["R1", "V-12", "Frost", "heizen"],
                  ["R2", "V-11", "Streik", "reden"], ["R3", "V-13", "Preis", "kaufen"], ["R4", "V-99", "Rest", None])
    assert [r.parent for r in found[:3]] == ["V-12", "V-11", "V-13"]
    assert [r.fields.get("response") for r in found] == ["heizen", "reden", "kaufen", None]
    assert not any(r.custom for r in found[:3])


def test_a_column_of_names_that_another_sheet_lists_does_so_too() -> None:
    found = risks(["Risiko-ID", "Maßnahme", "Risiko", "Gegenmaßnahme"], ["R1", "Licht tauschen", "Frost", "heizen"],
                  ["R2", "Tore dämmen", "Streik", "reden"])
    assert [(r.parent, r.fields["response"]) for r in found] == [("V-12", "heizen"), ("V-11", "reden")]


def test_a_code_that_nothing_has_is_said_where_an_empty_project_is_made_for_it() -> None:
    batch = read(sheet([["Risiko-ID", "Bezug", "Risiko", "Gegenmaßnahme"], ["R1", "V-12", "Frost", "heizen"],
                        ["R2", "V-11", "Streik", "reden"], ["R3", "V-13", "Preis", "kaufen"],
                        ["R4", "V-99", "Rest", None]], "Risiken"), LIST)
    made = plan(Portfolio("00000000-0000-4000-8000-000000000001"), batch, _Nothing(), today="2026-03-01")
    said = [i for i in made.issues if "listed nowhere" in i.message]
    assert [(i.sheet, i.cell) for i in said] == [("Risiken", "A5")] and "V-99" in said[0].message
    assert "V-12" not in said[0].message and made.created["project"] == 1 + sum(
        not i.stand_in and not i.fields.get("pass_through") for i in items(batch, "project"))


def test_steps_of_a_scale_listed_elsewhere_are_no_owners_of_entries() -> None:
    scale = sheet([["ID", "Stufe", "Bedeutung"], ["A", "hoch", "schlimm"], ["B", "tief", "egal"]], "Skala")
    batch = read(sheet([["Risiko-ID", "Risiko", "Gegenmaßnahme", "Klasse"], ["R1", "Frost", "heizen", "A"],
                        ["R2", "Streik", "reden", "B"]], "Risiken"), LIST, scale)
    assert [r.custom for r in items(batch, "risk")] == [{"Klasse": ("text", "A")}, {"Klasse": ("text", "B")}]


def answered(**answers: str) -> Batch:
    book = Book("log.xlsx", "xlsx", [sheet([["Risiko-ID", "Wo", "Risiko", "Auswirkung", "Gegenmaßnahme"],
                                            ["R1", "Tore dämmen", "Frost", 5.0, "heizen"],
                                            ["R2", "Licht tauschen", "Streik", 7.0, "reden"]], "Risiken"), LIST])
    return understand(book, Wishes(answers={f"column.{k}": v for k, v in answers.items()}),
                      lambda fraction, text: None)


def test_what_a_person_says_of_a_column_holds_for_a_log_as_well() -> None:
    found = items(answered(Wo="parent", Gegenmaßnahme="ignore", Auswirkung="custom"), "risk")
    assert [(r.parent, r.fields["name"]) for r in found] == [("V-11", "Frost"), ("V-12", "Streik")]
    assert not any("response" in r.fields for r in found)
    assert [r.custom for r in found] == [{"Auswirkung": ("number", "5")}, {"Auswirkung": ("number", "7")}]


def test_an_answer_about_somebody_the_file_does_not_name_is_said() -> None:
    batch = understand(Book("log.xlsx", "xlsx", [LIST]), Wishes(answers={"person.Idda": "Ole", "person.Ida": "Ole"}),
                       lambda fraction, text: None)
    assert [i.message for i in batch.issues if "person." in i.message] == [
        "The answer “person.Idda=Ole” is about nobody: no owner of log.xlsx is called so. It was not used."]


def test_a_status_of_which_nobody_knows_whether_the_entry_is_settled_is_said() -> None:
    batch = read(sheet([["Risiko-ID", "Risiko", "Gegenmaßnahme", "Status"], ["R1", "Frost", "heizen", "geschlossen"],
                        ["R2", "Streik", "reden", "in Arbeit"], ["R3", "Preis", "kaufen", "blubb"],
                        ["R4", "Brand", "löschen", "erledigt (3/26)"]], "Risiken"), LIST)
    assert [i.cell for i in batch.issues if "does not say whether" in i.message] == ["D4"]
    assert [is_settled(r.fields["status"]) for r in items(batch, "risk")] == [True, False, False, True]


@pytest.mark.parametrize("head", ["Verantw.", "Verantw", "Verantwortl.", "Verantwortliche/r"])
def test_a_shortened_word_for_the_owner_heads_the_owner(head: str) -> None:
    batch = read(sheet([["Nr.", "Risiko", "Wahrscheinlichkeit", "Auswirkung", head, "Status"],
                        ["R-1", "Lieferant", 3, 4, "Ida Roth", "offen"],
                        ["R-2", "Personal", 2, 2, "Ole Berg", "offen"]]))
    assert [i.fields["owner"].key for i in items(batch, "risk")] == ["Ida Roth", "Ole Berg"]


def test_a_week_is_a_date_of_a_log_and_a_day_without_a_year_is_asked_for() -> None:
    log = sheet([["Nr.", "Risiko", "Wahrscheinlichkeit", "Auswirkung", "Termin", "Status"],
                 ["R-1", "Lieferant", 3, 4, "KW 48/2026", "offen"], ["R-2", "Personal", 2, 2, "31.12.", "offen"],
                 ["R-3", "Daten", 1, 2, "erledigt", "gestrichen"]])
    batch = read(log)
    assert [i.fields.get("due") for i in items(batch, "risk")] == ["2026-11-27", None, None]
    assert [(i.severity, i.message, i.answer) for i in batch.issues if i.cell == "E3"] == [
        ("question", "“31.12.” in E3 (Termin) is no date as long as no year is said; the date is left empty, the text "
                     "is kept beside it.", "year=2026")]
    told = read(log, answers={"year": "2026"})
    assert [i.fields.get("due") for i in items(told, "risk")] == ["2026-11-27", "2026-12-31", None]
    assert is_settled("gestrichen")


def test_an_error_value_in_german_stands_for_nothing() -> None:
    assert is_placeholder("#NV") and is_placeholder("#N/A") and not is_placeholder("NV-1")


def test_a_heading_that_ends_in_a_point_ends_its_sentence_with_that_one() -> None:
    words = Words(Portfolio("00000000-0000-4000-8000-000000000001"), _Nothing())
    words.new_column("a" * 32, "Verantw.")
    assert words.columns() == "1 column fits no field and is kept as a field of its own: Verantw."
