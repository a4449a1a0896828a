"""The file keeps of an import which values it changed, and how, with their cells."""
from __future__ import annotations

from app.core.batch import Batch, Column, Item, SheetReading
from app.core.catalog import LEVELS
from app.core.intake.report import read, runs
from app.reports.pages.import_run import import_pages
from app.session import Session


def _batch(finish: str) -> Batch:
    items, parent = [], ""
    for i, level in enumerate(LEVELS[:-1]):
        items.append(Item(level, f"~{i}", parent, LEVELS[i - 1] if i else "", {"pass_through": True, "name": ""}))
        parent = f"~{i}"
    items.append(Item("measure", "IC-7", parent, "package", {"code": "IC-7", "name": "Insulate", "finish": finish},
                      at="List!A2"))
    sheet = SheetReading("List", "data", "flat list", 1,
                         [Column("A", "ID", "code", 1.0), Column("C", "End", "finish", 1.0)],
                         {1: "header", 2: "data", 3: "total", 4: "total"}, False, "")
    sheet.unread = ((3, "D"), (3, "E"), (4, "D"))
    return Batch("list.xlsx", "flat", [sheet], items)


def test_what_changed_and_totals_without_values_stand_in_the_report(session: Session) -> None:
    session.import_batch(_batch("2026-03-31"))
    assert read(runs(session.portfolio)[0]).rows == []
    session.import_batch(_batch("2026-05-31"))
    told = read(runs(session.portfolio)[0])
    assert told.rows == [["IC-7", "Finish", "2026-03-31", "2026-05-31", "List!C2"]] and told.unvalued == 2
    page = repr(import_pages(told)[0])
    assert "List!C2" in page and "2 rows of totals, but no values" in page
