"""Lists of work as teams keep them: risks among the columns of a plan, second states of a list, prepared rows.

Requirements: import of what a project office keeps (layouts 1, 2 and 6 of the legacy spreadsheets).
"""
from __future__ import annotations

import datetime as dt

from importers.base import Value
from tests.importers.trackers import items, loud, read, sheet

D = dt.date
PLAN: list[Value] = ["No", "Project", "Task", "Subtask", "Task Start Date", "Task Planned End Date", "Risk",
                     "Mitigation", "Owner", "Status"]


def test_tasks_with_their_dates_stay_a_list_though_a_column_says_what_may_go_wrong() -> None:
    batch = read(sheet([PLAN, [1, "Atlas", "Build", "Frame", D(2026, 3, 2), D(2026, 3, 6), "Late steel", "Order now",
                               "Eva", "Open"],
                        [1, "Atlas", "Build", "Roof", D(2026, 3, 9), D(2026, 3, 12), None, None, "Tom", "Open"],
                        [1, "Atlas", "Build", "Load test", D(2026, 3, 13), D(2026, 3, 20), None, None, "Eva", "Open"],
                        *([2, "Boreas", "Plan", what, D(2026, 4, 1), D(2026, 4, 2), None, None, "Tom", "Open"]
                          for what in ("Sketch", "Draft", "Print"))]))
    assert [(i.fields["name"], i.fields["start"], i.fields["finish"]) for i in items(batch, "measure")][:3] == [
        ("Frame", "2026-03-02", "2026-03-06"), ("Roof", "2026-03-09", "2026-03-12"),
        ("Load test", "2026-03-13", "2026-03-20")]
    assert items(batch, "measure")[0].custom["Risk"] == ("text", "Late steel") and not items(batch, "risk")


def test_a_row_that_says_its_task_again_beside_its_name_heads_no_rows() -> None:
    parts = ["Footing", "Frame", "Roof", "Walls", "Doors", "Paint", "Pipes", "Wires"]
    full: list[list[Value]] = [[1, "Atlas", "Build", part, D(2026, 3, n), D(2026, 3, n + 1), None, None, "Eva", "Open"]
                               for n, part in enumerate(parts, 1)]
    sparse: list[list[Value]] = [[None, None, "Ship", what] for what in ("Pack", "Load", "Insure")]
    batch = read(sheet([PLAN, *full, *sparse, [2, "Boreas", "Plan", "Draft", D(2026, 4, 1), D(2026, 4, 2), None, None,
                                               "Tom", "Open"]]))
    assert [i.fields["name"] for i in items(batch, "measure")][8:] == ["Pack", "Load", "Insure", "Draft"]
    assert not any(i.fields.get("name") == "Ship" for i in batch.items)


def test_planned_and_actual_dates_with_one_letter_before_them_and_today_in_every_row() -> None:
    head: list[Value] = ["No", "Project", "P Start Date", "P End Date", "A Start Date", "A End Date", "Current Date",
                         "Owner"]
    batch = read(sheet([head, ["A1", "Atlas", D(2026, 1, 5), D(2026, 5, 6), D(2026, 1, 7), D(2026, 6, 1),
                               D(2026, 7, 1), "Eva"],
                        ["A2", "Boreas", D(2026, 2, 5), D(2026, 6, 6), D(2026, 2, 7), None, D(2026, 7, 1), "Tom"]]))
    first, second = items(batch, "measure")
    assert (first.fields["start"], first.fields["finish"]) == ("2026-01-05", "2026-05-06")
    assert first.custom["A Start Date"] == ("date", "2026-01-07") and first.custom["A End Date"][1] == "2026-06-01"
    assert second.fields["finish"] == "2026-06-06" and second.custom["Current Date"] == ("date", "2026-07-01")


