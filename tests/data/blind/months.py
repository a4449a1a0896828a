"""Three month matrices: English blocks with merged heads, German scenario rows, fiscal quarters in GBP million.

Written from spreadsheets.md alone.
"""
from __future__ import annotations

from pathlib import Path

from tests.data.blind.common import Facts, K, M, Tally, bold, book, day, german, head, numbers, put, save, shown, title

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SAVERS = (
    ("Laundry contract re-tender", "Ward Services", "J. Pike"), ("Agency nurse reduction", "Workforce", "C. Obi"),
    ("Theatre list utilisation", "Surgery", "R. Stein"), ("Generic prescribing", "Pharmacy", "L. Hong"),
    ("Outpatient text reminders", "Outpatients", "J. Pike"), ("LED lighting, main block", "Estates", "T. Farrow"),
    ("Car park pricing", "Estates", "T. Farrow"), ("Pathology hub and spoke", "Diagnostics", "R. Stein"),
    ("Stock of implants on consignment", "Surgery", "L. Hong"), ("Patient transport rules", "Outpatients", "C. Obi"),
)


def english_clean(path: Path) -> Facts:
    made, ws = book("Benefit tracker")
    tally = Tally()
    title(ws, 1, "Savings tracker 2025: net savings per month in EUR", 8)
    head(ws, 3, ("Initiative ID", "Initiative", "Business unit", "Owner"))
    head(ws, 4, (None,) * 4)
    for col in range(1, 5):
        ws.merge_cells(start_row=3, start_column=col, end_row=4, end_column=col)
    blocks = (("Plan", "plan", 12), ("Actual", "actual", 5), ("Forecast", "forecast", 12))
    for block, (label, _, _) in enumerate(blocks):
        first = 5 + block * 13
        head(ws, 3, (label,) + (None,) * 12, first)
        ws.merge_cells(start_row=3, start_column=first, end_row=3, end_column=first + 12)
        head(ws, 4, [f"{month} 25" for month in MONTHS] + ["Total"], first)
    sums = [0] * 39
    values = numbers(61, 400, 120_000, 8_000_000, 1)
    for at, (name, unit, owner) in enumerate(SAVERS):
        row = at + 5
        put(ws, row, (f"SAV{at + 1:02d}", name, unit, owner))
        tally.measure(name)
        for block, (_, series, filled) in enumerate(blocks):
            total = 0
            for month in range(12):
                if month >= filled or (at == 7 and month < 3):
                    continue  # not yet booked; the hub starts in April
                minor = values[at * 36 + block * 12 + month]
                put(ws, row, (shown(minor),), 5 + block * 13 + month, "#,##0.00")
                tally.money(series, minor, "recurring_benefit")
                sums[block * 13 + month] += minor
                total += minor
            put(ws, row, (shown(total),), 17 + block * 13, "#,##0.00")
            sums[block * 13 + 12] += total
    last = len(SAVERS) + 5
    put(ws, last, ("Total", None, None, None, *(shown(x) for x in sums)), form="#,##0.00")
    bold(ws, last, 43, "D9D9D9")
    ws.freeze_panes = "E5"
    tally.left_out.append("Total")
    save(made, path)
    return tally.facts("EUR", "Zeros in the total row stand for months without actuals. Total columns never count.")


LEVERS = (
    ("HB-01", "Blechverschnitt verringern", "Materialkosten"), ("HB-02", "Zweitlieferant Lager", "Materialkosten"),
    ("HB-03", "Wartung in Eigenregie", "Instandhaltung"), ("HB-04", "Nachtstrom für Öfen", "Energie"),
    ("HB-05", "Kühlwasser im Kreislauf", "Energie"), ("HB-06", "Kürzere Übergabezeiten", "Personal"),
    ("HB-07", "Werksbus einstellen", "Personal"),
)


