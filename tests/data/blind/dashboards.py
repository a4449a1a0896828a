"""Three dashboards: English tiles and a chart, a German report with broken links, one in front of its source sheet.

Written from spreadsheets.md alone. Formulas are left without cached values, as a program
writes them that never calculates.
"""
from __future__ import annotations

from pathlib import Path

from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from tests.data.blind.common import (
    AMBER,
    GREEN,
    RED,
    Facts,
    Tally,
    bold,
    book,
    day,
    head,
    numbers,
    paint,
    put,
    save,
    shown,
    title,
)


def tile(ws: Worksheet, row: int, col: int, label: str, formula: str, form: str = "0") -> None:
    """A key figure: label above, large merged number below."""
    ws.cell(row, col, label)
    ws.cell(row + 1, col, formula).number_format = form
    ws.merge_cells(start_row=row, start_column=col, end_row=row, end_column=col + 1)
    ws.merge_cells(start_row=row + 1, start_column=col, end_row=row + 2, end_column=col + 1)
    bold(ws, row + 1, 1, "D9D9D9", col)


def english_clean(path: Path) -> Facts:
    made, ws = book("Dashboard")
    title(ws, 1, "Portfolio dashboard", 10, 20)
    ws["A2"] = '="As of "&TEXT(TODAY(),"dd mmm yyyy")'
    for at, (label, formula, form) in enumerate((
        ("Projects", "=SUM(Calc!B2:B6)", "0"), ("On track", "=Calc!B2/SUM(Calc!B2:B6)", "0%"),
        ("Budget used", "=SUM(Calc!D2:D6)/SUM(Calc!C2:C6)", "0%"), ("Spend to date", "=SUM(Calc!D2:D6)", "#,##0"),
        ("Late", "=Calc!B4+Calc!B5", "0"),
    )):
        tile(ws, 4, 1 + at * 2, label, formula, form)
    for at in range(5):
        for col, formula in enumerate((f"=Calc!A{at + 2}", f"=Calc!B{at + 2}", f"=B{at + 10}/SUM(B$10:B$14)",
                                       f"=Calc!D{at + 2}-Calc!C{at + 2}"), 1):
            ws.cell(at + 10, col, formula)
    calc = made.create_sheet("Calc")
    put(calc, 1, ("Status", "Count", "Budget", "Spend"))
    for at, (word, count) in enumerate((("On track", 11), ("Watch", 6), ("Late", 3), ("Blocked", 1), ("Done", 9)), 2):
        put(calc, at, (word, count, count * 125000, count * 80500))
    calc.sheet_state = "hidden"
    chart = BarChart()
    chart.title = "Projects by status"
    chart.add_data(Reference(calc, min_col=2, min_row=1, max_row=6), titles_from_data=True)
    chart.set_categories(Reference(calc, min_col=1, min_row=2, max_row=6))
    ws.add_chart(chart, "F9")
    lists = made.create_sheet("Lists")
    for at, word in enumerate(("RAG", "Red", "Amber", "Green"), 1):
        lists.cell(at, 1, word)
    save(made, path)
    return Facts(nothing=True, empty_sheets=("Dashboard", "Calc", "Lists"),
                 note="All figures of the dashboard are formulas without values: to be said, never 0. Calc is a hidden "
                      "table of five status counts, no projects.")


def german_broken(path: Path) -> Facts:
    made, ws = book("Management-Report")
    title(ws, 1, "Lenkungskreis „Zukunft Werke“ – Lagebericht", 12, 20)
    put(ws, 2, ("Berichtsmonat:", "=EDATE(B3,1)", None, "Verteiler: Geschäftsführung, Bereichsleiter"))
    put(ws, 3, ("Stichtag:", day("2025-03-31")))
    for at, (label, formula) in enumerate((
        ("Potenzial p. a. (Mio. €)", "=SUM(#REF!)/1000"), ("davon realisiert", "=IFERROR(A6/#REF!,\"k. A.\")"),
        ("Maßnahmen gesamt", "=COUNTA(#REF!)"), ("in Verzug", "=COUNTIF(#REF!,\"rot\")"),
    )):
        tile(ws, 5, 1 + at * 3, label, formula, "#,##0.0")
    for at, (area, colour) in enumerate((("Einkauf", GREEN), ("Fertigung", AMBER), ("Vertrieb", RED),
                                        ("Verwaltung", GREEN))):
        row = 10 + at * 2
        ws.cell(row, 1, area)
        ws.merge_cells(start_row=row, start_column=1, end_row=row + 1, end_column=2)
        paint(ws, row, 3, colour)
        ws.cell(row, 4, f"=D{row}*1")
        ws.cell(row, 5, '="Zielerreichung "&TEXT(A6,"0 %")')
        ws.merge_cells(start_row=row, start_column=5, end_row=row + 1, end_column=9)
    ws["A20"] = "Kommentar: Vertrieb verzögert sich wegen der Übergabe an die neue Spartenleitung."
    ws.merge_cells("A20:L22")
    guide = made.create_sheet("Anleitung")
    for at, line in enumerate(("So aktualisieren Sie den Bericht:", "1. Quelldatei öffnen", "2. Verknüpfungen erneuern",
                               "3. Als PDF speichern"), 1):
        guide.cell(at, 1, line)
    lists = made.create_sheet("Listen")
    for at, word in enumerate(("Ampel", "rot", "gelb", "grün"), 1):
        lists.cell(at, 1, word)
    lists.sheet_state = "veryHidden"
    save(made, path)
    return Facts(nothing=True, empty_sheets=("Management-Report", "Anleitung", "Listen"),
                 note="The formulas point at a sheet that was deleted. Four areas with a colour are no measures.")


