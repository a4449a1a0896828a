"""The columns of the months grid: months with their quarters and years, over one fiscal year or all of them.

Must not know: amounts, widgets.
"""
from __future__ import annotations

from dataclasses import dataclass

from app.ui.look.figures import MONTHS

PERIODS = ("months", "quarters", "years")


@dataclass(frozen=True, slots=True)
class Column:
    """Months [first, end) under one head; `sum` marks a quarter or year that stands behind its months."""

    kind: str                             # month, quarter, year
    first: int
    end: int
    head: str
    sum: bool = False


def whole_years(first: int, end: int, year: tuple[int, int]) -> tuple[int, int]:
    """Months [first, end) widened to the fiscal years of which `year` is one."""
    return first - (first - year[0]) % 12, end + (year[0] - end) % 12


def year_name(first: int) -> str:
    """A fiscal year's name: "2026", or "2026/27" when it does not begin in January."""
    year = first // 12
    return str(year) if first % 12 == 0 else f"{year}/{(year + 1) % 100:02d}"


def columns(first: int, end: int, periods: str) -> list[Column]:
    """Whole fiscal years [first, end) as columns, sums behind what they sum."""
    found: list[Column] = []
    several = end - first > 12
    for year in range(first, end, 12):
        for i, quarter in enumerate(range(year, year + 12, 3)):
            if periods == "months":
                found += [Column("month", m, m + 1, MONTHS[m % 12]) for m in range(quarter, quarter + 3)]
            if periods != "years":
                name = f"Q{i + 1}" + (f" {year_name(year)[2:]}" if several and periods == "quarters" else "")
                found.append(Column("quarter", quarter, quarter + 3, name, periods == "months"))
        found.append(Column("year", year, year + 12, year_name(year), periods != "years"))
    return found
