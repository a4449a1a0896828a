"""Three flat project lists, one row each: English clean, German messy, a government list in GBP million.

Written from spreadsheets.md alone.
"""
from __future__ import annotations

from pathlib import Path

from tests.data.blind.common import (
    Facts,
    K,
    M,
    Tally,
    bold,
    book,
    day,
    dotted,
    german,
    head,
    numbers,
    put,
    save,
    shown,
    title,
)

STAGES = ("Defined", "Identified", "Detailed", "Decided", "Implemented")
ENGLISH = (
    ("Renegotiate pallet contracts", "Procurement", "Operations", "Dana Whitlock", "In progress", "Green"),
    ("Switch to regional carriers", "Procurement", "Logistics", "Omar Reyes", "In progress", "Amber"),
    ("Close Denver cross-dock", "Network", "Logistics", "Omar Reyes", "On hold", "Red"),
    ("Consolidate cold storage, Midwest", "Network", "Logistics", "Priya Raman", "In progress", "Green"),
    ("Automate returns sorting", "Network", "Operations", "Priya Raman", "Not started", "Green"),
    ("Single customer service desk", "Customer", "Service", "Helen Marsh", "In progress", "Amber"),
    ("Self-service order changes", "Customer", "Service", "Helen Marsh", "Completed", "Green"),
    ("Credit limits by payment history", "Customer", "Finance", "Luis Ortega", "In progress", "Green"),
    ("Retire AS/400 order entry", "Technology", "IT", "Wen Chao", "In progress", "Red"),
    ("Move data room to hosted service", "Technology", "IT", "Wen Chao", "In progress", "Green"),
    ("Licence clean-up, office suite", "Technology", "IT", "Grace Adeyemi", "Completed", "Green"),
    ("Handheld scanners, wave 2", "Technology", "Operations", "Grace Adeyemi", "Not started", "Green"),
    ("Shared payables team in Tulsa", "Finance", "Finance", "Luis Ortega", "In progress", "Amber"),
    ("Dynamic discounting with suppliers", "Finance", "Finance", "Luis Ortega", "Not started", "Green"),
    ("Fuel hedging policy", "Procurement", "Finance", "Dana Whitlock", "Cancelled", "Red"),
    ("Packaging, two sizes instead of nine", "Procurement", "Operations", "Dana Whitlock", "In progress", "Green"),
    ("Night shift redesign, Reno", "Network", "Operations", "Priya Raman", "In progress", "Amber"),
    ("Price waterfall, small accounts", "Customer", "Sales", "Tom Okafor", "In progress", "Green"),
    ("Freight surcharge pass-through", "Customer", "Sales", "Tom Okafor", "Completed", "Green"),
    ("Key account coverage model", "Customer", "Sales", "Tom Okafor", "Not started", "Green"),
)


def english_clean(path: Path) -> Facts:
    made, ws = book("Projects")
    tally = Tally()
    head(ws, 1, (
        "Project ID", "Project Name", "Programme", "Business Unit", "Project Manager", "Sponsor", "Project Status",
        "RAG", "Stage", "Start Date", "End Date", "% Complete", "Priority", "One-off Cost Plan (USD)",
        "One-off Cost Actual (USD)", "Annualised Saving Plan (USD)", "Annualised Saving Forecast (USD)", "Comments",
    ))
    count = len(ENGLISH)
    cost, spent = numbers(1, count, 1_500_000, 95_000_000, 25), numbers(2, count, 500_000, 40_000_000, 1)
    saving, outlook = numbers(3, count, 3_000_000, 150_000_000, 5_000), numbers(4, count, 3_000_000, 140_000_000, 1)
    for at, (name, programme, unit, lead, status, rag) in enumerate(ENGLISH):
        start = day(f"2024-{at % 12 + 1:02d}-{at % 27 + 1:02d}")
        end = day(f"2025-{(at * 5) % 12 + 1:02d}-{(at * 7) % 28 + 1:02d}")
        begun = None if status == "Not started" else spent[at]
        put(ws, at + 2, (
            f"PRJ-{at + 101}", name, programme, unit, lead, "Ruth Calloway" if at % 3 else "Ben Ishikawa", status, rag,
            STAGES[at % 5], start, end, 0.0 if begun is None else 1.0 if status == "Completed" else (at * 7 % 90) / 100,
            ("High", "Medium", "Low")[at % 3], shown(cost[at]), shown(begun), shown(saving[at]), shown(outlook[at]),
            "Board asked for a second quote" if at % 6 == 2 else None,
        ), form="#,##0.00")
        ws.cell(at + 2, 12).number_format = "0%"
        tally.measure(name)
        tally.dates(start, end)
        tally.money("plan", cost[at], "one_time_cost")
        tally.money("actual", begun, "one_time_cost")
        tally.money("plan", saving[at], "recurring_benefit")
        tally.money("forecast", outlook[at], "recurring_benefit")
    ws.freeze_panes = "C2"
    ws.auto_filter.ref = f"A1:R{count + 1}"
    save(made, path)
    return tally.facts("USD", "Savings are per year; the sum is that of the yearly figures as printed.")


