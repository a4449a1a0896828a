"""Three trees: a dotted English WBS, a German indented budget list, merged group cells with hidden rows.

Written from spreadsheets.md alone.
"""
from __future__ import annotations

import datetime as dt
from pathlib import Path

from openpyxl.styles import Alignment

from tests.data.blind.common import Facts, K, Tally, bold, book, day, german, head, numbers, put, save, shown, title

WBS: tuple[tuple[str, str], ...] = (
    ("1", "Warehouse Move"), ("1.1", "Plan"), ("1.1.1", "Site survey"), ("1.1.2", "Landlord consent"),
    ("1.1.3", "Move plan signed off"), ("1.2", "Fit-out"), ("1.2.1", "Racking installed"),
    ("1.2.2", "Sprinkler test"), ("1.2.3", "Network and scanners"), ("1.2.4", "Dock levellers"),
    ("1.3", "Transfer"), ("1.3.1", "Stock count"), ("1.3.2", "Night moves, week 1"), ("1.3.3", "Night moves, week 2"),
    ("1.3.4", "Old site handed back"), ("2", "Systems"), ("2.1", "Warehouse system"), ("2.1.1", "Bin master data"),
    ("2.1.2", "Interface to billing"), ("2.1.3", "User test"), ("2.2", "Transport system"),
    ("2.2.1", "Carrier tables"), ("2.2.2", "Label printers"), ("2.2.10", "Go-live"),
)


def english_clean(path: Path) -> Facts:
    made, ws = book("Schedule")
    tally = Tally()
    head(ws, 1, ("WBS", "Task Name", "Duration (days)", "Start", "Finish", "% Complete", "Predecessors", "Assigned To"))
    codes = [code for code, _ in WBS]
    spans: dict[str, tuple[dt.date, dt.date]] = {}
    cursor = day("2025-03-03")
    for code in codes:
        if not any(other.startswith(code + ".") for other in codes):
            length = 0 if code in ("1.1.3", "2.2.10") else 4 + len(spans) * 3 % 9
            spans[code] = (cursor, cursor + dt.timedelta(days=length))
            cursor += dt.timedelta(days=length + 1)
    before: str | None = None
    for at, (code, name) in enumerate(WBS, 2):
        below = [span for other, span in spans.items() if other == code or other.startswith(code + ".")]
        start, finish = min(span[0] for span in below), max(span[1] for span in below)
        leaf = code in spans
        put(ws, at, (code, name, (finish - start).days, start, finish, 100 if at < 7 else 0,
                     before if leaf else None,
                     ("Nia Powell", "Greg Stoll", "Ana Ruiz")[at % 3] if leaf else None))
        depth = code.count(".")
        ws.cell(at, 2).alignment = Alignment(indent=depth)
        ws.row_dimensions[at].outlineLevel = depth
        tally.dates(start, finish)
        if leaf:
            tally.activity(name)
            before = code
        else:
            bold(ws, at, 8)
            if code.count(".") == 1:
                tally.measure(name)
            else:
                tally.names.append(name)
    save(made, path)
    return tally.facts(None, "Predecessors hold WBS codes. 2.2.10 is the tenth, not 2.2.1.")


BUDGET: tuple[tuple[int, str, str], ...] = (
    (0, "Standort Süd", ""), (1, "Teilprojekt Hallenumbau", ""), (2, "Bodenplatte verstärken", "Scholz, Björn"),
    (2, "Kranbahn verlängern", "Scholz, Björn"), (2, "Brandschutztüren", "Grün, Elke"),
    (1, "Teilprojekt Maschinenumzug", ""), (2, "Fräszentrum umsetzen", "Täuber, Ingo"),
    (2, "Späneförderer", "Täuber, Ingo"), (2, "Inbetriebnahme Meßraum", "Grün, Elke"), (0, "Standort Nord", ""),
    (1, "Teilprojekt Räumung", ""), (2, "Rückbau Büroflächen", "Grün, Elke"), (2, "Abbau Öltanks", "Scholz, Björn"),
    (1, "Teilprojekt Personal", ""), (2, "Sozialplan", "Fr. Äußerl"), (2, "Umzugsbeihilfen", "Fr. Äußerl"),
    (2, "Schulung Bediener", "Täuber, Ingo"),
)


