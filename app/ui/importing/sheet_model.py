"""A spreadsheet as the import understood it, as a table model: cells, row kinds, what each column becomes, marks.

Formats cells only when they are asked for, so that a sheet of a million cells costs nothing to show.
Must not know: how a file is read, how a cell is painted.
"""
from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.core.batch import SEVERITIES, Column, Issue, SheetReading
from app.core.catalog import KINDS, SERIES, fields_of
from app.ui.look.figures import MONTHS
from app.ui.words import tr
from importers.base import Sheet, Value, letter

KIND_ROLE = int(Qt.ItemDataRole.UserRole) + 1        # row kind
MARK_ROLE = KIND_ROLE + 1                            # worst severity of the issues at the cell, or ""
FILL_ROLE = KIND_ROLE + 2                            # "RRGGBB" of the file, or ""
NUMBER_ROLE = KIND_ROLE + 3                          # whether the cell stands at the right, as numbers do

ANSWERS = "answers"                                  # what a column of a form becomes: many fields
CARRIERS = ("measure", "effect_line", "activity", "risk", "issue", "assumption", "dependency")
BESIDE_NUMBERS = ("data", "header", "unit", "example", "placeholder")
SAMPLE = 300
FAINT = ("example", "placeholder", "blank", "rejected", "ignored")
STRONG = ("header", "unit", "group", "total")
Index = QModelIndex | QPersistentModelIndex
_ADDRESS = re.compile(r"^([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?$")
_COLUMN = re.compile(r"^([A-Z]{1,3})(?::([A-Z]{1,3}))?$")


def kind_word(kind: str) -> str:
    """What a row kind is called on screen."""
    return {"title": tr("Title"), "guidance": tr("Guidance"), "header": tr("Header"), "unit": tr("Units"),
            "data": tr("Data"), "group": tr("Group"), "total": tr("Total"), "example": tr("Example"),
            "placeholder": tr("Placeholder"), "blank": tr("Empty"), "footnote": tr("Footnote"),
            "rejected": tr("Left out"), "ignored": tr("Left out")}.get(kind, kind)


def field_word(name: str) -> str:
    """What a column becomes, in the catalog's words: "owner" -> "Owner", "...plan@2026-01" -> "Plan Jan 2026",
    "...plan@2026-01..2026-12" -> "Plan 2026"."""
    if not name:
        return tr("Not used")
    bare, _, month = name.partition("@")
    bare = bare.rsplit(".", 1)[-1].removeprefix("effect ")
    found = next((f for kind in CARRIERS if (f := fields_of(kind).get(bare)) is not None), None)
    if bare in SERIES:
        word = tr(bare.capitalize())
    elif found is not None:
        word = tr(found.label)
    elif bare in KINDS:
        word = tr(KINDS[bare].label)
    else:
        word = tr(bare.replace("_", " ").replace(":", " ").capitalize())
    return f"{word} {period_word(month)}" if month else word


def period_word(period: str) -> str:
    """A month, year, calendar quarter or run of months: "Jan 2026", "2026", "Q1 2026", "Apr 2026–Mar 2027"."""
    first, dots, last = period.partition("..")
    if not dots:
        return month_word(first)
    if first[:4] == last[:4] and (first[5:], last[5:]) == ("01", "12"):
        return first[:4]
    quarter = ("01", "04", "07", "10").index(first[5:]) + 1 if first[5:] in ("01", "04", "07", "10") else 0
    if quarter and first[:4] == last[:4] and int(last[5:]) == 3 * quarter:
        return tr("Q{n} {year}", n=quarter, year=first[:4])
    return f"{month_word(first)}–{month_word(last)}"


def month_word(month: str) -> str:
    """"2026-01" -> "Jan 2026"; anything else as it is."""
    year, _, number = month.partition("-")
    if not (number.isdigit() and 1 <= int(number) <= 12):
        return month
    return f"{tr(MONTHS[int(number) - 1])} {year}"


def cell_text(value: Value) -> str:
    """One value for reading: dates as 2026-03-31, numbers without float noise and with thousands apart."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return number_text(value)
    return str(value).replace("\n", " ")


def number_text(value: int | float) -> str:
    if isinstance(value, int) or (value == int(value) and abs(value) < 1e15):
        text = f"{int(value):,}" if abs(value) >= 10000 else str(int(value))
    else:
        text = f"{value:,.10g}" if abs(value) < 10000 else f"{value:,.2f}"
    return text.replace("-", "\u2212")


def place_of(cell: str) -> tuple[int, int] | None:
    """The 0-based place an issue's address points at: "F12", "F12:J12", "G:G" (row -1), None when it has none."""
    bare = cell.replace("$", "").rsplit("!", 1)[-1].strip()
    found = _ADDRESS.match(bare)
    if found:
        return int(found[2]) - 1, column_index(found[1])
    found = _COLUMN.match(bare)
    if found:
        return -1, column_index(found[1])
    return (int(bare) - 1, 0) if bare.isdigit() else None