# name, package, owner, status, start, end, planned cost, planned saving in TEUR/10: None is an empty cell.
GERMAN: tuple[tuple[str, str, str, str, str, str, int | str | None, int | str | None], ...] = (
    ("Bündelung Frachteinkauf Süd", "Einkauf", "Krüger, Sabine", "in Arbeit", "01.02.2025", "31.10.2025", 1205, 8400),
    ("Nachverhandlung Gießereiteile", "Einkauf", "Krüger, Sabine", "in Arbeit", "15.01.2025", "30.09.2025", 350, 12345),
    ("Lieferantenwechsel Dichtungen", "Einkauf", "Öztürk, Deniz", "offen", "01.06.2025", "nach Freigabe", 400, 2150),
    ("Schrottquote Linie 4 senken", "Werk", "Weiß, Jürgen", "in Arbeit", "03.03.2025", "19.12.2025", 2800, 5600),
    ("Rüstzeiten Presse halbieren", "Werk", "Weiß, Jürgen", "abgeschlossen", "08.01.2024", "28.02.2025", 960, 3210),
    ("Energiemonitoring Härterei", "Werk", "Böhm, Anke", "in Arbeit", "01.04.2025", "PNS", 1475, 2980),
    ("Druckluftleckagen beseitigen", "Werk", "Böhm, Anke", "abgeschlossen", "02.09.2024", "31.01.2025", 85, 640),
    ("Schichtmodell Werk Görlitz", "Werk", "Weiß, Jürgen", "pausiert", "01.05.2025", "31.03.2026", None, 7700),
    ("Zusammenlegung Lager Nord", "Logistik", "Möller, Heike", "in Arbeit", "13.01.2025", "30.11.2025", 18250, 15900),
    ("Leergutumlauf mit Chip", "Logistik", "Möller, Heike", "offen", "01.09.2025", "30.06.2026", 6100, "tbd"),
    ("Tourenplanung neu", "Logistik", "Straßer, Uwe", "in Arbeit", "17.02.2025", "29.08.2025", 720, 4480),
    ("Gebührenmodell Eilsendungen", "Vertrieb", "Jäger, Lena", "in Arbeit", "01.03.2025", "31.07.2025", 0, 3900),
    ("Rabattfreigabe ab 12 %", "Vertrieb", "Jäger, Lena", "abgeschlossen", "01.07.2024", "31.12.2024", 40, 9650),
    ("Ersatzteilpreise nach Nutzen", "Vertrieb", "Jäger, Lena", "offen", "01.08.2025", "30.04.2026", 550, 11000),
    ("Reisekostenrichtlinie", "Zentrale", "Groß, Peter", "gestrichen", "01.02.2025", "30.04.2025", 15, 480),
    ("Rechnungseingang digital", "Zentrale", "Groß, Peter", "in Arbeit", "06.01.2025", "30.06.2025", 1999, "siehe BC"),
)


