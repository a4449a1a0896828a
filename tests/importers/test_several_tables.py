"""Tables of different sorts on one sheet, below or beside each other: each is read as what it is, or named."""
from __future__ import annotations

import datetime as dt
from itertools import zip_longest

import pytest

from app.core.batch import Batch
from importers.base import Sheet, Value
from tests.importers.grids import by_month, names, of, read, sheet, undated

D = dt.date
Rows = list[list[Value]]
WORKS: Rows = [["Initiative", "Owner", "Start", "Go-live", "Benefit 2027 (EUR)", "One-off cost (EUR)"],
               ["Quay wall", "Ada Lind", D(2026, 2, 1), D(2026, 6, 30), 100.0, 40.5],
               ["Tram depot", "Ben Moor", D(2026, 3, 1), D(2026, 9, 30), 250.25, 10.0],
               ["Lock gate", "Ada Lind", D(2026, 4, 1), D(2026, 12, 31), 75.0, 5.0]]
ISSUES: Rows = [["Issue", "Initiative", "Owner", "Raised", "Severity"],
                ["No piles", "Quay wall", "Ada Lind", D(2026, 9, 1), "High"],
                ["No rails", "Tram depot", "Ben Moor", D(2026, 8, 1), "Low"]]
VORHABEN: Rows = [["Projekt", "Verantwortlich", "Start", "Ende", "Budget (€)"],
                  *([f"Kai {n}", "Eva Roth", D(2026, 1, 1), D(2026, 12, 31), 1000.0 * n] for n in range(1, 5))]
RISIKEN: Rows = [["Risiko", "Projekt", "Verantwortlich", "Maßnahme", "Status"],
                 ["Lieferant fällt aus", "Kai 1", "Uwe Kern", "Zweiter Lieferant", "offen"],
                 ["Personal fehlt", "Kai 2", "Uwe Kern", "Externe", "offen"]]


def below(*blocks: Rows, gap: int = 2) -> Sheet:
    rows: Rows = []
    for block in blocks:
        rows += [*([[None]] * gap if rows else []), *block]
    return sheet("Overview", *rows)


def money(batch: Batch) -> int:
    """All that is planned, by month or without one."""
    return undated(batch) + by_month(batch).get("plan", 0)


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_issues_below_a_list_leave_the_list_its_rows_and_money(gap: int) -> None:
    batch = read(below(WORKS, [["Open issues"], *ISSUES], gap=gap))
    assert names(batch) == ["Quay wall", "Tram depot", "Lock gate"]
    assert money(batch) == 425_25 + 55_50
    assert [(i.fields["name"], i.parent_kind, i.parent) for i in of(batch, "issue")] == [
        ("No piles", "measure", "Quay wall"), ("No rails", "measure", "Tram depot")]


def test_a_log_of_one_entry_below_a_list_is_a_log() -> None:
    batch = read(below(WORKS, [["Open issues"], *ISSUES[:2]]))
    assert names(batch) == ["Quay wall", "Tram depot", "Lock gate"] and names(batch, "issue") == ["No piles"]


def test_risks_below_projects_with_german_headings_hang_on_them() -> None:
    batch = read(below([["Projekte"], *VORHABEN], [["Risiken"], *RISIKEN]))
    assert names(batch) == ["Kai 1", "Kai 2", "Kai 3", "Kai 4"] and money(batch) == 10_000_00
    assert [(i.fields["name"], i.parent) for i in of(batch, "risk")] == [
        ("Lieferant fällt aus", "Kai 1"), ("Personal fehlt", "Kai 2")]


@pytest.mark.parametrize("gap", [0, 2])
def test_a_log_ends_where_another_table_begins(gap: int) -> None:
    batch = read(below([["Risiken"], *RISIKEN], [["Projekte"], *VORHABEN], gap=gap))
    assert names(batch, "risk") == ["Lieferant fällt aus", "Personal fehlt"]
    assert names(batch) == ["Kai 1", "Kai 2", "Kai 3", "Kai 4"] and money(batch) == 10_000_00
    assert {i.fields["owner"].key for i in of(batch, "risk")} == {"Uwe Kern"}


@pytest.mark.parametrize("titled", [False, True])
def test_projects_without_dates_and_money_above_risks_are_projects(titled: bool) -> None:
    batch = read(below([*([["Projects"]] if titled else []), ["Project", "Manager"], ["Quay", "Ada"], ["Tram", "Ben"],
                        ["Lock", "Cai"]],
                       [*([["Risks"]] if titled else []), ["ID", "Risk", "Project", "Owner", "Status"],
                        ["R-1", "Storm", "Quay", "Ada", "open"], ["R-2", "Strike", "Tram", "Ben", "open"]]))
    assert names(batch) == ["Quay", "Tram", "Lock"]
    assert [(i.fields["name"], i.parent) for i in of(batch, "risk")] == [("Storm", "Quay"), ("Strike", "Tram")]


