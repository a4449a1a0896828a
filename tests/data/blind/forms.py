"""Three forms: an English return, German profiles one sheet each with a sample, repeated blocks on one sheet.

Written from spreadsheets.md alone. A form is one measure.
"""
from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.data.blind.common import (
    GREY,
    Cell,
    Facts,
    K,
    M,
    Tally,
    bold,
    book,
    day,
    german,
    head,
    paint,
    put,
    save,
    shown,
    title,
)


def english_clean(path: Path) -> Facts:
    made, ws = book("Project return")
    tally = Tally()
    title(ws, 1, "Coastal Resilience Fund: project return", 4, 16)
    put(ws, 2, ("Please complete all white cells. Grey cells are filled by the fund.",))
    capex, spent, saving = 284_750_000, 91_233_417, 36_500_000
    start, end = day("2024-09-02"), day("2026-11-27")
    row = 4
    parts: tuple[tuple[str, tuple[tuple[str, Cell], ...]], ...] = (
        ("Section A: About the project", (
            ("Project name:", "Harwick Promenade Flood Wall"), ("Project ID:", "CRF-0417"),
            ("Project description:", "Raises 640 m of sea wall and renews the pumping station behind it."),
            ("Senior responsible owner:", "Fiona Treadwell"), ("Project manager:", "Idris Vaughan"),
            ("S151 officer:", "Malcolm Peake"), ("Region:", "East Anglia"),
        )),
        ("Section B: Progress", (
            ("Project status:", "In progress"), ("RAG rating:", "Amber"), ("Start date:", start), ("End date:", end),
            ("% complete:", 0.35), ("Commentary:", "Piling finished; the pump contract is six weeks late."),
        )),
        ("Section C: Money (GBP)", (
            ("Capex, plan:", shown(capex)), ("Capex, actual to date:", shown(spent)),
            ("Annual saving in maintenance, forecast:", shown(saving)),
        )),
    )
    for heading, fields in parts:
        put(ws, row, (heading,))
        bold(ws, row, 4, "D9D9D9")
        for label, value in fields:
            row += 1
            put(ws, row, (label, value), form="0%" if label.startswith("%") else "#,##0.00")
        row += 2
    tally.measure("Harwick Promenade Flood Wall")
    tally.dates(start, end)
    tally.money("plan", capex, "one_time_cost")
    tally.money("actual", spent, "one_time_cost")
    tally.money("forecast", saving, "recurring_benefit")
    put(ws, row, ("Section D: Milestones",))
    bold(ws, row, 4, "D9D9D9")
    head(ws, row + 1, ("Milestone", "Start date", "End date", "Comment"))
    for at, name in enumerate(("Consents", "Piling", "Wall raising", "Pump installation", "Handover")):
        begin = day("2024-09-16") + dt.timedelta(days=150 * at)
        put(ws, row + 2 + at, (name, begin, begin + dt.timedelta(days=120), "Late" if at == 3 else None))
        tally.activity(name)
        tally.dates(begin, begin + dt.timedelta(days=120))
    ws.column_dimensions["A"].width = 40
    save(made, path)
    return tally.facts("GBP", "The milestones of section D belong to the one project of the return.")


PROFILES: tuple[tuple[str, str, str, str, str, Cell, Cell, Cell], ...] = (
    ("Zählerablesung per Funk", "Köhler, Ute", "HG 3", "01.03.2025", "30.11.2026", 123456789, 120000000, 0),
    ("Schließung Kundenbüro Lübbenau", "Dörfler, Kai", "HG 4", "15.01.2025", "KW 40/2025", 8750050, 21999999, 4300000),
    ("Störungsannahme bündeln", "Köhler, Ute", "HG 2", "01.07.2025", "31.03.2026", "wird nachgereicht", 17800000, None),
)