def test_a_second_state_of_a_list_is_no_list_of_children_and_numbers_that_moved_on_are_other_rows() -> None:
    head: list[Value] = ["Nr.", "PSP-CODE", "Aufgabe", "Vorgeschaltete Vorgänge", "Nachgeschaltete Vorgänge",
                         "Verantwortlicher", "Startdatum", "Fällig Am"]
    names = ["Auftakt", "Umfrage", "Konzept", "Saalmiete", "Werbung", "Probelauf", "Speisen", "Technik", "Proben",
             "Anmeldung", "Empfang", "Abschluss"]
    rows: list[list[Value]] = [[n, f"1.{n}", name, None, None, "Eva", D(2026, 3, n), D(2026, 3, n + 1)]
                               for n, name in enumerate(names, 1)]
    rows[1][4], rows[2][4], rows[5][3] = "3,4", "5,6,7", "2,3"
    rows[11][0] = 11                                        # a slip: one number twice
    older: list[list[Value]] = [list(r) for r in rows]
    older[0][2], older[11][0] = "Vorgespräch", 12
    batch = read(sheet([head, *rows], "Neu"), sheet([head, *older], "Alt"))
    measures = items(batch, "measure")
    assert [m.fields["name"] for m in measures] == [*names, "Vorgespräch", "Abschluss"] and not items(batch, "activity")
    assert measures[1].custom["Nachgeschaltete Vorgänge"] == ("text", "3,4")
    assert sum("stands for another row on Neu" in text for text in loud(batch)) == 1
    links = {(d.fields["predecessor"].key, d.fields["successor"].key) for d in items(batch, "dependency")}
    assert {("2", "6"), ("3", "6")} <= links


def test_rows_of_a_log_that_only_a_template_filled_are_left_out_and_said() -> None:
    head: list[Value] = ["Nr.", "Risiko", "EW", "Auswirkung", "RKZ", "Bewertung", "Gegenmaßnahmen"]
    entries: list[list[Value]] = [[1, "Hochwasser", 0.2, 3, 0.6, "mittlere Priorität", "Damm prüfen"],
                                  [2, "Stromausfall", 0.1, 2, 0.2, "geringe Priorität", "Aggregat mieten"]]
    empty: list[list[Value]] = [[n, None, None, None, 0, "geringe Priorität", None] for n in range(3, 8)]
    batch = read(sheet([head, *entries, *empty], "Risikoliste"))
    assert [r.fields["name"] for r in items(batch, "risk")] == ["Hochwasser", "Stromausfall"]
    assert any("A4:A8" in i.message and "still to be filled in" in i.message for i in batch.issues)


def test_what_runs_on_right_of_the_last_heading_of_a_log_is_kept_and_said() -> None:
    batch = read(sheet([["Probabilidad", "Impacto", "Causa", "Descripción", "Plan de mitigación"],
                        ["Media", "Alto", "Prisa", "Faltan pruebas", "Probar antes", "Contratar ayuda"],
                        ["Baja", "Medio", "Azar", "Falla el disco", "Copias", None, None]], "Riesgos"))
    first, second = items(batch, "risk")
    assert first.custom["Column F"] == ("text", "Contratar ayuda") and "Column F" not in second.custom
    assert any("Column F has no heading" in i.message for i in batch.issues)


def test_a_portuguese_log_whose_ids_stand_under_the_word_risk() -> None:
    batch = read(sheet([["Análise de Riscos"], ["Risco", "Nome", "Probabilidade", "Impacto", "Prevenção"],
                        ["R1", "Atraso", "Alta", "Alto", "Folga"], ["R2", "Custo", "Baixa", "Alto", "Reserva"],
                        ["R3", "Equipe", "Média", "Baixo", "Treino"]]))
    assert [(r.fields["code"], r.fields["name"], r.fields["response"]) for r in items(batch, "risk")] == [
        ("R1", "Atraso", "Folga"), ("R2", "Custo", "Reserva"), ("R3", "Equipe", "Treino")]


