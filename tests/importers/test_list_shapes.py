"""Lists as offices publish and programs write them: what each shape taught the importer, rebuilt small."""
from __future__ import annotations

import datetime as dt

from importers.base import Value
from tests.importers.grids import fields, names, of, read, said, sheet
from tests.importers.trackers import sums_of

D = dt.date


def test_headings_that_a_program_wrote_in_one_piece_are_read_word_by_word() -> None:
    batch = read(sheet("projects", ["ProjectID", "ProjectName", "BudgetDKK", "ActualSpendDKK", "ActualEndDate"],
                       ["P-1", "Bakery", 7500, 8120, D(2026, 2, 28)], ["P-2", "Mill", 2400, 2380, D(2025, 9, 12)],
                       ["P-3", "Barn", 100, 90, D(2025, 9, 1)]))
    assert fields(batch)["ActualEndDate"] == "actual_finish"
    assert sums_of(batch) == {"one_time_cost.plan": 1_000_000, "one_time_cost.actual": 1_059_000}
    assert batch.currency == "DKK"


def test_a_baseline_budget_is_money_of_the_baseline() -> None:
    batch = read(sheet("list", ["project_id", "project_name", "baseline_budget_usd", "actual_spend_usd",
                                "portfolio_health"],
                       ["A-1", "Oven", 900, 300, "Watch"], ["A-2", "Silo", 100, 50, "Healthy"],
                       ["A-3", "Dam", 500, 50, "Healthy"]))
    assert sums_of(batch) == {"one_time_cost.baseline": 150_000, "one_time_cost.actual": 40_000}
    assert [m.fields["light"] for m in of(batch, "measure")] == ["amber", "green", "green"]
    assert not of(batch, "portfolio")


def test_the_id_of_the_project_that_several_milestones_share_is_not_their_own() -> None:
    head: list[Value] = ["MilestoneID", "ProjectID", "MilestoneName", "PlannedDate", "Status"]
    rows: list[list[Value]] = [[f"M-{n}", f"P-{n // 4}", f"Step {n} of the mill", D(2025, 3, n + 1), "Open"]
                               for n in range(12)]
    batch = read(sheet("milestones", head, *rows))
    assert fields(batch) == {"MilestoneID": "code", "ProjectID": "parent", "MilestoneName": "name",
                             "PlannedDate": "plan_finish", "Status": "status"}
    assert "earlier row" not in said(batch)


def test_the_day_an_issue_was_opened_is_not_the_day_it_is_due() -> None:
    batch = read(sheet("issue_log", ["issue_id", "opened_date", "closed_date", "root_cause", "severity", "status"],
                       ["I-1", D(2025, 8, 2), D(2025, 9, 1), "Weather", "High", "Closed"],
                       ["I-2", D(2025, 8, 9), None, "Late crane", "Low", "Open"]))
    assert fields(batch)["opened_date"] == "since"
    assert not any("due" in i.fields for i in of(batch, "issue"))


def test_headings_of_a_risk_list_without_any_space_are_those_of_a_log() -> None:
    batch = read(sheet("list", ["riskid", "riskprobability", "riskimpact", "riskscore", "riskowner", "riskdescription"],
                       [1, "High", "Low", "Medium", "Ada", "The river may rise"],
                       [2, "Low", "Low", "Low", "Ben", "The miller may leave"]))
    assert names(batch, "risk") == ["The river may rise", "The miller may leave"]
    assert of(batch, "risk")[0].fields["probability"] == "High"


def test_dates_of_columns_nobody_asked_for_follow_the_order_that_the_file_proves() -> None:
    batch = read(sheet("works", ["Name", "Start date", "End date", "Last_Update"],
                       ["Sewer", "7/30/2024", "10/31/2024", "1/6/2024"], ["Pump", "3/25/2024", "4/2/2024", "1/6/2024"]))
    assert [m.custom["Last_Update"][1] for m in of(batch, "measure")] == ["2024-01-06", "2024-01-06"]
    doubtful = read(sheet("works", ["Name", "Owner", "Last_Update"], ["Sewer", "Ada", "1/6/2024"],
                          ["Pump", "Ben", "1/6/2024"]))
    assert "nothing proves whether day or month comes first" in said(doubtful)


