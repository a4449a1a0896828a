"""Returns to a funder: tables between marks for machines, choices nobody made, periods in words, money of the whole."""
from __future__ import annotations

import datetime as dt

from tests.importers.trackers import items, read, series_of, sheet

D = dt.date


def test_a_choice_nobody_made_is_no_value_in_any_column() -> None:
    batch = read(sheet([["Project name", "Owner", "Start", "Leading factor", "Note"],
                        ["Quay wall", "Ann", D(2025, 1, 6), "< Select >", "None"],
                        ["Tram stop", "Ben", D(2025, 2, 3), "Planning", "Please select an option"]]))
    first, second = items(batch, "measure")
    assert "Leading factor" not in first.custom and second.custom["Leading factor"][1] == "Planning"
    assert any("D2" in i.message and "nobody has made" in i.message for i in batch.issues if i.severity == "note")


def spending(*groups: tuple[str, list[str]]) -> list[list[object]]:
    """Two rows of headings: years over their months; no cell is merged, each year stands over all of its months."""
    years, months = ["Project name"], [None]
    for year, below in groups:
        years += [year] * len(below)
        months += below
    return [years, months]


def test_months_after_december_of_a_financial_year_are_those_of_the_next_calendar_year() -> None:
    months = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
    batch = read(sheet([*spending(("Financial Year 2024/25 (£)", months)),
                        ["Quay wall", *range(1, 13)], ["Tram stop", *range(1, 13)]]))
    line, = series_of(batch)["Quay wall"].values()
    assert line == {f"{2024 + (m < 4)}-{m:02d}": 100 * (1 + (m - 4) % 12) for m in range(1, 13)}
    assert not [i for i in batch.issues if i.answer.startswith("fiscal_start")]


def test_quarters_named_by_their_months_stand_in_the_year_that_their_financial_year_says() -> None:
    quarters = ["(Apr to Jun)", "(Jul to Sep)", "(Oct to Dec)", "(Jan to Mar)"]
    batch = read(sheet([*spending(("Financial year 2023 to 2024 (£)", quarters[3:]),
                                  ("Financial year 2024 to 2025 (£)", quarters)),
                        ["Quay wall", 9.0, 3.0, 6.0, 30.0, 12.0], ["Tram stop", 9.0, 3.0, 6.0, 30.0, 12.0]]))
    line, = series_of(batch)["Quay wall"].values()
    assert line == {**{f"2024-0{m}": 300 for m in (1, 2, 3)}, **{f"2024-0{m}": 100 for m in (4, 5, 6)},
                    **{f"2024-0{m}": 200 for m in (7, 8, 9)}, **{f"2024-{m}": 1000 for m in (10, 11, 12)},
                    **{f"2025-0{m}": 400 for m in (1, 2, 3)}}
    assert not [i for i in batch.issues if i.answer.startswith("fiscal_start")]


def test_a_month_with_its_own_year_is_not_moved_by_the_financial_year_above_it() -> None:
    batch = read(sheet([*spending(("FY 2024/25 (£)", ["Oct 24", "Nov 24", "Dec 24", "Jan 25"])),
                        ["Quay wall", 1.0, 2.0, 3.0, 4.0], ["Tram stop", 1.0, 2.0, 3.0, 4.0]]))
    line, = series_of(batch)["Quay wall"].values()
    assert line == {"2024-10": 100, "2024-11": 200, "2024-12": 300, "2025-01": 400}
