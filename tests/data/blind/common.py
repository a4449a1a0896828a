"""What the makers of the twenty-four trackers share: the facts they state and how they write cells.

Written from spreadsheets.md alone. Money is held in minor units (cents, pence) and divided only when a cell is written,
so a fact and its cell come from one number and never differ.
"""
from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | dt.date | dt.datetime | None

GREEN, AMBER, RED, GREY, BLUE = "00B050", "FFC000", "FF0000", "D9D9D9", "1F4E78"
FIXED = dt.datetime(2025, 4, 1, 8, 0)
UNIT, K, M = 100, 100_000, 100_000_000  # minor units in one, a thousand, a million of the currency


@dataclass(frozen=True)
class Facts:
    """What is true of one workbook, whoever reads it."""

    measures: int = 0
    activities: int = 0
    # Some names that must come in, spelled as in the sheet without leading blanks.
    names: tuple[str, ...] = ()
    # "recurring_benefit.plan" -> sum in minor units, only where the sheet says both type and series.
    money: dict[str, int] = field(default_factory=dict)
    # series -> sum over all lines, lines of open type as well. Amounts are positive, as entered; nothing is netted.
    by_series: dict[str, int] = field(default_factory=dict)
    currency: str | None = None
    # First and last of the starts and finishes of measures and activities; dates of risks and the like are not in it.
    dates: tuple[dt.date, dt.date] | None = None
    risks: int = 0
    issues: int = 0
    assumptions: int = 0
    decisions: int = 0
    # First text of rows that must not come in: totals, examples, placeholders, legends, footnotes; words to choose.
    left_out: tuple[str, ...] = ()
    # "Sheet!C5": cells that no reader can understand and that the report must name.
    cells_to_name: tuple[str, ...] = ()
    # Sheets that hold nothing to import: dashboards, lists, instructions.
    empty_sheets: tuple[str, ...] = ()
    nothing: bool = False
    # What a reader of a failing test should know: formulas without values, readings that are a matter of choice.
    note: str = ""


class Tally:
    """Collects facts while the rows are written."""

    def __init__(self) -> None:
        self.measures = 0
        self.activities = 0
        self.names: list[str] = []
        self._money: Counter[str] = Counter()
        self._series: Counter[str] = Counter()
        self._dates: list[dt.date] = []
        self.left_out: list[str] = []
        self.cells: list[str] = []

    def measure(self, name: str) -> None:
        self.measures += 1
        self.names.append(name)

    def activity(self, name: str) -> None:
        self.activities += 1
        self.names.append(name)

    def money(self, series: str, minor: int | None, kind: str | None = None) -> None:
        """Count one amount; None is an empty cell and counts for nothing."""
        if minor is None:
            return
        self._series[series] += minor
        if kind:
            self._money[f"{kind}.{series}"] += minor

    def dates(self, *days: dt.date | None) -> None:
        self._dates += [day for day in days if day]

    def facts(
        self, currency: str | None = None, note: str = "", empty_sheets: tuple[str, ...] = (), **raid: int
    ) -> Facts:
        return Facts(
            measures=self.measures,
            activities=self.activities,
            names=tuple(self.names),
            money=dict(self._money),
            by_series=dict(self._series),
            currency=currency,
            dates=(min(self._dates), max(self._dates)) if self._dates else None,
            left_out=tuple(self.left_out),
            cells_to_name=tuple(self.cells),
            empty_sheets=empty_sheets,
            note=note,
            risks=raid.get("risks", 0),
            issues=raid.get("issues", 0),
            assumptions=raid.get("assumptions", 0),
            decisions=raid.get("decisions", 0),
        )


def numbers(seed: int, count: int, low: int, high: int, step: int) -> list[int]:
    """Amounts in minor units between low and high, multiples of step: the same on every machine."""
    state, found = seed * 7919 + 17, []
    for _ in range(count):
        state = (state * 25214903917 + 11) % 2**48
        found.append((low + (state >> 9) % (high - low + 1)) // step * step)
    return found


def shown(minor: int | None, scale: int = UNIT) -> float | int | None:
    """The number a cell holds for an amount, in units of scale."""
    if minor is None:
        return None
    return minor // scale if minor % scale == 0 else minor / scale


def german(minor: int, scale: int = UNIT, places: int = 2) -> str:
    """1234567.89 as the text "1.234.567,89"."""
    text = f"{minor / scale:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,"))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def dotted(date: dt.date) -> str:
    return f"{date:%d.%m.%Y}"


def put(ws: Worksheet, row: int, values: Iterable[Cell], col: int = 1, form: str | None = None) -> None:
    """Write one row; form is the number format of its numbers."""
    for at, value in enumerate(values, col):
        if value is None:
            continue
        cell = ws.cell(row, at, value)
        if isinstance(value, dt.date):
            cell.number_format = "DD.MM.YYYY"
        elif form and not isinstance(value, str):
            cell.number_format = form


def head(ws: Worksheet, row: int, labels: Sequence[Cell], col: int = 1, fill: str = BLUE) -> None:
    put(ws, row, labels, col)
    for at, label in enumerate(labels, col):
        cell = ws.cell(row, at)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color=fill)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        ws.column_dimensions[cell.column_letter].width = max(12.0, min(40.0, len(str(label or "")) + 4.0))


def bold(ws: Worksheet, row: int, width: int, fill: str | None = None, col: int = 1) -> None:
    for at in range(col, col + width):
        ws.cell(row, at).font = Font(bold=True)
        if fill:
            ws.cell(row, at).fill = PatternFill("solid", start_color=fill)


def paint(ws: Worksheet, row: int, col: int, colour: str) -> None:
    ws.cell(row, col).fill = PatternFill("solid", start_color=colour)


def title(ws: Worksheet, row: int, text: str, width: int = 6, size: int = 14) -> None:
    ws.cell(row, 1, text).font = Font(bold=True, size=size)
    if width > 1:
        ws.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)


def book(sheet: str) -> tuple[Workbook, Worksheet]:
    made = Workbook()
    ws = made.active
    assert ws is not None
    ws.title = sheet
    return made, ws


def save(made: Workbook, path: Path) -> None:
    made.properties.creator = "PMO"
    made.properties.created = made.properties.modified = FIXED
    made.save(path)