def test_a_row_that_shares_two_texts_with_the_headings_is_a_row() -> None:
    head: list[Value] = ["No.", "Start date", "Task", "ProgramID", "Function"]
    batch = read(sheet("tasks", head, *[[n, D(2025, 4, n), f"Bake the loaf {n}", "ProgramID", "Function"]
                                        for n in range(1, 7)]))
    assert len(of(batch, "measure")) == 6


def test_choices_below_a_list_are_no_rows_of_it() -> None:
    rows: list[list[Value]] = [["Plan the mill", "Ada", "Begun"], ["Dig the race", "Ben", "Done"],
                               ["Raise the roof", "Ada", "Waiting"], ["Grind", "Ben", "Begun"]]
    batch = read(sheet("plan", ["Task", "Owner", "Status"], *rows, [], [], ["Waiting"], ["Begun"], ["Done"]))
    assert len(of(batch, "measure")) == 4
    assert "A8:A10" in said(batch)


def test_a_matrix_of_duties_is_no_calendar_and_no_list() -> None:
    head: list[Value] = ["Activity", "Lead", "Site", "Crew", "Nurse", "Tutor", "Clerk", "Finance partner"]
    rows: list[list[Value]] = [["Find a site", "A", "C", "R", None, None, None, "C"],
                               ["Hire", "A", "I", None, "R", None, "C", None],
                               ["Teach", "I", None, None, "A", "R", None, None],
                               ["Open", "A", "R", "R", None, None, "C", "I"]]
    batch = read(sheet("Duties", head, *rows))
    assert not batch.items and batch.sheets[0].layout == "matrix"


def test_a_total_as_large_as_only_money_is_comes_in_and_is_asked() -> None:
    def one(*totals: float) -> Value:
        batch = read(sheet("works", ["Code", "Name", "Year", "Total"],
                           *[[f"W-{n}", f"Roof {n}", 2021, t] for n, t in enumerate(totals)]))
        asked = "does not say of what its figures are" in said(batch)
        assert asked == bool(sums_of(batch))
        return sums_of(batch).get("one_time_cost.plan", 0)
    assert one(2_111_115, 888_885, 1_500_000) == 450_000_000
    assert one(12, 40, 7) == 0                             # hours, points, pieces: nobody knows


def test_planned_progress_is_not_how_far_a_measure_is() -> None:
    batch = read(sheet("list", ["ID", "Name", "planned_progress_pct", "actual_progress_pct"],
                       ["A-1", "Oven", 60.0, 55.5], ["A-2", "Silo", 20.0, 10.0]))
    assert [m.fields["progress"] for m in of(batch, "measure")] == [5550, 1000]


def test_what_changes_from_month_to_month_is_said_where_one_value_is_kept() -> None:
    batch = read(sheet("progress", ["project_id", "month", "monthly_capex_usd", "incidents"],
                       ["A-1", D(2025, 1, 1), 100, 0], ["A-1", D(2025, 2, 1), 200, 3],
                       ["A-2", D(2025, 1, 1), 50, 1], ["A-2", D(2025, 2, 1), 70, 1]))
    assert sum(sums_of(batch).values()) == 42_000
    assert "“incidents” says something else in a later row" in said(batch)
    assert "plan, forecast or actual" in said(batch)


def test_a_text_that_may_carry_on_the_row_above_is_said() -> None:
    batch = read(sheet("log", ["Project", "Module", "Task", "Owner", "Status"],
                       ["Mill", "Race", "Ask whether the gate", "Ada", "open"], [None, None, "should be of oak."],
                       ["Mill", "Roof", "Buy slates", "Ben", "open"], ["Mill", "Wheel", "Grease it", "Ben", "open"]))
    assert "C3 may carry on the text of the row above" in said(batch)


