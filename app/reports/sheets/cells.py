"""What a cell of the export looks like: heads, number formats, dates as serials, texts made harmless.

Must not know: which columns there are, portfolios.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.core.formula_text import neutral
from app.core.own_workbook import MOST_EXACT
from app.errors import Problem
from app.reports.sheets.xlsx_book import TextLimits

Value = str | int | None                  # an int is money in minor units, basis points or a count: the head says which
MOST_ROWS = 1_048_575                     # below the head row of a sheet


@dataclass(frozen=True)
class Head:
    """A column: its head, how its values look (text date money percent count number), and its width in letters."""

    name: str
    look: str = "text"
    width: int = 16


def serial(date: str) -> int | None:
    """A day as a workbook counts it; None before March 1900, where programs differ."""
    number = (dt.date.fromisoformat(date) - dt.date(1899, 12, 30)).days
    return number if number > 60 else None


def money_format(scale: int) -> str:
    return "#,##0" + ("." + "0" * scale if scale else "")


def write_head(book: Any, sheet: Any, heads: Sequence[Head]) -> None:
    """The head row, and the width of each column."""
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for column, head in enumerate(heads):
        sheet.set_column(column, column, head.width)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, neutral(head.name), bold)


def styles_of(book: Any, sheet: Any, scale: int) -> dict[str, int]:
    """Look -> style number for `Sheet.put`."""
    return {"text": 0, "count": 0, "number": 0, "date": sheet.style(book.add_format({"num_format": "yyyy-mm-dd"})),
            "percent": sheet.style(book.add_format({"num_format": "0.##%"})),
            "money": sheet.style(book.add_format({"num_format": money_format(scale)}))}


def shown(value: str | int, look: str, size: int, sheet: Any, row: int, column: int,
          limits: TextLimits) -> str | float:
    """What stands in the cell: dates, money and percent as numbers, text made harmless."""
    if look == "date":
        number = serial(str(value))
        return str(value) if number is None else number
    if isinstance(value, int):
        if look == "money":
            return value / size if abs(value) < MOST_EXACT else str(Decimal(value) / size)
        return value / 10_000 if look == "percent" else value
    if look == "number" and len(value) < 15:
        return float(value)
    return limits.fit(neutral(value), sheet.name, row, column)


def room(count: int) -> None:
    """Raises Problem when a sheet cannot hold so many rows."""
    if count > MOST_ROWS:
        raise Problem(f"A sheet holds {MOST_ROWS:,} rows, and this file needs more.", "Export it as .csv instead.")
