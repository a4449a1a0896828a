"""The shapes importers share: a workbook as plain values with marks, what a person settled.

Must not know: which library read the file, the session, the store or the window.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.core.batch import Issue

if TYPE_CHECKING:
    from importers.profile import Profile

Value = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
Where = tuple[int, int]                   # (row, column), both 0-based: (0, 0) is A1
Progress = Callable[[float, str], None]   # fraction 0..1 and a short text; raises Cancelled when the user stopped


@dataclass(frozen=True, slots=True)
class Area:
    """Cells a formula names: 0-based rows and columns, the last ones included; "" is the formula's own sheet."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Formula:
    """What a formula is made of. `how` is "sum" (`parts` with their signs added), "product" (`parts`
    multiplied, numbers left aside) or "other"; `named` are all cells it refers to."""

    how: str
    parts: tuple[tuple[int, Area], ...]
    named: tuple[Area, ...]


@dataclass(slots=True)
class Sheet:
    """One sheet from A1 on (rows[0] is row 1), ragged rows allowed; text is stripped of nothing.

    A number keeps the type the file gave it (float unless the reader knows it is whole). A date cell is a
    date or datetime. None is an empty cell. The marks are sparse.
    """

    name: str
    rows: list[list[Value]]
    hidden: bool = False
    errors: dict[Where, str] = field(default_factory=dict)       # "#N/A" and its like; the value is None
    unvalued: set[Where] = field(default_factory=set)            # formulas without a cached value
    formulas: dict[Where, Formula] = field(default_factory=dict)  # as far as the reader gives them and they are few
    formula_count: int = 0
    formula_rows: dict[int, int] = field(default_factory=dict)   # row -> how many formula cells
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)   # first row, column, last row, column
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    indents: dict[Where, int] = field(default_factory=dict)
    outline: dict[int, int] = field(default_factory=dict)        # row -> outline level
    fills: dict[Where, str] = field(default_factory=dict)        # "RRGGBB"
    conditional: list[tuple[int, int, int, int]] = field(default_factory=list)   # areas whose look rules decide
    refers: set[str] = field(default_factory=set)                # other sheets its formulas, charts and pivots name
    bold: set[Where] = field(default_factory=set)
    comments: dict[Where, str] = field(default_factory=dict)
    links: dict[Where, str] = field(default_factory=dict)        # where a cell leads outside the file; never opened
    formats: dict[int, str] = field(default_factory=dict)        # column -> the number format most of it has

    def at(self, row: int, column: int) -> Value:
        """The value at a 0-based place, None beyond the used range."""
        if row < 0 or column < 0 or row >= len(self.rows):
            return None
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None


@dataclass(slots=True)
class Book:
    """A whole file: its sheets, what the readers disagreed on, and its SHA-256."""

    name: str                             # file name without folder
    format: str                           # "xlsx", "xlsx-strict", "xls", "ods", "csv", ...
    sheets: list[Sheet]
    issues: list[Issue] = field(default_factory=list)
    sha256: str = ""
    date_1904: bool = False
    readers: str = ""                     # e.g. "calamine and own scan, no differences"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person settled before the import: profile choices and answers to questions."""

    leaf: str = ""                        # "measure", "activity" or "" (by rule)
    answers: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""                    # the portfolio's reporting currency, "" when it has none yet
    fiscal_start: int = 1                 # first month of the fiscal year
    people: Sequence[tuple[str, str, bool]] = ()           # of the portfolio: name, mail, "the same as another one"
    profile: str = ""                     # the import profile the answers are from, for the report
    figures: Mapping[str, Any] = field(default_factory=dict)     # what that profile counts (importers/figures/model.py)
    again: Sequence[str] = ()             # keys of the answers that an earlier import of the source was given
    known: Sequence[Profile] = ()         # profiles that may be used where one fits the file's shape
    last: str = ""                        # the profile by which the source came in last


def letter(column: int) -> str:
    """Column letters of a 0-based index: 0 -> A, 26 -> AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def address(row: int, column: int) -> str:
    """The A1 address of a 0-based place."""
    return f"{letter(column)}{row + 1}"