def test_japanese_and_korean_headings_of_tasks_and_issues_are_known() -> None:
    batch = read(sheet("課題管理表", ["No.", "課題内容", "起票日", "回答期限", "対応者", "ステータス"],
                       [1, "水車が回らない", D(2025, 7, 1), D(2025, 7, 3), "近藤", "未着手"],
                       [2, "屋根が漏れる", D(2025, 7, 2), D(2025, 7, 9), "山田", "未着手"]))
    assert [(i.fields["since"], i.fields["due"]) for i in of(batch, "issue")] == [
        ("2025-07-01", "2025-07-03"), ("2025-07-02", "2025-07-09")]
    korean = read(sheet("WBS", ["태스크", "작업자", "상태", "시작일", "종료일", "진척률"],
                        ["물레방아 설계", "김", "완료", D(2025, 1, 1), D(2025, 1, 9), 1], ["지붕 수리", "박", "착수",
                                                                             D(2025, 2, 1), D(2025, 2, 9), 0.5]))
    assert fields(korean) == {"태스크": "name", "작업자": "owner", "상태": "status", "시작일": "start",
                              "종료일": "finish", "진척률": "progress"}


def test_an_entry_of_a_log_is_no_header_of_another_one() -> None:
    kinds = ("Scope creep", "Resource shortage", "Key person dependency", "Vendor delay")
    states = ("Open", "Closed", "Escalated")
    batch = read(sheet("risks", ["risk_id", "project_id", "risk_type", "probability", "impact", "status",
                                 "mitigation_action"],
                       *[[f"R-{n}", "P-1", kinds[n % 4], "0.8", "0.27", states[n % 3], f"Cross-train resource {n}"]
                         for n in range(12)]))
    assert len(of(batch, "risk")) == 12


def test_a_table_of_a_log_sheet_that_is_no_log_is_said() -> None:
    batch = read(sheet("Risk log", ["Risk ID", "Risk", "Probability", "Impact", "Mitigation"],
                       ["R-1", "The river may rise", "High", "Low", "Build a wall"], [], [],
                       ["Measure", "Issue", "Impact", "Plan", "Actual", "Predecessors"], ["Mill", "x", "y", 5, 6]))
    assert len(of(batch, "risk")) == 1 and "rows 6 to 6 were not read" in said(batch)


def test_a_row_whose_words_stand_in_many_rows_is_no_header() -> None:
    units = ("Help desk", "Network", "Sales")
    rows: list[list[Value]] = [[f"Look after machine {n}", units[n % 3], "Task", D(2025, 1, 1 + n % 28),
                                ("Completed", "Pending")[n % 2]] for n in range(40)]
    batch = read(sheet("2025", ["Vorgang", "Wo", "Dienst", "Tag", "Lage im Haus"], *rows))
    kinds = list(batch.sheets[0].row_kinds.values())
    assert kinds.count("data") == 40 and kinds.count("header") == 1


def test_unit_beside_a_quantity_is_no_business_unit_and_the_description_names_the_row() -> None:
    rows: list[list[Value]] = [[n, "Asset", f"Part {n} of the mill", "kg", 2, 10.5, 21.0] for n in range(1, 31)]
    batch = read(sheet("lines", ["id", "item type", "description", "unit", "qty", "unit price", "global price"],
                       *rows))
    assert fields(batch)["unit"] == "custom"
    assert sums_of(batch) == {"one_time_cost.plan": 63_000}
    assert names(batch)[:2] == ["Part 1 of the mill", "Part 2 of the mill"]


def test_the_day_a_row_was_written_is_no_finish() -> None:
    batch = read(sheet("delays", ["S.N", "Activity", "Baseline finish", "Anticipated / actual finish now", "Date"],
                       [1, "Steel", D(2025, 9, 2), D(2025, 9, 30), D(2025, 8, 1)],
                       [2, "Deck", D(2025, 9, 11), D(2025, 10, 9), D(2025, 8, 1)]))
    assert [m.fields["finish"] for m in of(batch, "measure")] == ["2025-09-30", "2025-10-09"]


