"""A tracker as PMO offices keep them: German heads, groups, sub-totals (one wrong), an example row, odd cells.

Writes a real workbook; the figures are known, so tests can say what must come of it. Knows nothing of the importer.
"""
from __future__ import annotations

import datetime as dt
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

HEADS = ("Nr.", "Maßnahme", "MV", "Bereich", "Beginn", "Ende", "Ampel", "HG", "Plan 2026", "V-Ist 2026")
FILLS = {"grün": "A9D8B8", "gelb": "F5CF7A", "rot": "EBA093"}
D = dt.date
GROUPS: tuple[tuple[str, tuple[tuple[object, ...], ...]], ...] = (
    ("Infrastruktur und Cloud", (
        ("IT-01", "Welle 1 Schadenplattform", "J. Brandt", "IT", D(2025, 6, 2), D(2025, 12, 22), "grün", 4, 552, 552),
        ("IT-02", "Welle 2 Bestandsführung", "J. Brandt", "IT", D(2025, 9, 1), D(2026, 2, 12), "grün", 4, 638, 70),
        ("IT-03", "Welle 3 Partnerportale", "S. Petrova", "IT", D(2025, 12, 8), D(2026, 6, 26), "rot", 3, 840, 504),
        ("IT-04", "Abschaltung Server Hamburg", "H. Wendt", "IT", D(2026, 5, 4), D(2026, 9, 30), "gelb", 3, 1628, 444),
        ("IT-05", "Kündigung Colocation Hamburg", "H. Wendt", "IT", D(2026, 1, 5), D(2026, 11, 30), "rot", 3, 620, 62),
        ("IT-06", "Rückgabe Speicher Köln", "H. Wendt", "IT", D(2026, 1, 19), "tbd", "--", 3, 260, "-"))),
    ("Schaden", (
        ("SB-01", "Foto-Gutachten Glas", "D. Kovacs", "Schaden", D(2025, 10, 13), D(2026, 1, 26), "grün", 4, 440, 503),
        ("SB-02", "Dunkelverarbeitung bis 1.500 €", "D. Kovacs", "Schaden", D(2026, 1, 12), D(2026, 4, 20), "gelb", 3,
         675, 648),
        ("SB-03", "Werkstattsteuerung", "L. Fischer", "Schaden", D(2025, 8, 4), D(2025, 12, 12), "grün", 4, 660, 579),
        ("SB-04", "Digitale Schadenmeldung", "L. Fischer", "Schaden", D(2026, 2, 9), D(2026, 5, 6), "grün", 3,
         240, 210),
        ("SB-05", "Video statt Ortstermin", "R. Sato", "Schaden", D(2025, 12, 8), D(2026, 2, 20), "grün", 4,
         220, 240))),
    ("Vertrieb", (
        ("VT-01", "Angebotsportal Makler", "N. Weiss", "Vertrieb", D(2026, 2, 16), D(2026, 6, 26), "grün", 3, 210, 210),
        ("VT-02", "< bitte wählen >", "< wählen >", None, "tbd", "tbd", "--", "--", "-", "-"),
        ("VT-03", "Provisionsabrechnung online", "N. Weiss", "Vertrieb", D(2026, 1, 19), D(2026, 3, 27), "grün", 3,
         108, "n/a"))),
)
WRONG_SUBTOTAL = 1620            # printed in J13; the rows above it sum to 1,632
PLAN_SUM = 7091                  # T€, over the 13 measures
FORECAST_SUM = 4022


def write_tracker(path: Path, changes: dict[str, dict[str, object]] | None = None, name: str = "Maßnahmen") -> Path:
    """Write the workbook. `changes` sets cells of single measures by code and head, as a later month would."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    sheet.append(["Maßnahmen-Tracker 2026"])
    sheet.append(["Stand: 10.04.2026, alle Werte in T€ p. a., ergebniswirksam"])
    sheet.append([])
    sheet.append(list(HEADS))
    sheet.append(["Beispiel", "Bitte so ausfüllen", "Nachname", "IT", D(2026, 1, 1), D(2026, 12, 31), "grün", 1,
                  100, 100])
    totals: list[tuple[float, float]] = []
    for group, rows in GROUPS:
        sheet.append([group])
        sums = [0.0, 0.0]
        for row in rows:
            cells = list(row)
            for head, value in (changes or {}).get(str(row[0]), {}).items():
                cells[HEADS.index(head)] = value
            sheet.append(cells)
            for i, column in enumerate((8, 9)):
                value = cells[column]
                sums[i] += value if isinstance(value, (int, float)) else 0
        shown = WRONG_SUBTOTAL if group.startswith("Infra") and not changes else sums[1]
        totals.append((sums[0], shown))
        sheet.append([None, "Zwischensumme", *[None] * 6, sums[0], shown])
    sheet.append([None, "Gesamtsumme", *[None] * 6, sum(a for a, _ in totals), sum(b for _, b in totals)])
    sheet.append([])
    sheet.append(["* MV = Maßnahmenverantwortlicher, HG = Härtegrad"])
    _dress(sheet)
    lists = book.create_sheet("Listen")
    for row in (["Ampel"], ["grün"], ["gelb"], ["rot"]):
        lists.append(row)
    book.save(path)
    return path


def _dress(sheet: object) -> None:
    """Bold heads, group and total rows, coloured lights, German number formats: what people's eyes go by."""
    for row in sheet.iter_rows():                # type: ignore[attr-defined]
        first, second = row[0].value, row[1].value
        strong = row[0].row in (1, 4) or (first and not second) or second in ("Zwischensumme", "Gesamtsumme")
        for cell in row:
            if strong:
                cell.font = Font(bold=True)
            if isinstance(cell.value, str) and cell.value in FILLS:
                cell.fill = PatternFill("solid", fgColor=FILLS[cell.value])
            if isinstance(cell.value, (int, float)) and cell.column in (9, 10):
                cell.number_format = "#,##0.0"
            if isinstance(cell.value, dt.date):
                cell.number_format = "DD.MM.YYYY"