def german_profiles(path: Path) -> Facts:
    made, ws = book("Ausfüllhinweise")
    tally = Tally()
    title(ws, 1, "Maßnahmensteckbrief: Hinweise zum Ausfüllen", 4)
    for at, line in enumerate(("Für jede Maßnahme ein Blatt.", "Das Blatt „Muster“ bitte nicht ändern.",
                               "Beträge in EUR, ohne Umsatzsteuer."), 3):
        ws.cell(at, 1, line)
    sample = ("Muster: Fahrtkosten senken", "Mustermann, Erika", "HG 1", "01.01.2025", "31.12.2025", 1000000, 500000, 0)
    for number, profile in enumerate((sample, *PROFILES)):
        name, owner, stage, start, end, cost, saving, real = profile
        sheet = made.create_sheet("Muster" if number == 0 else f"Steckbrief {number}")
        title(sheet, 1, "Maßnahmensteckbrief" + (" (BEISPIEL)" if number == 0 else ""), 5, 16)
        fields: tuple[tuple[str, Cell], ...] = (
            ("Maßnahmentitel:", name), ("Maßnahmen-Nr.:", f"SW-{number:02d}"), ("Verantwortlich:", owner),
            ("Auftraggeber:", "Bitte auswählen" if number == 2 else "Geschäftsleitung Netze"),
            ("Controller:", "Fr. Sühnel"), ("Härtegrad:", stage), ("Ampel:", None), ("Umsetzungsbeginn:", start),
            ("Umsetzungsende:", end), ("Einmalkosten (Plan):", cost), ("Einsparung p. a. (Plan):", saving),
            ("Einsparung p. a. (Ist):", real), ("Beschreibung:", f"Ziel ist es, „{name}“ bis Ende 2026 umzusetzen."),
            ("Nächste Schritte:", "Abstimmung mit dem Betriebsrat"),
        )
        row = 3
        for at, (label, value) in enumerate(fields):
            sheet.cell(row, 2, label)
            if isinstance(value, int):
                text: Cell = f"{german(value)} €" if at == 9 else shown(value)
                if at == 10 and value >= M:
                    text = f"{german(value, M, 1)} Mio. €"
                sheet.cell(row, 4, text).number_format = "#,##0.00 €"
            elif value:
                sheet.cell(row, 4, value)
            if label == "Ampel:":
                paint(sheet, row, 4, ("00B050", "00B050", "FFC000", "FF0000")[number])
            if number and value == "wird nachgereicht":
                tally.cells.append(f"{sheet.title}!D{row}")
            sheet.merge_cells(start_row=row, start_column=4, end_row=row, end_column=5)
            row += 2 if label in ("Härtegrad:", "Umsetzungsende:") else 1
        if number == 0:
            tally.left_out.append(name)
            continue
        tally.measure(name)
        for text in (start, end):
            if text.count(".") == 2:
                tally.dates(day("-".join(reversed(text.split(".")))))
        for amount, series, kind in ((cost, "plan", "one_time_cost"), (saving, "plan", "recurring_benefit"),
                                     (real, "actual", "recurring_benefit")):
            if isinstance(amount, int):
                tally.money(series, amount, kind)
    tally.left_out.append("Bitte auswählen")
    save(made, path)
    return tally.facts(
        "EUR", "The finish KW 40/2025 is a week (29 September to 5 October 2025), so neither first nor last date. "
        "The status is a fill without text.", ("Ausfüllhinweise", "Muster"),
    )


SCHEMES = (
    ("Market Square Repaving", "Joan Petrie", "Green", 450, 462, 18),
    ("Library Roof", "Joan Petrie", "Red", 1275, 1630, 0),
    ("Riverside Cycle Route", "Nasir Malik", "Amber", 890, 874, 42),
    ("Youth Hub, Canal Street", "Nasir Malik", "Green", 2340, 2340, 155),
    ("Bus Station Screens", "Beth Orme", "Amber", 165, 198, 9),
)
UNUSED = ("< Enter project name >", "", "< Select >", 0, 0, 0)


def repeated_blocks(path: Path) -> Facts:
    made, ws = book("Return")
    tally = Tally()
    title(ws, 1, "Town Deal quarterly return, all projects", 4, 16)
    put(ws, 2, ("Fill one block for each project. Leave unused blocks as they are. All figures in £k.",))
    row = 4
    for at in range(6):
        used = at < len(SCHEMES)
        name, lead, rag, base, outlook, run = SCHEMES[at] if used else UNUSED
        start, end = day("2024-04-01") + dt.timedelta(days=37 * at), day("2025-09-30") + dt.timedelta(days=41 * at)
        put(ws, row, (f"PROJECT {at + 1}",))
        bold(ws, row, 4, "D9D9D9")
        fields: tuple[tuple[str, Cell], ...] = (
            ("Project name:", name), ("Project manager:", lead or None), ("RAG rating:", rag),
            ("Have there been changes to scope?", "No" if used else "< Select >"),
            ("Start date:", start if used else None),
            ("Completion date:", end if used else None), ("CDEL baseline (£k):", base if used else None),
            ("CDEL forecast (£k):", outlook if used else None), ("RDEL forecast per year (£k):", run if used else None),
            ("Narrative:", "Please give no more than 100 words." if not used else "On site since spring." if at % 2
             else "Tender returned above the estimate." if outlook > base else "Nothing to report."),
        )
        for offset, (label, value) in enumerate(fields, 1):
            put(ws, row + offset, (None, label, value), form="#,##0")
            paint(ws, row + offset, 3, "FFFFFF" if used else GREY)
        row += len(fields) + 2
        if not used:
            tally.left_out.append(name)
            continue
        tally.measure(name)
        tally.dates(start, end)
        tally.money("baseline", base * K, "one_time_cost")
        tally.money("forecast", outlook * K, "one_time_cost")
        tally.money("forecast", run * K, "recurring_cost")
    ws.column_dimensions["B"].width = 36
    save(made, path)
    return tally.facts("GBP", "CDEL is one-time, RDEL recurring. Block 6 was never filled in.")


ALL = {
    "form_en_clean.xlsx": english_clean,
    "form_de_profiles.xlsx": german_profiles,
    "form_en_repeated_blocks.xlsx": repeated_blocks,
}