SOURCE = (
    ("Ticket triage by rules", "Service", "Lena Fischer", "Green"),
    ("Knowledge articles, top 50", "Service", "Lena Fischer", "Green"),
    ("Mobile app relaunch", "Digital", "Marco Bianchi", "Amber"),
    ("Web checkout rewrite", "Digital", "Marco Bianchi", "Red"),
    ("Loyalty points in app", "Digital", "Sofia Petrov", "Amber"),
    ("Store Wi-Fi", "Stores", "Hugo Lambert", "Green"),
    ("Electronic shelf labels", "Stores", "Hugo Lambert", "Amber"),
    ("Energy meters", "Stores", "Hugo Lambert", "Green"),
    ("Returns desk queueing", "Stores", "Sofia Petrov", "Green"),
    ("Supplier portal", "Supply", "Anna Novak", "Red"),
    ("Forecasting of fresh goods", "Supply", "Anna Novak", "Amber"),
    ("Pallet pooling", "Supply", "Anna Novak", "Green"),
)


def with_source(path: Path) -> Facts:
    made, ws = book("Dashboard")
    tally = Tally()
    title(ws, 1, "Change portfolio, executive view", 8, 18)
    for at, (label, formula) in enumerate((
        ("Projects", "=COUNTA('Project data'!B2:B13)"), ("Red", "=COUNTIF('Project data'!E2:E13,\"Red\")"),
        ("Capex plan", "=SUM('Project data'!H2:H13)"), ("Capex actual", "=SUM('Project data'!I2:I13)"),
    )):
        tile(ws, 3, 1 + at * 2, label, formula, "#,##0")
    for at in range(5):
        for col, source in enumerate("BDEHI", 1):
            ws.cell(8 + at, col, f"=INDEX('Project data'!{source}$2:{source}$13,{at + 1})")
    data = made.create_sheet("Project data")
    head(data, 1, ("Project ID", "Project name", "Department", "Project manager", "RAG", "Start date", "End date",
                   "Capex plan (EUR)", "Capex actual (EUR)", "Benefit forecast p.a. (EUR)"))
    plan, spent, gain = (numbers(seed, 12, 1_000_000, 70_000_000, 1) for seed in (91, 92, 93))
    for at, (name, area, lead, rag) in enumerate(SOURCE):
        start, end = day(f"2025-{at % 9 + 1:02d}-15"), day(f"2026-{at % 12 + 1:02d}-28")
        put(data, at + 2, (f"CP-{at + 1:02d}", name, area, lead, rag, start, end, shown(plan[at]), shown(spent[at]),
                           shown(gain[at])), form="#,##0.00")
        tally.measure(name)
        tally.dates(start, end)
        tally.money("plan", plan[at], "one_time_cost")
        tally.money("actual", spent[at], "one_time_cost")
        tally.money("forecast", gain[at], "recurring_benefit")
    for at, letter in enumerate("HIJ"):
        data[f"{letter}14"] = f"=SUM({letter}2:{letter}13)"
        paint(data, 14, 8 + at, "D9D9D9")
    data["A14"] = "Total"
    tally.left_out.append("Total")
    drops = made.create_sheet("Drop downs")
    for at, word in enumerate(("RAG", "Red", "Amber", "Green"), 1):
        drops.cell(at, 1, word)
    save(made, path)
    return tally.facts("EUR", "The dashboard gives nothing, its source sheet everything. The total row is formulas "
                       "without values.", ("Dashboard", "Drop downs"))


ALL = {
    "dashboard_en_clean.xlsx": english_clean,
    "dashboard_de_broken_links.xlsx": german_broken,
    "dashboard_en_with_source.xlsx": with_source,
}
