"""Tree lists: what leading blanks and indents say about who hangs under whom."""
from __future__ import annotations

import datetime as dt

from app.core.catalog import LEVELS
from tests.importers.trackers import items, loud, read, series_of, sheet, sums_of

D = dt.date
HEAD = ["Task Name", "Duration", "% Complete", "Start", "Finish", "Predecessors"]


def schedule(*names: str) -> list[list[object]]:
    return [HEAD, *([n, "5d", 0.5, D(2025, 1, 6), D(2025, 1, 10), None] for n in names)]


def parents_fit(batch) -> bool:
    known = {(i.kind, i.key) for i in batch.items}
    chain = [*LEVELS, "activity"]
    return all(i.parent_kind == chain[chain.index(i.kind) - 1] and (i.parent_kind, i.parent) in known
               for i in batch.items if i.kind in chain[1:])


def test_leaves_of_a_pure_schedule_are_activities_of_their_lowest_summary() -> None:
    batch = read(sheet(schedule("Move", "   Plan", "      Think", "      Write", "   Do", "      Carry")))
    assert batch.shape == "tree" and parents_fit(batch)
    assert [i.fields["name"] for i in items(batch, "package")] == ["Move"]
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Plan", "Do"]
    assert [(i.fields["name"], i.parent, i.fields["percent"]) for i in items(batch, "activity")] == [
        ("Think", "Move/Plan", 5000), ("Write", "Move/Plan", 5000), ("Carry", "Move/Do", 5000)]
    assert [i.answer for i in batch.issues] == ["leaf=measure"]


def test_leaves_become_measures_on_wish_and_when_they_carry_a_status() -> None:
    rows = schedule("Move", "   Plan", "      Think", "   Do", "      Carry")
    wished = read(sheet(rows), leaf="measure")
    assert [i.fields["name"] for i in items(wished, "measure")] == ["Think", "Carry"] and parents_fit(wished)
    assert [i.fields["name"] for i in items(wished, "package")] == ["Plan", "Do"]
    told = read(sheet([[*r, s] for r, s in zip(rows, ("Status", None, None, "open", None, "done"), strict=True)]))
    assert [i.fields["status"] for i in items(told, "measure")] == ["open", "done"]


def test_indents_of_cells_count_like_blanks() -> None:
    batch = read(sheet(schedule("Move", "Plan", "Think", "Do", "Carry"), indents=
                       {(2, 0): 1, (3, 0): 2, (4, 0): 1, (5, 0): 2}))
    assert [i.fields["name"] for i in items(batch, "measure")] == ["Plan", "Do"]


def test_branches_of_unequal_depth_get_pass_through_levels() -> None:
    batch = read(sheet(schedule("Move", "   Deep", "      Deeper", "         Leaf", "   Flat", "      Other",
                                "   Lone")))
    assert parents_fit(batch)
    activities = {i.fields["name"]: i.parent for i in items(batch, "activity")}
    assert set(activities) == {"Leaf", "Other", "Lone"}
    assert [i.fields["name"] for i in items(batch, "package") if i.fields["name"]] == ["Deep"]


def test_levels_too_many_are_joined_and_reported() -> None:
    batch = read(sheet(schedule(*(" " * 2 * n + f"Level {n}" for n in range(9)))))
    assert parents_fit(batch) and len(loud(batch)) >= 1
    assert items(batch, "organization")[0].fields["name"] == "Level 0 / Level 1 / Level 2"
    assert [i.fields["name"] for i in items(batch, "activity")] == ["Level 8"]


def test_figures_of_summary_rows_are_not_counted_twice() -> None:
    batch = read(sheet([["Initiative", "Owner", "Savings Plan 2025-01", "Savings Plan 2025-02", "Savings Plan 2025-03"],
                        ["Buying", None, 6.0, 8.0, None], ["   Steel", "Eva", 1.0, 2.0, None],
                        ["   Energy", "Tom", 5.0, 6.0, None],
                        ["Logistics", None, 7.0, None, 1.0], ["   Freight", "Eva", 7.0, None, 1.0]]))
    assert sums_of(batch) == {"recurring_benefit.plan": 2200}
    assert set(series_of(batch)) == {"Buying/Steel", "Buying/Energy", "Logistics/Freight"}
    assert any("C2:D2" in i.message for i in batch.issues)
