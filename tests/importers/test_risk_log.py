"""Logs of risks, issues, assumptions, decisions: entries exact, hung on what they name, again without a change, undone.

Requirements: import of risk and RAID logs (layout 6 of the legacy spreadsheets).
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.batch import Batch, Item
from app.session import Session, create_file, open_session
from importers.base import Book, Value, Wishes
from importers.preview import window
from importers.read import understand
from tests.importers.trackers import items, loud, read, sheet
from tests.session_fixtures import profile

__all__ = ["profile"]
D = dt.date
ENGLISH: list[Value] = ["Risk ID", "Risk title", "Description", "Probability", "Impact", "Score", "Mitigation plan",
                        "Risk owner", "Date raised", "Due date", "Status", "Project ID", "Category"]
GERMAN: list[Value] = ["Nr.", "Risiko", "Ursache", "Eintrittswahrscheinlichkeit", "Tragweite", "Risikowert",
                       "Gegenmaßnahme", "Verantwortlich", "Fällig am", "Status", "Projekt", "Schadenshöhe (TEUR)",
                       "Bemerkung"]
MEASURES = sheet([["Measure ID", "Measure", "Owner", "Start", "Savings p.a. (EUR)"],
                  ["M-01", "Plant North", "Eva", D(2026, 1, 1), 100.0],
                  ["M-02", "Werk Süd", "Tom", D(2026, 2, 1), 200.0]], "Measures")


def english(*rows: list[Value]) -> list[list[Value]]:
    return [ENGLISH, *(rows or (
        ["R-1", "Late supplier", "Only one source", 3.0, 4.0, 12.0, "Second source", "Eva Klein", D(2026, 1, 5),
         D(2026, 4, 1), "Open", "M-01", "Supply"],
        ["R-2", "Strike", None, 2.0, 5.0, 10.0, None, "Tom Bach", D(2026, 1, 9), "tbd", "Closed", "M-02", "People"]))]


def only(batch: Batch, kind: str, key: str) -> Item:
    return next(i for i in items(batch, kind) if i.key == key)


@pytest.fixture
def session(tmp_path: Path, profile: Path) -> Iterator[Session]:
    create_file(tmp_path / "a.trimtab")
    opened = open_session(tmp_path / "a.trimtab")
    yield opened
    opened.close()


def test_every_cell_of_a_risk_is_a_field_or_a_field_of_its_own() -> None:
    batch = read(sheet(english(), "Risk log"), MEASURES)
    risk = only(batch, "risk", "R-1")
    assert risk.fields | {"owner": risk.fields["owner"].key} == {
        "code": "R-1", "name": "Late supplier", "description": "Only one source", "probability": "3", "impact": "4",
        "response": "Second source", "owner": "Eva Klein", "due": "2026-04-01", "status": "Open"}
    assert risk.custom == {"Category": ("text", "Supply"), "Date raised": ("date", "2026-01-05")}
    assert (risk.parent_kind, risk.parent, risk.at) == ("measure", "M-01", "Risk log!A2")
    assert only(batch, "risk", "R-2").custom["Due date (text)"] == ("text", "tbd")
    assert not loud(batch)


def test_a_german_log_under_titles_with_issues_below_it_is_read_table_by_table() -> None:
    batch = read(sheet([
        ["Risikoregister Programm Nord"], ["Stand: 01.02.2026"], [], GERMAN,
        ["R-01", "Lieferverzug", "Ein Lieferant", 3.0, 4.0, 12.0, "Zweitlieferant", "Eva Klein", "13.04.2026", "offen",
         "M-01", 120.0, "im Lenkungskreis besprochen"],
        ["R-02", "Streik", None, 2.0, 4.0, 9.0, None, "Tom Groß", "tbd", "geschlossen", "Werk Süd", "hoch", None],
        [], ["Probleme"],
        ["Nr.", "Problem", "Beschreibung", "Seit", "Verantwortlich", "Status", "Projekt", "Verzug (Tage)"],
        ["1", "Kran defekt", "steht", "03.02.2026", "Eva Klein", "offen", "M-01", 5.0]], "RAID"), MEASURES)
    risk, issue = only(batch, "risk", "R-01"), only(batch, "issue", "1")
    assert (risk.fields["cause"], risk.fields["money"], risk.fields["due"], risk.fields["status"]) == (
        "Ein Lieferant", 12_000_000, "2026-04-13", "offen")
    assert (issue.fields["since"], issue.fields["delay_days"], issue.parent) == ("2026-02-03", 5, "M-01")
    assert only(batch, "risk", "R-02").parent == "M-02"                    # by its name
    assert only(batch, "risk", "R-02").custom["Schadenshöhe (TEUR) (text)"] == ("text", "hoch")
    assert any("“hoch” in L6" in i.message and i.cell == "L6" for i in batch.issues)
    assert [n.fields["text"] for n in items(batch, "note")] == ["im Lenkungskreis besprochen"]
    assert [s.name for s in batch.sheets] == ["RAID", "Measures"]
    kinds = batch.sheets[0].row_kinds
    assert [kinds[r] for r in (1, 4, 5, 7, 8, 9, 10)] == ["title", "header", "data", "blank", "title", "header", "data"]
    assert loud(batch) == ["warning RAID!F6 F6 (Risikowert): not the product of probability and impact beside it."]


def test_a_column_of_types_tells_what_each_entry_is_and_recorded_decisions_become_notes() -> None:
    kinds = ["Risk", "Issue", "Assumption", "Dependency", "Decision", "Action"]
    batch = read(sheet([["RAID ID", "Type", "Title", "Owner", "Due date", "Status"],
                        *([str(n), k, f"Entry {n}", "Eva", D(2026, 3, n), "Open"] for n, k in enumerate(kinds, 1))],
                       "RAID log"))
    assert [(i.kind, i.key) for i in batch.items if i.kind in ("risk", "issue", "assumption", "note")] == [
        ("risk", "1"), ("issue", "2"), ("assumption", "3"), ("assumption", "4"), ("note", "5"), ("note", "6")]
    assert only(batch, "assumption", "4").fields["type"] == "dependency"
    assert only(batch, "note", "5").fields["text"].splitlines() == [
        "Decision 5: Entry 5", "Owner: Eva", "Due: 2026-03-05", "Status: Open"]
    said = {i.cell: i.message for i in batch.issues if "came in as a note" in i.message}
    assert list(said) == ["A6", "A7"] and "decision" in said["A6"] and "action" in said["A7"]


def test_two_logs_beside_each_other_are_two_tables_and_addresses_stay_right() -> None:
    batch = read(sheet([["Risk ID", "Risk", "Likelihood", "Impact", "Owner", None, "Issue ID", "Issue", "Status"],
                        ["R1", "a", "High", "Low", "Eva", None, "I1", "b", "Open"],
                        ["R2", "c", "High", "Low", "Eva"]], "Log"))
    assert [(i.key, i.at) for i in batch.items if i.kind in ("risk", "issue")] == [
        ("R1", "Log!A2"), ("R2", "Log!A3"), ("I1", "Log!G2")]
    assert only(batch, "issue", "I1").fields["status"] == "Open" and len(batch.sheets) == 1


def test_an_id_used_by_two_tables_for_two_things_gives_two_entries() -> None:
    rows = ["No.", "Risk name", "Impact", "Likelihood", "Mitigation"]
    batch = read(sheet([["Project 1:", "North"], rows, ["1", "Strike", "2", "3", "x"], [], ["Project 2:", "South"],
                        rows, ["1", "Flood", "2", "3", "x"]], "Risks"))
    assert [(i.key, i.parent_kind, i.parent) for i in items(batch, "risk")] == [
        ("1", "project", "North"), ("South/1", "project", "South")]


def test_words_for_a_score_are_kept_and_numbers_are_checked_for_each_pair() -> None:
    head: list[Value] = ["Risk ID", "Risk", "Inherent probability", "Inherent impact", "Inherent score",
                         "Residual probability", "Residual impact", "Residual score"]
    batch = read(sheet([head, ["R1", "a", 3.0, 4.0, 12.0, 1.0, 4.0, 5.0]], "Risks"))
    assert len(loud(batch)) == 1 and "H2" in loud(batch)[0]
    assert only(batch, "risk", "R1").fields["probability"] == "3"
    assert only(batch, "risk", "R1").custom["Residual impact"][1] == "4"
    batch = read(sheet([["Risk ID", "Risk", "Probability", "Impact", "Score"], ["R1", "a", "High", "Low", 3.0]]))
    assert only(batch, "risk", "R1").custom["Score"] == ("number", "3")


def test_rows_with_only_a_number_and_lists_of_choices_below_are_no_entries() -> None:
    batch = read(sheet([*english(), ["R-3"], ["R-4"], [], [None, "Categories", "Levels"], [None, "Supply", "High"],
                        [None, "People", "Low"]], "Risks"))
    assert len(items(batch, "risk")) == 2
    assert batch.sheets[0].counts()["placeholder"] == 2
    assert any("A7:A9" in i.message for i in batch.issues)


def test_a_list_of_measures_with_a_risk_column_stays_one() -> None:
    batch = read(sheet([["Measure ID", "Measure", "Owner", "Status", "Risk", "Savings p.a. (EUR)"],
                        ["M1", "a", "Eva", "Open", "High", 5.0], ["M2", "b", "Tom", "Open", "Low", 6.0]], "Measures"))
    assert len(items(batch, "measure")) == 2 and not items(batch, "risk")


def test_tiles_above_and_a_sum_below_a_register_are_no_entries() -> None:
    batch = read(sheet([
        ["RISK REGISTER"], ["Document owner:", "PMO", None, "Version:", "1.2"],
        ["Open risks", 5.0, None, "High", 2.0], [],
        ["#", "Description of risk", "Likelihood (1-5)", "Impact (1-5)", "Rating", "RAG", "Response", "Action owner",
         "Target date", "Probability %"],
        [1.0, "Vendor fails", 3.0, 5.0, 15.0, "Red", "Mitigate", "J. Doe", D(2025, 5, 1), 0.4],
        [2.0, "Staff leave", 2.0, 2.0, 4.0, "Green", "Accept", "J. Doe", None, 0.1],
        ["Total", None, None, None, 19.0]], "Register"))
    first = only(batch, "risk", "1")
    assert (first.fields["name"], first.fields["due"], first.custom["RAG"]) == (
        "Vendor fails", "2025-05-01", ("text", "Red"))
    assert len(items(batch, "risk")) == 2 and batch.sheets[0].header_row == 5 and not loud(batch)


def test_a_list_of_actions_without_a_log_beside_it_is_one_of_measures() -> None:
    rows: list[list[Value]] = [["Action ID", "Action", "Owner", "Due date", "Status"],
                               ["A1", "Buy", "Eva", D(2026, 1, 1), "Open"],
                               ["A2", "Sell", "Tom", D(2026, 2, 1), "Open"]]
    assert len(items(read(sheet(rows, "Actions")), "measure")) == 2
    beside = read(sheet(rows, "Actions"), sheet(english(), "Risk log"), MEASURES)
    assert len(items(beside, "note")) == 2 and len(items(beside, "measure")) == 2


def test_entries_that_name_nothing_hang_together_and_are_said() -> None:
    batch = read(sheet([ENGLISH[:5], ["R-1", "a", None, 1.0, 2.0]], "Risks"), name="Risks of May.xlsx")
    assert only(batch, "risk", "R-1").parent == "Risks of May"
    hung = "1 of the entries does not say what it belongs to and hangs on project"
    assert any(hung in i.message for i in batch.issues)


def test_the_preview_shows_a_sheet_of_several_tables_as_one() -> None:
    book = Book("t.xlsx", "xlsx", [sheet([*english(), [], ["Issues"], ["Issue ID", "Issue", "Owner", "Status"],
                                          ["I-1", "x", "Eva", "Open"]], "RAID")])
    shown = window(book, understand(book, Wishes(), lambda fraction, text: None), "RAID")
    assert [r["kind"] for r in shown["rows"]] == ["header", "data", "data", "blank", "title", "header", "data"]
    assert {c["header"]: c["field"] for c in shown["columns"]}["Mitigation plan"] == "response"


def test_an_entry_with_the_day_it_was_closed_and_no_status_is_closed() -> None:
    batch = read(sheet([["Issue ID", "Issue", "Severity", "Date opened", "Date closed", "Issue owner"],
                        ["I-1", "Crane late", "High", D(2026, 1, 1), D(2026, 2, 1), "Eva"],
                        ["I-2", "Pipe leaks", "Low", D(2026, 1, 5), None, "Tom"]], "Issues"))
    assert [i.fields.get("status") for i in items(batch, "issue")] == ["Closed", None]


def test_a_log_alone_finds_the_measures_of_the_portfolio_again_changes_nothing_and_is_undone(session: Session) -> None:
    session.import_batch(read(MEASURES, name="measures.xlsx"))
    before = dict(session.present.records)
    batch = read(sheet(english(), "Risk log"), name="risks.xlsx")
    made = session.import_batch(batch)
    assert made.created == {"risk": 2, "person": 2}
    risks = {r.code: r for r in session.present.of_kind("risk")}
    parents = {code: session.present.records[r.parent].code for code, r in risks.items()}
    assert parents == {"R-1": "M-01", "R-2": "M-02"}
    again = session.import_batch(read(sheet(english(), "Risk log"), name="risks.xlsx"))
    assert (again.created, again.changed, again.changes) == ({}, {}, [])
    session.undo()
    live = {uid for uid in session.present.records if session.present.live(uid)}
    assert live == {uid for uid in before if session.present.live(uid)}
    assert not session.present.of_kind("risk")