def test_dates_in_spanish_and_portuguese_words_are_dates() -> None:
    batch = read(sheet("Plan", ["Tarea", "Responsable", "Fecha de inicio", "Fecha de fin"],
                       ["Molino", "Ana", "25 de enero de 2024", "29 de enero del 2024"],
                       ["Horno", "Luis", "1º de março de 2024", "6 de Febrero de 2025"]))
    assert [(m.fields["start"], m.fields["finish"]) for m in of(batch, "measure")] == [
        ("2024-01-25", "2024-01-29"), ("2024-03-01", "2025-02-06")]


def test_a_percentage_of_the_budget_is_no_money_and_the_mood_no_name() -> None:
    moods = ("High", "Low", "Medium")
    batch = read(sheet("weekly", ["project_id", "week_ending", "rag_status", "team_morale", "budget_consumed_pct"],
                       *[[f"P-{n // 15}", D(2025, 1, 1 + n % 28), "Green", moods[n % 3], n / 2] for n in range(75)]))
    assert not sums_of(batch)
    assert fields(batch)["team_morale"] == "custom"


def test_tasks_hang_under_projects_whose_ids_are_headed_in_one_piece() -> None:
    projects = sheet("projects", ["ProjectID", "ProjectName", "StartDate"], [1, "Mill", D(2025, 1, 1)],
                     [2, "Dam", D(2025, 2, 1)])
    tasks = sheet("tasks", ["TaskID", "ProjectID", "TaskName", "StartDate", "EndDate"],
                  [1, 1, "Dig", D(2025, 1, 1), D(2025, 1, 9)], [2, 1, "Build", D(2025, 1, 9), D(2025, 2, 9)],
                  [3, 2, "Pour", D(2025, 2, 1), D(2025, 3, 9)])
    people = sheet("resources", ["ResourceID", "ResourceName", "Roles", "Hours"], [1, "Ada", "Mason", 20],
                   [2, "Ben", "Smith", 30])
    batch = read(projects, tasks, people)
    assert len(of(batch, "measure")) == 2 and len(of(batch, "activity")) == 3
    assert "A list of people" in said(batch)


def test_amounts_that_are_nearly_the_same_in_two_columns_are_asked() -> None:
    head: list[Value] = ["Contract ID", "Contract name", "Appropriation", "Contract amount"]
    batch = read(sheet("works", head, ["C-1", "Road", 5_000_000, 4_900_000],
                       ["C-2", "Bridge", 40_000_000, 39_000_000]))
    assert "hold nearly the same amounts, and both count" in said(batch)
    other = read(sheet("works", ["ID", "Name", "Material cost", "Labour cost"], ["C-1", "Road", 500, 90_000],
                       ["C-2", "Bridge", 8_000, 700]))
    assert "nearly the same" not in said(other)


def test_figures_with_their_currency_in_the_cells_are_money_wherever_they_stand() -> None:
    batch = read(sheet("risks", ["Risk ID", "Risk description", "Likelihood", "Initial risk"],
                       ["R-1", "Client", "20%", "250,000 CHF"], ["R-2", "Cash", "10%", "4,000,000 CHF"]))
    assert [r.custom["Initial risk"] for r in of(batch, "risk")] == [("money", 25_000_000), ("money", 400_000_000)]


def test_arabic_headings_of_tasks_and_risks_are_known() -> None:
    batch = read(sheet("tasks", ["اسم المهمة", "الموعد النهائي", "الشخص المسؤول", "الحالة", "نسبة الإنجاز"],
                       ["خطة المشروع", "2026-01-15", "أحمد عمر", "مكتمل", "100"],
                       ["هيكل الفريق", "2026-02-15", "علي محمد", "مفتوح", "50"]))
    assert list(fields(batch).values()) == ["name", "finish", "owner", "status", "progress"]


def test_a_list_of_ids_and_names_alone_is_a_list() -> None:
    batch = read(sheet("projects", ["ID", "PROJECT_NAME", "Cluster", "Place"], ["131", "Wells", "Water", "321"],
                       ["152", "Clinic", "Health", None], ["49", "Goats", "Food", "151"]))
    assert len(of(batch, "measure")) == 3


