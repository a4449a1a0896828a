"""Three RAID logs: English sheets of one shape, a German risk register with tiles above, one list with a type column.

Written from spreadsheets.md alone.
"""
from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from tests.data.blind.common import (
    AMBER,
    GREEN,
    RED,
    Facts,
    bold,
    book,
    day,
    dotted,
    head,
    paint,
    put,
    save,
    title,
)

OWNERS = ("Rosa Menendez", "Arthur Byrne", "Kemi Alade", "Stefan Holm")
RISKS = (
    "Supplier goes into administration", "Planning consent is refused", "Test data holds personal records",
    "Two key engineers retire", "Exchange rate moves against us", "Old interface is undocumented",
    "Peak season overlaps cut-over", "Insurance cover lapses", "Single point of failure in the link",
    "Users keep the old spreadsheet", "Steel price rises", "Regulator asks for a second audit",
)
ISSUES = (
    "Server room air conditioning fails", "Invoices are not matched", "No test manager since March",
    "Change requests without estimates", "Training rooms are double-booked", "Report totals differ by one cent",
    "Badge readers delivered without firmware",
)
ASSUMPTIONS = ("Budget stays at last year's level", "Union agrees by June", "Bandwidth suffices at all sites",
               "Legacy licences can be ended monthly", "One tax rate applies")
DECISIONS = ("Use one database for all regions", "Pilot in Cork first", "Keep the old portal until December",
             "No customisation of the standard")


def english_clean(path: Path) -> Facts:
    made, ws = book("Risks")
    first = day("2025-01-09")
    head(ws, 1, ("Risk ID", "Risk Title", "Description", "Probability", "Impact", "Score", "Response plan", "Owner",
                 "Status", "Date raised"))
    for at, name in enumerate(RISKS):
        chance, impact = at % 5 + 1, (at * 3) % 5 + 1
        put(ws, at + 2, (f"R-{at + 1:03d}", name, f"{name}; found in review {at % 3 + 1}", chance, impact,
                         chance * impact, "Agree a fallback with the sponsor", OWNERS[at % 4],
                         ("Open", "Watching", "Closed")[at % 3], first + dt.timedelta(days=at * 5)))
    for sheet, key, names, heads in (
        ("Assumptions", "A", ASSUMPTIONS, ("Assumption ID", "Assumption", "Owner", "Validated by", "Due date")),
        ("Issues", "I", ISSUES, ("Issue ID", "Issue", "Severity", "Assigned to", "Target date")),
        ("Decisions", "D", DECISIONS, ("Decision ID", "Decision", "Decided by", "Forum", "Decision date")),
    ):
        log = made.create_sheet(sheet)
        head(log, 1, heads)
        for at, name in enumerate(names):
            middle = {"A": OWNERS[at % 4], "I": ("High", "Low")[at % 2], "D": OWNERS[at % 4]}[key]
            last = "Steering committee" if key == "D" else OWNERS[(at + 1) % 4]
            put(log, at + 2, (f"{key}-{at + 1:03d}", name, middle, last, first + dt.timedelta(days=30 + at * 9)))
    save(made, path)
    return Facts(risks=len(RISKS), issues=len(ISSUES), assumptions=len(ASSUMPTIONS), decisions=len(DECISIONS),
                 names=RISKS + ISSUES + ASSUMPTIONS + DECISIONS,
                 note="No measure stands in the file; due dates of assumptions and issues are theirs alone.")


GERMAN = (
    ("Verzug der Baugenehmigung", "Externe", 3, 4, 120.0, "offen"),
    ("Ausfall des Generalübernehmers", "Externe", 2, 5, 800.0, "offen"),
    ("Schlüsselpersonal kündigt", "Personal", 3, 3, 60.0, "in Arbeit"),
    ("Altlasten im Boden", "Technik", 2, 4, 450.0, "offen"),
    ("Schnittstelle zu SAP verspätet", "Technik", 4, 3, 75.5, "in Arbeit"),
    ("Fördermittel werden gekürzt", "Finanzen", 2, 5, 300.0, "offen"),
    ("Preisanstieg Kupfer", "Finanzen", 4, 2, 45.0, "geschlossen"),
    ("Lärmbeschwerden der Anwohner", "Externe", 3, 2, None, "geschlossen"),
    ("Prüfstatik nicht rechtzeitig", "Technik", 3, 4, 95.0, "offen"),
    ("Übersetzungen fehlen", "Personal", 1, 2, 8.0, "offen"),
)