def test_kpis_by_month_are_no_money() -> None:
    months: list[Value] = [D(2026, m, 1) for m in range(1, 7)]
    batch = read(sheet([["KPI", "Frequency", "Owner", *months], ["Stories left over", "Monthly", "Eva", *range(6)],
                        ["Open positions", "Monthly", "Tom", *range(3, 9)]], "Health"),
                 sheet([["Measure ID", "Measure", "Owner", "Status"], ["M1", "Atlas", "Eva", "Open"],
                        ["M2", "Boreas", "Tom", "Open"]], "Measures"))
    assert not items(batch, "effect_line") and len(items(batch, "measure")) == 2
    assert any(i.severity == "warning" and i.sheet == "Health" and "no money" in i.message for i in batch.issues)


def test_milestones_are_called_by_what_describes_them_and_not_by_their_few_environments() -> None:
    rows: list[list[Value]] = [[n, f"Release {n // 2}" if n < 4 else f"Step {n}", ("Staging", "Production")[n % 2],
                                D(2026, 3, n + 1), "Planned"] for n in range(12)]
    batch = read(sheet([["Sr. No", "Description", "Environment", "Due Date", "Status"], *rows], "Milestones"))
    assert {i.fields["name"] for i in items(batch, "measure")} >= {"Release 0", "Release 1", "Step 11"}


def test_names_that_step_to_the_right_below_one_wide_heading_are_the_names_of_a_tree() -> None:
    def row(code: str, depth: int, name: str, who: str = "", day: int = 0) -> list[Value]:
        cells: list[Value] = [code, *[None] * 6, who or None, D(2026, 3, day) if day else None]
        cells[1 + depth] = name
        return cells
    batch = read(sheet([["WBS", "Task", *[None] * 6, "Start"], row("1", 0, "Site"), row("1.1", 1, "Ground", "Eva", 2),
                        row("1.1.1", 2, "Survey", "Tom", 3), row("1.1.2", 2, "Clearing", "Eva", 4),
                        row("1.2", 1, "Road", "Eva", 5), row("1.2.1", 2, "Asphalt", "Tom", 6)],
                       merged=[(0, 1, 0, 7)]))
    names = {i.fields["code"]: i.fields["name"] for i in batch.items if "code" in i.fields}
    assert names == {"1": "Site", "1.1": "Ground", "1.1.1": "Survey", "1.1.2": "Clearing", "1.2": "Road",
                     "1.2.1": "Asphalt"}
    assert {i.key: i.parent for i in items(batch, "activity")} == {"1.1.1": "1.1", "1.1.2": "1.1", "1.2.1": "1.2"}


def test_a_box_that_begins_beside_the_first_row_ends_no_table() -> None:
    head: list[Value] = ["ID", "Arbeitspaket", "Abgabe-Datum", "Verantwortlicher"]
    rows: list[list[Value]] = [[f"1.{n}", name, D(2026, 3, n), "Eva"]
                               for n, name in enumerate(("Entwurf", "Bau", "Probe", "Abnahme"), 1)]
    rows[0] += [None, "Stunden", 91, 32]
    batch = read(sheet([head, [], *rows]))
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Entwurf", "Bau", "Probe", "Abnahme"]


def test_a_status_of_signs_nobody_explained_is_left_empty_and_said() -> None:
    batch = read(sheet([["No", "Task", "Owner", "Status"], [1, "Draft", "Eva", "✎"], [2, "Print", "Tom", "-"]]))
    assert not any("status" in i.fields for i in items(batch, "measure"))
    assert [i.message for i in batch.issues if "left empty" in i.message] == ["“✎” in D2 (Status) is left empty."]


