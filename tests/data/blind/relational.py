"""Three relational workbooks joined by ids: English clean, German with a long money table, RAID tables on one sheet.

Written from spreadsheets.md alone.
"""
from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.data.blind.common import Facts, K, Tally, bold, book, day, german, head, numbers, put, save, shown, title

PROJECTS = (
    ("Claims Intake Portal", "Marta Lindqvist", "In Progress", "Green"),
    ("Fraud Scoring Refresh", "Jon Abara", "In Progress", "Amber"),
    ("Paperless Policy Documents", "Marta Lindqvist", "Completed", "Green"),
    ("Broker Commission Engine", "Sunil Dave", "In Progress", "Red"),
    ("Branch Lease Exit", "Claire Dumont", "On Hold", "Amber"),
    ("Motor Pricing Sandbox", "Jon Abara", "Planned", "Green"),
    ("Complaints Root-Cause Desk", "Claire Dumont", "In Progress", "Green"),
    ("Identity and Access Clean-up", "Sunil Dave", "In Progress", "Amber"),
    ("Payment File Migration", "Sunil Dave", "Planned", "Green"),
    ("Contact Centre Knowledge Base", "Claire Dumont", "Completed", "Green"),
)
STEPS = ("Charter approved", "Design complete", "Build complete", "Go-live")


def english_clean(path: Path) -> Facts:
    made, ws = book("Projects")
    tally = Tally()
    count = len(PROJECTS)
    head(ws, 1, ("project_id", "project_name", "project_manager", "status", "RAG_Status", "start_date", "end_date",
                 "budget_usd", "actual_cost_usd"))
    stones = made.create_sheet("Milestones")
    head(stones, 1, ("milestone_id", "project_id", "milestone_name", "due_date", "completion_pct", "owner"))
    budget, spent = numbers(11, count, 4_000_000, 200_000_000, 100), numbers(12, count, 0, 90_000_000, 1)
    row = 2
    for at, (name, lead, status, rag) in enumerate(PROJECTS):
        start = day(f"2025-{at + 1:02d}-{(at * 5) % 28 + 1:02d}")
        end = start + dt.timedelta(days=240 + at * 11)
        cost = None if status == "Planned" else spent[at]
        put(ws, at + 2, (f"P{at + 1:03d}", name, lead, status, rag, start, end, shown(budget[at]), shown(cost)),
            form="#,##0.00")
        tally.measure(name)
        tally.dates(start, end)
        tally.money("plan", budget[at])
        tally.money("actual", cost)
        for step, label in enumerate(STEPS[: 2 + at % 3]):
            due = start + dt.timedelta(days=30 + step * 65)
            full = f"{label}, {name}" if at % 2 else label
            put(stones, row, (f"MS-{row - 1:03d}", f"P{at + 1:03d}", full, due, 100 if step == 0 else 0, lead))
            tally.activity(full)
            tally.dates(due)
            row += 1
    risks, issues = made.create_sheet("Risks"), made.create_sheet("Issues")
    head(risks, 1, ("risk_id", "project_id", "risk_title", "probability", "impact", "score", "mitigation", "owner",
                    "status"))
    head(issues, 1, ("issue_id", "project_id", "issue_description", "severity", "assigned_to", "raised_on", "status"))
    for at in range(14):
        chance, impact = at % 5 + 1, (at * 2) % 5 + 1
        put(risks, at + 2, (
            f"R-{at + 1:02d}", f"P{(at * 3) % count + 1:03d}",
            ("Key developer leaves", "Vendor slips a release", "Data worse than sampled")[at % 3] + f" ({at + 1})",
            chance, impact, chance * impact, "Weekly check in the team meeting", PROJECTS[at % count][1],
            ("Open", "Mitigated", "Closed")[at % 3],
        ))
    for at in range(9):
        put(issues, at + 2, (
            f"I-{at + 1:02d}", f"P{(at * 7) % count + 1:03d}",
            ("Test environment down twice a week", "Supplier invoice disputed", "No decision on scope")[at % 3],
            ("High", "Medium", "Low")[at % 3], PROJECTS[(at + 2) % count][1],
            day("2025-03-03") + dt.timedelta(days=at * 6), "Open" if at % 4 else "Resolved",
        ))
    save(made, path)
    return tally.facts("USD", "Budget is a plan series, type open. A milestone has one date.", risks=14, issues=9)