def test_headings_with_a_circled_number_are_read_without_it() -> None:
    batch = read(sheet("WBS", ["단계 구분", "① 세부 업무", "② 진행 상태"], ["분석", "1.1 요구사항 수집", "완료"],
                       [None, "1.2 업무 분석", "완료"], ["설계", "2.1 화면 설계", "완료"]))
    assert fields(batch)["① 세부 업무"] == "name" and fields(batch)["② 진행 상태"] == "status"


def test_an_entry_right_below_others_is_no_header_though_its_words_could_head_a_log() -> None:
    head: list[Value] = ["ID", "Date raised", "Raised by", "Assumption", "Validated (Y/N)", "Open/Closed", "Impact"]
    rows: list[list[Value]] = [[f"A_{n:03d}", D(2024, 7, n), "Ada", text, "N", "Closed", "Resources on other tasks"]
                               for n, text in enumerate(("There is no incident", "The crew is here", "Issue",
                                                         "Risk impact"), 1)]
    batch = read(sheet("Assumptions", ["Mill", None, "Assumptions"], [], head, *rows))
    assert len(of(batch, "assumption")) == 4


def test_a_sheet_of_dependencies_beside_a_risk_log_is_a_log() -> None:
    risks = sheet("Risks", ["Risk ID", "Risk", "Probability", "Impact"], ["R-1", "The river may rise", "High", "Low"])
    others = sheet("Dependencies", ["ID", "Date raised", "Dependency", "Completion date", "Impact", "Resolution"],
                   ["D-1", D(2024, 7, 1), "The dam is built", D(2024, 9, 1), "No water", "Ask the dam's crew"],
                   ["D-2", D(2024, 7, 1), "The road is open", D(2024, 9, 1), "No stone", "Ask the county"])
    assumed = sheet("Assumptions", ["ID", "Assumption description", "Validation method"],
                    ["A-1", "There is water", "Look"], ["A-2", "There is stone", "Dig"])
    batch = read(risks, others, assumed)
    assert not of(batch, "measure") and not of(batch, "dependency")
    assert len(of(batch, "risk")) == 1 and len(of(batch, "assumption")) == 4


def test_money_spent_is_not_the_day_of_the_actual_end() -> None:
    batch = read(sheet("Overview", ["Project Name", "Status", "Budget", "Actual Spend"],
                       ["Mill", "Green", 50000, 46000], ["Dam", "Red", 30000, 28000]))
    assert sums_of(batch) == {"one_time_cost.plan": 8_000_000, "one_time_cost.actual": 7_400_000}


def test_rows_hang_under_the_row_whose_id_they_name_and_null_names_none() -> None:
    batch = read(sheet("wbs", ["id", "parentId", "name"], ["1", "null", "House"], ["2", "1", "Design"],
                       ["3", "1", "Build"], ["4", "2", "Draw"], ["5", "3", "Dig"], ["6", "3", "Raise the roof"]),
                 leaf="measure")
    assert names(batch) == ["Draw", "Dig", "Raise the roof"]
    assert names(batch, "package") == ["Design", "Build"]


def test_a_dotted_edt_makes_a_tree() -> None:
    batch = read(sheet("Cronograma", ["EDT", "NOMBRE", "COSTOS"], [1.0, "Planificación", None], [1.1, "Demanda", 20],
                       [1.2, "Requisitos", 30], [2.0, "Obra", None], [2.1, "Cimientos", 40]), leaf="measure")
    assert names(batch) == ["Demanda", "Requisitos", "Cimientos"]
    assert sums_of(batch) == {"one_time_cost.plan": 9_000}


def test_a_plain_date_read_as_the_finish_is_asked() -> None:
    batch = read(sheet("Works", ["ID", "Task", "Date"], [1, "Dig", D(2025, 1, 9)], [2, "Build", D(2025, 2, 9)]))
    assert "does not say of what it is the date" in said(batch)


def test_amounts_of_the_same_things_as_of_several_days_are_said() -> None:
    rows: list[list[Value]] = [[day, f"L-{n}", f"Bridge {n}", 1000 * n] for day in ("2024-01-16", "2025-01-16")
                               for n in range(1, 5)]
    batch = read(sheet("capital", ["Published Date", "Project ID", "Project Name", "Budget"], *rows))
    assert "stand here as of several days" in said(batch)