def german_messy(path: Path) -> Facts:
    made, ws = book("Maßnahmen")
    tally = Tally()
    title(ws, 1, "Ergebnisprogramm „Rückenwind“ – Maßnahmenliste", 11, 16)
    ws["A2"] = "Stand: 31.03.2025   |   erstellt: PMO, Fr. Nüßlein   |   alle Beträge in TEUR"
    head(ws, 4, (
        "lfd. Nr.", "Maßnahme", "Maßnahmen-\npaket", "Verantwortlicher", "Controller", "Status", "Härtegrad", "Beginn",
        "Ende", "Einmalkosten\nPlan (TEUR)", "Einsparung p. a.\nPlan (TEUR)", "Bemerkung",
    ))
    example = ("Beispiel", "Beispiel: Kopierer abschaffen", "Zentrale", "Mustermann, Max", "", "offen", "HG 1",
               "01.01.2025", "31.12.2025", 10, 25, "Zeile bitte nicht löschen")
    put(ws, 5, example)
    tally.left_out.append("Beispiel: Kopierer abschaffen")
    row, costs, savings = 6, 0, 0
    for at, (name, package, owner, status, start, end, cost, saving) in enumerate(GERMAN):
        if at == 8:
            row += 1  # a blank line between the pages, as kept
        begin = day("-".join(reversed(start.split("."))))
        put(ws, row, (f"M-{at + 1:03d}", name, package, owner, "Dr. Fröhlich" if at % 2 else "Hr. Süß", status,
                      f"HG {at % 5 + 1}", begin if at % 3 else start))
        tally.measure(name)
        tally.dates(begin)
        if end[0].isdigit():
            finish = day("-".join(reversed(end.split("."))))
            tally.dates(finish)
            put(ws, row, (finish if at % 4 else dotted(finish),), col=9)
        else:
            put(ws, row, (end,), col=9)
            tally.cells.append(f"{ws.title}!I{row}")
        for col, amount, kind in ((10, cost, "one_time_cost"), (11, saving, "recurring_benefit")):
            if isinstance(amount, str):
                put(ws, row, (amount,), col)
                if amount != "tbd":
                    tally.cells.append(f"{ws.title}!{'JK'[col - 10]}{row}")
            elif amount is None:
                put(ws, row, ("-",), col)
            else:
                minor = amount * K // 10
                put(ws, row, (german(minor, K, 1) if at % 3 == 1 else shown(minor, K),), col, "#,##0.0")
                tally.money("plan", minor, kind)
                costs, savings = costs + minor * (col == 10), savings + minor * (col == 11)
        if status in ("abgeschlossen", "gestrichen"):
            ws.row_dimensions[row].hidden = True
        row += 1
    put(ws, row, (None, "Gesamtsumme"), 1)
    put(ws, row, (shown(costs, K), shown(savings, K)), 10, "#,##0.0")
    bold(ws, row, 12, "D9D9D9")
    put(ws, row + 2, ("* PNS = Projekt nicht gestartet; Einsparungen vor Abzug der Einmalkosten",))
    tally.left_out += ["Gesamtsumme", "* PNS = Projekt nicht gestartet"]
    lists = made.create_sheet("Auswahllisten")
    for at, word in enumerate(("Status", "offen", "in Arbeit", "pausiert", "abgeschlossen", "gestrichen"), 1):
        lists.cell(at, 1, word)
    lists.sheet_state = "hidden"
    save(made, path)
    return tally.facts(
        "EUR", "Hidden rows (done, dropped) count. tbd is an empty value, PNS a code: both may be named, PNS must.",
        ("Auswahllisten",),
    )