MEASURES = (
    ("Beschaffung Hilfsstoffe bündeln", "Einkauf", "Löwe, Katrin", "HG 3"),
    ("Werkverträge neu ausschreiben", "Einkauf", "Löwe, Katrin", "HG 2"),
    ("Fuhrpark auf Leasing umstellen", "Verwaltung", "Büchner, Ralf", "HG 4"),
    ("Raumflächen Zentrale verkleinern", "Verwaltung", "Büchner, Ralf", "HG 3"),
    ("Überstunden im Versand abbauen", "Logistik", "Çelik, Ayşe", "HG 2"),
    ("Prüfaufwand Wareneingang senken", "Qualität", "Hübner, Tim", "HG 1"),
    ("Mindestbestellwert einführen", "Vertrieb", "Voß, Marion", "HG 5"),
    ("Kündigung Altwartungsverträge", "IT", "Hübner, Tim", "HG 4"),
)
KINDS = {"Einmalkosten": "one_time_cost", "Einsparung": "recurring_benefit", "Laufende Kosten": "recurring_cost"}
SCENES = {"Plan": "plan", "Ist": "actual", "Forecast": "forecast"}


def german_messy(path: Path) -> Facts:
    made, ws = book("Deckblatt")
    tally = Tally()
    title(ws, 1, "Maßnahmencontrolling GJ 2025", 5, 18)
    for at, word in enumerate(("Vertraulich", "Version 3.2 vom 14.04.2025", "Bitte nur im Blatt „Werte“ erfassen."), 3):
        ws.cell(at, 1, word)
    main, stones = made.create_sheet("Maßnahmen"), made.create_sheet("Meilensteine")
    title(main, 1, "Stammdaten der Maßnahmen", 7)
    head(main, 3, ("Maßnahmen-Nr.", "Maßnahmentitel", "Bereich", "Verantwortlich", "Härtegrad", "Beginn", "Ende"))
    head(stones, 1, ("Nr.", "Maßnahmen-Nr.", "Meilenstein", "Termin", "Ist-Ende", "Ampel"))
    line = 2
    for at, (name, area, owner, stage) in enumerate(MEASURES):
        start, end = day(f"2025-{at + 1:02d}-01"), day(f"2025-{12 - at % 3:02d}-30")
        put(main, at + 4, (f"EK-{at + 1:02d}", name, area, owner, stage, start, end))
        tally.measure(name)
        tally.dates(start, end)
        for step, label in enumerate(("Konzept freigegeben", "Betriebsrat informiert", "Umsetzung abgeschlossen")):
            if (at + step) % 4 == 3:
                continue
            due = start + dt.timedelta(days=20 + step * 50)
            put(stones, line, (line - 1, f"EK-{at + 1:02d}", label, due, None,
                                ("grün", "gelb", "rot")[(at + step) % 3]))
            tally.activity(label)
            tally.dates(due)
            line += 1
    put(stones, line, (line - 1, "EK-99", "Abnahme Altprojekt", day("2025-06-30"), None, "grau"))
    tally.cells.append(f"Meilensteine!B{line}")  # belongs to no measure of this file
    values = made.create_sheet("Werte")
    put(values, 1, ("Beträge in EUR; je Zeile ein Monat",))
    head(values, 2, ("Maßnahmen-Nr.", "Monat", "Wertart", "Szenario", "Betrag"))
    amounts, line = numbers(21, 400, 50_000, 9_000_000, 1), 3
    for at in range(len(MEASURES)):
        for month in range(1, 7):
            for slot, (kind, scene) in enumerate((("Einsparung", "Plan"), ("Einsparung", "Ist"),
                                                  ("Einmalkosten", "Plan"), ("Laufende Kosten", "Forecast"))):
                if (kind == "Einmalkosten" and month > 2) or (scene == "Ist" and month > 3) or (slot == 3 and at % 4):
                    continue
                minor = amounts[line - 3]
                text: str | float | int | None = german(minor) if line % 9 == 4 else shown(minor)
                if line == 33:
                    text = "geschätzt"
                    tally.cells.append(f"Werte!E{line}")
                else:
                    tally.money(SCENES[scene], minor, KINDS[kind])
                put(values, line, (f"EK-{at + 1:02d}", f"{month:02d}/2025", kind, scene, text), form="#,##0.00")
                line += 1
    risks = made.create_sheet("Risiken")
    head(risks, 1, ("Risiko-Nr.", "Maßnahmen-Nr.", "Risiko", "Eintrittswahrscheinlichkeit", "Auswirkung",
                    "Gegenmaßnahme"))
    words = ("Lieferant lehnt ab", "Betriebsrat stimmt nicht zu", "Daten fehlen")
    for at in range(7):
        put(risks, at + 2, (f"R{at + 1}", f"EK-{at % 8 + 1:02d}", words[at % 3], ("hoch", "mittel", "gering")[at % 3],
                            ("gering", "hoch")[at % 2], "Gespräch führen"))
    save(made, path)
    return tally.facts(
        "EUR", "The milestone of EK-99 has no measure: named, not among the activities. A milestone has one date.",
        ("Deckblatt",), risks=7,
    )