def test_three_tables_are_three() -> None:
    batch = read(below([["Risiken"], *RISIKEN], [["Projekte"], *VORHABEN],
                       [["Offene Punkte"], ["Nr.", "Problem", "Projekt", "Verantwortlich", "Status"],
                        ["P-1", "Kein Strom", "Kai 3", "Eva Roth", "offen"],
                        ["P-2", "Kein Wasser", "Kai 4", "Eva Roth", "offen"]]))
    assert len(of(batch, "risk")) == 2 and names(batch) == ["Kai 1", "Kai 2", "Kai 3", "Kai 4"]
    assert names(batch, "issue") == ["Kein Strom", "Kein Wasser"] and money(batch) == 10_000_00


def test_a_list_and_a_log_beside_each_other_are_two() -> None:
    left, right = [["Projekte"], *VORHABEN], [["Risiken"], *RISIKEN]
    wide: Rows = []
    for n, row in enumerate(left):
        wide.append([*row, *[None] * (7 - len(row)), *(right[n] if n < len(right) else [])])
    batch = read(sheet("Overview", *wide))
    assert names(batch) == ["Kai 1", "Kai 2", "Kai 3", "Kai 4"] and money(batch) == 10_000_00
    assert [(i.fields["name"], i.parent, i.fields["owner"].key) for i in of(batch, "risk")] == [
        ("Lieferant fällt aus", "Kai 1", "Uwe Kern"), ("Personal fehlt", "Kai 2", "Uwe Kern")]


def test_lists_below_each_other_right_of_a_list_keep_the_cells_their_own_headings_say() -> None:
    """Each is called by its place; what one of them noted is not taken for what the first one's columns say."""
    first, last = D(2026, 1, 1), D(2026, 6, 1)
    right: Rows = [["Initiative", "Owner", "Start", "End", "Budget (EUR)"],
                   ["Tram", "Ben", first, last, 20.0], ["Lock", "Ben", first, last, 21.0], [],
                   ["Owner", "Initiative", "Budget (EUR)", "Start", "End"],
                   ["Eva", "Roof", 30.0, first, last], ["Eva", "Wall", 31.0, first, last]]
    left: Rows = [VORHABEN[0], *([f"Kai {n}", *VORHABEN[1][1:]] for n in range(1, 9))]
    batch = read(sheet("Overview", *([*row, None, *more] for row, more in zip_longest(left, right, fillvalue=[]))))
    (reading,) = batch.sheets
    assert (reading.layout, names(batch)[-4:]) == ("lists beside each other", ["Tram", "Lock", "Roof", "Wall"])
    assert [reading.cells["Overview!H6", name] for name in ("name", "owner", "start")] == ["H6", "G6", "J6"]


def test_risks_among_the_columns_of_a_list_are_no_table_of_their_own() -> None:
    head: list[Value] = ["Project", "Owner", "Start", "End", "Budget (EUR)", None, "Risk", "Impact", "Response"]
    day = D(2026, 5, 1)
    batch = read(sheet("Projects", head, ["Quay", "Ann", day, day, 10.0, None, "Storm", "High", "Wait"],
                       ["Tram", "Ben", day, day, 20.0, None, "Strike", "Low", "Talk"]))
    assert batch.sheets[0].layout != "tables of different sorts"


def test_titles_above_the_same_headings_again_group_the_rows_below_them() -> None:
    south: Rows = [VORHABEN[0], *([str(r[0]).replace("Kai", "Tor"), *r[1:]] for r in VORHABEN[1:])]
    batch = read(below([["Bereich Nord"], *VORHABEN], [["Bereich Süd"], *south]))
    assert names(batch) == [f"{w} {n}" for w in ("Kai", "Tor") for n in range(1, 5)] and money(batch) == 20_000_00
    assert names(batch, "package") == ["Bereich Nord", "Bereich Süd"]
    assert [i.parent for i in of(batch, "measure")][::4] == [i.key for i in of(batch, "package")]


def test_the_same_title_above_every_page_groups_nothing() -> None:
    batch = read(below([["Projektliste"], *VORHABEN], [["Projektliste"], VORHABEN[0],
                                                       ["Tor 1", "Eva Roth", D(2026, 1, 1), D(2026, 2, 1), 5.0]]))
    assert names(batch) == ["Kai 1", "Kai 2", "Kai 3", "Kai 4", "Tor 1"] and not names(batch, "package")


@pytest.mark.parametrize("head, kind", [(["ID", "Risk", "Project", "Owner"], "risk"),
                                        (["ID", "Issue", "Measure", "Owner", "Status"], "issue"),
                                        (["Nr.", "Risiko", "Projekt", "Verantwortlich"], "risk")])
def test_a_small_log_says_what_an_entry_is_called_and_belongs_to(head: list[Value], kind: str) -> None:
    batch = read(sheet("Sheet1", head, ["A-1", "Frost", "QW-02", "Ada Lind", "open"][:len(head)]))
    assert [(i.fields["name"], i.parent, i.fields["owner"].key) for i in of(batch, kind)] == [
        ("Frost", "QW-02", "Ada Lind")] and not of(batch, "measure")