def german_messy(path: Path) -> Facts:
    made, ws = book("Wirkung 2025")
    tally = Tally()
    title(ws, 1, "GuV-wirksame Einsparungen und Einmalkosten je Monat – Werk Übersee", 8)
    put(ws, 2, ("in TEUR, Einmalkosten positiv",))
    months = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
    heads: list[str] = []
    for at, label in enumerate(months, 1):
        heads.append(f"{label} 25")
        if at % 3 == 0:
            heads.append(f"Q{at // 3}")
    head(ws, 4, ("Nr.", "Maßnahme", "Kostenart", "Wertart", "Szenario", *heads, "Gesamt 2025"))
    row = 5
    lines = (("Einsparung", "Plan", "plan", "recurring_benefit", 12), ("Einsparung", "Ist", "actual",
             "recurring_benefit", 4), ("Einsparung", "Prognose", "forecast", "recurring_benefit", 12),
             ("Einmalkosten", "Plan", "plan", "one_time_cost", 3))
    values, used, plans = numbers(71, 400, 500_000, 160_000_000, K // 100), 0, 0
    for at, (code, name, kind) in enumerate(LEVERS):
        put(ws, row, (code, name, kind))
        for col in (1, 2, 3):
            ws.merge_cells(start_row=row, start_column=col, end_row=row + 3, end_column=col)
        tally.measure(name)
        for offset, (what, scene, series, typed, filled) in enumerate(lines):
            put(ws, row + offset, (what, scene), 4)
            quarter = year = 0
            for month in range(12):
                col = 6 + month + month // 3
                if month >= filled:
                    put(ws, row + offset, ("-" if scene != "Ist" else None,), col)
                elif (at, offset, month) == (4, 2, 8):
                    put(ws, row + offset, ("noch offen",), col)
                    tally.cells.append(f"{ws.title}!{ws.cell(row + offset, col).coordinate}")
                else:
                    minor = values[used]
                    used += 1
                    text = german(minor, K, 2) if (at + month) % 5 == 0 else shown(minor, K)
                    put(ws, row + offset, (text,), col, "#,##0.00")
                    tally.money(series, minor, typed)
                    quarter += minor
                if month % 3 == 2:
                    put(ws, row + offset, (shown(quarter, K),), col + 1, "#,##0.00")
                    year, quarter = year + quarter, 0
            put(ws, row + offset, (shown(year, K),), 22, "#,##0.00")
            plans += year if offset == 0 else 0
        row += 4
    put(ws, row, (None, "Gesamtsumme Einsparung Plan"))
    put(ws, row, (shown(plans, K),), 22, "#,##0.00")
    bold(ws, row, 22, "D9D9D9")
    put(ws, row + 2, ("Hinweis: Ist-Werte ab Mai noch nicht gebucht",))
    tally.left_out += ["Gesamtsumme Einsparung Plan", "Hinweis: Ist-Werte ab Mai noch nicht gebucht"]
    save(made, path)
    return tally.facts("EUR", "Four rows are one measure; codes, names and cost types are merged over them.")


SPEND = (
    ("Fleet", (("Electric van order", "D. Moss"), ("Depot chargers", "D. Moss"), ("Telematics", "H. Bray"))),
    ("Network", (("Fibre to 40 sites", "H. Bray"), ("Radio masts, coast", "K. Inskip"))),
    ("Estate", (("Heat pumps", "K. Inskip"), ("Roof repairs", "P. Sorley"), ("Sale of Mill Lane", "P. Sorley"))),
)


def fiscal_quarters(path: Path) -> Facts:
    made, ws = book("Profile")
    tally = Tally()
    title(ws, 1, "Financial profile by quarter (£m), fiscal year April to March", 8)
    put(ws, 2, ("Prepared for the Investment Committee; grey rows are sub-totals.",))
    quarters = [f"Q{number} FY{year}/{year + 1}" for year in (24, 25) for number in (1, 2, 3, 4)]
    heads: list[str] = [*quarters[:4], "FY24/25", *quarters[4:], "FY25/26"]
    head(ws, 4, ("Workstream", "Ref", "Project", "Project Manager", "Status", "Start", "Budget") + (None,) * 9
         + ("Forecast",) + (None,) * 9)
    ws.merge_cells("G4:P4")
    ws.merge_cells("Q4:Z4")
    head(ws, 5, (None,) * 6 + tuple(heads) * 2)
    for col in range(1, 7):
        ws.merge_cells(start_row=4, start_column=col, end_row=5, end_column=col)
    values, used, row, number = numbers(81, 200, 5_000_000, 900_000_000, M // 100), 0, 6, 1
    grand = [0] * 20
    for group, (stream, projects) in enumerate(SPEND):
        sums = [0] * 20
        for name, lead in projects:
            put(ws, row, (stream, f"FP{number:02d}", name, lead, ("On track", "At risk", "On hold")[number % 3],
                          day(f"2024-{3 + number:02d}-01")))
            tally.measure(name)
            tally.dates(day(f"2024-{3 + number:02d}-01"))
            for block, series in enumerate(("plan", "forecast")):
                year = 0
                for quarter in range(8):
                    col = block * 10 + quarter + quarter // 4
                    minor = values[used]
                    used += 1
                    put(ws, row, (shown(minor, M),), 7 + col, "0.00")
                    tally.money(series, minor)
                    sums[col] += minor
                    year += minor
                    if quarter % 4 == 3:
                        put(ws, row, (shown(year, M),), 8 + col, "0.00")
                        sums[col + 1] += year
                        year = 0
            row, number = row + 1, number + 1
        grand = [old + new for old, new in zip(grand, sums, strict=True)]
        if group == 1:
            sums[2] += 40_000_000  # a typed sub-total, 0.40 too high
        put(ws, row, (f"{stream} sub-total", None, None, None, None, None, *(shown(x, M) for x in sums)), form="0.00")
        bold(ws, row, 26, "D9D9D9")
        tally.left_out.append(f"{stream} sub-total")
        row += 1
    put(ws, row, ("Grand total", None, None, None, None, None, *(shown(x, M) for x in grand)), form="0.00")
    bold(ws, row, 26, "D9D9D9")
    tally.left_out.append("Grand total")
    save(made, path)
    return tally.facts("GBP", "Cost or benefit is not said: type open. Q1 FY24/25 is April to June 2024. One sub-total "
                       "(Network, third budget quarter) is 0.40 too high.")


ALL = {
    "months_en_clean.xlsx": english_clean,
    "months_de_scenario_rows.xlsx": german_messy,
    "months_en_fiscal_quarters.xlsx": fiscal_quarters,
}
