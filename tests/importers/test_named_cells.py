"""Where the values of several tables on one sheet stand: each table has columns of its own."""
from __future__ import annotations

from app.core.intake.places import cells
from importers.base import Value
from tests.importers.trackers import items, read, sheet

FIRST: list[list[Value]] = [["ID", "Measure", "Owner", "Finish", "Plan cost (EUR)"],
                            ["A-1", "Steam traps", "Ann Lee", "2026-05-31", 10],
                            ["A-2", "Pallets", "Ole Berg", "2026-06-30", 20]]
SECOND: list[list[Value]] = [["Measure", "ID", "Plan cost (EUR)", "Finish", "Owner"],
                             ["Pumps", "B-1", 30, "2026-07-31", "Ann Lee"],
                             ["Valves", "B-2", 40, "2026-08-31", "Ole Berg"]]


def test_a_list_below_another_has_its_own_columns() -> None:
    batch = read(sheet([*FIRST, [], ["Second list"], *SECOND], "Both"))
    at = {i.fields.get("code"): i.at for i in items(batch, "measure")}
    lines = {i.parent: i.at for i in items(batch, "effect_line")}
    assert cells(batch.sheets, at["A-2"], ["finish"]) == "Both!D3"
    assert cells(batch.sheets, at["B-1"], ["finish"]) == "Both!D7"
    assert cells(batch.sheets, at["B-2"], ["owner"]) == "Both!E8"
    assert cells(batch.sheets, lines["B-1"], ["undated_plan"]) == "Both!C7"


def test_a_log_below_a_list_has_its_own_columns() -> None:
    log: list[list[Value]] = [["Risk", "Measure", "Probability", "Impact", "Owner", "Status"],
                              ["Supplier fails", "Pallets", 3, 4, "Ann Lee", "open"],
                              ["No permit", "Steam traps", 2, 5, "Ole Berg", "open"]]
    batch = read(sheet([*FIRST, [], ["Risks"], *log], "Both"))
    risk = items(batch, "risk")[1]
    assert cells(batch.sheets, risk.at, ["probability"]) == "Both!C8"
    assert cells(batch.sheets, risk.at, ["owner"]) == "Both!E8"


def test_a_row_for_each_scenario_is_the_one_that_is_named() -> None:
    batch = read(sheet([["ID", "Measure", "Scenario", "Effect type", "Jan 2026", "Feb 2026"],
                        ["A-1", "Steel", "Plan", "Recurring benefit", 10, 20],
                        ["A-1", "Steel", "Actual", "Recurring benefit", 8, None],
                        ["A-2", "Freight", "Plan", "Recurring benefit", 5, 5]], "List"))
    line = next(i for i in items(batch, "effect_line") if i.parent == "A-1")
    assert cells(batch.sheets, line.at, ["actual 2026-01"]) == "List!E3"
    assert cells(batch.sheets, line.at, ["plan 2026-01", "plan 2026-02"]) == "List!E2, F2"