MAJOR = (
    ("Department for Coastal Works", (
        ("Harbour Wall Renewal Programme", "Amber", 41235, 43010), ("Tidal Gauge Replacement", "Green", 1275, 1240),
        ("Estuary Crossing", "Red", 118900, 131475), ("Lifeboat Station Estate", "Amber/Green", 3620, 3620),
    )),
    ("Ministry of Registers", (
        ("Births Index Digitisation", "Green", 2210, 2185), ("Common Address File", "Amber/Red", 8745, 9960),
        ("Counter Closure and Relocation", "Amber", 5130, 5015), ("Secure Archive North", "Exempt", None, None),
        ("Next Generation Certificates", "Amber", 6605, 7112),
    )),
    ("Office of Rural Transport", (
        ("Branch Line Reopening, Phase 1", "Red", 27440, 30120), ("Demand Bus Franchise", "Amber", 4480, 4391),
        ("Level Crossing Removal", "Green", 9815, 9815), ("Smart Ticketing, Shires", "Amber/Red", 7325, 8050),
    )),
)


def english_gbp_m(path: Path) -> Facts:
    made, ws = book("Annual data")
    tally = Tally()
    title(ws, 1, "Major Projects Data, September 2024 (OFFICIAL)", 9)
    ws["A2"] = "Figures are in £ million at nominal prices. Projects are grouped by department."
    head(ws, 4, (
        "Unique Project Identifier", "Project Name", "Department", "Delivery Confidence Assessment", "SRO",
        "Project Start Date", "Project End Date", "Financial Year Baseline (£m)", "Financial Year Forecast (£m)",
        "Variance (%)", "Departmental narrative on budget variance",
    ))
    row, number, totals = 5, 1, [0, 0]
    for group, (department, projects) in enumerate(MAJOR):
        sums = [0, 0]
        for at, (name, rating, base, outlook) in enumerate(projects):
            start = day(f"20{16 + (number * 3) % 8}-{number % 12 + 1:02d}-{(number * 11) % 28 + 1:02d}")
            end = day(f"20{27 + number % 6}-03-31")
            put(ws, row, (f"MPD_{number:04d}_2425-Q2", name, department, rating, f"SRO {'ABCDEFGHIJKLM'[number - 1]}. "
                          + ("Penhallow", "Arkwright", "Dunmore")[at % 3], start, end))
            tally.measure(name)
            tally.dates(start, end)
            if base is None or outlook is None:
                put(ws, row, ("Exempt under Section 43",) * 2, 8)
                tally.cells += [f"{ws.title}!H{row}", f"{ws.title}!I{row}"]
                put(ws, row, ("Exempt",), 10)
            else:
                for col, value, series in ((0, base, "baseline"), (1, outlook, "forecast")):
                    minor = value * M // 100
                    put(ws, row, (shown(minor, M),), 8 + col, "#,##0.00")
                    tally.money(series, minor)
                    sums[col] += minor
                put(ws, row, (round((outlook - base) / base, 4),), 10, "0%")
                if abs(outlook - base) * 20 > base:
                    put(ws, row, ("The variance exceeds 5% because of re-phasing of the main works contract.",), 11)
            row, number = row + 1, number + 1
        wrong = 150 * M // 100 if group == 1 else 0  # the second sub-total was typed by hand and is 1.5 too high
        put(ws, row, (None, f"Subtotal {department}", None, None, None, None, None), 1)
        put(ws, row, (shown(sums[0] + wrong, M), shown(sums[1], M)), 8, "#,##0.00")
        bold(ws, row, 11, "D9D9D9")
        tally.left_out.append(f"Subtotal {department}")
        totals = [totals[0] + sums[0], totals[1] + sums[1]]
        row += 1
    put(ws, row, (None, "Grand total"))
    put(ws, row, (shown(totals[0], M), shown(totals[1], M)), 8, "#,##0.00")
    bold(ws, row, 11, "D9D9D9")
    tally.left_out.append("Grand total")
    save(made, path)
    return tally.facts("GBP", "Type is open (budget of whole projects). One sub-total is 1.5 too high: report it.")


ALL = {
    "flat_en_clean.xlsx": english_clean,
    "flat_de_messy.xlsx": german_messy,
    "flat_en_gbp_m.xlsx": english_gbp_m,
}