def test_a_mandate_is_no_date_and_whoever_it_is_allocated_to_no_name() -> None:
    rows: list[list[Value]] = [[("Ada", "Ben")[n % 2], "UAT", f"Ministry of Mills {n}", "TBD"] for n in range(24)]
    batch = read(sheet("Sheet1", ["Allocation", "Status", "Mandate", "Live Date"], *rows))
    assert names(batch) == [f"Ministry of Mills {n}" for n in range(24)]


def test_russian_months_and_scenarios_are_read() -> None:
    batch = read(sheet("2026", ["Наименование проекта", "январь 2026 план", "январь 2026 факт", "февраль 2026 план",
                                "февраль 2026 факт", "март 2026 план", "март 2026 факт"],
                       ["Мельница", 10, 9, 20, 18, 30, 0], ["Плотина", 1, 1, 2, 2, 3, 3]))
    assert sums_of(batch) == {"recurring_benefit.plan": 6_600, "recurring_benefit.actual": 3_300}


def test_hints_below_the_headings_of_a_template_are_no_row() -> None:
    batch = read(sheet("Readings", ["No", "Date raised", "Activity", "Owner", "Status"],
                       [None, "Mention the date on which it was raised", "Describe the activity that went wrong",
                        "Mention the person who solves it", "Solved/ pending"],
                       [1, D(2025, 1, 9), "Read the file", "Ada", "Solved"],
                       [2, D(2025, 2, 9), "Write it", "Ben", "Open"]))
    assert names(batch) == ["Read the file", "Write it"]


def test_headings_without_a_row_between_them_are_named() -> None:
    day = D(2025, 1, 9)
    batch = read(sheet("Stories", ["Story", "Task", "Owner", "Start"], ["Home page"], ["Hardware"], ["Waiver"],
                       ["Mail", "Send it", "Ada", day], [None, "Read it", "Ben", day], ["Post", "Pay it", "Ben", day]))
    assert "warning Stories A2 A2:A4 follow each other without a row between" in said(batch)
    assert names(batch) == ["Send it", "Read it", "Pay it"]


def test_an_amount_of_the_whole_that_stands_in_every_month_counts_once() -> None:
    rows: list[list[Value]] = [[D(2025, m, 1), f"1.{k}", f"Part {k}", 1_000 * k, 100 * m, 90, 1_100, 0.9]
                               for k in (1, 2) for m in (1, 2, 3)]
    batch = read(sheet("evm", ["Month", "WBS ID", "Name", "BAC", "AC", "PV", "EAC", "CPI"], *rows))
    sums = sums_of(batch)
    assert sums["one_time_cost.plan"] == 300_000 and sums["one_time_cost.forecast"] == 220_000
    assert sums["one_time_cost.actual"] == 120_000
    assert "an amount of the whole measure in each of its rows" in said(batch)


def test_an_amount_that_is_the_same_in_every_month_is_asked() -> None:
    rows: list[list[Value]] = [[D(2025, m, 1), f"A-{k}", 500, 100 * m] for k in (1, 2) for m in (1, 2, 3)]
    batch = read(sheet("spend", ["Month", "Project ID", "Budget", "Actual cost"], *rows))
    assert sums_of(batch)["one_time_cost.plan"] == 300_000
    assert "is the same in every row of a measure" in said(batch)


def test_large_figures_that_nobody_calls_money_are_asked() -> None:
    batch = read(sheet("wbs", ["ID", "Name", "Volumen"], ["1", "Mill", 45_000_000], ["2", "Dam", 1_800_000],
                       ["3", "Road", 720_000]))
    assert "holds large figures without saying that they are money" in said(batch)
    quiet = read(sheet("wbs", ["ID", "Name", "Zip"], ["1", "Mill", 145_000], ["2", "Dam", 118_000],
                       ["3", "Road", 172_000]))
    assert "large figures" not in said(quiet)