CHARITY = (("Night Shelter Fit-out", "PG1"), ("Mobile Debt Advice Van", "PG1"), ("Volunteer Portal", "PG2"),
           ("Food Bank Stock System", "PG2"), ("Legacy Giving Campaign", "PG3"), ("Shop Refurbishment, Leith", "PG3"),
           ("Payroll Outsourcing", "PG2"))


def english_variant(path: Path) -> Facts:
    made, ws = book("Programmes")
    tally = Tally()
    head(ws, 1, ("Programme ID", "Programme", "SRO"))
    for at, name in enumerate(("Homes and Advice", "Digital Core", "Income"), 2):
        put(ws, at, (f"PG{at - 1}", name, ("Isla Munro", "Ewan Tait", "Isla Munro")[at - 2]))
    main = made.create_sheet("Projects")
    head(main, 1, ("Ref", "Programme ID", "Project name", "Project Manager", "Sponsor", "Start", "Finish", "Stage gate",
                   "Capex baseline (£k)", "Capex forecast (£k)", "Opex forecast (£k)"))
    base, now, run = (numbers(seed, 7, 5_000_000, 80_000_000, K // 10) for seed in (31, 32, 33))
    sums = [0, 0, 0]
    for at, (name, programme) in enumerate(CHARITY):
        start, end = day(f"2024-{at + 4:02d}-0{at + 1}"), day(f"2025-{at + 3:02d}-{20 + at}")
        put(main, at + 2, (f"PJ{at + 1:02d}", programme, name, ("A. Baird", "S. Kerr")[at % 2], "Isla Munro", start,
                           end, f"Gate {at % 5}", shown(base[at], K), shown(now[at], K), shown(run[at], K)),
            form="#,##0.0")
        if at == 4:  # a formula that was never calculated is not 0: named, counted nowhere
            main.cell(at + 2, 11, "=12*4.15")
            tally.cells.append(f"Projects!K{at + 2}")
            run[at] = 0
        tally.measure(name)
        tally.dates(start, end)
        tally.money("baseline", base[at], "one_time_cost")
        tally.money("forecast", now[at], "one_time_cost")
        tally.money("forecast", run[at], "recurring_cost")
        sums = [sums[0] + base[at], sums[1] + now[at], sums[2] + run[at]]
    put(main, 9, ("Total", None, None, None, None, None, None, None, *(shown(x, K) for x in sums)), form="#,##0.0")
    bold(main, 9, 11, "D9D9D9")
    tally.left_out.append("Total")
    log = made.create_sheet("Log")  # three tables under each other, each with its own heads
    row = 1
    for label, heads, count in (
        ("Assumptions", ("Assumption ID", "Ref", "Assumption", "Owner", "Validated on"), 5),
        ("Decisions", ("Decision ID", "Ref", "Decision", "Decided by", "Date"), 4),
        ("Issues", ("Issue ID", "Ref", "Issue", "Owner", "Target date"), 6),
    ):
        ws_text = {"A": "Grant is paid in two halves", "D": "Go ahead with one supplier", "I": "Lease is not signed"}
        title(log, row, label, 5, 12)
        head(log, row + 1, heads)
        for at in range(count):
            put(log, row + 2 + at, (f"{label[0]}{at + 1:02d}", f"PJ{(at * 2) % 7 + 1:02d}",
                                    f"{ws_text[label[0]]} ({at + 1})", "S. Kerr", day(f"2025-0{at + 1}-1{at}")))
        row += count + 4
    save(made, path)
    note = "Three tables stand under each other on the sheet Log. One formula has no value."
    return tally.facts("GBP", note, assumptions=5, decisions=4,
                       issues=6)


ALL = {
    "relational_en_clean.xlsx": english_clean,
    "relational_de_messy.xlsx": german_messy,
    "relational_en_tables_under_each_other.xlsx": english_variant,
}