def german_messy(path: Path) -> Facts:
    made, ws = book("Risikoregister")
    cells: list[str] = []
    title(ws, 1, "Risikoregister – Projekt „Neue Mitte“", 10, 16)
    put(ws, 2, ("Dokumentenlenkung:", "PMO-RR-007", None, "Version:", "1.9", None, "Freigabe:", "Hr. Dr. Größler"))
    for col, label, value in ((1, "Offene Risiken", 6), (4, "davon rot", 3), (7, "Summe T€", 1503.5)):
        ws.cell(4, col, label)
        ws.cell(5, col, value)
        ws.merge_cells(start_row=5, start_column=col, end_row=5, end_column=col + 1)
        bold(ws, 5, 1, "D9D9D9", col)
    head(ws, 7, ("Identifikation", None, None, "Bewertung", None, None, None, "Steuerung", None, None, None))
    for block in ("A7:C7", "D7:G7", "H7:K7"):
        ws.merge_cells(block)
    head(ws, 8, ("Risiko-Nr.", "Risiko", "Kategorie", "Eintrittswahr-\nscheinlichkeit", "Tragweite", "Risikowert",
                 "Schadenshöhe (T€)", "Gegenmaßnahme", "Verantwortlicher", "Frist", "Status"))
    put(ws, 9, ("Beispiel", "Lieferant fällt aus", "Externe", 3, 4, 12, 100, "Zweitlieferant", "Mustermann",
                "31.12.2025", "offen"))
    for at, (name, kind, chance, impact, harm, status) in enumerate(GERMAN):
        row = at + 10
        put(ws, row, (f"RI{at + 1:02d}", name, kind, chance, impact, chance * impact, harm if harm else "-",
                      "siehe Maßnahmenplan" if at % 3 else "Monatliches Gespräch mit Vorstand",
                      ("Fr. Höß", "Hr. Jung", "Fr. Çakır")[at % 3],
                      dotted(day("2025-05-30") + dt.timedelta(days=at * 15)) if at != 5 else "laufend", status))
        score = chance * impact
        paint(ws, row, 6, RED if score >= 12 else AMBER if score >= 8 else GREEN)
        if at == 3:
            ws.cell(row, 7, "nicht bezifferbar")
            cells.append(f"{ws.title}!G{row}")
        if at == 5:
            cells.append(f"{ws.title}!J{row}")
        if status == "geschlossen":
            ws.row_dimensions[row].hidden = True
    last = len(GERMAN) + 10
    for at in range(4):  # numbered rows that nobody filled
        put(ws, last + at, (f"RI{len(GERMAN) + 1 + at:02d}", "--"))
    put(ws, last + 5, ("Legende: rot ab 12, gelb ab 8, grün darunter",))
    save(made, path)
    return Facts(risks=len(GERMAN), names=tuple(row[0] for row in GERMAN), cells_to_name=tuple(cells),
                 left_out=("Beispiel", "RI11", "RI12", "RI13", "RI14", "Legende: rot ab 12, gelb ab 8, grün darunter"),
                 note="Two closed risks are hidden and count. Schadenshöhe is a risk's harm, not an effect line.")


def one_list(path: Path) -> Facts:
    """A CSV as a ticket system exports it: semicolons, a byte order mark, quoted line breaks, one type column."""
    kinds = (("Risk", RISKS[3:11]), ("Assumption", ASSUMPTIONS[:3]), ("Issue", ISSUES[:6]), ("Decision", DECISIONS[:3]))
    rows: list[list[str]] = []
    for kind, names in kinds:
        for at, name in enumerate(names):
            raised = day("2025-02-03") + dt.timedelta(days=len(rows) * 4)
            rows.append(["", kind, name, f"Raised at stand-up.\nSee minutes {at + 1}; item 3",
                         ("High", "Medium", "Low")[at % 3] if kind in ("Risk", "Issue") else "", OWNERS[at % 4],
                         ("Open", "In progress", "Closed")[at % 3], f"{raised:%d/%m/%Y}",
                         "tbd" if at == 2 else f"{raised + dt.timedelta(days=45):%d/%m/%Y}"])
    rows = rows[::3] + rows[1::3] + rows[2::3]  # a log is kept in the order things were raised, not by type
    for at, row in enumerate(rows, 1):
        row[0] = f"RAID-{at:03d}"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(("Ref", "Type", "Title", "Description", "Severity", "Owner", "Status", "Date raised", "Due date"))
        out.writerows(rows)
    return Facts(risks=8, issues=6, assumptions=3, decisions=3, names=tuple(row[2] for row in rows),
                 note="Day first is proven by the dates raised. tbd is an empty date. No line break splits a row.")


ALL = {
    "raid_en_clean.xlsx": english_clean,
    "raid_de_messy.xlsx": german_messy,
    "raid_en_one_list.csv": one_list,
}