def test_a_day_of_1900_is_no_date_and_a_weekday_in_brackets_none_the_less_one() -> None:
    batch = read(sheet("Data", ["#", "Task", "Start", "End"],
                       [1, "Sow", "1900-12-30 (Sunday)", "1900-12-30 (Sunday)"],
                       [2, "Water", "2025-10-04 (Saturday)", "2025-10-05 (Sunday)"],
                       [3, "Reap", "2025-10-06 (Monday)", "2025-10-07 (Tuesday)"]))
    assert [m.fields.get("start") for m in of(batch, "measure")] == [None, "2025-10-04", "2025-10-06"]
    assert "is no date" in said(batch)


def test_a_date_that_begins_with_its_short_year_is_read_so_and_names_no_row() -> None:
    batch = read(sheet("할일", ["No", "할일", "시작일", "종료일"], [1, "물레방아", "`23.02.12", "`23.02.18"],
                       [2, "지붕", "`23.02.19", "`23.02.25"]))
    assert [(m.fields["name"], m.fields["start"]) for m in of(batch, "measure")] == [
        ("물레방아", "2023-02-12"), ("지붕", "2023-02-19")]


def test_a_sheet_of_lessons_is_a_log_of_lessons() -> None:
    batch = read(sheet("Lessons learned", ["No", "Date raised", "Event", "Recommendations", "Owner", "Status"],
                       [1, D(2025, 1, 9), "The mill stood still", "Grease it", "Ada", "Solved"],
                       [2, D(2025, 2, 9), "The dam leaked", "Clay", "Ben", "Open"]))
    assert not of(batch, "measure") and len(of(batch, "note")) == 2


def test_numbers_that_step_to_the_right_with_their_depth_make_the_tree() -> None:
    day = D(2025, 1, 9)
    batch = read(sheet("WBS", [None, None, None, "Task Name", "Owner", "Start date", "Budget"],
                       ["1", None, None, "House", "Ada", day, None], [None, 1.1, None, "Walls", "Ada", day, None],
                       [None, None, "1.1.1", "Bricks", "Ada", day, 700],
                       [None, None, "1.1.2", "Mortar", "Ben", day, 300], [None, 1.2, None, "Roof", "Ben", day, 500]))
    assert sums_of(batch)["one_time_cost.plan"] == 150_000
    tree = {i.fields["name"]: i.parent for i in of(batch, "measure") + of(batch, "package") + of(batch, "project")}
    assert (tree["Bricks"], tree["Mortar"], tree["Walls"]) == ("1.1", "1.1", "1")


def test_lists_of_choices_side_by_side_are_no_measures() -> None:
    batch = read(sheet("Master", ["担当者", None, "状況", None, "優先度", None], ["Status", "Text"] * 3,
                       ["a", "Ada", "未着手", "未着手", "低", "低"], ["b", "Ben", "完了", "完了", "高", "高"]),
                 sheet("課題", ["No.", "課題名", "担当者", "開始日"], [1, "Mill", "Ada", D(2025, 1, 9)],
                       [2, "Dam", "Ben", D(2025, 2, 9)]))
    assert "side by side; read as a sheet of choices" in said(batch)
    assert not {"未着手", "完了"} & set(names(batch))


def test_a_sheet_of_mere_names_beside_others_is_warned_of() -> None:
    work = sheet("Work", ["Name", "Owner", "Start", "End"], ["Mill", "Ada", D(2025, 1, 9), D(2025, 2, 9)],
                 ["Dam", "Ben", D(2025, 3, 9), D(2025, 4, 9)])
    page = sheet("Page 1", ["Name", "Format", "Align", "Font"], ["logo file", "png", "center", "Times"],
                 ["site address", "text", "left", "Times"], ["vendor", "text", "left", "Arial"])
    assert "Nothing but its names says" in said(read(work, page))
    assert "Nothing but its names says" not in said(read(page))


def test_a_name_with_a_line_break_stands_on_one_line() -> None:
    """It ran over the rows above and below it in the printed report, and broke the row of a listing in two."""
    batch = read(sheet("Actions", ["No", "What", "Who"], [1, "Newsletter\nissue 2", "Ada Byron"],
                       [2, "Archive", "Ben Roy"]))
    assert names(batch) == ["Newsletter issue 2", "Archive"]
