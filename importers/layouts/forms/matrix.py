"""A block of figures of a return as plain data: its head, its periods, its rows.

Must not know: how blocks are found and what becomes of them.
"""
from __future__ import annotations

from dataclasses import dataclass, field

from app.core.batch import Item, Printed, Tally
from importers.meaning.headers import Head
from importers.meaning.value.periods import Period


@dataclass(slots=True)
class Line:
    """One row of amounts: minor units by month, and those before and after all months."""

    row: int
    name: str
    months: dict[str, dict[int, int]] = field(default_factory=dict)      # series -> month -> amount
    loose: dict[str, int] = field(default_factory=dict)                  # series -> amount without a month
    cells: dict[int, int] = field(default_factory=dict)                  # column -> amount as printed


@dataclass(slots=True)
class Block:
    """A matrix under its head: whose it is, what its columns are, its rows."""

    owner: str
    title: str
    head: Head
    periods: dict[int, Period]
    edges: dict[int, str]                 # column -> series of what lies before or behind all periods
    series: dict[int, str]                # column -> series, edges too
    currency: str
    power: int
    last: int
    whole: bool = False                   # figures of the return as a whole: `owner` is what they are called
    rounded: bool = False                 # some amounts have more decimals than the currency: sums may be cents off
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Read:
    """The lines of all blocks as items, the rows they stand in, and what totals print."""

    items: list[Item] = field(default_factory=list)
    rows: dict[int, str] = field(default_factory=dict)                   # 0-based row -> kind
    printed: list[Printed] = field(default_factory=list)
    currency: str = ""
    headed: bool = False                                                 # a heading names a project
    taken: set[int] = field(default_factory=set)                         # every row of a block, filled in or not
    lines: list[tuple[str, Line]] = field(default_factory=list)          # (title of its block, line) of the whole sheet
    cells: dict[tuple[str, str], str] = field(default_factory=dict)      # address of a line, value -> its cells
    tallies: list[Tally] = field(default_factory=list)                   # what the rows that count hold, cell by cell