def german_messy(path: Path) -> Facts:
    made, ws = book("Investitionen")
    tally = Tally()
    title(ws, 1, "Werksverlagerung – Investitionsübersicht (Beträge in T€)", 7)
    put(ws, 2, ("Stand 28.02.2025, noch nicht abgestimmt",))
    head(ws, 4, ("Vorhaben", "Verantwortlich", "Beginn", "Fertigstellung", "Investition Budget", "Investition Ist",
                 "Bemerkung"))
    count = len(BUDGET)
    plan, spent = numbers(41, count, 500_000, 60_000_000, K // 10), numbers(42, count, 0, 30_000_000, K // 10)

    def under(at: int) -> list[int]:
        """The leaves below a line, or the line itself."""
        found = []
        for other in range(at + 1, count):
            if BUDGET[other][0] <= BUDGET[at][0]:
                break
            if BUDGET[other][0] == 2:
                found.append(other)
        return found or [at]

    for at, (level, name, owner) in enumerate(BUDGET):
        row = at + 5
        leaves = under(at)
        total, real = sum(plan[leaf] for leaf in leaves), sum(spent[leaf] for leaf in leaves)
        put(ws, row, ("    " * level + name, owner or None))
        if level == 2:
            start, end = day("2025-01-13") + dt.timedelta(days=at * 9), day("2025-04-30") + dt.timedelta(days=at * 12)
            put(ws, row, (start, end), 3)
            tally.measure(name)
            tally.dates(start, end)
            tally.money("plan", total, "one_time_cost")
            put(ws, row, (german(total, K, 1) if at % 5 == 3 else shown(total, K),), 5, "#,##0.0")
            if name == "Sozialplan":
                put(ws, row, ("s. Anlage 4",), 6)
                tally.cells.append(f"{ws.title}!F{row}")
            else:
                put(ws, row, (shown(real, K),), 6, "#,##0.0")
                tally.money("actual", real, "one_time_cost")
        else:
            # The sum of one sub-project was never brought up to date: 250 T€ short.
            short = 250 * K if name == "Teilprojekt Maschinenumzug" else 0
            put(ws, row, (shown(total - short, K), shown(real, K)), 5, "#,##0.0")
            bold(ws, row, 7, "D9D9D9" if level == 0 else None)
            tally.names.append(name)
    every = [at for at in range(count) if BUDGET[at][0] == 2]
    put(ws, count + 5, ("Summe", None, None, None, shown(sum(plan[at] for at in every), K)), form="#,##0.0")
    bold(ws, count + 5, 7, "D9D9D9")
    put(ws, count + 7, ("Legende: grau = Standortsumme",))
    tally.left_out += ["Summe", "Legende: grau = Standortsumme"]
    save(made, path)
    return tally.facts(
        "EUR", "Levels are leading blanks; site and sub-project lines print sums, one of them 250 T€ short. The "
        "printed sums of actuals hold an amount for Sozialplan that its own line does not show.",
    )


THEMES: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
    ("Grow the core", (
        ("Pricing", ("List price uplift, spare parts", "Discount guardrails", "Surcharge for rush orders")),
        ("Sales force", ("Inside sales pilot", "Distributor scorecards")),
    )),
    ("Run lean", (
        ("Plants", ("Scrap reduction, line 2", "Preventive maintenance", "Second shift at Brno", "Tooling pool")),
        ("Overheads", ("Delayering, HQ", "Travel policy", "Print fleet exit")),
    )),
    ("Cash", (("Working capital", ("Payment terms to 60 days", "Slow-mover sell-off")),)),
)


def merged_groups(path: Path) -> Facts:
    made, ws = book("Initiatives")
    tally = Tally()
    title(ws, 1, "Transformation roadmap, initiative tree", 8)
    head(ws, 3, ("Theme", "Workstream", "Initiative", "Initiative owner", "Finance partner", "Stage", "Go-live",
                 "Cost to achieve, plan (kEUR)", "Cost to achieve, forecast (kEUR)"))
    row, at = 4, 0
    plan, outlook = numbers(51, 20, 1_000_000, 40_000_000, K), numbers(52, 20, 1_000_000, 40_000_000, K)
    for theme, streams in THEMES:
        top = row
        for stream, names in streams:
            first = row
            for name in names:
                live = day("2025-06-30") + dt.timedelta(days=31 * at)
                put(ws, row, (name, ("M. Horak", "J. Svoboda", "E. Lang")[at % 3], "P. Klein", f"L{at % 6}"), 3)
                put(ws, row, ("after go-live of SAP" if at == 6 else live,), 7)
                put(ws, row, (shown(plan[at], K), shown(outlook[at], K)), 8, "#,##0")
                tally.measure(name)
                tally.money("plan", plan[at], "one_time_cost")
                tally.money("forecast", outlook[at], "one_time_cost")
                if at == 6:
                    tally.cells.append(f"{ws.title}!G{row}")
                else:
                    tally.dates(live)
                if at in (4, 10):
                    ws.row_dimensions[row].hidden = True
                row, at = row + 1, at + 1
            ws.cell(first, 2, stream)
            if row - first > 1:
                ws.merge_cells(start_row=first, start_column=2, end_row=row - 1, end_column=2)
        ws.cell(top, 1, theme).alignment = Alignment(textRotation=90, vertical="center")
        ws.merge_cells(start_row=top, start_column=1, end_row=row - 1, end_column=1)
    save(made, path)
    return tally.facts("EUR", "Theme and workstream are merged over their rows; two rows are hidden and count.")


ALL = {
    "tree_en_clean.xlsx": english_clean,
    "tree_de_messy.xlsx": german_messy,
    "tree_en_merged_groups.xlsx": merged_groups,
}