def test_rows_called_alike_on_two_sheets_under_other_ids_are_asked_about() -> None:
    names = ["Site survey", "Soil report", "Road works", "Bridge deck", "Handover"]
    lists = [sheet([["ID", "Task", "Owner", "Due date"],
                    *([f"{mark}{n}", name, "Eva", D(2026, 3, n + 1)] for n, name in enumerate(names))], title)
             for mark, title in (("M", "Milestones"), ("P", "Packages"))]
    batch = read(*lists)
    assert len(items(batch, "measure")) == 10
    assert [(i.sheet, i.cell, i.answer) for i in batch.issues if "called as rows of Milestones" in i.message] == [
        ("Packages", "A2", "sheet@Packages=ignore")]


def test_standard_steps_of_several_projects_are_not_asked_about() -> None:
    steps = ["Site survey", "Soil report", "Road works", "Bridge deck", "Handover"]
    lists = [sheet([["ID", "Project", "Task", "Due date"],
                    *([f"{mark}{n}", project, step, D(2026, 3, n + 1)] for n, step in enumerate(steps))], project)
             for mark, project in (("N", "North"), ("S", "South"))]
    assert not any("called as rows" in i.message for i in read(*lists).issues)


def test_a_label_over_its_figure_above_the_list_is_no_projects_name() -> None:
    batch = read(sheet([["Total project", "Done project"], [47, 12], ["No", "Task", "Owner", "Start", "End"],
                        [1, "Draft", "Eva", D(2026, 3, 2), D(2026, 3, 5)],
                        [2, "Print", "Tom", D(2026, 3, 6), D(2026, 3, 9)]]))
    assert [i.fields["name"] for i in items(batch, "project")] == [""]


def test_a_row_without_a_revised_end_keeps_its_planned_one() -> None:
    batch = read(sheet([["No", "Project", "Owner", "Planned End", "Revised End Date"],
                        [1, "Atlas", "Eva", D(2026, 3, 5), None], [2, "Boreas", "Tom", D(2026, 3, 9), D(2026, 4, 1)]]))
    assert [(i.fields["finish"], i.custom["Planned End"][1]) for i in items(batch, "measure")] == [
        ("2026-03-05", "2026-03-05"), ("2026-04-01", "2026-03-09")]


def test_a_summary_that_became_a_measure_keeps_its_planned_dates() -> None:
    batch = read(sheet([["WBS", "Task", "Owner", "Start", "End", "Planned End"],
                        ["1", "Build", "Eva", D(2026, 3, 2), D(2026, 3, 20), D(2026, 3, 15)],
                        ["1.1", "Frame", "Eva", D(2026, 3, 2), D(2026, 3, 9), D(2026, 3, 8)],
                        ["1.2", "Roof", "Tom", D(2026, 3, 10), D(2026, 3, 20), D(2026, 3, 15)]]))
    build = items(batch, "measure")[0]
    assert build.fields["finish"] == "2026-03-20" and build.custom["Planned End"] == ("date", "2026-03-15")
    assert [i.fields["plan_finish"] for i in items(batch, "activity")] == ["2026-03-08", "2026-03-15"]


def test_a_category_that_only_activities_have_makes_no_unit() -> None:
    batch = read(sheet([["WBS", "Task", "Category", "Start", "End"],
                        ["1", "Build", None, D(2026, 3, 2), D(2026, 3, 20)],
                        ["1.1", "Frame", "Low risk", D(2026, 3, 2), D(2026, 3, 9)],
                        ["1.2", "Roof", "High risk", D(2026, 3, 10), D(2026, 3, 20)]]))
    assert not items(batch, "unit")
    assert [i.custom["Category"][1] for i in items(batch, "activity")] == ["Low risk", "High risk"]


def test_a_function_that_is_a_sentence_of_its_own_in_every_row_is_what_the_rows_are_called() -> None:
    todo = ["Zugriff auf den Server ändern und absichern, danach alle Meldungen in eine Datei schreiben",
            "Bildgröße festlegen, und zwar auch dort, wo die Anzeige gedreht oder das Fenster verkleinert wird",
            "Datenbank ändern und dabei alle Tabellen prüfen", "Anmeldung neu bauen"]
    batch = read(sheet([["Status", "Bearbeiter", "Funktion"], *([None, "Eva", what] for what in todo)]))
    assert [i.fields["name"] for i in items(batch, "measure")] == todo and not items(batch, "unit")