def test_a_list_of_actions_against_problems_stays_one_of_measures() -> None:
    batch = read(sheet("Sheet1", ["Nr.", "Problem", "Maßnahme", "Verantwortlich", "Status"],
                       [1, "Motor zu heiß", "Den Lüfter wöchentlich reinigen", "Eva Roth", "offen"],
                       [2, "Lager laut", "Das Lager tauschen und fetten", "Uwe Kern", "offen"]))
    assert len(of(batch, "measure")) == 2 and not of(batch, "issue")


def test_figures_above_a_log_that_become_nothing_are_named() -> None:
    batch = read(sheet("Log", ["Project:", "Quay", "Manager:", "Ada"], ["Budget", 1000.0, "Spent", 300.0],
                       ["Forecast", 900.0, "Left", 600.0], [None],
                       ["ID", "Risk", "Probability", "Impact", "Owner"], ["R-1", "Storm", 3.0, 4.0, "Ben"],
                       ["R-2", "Strike", 2.0, 4.0, "Ben"]))
    assert names(batch, "risk") == ["Storm", "Strike"]
    assert [(i.severity, i.cell) for i in batch.issues if "no table that was read" in i.message] == [("warning", "A1")]


def test_a_row_of_words_above_a_list_is_noted_and_a_title_is_not() -> None:
    head: list[Value] = ["Project", "Owner", "Start", "End", "Budget (EUR)"]
    body: Rows = [["Quay", "Ann", D(2026, 1, 1), D(2026, 5, 1), 10.0],
                  ["Tram", "Ben", D(2026, 1, 1), D(2026, 5, 1), 20.0]]
    above: list[Value] = ["Works of the port", None, "Office: North", "Version: draft"]
    words = read(sheet("Projects", above, head, *body))
    title = read(sheet("Projects", ["Works of the port"], head, *body))
    assert [i.severity for i in words.issues if "A1" in i.message] == ["note"]
    assert not [i for i in title.issues if "A1" in i.message]


@pytest.mark.parametrize("other", [
    [["Version", "Date", "Author", "Change"], ["1", D(2026, 1, 1), "Ada", "First"], ["2", D(2026, 2, 1), "Ada", "Nxt"]],
    [["Score", "Meaning"], [1.0, "low"], [2.0, "middle"], [3.0, "high"]],
    [["Project", "Quay"], ["Manager", "Ada"], ["Budget", 1000.0], ["Start", D(2026, 1, 1)]]])
def test_rows_below_a_log_that_are_no_entries_of_it_are_named_and_do_not_come_in(other: Rows) -> None:
    log: Rows = [["ID", "Risk", "Probability", "Impact", "Owner"], ["R-1", "Storm", 3.0, 4.0, "Ben"],
                 ["R-2", "Strike", 2.0, 4.0, "Ben"]]
    batch = read(below(log, other, gap=1))
    assert names(batch, "risk") == ["Storm", "Strike"]
    assert [i.severity for i in batch.issues if f"its rows 5 to {4 + len(other)} were not read" in i.message] == [
        "warning"]


def test_signatures_below_a_log_of_words_are_no_risks() -> None:
    batch = read(below([["Risiken"], *RISIKEN], [["Freigabe"], ["Name", "Rolle", "Datum", "Unterschrift"],
                                                 ["Eva Roth", "Leiterin", D(2026, 1, 1)],
                                                 ["Uwe Kern", "Prüfer", D(2026, 1, 2)]]))
    assert names(batch, "risk") == ["Lieferant fällt aus", "Personal fehlt"]
    assert "warning" in {i.severity for i in batch.issues if "its rows 7 to 10 were not read" in i.message}


def test_entries_after_an_empty_row_are_entries() -> None:
    log: Rows = [["ID", "Risk", "Probability", "Impact", "Owner"], ["R-1", "Storm", 3.0, 4.0, "Ben"],
                 ["R-2", "Strike", 2.0, 4.0, "Ben"]]
    batch = read(below(log, [["R-3", "Owner leaves", 1.0, 2.0, "Ada"], ["tbd", "Budget cut", "high", "low", "Ada"]]))
    assert names(batch, "risk") == ["Storm", "Strike", "Owner leaves", "Budget cut"]


def test_an_answer_about_one_table_of_a_sheet_is_none_about_the_other() -> None:
    both = below([["Projekte"], *VORHABEN], [["Risiken"], *RISIKEN])
    risk = of(read(both, **{"column.Maßnahme": "comment"}), "risk")[0]
    assert "response" not in risk.fields and names(read(both, **{"row.3": "ignore"})) == ["Kai 2", "Kai 3", "Kai 4"]
    assert names(read(both, **{"row.12": "ignore"})) == ["Kai 1", "Kai 2", "Kai 3", "Kai 4"]


def test_an_answer_about_a_column_right_of_an_empty_one_is_heard() -> None:
    head: list[Value] = ["Project", "Owner", "Start", "End", "Budget (EUR)", None, "Remark", "Wave"]
    body: Rows = [[name, "Ann", D(2026, 5, 1), D(2026, 6, 1), 10.0, None, "to be told", "second"]
                  for name in ("Quay", "Tram", "Lock")]
    batch = read(sheet("Projects", head, *body), **{"column.Wave": "status"})
    assert [i.fields["status"] for i in of(batch, "measure")] == ["second"] * 3
