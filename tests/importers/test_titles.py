"""The title over a list names the project of its measures; without one its risks and measures share one project."""
from __future__ import annotations

import pytest

from importers.base import Sheet, Value
from importers.layouts.titles import spoken
from tests.importers.trackers import items, read, sheet

HEAD: list[Value] = ["ID", "Handlungsfeld", "Maßnahme", "Verantwortlich", "Start", "Nutzen p.a. (EUR)"]
ROWS: list[list[Value]] = [["V-11", "Hof", "Tore dämmen", "Ida", "01.02.2026", 900.0],
                           ["V-12", "Hof", "Licht tauschen", "Ole", "01.03.2026", 70.0],
                           ["V-13", "Werk", "Pumpen regeln", "Ida", "01.05.2026", 40.0]]
LOG = sheet([["Risiko-ID", "Risiko", "Wahrscheinlichkeit", "Gegenmaßnahme"], ["R1", "Frost", "hoch", "heizen"],
             ["R2", "Streik", "mittel", "reden"]], "Risiken")


def tracker(*titles: list[Value]) -> Sheet:
    return sheet([*titles, HEAD, *ROWS], "Liste")


@pytest.mark.parametrize(("title", "name"), [
    ("Sparprogramm Weitblick – Maßnahmentracker", "Sparprogramm Weitblick"), ("Project Heron", "Project Heron"),
    ("Tracker | Programme Tidewater | May 2026", "Programme Tidewater"),
    ("Projekt Otter, Stand 03.2026", "Projekt Otter"),
    ("Project tracker", ""), ("Projektübersicht 2026", ""), ("Measures in kEUR", ""), ("Programm 2026", ""),
    ("All project costs of the month", ""), ("Each project is listed once.", "")])
def test_a_title_gives_a_name_when_it_speaks_of_one(title: str, name: str) -> None:
    assert spoken(title) == name


def test_the_measures_below_a_title_hang_in_the_project_it_names_and_the_risks_too() -> None:
    batch = read(tracker(["Sparprogramm Weitblick – Maßnahmentracker"], ["Stand: 31.05.2026"]), LOG)
    project, = items(batch, "project")
    assert project.fields == {"name": "Sparprogramm Weitblick"} and not project.stand_in
    assert {(r.parent_kind, r.parent) for r in items(batch, "risk")} == {("project", project.key)}
    assert {p.parent for p in items(batch, "package")} == {project.key}


def test_a_label_names_it_as_well() -> None:
    batch = read(tracker(["Projekt:", "Biberbau"]))
    assert [p.fields for p in items(batch, "project")] == [{"name": "Biberbau"}]


def test_without_a_title_the_risks_hang_on_the_project_of_the_measures_under_the_name_of_the_file() -> None:
    project, = items(read(tracker(), LOG), "project")
    assert project.fields["name"] and not project.fields.get("pass_through") and project.stand_in


def test_without_title_and_risks_the_level_is_only_filled() -> None:
    project, = items(read(tracker()), "project")
    assert project.fields.get("pass_through")