def test_a_function_of_a_few_words_stays_one() -> None:
    batch = read(sheet([["No", "Task", "Function", "Owner"], [1, "Draft", "Legal", "Eva"], [2, "Print", "Sales", "Tom"],
                        [3, "Ship", "Legal", "Eva"], [4, "Pay", "Finance", "Tom"]]))
    assert [i.fields["name"] for i in items(batch, "unit")] == ["Legal", "Sales", "Finance"]


def test_links_under_a_gap_below_the_list_are_no_rows_of_it() -> None:
    rows: list[list[Value]] = [[n, name, "Eva", D(2026, 3, n)] for n, name in enumerate(("Draft", "Print", "Ship"), 1)]
    batch = read(sheet([["ID", "Task", "Owner", "Due date"], *rows, [], ["Board :", "https://board.example.org/1"],
                        ["Code :", "https://code.example.org/2"]]))
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Draft", "Print", "Ship"]
    assert any("A6:A7" in i.message and "left out" in i.message for i in batch.issues)


def test_a_step_right_of_the_names_with_figures_of_its_own_heads_no_rows() -> None:
    batch = read(sheet([["Task", "Part", "Hours", "Owner"], ["Survey", None, 3, "Eva"], ["Build", "Frame", 8, "Tom"],
                        [None, "Roof", 5, None], [None, "Door", 2, None], ["Paint", None, 4, "Eva"],
                        ["Clean", None, 1, "Tom"]]))
    above = [i for i in batch.items if i.kind not in ("measure", "activity")]
    assert not any(i.fields.get("name") in ("Roof", "Door") for i in above)
    assert any("neither a name nor an id" in text for text in loud(batch, "error")) or any(
        i.fields["name"] == "Roof" for i in items(batch, "measure"))


def test_numbers_that_only_count_rows_join_no_sheets() -> None:
    rows: list[list[Value]] = [[n, f"Step {name}", D(2026, 3, n), None, "Planned"]
                               for n, name in ((1, "one"), (2, "two"), (2, "two more"), (3, "three"), (4, "four"))]
    batch = read(sheet([["Sr. No", "Description", "Owner", "Status"], *([n, f"Talk {n}", "Eva", "Open"]
                                                                       for n in range(1, 6))], "Dependencies"),
                 sheet([["Sr. No", "Milestone", "Due Date", "Achieved Date", "Status"], *rows], "Milestones"))
    mine = [i for i in batch.items if i.at.startswith("Milestones") and i.fields.get("name", "").startswith("Step")]
    assert [i.kind for i in mine] == ["measure"] * 5 and not any(i.parent.isdigit() for i in mine)


def test_lists_in_czech_and_danish() -> None:
    czech = read(sheet([["Č.", "Úkol", "Zodpovědná osoba", "Začátek", "Konec", "Stav", "Poznámka"],
                        [1, "Návrh", "Eva", D(2026, 3, 2), D(2026, 3, 5), "hotovo", "schváleno"],
                        [2, "Tisk", "Tom", D(2026, 3, 6), D(2026, 3, 9), "otevřeno", None]]))
    danish = read(sheet([["Opgave", "Ansvarlig", "Startdato", "Slutdato", "Beskrivelse"],
                         ["Udkast", "Eva", D(2026, 3, 2), D(2026, 3, 5), "første"],
                         ["Tryk", "Tom", D(2026, 3, 6), D(2026, 3, 9), "andet"]]))
    for batch, name in ((czech, "Návrh"), (danish, "Udkast")):
        first = items(batch, "measure")[0].fields
        assert (first["name"], first["owner"].key, first["start"], first["finish"]) == (
            name, "Eva", "2026-03-02", "2026-03-05")
    assert items(czech, "measure")[0].fields["status"] == "hotovo"