def column_index(letters: str) -> int:
    """0-based index of column letters: A -> 0, AA -> 26."""
    index = 0
    for character in letters:
        index = index * 26 + ord(character) - 64
    return index - 1


@dataclass
class SheetPicture:
    """One sheet with all that was understood of it: what the grid shows."""

    sheet: Sheet
    reading: SheetReading
    issues: Sequence[Issue] = ()
    marks: dict[tuple[int, int], str] = field(default_factory=dict)       # place -> worst severity
    words: dict[tuple[int, int], list[str]] = field(default_factory=dict)  # place -> what the issues say
    becomes: dict[int, Column] = field(default_factory=dict)
    flagged: set[int] = field(default_factory=set)                        # columns an issue is about
    numeric: set[int] = field(default_factory=set)                        # columns that mostly hold numbers

    def __post_init__(self) -> None:
        for column in self.reading.columns:
            at = column_index(column.column)
            known = self.becomes.get(at, column)
            if known.field != column.field:                # a form: below each other stand answers of many kinds
                sure = [c.confidence for c in (known, column) if c.field != "custom"]
                column = Column(column.column, "", ANSWERS, min(sure))
            self.becomes[at] = column
        self.numeric = self._numeric()
        for issue in self.issues:
            place = place_of(issue.cell)
            if issue.sheet not in ("", self.reading.name) or place is None:
                continue
            if place[0] < 0:
                self.flagged.add(place[1])
                continue
            self.words.setdefault(place, []).append(issue.message)
            before = self.marks.get(place, "note")
            self.marks[place] = min(before, issue.severity, key=SEVERITIES.index)

    def _numeric(self) -> set[int]:
        """Columns whose data cells are numbers, by their first few hundred rows."""
        numbers: Counter[int] = Counter()
        filled: Counter[int] = Counter()
        for row in [n - 1 for n, kind in self.reading.row_kinds.items() if kind == "data"][:SAMPLE]:
            for column, value in enumerate(self.sheet.rows[row] if row < len(self.sheet.rows) else ()):
                if value is not None:
                    filled[column] += 1
                    numbers[column] += isinstance(value, (int, float)) and not isinstance(value, bool)
        return {column for column, count in numbers.items() if count * 2 > filled[column]}

    @property
    def width(self) -> int:
        used = max((len(row) for row in self.sheet.rows), default=0)
        return max(used, max(self.becomes, default=-1) + 1)

    def kind(self, row: int) -> str:
        return self.reading.row_kinds.get(row + 1, "" if row < len(self.sheet.rows) else "blank")


class SheetModel(QAbstractTableModel):
    """The cells of one sheet; horizontal heads are letters, vertical heads row numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.picture: SheetPicture | None = None
        self._width = 0

    def show(self, picture: SheetPicture | None) -> None:
        self.beginResetModel()
        self.picture = picture
        self._width = picture.width if picture else 0
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.picture is None else len(self.picture.sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._width

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if self.picture is None or not index.isValid():
            return None
        row, column = index.row(), index.column()
        sheet = self.picture.sheet
        if role == Qt.ItemDataRole.DisplayRole:
            return sheet.errors.get((row, column)) or cell_text(sheet.at(row, column))
        if role == KIND_ROLE:
            return self.picture.kind(row)
        if role == MARK_ROLE:
            return self.picture.marks.get((row, column), "")
        if role == FILL_ROLE:
            return sheet.fills.get((row, column), "")
        if role == NUMBER_ROLE:
            return self._right(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = self.data(index)
            return f"{letter(column)}{row + 1} {text}. {kind_word(self.picture.kind(row))}"
        return None

    def _right(self, row: int, column: int) -> bool:
        """Whether a cell stands at the right: numbers do, and what stands among them."""
        assert self.picture is not None
        value = self.picture.sheet.at(row, column)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return True
        return column in self.picture.numeric and self.picture.kind(row) in BESIDE_NUMBERS

    def _tip(self, row: int, column: int) -> str | None:
        assert self.picture is not None
        said = self.picture.words.get((row, column))
        if said:
            return "\n".join(said)
        comment = self.picture.sheet.comments.get((row, column))
        text = cell_text(self.picture.sheet.at(row, column))
        return comment or (text if len(text) > 24 else None)

    def headerData(self, section: int, orientation: Qt.Orientation,
                   role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        across = orientation == Qt.Orientation.Horizontal
        sheet = self.picture.sheet if self.picture is not None else None
        hidden = sheet is not None and section in (sheet.hidden_columns if across else sheet.hidden_rows)
        text = letter(section) if across else str(section + 1)
        return f"({text})" if hidden else text
