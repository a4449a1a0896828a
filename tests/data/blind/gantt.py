"""Three Gantt sheets: English days in colour, German calendar weeks with marks, weeks marked by the number 1.

Written from spreadsheets.md alone. The period columns hold marks and colours, never money.
"""
from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.data.blind.common import (
    AMBER,
    BLUE,
    GREEN,
    GREY,
    RED,
    Facts,
    Tally,
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

PHASES: tuple[tuple[str, tuple[tuple[str, str, str, int, float], ...]], ...] = (
    ("Discovery", (
        ("Interview store managers", "Yara", "2025-02-03", 9, 1.0),
        ("Map the till process", "Cole", "2025-02-06", 8, 1.0),
        ("Pick pilot stores", "Yara", "2025-02-17", 2, 1.0),
    )),
    ("Build", (
        ("Till software configuration", "Cole", "2025-02-19", 25, 0.7),
        ("Card terminal contract", "Mina", "2025-02-24", 18, 0.5),
        ("Receipt layout", "Mina", "2025-03-10", 5, 0.0),
        ("Integration with stock ledger", "Cole", "2025-03-05", 30, 0.2),
    )),
    ("Pilot", (
        ("Train pilot staff", "Yara", "2025-04-07", 4, 0.0), ("Two-week pilot", "Yara", "2025-04-14", 14, 0.0),
        ("Pilot review", "Mina", "2025-04-29", 0, 0.0),
    )),
    ("Roll-out", (
        ("Wave 1, north", "Cole", "2025-05-05", 10, 0.0), ("Wave 2, south", "Cole", "2025-05-15", 10, 0.0),
        ("Old tills collected", "Mina", "2025-05-26", 4, 0.0),
    )),
)


def english_clean(path: Path) -> Facts:
    made, ws = book("Gantt")
    tally = Tally()
    title(ws, 1, "Till replacement project", 6, 16)
    put(ws, 2, ("Project start:", None, day("2025-02-03"), "Display week:", 1))
    first = day("2025-02-03")
    days = [first + dt.timedelta(days=at) for at in range(120)]
    head(ws, 5, ("TASK", "ASSIGNED TO", "PROGRESS", "START", "END"))
    for at, date in enumerate(days):
        if at % 7 == 0:
            ws.cell(4, 6 + at, date).number_format = 'MMM D, YYYY'
            ws.merge_cells(start_row=4, start_column=6 + at, end_row=4, end_column=min(12 + at, 125))
        ws.cell(5, 6 + at, date).number_format = "D"
        ws.cell(6, 6 + at, "MTWTFSS"[date.weekday()])
    row = 7
    for phase, tasks in PHASES:
        put(ws, row, (phase,))
        bold(ws, row, 5, "D9D9D9")
        tally.measure(phase)
        row += 1
        for name, who, begin, length, done in tasks:
            start = day(begin)
            end = start + dt.timedelta(days=length)
            put(ws, row, (name, who, done, start, end))
            ws.cell(row, 3).number_format = "0%"
            for at, date in enumerate(days):
                if start <= date <= end:
                    paint(ws, row, 6 + at, BLUE if (date - start).days < done * length else GREY)
            tally.activity(name)
            tally.dates(start, end)
            row += 1
    put(ws, row, ("Insert new rows ABOVE this one",))
    tally.left_out.append("Insert new rows ABOVE this one")
    save(made, path)
    return tally.facts(None, "Phases have no dates of their own. 120 day columns with colour hold nothing.")


BUILD: tuple[tuple[str, str, str | None, str | None, str], ...] = (
    ("Rohbau", "", None, None, ""), ("Baugrube ausheben", "Fa. Grüber", "03.03.2025", "21.03.2025", GREEN),
    ("Bodenplatte gießen", "Fa. Grüber", "24.03.2025", "11.04.2025", GREEN),
    ("Stützen und Träger", "Fa. Stahl & Söhne", "14.04.2025", "23.05.2025", AMBER),
    ("Technische Ausrüstung", "", None, None, ""), ("Lüftung", "Ing.-Büro Kühn", "26.05.2025", "20.06.2025", GREEN),
    ("Elektro Haupttrasse", "Fa. Blümel", "02.06.2025", "tbd", RED),
    ("Sprinkler", "Ing.-Büro Kühn", "09.06.2025", "04.07.2025", AMBER),
    ("Aufzüge", "Fa. Blümel", "nach Rohbauabnahme", "18.07.2025", ""),
    ("Ausbau", "", None, None, ""), ("Estrich", "Fa. Grüber", "07.07.2025", "25.07.2025", GREEN),
    ("Trockenbau", "Fa. Weißmann", "14.07.2025", "15.08.2025", GREEN),
    ("Maler", "Fa. Weißmann", "11.08.2025", "29.08.2025", ""),
    ("Abnahme", "Hr. Thöne", "05.09.2025", "05.09.2025", RED),
)


def german_messy(path: Path) -> Facts:
    made, ws = book("Bauzeitenplan")
    tally = Tally()
    title(ws, 1, "Bauzeitenplan Neubau Verwaltungsgebäude Köln-Mülheim", 6)
    put(ws, 2, ("Stand: 07.04.2025", None, "Ampel nur farblich: grün = planmäßig, gelb = kritisch, rot = verzogen"))
    weeks = list(range(10, 37))
    head(ws, 4, (None,) * 6 + ("2025",) + (None,) * (len(weeks) - 1))
    ws.merge_cells(start_row=4, start_column=7, end_row=4, end_column=6 + len(weeks))
    head(ws, 5, ("Pos.-Nr.", "Vorgang", "Zuständig", "Beginn", "Ende", "Ampel", *(f"KW {week:02d}" for week in weeks)))
    group = part = 0
    for at, (name, who, begin, finish, light) in enumerate(BUILD):
        row = at + 6
        if not who:
            group, part = group + 1, 0
            put(ws, row, (f"{group}", name))
            bold(ws, row, 6)
            tally.measure(name)
            continue
        part += 1
        put(ws, row, (f"{group}.{part}", name, who))
        tally.activity(name)
        span: list[dt.date] = []
        for col, text in ((4, begin), (5, finish)):
            assert text
            if not text[0].isdigit():
                ws.cell(row, col, text)
                if text != "tbd":
                    tally.cells.append(f"{ws.title}!{'DE'[col - 4]}{row}")
                continue
            date = day("-".join(reversed(text.split("."))))
            span.append(date)
            put(ws, row, (date if (at + col) % 3 else dotted(date),), col)
        tally.dates(*span)
        if light:
            paint(ws, row, 6, light)
        for offset, week in enumerate(weeks):
            if span[0].isocalendar().week <= week <= span[-1].isocalendar().week:
                ws.cell(row, 7 + offset, "x")
    put(ws, len(BUILD) + 7, ("Legende", "x = Ausführung in dieser Woche"))
    tally.left_out.append("Legende")
    save(made, path)
    return tally.facts(None, "tbd is an empty finish. The status is a fill without text, white is no rating. "
                       "A Gantt sheet: its lines are activities although each has a colour.")


ROLL = (
    ("Payroll go-live, Spain", ("Collect tax tables", "Parallel run 1", "Parallel run 2", "◆ First live payroll")),
    ("Payroll go-live, Italy", ("Union consultation", "Parallel run 1", "Parallel run 2", "◆ First live payroll")),
    ("Time recording", ("Terminal survey", "Order terminals", "Install terminals", "Train supervisors")),
    ("Self-service", ("Design forms", "Test with two sites", "◆ Open to all staff")),
)


def week_ones(path: Path) -> Facts:
    made, ws = book("Plan on a page")
    tally = Tally()
    head(ws, 1, ("Ref", "Project", "Task", "Responsible", "Start date", "Due date", "Effort (days)", "Depends on"))
    first = day("2025-01-06")
    for week in range(52):
        ws.cell(1, 9 + week, first + dt.timedelta(weeks=week)).number_format = "DD-MMM"
    row = 2
    for lane, (project, tasks) in enumerate(ROLL):
        top = row
        for step, name in enumerate(tasks):
            start = first + dt.timedelta(weeks=lane * 6 + step * 7)
            end = start if name.startswith("◆") else start + dt.timedelta(days=32)
            put(ws, row, (f"T{row - 1:02d}", None, name, ("Inés", "Paolo", "Judith")[row % 3], start, end,
                          0 if name.startswith("◆") else 12.5 + step, f"T{row - 2:02d}" if step else None))
            for week in range(52):
                if start <= first + dt.timedelta(weeks=week) <= end:
                    ws.cell(row, 9 + week, 1).number_format = ";;;"
                    paint(ws, row, 9 + week, BLUE)
            tally.activity(name)
            tally.dates(start, end)
            row += 1
        ws.cell(top, 2, project)
        ws.merge_cells(start_row=top, start_column=2, end_row=row - 1, end_column=2)
        tally.measure(project)
    ws.freeze_panes = "I2"
    save(made, path)
    return tally.facts(
        None, "The 1 in a week is a mark, not money; effort is in days. ◆ is a milestone and may leave the name.",
    )


ALL = {
    "gantt_en_clean.xlsx": english_clean,
    "gantt_de_calendar_weeks.xlsx": german_messy,
    "gantt_en_week_ones.xlsx": week_ones,
}
