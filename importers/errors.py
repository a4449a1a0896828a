"""Error cells, formulas without a value and hidden parts of a table: each said once, by its addresses.

Must not know: what the columns became, except whether they are used at all.
"""
from __future__ import annotations

from importers.table import Table


def report_cells(table: Table) -> None:
    """Errors are never 0: their cells stay empty and are named; so are formulas nobody has calculated."""
    sheet, notes, first = table.sheet, table.notes, table.head.data
    rows = {first + i for i in table.data}
    used = {g.index for g in table.guesses if g.field and g.field not in ("total", "derived")}
    by_text: dict[str, list[tuple[int, int]]] = {}
    for (row, column), text in sheet.errors.items():
        if row in rows and column in used:
            by_text.setdefault(text, []).append((row, column))
    for text, places in sorted(by_text.items()):
        notes.cells("error", places, f"{text} in {{where}}: an error value; the cells are left empty.")
    unvalued = [w for w in sheet.unvalued if w[0] in rows and w[1] in used]
    notes.cells("warning", unvalued, "{where}: formulas without a calculated value; the cells are left empty. Open "
                                     "and save "
                "the file in Excel or LibreOffice to have them.")
    hidden = sorted(r for r in sheet.hidden_rows if r in rows)
    notes.cells("note", [(r, 0) for r in hidden], "{where}: hidden rows; they were read like the others.")
    covered = sorted(c for c in sheet.hidden_columns if c in used)
    notes.cells("note", [(table.head.last, c) for c in covered], "{where}: hidden columns; they were read like the "
                                                                 "others.")
