"""A sheet of months joined by id to a list of projects: what the list does not hold is kept and listed by address."""
from __future__ import annotations

import datetime as dt

from importers.base import Sheet, Value
from tests.importers.trackers import items, loud, read, series_of, sheet

D = dt.date


def projects(count: int = 4) -> Sheet:
    head: list[Value] = ["Project ID", "Project name", "Project manager", "Start date", "End date"]
    return sheet([head, *([f"P-{n}", f"Project {n}", "Ann Lee", D(2025, 1, 1), D(2025, 9, 1)]
                          for n in range(1, count + 1))], "Projects")


def months(*ids: Value) -> Sheet:
    return sheet([["Project ID", *(f"Saving plan {m} 2025 (EUR)" for m in ("Jan", "Feb", "Mar", "Apr"))],
                  *([key, 1.5, 2.5, 3.5, 4.5] for key in ids)], "Monthly")


def test_known_ids_are_joined_and_nothing_is_said() -> None:
    for pair in ((projects(), months("P-1", "P-3")), (months("P-1", "P-3"), projects())):
        batch = read(*pair)
        assert len(items(batch, "measure")) == 4 and loud(batch) == []


def test_ids_no_list_holds_are_kept_with_their_amounts_and_listed() -> None:
    for pair in ((projects(), months("P-1", "P-9", "P-2", "P-77")), (months("P-1", "P-9", "P-2", "P-77"), projects())):
        batch = read(*pair)
        assert sorted(i.key for i in items(batch, "measure")) == ["P-1", "P-2", "P-3", "P-4", "P-77", "P-9"]
        assert sum(series_of(batch)["P-77"]["recurring_benefit.plan"].values()) == 1_200
        assert loud(batch) == ["warning Monthly!A3 A3, A5: “P-9”, “P-77” stand not on “Projects”; kept with their "
                               "amounts, called by the id."]


def test_where_not_one_id_is_known_all_are_listed() -> None:
    batch = read(projects(2), months(*(f"X-{n}" for n in range(8))))
    assert len(items(batch, "measure")) == 10
    assert loud(batch) == ["warning Monthly!A2 A2:A9: “X-0”, “X-1”, “X-2”, “X-3”, “X-4”, “X-5” and 2 more stand not on "
                           "“Projects”; kept with their amounts, called by the id."]


def test_a_list_without_names_alone_is_no_matter_of_strangers() -> None:
    assert loud(read(months("P-1", "P-2"))) == []
